"""Mixes of the four components at equal expected cost, as a report and as data. INTERNAL: it shows expected cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..money import exactly
from ..pay.entitlements import COMPONENTS
from ..pay.offer import Offer
from ..valuation.mixes import PARTS, Mix, Moved
from . import figures
from .data import decimal_text
from .planparts import (
    INTERNAL,
    Parts,
    Unmet,
    as_of,
    assumed_block,
    assumed_data,
    numbers_data,
    offer_name,
    three_numbers,
    unmet_block,
    unmet_data,
)
from .planreport import TERM_NAMES, in_unit
from .table import Block, Group, Report, Row, Table, Text
from .words import span

_REST = tuple(c for c in COMPONENTS if not any(c in components for components in PARTS.values()))
_PARTS: Parts = {part.capitalize(): PARTS[part] for part in PARTS if part != "tokens"} | {"All else": _REST}


@exactly
def build_mix_report(
    mixes: Sequence[Mix], *, now: Mix, offer: Offer | None = None, unmet: Iterable[Unmet] = ()
) -> Report:
    """The report that `compkit mix` prints: mixes at equal expected cost, side by side. Internal.

    Args:
        mixes: At least one, all of one budget.
        now: The package as it is: see `mix_now`.
        offer: The offer, for its number and people.
        unmet: Mixes that cannot be had.
    """
    title = Text("\n".join(_title(mixes[0], now, offer)), "title")
    columns = {f"as offered\n{_heading(now)}": now} | {_heading(mix): mix for mix in mixes}
    blocks: list[Block] = [title, _terms(columns), *unmet_block(unmet)]
    blocks.append(three_numbers({heading: mix.valuation for heading, mix in columns.items()}, _PARTS))
    blocks.append(assumed_block(_assumed(mixes), now.valuation))
    return Report(tuple(blocks))


def _title(first: Mix, now: Mix, offer: Offer | None) -> Iterator[str]:
    cost = f"{first.budget.currency} {figures.whole(first.budget.amount)}"
    yield offer_name(offer)
    yield INTERNAL
    yield f"Mixes that all cost {cost} over {span(now.valuation.assumptions.horizon_months)}, everything included"
    yield as_of(now.valuation)


def _heading(mix: Mix) -> str:
    """Shares in per cent; a long one on two lines."""
    label = mix.shares.label
    parts = label.split("/")
    return label if len(label) <= 12 else "/".join(parts[:2]) + "/\n" + "/".join(parts[2:])


def _terms(columns: Mapping[str, Mix]) -> Table:
    """What is promised in each mix, the first column as offered; a value outside its limit is marked."""
    mixes, rows = list(columns.values())[1:], []
    for sample in _each_term(mixes):
        found = [next((one for one in mix.moved if one.term == sample.term), None) for mix in mixes]
        cells = [in_unit(sample.before, sample.unit), *(_cell(one) for one in found)]
        rows.append(Row(f"{TERM_NAMES[sample.term]}, {sample.unit}", tuple(cells)))
    broken = [f"* {mix.shares.label}, {TERM_NAMES[m.term]}: {m.limit}" for mix in mixes for m in mix.moved if m.limit]
    return Table(
        title="BASE/BONUS/EQUITY/TOKENS, in per cent of what the four cost",
        groups=tuple(Group("", (heading,)) for heading in columns),
        rows=tuple(rows),
        foot="\n".join(broken),
    )


def _each_term(mixes: Iterable[Mix]) -> Iterable[Moved]:
    """The first mix's word on each term that any of them has."""
    found: dict[str, Moved] = {}
    for mix in mixes:
        for moved in mix.moved:
            found.setdefault(moved.term, moved)
    return found.values()


def _cell(moved: Moved | None) -> str:
    if moved is None:
        return "-"
    return in_unit(moved.after, moved.unit) + (" *" if moved.limit else "")


def _assumed(mixes: Sequence[Mix]) -> Iterator[str]:
    yield (
        "The first bonus, grant and allowance change, and base salary takes what is left; one-offs, benefits and all "
        "others stay, and what is a share of base follows it."
    )
    left = max(mix.left.amount for mix in mixes)
    if left:
        yield f"No mix is above the budget; below it by at most {mixes[0].budget.currency} {figures.price(left)}."
    else:
        yield "Every mix meets the budget exactly."


# for machines


@exactly
def mix_data(mixes: Sequence[Mix], *, now: Mix, unmet: Iterable[Unmet] = ()) -> dict[str, Any]:
    """The same as ``compkit/mixes/1``: internal."""
    return {
        "format": "compkit/mixes/1",
        "internal": True,
        "currency": now.valuation.currency,
        **assumed_data(now.valuation.assumptions),
        "budget": decimal_text(mixes[0].budget.amount),
        "now": _mix(now),
        "mixes": [_mix(mix) | {"left": decimal_text(mix.left.amount), "within_limits": mix.is_within} for mix in mixes],
        "unmet": unmet_data(unmet),
    }


def _mix(mix: Mix) -> dict[str, Any]:
    return {
        "shares": {part: decimal_text(getattr(mix.shares, part)) for part in PARTS},
        "terms": [
            {
                "term": moved.term,
                "unit": moved.unit,
                "before": decimal_text(moved.before),
                "after": decimal_text(moved.after),
                "breaks_limit": moved.limit or None,
            }
            for moved in mix.moved
        ],
        **numbers_data(mix.valuation),
    }
