"""Dynamics as single facts, so that an assumptions file and the offers can each state some of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from .dynamics import DEMAND, PAYOUT, USE, Dynamics

_SHARES, _TOKENS, _DISTRIBUTION = "volatility of", "motion of the prices of", "distribution of"
_CORRELATION, _HOW = "correlation of", "dynamics"

Fact = tuple[tuple[str, str], Any]
"""What a fact is about, in two parts, and the fact."""


def single_facts(dynamics: Dynamics | None) -> Iterator[Fact]:
    """Every single fact of dynamics with what it is about; how options and leaving count is one if not the default."""
    if dynamics is None:
        return
    yield from (((_SHARES, share.symbol), share) for share in dynamics.shares)
    yield from (((_TOKENS, token.provider), token) for token in dynamics.tokens)
    for name in (USE, PAYOUT, DEMAND):
        if (stated := getattr(dynamics, name)) is not None:
            yield (_DISTRIBUTION, name), stated
    for pair in dynamics.correlations:
        yield (_CORRELATION, " and ".join(sorted((pair.first, pair.second)))), pair
    for name in ("options_at", "leaving"):
        if (how := getattr(dynamics, name)) != getattr(Dynamics(), name):
            yield (_HOW, name), how


def with_facts(dynamics: Dynamics | None, facts: Iterable[Fact], source: str = "") -> Dynamics | None:
    """Dynamics with further facts; what is about something else is passed over.

    Args:
        dynamics: As they are.
        facts: What to add, with what each is about.
        source: Where the added facts come from.
    """
    listed = list(facts)

    def of(kind: str) -> tuple[Any, ...]:
        return tuple(fact for (what, _), fact in listed if what == kind)

    single: dict[str, Any] = {name: fact for (what, name), fact in listed if what in (_DISTRIBUTION, _HOW)}
    more: dict[str, Any] = {"shares": of(_SHARES), "tokens": of(_TOKENS), "correlations": of(_CORRELATION)}
    if not any([*more.values(), single]):
        return dynamics
    now = dynamics or Dynamics()
    sources = dict.fromkeys(text for text in (now.source, source) if text)
    longer: dict[str, Any] = {name: (*getattr(now, name), *added) for name, added in more.items()}
    return evolve(
        now,
        **longer,
        **single,
        source="; ".join(sources),
    )
