"""Replay: what the tokens of an offer would have cost and bought on the days of the past on which prices changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from attrs import evolve, frozen

from ...errors import InvalidValue, MissingFact, UnknownModel
from ...market.market import Market
from ...money import EXACT, Money, exactly
from ...pay.allowance import TokenAllowance
from ...pay.baskets import AGENTIC, Basket, TokenMix
from ...pay.package import Package
from ...pay.tokens import annual_promise
from ...pay.units import TokenMoney
from ..tokenline import settle


@frozen(kw_only=True)
class ReplayDay:
    """An allowance at the list prices of one day, a year at the pace of its start.

    Attributes:
        on: The day; its prices hold until the next one.
        per_mtok: Price of a million tokens of the basket, in the package's currency.
        pays: What a year of the allowance settles at, in the package's currency.
        mtok: Millions of tokens that a year comes to; None is unlimited, at a price of 0.
    """

    on: date
    per_mtok: Money
    pays: Money
    mtok: Decimal | None


@frozen(kw_only=True)
class ReplayedAllowance:
    """One allowance at the prices of one basket, day by day.

    Attributes:
        allowance: Its name.
        basket: Whose prices these are: its own, or for money a model on which it may be spent.
        days: Each day on which its price changed, the first day with a price before them, today as the last.
    """

    allowance: str
    basket: Basket
    days: tuple[ReplayDay, ...]

    @property
    def pays_change_rate(self) -> Decimal | None:
        """By how much a year costs more today than on the first day, 0.3 for 30 % more; None from nothing."""
        return _change(self.days[0].pays.amount, self.days[-1].pays.amount)

    @property
    def mtok_change_rate(self) -> Decimal | None:
        """By how much it buys more today than on the first day; None from, or to, what has no bound."""
        first, last = self.days[0].mtok, self.days[-1].mtok
        return None if first is None or last is None else _change(first, last)


@frozen(kw_only=True)
class Replay:
    """The tokens of an offer on the past days of the price book.

    Attributes:
        as_of: Today, the last day.
        allowances: Each allowance at each basket.
        unknown: What could not be replayed, in words.
    """

    as_of: date
    allowances: tuple[ReplayedAllowance, ...]
    unknown: tuple[str, ...] = ()


@exactly
def replay(
    package: Package,
    market: Market,
    *,
    first: date | None = None,
    models: Iterable[str] = (),
    mix: TokenMix = AGENTIC,
) -> Replay:
    """The token part of an offer on every past day on which the price book changed a price that matters.

    The promise is the same every day, its price basis too; list prices and nothing else are those of the day, and
    exchange rates and index values those that the market holds. So a fixed quantity moves in money, and fixed money
    buys more or fewer tokens.

    Args:
        package: The offer.
        market: With the price book, and today.
        first: First day; as far back as the book knows the prices if None.
        models: Where money goes that names no model, as far as it may.
        mix: How such tokens split by kind.

    Raises:
        InvalidValue: If `first` is after today.
    """
    if first is not None and first > market.as_of:
        raise InvalidValue("first", first, f"must not be after {market.as_of}", "name an earlier day")
    plain = evolve(market, moves=(), contracts=(), announced=False)
    found: list[ReplayedAllowance] = []
    unknown: list[str] = []
    for allowance in package.tokens:
        baskets = list(_baskets(allowance, market.as_of, models, mix))
        unknown += [] if baskets else [f"{allowance.name} names no model, and no model was given for it"]
        for basket in baskets:
            try:
                found.append(_replayed(package, allowance, basket, plain, first))
            except (UnknownModel, MissingFact) as error:
                unknown.append(f"{allowance.name}, {basket.label}: {str(error).splitlines()[0]}")
    return Replay(as_of=market.as_of, allowances=tuple(found), unknown=tuple(unknown))


def _baskets(allowance: TokenAllowance, today: date, models: Iterable[str], mix: TokenMix) -> Iterator[Basket]:
    """The basket of an allowance; of money that names none, each model on which it may be spent."""
    if allowance.basket is not None:
        yield allowance.basket_on(today) or allowance.basket
        return
    for model in models:
        if allowance.is_good_at(model):
            yield Basket.of(model, mix)


def _replayed(
    package: Package, allowance: TokenAllowance, basket: Basket, market: Market, first: date | None
) -> ReplayedAllowance:
    days = [_at(package, allowance, basket, market, on) for on in _days(basket, market, first)]
    kept = [day for i, day in enumerate(days) if not i or day.per_mtok != days[i - 1].per_mtok]
    if kept[-1].on < market.as_of:
        kept.append(evolve(days[-1], on=market.as_of))
    return ReplayedAllowance(allowance=allowance.name, basket=basket, days=tuple(kept))


def _days(basket: Basket, market: Market, first: date | None) -> list[date]:
    """Days on which a price of the basket begins, from the first on which all of its models have one."""
    rows = [row for model in basket.models for row in market.book.by_model.get(model, ())]
    known = [min((row.from_on for row in rows if row.model == model), default=market.as_of) for model in basket.models]
    begin = max([*known, *([first] if first else [])])
    return sorted({min(begin, market.as_of), *(row.from_on for row in rows if begin < row.from_on <= market.as_of)})


def _at(package: Package, allowance: TokenAllowance, basket: Basket, market: Market, on: date) -> ReplayDay:
    """A year of an allowance at the prices of a day."""
    quantity, promised = annual_promise(allowance, package.pay_base, market.as_of)
    unit = promised if isinstance(promised, TokenMoney) else evolve(promised, basket=basket)
    amount = EXACT.divide(Decimal(quantity.numerator), Decimal(quantity.denominator))
    settled = settle(unit, amount, market, on=on, currency=package.currency)
    price = market.convert(market.token_price(basket, on), package.currency)
    pays = Money(settled.paid, package.currency)
    return ReplayDay(on=on, per_mtok=price, pays=pays, mtok=settled.comes_to(price.amount))


def _change(before: Decimal, after: Decimal) -> Decimal | None:
    return EXACT.subtract(EXACT.divide(after, before), Decimal(1)) if before else None
