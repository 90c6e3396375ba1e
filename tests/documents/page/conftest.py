"""A browser for tests of the page: Chromium of the distribution, driven by Playwright, one for a whole run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "pages"
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
"""Chromium as in a container, asking nobody for anything."""


@frozen
class Engine:
    """The page's engine in a browser.

    Attributes:
        page: A blank page that has read ``engine.js``.
    """

    page: Any

    def figures(self, data: dict[str, Any], settings: dict[str, Any]) -> list[dict[str, Any]]:
        """Figures of every offer."""
        return self.page.evaluate("([data, settings]) => engine.figures(data, settings)", [data, settings])["offers"]

    def run(self, script: str, given: Any = None) -> Any:
        """What a function of the engine's scope returns."""
        return self.page.evaluate(script, given)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; without it a test is skipped, in CI it fails."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("COMPKIT_REQUIRE_TOOLS"):
            pytest.fail("chromium is not installed, and CI must look at the page with it")
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(_QUIET))
        yield running
        running.close()


@pytest.fixture(scope="session")
def engine(browser: Any) -> Engine:
    """The engine on a blank page."""
    page = browser.new_page()
    page.add_script_tag(content=(TEMPLATES / "engine.js").read_text(encoding="utf-8"))
    return Engine(page)
