"""Dynamics in words: what is drawn and how, and what stays as stated. For the employer: it names use and payout."""

from __future__ import annotations

from collections.abc import Container, Iterator
from decimal import Decimal

from attrs import evolve

from ..valuation.assumptions import Assumptions
from ..valuation.basis import percent
from ..valuation.simulation.dynamics import Cases, Distribution, Dynamics, ShareMotion, TokenMotion
from ..valuation.simulation.sensitivity import used_distribution


def dynamics_words(dynamics: Dynamics, *, idle: Container[str] = ()) -> tuple[str, ...]:
    """One line for each thing that is drawn, with its source where one is stated.

    Args:
        dynamics: What may move.
        idle: Symbols and providers that are passed over, since nothing depends on them.
    """
    shares = tuple(share for share in dynamics.shares if share.symbol not in idle)
    tokens = tuple(token for token in dynamics.tokens if token.provider not in idle)
    return tuple(_lines(evolve(dynamics, shares=shares, tokens=tokens)))


def _lines(dynamics: Dynamics) -> Iterator[str]:
    for share in dynamics.shares:
        yield f"{_share(share)}{_source(share.source)}."
    for token in dynamics.tokens:
        yield f"{_token(token)}{_source(token.source)}."
    if dynamics.utilisation is not None:
        yield f"Use of token allowances: {distribution_words(dynamics.utilisation)}, drawn once a future."
    if dynamics.payout is not None:
        yield f"Payout of target bonuses: {distribution_words(dynamics.payout)}, drawn for each bonus."
    if dynamics.demand is not None:
        yield f"Tokens needed, of what an allowance buys today: {distribution_words(dynamics.demand)}."
    if dynamics.leaving != "drawn":
        yield "Leaving counts by its odds, as in a valuation, and is not drawn."
    if dynamics.options_at != "vesting":
        yield "Options are exercised at their expected term, midway between vesting and expiry."
    for pair in dynamics.correlations:
        yield f"{pair.first} and {pair.second} move together at {pair.rate.normalize():f}; all others independently."
    if dynamics.source:
        yield f"Source: {dynamics.source}."


def expectations_drawn(dynamics: Dynamics, given: Assumptions) -> Iterator[str]:
    """What the assumptions state as odds, and what is therefore drawn too."""
    use = used_distribution(dynamics, given)
    if dynamics.utilisation is None and use is not None:
        yield f"Use of token allowances, as expected: {distribution_words(use)}, drawn once a future."
    if given.leave_rate and dynamics.leaving == "drawn":
        yield f"Leaving: the day is drawn, at {percent(given.leave_rate)} a year on every day alike."


def _share(share: ShareMotion) -> str:
    return f"{share.symbol} share price: volatility {percent(share.volatility)} a year around its stated growth"


def _token(token: TokenMotion) -> str:
    """Drift and steps of a provider."""
    words = []
    if token.drift_rate:
        words.append(f"{_signed(token.drift_rate)} a year")
    if token.steps_a_year:
        spread = f", spread {percent(token.step_spread)}" if token.step_spread else ""
        steps = "step" if token.steps_a_year == 1 else "steps"
        number = f"{token.steps_a_year.normalize():f} {steps} a year"
        words.append(f"{number}, the middle one {_signed(token.step_rate)}{spread}")
    return f"{token.provider} prices: {'; '.join(words) or 'as stated'}"


def distribution_words(distribution: Distribution) -> str:
    """``40 % to 100 %, likeliest 70 %``, ``40 % (odds 30 %) or 100 % (odds 70 %)``, or one rate."""
    if not isinstance(distribution, Cases):
        ends = f"{percent(distribution.low)} to {percent(distribution.high)}"
        return f"{ends}, likeliest {percent(distribution.likely)}"
    if len(distribution.points) == 1:
        return percent(distribution.points[0][0])
    return " or ".join(f"{percent(rate)} (odds {percent(odds)})" for rate, odds in distribution.points)


def _source(source: str) -> str:
    return f" ({source})" if source else ""


def _signed(rate: Decimal) -> str:
    return f"+{percent(rate)}" if rate > 0 else percent(rate)
