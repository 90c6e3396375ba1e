"""Usage exports: what was used on which day, as CSV, Excel, YAML or JSON, by suffix.

A row has a day (``on`` or ``date``) and says its use in one way: ``amount`` (and ``currency``), ``mtok``,
``share_months``, or a ``model`` with tokens by kind.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..errors import InvalidValue, Problem
from ..market.prices import KINDS
from ..market.usage import TokenUsage
from ..money import Money
from ..valuation.usagecost import UsageRow
from .cells import csv_plain
from .fields import Sum, near, parse_count, parse_currency, parse_day, parse_model, parse_number, parse_sum, parse_text
from .nodes import read_document
from .places import Place, raise_problems
from .structure import BROKEN
from .text import file_name, read_text, refused

FORMAT = "compkit/usage/1"
LIMIT = 50_000_000
"""Most bytes of a usage file: a year of one person's use by day, model and tool is a tenth of a million."""
MOST_VALUES = 2_000_000
MOST_PROBLEMS = 50
"""Most problems of a file that are told one by one."""

_WORDS = ("allowance", "tool", "team")
_PARSERS: dict[str, Any] = {
    "on": parse_day,
    "amount": parse_sum,
    "currency": parse_currency,
    "mtok": parse_number,
    "share_months": parse_number,
    "model": parse_model,
    **dict.fromkeys((*KINDS, "requests"), parse_count),
    **dict.fromkeys(_WORDS, parse_text),
}
COLUMNS = tuple(_PARSERS)
"""Columns of a usage file; ``date`` is another word for ``on``."""


@frozen
class UsageFile:
    """Use as a file states it.

    Attributes:
        path: The file, as the user named it.
        rows: In the order of the file.
    """

    path: str
    rows: tuple[UsageRow, ...]


@frozen
class _Row:
    """A row before it is understood.

    Attributes:
        here: Its place.
        cells: What its columns hold; empty ones are left out.
    """

    here: Place
    cells: Mapping[str, Any]

    def at(self, column: str) -> Place:
        """The place of one of its columns."""
        return evolve(self.here, data=self.cells.get(column), path=f"{self.here.path}, column {column}")


def read_usage(path: str | Path, *, currency: str = "") -> UsageFile:
    """A usage export, by suffix: .csv, .xlsx (the sheet ``usage``, or the first), .yaml or .json; ``-`` is CSV.

    Args:
        path: The file.
        currency: Of amounts that name none; if empty, each must name its own.

    Raises:
        FileProblems: With every problem of the file, each with its row and column.
    """
    suffix = Path(path).suffix.casefold()
    read = _document_rows if suffix in (".yaml", ".yml", ".json") else _table_rows
    top, rows = read(path, suffix)
    made = [_made(row, currency) for row in rows]
    _raise(top)
    return UsageFile(file_name(path), tuple(row for row in made if row is not BROKEN))


def _raise(top: Place) -> None:
    """All problems, the first ones in full: a wrong column is wrong in every row."""
    told = top.problems[:MOST_PROBLEMS]
    more = len(top.problems) - len(told)
    last = told[-1].line if more else 0
    rest = [Problem(file=top.file, path="", value="", rule=f"and {more:,} more problems", line=last)] if more else []
    raise_problems([*told, *rest])


# tables


@frozen
class _Line:
    """A line of a table.

    Attributes:
        row: Its number among the rows, from 1.
        line: The line of the file on which it ends.
        cells: Its texts.
    """

    row: int
    line: int
    cells: list[str]


def _table_rows(path: str | Path, suffix: str) -> tuple[Place, list[_Row]]:
    top = Place(file_name(path), {}, [], None)
    lines = _sheet(path, top) if suffix in (".xlsx", ".xlsm") else _csv(path, top)
    header = [_column(cell) for cell in lines[0].cells] if lines else []
    _check_header(header, top)
    return top, [_row(line, header, top) for line in lines[1:] if any(map(str.strip, line.cells))]


def _csv(path: str | Path, top: Place) -> list[_Line]:
    reader = csv.reader(io.StringIO(read_text(path, limit=LIMIT), newline=""), strict=True)
    try:
        return [_Line(number, reader.line_num, cells) for number, cells in enumerate(reader, 1)]
    except csv.Error as error:
        raise refused(top.file, f"is not CSV: {error}", line=reader.line_num) from None


def _sheet(path: str | Path, top: Place) -> list[_Line]:
    from .sheets import read_sheet

    sheet = read_sheet(path, named="usage", limit=LIMIT)
    for row, column in sorted(sheet.errors):
        place = evolve(top, path=f"row {row}, column {column}", line=row)
        place.refuse("holds an error of the spreadsheet", "correct it there", value="")
    return [_Line(number, number, list(cells)) for number, cells in enumerate(sheet.rows, 1)]


def _column(cell: str) -> str:
    name = cell.strip()
    return "on" if name == "date" else name


def _check_header(header: list[str], top: Place) -> None:
    if not any(header):
        raise refused(top.file, "is empty", "see a sample: compkit new usage.csv --from usage")
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise refused(top.file, "its columns are not separated by commas", "save it with commas", line=1)
    place = evolve(top, path="row 1", line=1)
    for number, column in enumerate(header):
        if column in header[:number]:
            place.refuse("column appears twice", "keep one", value=column)
        elif column not in COLUMNS:
            _unknown(place, column)
    if "on" not in header:
        place.refuse("column on is missing", "it holds the day of use", value="")


def _unknown(place: Place, column: str) -> None:
    guess = near(column, [*COLUMNS, "date"])
    fix = f"did you mean {guess}?" if guess else f"the columns are {', '.join(COLUMNS)}: leave others out"
    place.refuse("unknown column", fix, value=column)


def _row(line: _Line, header: list[str], top: Place) -> _Row:
    cells = line.cells
    here = evolve(top, data={}, path=f"row {line.row}", line=line.line)
    if any(cell.strip() for cell in cells[len(header) :]):
        here.refuse(f"has {len(cells)} cells, the header {len(header)}", "put text with commas in quotes", value="")
    said = {name: csv_plain(cell) for name, cell in zip(header, cells, strict=False) if cell.strip()}
    return _Row(here, said)


# YAML and JSON


def _document_rows(path: str | Path, suffix: str) -> tuple[Place, list[_Row]]:
    top = Place.top(read_document(path, limit=LIMIT, most=MOST_VALUES))
    if not isinstance(top.data, Mapping) or top.data.get("format") != FORMAT:
        raise refused(top.file, "is not a file of usage", f"say format: {FORMAT}, and the rows under usage")
    for name in sorted(set(top.data) - {"format", "usage"}):
        top.at(name).refuse("unknown key", "the keys here are format, usage", value="")
    rows = top.at("usage")
    if not isinstance(rows.data, list):
        raise refused(top.file, "has no list of rows under usage")
    return top, [_entry(place) for place in rows.entries()]


def _entry(here: Place) -> _Row:
    if not isinstance(here.data, Mapping):
        here.refuse("must be keys and values")
        return _Row(here, {"on": BROKEN})
    for name in here.data:
        if _column(str(name)) not in COLUMNS:
            _unknown(here, str(name))
    return _Row(here, {_column(str(name)): value for name, value in here.data.items() if value is not None})


# rows


def _made(row: _Row, currency: str) -> Any:
    """The row as use, or `BROKEN` with its problems noted."""
    before = len(row.here.problems)
    said = {name: _cell(row, name) for name in row.cells if name in COLUMNS}
    if "on" not in said:
        row.at("on").refuse("is missing", "say the day of use", value="")
    forms = dict(_forms(row, said, currency))
    if len(forms) != 1 and BROKEN not in said.values():
        names = " and ".join(forms) or "nothing"
        fix = "keep one of amount, mtok, share_months, or tokens by kind with their model"
        row.here.refuse("must say its use in one way", fix, value=names)
    if len(row.here.problems) > before:
        return BROKEN
    words = {name: said[name] for name in ("model", *_WORDS) if name in said}
    return row.here.make(UsageRow, on=said["on"], place=row.here.path, **forms, **words)


def _cell(row: _Row, name: str) -> Any:
    value = row.cells[name]
    if value is BROKEN:
        return BROKEN
    try:
        parsed = _PARSERS[name](value)
    except InvalidValue as error:
        return row.at(name).refuse(error.rule, error.fix)
    number = parsed.amount if isinstance(parsed, Sum) else parsed
    if isinstance(number, (Decimal, int)) and number < 0:
        return row.at(name).refuse("must not be negative", "take a credit note off the use that it corrects")
    return parsed


def _forms(row: _Row, said: Mapping[str, Any], currency: str) -> Iterator[tuple[str, Any]]:
    """The ways in which a row says its use."""
    if "amount" in said:
        yield "amount", _money(row, said, currency)
    for name in ("mtok", "share_months"):
        if name in said:
            yield name, said[name]
    kinds = {name: said[name] for name in KINDS if name in said}
    if kinds:
        if "model" not in said:
            row.at("model").refuse("is missing", "tokens by kind are priced by their model", value="")
        yield "tokens", _tokens(row, kinds, said)


def _money(row: _Row, said: Mapping[str, Any], currency: str) -> Any:
    amount, column = said["amount"], said.get("currency", "")
    if BROKEN in (amount, column):
        return BROKEN
    if amount.currency and column and amount.currency != column:
        return row.at("currency").refuse(f"the amount is in {amount.currency}", "keep one of the two")
    code = amount.currency or column or currency
    if not code:
        return row.at("currency").refuse("is missing", "say the currency of the amount", value="")
    return Money(amount.amount, code)


def _tokens(row: _Row, kinds: Mapping[str, Any], said: Mapping[str, Any]) -> Any:
    requests = said.get("requests", 1)
    if BROKEN in (*kinds.values(), requests):
        return BROKEN
    try:
        return TokenUsage(**kinds, requests=requests)
    except InvalidValue as error:
        return row.at(error.name.rpartition(".")[2]).refuse(error.rule, error.fix)
