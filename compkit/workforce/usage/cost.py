"""Cost of an export, recomputed from its tokens and the price of each row's day, beside what was billed.

Rows are sums of requests, and nobody knows how long each request was: long-context prices, which hold for single
requests, are not applied. Batch, priority and flex rows have the price of their class. Unknown is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import CurrencyMismatch, InvalidValue, UnknownModel
from ...market.prices import KINDS, PriceBook, RateCard, TokenPrice
from ...money import EXACT, Money
from .export import UsageExport, exact_total, in_units, stated_total

if TYPE_CHECKING:
    import pandas as pd

_SMALL = 2**62
"""Products below this fit 64 bits."""
_PLACES = 3
"""Decimal places from a price of a million tokens to billionths of one token."""


@frozen(kw_only=True)
class ModelCost:
    """What a model's use was billed at, and what it comes to by a price book.

    Attributes:
        model: ``provider/model``, or as the source says.
        rows: Rows of use.
        tokens: Tokens, of all kinds.
        billed: What the source states; None if it states nothing.
        cost: Recomputed, of the rows that have a price; None if none has.
        unpriced: Rows without a price, by the reason why.
        difference: Billed less recomputed; None where a row has no price, or where only some of the rows are billed.
    """

    model: str
    rows: int
    tokens: int
    billed: Money | None
    cost: Money | None
    unpriced: Mapping[str, int]
    difference: Money | None


@frozen(kw_only=True, eq=False)
class Recomputed:
    """Costs of an export by a price book, at base rates.

    Attributes:
        cost: A value for each row of the export's frame, in billionths of its currency; missing where unknown.
        by_model: The same by model, dearest first.
        currency: ISO 4217 code.
    """

    cost: pd.Series[Any] = field(repr=False)
    by_model: tuple[ModelCost, ...]
    currency: str

    @property
    def total(self) -> Money:
        """The cost of all rows that have a price."""
        return in_units(exact_total(self.cost), self.currency)


@frozen
class TokenRate:
    """Prices of one model, day and service class.

    Attributes:
        per_token: By kind, in billionths of a token; None is unknown.
        reason: Why there is none, in words; empty if there is one.
    """

    per_token: tuple[Decimal | None, ...] = (None,) * len(KINDS)
    reason: str = ""


_MONEY_ALONE = "states money and no tokens"


def recomputed_cost(export: UsageExport, book: PriceBook, *, aliases: Mapping[str, str] | None = None) -> Recomputed:
    """What the tokens of an export cost by a price book, beside what was billed.

    ``sum(tokens of a kind * its price per million) / 1,000,000`` by row, rounded half up to a billionth. Sums of such
    rows are exact, whatever their order.

    Args:
        export: The usage.
        book: Token prices.
        aliases: Model of the book by model of the export, where their names differ.

    Raises:
        CurrencyMismatch: If a price is in another currency than the export.
    """
    frame = export.frame
    combos, rates = _rates(export, book, aliases or {})
    cost = _costs(frame, combos, rates)
    reasons = _reasons(frame, combos, rates, cost)
    by_model = sorted(_by_model(export, cost, reasons), key=lambda one: (-_size(one), one.model))
    return Recomputed(cost=cost, by_model=tuple(by_model), currency=export.currency)


def _size(one: ModelCost) -> Decimal:
    known = [money.amount for money in (one.billed, one.cost) if money is not None]
    return max(known, default=Decimal(0))


def _rates(export: UsageExport, book: PriceBook, aliases: Mapping[str, str]) -> tuple[Any, list[TokenRate]]:
    """Number of the rate of each row, and the rates: a price is looked up once a model, day and service class."""
    frame = export.frame
    groups = frame.groupby(["model", "on", "service"], observed=True, sort=False)
    rates = []
    for model, on, service in groups.size().index:
        rates.append(token_rate(book, aliases.get(model, model), on.date(), service, export.currency))
    return groups.ngroup().to_numpy(), rates


def token_rate(book: PriceBook, model: str, on: Any, service: str, currency: str) -> TokenRate:
    """Prices of a model on a day in a class of service, or why there are none."""
    try:
        row = book.price(model, on)
    except UnknownModel:
        known = model in book.by_model
        return TokenRate(reason="has no price that day" if known else "is no model of the price book")
    if row.currency != currency:
        raise CurrencyMismatch(row.currency, currency)
    card = _card(row, service)
    if card is None:
        return TokenRate(reason=f"has no {service} price")
    prices = (getattr(card, kind) for kind in KINDS)
    return TokenRate(tuple(None if price is None else EXACT.scaleb(price, _PLACES) for price in prices))


def _card(row: TokenPrice, service: str) -> RateCard | None:
    return row.card if service == "standard" else row.classes.get(service)


def _costs(frame: pd.DataFrame, combos: Any, rates: list[TokenRate]) -> pd.Series[Any]:
    """Cost of each row: rates with the same number of decimals are one multiplication of whole numbers."""
    import numpy as np
    import pandas as pd

    tokens = frame[list(KINDS)].to_numpy()
    values = np.zeros(len(frame), dtype=np.int64)
    known = _known(tokens, combos, rates)
    known &= ~_money_alone(frame, tokens)
    places = np.array([_decimals(rate) for rate in rates], dtype=np.int64)
    for count in sorted(set(places[combos[known]].tolist())):
        at = np.flatnonzero(known & (places[combos] == count))
        values[at] = _product(tokens[at], _numerators(rates, count)[combos[at]], 10**count)
    return pd.Series(pd.arrays.IntegerArray(values, ~known), index=frame.index, name="cost")


def _known(tokens: Any, combos: Any, rates: list[TokenRate]) -> Any:
    """Rows whose kinds all have a price."""
    import numpy as np

    missing = np.array([[price is None for price in rate.per_token] for rate in rates], dtype=bool)
    missing = missing.reshape(len(rates), len(KINDS))
    reason = np.array([bool(rate.reason) for rate in rates], dtype=bool)
    return ~(reason[combos] | (missing[combos] & (tokens > 0)).any(axis=1))


def _money_alone(frame: pd.DataFrame, tokens: Any) -> Any:
    billed = frame["billed"].fillna(0).to_numpy(dtype="int64")
    return (tokens == 0).all(axis=1) & (billed != 0)


def _decimals(rate: TokenRate) -> int:
    """Decimal places of its prices of a token."""
    known = (price.normalize(EXACT).as_tuple().exponent for price in rate.per_token if price is not None)
    return max((-int(exponent) for exponent in known), default=0) if any(rate.per_token) else 0


def _numerators(rates: list[TokenRate], places: int) -> Any:
    """Prices as whole numbers, at this many places; those with more are not asked for."""
    import numpy as np

    whole = [[int(EXACT.scaleb(price or Decimal(0), places)) for price in rate.per_token] for rate in rates]
    largest = max(map(max, whole), default=0)
    return np.array(whole, dtype=np.int64 if largest < _SMALL else object).reshape(len(rates), len(KINDS))


def _product(tokens: Any, numerators: Any, divisor: int) -> Any:
    """``sum(tokens * numerators) / divisor``, half up; in Python's whole numbers where 64 bits might not hold it."""
    largest = int(tokens.max(initial=0)) * int(numerators.max(initial=0)) * len(KINDS) + divisor
    if largest >= _SMALL:
        tokens, numerators = tokens.astype(object), numerators.astype(object)
    product = (2 * (tokens * numerators).sum(axis=1) + divisor) // (2 * divisor)
    if product.dtype == object and max(product) >= 2 * _SMALL:
        cost = Decimal(max(product)).scaleb(-9)
        raise InvalidValue("cost of a row", cost, "is more than a row can hold", "look at its tokens and its price")
    return product


def _reasons(frame: pd.DataFrame, combos: Any, rates: list[TokenRate], cost: pd.Series[Any]) -> Any:
    """Why a row has no cost, empty where it has one."""
    import numpy as np

    tokens = frame[list(KINDS)].to_numpy()
    reasons = np.array([rate.reason or "has no price of a kind that it used" for rate in rates], dtype=object)
    found = reasons[combos] if len(rates) else np.array([], dtype=object)
    found[_money_alone(frame, tokens)] = _MONEY_ALONE
    found[cost.notna().to_numpy()] = ""
    return found


def _by_model(export: UsageExport, cost: pd.Series[Any], reasons: Any) -> Iterator[ModelCost]:
    columns = export.frame[["model", *KINDS, "billed"]].assign(cost=cost, reason=reasons)
    for model, rows in columns.groupby("model", observed=True):
        yield _model_cost(str(model), rows, export.currency)


def _model_cost(model: str, rows: pd.DataFrame, currency: str) -> ModelCost:
    counted = rows["reason"].value_counts()
    unpriced = {str(reason): int(count) for reason, count in counted.items() if reason}
    billed, cost = (stated_total(rows[name], currency) for name in ("billed", "cost"))
    tokens = sum(exact_total(rows[kind]) for kind in KINDS)
    return ModelCost(
        model=model,
        rows=len(rows),
        tokens=tokens,
        billed=billed,
        cost=cost,
        unpriced=unpriced,
        difference=billed - cost if billed is not None and cost is not None and _comparable(rows) else None,
    )


def _comparable(rows: pd.DataFrame) -> bool:
    """Whether the bill and the cost are of the same use: all rows are billed, or their bill stands in rows apart."""
    apart = rows["reason"] == _MONEY_ALONE
    use = rows[~apart]
    if use["cost"].isna().any():
        return False
    return bool(use["billed"].isna().all() if apart.any() else use["billed"].notna().all())
