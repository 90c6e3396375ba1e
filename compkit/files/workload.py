"""Workload files: what agents do in a year, how it could be done with fewer tokens, and what comes of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..money import EXACT, Money
from ..valuation.coverage import Demand, DemandPoints, LognormalDemand
from ..valuation.efficiency import Efficiency
from ..valuation.workload import Workload
from .assumptions import DEFAULT_CURRENCY
from .fields import Count, Currency, Model, Number, Rate, Share, Stated, Text, choice
from .places import Place, read_shape
from .structure import BROKEN, key

WORKLOAD_FORMAT = "compkit/workload/1"


@frozen(kw_only=True)
class WorkloadFile:
    """What a workload file says.

    Attributes:
        workload: The work.
        efficiency: What could be changed; None where nothing is stated.
        outcomes: Outcomes in the first year; None where not stated.
        outcome_value: What one outcome is worth; None where not stated.
        demand: How the year's tokens vary about the stated work; None where not stated.
    """

    workload: Workload
    efficiency: Efficiency | None = None
    outcomes: Decimal | None = None
    outcome_value: Money | None = None
    demand: Demand | None = None


@frozen(kw_only=True)
class EfficiencyShape:
    """Levers, in the order in which they are pulled."""

    avoided: Share = key("Share of calls that deterministic code does instead.", Decimal(0))
    context_cut: Share = key("Share of the context of a call that is left out.", Decimal(0))
    output_cut: Share = key("Share of the output of a call that is left out, thinking included.", Decimal(0))
    cache_read: Share | None = key("Share of the context read from a cache afterwards.", None)
    routed_to: Model | None = key("A cheaper model for part of the work.", None)
    routed: Share = key("Share of the tokens done there.", Decimal(0))
    batch: Share = key("Share of all tokens at batch prices.", Decimal(0))

    def build(self, here: Place) -> Any:
        """The levers."""
        rates = ("avoided", "context_cut", "output_cut", "cache_read", "routed", "batch")
        keys = {f"{name}_rate": name for name in rates}
        stated = {f"{name}_rate": getattr(self, name) for name in rates}
        return here.make(Efficiency, keys, routed_to=self.routed_to or "", **stated)


@frozen(kw_only=True)
class DemandShape:
    """One case of the demand."""

    times: Number = key("Multiple of the stated work, such as 1.5.")
    probability: Share = key("How probable it is; all cases add up to 100 %.")

    def build(self, here: Place) -> Any:
        """The case."""
        return BROKEN if BROKEN in (self.times, self.probability) else (self.times, self.probability)


@frozen(kw_only=True)
class WorkloadShape:
    """What agents do in a year."""

    format: Annotated[str, choice(WORKLOAD_FORMAT)] = key(f"Always {WORKLOAD_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.", DEFAULT_CURRENCY)
    name: Text = key("As printed.")
    agents: Number = key("How many, without sub-agents.")
    runs_a_day: Number = key("Runs a working day of each agent.")
    working_days: Number = key("Days a year on which they run.")
    turns_a_run: Number = key("Calls of the model in a run.")
    context_tokens: Number = key("Tokens read a turn, cached or not.")
    cache_read: Share = key("Share of the context read from a cache.")
    cache_write: Share = key("Share of the context written to a five-minute cache.", Decimal(0))
    output_tokens: Number = key("Tokens written a turn, thinking included.")
    spawned_mean: Number = key("Sub-agents an agent spawns on average, below 1.", Decimal(0))
    spawned: Count | None = key("Instead: sub-agents that every agent spawns.", None)
    depth: Count | None = key("With spawned: levels of sub-agents.", None)
    growth: Rate = key("By how much each year's work exceeds that of the year before.", Decimal(0))
    efficiency: Any = key("What could be changed.", None)
    outcomes_a_year: Number | None = key("Outcomes in the first year, such as merged changes.", None)
    outcomes_a_run: Number | None = key("Instead: outcomes of a run of an agent.", None)
    outcome_value: Stated | None = key("What one outcome is worth.", None)
    variation: Rate | None = key("Coefficient of variation of the year's tokens, lognormal.", None)
    demand: Any = key("Instead: cases with their probabilities.", None)

    def build(self, here: Place) -> Any:
        """The file."""
        here = here.in_currency(self.currency)
        work, levers = self._workload(here), here.at("efficiency")
        return here.make(
            WorkloadFile,
            workload=work,
            efficiency=None if levers.data is None else levers.build(EfficiencyShape),
            outcomes=self._outcomes(here, work),
            outcome_value=self._value(here),
            demand=self._demand(here),
        )

    def _workload(self, here: Place) -> Any:
        same = ("name", "agents", "runs_a_day", "working_days", "turns_a_run", "context_tokens", "output_tokens")
        keys = {"cache_read_rate": "cache_read", "cache_write_rate": "cache_write", "growth_rate": "growth"}
        stated = {name: getattr(self, name) for name in (*same, "spawned_mean", "spawned", "depth")}
        return here.make(Workload, keys, **stated, **{name: getattr(self, said) for name, said in keys.items()})

    def _outcomes(self, here: Place, work: Any) -> Any:
        a_year, a_run = self.outcomes_a_year, self.outcomes_a_run
        if a_year is not None and a_run is not None:
            return here.at("outcomes_a_run").refuse("cannot stand beside outcomes_a_year", "keep one of them")
        name, said = ("outcomes_a_year", a_year) if a_run is None else ("outcomes_a_run", a_run)
        if said is None or said is BROKEN or work is BROKEN:
            return said
        if said <= 0:
            return here.at(name).refuse("must be above 0", "leave it out if it is not known")
        return said if a_run is None else EXACT.multiply(said, work.runs())

    def _value(self, here: Place) -> Any:
        said = here.money(self.outcome_value)
        if isinstance(said, Money) and said.amount < 0:
            return here.at("outcome_value").refuse("must not be negative")
        return said

    def _demand(self, here: Place) -> Any:
        cases = here.at("demand")
        if self.variation is not None and cases.data is not None:
            return cases.refuse("cannot stand beside variation", "keep one of them", value="")
        if self.variation is not None:
            return here.make(LognormalDemand, {"variation_rate": "variation"}, variation_rate=self.variation)
        if cases.data is None:
            return None
        return cases.make(DemandPoints, points=tuple(case.build(DemandShape) for case in cases.entries()))


def read_workload(path: str | Path) -> WorkloadFile:
    """The workload of a file, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    read: WorkloadFile = read_shape(path, WorkloadShape, "workload")
    return read
