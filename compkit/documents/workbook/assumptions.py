"""The sheet of assumptions: what is expected, what each total means, the facts with day and source, the what-ifs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ...market.moves import IndexDrift, Move, ShareMove, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from ...pay.entitlements import NUMBERS
from ...valuation.basis import percent, utilisation_words
from ...valuation.totals import named_totals
from ...valuation.value import Valuation
from .. import format as say
from . import fixed
from .bands import HEADS
from .comments import GUARANTEED, MEANINGS
from .named import formulas
from .pen import Formula, Pen, Value
from .styles import DAY, MTOK, PERCENT, UNIT_PRICE

if TYPE_CHECKING:
    from .book import Book

SHEET = "Notes"
_LAST = 8

_EXPECTED: tuple[tuple[str, str, Callable[[Valuation], Decimal]], ...] = (
    ("Bonus payout, of target", "bonus_payout", lambda v: v.assumptions.bonus_payout),
    ("Commission payout, of target", "commission_payout", lambda v: v.assumptions.commission_payout),
    ("Tokens used, of the allowance", "token_utilisation", lambda v: v.assumptions.utilisation),
    ("Haircut on resale of tokens for personal use", "resale_haircut", lambda v: v.assumptions.resale_haircut),
    ("Discount a year, on value to the employee", "discount_rate", lambda v: v.assumptions.discount_rate),
    ("Leaving a year; staying odds apply to cost and value", "leave_rate", lambda v: v.assumptions.leave_rate),
    ("Load on cash, in expected cost only", "employer_load", lambda v: v.assumptions.employer_load),
)
_MAIN = ("bonus_payout", "commission_payout", "token_utilisation")
_TIME = (
    ("Growth, discount, staying odds, drift", "From the as-of day on, by actual days over 365; the day is an input."),
    ("Service years", "From each offer's own start; every named total is in service years, whatever years are shown."),
    ("Earned and delivered", "A year of a view counts what is earned in it; as delivered, what is paid or released."),
)
_TOKENS = (
    ("Guaranteed tokens", GUARANTEED),
    ("Total without tokens", "All components but tokens: tokens are not cash."),
    ("Total with guaranteed tokens", "The same and those tokens that cannot be cut."),
    ("Total with all tokens", "The same and all tokens, as if the policy stays."),
    ("Model of the tokens", "One model in place of those that the promises name; no ratio of work is assumed."),
    ("Tokens a year", "On average over the horizon, each release at the price of its day under the scenario."),
    ("Unlimited", "What money buys at a price of 0."),
)


def write(book: Book, sheet: Worksheet) -> None:
    """Write every section from top to bottom."""
    pen = Pen(sheet)
    pen.widths([40, 26, *[17] * (_LAST - 2)])
    pen.put(1, 1, "Assumptions, definitions and sources", "title")
    day = say.day(book.comparison.baseline.assumptions.as_of)
    pen.put(1, 2, f"As of {day}. {book.comparison.currency}, before tax.", "quiet")
    row = _expected(book, pen, 4)
    row = _words(pen, _section(pen, row, "What stays as issued: figures that no formula gives"), fixed.lines(book))
    row = _meanings(book, pen, row)
    row = _named(book, pen, row)
    row = _left_out(book, pen, row)
    row = _facts(book, pen, row)
    _scenarios(book, pen, row)
    sheet.freeze_panes = "A3"
    pen.page(landscape=True, titles="1:2", paper=book.paper)


def _section(pen: Pen, row: int, title: str, *heads: str, left: int = 0, after: tuple[int, ...] = ()) -> int:
    pen.put(1, row, title, "section")
    if heads:
        pen.heads(1, row + 1, heads, left=left, after=after)
    return row + 1 + bool(heads)


# what is expected


def _expected(book: Book, pen: Pen, row: int) -> int:
    given = book.comparison.baseline.assumptions
    row = _section(pen, row, "What is expected", "Assumption", "Offers", "As issued", "How", left=2, after=(3,))
    pen.label(1, row, "Day of prices")
    pen.put(3, row, given.as_of, "right", DAY)
    pen.label(1, row + 1, "Months that count")
    pen.put(3, row + 1, given.horizon_months, "right")
    row += 2
    for label, field, read in _EXPECTED:
        for value, names in _shared(book, read).items():
            pen.label(1, row, label)
            pen.label(2, row, ", ".join(names) if len(names) < len(book.names) else "all")
            pen.put(3, row, value, "right", PERCENT)
            pen.across(4, _LAST, row, _how(book, field, names), "after quiet")
            row += 1
    return row + 1


def _shared(book: Book, read: Callable[[Valuation], Decimal]) -> dict[Decimal, list[str]]:
    found: dict[Decimal, list[str]] = {}
    for name, valuation in book.comparison.valuations.items():
        found.setdefault(read(valuation), []).append(name)
    return found


def _how(book: Book, field: str, names: list[str]) -> str:
    """Whether it was stated or is the absence of a guess, and whether it can be changed here."""
    given = book.comparison.valuations[names[0]].assumptions
    where = f"an input on {'Compare' if field in _MAIN else 'Inputs'}"
    where += ", where any offer depends on it" if field in _MAIN or field == "resale_haircut" else ""
    if field == "token_utilisation" and given.token_utilisation is None:
        return f"not stated: 100 % assumed; {where}"
    if field == "token_utilisation" and not isinstance(given.token_utilisation, Decimal):
        return f"{utilisation_words(given.token_utilisation)}; {where}"
    if book.facts is not None and field not in book.facts.expect.said():
        return f"not stated: no guess is made; {where}"
    return where


# what is meant


def _meanings(book: Book, pen: Pen, row: int) -> int:
    row = _section(pen, row, "The three numbers; never add them to one another")
    row = _words(pen, row, ((HEADS[number], words) for number, words in MEANINGS.items()))
    row = _words(pen, _section(pen, row, "How time is counted"), _TIME)
    return _words(pen, _section(pen, row, "Tokens"), _TOKENS) if book.has_tokens else row


def _words(pen: Pen, row: int, meanings: Iterable[tuple[str, str]]) -> int:
    for name, words in meanings:
        pen.label(1, row, name)
        pen.across(2, _LAST, row, words, "wrapped")
        row += 1
    return row + 1


def _named(book: Book, pen: Pen, row: int) -> int:
    """Each named total with its definition, its amount now and the tokens beside it, offer by offer."""
    heads = [word for number in NUMBERS for word in (HEADS[number], "tokens beside it")]
    row = _section(
        pen, row, f"Totals that have names, {book.comparison.currency}, now", "Total", "Offer", *heads, left=2
    )
    totals = [{n: named_totals(v, n) for n in NUMBERS} for v in book.comparison.valuations.values()]
    for index, total in enumerate(totals[0]["face"]):
        pen.label(1, row, total.name, "label")
        pen.across(2, _LAST, row, total.definition, "quiet")
        row += 1
        for offer, name in enumerate(book.names, 1):
            pen.label(2, row, name)
            for place, number in enumerate(NUMBERS):
                issued = totals[offer - 1][number][index]
                amounts = formulas(book, offer, number, issued)
                for offset, formula in enumerate(amounts):
                    if formula is not None:
                        cell = pen.put(3 + 2 * place + offset, row, Formula(formula), "number")
                        money = issued.amount if offset == 0 else issued.tokens
                        assert money is not None  # there is a formula for it
                        book.named.append((offer, total.name, number, bool(offset), money.amount, f"{SHEET}!{cell}"))
            row += 1
    return row + 1


def _left_out(book: Book, pen: Pen, row: int) -> int:
    if not book.comparison.left_out:
        return row
    row = _section(
        pen, row, "Not told, so left out on every side", "Component", "Not told by", "Others, a year", left=2
    )
    for entry in book.comparison.left_out:
        pen.label(1, row, entry.component.capitalize())
        pen.label(2, row, ", ".join(entry.untold_by))
        said = [f"{name}: {m.currency} {float(m.amount):,.0f}" for name, m in entry.amounts.items() if m.amount]
        pen.across(3, _LAST, row, "; ".join(said) or "none", "quiet")
        row += 1
    return row + 1


# facts


def _facts(book: Book, pen: Pen, row: int) -> int:
    """Share prices, exchange rates and contracts, each with its day and source."""
    row = _section(
        pen, row, "Facts", "Fact", "Kind", "Value", "Unit", "Growth a year", "On", "Source", left=2, after=(6,)
    )
    for cells in dict.fromkeys(cells for v in book.comparison.valuations.values() for cells in _fact_rows(v)):
        what, kind, value, unit, growth, on, source = cells
        pen.label(1, row, str(what))
        pen.put(2, row, kind)
        pen.put(3, row, value, "right", PERCENT if unit == "off list" else UNIT_PRICE)
        pen.put(4, row, unit, "right")
        pen.put(5, row, growth, "right", PERCENT)
        pen.put(6, row, on, "right", DAY)
        pen.across(7, _LAST, row, str(source), "after quiet")
        row += 1
    return row + 1


def _fact_rows(valuation: Valuation) -> Iterator[tuple[Value, ...]]:
    market = valuation.market
    for share in market.shares:
        unit = f"{share.price.currency} a share"
        yield share.symbol, "share price", share.price.amount, unit, share.growth_rate, share.on, share.source
    for rate in market.rates:
        unit = f"{rate.quote} for 1 {rate.base}"
        yield f"{rate.base} to {rate.quote}", "exchange rate", rate.rate, unit, None, rate.on, rate.source
    for contract in market.contracts:
        name = contract.model or contract.provider
        if contract.discount_rate is not None:
            yield name, "contract", contract.discount_rate, "off list", None, contract.on, contract.source
        else:
            yield name, "contract", None, "see Prices", None, contract.on, contract.source


# what-ifs


def _scenarios(book: Book, pen: Pen, row: int) -> int:
    """Each offer under each scenario: values of the day the workbook was made, not formulas."""
    comparison = book.comparison
    if not comparison.scenarios:
        return row
    day = say.day(comparison.baseline.assumptions.as_of)
    title = f"What if: values worked out on {day}, at the inputs as issued, {comparison.currency}"
    heads = ("Scenario", "Offer", "To the employee", "without tokens", "rank", "Expected cost", "rank")
    row = _section(pen, row, title, *heads, "Tokens a year: M tokens", left=2)
    worth, cost = comparison.outcomes("worth"), comparison.outcomes("cost")
    moves = {scenario.name: scenario.moves for scenario in comparison.scenarios}
    for scenario, outcomes in worth.items():
        pen.label(1, row, scenario)
        words = "; ".join(_move(move) for move in moves.get(scenario, ())) or "the market as stated"
        pen.across(2, _LAST, row, words, "quiet")
        row += 1
        for name, found in outcomes.items():
            other = cost[scenario][name]
            pen.label(2, row, name)
            pen.row(3, row, [found.total.amount, found.without_tokens.amount], "number")
            pen.put(5, row, found.rank, "right")
            pen.put(6, row, other.total.amount, "number")
            pen.put(7, row, other.rank, "right")
            pen.put(8, row, "unlimited" if found.tokens.mtok is None else found.tokens.mtok, "right", MTOK)
            row += 1
    return row + 1


def _move(move: Move) -> str:
    match move:
        case TokenPriceChange(rate=rate, from_on=on, provider=provider):
            since = f" from {say.day(on)}" if on else ""
            return (
                f"token prices {'+' if rate > 0 else ''}{percent(rate)}{since}{f' at {provider}' if provider else ''}"
            )
        case TokenPriceDrift(rate=rate):
            return f"token prices {'+' if rate > 0 else ''}{percent(rate)} a year"
        case TokenPriceLevel(per_mtok=price):
            return f"every token at USD {price:f} per M"
        case ShareMove(symbol=symbol, rate=rate, price=price, growth_rate=growth):
            whose = symbol or "every share"
            if rate is not None:
                return f"{whose} {'+' if rate > 0 else ''}{percent(rate)}"
            return (
                f"{whose} at {price:f}"
                if price is not None
                else f"{whose} grows {percent(growth or Decimal(0))} a year"
            )
        case IndexDrift(index_name=name, rate=rate):
            return f"{name or 'every index'} {'+' if rate > 0 else ''}{percent(rate)} a year"
        case UseModel(model=model):
            return f"the same tokens on {model}"
