"""Factory files: what an own AI factory costs and makes. Internal: its prices are never in a candidate document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..market.factory import AiFactory
from ..market.factoryparts import OUTPUT_ONLY, CheapHours, FactoryModel, FactoryPower, Purchase, Rent
from .fields import Count, Currency, Number, Share, Stated, Text, choice
from .places import Place, read_shape
from .shape_baskets import Mix, build_mix
from .structure import BROKEN, key

FACTORY_FORMAT = "compkit/factory/1"

_SPEEDS = ("fresh_input", "cache_write", "cache_write_1h", "cache_read", "output", "per_megawatt")


@frozen(kw_only=True)
class PurchaseShape:
    """Accelerators that were bought."""

    price: Stated = key("Price of one.")
    per: Annotated[str, choice("accelerator", "server")] = key("What the price is for.")
    life_years: Number = key("Years of use, after which they are worth nothing.")

    def build(self, here: Place) -> Any:
        """The purchase."""
        return here.make(Purchase, price=here.money(self.price), per=self.per, life_years=self.life_years)


@frozen(kw_only=True)
class RentShape:
    """Accelerators that are rented."""

    an_hour: Stated = key("Rent of one accelerator an hour, busy or not.")

    def build(self, here: Place) -> Any:
        """The rent."""
        return here.make(Rent, an_hour=here.money(self.an_hour))


@frozen(kw_only=True)
class CheapHoursShape:
    """Hours of the day with cheaper electricity."""

    price: Stated = key("Price of a kWh in them.")
    hours_a_day: Number = key("How many there are.")
    waiting: Share = key("Share of the work that can wait for them.")

    def build(self, here: Place) -> Any:
        """The hours."""
        terms = {"hours_a_day": self.hours_a_day, "waiting_rate": self.waiting}
        return here.make(CheapHours, {"waiting_rate": "waiting"}, price=here.money(self.price), **terms)


@frozen(kw_only=True)
class PowerShape:
    """What servers draw and what it costs."""

    draw_kw: Number = key("Draw of one server at work, in kW, before cooling.")
    idle: Share = key("Share of that draw while it waits.")
    price: Stated = key("Price of a kWh.")
    cooling: Number = key("Power of the site over power of its servers (PUE), 1 or more.")
    cheap_hours: Any = key("Cheaper hours for work that can wait.", None)
    megawatts: Number | None = key("Power that the site has, if that is a limit.", None)

    def build(self, here: Place) -> Any:
        """The power."""
        cheap = here.at("cheap_hours")
        return here.make(
            FactoryPower,
            {"idle_rate": "idle"},
            draw_kw=self.draw_kw,
            idle_rate=self.idle,
            price=here.money(self.price),
            cooling=self.cooling,
            cheap_hours=None if cheap.data is None else cheap.build(CheapHoursShape),
            megawatts=self.megawatts,
        )


@frozen(kw_only=True)
class FactoryModelShape:
    """How fast one server runs a model, by kind of token; what is left out is unknown."""

    fresh_input: Number | None = key("Tokens a second of input that is not read from a cache.", None)
    cache_write: Number | None = key("Of input written to a five-minute cache.", None)
    cache_write_1h: Number | None = key("Of input written to a one-hour cache.", None)
    cache_read: Number | None = key("Of input read from a cache.", None)
    output: Number | None = key("Of output, thinking included.", None)
    per_megawatt: Number | None = key("Tokens a second of the mix that a megawatt makes.", None)
    mix: Mix | None = key("What a month's tokens are counted in; output alone if left out.", None)

    def build(self, here: Place, name: str) -> Any:
        """The model."""
        mix = build_mix(self.mix, here) or OUTPUT_ONLY
        return here.make(FactoryModel, model=name, mix=mix, **{kind: getattr(self, kind) for kind in _SPEEDS})


@frozen(kw_only=True)
class FactoryShape:
    """An employer's own servers. Internal: never in a candidate document."""

    format: Annotated[str, choice(FACTORY_FORMAT)] = key(f"Always {FACTORY_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.")
    name: Text = key("Provider in a price book, such as acme-factory.")
    servers: Count = key("How many.")
    accelerators_per_server: Count = key("How many in each.")
    purchase: Any = key("What they cost to buy.", None)
    rent: Any = key("Instead: what they cost to rent.", None)
    models: Any = key("What runs on them, and how fast, by the model's id.")
    utilisation: Share = key("Share of the year in which servers work.")
    power: Any = key("Electricity; left out only where the rent includes it.", None)
    staff_a_year: Stated = key("Cost of staff a year; 0 if there is none.")
    other_a_year: Stated | None = key("All other cost a year.", None)

    def build(self, here: Place) -> Any:
        """The factory."""
        here = here.in_currency(self.currency)
        power = here.at("power")
        return here.make(
            AiFactory,
            {"utilisation_rate": "utilisation"},
            name=self.name,
            servers=self.servers,
            accelerators_per_server=self.accelerators_per_server,
            accelerators=_accelerators(here),
            models=_models(here.at("models")),
            utilisation_rate=self.utilisation,
            power=None if power.data is None else power.build(PowerShape),
            staff_a_year=here.money(self.staff_a_year),
            other_a_year=here.money(self.other_a_year),
        )


def _accelerators(here: Place) -> Any:
    bought, rented = here.at("purchase"), here.at("rent")
    if (bought.data is None) == (rented.data is None):
        return here.refuse("needs purchase or rent, and only one", "keep one of them", value="")
    return bought.build(PurchaseShape) if rented.data is None else rented.build(RentShape)


def _models(listed: Place) -> Any:
    if listed.data is BROKEN or listed.data is None:
        return BROKEN
    if not isinstance(listed.data, Mapping) or not listed.data:
        return listed.refuse("must be models with their speeds", "say {llama-4: {output: 2500}}", value="")
    return tuple(listed.at(name).build(FactoryModelShape, name) for name in listed.data)


def read_factory(path: str | Path) -> AiFactory:
    """The factory of a file, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    factory: AiFactory = read_shape(path, FactoryShape, "factory")
    return factory
