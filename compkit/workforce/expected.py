"""What is expected of each person: one set of assumptions for all who leave at one rate and are paid out alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
from attrs import evolve

from ..valuation.assumptions import Assumptions
from .attrition import AttritionRate, leave_rates
from .columns.rational import Ints
from .merit.ownshare import OWN_COLUMNS, payout_factors
from .roster import Roster


def expectations(
    roster: Roster, given: Assumptions, attrition: Iterable[AttritionRate] = ()
) -> tuple[tuple[Assumptions, ...], Ints]:
    """The distinct assumptions of a roster's people, and which of them each person has.

    Args:
        roster: The people; with the columns of `OWN_COLUMNS`, a bonus pays by the person's own target too.
        given: What is expected of everybody: its leave rate of who is of no kind of attrition, its payout of bonuses
            as what the company reaches.
        attrition: Rates at which people of a kind leave.
    """
    rates, leaving = leave_rates(roster, attrition, given.leave_rate)
    payouts, paying = _payouts(roster, given)
    pairs, number = np.unique(leaving * len(payouts) + paying, return_inverse=True)
    found = (divmod(pair, len(payouts)) for pair in pairs.tolist())
    made = tuple(evolve(given, leave_rate=rates[rate], bonus_payout=payouts[payout]) for rate, payout in found)
    return made, np.asarray(number, dtype=np.int64)


def _payouts(roster: Roster, given: Assumptions) -> tuple[list[Decimal], Ints]:
    """Distinct payouts of target bonuses, and which of them each person has."""
    if OWN_COLUMNS[0] not in roster.people.columns:
        return [given.bonus_payout], np.zeros(len(roster), dtype=np.int64)
    factors, number = np.unique(payout_factors(roster.people, company=given.bonus_payout), return_inverse=True)
    return [Decimal(factor).scaleb(-12) for factor in factors.tolist()], np.asarray(number, dtype=np.int64)
