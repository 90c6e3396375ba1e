"""A bonus in two parts: one by the company's result, one by the person's own, each with a factor of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InvalidValue
from ...money import Money, exact, exactly
from ..columns.rational import Ints
from ..roster import MILLION
from .cycle import in_millionths

if TYPE_CHECKING:
    import pandas as pd

OWN_COLUMNS = ("own_share", "own_factor")
"""Columns of people that say the own part of a bonus and the factor reached in it; whole millionths."""


@exactly
def bonus_payout(
    target: Money, *, company: Decimal | int | str, own: Decimal | int | str = 1, own_share: Decimal | int | str = 0
) -> Money:
    """What a target bonus pays: ``target x (company x (1 - own share) + own x own share)``, to the cent, halves up.

    Args:
        target: The bonus at target.
        company: What the company reached of its target, 1.1 for 110 %.
        own: What the person reached of their own.
        own_share: Part of the bonus that goes by their own, 0 to 1.

    >>> str(bonus_payout(Money(10000, "USD"), company="1.1", own="0.8", own_share="0.25"))
    'USD 10250.00'

    Raises:
        InvalidValue: If the share is not from 0 to 1, or a factor is negative.
    """
    share = exact(own_share)
    if not 0 <= share <= 1:
        raise InvalidValue("own_share", own_share, "must be from 0 to 1", "say 0.25 for a quarter of the bonus")
    factor = _factor("company", company) * (1 - share) + _factor("own", own) * share
    return (target * factor).rounded()


def _factor(name: str, value: Decimal | int | str) -> Decimal:
    number = exact(value)
    if number < 0:
        raise InvalidValue(name, value, "must not be negative", "say 1.1 for 110 % of target")
    return number


def bonus_payouts(people: pd.DataFrame, *, company: Decimal | int | str) -> Ints:
    """What the bonus of a whole year pays each person, in smallest units; as `bonus_payout` says, from whole columns.

    The target is ``base x FTE x bonus rate``, not rounded before the factors.

    Args:
        people: As of `Roster`, with the columns of `OWN_COLUMNS`; without them the whole bonus goes by the company.
        company: What the company reached of its target; at most six decimals.

    Raises:
        InvalidValue: If a share is not from 0 to 1, or a factor is negative.
    """
    factor = payout_factors(people, company=company).astype(object)
    target = _column(people, "base", 0) * _column(people, "fte", 0) * _column(people, "bonus", 0)
    per = MILLION**4
    found: Ints = ((2 * target * factor + per) // (2 * per)).astype(np.int64)
    return found


def payout_factors(people: pd.DataFrame, *, company: Decimal | int | str) -> Ints:
    """By what each person's target bonus is multiplied, in millionths of millionths.

    ``company x (1 - own share) + own x own share``; without the columns of `OWN_COLUMNS`, all goes by the company.

    Args:
        people: As of `Roster`.
        company: What the company reached of its target; at most six decimals.

    Raises:
        InvalidValue: If a share is not from 0 to 1, or a factor is negative.
    """
    share, own = (_column(people, name, otherwise) for name, otherwise in zip(OWN_COLUMNS, (0, MILLION), strict=True))
    _check(people, "own_share", (share < 0) | (share > MILLION), "must be from 0 to 1,000,000 millionths")
    _check(people, "own_factor", own < 0, "must not be negative")
    found: Ints = (in_millionths(_factor("company", company)) * (MILLION - share) + own * share).astype(np.int64)
    return found


def _column(people: pd.DataFrame, name: str, otherwise: int) -> Any:
    """Whole numbers of any size: a product of four columns needs more than 64 bits."""
    if name in people.columns:
        return people[name].to_numpy(dtype=np.int64).astype(object)
    return np.full(len(people), otherwise, dtype=object)


def _check(people: pd.DataFrame, name: str, wrong: Any, rule: str) -> None:
    rows = np.flatnonzero(wrong.astype(bool))
    if len(rows):
        row = people.iloc[rows[0]]
        raise InvalidValue(f"{name} of {row['employee_id']}", row[name], rule, "say 250000 for a quarter")
