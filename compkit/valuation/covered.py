"""Offers against a workload: how far the first year of each offer's own releases reaches at each model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import frozen

from ..dates import add_months
from ..errors import InvalidValue, MissingFact
from ..market.market import Stage
from ..money import Money, exactly
from ..pay.allowance import TokenAllowance
from ..pay.baskets import Basket
from ..pay.entitlements import Entitlement
from ..pay.units import TokenMoney
from .coverage import MONTHS, Coverage, Granted, coverage
from .tokenline import Settled, basket_of, settle, token_rows_of
from .value import Valuation
from .workload import Workload

Reach = Literal["here", "at equal money", "in part", "not its model", "not allowed", "not known", "no tokens"]


@frozen(kw_only=True)
class OfferCoverage:
    """What an offer's tokens cover of the first year of a workload at one model.

    Attributes:
        offer: Name of the offer.
        model: ``provider/model``, on which all of the work is done.
        standing: ``here``: all of the offer's tokens may be used there; ``at equal money``: so they may, though the
            promise names another model for its money; ``in part``: some may. Without coverage: ``not its model``, a
            quantity of other models; ``not allowed``, money of other providers; ``not known``; ``no tokens``.
        released: What is released in each of the twelve months from the first release on: money in the offer's
            currency, or millions of tokens, which is what it is counted in where both are released.
        found: What that covers; None where it cannot be used there.
        missing: What would have to be known, where it is not.
    """

    offer: str
    model: str
    standing: Reach
    released: tuple[Granted, ...] = ()
    found: Coverage | None = None
    missing: str = ""

    @property
    @exactly
    def granted(self) -> Granted | None:
        """The year's releases together: money, or millions of tokens; None where none can be used there."""
        if not self.released:
            return None
        first = self.released[0]
        if isinstance(first, Money):
            return Money(sum((m.amount for m in self.released if isinstance(m, Money)), Decimal(0)), first.currency)
        return sum((mtok for mtok in self.released if isinstance(mtok, Decimal)), Decimal(0))


@exactly
def cover_offers(
    valuations: Mapping[str, Valuation], workload: Workload, models: Iterable[str], *, stage: Stage = "list"
) -> tuple[OfferCoverage, ...]:
    """What each offer's tokens cover of a workload's first year at each model: offers as given, models as given.

    The year begins with the offer's first release. What is released within a month counts on its first day; money is
    spent at the price of that day, indexed money at its index. A promised quantity counts at its own models only, by
    their shares; a slice of a capacity by its output. No ratio of work between models is assumed.

    Args:
        valuations: The offers, by name.
        workload: The work.
        models: Models on which all of it could be done, ``provider/model``.
        stage: ``list``, or ``contract`` for what the employer pays.
    """
    listed = tuple(dict.fromkeys(models))
    offers = (_Offer(name, valuation, workload, stage) for name, valuation in valuations.items())
    return tuple(offer.at(model) for offer in offers for model in listed)


class _Offer:
    """An offer's releases of twelve months, each with its month and what it settles at."""

    def __init__(self, name: str, valuation: Valuation, workload: Workload, stage: Stage) -> None:
        self._name, self._valuation, self._workload, self._stage = name, valuation, workload, stage
        self._own = {allowance.name: allowance for allowance in valuation.package.tokens}
        rows = [row for row in token_rows_of(valuation) if row.on is not None and row.quantity]
        self._from_on = min((row.on for row in rows if row.on), default=valuation.start)
        starts = [add_months(self._from_on, month) for month in range(MONTHS + 1)]
        self._rows = [(_month(starts, row.on), row) for row in rows if row.on and row.on < starts[-1]]

    def at(self, model: str) -> OfferCoverage:
        standing = self._standing(model)
        cell = OfferCoverage(offer=self._name, model=model, standing=standing)
        if standing not in ("here", "at equal money", "in part"):
            return cell
        try:
            released = self._released(model)
            market, work = self._valuation.market, self._workload
            found = coverage(work, released, market, model, self._from_on, stage=self._stage)
        except MissingFact as missing:
            return OfferCoverage(offer=self._name, model=model, standing="not known", missing=missing.what)
        return OfferCoverage(offer=self._name, model=model, standing=standing, released=released, found=found)

    def _standing(self, model: str) -> Reach:
        fits = [_fit(row, self._own[row.name], model) for _, row in self._rows]
        if not fits:
            return "no tokens"
        usable: set[Reach] = {fit for fit in fits if fit in ("here", "at equal money", "in part")}
        if not usable:
            return "not allowed" if "not allowed" in fits else "not its model"
        if len(usable) < len(set(fits)) or "in part" in usable:
            return "in part"
        return "at equal money" if "at equal money" in usable else "here"

    def _released(self, model: str) -> tuple[Granted, ...]:
        """What each month releases for a model: money if money is all there is, else millions of tokens."""
        usable = [(m, row) for m, row in self._rows if _fit(row, self._own[row.name], model) not in _APART]
        only_money = all(isinstance(row.unit, TokenMoney) for _, row in usable)
        amounts = [Decimal(0)] * MONTHS
        for month, row in usable:
            amounts[month] += self._money(row) if only_money else self._mtok(row, model)
        return tuple(Money(amount, self._valuation.currency) if only_money else amount for amount in amounts)

    def _money(self, row: Entitlement) -> Decimal:
        """What a release comes to, in the offer's currency."""
        return self._settled(row).paid

    def _settled(self, row: Entitlement) -> Settled:
        """What a release settles at on its day, in the offer's currency."""
        assert row.on is not None
        valuation = self._valuation
        return settle(row.unit, row.quantity, valuation.market, on=row.on, currency=valuation.currency)

    def _mtok(self, row: Entitlement, model: str) -> Decimal:
        """Millions of tokens that a release gives at a model; where they are free, all that the year needs."""
        if isinstance(row.unit, TokenMoney):
            bought = self._settled(row).buys(self._price(self._workload.basket(model), row))
            return self._workload.mtok() if bought is None else bought
        basket = basket_of(row, None)
        assert basket is not None  # a promised quantity has one
        share = sum((part.share * part.work_ratio for part in basket.parts if part.model == model), Decimal(0))
        return share * self._quantity(row, basket)

    def _quantity(self, row: Entitlement, basket: Basket) -> Decimal:
        """Millions of tokens of a promised quantity; what its money buys, where a rule settles at another price."""
        settled = self._settled(row)
        assert settled.mtok is not None  # no money
        found = settled.comes_to(self._price(basket, row, stage="list"))
        return settled.mtok if found is None else found

    def _price(self, basket: Basket, row: Entitlement, stage: Stage | None = None) -> Decimal:
        assert row.on is not None
        market = self._valuation.market
        price = market.token_price(basket, row.on, stage=stage or self._stage)
        return market.convert(price, self._valuation.currency).amount


_APART: tuple[Reach, ...] = ("not its model", "not allowed")


def _fit(row: Entitlement, allowance: TokenAllowance, model: str) -> Reach:
    """Whether a release may be used at a model."""
    if not allowance.is_good_at(model):
        return "not allowed"
    basket = basket_of(row, allowance)
    if basket is None or basket.models == (model,):
        return "here"
    if isinstance(row.unit, TokenMoney):
        return "here" if model in basket.models else "at equal money"
    return "in part" if model in basket.models else "not its model"


def _month(starts: list[date], on: date) -> int:
    """Number of the month in which a day falls, counted from 0."""
    return sum(on >= start for start in starts) - 1


def named_models(valuations: Mapping[str, Valuation], models: Iterable[str] = ()) -> tuple[str, ...]:
    """The models asked for, each once; those that the offers name if none is.

    Raises:
        InvalidValue: If there is none.
    """
    listed = tuple(dict.fromkeys(models)) or tuple(dict.fromkeys(_in_baskets(valuations)))
    if not listed:
        raise InvalidValue("models", "nothing", "no offer names a model", "name one, provider/model")
    return listed


def _in_baskets(valuations: Mapping[str, Valuation]) -> Iterator[str]:
    for valuation in valuations.values():
        for allowance in valuation.package.tokens:
            yield from allowance.basket.models if allowance.basket else ()
