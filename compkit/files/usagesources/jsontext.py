"""JSON exports as data: one value, a list of pages, or a value a line; numbers with decimals stay exact."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..text import refused

_WAY_OUT = "save the answer again, whole, as the provider gives it"


def parse_json(text: str, file: str) -> list[Any]:
    """The values of a file: usually one, or one a line.

    Raises:
        FileProblems: If it is no JSON, with the line.
    """
    if "\\ud" in text.casefold():
        _check_surrogates(text, file)
    try:
        return [_value(text, file)]
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise refused(file, f"is not JSON: {error.msg}", _WAY_OUT, line=error.lineno) from None
    return list(_lines(text, file))


_PAIR = re.compile(r"\\\\|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(\\u[dD][89a-fA-F]\w\w)")


def _check_surrogates(text: str, file: str) -> None:
    """Refuse half a character, which cannot be written anywhere."""
    for match in _PAIR.finditer(text):
        if match[1]:
            line = text.count("\n", 0, match.start()) + 1
            raise refused(file, f"holds half a character, {match[1]}", _WAY_OUT, line=line)


def _lines(text: str, file: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _value(line, file)
            except json.JSONDecodeError as error:
                raise refused(file, f"is not JSON: {error.msg}", _WAY_OUT, line=number) from None


def _value(text: str, file: str) -> Any:
    def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key in found if sum(key == name for name, _ in pairs) > 1)
            raise refused(file, f"a key appears twice: {twice}", _WAY_OUT)
        return found

    def no_number(word: str) -> Any:
        raise refused(file, f"{word} is not a number", _WAY_OUT)

    try:
        return json.loads(text, parse_float=Decimal, parse_constant=no_number, object_pairs_hook=distinct)
    except RecursionError:
        raise refused(file, "is nested too deeply", "look whether it is the right file") from None
    except (ValueError, ArithmeticError) as error:
        if isinstance(error, json.JSONDecodeError) or hasattr(error, "problems"):
            raise
        raise refused(file, "holds a number that is too long", "look whether it is the right file") from None
