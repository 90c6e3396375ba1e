"""The odds of offers as plain data for machines: amounts and odds are decimal strings. For the employer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from ..money import exactly
from ..valuation.simulation.dynamics import Cases, Distribution, Dynamics
from ..valuation.simulation.odds import DryOdds, Duel, OfferOdds, Spread, Total
from ..valuation.simulation.replay import Replay
from ..valuation.simulation.sensitivity import Bar, End
from ..valuation.simulation.study import OddsStudy
from ..valuation.simulation.tieodds import TieOdds
from .data import assumptions_data, decimal_text

_QUANTILES = ("p10", "p25", "p50", "p75", "p90", "mean", "mean_error")


@exactly
def odds_data(study: OddsStudy) -> dict[str, Any]:
    """A study of odds as ``compkit/odds/1``."""
    found = study.simulation
    return {
        "format": "compkit/odds/1",
        "as_of": str(found.as_of),
        "currency": found.currency,
        "number": study.number,
        "paths": found.paths,
        "seed": found.seed,
        "generator": found.generator,
        "assumptions": assumptions_data(found.assumptions),
        "dynamics": dynamics_data(found.dynamics),
        "held_as_stated": list(study.held),
        "moves_no_offer": list(study.idle),
        "view": {"kind": found.view.kind, "basis": found.view.basis, "years": list(found.year_labels)},
        "left_out": [{"component": one.component, "not_told_by": list(one.untold_by)} for one in found.left_out],
        "offers": {name: _offer(study, name, offer) for name, offer in found.offers.items()},
        "duels": [_duel(duel) for duel in found.duels],
        "differences": [
            {"first": first, "second": second, "bars": [_bar(bar) for bar in bars]}
            for (first, second), bars in study.pair_bars.items()
        ],
        "break_evens": [_tie(tie) for ties in study.ties.values() for tie in ties],
        "replays": {name: _replay(replayed) for name, replayed in study.replays.items()},
    }


@exactly
def dynamics_data(dynamics: Dynamics) -> dict[str, Any]:
    """How what is uncertain may move."""
    return {
        "source": dynamics.source,
        "shares": {
            share.symbol: {"volatility": decimal_text(share.volatility), "source": share.source}
            for share in dynamics.shares
        },
        "tokens": {
            token.provider: {
                "drift_rate": decimal_text(token.drift_rate),
                "steps_a_year": decimal_text(token.steps_a_year),
                "step_rate": decimal_text(token.step_rate),
                "step_spread": decimal_text(token.step_spread),
                "source": token.source,
            }
            for token in dynamics.tokens
        },
        "utilisation": _distribution(dynamics.utilisation),
        "payout": _distribution(dynamics.payout),
        "demand": _distribution(dynamics.demand),
        "options_at": dynamics.options_at,
        "leaving": dynamics.leaving,
        "correlations": [
            {"between": [pair.first, pair.second], "rate": decimal_text(pair.rate)} for pair in dynamics.correlations
        ],
    }


def _distribution(stated: Distribution | None) -> Any:
    if stated is None:
        return None
    if isinstance(stated, Cases):
        return {
            "cases": [{"rate": decimal_text(rate), "probability": decimal_text(odds)} for rate, odds in stated.points]
        }
    return {name: decimal_text(getattr(stated, name)) for name in ("low", "likely", "high")}


def _offer(study: OddsStudy, name: str, offer: OfferOdds) -> dict[str, Any]:
    return {
        "stated": decimal_text(study.stated[name]),
        "worthless": _maybe(offer.worthless),
        "cost_at_risk": decimal_text(offer.cost_at_risk),
        "spreads": [_spread(total, spread) for total, spread in offer.spreads.items()],
        "runs_dry": [_dry(dry) for dry in offer.dry],
        "bars": [_bar(bar) for bar in study.bars[name]],
    }


def _spread(total: Total, spread: Spread) -> dict[str, Any]:
    return {
        "number": total.number,
        "tokens": total.tokens,
        "year": total.year or None,
        "through": total.through,
        **{name: decimal_text(getattr(spread, name)) for name in _QUANTILES},
        "is_exact": spread.is_exact,
    }


def _duel(duel: Duel) -> dict[str, Any]:
    return {
        "first": duel.first,
        "second": duel.second,
        "number": duel.number,
        "tokens": duel.tokens,
        "year": duel.year,
        "wins": decimal_text(duel.wins),
        "ties": decimal_text(duel.ties),
    }


def _dry(dry: DryOdds) -> dict[str, Any]:
    days = {name: _day(getattr(dry, name)) for name in ("p10", "p50", "p90")}
    return {"allowance": dry.allowance, "odds": _maybe(dry.odds), **days, "missing": dry.missing or None}


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "kind": bar.kind,
        "factor": bar.factor,
        "unit": bar.unit or None,
        "stated": decimal_text(bar.stated),
        "p10": _end(bar.low),
        "p90": _end(bar.high),
    }


def _end(end: End) -> dict[str, Any]:
    at = end.input
    return {"input": decimal_text(at) if isinstance(at, Decimal) else _day(at), "total": decimal_text(end.total)}


def _tie(tie: TieOdds) -> dict[str, Any]:
    return {
        "first": tie.first,
        "second": tie.second,
        "number": tie.number,
        "tokens": tie.tokens,
        "kind": tie.kind,
        "factor": tie.factor,
        "unit": tie.unit or None,
        "at": decimal_text(tie.at),
        "stated": _maybe(tie.stated),
        "per_mtok": None if tie.price is None else decimal_text(tie.price.amount),
        "above": tie.above,
        "odds_above": _maybe(tie.odds_above),
    }


def _replay(replayed: Replay) -> dict[str, Any]:
    return {
        "allowances": [
            {"allowance": found.allowance, "basket": found.basket.label, "days": list(_replayed_days(found.days))}
            for found in replayed.allowances
        ],
        "unknown": list(replayed.unknown),
    }


def _replayed_days(days: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for day in days:
        yield {
            "on": str(day.on),
            "per_mtok": decimal_text(day.per_mtok.amount),
            "pays_a_year": decimal_text(day.pays.amount),
            "mtok_a_year": "unlimited" if day.mtok is None else decimal_text(day.mtok),
        }


def _maybe(number: Decimal | None) -> str | None:
    return None if number is None else decimal_text(number)


def _day(on: date | None) -> str | None:
    return None if on is None else str(on)
