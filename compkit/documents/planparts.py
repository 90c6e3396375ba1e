"""What both planning reports share: three numbers of several valuations side by side, and what cannot be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from ..pay.entitlements import COMPONENTS, NUMBERS, Component, Number
from ..pay.offer import Offer
from ..valuation.assumptions import Assumptions
from ..valuation.basis import basis
from ..valuation.value import Valuation
from . import figures
from .data import decimal_text
from .format import apportioned
from .table import RULE, Group, Row, Style, Table, Text
from .words import COMPONENT_NAMES, NUMBER_NAMES, expected_words, offer_title, span

INTERNAL = "INTERNAL: shows expected cost"
_TOKENS = {"without_tokens": "none", "with_guaranteed_tokens": "guaranteed", "with_all_tokens": "all"}

Parts = Mapping[str, tuple[Component, ...]]
"""Components by the label under which they are added up; tokens are none of them."""


@frozen
class Unmet:
    """A term, or a mix, that cannot do what was asked.

    Attributes:
        asked: The term or mix, as asked for.
        reason: Why not, with the way out.
    """

    asked: str
    reason: str


def offer_name(offer: Offer | None) -> str:
    """Employer, number and candidate of an offer; a package that no offer names is one."""
    return "Package" if offer is None else offer_title(offer)


def as_of(valuation: Valuation) -> str:
    """Day of the prices, currency, and from when service counts."""
    day = valuation.assumptions.as_of
    return f"As of {day}. {valuation.currency}, before tax. Service from {valuation.start}."


def unmet_block(unmet: Iterable[Unmet]) -> Iterator[Text]:
    """What cannot be had, as one paragraph; nothing if all can."""
    lines = [f"! {one.asked}: {one.reason}" for one in unmet]
    if lines:
        yield Text("\n".join(lines), "warning", indent=2)


def assumed_block(lines: Iterable[str], valuation: Valuation) -> Text:
    """What a report assumed: its own words, what is expected, and how each price came about."""
    words = [*lines, expected_words(valuation.assumptions), *_bases(valuation)]
    return Text("WHAT WAS ASSUMED\n" + "\n".join(f"  {line}" for line in words), "note", indent=4)


def _bases(valuation: Valuation) -> Iterator[str]:
    """How each price came about, once a component and name."""
    known: set[tuple[str, str]] = set()
    for line in valuation.lines:
        component, name = line.row.component, line.row.name
        if (component, name) not in known:
            known.add((component, name))
            label = name if name.casefold() == component.casefold() else f"{name} ({component})"
            yield f"{label}: {basis(valuation, line)}"


def by_component(columns: Iterable[Valuation]) -> Parts:
    """Every component but tokens that one of the valuations holds, by name."""
    held = {line.row.component for valuation in columns for line in valuation.lines} - {"tokens"}
    return {COMPONENT_NAMES[component]: (component,) for component in COMPONENTS if component in held}


def three_numbers(columns: Mapping[str, Valuation], parts: Parts, foot: str = "") -> Table:
    """Valuations side by side, once for each of the three numbers, by part and in total with and without tokens."""
    first = next(iter(columns.values()))
    found = [_column(valuation, number, parts) for number in NUMBERS for valuation in columns.values()]
    groups = tuple(Group(NUMBER_NAMES[number], tuple(columns)) for number in NUMBERS)
    return Table(
        title=f"THREE NUMBERS, {span(first.assumptions.horizon_months)}",
        unit=f"{first.currency}; never add across",
        groups=groups,
        rows=tuple(_rows(found, parts)),
        foot=foot,
    )


def _column(valuation: Valuation, number: Number, parts: Parts) -> dict[str, Decimal]:
    """Parts, then totals with no, guaranteed and all tokens; they add up as printed."""
    exact = [valuation.total(number, components=components).amount for components in parts.values()]
    held, sure = (valuation.total(number, components=["tokens"], tokens=t).amount for t in ("all", "guaranteed"))
    cash, tokens = apportioned([sum(exact, start=Decimal(0)), held])
    guaranteed = apportioned([sure, held - sure], to=tokens)[0]
    printed = dict(zip(parts, apportioned(exact, to=cash), strict=True))
    return printed | {
        "cash": cash,
        "tokens": tokens,
        "sure": guaranteed,
        "safe": cash + guaranteed,
        "all": cash + tokens,
    }


def _rows(columns: Sequence[Mapping[str, Decimal]], parts: Parts) -> Iterator[Row]:
    def row(label: str, key: str, style: Style = "plain") -> Row:
        return Row(label, tuple(figures.whole(column[key]) for column in columns), style)

    for part in parts:
        yield row(part, part)
    yield RULE
    yield row("Without tokens", "cash", "total")
    if any(column["tokens"] for column in columns):
        yield row("AI tokens", "tokens")
        yield row("  of which guaranteed", "sure", "note")
        yield row("With guaranteed tokens", "safe", "total")
        yield row("With all tokens", "all", "total")


# for machines


def numbers_data(valuation: Valuation) -> dict[str, object]:
    """The three numbers of a valuation, in total with no, guaranteed and all tokens, and by component."""
    held = [c for c in COMPONENTS if any(line.row.component == c for line in valuation.lines)]
    return {
        "totals": {
            number: {key: decimal_text(valuation.total(number, tokens=t).amount) for key, t in _TOKENS.items()}
            for number in NUMBERS
        },
        "components": {
            c: {number: decimal_text(valuation.total(number, components=[c]).amount) for number in NUMBERS}
            for c in held
        },
    }


def assumed_data(given: Assumptions) -> dict[str, object]:
    """Day, horizon and expectations."""
    return {"as_of": str(given.as_of), "horizon_months": given.horizon_months, "assumed": expected_words(given)}


def unmet_data(unmet: Iterable[Unmet]) -> list[dict[str, str]]:
    """What cannot be had."""
    return [{"asked": one.asked, "reason": one.reason} for one in unmet]
