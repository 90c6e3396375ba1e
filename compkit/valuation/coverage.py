"""Coverage: how much of a workload an allowance covers, the month it runs dry, and how much would be enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist
from typing import Any

from attrs import field, frozen

from ..checks import between, not_negative
from ..dates import add_months
from ..errors import InvalidValue
from ..market.market import Market, Stage
from ..money import EXACT, POWER, Money, add_up, exact, exactly
from .workload import Workload

MONTHS = 12

Granted = Money | Decimal
"""What is released in a month: money, or millions of tokens."""


# one year, month by month


@frozen(kw_only=True)
class Coverage:
    """What an allowance covers of one year of a workload.

    Attributes:
        workload: The work.
        model: Model on which all of it is done.
        need_mtok: Millions of tokens that the year needs.
        covered_mtok: Of these, what the allowance pays for.
        dry_month: First month, counted from 1, whose need is not met in full; None if every month's is.
        dry_on: First day of that month.
    """

    workload: Workload
    model: str
    need_mtok: Decimal
    covered_mtok: Decimal
    dry_month: int | None
    dry_on: date | None

    @property
    def covered_rate(self) -> Decimal:
        """Share of the need that is covered; 1 where nothing is needed."""
        return EXACT.divide(self.covered_mtok, self.need_mtok) if self.need_mtok else Decimal(1)

    @property
    def short_mtok(self) -> Decimal:
        """Need left over, in millions of tokens."""
        return EXACT.subtract(self.need_mtok, self.covered_mtok)


@exactly
def coverage(
    workload: Workload,
    granted: Granted | Sequence[Granted],
    market: Market,
    model: str,
    from_on: date,
    *,
    year: int = 1,
    stage: Stage = "list",
) -> Coverage:
    """How much of a year's need an allowance covers, month by month.

    A twelfth of the need falls on each month. What is released comes on the month's first day, and is priced on it;
    what a month leaves is carried into the next, and a month that is short makes up nothing later.

    Args:
        workload: The work.
        granted: Money or millions of tokens: one amount on the first day, or one for each of up to twelve months.
        market: Prices, with what scenarios move.
        model: Model on which all of the work is done.
        from_on: First day of the year.
        year: Year of the workload, counted from 1.
        stage: ``list``, or ``contract`` for what the employer pays.

    Raises:
        InvalidValue: If there are more than twelve releases, they mix money with tokens, or one is negative.
    """
    need = Fraction(workload.mtok(year))
    balance, covered, dry = Fraction(0), Fraction(0), None
    for month, released in enumerate(_releases(granted)):
        price, amount = _priced(released, workload, market, model, add_months(from_on, month), stage)
        balance += amount
        met = min(need / MONTHS, balance / price) if price else need / MONTHS
        balance, covered = balance - met * price, covered + met
        dry = month if dry is None and met < need / MONTHS else dry
    return Coverage(
        workload=workload,
        model=model,
        need_mtok=workload.mtok(year),
        covered_mtok=workload.mtok(year) if dry is None else covered.numerator / Decimal(covered.denominator),
        dry_month=None if dry is None else dry + 1,
        dry_on=None if dry is None else add_months(from_on, dry),
    )


def _releases(granted: Granted | Sequence[Granted]) -> tuple[Granted, ...]:
    """Twelve releases; months that are not named release nothing."""
    listed: tuple[Granted, ...] = (granted,) if isinstance(granted, (Money, Decimal)) else tuple(granted)
    if not 1 <= len(listed) <= MONTHS:
        rule = "must be one release, or one for each of up to twelve months"
        raise InvalidValue("granted", f"{len(listed)} releases", rule)
    if len({type(release) for release in listed}) > 1:
        raise InvalidValue("granted", "money and tokens", "must be all money or all tokens", "price one of them first")
    for release in listed:
        amount = release.amount if isinstance(release, Money) else exact(release)
        if amount < 0:
            raise InvalidValue("granted", release, "must not be negative")
    first = listed[0]
    nothing: Granted = Money(0, first.currency) if isinstance(first, Money) else Decimal(0)
    return listed + (nothing,) * (MONTHS - len(listed))


def _priced(
    released: Granted, workload: Workload, market: Market, model: str, on: date, stage: Stage
) -> tuple[Fraction, Fraction]:
    """Price of a million tokens in the unit of what is released, and the amount released."""
    if not isinstance(released, Money):
        return Fraction(1), Fraction(released)
    price = market.token_price(workload.basket(model), on, stage=stage)
    return Fraction(market.convert(price, released.currency).amount), Fraction(released.amount)


# enough with a given probability


_LEAST, _MOST = Decimal("0.0001"), Decimal("0.9999")


def _checked(probability: Decimal) -> Decimal:
    if not _LEAST <= probability <= _MOST:
        rule = f"must be from {_LEAST} to {_MOST}: nothing is certain"
        raise InvalidValue("probability", probability, rule, "say 0.9 for nine years of ten")
    return probability


@frozen(kw_only=True)
class LognormalDemand:
    """Demand that varies about the stated workload by a factor with a lognormal distribution whose mean is 1.

    ``sigma^2 = ln(1 + v^2)``; the factor that suffices with probability p is ``exp(sigma * z(p) - sigma^2 / 2)``,
    where z is the inverse of the standard normal distribution.

    Attributes:
        variation_rate: Coefficient of variation v of the year's tokens: standard deviation over mean.
    """

    variation_rate: Decimal = field(converter=exact, validator=between(0, 10))

    def factor(self, probability: Decimal) -> Decimal:
        """Multiple of the mean that the demand does not exceed with a probability."""
        chance = float(_checked(probability))
        if not self.variation_rate:
            return Decimal(1)
        square = POWER.add(1, POWER.multiply(self.variation_rate, self.variation_rate)).ln(POWER)
        # twelve decimals: the same on every machine, and far finer than any estimate of a variation
        z = Decimal(f"{NormalDist().inv_cdf(chance):.12f}")
        return POWER.exp(POWER.subtract(POWER.multiply(square.sqrt(POWER), z), POWER.divide(square, Decimal(2))))


def _pairs(points: Sequence[tuple[Any, Any]]) -> tuple[tuple[Decimal, Decimal], ...]:
    return tuple((exact(factor), exact(probability)) for factor, probability in points)


def _whole(instance: DemandPoints, attribute: Any, value: tuple[tuple[Decimal, Decimal], ...]) -> None:
    for factor, probability in value:
        not_negative(instance, attribute, factor)
        not_negative(instance, attribute, probability)
    whole = add_up(probability for _, probability in value)
    if whole != 1:
        raise InvalidValue("DemandPoints.points", whole, "probabilities must add up to 1", "name every case")


@frozen(kw_only=True)
class DemandPoints:
    """Demand in a few stated cases.

    Attributes:
        points: Multiple of the stated workload, and its probability; the probabilities add up to 1.
    """

    points: tuple[tuple[Decimal, Decimal], ...] = field(converter=_pairs, validator=_whole)

    @exactly
    def factor(self, probability: Decimal) -> Decimal:
        """Smallest stated multiple that the demand does not exceed with at least a probability."""
        wanted, reached = _checked(probability), Decimal(0)
        for factor, chance in sorted(self.points):
            reached += chance
            if reached >= wanted:
                return factor
        raise AssertionError("probabilities add up to 1")  # checked on construction


Demand = LognormalDemand | DemandPoints


@frozen(kw_only=True)
class Enough:
    """An allowance for one year that covers a workload with a given probability.

    Attributes:
        probability: That the year needs no more.
        factor: Multiple of the stated workload.
        mtok: Millions of tokens.
        money: What they cost on the model, on the day.
    """

    probability: Decimal
    factor: Decimal
    mtok: Decimal
    money: Money


@exactly
def enough_for(
    workload: Workload,
    probability: Decimal | int | str,
    demand: Demand,
    market: Market,
    model: str,
    on: date,
    *,
    year: int = 1,
    stage: Stage = "list",
) -> Enough:
    """The allowance that covers a year of a workload with a probability, its demand being uncertain.

    Args:
        workload: The work as it is expected.
        probability: From 0.0001 to 0.9999.
        demand: How the demand varies about it.
        market: Prices, with what scenarios move.
        model: Model on which all of the work is done.
        on: Day of the price.
        year: Year of the workload, counted from 1.
        stage: ``list``, or ``contract`` for what the employer pays.

    Raises:
        InvalidValue: If the probability is outside that: nothing is certain.
    """
    chance = exact(probability)
    factor = demand.factor(chance)
    mtok = workload.mtok(year) * factor
    price = market.token_price(workload.basket(model), on, stage=stage)
    return Enough(probability=chance, factor=factor, mtok=mtok, money=price * mtok)
