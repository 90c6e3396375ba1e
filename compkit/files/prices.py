"""Price files: token prices as CSV, YAML, JSON or Excel, by suffix. An empty price is unknown, never zero.

A row of any kind is the same flat set of columns, which `compkit.files.pricecolumns` names.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import Problem
from ..market.prices import PriceBook, TokenPrice
from .cells import csv_line, csv_plain, csv_text
from .emit import to_yaml
from .fields import near
from .nodes import Document, read_document
from .places import Place
from .pricecolumns import (
    CLASSES,
    FIRST,
    LAST,
    REQUIRED,
    about,
    cells,
    columns,
    columns_of,
    is_column,
    known,
    tier_columns,
)
from .pricerows import PriceRow, book_of
from .pricesources import TableTerms, import_table, likely_source
from .sheets import read_sheet
from .text import file_name, read_text, refused, write_bytes

FORMAT = "compkit/prices/1"
LIMIT = 30_000_000
"""Most bytes of a price file; the whole list is half a million, LiteLLM's file three."""
MOST_VALUES = 1_000_000
SHEET = "prices"
"""Name of the sheet in an Excel file; without it, the first sheet is read."""


# reading


def read_prices(path: str | Path, *, mapping: Mapping[str, str] | None = None, **terms: Any) -> PriceBook:
    """The price book in a CSV, YAML, JSON or Excel file, by suffix; ``-`` is CSV from standard input.

    Args:
        path: The file.
        mapping: For a table of somebody else, CSV, Excel or Parquet: column of compkit by heading, where the stated
            synonyms do not know it; may be empty. None for a file of compkit.
        terms: What the table does not say itself, as `TableTerms` names it: ``unit``, ``currency``, ``checked_on`` ...

    Raises:
        FileProblems: With every problem of the file, each with its row and column.
    """
    if mapping is not None:
        return import_table(path, TableTerms(mapping=mapping, **terms)).book
    if _is_excel(path):
        return book_of(*_excel_rows(path))
    return book_of(*(_yaml_rows(path) if _is_yaml(path) else _csv_rows(path)))


def _is_yaml(path: str | Path) -> bool:
    return str(path).casefold().endswith((".yaml", ".yml", ".json"))


def _is_excel(path: str | Path) -> bool:
    return str(path).casefold().endswith(".xlsx")


def _csv_rows(path: str | Path) -> tuple[list[PriceRow], list[Problem]]:
    name = file_name(path)
    reader = csv.reader(io.StringIO(read_text(path, limit=LIMIT), newline=""), strict=True)
    top = Place(name, {}, [], None)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name, top)
        rows = [
            _table_row(list(map(csv_plain, cells)), header, top, number, reader.line_num)
            for number, cells in enumerate(reader, 2)
            if any(cells)
        ]
    except csv.Error as error:
        raise refused(name, f"is not CSV: {error}", line=reader.line_num) from None
    return rows, top.problems


def _excel_rows(path: str | Path) -> tuple[list[PriceRow], list[Problem]]:
    sheet = read_sheet(path, named=SHEET, limit=LIMIT)
    top = Place(file_name(path), {}, [], None)
    header = [cell.strip() for cell in sheet.rows[0]] if sheet.rows else []
    while header and not header[-1]:
        header.pop()
    _check_header(header, top.file, top)
    for row, column in sorted(sheet.errors):
        name = header[column - 1] if column <= len(header) else str(column)
        place = Place(top.file, {}, top.problems, None, path=f"row {row}, column {name}", line=row)
        place.refuse("holds an error of the spreadsheet", "mend its formula, or leave it empty if it is not known")
    rows = [_table_row(row, header, top, n, n) for n, row in enumerate(sheet.rows[1:], 2) if any(row)]
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
        if not is_column(column):
            guess = near(column, list(columns()))
            place.refuse("unknown column", f"did you mean {guess}?" if guess else "", value=column)
    for column in REQUIRED:
        if column not in header:
            place.refuse(f"column {column} is missing", value="")


def _table_row(texts: Iterable[str], header: list[str], top: Place, number: int, line: int) -> PriceRow:
    label, held = f"row {number}", list(texts)
    here = Place(top.file, {}, top.problems, {}, path=label, line=line)
    if len(held) > len(header) and any(held[len(header) :]):
        here.refuse(f"has {len(held)} cells, the header {len(header)}", "put text with commas in quotes", value="")
    said = {name: cell for name, cell in zip(header, held, strict=False) if cell.strip()}
    return PriceRow(here, label, said)


def _yaml_rows(path: str | Path) -> tuple[list[PriceRow], list[Problem]]:
    document = read_document(path, limit=LIMIT, most=MOST_VALUES)
    _check_format(document, str(path))
    top = Place.top(document)
    for name in set(top.data) - {"format", "prices"}:
        top.at(name).refuse("unknown key", "the keys here are format, prices", value="")
    rows = top.at("prices")
    if not isinstance(rows.data, list):
        raise refused(top.file, "has no list of rows under prices")
    return [PriceRow(place, place.path, _flat(place)) for place in rows.entries()], top.problems


def _check_format(document: Document, path: str) -> None:
    if isinstance(document.data, Mapping) and document.data.get("format") == FORMAT:
        return
    if source := likely_source(document.data):
        way_out = f"compkit prices import {path} --from {source} -o prices.csv"
        raise refused(document.file, f"is a file of {source}, not of compkit", way_out)
    raise refused(document.file, "is not a file of prices", f"say format: {FORMAT}, and the rows under prices")


def _flat(here: Place) -> dict[str, Any]:
    """A row of YAML by columns: service classes and ``long_context`` hold prices of their own."""
    if not isinstance(here.data, Mapping):
        here.refuse("must be keys and values")
        return {}
    found = dict(here.data)
    for name in CLASSES:
        found |= _prefixed(found.pop(name, None), f"{name}_", here.at(name))
    for number, place in enumerate(here.at("long_context").entries()):
        found |= _prefixed(place.data, tier_columns(number)[0].removesuffix("above"), place)
    found.pop("long_context", None)
    for name in [name for name in found if not is_column(name)]:
        guess = near(name, [*columns(0, CLASSES), *CLASSES, "long_context"])
        here.at(name).refuse("unknown key", f"did you mean {guess}?" if guess else "", value="")
    return {name: value for name, value in found.items() if value is not None}


def _prefixed(card: Any, prefix: str, here: Place) -> dict[str, Any]:
    if card is not None and not isinstance(card, Mapping):
        here.refuse("must be prices by kind")
        return {}
    return {f"{prefix}{name}": value for name, value in (card or {}).items()}


# writing


def write_prices(book: PriceBook, path: str | Path) -> None:
    """Write a price book as CSV, YAML, JSON or Excel, by suffix; ``-`` is CSV on standard output.

    `read_prices` reads it back as the same book.

    Raises:
        OutputRefused: If the file cannot be written.
        InvalidValue: If a text would not be read back as it is.
    """
    if str(path) == "-":
        sys.stdout.write(format_csv(book))
    elif _is_excel(path):
        from .pricesheet import format_excel

        write_bytes(path, format_excel(book, title=SHEET))
    else:
        write_bytes(path, _format(book, path).encode())


def _format(book: PriceBook, path: str | Path) -> str:
    if str(path).casefold().endswith(".json"):
        return json.dumps(_document(book), ensure_ascii=False, indent=2) + "\n"
    return to_yaml(_document(book)) if _is_yaml(path) else format_csv(book)


def format_csv(book: PriceBook) -> str:
    """A price book as CSV; text that a spreadsheet may take for a formula has an apostrophe before it."""
    names = columns_of(book.rows)
    lines = [csv_line(names)]
    for row in book.rows:
        said = dict(cells(row))
        lines.append(csv_line(csv_text(said.get(column, "")) for column in names))
    return "".join(lines)


def _document(book: PriceBook) -> dict[str, Any]:
    return {"format": FORMAT, "prices": [_nested(row) for row in book.rows]}


def _nested(row: TokenPrice) -> dict[str, Any]:
    nested: dict[str, Any] = dict(about(row, FIRST))
    nested |= dict(known(row.card))
    nested |= {name: dict(known(card)) for name, card in row.classes.items() if card is not None}
    if row.tiers:
        nested["long_context"] = [{"above": str(tier.above_tokens), **dict(known(tier.card))} for tier in row.tiers]
    return nested | dict(about(row, LAST))
