"""Vesting terms of the Open Cap Format: both shapes read, v1 written where it can say them."""

from copy import deepcopy
from datetime import date

import pytest

from compkit.errors import InvalidValue
from compkit.pay import RestrictedStock
from compkit.pay.vesting import Acceleration, Cliff, Period, Segment, VestingTerms, vest, waiting

START = date(2021, 1, 30)
START_CONDITION = {"id": "start", "quantity": "0", "trigger": {"type": "VESTING_START_DATE"}}


def after(length, *, of="start", times=1, kind="MONTHS", **period):
    day = {"day_of_month": "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"} if kind == "MONTHS" else {}
    span = {"length": length, "type": kind, "occurrences": times, **day, **period}
    return {"type": "VESTING_SCHEDULE_RELATIVE", "period": span, "relative_to_condition_id": of}


def on(day):
    return {"type": "VESTING_SCHEDULE_ABSOLUTE", "date": day}


EVENT = {"type": "VESTING_EVENT"}


def condition(name, trigger, *following, quantity=None, **portion):
    amount = {"portion": portion} if quantity is None else {"quantity": quantity}
    return {"id": name, **amount, "trigger": trigger, "next_condition_ids": list(following)}


def part(numerator, denominator, **more):
    return {"numerator": str(numerator), "denominator": str(denominator), **more}


def v1(*conditions, kind="CUMULATIVE_ROUND_DOWN", first=()):
    start = [{**START_CONDITION, "next_condition_ids": list(first)}] if first else []
    return {
        "object_type": "VESTING_TERMS",
        "id": "terms",
        "name": "Terms",
        "description": "",
        "allocation_type": kind,
        "vesting_conditions": [*start, *conditions],
    }


FOUR_YEARS = v1(
    condition("cliff", after(12), "monthly", **part(12, 48)),
    condition("monthly", after(1, of="cliff", times=36), **part(1, 48)),
    kind="CUMULATIVE_ROUNDING",
    first=["cliff"],
)
"""Example 3 of the format's explainer "Vesting System": four years monthly, 25 % at one year."""

SALES = v1(
    condition("expired", after(48), quantity="0"),
    condition("all", EVENT, **part(1, 1, remainder=True)),
    condition("sale-1", EVENT, "expired", "all", "sale-2", **part(1, 5)),
    condition("sale-2", EVENT, **part(4, 5)),
    first=["expired", "all", "sale-1"],
)
"""After the format's sample of event-based vesting that expires after four years."""


def vested(said, units=1000, **events):
    days = {name.replace("_", "-"): day for name, day in events.items()}
    return [tuple(tranche) for tranche in vest(units, VestingTerms.from_ocf(said), start_on=START, events=days)]


class TestV1:
    """The graph of conditions: one path, the earliest sibling, ties by list order."""

    def test_four_years(self):
        """Started on 30 January 2021, 480 units: 120 on 30 January 2022, 10 on 28 February, 10 on 30 March."""
        found = vested(FOUR_YEARS, 480)
        assert found[:3] == [(date(2022, 1, 30), 120), (date(2022, 2, 28), 10), (date(2022, 3, 30), 10)]
        assert len(found) == 37 and {number for _, number in found[1:]} == {10}

    def test_cliff_is_allocated_first(self):
        """Front loaded, 70 units are 22 times 2 and 26 times 1: the cliff's twelve months are 24 of them."""
        found = vested({**FOUR_YEARS, "allocation_type": "FRONT_LOADED"}, 70)
        assert [number for _, number in found] == [24] + [2] * 10 + [1] * 26

    def test_cliff_installment(self):
        """Occurrences up to the cliff's vest on it."""
        said = v1(condition("run", after(3, times=4, cliff_installment=2), **part(1, 4)), first=["run"])
        assert vested(said, 18) == [(date(2021, 7, 30), 9), (date(2021, 10, 30), 4), (date(2022, 1, 30), 5)]

    def test_event_only(self):
        """Example 1 of the explainer: nothing until the event, then all."""
        said = v1(condition("qualifying-sale", EVENT, **part(1, 1)))
        assert vested(said, 500) == []
        assert waiting(500, VestingTerms.from_ocf(said), start_on=START) == (("qualifying-sale", 500),)
        assert vested(said, 500, qualifying_sale=date(2022, 7, 14)) == [(date(2022, 7, 14), 500)]

    def test_deadline(self):
        """Example 2: after three years, or from 1 January 2025, a sale comes too late; on the very day too."""
        said = v1(
            condition("relative", after(36), quantity="0"),
            condition("absolute", on("2025-01-01"), quantity="0"),
            condition("sale", EVENT, **part(1, 1)),
            first=["relative", "absolute", "sale"],
        )
        for day, count in ((date(2024, 1, 29), 1), (date(2024, 1, 30), 0), (date(2024, 1, 31), 0)):
            assert len(vested(said, sale=day)) == count
        assert waiting(9, VestingTerms.from_ocf(said), start_on=START) == (("sale", 9),)

    def test_ties_by_list_order(self):
        """Two conditions of one day: the first of the list."""
        for order, units in ((["half", "third"], 500), (["third", "half"], 250)):
            said = v1(
                condition("half", on("2022-01-01"), **part(1, 2)),
                condition("third", on("2022-01-01"), **part(1, 4)),
                first=order,
            )
            assert vested(said) == [(date(2022, 1, 1), units)]

    def test_remainder(self):
        """The format's example: of 1,000 with 400 vested, 1/5 is 200, and 1/5 of the remainder 120."""
        for remainder, units in ((False, 200), (True, 120)):
            said = v1(
                condition("first", after(12), "second", **part(400, 1000)),
                condition("second", after(12, of="first"), **part(1, 5, remainder=remainder)),
                first=["first"],
            )
            assert [number for _, number in vested(said)] == [400, units]

    def test_sales(self):
        """A first sale vests a fifth, then the double trigger the rest; after expiry nothing does."""
        days = {"sale_1": date(2022, 5, 1), "all": date(2023, 5, 1)}
        assert vested(SALES, **days) == [(date(2022, 5, 1), 200), (date(2023, 5, 1), 800)]
        assert vested(SALES, sale_1=date(2025, 5, 1)) == []
        assert waiting(1000, VestingTerms.from_ocf(SALES), start_on=START) == (("sale-1", 200), ("sale-2", 800))

    def test_event_ends_a_run(self):
        """An event that may follow a run vests the remainder when it comes between two of its days."""
        said = v1(
            condition("run", after(1, times=10), "sale", **part(1, 10)),
            condition("sale", EVENT, **part(1, 1, remainder=True)),
            first=["run"],
        )
        assert vested(said, 10, sale=date(2021, 3, 1)) == [(date(2021, 2, 28), 1), (date(2021, 3, 1), 9)]

    def test_event_before_what_it_follows(self):
        """An event that has happened before the condition it follows counts on that condition's day."""
        said = v1(
            condition("year", after(365, kind="DAYS"), "sale", quantity="0"),
            condition("sale", EVENT, **part(1, 1)),
            first=["year"],
        )
        assert vested(said, 5, sale=date(2021, 6, 1)) == [(date(2022, 1, 30), 5)]

    def test_quantity(self):
        """Fixed units, the rest of them as a remainder."""
        said = v1(
            condition("some", on("2022-01-01"), "rest", quantity="333"),
            condition("rest", after(1, of="some"), **part(1, 1, remainder=True)),
            first=["some"],
        )
        assert [number for _, number in vested(said)] == [333, 667]
        assert RestrictedStock(symbol="A", units=1000, vesting_start_on=START, vesting=VestingTerms.from_ocf(said))

    def test_many_paths(self):
        """Sixty forks in a row: the path that vests most is found without trying each of 2**60."""
        forks = [
            condition(f"{side}{n}", on("2022-01-01"), f"a{n + 1}", f"b{n + 1}", **part(share, 120))
            for n in range(60)
            for side, share in (("a", 1), ("b", 2))
        ]
        ends = [condition(f"{side}60", on("2022-01-01"), quantity="0") for side in "ab"]
        assert VestingTerms.from_ocf(v1(*forks, *ends, first=["a0", "b0"])).share_of(120) == 1

    @pytest.mark.parametrize("said", [FOUR_YEARS, SALES])
    def test_round_trip(self, said):
        """What was read is written again, and read as the same."""
        terms = VestingTerms.from_ocf(said)
        written = terms.to_ocf()
        assert VestingTerms.from_ocf(written) == terms
        assert [of["id"] for of in written["vesting_conditions"]] == [of["id"] for of in said["vesting_conditions"]]

    @pytest.mark.parametrize(
        ("path", "value", "rule"),
        [
            (("object_type",), "TX_VESTING_START", "VESTING_TERMS"),
            (("allocation_type",), "SIDEWAYS", "not an allocation type"),
            (("vesting_conditions",), [], "no conditions"),
            (("vesting_conditions",), "none", "a list"),
            (("vesting_conditions", 1, "id"), "start", "two conditions"),
            (("vesting_conditions", 1, "quantity"), "5", "not both"),
            (("vesting_conditions", 1, "portion", "denominator"), "0", "a share above 0"),
            (("vesting_conditions", 1, "portion", "numerator"), "-1", "a share above 0"),
            (("vesting_conditions", 1, "portion", "numerator"), 0.5, "decimal number"),
            (("vesting_conditions", 1, "portion", "numerator"), "49", "from 0 to 1"),
            (("vesting_conditions", 1, "trigger", "type"), "VESTING_WISH", "must be one of"),
            (("vesting_conditions", 1, "trigger", "period", "length"), -12, "before what it is relative to"),
            (("vesting_conditions", 1, "trigger", "period", "occurrences"), 0, "from 1"),
            (("vesting_conditions", 1, "trigger", "period", "occurrences"), 1.5, "whole number"),
            (("vesting_conditions", 1, "trigger", "period", "type"), "MOONS", "must be one of"),
            (("vesting_conditions", 1, "trigger", "period", "day_of_month"), "31", "must be one of"),
            (("vesting_conditions", 1, "trigger"), on("2027-02-30"), "not a date"),
            (("vesting_conditions", 1, "trigger", "relative_to_condition_id"), "monthly", "not met before"),
            (("vesting_conditions", 1, "next_condition_ids"), ["nowhere"], "no condition"),
            (("vesting_conditions", 2, "next_condition_ids"), ["cliff"], "circle"),
            (("vesting_conditions", 0, "quantity"), "-1", "negative"),
        ],
    )
    def test_refused(self, path, value, rule):
        """Each with its reason."""
        said = deepcopy(FOUR_YEARS)
        inside = said
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value
        with pytest.raises(InvalidValue, match=rule):
            VestingTerms.from_ocf(said)


def statement(order=1, percentage="1", event=None, cliff=None, day=None, **schedule):
    said = {"order": order, "percentage": percentage}
    if schedule:
        said["schedule"] = {"period_type": "MONTHS", **schedule}
        said["schedule"] |= {key: of for key, of in (("cliff", cliff), ("vesting_day_of_month", day)) if of}
    return {**said, "event_condition": {"event_id": event}} if event else said


def v2(*statements):
    return {"object_type": "VESTING_TERMS", "id": "terms", "statements": list(statements)}


YEAR_CLIFF = {"length": 12, "period_type": "MONTHS", "percentage": "0.25"}


class TestV2:
    """The draft's statements: in order, each beginning where the one before ends."""

    def test_four_years(self):
        """The same as v1: 120 at the cliff, then 10 a month; the start day is the default."""
        said = v2(statement(occurrences=48, period=1, cliff=YEAR_CLIFF))
        assert vested(said, 480) == vested(FOUR_YEARS, 480)

    def test_chained_by_order(self):
        """5/15/40/40 by year, listed in any order."""
        years = [statement(n, p, occurrences=1, period=12) for n, p in enumerate(("0.05", "0.15", "0.4", "0.4"), 1)]
        expected = [
            (date(2022, 1, 30), 50),
            (date(2023, 1, 30), 150),
            (date(2024, 1, 30), 400),
            (date(2025, 1, 30), 400),
        ]
        assert vested(v2(*years)) == vested(v2(*years[::-1])) == expected

    def test_events(self):
        """A milestone, and a grid held until its event."""
        said = v2(
            statement(1, "0.5", occurrences=2, period=1, event="ipo"),
            statement(2, "0.5", event="launch"),
        )
        assert waiting(8, VestingTerms.from_ocf(said), start_on=START) == (("ipo", 4), ("launch", 4))
        found = vested(said, 8, ipo=date(2021, 3, 10), launch=date(2021, 2, 1))
        assert found == [(date(2021, 2, 1), 4), (date(2021, 3, 10), 2), (date(2021, 3, 30), 2)]

    def test_round_trip(self):
        """What was read is written again."""
        said = v2(
            statement(1, "0.6", occurrences=24, period=1, cliff={**YEAR_CLIFF, "percentage": "0.5"}),
            statement(2, "0.3", occurrences=4, period=2, period_type="WEEKS", day="FIRST_DAY_OF_MONTH"),
            statement(3, "0.1", event="ipo"),
        )
        assert VestingTerms.from_ocf(said).to_statements() == said

    @pytest.mark.parametrize(
        ("said", "rule"),
        [
            ({}, "no Open Cap Format object"),
            ([], "must be an Open Cap Format object"),
            (v2(), "no statements"),
            (v2(statement()), "schedule or an event"),
            (v2(statement(occurrences=1, period=1), statement(occurrences=1, period=1)), "order of two"),
            (v2(statement(order=0, occurrences=1, period=1)), "from 1"),
            (v2(statement(percentage="0", occurrences=1, period=1)), "above 0"),
            (v2(statement(percentage="-1", occurrences=1, period=1)), "above 0"),
            (v2(statement(percentage=0.5, occurrences=1, period=1)), "decimal number"),
            (v2(statement(occurrences=0, period=1)), "from 1"),
            (v2(statement(occurrences=-3, period=1)), "from 1"),
            (v2(statement(occurrences=3, period=-1)), "from 0"),
            (v2(statement(occurrences=3)), "period: is missing"),
            (v2(statement(occurrences=3, period=1, day="15TH")), "must be one of"),
            (v2(statement(occurrences=12, period=1, cliff=YEAR_CLIFF)), "nothing after it"),
            (v2(statement(occurrences=48, period=1, cliff={**YEAR_CLIFF, "length": -1})), "cliff before the start"),
            (v2(statement(occurrences=48, period=1, cliff={**YEAR_CLIFF, "percentage": "1.1"})), "from 0 to 1"),
        ],
    )
    def test_refused(self, said, rule):
        """Each with its reason."""
        with pytest.raises(InvalidValue, match=rule):
            VestingTerms.from_ocf(said)


class TestExport:
    """The v1 object where it can be said; else an error that says what cannot."""

    @pytest.mark.parametrize("kind", ["CUMULATIVE_ROUND_DOWN", "FRONT_LOADED", "BACK_LOADED_TO_SINGLE_TRANCHE"])
    @pytest.mark.parametrize("name", ["4y/1y-cliff/monthly", "4y/1y-cliff/quarterly", "5/15/40/40", "1y/quarterly"])
    def test_named(self, name, kind):
        """Read back, the object vests the same units on the same days."""
        terms = VestingTerms.named(name, allocation_type=kind)
        back = VestingTerms.from_ocf(terms.to_ocf())
        for units in (7, 70, 481):
            assert vest(units, back, start_on=START) == vest(units, terms, start_on=START)

    @pytest.mark.parametrize(
        "segment",
        [
            Segment(share=1, every=Period(length=3), count=8, cliff=Cliff(after=Period(length=5))),
            Segment(share=1, every=Period(length=1), count=12, cliff=Cliff(after=Period(length=6), share="0.3")),
            Segment(
                share=1,
                every=Period(length=2, kind="WEEKS"),
                count=6,
                cliff=Cliff(after=Period(length=30, kind="DAYS")),
            ),
            Segment(share=1, every=Period(length=1, kind="YEARS"), count=3, day_of_month="LAST_DAY_OF_MONTH"),
            Segment(share=1, every=Period(length=1), count=6, cliff=Cliff(after=Period(length=9))),
            Segment(share=1, on=date(2022, 5, 5)),
            Segment(share=1, event="ipo"),
        ],
    )
    def test_segments(self, segment):
        """Cliffs on and off the grid, weeks, years, days of the month, single days and milestones."""
        terms = VestingTerms(segments=[segment])
        back = VestingTerms.from_ocf(terms.to_ocf())
        events = {"ipo": date(2021, 9, 9)}
        assert vest(77, terms, start_on=START, events=events) == vest(77, back, start_on=START, events=events) != ()

    @pytest.mark.parametrize(
        ("terms", "what"),
        [
            (VestingTerms.named("1y/monthly", allocation_type="FRACTIONAL"), "fractional units"),
            (VestingTerms(segments=[Segment(share="0.5", event="a"), Segment(share="0.5", event="b")]), "a beside"),
            (VestingTerms(segments=[Segment(share=1, every=Period(length=1), event="ipo")]), "held until ipo"),
            (
                VestingTerms(segments=[Segment(share=1, on=START)], accelerations=[Acceleration(trigger="sale")]),
                "acceler",
            ),
            (
                VestingTerms(
                    segments=[Segment(share=1, every=Period(length=1), day_of_month="VESTING_START_DAY_MINUS_ONE")]
                ),
                "day before the start day",
            ),
            (
                VestingTerms(
                    segments=[
                        Segment(
                            share=1, every=Period(length=1), count=9, cliff=Cliff(after=Period(length=40, kind="DAYS"))
                        )
                    ]
                ),
                "days over a schedule in months",
            ),
        ],
    )
    def test_cannot(self, terms, what):
        """It says what v1 cannot."""
        with pytest.raises(InvalidValue, match=what):
            terms.to_ocf()
