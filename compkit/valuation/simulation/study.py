"""A study of the odds of offers: simulated together, what moves each, where two are equal, and the past replayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import combinations

from attrs import evolve, field, frozen

from ...errors import InvalidValue
from ...market.market import Market
from ...pay.baskets import AGENTIC, Basket, TokenMix, provider_of
from ...pay.entitlements import COMPONENTS, Component
from ...pay.package import Package
from ..assumptions import Assumptions
from ..value import value
from ..views import View
from .dynamics import Dynamics
from .odds import Moving, Simulation
from .replay import Replay, replay
from .run import Progress
from .sensitivity import Bar, sensitivity, used_distribution
from .simulate import simulate
from .tieodds import TieOdds, tie_odds


@frozen(kw_only=True)
class OddsStudy:
    """Everything about the odds of offers, in one number.

    Attributes:
        simulation: The offers simulated.
        number: ``cost`` or ``worth``: what bars and break-evens are of.
        stated: The total of each offer as `value` gives it, by name: what moves is at its stated value.
        bars: What moves the total of each offer, by name, the widest first.
        pair_bars: What moves the total of one offer less that of another, by the two names.
        ties: Where two offers are equal, by the two names.
        replays: The tokens of each offer on past days, by name; empty if not asked for.
        spent_at: Model at which money is spent that names none, for the odds that it runs dry; empty if none fits.
        held: What the offers depend on that nobody said how it moves, in words: it stays as stated.
        idle: Symbols and providers that move and that no offer depends on.
    """

    simulation: Simulation
    number: Moving
    stated: Mapping[str, Decimal]
    bars: Mapping[str, tuple[Bar, ...]]
    pair_bars: Mapping[tuple[str, str], tuple[Bar, ...]] = field(factory=dict)
    ties: Mapping[tuple[str, str], tuple[TieOdds, ...]] = field(factory=dict)
    replays: Mapping[str, Replay] = field(factory=dict)
    spent_at: str = ""
    held: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


def study_odds(
    packages: Mapping[str, Package],
    market: Market,
    dynamics: Dynamics,
    *,
    assumptions: Assumptions,
    number: Moving = "worth",
    paths: int = 10_000,
    seed: int,
    view: View | None = None,
    currency: str | None = None,
    models: Iterable[str] = (),
    mix: TokenMix = AGENTIC,
    past: bool = False,
    progress: Progress | None = None,
) -> OddsStudy:
    """Simulate offers, find what moves them and where they are equal.

    Args:
        packages: Offers by name.
        market: As stated.
        dynamics: How factors move.
        assumptions: As stated.
        number: ``cost`` or ``worth``, of bars and break-evens; the simulation holds both.
        paths: How many are drawn.
        seed: Of the random numbers.
        view: How time is cut into years; service years if None.
        currency: Of every amount; the first offer's if None.
        models: Where money may go that names no model: replayed at each, and drawn at the first that fits all offers.
        mix: How such tokens split by kind.
        past: Whether the tokens are replayed, too.
        progress: Called with the number of paths drawn.

    Raises:
        InvalidValue: If there is no offer.
        MissingFact: If a price or exchange rate is needed and not given.
    """
    if not packages:
        raise InvalidValue("study_odds", "nothing", "needs at least one offer")
    code = currency or next(iter(packages.values())).currency
    offers = {name: evolve(package, currency=code) for name, package in packages.items()}
    places = tuple(models)
    spent_at = _common(offers.values(), places)
    simulation = simulate(
        offers,
        market,
        dynamics,
        assumptions=assumptions,
        paths=paths,
        seed=seed,
        view=view,
        basket=Basket.of(spent_at, mix) if spent_at else None,
        progress=progress,
    )
    without = tuple(entry.component for entry in simulation.left_out)
    base = (market, assumptions, dynamics, number)
    pairs = list(combinations(offers, 2))
    return OddsStudy(
        simulation=simulation,
        number=number,
        stated={name: _stated(package, market, assumptions, number, without) for name, package in offers.items()},
        bars={name: sensitivity(package, *base, without=without) for name, package in offers.items()},
        pair_bars={(a, b): sensitivity(offers[a], *base, against=offers[b], without=without) for a, b in pairs},
        ties={(a, b): tie_odds({a: offers[a], b: offers[b]}, *base, without=without) for a, b in pairs},
        replays={n: replay(one, market, models=places, mix=mix) for n, one in offers.items()} if past else {},
        spent_at=spent_at,
        held=(*_held(offers.values(), dynamics, assumptions), *_rates_held(packages.values(), market, code)),
        idle=_idle(offers.values(), dynamics, market),
    )


def _stated(
    package: Package, market: Market, given: Assumptions, number: Moving, without: Iterable[Component]
) -> Decimal:
    """The total of an offer as stated, of what every offer told."""
    told = [component for component in COMPONENTS if component not in frozenset(without)]
    return value(package, market, given).total(number, components=told).amount


def _common(packages: Iterable[Package], models: Iterable[str]) -> str:
    """The first model at which all money may be spent that names none; empty if there is none of either."""
    free = [allowance for package in packages for allowance in package.tokens if allowance.basket is None]
    for model in models if free else ():
        if all(one.is_good_at(model) for one in free):
            return model
    return ""


def _symbols(packages: Iterable[Package]) -> list[str]:
    return list(dict.fromkeys(grant.symbol for package in packages for grant in package.equity))


def _providers(packages: Iterable[Package]) -> list[str]:
    """Providers whose prices a promise follows, or at which its money is spent."""
    found: dict[str, None] = {}
    for allowance in (allowance for package in packages for allowance in package.tokens):
        if allowance.basket is not None:
            found |= dict.fromkeys(provider_of(model) for model in allowance.basket.models)
        found |= dict.fromkeys(allowance.providers)
    return list(found)


def _held(packages: Iterable[Package], dynamics: Dynamics, assumptions: Assumptions) -> tuple[str, ...]:
    """What stays as stated, in words."""
    offers = list(packages)
    shares = {share.symbol for share in dynamics.shares}
    providers = {token.provider for token in dynamics.tokens}
    found = [f"share price of {symbol}" for symbol in _symbols(offers) if symbol not in shares]
    found += [f"token prices of {name}" for name in _providers(offers) if name not in providers]
    if dynamics.payout is None and any(package.bonus for package in offers):
        found.append("payout of bonuses")
    if used_distribution(dynamics, assumptions) is None and any(package.tokens for package in offers):
        found.append("use of tokens")
    drawn = assumptions.leave_rate and dynamics.leaving == "drawn"
    return tuple(
        found if drawn else [*found, "that everybody stays" if not assumptions.leave_rate else "the odds of staying"]
    )


def _rates_held(packages: Iterable[Package], market: Market, currency: str) -> tuple[str, ...]:
    """Exchange rates, which are never drawn, of offers and shares in other currencies, in words."""
    offers = list(packages)
    held = {share.symbol: share.price.currency for share in market.shares}
    used = [*(package.currency for package in offers), *(held[name] for name in _symbols(offers) if name in held)]
    return tuple(f"the exchange rate of {code}" for code in dict.fromkeys(used) if code != currency)


def _idle(packages: Iterable[Package], dynamics: Dynamics, market: Market) -> tuple[str, ...]:
    """Names that move although no offer depends on them; money that may go anywhere depends on all who have prices."""
    offers = list(packages)
    symbols, providers = _symbols(offers), set(_providers(offers))
    if any(allowance.basket is None and not allowance.providers for package in offers for allowance in package.tokens):
        providers |= {provider_of(model) for model in market.book.models}
    found = [share.symbol for share in dynamics.shares if share.symbol not in symbols]
    return tuple(found + [token.provider for token in dynamics.tokens if token.provider not in providers])
