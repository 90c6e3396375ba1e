"""The two sides of a bridge, by month and cost centre: from use as it was counted, and from planned rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import define, frozen

from ...errors import CurrencyMismatch, InvalidValue, UnknownModel
from ...market.market import Market, Stage
from ...market.prices import KINDS
from ..usage.lines import MTOK, UseLine
from .actuals import Cell, PlanRow
from .bridge import Bridge, Item, Side, add_bridges, bridge
from .spending import Spending

ANY = "tokens of the plan"
"""Item of planned money where nothing was used, so that no mix is known."""

Prices = Mapping[str, tuple[Fraction, Fraction]]
"""By item: list price of a million tokens, and what is paid for one."""


@frozen(kw_only=True)
class Rates:
    """Units of the plan's currency for one of the currency of prices.

    Attributes:
        planned: As the plan took it.
        actual: As it came.
    """

    planned: Fraction = Fraction(1)
    actual: Fraction = Fraction(1)


# what came


@define
class _Sums:
    """An item that is being added up."""

    mtok: Fraction = Fraction(0)
    at_list: Fraction = Fraction(0)
    paid: Fraction = Fraction(0)

    def add(self, mtok: Fraction, at_list: Fraction, paid: Fraction) -> None:
        """More tokens of the item."""
        self.mtok, self.at_list, self.paid = self.mtok + mtok, self.at_list + at_list, self.paid + paid


def item_name(line: UseLine, kind: str = "") -> str:
    """A model, or a kind of its tokens, with the service class where it is not the standard one."""
    service = "" if line.service == "standard" else line.service
    return " ".join(filter(None, (line.model or "no model", service, kind.replace("_", " "))))


def actual_sides(
    spent: Spending, heads: Mapping[Cell, Fraction], *, rate: Fraction = Fraction(1), kinds: bool = True
) -> dict[Cell, Side]:
    """What came, by the first two labels of each line's group: month and cost centre.

    A line without a list price, or with one of 0 that is billed all the same, has what is paid as its list price.

    Args:
        spent: Use, counted.
        heads: Heads by month and cost centre.
        rate: Units of the bridge's currency for one of the use's.
        kinds: Whether kinds of tokens are items of their own, so that a smaller share of cache reads is mix; without,
            it is a part of the price of a model.
    """
    items: dict[Cell, dict[str, _Sums]] = {}
    other: dict[Cell, Fraction] = {}
    for line in spent.lines:
        amount = spent.amount(line)
        if amount is None:
            continue
        cell = (line.group[0], line.group[1])
        own = items.setdefault(cell, {})
        if not line.count or amount < 0:
            other[cell] = other.get(cell, Fraction(0)) + amount
            continue
        for name, mtok, at_list, paid in _items(line, amount, spent, kinds):
            own.setdefault(name, _Sums()).add(mtok, at_list, paid)
    return {
        cell: Side(
            heads=heads.get(cell, Fraction(0)),
            items=tuple(_item(name, sums) for name, sums in items.get(cell, {}).items()),
            other=other.get(cell, Fraction(0)),
            rate=rate,
        )
        for cell in (*items, *(cell for cell in heads if cell not in items))
    }


def _item(name: str, sums: _Sums) -> Item:
    return Item(name=name, mtok=sums.mtok, at_list=sums.at_list, paid=sums.paid)


def _items(
    line: UseLine, amount: Fraction, spent: Spending, kinds: bool
) -> Iterator[tuple[str, Fraction, Fraction, Fraction]]:
    """Items of a line: name, millions of tokens, at list, paid; what is paid adds up to the amount."""
    at_list = line.cost("list") or Fraction(0)
    if not kinds:
        yield item_name(line), Fraction(line.count, MTOK), at_list or amount, amount
        return
    for kind in KINDS:
        count = line.tokens[kind]
        if not count:
            continue
        listed = line.kind_cost(kind) or Fraction(0) if at_list else Fraction(0)
        paid = amount * (listed / at_list if at_list else Fraction(count, line.count))
        if (basis := spent.basis(line)) != "billed":
            paid = line.kind_cost(kind, basis) or Fraction(0)
        yield item_name(line, kind), Fraction(count, MTOK), listed or paid, paid


# what was planned


def planned_prices(spent: Spending, market: Market, on: date, *, kinds: bool = True) -> Prices:
    """Prices of the items that were used as they were on the day of the plan; an unknown one is left out.

    Args:
        spent: Use, counted.
        market: Prices and contracts.
        on: Day of the plan.
        kinds: Must be as of `actual_sides`; prices of whole models are not known, since their kinds may be any.
    """
    found: dict[str, tuple[Fraction, Fraction]] = {}
    if not kinds:
        return found
    for line in {(line.model, line.service): line for line in spent.lines if line.model}.values():
        paid_at: Stage = "list" if spent.basis(line) == "list" else "contract"
        listed, paid = (_kinds(market, line, on, stage, spent.currency) for stage in ("list", paid_at))
        for kind in KINDS:
            if listed.get(kind) and kind in paid:
                found[item_name(line, kind)] = listed[kind], paid[kind]
    return found


def _kinds(market: Market, line: UseLine, on: date, stage: Stage, currency: str) -> dict[str, Fraction]:
    try:
        row = market.token_row(line.model, on, stage)
    except UnknownModel:
        return {}
    if row.currency != currency:
        raise CurrencyMismatch(row.currency, currency)
    card = row.card if line.service == "standard" else row.classes[line.service]
    prices = {kind: getattr(card, kind) for kind in KINDS} if card else {}
    return {kind: Fraction(price) for kind, price in prices.items() if price is not None}


def planned_side(
    rows: Sequence[PlanRow], actual: Side, *, heads: Fraction, prices: Prices, rate: Fraction = Fraction(1)
) -> Side:
    """What was planned for a month of a cost centre.

    Rows that name models are items. Money that names none is taken as tokens in the mix that was used, at the prices of
    the day of the plan: what it would have bought of them, so that nothing is put down to mix.

    Args:
        rows: Planned rows.
        actual: What came.
        heads: Heads of the roster, where rows state none.
        prices: Prices of the day of the plan; an item without one has the actual price.
        rate: The planned exchange rate.

    Raises:
        InvalidValue: If only some of the rows name a model, or two state different heads.
    """
    stated = {row.people for row in rows if row.people is not None}
    if len(stated) > 1:
        where = f"{rows[0].month}, {rows[0].cost_center}"
        raise InvalidValue(f"people of {where}", ", ".join(map(str, sorted(stated))), "differ by row", "say one")
    people = stated.pop() if stated else heads
    named = [row for row in rows if row.model]
    if named and len(named) < len(rows):
        where = f"{rows[0].month}, {rows[0].cost_center}"
        raise InvalidValue(f"plan of {where}", len(named), "some rows name a model and some do not", "say all or none")
    if named:
        return Side(heads=people, items=tuple(_planned_items(named, rate)), rate=rate)
    amount = sum((row.amount for row in rows), Fraction(0)) / rate
    return Side(heads=people, items=_bought(amount, actual, prices), rate=rate)


def _planned_items(rows: Iterable[PlanRow], rate: Fraction) -> Iterator[Item]:
    sums: dict[str, _Sums] = {}
    for row in rows:
        paid = row.amount / rate
        at_list = paid / (1 - row.discount_rate)
        sums.setdefault(row.model, _Sums()).add(row.mtok or Fraction(0), at_list, paid)
    yield from (_item(name, own) for name, own in sums.items())


def _bought(amount: Fraction, actual: Side, prices: Prices) -> tuple[Item, ...]:
    """The tokens that money would have bought in the mix that was used."""
    known = [(item, *_planned(item, prices)) for item in actual.items if item.mtok]
    whole = sum((item.mtok * paid for item, _, paid in known), Fraction(0))
    if not amount:
        return ()
    if not whole:
        return (Item(name=ANY, mtok=amount, at_list=amount, paid=amount),)
    times = amount / whole
    return tuple(
        Item(
            name=item.name,
            mtok=item.mtok * times,
            at_list=item.mtok * times * listed,
            paid=item.mtok * times * paid,
        )
        for item, listed, paid in known
    )


def _planned(item: Item, prices: Prices) -> tuple[Fraction, Fraction]:
    return prices.get(item.name, (item.at_list / item.mtok, item.paid / item.mtok))


def bridges(
    months: Sequence[str],
    *,
    plan: Iterable[PlanRow],
    actual: Mapping[Cell, Side],
    heads: Mapping[Cell, Fraction],
    prices: Prices,
    rates: Rates = Rates(),
) -> dict[str, Bridge]:
    """The bridge of each cost centre over some months: each month by itself, then added.

    Args:
        months: The months, as a rule those that are over.
        plan: Planned rows.
        actual: What came, by month and cost centre.
        heads: Heads of the roster.
        prices: Prices of the day of the plan, by item.
        rates: Exchange rates.
    """
    rows: dict[Cell, list[PlanRow]] = {}
    for row in plan:
        rows.setdefault((row.month, row.cost_center), []).append(row)
    found: dict[str, list[Bridge]] = {}
    for cell in sorted({*rows, *actual}):
        if cell[0] not in months:
            continue
        own = heads.get(cell, Fraction(0))
        came = actual.get(cell, Side(heads=own, rate=rates.actual))
        planned = planned_side(rows.get(cell, []), came, heads=own, prices=prices, rate=rates.planned)
        found.setdefault(cell[1], []).append(bridge(planned, came))
    return {name: add_bridges(parts) for name, parts in found.items()}
