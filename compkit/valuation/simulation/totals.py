"""Totals of an offer on paths: which of them move, which are exact, and where each stands among the sums by year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from ...market.options import PLACES
from ...money import EXACT, add_up, exactly
from .closed import expected_payoff, lognormal_quantile
from .columns import OfferColumns
from .dynamics import ShareMotion
from .motions import DAYS_A_YEAR
from .odds import COUNTED, MOVING, Counted, Moving, Spread, Total
from .paid import OptionOn, ShareOf
from .sources import Cell, Column

if TYPE_CHECKING:
    from .draws import Floats

SHARES = tuple(Decimal(share) for share in ("0.1", "0.25", "0.5", "0.75", "0.9"))
"""Of which quantiles a `Spread` consists."""

_MOST: dict[Counted, int] = {"none": 0, "guaranteed": 1, "all": 2}


class Place(NamedTuple):
    """Where a total stands among sums by number, tokens and year.

    Attributes:
        number: 0 is cost, 1 worth.
        tokens: 0 is none, 1 with the guaranteed, 2 with all.
        year: Number of the year, from 0.
        through: Whether all years up to it count.
    """

    number: int
    tokens: int
    year: int
    through: bool

    def holds(self, cell: Cell) -> bool:
        """Whether a cell counts in the total."""
        in_year = cell.year <= self.year if self.through else cell.year == self.year
        return cell.number == self.number and cell.tokens <= self.tokens and in_year


@frozen
class OfferTotals:
    """The totals of an offer.

    Attributes:
        columns: The offer.
        shares: How shares move, by symbol.
    """

    columns: OfferColumns
    shares: dict[str, ShareMotion]
    _kinds: frozenset[tuple[int, int]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        cells = [*self.columns.still, *(cell for column in self.columns.columns for cell, _ in column.weights)]
        object.__setattr__(self, "_kinds", frozenset((cell.number, cell.tokens) for cell in cells))

    def totals(self) -> Iterator[Total]:
        """Every total that is told."""
        labels = self.columns.labels
        for number in MOVING:
            for tokens in COUNTED:
                yield Total(number, tokens)
                yield from (Total(number, tokens, label) for label in labels)
                yield from (Total(number, tokens, label, through=True) for label in labels)

    def place(self, number: Moving, tokens: Counted, year: str, *, through: bool = False) -> Place | None:
        """Where a total stands; None where the offer has no such year, and the total is 0.

        Totals that are the same by their nature stand in the same place: a first year and all years through it, all
        tokens and the guaranteed of an offer that guarantees all.
        """
        labels = self.columns.labels
        if year and year not in labels:
            return None
        last = labels.index(year) if year else len(labels) - 1
        index = MOVING.index(number)
        return Place(index, self._tokens(index, _MOST[tokens]), last, last > 0 and (through or not year))

    def _tokens(self, number: int, most: int) -> int:
        """The least count of tokens that is the same as one asked for."""
        return max((tokens for own, tokens in self._kinds if own == number and tokens <= most), default=0)

    def moving(self, place: Place) -> tuple[tuple[Column, float], ...]:
        """Columns that count in a total, with what they multiply."""
        found = ((c, sum(weight for cell, weight in c.weights if place.holds(cell))) for c in self.columns.columns)
        return tuple((column, weight) for column, weight in found if weight)

    def still(self, place: Place) -> Decimal:
        """What counts in a total and does not move, exact."""
        return add_up(amount for cell, amount in self.columns.still.items() if place.holds(cell))

    def exact(self, place: Place) -> Spread | None:
        """A total that is known without drawing: nothing in it moves, or one share or option does."""
        moving, still = self.moving(place), self.still(place)
        if not moving:
            return _spread([still] * len(SHARES), still)
        (column, weight), *others = moving
        source = column.source
        alone = not others and not source.use and source.payout is None and source.staying is None
        if not alone or not isinstance(source.paid, (ShareOf, OptionOn)):
            return None
        return self._closed(source.paid, source.day, Decimal(weight), still)

    @exactly
    def _closed(self, paid: ShareOf | OptionOn, day: int, weight: Decimal, still: Decimal) -> Spread:
        """One lognormal unit: both what it is worth and what an option on it pays rise with the share."""
        volatility, years = self.shares[paid.symbol].volatility, Decimal(day) / DAYS_A_YEAR
        multiples = [lognormal_quantile(volatility, years, share) for share in SHARES]
        if isinstance(paid, ShareOf):
            return _spread([_neat(still + weight * multiple) for multiple in multiples], _neat(still + weight))
        price, strike = Decimal(paid.price), Decimal(paid.strike)
        payoffs = [max(price * multiple - strike, Decimal(0)) for multiple in multiples]
        mean = expected_payoff(volatility, years, price=price, strike=strike)
        return _spread([_neat(still + weight * payoff) for payoff in payoffs], _neat(still + weight * mean))


def _neat(amount: Decimal) -> Decimal:
    """As fine as what is drawn."""
    return amount.quantize(Decimal(1).scaleb(-PLACES), context=EXACT)


def _spread(quantiles: list[Decimal], mean: Decimal) -> Spread:
    p10, p25, p50, p75, p90 = quantiles
    return Spread(p10=p10, p25=p25, p50=p50, p75=p75, p90=p90, mean=mean, is_exact=True)


class Sums:
    """An offer on a run of paths: its columns added up by number, tokens and year.

    Args:
        columns: The offer.
        count: Number of paths.
    """

    def __init__(self, columns: OfferColumns, count: int) -> None:
        import numpy as np

        shape = (len(MOVING), len(COUNTED), len(columns.labels))
        self._years = np.zeros((*shape, count))
        for cell, amount in columns.still.items():
            self._years[cell] = float(amount)
        self._through: Floats | None = None

    def add(self, column: Column, factor: Floats) -> None:
        """A column, times what it is multiplied by on the paths."""
        for cell, weight in column.weights:
            self._years[cell] += weight * factor

    def close(self) -> None:
        """Add up: first tokens to what is no token, then each year to those before."""
        import numpy as np

        np.cumsum(self._years, axis=1, out=self._years)
        self._through = np.cumsum(self._years, axis=2)

    def at(self, place: Place) -> Floats:
        """One total."""
        assert self._through is not None  # closed first
        sums = self._through if place.through else self._years
        found: Floats = sums[place.number, place.tokens, place.year]
        return found
