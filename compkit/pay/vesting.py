"""Vesting schedules: which fraction of a grant vests when, in whole units with nothing lost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..checks import between, maybe, named
from ..dates import add_months
from ..errors import InvalidValue
from ..money import EXACT

STANDARD_SCHEDULES = (
    "4y/1y-cliff/monthly",
    "4y/1y-cliff/quarterly",
    "5/15/40/40",
    "33/33/22/12",
    "1y/quarterly",
)
"""Names most used; the same grammar reads others, such as ``3y/yearly`` or ``4y/6m-cliff/monthly``."""

_STEP_MONTHS = {"monthly": 1, "quarterly": 3, "semiannually": 6, "yearly": 12}


def _when(instance: VestingStep, attribute: Any, value: date | None) -> None:
    if (instance.after_months is None) == (value is None):
        raise InvalidValue("VestingStep", value, "needs months after the vesting start or a day, not both")


def _exact_share(value: Fraction | int) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (Fraction, int)):
        raise InvalidValue("VestingStep.share", value, "must be a Fraction: a float is not exact")
    return Fraction(value)


@frozen(kw_only=True)
class VestingStep:
    """A fraction of a grant that vests on a day.

    Attributes:
        share: Fraction of the grant, exact.
        after_months: Whole months after the vesting start; None if `on` is given.
        on: The day itself; None if `after_months` is given.
    """

    share: Fraction = field(converter=_exact_share, validator=between(0, 1))
    after_months: int | None = field(default=None, validator=maybe(between(0, 1200)))
    on: date | None = field(default=None, validator=_when)

    def day(self, vesting_start_on: date) -> date:
        """Day of this step for a grant."""
        return self.on if self.on is not None else add_months(vesting_start_on, self.after_months or 0)


def _sums_to_one(instance: Vesting, attribute: Any, value: tuple[VestingStep, ...]) -> None:
    whole = sum((step.share for step in value), Fraction(0))
    if whole != 1:
        said = f"{float(whole):.6g}"
        names = ", ".join(STANDARD_SCHEDULES)
        rule = f"shares add up to {said}, not 1"
        raise InvalidValue("vesting", instance.name, rule, f"say shares that add up to 1, or name a schedule: {names}")


@frozen(kw_only=True)
class Vesting:
    """A vesting schedule.

    Attributes:
        name: As printed and as files write it.
        steps: Fractions with their days; they add up to 1 exactly.
    """

    name: str = field(validator=named)
    steps: tuple[VestingStep, ...] = field(validator=_sums_to_one)

    @classmethod
    def parse(cls, name: str) -> Vesting:
        """A schedule by its name: ``4y/1y-cliff/monthly``, ``1y/quarterly``, or yearly percents ``33/33/22/12``.

        Raises:
            InvalidValue: If the name is none of these, or its percents do not add up to 100.
        """
        if re.fullmatch(r"\d+(\.\d+)?(/\d+(\.\d+)?)+", name):
            shares = [Fraction(Decimal(part)) / 100 for part in name.split("/")]
            steps = (VestingStep(share=share, after_months=12 * n) for n, share in enumerate(shares, 1))
            return cls(name=name, steps=tuple(steps))
        if match := re.fullmatch(r"(\d{1,2})y(?:/(\d{1,2})([ym])-cliff)?/(\w+)", name):
            if match[4] in _STEP_MONTHS:
                cliff = int(match[2] or 0) * (12 if match[3] == "y" else 1)
                return cls(name=name, steps=_even(name, 12 * int(match[1]), cliff, _STEP_MONTHS[match[4]]))
        known = ", ".join(STANDARD_SCHEDULES)
        raise InvalidValue("vesting", name, "is not a vesting schedule", f"say one of {known}, or a list of shares")

    @property
    def is_standard(self) -> bool:
        """Whether the name alone says it all."""
        try:
            return Vesting.parse(self.name) == self
        except InvalidValue:
            return False

    def tranches(self, units: int, vesting_start_on: date) -> tuple[tuple[date, int], ...]:
        """Whole units by vesting day, cumulative round down (Open Cap Format's default), without empty days.

        Each day's cumulative units are ``floor(units * cumulative share)``, so nothing is lost and the last
        tranche completes the grant.
        """
        shares: dict[date, Fraction] = {}
        for step in self.steps:
            day = step.day(vesting_start_on)
            shares[day] = shares.get(day, Fraction(0)) + step.share
        vested, reached, result = 0, Fraction(0), []
        for day in sorted(shares):
            reached += shares[day]
            upto = units * reached.numerator // reached.denominator
            if upto > vested:
                result.append((day, upto - vested))
            vested = upto
        return tuple(result)

    def years(self, vesting_start_on: date) -> Decimal:
        """Length in years, to the last vesting: 4 for four years."""
        last = max(step.day(vesting_start_on) for step in self.steps)
        months = (last.year - vesting_start_on.year) * 12 + last.month - vesting_start_on.month
        return EXACT.divide(Decimal(max(months, 1)), Decimal(12))


def _even(name: str, months: int, cliff: int, step: int) -> tuple[VestingStep, ...]:
    """Even instalments; those up to the cliff vest on the cliff."""
    if months % step or cliff % step or cliff > months or months == 0:
        raise InvalidValue(
            "vesting", name, "cliff and length must be whole vesting periods, the cliff within the length"
        )
    days = range(max(cliff, step), months + 1, step)
    firsts = {days[0]: Fraction(days[0], months)}
    return tuple(VestingStep(share=firsts.get(n, Fraction(step, months)), after_months=n) for n in days)
