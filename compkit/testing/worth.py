"""Strategies for prices, markets and assumptions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from attrs import fields, has
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from ..market import (
    KINDS,
    Capacity,
    Contract,
    ExchangeRate,
    IndexDrift,
    IndexValue,
    LongContextTier,
    Market,
    PriceBook,
    RateCard,
    Scenario,
    ShareMove,
    SharePrice,
    TokenPrice,
    TokenPriceChange,
    TokenPriceDrift,
    TokenPriceLevel,
    UseModel,
)
from ..money import Money
from ..pay import Package
from ..pay.baskets import provider_of
from ..valuation.assumptions import Assumptions
from ..valuation.utilisation import Utilisation, UtilisationOdds, UtilisationPath
from .tokens import CAPACITIES, INDICES, MODELS
from .values import dates, days_after, few, maybe, names, prices, rates, remembered

_LONG_AGO = date(2000, 1, 1)


@remembered
def rate_cards() -> SearchStrategy[RateCard]:
    """Prices of every kind of token, 0 among them."""
    return st.builds(RateCard, **dict.fromkeys(KINDS, prices()))


@composite
def price_books(draw: DrawFn, models: Iterable[str] = MODELS) -> PriceBook:
    """Dated rows of models without a gap from 2000 on: every kind, batch and long-context prices known."""
    rows: list[TokenPrice] = []
    for model in models:
        days = [_LONG_AGO, *sorted(draw(st.sets(dates(), max_size=2)))]
        for begin, end in zip(days, [*days[1:], None], strict=True):
            tier = LongContextTier(above_tokens=200_000, card=draw(rate_cards()))
            rows.append(
                TokenPrice(
                    model=model,
                    card=draw(rate_cards()),
                    batch=draw(rate_cards()),
                    tiers=draw(st.sampled_from([(), (tier,)])),
                    from_on=begin,
                    until_on=end,
                    source="invented",
                )
            )
    return PriceBook(rows)


@composite
def markets(draw: DrawFn, package: Package, as_of: date | None = None) -> Market:
    """A market with every token price, share price and exchange rate that a package needs.

    Args:
        draw: Given by hypothesis.
        package: What will be valued.
        as_of: Today; None draws one up to two years before or after the package's start.
    """
    day = as_of or draw(days_after(package.start_on, low=-730, high=730))
    baskets = [allowance.basket for allowance in package.tokens if allowance.basket]
    followers = {change.by for allowance in package.tokens for change in allowance.successors}
    models = sorted({model for basket in baskets for model in basket.models} | followers)
    currencies = sorted({package.currency, "USD", *_currencies(package)})
    return Market(
        as_of=day,
        book=draw(price_books(models)),
        contracts=draw(_discounts(models, day)),
        shares=tuple(draw(_share_prices(symbol, currencies, day)) for symbol in sorted(_symbols(package))),
        rates=tuple(draw(_exchange_rates(base, quote, day)) for base, quote in combinations(currencies, 2)),
        indices=tuple(draw(_index_value(index, on)) for index in INDICES for on in (_LONG_AGO, date(2026, 6, 30))),
        capacities=tuple(draw(_capacity(name, currencies, day)) for name in CAPACITIES),
        announced=draw(st.booleans()),
    )


def _index_value(index: str, on: date) -> SearchStrategy[IndexValue]:
    value = rates("1", "500", places=1)
    return st.builds(IndexValue, index=st.just(index), value=value, on=st.just(on), source=st.just("invented"))


def _capacity(name: str, currencies: list[str], day: date) -> SearchStrategy[Capacity]:
    cost = maybe(st.builds(Money, prices("5", places=3), st.sampled_from(currencies)))
    fixed = {"name": st.just(name), "on": st.just(day), "source": st.just("invented")}
    return st.builds(Capacity, mtok_a_month=rates("1", "1000000", places=1), cost_per_mtok=cost, **fixed)


def _symbols(package: Package) -> set[str]:
    return {grant.symbol for grant in package.equity}


def _currencies(thing: Any) -> set[str]:
    """Every currency of the money inside a domain object."""
    if isinstance(thing, Money):
        return {thing.currency}
    inner: Iterable[object] = thing if isinstance(thing, (tuple, frozenset)) else ()
    if has(type(thing)):
        inner = (getattr(thing, part.name) for part in fields(type(thing)))
    return set().union(*(_currencies(part) for part in inner))


def _discounts(models: list[str], day: date) -> SearchStrategy[tuple[Contract, ...]]:
    """None, or one, with the provider of one of the models."""
    if not models:
        return st.just(())
    provider = st.sampled_from(models).map(provider_of)
    fixed = {"on": st.just(day), "source": st.just("invented")}
    forms = [
        {"discount_rate": rates(places=3)},
        {"locked_on": st.just(day), "ratchet": st.booleans()},
        {"locked_on": st.just(day), "discount_rate": rates(places=3)},
    ]
    kinds = [st.builds(Contract, provider=provider, **fixed, **form) for form in forms]  # type: ignore[arg-type]
    return few(st.one_of(kinds), most=1)


def _share_prices(symbol: str, currencies: list[str], day: date) -> SearchStrategy[SharePrice]:
    spot = st.builds(Money, prices("2000", places=2), st.sampled_from(currencies))
    growth = st.one_of(st.just(Decimal(0)), rates("-0.5", "0.5", places=2))
    return st.builds(
        SharePrice, symbol=st.just(symbol), price=spot, on=st.just(day), source=st.just("invented"), growth_rate=growth
    )


def _exchange_rates(base: str, quote: str, day: date) -> SearchStrategy[ExchangeRate]:
    return rates("0.01", "200", places=4).map(
        lambda rate: ExchangeRate(base=base, quote=quote, rate=rate, on=day, source="invented")
    )


def assumptions(as_of: date, *, horizon_months: int | None = None) -> SearchStrategy[Assumptions]:
    """Any assumptions on a day; the horizon up to six years unless given."""
    zero = st.just(Decimal(0))
    return st.builds(
        Assumptions,
        as_of=st.just(as_of),
        horizon_months=st.just(horizon_months) if horizon_months else st.integers(1, 72),
        bonus_payout=rates("0", "2", places=2),
        commission_payout=rates("0", "2", places=2),
        token_utilisation=maybe(utilisations()),
        resale_haircut=st.one_of(zero, rates(places=2)),
        discount_rate=st.one_of(zero, rates("0", "0.3", places=3)),
        leave_rate=st.one_of(zero, rates(places=3)),
        employer_load=st.one_of(zero, rates("0", "0.5", places=3)),
    )


@remembered
def utilisations() -> SearchStrategy[Utilisation]:
    """One rate, a path by month of service, or rates with their probabilities."""
    rate = rates(places=2)
    path = st.builds(UtilisationPath, st.lists(rate, min_size=1, max_size=30).map(tuple))
    odds = st.tuples(rate, rate, rates(places=3)).map(
        lambda case: UtilisationOdds(((case[0], case[2]), (case[1], 1 - case[2])))
    )
    return st.one_of(rate, path, odds)


def scenarios(market: Market) -> SearchStrategy[Scenario]:
    """Named what-ifs on a market: up to three moves of token and share prices, to models that its book holds."""
    moves: list[SearchStrategy[Any]] = [
        st.builds(TokenPriceChange, rate=rates("-1", "3"), from_on=maybe(dates())),
        st.builds(TokenPriceDrift, rate=rates("-0.5", "1", places=2)),
        st.builds(TokenPriceLevel, per_mtok=prices()),
        st.builds(ShareMove, rate=rates("-1", "3", places=2)),
        st.builds(IndexDrift, rate=rates("-0.2", "0.2", places=2)),
        st.builds(ShareMove, growth_rate=rates("-0.5", "0.5", places=2)),
    ]
    if market.book.models:
        moves.append(st.builds(UseModel, model=st.sampled_from(market.book.models)))
    return st.builds(Scenario, name=names(), moves=few(st.one_of(*moves), most=3), announced=maybe(st.booleans()))
