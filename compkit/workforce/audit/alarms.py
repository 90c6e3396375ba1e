"""The policy's rules on people's use: the alarm level of each, and whose use is over a cap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ...market.market import Market
from ...money import Money
from ...valuation.offerpolicy import TokenCap
from ..columns.rational import Ints
from ..policy.alarms import AlarmLevel
from ..policy.tokenpolicy import TokenPolicy
from ..usage.export import BILLION, in_units
from .use import Used
from .wholes import quotient
from .year import AuditYear


def alarm_levels(
    policy: TokenPolicy, used: Ints, *, given: Ints, pay: Ints, days: Ints, in_year: int, unpriced: Any = None
) -> Any:
    """The name of the loudest level that each person's use reaches; empty where it is no concern.

    Use so far is set beside what was given so far, or beside pay a year times days employed so far, of the days of the
    year. Exact: at the share itself no level sounds. Use that has no price counts as nothing: whoever has some used
    more than is known here, so that no level for too little sounds for them.

    Args:
        policy: The policy.
        used: So far, in billionths.
        given: So far, in billionths.
        pay: A year, in billionths.
        days: Employed so far.
        in_year: Days of the year.
        unpriced: Whether each person has use without a price; None is nobody.
    """
    found = np.full(len(used), "", dtype=object)
    for level in policy.alarms:
        share = Fraction(level.share)
        if level.of == "allowance":
            sounds = _sounds(level, used, given, share.numerator, share.denominator)
        else:
            sounds = _sounds(level, used, pay, days * share.numerator, share.denominator * in_year)
        if level.below is not None and unpriced is not None:
            sounds = sounds & ~unpriced
        found[sounds] = level.name
    return found


def _sounds(level: AlarmLevel, used: Ints, of: Ints, above: Any, below: Any) -> Any:
    """Whether use is under, or over, a share of something; never where that is nothing."""
    if level.above is not None:
        return (of != 0) & (used > quotient(of, above, below, floor=True))
    return (of != 0) & (used < -quotient(-of, above, below, floor=True))


# caps


@frozen(kw_only=True)
class CapBreach:
    """People whose use is over a cap of the policy.

    Attributes:
        cap: The cap.
        passed: How many have used more than the cap of the whole year already.
        at_pace: How many would at their pace of a whole year; those who have already are among them.
        excess: By how much they would all together.
        employee_ids: Who they are, in the order of the roster; empty where names are hidden.
    """

    cap: TokenCap
    passed: int
    at_pace: int
    excess: Money
    employee_ids: tuple[str, ...] = ()


def cap_breaches(
    policy: TokenPolicy, used: Used, ids: Any, days: Ints, year: AuditYear, market: Market
) -> Iterator[CapBreach]:
    """Caps that somebody's use is over: in all, at a provider, or for a tool.

    Args:
        policy: The policy.
        used: Rows of use.
        ids: Ids of the roster, by position.
        days: Days employed so far, by position.
        year: The year.
        market: Exchange rates.
    """
    for cap in policy.caps:
        own = used.by_person(len(ids), where=_scope(cap, used))
        most = Fraction(market.convert(cap.annual, used.currency).amount) * BILLION
        limit = most.numerator // most.denominator
        annual = quotient(own, np.where(days > 0, year.days, 0), days)
        passed, over = own > limit, (annual > limit) | (own > limit)
        if over.any():
            more = sum((np.maximum(annual, own)[over] - limit).tolist())
            yield CapBreach(
                cap=cap,
                passed=int(passed.sum()),
                at_pace=int(over.sum()),
                excess=in_units(more, used.currency),
                employee_ids=tuple(ids[over]),
            )


def _scope(cap: TokenCap, used: Used) -> Any:
    """Rows that a cap is of."""
    chosen = np.ones(len(used.rows), dtype=bool)
    for column, name in (("provider", cap.provider), ("tool", cap.tool)):
        if name:
            chosen &= (used.rows[column].astype(str).str.casefold() == name.casefold()).to_numpy()
    return chosen
