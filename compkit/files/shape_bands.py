"""Shapes of a bands file: what each job may pay. Internal."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..pay.bands import NumberBand, OfferBands, PayBand
from ..pay.structure import PayStructure, PlaceFactor
from .fields import Currency, Number, Rate, Stated, Text, choice
from .places import Place
from .structure import BROKEN, key

BANDS_FORMAT = "compkit/bands/1"


@frozen(kw_only=True)
class PayBandShape:
    """A band of money a year: three figures, or a midpoint with a spread or a half-width."""

    minimum: Stated | None = key("Lowest.", None)
    midpoint: Stated = key("Reference point of the compa-ratio.")
    maximum: Stated | None = key("Highest.", None)
    spread: Rate | None = key("Instead of both ends: maximum over minimum less 1, such as 50 %.", None)
    half_width: Rate | None = key("Instead of both ends: as far as this on either side of the midpoint.", None)

    def build(self, here: Place, level: str = "", family: str = "", place: str = "") -> Any:
        """The band."""
        job, middle = {"level": level, "family": family, "place": place}, here.money(self.midpoint)
        ends, given = (self.minimum, self.maximum), (self.spread, self.half_width)
        ways = [all(end is not None for end in ends), *(rate is not None for rate in given)]
        if ways.count(True) != 1 or (not ways[0] and ends != (None, None)):
            fix = "say minimum and maximum, or spread, or half_width"
            return here.refuse("needs one way to its ends, and only one", fix, value="")
        if ways[0]:
            low, high = here.money(self.minimum), here.money(self.maximum)
            return here.make(PayBand, minimum=low, midpoint=middle, maximum=high, **job)
        if BROKEN in (middle, *given):
            return BROKEN
        try:
            if self.spread is not None:
                return PayBand.from_midpoint(middle, spread=self.spread, **job)
            assert self.half_width is not None  # one way is given
            return PayBand.from_half_width(middle, self.half_width, **job)
        except InvalidValue as error:
            name = error.name.rpartition(".")[2]
            return here.at(name if name in here.data else "midpoint").refuse(error.rule, error.fix)


@frozen(kw_only=True)
class RateBandShape:
    """A band of a rate of base."""

    minimum: Rate = key("Lowest, such as 10 %.")
    midpoint: Rate = key("Reference point.")
    maximum: Rate = key("Highest.")

    def build(self, here: Place) -> Any:
        """The band."""
        return here.make(NumberBand, minimum=self.minimum, midpoint=self.midpoint, maximum=self.maximum)


@frozen(kw_only=True)
class UnitBandShape:
    """A band of units granted."""

    minimum: Number = key("Lowest.")
    midpoint: Number = key("Reference point.")
    maximum: Number = key("Highest.")

    def build(self, here: Place) -> Any:
        """The band."""
        return here.make(NumberBand, minimum=self.minimum, midpoint=self.midpoint, maximum=self.maximum)


@frozen(kw_only=True)
class JobBandsShape:
    """The bands of one job; a level, family or place that is left out is any."""

    level: Text = key("Level, as roles of offers state it.", "")
    family: Text = key("Job family: a department or a job title.", "")
    place: Text = key("Location of the role, or a part of it between commas.", "")
    base: Any = key("Base salary a year, full-time.")
    bonus: Any = key("Target bonus, as a rate of base.", None)
    equity: Any = key("Grant value a year: each grant divided by its vesting years.", None)
    equity_units: Any = key("Units granted, instead of or beside their value.", None)
    tokens: Any = key("Token allowance, money a year.", None)

    def build(self, here: Place) -> Any:
        """The bands."""
        parts: dict[str, Any] = {"base": here.at("base").build(PayBandShape, self.level, self.family, self.place)}
        kinds = (("bonus", RateBandShape), ("equity", PayBandShape), ("equity_units", UnitBandShape))
        for name, shape in (*kinds, ("tokens", PayBandShape)):
            place = here.at(name)
            parts[name] = None if place.data is None else place.build(shape)
        return here.make(OfferBands, **parts)


@frozen(kw_only=True)
class BandsShape:
    """A pay structure. Internal: never in a candidate document."""

    format: Annotated[str, choice(BANDS_FORMAT)] = key(f"Always {BANDS_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.")
    places: dict[Text, Rate] = key("Factor on base salary of each place, for bands that name no place.", {})
    lowest_factor: Rate = key("Lowest factor that is applied.", Decimal(0))
    bands: Any = key("Bands by job.")

    def build(self, here: Place) -> Any:
        """The structure."""
        here = here.in_currency(self.currency)
        listed = here.at("bands")
        if listed.data is not None and not isinstance(listed.data, (list, tuple)):
            return listed.refuse("must be a list", "begin each job with a dash")
        bands = tuple(entry.build(JobBandsShape) for entry in listed.entries())
        _twice(listed, bands)
        places = here.at("places")
        factors = (
            ()
            if self.places is BROKEN
            else tuple(
                places.at(name).make(PlaceFactor, place=name, factor=factor) for name, factor in self.places.items()
            )
        )
        return here.make(PayStructure, bands=bands, places=factors, lowest_factor=self.lowest_factor)


def _twice(listed: Place, bands: tuple[Any, ...]) -> None:
    """Note jobs that stand twice, where the second stands."""
    first: dict[tuple[str, str, str], int] = {}
    for index, own in enumerate(bands):
        if own is not BROKEN and first.setdefault(own.key, index) != index:
            earlier = f"bands[{first[own.key]}]"
            listed.at(index).refuse(f"is for the same job as {earlier}", "keep one of them", value=own.label)
