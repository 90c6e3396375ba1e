"""What an offer promises in tokens, in parts that are priced alike, and formulas over their rows of the schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from ...pay.allowance import TokenAllowance
from ...pay.baskets import Basket, TokenMix
from ...pay.entitlements import Entitlement
from ...pay.rules import BetterOfBoth, Collar
from ...pay.units import TokenClaim, TokenMoney
from ...valuation.tokenline import basket_of, token_rows_of
from .inputs import PRICE_CHANGE
from .pen import absolute, at, literal
from .prices import SHEET as PRICES

if TYPE_CHECKING:
    from .book import Book

MOST_MODELS = 10
"""Models to show where none is compared."""


@frozen(kw_only=True)
class Part:
    """Releases of one allowance that are priced alike.

    Attributes:
        offer: Number of the offer, from 1.
        allowance: Whose.
        row: One of its rows.
        basket: Models that it names on these days; None if none.
        mix: How its tokens split by kind.
        day: Number of the day from which its prices hold; see `PriceTable.days`.
        first: Day of the first release.
        last: Day of the last release.
        is_whole: Whether it is all of the allowance.
    """

    offer: int
    allowance: TokenAllowance
    row: Entitlement
    basket: Basket | None
    mix: TokenMix
    day: int
    first: date
    last: date
    is_whole: bool

    @property
    def is_money(self) -> bool:
        """Whether money is promised, not a quantity."""
        return isinstance(self.row.unit, TokenMoney)

    @property
    def is_bounded(self) -> bool:
        """Whether its rule bounds the price at which a promised quantity settles."""
        unit = self.row.unit
        bounds = isinstance(unit, TokenClaim) and isinstance(unit.rule, (Collar, BetterOfBoth))
        return bounds and unit.basis_per_mtok is not None  # type: ignore[union-attr]

    def may_use(self, model: str) -> bool:
        """Whether it may be spent on a model."""
        return self.allowance.is_good_at(model)

    def ratio(self, model: str) -> str:
        """What a model's tokens count for each promised one, as a factor; only where it took another's place."""
        if self.basket is None or self.basket.models != (model,) or self.basket.parts[0].work_ratio == 1:
            return ""
        return f"*{literal(self.basket.parts[0].work_ratio)}"


def parts_of(book: Book, offer: int) -> list[Part]:
    """The parts of an offer's tokens, in order of their first release."""
    valuation = book.comparison.valuations[book.names[offer - 1]]
    own = {allowance.name: allowance for allowance in valuation.package.tokens}
    found: dict[tuple[str, Basket | None, int], list[Entitlement]] = {}
    for row in token_rows_of(valuation):
        assert row.on is not None  # rows that wait for an event are not valued
        found.setdefault((row.name, basket_of(row, own[row.name]), book.prices.day_number(row.on)), []).append(row)
    names = [name for name, _, _ in found]
    return [
        Part(
            offer=offer,
            allowance=own[name],
            row=rows[0],
            basket=basket,
            mix=book.comparison.mix if basket is None else basket.mix,
            day=day,
            first=min(row.on for row in rows if row.on),
            last=max(row.on for row in rows if row.on),
            is_whole=names.count(name) == 1,
        )
        for (name, basket, day), rows in found.items()
    ]


def models_of(book: Book) -> list[str]:
    """The models compared that have a price, or the first to choose from where none is compared."""
    known = {found.model for found in book.comparison.model_prices}
    chosen = [choice.model for choice in book.prices.choices[:MOST_MODELS]]
    return [model for model in book.comparison.models if model in known] or chosen


def price_of(book: Book, model: str, part: Part) -> str:
    """Today's price of a million of a part's tokens on a model."""
    table = book.prices
    for offset, choice in enumerate(table.choices, 1):
        if choice.model == model:
            column = table.choice_column("list", part.day, part.mix)
            return f"{PRICES}!{absolute(at(column, table.choice_top + offset))}"
    day = table.days[part.day]
    held = [f for f in book.comparison.model_prices if f.model == model and (f.from_on or day) <= day]
    found = max(held, key=lambda f: f.row.from_on) if table.market.announced else held[0]
    rate = table.rate(found.per_mtok.currency, book.comparison.currency)
    return f"({table.price_cell(found.row, part.mix)}*(1+{PRICE_CHANGE}){rate})"


class PartRows:
    """Formulas over the schedule's rows of one part, whose name stands in a cell."""

    def __init__(self, book: Book, part: Part, name: str) -> None:
        """The rows of a part.

        Args:
            book: The workbook.
            part: The part.
            name: Cell with the name of its allowance.
        """
        keys = ("name", "on", "years", "quantity", "cost price", "token money", "mtok", "floor", "cap")
        self._cells = {key: book.schedule.range(key, part.offer) for key in keys}
        self._years = literal(book.comparison.valuations[book.names[part.offer - 1]].years)
        self._rows = "*".join(self._tests(part, name))

    def _tests(self, part: Part, name: str) -> Iterator[str]:
        yield f"({self._cells['name']}={name})"
        if not part.is_whole:
            for sign, day in ((">=", part.first), ("<=", part.last)):
                yield f"({self._cells['on']}{sign}DATE({day.year},{day.month},{day.day}))"

    def money(self, drift: str) -> str:
        """Money a year at today's token prices: each release divided by the drift up to its day."""
        paid = f"({self._cells['token money']}<>0)*{self._cells['quantity']}*{self._cells['cost price']}"
        return f"SUMPRODUCT({self._rows}*{paid}/{self._grown(drift)})/{self._years}"

    def tokens(self, drift: str | None = None) -> str:
        """Promised tokens a year, each release times the drift up to its day where one is given."""
        grown = f"*{self._grown(drift)}" if drift else ""
        return f"SUMPRODUCT({self._rows}*{self._cells['mtok']}{grown})/{self._years}"

    def settled(self, price: str, drift: str) -> str:
        """What promised tokens cost a year, release by release, none below its least price and none above its most.

        Args:
            price: Formula of today's price of a million.
            drift: Cell of the drift a year.
        """
        grown = f"({price})*{self._grown(drift)}"
        return f"SUMPRODUCT({self._rows}*{self._cells['mtok']}*{self._clipped(grown)})/{self._years}"

    def got(self, price: str, drift: str) -> str:
        """Tokens a year that the settled money buys at the same price."""
        grown = f"({price})*{self._grown(drift)}"
        return f"SUMPRODUCT({self._rows}*{self._cells['mtok']}*{self._clipped(grown)}/({grown}))/{self._years}"

    def _clipped(self, price: str) -> str:
        """A price between the row's least and most, where it has them; row by row, which MIN and MAX are not."""
        floor, cap = self._cells["floor"], self._cells["cap"]
        low = f"({price}<{floor})*({floor}-{price})"
        return f'({price}+{low}-({price}>{cap})*({cap}<>"")*({price}-{cap}))'

    def _grown(self, drift: str) -> str:
        return f"(1+{drift})^{self._cells['years']}"
