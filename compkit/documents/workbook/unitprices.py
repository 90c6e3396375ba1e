"""Prices of units as formulas over the inputs: the same rules as the market's, one for each kind of unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import evolve

from ...market.market import Market, Stage
from ...money import EXACT, Money
from ...pay.entitlements import Entitlement
from ...pay.rules import BetterOfBoth, Collar, FixedMoney
from ...pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney
from ...valuation.compare import Comparison
from .inputs import Inputs, spot
from .pen import Formula, Value, literal
from .prices import PriceTable


class UnitPrices:
    """Formulas for what a unit is expected to cost and what it is worth, in the comparison's currency."""

    def __init__(self, comparison: Comparison, inputs: Inputs, prices: PriceTable) -> None:
        """Formulas over these inputs and price cells."""
        self._comparison = comparison
        self._inputs = inputs
        self._prices = prices
        self._growth: dict[tuple[str, str, date], Decimal] = {}

    def prices(self, offer: str, row: Entitlement) -> tuple[Value, Value]:
        """The price of a row's unit on its day: expected, and to the employee, before expected factors."""
        market, unit, on = self._comparison.valuations[offer].market, row.unit, row.on or row.earned[0]
        match unit:
            case Cash(currency):
                rate = market.exchange_rate(currency, self._comparison.currency)
                return rate, rate
            case TokenMoney(currency):  # an index has no cell: what it has come to is a dated input
                rate = market.convert(market.unit_price(unit, on), self._comparison.currency).amount
                return rate, rate
            case Shares(symbol):
                price = Formula(self._share(offer, symbol, on, market.share_price(symbol, on).currency))
                return price, price
            case Options() if market.options.is_model:  # no cell formula gives a model's value: it is a dated input
                model = market.convert(market.unit_price(unit, on), self._comparison.currency).amount
                return model, model
            case Options():
                price = Formula(self._intrinsic(offer, unit, on))
                return price, price
            case TokenClaim():
                stages: tuple[Stage, Stage] = ("contract", "list")
                cost, worth = (Formula(self._claim(market, unit, on, stage)) for stage in stages)
                return cost, worth
            case CapacityShare():
                return self._owned(market, unit, on), Formula(self._output(market, unit, on, "list"))

    def _rate(self, market: Market, currency: str, target: str | None = None) -> str:
        """A factor that converts into the comparison's currency, or nothing."""
        rate = market.exchange_rate(currency, target or self._comparison.currency)
        return "" if rate == 1 else f"*{literal(rate)}"

    def _share(self, offer: str, symbol: str, on: date, currency: str) -> str:
        market = self._comparison.valuations[offer].market
        growth = self._grown(offer, symbol, on)
        grown = "" if growth == 1 else f"*{literal(growth)}"
        return f"{self._inputs.share(offer, symbol)}{grown}{self._rate(market, currency)}"

    def _grown(self, offer: str, symbol: str, on: date) -> Decimal:
        """What a share of 1 on `as_of` is on a day."""
        key = (offer, symbol, on)
        if key not in self._growth:
            market = self._comparison.valuations[offer].market
            one = evolve(
                market, shares=tuple(evolve(share, price=Money(1, share.price.currency)) for share in market.shares)
            )
            start = spot(one, symbol).amount
            self._growth[key] = EXACT.divide(one.share_price(symbol, on).amount, start) if start else Decimal(1)
        return self._growth[key]

    def _intrinsic(self, offer: str, unit: Options, on: date) -> str:
        market = self._comparison.valuations[offer].market
        currency = market.share_price(unit.symbol, on).currency
        strike = market.convert(Money(unit.strike, unit.currency), currency).amount
        growth = self._grown(offer, unit.symbol, on)
        share = self._inputs.share(offer, unit.symbol) + ("" if growth == 1 else f"*{literal(growth)}")
        return f"MAX({share}-{literal(strike)},0){self._rate(market, currency)}"

    def _claim(self, market: Market, unit: TokenClaim, on: date, stage: Stage) -> str:
        """A million tokens at f(p), where p moves with the input and f is the promise's rule."""
        currency = market.token_price(unit.basket, on, stage=stage).currency
        price = self._prices.basket(market, unit.basket, on, stage)
        if unit.basis_per_mtok is None:
            return price + self._rate(market, currency)
        price += self._rate(market, currency, unit.currency)
        return self._ruled(unit, price, unit.basis_per_mtok) + self._rate(market, unit.currency)

    def _owned(self, market: Market, unit: CapacityShare, on: date) -> Value:
        """What a share-month costs: what its owner says, which no list price moves, or what its tokens cost."""
        if market.capacity(unit.capacity).cost_per_mtok is None:
            return Formula(self._output(market, unit, on, "contract"))
        return market.convert(market.unit_price(unit, on, stage="contract"), self._comparison.currency).amount

    def _output(self, market: Market, unit: CapacityShare, on: date, stage: Stage) -> str:
        """A month's output at the price of its tokens."""
        currency = market.token_price(unit.basket, on, stage=stage).currency
        price = self._prices.basket(market, unit.basket, on, stage)
        return f"{literal(market.capacity(unit.capacity).mtok_a_month)}*{price}{self._rate(market, currency)}"

    @staticmethod
    def _ruled(unit: TokenClaim, price: str, basis: Decimal) -> str:
        match unit.rule:
            case FixedMoney():
                return literal(basis)
            case Collar(down_rate=down, up_rate=up):
                return f"MIN(MAX({price},{literal(basis * (1 - down))}),{literal(basis * (1 + up))})"
            case BetterOfBoth():
                return f"MAX({literal(basis)},{price})"
            case _:
                return price
