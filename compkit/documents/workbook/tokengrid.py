"""The grid of one offer's tokens: models by scenarios, the chosen model, and how far the tokens go."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

from .. import palette
from .inputs import Input
from .pen import Formula, Pen, Value, absolute, at
from .styles import MTOK, PERCENT, TOKEN_PRICE, WHOLE
from .tokenchosen import NEVER, UNLIMITED, Chosen
from .tokenparts import Part, PartRows, models_of, price_of
from .validation import validate

if TYPE_CHECKING:
    from .book import Book

SHEET = "Tokens"
FIRST = 3
"""Column of the first scenario."""
CHANGE = Input(name="", label="", issued=Decimal(0), form="+0.##%;-0.##%;0%", low=-1, high=1000, hint="")
"""What an input of a price change takes."""
_COVERAGE = (
    "Tokens had a year",
    "Share of the need that is covered",
    "Months until they run dry, of 12, at an even pace",
)


@frozen(kw_only=True)
class Column:
    """Cells of a scenario: its column in the grids, its name, its change and its drift."""

    number: int
    name: str
    change: str
    drift: str


@frozen
class Grid:
    """The sheet while it is written.

    Attributes:
        book: The workbook.
        pen: Writes the sheet.
        columns: The scenarios.
    """

    book: Book
    pen: Pen
    columns: list[Column]

    @property
    def currency(self) -> str:
        """The comparison's currency."""
        return self.book.comparison.currency


@frozen
class OfferGrid:
    """One offer's tables while they are written.

    Attributes:
        page: The sheet.
        number: Of the offer, from 1.
        chosen: Its tokens at the model that is chosen.
        rows: Where each part stands: row of its line, and formulas over the schedule.
        lines: Row of the chosen model, by kind: ``money`` and ``tokens``.
    """

    page: Grid
    number: int
    chosen: Chosen
    rows: dict[int, tuple[int, PartRows]] = field(factory=dict)
    lines: dict[str, int] = field(factory=dict)

    def promised(self, row: int, parts: list[Part]) -> int:
        """A line a part: money at today's prices, or tokens with the drift in their price."""
        pen, book = self.page.pen, self.page.book
        for part in parts:
            name = pen.label(1, row, part.allowance.name)
            since = f", {part.first:%Y-%m-%d} to {part.last:%Y-%m-%d}" if not part.is_whole else ""
            unit = f"{self.page.currency}, after drift" if part.is_money else "tokens, after drift"
            pen.label(2, row, f"{unit}{since}", "right wrapped")
            own = PartRows(book, part, f"${name[0]}${row}")
            self.rows[id(part)] = row, own
            for column in self.page.columns:
                formula = own.money(column.drift) if part.is_money else own.tokens(column.drift)
                pen.put(column.number, row, Formula(formula), "number quiet", WHOLE if part.is_money else MTOK)
            row += 1
        return row

    def table(self, row: int, title: str, unit: str, form: str, parts: list[Part], cell: Callable[..., str]) -> int:
        """Models by scenarios, then the model that is chosen on the first sheet."""
        page, pen = self.page, self.page.pen
        pen.heads(1, row, (f"{title}, {unit}", f"{page.currency} per M tokens"), left=1)
        pen.row(FIRST, row, [Formula(column.name) for column in page.columns], "head")
        pen.room(row, 2)
        first = row = row + 1
        for model in models_of(page.book):
            pen.label(1, row, model)
            usable = [part for part in parts if part.may_use(model)]
            prices = {id(part): f"{price_of(page.book, model, part)}{part.ratio(model)}" for part in usable}
            pen.put(2, row, _one([price_of(page.book, model, part) for part in parts]), "number quiet", TOKEN_PRICE)
            for column in page.columns:
                value: Value = Formula(_known(cell(usable, prices, column))) if usable else NEVER
                pen.put(column.number, row, value, "number", form)
            row += 1
        _mark(pen, page.columns, first, row - 1, most=form == MTOK)
        return self._chosen(row, form, parts, cell) + 1

    def buys(self, parts: list[Part], prices: dict[int, str], column: Column) -> str:
        """Millions of tokens a year that money buys; unlimited at a price of 0."""
        amounts = [
            f"{at(column.number, self.rows[id(part)][0])}/({prices[id(part)]})/(1+{column.change})" for part in parts
        ]
        free = [f"({price})*(1+{column.change})=0" for price in dict.fromkeys(prices.values())]
        none = free[0] if len(free) == 1 else f"OR({','.join(free)})"
        return f"IF({none},{UNLIMITED},{'+'.join(amounts)})"

    def costs(self, parts: list[Part], prices: dict[int, str], column: Column) -> str:
        """What promised tokens cost a year, each release within the bounds of its rule."""
        return "+".join(self._cost(part, prices[id(part)], column) for part in parts)

    def _cost(self, part: Part, price: str, column: Column) -> str:
        row, own = self.rows[id(part)]
        if part.is_bounded:
            return own.settled(f"{price}*(1+{column.change})", column.drift)
        return f"{at(column.number, row)}*({price})*(1+{column.change})"

    # the model that is chosen

    def _chosen(self, row: int, form: str, parts: list[Part], cell: Callable[..., str]) -> int:
        """A line at the model chosen on the first sheet; as promised, at the models that the promises name."""
        name = self.chosen.name(parts)
        prices = {id(part): self.chosen.price(part) for part in parts}
        if not name or not all(prices.values()):
            return row
        pen = self.page.pen
        pen.put(1, row, Formula(name), "label total")
        pen.put(2, row, _one(list(prices.values())), "number total", TOKEN_PRICE)
        for column in self.page.columns:
            terms = partial(cell, prices=prices, column=column)
            formula = self.chosen.allowed(parts, terms)
            pen.put(column.number, row, Formula(f'IFERROR({formula},"{NEVER}")'), "number total", form)
        self.lines["money" if parts[0].is_money else "tokens"] = row
        return row + 1

    # coverage

    def coverage(self, row: int, parts: list[Part]) -> int:
        """A need that can be entered, and how far the tokens of the chosen model go; gives the next free row."""
        if not self.lines:
            return row
        pen = self.page.pen
        pen.label(1, row, "Tokens needed a year, M tokens")
        need = pen.put(2, row, None, "input", MTOK)
        self.page.book.name(f"tokens_needed_{self.number}", SHEET, need)
        hint = "Millions of tokens that the work needs a year; blank is unknown."
        validate(pen.sheet, need, evolve(CHANGE, low=0, high=10**12, hint=hint))
        for offset, words in enumerate(_COVERAGE, 1):
            pen.label(1, row + offset, words, "label total" if offset == 1 else "label")
        for column in self.page.columns:
            had = pen.put(column.number, row + 1, Formula(self._had(parts, column)), "number total", MTOK)
            share, months = f"{had}/{absolute(need)}", f"12*{had}/{absolute(need)}"
            for offset, most, full in ((2, share, "1"), (3, f"MIN(12,{months})", "12")):
                known = f'IF({had}="unlimited",{full},IFERROR({most},"{NEVER}"))'
                formula = f'IF({absolute(need)}>0,{known},"")'
                pen.put(column.number, row + offset, Formula(formula), "number", PERCENT if offset == 2 else "0.0")
        return row + len(_COVERAGE) + 1

    def _had(self, parts: list[Part], column: Column) -> str:
        """Tokens a year at the chosen model: what money buys, and what is promised."""
        amounts = [at(column.number, self.lines["money"])] if "money" in self.lines else []
        for part in (part for part in parts if not part.is_money):
            price = self.chosen.price(part)
            bounded = part.is_bounded and price
            own = self.rows[id(part)][1]
            amounts.append(own.got(f"{price}*(1+{column.change})", column.drift) if bounded else own.tokens())
        none = f'IFERROR({"+".join(amounts)},"{NEVER}")'
        return f'IF({amounts[0]}="unlimited","unlimited",{none})' if "money" in self.lines else none


def _mark(pen: Pen, columns: list[Column], first: int, last: int, *, most: bool) -> None:
    """Mark the cheapest and the dearest model of each scenario, as the figures stand."""
    sheet = pen.sheet
    for column in columns:
        letter = at(column.number, 1)[:-1]
        cells, cell = f"{letter}${first}:{letter}${last}", f"{letter}{first}"
        best, worst = ("MAX", "MIN") if most else ("MIN", "MAX")
        tests = {
            palette.GOOD_FILL: f'OR({cell}="unlimited",AND({cell}={best}({cells}),MAX({cells})>MIN({cells})))',
            palette.HEAD_FILL: f"AND({cell}={worst}({cells}),MAX({cells})>MIN({cells}))",
        }
        for colour, test in tests.items():
            rule = FormulaRule(formula=[test], fill=PatternFill(bgColor=colour), stopIfTrue=True)
            sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)


def _one(prices: list[str]) -> Value:
    """The price of all parts; that there are several where their mixes or days differ."""
    return Formula(_known(prices[0])) if len(set(prices)) == 1 else "several"


def _known(formula: str) -> str:
    """A figure, or that it is unknown: a model may have no price for one of its kinds of tokens."""
    return f'IFERROR({formula},"unknown")'
