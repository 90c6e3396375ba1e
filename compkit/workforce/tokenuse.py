"""Tokens by provider: what people are promised and agents need at each, and what money would buy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

from attrs import evolve, frozen

from ..market.market import Market
from ..money import EXACT, add_up, exactly
from ..pay.baskets import AGENTIC, Basket, TokenMix, provider_of
from ..pay.units import CapacityShare, TokenClaim, TokenMoney
from ..valuation.assumptions import Assumptions
from ..valuation.tokenline import promised_mtok
from ..valuation.utilisation import used_rate
from ..valuation.value import odds
from .agents import moved_basket
from .columns.totals import GroupQuantity, Promise, unit_prices

ANY_PROVIDER = ""
"""Provider of money that may be spent with any."""

_ZERO = Decimal(0)


@frozen(kw_only=True)
class ProviderTokens:
    """Tokens of a group at a provider in a period under a scenario.

    Attributes:
        scenario: Name of the what-if.
        group: Labels of the group.
        provider: Who sells them; `ANY_PROVIDER` for money that names none.
        of: Whose they are: ``people`` or ``digital employees``.
        period: Label of the period.
        promised_mtok: Millions of tokens that are promised as a quantity; 0 of money and of digital employees.
        expected_mtok: Millions of tokens that are expected to be used: of a promised quantity its expected use, of
            money what it buys at list prices; 0 where nobody knows, at any provider or at a price of 0.
        face: As promised, unrounded.
        cost: Expected cost, unrounded.
    """

    scenario: str
    group: tuple[str, ...]
    provider: str
    of: Literal["people", "digital employees"]
    period: str
    promised_mtok: Decimal = _ZERO
    expected_mtok: Decimal = _ZERO
    face: Decimal = _ZERO
    cost: Decimal = _ZERO

    @property
    def is_known(self) -> bool:
        """Whether its tokens can be counted: money for any provider buys what nobody knows."""
        return self.provider != ANY_PROVIDER

    def and_of(self, other: ProviderTokens) -> ProviderTokens:
        """With the amounts of another line of the same kind."""
        return evolve(
            self,
            promised_mtok=EXACT.add(self.promised_mtok, other.promised_mtok),
            expected_mtok=EXACT.add(self.expected_mtok, other.expected_mtok),
            face=EXACT.add(self.face, other.face),
            cost=EXACT.add(self.cost, other.cost),
        )


@frozen(kw_only=True)
class TokenTerms:
    """How tokens are looked at.

    Attributes:
        scenario: Name of the what-if.
        market: What tokens are worth under it.
        given: What is expected.
        currency: ISO 4217 code of the amounts.
        labels: Names of periods, by number of the year.
    """

    scenario: str
    market: Market
    given: Assumptions
    currency: str
    labels: Sequence[str]

    def price(self, basket: Basket, on: date) -> Decimal:
        """List price of a million tokens of a basket on a day."""
        market = self.market
        return market.convert(market.token_price(basket, on), self.currency).amount

    def basket(self, of: GroupQuantity) -> Basket | None:
        """Models that a promise names; None for money that may be spent with any provider."""
        unit = of.promise.unit
        if isinstance(unit, (TokenClaim, CapacityShare)):
            return unit.basket
        allowance = of.promise.spent_by
        return None if allowance is None else allowance.basket_on(of.on)


@frozen(kw_only=True)
class _Part:
    """What a model of a basket has of it.

    Attributes:
        provider: Who sells the model.
        mtok: Millions of its tokens for each million of the basket's.
        money: Share of the basket's money; that of the last model is what the others leave.
    """

    provider: str
    mtok: Decimal
    money: Decimal


@frozen(kw_only=True)
class _Spent:
    """How a promise of a day is spent, whoever has it: worked out once for all groups.

    Attributes:
        market: What tokens are worth.
        promised: Parts of the basket that is promised; none of money that may be spent with any provider.
        used: Parts of the basket that a scenario uses.
        rate: Share of the tokens that is expected to be used.
        money: What one unit is in money; None if it is tokens.
        price: Of a million tokens of the basket, for money.
    """

    market: Market
    promised: tuple[_Part, ...] = ()
    used: tuple[_Part, ...] = ()
    rate: Decimal = _ZERO
    money: Decimal | None = None
    price: Decimal = _ZERO

    @classmethod
    def of(cls, of: GroupQuantity, terms: TokenTerms) -> _Spent:
        """How a quantity's promise is spent on its day."""
        basket, market, given, on = terms.basket(of), terms.market, terms.given, of.on
        if basket is None:
            return cls(market=market)
        is_money = isinstance(of.promise.unit, TokenMoney)
        return cls(
            market=market,
            promised=_parts(basket, on, terms),
            used=_parts(moved_basket(basket, market), on, terms),
            rate=odds(given, on)[0] * used_rate(given.token_utilisation, on, on),
            money=market.convert(market.unit_price(of.promise.unit, on), terms.currency).amount if is_money else None,
            price=terms.price(basket, on) if is_money else _ZERO,
        )

    def promised_mtok(self, of: GroupQuantity) -> Decimal:
        """Millions of tokens that are promised as a quantity."""
        return _ZERO if self.money is not None else promised_mtok(of.promise.unit, of.quantity, self.market)

    def expected_mtok(self, of: GroupQuantity) -> Decimal:
        """Millions of tokens that are expected to be used."""
        if self.money is None:
            return self.promised_mtok(of) * self.rate
        return self.money * of.quantity * self.rate / self.price if self.price else _ZERO


def _parts(basket: Basket, on: date, terms: TokenTerms) -> tuple[_Part, ...]:
    """What each model has of a basket: of the money by what its tokens cost.

    A model that took another's place needs its own tokens for each promised one.
    """
    if len(basket.parts) == 1:
        part = basket.parts[0]
        return (_Part(provider=provider_of(part.model), mtok=part.work_ratio, money=Decimal(1)),)
    costs = [part.share * terms.price(Basket((evolve(part, share=Decimal(1)),)), on) for part in basket.parts]
    whole = add_up(costs)
    return tuple(
        _Part(
            provider=provider_of(part.model),
            mtok=part.share * part.work_ratio,
            money=cost / whole if whole else part.share,
        )
        for part, cost in zip(basket.parts, costs, strict=True)
    )


@exactly
def tokens_of_people(quantities: Iterable[GroupQuantity], terms: TokenTerms) -> tuple[ProviderTokens, ...]:
    """Tokens that people are promised, by provider; what is no tokens is left out.

    What is promised stands at the provider that is promised; what is expected, at the one that a scenario uses.
    """
    own = [of for of in quantities if of.promise.component == "tokens"]
    prices = unit_prices(own, terms.market, terms.given, currency=terms.currency)
    known: dict[tuple[Promise, date], _Spent] = {}
    lines: list[ProviderTokens] = []
    for of, (face, cost, _) in zip(own, prices, strict=True):
        spent = known.get((of.promise, of.on))
        if spent is None:
            spent = known[of.promise, of.on] = _Spent.of(of, terms)
        lines.extend(_lines(of, of.quantity * face, of.quantity * cost, spent, terms))
    return tuple(lines)


def _lines(
    of: GroupQuantity, face: Decimal, cost: Decimal, spent: _Spent, terms: TokenTerms
) -> Iterator[ProviderTokens]:
    """Lines of a promise: what is promised at each provider, then what is expected at each."""
    line = partial(ProviderTokens, scenario=terms.scenario, group=of.group, of="people", period=terms.labels[of.year])
    if not spent.promised:
        yield line(provider=ANY_PROVIDER, face=face, cost=cost)
        return
    for provider, mtok, amount in _split(spent.promised, spent.promised_mtok(of), face):
        yield line(provider=provider, promised_mtok=mtok, face=amount)
    for provider, mtok, amount in _split(spent.used, spent.expected_mtok(of), cost):
        yield line(provider=provider, expected_mtok=mtok, cost=amount)


def _split(parts: Sequence[_Part], mtok: Decimal, money: Decimal) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Tokens and money of a basket by the providers of its models."""
    left = money
    for number, part in enumerate(parts, 1):
        own = left if number == len(parts) else money * part.money
        left -= own
        yield part.provider, mtok * part.mtok, own


def added_tokens(lines: Iterable[ProviderTokens]) -> tuple[ProviderTokens, ...]:
    """Lines of the same scenario, group, provider, people and period as one."""
    sums: dict[tuple[object, ...], ProviderTokens] = {}
    for line in lines:
        key = (line.scenario, line.group, line.provider, line.of, line.period)
        known = sums.get(key)
        sums[key] = line if known is None else known.and_of(line)
    return tuple(sums.values())


@frozen(kw_only=True)
class Buys:
    """What money for tokens that names no provider would buy, were all of it spent on one model.

    Attributes:
        scenario: Name of the what-if.
        model: ``provider/model``.
        per_mtok: List price of a million tokens of the mix on `as_of`.
        mtok: Millions of tokens; None is unlimited, at a price of 0.
    """

    scenario: str
    model: str
    per_mtok: Decimal
    mtok: Decimal | None


def buys(models: Iterable[str], money: Decimal, terms: TokenTerms, *, mix: TokenMix = AGENTIC) -> Iterator[Buys]:
    """What an amount of money would buy at each model, at the list prices of `as_of`."""
    for model in models:
        price = terms.price(Basket.of(model, mix), terms.market.as_of)
        mtok = EXACT.divide(money, price) if price else None
        yield Buys(scenario=terms.scenario, model=model, per_mtok=price, mtok=mtok)
