"""Levers: what tokens of the last month would have cost if they had been used otherwise, each lever alone.

The month's tokens are summed by model, day and service class first, and priced at base rates in Decimal; so the
figures are exact, and cost as much as there are models and days. Savings are never added up: one lever changes what is
left for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...checks import between, maybe, positive
from ...dates import add_months
from ...errors import CurrencyMismatch, UnknownModel
from ...market.prices import KINDS, PriceBook, RateCard, TokenPrice
from ...money import EXACT, Money, add_up, exact, exactly, maybe_exact
from ...pay.baskets import model_name
from ..usage.export import exact_total

if TYPE_CHECKING:
    import pandas as pd

INPUTS = ("fresh_input", "cache_write", "cache_write_1h", "cache_read")
_MTOK = Decimal(1_000_000)


@frozen(kw_only=True)
class LeverTerms:
    """What would be done otherwise. Nothing is guessed: a lever whose share is not stated is not looked at.

    Attributes:
        cache_share: Share of all input that would be read from a cache, where it is less: fresh input is read from the
            cache instead, and nothing more is written to it.
        route_to: Model of the price book that work would go to, from every dearer one.
        route_share: Share of the tokens of dearer models that would go there.
        work_ratio: Tokens of `route_to` for one of theirs, so that they do the same work.
        batch_share: Share of standard requests that could wait and would be sent as a batch.
        shorter_input: Share by which the input of every request would be shorter.
        long_share: Share of standard tokens that are in requests above the long-context bound today, and would come
            below it. Sums of usage do not say it.
    """

    cache_share: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    route_to: str = field(default="", validator=lambda i, a, v: model_name(i, a, v) if v else None)
    route_share: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    work_ratio: Decimal = field(default=Decimal(1), converter=exact, validator=positive)
    batch_share: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    shorter_input: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    long_share: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))


@frozen(kw_only=True)
class Lever:
    """One lever on the use of a month.

    Attributes:
        name: ``cache share``, ``model routing``, ``batch``, ``shorter input`` or ``long context``.
        assumption: What is assumed, in words.
        cost: What the tokens that it moves something of cost at base rates.
        saves: What they would cost less, unrounded.
        left_out: Tokens of models without the prices it needs.
    """

    name: str
    assumption: str
    cost: Money
    saves: Money
    left_out: int


@frozen(kw_only=True)
class LeverStudy:
    """Levers on the use of a month.

    Attributes:
        begin: First day of the month.
        end: First day after it.
        tokens: Its tokens, of all kinds.
        cost: What those with a price cost at base rates.
        levers: Each alone; they do not add up.
        unpriced: Tokens of models without a price.
    """

    begin: date
    end: date
    tokens: int
    cost: Money
    levers: tuple[Lever, ...]
    unpriced: int


@frozen(kw_only=True)
class _Batch:
    """Tokens of one model, day and service class.

    Attributes:
        tokens: By kind.
        service: Service class.
        row: Prices of the model that day.
        card: Prices of its class; None where unknown.
    """

    tokens: Mapping[str, int]
    service: str
    row: TokenPrice | None
    card: RateCard | None

    @property
    def count(self) -> int:
        return sum(self.tokens.values())

    def cost(self, card: RateCard | None) -> Decimal | None:
        """What the tokens cost at some prices; None if one that they need is unknown."""
        if card is None:
            return None
        prices = {kind: getattr(card, kind) for kind, count in self.tokens.items() if count}
        if None in prices.values():
            return None
        return add_up(EXACT.multiply(self.tokens[kind] / _MTOK, price) for kind, price in prices.items())


@exactly
def lever_study(
    frame: pd.DataFrame,
    book: PriceBook,
    terms: LeverTerms,
    as_of: date,
    *,
    currency: str = "USD",
    aliases: Mapping[str, str] | None = None,
) -> LeverStudy:
    """What each stated lever would save on the use of the month before a day.

    Args:
        frame: Rows of usage, whoever's they are.
        book: Token prices.
        terms: What would be done otherwise.
        as_of: The first day after the month.
        currency: Of the prices.
        aliases: Model of the book by model of the usage, where their names differ.

    Raises:
        UnknownModel: If the price book has no price of the model that work would go to.
        CurrencyMismatch: If a price is in another currency.
    """
    begin = add_months(as_of, -1)
    rows = frame[(frame["on"] >= str(begin)) & (frame["on"] < str(as_of))]
    batches = list(_batches(rows, book, currency, aliases or {}))
    costs = [batch.cost(batch.card) for batch in batches]
    known = [(batch, cost) for batch, cost in zip(batches, costs, strict=True) if cost is not None]
    return LeverStudy(
        begin=begin,
        end=as_of,
        tokens=sum(batch.count for batch in batches),
        cost=Money(add_up(cost for _, cost in known), currency),
        levers=tuple(_levers(known, book, terms, as_of, currency)),
        unpriced=sum(batch.count for batch, cost in zip(batches, costs, strict=True) if cost is None),
    )


def _batches(rows: pd.DataFrame, book: PriceBook, currency: str, aliases: Mapping[str, str]) -> Iterator[_Batch]:
    for (model, on, service), own in rows.groupby(["model", "on", "service"], observed=True, sort=True):
        tokens = {kind: exact_total(own[kind]) for kind in KINDS}
        if any(tokens.values()):
            row = _row(book, aliases.get(str(model), str(model)), date.fromisoformat(str(on)[:10]), currency)
            card = None if row is None else row.card if service == "standard" else row.classes[str(service)]
            yield _Batch(tokens=tokens, service=str(service), row=row, card=card)


def _row(book: PriceBook, model: str, on: date, currency: str) -> TokenPrice | None:
    try:
        row = book.price(model, on)
    except UnknownModel:
        return None
    if row.currency != currency:
        raise CurrencyMismatch(row.currency, currency)
    return row


_Known = list[tuple[_Batch, Decimal]]
_Saving = Callable[[_Batch, Decimal], Decimal | None]
"""What a lever saves on a batch; None where a price that it needs is unknown."""


def _levers(known: _Known, book: PriceBook, terms: LeverTerms, as_of: date, currency: str) -> Iterator[Lever]:
    for name, assumption, saving in _stated(terms, book, as_of, currency):
        found = [(batch, cost, saving(batch, cost)) for batch, cost in known]
        saved = [(cost, saves) for _, cost, saves in found if saves is not None and saves > 0]
        yield Lever(
            name=name,
            assumption=assumption,
            cost=Money(add_up(cost for cost, _ in saved), currency),
            saves=Money(add_up(saves for _, saves in saved), currency),
            left_out=sum(batch.count for batch, _, saves in found if saves is None),
        )


def _stated(terms: LeverTerms, book: PriceBook, as_of: date, currency: str) -> Iterator[tuple[str, str, _Saving]]:
    """The levers that are stated: name, assumption and saving."""
    if (share := terms.cache_share) is not None:
        said = f"{_percent(share)} of all input is read from a cache, and nothing more is written to it"
        yield "cache share", said, lambda batch, cost: _cached(batch, share)
    if terms.route_to and (part := terms.route_share) is not None:
        target = _row(book, terms.route_to, as_of, currency) or book.price(terms.route_to, as_of)
        said = (
            f"{_percent(part)} of the tokens of dearer models go to {terms.route_to}, at {terms.work_ratio:f} for one"
        )
        yield "model routing", said, lambda batch, cost: _routed(batch, cost, target, terms)
    if (wait := terms.batch_share) is not None:
        said = f"{_percent(wait)} of standard requests can wait and go as a batch"
        yield "batch", said, lambda batch, cost: _less(batch, cost, _batch_card(batch), wait)
    if (cut := terms.shorter_input) is not None:
        said = f"input is {_percent(cut)} shorter, of every kind"
        yield "shorter input", said, lambda batch, cost: _shorter(batch, cut)
    if (long := terms.long_share) is not None:
        said = f"{_percent(long)} of standard tokens are in long-context requests, which would come below the bound"
        yield "long context", said, lambda batch, cost: _long(batch, cost, long)


def _batch_card(batch: _Batch) -> RateCard | None:
    """Prices of requests that can wait; None where unknown."""
    return None if batch.row is None else batch.row.batch


def _percent(share: Decimal) -> str:
    return f"{EXACT.multiply(share, Decimal(100)).normalize(EXACT):f} %"


def _cached(batch: _Batch, share: Decimal) -> Decimal | None:
    """Fresh input that would be read from the cache, at the difference of the two prices."""
    assert batch.card is not None  # only what has a price is looked at
    tokens = batch.tokens
    more = EXACT.multiply(share, Decimal(sum(tokens[kind] for kind in INPUTS))) - tokens["cache_read"]
    moved = min(max(more, Decimal(0)), Decimal(tokens["fresh_input"]))
    if not moved:
        return Decimal(0)
    fresh, read = batch.card.fresh_input, batch.card.cache_read
    return None if fresh is None or read is None else EXACT.multiply(moved / _MTOK, fresh - read)


def _routed(batch: _Batch, cost: Decimal, target: TokenPrice, terms: LeverTerms) -> Decimal | None:
    """Part of the work at the other model, of the same service class."""
    assert batch.row is not None and terms.route_share is not None
    if batch.row.model == target.model:
        return Decimal(0)
    card = target.card if batch.service == "standard" else target.classes[batch.service]
    there = batch.cost(card)
    if there is None:
        return None
    return EXACT.multiply(terms.route_share, cost - EXACT.multiply(terms.work_ratio, there))


def _less(batch: _Batch, cost: Decimal, card: RateCard | None, share: Decimal) -> Decimal | None:
    """Part of standard requests at another card."""
    if batch.service != "standard":
        return Decimal(0)
    there = batch.cost(card)
    return None if there is None else EXACT.multiply(share, cost - there)


def _shorter(batch: _Batch, cut: Decimal) -> Decimal | None:
    assert batch.card is not None
    whole = _Batch(tokens={**batch.tokens, "output": 0}, service=batch.service, row=batch.row, card=batch.card)
    cost = whole.cost(batch.card)
    return None if cost is None else EXACT.multiply(cut, cost)


def _long(batch: _Batch, cost: Decimal, share: Decimal) -> Decimal | None:
    """What long-context prices come to more; nothing where a model has none."""
    assert batch.row is not None
    if batch.service != "standard" or not batch.row.tiers:
        return Decimal(0)
    there = batch.cost(batch.row.tiers[0].card.over(batch.row.card))
    return None if there is None else EXACT.multiply(share, there - cost)
