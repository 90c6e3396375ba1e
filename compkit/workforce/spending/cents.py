"""Whole cents out of exact amounts, so that rows add up to a stated total to the cent, whatever their signs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...errors import InvalidValue
from ...money import Money, half_up, minor_units


def in_cents(amount: Fraction, currency: str) -> int:
    """An amount to whole minor units, halves up.

    >>> in_cents(Fraction(5, 1000), "USD")
    1
    """
    return half_up(amount * 10 ** minor_units(currency))


def cents_money(amount: Fraction, currency: str) -> Money:
    """An amount as money of whole minor units, halves up."""
    return Money.from_minor(in_cents(amount, currency), currency)


def share_cents(amounts: Sequence[Fraction], total: int, *, places: int = 2) -> tuple[int, ...]:
    """Whole cents of each amount, that add up to a total; none is off by a cent or more.

    Largest remainder: each amount is rounded down, towards minus infinity, and the cents that are left go to the
    largest remainders, ties to the earlier amount. An amount that is whole cents keeps them, so 0 stays 0.

    Args:
        amounts: Exact amounts, in units of the currency; of any sign.
        total: What they add up to, in cents: their sum rounded, or the difference of two rounded sums.
        places: Decimals of the currency.

    Raises:
        InvalidValue: If the total is not the sum rounded to one of the two whole cents beside it.

    >>> share_cents([Fraction(1, 3), Fraction(-1, 3), Fraction(0)], 0)
    (33, -33, 0)
    """
    exact = [amount * 10**places for amount in amounts]
    parts = [amount.numerator // amount.denominator for amount in exact]
    rests = [amount - part for amount, part in zip(exact, parts, strict=True)]
    left = total - sum(parts)
    if not -1 < total - sum(exact, Fraction(0)) < 1 or not 0 <= left <= sum(map(bool, rests)):
        raise InvalidValue("total", total, "must be the sum of the amounts, rounded to a cent beside it")
    order = sorted(range(len(parts)), key=lambda n: (-rests[n], n))
    for n in order[:left]:
        parts[n] += 1
    return tuple(parts)
