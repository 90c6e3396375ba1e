"""Cells as values of their column's kind: what is none is refused with the way out, and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ...errors import InvalidValue
from ...money import EXACT
from ..fields import (
    Sum,
    format_number,
    parse_count,
    parse_currency,
    parse_day,
    parse_flag,
    parse_model,
    parse_months,
    parse_number,
    parse_rate,
    parse_share,
    parse_sum,
    parse_text,
    short_digits,
)
from ..sheets import cell_text
from .field import Kind

DayOrder = Literal["day first", "month first"]
"""How days such as 03/04/2026 are to be read."""

_MOST_DIGITS = 10**15
_DAY = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)
_POWERS = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+", re.ASCII)
_SHAPES: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("plain numbers", parse_number),
    ("amounts with a currency", parse_sum),
    ("rates in percent", parse_rate),
    ("lengths of time", parse_months),
    ("days", parse_day),
)


def parse_cell(cell: Any, kind: Kind, *, percent: bool = False, day_order: DayOrder | None = None) -> Any:
    """The value of a cell that is not empty.

    Args:
        cell: Text, number, day, true or false.
        kind: Kind of its column.
        percent: Whether the cell is shown in percent.
        day_order: How days in figures are to be read, if somebody said.

    Raises:
        InvalidValue: If it is no value of this kind, or could be two.
    """
    if kind == "id":
        return _id(cell)
    if kind == "day":
        return _day(cell, day_order)
    if isinstance(cell, (date, datetime)) and kind != "text":
        raise InvalidValue("", str(cell), "is a day", "format the cell as text or number, and write it again")
    return _PARSERS[kind](shown(cell, percent=percent))


def shown(cell: Any, *, percent: bool = False) -> str:
    """A cell as text; a number that is shown in percent is one in percent."""
    if isinstance(cell, Decimal):
        return format_number(cell)
    text = cell_text(cell)
    if percent and isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"{short_digits(Decimal(text).scaleb(2, context=EXACT))} %"
    return text


def _id(cell: Any) -> str:
    """Text as it stands, with its zeros; a whole number as its digits."""
    fix = "format the column as text, and write the id again"
    if isinstance(cell, (bool, date)):
        raise InvalidValue("", shown(cell), "is no id any more, since the spreadsheet took it for something else", fix)
    if isinstance(cell, str):
        if _POWERS.fullmatch(cell.strip()):
            raise InvalidValue("", cell, "has lost digits, since it was saved as a number", fix)
        return parse_text(cell)
    if cell != int(cell):
        raise InvalidValue("", shown(cell), "is a number with decimals, no id", fix)
    if isinstance(cell, float) and abs(cell) >= _MOST_DIGITS:
        raise InvalidValue("", shown(cell), "has lost digits: a cell keeps 15", fix)
    return str(int(cell))


def _day(cell: Any, order: DayOrder | None) -> date:
    if isinstance(cell, datetime):
        if cell.time() != datetime.min.time() or cell.tzinfo is not None:
            raise InvalidValue("", str(cell), "has a time of day", "say the day alone")
        return cell.date()
    if not isinstance(cell, str):
        return parse_day(cell if isinstance(cell, date) else shown(cell))
    text = cell.strip()
    if match := _DAY.fullmatch(text):
        return _in_order(text, int(match[1]), int(match[3]), int(match[4]), order)
    if _SHORT_YEAR.fullmatch(text):
        raise InvalidValue("", text, "its year has two digits", "say year-month-day, such as 2027-01-11")
    return parse_day(text)


def _in_order(text: str, first: int, second: int, year: int, order: DayOrder | None) -> date:
    """A day in figures: told which comes first, or possible in one order only."""
    orders = {"day first": (second, first), "month first": (first, second)}
    read = {name: day for name, (month, number) in orders.items() if (day := _made(year, month, number))}
    if order is None and len(set(read.values())) > 1:
        days = " or ".join(map(str, read.values()))
        raise InvalidValue(
            "", text, f"could be {days}", 'say day_order="day first" or "month first", or year-month-day'
        )
    if order and order not in read:
        raise InvalidValue("", text, f"is no day with {order}", "say year-month-day")
    if not read:
        raise InvalidValue("", text, "no such day", "look at the month and its length")
    return read[order] if order else next(iter(read.values()))


def is_one_order(text: str) -> bool:
    """Whether text is a day in figures that is possible in one order only, or the same in both."""
    if not _DAY.fullmatch(text.strip()):
        return False
    try:
        return bool(_day(text, None))
    except InvalidValue:
        return False


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "text": parse_text,
    "number": parse_number,
    "count": parse_count,
    "money": parse_sum,
    "rate": parse_rate,
    "share": parse_share,
    "months": parse_months,
    "currency": parse_currency,
    "flag": parse_flag,
    "model": parse_model,
}


def shape_of(cell: Any, *, percent: bool = False) -> str:
    """What a cell looks like, in words: for the message where a column mixes units."""
    if isinstance(cell, date):
        return "days"
    for words, parse in _SHAPES:
        try:
            parse(shown(cell, percent=percent))
        except InvalidValue:
            continue
        return words
    return "texts"


def in_currency(said: Sum, heading: str) -> Sum:
    """An amount in the currency of its heading.

    Raises:
        InvalidValue: If it names another.
    """
    if said.currency and heading and said.currency != heading:
        raise InvalidValue("", f"{said.amount} {said.currency}", f"the heading says {heading}", "keep one of the two")
    return Sum(said.amount, said.currency or heading)
