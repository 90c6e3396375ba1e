"""Odds on the page: fans, duels and what moves a total most; for a candidate, of share and token prices alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen

from ...errors import InvalidValue
from ...pay.baskets import Basket
from ...valuation.assumptions import Assumptions
from ...valuation.basis import percent
from ...valuation.compare import Comparison
from ...valuation.simulation.dynamics import Dynamics
from ...valuation.simulation.odds import DryOdds, Moving, OfferOdds, Simulation, Spread
from ...valuation.simulation.sensitivity import Bar, End, sensitivity
from ...valuation.simulation.simulate import simulate
from ..dynamicswords import dynamics_words
from ..figures import price
from ..format import rounded
from .numbers import figure
from .reader import Reader, market_for, one_market

_QUANTILES = ("p10", "p25", "p50", "p75", "p90", "mean")
_TOKENS: tuple[Any, ...] = ("all", "none")


@frozen(kw_only=True)
class PageOdds:
    """Odds for one reader.

    Attributes:
        reader: Whose page they are for.
        simulation: The offers, simulated.
        bars: What each factor alone does to an offer's total to the employee, by its name.
    """

    reader: Reader
    simulation: Simulation
    bars: Mapping[str, tuple[Bar, ...]]


def page_odds(
    comparison: Comparison, dynamics: Dynamics | None, *, reader: Reader = "candidate", paths: int = 10_000, seed: int
) -> PageOdds | None:
    """The odds of a comparison for a reader; None where nothing moves that the reader may see.

    A candidate's know only how shares and token prices move: every bonus pays its target, and nobody leaves.

    Args:
        comparison: The offers.
        dynamics: How prices, use, payout and staying move; None if nobody said.
        reader: ``candidate`` or ``employer``.
        paths: How many are drawn.
        seed: Any whole number; the same one gives the same odds.

    Raises:
        InvalidValue: If paths or correlations are refused.
    """
    market, given = market_for(one_market(comparison), reader), comparison.baseline.assumptions
    if dynamics is not None and reader == "candidate":
        dynamics, given = _prices_alone(dynamics), _nothing_expected(given)
    if dynamics is None or not _moves(dynamics):
        return None
    packages = {name: valuation.package for name, valuation in comparison.valuations.items()}
    out = [entry.component for entry in comparison.left_out]
    simulation = simulate(
        packages,
        market,
        dynamics,
        assumptions=given,
        paths=paths,
        seed=seed,
        view=comparison.view,
        currency=comparison.currency,
        basket=Basket.of(comparison.models[0], comparison.mix) if comparison.models else None,
    )
    bars = {
        name: sensitivity(evolve(package, currency=comparison.currency), market, given, dynamics, without=out)
        for name, package in packages.items()
    }
    return PageOdds(reader=reader, simulation=simulation, bars=bars)


def _prices_alone(dynamics: Dynamics) -> Dynamics:
    """How shares and token prices move, and nothing else; sources are the employer's own words."""
    shares = tuple(evolve(share, source="") for share in dynamics.shares)
    tokens = tuple(evolve(token, source="") for token in dynamics.tokens)
    moving = {share.symbol for share in dynamics.shares} | {token.provider for token in dynamics.tokens}
    together = tuple(pair for pair in dynamics.correlations if {pair.first, pair.second} <= moving)
    return Dynamics(shares=shares, tokens=tokens, correlations=together, options_at=dynamics.options_at)


def _moves(dynamics: Dynamics) -> bool:
    return any((dynamics.shares, dynamics.tokens, dynamics.utilisation, dynamics.payout, dynamics.demand))


def _nothing_expected(given: Assumptions) -> Assumptions:
    """The day, the horizon and what cannot be sold; nothing of payout, use, staying, load or discount."""
    return Assumptions(
        as_of=given.as_of, horizon_months=given.horizon_months, illiquidity=given.illiquidity, events=given.events
    )


def odds_data(odds: PageOdds, comparison: Comparison) -> dict[str, Any]:
    """Odds as the page has them; what a candidate's page must not hold is not there.

    Raises:
        InvalidValue: If they are of other offers.
    """
    found = odds.simulation
    if found.names != comparison.names:
        raise InvalidValue("odds of the page", ", ".join(found.names), f"must be of {', '.join(comparison.names)}")
    numbers: tuple[Moving, ...] = ("worth",) if odds.reader == "candidate" else ("worth", "cost")
    offers = list(found.offers.values())
    data = {
        "paths": found.paths,
        "seed": found.seed,
        "generator": found.generator,
        "words": list(dynamics_words(found.dynamics)),
        "fan": {number: [_fan(found, offer, number) for offer in offers] for number in numbers},
        "duels": list(_duels(found, numbers)),
        "tornado": [[_bar(bar) for bar in odds.bars.get(name, ()) if bar.width] for name in found.names],
        "worthless": [None if offer.worthless is None else _odds(offer.worthless) for offer in offers],
    }
    if odds.reader == "candidate":
        return data
    return data | {
        "dry": [[_dry(dry) for dry in offer.dry] for offer in offers],
        "cost_at_risk": [_money(offer.cost_at_risk) for offer in offers],
    }


def _money(amount: Decimal) -> str:
    return figure(rounded(amount, 2))


def _odds(share: Decimal) -> str:
    return figure(rounded(share, 6))


def _fan(found: Simulation, offer: OfferOdds, number: Moving) -> dict[str, list[dict[str, str]]]:
    """How the sum through each year spreads."""
    return {
        tokens: [
            {"year": label} | _spread(found.spread(offer.name, number, tokens=tokens, through=label))
            for label in offer.year_labels
        ]
        for tokens in _TOKENS
    }


def _spread(spread: Spread) -> dict[str, str]:
    return {name: _money(getattr(spread, name)) for name in _QUANTILES}


def _duels(found: Simulation, numbers: tuple[Moving, ...]) -> Iterator[dict[str, Any]]:
    places = {name: place for place, name in enumerate(found.names)}
    for duel in found.duels:
        if duel.number in numbers and duel.tokens in _TOKENS:
            yield {
                "first": places[duel.first],
                "second": places[duel.second],
                "number": duel.number,
                "tokens": duel.tokens,
                "year": duel.year,
                "wins": _odds(duel.wins),
                "ties": _odds(duel.ties),
            }


def _dry(dry: DryOdds) -> dict[str, Any]:
    days = {name: None if (day := getattr(dry, name)) is None else str(day) for name in ("p10", "p50", "p90")}
    return {"name": dry.allowance, "odds": None if dry.odds is None else _odds(dry.odds), **days}


def _bar(bar: Bar) -> dict[str, str]:
    names = {"share price": f"{bar.factor} share price", "token prices": f"{bar.factor} token prices"}
    return {
        "name": names.get(bar.kind, bar.factor),
        "low": _money(bar.low.total),
        "high": _money(bar.high.total),
        "base": _money(bar.stated),
        "low_words": f"P10: {_input(bar, bar.low)}",
        "high_words": f"P90: {_input(bar, bar.high)}",
    }


def _input(bar: Bar, end: End) -> str:
    """Where a factor stands at an end of its bar."""
    if bar.kind == "leaving":
        return f"leaving on {end.input}" if end.input else "staying"
    assert isinstance(end.input, Decimal)  # only leaving has a day
    if bar.kind == "share price":
        return f"{bar.unit} {price(rounded(end.input, 2))}"
    if bar.kind == "token prices":
        change = rounded(end.input - 1, 3)
        return f"{'+' if change > 0 else ''}{percent(change)}"
    return percent(rounded(end.input, 3))
