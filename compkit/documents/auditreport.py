"""The audit of token use as a report: by group, alarms, caps, outcomes and levers. INTERNAL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..money import EXACT, exactly
from ..workforce.audit.audit import Audit
from ..workforce.audit.groups import AuditGroup
from ..workforce.audit.outcomes import MEASURES, PLACES, Peers
from ..workforce.usage.basis import basis_words
from ..workforce.usage.export import in_units
from . import figures
from .auditdata import ALONE, SMALL
from .format import rounded
from .table import RULE, Block, Group, Report, Row, Table, Text

MOST = 15
"""People and groups that a table lists; all of them stand in the workbook and the data."""

_RULE = (
    "Used: {basis}; a provider counts as billed where all its use is. Granted: what allowances accrue by now, "
    "at today's prices. Expected: that of the year by days employed so far. Forecast: used so far, and the days that "
    "are left at the pace of the last four weeks and at that of all days so far; the two are its range. Over and "
    "under: people who used more, and less, than was granted by now."
)
_OUT = (
    "Runs out: the day on which the year's money is used up, at the pace of all days so far, and at that of the last "
    "four weeks. The money of the year is what is granted, or the budget that was stated."
)


@exactly
def build_audit_report(audit: Audit) -> Report:
    """The report that `compkit audit` prints.

    Args:
        audit: The audit.
    """
    return Report(tuple(_blocks(audit)))


def _blocks(audit: Audit) -> Iterator[Block]:
    yield Text(_title(audit), "title")
    for column, groups in audit.groups.items():
        yield _use(audit, column, groups)
    yield Text(f"{_RULE.format(basis=basis_words(audit.bases))}\n{_OUT}", "note")
    yield from _warnings(audit)
    yield from _alarms(audit)
    yield from _caps(audit)
    yield from _outcomes(audit)
    yield from _levers(audit)
    yield Text(_rows(audit), "note", indent=2)


def _title(audit: Audit) -> str:
    year = audit.year
    people = f"{audit.employees:,} people" if audit.employees != 1 else "1 person"
    hidden = "" if audit.terms.names else " Names are hidden."
    return (
        f"AUDIT OF TOKEN USE, {people}, {audit.users:,} with use, INTERNAL\nAs of {year.as_of}: {year.elapsed} of the "
        f"{year.days} days from {year.start}. {audit.currency}, before tax. Groups of fewer than "
        f"{audit.terms.hide_below} people are put together.{hidden}"
    )


# groups


def _use(audit: Audit, column: str, groups: tuple[AuditGroup, ...]) -> Table:
    rows = [Row(_label(group), _cells(group)) for group in groups]
    total = [RULE, Row("Everybody", _cells(audit.company), "total")] if audit.company else []
    return Table(
        title=f"USE BY {column.replace('_', ' ').upper()}",
        unit=audit.currency,
        groups=(
            Group("", ("people",)),
            Group("so far", ("granted", "expected", "used")),
            Group("a year at this pace", ("use", "middle\nperson", "of base", "of pay")),
            Group("the year", ("granted", "forecast\nlow", "forecast\nhigh")),
            Group("people", ("over", "under")),
            Group("runs out", ("so far", "last four\nweeks")),
        ),
        rows=(*rows, *total),
    )


def _label(group: AuditGroup) -> str:
    return SMALL if group.label is None else group.label or "(not stated)"


def _cells(group: AuditGroup) -> tuple[str, ...]:
    amounts = [group.granted, group.expected, group.used, group.annualised, group.median]
    year = [group.granted_year, *group.forecast]
    return (
        f"{group.people:,}",
        *(figures.whole(money.amount) for money in amounts),
        *(_percent(share) for share in (group.base_share, group.pay_share)),
        *(figures.whole(money.amount) for money in year),
        *(_percent(share) for share in (group.over_share, group.under_share)),
        *(_day(day) for day in (group.runs_out_on, group.runs_out_recent_on)),
    )


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{rounded(EXACT.multiply(share, Decimal(100)), 1):,f} %"


def _day(day: date | None) -> str:
    return "no" if day is None else str(day)


def _warnings(audit: Audit) -> Iterator[Text]:
    """Days without use, and whose money of the year is gone before its end."""
    listed = [group for groups in audit.groups.values() for group in groups]
    company = [audit.company] if audit.company else []
    lines = [f"! {gap}: if that was not read, paces and forecasts are too low" for gap in audit.gaps]
    for group in (*company, *listed):
        days = [day for day in (group.runs_out_on, group.runs_out_recent_on) if day]
        if days:
            who = "Everybody" if group in company else f"{group.column.replace('_', ' ')} {_label(group)}"
            lines.append(f"! {who}: the year's {figures.whole(group.granted_year.amount)} runs out on {min(days)}")
    if lines:
        more = [f"... and {len(lines) - MOST:,} more"] if len(lines) > MOST else []
        yield Text("\n".join([*lines[:MOST], *more]), "warning", indent=2)


# alarms and caps


def _alarms(audit: Audit) -> Iterator[Block]:
    if not audit.levels or audit.company is None:
        return
    counts = [f"{name}: {audit.company.alarms[name]:,}" for name in reversed(audit.levels)]
    yield Text(f"Alarm levels, the loudest first: {'; '.join(counts)}.", "heading")
    loud = audit.people[audit.people["alarm"] == audit.levels[-1]] if audit.terms.names else audit.people
    if len(loud):
        listed = loud.sort_values(["pay", "employee_id"], ascending=[False, True]).head(MOST)
        columns = [listed[name].tolist() for name in ("employee_id", "used", "granted", "annualised", "pay")]
        rows = tuple(
            Row(str(name), tuple(figures.whole(in_units(cell, audit.currency).amount) for cell in cells))
            for name, *cells in zip(*columns, strict=True)
        )
        yield Table(
            title=f"{audit.levels[-1].upper()}: {len(loud):,} people, the best paid first",
            unit=audit.currency,
            groups=(Group("so far", ("used", "granted")), Group("a year", ("use", "pay"))),
            rows=rows,
            foot=MEASURES,
        )


def _caps(audit: Audit) -> Iterator[Text]:
    lines = []
    for breach in audit.caps:
        cap = f"{breach.cap.annual.currency} {figures.whole(breach.cap.annual.amount)} a year{breach.cap.where}"
        who = breach.employee_ids[:MOST]
        names = f": {', '.join(who)}{' ...' if len(breach.employee_ids) > MOST else ''}" if who else ""
        lines.append(
            f"! cap of {cap}: {breach.passed:,} have passed it, {breach.at_pace:,} are over it at the pace of a year, "
            f"by {figures.whole(breach.excess.amount)} together{names}"
        )
    if lines:
        yield Text("\n".join(lines), "warning", indent=2)


# outcomes


def _outcomes(audit: Audit) -> Iterator[Block]:
    if not audit.outcomes:
        return
    for name in audit.outcomes:
        own = [one for one in audit.peers if one.outcome == name]
        if own:
            yield _peers(audit, name, own)
        if audit.terms.names:
            yield from _producers(audit, name)


def _peers(audit: Audit, name: str, own: list[Peers]) -> Table:
    return Table(
        title=f"WHAT CAME OF IT: {name.replace('_', ' ')}, by family",
        unit=audit.currency,
        groups=(
            Group("", ("people", "total")),
            Group(f"per 1,000 {audit.currency}", ("first\nquartile", "median", "third\nquartile")),
            Group("per million tokens", ("first\nquartile", "median", "third\nquartile")),
            Group("people", tuple(place.replace(" ", "\n") for place in PLACES)),
        ),
        rows=tuple(Row(one.family or "(not stated)", _peer_cells(one)) for one in own),
        foot=f"Lean: use at or below the family's median, outcome above it; heavy: both above; burner: use above, "
        f"outcome at or below; idle: neither above. {MEASURES}",
    )


def _peer_cells(one: Peers) -> tuple[str, ...]:
    ratios = [*(one.per_thousand or (None,) * 3), *(one.per_mtok or (None,) * 3)]
    shown = ("" if ratio is None else f"{rounded(ratio, 2):,f}" for ratio in ratios)
    return (f"{one.people:,}", f"{one.total:,}", *shown, *(f"{one.places[place]:,}" for place in PLACES))


def _producers(audit: Audit, name: str) -> Iterator[Table]:
    """Lean producers by outcome per money, and burners by use."""
    orders = (("lean producer", f"{name}_per_thousand", "the most per money"), ("burner", "used", "the most use"))
    for place, order, words in orders:
        own = audit.people[audit.people[f"{name}_place"] == place].sort_values([order, "employee_id"], ascending=False)
        if len(own):
            columns = [own.head(MOST)[column].tolist() for column in ("employee_id", "family", "used", name)]
            rows = tuple(
                Row(who, (family, figures.whole(in_units(money, audit.currency).amount), f"{count:,}"))
                for who, family, money, count in zip(*columns, strict=True)
            )
            yield Table(
                title=f"{place.upper()}S: {len(own):,} people, {words} first",
                unit=audit.currency,
                groups=(Group("", ("family", "used", name.replace("_", " "))),),
                rows=rows,
                foot=MEASURES,
            )


# levers


def _levers(audit: Audit) -> Iterator[Block]:
    study = audit.study
    head = (
        f"{study.begin} to before {study.end}: {study.tokens:,} tokens, {audit.currency} "
        f"{figures.whole(study.cost.amount)} at base rates"
    )
    gap = f" ({study.unpriced:,} tokens have no price)" if study.unpriced else ""
    if not study.levers:
        yield Text(f"Levers, {head}{gap}. No lever was stated: none is looked at.", "note")
        return
    cells = [
        (figures.whole(one.cost.amount), figures.whole(one.saves.amount), f"{one.left_out:,}") for one in study.levers
    ]
    told = "\n".join(f"{one.name}: {one.assumption}." for one in study.levers)
    yield Table(
        title="LEVERS on the last month",
        unit=audit.currency,
        groups=(Group("", ("cost of what\nit moves", "saves", "tokens\nleft out")),),
        rows=tuple(Row(one.name, own) for one, own in zip(study.levers, cells, strict=True)),
        foot=f"{head}{gap}.\n{told}\n{ALONE} Left out: tokens of models without the prices it needs.",
    )


def _rows(audit: Audit) -> str:
    count = audit.counted
    said = {
        "as billed": count.billed,
        "at their cost by the price book": count.recomputed,
        "money alone of providers whose tokens are counted, left out": count.money_alone,
        "without a price, counted as nothing": count.unknown,
        "of nobody in the roster": count.unmatched,
        "outside the year so far": count.outside,
        "of people not employed in it": count.not_employed,
    }
    lines = [
        f"Rows of usage: {'; '.join(f'{number:,} {words}' for words, number in said.items() if number) or 'none'}."
    ]
    if audit.unpriced:
        most = ", ".join(model or "(no model)" for model in [*audit.unpriced][:MOST])
        fix = "state them (--prices); no level for too little use sounds for whoever needs them"
        lines.append(f"! prices missing, on their day or in their class of service: {most}: {fix}")
    if audit.unmatched_identities:
        shown = ", ".join(one.person or "(no name)" for one in audit.unmatched[:MOST])
        tokens = f"{audit.unmatched_identities:,} identities with {audit.unmatched_tokens:,} tokens"
        lines.append(f"! the roster does not know {tokens}{': ' + shown if shown else ''}")
    return "\n".join(lines)
