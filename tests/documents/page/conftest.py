"""The calculating engines of the page, in a browser."""

from typing import Any

import pytest
from attrs import frozen

from compkit.files.pages import page_parts


@frozen
class Engine:
    """The page's engine in a browser.

    Attributes:
        page: A blank page that has read the scripts that calculate.
    """

    page: Any

    def figures(self, data: dict[str, Any], settings: dict[str, Any]) -> list[dict[str, Any]]:
        """Figures of every offer."""
        return self.page.evaluate("([data, settings]) => engine.figures(data, settings)", [data, settings])["offers"]

    def run(self, script: str, given: Any = None) -> Any:
        """What a function of the engine's scope returns."""
        return self.page.evaluate(script, given)


@pytest.fixture(scope="session")
def engine(browser: Any) -> Engine:
    """The engine of an employer's page."""
    parts = page_parts()
    return _engine(browser, *parts.engine, parts.spending[0])


@pytest.fixture(scope="session")
def candid_engine(browser: Any) -> Engine:
    """The engine of a candidate's page, which knows of no spending."""
    return _engine(browser, *page_parts().engine)


def _engine(browser: Any, *scripts: str) -> Engine:
    page = browser.new_page()
    page.add_script_tag(content="\n".join(('"use strict";', *scripts)))
    return Engine(page)
