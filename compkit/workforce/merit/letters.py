"""What letters of a merit cycle are written from: two offers, the one so far and the one after it, and lump sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

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


@frozen(kw_only=True)
class MeritLetter:
    """What the letter to one person is written from.

    Attributes:
        employee_id: Who.
        old: The offer so far.
        new: The same with the raise; the same, where base salary stays.
        lump_sum: Paid once, on the effective day; None without one.
        effective_on: First day of the new base salary.
    """

    employee_id: str
    old: Offer
    new: Offer
    lump_sum: Money | None
    effective_on: date


def merit_letters(plan: MeritPlan, employer: Employer) -> Iterator[MeritLetter]:
    """The letter of each person who gets a raise or a lump sum, in the order of the roster.

    The two offers differ by one raise on the effective day, so the letters room prints them as a revision of base
    salary. The job title is the column ``title``, else the family.

    Args:
        plan: The cycle, planned for a roster with a column ``name``, and ``address`` if letters are to show one.
        employer: Who writes.

    Raises:
        InvalidValue: If a name or a job title is missing.
    """
    people = plan.before.people
    if "name" not in people.columns:
        raise InvalidValue("Roster.people", "no column name", "a letter needs names", "add it")
    gets = plan.people[(plan.people["new_base"] > plan.people["base"]) | (plan.people["lump_sum"] > 0)]
    for first in range(0, len(gets), _TOGETHER):
        some = gets.iloc[first : first + _TOGETHER]
        roster = _only(plan.before, some)
        paid = zip(some["new_base"].tolist(), some["lump_sum"].tolist(), roster.people.iterrows(), strict=True)
        for new_base, lump_sum, (_, person) in paid:
            old = _offer(roster, person, employer, plan)
            yield MeritLetter(
                employee_id=str(person["employee_id"]),
                old=old,
                new=_raised(old, new_base, plan) if new_base > int(person["base"]) else old,
                lump_sum=Money.from_minor(lump_sum, old.package.currency) if lump_sum else None,
                effective_on=plan.cycle.effective_on,
            )


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
