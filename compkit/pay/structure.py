"""Pay structure: the bands of all jobs, and which of them are those of a role."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, named, positive
from ..errors import InvalidValue
from ..money import exact
from .bands import OfferBands
from .offer import Role


@frozen
class PlaceFactor:
    """What a place pays over what the structure says.

    Attributes:
        place: The place.
        factor: 0.9 for 10 % less.
    """

    place: str = field(validator=named)
    factor: Decimal = field(converter=exact, validator=[positive, between(0, 10)])


def _once(instance: PayStructure, attribute: Any, value: tuple[OfferBands, ...]) -> None:
    if not value:
        raise InvalidValue("PayStructure.bands", "nothing", "holds no band", "add one")
    seen = set()
    for bands in value:
        if bands.key in seen:
            raise InvalidValue("PayStructure.bands", bands.label, "has two sets of bands", "keep one of them")
        seen.add(bands.key)


def _each_place_once(instance: PayStructure, attribute: Any, value: tuple[PlaceFactor, ...]) -> None:
    seen = [entry.place.casefold() for entry in value]
    for entry in value:
        if seen.count(entry.place.casefold()) > 1:
            raise InvalidValue("PayStructure.places", entry.place, "has two factors", "keep one of them")


@frozen(kw_only=True)
class PayStructure:
    """The bands of all jobs, with the factors of places.

    Attributes:
        bands: Each level, family and place once.
        places: Factors for bands that name no place; they scale base salary alone.
        lowest_factor: Lowest factor that is applied.
    """

    bands: tuple[OfferBands, ...] = field(validator=_once)
    places: tuple[PlaceFactor, ...] = field(default=(), validator=_each_place_once)
    lowest_factor: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 10))

    def of(self, role: Role) -> OfferBands:
        """The bands of a role: those that name most of its level, family and place, and nothing else.

        A family is the role's department or its title; a place is its location, or a part of it between commas
        (Austin, TX is in Austin and in TX). Bands without a place are scaled by the factor of the role's place.

        Raises:
            InvalidValue: If no bands are those of the role, with those that there are; or its place has no factor.
        """
        found = max((bands for bands in self.bands if _covers(bands, role)), key=_fit(role), default=None)
        if found is None:
            raise InvalidValue("role", _job(role), "no pay band covers it", self._way_out(role))
        return found if found.base.place or not self.places else self._scaled(found, role)

    def _scaled(self, bands: OfferBands, role: Role) -> OfferBands:
        spelt = _places(role)
        factors = {entry.place.casefold(): entry for entry in self.places}
        own = next((factors[place] for place in spelt if place in factors), None)
        if own is None:
            known = ", ".join(entry.place for entry in self.places)
            raise InvalidValue("role.location", role.location, "has no place factor", f"places with one: {known}")
        return evolve(bands, base=bands.base.at_place(own.factor, floor=self.lowest_factor, place=own.place))

    def _way_out(self, role: Role) -> str:
        at_level = [bands.label for bands in self.bands if bands.base.level.casefold() == role.level.casefold()]
        if role.level and at_level:
            return f"bands of level {role.level}: {'; '.join(at_level)}"
        levels = dict.fromkeys(bands.base.level for bands in self.bands if bands.base.level)
        return (
            f"levels with bands: {', '.join(levels)}" if levels else f"bands: {'; '.join(b.label for b in self.bands)}"
        )


def _job(role: Role) -> str:
    return ", ".join(word for word in (role.level or "no level", role.department or role.title, role.location) if word)


def _families(role: Role) -> tuple[str, ...]:
    return role.department.casefold(), role.title.casefold()


def _places(role: Role) -> tuple[str, ...]:
    """The location and its parts, as they match a place; the whole first."""
    whole = role.location.casefold()
    return whole, *(part.strip() for part in whole.split(","))


def _covers(bands: OfferBands, role: Role) -> bool:
    level, family, place = bands.key
    return (
        level in ("", role.level.casefold())
        and (not family or family in _families(role))
        and (not place or place in _places(role))
    )


def _fit(role: Role) -> Any:
    """How closely bands fit a role: by level, then family (department first), then place (the whole location first)."""

    def closeness(bands: OfferBands) -> tuple[bool, int, int]:
        level, family, place = bands.key
        family_rank = -_families(role).index(family) if family else -9
        return bool(level), family_rank, -_places(role).index(place) if place else -99

    return closeness
