"""One sheet an offer: its terms in words, its annual rates, and its entitlements by year under each number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ...money import EXACT
from ...pay.bonus import annual_target
from ...pay.entitlements import NUMBERS, Number
from ...valuation.totals import grant_face
from ...valuation.value import Valuation
from .. import format as say
from .bands import HEADS
from .blanks import hide
from .inputs import YEARS
from .inputsheet import year_count, year_label
from .names import quoted
from .pen import Formula, Pen, at, literal
from .styles import WHOLE
from .sumcolumn import sum_column, sum_labels
from .terms import terms

if TYPE_CHECKING:
    from .book import Book

_LEAST_COLUMNS = 6


def write(book: Book, number: int, sheet: Worksheet) -> None:
    """Write the sheet of one offer."""
    pen = Pen(sheet)
    name = book.names[number - 1]
    valuation = book.comparison.valuations[name]
    columns = max(_LEAST_COLUMNS, year_count(book) + 1)
    last = 1 + columns
    pen.widths([32, *[15] * columns])
    pen.title(1, last - 2, name)
    pen.across(last - 1, last, 1, "INTERNAL", "internal")
    pen.across(1, last, 2, _whose(book, name), "note")
    row = _terms(pen, 4, last, valuation)
    row = _rates(book, pen, row, number, valuation)
    for which in NUMBERS:
        row = _by_year(book, pen, row, number, which)
    sheet.freeze_panes = at(2, 3)
    pen.page(landscape=columns > _LEAST_COLUMNS, tall=1, titles="1:2", paper=book.paper)


def _whose(book: Book, name: str) -> str:
    offer = book.offers.get(name)
    start = f"From {say.day(book.comparison.valuations[name].package.start_on)}."
    if offer is None:
        return start
    role, told = offer.role, f"as told by the candidate on {say.day(offer.told_on)}" if offer.told_on else offer.status
    place = f" in {role.location}" if role.location else ""
    title = f"{role.title} {role.level}".strip()
    return f"{offer.offer_number}: {offer.employer.name} to {offer.candidate.name}, {title}{place}; {told}. {start}"


def _terms(pen: Pen, row: int, last: int, valuation: Valuation) -> int:
    pen.put(1, row, "What is promised", "section")
    for row, (name, words) in enumerate(terms(valuation.package), row + 1):  # noqa: B020 counts on from the heading
        pen.label(1, row, name)
        pen.across(2, last, row, words, "wrapped")
    return row + 2


def _rates(book: Book, pen: Pen, row: int, number: int, valuation: Valuation) -> int:
    """Annual rates at the start, as promised, that add up to the two totals made of rates."""
    currency = book.comparison.currency
    pen.put(1, row, f"Annual rates at the start, {currency}", "section")
    first = row = row + 1
    for label, amount in _cash(valuation):
        pen.label(1, row, label)
        pen.put(2, row, amount, "number")
        row += 1
    total = f"SUM({at(2, first)}:{at(2, row - 1)})" if row > first else "0"
    pen.label(1, row, "Target total cash", "label total")
    cash = pen.put(2, row, Formula(total), "number total")
    first = row = row + 1
    for grant in valuation.package.equity:
        each = EXACT.divide(grant_face(valuation, grant).amount, Decimal(grant.granted_units))
        pen.label(1, row, f"{grant.name}, divided by its vesting years")
        years = literal(grant.vesting.years(grant.vesting_start_on))
        pen.put(2, row, Formula(f"{grant.granted_units}*{literal(each)}/{years}"), "number")
        row += 1
    grants = f"+SUM({at(2, first)}:{at(2, row - 1)})" if row > first else ""
    pen.label(1, row, "Total direct compensation", "label last")
    all_in = pen.put(2, row, Formula(f"{cash}{grants}"), "number last")
    sheet = quoted(book.titles[number - 1])
    book.rates[number] = f"{sheet}!{cash}", f"{sheet}!{all_in}"
    return row + 2


def _cash(valuation: Valuation) -> list[tuple[str, Decimal]]:
    package, accrual = valuation.package, valuation.package.accrual
    if accrual is None:
        return []
    parts = [("Base salary", accrual.salary.annual(valuation.start))]
    parts += [(bonus.name, annual_target(bonus, accrual, valuation.start)) for bonus in package.bonus]
    parts += [(package.commission.name, package.commission.target)] if package.commission else []
    return [(label, valuation.market.convert(money, valuation.currency).amount) for label, money in parts]


def _by_year(book: Book, pen: Pen, row: int, number: int, which: Number) -> int:
    count = year_count(book)
    pen.put(1, row, f"{HEADS[which]}, {book.comparison.currency}", "section")
    pen.put(1, row + 1, Formula(YEARS), "head left")
    for year in range(1, count + 1):
        pen.put(1 + year, row + 1, Formula(year_label(year)), "head")
    pen.put(2 + count, row + 1, "Total", "head")
    top = end = row + 2
    sum_labels(book, pen, 1, top, short=True)
    for year in range(1, count + 1):
        sums = book.sums(which, number, year=at(1 + year, row + 1))
        end = top + len(sum_column(book, pen, 1 + year, top, sums))
    for line in range(top, end):
        style = pen.sheet.cell(line, 2).style.removeprefix("compkit ")
        total = f"SUM({at(2, line)}:{at(1 + count, line)})"
        pen.put(2 + count, line, Formula(total), style, WHOLE)
    hide(pen.sheet, f"{at(2, top - 1)}:{at(1 + count, end - 1)}", f"B${top - 1}")
    return end + 1
