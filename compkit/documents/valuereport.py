"""One offer as a report: by year and component, three ways, named totals with their definitions, and every basis."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..money import Money, exactly
from ..pay.bonus import Commission, on_target_earnings, pay_mix
from ..pay.entitlements import COMPONENTS, NUMBERS, Component, Number
from ..pay.offer import Offer
from ..valuation.basis import basis, percent
from ..valuation.refreshers import RefresherPolicy, refresher_stack
from ..valuation.totals import named_totals
from ..valuation.value import Line, Valuation
from ..valuation.views import View, cells, years
from . import figures
from .accelerationnotes import acceleration_notes
from .format import apportioned, rounded
from .table import RULE, Block, Group, Report, Row, Table, Text
from .words import COMPONENT_NAMES, NUMBER_NAMES, expected_words, offer_title, span


@exactly
def build_value_report(
    valuation: Valuation,
    *,
    offer: Offer | None = None,
    view: View | None = None,
    number: Number = "face",
    lines: bool = False,
    refreshers: RefresherPolicy | None = None,
) -> Report:
    """The report that `compkit value` prints.

    Args:
        valuation: The offer's valuation.
        offer: The offer, for its number and people.
        view: How time is cut into years; service years if None.
        number: Which of the three numbers the table by year shows.
        lines: Whether every entitlement is listed.
        refreshers: Yearly grants that are expected and not promised, shown apart.
    """
    return Report(tuple(_blocks(valuation, offer, view or View(), number, lines, refreshers)))


def _blocks(
    valuation: Valuation,
    offer: Offer | None,
    view: View,
    number: Number,
    lines: bool,
    refreshers: RefresherPolicy | None,
) -> Iterator[Block]:
    yield Text(_title(valuation, offer), "title")
    yield _years(valuation, view, number)
    yield _three(valuation)
    yield _named(valuation, number)
    yield Text("HOW EACH PRICE CAME ABOUT\n" + "\n".join(_bases(valuation)), "note", indent=4)
    commission = valuation.package.commission
    if commission is not None and valuation.package.salary is not None:
        yield Text(_on_target(valuation.package.salary.annual(), commission), "note")
    if refreshers is not None:
        yield _refreshers(valuation, refreshers)
    if valuation.waiting:
        words = "; ".join(f"{figures.whole(row.quantity)} of {row.name}" for row in valuation.waiting)
        yield Text(f"Not counted, since it waits: {words}. Assume a day under events: in the assumptions.", "warning")
    if notes := list(acceleration_notes(valuation)):
        yield Text(" ".join(notes), "note")
    unknown = sorted(valuation.package.unknown)
    if unknown:
        yield Text(f"Not told, and not counted: {', '.join(unknown)}.", "warning")
    if lines:
        yield _lines(valuation)


def _title(valuation: Valuation, offer: Offer | None) -> str:
    given = valuation.assumptions
    name = "Package" if offer is None else offer_title(offer)
    length = span(given.horizon_months)
    return f"{name}\nAs of {given.as_of}. {valuation.currency}, before tax. {length} of service from {valuation.start}."


def _on_target(base: Money, commission: Commission) -> str:
    """On-target earnings and pay mix, as sales offers state them."""
    if base.currency != commission.target.currency:
        return ""
    mix = pay_mix(base, commission)
    earnings = figures.whole(on_target_earnings(base, commission).amount)
    quota = f"; quota {commission.quota}" if commission.quota else ""
    shares = f"{percent(rounded(mix, 3))} base, {percent(rounded(1 - mix, 3))} commission"
    return f"On-target earnings (OTE): {base.currency} {earnings} a year; pay mix {shares}{quota}."


def _refreshers(valuation: Valuation, policy: RefresherPolicy) -> Table:
    """The stack of overlapping grants: those of the package, and apart from them those that are only expected."""
    stack = refresher_stack(valuation, policy)
    days = list(dict.fromkeys(day for year in stack for day, _ in year.assumed))
    rows = [Row("Grants of this package", tuple(figures.whole(year.promised.amount) for year in stack)), RULE]
    for day in days:
        amounts = (dict(year.assumed).get(day) for year in stack)
        rows.append(Row(f"Refresher of {day}", tuple(figures.whole(a.amount) if a else "0" for a in amounts), "note"))
    rows.append(Row("Refreshers, expected", tuple(figures.whole(year.assumed_total.amount) for year in stack)))
    return Table(
        title="IF REFRESHERS COME AS EXPECTED, equity by year of service",
        unit=f"{valuation.currency}, as promised | expected",
        groups=tuple(Group("", (year.label,)) for year in stack),
        rows=tuple(rows),
        foot="Nobody has promised them: they are an assumption, and part of no total.",
    )


def _held(valuation: Valuation) -> list[Component]:
    held = {line.row.component for line in valuation.lines}
    return [component for component in COMPONENTS if component in held]


def _years(valuation: Valuation, view: View, number: Number) -> Table:
    split, labels = cells(valuation, view), [year.label for year in years(valuation, view)]

    def amounts(component: Component) -> list[Decimal]:
        found = [
            sum(
                (split[key][number] for key in ((label, component, True), (label, component, False)) if key in split),
                start=Decimal(0),
            )
            for label in labels
        ]
        return [*apportioned(found), rounded(sum(found, start=Decimal(0)))]

    held = _held(valuation)
    columns = {component: amounts(component) for component in held}
    nothing = [Decimal(0)] * (len(labels) + 1)  # an offer of tokens alone has a total without them, too
    cash = [sum(cell) for cell in zip(nothing, *(columns[c] for c in held if c != "tokens"), strict=True)]
    rows = [Row(COMPONENT_NAMES[c], tuple(map(figures.whole, columns[c]))) for c in held if c != "tokens"]
    rows += [*([RULE] if rows else []), Row("Total without tokens", tuple(map(figures.whole, cash)), "total")]
    if "tokens" in held:
        both = [a + b for a, b in zip(cash, columns["tokens"], strict=True)]
        rows.append(Row(COMPONENT_NAMES["tokens"], tuple(map(figures.whole, columns["tokens"]))))
        rows.append(Row("Total with all tokens", tuple(map(figures.whole, both)), "total"))
    groups = tuple(Group("", (label,)) for label in [*labels, span(valuation.assumptions.horizon_months)])
    unit = f"{valuation.currency}, {NUMBER_NAMES[number]}"
    return Table(title=f"BY {view.label.upper()}", unit=unit, groups=groups, rows=tuple(rows))


def _three(valuation: Valuation) -> Table:
    rows = []
    for label, tokens in (("without", "none"), ("with guaranteed", "guaranteed"), ("with all", "all")):
        found = tuple(figures.whole(valuation.total(number, tokens=tokens).amount) for number in NUMBERS)
        rows.append(Row(f"Total {label} tokens", found))
    return Table(
        title=f"THREE WAYS TO COUNT, {span(valuation.assumptions.horizon_months)}",
        unit=f"{valuation.currency}; never add across",
        groups=tuple(Group("", (NUMBER_NAMES[number],)) for number in NUMBERS),
        rows=tuple(rows),
        foot=expected_words(valuation.assumptions),
    )


def _named(valuation: Valuation, number: Number) -> Table:
    totals = named_totals(valuation, number)
    rows = [
        Row(
            total.name,
            (figures.whole(total.amount.amount), figures.whole(total.tokens.amount) if total.tokens else "-"),
        )
        for total in totals
    ]
    return Table(
        title="TOTALS BY NAME",
        unit=f"{valuation.currency}, {NUMBER_NAMES[number]}",
        groups=(Group("", ("without tokens",)), Group("", ("AI tokens beside it",))),
        rows=tuple(rows),
        foot="\n".join(f"{total.name}: {total.definition}." for total in totals),
    )


def _bases(valuation: Valuation) -> Iterator[str]:
    first: dict[tuple[str, str], Line] = {}
    for line in valuation.lines:
        first.setdefault((line.row.component, line.row.name), line)
    for (component, name), line in first.items():
        label = name if name.casefold() == component.casefold() else f"{name} ({component})"
        yield f"  {label}: {basis(valuation, line)}"


def _lines(valuation: Valuation) -> Table:
    rows = [
        Row(
            f"{line.row.on}  {line.row.name}"[:44],
            (f"{line.row.quantity.normalize():,f}", *(figures.whole(line.amount(number)) for number in NUMBERS)),
        )
        for line in valuation.lines
    ]
    groups = (Group("", ("quantity",)), *(Group("", (NUMBER_NAMES[number],)) for number in NUMBERS))
    return Table(
        title="EVERY ENTITLEMENT, by day of delivery", unit=valuation.currency, groups=groups, rows=tuple(rows)
    )
