"""The sheets of an intake workbook as rows of cells by column, with every problem at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..documents.intake import OFFER_NUMBER, SHEETS, Column, SheetPlan, sheet_plan
from ..documents.intake.columns import plain
from ..errors import InvalidValue, Problem
from ..money import EXACT
from .fields import near, short_digits
from .intakecells import parse_cell
from .sheets import Sheet

_MOST_ABOVE = 20
"""Rows in which the headings are looked for."""
_BARE = re.compile(r"\w+")


@frozen(order=True)
class Spot:
    """A cell.

    Attributes:
        order: Number of its sheet in the workbook.
        row: From 1.
        column: From 1.
        sheet: Name of the sheet.
    """

    order: int
    row: int
    column: int
    sheet: str = field(order=False)

    @property
    def address(self) -> str:
        """As a formula names it: ``Offers!F7``, ``'Sign-on and retention'!A5``."""
        name = self.sheet if _BARE.fullmatch(self.sheet) else "'" + self.sheet.replace("'", "''") + "'"
        return f"{name}!{letters(self.column)}{self.row}"


def letters(column: int) -> str:
    """Letters of a column: ``AA`` for 27."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


@frozen
class Notes:
    """Problems by the cell at which they stand.

    Attributes:
        file: The workbook, as problems name it.
        found: The problems of each cell.
    """

    file: str
    found: dict[Spot, list[Problem]] = field(factory=dict)

    def refuse(self, spot: Spot, rule: str, fix: str = "", value: str = "") -> None:
        """Note a problem at a cell."""
        problem = Problem(file=self.file, path=spot.address, value=value, rule=rule, fix=fix)
        self.found.setdefault(spot, []).append(problem)

    @property
    def problems(self) -> list[Problem]:
        """All of them, sheet by sheet, row by row."""
        return [problem for spot in sorted(self.found) for problem in dict.fromkeys(self.found[spot])]


@frozen
class Row:
    """A row that is filled in.

    Attributes:
        spot: Its first cell.
        number: The offer number that it names; empty if it names none.
        data: What it says, by key.
        cells: Where each key stands, filled in or not.
    """

    spot: Spot
    number: str
    data: dict[str, Any]
    cells: dict[str, Spot]


@frozen
class Table:
    """A sheet that people filled in.

    Attributes:
        plan: What it may hold.
        rows: Its rows.
        spot: Its first heading.
    """

    plan: SheetPlan
    rows: tuple[Row, ...]
    spot: Spot


def tables(sheets: tuple[Sheet, ...], notes: Notes) -> dict[str, Table]:
    """The sheets that are filled in, by name; a sheet with offer numbers and another name is refused."""
    found: dict[str, Table] = {}
    for order, sheet in enumerate(sheets):
        head, plan = _head_row(sheet), sheet_plan(sheet.name)
        spot = Spot(order, (head or 0) + 1, 1, sheet.name)
        if plan is None:
            if head is not None and _is_filled_in(sheet.rows[head]):
                notes.refuse(spot, "a sheet with offer numbers and a name that is not known", _meant(sheet.name))
        elif head is not None:
            found[plan.name] = Table(plan, tuple(_rows(sheet, plan, spot, notes)), spot)
        elif any(any(cells) for cells in sheet.rows):
            notes.refuse(spot, f"has no row of headings that begins with {OFFER_NUMBER}", "compkit new begins afresh")
    return found


def _is_filled_in(headings: tuple[str, ...]) -> bool:
    """Whether headings are those of a sheet that people fill in: most are known."""
    said = {plain(text) for text in headings if text.strip()}
    return any(len(said & {plain(column.title) for column in plan.columns}) >= 3 for plan in SHEETS)


def _meant(name: str) -> str:
    known = {plan.name.casefold(): plan.name for plan in SHEETS}
    guess = known.get(near(name, list(known)))
    return f"did you mean {guess}? one sheet of a name holds all its rows" if guess else f"say {', '.join(known)}"


def _head_row(sheet: Sheet) -> int | None:
    """The row of headings, from 0."""
    for number, cells in enumerate(sheet.rows[:_MOST_ABOVE]):
        if any(plain(text) == plain(OFFER_NUMBER) for text in cells):
            return number
    return None


def _rows(sheet: Sheet, plan: SheetPlan, head: Spot, notes: Notes) -> Iterator[Row]:
    """Rows below the headings that hold anything."""
    columns = _columns(sheet, plan, head, notes)
    blank = {column.key: head for column in plan.columns if column.required and column not in columns.values()}
    bad: dict[int, dict[int, str]] = {}
    for number, place in (*sheet.errors, *sheet.uncalculated):
        bad.setdefault(number, {})[place] = ""
    for number, cells in enumerate(sheet.rows[head.row :], head.row + 1):
        texts = {column: text for column, text in enumerate(cells, 1) if text.strip()} | bad.get(number, {})
        if texts:
            yield _row(sheet, Spot(head.order, number, 1, sheet.name), texts, columns, blank, notes)


def _columns(sheet: Sheet, plan: SheetPlan, head: Spot, notes: Notes) -> dict[int, Column]:
    """The column of each heading, by its number; a heading that is not known is refused."""
    found: dict[int, Column] = {}
    for number, text in enumerate(sheet.rows[head.row - 1], 1):
        column, spot = plan.at(text), Spot(head.order, head.row, number, sheet.name)
        if column in found.values():
            notes.refuse(spot, "this heading stands twice", "keep one column of it", text)
        elif column is not None:
            found[number] = column
        elif text.strip():
            notes.refuse(spot, "is no heading of this sheet", _meant_heading(plan, text), text)
    lacking = [column.title for column in plan.columns if column.required and column not in found.values()]
    if lacking:
        words = ", ".join(lacking)
        notes.refuse(head, f"the column {words} is missing" if len(lacking) == 1 else f"columns are missing: {words}")
    return found


def _meant_heading(plan: SheetPlan, text: str) -> str:
    known = {plain(column.title): column.title for column in plan.columns}
    guess = known.get(near(plain(text), list(known)))
    return f"did you mean {guess}?" if guess else "keep notes on a sheet of your own: compkit reads none of them"


def _row(
    sheet: Sheet, first: Spot, texts: dict[int, str], columns: dict[int, Column], blank: dict[str, Spot], notes: Notes
) -> Row:
    row = Row(first, "", {}, dict(blank))
    number = ""
    for place, column in columns.items():
        spot = evolve(first, column=place)
        row.cells.setdefault(column.key, spot)
        if place not in texts:
            continue
        if column.key in row.data:
            notes.refuse(spot, "says a second time what another column says", "fill in one of the two", texts[place])
            continue
        row.cells[column.key] = spot
        text = _said(sheet, spot, texts[place], notes)
        if column.title == OFFER_NUMBER:
            number = text
        row.data[column.key] = _parsed(column, text, spot, notes)
    for place in texts.keys() - columns.keys():
        if not _has_heading(sheet, place, notes, first):
            notes.refuse(evolve(first, column=place), "stands below no heading", "move or delete it", texts[place])
    return evolve(row, number=number)


def _has_heading(sheet: Sheet, place: int, notes: Notes, first: Spot) -> bool:
    """Whether the heading of a column was refused already."""
    return any(spot.column == place and spot.order == first.order and spot.row < first.row for spot in notes.found)


def _said(sheet: Sheet, spot: Spot, text: str, notes: Notes) -> str:
    """The text of a cell; a number that is shown in percent has its sign."""
    cell = (spot.row, spot.column)
    if cell in sheet.errors:
        notes.refuse(spot, "holds an error of the spreadsheet", "correct its formula, or type the value")
        return "#ERROR"
    if cell in sheet.uncalculated:
        notes.refuse(spot, "holds a formula that was never calculated", "open and save it in Excel, or type the value")
        return "#ERROR"
    text = text.strip()
    if cell in sheet.percents and isinstance(sheet.values[spot.row - 1][spot.column - 1], (int, float)):
        return f"{short_digits(Decimal(text).scaleb(2, context=EXACT))} %"
    return text


def _parsed(column: Column, text: str, spot: Spot, notes: Notes) -> Any:
    try:
        return parse_cell(column, text)
    except InvalidValue as error:
        notes.refuse(spot, error.rule, error.fix, error.value.strip("'\""))
        return text
