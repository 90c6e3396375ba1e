"""The schedule: one row an entitlement and year, from which every other figure of the workbook is summed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from attrs import frozen
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...dates import day_before
from ...money import EXACT
from ...pay.entitlements import Component, Entitlement, Number
from ...pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from ...valuation.basis import basis
from ...valuation.compare import Comparison
from ...valuation.tokenline import promised_mtok
from ...valuation.utilisation import UtilisationPath, used_rate
from ...valuation.value import Line, Valuation
from ...valuation.views import View, Year, years
from ..words import COMPONENT_NAMES
from .inputs import AS_OF, Inputs
from .pen import Formula, Pen, Value, literal, wide
from .prices import PriceTable
from .styles import DAY, FACTOR, QUANTITY, UNIT_PRICE, cents
from .unitprices import UnitPrices
from .yearviews import views_of

Shown = Number | Literal["shown"]
"""One of the three numbers, or the one that is chosen."""
NUMBER_INDEX, YEARS_INDEX = "number_index", "years_index"
"""Defined names of the positions of the number and the view that are chosen."""

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
    "year": ("Year shown", 9),
    "service": ("Year of service", 9),
    "quantity": ("Quantity", 14),
    "unit": ("Unit", 22),
    "years": ("Years from the as-of day", 9),
    "face price": ("Price as promised", 13),
    "cost price": ("Price expected", 13),
    "worth price": ("Price to the employee", 13),
    "staying": ("Odds of staying", 10),
    "cost factor": ("Expected factor", 11),
    "worth factor": ("Factor to the employee", 11),
    "recurring": ("Comes again", 9),
    "guaranteed": ("Guaranteed", 11),
    "face": ("As promised", 15),
    "cost": ("Expected cost", 15),
    "worth": ("To the employee", 15),
    "shown": ("Number shown", 15),
    "basis": ("How it comes about, as issued", 90),
    "floor": ("Settles at least at", 12),
    "cap": ("Settles at most at", 12),
    "token money": ("Money for tokens", 14),
    "mtok": ("M tokens promised", 14),
}
_LETTERS = {key: get_column_letter(n) for n, key in enumerate(_HEADS, 1)}
_VIEWS = len(_HEADS) + 1
"""First column of the years of each view."""


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
        labels: Label of its year in each of the workbook's views.
        service: Number of its year of service, from 1.
    """

    number: int
    offer: str
    line: Line
    start: date
    until: date
    quantity: Decimal
    labels: tuple[str, ...]
    service: int


def entries(comparison: Comparison) -> Iterator[Entry]:
    """Every line, cut where a year of any view begins; the cuts are those of `cells`."""
    views = [known.view for known in views_of(comparison)]
    for number, (name, valuation) in enumerate(comparison.valuations.items(), 1):
        spans, service = [years(valuation, view) for view in views], years(valuation, View())
        earned = [own for view, own in zip(views, spans, strict=True) if view.basis == "earned"]
        starts = sorted({year.start for own in (service, *earned) for year in own[1:]})
        for line in valuation.lines:
            for start, until, quantity in _cut(line.row, starts):
                on = line.row.on or start
                days = [start if view.basis == "earned" else on for view in views]
                labels = tuple(own[_index(own, day)].label for own, day in zip(spans, days, strict=True))
                yield Entry(number, name, line, start, until, quantity, labels, 1 + _index(service, start))


def _index(spans: tuple[Year, ...], day: date) -> int:
    """The year that a day lies in; what lies outside all years belongs to the nearest one."""
    return max([n for n, year in enumerate(spans) if year.start <= day], default=0)


def _cut(row: Entitlement, starts: list[date]) -> Iterator[tuple[date, date, Decimal]]:
    """Parts of a row with their days and quantities: differences of what is earned by each cut."""
    begin, end = row.earned
    days = [begin, *(day for day in starts if begin < day < end), end]
    for start, until in pairwise(days):
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
        self._spans: dict[int | None, tuple[int, int]] = {}
        for row, entry in enumerate(self._entries, _TOP):
            self._spans[entry.number] = self._spans.get(entry.number, (row, row))[0], row
            self._spans[None] = _TOP, row

    def total(
        self,
        number: Shown,
        offer: int,
        component: Component | None = None,
        *,
        year: str | None = None,
        service: int | None = None,
        cash: bool = False,
        guaranteed: bool = False,
        recurring: bool = False,
    ) -> str:
        """A formula: the sum of one of the three numbers over an offer's rows.

        Args:
            number: ``face``, ``cost``, ``worth``, or ``shown`` for the one that is chosen.
            offer: Number of the offer, from 1.
            component: Only this one.
            year: Only the year whose label stands in this cell, in the view that is chosen.
            service: Only this year of service.
            cash: All but tokens; a difference of two sums would lose the cents beside a large promise of tokens.
            guaranteed: Only guaranteed rows.
            recurring: Only rows that come again every year.
        """
        wanted: list[tuple[str, str]] = [("number", str(offer))]
        if component is not None:
            wanted.append(("component", f'"{COMPONENT_NAMES[component]}"'))
        if cash:
            wanted.append(("component", f'"<>{COMPONENT_NAMES["tokens"]}"'))
        if year is not None:
            wanted.append(("year", year))
        if service is not None:
            wanted.append(("service", str(service)))
        wanted += [(name, "1") for name, only in (("guaranteed", guaranteed), ("recurring", recurring)) if only]
        tests = ",".join(f"{self.range(key)},{test}" for key, test in wanted)
        return f"SUMIFS({self.range(number)},{tests})"

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
        return f"SUM({self.range(number)})"

    def range(self, key: str, offer: int | None = None) -> str:
        """All cells of a column, by its key; only those of an offer if one is given, whose rows stand together."""
        letter = _LETTERS[key]
        first, last = self._spans.get(offer, (_TOP, _TOP))
        return f"{SHEET}!${letter}${first}:${letter}${last}"

    # the sheet

    def write(self, sheet: Worksheet, paper: int) -> None:
        """Write every row with its formulas."""
        pen = Pen(sheet)
        views, widest = views_of(self._comparison), self._widest
        pen.widths([*(max(w, widest.get(key, 0)) for key, (_, w) in _HEADS.items()), *[14] * len(views)])
        pen.put(1, 1, "Schedule: every entitlement, and what it comes to", "title")
        words = (
            f"Amount = quantity x price x factor, in {self._comparison.currency}. A row earned over two years stands"
        )
        pen.put(1, 2, f"{words} in each with its part. Prices and factors follow Compare, Inputs and Prices.", "quiet")
        heads = [*(head for head, _ in _HEADS.values()), *(view.name.capitalize() for view in views)]
        pen.heads(1, _TOP - 1, heads, left=4, after=(10, 24))
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
        cell = {key: f"{letter}{row}" for key, letter in _LETTERS.items()}

        def put(key: str, value: Value, style: str = "right", form: str | None = None) -> None:
            pen.put(_COLUMNS[key], row, value, style, form)

        put("number", entry.number)
        for key, words in (("offer", entry.offer), ("component", COMPONENT_NAMES[source.component])):
            pen.label(_COLUMNS[key], row, words)
        pen.label(_COLUMNS["name"], row, source.name)
        for key, day in (("on", source.on), ("from", entry.start), ("to", day_before(entry.until))):
            put(key, day, form=DAY)
        labels = ",".join(f"{get_column_letter(_VIEWS + n)}{row}" for n in range(len(entry.labels)))
        put("year", Formula(f"CHOOSE({YEARS_INDEX},{labels})"))
        put("service", entry.service)
        put("quantity", entry.quantity, form=QUANTITY)
        pen.label(_COLUMNS["unit"], row, unit_words(source.unit), "after wrapped")
        put("years", Formula(f"MAX({cell['on']}-{AS_OF},0)/365"), form=FACTOR)
        self._prices(entry, cell, put)
        self._factors(entry, cell, put)
        put("recurring", int(source.recurring))
        put("guaranteed", int(source.guaranteed))
        self._amounts(cell, put)
        put("basis", self._said(self._comparison.valuations[entry.offer], line), "after")
        for offset, label in enumerate(entry.labels):
            pen.put(_VIEWS + offset, row, year_key(label), "right")

    def _prices(self, entry: Entry, cell: Mapping[str, str], put: Callable[..., None]) -> None:
        source, line = entry.line.row, entry.line
        floor, cap = self._units.bounds(entry.offer, source)
        cost, worth = self._units.prices(entry.offer, source, years=cell["years"], floor=cell["floor"], cap=cell["cap"])
        counts = source.counts
        for key, price in (
            ("face price", line.face_price),
            ("cost price", _if("cost", cost, counts)),
            ("worth price", _if("worth", worth, counts)),
            ("floor", floor),
            ("cap", cap),
        ):
            put(key, price, form=UNIT_PRICE)
        is_money = isinstance(source.unit, TokenMoney)
        put("token money", Formula(cell["face"]) if is_money else 0, form=cents(self._comparison.currency))
        promised = Decimal(0)
        if isinstance(source.unit, (TokenClaim, CapacityShare)):
            market = self._comparison.valuations[entry.offer].market
            whole = promised_mtok(source.unit, source.quantity, market)
            promised = EXACT.divide(EXACT.multiply(whole, entry.quantity), source.quantity)
        put("mtok", promised, form=QUANTITY)

    def _amounts(self, cell: Mapping[str, str], put: Callable[..., None]) -> None:
        money = cents(self._comparison.currency)
        q = cell["quantity"]
        put("face", Formula(f"{q}*{cell['face price']}"), form=money)
        put("cost", Formula(f"{q}*{cell['cost price']}*{cell['cost factor']}"), form=money)
        put("worth", Formula(f"{q}*{cell['worth price']}*{cell['worth factor']}"), form=money)
        put("shown", Formula(f"CHOOSE({NUMBER_INDEX},{cell['face']},{cell['cost']},{cell['worth']})"), form=money)

    def _said(self, valuation: Valuation, line: Line) -> str:
        if id(line) not in self._basis:
            self._basis[id(line)] = basis(valuation, line)
        return self._basis[id(line)]

    def _factors(self, entry: Entry, cell: Mapping[str, str], put: Callable[..., None]) -> None:
        """Expected factors of cost and worth, by the inputs: use or payout, staying odds, load, discount."""
        offer, row = entry.offer, entry.line.row
        valuation, of = self._comparison.valuations[offer], self._inputs.of
        given, on, years_ = valuation.assumptions, row.on or row.earned[0], cell["years"]
        put("staying", Formula(f"IF({years_}=0,1,(1-{of(offer, 'leave_rate')})^{years_})"), form=FACTOR)
        expected = self._inputs.expected(offer, row.expectation)
        cost, worth = [cell["staying"]], [cell["staying"]]
        if expected is not None:
            cost.append(expected)
            worth += [] if row.expectation == "tokens" else [expected]
        if isinstance(given.token_utilisation, UtilisationPath) and row.expectation == "tokens":
            path = used_rate(given.token_utilisation, valuation.package.start_on, on)
            cost.append(literal(path))  # the input is 100 % of the path
        if isinstance(row.unit, Cash) and row.component != "benefits":
            cost.append(f"(1+{of(offer, 'employer_load')})")
        if not (isinstance(row.unit, Options) and valuation.market.options.is_model):
            worth.append(f"(1+{of(offer, 'discount_rate')})^(-{years_})")
        if row.personal_share != 1:
            worth.append(literal(row.personal_share))
        if row.expectation == "tokens":
            worth.append(f"(1-{of(offer, 'resale_haircut')})")
        illiquid = given.illiquid(row.unit.symbol) if isinstance(row.unit, (Shares, Options)) else None
        if illiquid is not None:  # a discount for lack of a market has no cell: it is a dated input
            worth.append(literal(1 - illiquid.discount(on)))
        put("cost factor", Formula("*".join(cost)), form=FACTOR)
        put("worth factor", Formula("*".join(worth)), form=FACTOR)


_COLUMNS = {key: n for n, key in enumerate(_HEADS, 1)}


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
