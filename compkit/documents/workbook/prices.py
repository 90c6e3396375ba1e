"""The sheet of token prices: every row used or compared, with its source, and the price of each mix as a formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import evolve, frozen
from openpyxl.worksheet.worksheet import Worksheet

from ...market.market import Market, Stage
from ...market.moves import TokenPriceChange
from ...market.prices import KINDS, RateCard, TokenPrice
from ...market.scenarios import Scenario
from ...money import EXACT
from ...pay.baskets import Basket, BasketPart, TokenMix
from ...valuation.compare import Comparison
from .inputs import PRICE_CHANGE
from .pen import Formula, Pen, Value, at, literal
from .styles import DAY, PERCENT, TOKEN_PRICE

SHEET = "Prices"
_KIND_WORDS = ("Fresh input", "Cache write, 5 min", "Cache write, 1 hour", "Cache read", "Output")
_HEADS = (
    "Provider and model",
    "Card",
    "Mix",
    *_KIND_WORDS,
    "Per million tokens of the mix",
    "Currency",
    "State",
    "From",
    "Before",
    "Source",
    "Checked on",
)
_FIRST_KIND, _PRICE, _SHARES = 4, 9, 5
_MIX_TOP = 5


@frozen
class _Row:
    """A rate card in the table: ``base`` rows carry the price of the mix, the rows under them what it adds."""

    price: TokenPrice
    card: RateCard
    kind: str
    mix: TokenMix


class PriceTable:
    """Price rows by the order in which they are asked for; each has its cell before the sheet is written."""

    def __init__(self, comparison: Comparison) -> None:
        """An empty table with the mixes of a comparison."""
        self._mixes = list(dict.fromkeys(_mixes(comparison)))
        self._rows: list[_Row] = []
        self._cells: dict[tuple[TokenPrice, TokenMix], str] = {}
        self._known: dict[tuple[int, Basket, date, Stage], str] = {}
        self._as_of = comparison.baseline.assumptions.as_of

    def cell(self, price: TokenPrice, mix: TokenMix) -> str:
        """The cell with the price of a mix at a row's rates."""
        key = (price, mix)
        if key not in self._cells:
            self._cells[key] = f"{SHEET}!$I${self._top + len(self._rows)}"
            self._rows += _cards(price, mix)
        return self._cells[key]

    def basket(self, market: Market, basket: Basket, on: date, stage: Stage) -> str:
        """A formula for a basket's price on a day; the price change of the inputs moves what follows list prices."""
        key = (id(market), basket, on, stage)
        if key not in self._known:
            self._known[key] = self._basket(market, basket, on, stage)
        return self._known[key]

    def _basket(self, market: Market, basket: Basket, on: date, stage: Stage) -> str:
        if market.moves:
            price = literal(market.token_price(basket, on, stage=stage).amount)
            return price + _change(following(market, basket, on, stage))
        shares = {part: following(market, Basket.of(part.model, part.mix), on, stage) for part in basket.parts}
        together = len(set(shares.values())) == 1
        parts = [
            self._part(market.token_row(part.model, on, stage), part) + ("" if together else _change(share))
            for part, share in shares.items()
        ]
        price = parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"
        return price + (_change(next(iter(shares.values()))) if together else "")

    def _part(self, price: TokenPrice, part: BasketPart) -> str:
        cell = self.cell(price, part.mix)
        tokens = part.share * part.work_ratio
        return cell if tokens == 1 else f"{literal(tokens)}*{cell}"

    @property
    def _top(self) -> int:
        return _MIX_TOP + len(self._mixes) + 4

    # the sheet

    def write(self, sheet: Worksheet, paper: int) -> None:
        """Write the mixes, then every row."""
        pen = Pen(sheet)
        pen.widths([34, 20, 15, 11, 11, 11, 11, 11, 14, 10, 12, 12, 12, 30, 12])
        pen.put(1, 1, "Token prices, money per million tokens", "title")
        words = "Rates by kind of token, and what a million tokens of a mix come to. Blank is unknown."
        pen.put(1, 2, f"{words} {_STAYS}", "quiet")
        pen.heads(
            1, _MIX_TOP - 1, ("Mix: shares of all tokens", "", "", *_KIND_WORDS, "Sum", *_MORE), left=3, after=(11,)
        )
        for offset, mix in enumerate(self._mixes):
            self._mix(pen, _MIX_TOP + offset, mix)
        pen.heads(1, self._top - 1, _HEADS, left=3, after=(13,))
        for offset, row in enumerate(self._rows):
            self._price(pen, self._top + offset, row)
        sheet.freeze_panes = at(2, _MIX_TOP)
        pen.page(landscape=True, titles=f"1:{_MIX_TOP - 1}", paper=paper)

    def _mix(self, pen: Pen, row: int, mix: TokenMix) -> None:
        pen.label(1, row, mix.name)
        shares: list[Value] = list(mix.shares().values())
        pen.row(_FIRST_KIND, row, shares, "right", PERCENT)
        pen.put(_PRICE, row, Formula(f"SUM(D{row}:H{row})"), "right", PERCENT)
        pen.row(_PRICE + 1, row, [mix.batch_share, mix.long_context_share], "right", PERCENT)
        pen.put(_PRICE + 3, row, mix.source, "after")

    def _price(self, pen: Pen, row: int, entry: _Row) -> None:
        price = entry.price
        for column, words in enumerate((price.model, f"{price.stage}, {entry.kind}", entry.mix.name), 1):
            pen.label(column, row, words)
        rates: list[Value] = [getattr(entry.card, kind) for kind in KINDS]
        pen.row(_FIRST_KIND, row, rates, "right", TOKEN_PRICE)
        pen.put(_PRICE, row, Formula(self._formula(row, entry)), "right", TOKEN_PRICE)
        announced = price.announced or price.from_on > self._as_of
        pen.put(10, row, price.currency, "right")
        pen.put(11, row, "announced" if announced else "in force", "label tokens" if announced else "right")
        pen.row(12, row, [price.from_on, price.until_on], "right", DAY)
        pen.label(14, row, price.stated_by, "after wrapped")
        pen.put(15, row, price.checked_on, "right", DAY)

    def _formula(self, row: int, entry: _Row) -> str:
        """The mix at the row's own rates; a base row adds long context and batch by their shares of the tokens."""
        mix_row = _MIX_TOP + self._mixes.index(entry.mix)
        base = f"SUMPRODUCT(D{row}:H{row},$D${mix_row}:$H${mix_row})"
        if entry.kind != "base":
            return base
        below = row
        if entry.mix.long_context_share and entry.price.tiers:
            below += 1
            base = f"{base}+$K${mix_row}*(I{below}-{base})"
        if entry.mix.batch_share and entry.price.batch:
            base = f"({base})+$J${mix_row}*(I{below + 1}-({base}))"
        return base


_STAYS = (
    "The token price change moves list prices and discounts of them; what a contract states or locks stays, "
    "a lock with a ratchet too."
)


def following(market: Market, basket: Basket, on: date, stage: Stage) -> Decimal:
    """Share of a price that moves with list prices: 1 at list, 0 of what a contract locks or states.

    Between the two where a contract states some kinds of tokens only. A lock with a ratchet counts as a lock: whether
    a list price falls below it has no cell.
    """
    if stage == "list" or not market.contracts:
        return Decimal(1)
    fixed = evolve(market, contracts=tuple(evolve(contract, ratchet=False) for contract in market.contracts))
    price = fixed.token_price(basket, on, stage=stage).amount
    doubled = Scenario(name="doubled", moves=(TokenPriceChange(rate=1),)).apply(fixed)
    twice = doubled.token_price(basket, on, stage=stage).amount
    return EXACT.divide(twice, price) - 1 if price else Decimal(1)


def _change(share: Decimal) -> str:
    """The factor by which the price change of the inputs moves a price of which a share follows it."""
    if not share:
        return ""
    return f"*(1+{PRICE_CHANGE})" if share == 1 else f"*(1+{literal(share)}*{PRICE_CHANGE})"


_MORE = ("Batch share", "Long-context share", "Source")


def _cards(price: TokenPrice, mix: TokenMix) -> Iterator[_Row]:
    """The base card, and under it the cards whose share of the mix is above 0."""
    yield _Row(price, price.card, "base", mix)
    if mix.long_context_share and price.tiers:
        yield _Row(price, price.tiers[0].card.over(price.card), f"above {price.tiers[0].above_tokens:,}", mix)
    if mix.batch_share and price.batch:
        yield _Row(price, price.batch, "batch", mix)


def _mixes(comparison: Comparison) -> Iterator[TokenMix]:
    yield comparison.mix
    for valuation in comparison.valuations.values():
        for allowance in valuation.package.tokens:
            if allowance.basket is not None:
                yield from (part.mix for part in allowance.basket.parts)


def model_cells(table: PriceTable, comparison: Comparison) -> list[str]:
    """The price cells of the compared models, announced ones in their place."""
    return [table.cell(found.row, comparison.mix) for found in comparison.model_prices]
