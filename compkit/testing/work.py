"""Strategies for the work that agents do, and for own AI factories."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from ..market.factory import AiFactory
from ..market.factoryparts import CheapHours, FactoryModel, FactoryPower, Purchase, Rent
from ..money import EXACT, Money
from ..valuation.workload import Workload
from .values import currencies, money, names, rates, remembered

_KINDS = ("fresh_input", "cache_write", "cache_write_1h", "cache_read")


@remembered
@composite
def workloads(draw: DrawFn) -> Workload:
    """Any work: with and without caches, sub-agents by a mean or to a depth, growing or shrinking."""
    count = rates("0.01", "500", places=2)
    read = draw(rates(places=3))
    deep = draw(st.booleans())
    return Workload(
        name=draw(names()),
        agents=draw(count),
        runs_a_day=draw(count),
        working_days=draw(rates("1", "366", places=0)),
        turns_a_run=draw(count),
        context_tokens=draw(rates("0", "200000", places=0)),
        cache_read_rate=read,
        cache_write_rate=draw(rates(places=3).filter(lambda rate: rate + read <= 1)),
        output_tokens=draw(rates("1", "9000", places=0)),
        spawned_mean=Decimal(0) if deep else draw(rates("0", "0.95", places=2)),
        spawned=draw(st.integers(0, 4)) if deep else None,
        depth=draw(st.integers(0, 3)) if deep else None,
        growth_rate=draw(rates("-0.5", "2", places=2)),
    )


@remembered
@composite
def factories(draw: DrawFn) -> AiFactory:
    """Own factories, bought or rented, with one to three models; power with cheap hours, at times a limit."""
    currency, utilisation = draw(currencies()), draw(rates("0.01", "1", places=2))
    bought = draw(st.booleans())
    power = draw(_powers(currency, utilisation)) if bought or draw(st.booleans()) else None
    servers = draw(st.integers(1, 500))
    if power is not None and draw(st.booleans()):
        power = draw(_limited(power, servers))
    models = st.lists(_models(), min_size=1, max_size=3, unique_by=lambda model: model.model)
    other = st.one_of(st.none(), money(currency, low=0))
    return AiFactory(
        name=draw(names().filter(lambda name: "/" not in name)),
        servers=servers,
        accelerators_per_server=draw(st.integers(1, 16)),
        accelerators=draw(_purchases(currency)) if bought else Rent(an_hour=draw(money(currency, high=5000))),
        models=tuple(draw(models)),
        utilisation_rate=utilisation,
        power=power,
        staff_a_year=draw(money(currency, low=0)),
        other_a_year=draw(other),
    )


def _purchases(currency: str) -> SearchStrategy[Purchase]:
    price, life = money(currency, high=50_000_000), rates("0.5", "10", places=1)
    return st.builds(Purchase, price=price, per=st.sampled_from(["accelerator", "server"]), life_years=life)


@composite
def _models(draw: DrawFn) -> FactoryModel:
    """A model whose output speed is known, and of the other kinds any."""
    speed = rates("0.1", "500000", places=1)
    others: dict[str, Any] = {kind: draw(st.one_of(st.none(), speed)) for kind in _KINDS}
    name = names().filter(lambda name: "/" not in name)
    return FactoryModel(model=draw(name), output=draw(speed), **others)


@composite
def _powers(draw: DrawFn, currency: str, utilisation: Decimal) -> FactoryPower:
    """Power without a limit; work that waits fits into the cheap hours."""
    usual, cheap = sorted(draw(st.tuples(rates(places=3), rates(places=3))), reverse=True)
    hours = draw(rates("1", "24", places=0))
    most = min(EXACT.divide(hours, EXACT.multiply(utilisation, Decimal(24))), Decimal(1))
    waits = EXACT.multiply(most, draw(rates(places=2))).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    cheaper = CheapHours(price=Money(cheap, currency), hours_a_day=hours, waiting_rate=waits)
    return FactoryPower(
        draw_kw=draw(rates("0.1", "150", places=1)),
        idle_rate=draw(rates(places=2)),
        price=Money(usual, currency),
        cooling=draw(rates("1", "2", places=2)),
        cheap_hours=draw(st.sampled_from([None, cheaper])),
    )


@composite
def _limited(draw: DrawFn, power: FactoryPower, servers: int) -> FactoryPower:
    """The same power with a limit, between what all servers draw while they wait and somewhat more than at work."""
    whole = EXACT.multiply(EXACT.multiply(power.draw_kw, power.cooling), Decimal(servers)) / 1000
    rate = draw(rates("0.01", "0.5", places=2))
    return evolve(power, megawatts=EXACT.multiply(whole, EXACT.add(power.idle_rate, rate)))
