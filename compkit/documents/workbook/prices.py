"""Token prices of the workbook: where each stands on its sheet, and formulas of what the tokens of a promise cost.

Everything is known before anything is written: mixes, the models to choose from, price rows, and the baskets of all
promises. So a formula on any sheet can say where a price stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from attrs import evolve, frozen

from ...errors import MissingFact
from ...market.market import Market, Stage
from ...market.moves import TokenPriceChange
from ...market.prices import RateCard, TokenPrice
from ...market.scenarios import Scenario
from ...money import EXACT
from ...pay.baskets import Basket, BasketPart, TokenMix
from ...pay.units import CapacityShare, TokenClaim
from ...valuation.compare import Comparison
from .inputs import AS_PROMISED, MODEL, PRICE_CHANGE
from .pen import at, literal
from .pricescope import candidates, days, mixes, token_days

SHEET = "Prices"
FIRST_KIND, KIND_COUNT = 3, 5
OWN_ROWS = 12
"""Rows in which a reader can enter models of their own."""
_GAP = 4


@frozen
class CardRow:
    """A rate card in the table: ``base`` rows carry the prices of the mixes, the rows under them what they add."""

    price: TokenPrice
    card: RateCard
    kind: str


@frozen
class BasketRow:
    """What a million tokens of a promise cost, from a day on.

    Attributes:
        market: Of the offer.
        basket: Of the promise.
        on: A day on which the price holds.
        stage: ``list`` or ``contract``.
        currency: In which it is stated.
    """

    market: Market
    basket: Basket
    on: date
    stage: Stage
    currency: str


@frozen
class Choice:
    """A model that the tokens can be moved to, with the row of its price on each day from which another one holds."""

    model: str
    rows: dict[tuple[Stage, int], TokenPrice]


class PriceTable:
    """Every price that the workbook uses, with its place on the sheet."""

    def __init__(self, comparison: Comparison) -> None:
        """Collects the prices of a comparison."""
        self.comparison = comparison
        self.market = comparison.baseline.market
        self._still = evolve(self.market, moves=())  # kept, for its id stands in keys
        self.mixes = list(dict.fromkeys(mixes(comparison)))
        self.cards: list[CardRow] = []
        self.baskets: list[BasketRow] = []
        self._rows: dict[TokenPrice, int] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self._follows: dict[tuple[int, Basket, date, Stage], Decimal] = {}
        self.currencies = list(dict.fromkeys([comparison.currency, *self._settled_in()]))
        self._candidates = candidates(comparison)
        self.days = days(comparison, self._candidates)
        self.choices = list(self._choices()) if self._moves_anything() else []
        for row in (row for choice in self.choices for row in choice.rows.values()):
            self._card(row)
        for found in comparison.model_prices if "tokens" in comparison.components else ():
            self._card(found.row)
        for valuation in comparison.valuations.values():
            for line in valuation.lines:
                if isinstance(line.row.unit, (TokenClaim, CapacityShare)):
                    for stage in STAGES:
                        self.basket(valuation.market, line.row.unit, line.row.on or line.row.earned[0], stage)

    def _moves_anything(self) -> bool:
        """Whether any offer promises tokens, so that another model changes what they cost or what their money buys."""
        return "tokens" in self.comparison.components

    # the models to choose from

    def _settled_in(self) -> Iterator[str]:
        """Currencies in which promises of tokens are settled."""
        units = (line.row.unit for v in self.comparison.valuations.values() for line in v.lines)
        yield from (self.currency_of(unit) for unit in units if isinstance(unit, (TokenClaim, CapacityShare)))

    def _choices(self) -> Iterator[Choice]:
        last = max(token_days(self.comparison), default=self.market.as_of)
        for model in self._candidates:
            retires_on = self.market.book.retires_on(model)
            if retires_on is not None and retires_on <= last:
                continue  # it is sold no longer when the last tokens come
            try:
                rows = {(stage, n): self._row(model, n, stage) for stage in STAGES for n in range(len(self.days))}
            except MissingFact:
                continue  # no price for a mix or a currency: it cannot be chosen
            yield Choice(model, rows)

    def _row(self, model: str, number: int, stage: Stage) -> TokenPrice:
        """The price row of a model from a day on; refused where a mix cannot be priced or converted."""
        on = self.days[number]
        for mix in self.mixes:
            price = self._still.token_price(Basket.of(model, mix), on, stage=stage)
            for currency in self.currencies:
                self.market.convert(price, currency)
        return self._still.token_row(model, on, stage)

    # places: mixes, choices, baskets, cards, rows of one's own; each below the one before

    @property
    def mix_top(self) -> int:
        """First row of the mixes."""
        return 5

    @property
    def choice_top(self) -> int:
        """First row of the models to choose from; the first of them is no model, but what is promised."""
        return self.mix_top + len(self.mixes) + _GAP

    @property
    def choice_count(self) -> int:
        """Rows to choose from: as promised, models, and one's own."""
        return 1 + len(self.choices) + OWN_ROWS if self.choices else 0

    @property
    def basket_top(self) -> int:
        """First row of what promises cost."""
        return self.choice_top + self.choice_count + (_GAP if self.choices else 0)

    @property
    def card_top(self) -> int:
        """First row of the rate cards."""
        return self.basket_top + len(self.baskets) + (_GAP if self.baskets else 0)

    @property
    def own_top(self) -> int:
        """First row of one's own rate cards."""
        return self.card_top + len(self.cards) + _GAP

    @property
    def mix_column(self) -> int:
        """Column of the first mix's price in the table of rate cards."""
        return FIRST_KIND + KIND_COUNT

    @property
    def models_formula(self) -> str:
        """The list of models to choose from; empty where none changes anything."""
        if not self.choices:
            return ""
        return f"{SHEET}!$A${self.choice_top}:$A${self.choice_top + self.choice_count - 1}"

    def price_cell(self, row: TokenPrice, mix: TokenMix, *, sheet: bool = True) -> str:
        """The cell with the price of a mix at a row's rates, before any change."""
        letter = at(self.mix_column + self.mixes.index(mix), 1)[:-1]
        return f"{SHEET + '!' if sheet else ''}${letter}${self.card_top + self._rows[row]}"

    def choice_column(self, stage: Stage, number: int, mix: TokenMix, currency: str | None = None) -> int:
        """Column of the models to choose from, by stage, day, mix and currency; the comparison's if None."""
        place = self.currencies.index(currency or self.comparison.currency) * len(STAGES) + STAGES.index(stage)
        return 2 + (place * len(self.days) + number) * len(self.mixes) + self.mixes.index(mix)

    @property
    def choice_columns(self) -> Iterator[tuple[str, Stage, int, TokenMix]]:
        """Currency, stage, day and mix of each column of the models to choose from."""
        return product(self.currencies, STAGES, range(len(self.days)), self.mixes)

    def basket(self, market: Market, unit: TokenClaim | CapacityShare, on: date, stage: Stage) -> str:
        """The cell with what a million tokens of a promise cost on a day, in its currency, as the inputs have it."""
        currency = self.currency_of(unit)
        return f"{SHEET}!$C${self.basket_top + self._basket(BasketRow(market, unit.basket, on, stage, currency))}"

    def currency_of(self, unit: TokenClaim | CapacityShare) -> str:
        """The currency in which a promise is settled: that of its price basis, or the comparison's."""
        has_basis = isinstance(unit, TokenClaim) and unit.basis_per_mtok is not None
        return unit.currency if has_basis else self.comparison.currency  # type: ignore[union-attr]

    # collecting

    def _card(self, price: TokenPrice) -> None:
        if price in self._rows:
            return
        self._rows[price] = len(self.cards)
        self.cards.append(CardRow(price, price.card, "base"))
        if price.tiers and any(mix.long_context_share for mix in self.mixes):
            tier = price.tiers[0]
            self.cards.append(CardRow(price, tier.card.over(price.card), f"above {tier.above_tokens:,}"))
        if price.batch and any(mix.batch_share for mix in self.mixes):
            self.cards.append(CardRow(price, price.batch, "batch"))

    def _basket(self, row: BasketRow) -> int:
        """The number of a basket's row; days that are priced alike share one."""
        market, moved = row.market, bool(row.market.moves)
        rows = () if moved else tuple(market.token_row(part.model, row.on, row.stage) for part in row.basket.parts)
        key = (id(market), row.basket, row.on if moved else rows, row.stage, self.day_number(row.on), row.currency)
        if key not in self._known:
            self._known[key] = len(self.baskets)
            self.baskets.append(row)
            for price in rows:
                self._card(price)
        return self._known[key]

    def day_number(self, on: date) -> int:
        """From which of the days a day is priced."""
        return max(n for n, day in enumerate(self.days) if day <= on or not n)

    # formulas of the sheet itself

    def basket_formula(self, row: BasketRow) -> str:
        """What a million tokens of a promise cost: at its own models, or all of them at the model chosen."""
        promised = self._promised(row)
        if not self.choices:
            return promised
        day = self.day_number(row.on)
        column = at(self.choice_column(row.stage, day, row.basket.mix, row.currency), 1)[:-1]
        first, last = self.choice_top, self.choice_top + self.choice_count - 1
        chosen = f"INDEX(${column}${first}:${column}${last},MATCH({MODEL},$A${first}:$A${last},0))"
        return f'IF({MODEL}="{AS_PROMISED}",{promised},{chosen})'

    def _promised(self, row: BasketRow) -> str:
        if row.market.moves:
            price = row.market.token_price(row.basket, row.on, stage=row.stage)
            follows = _change(self._following(row.market, row.basket, row.on, row.stage))
            return f"{literal(price.amount)}{follows}{self.rate(price.currency, row.currency)}"
        parts = [self._part(row, part) for part in row.basket.parts]
        return parts[0] if len(parts) == 1 else "+".join(parts)

    def _part(self, row: BasketRow, part: BasketPart) -> str:
        price = row.market.token_row(part.model, row.on, row.stage)
        tokens = part.share * part.work_ratio
        times = "" if tokens == 1 else f"{literal(tokens)}*"
        follows = self._following(row.market, Basket.of(part.model, part.mix), row.on, row.stage)
        cell = self.price_cell(price, part.mix, sheet=False)
        return f"{times}{cell}{_change(follows)}{self.rate(price.currency, row.currency)}"

    def choice_formula(self, choice: Choice, currency: str, stage: Stage, number: int, mix: TokenMix) -> str:
        """What a million tokens of a mix cost at a model that can be chosen."""
        price = choice.rows[stage, number]
        follows = self._following(self._still, Basket.of(choice.model, mix), self.days[number], stage)
        cell = self.price_cell(price, mix, sheet=False)
        return f"{cell}{_change(follows)}{self.rate(price.currency, currency)}"

    def rate(self, currency: str, target: str) -> str:
        """What turns an amount of one currency into another: the input of the baseline's exchange rate."""
        if currency == target:
            return ""
        fact = self.market.rate_fact(currency, target)
        return f"{'*' if fact.base == currency else '/'}rate_{fact.base}_{fact.quote}"

    def _following(self, market: Market, basket: Basket, on: date, stage: Stage) -> Decimal:
        key = (id(market), basket, on, stage)
        if key not in self._follows:
            self._follows[key] = following(market, basket, on, stage)
        return self._follows[key]


STAGES: tuple[Stage, ...] = ("list", "contract")


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


def model_cells(table: PriceTable, comparison: Comparison) -> list[str]:
    """The price cells of the compared models, announced ones in their place."""
    return [table.price_cell(found.row, comparison.mix) for found in comparison.model_prices]
