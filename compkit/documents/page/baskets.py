"""Baskets of tokens on the page: what a million costs on each day, at its own models and at each that can be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve

from ...errors import CompkitError
from ...market.market import Market
from ...market.moves import TokenPriceLevel
from ...market.scenarios import Scenario
from ...money import EXACT
from ...pay.baskets import Basket, BasketPart, provider_of
from .days import Days
from .numbers import figure, steps
from .partprices import PartPrices
from .reader import Reader


class Baskets:
    """Baskets in the order in which they are asked for, each in the currency in which it settles.

    Args:
        market: What the reader may see.
        days: Days of the page.
        priced_on: Days on which tokens are delivered.
        reader: Whose page it is; a candidate's holds list prices only.
        scenarios: What-ifs: where one applies announced prices, or puts tokens at one price, prices are said for that.
    """

    def __init__(
        self,
        market: Market,
        *,
        days: Days,
        priced_on: Iterable[date],
        reader: Reader,
        scenarios: Iterable[Scenario] = (),
    ) -> None:
        self._market = market
        self._days = days
        self._priced_on = sorted(set(priced_on))
        what_ifs = tuple(scenarios)
        self.has_levels = any(isinstance(move, TokenPriceLevel) for each in what_ifs for move in each.moves)
        self.has_other = any(each.announced not in (None, market.announced) for each in what_ifs)
        self._indices: dict[tuple[Basket, str], int] = {}
        self._prices = {"steps": PartPrices(market, reader, self.has_levels)}
        if self.has_other:
            other = evolve(market, announced=not market.announced)
            self._prices["other"] = PartPrices(other, reader, self.has_levels)

    def index(self, basket: Basket, currency: str) -> int:
        """The number of a basket in a currency."""
        return self._indices.setdefault((basket, currency), len(self._indices))

    def choices(self, models: Iterable[str]) -> list[str]:
        """Models that every basket can be moved to, each with a price on each day."""
        return [model for model in dict.fromkeys(models) if self._indices and self._can_take(model)]

    def _can_take(self, model: str) -> bool:
        try:
            for basket, currency in self._indices:
                self._parts(basket.with_model(model), currency)
        except CompkitError:
            return False  # no price for a mix or a day, sold no longer, or internal: it cannot be chosen
        return True

    def data(self, choices: Iterable[str]) -> list[dict[str, Any]]:
        """Every basket with its prices: its own models under an empty name, then the models to choose from."""
        models = list(choices)
        return [self._basket(basket, currency, models) for basket, currency in self._indices]

    def _basket(self, basket: Basket, currency: str, models: list[str]) -> dict[str, Any]:
        prices = {"": self._parts(self._own(basket), currency)}
        prices |= {model: self._parts(basket.with_model(model), currency) for model in models}
        mixes = ", ".join(dict.fromkeys(part.mix.name for part in basket.parts))
        said = {"name": basket.label, "mix": mixes, "currency": currency, "prices": prices}
        return said | {"dollar": figure(self._market.exchange_rate("USD", currency))} if self.has_levels else said

    def _own(self, basket: Basket) -> Basket:
        """The basket as the market itself has it."""
        for move in self._market.moves:
            basket = move.basket(basket)
        return basket

    def _parts(self, basket: Basket, currency: str) -> list[dict[str, Any]]:
        return [self._part(part, currency) for part in basket.parts]

    def _part(self, part: BasketPart, currency: str) -> dict[str, Any]:
        said: dict[str, Any] = {"provider": provider_of(part.model)}
        for name, prices in self._prices.items():
            said[name] = steps((self._days.index(on), prices.on(part, currency, on)) for on in self._priced_on)
        return said | {"weight": figure(_tokens(part))} if self.has_levels else said


def _tokens(part: BasketPart) -> Decimal:
    """Millions of tokens of a part in a promised million."""
    return EXACT.multiply(part.share, part.work_ratio)
