"""The ledger of a token allowance as a report: terms, a table by period, totals, balance and pace.

It shows what was granted and used, so a candidate may read it, unless use was priced at contract prices: then it says
INTERNAL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from ..dates import day_before
from ..money import add_up, exactly, minor_units
from ..pay.allowance import TokenAllowance
from ..pay.ledger import LOOK_AHEAD_MONTHS, runs_dry_on
from ..pay.ledgerbook import OUTCOMES, Ledger, LedgerPeriod
from ..pay.offer import Offer
from ..pay.units import CapacityShare, TokenMoney, TokenUnit
from .data import decimal_text
from .format import apportioned, decimals_of, percent, rounded
from .table import RULE, Block, Group, Report, Row, Table, Text

_HEADS = ("granted", "carried\nin", "used", "expired", "carried\nout", "beyond the\nallowance")
_PERIODS = {"yearly": "year", "quarterly": "quarter", "monthly": "month", "weekly": "week", "daily": "day"}
_OVERAGE = {
    "stops": "use beyond it stops",
    "needs approval": "use beyond it needs approval",
    "charged to the team": "use beyond it is charged to the team",
}
_OUTCOME_WORDS = {
    "refused": "refused, as use stops there",
    "approved": "approved",
    "awaiting approval": "awaiting approval",
    "charged to the team": "charged to the team",
}
_LAW = "Granted and carried in are used, expired or carried out; use beyond the allowance stands apart."


@exactly
def build_ledger_report(ledger: Ledger, *, offer: Offer | None = None, as_of: object = "") -> Report:
    """The report that `compkit ledger` prints.

    Args:
        ledger: The ledger.
        offer: The offer, for its number and people.
        as_of: Day of the prices, where tokens were priced; left out if empty.
    """
    return Report(tuple(_blocks(ledger, offer, as_of)))


def _blocks(ledger: Ledger, offer: Offer | None, as_of: object) -> Iterator[Block]:
    show = _shown(ledger)
    yield Text(_title(ledger, offer), "title")
    yield Text(terms_sentence(ledger.allowance))
    yield _table(ledger, show)
    yield Text("\n".join(f"  {line}" for line in _findings(ledger, show)), indent=4)
    if any(row.tool or row.model for row in ledger.usage):
        yield _by_what(ledger, show)
    yield Text(" ".join(_notes(ledger, as_of)), "note")


def _title(ledger: Ledger, offer: Offer | None) -> str:
    internal = "INTERNAL: priced at contract prices. " if is_internal(ledger) else ""
    who = f"{offer.employer.name} ({offer.offer_number}), for {offer.candidate.name}" if offer else "Ledger"
    tool = f", {ledger.tool}" if ledger.tool else ""
    return f"{internal}{who}\nLedger of {ledger.allowance.name}{tool}, up to {day_before(ledger.until)}."


def is_internal(ledger: Ledger) -> bool:
    """Whether it shows contract prices, so that no candidate may read it."""
    return any(row.priced == "contract" for row in ledger.usage)


def terms_sentence(allowance: TokenAllowance) -> str:
    """How it is released, what becomes of the rest, and of use beyond it."""
    release = f"Released {allowance.release}, {'in advance' if allowance.in_advance else 'in arrears'}"
    days = allowance.wind_down_days
    leaving = f"what is left on the last day of work can be used for {days} days more" if days else "it ends on leaving"
    return f"{release}; {_unused(allowance)}; {_OVERAGE[allowance.overage]}; {leaving}."


def _unused(allowance: TokenAllowance) -> str:
    months = allowance.rollover_months
    if months == 0:
        return f"what a {_PERIODS[allowance.release]} leaves unused expires"
    share = "" if allowance.rollover_share == 1 else f"{percent(allowance.rollover_share)} of "
    length = " without limit" if months is None else f" for {months} month{'' if months == 1 else 's'}"
    cap = "" if allowance.rollover_cap is None else f", at most {_plain(allowance.rollover_cap)} into a period"
    last = f", until {allowance.rollover_until} at the latest" if allowance.rollover_until else ""
    return f"{share}what is unused carries over{length}{cap}{last}, the oldest used first"


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():,f}"


# the table


_Show = Callable[[Decimal], str]


def _shown(ledger: Ledger) -> _Show:
    """Every figure with as many decimals as any needs, at least the cents of money: they add up as printed."""
    places = _decimals(ledger)
    return lambda quantity: f"{rounded(quantity, places):,f}"


def _decimals(ledger: Ledger) -> int:
    least = minor_units(ledger.unit.currency) if isinstance(ledger.unit, TokenMoney) else 0
    names = ("granted", "carried_in", "used", "expired", "carried_out", "overage")
    return max([least, *(decimals_of(getattr(period, name)) for period in ledger.periods for name in names)])


def unit_words(unit: TokenUnit) -> str:
    """``USD``, ``million tokens`` or ``share-months of`` a capacity."""
    match unit:
        case TokenMoney(currency=currency):
            return currency
        case CapacityShare(capacity=capacity):
            return f"share-months of {capacity}"
        case _:
            return f"million tokens of {unit.basket.label}"


def _table(ledger: Ledger, show: _Show) -> Table:
    sums = ("granted", "used", "expired", "overage")
    granted, used, expired, overage = (_cell(ledger.total(name), show) for name in sums)
    total = Row("Total", (granted, "", used, expired, _cell(ledger.balance, show), overage), "total")
    return Table(
        title="BY PERIOD OF RELEASE",
        unit=unit_words(ledger.unit),
        groups=tuple(Group("", (head,)) for head in _HEADS),
        rows=(*(_row(period, show) for period in ledger.periods), RULE, total),
        foot=_LAW,
    )


def _row(period: LedgerPeriod, show: _Show) -> Row:
    names = ("granted", "carried_in", "used", "expired", "carried_out", "overage")
    cells = tuple(_cell(getattr(period, name), show) for name in names)
    return Row(f"{period.start} to {day_before(period.end)}", cells)


def _cell(quantity: Decimal, show: _Show) -> str:
    return show(quantity) if quantity else "-"


# what it says


def _findings(ledger: Ledger, show: _Show) -> Iterator[str]:
    unit = _short_unit(ledger)
    yield f"Balance on {day_before(ledger.until)}: {show(ledger.balance)} {unit}."
    if ledger.utilisation is not None:
        used = f"{show(ledger.total('used'))} of {show(ledger.total('granted'))} {unit} granted"
        yield f"Utilisation: {percent(ledger.utilisation, 1)}, {used}."
    for outcome in OUTCOMES:
        quantity = ledger.overage_that_is(outcome)
        if quantity:
            yield f"Beyond the allowance, {_OUTCOME_WORDS[outcome]}: {show(quantity)} {unit}."
    yield from _pace(ledger, show)
    yield from _working(ledger)


def _short_unit(ledger: Ledger) -> str:
    match ledger.unit:
        case TokenMoney(currency=currency):
            return currency
        case CapacityShare():
            return "share-months"
        case _:
            return "million tokens"


def _pace(ledger: Ledger, show: _Show) -> Iterator[str]:
    """A straight line, and said so."""
    if not ledger.daily_pace or ledger.working.left_on is not None:
        return
    dry = runs_dry_on(ledger)
    a_day = f"{show(ledger.daily_pace)} {_short_unit(ledger)} a calendar day"
    found = f"it runs dry on {dry}" if dry else f"it does not run dry within {LOOK_AHEAD_MONTHS // 12} years"
    if dry is None and ledger.allowance.ends_on is not None:
        found = f"it does not run dry before it ends on {ledger.allowance.ends_on}"
    yield f"At the pace so far, {a_day} (a straight line, assumed), {found}."


def _working(ledger: Ledger) -> Iterator[str]:
    for change in ledger.working.fte:
        yield f"Working time from {change.on}: {percent(change.rate)} of what the allowance is promised for."
    if ledger.working.left_on is not None:
        yield f"Last day of work: {ledger.working.left_on}; that period is granted by days."


def _by_what(ledger: Ledger, show: _Show) -> Table:
    """Use by tool and model, overage included."""
    found: dict[str, list[Decimal]] = {}
    for row in ledger.usage:
        found.setdefault(", ".join(filter(None, (row.tool, row.model))) or "not said", []).append(row.quantity)
    sums = sorted(((add_up(parts), name) for name, parts in found.items()), key=lambda entry: (-entry[0], entry[1]))
    cells = apportioned([quantity for quantity, _ in sums], _decimals(ledger))
    return Table(
        title="BY TOOL AND MODEL, use beyond the allowance included",
        unit=_short_unit(ledger),
        groups=(Group("", ("used",)),),
        rows=tuple(Row(name, (show(cell),)) for cell, (_, name) in zip(cells, sums, strict=True)),
    )


def _notes(ledger: Ledger, as_of: object) -> Iterator[str]:
    prices = {row.priced for row in ledger.usage} - {"as stated"}
    for stage in sorted(prices):
        day = f" as known on {as_of}" if as_of else ""
        yield (
            f"Tokens were priced at {stage} prices of their day{day}, at base rates: prices for long context hold for "
            "single requests, which an export does not show."
        )
    yield "Use is booked in whole cents or tokens, as the difference of rounded sums. The allowance is not wages."


# for machines


@exactly
def ledger_data(ledger: Ledger, *, offer: Offer | None = None, as_of: object = "") -> dict[str, Any]:
    """A ledger as ``compkit/ledger/1``; quantities are decimal text in `unit`."""
    dry = runs_dry_on(ledger)
    return {
        "format": "compkit/ledger/1",
        "offer_number": offer.offer_number if offer else None,
        "allowance": ledger.allowance.name,
        "tool": ledger.tool or None,
        "unit": unit_words(ledger.unit),
        "internal": is_internal(ledger),
        "as_of": str(as_of) or None,
        "last_day": str(day_before(ledger.until)),
        "left_on": None if ledger.working.left_on is None else str(ledger.working.left_on),
        "terms": terms_sentence(ledger.allowance),
        "periods": [_period_data(period) for period in ledger.periods],
        "totals": {name: decimal_text(ledger.total(name)) for name in ("granted", "used", "expired", "overage")},
        "overage_by_outcome": {name: decimal_text(ledger.overage_that_is(name)) for name in OUTCOMES},
        "balance": decimal_text(ledger.balance),
        "utilisation": None if ledger.utilisation is None else f"{ledger.utilisation:.6f}",
        "runs_dry_on_at_the_pace_so_far": None if dry is None else str(dry),
    }


def _period_data(period: LedgerPeriod) -> dict[str, Any]:
    names = ("granted", "carried_in", "used", "expired", "carried_out", "overage", "left_over")
    return {
        "from": str(period.start),
        "to": str(day_before(period.end)),
        **{name: decimal_text(getattr(period, name)) for name in names},
        "overages": [
            {"on": str(entry.on), "quantity": decimal_text(entry.quantity), "outcome": entry.outcome}
            for entry in period.overages
        ],
    }
