"""A run: all offers on all paths, chunk by chunk, and what is counted on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, frozen

from ...market.options import rounded
from ...money import EXACT, minor_units
from ...pay.baskets import Basket
from ..compare import Comparison
from .columns import offer_columns
from .draws import BLOCK, Paths
from .dry import Level, first_days
from .odds import COUNTED, MOVING, DryOdds, Duel, OfferOdds, Spread, Total
from .paid import OptionOn
from .ranks import Ranks
from .reservoirs import Refill, Reservoir, reservoirs
from .sources import Column
from .tally import Contest, Days, Moments
from .totals import SHARES, OfferTotals, Place, Sums
from .uncertain import Scene, Uncertain

if TYPE_CHECKING:
    from .draws import Floats

Progress = Callable[[int], object]

_WHEN = (Decimal("0.1"), Decimal("0.5"), Decimal("0.9"))
"""Of which quantiles the days consist on which an allowance runs dry."""


@frozen
class _Offer:
    """An offer, ready for paths.

    Attributes:
        name: Its name.
        totals: Its columns and totals.
        reservoirs: Its allowances.
    """

    name: str
    totals: OfferTotals
    reservoirs: tuple[Reservoir, ...]

    def drawn(self) -> tuple[Place, ...]:
        """Totals that are no more than estimated, each once."""
        at = self.totals.place
        known = (at(total.number, total.tokens, total.year, through=total.through) for total in self.totals.totals())
        return tuple(p for p in dict.fromkeys(known) if p is not None and self.totals.exact(p) is None)


class _Event(NamedTuple):
    """Something that reads prices on a day.

    Attributes:
        day: Days after `as_of`.
        offer: Number of the offer.
        what: A column, an option, or a release of the allowance with a number.
        allowance: That number; 0 for anything else.
    """

    day: int
    offer: int
    what: Column | OptionOn | Refill
    allowance: int = 0


def _events(offers: tuple[_Offer, ...]) -> tuple[_Event, ...]:
    """Everything that happens on a path, by rising day; of one offer always in the same order."""
    found: list[_Event] = []
    for number, offer in enumerate(offers):
        columns = offer.totals.columns
        found += [_Event(column.source.day, number, column) for column in columns.columns]
        found += [_Event(day, number, option) for day, option in columns.payoffs]
        for place, reservoir in enumerate(offer.reservoirs):
            found += [_Event(max(refill.day, 0), number, refill, place) for refill in reservoir.refills]
    return tuple(sorted(found, key=lambda event: event.day))


class _Chunk:
    """All offers on a run of paths."""

    def __init__(self, offers: tuple[_Offer, ...], uncertain: Uncertain, paths: Paths) -> None:
        import numpy as np

        self._scene, self._uncertain = Scene(uncertain, paths), uncertain
        self.sums = [Sums(offer.totals.columns, paths.count) for offer in offers]
        self.alive = [np.zeros(paths.count, dtype=bool) for _ in offers]
        self.levels = [[Level(reservoir, paths.count) for reservoir in offer.reservoirs] for offer in offers]

    def happen(self, events: tuple[_Event, ...], *, only_columns: bool) -> None:
        """Everything on every path.

        Args:
            events: By rising day.
            only_columns: Whether equity and allowances have been counted before.
        """
        for event in events:
            if isinstance(event.what, Column):
                self.sums[event.offer].add(event.what, event.what.source.at(self._scene))
            elif not only_columns:
                self._note(event.what, event)
        for sums in self.sums:
            sums.close()

    def _note(self, what: OptionOn | Refill, event: _Event) -> None:
        if isinstance(what, Refill):
            self.levels[event.offer][event.allowance].refill(what, self._demand(what), self._scene)
        else:
            self.alive[event.offer] |= what.at(self._scene.on(event.day)) > 0

    def _demand(self, refill: Refill) -> Floats | float:
        if self._uncertain.dynamics.demand is not None:
            return self._scene.demand
        return refill.used if self._uncertain.use is None else self._scene.use


class _Match(NamedTuple):
    """Two totals of two offers; None where the offer has no such year."""

    first: int
    first_place: Place | None
    second: int
    second_place: Place | None


class Run:
    """All paths, and what is counted over them.

    Args:
        compared: The offers in one currency.
        uncertain: What is drawn.
        paths: How many paths.
        basket: What token money is spent on where its promise names no basket.
    """

    def __init__(self, compared: Comparison, uncertain: Uncertain, paths: int, basket: Basket | None) -> None:
        shares = {share.symbol: share for share in uncertain.dynamics.shares}
        self._compared, self._uncertain, self._paths = compared, uncertain, paths
        self._offers = tuple(
            _Offer(
                name,
                OfferTotals(offer_columns(valuation, compared.view, uncertain), shares),
                reservoirs(valuation, uncertain, basket),
            )
            for name, valuation in compared.valuations.items()
        )
        self._events = _events(self._offers)
        self._drawn = [offer.drawn() for offer in self._offers]
        self._moments = [Moments(len(places)) for places in self._drawn]
        self._ranks = Ranks(sum(map(len, self._drawn)), paths, SHARES)
        tie = 0.5 * 10.0 ** -minor_units(compared.currency)
        self._contests = {match: Contest(tie) for _, match in self._matches()}
        self._worthless = [0] * len(self._offers)
        self._days = [[Days(reservoir.until) for reservoir in offer.reservoirs] for offer in self._offers]

    # paths

    def all_passes(self, chunk_paths: int, progress: Progress | None) -> None:
        """Draw every path, and again as long as quantiles need it.

        Args:
            chunk_paths: Paths in memory at once, whole blocks.
            progress: Called with the number of paths done, anew in each pass.
        """
        self._pass(chunk_paths, progress, is_first=True)
        while not self._ranks.finish_pass():
            self._pass(chunk_paths, progress, is_first=False)

    def _pass(self, chunk_paths: int, progress: Progress | None, *, is_first: bool) -> None:
        for first in range(0, self._paths, chunk_paths):
            count = min(chunk_paths, self._paths - first)
            chunk = _Chunk(self._offers, self._uncertain, Paths(first, -(-count // BLOCK) * BLOCK))
            chunk.happen(self._events, only_columns=not is_first)
            self._rank(chunk, count, is_first=is_first)
            if is_first:
                self._count(chunk, count)
            if progress is not None:
                progress(first + count)

    def _rank(self, chunk: _Chunk, count: int, *, is_first: bool) -> None:
        import numpy as np

        found = []
        for sums, places, moments in zip(chunk.sums, self._drawn, self._moments, strict=True):
            if places:
                found.append(np.array([sums.at(place) for place in places]))
                if is_first:
                    moments.add(found[-1], count)
        if found:
            self._ranks.add(np.concatenate(found)[:, :count])

    def _count(self, chunk: _Chunk, count: int) -> None:
        import numpy as np

        still = np.zeros(count)
        for match, contest in self._contests.items():
            first, second = (
                still if place is None else chunk.sums[offer].at(place)[:count]
                for offer, place in ((match.first, match.first_place), (match.second, match.second_place))
            )
            contest.add(first, second)
        for number, alive in enumerate(chunk.alive):
            self._worthless[number] += int(np.count_nonzero(~alive[:count]))
        for levels, days in zip(chunk.levels, self._days, strict=True):
            for level, own in zip(levels, days, strict=True):
                own.add(level.dry[:count])

    # results

    def _matches(self) -> Iterator[tuple[Duel, _Match]]:
        """Every duel that is told, still without its odds, and the totals that meet in it."""
        nothing = Decimal(0)
        for (first, one), (second, other) in combinations(enumerate(self._offers), 2):
            for number in MOVING:
                for tokens in COUNTED:
                    for year in (None, *self._compared.year_labels):
                        places = [offer.totals.place(number, tokens, year or "") for offer in (one, other)]
                        duel = Duel(
                            first=one.name,
                            second=other.name,
                            number=number,
                            tokens=tokens,
                            year=year,
                            wins=nothing,
                            ties=nothing,
                        )
                        yield duel, _Match(first, places[0], second, places[1])

    def duels(self) -> Iterator[Duel]:
        """Every two offers against each other, in order."""
        for duel, match in self._matches():
            contest = self._contests[match]
            yield evolve(duel, wins=self._share(contest.wins), ties=self._share(contest.ties))

    def _share(self, count: int) -> Decimal:
        return EXACT.divide(Decimal(count), Decimal(self._paths))

    def offers(self) -> Iterator[OfferOdds]:
        """Every offer, in order."""
        row = 0
        for number, offer in enumerate(self._offers):
            drawn = {place: self._drawn_spread(number, own, row + own) for own, place in enumerate(self._drawn[number])}
            row += len(drawn)
            spreads = {total: self._spread(offer, total, drawn) for total in offer.totals.totals()}
            cost = spreads[Total("cost", "all")]
            yield OfferOdds(
                name=offer.name,
                year_labels=offer.totals.columns.labels,
                spreads=spreads,
                worthless=self._worthless_odds(number, offer),
                cost_at_risk=EXACT.subtract(cost.p90, cost.mean),
                dry=tuple(self._dry(*pair) for pair in zip(offer.reservoirs, self._days[number], strict=True)),
            )

    def _spread(self, offer: _Offer, total: Total, drawn: dict[Place, Spread]) -> Spread:
        place = offer.totals.place(total.number, total.tokens, total.year, through=total.through)
        assert place is not None  # one of its own totals
        return drawn.get(place) or offer.totals.exact(place)  # type: ignore[return-value]

    def _drawn_spread(self, offer: int, own: int, row: int) -> Spread:
        p10, p25, p50, p75, p90 = (rounded(float(found)) for found in self._ranks.found[row])
        moments = self._moments[offer]
        mean, error = rounded(float(moments.means[own])), rounded(float(moments.errors[own]))
        return Spread(p10=p10, p25=p25, p50=p50, p75=p75, p90=p90, mean=mean, mean_error=error)

    def _worthless_odds(self, number: int, offer: _Offer) -> Decimal | None:
        columns = offer.totals.columns
        if not columns.has_equity:
            return None
        return Decimal(0) if columns.keeps_worth else self._share(self._worthless[number])

    def _dry(self, reservoir: Reservoir, days: Days) -> DryOdds:
        if reservoir.missing:
            return DryOdds(allowance=reservoir.name, odds=None, missing=reservoir.missing)
        if not days.total:
            return DryOdds(allowance=reservoir.name, odds=Decimal(0))
        as_of = self._compared.baseline.assumptions.as_of
        p10, p50, p90 = (as_of + timedelta(days=day) for day in first_days(days.counts, _WHEN))
        return DryOdds(allowance=reservoir.name, odds=self._share(days.total), p10=p10, p50=p50, p90=p90)
