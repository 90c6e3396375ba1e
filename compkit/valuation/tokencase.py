"""Everything that is asked of the tokens of offers, put together once: grid, stages, break-evens, context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from attrs import frozen

from ..errors import CurrencyMismatch
from ..market.scenarios import Scenario
from ..money import EXACT, Money, exactly
from ..pay.baskets import Basket
from .breakeven import (
    Amplification,
    ClaimedMultiple,
    RaiseInstead,
    ToolBudget,
    allowance_pays,
    equal_price,
    equal_utilisation,
    months_until_tools_beat_raise,
)
from .grid import PriceGrid, price_grid
from .samemoney import SameMoney, same_money
from .stages import PriceStages, price_stages
from .value import Valuation


@frozen(kw_only=True)
class OfferBreakEvens:
    """Whether the tokens of one offer pay.

    Attributes:
        pays: By how much output must rise.
        same: The face of the tokens a year as tokens, as a raise, as one more hire.
        tools_months: Month in which the tokens beat the same money as a raise, at the claimed gain; None without a
            claim, or if they do not.
    """

    pays: Amplification
    same: tuple[SameMoney, ...]
    tools_months: int | None = None


@frozen(kw_only=True)
class PairBreakEven:
    """Where two offers are equal.

    Attributes:
        first: Name of an offer.
        second: Name of another.
        utilisation: At which both have the same expected cost; None if there is none.
        price: Of a million tokens at which the quantity of the first costs the money of the second; None where one
            promises no quantity or the other no money.
    """

    first: str
    second: str
    utilisation: Decimal | None
    price: Money | None


@frozen(kw_only=True)
class TokenCase:
    """The tokens of offers: what they buy, what they cost, whether they pay.

    Attributes:
        valuations: The offers.
        grid: What each buys and costs at each model and scenario.
        stages: List, contract, effective and own-factory prices; empty where there is list only.
        offers: Break-evens of each offer that has tokens and a base salary.
        pairs: Break-evens of each pair.
        scenarios: The what-ifs, with their sources.
    """

    valuations: Mapping[str, Valuation]
    grid: PriceGrid
    stages: tuple[PriceStages, ...]
    offers: Mapping[str, OfferBreakEvens]
    pairs: tuple[PairBreakEven, ...]
    scenarios: tuple[Scenario, ...] = ()


@exactly
def token_case(
    valuations: Mapping[str, Valuation],
    *,
    models: Iterable[str] = (),
    scenarios: Iterable[Scenario] = (),
    claimed: ClaimedMultiple | None = None,
) -> TokenCase:
    """What the tokens of offers buy, what they cost, and whether they pay.

    Args:
        valuations: By name, all of one day.
        models: Models to compare; those that the offers name if none is given.
        scenarios: What-ifs.
        claimed: What the sponsor of the allowance says that tokens make of a person's output.
    """
    what_ifs = tuple(scenarios)
    grid = price_grid(valuations, models=models, scenarios=what_ifs)
    market = next(iter(valuations.values())).market
    known = [model for model in grid.models if grid.prices[model] is not None]
    stages = price_stages(market, known, grid.mix, market.as_of)
    return TokenCase(
        valuations=valuations,
        grid=grid,
        stages=stages if any(stage.terms or stage.is_own for stage in stages) else (),
        offers=dict(_break_evens(valuations, grid, claimed)),
        pairs=tuple(_pairs(valuations)),
        scenarios=what_ifs,
    )


def _break_evens(
    valuations: Mapping[str, Valuation], grid: PriceGrid, claimed: ClaimedMultiple | None
) -> Iterator[tuple[str, OfferBreakEvens]]:
    for name, valuation in valuations.items():
        tokens = valuation.total("face", components=["tokens"]) * EXACT.divide(Decimal(1), valuation.years)
        if not tokens.amount or not valuation.total("cost", components=["base salary"]).amount:
            continue
        first = valuation.package.tokens[0].basket or Basket.of(grid.models[0], grid.mix)
        yield (
            name,
            OfferBreakEvens(
                pays=allowance_pays(valuation, claimed),
                same=same_money(tokens, valuation, basket=first, claimed=claimed),
                tools_months=_months(valuation, tokens, claimed),
            ),
        )


def _months(valuation: Valuation, tokens: Money, claimed: ClaimedMultiple | None) -> int | None:
    """When the tokens beat the same money as a raise that brings nothing, at the gain that is claimed."""
    if claimed is None or claimed.gain_rate < 0:
        return None
    tools = ToolBudget(
        monthly=tokens * EXACT.divide(Decimal(1), Decimal(12)), gain_rate=claimed.gain_rate, source=claimed.source
    )
    load = RaiseInstead(load_rate=valuation.assumptions.employer_load)
    pay = valuation.total("cost", components=["base salary"]) * EXACT.divide(Decimal(1), valuation.years)
    return months_until_tools_beat_raise(tools, load, loaded_pay=pay)


def _pairs(valuations: Mapping[str, Valuation]) -> Iterator[PairBreakEven]:
    for (first, one), (second, other) in combinations(valuations.items(), 2):
        if not (one.package.tokens and other.package.tokens):
            continue
        try:
            price = equal_price(one, other)
            if price is None and (price := equal_price(other, one)) is not None:
                first, second, one, other = second, first, other, one
            use = equal_utilisation(one, other)
        except CurrencyMismatch:  # two currencies have no one total: compare them in one first
            continue
        yield PairBreakEven(first=first, second=second, utilisation=use, price=price)
