"""Two price books side by side on a day: which models cost something else, and by how much. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import frozen

from ..money import exactly
from .prices import KINDS, PriceBook, RateCard, TokenPrice

_KIND_WORDS = {kind: kind.replace("_1h", " for an hour").replace("_", " ") for kind in KINDS}
_Place = tuple[str, int, str]
"""Service class (empty is the standard one), bound of the tier (0 is none) and kind of a price."""


@frozen(kw_only=True)
class PriceDifference:
    """One price of one model that two books state differently.

    Attributes:
        model: ``provider/model``.
        kind: What the price is for: ``output``, ``batch output``, ``output above 200,000``.
        first: The first book's price per million tokens; None if it states none.
        second: The second book's.
        first_currency: ISO 4217 code of the first price.
        second_currency: Of the second; a difference even where the figures are the same.
    """

    model: str
    kind: str
    first: Decimal | None
    second: Decimal | None
    first_currency: str
    second_currency: str

    @property
    def change_rate(self) -> Decimal | None:
        """``second / first - 1``; None if either is unknown, the first is 0, or the currencies differ."""
        if not self.first or self.second is None or self.first_currency != self.second_currency:
            return None
        return _rate(self.first, self.second)


@exactly
def _rate(first: Decimal, second: Decimal) -> Decimal:
    return second / first - 1


@frozen(kw_only=True)
class BookDifference:
    """Two books on a day.

    Attributes:
        on: The day whose prices are compared.
        changed: What differs, by model, then base prices, service classes and long-context tiers.
        only_first: Models that only the first book prices that day, sorted.
        only_second: Models that only the second one prices.
        same: How many models have the same prices in both.
    """

    on: date
    changed: tuple[PriceDifference, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    same: int

    @property
    def models(self) -> tuple[str, ...]:
        """Models that differ, sorted."""
        return tuple(dict.fromkeys(change.model for change in self.changed))

    @property
    def largest(self) -> tuple[PriceDifference, ...]:
        """Changes whose rate is known, the largest first, up or down alike."""
        known = [(abs(rate), change) for change in self.changed if (rate := change.change_rate) is not None]
        return tuple(change for _, change in sorted(known, key=lambda pair: (-pair[0], pair[1].model)))


def compare_books(first: PriceBook, second: PriceBook, *, on: date) -> BookDifference:
    """What two books state differently on a day.

    Models are matched by their whole id; a model without a price in force that day counts as not in the book. Prices
    in two currencies differ: nothing is converted. Source, dates and version are not compared.
    """
    ours, theirs = _in_force(first, on), _in_force(second, on)
    both = sorted(ours.keys() & theirs.keys())
    changes = {model: tuple(_changes(ours[model], theirs[model])) for model in both}
    return BookDifference(
        on=on,
        changed=tuple(change for model in both for change in changes[model]),
        only_first=tuple(sorted(ours.keys() - theirs.keys())),
        only_second=tuple(sorted(theirs.keys() - ours.keys())),
        same=sum(not changes[model] for model in both),
    )


def _in_force(book: PriceBook, on: date) -> dict[str, TokenPrice]:
    return {row.model: row for row in book.rows if row.covers(on)}


def _changes(first: TokenPrice, second: TokenPrice) -> Iterator[PriceDifference]:
    ours, theirs = _prices(first), _prices(second)
    for place in sorted(ours.keys() | theirs.keys(), key=_order):
        pair = ours.get(place), theirs.get(place)
        if pair[0] != pair[1] or first.currency != second.currency:
            yield PriceDifference(
                model=first.model,
                kind=_words(place),
                first=pair[0],
                second=pair[1],
                first_currency=first.currency,
                second_currency=second.currency,
            )


def _prices(row: TokenPrice) -> dict[_Place, Decimal]:
    """Every known price of a row by its place."""
    found = dict(_known("", 0, row.card))
    for name, card in row.classes.items():
        found.update(_known(name, 0, card or RateCard()))
    for tier in row.tiers:
        found.update(_known("", tier.above_tokens, tier.card))
    return found


def _known(service: str, above: int, card: RateCard) -> Iterator[tuple[_Place, Decimal]]:
    for kind in KINDS:
        price: Decimal | None = getattr(card, kind)
        if price is not None:
            yield (service, above, kind), price


def _order(place: _Place) -> tuple[int, int, int]:
    service, above, kind = place
    return above, ("", "batch", "priority", "flex").index(service), KINDS.index(kind)


def _words(place: _Place) -> str:
    service, above, kind = place
    return " ".join(filter(None, (service, _KIND_WORDS[kind], f"above {above:,}" if above else "")))
