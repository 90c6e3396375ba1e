"""Totals of a roster are the sums of the valuations of its people, exactly, under any market."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.dates import add_months
from compkit.errors import InvalidValue
from compkit.market import ExchangeRate, Scenario
from compkit.market.moves import TokenPriceChange
from compkit.valuation import value
from compkit.valuation.utilisation import UtilisationPath
from compkit.valuation.views import View, cells
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.columns.totals import group_quantities, needs_days, price_quantities

from ..samples import TODAY, assume, market
from .people import person, roster, rosters

YEARS = Cuts(tuple(add_months(TODAY, 12 * n) for n in range(5)))


def world(**changes: Any):
    """The market of the samples, with yen."""
    yen = ExchangeRate(base="USD", quote="JPY", rate="150", on=TODAY, source="test")
    return market(rates=(yen,), **changes)


def here_already(people):
    """Only those who work here today: then the single path's horizon is the same."""
    there = people.people["start_on"] < pd.Timestamp(TODAY)
    ids = people.people.loc[there, "employee_id"]
    return evolve(people, people=people.people[there], grants=people.grants[people.grants["employee_id"].isin(ids)])


def one_by_one(people, moved, given):
    """Cost by department, component, guaranteed and year, of the valuation of each person."""
    found: Counter[tuple[Any, ...]] = Counter()
    for employee, department in people.people[["employee_id", "department"]].itertuples(index=False):
        package = evolve(people.package(employee), currency="USD")
        for (label, component, sure), amounts in cells(value(package, moved, given), View()).items():
            for number, amount in amounts.items():
                found[(department, component, sure, int(label.removeprefix("year ")) - 1, number)] += amount
    return {key: amount for key, amount in found.items() if amount}


def by_group(people, moved, given):
    """The same by columns."""
    quantities = group_quantities(people, YEARS, by_day=needs_days(moved, given))
    found: Counter[tuple[Any, ...]] = Counter()
    for of in price_quantities(quantities, moved, given, currency="USD"):
        for number in ("face", "cost", "worth"):
            key = (of.group[0], of.promise.component, of.promise.guaranteed, of.year, number)
            found[key] += of.amount(number)
    return {key: amount for key, amount in found.items() if amount}


class TestSameAsSingle:
    """Property: group first and multiply after gives what each person's valuation adds up to."""

    @given(
        rosters(leavers=False),
        st.sampled_from([Decimal(0), Decimal("0.1")]),
        st.sampled_from([Decimal(0), Decimal("0.3")]),
        st.sampled_from([None, Decimal("0.6")]),
    )
    def test_any(self, people, leave_rate, move, utilisation):
        """With and without staying odds, price moves and expected use: unrounded, all three numbers."""
        people = here_already(people)
        given = assume(
            leave_rate=leave_rate,
            token_utilisation=utilisation,
            bonus_payout="0.9",
            employer_load="0.21",
            discount_rate=leave_rate,
        )
        moved = Scenario(name="up", moves=(TokenPriceChange(rate=move),) if move else ()).apply(world())
        close = Decimal("1e-9")  # powers of odds are rounded at their last digits
        expected, found = one_by_one(people, moved, given), by_group(people, moved, given)
        assert found.keys() == expected.keys()
        assert all(abs(found[key] - amount) < close for key, amount in expected.items())


class TestGroups:
    """Who is summed together."""

    def test_by_two_columns(self):
        """Labels of both, in order; each total by hand: 4 x 200,000 in each."""
        people = roster(
            [person(1, bonus=0, tokens=""), person(2, bonus=0, tokens="", level="L6", department="Ärzte / 😀")]
        )
        found = price_quantities(
            group_quantities(people, YEARS, by=("department", "level"), by_day=False),
            world(),
            assume(),
            currency="USD",
        )
        sums: Counter[tuple[str, ...]] = Counter()
        for of in found:
            sums[of.group] += of.face
        assert dict(sums) == {("Robots", "L5"): 800_000, ("Ärzte / 😀", "L6"): 800_000}

    def test_everybody(self):
        """No column: one group."""
        people = roster([person(1), person(2)])
        assert {of.group for of in group_quantities(people, YEARS, by=())} == {()}

    def test_no_such_column(self):
        """A column that is none of groups is refused, with those there are."""
        with pytest.raises(InvalidValue, match="say some of department"):
            group_quantities(roster([person(1)]), YEARS, by=("shoe size",))

    def test_path_of_utilisation(self):
        """Use by month of service differs by person: refused, not averaged."""
        path = UtilisationPath(by_month=(Decimal("0.2"), Decimal("0.8")))
        quantities = group_quantities(roster([person(1)]), YEARS)
        with pytest.raises(InvalidValue, match="differs by person"):
            price_quantities(quantities, world(), assume(token_utilisation=path), currency="USD")
