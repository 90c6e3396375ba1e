"""Cells of an intake workbook: from a cell's text to the plain data of an offer file, and back to a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from ..documents.intake import Column
from ..documents.intake.build import Cell
from ..errors import FileProblems, InvalidValue
from ..money import EXACT
from .fields import near
from .intakelines import LINES
from .nodes import parse_json

DIGITS = 15
"""Digits that a number in a cell keeps, in Excel and in openpyxl."""
LONGEST_TEXT = 32_767
"""Characters of a cell of Excel; openpyxl would cut what is longer without a word."""

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_TWO_WAYS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""
_TEXT_ALONE = ("basket",)
"""A word that means something else where it stands alone in a list of providers."""


# from a cell


def parse_cell(column: Column, text: str) -> Any:
    """What stands in a cell, as an offer file would state it.

    Raises:
        InvalidValue: If its form is not that of the column; what the form says is judged by the offer's own rules.
    """
    match column.form:
        case "rate of base":
            return text if text.endswith(" of base") else f"{text} of base"
        case "months":
            return f"{text} months" if re.fullmatch(r"\d+", text, re.ASCII) else text
        case "day" | "day or words":
            return _one_day(text)
        case "list":
            return _parse_list(text, single=column.key == "spend_at")
        case "mapping":
            return _json(text) if text[0] in "{[" else LINES[column.key][0](text)
        case _:
            return text


def _one_day(text: str) -> str:
    """Text that is no day of two orders; each reading that is a day is offered."""
    match = _TWO_WAYS.fullmatch(text)
    if match is None:
        return text
    year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
    orders = ((match[3], match[1]), (match[1], match[3]))
    days = dict.fromkeys(filter(None, (_day(year, month, day) for month, day in orders)))
    said = " or ".join(days) or "year-month-day, such as 2027-01-11"
    raise InvalidValue("", text, "could be a day in two orders", f"say {said}, or type it as a date of Excel")


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _parse_list(text: str, *, single: bool) -> Any:
    if text.startswith("["):
        return _json(text)
    found = _split(text)
    return found[0] if single and len(found) == 1 else found


def _split(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",") if entry.strip()]


def _json(text: str) -> Any:
    try:
        document = parse_json(text, "cell")
    except FileProblems as error:
        rule = error.problems[0].rule
        raise InvalidValue("", text, f"begins like JSON and {rule}", "look at its quotes and brackets") from None
    for problem in document.problems:
        raise InvalidValue("", text, f"{problem.path}: {problem.rule}", problem.fix)
    return document.data


def parse_parts(text: str, words: dict[str, str]) -> list[str]:
    """Parts of a package that nobody told us, as an offer file names them.

    Raises:
        InvalidValue: If one is not a part.
    """
    found = []
    for entry in _split(text):
        word = re.sub(r"[\s_]+", "-", entry.casefold())
        if word not in words:
            guess = near(word, list(words))
            fix = f"did you mean {guess}?" if guess else f"say some of {', '.join(words)}"
            raise InvalidValue("", entry, "is no part of an offer", fix)
        found.append(words[word])
    return found


# to a cell


def format_cell(column: Column, value: Any) -> Cell:
    """A value of an offer file as the cell that is read back as it.

    Raises:
        InvalidValue: If a text cannot stand in a cell as it is.
    """
    cell = _formatted(column, value)
    if isinstance(cell, str):
        _check_text(cell)
    return cell


def _formatted(column: Column, value: Any) -> Cell:
    match column.form:
        case "number" | "money":
            return _number(str(value))
        case "rate":
            return _rate(str(value))
        case "rate of base":
            return _rate(str(value).removesuffix(" of base"))
        case "months":
            return _number(re.sub(r" months?$", "", str(value)))
        case "day" | "day or words":
            return _excel_day(str(value))
        case "flag":
            return "yes" if value else "no"
        case "list":
            return _format_list(value, single=column.key == "spend_at")
        case "mapping":
            return _format_line(value, *LINES[column.key])
        case _:
            return str(value)


def _number(text: str) -> Cell:
    """A number where a cell keeps it exactly, else its text."""
    number = Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None
    return text if number is None or not _is_kept(number) else number


def _rate(text: str) -> Cell:
    number = _number(text.removesuffix("%").strip())
    if not isinstance(number, Decimal):
        return text
    number = number.scaleb(-2, context=EXACT)
    return number if _is_kept(number) else text


def _is_kept(number: Decimal) -> bool:
    return len(number.normalize(EXACT).as_tuple().digits) <= DIGITS and Decimal(repr(float(number))) == number


def _excel_day(text: str) -> Cell:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= _FIRST_DAY else text


def _format_list(value: Any, *, single: bool) -> str:
    if isinstance(value, str):
        return value
    text = ", ".join(value)
    alone = single and len(value) == 1 and (" " in text or text in _TEXT_ALONE)
    return _to_json(value) if alone or text.startswith("[") or _split(text) != list(value) else text


def _format_line(value: Any, parse: Callable[[str], Any], format: Callable[[Any], str | None]) -> str:  # noqa: A002
    """A line where it is read back as the same data, else JSON."""
    if isinstance(value, str):
        return value
    line = format(value)
    return line if line is not None and _says(line, value, parse) else _to_json(value)


def _says(line: str, value: Any, parse: Callable[[str], Any]) -> bool:
    try:
        return line[:1] not in ("{", "[") and line == line.strip() and bool(parse(line) == value)
    except InvalidValue:
        return False


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT or _ILLEGAL.search(text):
        rule = "cannot stand in a cell of Excel as it is"
        raise InvalidValue("text", text[:60], rule, "write the offer as .yaml or .json instead")
