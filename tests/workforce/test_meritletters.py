"""The offers of a merit cycle, as the letters room prints them."""

from datetime import date

import pandas as pd
import pytest
from attrs import evolve

from compkit.documents.letterrules import LetterRules
from compkit.documents.revision import build_revision_context
from compkit.errors import InvalidValue
from compkit.files.jurisdictions import offer_jurisdiction
from compkit.money import Money
from compkit.pay import Employer, Raise
from compkit.workforce.merit.letters import revisions
from compkit.workforce.merit.plan import MeritPlan, plan_merit

from .people import ALLOWANCES, GRANTS, Roster, grant, person
from .test_merit import BANDS, EFFECTIVE, cycle

ACME = Employer(name="Acme, Inc.")


def plan(*rows: dict[str, object], drop: str = "") -> MeritPlan:
    """A cycle of people with names."""
    people = [person(n, rating="solid", name=f"Name {n}", base=10_000_000) | row for n, row in enumerate(rows)]
    grants = pd.DataFrame([grant(0), grant(1)][: len(rows)], columns=list(GRANTS))
    frame = pd.DataFrame(people).drop(columns=[drop] if drop else [])
    return plan_merit(Roster(people=frame, grants=grants, allowances=ALLOWANCES), BANDS, cycle())


class TestRevisions:
    """One pair a person with a new base salary."""

    def test_pair(self):
        """The new offer is the old one with one raise: 4 % of 100,000 on the effective day."""
        ((employee, old, new),) = revisions(plan({"fte": 500_000, "title": "Engineer II"}), ACME)
        assert employee == "E0" and old.role.title == "Engineer II" and len(old.package.equity) == 1
        step = Raise(on=EFFECTIVE, amount=Money("104000.00", "USD"))
        assert new == evolve(old, package=evolve(old.package, salary=evolve(old.package.salary, raises=(step,))))
        assert new.package.salary.annual(EFFECTIVE) == Money("52000.00", "USD")

    def test_letter(self):
        """The letters room prints it, with the token allowance that stays."""
        ((_, old, new),) = revisions(plan({}), ACME)
        rules = LetterRules(jurisdiction=offer_jurisdiction(new))
        context = build_revision_context(old, new, on=date(2027, 1, 15), rules=rules)
        assert "104,000" in str(context["changes"])
        assert "April 1, 2027" in context["opening"]

    def test_who(self):
        """Nobody without a new base has a pair; the others come in the order of the roster."""
        found = revisions(plan({}, {"rating": ""}, {"base": 12_000_000}), ACME)
        assert [employee for employee, _, _ in found] == ["E0", "E2"]

    def test_missing(self):
        """A name and a title are needed, and whose is missing is said."""
        with pytest.raises(InvalidValue, match="no column name"):
            list(revisions(plan({}, drop="name"), ACME))
        with pytest.raises(InvalidValue, match="name of E0"):
            list(revisions(plan({"name": " "}), ACME))
        with pytest.raises(InvalidValue, match="title of E0"):
            list(revisions(plan({"family": ""}), ACME))
