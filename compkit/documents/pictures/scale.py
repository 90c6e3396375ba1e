"""Axes: round steps, and amounts short enough to stand beside a bar."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from ..format import rounded

_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_SIZES = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(1000), "K"))
SIZES_SAID = "K thousand, M million"


def tight(amount: Decimal, digits: int = 4) -> str:
    """An amount in a few digits: as the page has it, ``552.5K``.

    >>> tight(Decimal(552500)), tight(Decimal("-1234567")), tight(Decimal("999999.6")), tight(Decimal("12.4"))
    ('552.5K', '-1.235M', '1M', '12')
    >>> tight(Decimal(552500), 3), tight(Decimal(0))
    ('553K', '0')
    """
    for size, letter in _SIZES:
        shown = _digits(amount / size, digits)
        if abs(shown) >= 1:
            return f"{_plain(shown)}{letter}"
    return _plain(rounded(amount))


def _digits(value: Decimal, digits: int) -> Decimal:
    places = max(digits - max(value.adjusted() + 1, 1), 0) if value else 0
    return rounded(value, places)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@frozen
class Scale:
    """An axis.

    Attributes:
        low: Amount at its beginning.
        high: Amount at its end, above `low`.
        ticks: Round amounts on it.
    """

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    def share(self, amount: Decimal) -> float:
        """How far along the axis an amount lies: 0 at its beginning, 1 at its end."""
        return float((amount - self.low) / (self.high - self.low))


def from_zero(amounts: Iterable[Decimal], count: int = 5) -> Scale:
    """An axis from 0, or from below it where an amount is, over round steps."""
    found = [Decimal(0), *amounts]
    return around(found, count)


def around(amounts: Iterable[Decimal], count: int = 5) -> Scale:
    """An axis over amounts, from a round one to a round one."""
    found = list(amounts)
    low, high = min(found), max(found)
    if low == high:
        high = low + 1
    step = _step((high - low) / count)
    first, last = (
        int((low / step).to_integral_value("ROUND_FLOOR")),
        int((high / step).to_integral_value("ROUND_CEILING")),
    )
    ticks = tuple(step * n for n in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _step(least: Decimal) -> Decimal:
    size = Decimal(1).scaleb(least.adjusted())
    return next(step * size for step in _STEPS if step * size >= least)
