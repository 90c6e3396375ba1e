"""Units on the page: what a quantity is a quantity of, with all that the page needs to price one on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from ...market.market import Market
from ...money import Money
from ...pay.rules import Collar, rule_name
from ...pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from ...valuation.assumptions import Assumptions
from .baskets import Baskets
from .days import Days
from .numbers import figure, steps
from .reader import Reader


class Units:
    """Units in the order in which they are asked for.

    Args:
        market: What the reader may see.
        currency: ISO 4217 code of the page.
        days: Days of the page.
        baskets: Where baskets are collected.
        reader: Whose page it is.
    """

    def __init__(self, market: Market, currency: str, days: Days, baskets: Baskets, reader: Reader) -> None:
        self._market = market
        self._currency = currency
        self._days = days
        self._baskets = baskets
        self._reader = reader
        self._indices: dict[Unit, int] = {}
        self._on: dict[Unit, set[date]] = {}

    def index(self, unit: Unit, on: date) -> int:
        """The number of a unit, delivered on a day."""
        self._on.setdefault(unit, set()).add(on)
        return self._indices.setdefault(unit, len(self._indices))

    @property
    def symbols(self) -> list[str]:
        """Shares that any unit is or is an option on, sorted."""
        return sorted({unit.symbol for unit in self._indices if isinstance(unit, (Shares, Options))})

    @property
    def currencies(self) -> list[str]:
        """Currencies that are converted into the page's, sorted."""
        found = {unit.currency for unit in self._indices if isinstance(unit, (Cash, TokenMoney, TokenClaim, Options))}
        found |= {self._market.share_fact(symbol).price.currency for symbol in self.symbols}
        return sorted(found - {self._currency})

    def data(self) -> list[dict[str, Any]]:
        """Every unit."""
        return [self._unit(unit) | {"face": self._face(unit)} for unit in self._indices]

    def _unit(self, unit: Unit) -> dict[str, Any]:
        match unit:
            case Cash(currency):
                return {"kind": "cash", "currency": currency, "rate": self._rate(currency)}
            case TokenMoney():
                return self._money(unit)
            case Shares(symbol):
                return {"kind": "shares", "symbol": symbol}
            case Options():
                return self._option(unit)
            case TokenClaim():
                return self._claim(unit)
            case CapacityShare():
                return self._capacity(unit)

    def _rate(self, currency: str) -> str:
        return figure(self._market.exchange_rate(currency, self._currency))

    def _money(self, unit: TokenMoney) -> dict[str, Any]:
        said = {"kind": "money", "currency": unit.currency, "rate": self._rate(unit.currency)}
        rule = unit.index
        if rule is None:
            return said | {"index": None, "ratios": None}
        ratios = self._by_step(unit, lambda on: self._market.index_ratio(rule, on))
        return said | {"index": rule.index, "ratios": ratios}

    def _option(self, unit: Options) -> dict[str, Any]:
        share = self._market.share_fact(unit.symbol).price.currency
        strike = self._market.convert(Money(unit.strike, unit.currency), share)
        expires = self._days.offset(unit.expires_on)
        return {"kind": "options", "symbol": unit.symbol, "strike": figure(strike.amount), "expires": expires}

    def _claim(self, unit: TokenClaim) -> dict[str, Any]:
        currency = self._currency if unit.basis_per_mtok is None else unit.currency
        limits: dict[str, str | None] = {"down": None, "up": None}
        if isinstance(unit.rule, Collar):
            limits = {"down": figure(unit.rule.down_rate), "up": figure(unit.rule.up_rate)}
        return {
            "kind": "claim",
            "basket": self._baskets.index(unit.basket, currency),
            "rule": rule_name(unit.rule),
            **limits,
            "basis": None if unit.basis_per_mtok is None else figure(unit.basis_per_mtok),
            "rate": self._rate(currency),
        }

    def _capacity(self, unit: CapacityShare) -> dict[str, Any]:
        capacity = self._market.capacity(unit.capacity)
        said = {
            "kind": "capacity",
            "capacity": unit.capacity,
            "basket": self._baskets.index(unit.basket, self._currency),
            "mtok": figure(capacity.mtok_a_month),
            "rate": "1",
        }
        if self._reader == "candidate":
            return said
        own = capacity.cost_per_mtok
        cost = None if own is None else self._market.convert(own * capacity.mtok_a_month, self._currency)
        return said | {"own": None if cost is None else figure(cost.amount)}

    def _face(self, unit: Unit) -> Any:
        """The price as promised; by day where a model values options, since it depends on the day of vesting."""
        if isinstance(unit, Options) and self._market.options.is_model:
            return [[self._days.index(on), figure(self._promised(unit, on))] for on in sorted(self._on[unit])]
        return figure(self._promised(unit, min(self._on[unit])))

    def _promised(self, unit: Unit, on: date) -> Decimal:
        return self._market.convert(self._market.unit_price(unit, on, stated=True), self._currency).amount

    def _by_step(self, unit: Unit, found: Callable[[date], Decimal]) -> list[list[object]]:
        return steps((self._days.index(on), [figure(found(on))]) for on in sorted(self._on[unit]))

    # what units are worth

    def shares(self, given: Assumptions) -> dict[str, dict[str, Any]]:
        """Shares by symbol: stated price, growth, exchange rate, and what is lost as long as they cannot be sold."""
        return {symbol: self._share(symbol, given) for symbol in self.symbols}

    def _share(self, symbol: str, given: Assumptions) -> dict[str, Any]:
        fact = self._market.share_fact(symbol)
        price = self._market.share_price(symbol, self._market.as_of)
        return {
            "price": figure(price.amount),
            "currency": price.currency,
            "growth": figure(self._market.share_growth(symbol)),
            "on": str(fact.on),
            "source": fact.source,
            "rate": self._rate(price.currency),
            "illiquid": self._illiquid(symbol, given),
        }

    def _illiquid(self, symbol: str, given: Assumptions) -> list[list[object]] | None:
        stated = given.illiquid(symbol)
        if stated is None:
            return None
        days = {on for unit, own in self._on.items() if getattr(unit, "symbol", "") == symbol for on in own}
        return steps((self._days.index(on), [figure(stated.discount(on))]) for on in sorted(days))

    def option_pricing(self) -> dict[str, Any]:
        """The method by which options are valued, with its parameters."""
        pricing, symbols = self._market.options, self.symbols
        said: dict[str, Any] = {"method": pricing.method}
        if not pricing.is_model:
            return said
        said |= {
            "rate": None if pricing.rate is None else figure(pricing.rate),
            "term": "full" if pricing.term == "contractual" else pricing.term,
            "volatility": {symbol: figure(rate) for symbol, rate in pricing.volatility if symbol in symbols},
            "dividend_yield": {symbol: figure(rate) for symbol, rate in pricing.dividend_yield if symbol in symbols},
        }
        if pricing.method != "lattice":
            return said
        multiple = None if pricing.exercise_multiple is None else figure(pricing.exercise_multiple)
        return said | {"exercise_multiple": multiple, "exit_rate": figure(pricing.exit_rate), "steps": pricing.steps}

    def rates(self) -> list[dict[str, str]]:
        """Exchange rates that convert into the page's currency, with day and source."""
        facts = (self._market.rate_fact(currency, self._currency) for currency in self.currencies)
        return [
            {"from": fact.base, "to": fact.quote, "rate": figure(fact.rate), "on": str(fact.on), "source": fact.source}
            for fact in facts
        ]
