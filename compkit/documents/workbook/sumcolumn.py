"""A column of sums: an offer's components one under the other, then the totals of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pen import Formula, Pen, at

if TYPE_CHECKING:
    from .book import Book


def sum_labels(book: Book, pen: Pen, column: int, row: int, *, short: bool = False) -> None:
    """The names of what a column of sums holds, from `row` down."""
    names = [(book.label(component, short=short), "label") for component in book.components]
    totals = [(words, f"label {style}") for _, words, style, _ in book.totals("", "", "", "")]
    for line, (words, style) in enumerate((*names, *totals), row):
        pen.label(column, line, words, style)


def sum_column(book: Book, pen: Pen, column: int, row: int, sums: tuple[list[str], str, str]) -> dict[str, str]:
    """One number of one offer from `row` down; gives the address of each component and total, in their order.

    Args:
        book: The workbook.
        pen: Of the sheet.
        column: Where the figures stand.
        row: Of the first component.
        sums: Formulas of the components, of tokens and of guaranteed ones, from `Book.sums`.
    """
    parts, tokens, guaranteed = sums
    cells: dict[str, str] = {}
    for component, formula in zip(book.components, parts, strict=True):
        cells[component] = pen.put(column, row + len(cells), Formula(formula), "number")
    ends = (at(column, row), at(column, row + len(parts) - 1)) if parts else ("", "")
    for key, _, style, formula in book.totals(*ends, tokens, guaranteed):
        cells[key] = pen.put(column, row + len(cells), Formula(formula.format(**cells)), f"number {style}")
    return cells
