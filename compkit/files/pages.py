"""The page onto the disk: one HTML file, never over one that somebody has edited since."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..documents.page import PageOdds, PageParts, Reader, build_page
from ..errors import OutputRefused
from ..pay.offer import Offer
from ..valuation.compare import Comparison
from .documents import write_untouched
from .letterpress import marked
from .templates import template
from .text import read_text

SUFFIXES = (".html", ".htm")

SCRIPTS: dict[str, tuple[str, ...]] = {
    "engine": (
        *("numbers", "days", "options", "reading", "market", "expectations", "tokenyears", "figures", "reasons"),
        "engine",
    ),
    "drawing": (
        *("text", "nodes", "colours", "state", "fields", "amounts", "tips", "bases", "tables", "controls", "pictures"),
        *("cards", "sums", "years", "tokens", "odds", "fans", "tornado", "facts", "page"),
    ),
    "spending": ("paying", "controls"),
}
"""The scripts that calculate, those that draw, and those of what the employer expects to pay; each in its order."""


def page_parts() -> PageParts:
    """The templates of the page that come with compkit."""
    return PageParts(
        frame=_part("offers.html"),
        style=_part("offers.css"),
        **{folder: tuple(_part(f"{folder}/{name}.js") for name in names) for folder, names in SCRIPTS.items()},
    )


def _part(name: str) -> str:
    return read_text(template(f"pages/{name}"))


def write_page(
    comparison: Comparison,
    path: str | Path,
    *,
    reader: Reader = "candidate",
    offers: Mapping[str, Offer] | None = None,
    odds: PageOdds | None = None,
    force: bool = False,
) -> Path:
    """Write offers side by side as one HTML file that recalculates itself; it needs no server and no network.

    Args:
        comparison: The offers, all valued in one market under the same assumptions.
        path: An .html file.
        reader: ``candidate``, whose file holds no expected cost and nothing of what goes into it, or ``employer``.
        offers: The offers behind the comparison, by its names.
        odds: The odds of these offers for the same reader, by `page_odds`; None leaves them out.
        force: Overwrite a file that somebody has edited.

    Raises:
        InvalidValue: If the offers are valued in different markets or under different assumptions, or the odds are of
            other offers or for another reader.
        MissingFact: If a candidate's page needs a price that is internal.
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    suffix = Path(path).suffix.casefold()
    if suffix not in SUFFIXES:
        raise OutputRefused(path, f"a page is HTML, not {suffix or 'without suffix'}", "name an .html file")
    text = build_page(comparison, parts=page_parts(), reader=reader, offers=offers, odds=odds)
    return write_untouched(path, marked(text.encode()), force=force)
