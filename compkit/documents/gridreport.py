"""The price grid and the break-evens as reports: what tokens cost and buy at each model, and whether they pay.

The grid shows list prices only, so a candidate may read it. Break-evens show expected cost, load and utilisation: they
are for the employer and say INTERNAL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..money import Money, exactly
from ..pay.baskets import TokenMix
from ..valuation.basis import percent
from ..valuation.breakeven import Amplification
from ..valuation.grid import PriceGrid
from ..valuation.gridcell import GridCell
from ..valuation.samemoney import SameMoney
from . import figures
from .data import decimal_text
from .format import rounded
from .table import Block, Group, Report, Row, Table, Text

_MARKS = {"cheapest": "<", "dearest": ">", "": ""}
_WORK = "Tokens of two models do not do the same work; no ratio is assumed."


@exactly
def build_grid_report(grid: PriceGrid, *, more: Iterable[Block] = ()) -> Report:
    """The grid as a report: every model as stated, then each offer under every scenario.

    Args:
        grid: The grid.
        more: Blocks after it, such as `break_even_blocks`.
    """
    return Report((*_blocks(grid), *more))


def _blocks(grid: PriceGrid) -> Iterator[Block]:
    yield Text(f"AI tokens of {figures.joined(grid.offers)}\nAs of {grid.as_of}, before tax, at list prices.", "title")
    yield _at_each_model(grid)
    if len(grid.scenarios) > 1:
        yield from (_under_scenarios(grid, offer) for offer in grid.offers)
    missing = list(dict.fromkeys(f"! {c.model}: not known: {c.missing}" for c in grid.cells if c.missing))
    if missing:
        yield Text("\n".join(missing), "warning", indent=2)


def _at_each_model(grid: PriceGrid) -> Table:
    scenario = grid.scenarios[0]
    groups, columns = [Group(_price_unit(grid), ("M tokens",))], [[_price(grid.prices[m]) for m in grid.models]]
    for offer in grid.offers:
        cells = [grid.cell(offer, model, scenario) for model in grid.models]
        if all(cell.standing == "no tokens" for cell in cells):
            continue
        pays, promised = next((c.pays for c in cells if c.pays), None), any(c.same_tokens for c in cells)
        heads = ["buys (tokens)"]
        columns.append([_mtok(cell) for cell in cells])
        if promised:
            heads.append(f"same tokens\n({pays.currency if pays else ''})")
            columns.append([_cost(cell) for cell in cells])
        groups.append(Group(f"{offer}: {pays.currency} {figures.whole(pays.amount)}" if pays else offer, tuple(heads)))
    rows = [Row(model, tuple(column[i] for column in columns)) for i, model in enumerate(grid.models)]
    return Table(
        title=f"WHAT THE TOKENS BUY AT EACH MODEL, a year, {scenario}",
        unit=f"list prices of {grid.as_of}",
        groups=tuple(groups),
        rows=tuple(rows),
        foot=f"{_legend(grid, scenario)} {_mix(grid.mix)} {_WORK}",
    )


def _price_unit(grid: PriceGrid) -> str:
    currencies = dict.fromkeys(price.currency for price in grid.prices.values() if price is not None)
    return f"{figures.joined(currencies)} per"


def _price(price: Money | None) -> str:
    return "?" if price is None else figures.price(price.amount)


def _mtok(cell: GridCell) -> str:
    if cell.standing == "not allowed":
        return "not allowed"
    if not cell.is_known:
        return "?"
    star = {"at equal money": "*", "in part": "+"}.get(cell.standing, "")
    mark = "" if cell.same_tokens else _MARKS[cell.mark]
    return f"{mark}{star} {figures.tokens(cell.mtok)}".strip()


def _cost(cell: GridCell) -> str:
    if cell.same_tokens is None:
        return "-" if cell.is_known else "?"
    return f"{_MARKS[cell.mark]} {figures.whole(cell.same_tokens.amount)}".strip()


def _legend(grid: PriceGrid, scenario: str) -> str:
    """What the marks mean, those only that are there."""
    cells = [cell for cell in grid.cells if cell.scenario == scenario]
    words = []
    if any(cell.mark for cell in cells):
        words.append("< cheapest, > dearest.")
    if any(cell.standing == "at equal money" for cell in cells):
        words.append("* the promise names another model: what the same money buys here.")
    if any(cell.standing == "in part" for cell in cells):
        words.append("+ only some of the allowances may be spent here.")
    if any(cell.same_tokens for cell in cells):
        words.append("Same tokens: what the promised quantity costs here.")
    return " ".join(["If every token is used.", *words])


def _mix(mix: TokenMix) -> str:
    shares = ", ".join(f"{percent(share)} {kind.replace('_', ' ')}" for kind, share in mix.shares().items() if share)
    return f"Mix `{mix.name}`: {shares} ({mix.source})."


def _under_scenarios(grid: PriceGrid, offer: str) -> Table:
    """One offer: what it pays and buys, scenarios down, models across."""
    rows = []
    for scenario in grid.scenarios:
        cells = [grid.cell(offer, model, scenario) for model in grid.models]
        pays = next((cell.pays for cell in cells if cell.pays is not None), None)
        texts = tuple(_cost(c) if c.same_tokens else _mtok(c) for c in cells)
        rows.append(Row(scenario, (figures.whole(pays.amount) if pays else "-", *texts)))
    cells = [cell for cell in grid.cells if cell.offer == offer]
    currency = next((cell.pays.currency for cell in cells if cell.pays is not None), "")
    promised = any(cell.same_tokens for cell in cells)
    return Table(
        title=f"{offer.upper()} IF TOKEN PRICES MOVE, a year",
        unit=f"what the promised tokens cost ({currency})" if promised else "what the money buys (tokens)",
        groups=(Group("", (f"pays\n({currency})",)), *(Group("", (_two_lines(model),)) for model in grid.models)),
        rows=tuple(rows),
        foot="Scenarios are assumptions, not forecasts.",
    )


def _two_lines(model: str) -> str:
    provider, _, name = model.partition("/")
    return f"{provider}/\n{name}"


@exactly
def grid_data(grid: PriceGrid) -> dict[str, Any]:
    """A grid as ``compkit/token-grid/1``."""
    return {
        "format": "compkit/token-grid/1",
        "as_of": str(grid.as_of),
        "mix": {"name": grid.mix.name, "source": grid.mix.source}
        | {kind: decimal_text(share) for kind, share in grid.mix.shares().items()},
        "models": [
            {
                "model": model,
                "per_mtok": None if price is None else decimal_text(price.amount),
                "currency": None if price is None else price.currency,
            }
            for model, price in grid.prices.items()
        ],
        "scenarios": list(grid.scenarios),
        "cells": [_cell_data(cell) for cell in grid.cells],
    }


def _cell_data(cell: GridCell) -> dict[str, Any]:
    """A cell: millions of tokens, ``unlimited``, or null where nobody knows or the money may not be spent there."""
    mtok = None if not cell.is_known else "unlimited" if cell.mtok is None else decimal_text(cell.mtok)
    return {
        "offer": cell.offer,
        "model": cell.model,
        "scenario": cell.scenario,
        "standing": cell.standing,
        "currency": cell.pays.currency if cell.pays else None,
        "pays_a_year": decimal_text(cell.pays.amount) if cell.pays else None,
        "mtok_a_year": mtok,
        "same_tokens_cost_a_year": decimal_text(cell.same_tokens.amount) if cell.same_tokens else None,
        "share_of_package": None if cell.share is None else decimal_text(cell.share),
        "mark": cell.mark or None,
        "missing": cell.missing or None,
    }


# break-evens


@exactly
def break_even_blocks(
    *,
    pays: Amplification | None = None,
    same: Sequence[SameMoney] = (),
    equal_use: tuple[str, str, Decimal | None] | None = None,
    equal_at: tuple[str, str, Money | None] | None = None,
    tools_months: int | None = None,
) -> tuple[Block, ...]:
    """Break-evens as blocks of a report; for the employer.

    Args:
        pays: Whether the allowance pays.
        same: The same money three ways.
        equal_use: Two offers, and the utilisation at which their expected cost is equal, None if there is none.
        equal_at: An offer of a quantity, one of money, and the price of a million tokens at which they cost the same.
        tools_months: The month in which a tool budget beats a raise.
    """
    lines = [*_pays(pays), *_equal_use(equal_use), *_equal_at(equal_at)]
    if tools_months is not None:
        lines.append(f"A tool budget beats the same money as a raise from month {tools_months} on, added up.")
    if not lines and not same:
        return ()
    blocks: list[Block] = [Text("\n".join(["BREAK-EVENS, INTERNAL: shows expected cost", *lines]), indent=2)]
    return (*blocks, _same(same)) if same else tuple(blocks)


def _pays(pays: Amplification | None) -> Iterator[str]:
    if pays is None:
        return
    base = f"{pays.loaded_base.currency} {figures.whole(pays.loaded_base.amount)} of base with load"
    expected = f"{_rate(pays.needed_rate)} at the expected use ({figures.whole(pays.tokens.amount)} over {base})"
    all_used = f"{_rate(pays.needed_if_all_used_rate)} if all of it is used"
    yield f"For the allowance to pay, output must rise by {expected}; by {all_used}."
    if pays.claimed is not None:
        covers = "" if pays.claim_covers is None else f", {rounded(pays.claim_covers, 1):f} times what is needed"
        claim = f"{pays.claimed.multiple.normalize():f} times the output"
        yield f"Claimed, not measured: {claim} ({pays.claimed.source}){covers}."


def _rate(rate: Decimal) -> str:
    return percent(rounded(rate, 3))


def _equal_use(found: tuple[str, str, Decimal | None] | None) -> Iterator[str]:
    if found is not None:
        first, second, use = found
        words = (
            f"is equal if {_rate(use)} of the tokens are used" if use is not None else "is equal at no one utilisation"
        )
        yield f"The expected cost of {first} and {second} {words}."


def _equal_at(found: tuple[str, str, Money | None] | None) -> Iterator[str]:
    if found is not None and found[2] is not None:
        quantity, money, price = found
        said = "-" if price is None else f"{price.currency} {figures.price(price.amount)} per million"
        yield f"The tokens of {quantity} cost the money of {money} at {said}; above that the tokens are the dearer."


def _same(rows: Sequence[SameMoney]) -> Table:
    cost = rows[0].cost
    return Table(
        title=f"THE SAME {cost.currency} {figures.whole(cost.amount)} A YEAR",
        unit="INTERNAL",
        groups=tuple(
            Group("", (head,))
            for head in (f"to the employee\n({cost.currency})", "output must\nrise by", "claimed\nrise", "what it is")
        ),
        rows=tuple(Row(row.way, _same_cells(row)) for row in rows),
        foot="\n".join(f"{row.way}: {row.assumption}." for row in rows),
    )


def _same_cells(row: SameMoney) -> tuple[str, ...]:
    what = "-"
    if row.mtok is not None:
        what = f"{figures.tokens(row.mtok)} tokens"
    elif row.gross is not None:
        what = f"{row.gross.currency} {figures.whole(row.gross.amount)} of base"
    elif row.hires is not None:
        what = f"{rounded(row.hires, 2):f} of a hire"
    claimed = "-" if row.claimed_rate is None else _rate(row.claimed_rate)
    return figures.whole(row.worth.amount), _rate(row.needed_rate), claimed, what
