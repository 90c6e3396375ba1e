"""The exhibit of prices: the rows of the price list, or the price basis, at which a letter states its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..market.prices import TokenPrice, rows_of
from ..money import Money
from ..pay.allowance import TokenAllowance
from ..valuation.value import Valuation
from .token_prices import price_said
from .voice import Voice

KINDS = {
    "fresh_input": "Input",
    "cache_write": "Cache write",
    "cache_write_1h": "Cache write, 1 h",
    "cache_read": "Cache read",
    "output": "Output",
}
"""Kinds of tokens, as the exhibit names them."""


def price_rows(valuation: Valuation, voice: Voice) -> list[dict[str, str]]:
    """Every price that a letter's tokens are stated at, a row a model and kind, each once; in money per million tokens.

    Args:
        valuation: Of the offer's package.
        voice: How figures and days are written.

    Raises:
        MissingFact: If a price is internal.
    """
    found = [row for allowance in valuation.package.tokens for row in _rows(allowance, valuation, voice)]
    return [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in found)]


def _rows(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> Iterator[dict[str, str]]:
    said = price_said(allowance, valuation)
    if said is None:
        return
    if said.is_basis:
        shown = voice.unit_price(said.per_mtok, 2)
        yield _row(allowance.name, "Price basis", shown, voice.day(said.on), said.source)
        return
    assert allowance.basket is not None  # a list price is one of a basket
    for row in rows_of(allowance.basket, valuation.market.book, valuation.market.as_of):
        for kind, name in KINDS.items():
            price: Decimal | None = getattr(row.card, kind)
            if price is not None:
                shown = voice.unit_price(Money(price, row.currency), 2)
                yield _row(row.model, name, shown, voice.day(row.from_on), _source(row, voice))


def _row(model: str, kind: str, price: str, since: str, source: str) -> dict[str, str]:
    return {"model": model, "kind": kind, "price": price, "since": since, "source": source}


def _source(row: TokenPrice, voice: Voice) -> str:
    checked = f", checked on {voice.day(row.checked_on)}" if row.checked_on else ""
    return f"{row.stated_by}{checked}"
