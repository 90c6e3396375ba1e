"""Schedules by name or by steps of their own, as offers state them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ...checks import between, maybe, named
from ...dates import add_months
from ...errors import InvalidValue
from ...money import EXACT
from .allocation import AllocationType, Units, split
from .engine import merged
from .instalments import Events, Instalment
from .names import STANDARD_SCHEDULES, Even, parse_name
from .terms import Acceleration


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
    """A vesting schedule of fractions with their days, vested by the same engine as `VestingTerms`.

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
        said = parse_name(name)
        if isinstance(said, Even):
            return cls(name=name, steps=_even(said))
        steps = (VestingStep(share=share, after_months=12 * n) for n, share in enumerate(said, 1))
        return cls(name=name, steps=tuple(steps))

    @property
    def is_standard(self) -> bool:
        """Whether the name alone says it all."""
        try:
            return Vesting.parse(self.name) == self
        except InvalidValue:
            return False

    @property
    def allocation_type(self) -> AllocationType:
        """Cumulative round-down, the Open Cap Format's default."""
        return AllocationType.CUMULATIVE_ROUND_DOWN

    @property
    def accelerations(self) -> tuple[Acceleration, ...]:
        """None: terms with events are `VestingTerms`."""
        return ()

    @property
    def events(self) -> tuple[str, ...]:
        """None."""
        return ()

    def share_of(self, units: Units) -> Fraction:
        """The whole grant, as is checked."""
        return Fraction(1)

    def instalments(self, units: Units, start_on: date, events: Events) -> tuple[Instalment, ...]:
        """Exact units by day, ascending."""
        found = [Instalment(step.share * units, step.day(start_on)) for step in self.steps]
        return tuple(sorted(found, key=lambda instalment: instalment.on or date.max))

    def tranches(self, units: int, vesting_start_on: date) -> tuple[tuple[date, int], ...]:
        """Whole units by vesting day, without empty days; the last tranche completes the grant."""
        found = self.instalments(units, vesting_start_on, {})
        shares = split([instalment.amount for instalment in found], self.allocation_type)
        days = ((of.on, number) for of, number in zip(found, shares, strict=True) if of.on is not None)
        return tuple((tranche.on, int(tranche.units)) for tranche in merged(days))

    def last_on(self, start_on: date) -> date:
        """Day of the last step on which anything vests."""
        return max(step.day(start_on) for step in self.steps if step.share)

    def years(self, vesting_start_on: date) -> Decimal:
        """Length in years, to the last vesting: 4 for four years."""
        last = self.last_on(vesting_start_on)
        months = (last.year - vesting_start_on.year) * 12 + last.month - vesting_start_on.month
        return EXACT.divide(Decimal(max(months, 1)), Decimal(12))


def _even(said: Even) -> tuple[VestingStep, ...]:
    """Even instalments; those up to the cliff vest on the cliff."""
    days = range(max(said.cliff, said.step), said.months + 1, said.step)
    firsts = {days[0]: Fraction(days[0], said.months)}
    return tuple(VestingStep(share=firsts.get(n, Fraction(said.step, said.months)), after_months=n) for n in days)
