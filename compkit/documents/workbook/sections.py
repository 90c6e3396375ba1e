"""Below the three numbers: years, what closes the gap, and the same tokens at each provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...pay.amounts import SHARES_OF_PAY
from ...valuation.basis import percent
from ...valuation.gap import TERMS, Closing, Scope
from .. import format as say
from ..figures import joined
from .blanks import hide
from .inputs import NUMBER, PRICE_CHANGE, YEARS
from .inputsheet import year_count, year_label
from .leads import less
from .pen import Formula, Value, at, brief, literal, literal_text
from .prices import model_cells
from .styles import MTOK, SIGNED, TOKEN_PRICE, WHOLE

if TYPE_CHECKING:
    from .page import Page

_FEW = 3
"""Offers up to which years are also compared here; the sheet by year compares them all."""

# by year


def by_year(page: Page, row: int) -> int:
    """Each offer's years without tokens, in the number and the years that are chosen, and the baseline less each."""
    book, pen = page.book, page.pen
    what = "without tokens" if book.has_tokens else "all components"
    pen.put(2, row, Formula(f'"By year, "&{NUMBER}&", "&{YEARS}&{literal_text(f", {what}")}'), "section")
    count = year_count(book)
    row += 1
    for start in range(1, count + 1, page.grid - 1):
        chunk = list(range(start, min(start + page.grid - 1, count + 1)))
        row = _years(page, row, chunk, with_total=chunk[-1] == count) + 1
    return row


def _years(page: Page, row: int, chunk: list[int], *, with_total: bool) -> int:
    book, pen = page.book, page.pen
    pen.put(2, row, None, "head left")
    for column, year in enumerate(chunk, 3):
        pen.put(column, row, Formula(year_label(year)), "head")
    if with_total:
        pen.put(3 + len(chunk), row, _all_years(page), "head")
    top = row + 1
    for offer, name in enumerate(book.names, 1):
        pen.label(2, row + offer, name)
        formulas = [_cash(page, offer, f"{at(column, row)}") for column in range(3, 3 + len(chunk))]
        pen.row(3, row + offer, [Formula(formula) for formula in formulas], "number")
        if with_total:
            pen.put(3 + len(chunk), row + offer, Formula(_cash(page, offer, None)), "number", WHOLE)
    row += 1 + len(book.names)
    for other in range(2, len(book.names) + 1 if len(book.names) <= _FEW else 2):
        style = "total" if other == 2 else "quiet"
        pen.label(2, row, less(book.names[0], book.names[other - 1]), f"label {style}")
        for column in range(3, 3 + len(chunk) + with_total):
            formula = Formula(f"{at(column, top)}-{at(column, top + other - 1)}")
            pen.put(column, row, formula, f"number {style}", SIGNED)
        row += 1
    hide(pen.sheet, f"{at(3, top - 1)}:{at(2 + len(chunk), row - 1)}", f"C${top - 1}")
    return row


def _all_years(page: Page) -> str:
    return page.book.length[:1].upper() + page.book.length[1:]


def _cash(page: Page, offer: int, year: str | None) -> str:
    """The number that is chosen without tokens, of the year whose label stands in a cell, or of all."""
    return page.book.schedule.total("shown", offer, year=year, cash=page.book.has_tokens)


# what closes the gap


def closings(page: Page, row: int) -> int:
    """What makes the one of the pair that is behind equal the other, each term alone, under each total."""
    book, pen = page.book, page.pen
    pair = book.comparison.pair()
    if pair is None:
        return row
    found = [_closing(page, pair, scope) for scope in _scopes(page)]
    day = say.day(book.comparison.baseline.assumptions.as_of)
    pen.put(2, row, f"What closes the gap of {brief(pair[0])} and {brief(pair[1])}: any one of", "section")
    pen.across(page.last - 3, page.last, row, f"as promised, worked out on {day}, as issued", "quiet right")
    pen.heads(2, row + 1, ("", *(_scope_words(page, scope) for scope in _scopes(page))), left=1)
    pen.label(2, row + 2, "To be raised", "label quiet")
    for column, (behind, _) in enumerate(found, 3):
        pen.label(column, row + 2, brief(behind) or "equal", "right wrapped")
    row += 3
    for term in TERMS:
        row = _term(page, row, term, [{closing.term: closing for closing in each}.get(term) for _, each in found])
    followers = joined(dict.fromkeys(word for name, _ in found if name for word in _follows(page, name)))
    if followers:
        pen.across(2, page.last, row, f"With base salary rise: {followers}.", "note")
        row += 1
    return row + 1


def _scopes(page: Page) -> list[Scope]:
    ways = ("none", "guaranteed", "all") if page.book.has_tokens else ("none",)
    return [Scope(tokens=tokens, year_one=one) for one in (False, True) for tokens in ways]  # type: ignore[arg-type]


def _scope_words(page: Page, scope: Scope) -> str:
    over = "Year 1" if scope.year_one else _all_years(page)
    if not page.book.has_tokens:
        return over
    return f"{over}\n{'without' if scope.tokens == 'none' else scope.tokens} tokens"


def _closing(page: Page, pair: tuple[str, str], scope: Scope) -> tuple[str, tuple[Closing, ...]]:
    for behind, ahead in (pair, pair[::-1]):
        closings = page.book.comparison.closings(behind, ahead, scope)
        if closings:
            return behind, closings
    return "", ()


def _term(page: Page, row: int, term: str, found: list[Closing | None]) -> int:
    """A row for each unit of a term: the two offers may be raised by shares and options, by money and tokens."""
    for unit in dict.fromkeys(closing.unit for closing in found if closing):
        words = unit[:1].upper() + unit[1:] if term == "shares" else f"{term[:1].upper()}{term[1:]}, {unit}"
        page.pen.label(2, row, words)
        for column, closing in enumerate(found, 3):
            if closing is None or closing.unit != unit:
                page.pen.put(column, row, "-", "right")
            else:
                page.pen.put(column, row, closing.amount, "number", "+#,##0")
        row += 1
    return row


def _follows(page: Page, name: str) -> list[str]:
    name, package = brief(name), page.book.comparison.valuations[name].package
    bonus = [f"{name}'s {b.name}" for b in package.bonus if b.rate is not None]
    return bonus + [f"{name}'s {a.name}" for a in package.tokens if isinstance(a.amount, SHARES_OF_PAY)]


# tokens


def providers(page: Page, row: int) -> int:
    """What each model charges, what promised money buys there and what promised tokens cost there, a year."""
    book, pen = page.book, page.pen
    prices = book.comparison.model_prices if book.has_tokens else ()
    if not prices:
        return row
    mix = ", ".join(f"{percent(s)} {k.replace('_', ' ')}" for k, s in book.comparison.mix.shares().items() if s)
    day = say.day(book.comparison.baseline.assumptions.as_of)
    pen.put(2, row, "The same tokens at each provider, a year on average", "section")
    words = f"list prices of {day} and the price change above; mix {book.comparison.mix.name}: {mix}"
    pen.across(2, page.last, row + 1, words, "note")
    lines = _promises(page)
    size = page.grid - 1
    cells = model_cells(book.prices, book.comparison)
    row += 2
    for start in range(0, max(len(lines), 1), size):
        row = _provider_table(page, row, lines[start : start + size], cells) + 1
    words = "Tokens of two models do not do the same work; no ratio is assumed. - means: cannot be spent there."
    pen.across(2, page.last, row - 1, words, "note")
    return row + 1


def _promises(page: Page) -> list[tuple[str, str, Value]]:
    """Who promises money and who promises tokens, with the formula of a year of it, as promised."""
    found: list[tuple[str, str, Value]] = []
    schedule, comparison = page.book.schedule, page.book.comparison
    for offer, (name, line) in enumerate(comparison.token_lines.items(), 1):
        own, years = f"{schedule.range('number')},{offer}", literal(comparison.valuations[name].years)
        kinds = (("money", "token money", line.money.amount), ("tokens", "mtok", line.mtok))
        for kind, key, amount in kinds:
            if amount:
                found.append((name, kind, Formula(f"SUMIFS({schedule.range(key)},{own})/{years}")))
    return found


def _provider_table(page: Page, row: int, lines: Sequence[tuple[str, str, Value]], cells: list[str]) -> int:
    pen, comparison = page.pen, page.book.comparison
    heads = [
        f"{brief(name)}: {'buys' if kind == 'money' else f'costs, {comparison.currency}'}" for name, kind, _ in lines
    ]
    pen.heads(2, row, ("Provider and model", f"{comparison.currency} per M tokens", *heads), left=1)
    pen.label(2, row + 1, "promised a year", "label quiet")
    for column, (_, kind, amount) in enumerate(lines, 4):
        form = f'{WHOLE.split(";")[0]}" {comparison.currency}"' if kind == "money" else MTOK
        pen.put(column, row + 1, amount, "number quiet", form)
    for line, (found, cell) in enumerate(zip(comparison.model_prices, cells, strict=True), row + 2):
        later = found.from_on is not None
        words = f"   from {say.day(found.from_on)}, announced" if found.from_on else found.model
        pen.label(2, line, words, "label quiet" if later else "label")
        rate = page.book.prices.rate(found.per_mtok.currency, comparison.currency)
        pen.put(3, line, Formula(f"{cell}*(1+{PRICE_CHANGE}){rate}"), "number", TOKEN_PRICE)
        for column, (name, kind, _) in enumerate(lines, 4):
            if kind == "money" and not comparison.may_spend(name, found.model):
                pen.put(column, line, "-", "right")
                continue
            promised, price = f"{at(column, row + 1)[: -len(str(row + 1))]}${row + 1}", f"$C{line}"
            buys = Formula(f'IF({price}=0,"unlimited",{promised}/{price})')
            costs = Formula(f"{promised}*{price}")
            pen.put(column, line, *((buys, "number", MTOK) if kind == "money" else (costs, "number", WHOLE)))
    return row + 2 + len(cells)
