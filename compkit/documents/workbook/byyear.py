"""Years by component: a row an offer and year, as promised; the chart draws from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from openpyxl.worksheet.worksheet import Worksheet

from ...pay.entitlements import Component
from . import chart
from .blanks import NO_YEAR, hide
from .inputs import NUMBER, YEARS
from .inputsheet import year_count, year_label
from .pen import Formula, Pen, Value, at, brief, literal_text
from .styles import SIGNED

if TYPE_CHECKING:
    from .book import Book

SHEET = "By year"
TOP, _PARTS = 5, 4
_MOST_BARS, MANY_BARS = 24, 12
_LABEL, _SHORT_LABEL = 24, 11


@frozen
class Place:
    """Where the chart finds its cells.

    Attributes:
        first: First row.
        last: Last row.
        label: Column of the bars' labels.
        columns: Column of each component.
        total: Column of the total with all tokens.
        whole: Whether the bars are whole offers, where years would be too many to read.
        axis: Title of the axis of bars.
    """

    first: int
    last: int
    label: int
    columns: Mapping[Component, int]
    total: int
    whole: bool
    axis: str


def place(book: Book) -> Place:
    """The rows by year, or those of the whole horizon where bars by year would be too many."""
    years, offers = year_count(book), len(book.names)
    if years * offers > _MOST_BARS:
        return offers_place(book)
    return _place(book, TOP, TOP + years * offers - 1, whole=False)


def offers_place(book: Book) -> Place:
    """The rows of the offers over the whole horizon, under those by year."""
    first = TOP + year_count(book) * len(book.names)
    return _place(book, first, first + len(book.names) - 1, whole=True)


def _place(book: Book, first: int, last: int, *, whole: bool) -> Place:
    parts = {component: _PARTS + n for n, component in enumerate(book.components)}
    if book.has_tokens:
        parts["tokens"] = _PARTS + len(book.components) + 1
    total = _PARTS + len(book.components) + (4 if book.has_tokens else 0)
    axis = f"Offer, {book.length}" if whole else "Year, as chosen"
    return Place(first, last, 3, parts, total, whole, axis)


def write(book: Book, sheet: Worksheet) -> None:
    """A row an offer and year, then each offer's whole horizon, then the baseline less each other."""
    pen = Pen(sheet)
    heads = [book.label(component, short=True) for component in book.components]
    heads += [
        label.strip().capitalize() if label[:1] == " " else label for _, label, _, _ in book.totals("", "", "", "")
    ]
    pen.widths([11, 30, 24, *[14] * len(heads)])
    pen.put(1, 1, Formula(f'"By year and component, "&{NUMBER}&", "&{YEARS}'), "title")
    pen.put(1, 2, f"{book.comparison.currency}, before tax; sums of the schedule.", "quiet")
    pen.heads(1, TOP - 1, ("Year", "Offer", "Bar", *heads), left=3)
    row = TOP
    for year in (*range(1, year_count(book) + 1), None):
        for offer in range(1, len(book.names) + 1):
            _line(book, pen, row, offer, year)
            row += 1
    row = _differences(book, pen, row + 1)
    hide(sheet, f"A{TOP}:{at(_PARTS + len(heads) - 1, row)}", f"$A{TOP}")
    chart.offers(book, pen, row + 1)
    sheet.freeze_panes = at(_PARTS, TOP)
    pen.page(landscape=True, titles=f"1:{TOP - 1}", paper=book.paper)


def _line(book: Book, pen: Pen, row: int, offer: int, year: int | None) -> None:
    name = book.names[offer - 1]
    label = pen.put(1, row, Formula(year_label(year)) if year else book.length)
    pen.label(2, row, name)
    many = len(book.names) * year_count(book) > MANY_BARS
    short = brief(name, _SHORT_LABEL if many else _LABEL)
    bar: Value = short
    if year:
        bar = Formula(f'IF({label}="{NO_YEAR}","",{label}&", "&{literal_text(short)})')
    pen.put(3, row, bar, "quiet")
    parts, tokens, guaranteed = book.sums("shown", offer, **({"year": f"${label}"} if year else {}))
    pen.row(_PARTS, row, [Formula(part) for part in parts], "number")
    ends = (at(_PARTS, row), at(_PARTS + len(parts) - 1, row)) if parts else ("", "")
    found: dict[str, str] = {}
    for offset, (key, _, style, formula) in enumerate(book.totals(*ends, tokens, guaranteed)):
        look = {"tokens": "number tokens", "quiet": "number quiet"}.get(style, "number")
        found[key] = pen.put(_PARTS + len(parts) + offset, row, Formula(formula.format(**found)), look)


def _differences(book: Book, pen: Pen, row: int) -> int:
    """The baseline less each other, year by year and component by component."""
    offers, width = len(book.names), len(book.components) + (5 if book.has_tokens else 1)
    if offers < 2:
        return row
    pen.put(1, row, f"{brief(book.names[0], 60)} less each other", "section")
    row += 1
    for block, year in enumerate((*range(1, year_count(book) + 1), None)):
        base = TOP + block * offers
        for other in range(1, offers):
            pen.put(1, row, Formula(year_label(year)) if year else book.length)
            pen.label(2, row, f"less {book.names[other]}")
            for column in range(_PARTS, _PARTS + width):
                less = Formula(f"{at(column, base)}-{at(column, base + other)}")
                pen.put(column, row, less, "number", SIGNED)
            row += 1
    return row
