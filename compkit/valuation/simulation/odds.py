"""What a simulation gives: quantiles, means and odds of offers, of their comparison, and of allowances running dry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from attrs import field, frozen

from ...errors import InvalidValue
from ...money import EXACT
from ..assumptions import Assumptions
from ..compare import LeftOut
from ..views import View
from .dynamics import Dynamics

Moving = Literal["cost", "worth"]
MOVING: tuple[Moving, ...] = ("cost", "worth")
"""The numbers that a simulation moves; a face never moves."""

Counted = Literal["all", "guaranteed", "none"]
COUNTED: tuple[Counted, ...] = ("all", "guaranteed", "none")
"""Which tokens a total counts."""


@frozen(kw_only=True)
class Spread:
    """How a total spreads over the paths, in the simulation's currency.

    A quantile is the least total that at least its share of the paths does not exceed; no two totals are averaged.

    Attributes:
        p10: What one path of ten stays at or below.
        p25: A quarter.
        p50: Half: the median.
        p75: Three quarters.
        p90: Nine of ten.
        mean: The mean.
        mean_error: Standard error of the mean, from the paths; 0 where it is exact, or where there is but one path.
        is_exact: Whether it is no estimate: nothing in it moves, or only one lognormal unit does, whose quantiles and
            mean have closed forms.
    """

    p10: Decimal
    p25: Decimal
    p50: Decimal
    p75: Decimal
    p90: Decimal
    mean: Decimal
    mean_error: Decimal = Decimal(0)
    is_exact: bool = False


class Total(NamedTuple):
    """Which total of an offer is meant.

    Attributes:
        number: ``cost`` or ``worth``.
        tokens: With ``all``, only the ``guaranteed``, or no tokens (``none``).
        year: Label of a year; empty for the whole horizon.
        through: Whether all years up to it count, as in a fan.
    """

    number: Moving
    tokens: Counted
    year: str = ""
    through: bool = False


@frozen(kw_only=True)
class Duel:
    """How often one offer's total is above another's, path by path, both under the same prices.

    Totals that differ by less than half a minor unit of the currency are equal.

    Attributes:
        first: Name of one offer.
        second: Name of the other.
        number: ``cost`` or ``worth``; in cost, to win is to cost more.
        tokens: With ``all``, only the ``guaranteed``, or no tokens (``none``).
        year: Label of a year; None is the whole horizon.
        wins: Share of the paths in which the first one's is higher.
        ties: Share in which they are equal.
    """

    first: str
    second: str
    number: Moving
    tokens: Counted
    year: str | None
    wins: Decimal
    ties: Decimal

    @property
    def losses(self) -> Decimal:
        """Share of the paths in which the second one's is higher."""
        return EXACT.subtract(EXACT.subtract(Decimal(1), self.wins), self.ties)

    @property
    def turned(self) -> Duel:
        """The same, asked the other way round."""
        return Duel(
            first=self.second,
            second=self.first,
            number=self.number,
            tokens=self.tokens,
            year=self.year,
            wins=self.losses,
            ties=self.ties,
        )


@frozen(kw_only=True)
class DryOdds:
    """The odds that an allowance runs dry while the horizon lasts, and when, for somebody who stays.

    A release is for the days until the next one, on each of which the same is needed, at the price of its first day;
    what is left is carried over as its terms say. Somebody already employed begins with the next release, and nothing
    carried over.

    Attributes:
        allowance: Its name.
        odds: Share of the paths in which it does; None where that cannot be said.
        p10: Day by which it has, in one of ten of the paths where it does; None where it never does.
        p50: In half of them.
        p90: In nine of ten.
        missing: What would have to be known, where `odds` is None.
    """

    allowance: str
    odds: Decimal | None
    p10: date | None = None
    p50: date | None = None
    p90: date | None = None
    missing: str = ""


@frozen(kw_only=True)
class OfferOdds:
    """One offer, simulated.

    Attributes:
        name: Its name.
        year_labels: Labels of its years, in order.
        spreads: How each of its totals spreads.
        worthless: Odds that its equity ends at nothing: that every share and option of it is worth 0 on the day on
            which it counts, whoever still holds it; None without equity.
        cost_at_risk: What the employer pays in one path of ten, or more, above the mean: P90 of cost less its mean,
            all tokens counted.
        dry: Its token allowances, in order.
    """

    name: str
    year_labels: tuple[str, ...]
    spreads: Mapping[Total, Spread] = field(repr=False)
    worthless: Decimal | None
    cost_at_risk: Decimal
    dry: tuple[DryOdds, ...]


@frozen(kw_only=True)
class Simulation:
    """Offers under the same random prices, use, payout and staying.

    Attributes:
        as_of: Today.
        currency: ISO 4217 code of every amount.
        paths: How many were drawn.
        seed: With it the same figures come out again, to the bit on one kind of processor.
        generator: How random numbers were drawn, in words.
        dynamics: What moved.
        assumptions: What else was expected.
        view: How time is cut into years.
        year_labels: Labels of all years that any offer has, in order.
        offers: By name, in the order given.
        duels: Every two offers, each number, with all, the guaranteed and no tokens, in total and by year.
        left_out: Components that somebody did not tell, left out on every side.
    """

    as_of: date
    currency: str
    paths: int
    seed: int
    generator: str
    dynamics: Dynamics
    assumptions: Assumptions
    view: View
    year_labels: tuple[str, ...]
    offers: Mapping[str, OfferOdds]
    duels: tuple[Duel, ...] = field(repr=False)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the offers, in the order given."""
        return tuple(self.offers)

    def spread(
        self,
        name: str,
        number: Moving = "worth",
        *,
        tokens: Counted = "all",
        year: str | None = None,
        through: str | None = None,
    ) -> Spread:
        """How one total of an offer spreads over the paths.

        Args:
            name: Which offer.
            number: ``cost`` or ``worth``.
            tokens: ``all``, ``guaranteed`` or ``none``.
            year: Label of one year; None is the whole horizon.
            through: Label of the last year of a sum from the first on, as a fan shows it.

        Raises:
            InvalidValue: If there is no such offer or total.
        """
        if year is not None and through is not None:
            raise InvalidValue("through", through, f"does not go with year {year}", "say one of them")
        offer = self._offer(name)
        found = offer.spreads.get(Total(number, tokens, through or year or "", through is not None))
        if found is None:
            said = ", ".join(word for word in (number, tokens, through or year) if word)
            rule = f"must be cost or worth; all, guaranteed or none; a year of {', '.join(offer.year_labels)}"
            raise InvalidValue(f"total of {name}", said, rule)
        return found

    def odds(
        self,
        first: str,
        second: str,
        number: Moving = "worth",
        *,
        tokens: Counted = "all",
        year: str | None = None,
    ) -> Duel:
        """The odds that one offer's total is above another's.

        Args:
            first: One offer.
            second: The other.
            number: ``cost`` or ``worth``.
            tokens: ``all``, ``guaranteed`` or ``none``.
            year: Label of one year; None is the whole horizon.

        Raises:
            InvalidValue: If there is no such pair or total.
        """
        wanted = (number, tokens, year)
        for duel in self.duels:
            if (duel.number, duel.tokens, duel.year) == wanted:
                if (duel.first, duel.second) == (first, second):
                    return duel
                if (duel.second, duel.first) == (first, second):
                    return duel.turned
        said = f"{first} and {second}, {number}, {tokens}, {year or 'all years'}"
        raise InvalidValue("odds", said, f"must be two of {', '.join(self.names)}, and a total that they have")

    def _offer(self, name: str) -> OfferOdds:
        if name not in self.offers:
            raise InvalidValue("offer", name, f"must be one of {', '.join(self.names)}")
        return self.offers[name]
