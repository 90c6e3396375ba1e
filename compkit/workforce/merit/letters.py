"""The two offers of each person whose base salary a merit cycle changes: the one so far, and the one after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ...errors import InvalidValue
from ...money import Money
from ...pay.offer import Candidate, Employer, Offer, Role
from ...pay.salary import Raise
from ..roster import Roster
from .plan import MeritPlan

if TYPE_CHECKING:
    import pandas as pd

_TOGETHER = 500
"""People whose packages are looked up together, so that a look-up does not search the whole roster."""


def revisions(plan: MeritPlan, employer: Employer) -> Iterator[tuple[str, Offer, Offer]]:
    """Employee id, old offer and new offer of each person whose base salary rises, in the order of the roster.

    The two differ by one raise on the effective day, so the letters room prints them as a revision of base salary. The
    job title is the column ``title``, else the family. Whoever gets a lump sum only has no new base, and no pair here.

    Args:
        plan: The cycle, planned for a roster with a column ``name``, and ``address`` if letters are to show one.
        employer: Who writes.

    Raises:
        InvalidValue: If a name or a job title is missing.
    """
    people = plan.before.people
    if "name" not in people.columns:
        raise InvalidValue("Roster.people", "no column name", "a letter needs names", "add it")
    changed = plan.changed()
    for first in range(0, len(changed), _TOGETHER):
        some = changed.iloc[first : first + _TOGETHER]
        roster = _only(plan.before, some)
        for new_base, (_, person) in zip(some["new_base"].tolist(), roster.people.iterrows(), strict=True):
            old = _offer(roster, person, employer, plan)
            yield str(person["employee_id"]), old, _raised(old, new_base, plan)


def _only(roster: Roster, some: pd.DataFrame) -> Roster:
    people = roster.people.iloc[some.index]
    grants = roster.grants[roster.grants["employee_id"].isin(people["employee_id"])]
    return evolve(roster, people=people, grants=grants)


def _offer(roster: Roster, person: Any, employer: Employer, plan: MeritPlan) -> Offer:
    number = str(person["employee_id"])
    name, title = _text(person, "name"), _text(person, "title") or _text(person, "family")
    for field, value in (("name", name), ("title", title)):
        if not value:
            raise InvalidValue(f"{field} of {number}", value, "is missing, and a letter needs it", "add it")
    role = Role(
        title=title,
        level=_text(person, "level"),
        department=_text(person, "department"),
        location=_text(person, "place"),
    )
    return Offer(
        offer_number=f"{number}-{plan.cycle.effective_on:%Y-%m-%d}",
        package=roster.package(number),
        employer=employer,
        candidate=Candidate(name=name, address=_text(person, "address")),
        role=role,
        status="issued",
    )


def _text(person: Any, name: str) -> str:
    value = person.get(name)
    return value.strip() if isinstance(value, str) else ""


def _raised(old: Offer, new_base: int, plan: MeritPlan) -> Offer:
    package = old.package
    assert package.salary is not None  # of a roster
    step = Raise(on=plan.cycle.effective_on, amount=Money.from_minor(new_base, package.currency))
    return evolve(old, package=evolve(package, salary=evolve(package.salary, raises=(step,))))
