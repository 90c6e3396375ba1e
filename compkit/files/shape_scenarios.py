"""Shape of a named what-if."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..market.moves import IndexDrift, ShareMove, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from ..market.scenarios import Scenario
from .fields import Day, Flag, Leaf, Model, Number, Rate, Sum, Text, parse_number, parse_rate
from .places import Place
from .structure import Either, key

_LEVEL = {"type": ["string", "number"]}


def _parse_level(value: object) -> Decimal | Sum:
    """A change of a share price, ``-50 %``, or another price, ``200.00``."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return parse_rate(value)
    return Sum(parse_number(value))


Level = Annotated[Decimal | Sum, Leaf(_parse_level, str, _LEVEL)]
Levels = Annotated[Decimal | dict[Text, Level], Either(Leaf(parse_rate, str, _LEVEL), dict[Text, Level])]


@frozen(kw_only=True)
class ScenarioShape:
    """A named what-if: what it moves."""

    token_prices: Rate | None = key("Token prices up or down, such as +30 % or -40 %.", None)
    from_: Day | None = key("First day of that change.", None)
    provider: Text | None = key("Only this provider's prices.", None)
    token_prices_a_year: Rate | None = key("Token prices drift by this much a year.", None)
    model: Model | None = key("The same tokens on another model.", None)
    per_mtok: Number | None = key("Every kind of token at one price, in US dollars per million.", None)
    shares: Levels | None = key("Share prices by symbol: -50 % or 200.00; or one change for all.", None)
    share_growth: Rate | None = key("Another growth a year of all shares.", None)
    indices_a_year: Rate | None = key("Indices that allowances follow go on by this much a year.", None)
    source: Text = key("Where the assumption comes from.", "")
    announced: Flag | None = key("Whether announced price changes apply.", None)

    def build(self, here: Place, name: str) -> Any:
        """The scenario: another model first, then its level, then changes."""
        if self.token_prices is None:
            for term in ("from", "provider"):
                if here.at(term).data is not None:
                    here.at(term).refuse("goes with token_prices, and only there")
        moves = tuple(self._moves(here))
        return here.make(Scenario, name=name, moves=moves, announced=self.announced, source=self.source)

    def _moves(self, here: Place) -> Iterator[Any]:
        if self.model is not None:
            yield here.make(UseModel, model=self.model)
        if self.per_mtok is not None:
            yield here.make(TokenPriceLevel, per_mtok=self.per_mtok)
        if self.token_prices is not None:
            keys = {"rate": "token_prices", "from_on": "from"}
            change = {"rate": self.token_prices, "from_on": self.from_, "provider": self.provider}
            yield here.make(TokenPriceChange, keys, **change)
        if self.token_prices_a_year is not None:
            yield here.make(TokenPriceDrift, {"rate": "token_prices_a_year"}, rate=self.token_prices_a_year)
        if self.indices_a_year is not None:
            yield here.make(IndexDrift, {"rate": "indices_a_year"}, rate=self.indices_a_year)
        yield from self._share_moves(here)

    def _share_moves(self, here: Place) -> Iterator[Any]:
        place = here.at("shares")
        if isinstance(self.shares, Decimal):
            yield place.make(ShareMove, rate=self.shares)
        elif self.shares is not None:
            for symbol, level in self.shares.items():
                rate, price = (level, None) if isinstance(level, Decimal) else (None, level.amount)
                yield place.at(symbol).make(ShareMove, symbol=symbol, rate=rate, price=price)
        if self.share_growth is not None:
            yield here.make(ShareMove, {"growth_rate": "share_growth"}, growth_rate=self.share_growth)
