"""What an own AI factory is made of: accelerators bought or rented, power, and how fast its servers run each model."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, maybe, named, not_negative, one_of, positive
from ..errors import InvalidValue
from ..money import EXACT, Money, add_up, exact, exactly, is_money, maybe_exact
from ..pay.baskets import TokenMix
from .prices import KINDS

HOURS_A_YEAR = Decimal(8760)
"""365 days: a factory's year, leap days left out."""

OUTPUT_ONLY = TokenMix(name="output only", fresh_input=0, output=1, source="tokens written, what was read left out")
"""A mix that counts output alone, as most published throughputs do."""


# accelerators


@frozen(kw_only=True)
class Purchase:
    """Accelerators that were bought; their price is spread evenly over their life.

    Attributes:
        price: Price of one, or of a whole server.
        per: What the price is for: ``accelerator`` or ``server``.
        life_years: Years of use, after which they are worth nothing.
    """

    price: Money = field(validator=[is_money, not_negative])
    per: Literal["accelerator", "server"] = field(validator=one_of("accelerator", "server"))
    life_years: Decimal = field(converter=exact, validator=positive)

    @exactly
    def a_year(self, accelerators: int) -> Money:
        """Cost of one server with so many accelerators, a year."""
        bought = accelerators if self.per == "accelerator" else 1
        return Money(self.price.amount * bought / self.life_years, self.price.currency)


@frozen(kw_only=True)
class Rent:
    """Accelerators that are rented; paid for every hour, busy or not.

    Attributes:
        an_hour: Rent of one accelerator an hour.
    """

    an_hour: Money = field(validator=[is_money, not_negative])

    @exactly
    def a_year(self, accelerators: int) -> Money:
        """Cost of one server with so many accelerators, a year."""
        return self.an_hour * accelerators * HOURS_A_YEAR


# power


def _no_dearer(instance: FactoryPower, attribute: Any, value: CheapHours | None) -> None:
    if value is not None and value.price > instance.price:
        rule = f"must be no dearer than the usual price of {instance.price}"
        raise InvalidValue("CheapHours.price", value.price, rule, "swap the two prices")


@frozen(kw_only=True)
class CheapHours:
    """Hours of the day with cheaper electricity, into which work that can wait is moved.

    Attributes:
        price: Price of a kWh in them.
        hours_a_day: How many there are.
        waiting_rate: Share of the work that can wait for them.
    """

    price: Money = field(validator=[is_money, not_negative])
    hours_a_day: Decimal = field(converter=exact, validator=[positive, between(0, 24)])
    waiting_rate: Decimal = field(converter=exact, validator=between(0, 1))


@frozen(kw_only=True)
class FactoryPower:
    """Electricity: what servers draw and what it costs.

    A server draws `draw_kw` while it works and `idle_rate` of that while it waits, so energy rises with utilisation
    but not in proportion to it. Idle draw is paid at the usual price.

    Attributes:
        draw_kw: Draw of one server at work, in kW, before cooling.
        idle_rate: Share of that draw while it waits; 0 if energy goes with work alone, 1 if it never falls.
        price: Price of a kWh.
        cooling: Power drawn by the site over power drawn by servers (PUE); 1 is no overhead.
        cheap_hours: Cheaper hours for work that can wait; None without.
        megawatts: Power that the site has, cooling included; None where it is no limit.
    """

    draw_kw: Decimal = field(converter=exact, validator=positive)
    idle_rate: Decimal = field(converter=exact, validator=between(0, 1))
    price: Money = field(validator=[is_money, not_negative])
    cooling: Decimal = field(converter=exact, validator=between(1, 10))
    cheap_hours: CheapHours | None = field(default=None, validator=_no_dearer)
    megawatts: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(positive))

    @property
    @exactly
    def work_price(self) -> Money:
        """Price of a kWh that work draws: usual and cheap hours, by the share that can wait."""
        if self.cheap_hours is None:
            return self.price
        waits = self.cheap_hours.waiting_rate
        return self.price * (1 - waits) + self.cheap_hours.price * waits

    @exactly
    def an_hour(self, utilisation: Decimal) -> Money:
        """Energy of one server an hour, on average, cooling included."""
        busy = self.work_price * utilisation
        idle = self.price * ((1 - utilisation) * self.idle_rate)
        return (busy + idle) * (self.draw_kw * self.cooling)

    @exactly
    def an_hour_more(self) -> Money:
        """Energy that an hour of work adds to a server that would have waited."""
        return self.work_price * ((1 - self.idle_rate) * self.draw_kw * self.cooling)


# models


def _some_kind(instance: FactoryModel, attribute: Any, value: TokenMix) -> None:
    if not instance.rates():
        rule = "needs the tokens a second of at least one kind"
        raise InvalidValue("FactoryModel", instance.model, rule, f"name one of {', '.join(KINDS)}")
    instance.check(value)


def _plain_id(instance: object, attribute: Any, value: str) -> None:
    named(instance, attribute, value)
    if "/" in value:
        fix = f"say {value.rpartition('/')[2]}"
        raise InvalidValue("FactoryModel.model", value, "is named without a provider: the factory is it", fix)


def _speed() -> Any:
    return field(default=None, converter=maybe_exact, validator=maybe(positive))


@frozen(kw_only=True)
class FactoryModel:
    """How fast one server runs a model when it does nothing else, by kind of token; None is unknown.

    Attributes:
        model: Id without provider, such as ``llama-4``.
        fresh_input: Tokens a second per server of input that is not read from a cache.
        cache_write: Of input written to a cache for five minutes.
        cache_write_1h: Of input written to a cache for an hour.
        cache_read: Of input read from a cache.
        output: Of output, thinking included.
        per_megawatt: Tokens a second of `mix` that a megawatt makes; None to reckon it from the servers' draw.
        mix: What is counted where output is stated as a whole: a month's tokens and the limit by power.
    """

    model: str = field(validator=_plain_id)
    fresh_input: Decimal | None = _speed()
    cache_write: Decimal | None = _speed()
    cache_write_1h: Decimal | None = _speed()
    cache_read: Decimal | None = _speed()
    output: Decimal | None = _speed()
    per_megawatt: Decimal | None = _speed()
    mix: TokenMix = field(default=OUTPUT_ONLY, validator=_some_kind)

    def rates(self) -> dict[str, Decimal]:
        """Tokens a second per server of each kind that is stated."""
        return {kind: rate for kind in KINDS if (rate := getattr(self, kind)) is not None}

    def check(self, mix: TokenMix) -> TokenMix:
        """A mix, of whose kinds every speed is known.

        Raises:
            InvalidValue: If one is not; unknown is never zero.
        """
        rates = self.rates()
        missing = [kind.replace("_", " ") for kind, share in mix.shares().items() if share and kind not in rates]
        if missing:
            rule = f"has no tokens a second of {', '.join(missing)}, which {self.model} would need"
            raise InvalidValue("FactoryModel.mix", mix.name, rule, "state them, or give a mix without them")
        return mix

    @exactly
    def per_second(self, mix: TokenMix) -> Decimal:
        """Tokens of a mix that one server makes a second: ``1 / sum(share of kind / tokens a second of kind)``."""
        rates = self.rates()
        return 1 / add_up(EXACT.divide(share, rates[kind]) for kind, share in mix.shares().items() if share)
