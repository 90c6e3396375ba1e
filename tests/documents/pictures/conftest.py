"""The browser of the page's tests, for pictures too."""

from ..page.conftest import browser

__all__ = ["browser"]
