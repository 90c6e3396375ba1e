"""The comparison as a report: three sentences, then the tables. For the employer: it shows expected cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from ..money import exactly
from ..pay.entitlements import Component, Number
from ..pay.offer import Offer
from ..valuation.basis import percent
from ..valuation.compare import Comparison
from ..valuation.leaving import forfeited
from . import figures
from .accelerationnotes import acceleration_notes
from .closing import closing_tables
from .comparedtokens import announced_changes, token_tables
from .format import apportioned, rounded
from .sentences import sentences
from .table import RULE, Block, Group, Report, Row, Style, Table, Text
from .words import COMPONENT_NAMES, NUMBER_NAMES, component_label, expected_words, offer_number, span

_THREE: tuple[Number, ...] = ("face", "cost", "worth")


@exactly
def build_report(
    comparison: Comparison, *, offers: Mapping[str, Offer] | None = None, number: Number = "face"
) -> Report:
    """The report that `compkit compare` prints.

    Args:
        comparison: The offers.
        offers: The offers by name, for numbers, people and what was told when.
        number: Which of the three numbers the table by year shows.
    """
    return Report(tuple(_blocks(comparison, offers or {}, number)))


def _blocks(comparison: Comparison, offers: Mapping[str, Offer], number: Number) -> Iterator[Block]:
    people = list(dict.fromkeys(offer.candidate.name for offer in offers.values()))
    who = people[0] if len(people) == 1 else "the candidate"
    yield Text(_title(comparison, offers, people), "title")
    said = (f"  {n}. {sentence}" for n, sentence in enumerate(sentences(comparison, who), 1))
    yield Text("\n".join(said), indent=5)
    yield _promised(comparison)
    yield from _forfeited(comparison)
    yield _by_year(comparison, number)
    yield _three_ways(comparison)
    yield from token_tables(comparison)
    yield from closing_tables(comparison)
    warnings = list(announced_changes(comparison))
    if warnings:
        yield Text("\n".join(warnings), "warning", indent=2)


def _title(comparison: Comparison, offers: Mapping[str, Offer], people: list[str]) -> str:
    names = []
    for name in comparison.names:
        offer = offers.get(name)
        if offer is not None:
            name += f" ({offer_number(offer)})"
        names.append(name)
    title = names[0] if len(names) == 1 else f"{names[0]} against {figures.joined(names[1:])}"
    return f"{title}{', for ' + figures.joined(people) if people else ''}\n{_when(comparison)}"


def _when(comparison: Comparison) -> str:
    given = comparison.baseline.assumptions
    starts = {valuation.start for valuation in comparison.valuations.values()}
    from_days = f"from {starts.pop()}" if len(starts) == 1 else "each from its own start"
    grows = [
        f"{share.symbol} grows {percent(share.growth_rate)} a year"
        for share in comparison.baseline.market.shares
        if share.growth_rate
    ]
    shares = f"{'; '.join(grows)}." if grows else "Share prices held."
    length = span(given.horizon_months)
    opening = f"As of {given.as_of}. {comparison.currency}, before tax. {length} of service {from_days}. {shares}"
    return f"{opening}{_options(comparison)}"


def _options(comparison: Comparison) -> str:
    """How options are valued, where there are any."""
    if "options" not in comparison.components:
        return ""
    methods = dict.fromkeys(valuation.market.options.method for valuation in comparison.valuations.values())
    return f" Options by {figures.joined(methods)} value."


# the amounts as promised


def _promised(comparison: Comparison) -> Table:
    first = comparison.year_labels[0]
    length = span(comparison.baseline.assumptions.horizon_months)
    columns = [_face_column(comparison, name, year) for name in comparison.names for year in (first, None)]
    groups = [Group(_starred(comparison, name), (first, length)) for name in comparison.names]
    if len(comparison.names) == 2:
        columns += [_less(columns[0], columns[2]), _less(columns[1], columns[3])]
        groups.append(Group(" less ".join(comparison.names), (first, length)))
    show = [*[figures.whole] * 2 * len(comparison.names), figures.signed, figures.signed]
    labels = [component_label(comparison, component) for component in _cash_and_equity(comparison)]
    rows = _face_rows(labels, columns, show, has_tokens="tokens" in comparison.components)
    return Table(
        title="AS PROMISED (face)",
        unit=comparison.currency,
        groups=tuple(groups),
        rows=tuple(rows),
        foot=_left_out(comparison),
    )


def _cash_and_equity(comparison: Comparison) -> list[Component]:
    return [component for component in comparison.components if component != "tokens"]


_Column = dict[str, Decimal]


def _face_column(comparison: Comparison, name: str, year: str | None, number: Number = "face") -> _Column:
    """One printed column: components, then the totals with no, guaranteed and all tokens; all add up as printed."""
    parts = _cash_and_equity(comparison)

    def amount(components: list[Component], tokens: str = "all") -> Decimal:
        return comparison.amount(name, number, year=year, components=components, tokens=tokens)

    exact = [amount([component]) for component in parts]
    token = [amount(["tokens"], "guaranteed"), amount(["tokens"]) - amount(["tokens"], "guaranteed")]
    cash, tokens = apportioned([sum(exact, start=Decimal(0)), sum(token, start=Decimal(0))])
    printed = apportioned(exact, to=cash)
    guaranteed = apportioned(token, to=tokens)[0]
    column = {str(i): part for i, part in enumerate(printed)}
    return column | {
        "cash": cash,
        "tokens": tokens,
        "guaranteed": guaranteed,
        "all": cash + tokens,
        "safe": cash + guaranteed,
    }


def _less(first: _Column, second: _Column) -> _Column:
    return {key: first[key] - second[key] for key in first}


def _face_rows(
    labels: list[str], columns: list[_Column], show: Sequence[Callable[[Decimal], str]], *, has_tokens: bool
) -> Iterator[Row]:
    def row(label: str, key: str, style: Style = "plain") -> Row:
        return Row(label, tuple(form(column[key]) for form, column in zip(show, columns, strict=False)), style)

    for i, label in enumerate(labels):
        yield row(label, str(i))
    yield RULE
    yield row("Total without tokens", "cash", "total")
    if has_tokens:
        yield row("AI tokens", "tokens")
        yield row("  of which guaranteed", "guaranteed", "note")
        yield row("Total with guaranteed tokens", "safe", "total")
        yield row("Total with all tokens", "all", "total")


def _starred(comparison: Comparison, name: str) -> str:
    told = any(name in entry.untold_by for entry in comparison.left_out)
    return f"{name} *" if told else name


def _left_out(comparison: Comparison) -> str:
    lines = []
    for entry in comparison.left_out:
        others = [
            f"{name}'s: {figures.whole(money.amount)} a year" for name, money in entry.amounts.items() if money.amount
        ]
        tail = f" ({', '.join(others)})" if others else ""
        by = figures.joined(entry.untold_by)
        lines.append(f"* {entry.component.capitalize()}: not told by {by}, so left out on every side{tail}.")
    for name, valuation in comparison.valuations.items():
        for grant in valuation.package.equity:
            if grant.claimed_value is not None:
                claim = f"{grant.claimed_value.currency} {figures.whole(grant.claimed_value.amount)}"
                lines.append(f"Claimed by {name} for {grant.name}: {claim}; not counted.")
        for row in valuation.waiting:
            lines.append(f"{name}: {figures.whole(row.quantity)} of {row.name}; not counted.")
        lines += [f"{name}: {note}" for note in acceleration_notes(valuation)]
    return "\n".join(lines)


def _forfeited(comparison: Comparison) -> Iterator[Text]:
    """For a job that the candidate already has: what leaving it on the day of valuation costs."""
    for name, valuation in comparison.valuations.items():
        lost = forfeited(valuation)
        if lost:
            parts = [f"{COMPONENT_NAMES[c]} {figures.whole(money.amount)}" for c, money in lost.items()]
            total = figures.whole(sum((money.amount for money in lost.values()), start=Decimal(0)))
            day = valuation.assumptions.as_of
            words = f"{name} counts from {day}, since it has begun. Leaving on that day forfeits {comparison.currency}"
            yield Text(f"{words} {total}, as promised: {figures.joined(parts)}.", "warning")


# by year


def _by_year(comparison: Comparison, number: Number) -> Table:
    labels = comparison.year_labels
    rows = {name: _year_cells(comparison, name, number) for name in comparison.names}
    printed = [Row(name, tuple(figures.whole(cell) for cell in cells)) for name, cells in rows.items()]
    base = rows[comparison.names[0]]
    for name in comparison.names[1:]:
        less = tuple(figures.signed(a - b) for a, b in zip(base, rows[name], strict=True))
        printed.append(Row(f"{comparison.names[0]} less {name}", less, "note"))
    groups = (*(Group("", (label,)) for label in labels), Group("", ("a year, average",)))
    view = comparison.view
    how = "" if view.basis == "earned" else ", as delivered"
    return Table(
        title=f"BY {view.label.upper()}{how}, without tokens",
        unit=f"{comparison.currency}, {NUMBER_NAMES[number]}",
        groups=groups,
        rows=tuple(printed),
    )


def _year_cells(comparison: Comparison, name: str, number: Number) -> list[Decimal]:
    exact = [comparison.amount(name, number, year=label, tokens="none") for label in comparison.year_labels]
    printed = apportioned(exact)
    return [*printed, rounded(sum(exact, start=Decimal(0)) / comparison.valuations[name].years)]


# three ways to count


def _three_ways(comparison: Comparison) -> Table:
    columns = [_face_column(comparison, name, None, number) for name in comparison.names for number in _THREE]
    keys = [("Total without tokens", "cash"), ("AI tokens", "tokens")]
    if "tokens" not in comparison.components:
        keys = keys[:1]
    heads = ("as\npromised", "expected\ncost", "to the\nemployee")
    return Table(
        title=f"THREE WAYS TO COUNT, {span(comparison.baseline.assumptions.horizon_months)}",
        unit=f"{comparison.currency}; never add across",
        groups=tuple(Group(name, heads) for name in comparison.names),
        rows=tuple(Row(label, tuple(figures.whole(column[key]) for column in columns)) for label, key in keys),
        foot=expected_words(comparison.baseline.assumptions) + "\n" + _employee_words(comparison),
    )


def _employee_words(comparison: Comparison) -> str:
    shares = []
    for name, valuation in comparison.valuations.items():
        rates = {allowance.personal_share for allowance in valuation.package.tokens}
        if rates:
            shares.append(f"{percent(max(rates)) if max(rates) else 'none'} at {name}")
    if not shares:
        return "To the employee: bonus at its expected payout."
    return f"To the employee: only tokens for personal use count: {', '.join(shares)}."
