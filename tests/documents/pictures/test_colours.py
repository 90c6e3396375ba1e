"""Colours are those of the page, and what is drawn stands out."""

from pathlib import Path

from compkit.documents.palette import COMPONENT_COLOURS, INK
from compkit.documents.pictures import colours
from compkit.files.templates import template


def test_those_of_the_page():
    """Odds look as on the page, in its light colours."""
    style = Path(template("pages/offers.css")).read_text(encoding="utf-8").casefold()
    names = {"accent": colours.ACCENT, "even": colours.EVEN, "band": colours.BAND, "band-deep": colours.BAND_DEEP}
    for name, colour in (names | {"grid": colours.GRID}).items():
        assert f"--{name}: #{colour.casefold()}" in style


def test_contrast():
    """WCAG 2.2: 21 for black on white; a mark's edge needs 3, text on a mark 4.5 or the best there is."""
    assert round(colours.contrast("000000", "FFFFFF"), 6) == 21
    for colour in COMPONENT_COLOURS.values():
        assert colours.contrast(colours.edge(colour), colours.PAPER) >= 3
        assert colours.contrast(colours.on(colour), colour) >= 3.4
    assert colours.on("FFFFFF") == INK
