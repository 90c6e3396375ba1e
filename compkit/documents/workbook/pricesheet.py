"""The sheet of token prices: mixes, models to choose from, what promises cost, and every rate card with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ...market.market import Stage
from ...market.prices import KINDS
from ...pay.baskets import TokenMix
from .inputs import AS_PROMISED, PRICE_CHANGE
from .pen import Formula, Pen, Value, absolute, at
from .prices import FIRST_KIND, KIND_COUNT, OWN_ROWS, SHEET, CardRow, PriceTable
from .styles import DAY, PERCENT, TOKEN_PRICE

if TYPE_CHECKING:
    from .book import Book

_KIND_WORDS = ("Fresh input", "Cache write, 5 min", "Cache write, 1 hour", "Cache read", "Output")
_AFTER = ("Currency", "State", "From", "Before", "Source", "Checked on")
_STAYS = (
    "The token price change moves list prices and discounts of them; what a contract states or locks stays, "
    "a lock with a ratchet too."
)


def write(book: Book, sheet: Worksheet) -> None:
    """Write every section from top to bottom."""
    table = book.prices
    pen = Pen(sheet)
    after = table.mix_column + len(table.mixes)
    columns = max(after + len(_AFTER), 2 + len(list(table.choice_columns)))
    pen.widths([36, 22, *[12.5] * (columns - 2)])
    pen.widths([30], start=after + _AFTER.index("Source"))
    pen.put(1, 1, "Token prices, money per million tokens", "title")
    pen.put(1, 2, "Rates by kind of token, and what a million tokens of a mix come to. Blank is unknown.", "quiet")
    pen.put(1, 3, _STAYS, "quiet")
    _mixes(table, pen)
    if table.choices:
        _choices(table, pen)
    if table.baskets:
        _baskets(table, pen)
    _cards(table, pen)
    if table.choices:
        _own(book, table, pen)
    sheet.freeze_panes = at(2, 5)
    pen.page(landscape=True, titles="1:3", paper=book.paper)


def _mixes(table: PriceTable, pen: Pen) -> None:
    heads = ("Mix: shares of all tokens", "", *_KIND_WORDS, "Sum", "Batch share", "Long-context share", "Source")
    pen.heads(1, table.mix_top - 1, heads, left=2, after=(10,))
    for row, mix in enumerate(table.mixes, table.mix_top):
        pen.label(1, row, mix.name)
        shares: list[Value] = list(mix.shares().values())
        pen.row(FIRST_KIND, row, shares, "right", PERCENT)
        kinds = f"{at(FIRST_KIND, row)}:{at(FIRST_KIND + KIND_COUNT - 1, row)}"
        pen.put(FIRST_KIND + KIND_COUNT, row, Formula(f"SUM({kinds})"), "right", PERCENT)
        pen.row(FIRST_KIND + KIND_COUNT + 1, row, [mix.batch_share, mix.long_context_share], "right", PERCENT)
        pen.put(FIRST_KIND + KIND_COUNT + 3, row, mix.source, "after")


# models to choose from


def _choices(table: PriceTable, pen: Pen) -> None:
    """One row a model, with its price in the comparison's currency, list and contract, by mix and day."""
    top = table.choice_top
    unit = f"{', '.join(table.currencies)} per million tokens, after the price change"
    pen.put(1, top - 2, f"Models to choose from on Compare ({unit}); your own, entered below, join them", "section")
    pen.heads(1, top - 1, ("Provider and model", *_choice_heads(table)), left=1)
    pen.put(1, top, AS_PROMISED, "label")
    for row, choice in enumerate(table.choices, top + 1):
        pen.label(1, row, choice.model)
        for column in table.choice_columns:
            _choice(table, pen, row, column, table.choice_formula(choice, *column))
    home = table.comparison.currency
    for offset in range(OWN_ROWS):
        row, own = top + 1 + len(table.choices) + offset, table.own_top + offset
        pen.put(1, row, Formula(f'IF($A${own}="","",$A${own})'), "label")
        for column in table.choice_columns:
            cell = absolute(at(table.mix_column + table.mixes.index(column[3]), own))
            price = f"{cell}*(1+{PRICE_CHANGE}){table.rate(home, column[0])}"
            _choice(table, pen, row, column, f'IF($A${own}="","",{price})')


def _choice(table: PriceTable, pen: Pen, row: int, column: tuple[str, Stage, int, TokenMix], formula: str) -> None:
    """The price of one model in one column."""
    currency, stage, number, mix = column
    pen.put(table.choice_column(stage, number, mix, currency), row, Formula(formula), "right", TOKEN_PRICE)


def _choice_heads(table: PriceTable) -> Iterator[str]:
    for currency, stage, number, mix in table.choice_columns:
        since = f"\nfrom {table.days[number]}" if len(table.days) > 1 else ""
        unit = f", {currency}" if len(table.currencies) > 1 else ""
        yield f"{stage.capitalize()}{unit},\n{mix.name}{since}"


# what promises cost


def _baskets(table: PriceTable, pen: Pen) -> None:
    top = table.basket_top
    words = "What a million tokens of each promise cost now: at its own models, or at the one chosen"
    pen.put(1, top - 2, words, "section")
    pen.heads(1, top - 1, ("Models", "Stage and day", "Price", "Currency"), left=2, after=(3,))
    for row, entry in enumerate(table.baskets, top):
        pen.label(1, row, entry.basket.label)
        day = table.days[table.day_number(entry.on)]
        since = f", from {day}" if len(table.days) > 1 else ""
        moved = f", {entry.market.name} on {entry.on}" if entry.market.moves else ""
        pen.label(2, row, f"{entry.stage}{since}{moved}")
        pen.put(3, row, Formula(table.basket_formula(entry)), "right", TOKEN_PRICE)
        pen.put(4, row, entry.currency, "after")


# rate cards


def _heads(table: PriceTable) -> tuple[str, ...]:
    mixes = tuple(f"Million of\n{mix.name}" for mix in table.mixes)
    return ("Provider and model", "Card", *_KIND_WORDS, *mixes, *_AFTER)


def _cards(table: PriceTable, pen: Pen) -> None:
    pen.put(1, table.card_top - 2, "Rate cards: list, contract and own factory, with source and day", "section")
    pen.heads(1, table.card_top - 1, _heads(table), left=2, after=(FIRST_KIND + KIND_COUNT + len(table.mixes) + 3,))
    for row, entry in enumerate(table.cards, table.card_top):
        _card(table, pen, row, entry)


def _card(table: PriceTable, pen: Pen, row: int, entry: CardRow) -> None:
    price = entry.price
    base = entry.kind == "base"
    pen.label(1, row, price.model if base else "", "label")
    pen.label(2, row, f"{price.stage}, {entry.kind}")
    rates: list[Value] = [getattr(entry.card, kind) for kind in KINDS]
    pen.row(FIRST_KIND, row, rates, "right", TOKEN_PRICE)
    for offset, mix in enumerate(table.mixes):
        formula = _mixed(table, row, mix, offset, entry)
        pen.put(table.mix_column + offset, row, Formula(formula), "right", TOKEN_PRICE)
    after = table.mix_column + len(table.mixes)
    announced = price.announced or price.from_on > table.market.as_of
    pen.put(after, row, price.currency, "right")
    pen.put(after + 1, row, "announced" if announced else "in force", "label tokens" if announced else "right")
    pen.row(after + 2, row, [price.from_on, price.until_on], "right", DAY)
    pen.label(after + 4, row, price.stated_by, "after wrapped")
    pen.put(after + 5, row, price.checked_on, "right", DAY)


def _mixed(table: PriceTable, row: int, mix: TokenMix, offset: int, entry: CardRow | None) -> str:
    """The mix at the row's own rates; a base row adds long context and batch by their shares of the tokens."""
    mix_row = table.mix_top + table.mixes.index(mix)
    first, last = at(FIRST_KIND, 1)[:-1], at(FIRST_KIND + KIND_COUNT - 1, 1)[:-1]
    rates, shares = f"${first}{row}:${last}{row}", f"${first}${mix_row}:${last}${mix_row}"
    unknown = f'SUMPRODUCT(({rates}="")*({shares}>0))>0'
    base = f"SUMPRODUCT({rates},{shares})"
    if entry is not None and entry.kind == "base":
        letter, below = at(table.mix_column + offset, 1)[:-1], row
        batch, long = (at(FIRST_KIND + KIND_COUNT + n, mix_row) for n in (1, 2))
        if entry.price.tiers and any(other.long_context_share for other in table.mixes):
            below += 1
            if mix.long_context_share:
                base = f"{base}+{absolute(long)}*({letter}{below}-{base})"
        if mix.batch_share:
            if entry.price.batch is None:
                return '"unknown"'
            base = f"({base})+{absolute(batch)}*({letter}{below + 1}-({base}))"
    return f'IF({unknown},"unknown",{base})'


def _own(book: Book, table: PriceTable, pen: Pen) -> None:
    """Empty rows in which a reader enters models of their own, which then can be chosen."""
    top = table.own_top
    unit = f"{table.comparison.currency} per million"
    words = f"Your own models: name and rates in {unit}; they join the list to choose from"
    pen.put(1, top - 2, words, "section")
    pen.heads(1, top - 1, ("Provider and model", "Where it comes from", *_KIND_WORDS, *_own_heads(table)), left=2)
    for row in range(top, top + OWN_ROWS):
        for column in range(1, FIRST_KIND + KIND_COUNT):
            pen.put(column, row, None, "input", "General" if column < FIRST_KIND else TOKEN_PRICE)
        for offset, mix in enumerate(table.mixes):
            formula = _mixed(table, row, mix, offset, None)
            pen.put(table.mix_column + offset, row, Formula(f'IF($A{row}="","",{formula})'), "right", TOKEN_PRICE)


def _own_heads(table: PriceTable) -> Iterator[str]:
    return (f"Million of\n{mix.name}" for mix in table.mixes)


__all__ = ["SHEET", "write"]
