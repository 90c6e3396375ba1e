"""Usage summed and priced: rows are summed by group and price first, and what is left is multiplied, exactly.

A price of a day holds for many rows: each model, day and service class is looked up once, and days with the same prices
are one line. Rows are sums of requests, so long-context prices are not applied, as in `usagecost`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import CurrencyMismatch, InvalidValue, UnknownModel
from ...market.market import Market, Stage
from ...market.prices import KINDS, RateCard, TokenPrice
from ...money import EXACT, add_up
from ..roster import GROUPS, Roster
from ..spending.heads import UNASSIGNED, group_names
from .export import BILLION
from .identities import Matched

if TYPE_CHECKING:
    import pandas as pd

MTOK = 10**6
"""Tokens of a price."""


@frozen(kw_only=True)
class UseLine:
    """Use of one model in one service class at one price, of one group.

    Attributes:
        group: Labels, as they were asked for.
        provider: Who sold it.
        model: ``provider/model``, or as the source says; empty where it says none.
        service: Service class.
        rows: Rows of use.
        tokens: By kind.
        billed: Money that the source states; None where it states none.
        list_card: List prices of the day; None is unknown.
        contract_card: What contracts make of them; None is unknown.
    """

    group: tuple[str, ...]
    provider: str
    model: str
    service: str
    rows: int
    tokens: Mapping[str, int] = field(hash=False)
    billed: Fraction | None
    list_card: RateCard | None
    contract_card: RateCard | None

    @property
    def count(self) -> int:
        """Tokens of all kinds."""
        return sum(self.tokens.values())

    @property
    def is_money_alone(self) -> bool:
        """Whether it states money and no tokens: a subscription, a fee, or a bill apart from its use."""
        return not self.count and bool(self.billed)

    def kind_cost(self, kind: str, stage: Stage = "list") -> Fraction | None:
        """What the tokens of a kind cost, unrounded; None where a price is needed and unknown."""
        card = self.list_card if stage == "list" else self.contract_card
        price = getattr(card, kind) if card else None
        if not self.tokens[kind]:
            return Fraction(0)
        return None if price is None else Fraction(price) * self.tokens[kind] / MTOK

    @cached_property
    def list_cost(self) -> Fraction | None:
        """What its tokens cost at list prices, unrounded; None where a price is unknown, or it states money alone."""
        return self._cost(self.list_card)

    @cached_property
    def contract_cost(self) -> Fraction | None:
        """The same at contract prices."""
        return self.list_cost if self.contract_card == self.list_card else self._cost(self.contract_card)

    def cost(self, stage: Stage = "list") -> Fraction | None:
        """What its tokens cost at list or at contract prices, unrounded; None where that is unknown."""
        return self.list_cost if stage == "list" else self.contract_cost

    def _cost(self, card: RateCard | None) -> Fraction | None:
        used = [(count, getattr(card, kind) if card else None) for kind, count in self.tokens.items() if count]
        known = [(count, price) for count, price in used if price is not None]
        if self.is_money_alone or len(known) < len(used):
            return None
        return Fraction(add_up(EXACT.multiply(price, Decimal(count)) for count, price in known)) / MTOK


def with_groups(matched: Matched, roster: Roster, columns: Sequence[str] = ("cost_center", "account")) -> pd.DataFrame:
    """Rows of use with a column ``month`` and the groups of whoever used it.

    Of use that nobody of the roster is known for, the first column is `UNASSIGNED` and the others are empty.

    Raises:
        InvalidValue: If a column is none of groups.
    """
    import pandas as pd

    frame: Any = matched.frame
    ids = frame["employee_id"].astype("category").cat
    place = pd.Index(roster.people["employee_id"]).get_indexer(ids.categories)
    found = {"month": _months(frame["on"])}
    for number, name in enumerate(columns):
        if name not in GROUPS:
            raise InvalidValue("columns", name, "is no column of groups", f"say some of {', '.join(GROUPS)}")
        own = group_names(roster, name) if number == 0 else roster.people[name].astype(str)
        found[name] = _looked_up(own.to_numpy(dtype=object), place, ids.codes.to_numpy(), number == 0)
    return frame.assign(**found)  # type: ignore[no-any-return]


def _months(days: Any) -> Any:
    """The month of each day, ``2027-01``: written once a month, not once a row."""
    import numpy as np
    import pandas as pd

    labels, number = np.unique(days.to_numpy().astype("datetime64[M]"), return_inverse=True)
    return pd.Categorical.from_codes(number, categories=pd.Index([str(label) for label in labels]))


def _looked_up(values: Any, place: Any, codes: Any, is_first: bool) -> Any:
    """The value of each row's employee: taken once an employee, as categories."""
    import numpy as np
    import pandas as pd

    nobody = UNASSIGNED if is_first else ""
    named = np.append(values, nobody)[place] if len(place) else np.array([], dtype=object)
    every = np.append(named, nobody).astype(object)
    labels, number = np.unique(every.astype(str), return_inverse=True)
    return pd.Categorical.from_codes(number[codes], categories=labels.tolist())


def use_lines(
    frame: pd.DataFrame,
    market: Market,
    *,
    by: Sequence[str] = (),
    currency: str = "USD",
    aliases: Mapping[str, str] | None = None,
) -> tuple[UseLine, ...]:
    """Rows of use as lines of one group, model, service class and price.

    Args:
        frame: Rows of use, with the columns of `by`.
        market: Prices, and contracts.
        by: Columns whose values together are a group.
        currency: Of the export.
        aliases: Model of the book by model of the export, where their names differ.

    Raises:
        CurrencyMismatch: If a price is in another currency.
        MissingFact: If a contract's discount is by volume and the expected spend is not stated.
    """
    if frame.empty:
        return ()
    prices = _Prices(market, currency, aliases or {})
    keys = ["model", "on", "service"]
    dated = frame.groupby(keys, observed=True, sort=True)
    cards = [prices.cards(str(model), on.date(), str(service)) for model, on, service in dated.size().index]
    distinct = list(dict.fromkeys(cards))
    position = {card: number for number, card in enumerate(distinct)}
    numbers = _array([position[card] for card in cards])[dated.ngroup().to_numpy()]
    return tuple(_lines(_summed(frame, list(by), numbers), len(by), distinct))


def _array(numbers: list[int]) -> Any:
    import numpy as np

    return np.array(numbers, dtype=np.int64)


_Cards = tuple[RateCard | None, RateCard | None]


@frozen
class _Prices:
    """Prices by model, day and service class, at list and under contracts."""

    market: Market
    currency: str
    aliases: Mapping[str, str]

    def cards(self, model: str, on: date, service: str) -> _Cards:
        """The two cards; None where a price is unknown."""
        name = self.aliases.get(model, model)
        return self._card(name, on, service, "list"), self._card(name, on, service, "contract")

    def _card(self, model: str, on: date, service: str, stage: Stage) -> RateCard | None:
        try:
            row: TokenPrice = self.market.token_row(model, on, stage)
        except UnknownModel:
            return None
        if row.currency != self.currency:
            raise CurrencyMismatch(row.currency, self.currency)
        return row.card if service == "standard" else row.classes[service]


def _summed(frame: pd.DataFrame, by: list[str], numbers: Any) -> Any:
    """Sums by group, model, service class and price; money in two parts, which 64 bits hold however large it is."""
    billed = frame["billed"]
    known = billed.fillna(0).astype("int64")
    high = known // BILLION
    columns = frame[[*by, "provider", "model", "service", *KINDS]].assign(
        card=numbers,
        stated=billed.notna().to_numpy(),
        alone=((frame[list(KINDS)] == 0).all(axis=1) & (known != 0)).to_numpy(),
        rows=1,
        high=high.to_numpy(),
        low=(known - high * BILLION).to_numpy(),
    )
    keys = [*by, "provider", "model", "service", "card", "stated", "alone"]
    return columns.groupby(keys, observed=True, sort=True, as_index=False)[["rows", *KINDS, "high", "low"]].sum()


def _lines(sums: Any, labels: int, cards: Sequence[_Cards]) -> Iterator[UseLine]:
    for row in sums.itertuples(index=False, name=None):
        provider, model, service, card, stated, _, rows, *counts, high, low = row[labels:]
        list_card, contract_card = cards[card]
        yield UseLine(
            group=tuple(map(str, row[:labels])),
            provider=str(provider),
            model=str(model),
            service=str(service),
            rows=int(rows),
            tokens={kind: int(count) for kind, count in zip(KINDS, counts, strict=True)},
            billed=Fraction(int(high) * BILLION + int(low), BILLION) if stated else None,
            list_card=list_card,
            contract_card=contract_card,
        )
