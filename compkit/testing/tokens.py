"""Strategies for token allowances, baskets and price-change rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from ..money import Money, apportion
from ..pay import (
    MIXES,
    Basket,
    BasketPart,
    BetterOfBoth,
    CapacitySlice,
    Collar,
    CreditsPer,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    PriceBasis,
    PriceRule,
    ShareOfBase,
    ShareOfTargetCash,
    Successor,
    TokenAllowance,
    TokenMix,
    TokensPer,
)
from ..pay.allowance import RELEASES
from ..pay.amounts import PERIODS, Amount
from .values import FIRST_DAY, dates, days_after, maybe, money, names, rates, remembered, weights

MODELS = ("north/large-1", "north/small-1", "south/large-1", "east/open-7b")
"""Invented models; give real ids to `baskets` or `packages` to price them from a real book."""

INDICES = ("CPI-U", "Löhne & Gehälter")
"""Names of indices that money follows; `markets` gives them values."""

CAPACITIES = ("north factory", "O'Neil/2")
"""Names of capacities of which allowances are slices; `markets` gives them an output."""

_KINDS = tuple(MIXES["agentic"].shares())


@remembered
@composite
def token_mixes(draw: DrawFn) -> TokenMix:
    """The named mixes and any others; shares add up to 1, with batch and long-context shares at times."""
    if draw(st.booleans()):
        return draw(st.sampled_from(sorted(MIXES.values(), key=lambda mix: mix.name)))
    parts = draw(st.lists(st.integers(0, 100), min_size=5, max_size=5).filter(any))
    shares = (Decimal(part).scaleb(-3) for part in apportion(1000, parts))
    share = st.one_of(st.just(Decimal(0)), rates(places=2))
    extra: dict[str, Any] = {"batch_share": draw(share), "long_context_share": draw(share)}
    kinds: dict[str, Any] = dict(zip(_KINDS, shares, strict=True))
    return TokenMix(name=draw(names()), **kinds, **extra)


@remembered
@composite
def baskets(draw: DrawFn, models: tuple[str, ...] = MODELS) -> Basket:
    """One to three models, in whole percents."""
    chosen = draw(st.lists(st.sampled_from(models), unique=True, min_size=1, max_size=min(3, len(models))))
    shares = draw(weights(100, len(chosen)))
    parts = [
        BasketPart(model=model, share=Decimal(share).scaleb(-2), mix=draw(token_mixes()))
        for model, share in zip(chosen, shares, strict=True)
    ]
    return Basket(tuple(parts))


@remembered
def price_rules(*, indexed: bool = True) -> SearchStrategy[PriceRule]:
    """Every price-change rule; without `indexed`, those that need no values of an index."""
    rules: list[SearchStrategy[Any]] = [
        st.sampled_from([FixedMoney(), FixedQuantity(), BetterOfBoth()]),
        st.builds(Collar, down_rate=rates(), up_rate=rates("0", "3")),
    ]
    return (
        st.one_of(*rules, st.builds(Indexed, index=st.sampled_from(INDICES), base_on=dates()))
        if indexed
        else st.one_of(*rules)
    )


@remembered
@composite
def _token_amounts(draw: DrawFn, currency: str, *, salaried: bool) -> Amount:
    per: Any = draw(st.sampled_from(PERIODS))
    forms = ["money", "tokens", "credits", "capacity", *(["share", "target cash"] if salaried else [])]
    form = draw(st.sampled_from(forms))
    if form == "money":
        tools = draw(st.sampled_from([(), (), ("editor", "O'Neil's agent/2")]))
        return MoneyPer(money=draw(money(currency)), per=per, tools=tools)
    if form == "target cash":
        return ShareOfTargetCash(rate=draw(rates("0.01", "2")))
    if form == "credits":
        good_for = Money(draw(rates("0.001", "2", places=3)), currency)
        return CreditsPer(credits=draw(rates("0.5", "50000", places=1)), price=good_for, per=per)
    if form == "capacity":
        return CapacitySlice(share=draw(rates("0.0001", "1")), capacity=draw(st.sampled_from(CAPACITIES)))
    if form == "share":
        return ShareOfBase(rate=draw(rates("0.01", "2")), follows_raises=draw(st.booleans()))
    return TokensPer(mtok=draw(rates("0.000001", "100000", places=6)), per=per)


@composite
def token_allowances(
    draw: DrawFn,
    currency: str = "USD",
    start_on: date = FIRST_DAY,
    *,
    salaried: bool = True,
    indexed: bool = True,
    models: tuple[str, ...] = MODELS,
) -> TokenAllowance:
    """Every form of amount with every price-change rule.

    Args:
        draw: Given by hypothesis.
        currency: Of the money and of the price basis.
        start_on: First day of work.
        salaried: Whether shares of base salary are among the amounts.
        indexed: Whether indexed rules are among the rules; they need the values of their index.
        models: Models of the basket.
    """
    amount = draw(_token_amounts(currency, salaried=salaried))
    in_tokens, sliced = isinstance(amount, TokensPer), isinstance(amount, CapacitySlice)
    rule: PriceRule = FixedQuantity() if sliced else draw(price_rules(indexed=indexed))
    plain = isinstance(rule, FixedQuantity if in_tokens else (FixedMoney, Indexed))
    basis, basket = _bases(currency), draw(maybe(baskets(models)) if plain and not in_tokens else baskets(models))
    rollover = draw(maybe(st.integers(0, 120)))
    personal = draw(maybe(rates("0.01", "1", places=2)))
    starts_on = draw(maybe(days_after(start_on, high=400)))
    return TokenAllowance(
        name=draw(names()),
        amount=amount,
        rule=rule,
        basket=basket,
        providers=("north",) if isinstance(amount, CreditsPer) else (),
        basis=None if sliced else draw(maybe(basis) if plain else basis),
        release=draw(st.sampled_from(RELEASES)),
        in_advance=draw(st.booleans()),
        rollover_months=rollover,
        rollover_share=1 if rollover == 0 else draw(st.one_of(st.just(Decimal(1)), rates(places=2))),
        rollover_cap=None if rollover == 0 else draw(maybe(rates("0", "100000", places=2))),
        rollover_until=None if rollover == 0 else draw(maybe(days_after(start_on))),
        use="personal" if personal else draw(st.sampled_from(["business", "incidental"])),
        personal_share=personal or 0,
        transfer=draw(st.sampled_from(["none", "pool", "donate", "resell"])),
        overage=draw(st.sampled_from(["stops", "needs approval", "charged to the team"])),
        wind_down_days=draw(st.integers(0, 90)),
        guaranteed_until=draw(maybe(st.one_of(days_after(start_on), st.just(date.max)))),
        notice_days=draw(maybe(st.integers(0, 3650))),
        reviews_on=tuple(sorted(draw(st.sets(days_after(start_on), max_size=2)))),
        successors=draw(_successors(basket, start_on, models)) if basket else (),
        starts_on=starts_on,
        ends_on=draw(maybe(days_after(starts_on or start_on))),
    )


@composite
def _successors(draw: DrawFn, basket: Basket, start_on: date, models: tuple[str, ...]) -> tuple[Successor, ...]:
    """None, or one: a model of the basket that is sold no longer after some day."""
    if draw(st.booleans()):
        return ()
    model, by = draw(st.sampled_from(basket.models)), draw(st.sampled_from(models))
    ratio = draw(st.sampled_from([Decimal(1), Decimal("0.8"), Decimal("2.5")]))
    return (Successor(model=model, by=by, from_on=draw(days_after(start_on)), work_ratio=ratio),)


@remembered
def _bases(currency: str) -> SearchStrategy[PriceBasis]:
    amounts = rates("0.01", "150", places=2).map(lambda amount: Money(amount, currency))
    return st.builds(PriceBasis, per_mtok=amounts, on=dates(), source=names())
