"""Facts with a day and a source: share prices, exchange rates and what an employer has negotiated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import between, maybe, named, not_negative, positive
from ..errors import InvalidValue
from ..money import Money, exact, is_money, known_currency, maybe_exact


def _same_currency(instance: SharePrice, attribute: Any, value: Money) -> None:
    is_money(instance, attribute, value)
    positive(instance, attribute, value)
    if value.currency != instance.price.currency:
        raise InvalidValue(
            "SharePrice.preferred", value, f"must be in the currency of the price, {instance.price.currency}"
        )


@frozen(kw_only=True)
class SharePrice:
    """The price of one share.

    Attributes:
        symbol: Ticker, or the name that offers use.
        price: Spot, a share; 0 is a price.
        on: Day of the price.
        source: Where it comes from.
        growth_rate: Growth a year, 0.05 for 5 %; None if not stated, which counts as 0 unless a growth is expected of
            all shares. Moves cost and worth, never the face.
        preferred: Of a private company, what investors last paid for a preferred share; `price` is the common share's
            (in the US, the 409A value). Shown as what is often quoted, never a value.
    """

    symbol: str = field(validator=named)
    price: Money = field(validator=[is_money, not_negative])
    on: date
    source: str = field(validator=named)
    growth_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(-1, 10)))
    preferred: Money | None = field(default=None, validator=maybe(_same_currency))


@frozen(kw_only=True)
class ExchangeRate:
    """What one unit of a currency is in another.

    Attributes:
        base: The one.
        quote: The other.
        rate: Units of `quote` for one of `base`.
        on: Day of the rate.
        source: Where it comes from.
    """

    base: str = field(validator=known_currency)
    quote: str = field(validator=known_currency)
    rate: Decimal = field(converter=exact, validator=positive)
    on: date
    source: str = field(validator=named)


@frozen(kw_only=True)
class IndexValue:
    """The value of a named index on a day, such as a consumer price index.

    Attributes:
        index: Its name, as allowances use it.
        value: Its value.
        on: Day from which it holds, until the next.
        source: Where it comes from.
    """

    index: str = field(validator=named)
    value: Decimal = field(converter=exact, validator=positive)
    on: date
    source: str = field(validator=named)


@frozen(kw_only=True)
class Capacity:
    """What a named capacity, such as an own factory, makes in a month.

    Attributes:
        name: As slices of it name it.
        mtok_a_month: Millions of tokens a month, of the basket that a slice names.
        cost_per_mtok: What a million of them costs its owner; None counts what the tokens cost elsewhere. Internal.
        on: Day of the figures.
        source: Where they come from.
    """

    name: str = field(validator=named)
    mtok_a_month: Decimal = field(converter=exact, validator=positive)
    cost_per_mtok: Money | None = field(default=None, validator=[maybe(is_money), maybe(not_negative)])
    on: date
    source: str = field(validator=named)


def check_once(what: str, keys: list[tuple[object, ...]]) -> None:
    """Refuse facts that are said twice.

    Raises:
        InvalidValue: If two have the same key.
    """
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise InvalidValue(what, " on ".join(map(str, key)), "is said twice", "keep one")
