"""Sensitivity: how far one factor at a time moves a total, from its P10 to its P90; every end is an exact value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from attrs import evolve, frozen

from ...dates import add_months, years_between
from ...market.market import Market
from ...market.moves import ShareMove, TokenPriceChange
from ...money import EXACT, POWER, add_up, exactly
from ...pay.entitlements import COMPONENTS, Component
from ...pay.package import Package
from ..assumptions import Assumptions
from ..utilisation import UtilisationOdds
from ..value import Valuation, counted, value
from .closed import lognormal_quantile
from .dynamics import Cases, Distribution, Dynamics
from .odds import Counted, Moving
from .rates import rate_quantile
from .series import token_quantile

P10, P90 = Decimal("0.1"), Decimal("0.9")
"""Where the two ends of a bar lie: one path of ten ends at or below the one, one of ten above the other."""

FactorKind = Literal["share price", "token prices", "utilisation", "payout", "leaving"]


@frozen(kw_only=True)
class End:
    """One end of a bar.

    Attributes:
        probability: Which quantile of the factor it stands for.
        input: The factor there: a share price in its currency; a multiple of token prices; a rate; or the day of
            leaving, None where nobody lives to see it.
        total: The total there, an exact value, in the currency of the first package, unrounded.
    """

    probability: Decimal
    input: Decimal | date | None
    total: Decimal


@frozen(kw_only=True)
class Bar:
    """What one factor does to a total while all others are as stated.

    Attributes:
        kind: What kind of factor.
        factor: Its name: a symbol, a provider, ``utilisation``, ``payout`` or ``leaving``.
        unit: Of a share price its currency; empty for the others.
        low: At the factor's P10.
        high: At its P90.
        stated: The total with everything as stated.
    """

    kind: FactorKind
    factor: str
    unit: str = ""
    low: End
    high: End
    stated: Decimal

    @property
    def width(self) -> Decimal:
        """How far apart the two totals are."""
        return abs(EXACT.subtract(self.high.total, self.low.total))


@exactly
def sensitivity(
    package: Package,
    market: Market,
    assumptions: Assumptions,
    dynamics: Dynamics,
    number: Moving = "worth",
    *,
    tokens: Counted = "all",
    against: Package | None = None,
    without: Iterable[Component] = (),
) -> tuple[Bar, ...]:
    """One factor at a time at its P10 and its P90, the widest bar first.

    A share or a provider is at its quantile of the end of the horizon from the first day on; every target bonus pays
    the same; one who leaves gets what was due before the day. Demand moves no total, only when an allowance runs dry.
    All else is as the market and the assumptions state it, so each end can be checked with `value`.

    Args:
        package: The offer.
        market: As stated.
        assumptions: As stated.
        dynamics: How factors move.
        number: ``cost`` or ``worth``.
        tokens: ``all``, ``guaranteed`` or ``none``.
        against: Another offer; totals are then those of `package` less its own, without what either did not tell.
        without: Components that are left out, too.

    Raises:
        MissingFact: If a price or exchange rate is needed and not given.
    """
    packages = [package, *([] if against is None else [evolve(against, currency=package.currency)])]
    untold = {component for one in packages for component in one.unknown_components}
    told = frozenset(COMPONENTS) - untold - frozenset(without)
    study = _Study(packages, market, assumptions, dynamics, number, tokens, told)
    return tuple(sorted(study.bars(), key=lambda bar: -bar.width))


def used_distribution(dynamics: Dynamics, assumptions: Assumptions) -> Distribution | None:
    """How the use of tokens is distributed: as the dynamics say, else as the assumptions do; None at one rate."""
    if dynamics.utilisation is not None:
        return dynamics.utilisation
    stated = assumptions.token_utilisation
    return Cases(points=stated.points) if isinstance(stated, UtilisationOdds) else None


def horizon_end(packages: Iterable[Package], assumptions: Assumptions) -> date:
    """First day that no longer counts in any of several packages."""
    starts = (max(package.start_on, assumptions.as_of) for package in packages)
    return max(add_months(start, assumptions.horizon_months) for start in starts)


@frozen
class _Study:
    """Packages whose total is asked for again and again; the second counts against the first."""

    packages: list[Package]
    market: Market
    given: Assumptions
    dynamics: Dynamics
    number: Moving
    tokens: Counted
    components: frozenset[Component]

    @property
    def years(self) -> Decimal:
        """To the end of the horizon."""
        return years_between(self.given.as_of, horizon_end(self.packages, self.given))

    def total(self, market: Market, given: Assumptions, before: date = date.max) -> Decimal:
        """The total under a market and assumptions, of what is delivered before a day."""
        first, *others = (self._sum(value(package, market, given), before) for package in self.packages)
        return first - add_up(others)

    def _sum(self, valuation: Valuation, before: date) -> Decimal:
        return add_up(
            line.amount(self.number)
            for line in valuation.lines
            if counted(line.row, self.tokens, self.components) and line.row.on is not None and line.row.on < before
        )

    def bars(self) -> Iterator[Bar]:
        """Every factor that moves and that the packages have."""
        yield from self._shares()
        yield from self._providers()
        if (use := used_distribution(self.dynamics, self.given)) is not None:
            yield self._rate("utilisation", use, lambda rate: evolve(self.given, token_utilisation=rate))
        if self.dynamics.payout is not None:
            yield self._rate("payout", self.dynamics.payout, lambda rate: evolve(self.given, bonus_payout=rate))
        if self.given.leave_rate and self.dynamics.leaving == "drawn":
            yield self._bar("leaving", "leaving", self._leaving)

    def _bar(
        self,
        kind: FactorKind,
        factor: str,
        end: Callable[[Decimal], tuple[Decimal | date | None, Decimal]],
        **more: str,
    ) -> Bar:
        (low, at_low), (high, at_high) = end(P10), end(P90)
        return Bar(
            kind=kind,
            factor=factor,
            low=End(probability=P10, input=low, total=at_low),
            high=End(probability=P90, input=high, total=at_high),
            stated=self.total(self.market, self.given),
            **more,
        )

    def _shares(self) -> Iterator[Bar]:
        held = {grant.symbol for package in self.packages for grant in package.equity}
        for share in self.dynamics.shares:
            if share.symbol not in held:
                continue
            spot = self.market.share_price(share.symbol, self.given.as_of)

            def end(at: Decimal, share=share, spot=spot) -> tuple[Decimal, Decimal]:  # type: ignore[no-untyped-def]
                price = spot.amount * lognormal_quantile(share.volatility, self.years, at)
                return price, self._moved(ShareMove(symbol=share.symbol, price=price))

            yield self._bar("share price", share.symbol, end, unit=spot.currency)

    def _providers(self) -> Iterator[Bar]:
        for token in self.dynamics.tokens:

            def end(at: Decimal, token=token) -> tuple[Decimal, Decimal]:  # type: ignore[no-untyped-def]
                factor = token_quantile(token, self.years, at)
                return factor, self._moved(TokenPriceChange(rate=factor - 1, provider=token.provider))

            yield self._bar("token prices", token.provider, end)

    def _moved(self, move: ShareMove | TokenPriceChange) -> Decimal:
        return self.total(evolve(self.market, moves=(*self.market.moves, move)), self.given)

    def _rate(self, kind: FactorKind, distribution: Distribution, given: Callable[[Decimal], Assumptions]) -> Bar:
        def end(at: Decimal) -> tuple[Decimal, Decimal]:
            rate = rate_quantile(distribution, at)
            return rate, self.total(self.market, given(rate))

        return self._bar(kind, kind, end)

    def _leaving(self, at: Decimal) -> tuple[date | None, Decimal]:
        """A day of leaving, and what was due before it."""
        day = leaving_day(self.given, at)
        return day, self.total(self.market, evolve(self.given, leave_rate=Decimal(0)), day or date.max)


def leaving_day(given: Assumptions, probability: Decimal) -> date | None:
    """The first day by which somebody has left with a probability, at the stated chance a year; None if far off.

    ``as_of + ln(1 - p) / ln(1 - leave rate)`` years of 365 days, as odds of staying count them.
    """
    staying = EXACT.subtract(Decimal(1), given.leave_rate)
    if not staying:
        return given.as_of
    days = POWER.divide(POWER.ln(1 - probability), POWER.ln(staying)) * 365
    whole = int(days.to_integral_value(rounding=ROUND_CEILING))
    return None if whole > (date.max - given.as_of).days else given.as_of + timedelta(days=whole)
