"""Amounts of every person by a pure function: those of the valuations one by one, whatever part of the rows it sees."""

import pickle
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from compkit.errors import InvalidValue, MissingFact
from compkit.market import Scenario
from compkit.market.moves import TokenPriceChange
from compkit.valuation import value
from compkit.valuation.views import View, cells
from compkit.workforce.engines.people import COMPONENTS, EMPTY, SCHEMA, PeoplePlan, people_amounts
from compkit.workforce.engines.rows import GRANT_TEXT, faults, pack, unpack
from compkit.workforce.engines.totals import total_amounts

from ..samples import assume, market
from ..tools import needed
from .people import ALLOWANCES, grant, person, roster, rosters
from .test_totals import YEARS, here_already, world


def plan(**changes):
    """A plan with the allowances and the market of the samples."""
    stated = {
        "allowances": ALLOWANCES,
        "market": world(),
        "assumptions": assume(bonus_payout="0.9", token_utilisation="0.6"),
        "cuts": YEARS,
        "currency": "USD",
    }
    return PeoplePlan(**{**stated, **changes})


def one_by_one(people, given_):
    """Whole cents of each person, component and year by the single path, halves up."""
    found: Counter[tuple[object, ...]] = Counter()
    for employee in people.people["employee_id"]:
        package = evolve(people.package(employee), currency=given_.currency)
        for (label, component, _), amounts in cells(value(package, given_.market, given_.assumptions), View()).items():
            for number, amount in amounts.items():
                found[(employee, component, int(label.removeprefix("year ")) - 1, number)] += amount
    places = Decimal("1" if given_.currency == "JPY" else "0.01")
    cents = {key: amount.quantize(places, rounding=ROUND_HALF_UP) for key, amount in found.items()}
    return {key: int(amount / places) for key, amount in cents.items() if amount}


def as_cells(amounts):
    """The amounts as keys and whole numbers."""
    rows = amounts.to_dict("records")
    three = ("face", "cost", "worth")
    return {(r["employee_id"], r["component"], r["year"], n): r[n] for r in rows for n in three if r[n]}


def three():
    """Three people, one with two grants, one without allowance."""
    rows = [person(1), person(2, tokens="flat", base=10_000_001), person(3, tokens="", fte=666_667)]
    return roster(rows, [grant(1), grant(1, units=3), grant(3, vesting="33/33/34")])


class TestPeopleAmounts:
    """Frame in, frame out."""

    @settings(max_examples=30)
    @given(
        rosters(leavers=False),
        st.sampled_from([Decimal(0), Decimal("0.1")]),
        st.sampled_from(["USD", "JPY"]),
    )
    def test_same_as_single(self, people, leave_rate, currency):
        """Property: to the cent what the valuation of each package gives, with odds by day and without."""
        people = here_already(people)
        moved = Scenario(name="up", moves=(TokenPriceChange(rate="0.3"),)).apply(world())
        assumed = assume(leave_rate=leave_rate, token_utilisation="0.6", bonus_payout="0.9", discount_rate=leave_rate)
        stated = plan(bonus=people.bonus, market=moved, assumptions=assumed, currency=currency)
        assert as_cells(people_amounts(pack(people), stated)) == one_by_one(people, stated)

    def test_by_hand(self):
        """Half of 200,000.01 is 100,000.005 a year: halves of a cent go up once, where the sum is made."""
        rows = roster([person(1, base=20_000_001, bonus=0, tokens="", fte=500_000)])
        found = people_amounts(pack(rows), plan())
        assert found["face"].tolist() == [10_000_001, 10_000_000, 10_000_001, 10_000_000]
        assert found["component"].unique().tolist() == ["base salary"]

    def test_half_up(self):
        """An expected payout of 0.5 of a bonus of 1 cent is half a cent, which is 1 cent."""
        rows = roster([person(1, base=10, bonus=100_000, tokens="", start_on=pd.Timestamp(2020, 1, 1))])
        found = people_amounts(pack(rows), plan(assumptions=assume(bonus_payout="0.5")))
        bonus = found[found["component"] == "target bonus"]
        assert set(zip(bonus["face"], bonus["cost"], strict=True)) >= {(1, 1)}

    @settings(max_examples=15)
    @given(rosters(), st.integers(1, 6))
    def test_any_partition(self, people, size):
        """Property: cut as one likes, the rows are the same."""
        rows, stated = pack(people), plan(bonus=people.bonus)
        parts = [people_amounts(rows.iloc[n : n + size], stated) for n in range(0, len(rows), size)]
        pd.testing.assert_frame_equal(
            pd.concat(parts, ignore_index=True).astype(dict(SCHEMA)), people_amounts(rows, stated)
        )

    def test_large_numbers(self):
        """Past 64 bits sums are made in Python's integers, to the same cent: a price of 25 digits on 10^9 shares."""
        rows = roster([person(1, bonus=0, tokens="")], [grant(1, units=10**9)])
        price = Decimal("0.6000000000000000000000007")
        found = people_amounts(pack(rows), plan(assumptions=assume(leave_rate="0.1", discount_rate=price)))
        single = one_by_one(rows, plan(assumptions=assume(leave_rate="0.1", discount_rate=price)))
        assert as_cells(found) == single

    def test_schema(self):
        """Kinds of columns are those that are published, of somebody, of nobody, and of who has not begun."""
        some = people_amounts(pack(three()), plan())
        none = people_amounts(pack(three()).iloc[:0], plan())
        later = people_amounts(pack(roster([person(1, start_on=pd.Timestamp(2050, 1, 1))])), plan())
        for frame in (some, none, later, EMPTY):
            assert frame.dtypes.map(str).to_dict() == dict(SCHEMA)
        assert none.empty
        assert later.empty
        assert set(some["component"]) <= set(COMPONENTS)

    def test_leaves(self):
        """Who left before the first year has no rows."""
        rows = roster([person(1, end_on=pd.Timestamp(2025, 1, 1)), person(2, end_on=pd.NaT)])
        assert people_amounts(pack(rows), plan())["employee_id"].unique().tolist() == ["E2"]

    def test_pickle(self):
        """A plan goes to a worker and is the same there."""
        assert pickle.loads(pickle.dumps(plan())) == plan()

    def test_input_stays(self):
        """The frame that came in is not changed."""
        rows = pack(three())
        before = rows.copy(deep=True)
        people_amounts(rows, plan())
        pd.testing.assert_frame_equal(rows, before)

    def test_missing_price(self):
        """What no price is known for is no zero."""
        rows = roster([person(1)], [grant(1, symbol="NONE")])
        with pytest.raises(MissingFact, match="NONE"):
            people_amounts(pack(rows), plan(market=market()))


class TestRows:
    """Rows that stand alone."""

    def test_round_trip(self):
        """People and grants come back as they were."""
        option = grant(
            2, kind="option", strike="1.90", strike_currency="USD", expires_on=pd.Timestamp(2050, 1, 1), name="Zoë 😀"
        )
        held = roster([person(1), person(2)], [grant(1), option])
        people, grants = unpack(pack(held))
        back = evolve(held, people=people, grants=grants)
        assert [back.package(e) for e in ("E1", "E2")] == [held.package(e) for e in ("E1", "E2")]

    @pytest.mark.parametrize(
        ("column", "wrong", "rule"),
        [
            ("employee_id", None, "is no text"),
            ("employee_id", "E1", "has two rows"),
            ("base", -1, "is no such number"),
            ("base", None, "is no such number"),
            ("base", "much", "is no such number"),
            ("fte", 0, "is no such number"),
            ("bonus", 0.5, "is no such number"),
            ("start_on", None, "is no day"),
            ("start_on", "soon", "is no day"),
            ("currency", "XXX", "is not an ISO 4217 code"),
            ("tokens", "Half", "is no allowance of the plan"),
            (GRANT_TEXT, "[{}]", "has no name"),
            (GRANT_TEXT, "]", "JSONDecodeError"),
            (GRANT_TEXT, "[1]", "is no list of grants"),
            (GRANT_TEXT, "7", "is no list of grants"),
        ],
    )
    def test_faults(self, column, wrong, rule):
        """A wrong cell is told with its row, column and value, and is the only one told."""
        rows = pack(three()).astype({column: object})
        rows.loc[rows.index[1], column] = wrong
        found = list(faults(rows, ALLOWANCES))
        assert [(fault.row, fault.column) for fault in found] == [(1, column)]
        assert rule in found[0].rule
        with pytest.raises(InvalidValue, match=rf"people\[1\].{column}"):
            people_amounts(rows, plan())

    @pytest.mark.parametrize(
        ("change", "rule"),
        [
            ({"kind": "gift"}, "must be rsu or option"),
            ({"units": 0}, "whole number"),
            ({"units": 1.5}, "whole number"),
            ({"vesting": "soon"}, "soon"),
            ({"vesting_start_on": None}, "TypeError"),
            ({"kind": "option", "strike": "", "strike_currency": "USD"}, "InvalidOperation"),
        ],
    )
    def test_grant_faults(self, change, rule):
        """A wrong grant is told with what is wrong in it."""
        import json

        rows = pack(three())
        grants = json.loads(rows[GRANT_TEXT].iloc[0])
        rows.loc[rows.index[0], GRANT_TEXT] = json.dumps([grants[0] | change])
        assert [rule in fault.rule for fault in faults(rows, ALLOWANCES)] == [True]

    def test_missing_column(self):
        """A column that is not there is named."""
        with pytest.raises(InvalidValue, match="has no column fte"):
            people_amounts(pack(three()).drop(columns="fte"), plan())


def _polars(frame):
    return needed("polars").DataFrame(frame.to_dict("list"))


def _duckdb(frame):
    return needed("duckdb").from_df(frame)


def _dask(frame):
    return needed("dask.dataframe", "dask").from_pandas(frame, npartitions=3)


KINDS = {"pandas": lambda frame: frame, "polars": _polars, "duckdb": _duckdb, "dask": _dask}
"""Frames of each kind from one of pandas; Spark's stands in `tests.files.test_engines`, beside its session."""


def plain_rows(frame):
    """The rows of any frame, in order, as tuples of Python's own values."""
    for call in ("collect", "compute", "fetchall", "rows"):
        if hasattr(frame, call):
            frame = getattr(frame, call)()
    rows = frame if isinstance(frame, list) else frame.itertuples(index=False, name=None)
    return sorted(tuple(row) for row in rows)


class TestTotals:
    """Totals on anybody's frame."""

    @pytest.mark.filterwarnings("ignore:Dask support is moving out:FutureWarning")
    @pytest.mark.parametrize("kind", KINDS)
    def test_kinds(self, kind):
        """The same sums from every kind of frame: 2 x 100 + 1 = 201."""
        frame = pd.DataFrame({"component": ["a", "b", "a", "a"], "year": [0, 0, 0, 1], "cost": [100, 7, 101, 2**60]})
        own = KINDS[kind](frame)
        found = total_amounts(own, columns=["cost"])
        assert type(found) is type(own)
        assert plain_rows(found) == [("a", 0, 201), ("a", 1, 2**60), ("b", 0, 7)]

    @pytest.mark.parametrize(
        ("frame", "asked", "rule"),
        [
            ([1], {}, "is no data frame"),
            (EMPTY, {"by": ["place"]}, "has no column place"),
            (EMPTY, {"columns": ["component"]}, "is no whole column"),
            (EMPTY, {"by": []}, "must not be empty"),
        ],
    )
    def test_refused(self, frame, asked, rule):
        """What cannot be summed is refused."""
        with pytest.raises(InvalidValue, match=rule):
            total_amounts(frame, **asked)
