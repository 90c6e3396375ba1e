"""The sheets Tokens and Agents: tokens by provider in the scenario chosen, and digital employees one by one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from ...workforce.tokenuse import ANY_PROVIDER, ProviderTokens
from ..workbook.pen import Formula, Pen, at, wide
from ..workbook.styles import COUNT, WHOLE
from .layout import BUDGET, SCENARIO, SCENARIO_INDEX, Layout

MTOK = "#,##0.0"
"""Millions of tokens: sums are read beside money, so that all have one unit."""
_TOP, _FIRST_AMOUNT, _KEYS = 6, 5, 9
_ANY, _UNKNOWN = "any provider", "not known"
_NARROWEST, _WIDEST, _AMOUNT = 11, 44, 17.0
_HEADS = ("Scenario", "Group", "Provider", "Used by")
_FORMS = (MTOK, WHOLE, MTOK, WHOLE)
_AMOUNTS = ("promised_mtok", "face", "expected_mtok", "cost")

Kind = tuple[str, str]
"""Provider and whose tokens."""


def write_tokens(layout: Layout, sheet: Worksheet, paper: int) -> None:
    """Tokens by provider over the lines that they add up, each of them a scenario, group and provider."""
    pen, lines = Pen(sheet), _summed(layout)
    kinds = sorted({_kind(line) for line in lines}, key=lambda kind: (kind[0] == _ANY, kind))
    detail = _TOP + len(kinds) + 3
    rows = (detail + 1, detail + max(len(lines), 1))
    texts = [[_text(layout, line) for line in lines]]
    pen.widths([*_widths(texts[0]), *[_AMOUNT] * 4, 12, 12])
    _head(layout, pen)
    for row, kind in enumerate(kinds, _TOP):
        _kind_row(layout, pen, row, kind, kinds.index(kind) + 1, rows)
    _total(pen, _TOP + len(kinds), len(kinds))
    pen.put(1, detail - 1, "Every scenario, group and provider, over the whole time", "section")
    pen.heads(1, detail, (*_HEADS, *_amount_heads(layout), "Scenario no.", "Provider no."), left=4)
    for row, line in enumerate(lines, detail + 1):
        pen.row(1, row, _text(layout, line))
        _amounts(pen, row, [_amount(line, name) for name in _AMOUNTS])
        keys = (layout.budget.scenarios.index(line.scenario) + 1, kinds.index(_kind(line)) + 1)
        pen.row(_KEYS, row, keys, "quiet right", COUNT)
    sheet.auto_filter.ref = f"A{detail}:{at(_KEYS + 1, rows[1])}"
    sheet.freeze_panes = "A3"
    pen.page(landscape=True, titles="1:2", paper=paper)


def write_agents(layout: Layout, sheet: Worksheet, paper: int) -> None:
    """Digital employees: a row a kind, scenario and period."""
    pen, budget = Pen(sheet), layout.budget
    heads = ("Scenario", "Digital employees", "Department", "Cost center", "Account", "Model", "Period")
    texts = [
        (_scenario(layout, of.scenario), of.name, of.department, of.cost_center, of.account, of.model, of.period)
        for of in budget.agents
    ]
    pen.widths([*_columns(texts, heads), _AMOUNT, _AMOUNT])
    pen.put(1, 1, "Digital employees", "title")
    words = (
        "INTERNAL. Agents that no person starts: a workload and a cost center, no pay. Contract prices where any are."
    )
    pen.put(1, 2, words, "quiet")
    pen.heads(1, 4, (*heads, "M tokens", f"Expected cost, {budget.currency}"), left=len(heads))
    for row, (words_of, of) in enumerate(zip(texts, budget.agents, strict=True), 5):
        pen.row(1, row, words_of)
        pen.put(len(heads) + 1, row, of.mtok, "right", MTOK)
        pen.put(len(heads) + 2, row, of.cost, "right", WHOLE)
    sheet.auto_filter.ref = f"A4:{at(len(heads) + 2, 4 + len(texts))}"
    sheet.freeze_panes = "A5"
    pen.page(landscape=True, titles="1:4", paper=paper)


def _summed(layout: Layout) -> list[ProviderTokens]:
    """Tokens by scenario, group and provider, over all periods, in the order of the budget."""
    found: dict[tuple[object, ...], ProviderTokens] = {}
    for line in layout.budget.tokens:
        key = (line.scenario, line.group, line.provider, line.of)
        found[key] = found[key].and_of(line) if key in found else line
    scenarios = layout.budget.scenarios
    return sorted(found.values(), key=lambda line: (scenarios.index(line.scenario), line.group, _kind(line)))


def _kind(line: ProviderTokens) -> Kind:
    return (_ANY if line.provider == ANY_PROVIDER else line.provider, line.of)


def _scenario(layout: Layout, name: str) -> str:
    return layout.scenario_labels[layout.budget.scenarios.index(name)]


def _text(layout: Layout, line: ProviderTokens) -> tuple[str, ...]:
    return (_scenario(layout, line.scenario), ", ".join(label or "(none)" for label in line.group), *_kind(line))


def _widths(texts: Sequence[tuple[str, ...]]) -> list[float]:
    return _columns(texts, _HEADS)


def _columns(texts: Sequence[tuple[str, ...]], heads: Sequence[str]) -> list[float]:
    """Room for the longest text of each column."""
    columns = zip(*(texts or [tuple(heads)]), strict=True)
    longest = [max(map(wide, {*column, head})) for column, head in zip(columns, heads, strict=True)]
    return [float(min(max(size, _NARROWEST) + 3, _WIDEST)) for size in longest]


def _head(layout: Layout, pen: Pen) -> None:
    pen.put(1, 1, "Tokens by provider", "title")
    words = "INTERNAL: shows expected cost. How many tokens money for any provider buys depends on where it is spent."
    pen.put(1, 2, words, "quiet")
    pen.put(1, _TOP - 2, Formula(f'"Scenario chosen on {BUDGET}: "&{SCENARIO}'), "section")
    pen.heads(3, _TOP - 1, (*_HEADS[2:], *_amount_heads(layout)), left=2)


def _amount_heads(layout: Layout) -> tuple[str, ...]:
    currency = layout.budget.currency
    return ("Promised, M tokens", f"As promised, {currency}", "Expected, M tokens", f"Expected cost, {currency}")


def _kind_row(layout: Layout, pen: Pen, row: int, kind: Kind, number: int, rows: tuple[int, int]) -> None:
    """Sums of a provider in the scenario chosen."""
    pen.row(3, row, kind)

    def column(place: int) -> str:
        return f"{at(place, rows[0])}:{at(place, rows[1])}"

    for place, form in enumerate(_FORMS, _FIRST_AMOUNT):
        if kind[0] == _ANY and form == MTOK:
            pen.put(place, row, _UNKNOWN, "right")
            continue
        wanted = f"{column(_KEYS)},{SCENARIO_INDEX},{column(_KEYS + 1)},{number}"
        pen.put(place, row, Formula(f"SUMIFS({column(place)},{wanted})"), "right", form)


def _total(pen: Pen, row: int, count: int) -> None:
    """Money of all providers; tokens of different models are not added up."""
    pen.put(3, row, "Total", "label last")
    for place in (_FIRST_AMOUNT + 1, _FIRST_AMOUNT + 3):
        pen.put(place, row, Formula(f"SUM({at(place, row - count)}:{at(place, row - 1)})"), "number last", WHOLE)


def _amount(line: ProviderTokens, name: str) -> Decimal | str:
    """An amount, or words where nobody knows it."""
    found: Decimal = getattr(line, name)
    return _UNKNOWN if name.endswith("_mtok") and not line.is_known else found


def _amounts(pen: Pen, row: int, amounts: Sequence[Decimal | str]) -> None:
    for place, (amount, form) in enumerate(zip(amounts, _FORMS, strict=True), _FIRST_AMOUNT):
        pen.put(place, row, amount, "right", form)
