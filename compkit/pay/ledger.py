"""The ledger of a token allowance: granted, carried in, used, expired, carried out, and use beyond it, by period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from attrs import evolve

from ..dates import add_months, day_after
from ..errors import InvalidValue
from ..money import exactly, half_up
from .allowance import TokenAllowance
from .amounts import MoneyPer
from .ledgerbook import Ledger, LedgerPeriod, Outcome, Overage
from .ledgergrants import FteChange, Release, Working, releases
from .ledgerlots import Booked, Carry, book
from .package import Package
from .rules import Indexed
from .tokens import token_rows
from .units import TokenUnit, decimals
from .usage import OverageApproval, Usage

LOOK_AHEAD_MONTHS = 60
"""How far `runs_dry_on` looks."""

LONGEST_YEARS = 100
"""Most years of a ledger: longer than any employment."""


@exactly
def ledger(
    allowance: TokenAllowance,
    usage: Iterable[Usage],
    *,
    package: Package,
    until: date,
    left_on: date | None = None,
    fte: Iterable[FteChange] = (),
    approved: bool | Iterable[OverageApproval] = (),
    tool: str = "",
    index: Callable[[date], Decimal] | None = None,
) -> Ledger:
    """The allowance period by period: released by its terms, used first in, first out.

    A day's release comes before its use. A release in advance is for its period; one in arrears is there on the last
    day of its period and for the period after it. What is carried over keeps its day: a release counts its months,
    and its share is taken, once, at the end of its own period; the cap holds at the end of each period, and above it
    the oldest expires. Use is booked in whole cents or tokens, as the difference of rounded sums, so that nothing is
    lost. In the period of leaving, days of work over days of the period are granted, and what is left on the last day
    can be used through the wind-down. Use on a day on which nothing is left is overage, before and after too.

    Args:
        allowance: One of the package's.
        usage: Rows of use, in any order; those of other allowances and tools are left out, as are those from `until`.
        package: The package.
        until: First day that no longer counts.
        left_on: Last day of work; None while employed.
        fte: Changes of working time; they scale what is granted, by days within a period.
        approved: Approvals of overage, where it needs them; True for all of it.
        tool: The tool whose ledger it is; needed where each of several tools has the amount for itself.
        index: For indexed money, what a unit of it has come to on the day of a release, as a market knows it.

    Raises:
        InvalidValue: If a row of use is before the package's start, names no allowance of several, or another rule
            is broken.
    """
    _check(allowance, package, until, left_on, tool)
    if isinstance(allowance.rule, Indexed) and index is None:
        rule = "follows an index, whose values a ledger does not know"
        raise InvalidValue(f"TokenAllowance {allowance.name}", allowance.rule.index, rule, "give index=")
    approvals = approved if isinstance(approved, bool) else tuple(sorted(approved, key=lambda entry: entry.on))
    if approvals and allowance.overage != "needs approval":
        raise InvalidValue("approved", allowance.overage, "approvals go with overage that needs approval")
    working = Working(left_on=left_on, fte=tuple(fte), index=index)
    own = tuple(_own_usage(usage, allowance, package, until, tool))
    unit = ledger_unit(allowance, package)
    places = decimals(unit)
    found = releases(allowance, package, until=until, working=working, tool=tool)
    spans = tuple(_spans(found, own, allowance, package, until=until, left_on=left_on))
    booked = book(spans, (release.lot for release in found), _by_day(own, places), _carry(allowance, places))
    return Ledger(
        allowance=allowance,
        package=package,
        unit=unit,
        until=until,
        periods=tuple(_periods(booked, places, allowance, approvals)),
        usage=own,
        working=working,
        tool=tool,
        approved=approvals,
    )


@exactly
def runs_dry_on(found: Ledger) -> date | None:
    """First day with overage if use goes on at the pace so far, every calendar day the same.

    None where nothing has been used, after leaving, and if it lasts for `LOOK_AHEAD_MONTHS` or to its own end.
    """
    pace, end = found.daily_pace, add_months(found.until, LOOK_AHEAD_MONTHS)
    if found.allowance.ends_on is not None:
        end = min(end, day_after(found.allowance.ends_on))
    if not pace or found.working.left_on is not None or end <= found.until:
        return None
    row = Usage(on=found.until, quantity=pace, allowance=found.allowance.name, tool=found.tool)
    days = (date.fromordinal(number) for number in range(found.until.toordinal(), end.toordinal()))
    ahead = ledger(
        found.allowance,
        (*found.usage, *(evolve(row, on=day) for day in days)),
        package=found.package,
        until=end,
        fte=found.working.fte,
        tool=found.tool,
        index=found.working.index,
    )
    return next((o.on for period in ahead.periods for o in period.overages if o.on >= found.until), None)


def _check(allowance: TokenAllowance, package: Package, until: date, left_on: date | None, tool: str) -> None:
    if allowance not in package.tokens:
        raise InvalidValue("ledger", allowance.name, "is not an allowance of the package")
    if until <= package.start_on:
        raise InvalidValue("until", until, f"must be after the package starts on {package.start_on}")
    if until.year - package.start_on.year > LONGEST_YEARS:
        raise InvalidValue("until", until, f"must be within {LONGEST_YEARS} years of {package.start_on}")
    if left_on is not None and left_on < package.start_on:
        raise InvalidValue("left_on", left_on, f"must not be before the first day of work on {package.start_on}")
    tools = tools_apart(allowance)
    if tools and tool not in tools:
        raise InvalidValue("tool", tool, "each tool has the amount for itself", f"say one of {', '.join(tools)}")
    if tool and not tools:
        raise InvalidValue("tool", tool, "the allowance is one amount for all tools", "leave it out")


def tools_apart(allowance: TokenAllowance) -> tuple[str, ...]:
    """Tools of which each has an amount for itself, and so a ledger; empty where there is one amount."""
    amount = allowance.amount
    return amount.tools if isinstance(amount, MoneyPer) and len(amount.tools) > 1 else ()


def ledger_unit(allowance: TokenAllowance, package: Package) -> TokenUnit:
    """What the quantities of an allowance's ledger are of; of indexed money, the money that it has come to."""
    begin = allowance.starts_on or package.start_on
    row = next(token_rows(allowance, package.pay_base, package.start_on, day_after(begin)))
    return row.unit  # type: ignore[return-value]


def is_use_of(name: str, allowance: TokenAllowance, package: Package) -> bool:
    """Whether use that names an allowance, or none where there is only one, is use of this one.

    Raises:
        InvalidValue: If no allowance has that name, or it is not clear which one is meant.
    """
    names = [other.name for other in package.tokens]
    choices = f"say one of {', '.join(names)}"
    if names.count(allowance.name) > 1:
        raise InvalidValue("TokenAllowance.name", allowance.name, "two allowances have this name", "give each its own")
    if not name and len(names) > 1:
        raise InvalidValue("Usage.allowance", name, "the package has several allowances", choices)
    if name and name not in names:
        raise InvalidValue("Usage.allowance", name, "is not an allowance of the package", choices)
    return name in ("", allowance.name)


def _own_usage(
    usage: Iterable[Usage], allowance: TokenAllowance, package: Package, until: date, tool: str
) -> Iterator[Usage]:
    """Rows that this ledger books, by day."""
    for row in sorted(usage, key=lambda row: row.on):
        if row.on < package.start_on:
            rule = f"is before the package starts on {package.start_on}"
            raise InvalidValue("Usage.on", row.on, rule, "leave it out, or look at the year")
        if not is_use_of(row.allowance, allowance, package):
            continue
        if tool and row.tool not in tools_apart(allowance):
            fix = f"say one of {', '.join(tools_apart(allowance))}"
            raise InvalidValue("Usage.tool", row.tool, "each tool has the amount for itself", fix)
        if row.on < until and row.tool == (tool or row.tool):
            yield row


def _by_day(usage: Sequence[Usage], places: int) -> dict[date, int]:
    """Whole smallest units by day, as differences of rounded sums: rows too small to count alone still add up."""
    sums = accumulate(Fraction(row.quantity) * 10**places for row in usage)
    by: dict[date, int] = {row.on: half_up(so_far) for row, so_far in zip(usage, sums, strict=True)}
    before = (0, *by.values())
    return {day: units - earlier for (day, units), earlier in zip(by.items(), before, strict=False)}


def _carry(allowance: TokenAllowance, places: int) -> Carry:
    cap = allowance.rollover_cap
    return Carry(share=Fraction(allowance.rollover_share), cap=None if cap is None else int(cap.scaleb(places)))


def _spans(
    found: Sequence[Release],
    usage: Sequence[Usage],
    allowance: TokenAllowance,
    package: Package,
    *,
    until: date,
    left_on: date | None,
) -> Iterator[tuple[date, date]]:
    """Periods of release, the last one to the day on which nothing can be used; use around them has periods too."""
    begin = min(found[0].start if found else until, until)
    if usage and usage[0].on < begin:
        yield package.start_on, begin
    spans = [(release.start, release.end) for release in found]
    last = {day_after(day) for day in (left_on, allowance.ends_on) if day is not None}
    if spans and spans[-1][1] in last:
        closing = max(spans[-1][1], *(release.lot.lapses_on for release in found))
        spans[-1] = (spans[-1][0], closing)
    yield from ((start, min(end, until)) for start, end in spans)
    end = spans[-1][1] if spans else begin
    if usage and usage[-1].on >= end:
        yield end, day_after(usage[-1].on)


def _periods(
    booked: Iterable[Booked], places: int, allowance: TokenAllowance, approved: bool | tuple[OverageApproval, ...]
) -> Iterator[LedgerPeriod]:
    left = [] if isinstance(approved, bool) else [int(entry.quantity.scaleb(places)) for entry in approved]
    for period in booked:
        overages = tuple(
            Overage(on=day, quantity=_quantity(part, places), outcome=outcome)
            for day, units in period.short
            for outcome, part in _settled(day, units, allowance, approved, left)
        )
        names = ("granted", "carried_in", "used", "expired", "carried_out")
        quantities = {name: _quantity(getattr(period, name), places) for name in names}
        yield LedgerPeriod(start=period.start, end=period.end, overages=overages, **quantities)


def _quantity(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places)


def _settled(
    day: date, units: int, allowance: TokenAllowance, approved: bool | tuple[OverageApproval, ...], left: list[int]
) -> Iterator[tuple[Outcome, int]]:
    """What becomes of a day's overage; approvals cover it one after the other, as far as each still reaches."""
    if allowance.overage != "needs approval":
        yield ("refused" if allowance.overage == "stops" else "charged to the team"), units
        return
    covered = units if approved is True else 0
    for number, entry in enumerate(() if isinstance(approved, bool) else approved):
        if entry.on <= day and (entry.until is None or day <= entry.until):
            taken = min(left[number], units - covered)
            left[number], covered = left[number] - taken, covered + taken
    if covered:
        yield "approved", covered
    if units > covered:
        yield "awaiting approval", units - covered
