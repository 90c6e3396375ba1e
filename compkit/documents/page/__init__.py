"""The page: offers side by side in one HTML file that recalculates itself; no server, no network.

`page_data` is what the page knows, by reader; `build_page` puts it into the frame with the style and the script of
``templates/pages``. A candidate's page holds nothing of what the employer expects to spend.
"""

from .build import PageParts, build_page
from .data import page_data
from .odds import PageOdds, page_odds
from .reader import READERS, Reader

__all__ = ["READERS", "PageOdds", "PageParts", "Reader", "build_page", "page_data", "page_odds"]
