"""Burn: how long a year's budget lasts at the pace so far, so that month one tells what month four would."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from attrs import frozen

from .months import YearMonths


@frozen(kw_only=True)
class Burn:
    """A budget at the pace so far: spend to date over days to date, every day alike.

    Attributes:
        of: Whose budget: a cost centre, or empty for all.
        plan: The year's budget, unrounded.
        actual: Spent to date, unrounded.
        as_of: Last day whose use is known.
        days: Days so far.
        exhausted_on: Day on which the budget is used up at this pace; None if not within the year.
        at_year_end: What the year comes to at this pace, unrounded.
        severity: ``block`` if it is used up already, ``warning`` if it will be within the year, ``none`` if it lasts.
    """

    of: str = ""
    plan: Fraction
    actual: Fraction
    as_of: date
    days: int
    exhausted_on: date | None
    at_year_end: Fraction
    severity: Literal["none", "warning", "block"]

    @property
    def lasts_days(self) -> int | None:
        """Days from the first on that the budget lasts, the day on which it is used up included; None if all year."""
        if self.exhausted_on is None:
            return None
        return (self.exhausted_on - self.as_of).days + self.days

    @property
    def used_share(self) -> Fraction | None:
        """Share of the year's budget that is spent; None where there is none."""
        return self.actual / self.plan if self.plan else None


def burn(months: YearMonths, *, plan: Fraction, actual: Fraction, of: str = "") -> Burn:
    """How long a year's budget lasts.

    Spend without a budget is used up on the first day. A pace of nothing lasts.

    Args:
        months: The year, and the day.
        plan: The year's budget.
        actual: Spent to date, in the same currency.
        of: Whose budget.
    """
    days = months.passed
    until = months.start_on + timedelta(days=months.length)
    day = day_used_up(months.start_on, until, passed=days, used=actual, whole=plan)
    severity: Literal["none", "warning", "block"] = "none"
    if actual > plan:
        severity = "block"
    elif day is not None and actual * months.length > plan * days:
        severity = "warning"
    return Burn(
        of=of,
        plan=plan,
        actual=actual,
        as_of=months.as_of,
        days=days,
        exhausted_on=day if severity != "none" else None,
        at_year_end=actual * months.length / days,
        severity=severity,
    )


def day_used_up(start_on: date, until: date, *, passed: int, used: Fraction, whole: Fraction) -> date | None:
    """The day on which money is used up: the first by whose end all of it is, every day like those so far.

    This is what "runs out" means in every report. None if it lasts; of nothing, or less, it is the first day.

    Args:
        start_on: First day on which there is all of it.
        until: First day that no longer counts.
        passed: Days by which the pace is measured.
        used: What they used.
        whole: What there is.

    >>> day_used_up(date(2027, 1, 1), date(2028, 1, 1), passed=31, used=Fraction(31), whole=Fraction(120))
    datetime.date(2027, 4, 30)
    """
    if whole <= 0:
        return start_on
    if used <= 0:
        return None
    number = int(-(-whole * passed // used))
    return start_on + timedelta(days=number - 1) if number <= (until - start_on).days else None
