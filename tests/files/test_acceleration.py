"""What speeds vesting up, in offer files and in the cells of an intake workbook."""

import json
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.intake import sheet_plan
from compkit.errors import FileProblems, InvalidValue
from compkit.files import format_offer, parse_offer, read_offer, write_offer
from compkit.files.emit import to_yaml
from compkit.files.intakecells import format_cell, parse_cell
from compkit.files.nodes import parse_yaml
from compkit.files.schema import offer_schema
from compkit.files.shape_acceleration import AccelerationShape, parse_accelerations
from compkit.files.structure import converter
from compkit.pay.vesting import STANDARD_SCHEDULES, Acceleration, Vesting, VestingTerms, accelerated

DOUBLE = Acceleration(trigger="change in control", second="termination without cause")
V2 = {
    "object_type": "VESTING_TERMS",
    "id": "two halves",
    "statements": [
        {"order": 1, "percentage": "0.5", "schedule": {"occurrences": 8, "period": 3, "period_type": "MONTHS"}},
        {"order": 2, "percentage": "0.5", "event_condition": {"event_id": "ipo"}},
    ],
}
STEPS = [{"share": "25 %", "after": "12 months"}, {"share": "75 %", "on": "2031-01-11"}]


def offer(acceleration=None, vesting="4y/1y-cliff/monthly"):
    grant = {"kind": "rsu", "symbol": "A", "units": 480, "vesting_start_on": "2027-01-11", "vesting": vesting}
    return {
        "format": "compkit/offer/1",
        "offer_number": "A-1",
        "candidate": {"name": "Ada Example"},
        "employer": {"name": "Acme"},
        "role": {"title": "Engineer"},
        "start_on": "2027-01-11",
        "currency": "USD",
        "salary": {"amount": "100000"},
        "equity": {**grant, **({} if acceleration is None else {"acceleration": acceleration})},
    }


def grant_of(said):
    return parse_offer(said).package.equity[0]


class TestForms:
    """`acceleration` is a list, a single mapping, or words."""

    @pytest.mark.parametrize(
        "said",
        [
            [{"on": "change in control", "and": "termination without cause", "share": "100 %", "taken": "soonest"}],
            {"on": "change in control", "and": "termination without cause"},
            "100 % on change in control and termination without cause, taken soonest",
            "on change in control and termination without cause",
        ],
    )
    def test_same(self, said):
        """All of it, and those next to vest, where nothing else is said."""
        terms = grant_of(offer(said)).vesting
        assert isinstance(terms, VestingTerms)
        assert (terms.name, terms.accelerations) == ("4y/1y-cliff/monthly", (DOUBLE,))

    def test_several(self):
        """Semicolons between several; shares as a percent, a decimal or a fraction."""
        said = "0.5 on exit, taken last; 1/3 on change in control and termination without cause, taken pro rata"
        expected = (
            Acceleration(trigger="exit", share=Fraction(1, 2), rule="last"),
            evolve(DOUBLE, share=Fraction(1, 3), rule="pro rata"),
        )
        assert grant_of(offer(said)).vesting.accelerations == expected

    @pytest.mark.parametrize("said", [{}, {"acceleration": None}, {"acceleration": []}])
    def test_none(self, said):
        """Without any, the schedule is the plain one; an empty key says nothing."""
        plain = offer()
        plain["equity"] |= said
        assert grant_of(plain).vesting == Vesting.parse("4y/1y-cliff/monthly")

    def test_yaml(self):
        """In YAML the keys on and and are keys, and no truth value."""
        text = to_yaml(offer(["ACCELERATION"])).replace("ACCELERATION", "{on: exit, and: sale, share: 50 %}")
        terms = grant_of(parse_yaml(text, "x.yaml").data).vesting
        assert terms.accelerations == (Acceleration(trigger="exit", second="sale", share=Fraction(1, 2)),)


class TestSchedules:
    """Whatever way the schedule is stated."""

    @pytest.mark.parametrize(
        "vesting",
        [
            *STANDARD_SCHEDULES,
            "50/50/0",
            STEPS,
            {"name": "Founders", "steps": STEPS},
            V2,
            VestingTerms.named("2y/yearly").to_ocf(),
        ],
    )
    def test_any(self, vesting, tmp_path):
        """The days and units are those without it; it is written beside the schedule, which is said as before."""
        said, plain = offer({"on": "exit"}, vesting), offer(None, vesting)
        assert grant_of(said).tranches() == grant_of(plain).tranches()
        assert grant_of(said).waiting() == grant_of(plain).waiting()
        read = parse_offer(said)
        written, before = format_offer(read)["equity"][0], format_offer(parse_offer(plain))["equity"][0]
        assert written == {**before, "acceleration": [{"on": "exit"}]}
        for name in ("a.yaml", "a.json", "a.xlsx"):
            write_offer(read, tmp_path / name)
            assert read_offer(tmp_path / name) == read

    def test_event(self):
        """Of 480 units 120 vest on the cliff; an exit two days later gives the other 360."""
        happened = date(2028, 1, 13)
        tranches = grant_of(offer("on exit")).tranches({"exit": happened})
        assert tranches == ((date(2028, 1, 11), 120), (happened, 360))

    @given(testing.equity_grants(), st.lists(testing.accelerations(), min_size=1, max_size=3))
    def test_round_trip(self, grant, found):
        """Any grant with any accelerations is read back as it was written."""
        grant = evolve(grant, vesting=accelerated(grant.vesting, found, start_on=grant.vesting_start_on))
        read = parse_offer(offer())
        read = evolve(read, package=evolve(read.package, equity=(grant,)))
        assert parse_offer(format_offer(read)) == read


class TestProblems:
    """A problem names its place, its value and the way out."""

    @pytest.mark.parametrize(
        ("said", "path", "rule"),
        [
            ("exit", "", "does not say on which event vesting speeds up"),
            ("50 % on", "", "does not say on which event vesting speeds up"),
            ("on exit;", "", "does not say on which event vesting speeds up"),
            ("on exit, taken first", "", "must be one of soonest, last, pro rata"),
            ("5 on exit", "", "a rate needs its sign"),
            ("120 % on exit", "", "must be from 0 to 1"),
            ({"on": "exit", "taken": "frist"}, ".taken", "must be one of soonest, last, pro rata"),
            ({"on": "exit", "share": "0 %"}, ".share", "must be above 0"),
            ([{"on": "exit"}, {"and": "sale"}], "[1].on", "is missing"),
            ([{"on": "exit", "share": "200 %"}], "[0].share", "must be from 0 to 1"),
            ([{"on": "exit", "whatever": 1}], "[0].whatever", "unknown key"),
            (3, "", "does not say on which event vesting speeds up"),
            (True, "", "must be text"),
        ],
    )
    def test_place(self, said, path, rule):
        """In a mapping, a list and words."""
        with pytest.raises(FileProblems) as caught:
            parse_offer(offer(said))
        found = [(problem.path, problem.rule) for problem in caught.value.problems]
        assert found == [(f"equity.acceleration{path}", rule)]

    def test_with_others(self):
        """A broken schedule and a broken acceleration are both told."""
        with pytest.raises(FileProblems) as caught:
            parse_offer(offer({"on": "exit", "share": "2"}, "5y/kwuarterly"))
        assert [problem.path for problem in caught.value.problems] == ["equity.vesting", "equity.acceleration.share"]


class TestCells:
    """The words stand in a cell, too."""

    COLUMN = next(column for column in sheet_plan("Grants").columns if column.key == "acceleration")

    def test_words(self):
        """A cell says it in words, and the words are read as the same."""
        data = [{"on": "change in control", "and": "termination without cause"}, {"on": "exit", "share": "50 %"}]
        cell = format_cell(self.COLUMN, data)
        assert cell == "100 % on change in control and termination without cause; 50 % on exit"
        assert parse_cell(self.COLUMN, cell) == data

    @given(st.lists(testing.accelerations(), min_size=1, max_size=3))
    def test_inverse(self, found):
        """Any accelerations, in words where words say them, else as JSON."""
        data = json.loads(json.dumps([converter().unstructure(AccelerationShape.of(of)) for of in found]))
        assert parse_cell(self.COLUMN, format_cell(self.COLUMN, data)) == data

    @pytest.mark.parametrize("event", ["sale and lease", "sale; lease", "sale, taken over", " and and and ", "a and"])
    def test_ambiguous(self, event):
        """An event that words would cut in two is written as JSON."""
        data = [{"on": event.strip()}]
        assert parse_cell(self.COLUMN, format_cell(self.COLUMN, data)) == data

    def test_refused(self):
        """Other words are refused with those that would do."""
        with pytest.raises(InvalidValue, match="say 100 % on change in control"):
            parse_cell(self.COLUMN, "double trigger")


def test_on_twice():
    """The first on ends the share; an event may have the word in it."""
    (shape,) = parse_accelerations("50 % on going on strike")
    assert (shape.on, shape.share) == ("going on strike", Fraction(1, 2))


def test_schema():
    """The schema knows the keys, and that only the event is required."""
    shape = offer_schema()["$defs"]["AccelerationShape"]
    assert (list(shape["properties"]), shape["required"]) == (["on", "and", "share", "taken"], ["on"])
