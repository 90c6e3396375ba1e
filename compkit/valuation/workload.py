"""Workload: what agents do in a year, and the tokens by kind that it takes. What an allowance has to cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import between, maybe, named, not_negative, positive
from ..errors import InvalidValue
from ..market.market import Market, Stage
from ..money import EXACT, Money, add_up, exact, exactly
from ..pay.baskets import Basket, TokenMix

_SHARE_DIGIT = Decimal("1e-30")
_DEEPEST = 20


def _whole(instance: object, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(f"Workload.{attribute.name}", value, "must be a whole number", "or state spawned_mean")


def _dies_out(instance: Workload, attribute: Any, value: Decimal) -> None:
    not_negative(instance, attribute, value)
    if value >= 1:
        rule = "must be below 1: else every agent spawns one more for ever, and no allowance is enough"
        fix = "say how many each spawns on average, such as 0.5, or state spawned and depth"
        raise InvalidValue("Workload.spawned_mean", value, rule, fix)


def _one_spawning(instance: Workload, attribute: Any, value: int | None) -> None:
    if (instance.spawned is None) != (value is None):
        rule = "spawned and depth go together"
        raise InvalidValue("Workload.depth", value, rule, "say how many each agent spawns and how many levels deep")
    if instance.spawned is not None and instance.spawned_mean:
        rule = "cannot stand beside spawned and depth"
        raise InvalidValue("Workload.spawned_mean", instance.spawned_mean, rule, "keep one way")


def _within_context(instance: Workload, attribute: Any, value: Decimal) -> None:
    if EXACT.add(instance.cache_read_rate, value) > 1:
        rule = f"with {instance.cache_read_rate} read from a cache is more than the whole context"
        raise InvalidValue("Workload.cache_write_rate", value, rule, "lower one of the two")


def _some_tokens(instance: Workload, attribute: Any, value: Decimal) -> None:
    if not instance.context_tokens and not value:
        raise InvalidValue("Workload.output_tokens", value, "a turn reads or writes at least something")


@frozen(kw_only=True)
class Workload:
    """Work that agents do, by turns: each reads a context and writes an output.

    ``tokens a year = agents * family * runs a day * working days * turns a run * tokens a turn``, where `family` counts
    an agent with all that it spawns, directly or not; a sub-agent is taken to work as much as the agent itself.

    Attributes:
        name: As printed.
        agents: How many, without sub-agents.
        runs_a_day: Runs a working day of each agent.
        working_days: Days a year on which they run.
        turns_a_run: Calls of the model in a run.
        context_tokens: Tokens read a turn, cached or not.
        cache_read_rate: Share of the context that is read from a cache.
        cache_write_rate: Share of the context that is written to a five-minute cache.
        output_tokens: Tokens written a turn, thinking included.
        spawned_mean: Sub-agents that an agent spawns on average, below 1; a family is then 1 / (1 - mean).
        spawned: Sub-agents that every agent spawns, to a stated depth; None where a mean says it.
        depth: Levels of sub-agents: a family is 1 + b + ... + b^depth.
        growth_rate: By how much each year's work exceeds that of the year before.
    """

    name: str = field(validator=named)
    agents: Decimal = field(converter=exact, validator=positive)
    runs_a_day: Decimal = field(converter=exact, validator=positive)
    working_days: Decimal = field(converter=exact, validator=[positive, between(0, 366)])
    turns_a_run: Decimal = field(converter=exact, validator=positive)
    context_tokens: Decimal = field(converter=exact, validator=not_negative)
    cache_read_rate: Decimal = field(converter=exact, validator=between(0, 1))
    cache_write_rate: Decimal = field(default=Decimal(0), converter=exact, validator=[between(0, 1), _within_context])
    output_tokens: Decimal = field(converter=exact, validator=[not_negative, _some_tokens])
    spawned_mean: Decimal = field(default=Decimal(0), converter=exact, validator=_dies_out)
    spawned: int | None = field(default=None, validator=[maybe(_whole), maybe(between(0, 1000))])
    depth: int | None = field(default=None, validator=[maybe(_whole), maybe(between(0, _DEEPEST)), _one_spawning])
    growth_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(Decimal("-0.9999"), 100))

    @property
    @exactly
    def family(self) -> Decimal:
        """Agents that one agent comes to, itself included."""
        if self.spawned is None or self.depth is None:
            return 1 / (1 - self.spawned_mean)
        return Decimal(sum(self.spawned**level for level in range(self.depth + 1)))

    @exactly
    def runs(self, year: int = 1) -> Decimal:
        """Runs of the agents themselves in a year, counted from 1; growth compounds from the second year on.

        Raises:
            InvalidValue: If the year is none.
        """
        if year < 1:
            raise InvalidValue("year", year, "must be 1 or more: years are counted from 1")
        return self.agents * self.runs_a_day * self.working_days * (1 + self.growth_rate) ** (year - 1)

    @exactly
    def turns(self, year: int = 1) -> Decimal:
        """Calls of the model in a year, those of sub-agents included."""
        return self.runs(year) * self.family * self.turns_a_run

    def _a_turn(self) -> dict[str, Decimal]:
        """Tokens of a turn by kind."""
        read, written = (EXACT.multiply(self.context_tokens, r) for r in (self.cache_read_rate, self.cache_write_rate))
        fresh = EXACT.subtract(EXACT.subtract(self.context_tokens, read), written)
        return {"fresh_input": fresh, "cache_write": written, "cache_read": read, "output": self.output_tokens}

    @exactly
    def tokens(self, year: int = 1) -> dict[str, Decimal]:
        """Tokens of a year by kind, exact."""
        turns = self.turns(year)
        return {kind: turns * tokens for kind, tokens in self._a_turn().items()}

    @exactly
    def mtok(self, year: int = 1) -> Decimal:
        """Millions of tokens of a year."""
        return add_up(self.tokens(year).values()) / 10**6

    @property
    @exactly
    def mix(self) -> TokenMix:
        """How the tokens split by kind; the same every year.

        Shares are cut to thirty decimals, and the largest kind takes what is left, so that they add up to 1 exactly.
        """
        turn = self._a_turn()
        whole = add_up(turn.values())
        shares = {kind: (tokens / whole).quantize(_SHARE_DIGIT) for kind, tokens in turn.items()}
        largest = max(shares, key=lambda kind: shares[kind])
        shares[largest] += 1 - add_up(shares.values())
        return TokenMix(name=self.name, source=f"workload {self.name}", **shares)

    def basket(self, model: str) -> Basket:
        """The tokens as a basket of one model."""
        return Basket.of(model, self.mix)


@frozen(kw_only=True)
class WorkloadCost:
    """A year of a workload at one provider.

    Attributes:
        model: ``provider/model``.
        mtok: Millions of tokens.
        per_mtok: Price of a million of them.
        cost: What they cost.
    """

    model: str
    mtok: Decimal
    per_mtok: Money
    cost: Money


def workload_costs(
    workload: Workload, market: Market, models: Iterable[str], on: date, *, year: int = 1, stage: Stage = "list"
) -> tuple[WorkloadCost, ...]:
    """What a year of a workload costs at each model, in the order given; every model is taken to need as many tokens.

    Args:
        workload: The work.
        market: Prices, with what scenarios move.
        models: Names as ``provider/model``.
        on: Day of the prices.
        year: Year of the workload, counted from 1.
        stage: ``list``, or ``contract`` for what the employer pays.

    Raises:
        UnknownModel: If a model has no price that day.
        MissingFact: If a kind of token that the workload uses has no price.
    """
    mtok, found = workload.mtok(year), []
    for model in models:
        price = market.token_price(workload.basket(model), on, stage=stage)
        found.append(WorkloadCost(model=model, mtok=mtok, per_mtok=price, cost=price * mtok))
    return tuple(found)
