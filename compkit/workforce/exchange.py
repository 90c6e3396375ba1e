"""Exchange rates as exact fractions, as sums over many people take them."""

from __future__ import annotations

from fractions import Fraction

from ..market.market import Market


def exchange_fraction(market: Market, base: str, quote: str) -> Fraction:
    """Units of `quote` for one of `base`, exact; a stated rate works both ways.

    Raises:
        MissingFact: If no rate was given.
    """
    if base == quote:
        return Fraction(1)
    fact = market.rate_fact(base, quote)
    return Fraction(fact.rate) if fact.base == base else 1 / Fraction(fact.rate)
