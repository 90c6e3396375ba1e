"""The tokens of offers as one report: how many come with the job, what they buy, whether they are enough and pay.

What a candidate may read stands first: promises, list prices, context. Contract and factory prices and the break-evens
are for the employer and say INTERNAL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any

from ..money import exactly
from ..pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ..pay.rules import rule_name
from ..valuation.context import ContextFigure, multiple_of_median
from ..valuation.gridcell import GridCell
from ..valuation.stages import PriceStages
from ..valuation.tokencase import OfferBreakEvens, TokenCase
from . import figures
from .data import decimal_text
from .format import rounded
from .gridreport import break_even_blocks, build_grid_report, grid_data
from .table import Block, Group, Report, Row, Table, Text
from .token_amounts import amount_words
from .voice import US
from .words import span


@exactly
def build_tokens_report(
    case: TokenCase,
    *,
    context: Sequence[ContextFigure] = (),
    more: Iterable[Block] = (),
    left_out: Iterable[str] = (),
    internal: bool = True,
) -> Report:
    """The report that `compkit tokens` prints.

    Args:
        case: The tokens of the offers.
        context: Published figures of what developers use.
        more: Blocks before the internal ones, such as those of a workload.
        left_out: Parts of packages that have no price, in words.
        internal: Whether contract and factory prices and break-evens are shown; not to a candidate.
    """
    grid = build_grid_report(case.grid).blocks
    head, rest = grid[0], grid[1:]
    blocks = [head, Text("\n".join(_promises(case)), indent=4), *rest, *_sources(case), *_context(case, context), *more]
    missing = [f"! {words}" for words in left_out]
    after = [Text("\n".join(missing), "warning", indent=2)] if missing else []
    return Report((*blocks, *(_internal(case) if internal else ()), *after))


def _promises(case: TokenCase) -> Iterator[str]:
    """How many tokens come with each job, an allowance a line."""
    for name, valuation in case.valuations.items():
        if not valuation.package.tokens:
            yield f"{name}: {'not told' if 'tokens' in valuation.package.unknown else 'no tokens'}."
        for allowance in valuation.package.tokens:
            promised = amount_words(allowance, valuation.package.pay_base, US)
            yield f"{name}: {promised}, {rule_name(allowance.rule)}; {'; '.join(_terms(allowance))}."


def _terms(allowance: TokenAllowance) -> Iterator[str]:
    yield f"released {allowance.release}, {'in advance' if allowance.in_advance else 'in arrears'}"
    if allowance.basket is not None:
        yield f"tokens of {allowance.basket.label}"
    elif allowance.providers:
        yield f"at {figures.joined(allowance.providers, last='or')}"
    if allowance.guaranteed_until == AS_LONG_AS_EMPLOYED:
        yield "guaranteed as long as employed"
    elif allowance.guaranteed_until is not None:
        yield f"guaranteed until {allowance.guaranteed_until}"
    else:
        yield "a policy that may change"
    yield f"{allowance.use} use"
    if allowance.transfer != "none":
        yield {"pool": "may be pooled", "donate": "may be donated", "resell": "may be resold"}[allowance.transfer]


def _sources(case: TokenCase) -> Iterator[Text]:
    """Where the figures of scenarios come from, of those that say so."""
    lines = [f"{scenario.name}: {scenario.source}." for scenario in case.scenarios if scenario.source]
    if lines:
        yield Text("\n".join(lines), "note", indent=2)


def _context(case: TokenCase, context: Sequence[ContextFigure]) -> Iterator[Table]:
    """What the allowance is beside what developers use, at the dearest and the cheapest model."""
    measures = [figure for figure in context if figure.unit == "million tokens a week" and figure.value]
    rows: list[Row] = []
    for name in case.grid.offers if measures else ():
        for cell in _ends([case.grid.cell(name, model) for model in case.grid.models]):
            assert cell.pays is not None
            assert cell.mtok is not None
            times = (f"{rounded(multiple_of_median(cell.mtok, figure), 1):,f}" for figure in measures)
            money = f"{cell.pays.currency} {figures.whole(cell.pays.amount)}"
            rows.append(Row(f"{name}, {cell.model}", (money, figures.tokens(cell.mtok), *times)))
    if rows:
        heads = ["\n".join(wrap(f"times the {figure.name}", 16)) for figure in measures]
        said = (f"{f.name}: {f.value.normalize():f} {f.unit} ({f.source}, {f.on})." for f in measures)
        yield Table(
            title="BESIDE WHAT DEVELOPERS USE, a year",
            unit="published figures",
            groups=tuple(Group("", (head,)) for head in ("pays", "buys (tokens)", *heads)),
            rows=tuple(rows),
            foot="\n".join([*said, "How much is used says nothing about what it was worth."]),
        )


def _ends(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells with the fewest and the most tokens; one where they are equal."""
    known = [cell for cell in cells if cell.is_known and cell.mtok is not None and cell.pays is not None]
    known = [cell for cell in known if cell.standing in ("here", "at equal money", "in part")]
    if not known:
        return []
    ends = [min(known, key=lambda cell: cell.mtok or 0), max(known, key=lambda cell: cell.mtok or 0)]
    return ends if ends[0].mtok != ends[1].mtok else ends[:1]


# for the employer


def _internal(case: TokenCase) -> Iterator[Block]:
    if case.stages:
        yield _stages(case)
    for name, found in case.offers.items():
        for block in break_even_blocks(pays=found.pays, same=found.same, tools_months=found.tools_months):
            yield _named(block, name)
    for pair in case.pairs:
        yield from break_even_blocks(
            equal_use=(pair.first, pair.second, pair.utilisation), equal_at=(pair.first, pair.second, pair.price)
        )


def _named(block: Block, name: str) -> Block:
    """A block of break-evens with the offer it is about."""
    if isinstance(block, Text):
        return Text(block.text.replace("BREAK-EVENS", f"BREAK-EVENS OF {name}", 1), block.style, block.indent)
    return block


def _stages(case: TokenCase) -> Table:
    rows = [Row(stage.model, _stage_cells(stage)) for stage in case.stages]
    terms = [f"{stage.model}: {words}." for stage in case.stages for words in stage.terms]
    own = [f"{stage.model}: full cost of the own factory." for stage in case.stages if stage.is_own]
    currencies = figures.joined(dict.fromkeys(stage.listed.currency for stage in case.stages))
    return Table(
        title=f"WHAT A MILLION TOKENS COST, mix {case.grid.mix.name}",
        unit=f"{currencies}, INTERNAL",
        groups=tuple(Group("", (head,)) for head in ("list", "contract", "effective", "own factory")),
        rows=tuple(rows),
        foot="\n".join([*dict.fromkeys(terms), *own]),
    )


def _stage_cells(stage: PriceStages) -> tuple[str, ...]:
    listed, contract = figures.price(stage.listed.amount), figures.price(stage.contract.amount)
    if stage.is_own:
        return "-", "-", "-", listed
    effective = "-" if stage.effective is None else figures.price(stage.effective.amount)
    return listed, contract if stage.terms else "-", effective, "-"


# data


@exactly
def tokens_data(
    case: TokenCase, *, context: Sequence[ContextFigure] = (), more: dict[str, Any] | None = None, internal: bool = True
) -> dict[str, Any]:
    """The tokens of offers as ``compkit/tokens/1``.

    Args:
        case: The tokens of the offers.
        context: Published figures of what developers use.
        more: Further parts by name, such as the workload.
        internal: Whether contract and factory prices and break-evens are there; not for a candidate.
    """
    data: dict[str, Any] = {
        "format": "compkit/tokens/1",
        "as_of": str(case.grid.as_of),
        "horizon": {name: span(found.assumptions.horizon_months) for name, found in case.valuations.items()},
        "promises": list(_promises(case)),
        "grid": grid_data(case.grid),
        "scenario_sources": {scenario.name: scenario.source for scenario in case.scenarios},
        "context": [
            {"name": c.name, "value": decimal_text(c.value), "unit": c.unit, "source": c.source, "on": str(c.on)}
            for c in context
        ],
    }
    data |= more or {}
    return data | (_internal_data(case) if internal else {})


def _internal_data(case: TokenCase) -> dict[str, Any]:
    return {
        "internal": True,
        "prices": [
            {
                "model": stage.model,
                "currency": stage.listed.currency,
                "list": None if stage.is_own else decimal_text(stage.listed.amount),
                "contract": decimal_text(stage.contract.amount) if stage.terms else None,
                "effective": None if stage.effective is None else decimal_text(stage.effective.amount),
                "own_factory": decimal_text(stage.listed.amount) if stage.is_own else None,
                "terms": list(stage.terms),
            }
            for stage in case.stages
        ],
        "break_evens": {name: _break_even(found) for name, found in case.offers.items()},
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "equal_utilisation": None if pair.utilisation is None else decimal_text(pair.utilisation),
                "equal_price_per_mtok": None if pair.price is None else decimal_text(pair.price.amount),
            }
            for pair in case.pairs
        ],
    }


def _break_even(found: OfferBreakEvens) -> dict[str, Any]:
    pays = found.pays
    return {
        "needed_rate": decimal_text(pays.needed_rate),
        "needed_if_all_used_rate": decimal_text(pays.needed_if_all_used_rate),
        "claimed": None
        if pays.claimed is None
        else {"multiple": decimal_text(pays.claimed.multiple), "source": pays.claimed.source},
        "tools_beat_a_raise_in_month": found.tools_months,
        "same_money": [
            {
                "way": row.way,
                "cost_a_year": decimal_text(row.cost.amount),
                "worth_a_year": decimal_text(row.worth.amount),
                "needed_rate": decimal_text(row.needed_rate),
                "claimed_rate": None if row.claimed_rate is None else decimal_text(row.claimed_rate),
                "mtok": None if row.mtok is None else decimal_text(row.mtok),
                "base_a_year": None if row.gross is None else decimal_text(row.gross.amount),
                "hires": None if row.hires is None else decimal_text(row.hires),
                "assumption": row.assumption,
            }
            for row in found.same
        ],
    }
