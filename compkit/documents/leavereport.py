"""Leaving as a report: what is kept, forfeited and owed back on a day or by half-year, and which tokens end.

It shows what is promised and no more: no expected cost, so a candidate may read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..money import Money, exactly
from ..pay.entitlements import Component
from ..pay.offer import Offer
from ..pay.units import CapacityShare, Cash, TokenMoney
from ..valuation.leaving import Leaving, LeavingItem, TokenEnd
from . import figures
from .data import decimal_text
from .format import apportioned, rounded
from .table import RULE, Block, Group, Report, Row, Table, Text
from .words import COMPONENT_NAMES, offer_title

_DEFINITION = (
    "Before tax, as promised: bonus and commission at target, shares at their stated price. What is delivered or vests "
    "on the last day of work is in."
)
_FORFEITED = (
    "Unvested shares and payments not yet made count whole, bonus and retention with the part earned by then. A "
    "plan or the law may grant more."
)


@exactly
def build_leaving_report(leaving: Leaving, *, offer: Offer | None = None, as_of: object = "") -> Report:
    """The report that `compkit value --leave-on DATE` prints.

    Args:
        leaving: The day and what it means.
        offer: The offer, for its number and people.
        as_of: Day of the prices, as printed; left out if empty.
    """
    return Report(tuple(_blocks(leaving, offer, as_of)))


def _blocks(leaving: Leaving, offer: Offer | None, as_of: object) -> Iterator[Block]:
    served = f"{leaving.months} full month{'s' if leaving.months != 1 else ''} of service"
    yield Text(
        f"{_name(offer)}\nIf the last day of work is {leaving.on}: {served} from {leaving.start_on}.{_as_of(as_of)}",
        "title",
    )
    yield _kept(leaving)
    yield _forfeited(leaving)
    yield from (Text(words, "plain", indent=2) for words in ("\n".join(_token_words(leaving)),) if words)
    yield Text(f"{_DEFINITION} {_FORFEITED}", "note")


def _name(offer: Offer | None) -> str:
    return "Leaving" if offer is None else offer_title(offer)


def _as_of(day: object) -> str:
    return f" Prices as of {day}." if day else ""


def _kept(leaving: Leaving) -> Table:
    """Paid, vested and owed back; figures add up as printed."""
    parts = [leaving.paid, leaving.vested, leaving.owed_back]
    sums = [rounded(leaving.total(part).amount) for part in ("paid", "vested", "owed_back")]
    printed = [apportioned([item.amount.amount for item in part], to=to) for part, to in zip(parts, sums, strict=True)]
    rows: list[Row] = []
    for label, part, cells, whole in zip(("Cash paid", "Vested"), parts, printed, sums, strict=False):
        rows += [_row(item, cell, _PAID.get(item.component, "")) for item, cell in zip(part, cells, strict=True)]
        rows += [Row(f"{label}, total", ("", "", figures.whole(whole)), "total"), RULE] if part else []
    rows += [_row(item, -cell, "paid", "Owed back: ") for item, cell in zip(parts[2], printed[2], strict=True)]
    rows += [RULE] if leaving.owed_back else []
    kept = sums[0] + sums[1] - sums[2]
    rows.append(Row("Kept, without tokens", ("", "", figures.whole(kept)), "total"))
    return _table(leaving, f"PAID, VESTED AND OWED BACK BY {leaving.on}", rows)


_PAID: dict[Component, str] = {
    "guaranteed bonus": "last paid",
    "target bonus": "last paid",
    "sign-on": "paid",
    "retention": "paid",
    "relocation": "paid",
}


def _forfeited(leaving: Leaving) -> Table:
    whole = rounded(leaving.total("forfeited").amount)
    amounts = apportioned([item.amount.amount for item in leaving.forfeited], to=whole)
    rows = [_row(item, cell, "next due") for item, cell in zip(leaving.forfeited, amounts, strict=True)]
    rows += [RULE] if rows else []
    rows.append(Row("Forfeited", ("", "", figures.whole(whole)), "total"))
    return _table(leaving, "FORFEITED", rows)


def _table(leaving: Leaving, title: str, rows: Iterable[Row]) -> Table:
    groups = tuple(Group("", (heading,)) for heading in ("", "units", "amount"))
    return Table(title=title, unit=f"{leaving.currency}, as promised", groups=groups, rows=tuple(rows))


def _row(item: LeavingItem, amount: Decimal, when: str, before: str = "") -> Row:
    units = "" if isinstance(item.unit, Cash) else f"{item.quantity.normalize():,f}"
    words = f"{when} {item.on}" if when and item.on else ""
    return Row(before + _label(item), (words, units, figures.whole(amount)))


def _label(item: LeavingItem) -> str:
    name, component = item.name, COMPONENT_NAMES[item.component]
    if item.component in ("RSU", "options", "benefits", "commission"):
        return name if component.casefold() in name.casefold() else f"{name} ({component})"
    return name


# tokens


def _token_words(leaving: Leaving) -> Iterator[str]:
    if leaving.tokens:
        yield "AI TOKENS, never part of the totals above"
    for end in leaving.tokens:
        until = f"the last day of work, {leaving.on}" if end.used_until == leaving.on else str(end.used_until)
        yield f"  {end.name}: can be used until {until}. {_released(end)}"


def _released(end: TokenEnd) -> str:
    released = f"Released since the start: {_quantity(end, end.released, end.released_amount)}."
    if not end.open:
        return f"{released} None of it is still open."
    return f"{released} What is then unused of the last {_quantity(end, end.open, end.open_amount)} ends."


def _quantity(end: TokenEnd, quantity: Decimal, amount: Money) -> str:
    money = f"{amount.currency} {figures.whole(amount.amount)}"
    if isinstance(end.unit, TokenMoney):
        return money
    if isinstance(end.unit, CapacityShare):
        return f"{figures.price(quantity)} share-months of {end.unit.capacity} ({money} at the list price)"
    return f"{figures.tokens(quantity)} tokens ({money} at the price basis)"


# by half-year


@exactly
def build_leaving_table(leavings: Sequence[Leaving], *, offer: Offer | None = None, as_of: object = "") -> Report:
    """The report that `compkit value --leave-on` prints: one row a day of leaving.

    Args:
        leavings: In order of their days; at least one.
        offer: The offer, for its number and people.
        as_of: Day of the prices, as printed; left out if empty.
    """
    first = leavings[0]
    headings = (
        "cash paid",
        "vested",
        "owed back",
        "kept",
        "forfeited",
        *(["AI tokens\nreleased"] if _tokens(leavings) else []),
    )
    table = Table(
        title="LEAVING BY HALF-YEAR",
        unit=f"{first.currency}, as promised",
        groups=tuple(Group("", (heading,)) for heading in headings),
        rows=tuple(_half_year(leaving, len(headings)) for leaving in leavings),
        foot=f"The last day of work is the day named, after so many full months of service. Kept is cash paid and "
        f"vested less owed back, without tokens. {_DEFINITION} {_FORFEITED}",
    )
    title = (
        f"{_name(offer)}\nWhat leaving means, from {first.start_on} on.{_as_of(as_of)} For one day: --leave-on DATE."
    )
    return Report((Text(title, "title"), table))


def _tokens(leavings: Iterable[Leaving]) -> bool:
    return any(leaving.tokens for leaving in leavings)


def _half_year(leaving: Leaving, columns: int) -> Row:
    paid, vested, owed, lost = (
        rounded(leaving.total(part).amount) for part in ("paid", "vested", "owed_back", "forfeited")
    )
    tokens = sum((end.released_amount.amount for end in leaving.tokens), start=Decimal(0))
    cells = (paid, vested, owed, paid + vested - owed, lost, rounded(tokens))
    return Row(f"{leaving.on}  {leaving.months:3} months", tuple(map(figures.whole, cells[:columns])))


# for machines


def leaving_data(leaving: Leaving) -> dict[str, Any]:
    """One day of leaving as plain data; amounts are decimal text."""
    parts = ("paid", "vested", "forfeited", "owed_back")
    return {
        "leave_on": str(leaving.on),
        "start_on": str(leaving.start_on),
        "months_of_service": leaving.months,
        "currency": leaving.currency,
        **{part: [_item(item) for item in getattr(leaving, part)] for part in parts},
        "tokens": [
            {
                "name": end.name,
                "used_until": str(end.used_until),
                "unit": _unit(end.unit),
                "released": decimal_text(end.released),
                "open_at_most": decimal_text(end.open),
                "released_amount": decimal_text(end.released_amount.amount),
                "open_at_most_amount": decimal_text(end.open_amount.amount),
            }
            for end in leaving.tokens
        ],
        "totals": {
            **{part: decimal_text(leaving.total(part).amount) for part in parts},
            "kept_without_tokens": decimal_text(leaving.kept.amount),
        },
    }


def _item(item: LeavingItem) -> dict[str, Any]:
    return {
        "component": item.component,
        "name": item.name,
        "unit": _unit(item.unit),
        "quantity": decimal_text(item.quantity),
        "amount": decimal_text(item.amount.amount),
        "on": None if item.on is None else str(item.on),
    }


def _unit(unit: object) -> str:
    """``USD``, the share's symbol, ``share-months of ...`` or ``million tokens``."""
    if isinstance(unit, CapacityShare):
        return f"share-months of {unit.capacity}"
    return (
        getattr(unit, "currency", "")
        if isinstance(unit, (Cash, TokenMoney))
        else getattr(unit, "symbol", "million tokens")
    )
