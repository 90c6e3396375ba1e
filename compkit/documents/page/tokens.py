"""The tokens of an offer on the page: a year of them, and where they may be spent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import CompkitError
from ...market.market import Market
from ...pay.baskets import Basket
from ...pay.rules import FixedMoney
from ...valuation.compare import Comparison
from ..token_prices import check_candid
from .numbers import figure
from .reader import Reader


def tokens_data(comparison: Comparison, name: str, models: Sequence[str]) -> dict[str, Any] | None:
    """Tokens of an offer a year on average as promised, and the models to choose from that its money may buy."""
    allowances = comparison.valuations[name].package.tokens
    if not allowances or "tokens" not in comparison.components:
        return None
    line = comparison.token_lines[name]
    limited = [allowance.providers for allowance in allowances if isinstance(allowance.rule, FixedMoney)]
    providers = dict.fromkeys(provider for own in limited for provider in own) if all(limited) else {}
    return {
        "money": figure(line.money.amount),
        "mtok": figure(line.mtok),
        "providers": list(providers),
        "may_spend": [number for number, model in enumerate(models) if comparison.may_spend(name, model)],
    }


def candid(basket: Basket | None, market: Market, reader: Reader) -> Basket | None:
    """A basket that a reader may see priced: for a candidate none whose price is a contract's or an own factory's."""
    if basket is None or reader == "employer":
        return basket
    try:
        check_candid(basket, market.book, market.as_of)
    except CompkitError:
        return None
    return basket
