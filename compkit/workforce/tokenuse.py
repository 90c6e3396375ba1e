"""Tokens by provider: what people are promised and agents need at each, and what money would buy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from ..market.market import Market
from ..money import EXACT, add_up, exactly
from ..pay.baskets import AGENTIC, Basket, TokenMix
from ..pay.units import CapacityShare, TokenClaim, TokenMoney
from ..valuation.assumptions import Assumptions
from ..valuation.tokenline import promised_mtok
from ..valuation.utilisation import used_rate
from ..valuation.value import odds
from .agents import moved_basket
from .columns.totals import GroupQuantity, unit_prices

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

    def expected_mtok(self, of: GroupQuantity, basket: Basket) -> Decimal:
        """Millions of tokens that are expected to be used of a promise."""
        unit, on = of.promise.unit, of.on
        used = odds(self.given, on)[0] * used_rate(self.given.token_utilisation, on, on)
        if not isinstance(unit, TokenMoney):
            return promised_mtok(unit, of.quantity, self.market) * used
        price = self.price(basket, on)
        money = self.market.convert(self.market.unit_price(unit, on), self.currency).amount
        return money * of.quantity * used / price if price else _ZERO


@exactly
def tokens_of_people(quantities: Iterable[GroupQuantity], terms: TokenTerms) -> tuple[ProviderTokens, ...]:
    """Tokens that people are promised, by provider; what is no tokens is left out.

    What is promised stands at the provider that is promised; what is expected, at the one that a scenario uses.
    """
    own = [of for of in quantities if of.promise.component == "tokens"]
    prices = unit_prices(own, terms.market, terms.given, currency=terms.currency)
    found = ((of, of.quantity * face, of.quantity * cost) for of, (face, cost, _) in zip(own, prices, strict=True))
    return tuple(line for of, face, cost in found for line in _lines(of, face, cost, terms))


def _lines(of: GroupQuantity, face: Decimal, cost: Decimal, terms: TokenTerms) -> Iterator[ProviderTokens]:
    """Lines of a promise: what is promised at each provider, then what is expected at each."""
    unit, basket, line = of.promise.unit, terms.basket(of), _line(of, terms)
    if basket is None:
        yield evolve(line, face=face, cost=cost)
        return
    promised = _ZERO if isinstance(unit, TokenMoney) else promised_mtok(unit, of.quantity, terms.market)
    for provider, mtok, amount in _split(basket, promised, face, of.on, terms):
        yield evolve(line, provider=provider, promised_mtok=mtok, face=amount)
    used, expected = moved_basket(basket, terms.market), terms.expected_mtok(of, basket)
    for provider, mtok, amount in _split(used, expected, cost, of.on, terms):
        yield evolve(line, provider=provider, expected_mtok=mtok, cost=amount)


def _line(of: GroupQuantity, terms: TokenTerms) -> ProviderTokens:
    """Nothing, of a group in a period."""
    return ProviderTokens(
        scenario=terms.scenario, group=of.group, provider=ANY_PROVIDER, of="people", period=terms.labels[of.year]
    )


def _split(
    basket: Basket, mtok: Decimal, money: Decimal, on: date, terms: TokenTerms
) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Tokens and money of a basket by the providers of its models; the money by what each one's tokens cost.

    A model that took another's place needs its own tokens for each promised one.
    """
    if len(basket.parts) == 1:
        part = basket.parts[0]
        yield provider_of(part.model), mtok * part.work_ratio, money
        return
    costs = [part.share * terms.price(Basket((evolve(part, share=Decimal(1)),)), on) for part in basket.parts]
    whole, left = add_up(costs), money
    for number, (part, cost) in enumerate(zip(basket.parts, costs, strict=True), 1):
        own = left if number == len(costs) else money * (cost / whole if whole else part.share)
        left -= own
        yield provider_of(part.model), mtok * part.share * part.work_ratio, own


def provider_of(model: str) -> str:
    """The provider of a model that is named ``provider/model``."""
    return model.partition("/")[0]


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
