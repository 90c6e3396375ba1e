"""The book: what every sheet needs, the sheets in their order, and the totals that several of them show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from ...pay.entitlements import Component, Number
from ...pay.offer import Offer
from ...valuation.compare import Comparison
from ...valuation.facts import Facts
from ..words import COMPONENT_NAMES, component_label, span
from . import (
    assumptions,
    byyear,
    checks,
    comments,
    compare,
    inputsheet,
    offersheet,
    prices,
    pricesheet,
    schedule,
    tokens,
)
from .inputs import inputs_of
from .names import quoted, sheet_titles
from .pen import absolute
from .protection import protect
from .styles import add_styles
from .yearviews import views_of

OWN_SHEETS = (
    compare.SHEET,
    byyear.SHEET,
    inputsheet.SHEET,
    prices.SHEET,
    schedule.SHEET,
    tokens.SHEET,
    checks.SHEET,
    assumptions.SHEET,
)
_LETTER, _A4 = 1, 9


class Book:
    """A workbook in the making."""

    def __init__(self, comparison: Comparison, offers: Mapping[str, Offer], facts: Facts | None) -> None:
        """The parts that every sheet refers to, before any sheet is written."""
        self.comparison = comparison
        self.offers = offers
        self.facts = facts
        self.prices = prices.PriceTable(comparison)
        self.inputs = inputs_of(comparison, self.prices.models_formula)
        self.schedule = schedule.Schedule(comparison, self.inputs, self.prices)
        self.views = views_of(comparison)
        self.has_tokens = "tokens" in comparison.components
        """Whether any offer promises tokens."""
        self.components: list[Component] = [component for component in comparison.components if component != "tokens"]
        """Components other than tokens that any offer has."""
        self.titles = sheet_titles(comparison.names, OWN_SHEETS)
        self.rates: dict[int, tuple[str, str]] = {}
        self.named: list[tuple[int, str, Number, bool, Decimal, str]] = []
        self.page_cells: dict[tuple[int, Number, str], str] = {}
        self.paper = _LETTER if comparison.currency == "USD" else _A4
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.active)
        add_styles(self.workbook)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the offers."""
        return self.comparison.names

    @property
    def length(self) -> str:
        """The horizon in words: ``4 years``."""
        return span(self.comparison.baseline.assumptions.horizon_months)

    @property
    def years(self) -> int:
        """Years of service in the horizon, a part of one counted whole."""
        return -(-self.comparison.baseline.assumptions.horizon_months // 12)

    @property
    def who(self) -> str:
        """The candidate, by name where an offer says it."""
        return next((offer.candidate.name for offer in self.offers.values()), "the candidate")

    def label(self, component: Component, *, short: bool = False) -> str:
        """A component's name, with what tells the offers apart where that is short."""
        return COMPONENT_NAMES[component] if short else component_label(self.comparison, component)

    def name(self, defined: str, sheet: str, cell: str) -> None:
        """Give a cell a name that formulas use."""
        self._define(defined, f"{quoted(sheet)}!{absolute(cell)}")

    def block(self, defined: str, sheet: str, first: str, last: str) -> None:
        """Give a block of cells a name that formulas use."""
        self._define(defined, f"{quoted(sheet)}!{absolute(first)}:{absolute(last)}")

    def _define(self, defined: str, reference: str) -> None:
        self.workbook.defined_names[defined] = DefinedName(defined, attr_text=reference)

    def totals(self, first: str, last: str, tokens: str, guaranteed: str) -> Iterator[tuple[str, str, str, str]]:
        """Rows under the components: key, label, style and formula, given the addresses of the rows above."""
        count = "Total without tokens" if self.has_tokens else "Total"
        whole = f"SUM({first}:{last})" if first else "0"
        yield "without", count, "total" if self.has_tokens else "last", whole
        if self.has_tokens:
            yield "tokens", "AI tokens", "tokens", tokens
            yield "guaranteed", "   of which guaranteed", "quiet", guaranteed
            yield "with guaranteed", "Total with guaranteed tokens", "total", "{without}+{guaranteed}"
            yield "all", "Total with all tokens", "last", "{without}+{tokens}"

    def sums(self, number: schedule.Shown, offer: int, **only: object) -> tuple[list[str], str, str]:
        """Formulas of one offer's components, its tokens and its guaranteed tokens."""
        of = self.schedule.total
        parts = [of(number, offer, component, **only) for component in self.components]  # type: ignore[arg-type]
        tokens = of(number, offer, "tokens", **only)  # type: ignore[arg-type]
        return parts, tokens, of(number, offer, "tokens", guaranteed=True, **only)  # type: ignore[arg-type]


def fill(book: Book) -> Workbook:
    """Every sheet, in the order of the tabs."""
    shown = [title for title in OWN_SHEETS[2:] if title != tokens.SHEET or tokens.is_shown(book)]
    titles = [compare.SHEET, byyear.SHEET, *book.titles, *shown]
    sheets: dict[str, Worksheet] = {title: book.workbook.create_sheet(title) for title in titles}
    compare.write(book, sheets[compare.SHEET])
    byyear.write(book, sheets[byyear.SHEET])
    for number, title in enumerate(book.titles, 1):
        offersheet.write(book, number, sheets[title])
    inputsheet.write(book, sheets[inputsheet.SHEET])
    pricesheet.write(book, sheets[prices.SHEET])
    book.schedule.write(sheets[schedule.SHEET], book.paper)
    if tokens.SHEET in sheets:
        tokens.write(book, sheets[tokens.SHEET])
    assumptions.write(book, sheets[assumptions.SHEET])  # before the checks, which take its named totals
    checks.write(book, sheets[checks.SHEET])
    comments.write(book, sheets)
    for sheet in sheets.values():
        protect(sheet)
    book.workbook.active = 0
    return book.workbook
