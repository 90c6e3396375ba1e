"""Shapes of equity grants and of benefits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..pay.benefits import Benefit, EmployerMatch
from ..pay.equity import Grant, RestrictedStock, StockOptions
from .fields import (
    Count,
    Day,
    Flag,
    Number,
    Rate,
    Stated,
    Sum,
    Text,
    choice,
    format_rate,
    parse_rate,
    parse_text,
    words,
)
from .places import Place
from .shape import sum_of
from .shape_acceleration import ACCELERATION_WORDS, Accelerations, accelerations_of, build_accelerations
from .shape_vesting import VESTING_WORDS, Schedule, build_terms, build_vesting, schedule_of
from .structure import BROKEN, key


@frozen(kw_only=True)
class StockShape:
    """Restricted stock units."""

    kind: Annotated[str, choice("rsu")] = key("rsu, or option.")
    name: Text = key("As printed.", "RSU grant")
    symbol: Text = key("Ticker, or the name that the assumptions use.")
    units: Count | None = key("Whole shares; or say a value.", None)
    value: Stated | None = key("Value at grant, converted once at converted_at.", None)
    converted_at: Number | None = key("Price a share that converts the value, in the value's currency.", None)
    converted_on: Day | None = key("Day of that price.", None)
    rounding: Annotated[str, choice("down", "nearest", "up")] = key("How a value becomes whole shares.", "down")
    granted_on: Day | None = key("Day of grant.", None)
    vesting_start_on: Day = key("Day from which vesting counts.")
    vesting: Schedule = key(VESTING_WORDS)
    acceleration: Accelerations = key(ACCELERATION_WORDS, ())
    refresher: Flag = key("A further grant in a later year.", False)
    claimed_value: Stated | None = key("What the employer says it is worth; shown beside our value.", None)

    def build(self, here: Place) -> Any:
        """The grant."""
        return here.make(
            RestrictedStock,
            name=self.name,
            symbol=self.symbol,
            units=self.units,
            value=here.money(self.value),
            converted_at=self.converted_at,
            converted_on=self.converted_on,
            rounding=self.rounding,
            granted_on=self.granted_on,
            vesting_start_on=self.vesting_start_on,
            vesting=_terms(self, here),
            refresher=self.refresher,
            claimed_value=here.money(self.claimed_value),
        )

    @classmethod
    def of(cls, grant: RestrictedStock, currency: str) -> StockShape:
        """The inverse of `build`."""
        return cls(
            kind="rsu",
            name=grant.name,
            symbol=grant.symbol,
            units=grant.units,
            value=sum_of(grant.value, currency),
            converted_at=grant.converted_at,
            converted_on=grant.converted_on,
            rounding=grant.rounding,
            granted_on=grant.granted_on,
            vesting_start_on=grant.vesting_start_on,
            vesting=schedule_of(grant.vesting, grant.vesting_start_on),
            acceleration=accelerations_of(grant.vesting),
            refresher=grant.refresher,
            claimed_value=sum_of(grant.claimed_value, currency),
        )


@frozen(kw_only=True)
class OptionShape:
    """Stock options."""

    kind: Annotated[str, choice("option")] = key("option, or rsu.")
    name: Text = key("As printed.", "Option grant")
    option_type: Annotated[str, choice("ISO", "NSO", "EMI", "other")] = key("Decides the tax, not the value.", "other")
    symbol: Text = key("Ticker, or the name that the assumptions use.")
    units: Count = key("Whole options, one share each.")
    strike: Stated = key("Exercise price a share.")
    expires_on: Day = key("Last day of exercise.")
    granted_on: Day | None = key("Day of grant.", None)
    vesting_start_on: Day = key("Day from which vesting counts.")
    vesting: Schedule = key(VESTING_WORDS)
    acceleration: Accelerations = key(ACCELERATION_WORDS, ())
    refresher: Flag = key("A further grant in a later year.", False)
    claimed_value: Stated | None = key("What the employer says it is worth; shown beside our value.", None)

    def build(self, here: Place) -> Any:
        """The grant."""
        return here.make(
            StockOptions,
            {"kind": "option_type"},
            name=self.name,
            kind=self.option_type,
            symbol=self.symbol,
            units=self.units,
            strike=here.money(self.strike),
            expires_on=self.expires_on,
            granted_on=self.granted_on,
            vesting_start_on=self.vesting_start_on,
            vesting=_terms(self, here),
            refresher=self.refresher,
            claimed_value=here.money(self.claimed_value),
        )

    @classmethod
    def of(cls, grant: StockOptions, currency: str) -> OptionShape:
        """The inverse of `build`."""
        return cls(
            kind="option",
            name=grant.name,
            option_type=grant.kind,
            symbol=grant.symbol,
            units=grant.units,
            strike=Sum.of(grant.strike, currency),
            expires_on=grant.expires_on,
            granted_on=grant.granted_on,
            vesting_start_on=grant.vesting_start_on,
            vesting=schedule_of(grant.vesting, grant.vesting_start_on),
            acceleration=accelerations_of(grant.vesting),
            refresher=grant.refresher,
            claimed_value=sum_of(grant.claimed_value, currency),
        )


def _terms(said: StockShape | OptionShape, here: Place) -> Any:
    """The schedule of a grant, with what speeds it up."""
    vesting = build_vesting(said.vesting, here.at("vesting"))
    faster = build_accelerations(said.acceleration, here.at("acceleration"))
    return build_terms(vesting, faster, said.vesting_start_on)


def grant_of(grant: Grant, currency: str) -> StockShape | OptionShape:
    """The shape of a grant."""
    if isinstance(grant, StockOptions):
        return OptionShape.of(grant, currency)
    return StockShape.of(grant, currency)


def build_grant(here: Place) -> Any:
    """A grant by its kind."""
    kind = here.data.get("kind") if isinstance(here.data, Mapping) else None
    if kind == "option":
        return here.build(OptionShape)
    if kind is not None and kind != "rsu":
        try:
            choice("rsu", "option").parse(kind)
        except InvalidValue as error:
            here.at("kind").refuse(error.rule, error.fix)
        said = {**here.data, "kind": BROKEN}
        return here.holding(said).build(OptionShape if "strike" in said or "expires_on" in said else StockShape)
    return here.build(StockShape)


# benefits


def _parse_of_base(value: object) -> Decimal:
    text = parse_text(value)
    if text.endswith(" of base"):
        return parse_rate(text.removesuffix(" of base"))
    raise InvalidValue("", text, "of what is not said", "say it of base, such as 6 % of base")


OfBase = Annotated[Decimal, words(_parse_of_base, lambda rate: f"{format_rate(rate)} of base", "of base$")]


@frozen(kw_only=True)
class BenefitShape:
    """A benefit at a stated cost and value."""

    name: Text = key("As printed.")
    cost: Stated = key("What the employer pays a year.")
    value: Stated = key("What it is worth to the employee a year.")

    def build(self, here: Place) -> Any:
        """The benefit."""
        return here.make(Benefit, name=self.name, cost=here.money(self.cost), value=here.money(self.value))

    @classmethod
    def of(cls, benefit: Benefit, currency: str) -> BenefitShape:
        """The inverse of `build`."""
        return cls(name=benefit.name, cost=Sum.of(benefit.cost, currency), value=Sum.of(benefit.value, currency))


@frozen(kw_only=True)
class MatchShape:
    """An employer's match of the employee's own saving."""

    name: Text = key("As printed.")
    rate: Rate = key("What the employer adds to each unit contributed: 50 %, or 100 %.")
    of_contributions_up_to: OfBase = key("Contributions that are matched, such as 6 % of base.")

    def build(self, here: Place) -> Any:
        """The match."""
        keys = {"cap_rate": "of_contributions_up_to"}
        return here.make(EmployerMatch, keys, name=self.name, rate=self.rate, cap_rate=self.of_contributions_up_to)

    @classmethod
    def of(cls, match: EmployerMatch) -> MatchShape:
        """The inverse of `build`."""
        return cls(name=match.name, rate=match.rate, of_contributions_up_to=match.cap_rate)


def benefit_of(benefit: Benefit | EmployerMatch, currency: str) -> BenefitShape | MatchShape:
    """The shape of a benefit."""
    return MatchShape.of(benefit) if isinstance(benefit, EmployerMatch) else BenefitShape.of(benefit, currency)


def build_benefit(here: Place) -> Any:
    """A benefit, or a match if it says what it matches."""
    said = here.data if isinstance(here.data, Mapping) else {}
    is_match = "of_contributions_up_to" in said or ("rate" in said and "cost" not in said)
    return here.build(MatchShape if is_match else BenefitShape)
