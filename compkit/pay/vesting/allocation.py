"""Whole units from exact shares: the allocation types of the Open Cap Format."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

from ...errors import InvalidValue

Units = int | Fraction
"""Units of a grant: whole, save where an allocation is `AllocationType.FRACTIONAL`."""


class AllocationType(StrEnum):
    """How units that do not divide evenly fall on instalments (Open Cap Format, enum ``AllocationType``).

    18 units over four instalments stand beside each; the fractional type is of other plan systems.
    """

    CUMULATIVE_ROUNDING = "CUMULATIVE_ROUNDING"
    """5 4 5 4: each running total is rounded, halves up."""
    CUMULATIVE_ROUND_DOWN = "CUMULATIVE_ROUND_DOWN"
    """4 5 4 5: each running total is rounded down."""
    FRONT_LOADED = "FRONT_LOADED"
    """5 5 4 4: units left over go one each to the first instalments."""
    BACK_LOADED = "BACK_LOADED"
    """4 4 5 5: one each to the last."""
    FRONT_LOADED_TO_SINGLE_TRANCHE = "FRONT_LOADED_TO_SINGLE_TRANCHE"
    """6 4 4 4: all left over go to the first."""
    BACK_LOADED_TO_SINGLE_TRANCHE = "BACK_LOADED_TO_SINGLE_TRANCHE"
    """4 4 4 6: all left over go to the last."""
    FRACTIONAL = "FRACTIONAL"
    """4.5 4.5 4.5 4.5: nothing is rounded."""


CUMULATIVE = (AllocationType.CUMULATIVE_ROUNDING, AllocationType.CUMULATIVE_ROUND_DOWN)
"""Types that depend on running totals alone, so that instalments merge before or after with the same result."""


def allocate(
    units: int | Decimal | Fraction,
    installments: int | Sequence[Fraction],
    allocation_type: AllocationType | str = AllocationType.CUMULATIVE_ROUND_DOWN,
) -> tuple[Units, ...]:
    """Units of each instalment; they add up to `units` where the shares add up to 1.

    >>> allocate(18, 4, "CUMULATIVE_ROUNDING")
    (5, 4, 5, 4)

    Args:
        units: Units to allocate; whole, unless the type is fractional.
        installments: How many even instalments, or the share of each.
        allocation_type: By name or member.

    Raises:
        InvalidValue: If units are not above 0 or not whole, or there is no instalment.
    """
    kind = allocation_type_of(allocation_type)
    whole = checked_units(units, kind)
    if isinstance(installments, int):
        if isinstance(installments, bool) or installments < 1:
            raise InvalidValue("installments", installments, "must be at least 1")
        return split([Fraction(whole, installments)] * installments, kind)
    if not installments or any(share < 0 for share in installments):
        raise InvalidValue("installments", list(installments), "must be shares of 0 or above, at least one")
    return split([whole * Fraction(share) for share in installments], kind)


def split(amounts: Sequence[Fraction], kind: AllocationType) -> tuple[Units, ...]:
    """Exact amounts as units, in order.

    What is left over goes to amounts that rounding cut, so that an instalment of whole units is never changed.
    """
    if kind is AllocationType.FRACTIONAL:
        return tuple(amounts)
    if kind in CUMULATIVE:
        half = Fraction(1, 2) if kind is AllocationType.CUMULATIVE_ROUNDING else 0
        reached = [0, *(floor(total + half) for total in accumulate(amounts))]
        return tuple(after - before for before, after in pairwise(reached))
    units = [floor(amount) for amount in amounts]
    cut = [n for n, amount in enumerate(amounts) if amount.denominator > 1]
    left = floor(sum(amounts, Fraction(0))) - sum(units)
    for n in _takers(cut, left, kind):
        units[n] += 1
    return tuple(units)


def _takers(cut: list[int], left: int, kind: AllocationType) -> list[int]:
    """The instalment of each unit that rounding down left over."""
    match kind:
        case AllocationType.FRONT_LOADED:
            return cut[:left]
        case AllocationType.BACK_LOADED:
            return cut[len(cut) - left :]
        case AllocationType.FRONT_LOADED_TO_SINGLE_TRANCHE:
            return cut[:1] * left
        case _:
            return cut[-1:] * left


def allocation_type_of(value: AllocationType | str) -> AllocationType:
    """A member by its name.

    Raises:
        InvalidValue: If there is none of that name.
    """
    try:
        return AllocationType(value)
    except ValueError:
        names = ", ".join(member.value for member in AllocationType)
        raise InvalidValue("allocation_type", value, "is not an allocation type", f"say one of {names}") from None


def checked_units(units: object, kind: AllocationType = AllocationType.CUMULATIVE_ROUND_DOWN) -> Units:
    """Units of a grant, exact.

    Raises:
        InvalidValue: If they are a float, not above 0, or not whole while the type is not fractional.
    """
    if isinstance(units, bool) or not isinstance(units, (int, Decimal, Fraction)):
        raise InvalidValue("units", units, "must be a whole number of units: a float is not exact")
    if isinstance(units, Decimal) and not units.is_finite():
        raise InvalidValue("units", units, "must be a finite number")
    exact = Fraction(units)
    if exact <= 0:
        raise InvalidValue("units", units, "must be above 0")
    if kind is AllocationType.FRACTIONAL:
        return exact
    if exact.denominator > 1:
        raise InvalidValue("units", units, "must be whole", "or allocate them as FRACTIONAL")
    return exact.numerator
