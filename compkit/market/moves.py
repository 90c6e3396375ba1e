"""Moves: single what-ifs that a scenario adds to a market. Each says what it does to token prices and share prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, maybe, named, not_negative
from ..dates import years_between
from ..errors import InvalidValue
from ..money import POWER, Money, exact, maybe_exact
from ..pay.baskets import Basket
from .prices import KINDS, TokenPrice


class _Still:
    """A move that moves nothing: what every move does where it says nothing else."""

    __slots__ = ()

    @property
    def dates_tokens(self) -> bool:
        """Whether what it does to token prices depends on the day."""
        return False

    @property
    def dates_shares(self) -> bool:
        """Whether what it does to share prices depends on the day."""
        return False

    def basket(self, basket: Basket) -> Basket:
        """The basket that is priced."""
        return basket

    def token_row(self, row: TokenPrice, on: date, as_of: date) -> TokenPrice:
        """The price row that is used."""
        return row

    def share(self, symbol: str, price: Money, growth_rate: Decimal) -> tuple[Money, Decimal]:
        """Spot and growth of a share."""
        return price, growth_rate

    def index(self, index: str, ratio: Decimal, on: date, as_of: date) -> Decimal:
        """How far an index has come from a base date."""
        return ratio


def _moved(row: TokenPrice, factor: Decimal) -> TokenPrice:
    """Every price of a row times a factor; the row stays what it is."""
    return evolve(row.discounted(1 - factor, row.source), stage=row.stage)


@frozen(kw_only=True)
class TokenPriceChange(_Still):
    """Token prices up or down by a rate.

    Attributes:
        rate: 0.30 is 30 % up, -0.40 is 40 % down.
        from_on: First day; None is from the start.
        provider: Only this provider's prices; None is all.
    """

    rate: Decimal = field(converter=exact, validator=between(-1, 1000))
    from_on: date | None = None
    provider: str | None = None

    @property
    def dates_tokens(self) -> bool:
        """From a first day on, if it has one."""
        return self.from_on is not None

    def token_row(self, row: TokenPrice, on: date, as_of: date) -> TokenPrice:
        """Every price of the row times ``1 + rate`` from the day on."""
        if (self.from_on and on < self.from_on) or self.provider not in (None, row.provider):
            return row
        return _moved(row, 1 + self.rate)


@frozen(kw_only=True)
class TokenPriceDrift(_Still):
    """Token prices drift from `as_of` on, by a rate a year, evenly over actual days.

    Attributes:
        rate: -0.25 is 25 % down a year.
    """

    rate: Decimal = field(converter=exact, validator=between(Decimal("-0.9999"), 1000))

    @property
    def dates_tokens(self) -> bool:
        """Day by day."""
        return True

    def token_row(self, row: TokenPrice, on: date, as_of: date) -> TokenPrice:
        """Every price times ``(1 + rate) ** years``."""
        return _moved(row, POWER.power(1 + self.rate, years_between(as_of, on)))


@frozen(kw_only=True)
class UseModel(_Still):
    """The same tokens on another model; no ratio of work between models is assumed.

    Attributes:
        model: ``provider/model``.
    """

    model: str = field(validator=named)

    def basket(self, basket: Basket) -> Basket:
        """The basket with all of its tokens on the model."""
        return basket.with_model(self.model)


@frozen(kw_only=True)
class TokenPriceLevel(_Still):
    """Every kind of token at one price, such as a premium tier at 150 or a free tier at 0 per million.

    Attributes:
        per_mtok: Price of a million tokens, in US dollars.
    """

    per_mtok: Decimal = field(converter=exact, validator=not_negative)

    def token_row(self, row: TokenPrice, on: date, as_of: date) -> TokenPrice:
        """The same price for every kind, batch and tier."""
        card = evolve(row.card, **dict.fromkeys(KINDS, self.per_mtok))
        return evolve(row, card=card, batch=card, priority=card, flex=card, tiers=(), currency="USD")


def _one_way(instance: ShareMove, attribute: Any, value: Decimal | None) -> None:
    given = [instance.rate is not None, instance.price is not None, value is not None]
    if sum(given) != 1:
        raise InvalidValue("ShareMove", instance.symbol or "all", "needs one of a rate, a price and a growth rate")
    if instance.price is not None and instance.symbol is None:
        raise InvalidValue("ShareMove", instance.price, "a price needs the symbol it is for")


@frozen(kw_only=True)
class ShareMove(_Still):
    """A share price at another level, or growing at another rate.

    Attributes:
        symbol: Only this share; None is all.
        rate: Change of the spot, -0.5 halves it.
        price: Another spot, in the currency of the share.
        growth_rate: Another growth a year.
    """

    symbol: str | None = None
    rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(-1, 1000)))
    price: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    growth_rate: Decimal | None = field(
        default=None, converter=maybe_exact, validator=[maybe(between(-1, 10)), _one_way]
    )

    @property
    def dates_shares(self) -> bool:
        """If it is a growth."""
        return self.growth_rate is not None

    def share(self, symbol: str, price: Money, growth_rate: Decimal) -> tuple[Money, Decimal]:
        """Spot and growth after the move."""
        if self.symbol not in (None, symbol):
            return price, growth_rate
        if self.rate is not None:
            return price * (1 + self.rate), growth_rate
        if self.price is not None:
            return Money(self.price, price.currency), growth_rate
        return price, self.growth_rate or Decimal(0)


@frozen(kw_only=True)
class IndexDrift(_Still):
    """An index that goes on from `as_of`, by a rate a year, evenly over actual days.

    Attributes:
        index_name: Only this index; None is all.
        rate: 0.03 is 3 % up a year.
    """

    index_name: str | None = None
    rate: Decimal = field(converter=exact, validator=between(Decimal("-0.9999"), 1000))

    def index(self, index: str, ratio: Decimal, on: date, as_of: date) -> Decimal:
        """The ratio times ``(1 + rate) ** years`` after `as_of`."""
        if self.index_name not in (None, index) or on <= as_of:
            return ratio
        return ratio * POWER.power(1 + self.rate, years_between(as_of, on))


Move = TokenPriceChange | TokenPriceDrift | UseModel | TokenPriceLevel | ShareMove | IndexDrift
