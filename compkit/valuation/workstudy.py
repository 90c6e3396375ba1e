"""A workload studied: what it costs at each model, whether offers cover it, how much is enough, and what saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from attrs import evolve, frozen

from ..errors import InvalidValue, MissingFact
from ..market.market import Market, Stage
from ..money import Money, exactly
from .coverage import Demand, Enough, enough_for
from .covered import OfferCoverage, cover_offers, named_models
from .efficiency import BeforeAfter, Efficiency, before_after
from .tokenvalue import value_per_token
from .value import Valuation
from .workload import Workload, WorkloadCost, workload_costs

PROBABILITIES = (Decimal("0.5"), Decimal("0.8"), Decimal("0.9"), Decimal("0.95"))
"""Odds at which an allowance is said to be enough."""


class WorkloadParts(Protocol):
    """What is known of a workload, as a workload file says it."""

    @property
    def workload(self) -> Workload:
        """The work."""

    @property
    def efficiency(self) -> Efficiency | None:
        """What could be changed."""

    @property
    def outcomes(self) -> Decimal | None:
        """Outcomes in the first year."""

    @property
    def outcome_value(self) -> Money | None:
        """What one outcome is worth."""

    @property
    def demand(self) -> Demand | None:
        """How the year's tokens vary."""


@frozen(kw_only=True)
class ModelStudy:
    """A year of a workload at one model.

    Attributes:
        model: ``provider/model``.
        cost: What it costs; None where a price is unknown.
        enough: The allowance that covers it, by `PROBABILITIES`; empty where no demand is stated.
        change: Before and after the levers; None where neither levers nor outcomes are stated, or where a price is
            unknown.
        value_before: Value of the outcomes over the cost of their tokens; None is unlimited, or not stated.
        value_after: After the levers.
        missing: What would have to be known, where it is not.
    """

    model: str
    cost: WorkloadCost | None = None
    enough: tuple[Enough, ...] = ()
    change: BeforeAfter | None = None
    value_before: Decimal | None = None
    value_after: Decimal | None = None
    missing: str = ""


@frozen(kw_only=True)
class WorkloadStudy:
    """A workload against offers and models.

    Attributes:
        on: Day of the prices.
        stage: ``list``, or ``contract`` for what the employer pays: internal.
        workload: The work; a year is its first.
        models: One a model, the cheapest first, those without a price last.
        offers: Coverage by offer, then by model in the same order.
        reference: Model whose levers are shown one by one: the first asked for whose price is known; empty if none.
        has_levers: Whether levers are stated.
        outcomes: Outcomes a year; None where not stated.
        outcomes_value: Value of all of them; None where not stated.
    """

    on: date
    stage: Stage
    workload: Workload
    models: tuple[ModelStudy, ...]
    offers: tuple[OfferCoverage, ...]
    reference: str
    has_levers: bool
    outcomes: Decimal | None = None
    outcomes_value: Money | None = None

    def model(self, name: str) -> ModelStudy:
        """One model.

        Raises:
            InvalidValue: If it was not studied.
        """
        for found in self.models:
            if found.model == name:
                return found
        known = ", ".join(found.model for found in self.models)
        raise InvalidValue("WorkloadStudy.model", name, "was not studied", f"say one of {known}")


@exactly
def study_workload(
    valuations: Mapping[str, Valuation], parts: WorkloadParts, *, models: Iterable[str] = (), stage: Stage = "list"
) -> WorkloadStudy:
    """What a workload's first year costs at each model, how far offers cover it, and what its levers save.

    Every model is taken to need as many tokens.

    Args:
        valuations: The offers, by name, all of one market.
        parts: The work and what is known of it, such as `compkit.files.workload.read_workload` gives.
        models: Models on which it could be done; those that the offers name if none is given.
        stage: ``list``, or ``contract`` for what the employer pays.

    Raises:
        InvalidValue: If there is no offer or no model, or levers do not fit the work.
        UnknownModel: If the book does not hold a model.
    """
    if not valuations:
        raise InvalidValue("study_workload", "nothing", "needs at least one offer")
    market = next(iter(valuations.values())).market
    listed = named_models(valuations, models)
    for model in listed:
        market.book.price(model, market.as_of)
    known = {model: _Studied(parts, market, model, stage).found() for model in listed}
    order = sorted(listed, key=lambda model: _by_cost(known[model], market))
    return WorkloadStudy(
        on=market.as_of,
        stage=stage,
        workload=parts.workload,
        models=tuple(known[model] for model in order),
        offers=cover_offers(valuations, parts.workload, order, stage=stage),
        reference=next((model for model in listed if known[model].cost), ""),
        has_levers=parts.efficiency is not None,
        outcomes=parts.outcomes,
        outcomes_value=_worth(parts),
    )


def _worth(parts: WorkloadParts) -> Money | None:
    """Value of a year's outcomes, where both are stated."""
    if parts.outcomes is None or parts.outcome_value is None:
        return None
    return parts.outcome_value * parts.outcomes


def _by_cost(found: ModelStudy, market: Market) -> tuple[bool, Decimal, str]:
    """Cheapest first, in one currency where the rate is known; what has no price last."""
    if found.cost is None:
        return True, Decimal(0), found.model
    cost = found.cost.cost
    try:
        return False, market.convert(cost, "USD").amount, found.model
    except MissingFact:
        return False, cost.amount, found.model


@frozen
class _Studied:
    """A workload at one model."""

    parts: WorkloadParts
    market: Market
    model: str
    stage: Stage

    def found(self) -> ModelStudy:
        work, market = self.parts.workload, self.market
        try:
            (cost,) = workload_costs(work, market, [self.model], market.as_of, stage=self.stage)
        except MissingFact as missing:
            return ModelStudy(model=self.model, missing=missing.what)
        known = ModelStudy(model=self.model, cost=cost, enough=tuple(self._enough()))
        try:
            return self._changed(known)
        except MissingFact as missing:
            return evolve(known, missing=missing.what)

    def _enough(self) -> Iterator[Enough]:
        if self.parts.demand is None:
            return
        for odds in PROBABILITIES:
            yield enough_for(
                self.parts.workload,
                odds,
                self.parts.demand,
                self.market,
                self.model,
                self.market.as_of,
                stage=self.stage,
            )

    def _changed(self, known: ModelStudy) -> ModelStudy:
        """With its levers; a year's work is one outcome where outcomes are not stated."""
        levers, outcomes = self.parts.efficiency, self.parts.outcomes
        if levers is None and outcomes is None:
            return known
        levers = levers or Efficiency()
        if levers.routed_to == self.model:
            return evolve(known, missing=f"a model other than {self.model} to route work to")
        on, reached = self.market.as_of, outcomes if outcomes is not None else Decimal(1)
        work = self.parts.workload
        found = before_after(work, levers, self.market, self.model, on, outcomes=reached, stage=self.stage)
        worth = _worth(self.parts)
        if worth is None:
            return evolve(known, change=found)
        before, after = (self.market.convert(c, worth.currency) for c in (found.before_cost, found.after_cost))
        return evolve(
            known,
            change=found,
            value_before=value_per_token(worth, before),
            value_after=value_per_token(worth, after),
        )
