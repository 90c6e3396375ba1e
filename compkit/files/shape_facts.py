"""Shapes of facts: share prices, exchange rates, indices, capacities and what an employer has negotiated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..market.contracts import PARTS, Contract, VolumeStep
from ..market.facts import Capacity, ExchangeRate, IndexValue, SharePrice
from ..market.prices import RateCard
from .fields import Currency, Day, Flag, Model, Number, Rate, Stated, Text, choice
from .places import Place
from .structure import BROKEN, key


@frozen(kw_only=True)
class SharePriceShape:
    """The price of one share."""

    price: Stated = key("Spot, a share.")
    currency: Currency | None = key("ISO 4217 code; the file's if left out.", None)
    on: Day = key("Day of the price.")
    source: Text = key("Where it comes from.")
    growth: Rate | None = key("Growth a year, such as 5 %; 0 unless stated.", None)
    preferred_price: Stated | None = key("What investors last paid for a preferred share; shown, never a value.", None)

    def build(self, here: Place, symbol: str) -> Any:
        """The share price."""
        own = "" if self.price is BROKEN else self.price.currency
        if own and self.currency and own != self.currency:
            here.at("currency").refuse(f"the price is in {own}", "say it once")
        return here.make(
            SharePrice,
            {"growth_rate": "growth", "preferred": "preferred_price"},
            symbol=symbol,
            price=here.in_currency(self.currency or own or here.currency).money(self.price),
            preferred=here.in_currency(self.currency or own or here.currency).money(self.preferred_price),
            on=self.on,
            source=self.source,
            growth_rate=self.growth,
        )


@frozen(kw_only=True)
class ExchangeRateShape:
    """What one unit of a currency is in another."""

    from_: Currency = key("The one currency.")
    to: Currency = key("The other.")
    rate: Number = key("Units of `to` for one of `from`.")
    on: Day = key("Day of the rate.")
    source: Text = key("Where it comes from.")

    def build(self, here: Place) -> Any:
        """The rate."""
        return here.make(ExchangeRate, base=self.from_, quote=self.to, rate=self.rate, on=self.on, source=self.source)


@frozen(kw_only=True)
class CardShape:
    """Prices of a model's tokens, in US dollars per million; one that is left out is unknown, 0 is free."""

    fresh_input: Number | None = key("Input that is not read from a cache.", None)
    cache_write: Number | None = key("Input written to a five-minute cache.", None)
    cache_write_1h: Number | None = key("Input written to a one-hour cache.", None)
    cache_read: Number | None = key("Input read from a cache.", None)
    output: Number | None = key("Output, thinking included.", None)

    def build(self, here: Place) -> Any:
        """The card."""
        return here.make(
            RateCard,
            fresh_input=self.fresh_input,
            cache_write=self.cache_write,
            cache_write_1h=self.cache_write_1h,
            cache_read=self.cache_read,
            output=self.output,
        )


@frozen(kw_only=True)
class VolumeStepShape:
    """A discount that holds from a volume on."""

    above: Stated = key("Spend a year at list prices from which it holds.")
    discount: Rate = key("Off the card, such as 10 %.")

    def build(self, here: Place) -> Any:
        """The step."""
        keys = {"discount_rate": "discount"}
        return here.make(VolumeStep, keys, above=here.money(self.above), discount_rate=self.discount)


STEPS_ON = ("all spend", "the excess")


@frozen(kw_only=True)
class ContractShape:
    """What the employer pays instead of list. Never in a candidate document."""

    provider: Text = key("The provider it is with.")
    model: Model | None = key("The model it is for; every model of the provider if left out.", None)
    discount: Rate | None = key("Off the card, such as 12 %; or state steps, prices or a lock.", None)
    parts: tuple[Annotated[str, choice(*PARTS)], ...] = key("Parts that the discount is for; the whole card.", ())
    steps: tuple[VolumeStepShape, ...] = key("Discounts by volume.", ())
    steps_on: Annotated[str, choice(*STEPS_ON)] = key("Whether a step is for all spend, or the excess.", STEPS_ON[0])
    expected_spend: Stated | None = key("Spend a year at list that decides the step.", None)
    prices: CardShape | None = key("Stated prices of the model, per million tokens.", None)
    locked_on: Day | None = key("Day whose list price holds as long as the contract.", None)
    ratchet: Flag = key("Whether a list price that falls below the locked one takes its place.", False)
    commitment: Stated | None = key("Spend a year, at contract prices, that is paid for in any case.", None)
    shortfall: Rate | None = key("Share of what is missing to the commitment that is paid; all of it.", None)
    overage_discount: Rate | None = key("Discount on spend beyond the commitment; the contract's own.", None)
    from_: Day | None = key("First day.", None)
    until: Day | None = key("Last day.", None)
    on: Day = key("Day on which it was read.")
    source: Text = key("Where it stands.")

    def build(self, here: Place) -> Any:
        """The contract."""
        places = here.at("steps").entries() if self.steps else ()
        return here.make(
            Contract,
            _CONTRACT_KEYS,
            provider=self.provider,
            model=self.model,
            discount_rate=self.discount,
            parts=self.parts,
            steps=tuple(place.build(VolumeStepShape) for place in places),
            on_the_excess=self.steps_on == STEPS_ON[1],
            expected_spend=here.money(self.expected_spend),
            card=self.prices and self.prices.build(here.at("prices")),
            locked_on=self.locked_on,
            ratchet=self.ratchet,
            commitment=here.money(self.commitment),
            shortfall_rate=Decimal(1) if self.shortfall is None else self.shortfall,
            overage_discount_rate=self.overage_discount,
            from_on=self.from_,
            until_on=self.until,
            on=self.on,
            source=self.source,
        )


_CONTRACT_KEYS = {
    "discount_rate": "discount",
    "card": "prices",
    "on_the_excess": "steps_on",
    "shortfall_rate": "shortfall",
    "overage_discount_rate": "overage_discount",
    "from_on": "from",
    "until_on": "until",
}


@frozen(kw_only=True)
class IndexValueShape:
    """The value of an index from a day on."""

    value: Number = key("Its value.")
    on: Day = key("Day from which it holds, until the next.")
    source: Text = key("Where it comes from.")

    def build(self, here: Place, index: str) -> Any:
        """The value."""
        return here.make(IndexValue, index=index, value=self.value, on=self.on, source=self.source)


@frozen(kw_only=True)
class CapacityShape:
    """What a capacity makes of which allowances are slices."""

    mtok_a_month: Number = key("Millions of tokens a month.")
    cost_per_mtok: Stated | None = key("What a million of them costs its owner. Never in a candidate document.", None)
    on: Day = key("Day of the figures.")
    source: Text = key("Where they come from.")

    def build(self, here: Place, name: str) -> Any:
        """The capacity."""
        return here.make(
            Capacity,
            name=name,
            mtok_a_month=self.mtok_a_month,
            cost_per_mtok=here.money(self.cost_per_mtok),
            on=self.on,
            source=self.source,
        )


def index_values(here: Place) -> Iterator[Any]:
    """The values of every index: each a list under its name."""
    if here.data is not None and not isinstance(here.data, Mapping):
        here.refuse("must be names with their values", f"say {{CPI-U: [{_INDEX}]}}")
        return
    for name in here.data or {}:
        for place in here.at(name).entries():
            if isinstance(place.data, Mapping):
                yield place.build(IndexValueShape, name)
            else:
                yield place.refuse("must be a value with its day and source", f"say {_INDEX}")


_INDEX = "{value: 315.6, on: 2026-10-01, source: BLS}"
