"""Assumptions files: all that is not the promise. The same section may stand in an offer, for what it states itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..market.facts import Contract, ExchangeRate, SharePrice
from ..market.illiquidity import Illiquidity
from ..market.moves import ShareMove, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from ..market.optionpricing import METHODS, TERMS, OptionPricing
from ..market.prices import RateCard
from ..market.scenarios import Scenario
from ..pay.vesting import Vesting
from ..valuation.assumptions import Assumptions
from ..valuation.facts import Expectations, Facts
from ..valuation.refreshers import RefresherPolicy
from .fields import (
    Count,
    Currency,
    Day,
    Flag,
    Leaf,
    Model,
    Number,
    Rate,
    Stated,
    Sum,
    Text,
    choice,
    parse_number,
    parse_rate,
    parse_text,
)
from .nodes import read_document
from .places import Place, raise_problems
from .structure import BROKEN, Either, key

FORMAT = "compkit/assumptions/1"
DEFAULT_CURRENCY = "USD"
"""Currency of share prices that name none, in a file that names none: the format's own default, as for list prices."""


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
class ContractShape:
    """What the employer pays instead of list. Never in a candidate document."""

    provider: Text = key("The provider it is with.")
    model: Model | None = key("The model it is for; every model of the provider if left out.", None)
    discount: Rate | None = key("Off the whole card, such as 12 %; or state prices.", None)
    prices: CardShape | None = key("Stated prices of the model, per million tokens.", None)
    from_: Day | None = key("First day.", None)
    until: Day | None = key("Last day.", None)
    on: Day = key("Day on which it was read.")
    source: Text = key("Where it stands.")

    def build(self, here: Place) -> Any:
        """The contract."""
        return here.make(
            Contract,
            {"discount_rate": "discount", "from_on": "from", "until_on": "until"},
            provider=self.provider,
            model=self.model,
            discount_rate=self.discount,
            card=self.prices and self.prices.build(here.at("prices")),
            from_on=self.from_,
            until_on=self.until,
            on=self.on,
            source=self.source,
        )


_EXPECT = {"discount_rate": "discount"}


@frozen(kw_only=True)
class ExpectShape:
    """What is expected of the things that nobody promised."""

    bonus_payout: Rate | None = key("Of target bonuses, such as 90 %.", None)
    commission_payout: Rate | None = key("Of commission at target.", None)
    token_utilisation: Rate | None = key("Share of token allowances that is used.", None)
    share_growth: Rate | None = key("A year, for shares that state none of their own.", None)
    discount: Rate | None = key("A year, on what is worth to the employee.", None)
    leave_rate: Rate | None = key("Chance a year of leaving.", None)
    employer_load: Rate | None = key("Payroll taxes and the like on cash, in cost only.", None)

    def build(self, here: Place) -> Any:
        """The expectations; their limits are those of the assumptions that they become."""
        said = {
            "bonus_payout": self.bonus_payout,
            "commission_payout": self.commission_payout,
            "token_utilisation": self.token_utilisation,
            "discount_rate": self.discount,
            "leave_rate": self.leave_rate,
            "employer_load": self.employer_load,
        }
        given = {name: rate for name, rate in said.items() if rate is not None}
        if here.make(Assumptions, _EXPECT, as_of=date.min, **given) is BROKEN:
            return BROKEN
        return here.make(Expectations, _EXPECT, share_growth=self.share_growth, **said)


# options and illiquidity

_LEVEL = {"type": ["string", "number"]}


@frozen(kw_only=True)
class OptionsShape:
    """How options are valued; values by a model are of today, so they are neither grown nor discounted."""

    method: Annotated[str, choice(*METHODS)] = key("intrinsic, black-scholes or lattice.", METHODS[0])
    rate: Rate | None = key("Risk-free rate a year, continuously compounded.", None)
    volatility: dict[Text, Rate] | None = key("A year, by symbol, such as {QUOK: 60 %}.", None)
    dividend_yield: dict[Text, Rate] | None = key("A year, by symbol; 0 unless stated.", None)
    term: Annotated[str, choice(*TERMS)] = key("expected (midway from vesting to expiry) or contractual.", TERMS[0])
    exercise_multiple: Number | None = key("Share price over strike at which holders exercise; for a lattice.", None)
    exit_rate: Rate | None = key("Chance a year of leaving once vested; for a lattice.", None)
    steps: Count | None = key("Steps of a lattice.", None)

    def build(self, here: Place) -> Any:
        """The method."""
        said = {
            "rate": self.rate,
            "volatility": _whole(self.volatility),
            "dividend_yield": _whole(self.dividend_yield),
            "exercise_multiple": self.exercise_multiple,
            "exit_rate": self.exit_rate,
            "steps": self.steps,
        }
        given = {name: value for name, value in said.items() if value is not None}
        return here.make(OptionPricing, method=self.method, term=self.term, **given)


def _whole(rates: Any) -> Any:
    """Rates by symbol, broken as a whole if one of them is."""
    return BROKEN if isinstance(rates, dict) and BROKEN in rates.values() else rates


@frozen(kw_only=True)
class IlliquidityShape:
    """Finnerty's discount for a share that cannot be sold until a day."""

    volatility: Rate = key("Of the share, a year.")
    dividend_yield: Rate = key("A year.", Decimal(0))
    liquid_on: Day = key("Day from which it can be sold.")


Unsold = Annotated[Decimal | IlliquidityShape, Either(Leaf(parse_rate, str, _LEVEL), IlliquidityShape)]


def _illiquidity(here: Place, said: Any) -> Iterator[Any]:
    for symbol, entry in ({} if said in (None, BROKEN) else said).items():
        if isinstance(entry, IlliquidityShape):
            terms = {name: getattr(entry, name) for name in ("volatility", "dividend_yield", "liquid_on")}
        else:
            terms = {"haircut_rate": entry}
        yield here.at(symbol).make(Illiquidity, symbol=symbol, **terms)


# refreshers

Schedule = Annotated[Vesting, Leaf(lambda value: Vesting.parse(parse_text(value)), lambda vesting: vesting.name)]


@frozen(kw_only=True)
class RefreshersShape:
    """Yearly grants that are expected and that nobody has promised; shown apart."""

    amount: Stated = key("Value of each grant on its day, in the currency of the offers.")
    vesting: Schedule = key("A schedule by name, such as 4y/quarterly.")
    first_year: Count = key("Year of service on whose first day the first is made; 2 is the first anniversary.", 2)
    growth: Rate = key("By how much each is larger than the one before.", Decimal(0))

    def build(self, here: Place) -> Any:
        """The policy."""
        return here.make(
            RefresherPolicy,
            {"growth_rate": "growth"},
            amount=here.money(self.amount),
            vesting=self.vesting,
            first_year=self.first_year,
            growth_rate=self.growth,
        )


# scenarios


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
    announced: Flag | None = key("Whether announced price changes apply.", None)

    def build(self, here: Place, name: str) -> Any:
        """The scenario: another model first, then its level, then changes."""
        if self.token_prices is None:
            for term in ("from", "provider"):
                if here.at(term).data is not None:
                    here.at(term).refuse("goes with token_prices, and only there")
        moves = tuple(self._moves(here))
        return here.make(Scenario, name=name, moves=moves, announced=self.announced)

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


# the file


@frozen(kw_only=True)
class AssumptionsShape:
    """What things are worth, and what is expected."""

    format: Annotated[str, choice(FORMAT)] | None = key(f"Always {FORMAT}.", None)
    currency: Currency = key("Currency of share prices that name none.", DEFAULT_CURRENCY)
    shares: Any = key("Share prices by symbol.", None)
    exchange_rates: Any = key("Exchange rates.", None)
    token_prices: Text = key("list, or a file of prices.", "list")
    contracts: Any = key("What the employer pays for tokens instead of list.", None)
    models: tuple[Model, ...] | None = key("Models at which tokens are compared.", None)
    expect: Any = key("What is expected.", None)
    options: OptionsShape | None = key("How options are valued; by their intrinsic value unless said.", None)
    illiquidity: dict[Text, Unsold] | None = key(
        "What a share that cannot be sold is worth less to the employee: a haircut, or Finnerty's discount.", None
    )
    refreshers: Any = key("Yearly grants that are expected, not promised.", None)
    events: dict[Text, Day] | None = key("Days assumed for events for which vesting waits, by name.", None)
    scenarios: Any = key("Named what-ifs, in order.", None)

    def build(self, here: Place) -> Any:
        """The facts."""
        here = here.in_currency(self.currency)
        expect = here.at("expect")
        options = self.options
        if options is not None and options is not BROKEN:
            options = options.build(here.at("options"))
        return here.make(
            Facts,
            shares=tuple(_named(here.at("shares"), SharePriceShape)),
            rates=tuple(rate.build(ExchangeRateShape) for rate in here.at("exchange_rates").entries()),
            contracts=tuple(contract.build(ContractShape) for contract in here.at("contracts").entries()),
            expect=Expectations() if expect.data is None else expect.build(ExpectShape),
            models=self.models or (),
            options=OptionPricing() if options is None else options,
            illiquidity=tuple(_illiquidity(here.at("illiquidity"), self.illiquidity)),
            refreshers=None if self.refreshers is None else here.at("refreshers").build(RefreshersShape),
            events=tuple((self.events or {}).items()),
            scenarios=tuple(_named(here.at("scenarios"), ScenarioShape)),
            token_prices=self.token_prices,
        )


def _named(here: Place, shape: Any) -> Iterator[Any]:
    """What a mapping from names holds, each built with its name; nothing behind a name is an empty mapping."""
    if here.data is not None and not isinstance(here.data, Mapping):
        here.refuse("must be names with what they hold")
        return
    for name in here.data or {}:
        place = here.at(name)
        yield (place if place.data is not None else place.holding({})).build(shape, name)


def read_assumptions(path: str | Path) -> Facts:
    """The facts of an assumptions file, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    here = Place.top(read_document(path))
    if isinstance(here.data, Mapping) and here.data.get("format") is None:
        here.at("format").refuse("is missing", f"say format: {FORMAT}", value="")
    facts: Facts = build_facts(here)
    raise_problems(here.problems)
    return facts


def build_facts(here: Place) -> Any:
    """The facts that stand at a place; nothing there is no facts."""
    return Facts() if here.data is None else here.build(AssumptionsShape)
