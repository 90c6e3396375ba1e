"""AI factory: tokens that an employer makes itself, priced like any other provider's from what its servers cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, maybe, named, not_negative, positive
from ..errors import InvalidValue, UnknownModel
from ..money import EXACT, Money, exact, exactly, is_money, total
from ..pay.baskets import TokenMix
from .factoryparts import HOURS_A_YEAR, FactoryModel, FactoryPower, Purchase, Rent
from .facts import Capacity
from .listing import HISTORY_STARTS
from .market import Market
from .prices import KINDS, PriceBook, RateCard, TokenPrice

_LAST_DIGIT = Decimal("1e-30")
"""Parts of a price are worked out to this, so that they add up to the price to the last digit."""

_SECONDS_A_YEAR = HOURS_A_YEAR * 3600
_PARTS = ("energy", "capital", "staff", "other")


@frozen(kw_only=True)
class FactoryCost:
    """What a million tokens cost to make, by part; the parts add up to `per_mtok` exactly.

    Attributes:
        model: ``provider/model``, the provider being the factory.
        mix: The tokens meant.
        energy: Electricity, idle draw and cooling included.
        capital: Accelerators, bought or rented.
        staff: Staff.
        other: All else.
        marginal: Electricity of one more million, all else being paid already.
        mtok_a_month: Millions of tokens of the mix that the whole factory makes a month.
        utilisation_rate: Share of full output that is made: as stated, or less where power is the limit.
        capped: Whether power is the limit.
        basis: How it was reckoned, in words.
    """

    model: str
    mix: TokenMix
    energy: Money
    capital: Money
    staff: Money
    other: Money
    marginal: Money
    mtok_a_month: Decimal
    utilisation_rate: Decimal
    capped: bool
    basis: str

    @property
    def per_mtok(self) -> Money:
        """Full cost of a million tokens."""
        return self.energy + self.rest

    @property
    def rest(self) -> Money:
        """Full cost without its energy."""
        return self.capital + self.staff + self.other


def _one_currency(instance: AiFactory, attribute: Any, value: Any) -> None:
    amounts = [instance.a_server_a_year, instance.staff_a_year]
    if instance.power is not None:
        amounts.append(instance.power.work_price)
    if instance.other_a_year is not None:
        amounts.append(instance.other_a_year)
    total(amounts, amounts[0].currency)  # raises CurrencyMismatch


def _power_known(instance: AiFactory, attribute: Any, value: FactoryPower | None) -> None:
    if value is None and isinstance(instance.accelerators, Purchase):
        rule = "servers that were bought draw power, and its price is unknown"
        raise InvalidValue("AiFactory.power", "nothing", rule, "state it; only rent can include it")


@exactly
def _waiting_fits(instance: AiFactory, attribute: Any, value: FactoryPower | None) -> None:
    cheap = value and value.cheap_hours
    if cheap and cheap.waiting_rate * instance.utilisation_rate * 24 > cheap.hours_a_day:
        rule = f"work that waits does not fit into {cheap.hours_a_day} hours a day"
        fix = f"say no more than {EXACT.divide(cheap.hours_a_day, 24 * instance.utilisation_rate):.4f}"
        raise InvalidValue("CheapHours.waiting_rate", cheap.waiting_rate, rule, fix)


@exactly
def _can_wait(instance: AiFactory, attribute: Any, power: FactoryPower | None) -> None:
    if power is None or power.megawatts is None:
        return
    waiting = instance.servers * power.draw_kw * power.idle_rate * power.cooling / 1000
    if waiting > power.megawatts:
        rule = f"is less than the {waiting:f} MW that {instance.servers} servers draw while they wait"
        raise InvalidValue("FactoryPower.megawatts", power.megawatts, rule, "state fewer servers")


def _distinct(instance: AiFactory, attribute: Any, value: tuple[FactoryModel, ...]) -> None:
    names = [model.model for model in value]
    if not names or len(set(names)) < len(names):
        raise InvalidValue("AiFactory.models", ", ".join(names) or "nothing", "must be one or more, each once")


def _whole(instance: object, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(f"AiFactory.{attribute.name}", value, "must be a whole number")
    positive(instance, attribute, value)


def _provider(instance: object, attribute: Any, value: str) -> None:
    named(instance, attribute, value)
    if "/" in value:
        raise InvalidValue("AiFactory.name", value, "is a provider's name, so it has no slash")


@frozen(kw_only=True)
class AiFactory:
    """Tokens made in-house: a provider like any other, whose prices are its costs.

    A kind of token costs what a second of a busy server costs, divided by the tokens of that kind that it makes in
    that second; so the price of a mix is linear in its kinds. Every model is priced as if it had the whole factory,
    which is right for any split between models, since a second of a server costs the same whatever runs on it.

    Attributes:
        name: Provider in a price book, such as ``acme-factory``.
        servers: How many.
        accelerators_per_server: How many in each.
        accelerators: Bought or rented.
        models: What runs on them, and how fast.
        utilisation_rate: Share of the year in which servers work; the rest they wait, and are paid for.
        power: Electricity; None only where rent includes it.
        staff_a_year: Cost of staff a year.
        other_a_year: All other cost a year; None if there is none.
    """

    name: str = field(validator=_provider)
    servers: int = field(validator=_whole)
    accelerators_per_server: int = field(validator=_whole)
    accelerators: Purchase | Rent
    models: tuple[FactoryModel, ...] = field(validator=_distinct)
    utilisation_rate: Decimal = field(converter=exact, validator=[positive, between(0, 1)])
    power: FactoryPower | None = field(default=None, validator=[_power_known, _waiting_fits, _can_wait])
    staff_a_year: Money = field(validator=[is_money, not_negative])
    other_a_year: Money | None = field(default=None, validator=[maybe(not_negative), _one_currency])

    @property
    def currency(self) -> str:
        """Currency of every cost."""
        return self.staff_a_year.currency

    @property
    def a_server_a_year(self) -> Money:
        """Accelerators of one server, a year."""
        return self.accelerators.a_year(self.accelerators_per_server)

    def model(self, name: str) -> FactoryModel:
        """A model by its id, with or without the factory's name.

        Raises:
            UnknownModel: If the factory does not run it.
        """
        for model in self.models:
            if name in (model.model, f"{self.name}/{model.model}"):
                return model
        raise UnknownModel(name, [f"{self.name}/{model.model}" for model in self.models])

    # output

    @exactly
    def possible_rate(self, name: str) -> Decimal:
        """Utilisation that the site's power allows for a model, at most 1.

        ``megawatts * tokens a second per megawatt / (servers * tokens a second per server)``, of the model's own mix.
        Where that is not stated, the share of time in which servers can work while the others wait:
        ``(megawatts / draw of all - idle rate) / (1 - idle rate)``. Power limits the average: bursts are taken to wait.
        """
        model, power = self.model(name), self.power
        if power is None or power.megawatts is None:
            return Decimal(1)
        if model.per_megawatt is None:
            share = power.megawatts * 1000 / (self.servers * power.draw_kw * power.cooling)
            possible = Decimal(1) if share >= 1 else (share - power.idle_rate) / (1 - power.idle_rate)
        else:
            possible = power.megawatts * model.per_megawatt / (self.servers * model.per_second(model.mix))
        return min(possible, Decimal(1))

    def reached_rate(self, name: str) -> Decimal:
        """Utilisation as stated, or what power allows if that is less."""
        return min(self.utilisation_rate, self.possible_rate(name))

    @exactly
    def monthly_mtok(self, name: str, mix: TokenMix | None = None) -> Decimal:
        """Millions of tokens that the whole factory makes of a model in a twelfth of a year.

        ``servers * tokens a second * seconds a year * utilisation / 12``.

        Args:
            name: The model.
            mix: The tokens meant; the model's own, which is output alone unless stated.
        """
        model = self.model(name)
        a_second = model.per_second(model.check(mix or model.mix)) * self.servers
        return a_second * self.reached_rate(name) * _SECONDS_A_YEAR / 12 / 10**6

    # cost

    @exactly
    def costs_a_year(self, name: str) -> dict[str, Money]:
        """Cost of the whole factory a year, by part."""
        nothing = Money(0, self.currency)
        power = self.power.an_hour(self.reached_rate(name)) * HOURS_A_YEAR if self.power else nothing
        staff, other = self.staff_a_year, self.other_a_year or nothing
        return dict(zip(_PARTS, (power * self.servers, self.a_server_a_year * self.servers, staff, other), strict=True))

    @exactly
    def _parts(self, name: str, kind: str) -> dict[str, Decimal]:
        """Cost of a million tokens of one kind, by part, with its marginal cost; each to thirty decimals."""
        speed, reached = self.model(name).rates()[kind], self.reached_rate(name)
        busy = self.servers * _SECONDS_A_YEAR * reached
        a_second = {part: cost.amount / busy for part, cost in self.costs_a_year(name).items()}
        a_second["marginal"] = self.power.an_hour_more().amount / 3600 if self.power else Decimal(0)
        return {part: (cost * 10**6 / speed).quantize(_LAST_DIGIT, context=EXACT) for part, cost in a_second.items()}

    @exactly
    def cost(self, name: str, mix: TokenMix | None = None) -> FactoryCost:
        """What a million tokens of a model cost to make.

        Args:
            name: The model.
            mix: The tokens meant; the model's own, which is output alone unless stated.

        Raises:
            UnknownModel: If the factory does not run it.
            InvalidValue: If the mix uses a kind of token whose speed is unknown.
        """
        model = self.model(name)
        mix, reached = model.check(mix or model.mix), self.reached_rate(name)
        found = dict.fromkeys((*_PARTS, "marginal"), Decimal(0))
        for kind, share in mix.shares().items():
            for part, cost in self._parts(name, kind).items() if share else ():
                found[part] += share * cost
        return FactoryCost(
            model=f"{self.name}/{model.model}",
            mix=mix,
            **{part: Money(cost, self.currency) for part, cost in found.items()},
            mtok_a_month=self.monthly_mtok(name, mix),
            utilisation_rate=reached,
            capped=reached < self.utilisation_rate,
            basis=self._basis(model, mix, reached),
        )

    def _basis(self, model: FactoryModel, mix: TokenMix, reached: Decimal) -> str:
        speeds = ", ".join(f"{rate:f} {kind.replace('_', ' ')}" for kind, rate in model.rates().items())
        limit = ", as power allows" if reached < self.utilisation_rate else ""
        return (
            f"cost of the year / (servers {self.servers} * 8760 h * utilisation {_percent(reached)}{limit}), "
            f"divided by tokens a second per server ({speeds}), mix {mix.name}"
        )

    # book

    def price_rows(self, from_on: date, source: str, *, marginal: bool = False) -> tuple[TokenPrice, ...]:
        """Rows of a price book, one a model: full cost, or the marginal cost where capacity is paid already.

        Kinds of tokens whose speed is not stated have no price; unknown is never zero.
        """
        return tuple(self._row(model, from_on, source, marginal=marginal) for model in self.models)

    def capacities(self, on: date, source: str) -> tuple[Capacity, ...]:
        """What each model makes in a month and costs in full, for allowances that are slices of it.

        A capacity is named as its row is, ``acme-factory/llama-4``; a factory of one model also goes by its own name.
        """
        found = []
        for model in self.models:
            cost = self.cost(model.model)
            names = [f"{self.name}/{model.model}", *([self.name] if len(self.models) == 1 else [])]
            made: dict[str, Any] = {
                "mtok_a_month": cost.mtok_a_month,
                "cost_per_mtok": cost.per_mtok,
                "on": on,
                "source": source,
            }
            found += [Capacity(name=name, **made) for name in names]
        return tuple(found)

    def _row(self, model: FactoryModel, from_on: date, source: str, *, marginal: bool) -> TokenPrice:
        reached = f"full cost of an own factory at {_percent(self.reached_rate(model.model))} utilisation"
        return TokenPrice(
            model=f"{self.name}/{model.model}",
            card=RateCard(**{kind: self._kind_price(model, kind, marginal=marginal) for kind in KINDS}),
            currency=self.currency,
            from_on=from_on,
            stage="factory",
            source=source,
            reading="marginal cost of an own factory: its electricity alone" if marginal else reached,
        )

    @exactly
    def _kind_price(self, model: FactoryModel, kind: str, *, marginal: bool) -> Decimal | None:
        if kind not in model.rates():
            return None
        parts = self._parts(model.model, kind)
        return parts["marginal"] if marginal else sum((parts[part] for part in _PARTS), Decimal(0))


def _percent(rate: Decimal) -> str:
    shown = EXACT.multiply(rate, Decimal(100)).quantize(Decimal("0.01"), context=EXACT)
    return f"{shown.normalize(context=EXACT):f} %"


def with_factories(market: Market, factories: Iterable[AiFactory]) -> Market:
    """A market in which own factories are providers like any other, at full cost, and capacities to have slices of."""
    for factory in factories:
        source = f"own factory {factory.name}"
        book = market.book.merged(PriceBook(factory.price_rows(HISTORY_STARTS, source)))
        known = {capacity.name for capacity in market.capacities}
        more = (made for made in factory.capacities(market.as_of, source) if made.name not in known)
        market = evolve(market, book=book, capacities=(*market.capacities, *more))
    return market
