"""Rows of data frames about odds: totals with their quantiles, duels, bars, break-evens, and days of the past."""

from __future__ import annotations

from decimal import Decimal

from ..valuation.simulation.odds import Duel, Simulation
from ..valuation.simulation.replay import Replay
from ..valuation.simulation.sensitivity import Bar, End
from ..valuation.simulation.tieodds import TieOdds
from .framerows import Rows, frame_rows, item_rows

_QUANTILES = ("p10", "p25", "p50", "p75", "p90", "mean", "mean_error")


@frame_rows.register
def _spreads(simulation: Simulation) -> Rows:
    for name, offer in simulation.offers.items():
        for total, spread in offer.spreads.items():
            yield {
                "offer": name,
                "number": total.number,
                "tokens": total.tokens,
                "year": total.year or None,
                "through": total.through,
                **{f"{quantile}_{simulation.currency}": getattr(spread, quantile) for quantile in _QUANTILES},
                "is_exact": spread.is_exact,
            }


@frame_rows.register
def _replay(replay: Replay) -> Rows:
    for one in replay.allowances:
        for day in one.days:
            yield {
                "allowance": one.allowance,
                "basket": one.basket.label,
                "on": day.on,
                f"{day.per_mtok.currency}_per_mtok": day.per_mtok.amount,
                f"pays_{day.pays.currency}_per_year": day.pays.amount,
                "mtok_per_year": day.mtok,
            }


@item_rows.register
def _duel(duel: Duel) -> Rows:
    names = ("first", "second", "number", "tokens", "year", "wins", "ties", "losses")
    yield {name: getattr(duel, name) for name in names}


@item_rows.register
def _bar(bar: Bar) -> Rows:
    ends = {**_end("p10", bar.low), **_end("p90", bar.high)}
    yield {"kind": bar.kind, "factor": bar.factor, "unit": bar.unit, "stated": bar.stated, **ends, "width": bar.width}


def _end(name: str, end: End) -> dict[str, object]:
    """The factor and the total at one end; a day of leaving stands in a column of its own."""
    is_number = isinstance(end.input, Decimal)
    return {
        f"{name}_input": end.input if is_number else None,
        f"{name}_day": None if is_number else end.input,
        f"{name}_total": end.total,
    }


@item_rows.register
def _tie(tie: TieOdds) -> Rows:
    names = ("first", "second", "number", "tokens", "kind", "factor", "unit", "at", "stated", "above", "odds_above")
    yield {name: getattr(tie, name) for name in names}
