"""Facts with a day and a source: share prices, exchange rates and what an employer has negotiated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, maybe, named, not_negative, positive
from ..errors import InvalidValue
from ..money import Money, exact, is_money, known_currency, maybe_exact
from .prices import RateCard, TokenPrice


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


def _discount_or_prices(instance: Contract, attribute: Any, value: RateCard | None) -> None:
    if (instance.discount_rate is None) == (value is None):
        raise InvalidValue("Contract", instance.provider, "needs a discount or stated prices, not both")
    if value is not None and instance.model is None:
        raise InvalidValue("Contract", instance.provider, "stated prices need the model they are for")
    if instance.model is not None and instance.model.partition("/")[0] != instance.provider:
        raise InvalidValue("Contract.model", instance.model, f"must be a model of {instance.provider}")


@frozen(kw_only=True)
class Contract:
    """What an employer pays instead of list. Internal: never in a candidate document.

    Attributes:
        provider: The provider it is with.
        model: The model it is for, ``provider/model``; None is every model of the provider.
        discount_rate: Off the whole card, 0.12 for 12 %; None if prices are stated.
        from_on: First day.
        until_on: Last day; None while open.
        on: Day on which it was read.
        source: Where it stands.
        card: Stated prices per million tokens, in US dollars; None if a discount is given.
    """

    provider: str = field(validator=named)
    model: str | None = None
    discount_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    from_on: date | None = None
    until_on: date | None = None
    on: date
    source: str = field(validator=named)
    card: RateCard | None = field(default=None, validator=_discount_or_prices)

    def stated(self, row: TokenPrice) -> TokenPrice:
        """A price row with the stated prices in place of its own; of a row in another currency nothing is kept."""
        if self.card is None:
            return row
        if row.currency != "USD":
            row = evolve(row, card=RateCard(), tiers=(), batch=None, priority=None, flex=None, currency="USD")
        return evolve(row, card=self.card.over(row.card), stage="contract", source=self.source)

    def covers(self, model: str, day: date) -> bool:
        """Whether it prices a model on a day."""
        if (self.model or model) != model or model.partition("/")[0] != self.provider:
            return False
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)

    def overlaps(self, other: Contract) -> bool:
        """Whether two contracts say the same kind of thing about the same models on some day."""
        if (self.provider, self.model) != (other.provider, other.model) or (self.card is None) != (other.card is None):
            return False
        first, second = sorted((self, other), key=lambda contract: contract.from_on or date.min)
        return first.until_on is None or first.until_on >= (second.from_on or date.min)


def check_contracts(contracts: tuple[Contract, ...]) -> None:
    """Refuse contracts that contradict one another.

    Raises:
        InvalidValue: If two discounts, or two stated prices, hold for the same models on the same day.
    """
    for number, contract in enumerate(contracts):
        for other in contracts[number + 1 :]:
            if contract.overlaps(other):
                name = contract.model or contract.provider
                rule = f"two contracts hold at once: {contract.source} and {other.source}"
                raise InvalidValue(f"contract with {name}", other.from_on or "no first day", rule, "end one first")
