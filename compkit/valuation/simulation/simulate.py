"""Simulate: offers under the same random prices, use, payout and staying, path by path."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import InvalidValue
from ...market.market import Market
from ...pay.baskets import Basket
from ...pay.package import Package
from ..assumptions import Assumptions
from ..compare import compare
from ..value import value
from ..views import View
from .draws import BLOCK, GENERATOR
from .dynamics import Dynamics
from .odds import Simulation
from .run import Progress as Progress, Run
from .uncertain import Uncertain

MOST_PATHS = 100_000_000


def simulate(
    packages: Mapping[str, Package],
    market: Market,
    dynamics: Dynamics,
    *,
    assumptions: Assumptions,
    paths: int = 10_000,
    seed: int,
    view: View | None = None,
    currency: str | None = None,
    basket: Basket | None = None,
    chunk_paths: int = 16_384,
    progress: Progress | None = None,
) -> Simulation:
    """Value offers on many paths, each a course that prices, use, payout and staying may take.

    On a path an entitlement is its quantity times a price, as in `value`, but its price is the one of the path: a
    factor that moves is drawn instead of expected, and all else is as stated. So what does not move is exact, and
    means come to the totals of `value` wherever a total is linear in what moves. All offers meet the same prices on the
    same day (common random numbers), so that odds compare offers and not draws.

    An option whose share moves is what it is exercised for on the path: money of its day, undiscounted in cost, and in
    worth discounted at the reader's own rate from that day. That holds where the market prices options by a model too.
    A model's value is of today, by its own volatility and rate; so it is no mean of payoffs, unless the share grows and
    worth is discounted at the model's rate. An option whose share does not move is what the market says.

    Args:
        packages: The offers, by name.
        market: What is stated.
        dynamics: How it moves; nothing moves unless said, but what the assumptions state as odds.
        assumptions: What is expected.
        paths: How many; more make quantiles finer, and no figure right that the dynamics do not know.
        seed: Any whole number; the same one gives the same figures, whatever else is simulated beside.
        view: How time is cut into years; service years if None.
        currency: ISO 4217 code of every amount; the first offer's if None.
        basket: What token money is spent on where its promise names no model, for the odds that it runs dry.
        chunk_paths: How many paths are in memory at once, to the next multiple of 256; it changes no figure.
        progress: Called with the number of paths done; anew in each pass, if quantiles of very many need several.

    Raises:
        InvalidValue: If paths, correlations or offers are refused.
        MissingFact: If a price or rate is needed and not given.
    """
    _check(paths, seed, chunk_paths)
    uncertain = Uncertain.of(dynamics, assumptions, seed)
    valuations = {name: value(package, market, assumptions) for name, package in packages.items()}
    compared = compare(valuations, currency=currency, view=view)
    run = Run(compared, uncertain, paths, basket)
    run.all_passes(-(-chunk_paths // BLOCK) * BLOCK, progress)
    return Simulation(
        as_of=market.as_of,
        currency=compared.currency,
        paths=paths,
        seed=seed,
        generator=GENERATOR,
        dynamics=dynamics,
        assumptions=assumptions,
        view=compared.view,
        year_labels=compared.year_labels,
        offers={odds.name: odds for odds in run.offers()},
        duels=tuple(run.duels()),
        left_out=compared.left_out,
    )


def _check(paths: int, seed: int, chunk_paths: int) -> None:
    for name, number, least in (("paths", paths, 1), ("chunk_paths", chunk_paths, 1)):
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= MOST_PATHS:
            raise InvalidValue(name, number, f"must be a whole number from {least} to {MOST_PATHS}")
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise InvalidValue("seed", seed, "must be a whole number", "say seed=1, and keep it to see the same again")
    try:
        import numpy  # noqa: F401
    except ModuleNotFoundError:
        raise InvalidValue("simulate", "numpy", "is not installed", "pip install compkit[tables]") from None
