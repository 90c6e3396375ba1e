"""The offers of a merit cycle, as the letters room prints them."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from attrs import evolve

from compkit.documents.letterrules import LetterRules
from compkit.documents.revision import RevisionTerms, build_revision_context
from compkit.errors import InvalidValue
from compkit.files.jurisdictions import offer_jurisdiction
from compkit.money import Money
from compkit.pay import Employer, Raise
from compkit.workforce.merit.letters import MeritLetter, merit_letters
from compkit.workforce.merit.plan import MeritPlan, plan_merit

from .people import ALLOWANCES, GRANTS, Roster, grant, person
from .test_merit import BANDS, EFFECTIVE, cycle

ACME = Employer(name="Acme, Inc.")


def plan(*rows: dict[str, object], drop: str = "", **rules: object) -> MeritPlan:
    """A cycle of people with names."""
    people = [person(n, rating="solid", name=f"Name {n}", base=10_000_000) | row for n, row in enumerate(rows)]
    grants = pd.DataFrame([grant(0), grant(1)][: len(rows)], columns=list(GRANTS))
    frame = pd.DataFrame(people).drop(columns=[drop] if drop else [])
    return plan_merit(Roster(people=frame, grants=grants, allowances=ALLOWANCES), BANDS, cycle(**rules))


def said(letter: MeritLetter) -> dict[str, Any]:
    """What the letters room says."""
    rules = LetterRules(jurisdiction=offer_jurisdiction(letter.new))
    terms = RevisionTerms(on=date(2027, 1, 15), effective_on=letter.effective_on, lump_sum=letter.lump_sum)
    return build_revision_context(letter.old, letter.new, terms, rules=rules)


class TestLetters:
    """One letter a person with a raise or a lump sum."""

    def test_pair(self):
        """The new offer is the old one with one raise: 4 % of 100,000 on the effective day."""
        (letter,) = merit_letters(plan({"fte": 500_000, "title": "Engineer II"}), ACME)
        old, new = letter.old, letter.new
        assert (letter.employee_id, letter.lump_sum) == ("E0", None)
        assert old.role.title == "Engineer II" and len(old.package.equity) == 1
        step = Raise(on=EFFECTIVE, amount=Money("104000.00", "USD"))
        assert new == evolve(old, package=evolve(old.package, salary=evolve(old.package.salary, raises=(step,))))
        assert new.package.salary.annual(EFFECTIVE) == Money("52000.00", "USD")

    def test_letter(self):
        """The letters room prints it, with the token allowance that stays."""
        (letter,) = merit_letters(plan({}), ACME)
        context = said(letter)
        assert "lump sum" not in str(context)
        assert "104,000" in str(context["changes"])
        assert "April 1, 2027" in context["opening"]

    def test_who(self):
        """Nobody without a new base has a pair; the others come in the order of the roster."""
        found = merit_letters(plan({}, {"rating": ""}, {"base": 12_000_000}), ACME)
        assert [letter.employee_id for letter in found] == ["E0", "E2"]

    def test_lump_sum(self):
        """1 % of 199,000 is 1,990: 1,000 to the maximum of 200,000, and 990 once, said with amount and day."""
        (letter,) = merit_letters(plan({"base": 19_900_000}, above_maximum="lump sum"), ACME)
        assert letter.lump_sum == Money(990, "USD")
        context = said(letter)
        assert "200,000" in str(context["changes"]) and context["title"] == "Revision of base salary"
        assert context["planned"] == [
            "You receive a lump sum of USD 990, paid once, on April 1, 2027. It is no part of your base salary."
        ]

    def test_lump_sum_alone(self):
        """At the maximum all of the 2,000 is paid once: base salary stays, and nothing is said to follow it."""
        (letter,) = merit_letters(plan({"base": 20_000_000}, above_maximum="lump sum"), ACME)
        assert letter.new == letter.old
        context = said(letter)
        assert (context["title"], context["difference"]) == ("Lump sum", "Your base salary stays as it is.")
        assert context["opening"] == "On April 1, 2027 you receive a lump sum, as set out below."
        assert "USD 2,000," in context["planned"][0]
        assert [(row["name"], row["text"]) for row in context["proration"]] == [("Base salary in 2027", "USD 200,000")]
        assert context["follows"] == context["notes"] == []
        with pytest.raises(InvalidValue, match="does not change"):
            said(evolve(letter, lump_sum=None))

    def test_missing(self):
        """A name and a title are needed, and whose is missing is said."""
        with pytest.raises(InvalidValue, match="no column name"):
            list(merit_letters(plan({}, drop="name"), ACME))
        with pytest.raises(InvalidValue, match="name of E0"):
            list(merit_letters(plan({"name": " "}), ACME))
        with pytest.raises(InvalidValue, match="title of E0"):
            list(merit_letters(plan({"family": ""}), ACME))
