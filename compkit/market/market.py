"""Market: what one unit is worth on a day. It holds facts, and the moves that a scenario adds to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from ..dates import years_between
from ..errors import InvalidValue, MissingFact
from ..money import EXACT, POWER, Money, exactly
from ..pay.baskets import Basket
from ..pay.rules import Indexed, rule_price
from ..pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from .contracts import Contract, check_contracts, contract_row, in_force
from .facts import Capacity, ExchangeRate, IndexValue, SharePrice, check_once
from .moves import Move
from .optionpricing import OptionPricing
from .prices import PriceBook, TokenPrice, priced

Stage = Literal["list", "contract"]


@frozen(kw_only=True)
class Market:
    """Prices of everything that an offer can promise.

    `stated` prices are as on `as_of`, before any move: the face of a promise uses them, so a scenario or another
    provider never moves what is promised (DESIGN section 2).

    Attributes:
        as_of: Today; later days use the prices in force on it, unless `announced`.
        book: List prices of tokens.
        contracts: What the employer pays instead; stated prices win over discounts, discounts over locks and list.
        shares: Share prices.
        rates: Exchange rates.
        indices: Values of the indices that allowances follow.
        capacities: What the capacities make of which allowances are slices.
        announced: Whether price changes that providers have announced are applied.
        options: How options are valued.
        moves: What scenarios have added, in order.
        name: Name of the scenario; ``as stated`` without one.
    """

    as_of: date
    book: PriceBook
    contracts: tuple[Contract, ...] = ()
    shares: tuple[SharePrice, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    announced: bool = False
    options: OptionPricing = OptionPricing()
    moves: tuple[Move, ...] = ()
    name: str = "as stated"
    _by_symbol: dict[str, SharePrice] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        found: dict[str, SharePrice] = {}
        for share in self.shares:
            if share.symbol in found:
                raise InvalidValue("shares", share.symbol, "has two prices", "keep one")
            found[share.symbol] = share
        object.__setattr__(self, "_by_symbol", found)
        check_contracts(self.contracts)
        check_once("indices", [(value.index, value.on) for value in self.indices])
        check_once("capacities", [(capacity.name,) for capacity in self.capacities])

    # tokens

    def pricing_day(self, on: date) -> date:
        """The day whose list price is used: `as_of` for all later days, unless announced changes are applied."""
        return on if self.announced else min(on, self.as_of)

    @exactly
    def token_row(self, model: str, on: date, stage: Stage = "list") -> TokenPrice:
        """The price row of a model on a day, after every move: list, or what contracts make of it.

        Moves are of list prices: a discount follows them, and what a contract locks or states does not.
        """
        row = self.book.price(model, self.pricing_day(on))
        for move in self.moves:
            row = move.token_row(row, on, self.as_of)
        if stage == "list":
            return row
        return contract_row(row, in_force(self.contracts, model, on), self.book.price)

    @exactly
    def token_price(self, basket: Basket, on: date, *, stage: Stage = "list", stated: bool = False) -> Money:
        """Price of a million tokens of a basket on a day, unrounded.

        Args:
            basket: Models and mix.
            on: The day.
            stage: ``list``, or ``contract`` for what the employer pays.
            stated: As on `as_of` at list, before any move.
        """
        if stated:
            return priced(basket, (self.book.price(part.model, self.as_of) for part in basket.parts))
        for move in self.moves:
            basket = move.basket(basket)
        for part in basket.parts:
            self._check_sold(part.model, on)
        return priced(basket, [self.token_row(part.model, on, stage) for part in basket.parts])

    def _check_sold(self, model: str, on: date) -> None:
        """Refuse a day on which a model is known to be sold no longer."""
        retires_on = self.book.retires_on(model)
        if retires_on is not None and on >= retires_on:
            what = f"successor of {model}, which is sold until {retires_on}, for a release on {on}"
            after = f"{{model: {model}, by: provider/model, from: {retires_on}, work_ratio: 1}}"
            raise MissingFact(what, f"successors:   # below the allowance\n  - {after}", to="the offer file")

    # indices and capacities

    def index_value(self, index: str, on: date) -> IndexValue:
        """The value of an index that holds on a day; later days use the one that holds on `as_of`.

        Raises:
            MissingFact: With the lines to paste, if none was given for that day.
        """
        day = min(on, self.as_of)
        known = [value for value in self.indices if value.index == index and value.on <= day]
        if not known:
            paste = f"indices:\n  {index}:\n    - {{value: 0.00, on: {day}, source: where it comes from}}"
            raise MissingFact(f"value of the index {index} on {day}", paste)
        return max(known, key=lambda value: value.on)

    @exactly
    def index_ratio(self, rule: Indexed, on: date) -> Decimal:
        """How far an index has come from the base date of a rule: 1 on that day.

        Raises:
            MissingFact: If the index has no value for one of the days.
        """
        base, now = self.index_value(rule.index, rule.base_on), self.index_value(rule.index, on)
        ratio = EXACT.divide(now.value, base.value)
        for move in self.moves:
            ratio = move.index(rule.index, ratio, on, self.as_of)
        return ratio

    def capacity(self, name: str) -> Capacity:
        """What a named capacity makes.

        Raises:
            MissingFact: With the lines to paste, if it was not given.
        """
        for capacity in self.capacities:
            if capacity.name == name:
                return capacity
        paste = f"capacities:\n  {name}: {{mtok_a_month: 0, on: {self.as_of}, source: where it comes from}}"
        raise MissingFact(f"monthly output of the capacity {name}", paste)

    # shares and currencies

    def share_fact(self, symbol: str) -> SharePrice:
        """The stated price of a share, with its day and source.

        Raises:
            MissingFact: With the lines to paste, if no price was given.
        """
        fact = self._by_symbol.get(symbol)
        if fact is None:
            paste = f"shares:\n  {symbol}: {{price: 0.00, on: {self.as_of}, source: where it comes from}}"
            raise MissingFact(f"share price of {symbol}", paste)
        return fact

    @exactly
    def share_price(self, symbol: str, on: date, *, stated: bool = False) -> Money:
        """Price of a share on a day: spot, grown at its stated rate; the spot itself where `stated`.

        Raises:
            MissingFact: With the lines to paste, if no price was given.
        """
        fact = self.share_fact(symbol)
        if stated:
            return fact.price
        price, growth = self._moved(fact)
        if not growth:
            return price
        return Money(
            EXACT.multiply(price.amount, POWER.power(1 + growth, years_between(self.as_of, on))), price.currency
        )

    @exactly
    def share_growth(self, symbol: str) -> Decimal:
        """Growth of a share a year, after every move; 0 where none is stated.

        Raises:
            MissingFact: With the lines to paste, if no price was given.
        """
        return self._moved(self.share_fact(symbol))[1]

    def _moved(self, fact: SharePrice) -> tuple[Money, Decimal]:
        """Spot and growth after every move."""
        price, growth = fact.price, fact.growth_rate or Decimal(0)
        for move in self.moves:
            price, growth = move.share(fact.symbol, price, growth)
        return price, growth

    def exchange_rate(self, base: str, quote: str) -> Decimal:
        """Units of `quote` for one of `base`; a stated rate works both ways.

        Raises:
            MissingFact: With the lines to paste, if no rate was given.
        """
        if base == quote:
            return Decimal(1)
        fact = self.rate_fact(base, quote)
        return fact.rate if fact.base == base else EXACT.divide(Decimal(1), fact.rate)

    def rate_fact(self, base: str, quote: str) -> ExchangeRate:
        """The stated rate between two currencies, with its day and source; either way round.

        Raises:
            MissingFact: With the lines to paste, if no rate was given.
        """
        for pair in ((base, quote), (quote, base)):
            for rate in self.rates:
                if (rate.base, rate.quote) == pair:
                    return rate
        paste = f"exchange_rates:\n  - {{from: {base}, to: {quote}, rate: 0.00, on: {self.as_of}, source: ECB}}"
        raise MissingFact(f"exchange rate from {base} to {quote}", paste)

    def convert(self, money: Money, currency: str) -> Money:
        """The same money in another currency, unrounded, at the stated rate."""
        return Money(EXACT.multiply(money.amount, self.exchange_rate(money.currency, currency)), currency)

    # units

    @exactly
    def unit_price(self, unit: Unit, on: date, *, stage: Stage = "list", stated: bool = False) -> Money:
        """What one unit is worth on a day: the single place where a promise meets a price.

        Cash and token money are worth 1, or what their index has come to; options their intrinsic value
        ``max(share - strike, 0)`` on the day, or what a model gives today for a tranche that vests on the day; a token
        claim ``f(p)`` under its rule; a share-month the output of its capacity.
        """
        match unit:
            case Cash(currency):
                return Money(1, currency)
            case TokenMoney(currency, index):
                return Money(1 if stated or index is None else self.index_ratio(index, on), currency)
            case Shares(symbol):
                return self.share_price(symbol, on, stated=stated)
            case Options():
                return self._option(unit, on, stated=stated)
            case TokenClaim():
                return self._claim(unit, on, stage=stage, stated=stated)
            case CapacityShare():
                return self._share_month(unit, on, stage=stage, stated=stated)

    def _option(self, unit: Options, on: date, *, stated: bool) -> Money:
        model = self.options.is_model
        share = self.share_price(unit.symbol, self.as_of if model else on, stated=stated)
        strike = self.convert(Money(unit.strike, unit.currency), share.currency).amount
        if not model:
            return Money(max(share.amount - strike, Decimal(0)), share.currency)
        value = self.options.price(
            unit.symbol,
            spot=share.amount,
            strike=strike,
            vests_in=years_between(self.as_of, on),
            expires_in=years_between(self.as_of, unit.expires_on),
        )
        return Money(value, share.currency)

    def _claim(self, unit: TokenClaim, on: date, *, stage: Stage, stated: bool) -> Money:
        if stated and unit.basis_per_mtok is not None:
            return Money(unit.basis_per_mtok, unit.currency)
        price = self.token_price(unit.basket, on, stage=stage, stated=stated)
        if unit.basis_per_mtok is None:
            return price
        price = self.convert(price, unit.currency)
        return Money(rule_price(unit.rule, price.amount, unit.basis_per_mtok), unit.currency)

    def _share_month(self, unit: CapacityShare, on: date, *, stage: Stage, stated: bool) -> Money:
        """A month's output at what its tokens cost elsewhere; under contract at what it costs its owner, if said."""
        capacity = self.capacity(unit.capacity)
        if stage == "contract" and not stated and capacity.cost_per_mtok is not None:
            return capacity.cost_per_mtok * capacity.mtok_a_month
        return self.token_price(unit.basket, on, stage=stage, stated=stated) * capacity.mtok_a_month
