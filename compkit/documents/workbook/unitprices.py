"""Prices of units as formulas over the inputs: the same rules as the market's, one for each kind of unit."""

from __future__ import annotations

from decimal import Decimal

from ...market.market import Market
from ...money import Money
from ...pay.entitlements import Entitlement
from ...pay.rules import BetterOfBoth, Collar, PriceRule
from ...pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney
from ...valuation.compare import Comparison
from .inputs import Inputs
from .pen import Formula, Value, literal
from .prices import PriceTable


class UnitPrices:
    """Formulas for what a unit is expected to cost and what it is worth, in the comparison's currency."""

    def __init__(self, comparison: Comparison, inputs: Inputs, prices: PriceTable) -> None:
        """Formulas over these inputs and price cells."""
        self._comparison = comparison
        self._inputs = inputs
        self._prices = prices

    def prices(self, offer: str, row: Entitlement, *, years: str, floor: str, cap: str) -> tuple[Value, Value]:
        """The price of a row's unit on its day: expected, and to the employee, before expected factors.

        Args:
            offer: Whose row it is.
            row: The row.
            years: Cell with the years from the day of valuation to the row's day.
            floor: Cell with the least at which the promise settles.
            cap: Cell with the most.
        """
        market, unit, on = self._comparison.valuations[offer].market, row.unit, row.on or row.earned[0]
        match unit:
            case Cash(currency):
                return self._both(f"1{self._rate(offer, market, currency)}")
            case TokenMoney(currency):  # an index has no cell: what it has come to is a dated input
                worth = literal(market.unit_price(unit, on).amount)
                return self._both(f"{worth}{self._rate(offer, market, currency)}")
            case Shares(symbol):
                currency = market.share_price(symbol, on).currency
                return self._both(f"{self._share(offer, symbol, years)}{self._rate(offer, market, currency)}")
            case Options() if market.options.is_model:  # no cell formula gives a model's value: it is a dated input
                model = market.convert(market.unit_price(unit, on), self._comparison.currency).amount
                return model, model
            case Options():
                return self._both(self._intrinsic(offer, market, unit, years))
            case TokenClaim():
                spent, worth = (self._prices.basket(market, unit, on, stage) for stage in ("contract", "list"))
                return Formula(self._ruled(offer, unit, spent, floor, cap)), Formula(
                    self._ruled(offer, unit, worth, floor, cap)
                )
            case CapacityShare():
                return self._month(offer, market, unit, row)

    def bounds(self, offer: str, row: Entitlement) -> tuple[Value, Value]:
        """The least and the most at which a million promised tokens settle; nothing where nothing bounds them."""
        unit = row.unit
        if not isinstance(unit, TokenClaim) or unit.basis_per_mtok is None:
            return None, None
        market = self._comparison.valuations[offer].market
        rate = self._inputs.convert(offer, market, unit.currency, self._comparison.currency)
        low, high = _bounds(unit.rule, unit.basis_per_mtok)
        found = (None if bound is None else Formula(f"{literal(bound)}{rate}") for bound in (low, high))
        return next(found), next(found)

    @staticmethod
    def _both(formula: str) -> tuple[Value, Value]:
        price: Value = Decimal(1) if formula == "1" else Formula(formula)
        return price, price

    def _rate(self, offer: str, market: Market, currency: str) -> str:
        return self._inputs.convert(offer, market, currency, self._comparison.currency)

    def _share(self, offer: str, symbol: str, years: str) -> str:
        price, growth = (self._inputs.of(offer, f"{what} {symbol}") for what in ("share", "growth"))
        return f"{price}*(1+{growth})^{years}"

    def _intrinsic(self, offer: str, market: Market, unit: Options, years: str) -> str:
        currency = market.share_price(unit.symbol, market.as_of).currency
        strike = literal(Money(unit.strike, unit.currency).amount)
        strike += self._inputs.convert(offer, market, unit.currency, currency)
        return f"MAX({self._share(offer, unit.symbol, years)}-{strike},0){self._rate(offer, market, currency)}"

    def _ruled(self, offer: str, unit: TokenClaim, price: str, floor: str, cap: str) -> str:
        """A million tokens at f(p), where p moves with the inputs and f is the promise's rule."""
        market = self._comparison.valuations[offer].market
        price += self._inputs.convert(offer, market, self._prices.currency_of(unit), self._comparison.currency)
        low, high = _bounds(unit.rule, unit.basis_per_mtok)
        price = price if low is None else f"MAX({price},{floor})"
        return price if high is None else f"MIN({price},{cap})"

    def _month(self, offer: str, market: Market, unit: CapacityShare, row: Entitlement) -> tuple[Value, Value]:
        """A month's output at the price of its tokens, or at what its owner says, which no list price moves."""
        on, output = row.on or row.earned[0], literal(market.capacity(unit.capacity).mtok_a_month)
        spent, worth = (Formula(f"{output}*{self._prices.basket(market, unit, on, s)}") for s in ("contract", "list"))
        if market.capacity(unit.capacity).cost_per_mtok is None:
            return spent, worth
        own = market.unit_price(unit, on, stage="contract")
        return Formula(f"{literal(own.amount)}{self._rate(offer, market, own.currency)}"), worth


def _bounds(rule: PriceRule, basis: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    if basis is None:
        return None, None
    match rule:
        case Collar(down_rate=down, up_rate=up):
            return basis * (1 - down), basis * (1 + up)
        case BetterOfBoth():
            return basis, None
        case _:
            return None, None
