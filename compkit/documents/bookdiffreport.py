"""Two price books compared, as a report and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from ..market.bookdiff import BookDifference, PriceDifference
from ..money import EXACT
from . import figures
from .data import decimal_text
from .format import rounded
from .table import Block, Group, Report, Row, Table, Text

MOST_LARGEST = 10
MOST_NAMED = 12
"""Models that a list of what only one book has names; the rest is counted."""


def build_book_difference(difference: BookDifference, *, first: str, second: str) -> Report:
    """The report that `compkit prices compare` prints.

    Args:
        difference: What differs.
        first: The first book as the user named it.
        second: The second one.
    """
    return Report(tuple(_blocks(difference, first, second)))


def _blocks(difference: BookDifference, first: str, second: str) -> Iterator[Block]:
    yield Text(f"PRICES COMPARED as in force on {difference.on}\nfirst: {first}\nsecond: {second}", "title")
    yield Text(_summary(difference))
    currency = _shared_currency(difference.changed)
    largest = [change for change in difference.largest if change.change_rate][:MOST_LARGEST]
    if len(difference.changed) > MOST_LARGEST and largest:
        rows = (Row(f"{change.model}, {change.kind}", _cells(change, currency)) for change in largest)
        yield _table("LARGEST CHANGES", rows, currency)
    if difference.changed:
        foot = "? is unknown, which is not 0: such a price has no change, and neither has one that was 0."
        yield _table("ALL CHANGES BY MODEL", _by_model(difference.changed, currency), currency, foot)
    for names, where in ((difference.only_first, "first"), (difference.only_second, "second")):
        if names:
            yield Text(f"Only in the {where} ({len(names):,}): {_named(names)}", indent=2)


def _summary(difference: BookDifference) -> str:
    changed = len(difference.models)
    both = changed + difference.same
    if not both:
        return "No model has a price in both; they are matched by their whole id, provider/model."
    stated = len({c.model for c in difference.changed if c.first is not None and c.second is not None})
    differ = f"{changed:,}" + (f", of which {stated:,} in a price that both state" if changed else "")
    return f"Models in both: {both:,}. Different: {differ}. The same: {difference.same:,}. Matched by provider/model."


def _by_model(changed: Sequence[PriceDifference], currency: str) -> Iterator[Row]:
    for model, own in groupby(changed, key=lambda change: change.model):
        yield Row(model, ("", "", ""), "total")
        for change in own:
            yield Row(f"  {change.kind}", _cells(change, currency))


def _table(title: str, rows: Iterable[Row], currency: str, foot: str = "") -> Table:
    groups = tuple(Group("", (heading,)) for heading in ("first", "second", "change"))
    unit = f"{currency} per million tokens".strip()
    return Table(title=title, unit=unit, groups=groups, rows=tuple(rows), foot=foot)


def _shared_currency(changes: Iterable[PriceDifference]) -> str:
    """The currency of all prices, or empty if they have several."""
    found = {currency for change in changes for currency in (change.first_currency, change.second_currency)}
    return found.pop() if len(found) == 1 else ""


def _cells(change: PriceDifference, shared: str) -> tuple[str, str, str]:
    """Both prices, with their currencies unless all share one, and the change."""
    codes = ("", "") if shared else (change.first_currency, change.second_currency)
    first, second = (
        "?" if price is None else f"{figures.price(price)} {code}".rstrip()
        for price, code in zip((change.first, change.second), codes, strict=True)
    )
    return first, second, _change(change)


def _change(change: PriceDifference) -> str:
    if change.first_currency != change.second_currency:
        return "other currency"
    rate = change.change_rate
    if rate is None:
        return ""
    percent = rounded(EXACT.multiply(rate, Decimal(100)), 1)
    return f"{percent:+,f} %" if percent else "under 0.1 %"


def _named(models: Sequence[str]) -> str:
    left = len(models) - MOST_NAMED
    names = ", ".join(models[:MOST_NAMED])
    return f"{names} and {left:,} more; --json lists all" if left > 0 else names


# for machines


def book_difference_data(difference: BookDifference, *, first: str, second: str) -> dict[str, Any]:
    """A comparison of books as ``compkit/price-difference/1``; unknown prices and rates are null."""
    return {
        "format": "compkit/price-difference/1",
        "on": str(difference.on),
        "first": first,
        "second": second,
        "same": difference.same,
        "changed": [_data(change) for change in difference.changed],
        "only_first": list(difference.only_first),
        "only_second": list(difference.only_second),
    }


def _data(change: PriceDifference) -> dict[str, str | None]:
    return {
        "model": change.model,
        "kind": change.kind,
        "first_per_mtok": _text(change.first),
        "second_per_mtok": _text(change.second),
        "first_currency": change.first_currency,
        "second_currency": change.second_currency,
        "change_rate": _text(change.change_rate),
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else decimal_text(number)
