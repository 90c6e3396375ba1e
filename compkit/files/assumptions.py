"""Assumptions files: all that is not the promise. The same section may stand in an offer, for what it states itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from attrs import NOTHING, fields, frozen

from ..errors import InvalidValue
from ..market.contracts import check_contracts
from ..market.facts import check_once
from ..market.illiquidity import Illiquidity
from ..market.optionpricing import METHODS, TERMS, OptionPricing
from ..pay.vesting import Vesting
from ..valuation.assumptions import Assumptions
from ..valuation.facts import Expectations, Facts
from ..valuation.refreshers import RefresherPolicy
from ..valuation.utilisation import UtilisationOdds, UtilisationPath
from .fields import (
    Count,
    Currency,
    Day,
    Leaf,
    Model,
    Number,
    Rate,
    Share,
    Stated,
    Text,
    choice,
    parse_rate,
    parse_text,
)
from .nodes import read_document
from .places import Place, raise_problems
from .shape_dynamics import DynamicsShape
from .shape_facts import CapacityShape, ContractShape, ExchangeRateShape, SharePriceShape, index_values
from .shape_scenarios import ScenarioShape
from .structure import BROKEN, Either, key, key_name

FORMAT = "compkit/assumptions/1"
DEFAULT_CURRENCY = "USD"
"""Currency of share prices that name none, in a file that names none: the format's own default, as for list prices."""


_EXPECT = {"discount_rate": "discount"}


def _parse_used(value: object) -> Decimal:
    """A rate; what is none may have been meant as a path or a distribution."""
    try:
        return parse_rate(value)
    except InvalidValue as error:
        if error.rule != "not a number":
            raise
        fix = "say 40 %, by month of service [20 %, 40 %], or with probabilities {20 %: 0.3, 40 %: 0.7}"
        raise InvalidValue("", value, "not a share that is used", fix) from None


Used = Annotated[
    Decimal | tuple[Share, ...] | dict[Share, Share],
    Either(Leaf(_parse_used, str, {"type": ["string", "number"]}), dict[Share, Share], tuple[Share, ...]),
]


def _utilisation(here: Place, said: Any) -> Any:
    """One rate, a path by month of service, or rates with their probabilities."""
    if not isinstance(said, (tuple, dict)):
        return said
    if not said:
        return here.refuse("says nothing", "say 40 %, or a rate for each month of service, such as [20 %, 40 %]")
    broken = [share for place, share in _shares(here, said) if not _is_share(place, share)]
    if broken:
        return BROKEN
    if isinstance(said, tuple):
        return here.make(UtilisationPath, by_month=said)
    return here.make(UtilisationOdds, points=tuple(said.items()))


def _shares(here: Place, said: Any) -> Iterator[tuple[Place, Any]]:
    """Every share of a path or a distribution, with its place."""
    if isinstance(said, tuple):
        yield from ((here.at(number), rate) for number, rate in enumerate(said))
        return
    for words, (rate, probability) in zip(here.data, said.items(), strict=False):
        yield here.at(words).holding(words), rate
        yield here.at(words), probability


def _is_share(place: Place, share: Any) -> bool:
    """Whether a share lies between nothing and all; a broken one is noted already."""
    if share is not BROKEN and not 0 <= share <= 1:
        place.refuse("must be from 0 % to 100 %")
        return False
    return share is not BROKEN


@frozen(kw_only=True)
class ExpectShape:
    """What is expected of the things that nobody promised."""

    bonus_payout: Rate | None = key("Of target bonuses, such as 90 %.", None)
    commission_payout: Rate | None = key("Of commission at target.", None)
    token_utilisation: Used | None = key(
        "Share of token allowances that is used: 40 %, a list by month of service, or {rate: probability}.", None
    )
    resale_haircut: Rate | None = key("By how much less than its price a token for personal use sells.", None)
    share_growth: Rate | None = key("A year, for shares that state none of their own.", None)
    discount: Rate | None = key("A year, on what is worth to the employee.", None)
    leave_rate: Rate | None = key("Chance a year of leaving.", None)
    employer_load: Rate | None = key("Payroll taxes and the like on cash, in cost only.", None)

    def build(self, here: Place) -> Any:
        """The expectations; their limits are those of the assumptions that they become."""
        said = {
            "bonus_payout": self.bonus_payout,
            "commission_payout": self.commission_payout,
            "token_utilisation": _utilisation(here.at("token_utilisation"), self.token_utilisation),
            "resale_haircut": self.resale_haircut,
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


# the file


@frozen(kw_only=True)
class AssumptionsShape:
    """What things are worth, and what is expected."""

    format: Annotated[str, choice(FORMAT)] | None = key(f"Always {FORMAT}.", None)
    currency: Currency = key("Currency of share prices that name none.", DEFAULT_CURRENCY)
    shares: Any = key("Share prices by symbol.", None)
    exchange_rates: Any = key("Exchange rates.", None)
    token_prices: Text = key("list, or a file of prices.", "list")
    factories: tuple[Text, ...] = key("Files of own factories, which are providers like any other.", ())
    contracts: Any = key("What the employer pays for tokens instead of list.", None)
    indices: Any = key("Values of the indices that allowances follow, by name.", None)
    capacities: Any = key("What the capacities make of which allowances are slices, by name.", None)
    models: tuple[Model, ...] | None = key("Models at which tokens are compared.", None)
    expect: Any = key("What is expected.", None)
    options: OptionsShape | None = key("How options are valued; by their intrinsic value unless said.", None)
    illiquidity: dict[Text, Unsold] | None = key(
        "What a share that cannot be sold is worth less to the employee: a haircut, or Finnerty's discount.", None
    )
    refreshers: Any = key("Yearly grants that are expected, not promised.", None)
    events: dict[Text, Day] | None = key("Days assumed for events for which vesting waits, by name.", None)
    scenarios: Any = key("Named what-ifs, in order.", None)
    dynamics: Any = key("How prices, use and payout may move: what compkit odds draws.", None)

    def build(self, here: Place) -> Any:
        """The facts."""
        here = here.in_currency(self.currency)
        expect = here.at("expect")
        options = self.options
        if options is not None and options is not BROKEN:
            options = options.build(here.at("options"))
        facts = here.make(
            Facts,
            shares=tuple(_named(here.at("shares"), SharePriceShape)),
            rates=tuple(rate.build(ExchangeRateShape) for rate in here.at("exchange_rates").entries()),
            contracts=tuple(contract.build(ContractShape) for contract in here.at("contracts").entries()),
            indices=tuple(index_values(here.at("indices"))),
            capacities=tuple(_named(here.at("capacities"), CapacityShape)),
            expect=Expectations() if expect.data is None else expect.build(ExpectShape),
            models=self.models or (),
            options=OptionPricing() if options is None else options,
            illiquidity=tuple(_illiquidity(here.at("illiquidity"), self.illiquidity)),
            refreshers=None if self.refreshers is None else here.at("refreshers").build(RefreshersShape),
            events=tuple((self.events or {}).items()),
            scenarios=tuple(_named(here.at("scenarios"), ScenarioShape)),
            dynamics=None if self.dynamics is None else here.at("dynamics").build(DynamicsShape),
            token_prices=self.token_prices,
            factories=self.factories,
        )
        return facts if facts is BROKEN else _agreeing(here, facts)


def _agreeing(here: Place, facts: Facts) -> Any:
    """Facts of which none contradicts another."""
    checks: dict[str, Callable[[], None]] = {
        "contracts": lambda: check_contracts(facts.contracts),
        "indices": lambda: check_once("value", [(value.index, value.on) for value in facts.indices]),
    }
    for name, check in checks.items():
        try:
            check()
        except InvalidValue as error:
            return here.at(name).refuse(f"{error.name}: {error.rule}", error.fix, value=error.value.strip("'"))
    return facts


def _named(here: Place, shape: Any) -> Iterator[Any]:
    """What a mapping from names holds, each built with its name; nothing behind a name is an empty mapping."""
    if here.data is not None and not isinstance(here.data, Mapping):
        here.refuse("must be names with what they hold")
        return
    for name in here.data or {}:
        place = here.at(name)
        if place.data is None or isinstance(place.data, Mapping):
            yield (place if place.data is not None else place.holding({})).build(shape, name)
        else:
            needed = ", ".join(f"{key_name(of)}: ..." for of in fields(shape) if of.default is NOTHING)
            yield place.refuse("must be keys and values", f"say {{{needed}}}" if needed else "say key: value below it")


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
