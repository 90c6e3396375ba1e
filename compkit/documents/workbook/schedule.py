"""The schedule: one row an entitlement and year, from which every other figure of the workbook is summed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import frozen
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...dates import day_before
from ...pay.entitlements import Component, Entitlement, Number
from ...pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from ...valuation.basis import basis
from ...valuation.compare import Comparison
from ...valuation.utilisation import UtilisationPath, used_rate
from ...valuation.value import Line, Valuation, left_by_waiting, odds
from ...valuation.views import View, Year, years
from ..words import COMPONENT_NAMES
from .inputs import Inputs
from .pen import Formula, Pen, Value, literal, wide
from .prices import PriceTable
from .styles import DAY, FACTOR, QUANTITY, UNIT_PRICE, cents
from .unitprices import UnitPrices

SHEET = "Schedule"
_TOP, _WRAP = 5, 36
_HEADS: dict[str, tuple[str, float]] = {
    "number": ("No.", 5),
    "offer": ("Offer", 16),
    "component": ("Component", 19),
    "name": ("Promise", 22),
    "on": ("On", 11),
    "from": ("Earned from", 11),
    "to": ("Earned to", 11),
    "year": ("Year", 9),
    "service": ("Year of service", 9),
    "quantity": ("Quantity", 14),
    "unit": ("Unit", 22),
    "face price": ("Price as promised", 13),
    "cost price": ("Price expected", 13),
    "worth price": ("Price to the employee", 13),
    "cost factor": ("Expected factor", 11),
    "worth factor": ("Factor to the employee", 11),
    "recurring": ("Comes again", 9),
    "guaranteed": ("Guaranteed", 11),
    "face": ("As promised", 15),
    "cost": ("Expected cost", 15),
    "worth": ("To the employee", 15),
    "basis": ("How it comes about", 90),
}
_LETTERS = {key: get_column_letter(n) for n, key in enumerate(_HEADS, 1)}


@frozen
class Entry:
    """A row of the schedule.

    Attributes:
        number: Of the offer, from 1.
        offer: Its name.
        line: The line it is a part of.
        start: First day of the part.
        until: First day after.
        quantity: Of the part.
        year: Label of its year in the comparison's view.
        service: Number of its year of service, from 1.
    """

    number: int
    offer: str
    line: Line
    start: date
    until: date
    quantity: Decimal
    year: str
    service: int


def entries(comparison: Comparison) -> Iterator[Entry]:
    """Every line, cut where a year of service or of the view begins; the cuts are those of `cells`."""
    for number, (name, valuation) in enumerate(comparison.valuations.items(), 1):
        spans, service = years(valuation, comparison.view), years(valuation, View())
        for line in valuation.lines:
            for start, until, quantity in _cut(line.row, spans, service, comparison.view):
                on = start if comparison.view.basis == "earned" else line.row.on or start
                year = spans[_index(spans, on)].label
                yield Entry(number, name, line, start, until, quantity, year, 1 + _index(service, start))


def _index(spans: tuple[Year, ...], day: date) -> int:
    """The year that a day lies in; what lies outside all years belongs to the nearest one."""
    return max([n for n, year in enumerate(spans) if year.start <= day], default=0)


def _cut(
    row: Entitlement, spans: tuple[Year, ...], service: tuple[Year, ...], view: View
) -> Iterator[tuple[date, date, Decimal]]:
    """Parts of a row with their days and quantities: differences of what is earned by each cut."""
    begin, end = row.earned
    years_cut = (*service[1:], *(spans[1:] if view.basis == "earned" else ()))
    days = [begin, *sorted({year.start for year in years_cut if begin < year.start < end}), end]
    for start, until in zip(days, days[1:], strict=False):
        quantity = row.quantity_by(until) - row.quantity_by(start)
        if quantity:
            yield start, until, quantity


class Schedule:
    """Where the rows of the schedule are, for formulas that sum them."""

    def __init__(self, comparison: Comparison, inputs: Inputs, prices: PriceTable) -> None:
        """A schedule whose rows are known and not yet written."""
        self._comparison = comparison
        self._inputs = inputs
        self._entries = list(entries(comparison))
        self._units = UnitPrices(comparison, inputs, prices)
        self._basis: dict[int, str] = {}

    def total(
        self,
        number: Number,
        offer: int,
        component: Component | None = None,
        *,
        year: str | None = None,
        service: int | None = None,
        guaranteed: bool = False,
        recurring: bool = False,
    ) -> str:
        """A formula: the sum of one of the three numbers over an offer's rows.

        Args:
            number: ``face``, ``cost`` or ``worth``.
            offer: Number of the offer, from 1.
            component: Only this one.
            year: Only this year of the view, by label.
            service: Only this year of service.
            guaranteed: Only guaranteed rows.
            recurring: Only rows that come again every year.
        """
        wanted: list[tuple[str, str]] = [("number", str(offer))]
        if component is not None:
            wanted.append(("component", f'"{COMPONENT_NAMES[component]}"'))
        if year is not None:
            key = year_key(year)
            wanted.append(("year", str(key) if isinstance(key, int) else f'"{key}"'))
        if service is not None:
            wanted.append(("service", str(service)))
        wanted += [(name, "1") for name, only in (("guaranteed", guaranteed), ("recurring", recurring)) if only]
        tests = ",".join(f"{self._range(key)},{test}" for key, test in wanted)
        return f"SUMIFS({self._range(number)},{tests})"

    @property
    def _widest(self) -> dict[str, int]:
        """Room for the longest texts, up to where they wrap."""
        rows = {id(entry.line): entry for entry in self._entries}.values()
        texts = {
            "offer": [entry.offer for entry in rows],
            "name": [entry.line.row.name for entry in rows],
            "unit": [unit_words(entry.line.row.unit) for entry in rows],
        }
        return {key: min(_WRAP, max((wide(text) + 2 for text in own), default=0)) for key, own in texts.items()}

    def whole(self, number: Number) -> str:
        """A formula: the sum of all rows."""
        return f"SUM({self._range(number)})"

    def _range(self, key: str) -> str:
        letter = _LETTERS[key]
        last = _TOP + max(len(self._entries), 1) - 1
        return f"{SHEET}!${letter}${_TOP}:${letter}${last}"

    # the sheet

    def write(self, sheet: Worksheet, paper: int) -> None:
        """Write every row with its formulas."""
        pen = Pen(sheet)
        pen.widths([max(width, self._widest.get(key, 0)) for key, (_, width) in _HEADS.items()])
        pen.put(1, 1, "Schedule: every entitlement, and what it comes to", "title")
        words = (
            f"Amount = quantity x price x factor, in {self._comparison.currency}. A row earned over two years stands"
        )
        pen.put(1, 2, f"{words} in each with its part. Prices and factors that can be changed are on Compare.", "quiet")
        pen.heads(1, _TOP - 1, [head for head, _ in _HEADS.values()], left=4, after=(10, 21))
        for row, entry in enumerate(self._entries, _TOP):
            self._row(pen, row, entry)
        last = _TOP + max(len(self._entries), 1) - 1
        sheet.auto_filter.ref = f"A{_TOP - 1}:{_LETTERS['basis']}{last}"
        sheet.freeze_panes = f"{_LETTERS['name']}{_TOP}"
        sheet.sheet_view.zoomScale = 90
        pen.page(landscape=True, titles=f"1:{_TOP - 1}", paper=paper)
        sheet.print_area = f"A1:{_LETTERS['worth']}{last}"

    def _row(self, pen: Pen, row: int, entry: Entry) -> None:
        line, source = entry.line, entry.line.row
        valuation = self._comparison.valuations[entry.offer]
        cost, worth = self._units.prices(entry.offer, source)
        factors = self._factors(entry.offer, valuation, source)
        money = cents(self._comparison.currency)
        texts = [entry.offer, COMPONENT_NAMES[source.component], source.name]
        pen.put(1, row, entry.number, "right")
        for column, words in enumerate(texts, 2):
            pen.label(column, row, words)
        pen.row(5, row, [source.on, entry.start, day_before(entry.until)], "right", DAY)
        pen.row(8, row, [year_key(entry.year), entry.service, entry.quantity], "right", QUANTITY)
        pen.label(11, row, unit_words(source.unit), "after wrapped")
        counts = source.counts
        pen.row(12, row, [line.face_price, _if("cost", cost, counts), _if("worth", worth, counts)], "right", UNIT_PRICE)
        pen.row(15, row, factors, "right", FACTOR)
        pen.row(17, row, [int(source.recurring), int(source.guaranteed)], "right")
        q, f, c, w = f"J{row}", f"L{row}", f"M{row}*O{row}", f"N{row}*P{row}"
        pen.row(19, row, [Formula(f"{q}*{price}") for price in (f, c, w)], "right", money)
        pen.put(22, row, self._said(valuation, line), "after")

    def _said(self, valuation: Valuation, line: Line) -> str:
        if id(line) not in self._basis:
            self._basis[id(line)] = basis(valuation, line)
        return self._basis[id(line)]

    def _factors(self, offer: str, valuation: Valuation, row: Entitlement) -> list[Value]:
        """Expected factors of cost and worth: an input times what is fixed (load, staying odds, discount, use)."""
        given, on = valuation.assumptions, row.on or row.earned[0]
        staying, present = odds(given, on)
        present = left_by_waiting(row.unit, on, present, valuation.market, given)
        load = 1 + given.employer_load if isinstance(row.unit, Cash) and row.component != "benefits" else Decimal(1)
        name = self._inputs.expected(offer, row.expectation)
        cost = _times(name, load * staying)
        if row.expectation == "tokens":
            if isinstance(given.token_utilisation, UtilisationPath):  # the input is 100 % of the path
                cost = _times(name, load * staying * used_rate(given.token_utilisation, valuation.package.start_on, on))
            return [cost, staying * present * row.personal_share * (1 - given.resale_haircut)]
        return [cost, _times(name, staying * present * row.personal_share)]


def _times(name: str | None, fixed: Decimal) -> Value:
    if name is None:
        return fixed
    return Formula(name if fixed == 1 else f"{name}*{literal(fixed)}")


def _if(number: Number, price: Value, counts: frozenset[Number]) -> Value:
    return price if number in counts else 0


def year_key(label: str) -> str | int:
    """A year as cells hold it: calendar years are numbers."""
    return int(label) if label.isdigit() else label


def unit_words(unit: Unit) -> str:
    """A unit in words, as its column shows it."""
    match unit:
        case Cash(currency):
            return currency
        case TokenMoney(currency):
            return f"{currency} of tokens"
        case TokenClaim(basket=basket):
            return f"M tokens of {basket.label}"
        case CapacityShare(capacity=capacity):
            return f"share-months of {capacity}"
        case Shares(symbol):
            return f"{symbol} share"
        case Options(symbol, strike, currency, _):
            return f"{symbol} option at {currency} {strike:f}"
