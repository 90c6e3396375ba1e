"""Price files: token prices as CSV, YAML or JSON, by suffix. An empty price is unknown, never zero.

A row of either kind is the same flat set of columns: the base prices, then the batch prices with ``batch_`` before
them, then long-context tiers with ``long_context_`` (the second ``long_context_2_``, and so on).
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..errors import InvalidValue, Problem
from ..market.prices import KINDS, LongContextTier, PriceBook, RateCard, TokenPrice
from .emit import to_yaml
from .fields import (
    choice,
    format_number,
    format_text,
    near,
    parse_count,
    parse_currency,
    parse_day,
    parse_flag,
    parse_model,
    parse_number,
    parse_text,
)
from .nodes import read_document
from .places import Place, raise_problems
from .structure import BROKEN
from .text import file_name, read_text, refused, write_bytes

FORMAT = "compkit/prices/1"
LIMIT = 20_000_000
"""Most bytes of a price file; the whole list is half a million."""
MOST_VALUES = 1_000_000

_TEXT_START = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet may take for a formula; such text is written with an apostrophe before it."""

_ABOUT = ("announced", "stage", "source", "source_version", "checked_on")
_BATCH = tuple(f"batch_{kind}" for kind in KINDS)
_HEAD = ("model", "currency", "from_on", "until_on", *KINDS, *_BATCH)
_REQUIRED = ("model", "from_on", "source")
_TIER = re.compile(rf"long_context_(?:([2-9]|[1-9]\d)_)?(above|{'|'.join(KINDS)})")

_parse_stage = choice("list", "contract").parse
_PARSERS: dict[str, Any] = {
    "model": parse_model,
    "currency": parse_currency,
    "from_on": parse_day,
    "until_on": parse_day,
    "announced": parse_flag,
    "stage": _parse_stage,
    "source": parse_text,
    "source_version": parse_text,
    "checked_on": parse_day,
}


def _tier_columns(number: int) -> tuple[str, ...]:
    prefix = "long_context_" if number == 0 else f"long_context_{number + 1}_"
    return tuple(f"{prefix}{name}" for name in ("above", *KINDS))


def _columns(tiers: int) -> tuple[str, ...]:
    return (*_HEAD, *(column for n in range(tiers) for column in _tier_columns(n)), *_ABOUT)


def _parser(column: str) -> Any:
    return _PARSERS.get(column, parse_count if column.endswith("above") else parse_number)


def _is_column(name: str) -> bool:
    return name in _HEAD or name in _ABOUT or _TIER.fullmatch(name) is not None


# reading


@frozen
class _Row:
    """A row of a file before it is understood.

    Attributes:
        here: Its place.
        label: As problems name it: ``row 7``.
        cells: What its columns hold; empty ones are left out.
    """

    here: Place
    label: str
    cells: Mapping[str, Any]


def read_prices(path: str | Path) -> PriceBook:
    """The price book in a CSV, YAML or JSON file; ``-`` is CSV from standard input.

    Raises:
        FileProblems: With every problem of the file, each with its row and column.
    """
    rows, problems = _yaml_rows(path) if _is_yaml(path) else _csv_rows(path)
    made = [(row, price) for row in rows if (price := _price(row)) is not BROKEN]
    problems.extend(_overlaps(made))
    raise_problems(problems)
    return PriceBook(price for _, price in made)


def _is_yaml(path: str | Path) -> bool:
    return str(path).casefold().endswith((".yaml", ".yml", ".json"))


def _csv_rows(path: str | Path) -> tuple[list[_Row], list[Problem]]:
    name = file_name(path)
    reader = csv.reader(io.StringIO(read_text(path, limit=LIMIT), newline=""), strict=True)
    top = Place(name, {}, [], None)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name, top)
        rows = [
            _csv_row(cells, header, top, number, reader.line_num)
            for number, cells in enumerate(reader, 2)
            if any(cells)
        ]
    except csv.Error as error:
        raise refused(name, f"is not CSV: {error}", line=reader.line_num) from None
    return rows, top.problems


def _check_header(header: list[str], name: str, top: Place) -> None:
    if not any(header):
        raise refused(name, "is empty", "see a sample: compkit prices export FILE")
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise refused(name, "its columns are not separated by commas", "save it with commas", line=1)
    place = Place(top.file, {"": 1}, top.problems, None, path="row 1", line=1)
    for column in header:
        if header.count(column) > 1:
            raise refused(name, f"column {column} appears twice", "keep one", line=1)
        if not _is_column(column):
            guess = near(column, list(_columns(1)))
            place.refuse("unknown column", f"did you mean {guess}?" if guess else "", value=column)
    for column in _REQUIRED:
        if column not in header:
            place.refuse(f"column {column} is missing", value="")


def _csv_row(cells: list[str], header: list[str], top: Place, number: int, line: int) -> _Row:
    label = f"row {number}"
    here = Place(top.file, {}, top.problems, {}, path=label, line=line)
    if len(cells) > len(header) and any(cells[len(header) :]):
        here.refuse(f"has {len(cells)} cells, the header {len(header)}", "put text with commas in quotes", value="")
    said = {name: _unquoted(cell) for name, cell in zip(header, cells, strict=False) if cell.strip()}
    return _Row(here, label, said)


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] and cell[1] in "".join(_TEXT_START) else cell


def _yaml_rows(path: str | Path) -> tuple[list[_Row], list[Problem]]:
    top = Place.top(read_document(path, limit=LIMIT, most=MOST_VALUES))
    if not isinstance(top.data, Mapping) or top.data.get("format") != FORMAT:
        raise refused(top.file, "is not a file of prices", f"say format: {FORMAT}, and the rows under prices")
    for name in set(top.data) - {"format", "prices"}:
        top.at(name).refuse("unknown key", "the keys here are format, prices", value="")
    rows = top.at("prices")
    if not isinstance(rows.data, list):
        raise refused(top.file, "has no list of rows under prices")
    return [_Row(place, place.path, _flat(place)) for place in rows.entries()], top.problems


def _flat(here: Place) -> dict[str, Any]:
    """A row of YAML by columns: ``batch`` and ``long_context`` hold prices of their own."""
    if not isinstance(here.data, Mapping):
        here.refuse("must be keys and values")
        return {}
    cells = dict(here.data)
    cells |= _prefixed(cells.pop("batch", None), "batch_", here.at("batch"))
    for number, place in enumerate(here.at("long_context").entries()):
        cells |= _prefixed(place.data, _tier_columns(number)[0].removesuffix("above"), place)
    cells.pop("long_context", None)
    for name in [name for name in cells if not _is_column(name)]:
        guess = near(name, [*_columns(0), "batch", "long_context"])
        here.at(name).refuse("unknown key", f"did you mean {guess}?" if guess else "", value="")
    return {name: value for name, value in cells.items() if value is not None}


def _prefixed(card: Any, prefix: str, here: Place) -> dict[str, Any]:
    if card is not None and not isinstance(card, Mapping):
        here.refuse("must be prices by kind")
        return {}
    return {f"{prefix}{name}": value for name, value in (card or {}).items()}


def _price(row: _Row) -> Any:
    """The row as a dated price, or `BROKEN` with its problems noted."""
    before = len(row.here.problems)
    said = {column: _cell(row, column) for column in row.cells if _is_column(column)}
    for column in _REQUIRED:
        if column not in said:
            _column(row, column).refuse("is missing")
    batch = {kind: said[f"batch_{kind}"] for kind in KINDS if f"batch_{kind}" in said}
    tiers = tuple(_tiers(row, said))
    price = row.here.holding({}).make(
        TokenPrice,
        card=_card(row, {kind: said[kind] for kind in KINDS if kind in said}, ""),
        batch=_card(row, batch, "batch_") if batch else None,
        tiers=tiers,
        **{name: said.get(name, BROKEN) for name in _REQUIRED},
        **{name: said[name] for name in said if name in _PARSERS and name not in _REQUIRED},
    )
    return price if len(row.here.problems) == before else BROKEN


def _column(row: _Row, column: str) -> Place:
    """The place of a column: a cell of a table, or a key."""
    said = row.cells.get(column)
    if row.label.startswith("row "):
        return evolve(row.here, data=said, path=f"{row.label}, column {column}")
    place = row.here
    for step in _steps(column, place.data):
        place = place.at(step)
    return place.holding(said)


def _steps(column: str, data: Any) -> Iterator[str | int]:
    """Where a column stands in a row of YAML."""
    if column.startswith("batch_"):
        yield from ("batch", column.removeprefix("batch_"))
    elif match := _TIER.fullmatch(column):
        yield "long_context"
        if isinstance(data["long_context"], list):
            yield int(match[1] or 1) - 1
        yield match[2]
    else:
        yield column


def _cell(row: _Row, column: str) -> Any:
    try:
        return _parser(column)(row.cells[column])
    except InvalidValue as error:
        return _column(row, column).refuse(error.rule, error.fix)


def _card(row: _Row, prices: Mapping[str, Any], prefix: str) -> Any:
    for kind, price in prices.items():
        if price is not BROKEN and price < 0:
            _column(row, f"{prefix}{kind}").refuse("must not be negative", "leave it empty if it is not known")
    if any(price is BROKEN or price < 0 for price in prices.values()):
        return BROKEN
    return RateCard(**prices)


def _tiers(row: _Row, said: Mapping[str, Any]) -> Iterator[Any]:
    number = 0
    while any(column in said for column in _tier_columns(number)):
        above, *kinds = _tier_columns(number)
        card = _card(
            row, {kind: said[name] for kind, name in zip(KINDS, kinds, strict=True) if name in said}, above[:-5]
        )
        if above not in said:
            _column(row, above).refuse("is missing", "say from how many tokens the prices hold")
        elif card is not BROKEN:
            yield _column(row, above).make(LongContextTier, above_tokens=said[above], card=card)
        number += 1


def _overlaps(made: list[tuple[_Row, TokenPrice]]) -> Iterator[Problem]:
    """Rows of one model that overlap, each told with the row before."""
    models: dict[str, list[tuple[_Row, TokenPrice]]] = {}
    for row, price in made:
        models.setdefault(price.model, []).append((row, price))
    for own in models.values():
        own.sort(key=lambda pair: pair[1].from_on)
        for (first, earlier), (row, later) in zip(own, own[1:], strict=False):
            try:
                PriceBook((earlier, later))
            except InvalidValue as error:
                where = row.here
                rule = f"{later.model}: {error.rule} ({first.label})"
                yield Problem(file=where.file, path=where.path, value="", rule=rule, fix=error.fix, line=where.line)


# writing


def write_prices(book: PriceBook, path: str | Path) -> None:
    """Write a price book as CSV, YAML or JSON, by suffix; ``-`` is CSV on standard output. `read_prices` reads it back.

    Raises:
        OutputRefused: If the file cannot be written.
        InvalidValue: If a text would not be read back as it is.
    """
    text = _format(book, path)
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        write_bytes(path, text.encode())


def _format(book: PriceBook, path: str | Path) -> str:
    if str(path).casefold().endswith(".json"):
        return json.dumps(_document(book), ensure_ascii=False, indent=2) + "\n"
    return to_yaml(_document(book)) if _is_yaml(path) else format_csv(book)


def format_csv(book: PriceBook) -> str:
    """A price book as CSV; text that a spreadsheet may take for a formula has an apostrophe before it."""
    columns = _columns(max((len(row.tiers) for row in book.rows), default=1) or 1)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in book.rows:
        cells = dict(_cells(row))
        writer.writerow(_safe(cells.get(column, "")) for column in columns)
    return out.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_TEXT_START) else text


def _cells(row: TokenPrice) -> Iterator[tuple[str, str]]:
    """A row by columns; what is not known is left out."""
    yield from _about(row, ("model", "currency", "from_on", "until_on"))
    yield from _known(row.card, "")
    if row.batch is not None:
        yield from _known(row.batch, "batch_")
    for number, tier in enumerate(row.tiers):
        above = _tier_columns(number)[0]
        yield above, str(tier.above_tokens)
        yield from _known(tier.card, above.removesuffix("above"))
    yield from _about(row, _ABOUT)


def _about(row: TokenPrice, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = getattr(row, name)
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif value not in (None, ""):
            yield name, format_text(str(value))


def _known(card: RateCard, prefix: str) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        price = getattr(card, kind)
        if price is not None:
            yield f"{prefix}{kind}", format_number(price)


def _document(book: PriceBook) -> dict[str, Any]:
    return {"format": FORMAT, "prices": [_nested(row) for row in book.rows]}


def _nested(row: TokenPrice) -> dict[str, Any]:
    nested: dict[str, Any] = dict(_about(row, ("model", "currency", "from_on", "until_on")))
    nested |= dict(_known(row.card, ""))
    if row.batch is not None:
        nested["batch"] = dict(_known(row.batch, ""))
    if row.tiers:
        nested["long_context"] = [
            {"above": str(tier.above_tokens), **dict(_known(tier.card, ""))} for tier in row.tiers
        ]
    return nested | dict(_about(row, _ABOUT))
