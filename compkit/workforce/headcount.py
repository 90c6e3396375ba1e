"""A headcount plan: people who are not here yet, added to a roster, so that a budget counts them from their start."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, named
from ..errors import InvalidValue
from ..money import Money, exact, minor_units
from .roster import GROUPS, MILLION, PEOPLE, Roster

PLANNED = "planned "
"""How ids of people of a headcount plan begin."""


def _some(instance: object, attribute: object, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidValue("PlannedHires.count", value, "must be a whole number above 0")


@frozen(kw_only=True)
class PlannedHires:
    """So many people of a kind, starting on a day.

    Attributes:
        start_on: Their first day.
        count: How many.
        department: As of employees; so are the other groups.
        cost_center: Who pays.
        account: On which account.
        family: Job family.
        level: Level.
        place: Place of work.
        manager: Manager.
        base: Base salary a year of each, full-time.
        fte: Full-time equivalent of each.
        bonus: Target bonus of each, a rate of base.
        tokens: Name of the allowance of each; empty for none, or for what a policy gives.
    """

    start_on: date
    count: int = field(validator=_some)
    department: str = field(validator=named)
    cost_center: str = ""
    account: str = ""
    family: str = ""
    level: str = ""
    place: str = ""
    manager: str = ""
    base: Money
    fte: Decimal = field(default=Decimal(1), converter=exact, validator=between(0, 1))
    bonus: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 10))
    tokens: str = ""

    def rows(self, number: int) -> list[dict[str, Any]]:
        """Rows of people, each with an id of its own."""
        import pandas as pd

        currency = self.base.currency
        shared = {name: getattr(self, name) for name in GROUPS} | {
            "currency": currency,
            "start_on": pd.Timestamp(self.start_on),
            "base": int(self.base.amount.scaleb(minor_units(currency))),
            "fte": int(self.fte * MILLION),
            "bonus": int(self.bonus * MILLION),
            "tokens": self.tokens,
        }
        return [{"employee_id": f"{PLANNED}{number}.{n}", **shared} for n in range(1, self.count + 1)]


def with_hires(roster: Roster, hires: Iterable[PlannedHires]) -> Roster:
    """A roster with the people of a plan; their ids are ``planned 1.1``, by plan and person.

    Raises:
        InvalidValue: If somebody of the roster has such an id, or an allowance is not the roster's.
    """
    import pandas as pd

    rows = [row for number, plan in enumerate(hires, 1) for row in plan.rows(number)]
    if not rows:
        return roster
    planned = pd.DataFrame(rows, columns=list(PEOPLE))
    return evolve(roster, people=pd.concat([roster.people, planned], ignore_index=True))


def without_hires(roster: Roster) -> Roster:
    """A roster without the people of a headcount plan."""
    is_planned = roster.people["employee_id"].astype(str).str.startswith(PLANNED)
    return evolve(roster, people=roster.people[~is_planned]) if is_planned.any() else roster
