"""The price watch as a report and as data, for a nightly job: which open offers moved, and what is announced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from ..money import exactly
from ..valuation.basis import percent
from ..valuation.watch import PriceMove, PriceWatch, WatchedPrice
from . import figures
from .data import decimal_text
from .format import rounded
from .table import Block, Group, Report, Row, Table, Text

_PACE = "Prices in the offer's currency. A year at the pace of the start, if all of it is used."


@exactly
def build_watch_report(watch: PriceWatch, *, closed: Iterable[str] = ()) -> Report:
    """The report that `compkit prices watch` prints.

    Args:
        watch: What moved.
        closed: Offers that were not looked at, with the reason.
    """
    return Report(tuple(_blocks(watch, tuple(closed))))


def _blocks(watch: PriceWatch, closed: tuple[str, ...]) -> Iterator[Block]:
    yield Text(f"{_sentence(watch)}\nAs of {watch.as_of}, before tax, at list prices.", "title")
    moved, announced = ([move for move in watch.moves if move.kind == kind] for kind in ("moved", "announced"))
    if moved:
        yield _table(f"MOVED, {watch.since} to {watch.as_of}", moved, dated=False)
    if announced:
        yield _table("ANNOUNCED, each from its day on; a provider may cancel it", announced, dated=True)
    if watch.unmoved:
        pairs = "\n".join(f"  {offer}: {models}" for offer, models in watch.unmoved)
        yield Text(f"Unmoved, and nothing announced:\n{pairs}", "note", indent=4)
    lines = [f"! not known: {words}" for words in watch.unknown] + [f"- not looked at: {words}" for words in closed]
    if lines:
        yield Text("\n".join(lines), "warning", indent=2)


def _sentence(watch: PriceWatch) -> str:
    """How many offers moved, and how many are about to."""
    moved, announced = (len({m.offer for m in watch.moves if m.kind == kind}) for kind in ("moved", "announced"))
    words = f"Token prices moved for {moved or 'no'} open offer{'s' if moved > 1 else ''} since {watch.since}"
    return f"{words}; a change is announced for {announced}." if announced else f"{words}."


def _table(title: str, moves: list[PriceMove], *, dated: bool) -> Table:
    """An offer's allowance with what stays, and under it what each of its models changes, by day if announced."""
    rows: list[Row] = []
    for (offer, allowance), own in groupby(moves, key=lambda move: (move.offer, move.allowance)):
        listed = list(own)
        rows.append(Row(f"{offer}: {allowance}", ("", "", "", _stays(listed)), "total"))
        for move in listed:
            rows += _rows(move, f"  {f'{move.after.on} ' if dated else ''}{move.models}")
    price = Group("per million tokens", ("before", "after", "change"))
    return Table(title=title, groups=(price, Group("tokens or money", ("a year",))), rows=tuple(rows), foot=_PACE)


def _stays(moves: list[PriceMove]) -> str:
    """What is the same before and after, at every model: the money of money, the tokens of a quantity."""
    pays = {price.pays for move in moves for price in (move.before, move.after)}
    mtok = {price.mtok for move in moves for price in (move.before, move.after)}
    if len(pays) == 1:
        return f"for {_money(moves[0].after)}"
    return f"for {figures.tokens(moves[0].after.mtok)} tokens" if len(mtok) == 1 else ""


def _rows(move: PriceMove, label: str) -> Iterator[Row]:
    """The price, and what it changes: tokens, money or, on a second line, both."""
    before, after = move.before, move.after
    changes = []
    if before.mtok != after.mtok:
        changes.append(f"{figures.tokens(before.mtok)} to {figures.tokens(after.mtok)}")
    if before.pays != after.pays:
        changes.append(f"{_money(before)} to {figures.whole(after.pays.amount)}")
    prices = figures.price(before.per_mtok.amount), figures.price(after.per_mtok.amount), _rate(move.price_rate)
    yield Row(label, (*prices, changes[0] if changes else "nothing"))
    for change in changes[1:]:
        yield Row("", ("", "", "", change))


def _money(price: WatchedPrice) -> str:
    return f"{price.pays.currency} {figures.whole(price.pays.amount)}"


def _rate(rate: Decimal | None) -> str:
    if not rate:
        return "from 0" if rate is None else "0 %"
    return f"{'+' if rate > 0 else ''}{percent(rounded(rate, 3))}"


@exactly
def watch_data(watch: PriceWatch, *, closed: Iterable[str] = ()) -> dict[str, Any]:
    """The price watch as ``compkit/price-watch/1``."""
    return {
        "format": "compkit/price-watch/1",
        "since": str(watch.since),
        "as_of": str(watch.as_of),
        "moves": [_move(move) for move in watch.moves],
        "unmoved": [{"offer": offer, "models": models} for offer, models in watch.unmoved],
        "unknown": list(watch.unknown),
        "not_looked_at": list(closed),
    }


def _move(move: PriceMove) -> dict[str, Any]:
    return {
        "offer": move.offer,
        "allowance": move.allowance,
        "models": move.models,
        "kind": move.kind,
        "currency": move.after.pays.currency,
        "before": _at(move.before),
        "after": _at(move.after),
        "price_change_rate": None if move.price_rate is None else decimal_text(move.price_rate),
        "pays_more_a_year": decimal_text(move.pays_more.amount),
        "mtok_more_a_year": None if move.mtok_more is None else decimal_text(move.mtok_more),
    }


def _at(price: WatchedPrice) -> dict[str, str]:
    return {
        "on": str(price.on),
        "per_mtok": decimal_text(price.per_mtok.amount),
        "pays_a_year": decimal_text(price.pays.amount),
        "mtok_a_year": "unlimited" if price.mtok is None else decimal_text(price.mtok),
    }
