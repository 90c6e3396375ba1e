"""Numbers in page data: decimal text, short enough for a script that calculates in double precision."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

_DIGITS = Context(prec=21)
"""Four more digits than a double has, so that reading the text rounds once, to the nearest double."""


def figure(number: Decimal) -> str:
    """A number as text, without an exponent or trailing zeros.

    >>> figure(Decimal("125.00")), figure(Decimal(1) / 3), figure(Decimal("1E+3"))
    ('125', '0.333333333333333333333', '1000')
    """
    shown = number if len(number.as_tuple().digits) <= _DIGITS.prec else _DIGITS.plus(number)
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def steps(values: Iterable[tuple[int, list[object]]]) -> list[list[object]]:
    """Values by rising day as steps: a day stands only where its value differs from that of the day before.

    >>> steps([(0, ["1"]), (1, ["1"]), (2, ["3"])])
    [[0, '1'], [2, '3']]
    """
    found: list[list[object]] = []
    for day, value in values:
        if not found or found[-1][1:] != value:
            found.append([day, *value])
    return found
