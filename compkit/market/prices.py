"""Token prices: dated rows of rate cards by model, and what a basket of tokens costs. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal

from attrs import evolve, field, frozen

from ..checks import maybe, named, not_negative, positive, tidy
from ..errors import InvalidValue, MissingFact, UnknownModel
from ..money import EXACT, Money, exactly, known_currency, maybe_exact
from ..pay.baskets import Basket, BasketPart, provider_of

KINDS = ("fresh_input", "cache_write", "cache_write_1h", "cache_read", "output")
"""Kinds of tokens, disjoint: a cached input token is not a fresh one."""


@frozen(kw_only=True)
class RateCard:
    """Prices of a model's tokens, by kind, in money per million; None is unknown, 0 is free.

    Attributes:
        fresh_input: Input that is not read from a cache.
        cache_write: Input written to a cache for five minutes.
        cache_write_1h: Input written to a cache for an hour.
        cache_read: Input read from a cache.
        output: Output, thinking included.
    """

    fresh_input: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    cache_write: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    cache_write_1h: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    cache_read: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    output: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))

    def times(self, factor: Decimal) -> RateCard:
        """Every known price times a factor: a discount covers cache and tiers too."""
        return RateCard(**{k: None if (p := getattr(self, k)) is None else EXACT.multiply(p, factor) for k in KINDS})

    def over(self, other: RateCard) -> RateCard:
        """This card, with the other's price where this one knows none."""
        own = {kind: getattr(self, kind) for kind in KINDS}
        return RateCard(**{k: getattr(other, k) if price is None else price for k, price in own.items()})


@frozen(kw_only=True)
class LongContextTier:
    """Prices of requests whose input is longer than a bound; they hold for the whole request.

    Attributes:
        above_tokens: Input tokens above which the tier applies.
        card: Its prices.
    """

    above_tokens: int = field(validator=positive)
    card: RateCard


def _known(card: RateCard | None) -> RateCard | None:
    """A card on which every price is unknown is no card."""
    return None if card == RateCard() else card


def _forward(instance: TokenPrice, attribute: Any, value: date | None) -> None:
    if value is not None and value <= instance.from_on:
        raise InvalidValue(f"price of {instance.model}", value, f"must end after it begins on {instance.from_on}")


@frozen(kw_only=True)
class TokenPrice:
    """One model's prices over one half-open interval of days.

    Attributes:
        model: ``provider/model``.
        card: Base prices, per million tokens.
        tiers: Long-context prices, by rising bound.
        batch: Prices of batch requests; None where unknown.
        priority: Prices of requests that go first; None where unknown.
        flex: Prices of requests that may wait; None where unknown.
        currency: ISO 4217 code of every price.
        from_on: First day.
        until_on: First day after; None while open.
        announced: A future price the provider has announced; announcements can be cancelled.
        stage: ``list``, ``contract`` or ``factory``; only list prices may stand in a candidate document.
        source: Where the prices come from.
        source_version: Version of the source, or empty.
        checked_on: Day on which the source was checked; None where it does not say.
        reading: How the source was read, where its own figures were converted; empty where they stand as they are.
    """

    model: str = field(validator=named)
    card: RateCard
    tiers: tuple[LongContextTier, ...] = ()
    batch: RateCard | None = field(default=None, converter=_known)
    priority: RateCard | None = field(default=None, converter=_known)
    flex: RateCard | None = field(default=None, converter=_known)
    currency: str = field(default="USD", validator=known_currency)
    from_on: date
    until_on: date | None = field(default=None, validator=_forward)
    announced: bool = False
    stage: Literal["list", "contract", "factory"] = "list"
    source: str = field(validator=named)
    source_version: str = field(default="", validator=tidy)
    checked_on: date | None = None
    reading: str = field(default="", validator=tidy)

    @property
    def provider(self) -> str:
        """The part of the model's name before the slash."""
        return provider_of(self.model)

    def covers(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    @property
    def stated_by(self) -> str:
        """Source and version in words."""
        return f"{self.source} {self.source_version}".strip()

    @exactly
    def discounted(self, discount: Decimal, source: str) -> TokenPrice:
        """The whole card, cache, tiers and service classes too, less a discount."""
        factor = 1 - discount
        tiers = (evolve(tier, card=tier.card.times(factor)) for tier in self.tiers)
        own: dict[str, Any] = {name: card and card.times(factor) for name, card in self.classes.items()}
        return evolve(self, card=self.card.times(factor), tiers=tuple(tiers), stage="contract", source=source, **own)

    @property
    def classes(self) -> dict[str, RateCard | None]:
        """Cards of the service classes beside the standard one, by name."""
        return {"batch": self.batch, "priority": self.priority, "flex": self.flex}


def _no_overlap(instance: PriceBook, attribute: Any, rows: tuple[TokenPrice, ...]) -> None:
    for model, own in instance.by_model.items():
        for earlier, later in zip(own, own[1:], strict=False):
            if earlier.until_on is None or earlier.until_on > later.from_on:
                rule = f"two rows overlap: from {earlier.from_on} and from {later.from_on}"
                raise InvalidValue(f"price of {model}", earlier.until_on or "open end", rule, "end one row first")


def _grouped(book: PriceBook) -> dict[str, tuple[TokenPrice, ...]]:
    rows: dict[str, list[TokenPrice]] = {}
    for row in book.rows:
        rows.setdefault(row.model, []).append(row)
    return {model: tuple(sorted(own, key=lambda row: row.from_on)) for model, own in rows.items()}


def _rows_tuple(rows: Iterable[TokenPrice]) -> tuple[TokenPrice, ...]:
    return tuple(rows)


@frozen
class PriceBook:
    """Dated token prices by model; a model's rows never overlap.

    Attributes:
        rows: All rows.
    """

    rows: tuple[TokenPrice, ...] = field(converter=_rows_tuple)
    by_model: Mapping[str, tuple[TokenPrice, ...]] = field(init=False, eq=False, repr=False)
    ends: Mapping[str, date] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "by_model", _grouped(self))
        _no_overlap(self, None, self.rows)
        ends = {model: own[-1].until_on for model, own in self.by_model.items() if own[-1].until_on}
        object.__setattr__(self, "ends", ends)

    @property
    def models(self) -> tuple[str, ...]:
        """Ids of all models, sorted."""
        return tuple(sorted(self.by_model))

    def price(self, model: str, on: date) -> TokenPrice:
        """The row in force on a day.

        Raises:
            UnknownModel: If the book has no such model (with the nearest ids) or no row for that day.
        """
        rows = self.by_model.get(model)
        if rows is None:
            raise UnknownModel(model, _near(model, self.by_model))
        for row in reversed(rows):
            if row.covers(on):
                return row
        days = ", ".join(f"{row.from_on} to {row.until_on or 'open'}" for row in rows)
        raise UnknownModel(model, hint=f"none in force on {on}; its rows run {days}")

    def retires_on(self, model: str) -> date | None:
        """First day on which a model is sold no longer; None while no end is known."""
        return self.ends.get(model)

    def announced(self, model: str, after: date, until: date) -> tuple[TokenPrice, ...]:
        """Rows of a model that begin after a day and before another."""
        return tuple(row for row in self.by_model.get(model, ()) if after < row.from_on < until)

    def merged(self, other: PriceBook) -> PriceBook:
        """Both books; where both know a model, the other's rows stand alone."""
        kept = (row for row in self.rows if row.model not in other.by_model)
        return PriceBook((*kept, *other.rows))


def _near(model: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Nearest ids: the same model elsewhere first, then by likeness."""
    tail = model.rpartition("/")[2].casefold()
    ids = list(known)
    same = sorted(found for found in ids if found.rpartition("/")[2].casefold() == tail)
    folded = {found.casefold(): found for found in ids}
    alike = [folded[found] for found in get_close_matches(model.casefold(), list(folded), n=most, cutoff=0.5)]
    return list(dict.fromkeys([*same, *alike]))[:most]


@exactly
def basket_price(basket: Basket, book: PriceBook, on: date) -> Money:
    """Price of a million tokens of a basket, unrounded, at base rates plus its stated batch and long-context shares.

    ``sum(share of model * work ratio * sum(share of kind * price of kind))``. Linear on purpose: pricing a year's
    aggregate through per-request tiers overvalues it several times (DESIGN section 5).

    Raises:
        UnknownModel: If a model has no price that day.
        MissingFact: If a kind of token that the mix uses has no price.
    """
    return priced(basket, (book.price(part.model, on) for part in basket.parts))


@exactly
def priced(basket: Basket, rows: Iterable[TokenPrice]) -> Money:
    """The basket's price at given rows, one a part."""
    result: Money | None = None
    for part, row in zip(basket.parts, rows, strict=True):
        tokens = EXACT.multiply(part.share, part.work_ratio)
        money = Money(EXACT.multiply(tokens, _part_price(part, row)), row.currency)
        result = money if result is None else result + money
    assert result is not None  # a basket has parts
    return result


def _part_price(part: BasketPart, row: TokenPrice) -> Decimal:
    mix = part.mix
    base = _mixed(part, row.card, row)
    long = base
    if mix.long_context_share:
        long = _mixed(part, row.tiers[0].card.over(row.card), row) if row.tiers else base
    price = EXACT.add(base, EXACT.multiply(mix.long_context_share, long - base))
    if not mix.batch_share:
        return price
    if row.batch is None:
        raise MissingFact(f"batch price of {row.model} from {row.from_on} ({row.stated_by}), which the mix uses")
    batch = _mixed(part, row.batch, row)
    return EXACT.add(price, EXACT.multiply(mix.batch_share, batch - price))


def _mixed(part: BasketPart, card: RateCard, row: TokenPrice) -> Decimal:
    result = Decimal(0)
    for kind, share in part.mix.shares().items():
        if share:
            price: Decimal | None = getattr(card, kind)
            if price is None:
                words = kind.replace("_", " ")
                of = f"{(share * 100).quantize(Decimal('0.1'))} %"
                what = f"price of {words} of {row.model} ({row.stated_by}), {of} of the mix {part.mix.name}"
                raise MissingFact(what, f"# or say a mix without {words}, or give the price in a --prices file")
            result = EXACT.add(result, EXACT.multiply(share, price))
    return result


def tokens_bought(money: Money, per_mtok: Money) -> Decimal | None:
    """Millions of tokens that an amount buys at a price; None means unlimited, at a price of 0.

    >>> tokens_bought(Money("100000", "USD"), Money("10", "USD"))
    Decimal('10000')
    """
    if money.currency != per_mtok.currency:
        money - per_mtok  # raises CurrencyMismatch
    return EXACT.divide(money.amount, per_mtok.amount) if per_mtok.amount else None


def rows_of(basket: Basket, book: PriceBook, on: date) -> Iterator[TokenPrice]:
    """The rows that price a basket on a day, one a part."""
    return (book.price(part.model, on) for part in basket.parts)
