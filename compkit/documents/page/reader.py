"""Who reads a page, and what of a market that reader may see."""

from __future__ import annotations

from typing import Literal

from attrs import evolve

from ...errors import InvalidValue
from ...market.market import Market
from ...pay.entitlements import Number
from ...valuation.compare import Comparison

Reader = Literal["candidate", "employer"]
READERS: tuple[Reader, ...] = ("candidate", "employer")

NUMBERS: dict[Reader, tuple[Number, ...]] = {"candidate": ("face", "worth"), "employer": ("face", "cost", "worth")}
"""The numbers that a page shows: a candidate's has no expected cost."""

DEFINITIONS: dict[Reader, dict[Number, str]] = {
    "candidate": {
        "face": "what the offer promises: bonus at target, shares at today's price, tokens at their price basis",
        "worth": "what it is worth to you, as you set it on this page; tokens count as far as they are for your own "
        "use",
    },
    "employer": {
        "face": "what the offer promises: bonus at target, shares at today's price, tokens at their price basis",
        "cost": "what will be spent: bonus at its expected payout, tokens at their expected use; not the accounting "
        "expense",
        "worth": "what it is worth to the employee: tokens count as far as they are for personal use",
    },
}
"""What each number means, in words for its reader."""

INTERNAL = "INTERNAL: shows expected cost. Not for the candidate."


def known_reader(reader: Reader) -> Reader:
    """A reader, or an error that names them."""
    if reader not in READERS:
        raise InvalidValue("reader", reader, "is not a reader of pages", f"say {' or '.join(READERS)}")
    return reader


def market_for(market: Market, reader: Reader) -> Market:
    """The market that a reader may see: for a candidate without contracts, costs of own capacity, or expected growth.

    Growth is left to the reader's own judgement: a candidate's page starts at none.
    """
    if reader == "employer":
        return market
    shares = tuple(evolve(share, growth_rate=None) for share in market.shares)
    capacities = tuple(evolve(capacity, cost_per_mtok=None) for capacity in market.capacities)
    return evolve(market, contracts=(), shares=shares, capacities=capacities)


def one_market(comparison: Comparison) -> Market:
    """The market in which all offers are valued.

    Raises:
        InvalidValue: If they are valued in different markets or under different assumptions, which one set of sliders
            cannot move.
    """
    first = comparison.baseline
    for name, valuation in comparison.valuations.items():
        for what in ("market", "assumptions"):
            if getattr(valuation, what) != getattr(first, what):
                rule = f"must be valued with the same {what} as the first offer: a page has one set of inputs"
                raise InvalidValue(f"page: {name}", f"another {what}", rule)
    return first.market
