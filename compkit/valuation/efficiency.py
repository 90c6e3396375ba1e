"""Efficiency: the same outcomes from fewer tokens. What each lever saves, in order, adding up to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, maybe
from ..errors import InvalidValue
from ..market.market import Market, Stage
from ..money import EXACT, Money, exact, exactly, maybe_exact
from ..pay.baskets import Basket, BasketPart, TokenMix
from .workload import Workload

_LAST_DIGIT = Decimal("1e-24")
"""Tokens and costs of a stage are worked out to this, so that what the levers save adds up to the last digit."""


def _not_all(instance: object, attribute: Any, value: Decimal) -> None:
    between(0, 1)(instance, attribute, value)
    if value == 1:
        rule = "must be below 1: nothing would be left of the work"
        raise InvalidValue(f"Efficiency.{attribute.name}", value, rule, "leave the work out of the workload instead")


def _with_a_model(instance: Efficiency, attribute: Any, value: Decimal) -> None:
    between(0, 1)(instance, attribute, value)
    if bool(instance.routed_to) != bool(value):
        rule = "goes with the model it is routed to"
        raise InvalidValue("Efficiency.routed_rate", value, rule, "state routed_to and routed_rate, or neither")


def _rate(check: Any = None) -> Any:
    return field(default=Decimal(0), converter=exact, validator=check or between(0, 1))


@frozen(kw_only=True)
class Efficiency:
    """Levers, in the order in which they are pulled; one that is not pulled stands at its default.

    Attributes:
        avoided_rate: Share of calls that deterministic code does instead.
        context_cut_rate: Share of the context of a call that is left out.
        output_cut_rate: Share of the output of a call that is left out, thinking included.
        cache_read_rate: Share of the context read from a cache afterwards; None leaves it.
        routed_to: A cheaper model, ``provider/model``; empty without.
        routed_rate: Share of the tokens done there; as many tokens are taken to be needed.
        batch_rate: Share of all tokens at batch prices.
    """

    avoided_rate: Decimal = _rate(_not_all)
    context_cut_rate: Decimal = _rate()
    output_cut_rate: Decimal = _rate()
    cache_read_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    routed_to: str = ""
    routed_rate: Decimal = _rate(_with_a_model)
    batch_rate: Decimal = _rate()


@frozen(kw_only=True)
class Saving:
    """What one lever saves, after those before it.

    Attributes:
        lever: In words.
        mtok: Millions of tokens saved; below 0 if it needs more.
        cost: Money saved.
    """

    lever: str
    mtok: Decimal
    cost: Money


@frozen(kw_only=True)
class BeforeAfter:
    """The same outcomes before and after.

    Attributes:
        outcomes: Outcomes a year, the same in both.
        before_mtok: Millions of tokens a year before.
        after_mtok: After.
        before_cost: Money a year before.
        after_cost: After.
        savings: What each lever saves, in order; they add up to the difference.
    """

    outcomes: Decimal
    before_mtok: Decimal
    after_mtok: Decimal
    before_cost: Money
    after_cost: Money
    savings: tuple[Saving, ...]

    @property
    @exactly
    def tokens_per_outcome(self) -> tuple[Decimal, Decimal]:
        """Tokens of an outcome, before and after."""
        return self.before_mtok * 10**6 / self.outcomes, self.after_mtok * 10**6 / self.outcomes

    @property
    @exactly
    def cost_per_outcome(self) -> tuple[Money, Money]:
        """Cost of an outcome, before and after."""
        currency = self.before_cost.currency
        before, after = self.before_cost.amount / self.outcomes, self.after_cost.amount / self.outcomes
        return Money(before, currency), Money(after, currency)

    @property
    def tokens_rate(self) -> Decimal:
        """Fraction of the tokens with which the same outcomes are reached."""
        return EXACT.divide(self.after_mtok, self.before_mtok)

    @property
    def cost_rate(self) -> Decimal | None:
        """Fraction of the money; None where it cost nothing before."""
        return EXACT.divide(self.after_cost.amount, self.before_cost.amount) if self.before_cost.amount else None


@frozen
class _Stage:
    """The work as it stands after some levers."""

    workload: Workload
    model: str
    routed_to: str = ""
    routed_rate: Decimal = Decimal(0)
    batch_rate: Decimal = Decimal(0)

    @property
    def basket(self) -> Basket:
        mix: TokenMix = evolve(self.workload.mix, batch_share=self.batch_rate)
        stays = EXACT.subtract(Decimal(1), self.routed_rate)
        shares = ((self.model, stays), (self.routed_to, self.routed_rate))
        return Basket(tuple(BasketPart(model=model, share=share, mix=mix) for model, share in shares if share))

    @exactly
    def spent(self, market: Market, on: date, year: int, stage: Stage) -> tuple[Decimal, Money]:
        """Millions of tokens, and what they cost."""
        mtok = self.workload.mtok(year).quantize(_LAST_DIGIT)
        cost = market.token_price(self.basket, on, stage=stage) * mtok
        return mtok, Money(cost.amount.quantize(_LAST_DIGIT), cost.currency)


def _cut(work: Workload, name: str, rate: Decimal) -> Workload:
    left: Any = EXACT.multiply(getattr(work, name), EXACT.subtract(Decimal(1), rate))
    return evolve(work, **{name: left})


def _stages(first: _Stage, levers: Efficiency) -> Iterator[tuple[str, _Stage]]:
    """The work after each lever that is pulled, with the lever in words."""
    stage, work = first, first.workload
    cuts = (
        ("calls avoided by deterministic code", "turns_a_run", levers.avoided_rate),
        ("context cut", "context_tokens", levers.context_cut_rate),
        ("output cut", "output_tokens", levers.output_cut_rate),
    )
    for lever, name, rate in cuts:
        if rate:
            work = _cut(work, name, rate)
            stage = evolve(stage, workload=work)
            yield lever, stage
    if levers.cache_read_rate is not None:
        stage = evolve(stage, workload=evolve(work, cache_read_rate=levers.cache_read_rate))
        yield "cache hit rate", stage
    if levers.routed_to:
        stage = evolve(stage, routed_to=levers.routed_to, routed_rate=levers.routed_rate)
        yield f"routed to {levers.routed_to}", stage
    if levers.batch_rate:
        yield "batch", evolve(stage, batch_rate=levers.batch_rate)


@exactly
def before_after(
    workload: Workload,
    levers: Efficiency,
    market: Market,
    model: str,
    on: date,
    *,
    outcomes: Decimal | int | str,
    year: int = 1,
    stage: Stage = "list",
) -> BeforeAfter:
    """The same outcomes before and after the levers: tokens, money, and what each lever contributes in its order.

    Another order splits the same whole otherwise: a lever saves a share of what those before it have left.

    Args:
        workload: The work before.
        levers: What is changed.
        market: Prices, with what scenarios move.
        model: Model on which the work is done before.
        on: Day of the prices.
        outcomes: Outcomes a year, such as merged changes; the levers are taken not to change them.
        year: Year of the workload, counted from 1.
        stage: ``list``, or ``contract`` for what the employer pays.

    Raises:
        InvalidValue: If the outcomes are not above 0, or the levers do not fit the workload.
        MissingFact: If a price is unknown, such as the batch price of a model that has none.
    """
    reached = exact(outcomes)
    if reached <= 0:
        raise InvalidValue("outcomes", reached, "must be above 0", "count what the work is done for")
    if levers.routed_to == model:
        raise InvalidValue("Efficiency.routed_to", model, "is the model itself", "name another")
    first = _Stage(workload, model)
    mtok, cost = before = first.spent(market, on, year, stage)
    savings = []
    for lever, after in _stages(first, levers):
        less_mtok, less_cost = after.spent(market, on, year, stage)
        savings.append(Saving(lever=lever, mtok=mtok - less_mtok, cost=cost - less_cost))
        mtok, cost = less_mtok, less_cost
    return BeforeAfter(
        outcomes=reached,
        before_mtok=before[0],
        after_mtok=mtok,
        before_cost=before[1],
        after_cost=cost,
        savings=tuple(savings),
    )
