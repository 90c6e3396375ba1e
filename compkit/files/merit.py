"""Merit cycle files: the matrix of raises, the pools that pay for them, the rules around both. Internal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from attrs import frozen

from ..pay.offer import Employer
from ..workforce.roster import GROUPS
from .fields import Currency, Day, Number, Rate, Stated, Text, choice
from .places import Place, read_shape
from .structure import BROKEN, key

if TYPE_CHECKING:
    from ..workforce.merit.cycle import MeritCycle

MERIT_FORMAT = "compkit/merit/1"


@frozen(kw_only=True)
class MeritFile:
    """What a merit cycle file says.

    Attributes:
        cycle: The rules.
        employer: Who writes the letters; None if the file does not say.
    """

    cycle: MeritCycle
    employer: Employer | None = None


@frozen(kw_only=True)
class EmployerShape:
    """Who writes the letters."""

    name: Text = key("Legal name.")
    address: Text = key("Postal address.", "")
    signed_by: Text = key("Name and title of who signs.", "")

    def build(self, here: Place) -> Any:
        """The employer."""
        return here.make(Employer, name=self.name, address=self.address, signed_by=self.signed_by)


@frozen(kw_only=True)
class MatrixShape:
    """Raises by rating and position in the band."""

    measure: Annotated[str, choice("penetration", "compa-ratio")] = key(
        "penetration: 0 % at the minimum of the band, 100 % at its maximum; compa-ratio: 100 % at its midpoint.",
        "penetration",
    )
    edges: tuple[Rate, ...] | None = key("Where one position ends and the next begins; the quarters if left out.", None)
    rates: dict[Text, tuple[Rate, ...]] = key("Raise by rating: one a position, lowest position first.")

    def build(self, here: Place) -> Any:
        """The matrix."""
        from ..workforce.merit.cycle import QUARTERS, MeritMatrix, MeritRow

        listed = here.at("rates")
        if BROKEN in (self.rates, self.edges):
            return BROKEN
        rows = tuple(
            listed.at(rating).make(MeritRow, rating=rating, rates=rates) for rating, rates in self.rates.items()
        )
        edges = QUARTERS if self.edges is None else self.edges
        return here.make(MeritMatrix, {"rows": "rates"}, measure=self.measure, edges=edges, rows=rows)


@frozen(kw_only=True)
class PoolShape:
    """What raises of a group may cost in a whole year."""

    group: Text = key("Label in the column that `by` names; left out, everybody who has no pool of a group.", "")
    currency: Currency | None = key("Only people paid in it; left out, every currency, each for itself.", None)
    rate: Rate | None = key("Of payroll: base salary times FTE, such as 3.5 %.", None)
    amount: Stated | None = key("Or money a year, with its currency, such as 250000 USD.", None)

    def build(self, here: Place) -> Any:
        """The pool."""
        from ..workforce.merit.cycle import MeritPool

        if self.currency not in (None, BROKEN):
            here = here.in_currency(str(self.currency))
        amount = here.money(self.amount)
        if amount is BROKEN and self.amount is not BROKEN:
            return here.at("amount").refuse("names no currency", "say it, such as 250000 USD")
        return here.make(MeritPool, group=self.group, currency=self.currency or "", rate=self.rate, amount=amount)


@frozen(kw_only=True)
class MeritShape:
    """A merit cycle. Internal: nothing of this file but the new base salary is in a letter."""

    format: Annotated[str, choice(MERIT_FORMAT)] = key(f"Always {MERIT_FORMAT}.")
    effective_on: Day = key("First day of the new base salary.")
    matrix: Any = key("Raises by rating and position in the band.")
    by: Annotated[str, choice(*GROUPS)] = key("Column whose labels are the groups of pools.", "department")
    pools: Any = key("What raises may cost in a whole year.")
    scale: Annotated[str, choice("down", "to pool")] = key(
        "down: raises are cut where a pool does not pay for them; to pool: also lifted until it is spent.", "down"
    )
    period_start: Day | None = key("First day that counts for proration; a year before the effective day.", None)
    prorate: Annotated[str, choice("days", "months", "none")] = key("For people hired within the period.", "days")
    hired_before: Day | None = key("Whoever is hired on or after this day gets nothing.", None)
    floor: Rate | None = key("Least raise of whoever gets any, prorated.", None)
    cap: Rate | None = key("Most raise.", None)
    round_to: Number | None = key("New base is a multiple of this, such as 100; to the cent if left out.", None)
    above_maximum: Annotated[str, choice("lump sum", "lost", "ignored")] = key(
        "What leads past the maximum of the band: paid once, given to the others, or paid as base all the same.", "lost"
    )
    employer: Any = key("Who writes the letters.", None)

    def build(self, here: Place) -> Any:
        """The file."""
        own = here.at("employer")
        employer = None if own.data is None else own.build(EmployerShape)
        cycle = self._cycle(here)
        return BROKEN if BROKEN in (cycle, employer) else MeritFile(cycle=cycle, employer=employer)

    def _cycle(self, here: Place) -> Any:
        from ..workforce.merit.cycle import MeritCycle

        same = ("effective_on", "by", "scale", "period_start", "prorate", "hired_before", "round_to", "above_maximum")
        return here.make(
            MeritCycle,
            {"floor_rate": "floor", "cap_rate": "cap"},
            matrix=here.at("matrix").build(MatrixShape),
            pools=tuple(pool.build(PoolShape) for pool in here.at("pools").entries()),
            floor_rate=0 if self.floor is None else self.floor,
            cap_rate=self.cap,
            **{name: getattr(self, name) for name in same},
        )


def read_merit(path: str | Path) -> MeritFile:
    """The merit cycle of a file, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    read: MeritFile = read_shape(path, MeritShape, "merit")
    return read
