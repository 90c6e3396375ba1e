"""Pictures onto the disk: SVG files of a comparison, for slides, never over one that somebody has edited since."""

from __future__ import annotations

from pathlib import Path

from ..documents.page import PageOdds, Reader
from ..documents.pictures import Picture, build_pictures
from ..errors import OutputRefused
from ..valuation.compare import Comparison
from .documents import check_untouched, write_untouched
from .letterpress import marked
from .text import slug


def write_figures(
    comparison: Comparison,
    folder: str | Path,
    *,
    reader: Reader = "candidate",
    odds: PageOdds | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the pictures of a page as SVG files; none at all where one of them was edited.

    Args:
        comparison: The offers.
        folder: Where to; it is made where it is missing.
        reader: ``candidate``, whose pictures hold no expected cost and nothing of what goes into it, or ``employer``.
        odds: The odds of these offers for the same reader, by `page_odds`; None leaves them out.
        force: Overwrite files that somebody has edited.

    Raises:
        InvalidValue: If the odds are of other offers or for another reader.
        MissingFact: If a candidate's picture needs a price that is internal.
        OutputRefused: If a file cannot be written, or was edited since and `force` is not given.
    """
    out = Path(folder)
    if out.exists() and not out.is_dir():
        raise OutputRefused(folder, "it is a file", "name a folder")
    files = {out / name: data for name, data in named(build_pictures(comparison, reader=reader, odds=odds)).items()}
    if not force:
        for path in files:
            check_untouched(path)
    return tuple(write_untouched(path, data, force=True) for path, data in files.items())


def named(pictures: tuple[Picture, ...]) -> dict[str, bytes]:
    """File names and contents: the picture's name, then the offer's as a plain slug, numbered where two are alike."""
    found: dict[str, bytes] = {}
    taken: set[str] = set()
    for picture in pictures:
        stem = f"{picture.name}-{slug(picture.of)}" if picture.of else picture.name
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[f"{name}.svg"] = marked(picture.svg)
    return found
