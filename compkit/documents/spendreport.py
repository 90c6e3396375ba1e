"""A review of token spend as a report: plan, actual, forecast, bridge, burn, commitments, exposure. INTERNAL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..money import Money, half_up
from ..workforce.spending.actuals import AMOUNTS, SpendYear
from ..workforce.spending.balances import TOKENS
from ..workforce.spending.bridge import PART_NAMES, PARTS, add_bridges
from ..workforce.spending.burn import Burn
from ..workforce.spending.cents import share_cents
from ..workforce.spending.commitments import CommitmentState
from ..workforce.spending.review import SpendReview
from ..workforce.usage.basis import basis_words
from . import figures
from .spendcolumns import shared_columns, sum_cents
from .table import RULE, Block, Group, Report, Row, Table, Text

MOST_GROUPS = 40
"""Cost centres that a table shows one by one; the rest stand together, and all of them in the data."""


def build_spend_report(found: SpendReview) -> Report:
    """The report that `compkit spend` prints."""
    return Report(tuple(_blocks(found)))


def _blocks(found: SpendReview) -> Iterator[Block]:
    yield Text(_title(found), "title")
    if found.findings:
        yield Text("\n".join(burn_words(one, found.year.currency) for one in found.findings), "warning", indent=2)
    yield _year_table(found.year)
    yield from _month_tables(found.year)
    yield from _bridge_tables(found)
    if found.commitments:
        yield _commitment_table(found.commitments)
    if found.exposure.lines:
        yield _exposure_table(found)
    if found.balances:
        yield _balance_table(found)
    yield Text("\n".join(_notes(found)), "note", indent=2)


def _title(found: SpendReview) -> str:
    months = found.year.months
    closed = len(months.closed)
    return (
        f"TOKEN SPEND of the year from {months.start_on}, INTERNAL\n"
        f"As of {months.as_of}, {closed} of {months.count} months closed. In {found.year.currency}. Plan: "
        f"{found.plan_source}. Actual: {basis_words(found.spent.bases)}."
    )


def burn_words(one: Burn, currency: str) -> str:
    """A budget that does not last, in a sentence."""
    whose = f"the budget of {one.of}" if one.of else "the budget of all"
    spent = f"{currency} {_whole(one.actual)} of {_whole(one.plan)}"
    if not one.plan:
        return f"Over: {one.of or 'all'} spent {currency} {_whole(one.actual)} without a budget."
    if one.severity == "block":
        return f"Over: {whose} is used up, {spent}; at a steady pace since {one.exhausted_on}."
    months = Fraction(one.lasts_days or 0) * 12 / 365
    return (
        f"Burning: {whose} lasts {one.lasts_days} days, some {half_up(months)} months, to {one.exhausted_on}, at the "
        f"pace of the first {one.days} days, {spent}."
    )


# plan, actual, forecast


def _whole(amount: Fraction) -> str:
    return f"{half_up(amount):,}"


def _grouped(year: SpendYear) -> list[tuple[str, tuple[str, ...]]]:
    """Rows of a table: cost centres that spend or plan most, by name, and the rest together."""
    sizes = {name: max(year.total(number, cost_center=name) for number in AMOUNTS) for name in year.cost_centers}
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    shown, rest = sorted(ranked[:MOST_GROUPS]), tuple(ranked[MOST_GROUPS:])
    found: list[tuple[str, tuple[str, ...]]] = [(name, (name,)) for name in shown]
    return [*found, (f"{len(rest)} others", rest)] if rest else found


def _column(amounts: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole units that add up to the rounded sum, which stands last."""
    whole = half_up(sum(amounts, Fraction(0)))
    return (*share_cents(amounts, whole, places=0), whole)


def _summed(year: SpendYear, rows: Sequence[tuple[str, tuple[str, ...]]], number: str, **only: str) -> tuple[int, ...]:
    return _column(
        [sum((year.total(number, cost_center=name, **only) for name in names), Fraction(0)) for _, names in rows]
    )


def _table(
    title: str, unit: str, groups: tuple[Group, ...], labels: Sequence[str], columns: Any, foot: str = ""
) -> Table:
    cells = [tuple(f"{value:,}" for value in row) for row in zip(*columns, strict=True)]
    rows = [Row(label, own) for label, own in zip(labels, cells, strict=False)]
    return Table(title=title, unit=unit, groups=groups, rows=(*rows, RULE, Row("Total", cells[-1], "total")), foot=foot)


def _year_table(year: SpendYear) -> Table:
    rows = _grouped(year)
    amounts = {
        number: [sum((year.total(number, cost_center=name) for name in names), Fraction(0)) for _, names in rows]
        for number in AMOUNTS
    }
    columns = [(*cents, sum(cents)) for cents in shared_columns(amounts, places=0).values()]
    return _table(
        f"THE YEAR BY {year.by.replace('_', ' ').upper()}",
        year.currency,
        (Group("", ("plan", "actual\nto date")), Group("forecast of the year", ("by pace", "lowest", "highest"))),
        [label for label, _ in rows],
        columns,
        "Forecast: what is spent, and for each month ahead its heads at the spend per head of the closed months; "
        "lowest and highest at the cheapest and dearest closed month. No season, growth or price move is assumed.",
    )


def _month_tables(year: SpendYear) -> Iterator[Table]:
    rows = _grouped(year)
    for number, title, foot in (
        ("plan", "PLAN BY MONTH", ""),
        ("actual", "ACTUAL BY MONTH", ""),
        ("forecast", "ACTUAL, THEN FORECAST, BY MONTH", "* forecast"),
    ):
        names = year.months.names
        if number == "actual":
            names = names[: len(year.months.closed) + (year.months.open_part > 0)]
        heads = [month if month in year.months.closed or number != "forecast" else f"{month}*" for month in names]
        columns = [_summed(year, rows, number, month=month) for month in names]
        groups = tuple(Group("", (head,)) for head in heads)
        yield _table(title, year.currency, groups, [label for label, _ in rows], columns, foot)


# the bridge


def _bridge_tables(found: SpendReview) -> Iterator[Block]:
    if not found.bridges:
        yield Text("No month is closed yet: a bridge from plan to actual needs one.", "note")
        return
    currency = found.year.currency
    parts = [name for name in PARTS if name != "other" or any(one.other for one in found.bridges.values())]
    groups = (
        Group("", ("plan",)),
        *(Group("", (PART_NAMES[name].replace(" ", "\n", 1).lower(),)) for name in parts),
        Group("", ("actual",)),
    )
    cents = {
        label: add_bridges(found.bridges[name] for name in names if name in found.bridges).cents(currency)
        for label, names in _grouped(found.year)
    }
    rows = [Row(label, _bridge_cells(own, parts, currency)) for label, own in cents.items()]
    yield Table(
        title="FROM PLAN TO ACTUAL, closed months",
        unit=currency,
        groups=groups,
        rows=(*rows, RULE, Row("Total", _bridge_cells(sum_cents(cents.values()), parts, currency), "total")),
        foot="One factor after another takes its actual value, from left to right; usage and mix at planned prices, "
        "price on the tokens that were used. Every row and column adds up to the cent. "
        "A model that was not planned is mix. Planned money that names no model has the mix used.",
    )


def _bridge_cells(cents: Mapping[str, int], parts: Sequence[str], currency: str) -> tuple[str, ...]:
    shown = [Money.from_minor(cents[name], currency).amount for name in ("plan", *parts, "actual")]
    return tuple(f"{value:,f}" for value in shown)


# commitments, exposure, balances


def _commitment_table(states: Sequence[CommitmentState]) -> Table:
    def outlook(one: CommitmentState) -> str:
        if one.runs_out_on is not None:
            return f"runs out {one.runs_out_on}"
        return f"short {figures.whole(one.shortfall.amount)} on {one.year[1]}"

    return Table(
        title="COMMITTED SPEND, at contract prices",
        unit=states[0].committed.currency,
        groups=(Group("", ("committed", "drawn", "left", "at the pace so far")),),
        rows=tuple(
            Row(
                one.contract.model or one.contract.provider,
                (
                    figures.whole(one.committed.amount),
                    figures.whole(one.drawn.amount),
                    figures.whole(one.left.amount),
                    outlook(one),
                ),
            )
            for one in states
        ),
        foot="\n".join(
            f"{one.contract.provider}: year from {one.year[0]} to before {one.year[1]} ({one.contract.source})"
            for one in states
        ),
    )


def _exposure_table(found: SpendReview) -> Table:
    held = found.exposure

    def cells(name: str, show: Callable[[Decimal], str], *, more: bool) -> tuple[str, ...]:
        of = held.more if more else held.total
        return tuple(
            show(of(name, stage=stage, guaranteed=sure).amount)
            for stage in ("list", "contract")
            for sure in (True, False)
        )

    first, *others = held.scenarios
    kinds = ("guaranteed", "if policy\nstays")
    return Table(
        title=f"EXPOSURE of promised tokens, {held.from_on} to before {held.until}",
        unit=held.currency,
        groups=(Group("at list prices", kinds), Group("at contract prices", kinds)),
        rows=(
            Row(first, cells(first, figures.whole, more=False)),
            *(Row(f"{name}: more", cells(name, figures.signed, more=True)) for name in others),
        ),
        foot="All of each promise, used or not. Promises of money buy less where tokens cost more, and are not here.",
    )


def _balance_table(found: SpendReview) -> Table:
    def shown(amount: Decimal, unit: str) -> str:
        return figures.tokens(amount) if unit == TOKENS else figures.whole(amount)

    return Table(
        title="BALANCES OF ALLOWANCES TO DATE, by department",
        groups=(Group("", ("people", "granted", "used", "unused", "of it\ncarried over", "used beyond")),),
        rows=tuple(
            Row(
                f"{row.group}, {row.unit}",
                (
                    f"{row.people:,}",
                    *(shown(amount, row.unit) for amount in (row.granted, row.used, row.unused, row.carried, row.over)),
                ),
            )
            for row in found.balances
        ),
        foot="Person by person, then added. Money used is as billed for providers of whom actual is, "
        "else tokens at list prices. Granted is what is "
        "earned by the day; days on which parts lapse, transfers and approved use beyond are in a person's ledger.",
    )


def _notes(found: SpendReview) -> Iterator[str]:
    if found.unmatched:
        rest = found.year.total("actual", cost_center="unassigned")
        yield f"Identities of the usage that the roster does not know: {found.unmatched:,}; unassigned, {_whole(rest)}."
    for one in found.spent.uncounted:
        bill = f", billed {found.spent.currency} {_whole(one.billed)}" if one.billed else ""
        yield f"Not counted: {one.rows:,} rows, {one.reason}{bill}."
    uncounted = sum(state.uncounted_rows for state in found.commitments)
    if uncounted:
        yield f"Commitments: {uncounted:,} rows have no price and draw nothing."
    yield from (f"! {warning}" for warning in found.warnings)
    yield "Burn takes every day alike. Long-context prices hold for single requests, and are not applied to sums."
