"""Groups of an audit: sums, small groups together, days on which money runs out, and no id where names are hidden."""

import pickle
from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from tests.workforce.audits import MARKET, audited, came, usd, use, worker


class TestSums:
    """A group is the sum of its people."""

    def test_by_hand(self):
        """Three people of one department, one of another; the company is all of them."""
        people = [worker(n, department="A") for n in (1, 2, 3)] + [worker(4, department="B", tokens="")]
        found = audited(people, [use(1, 31), use(2, 20_000), use(3, 15_500), use(4, 310)])
        first, second = found.groups["department"]
        assert (first.label, first.people, second.label, second.people) == ("A", 3, "B", 1)
        assert first.used == usd(35_531) and found.company.used == usd(35_841)
        assert first.granted == usd("45624.99") and second.granted == usd(0)  # 3 * 15,208.33
        assert first.expected == usd(46_500) and first.granted_year == usd(547_500)
        assert first.median == usd(182_500)  # 15,500 in 31 days
        assert first.unused == usd("15177.33") and first.over == usd("5083.34")
        assert round(first.over_share, 6) == Decimal("0.666667") and round(first.under_share, 6) == Decimal("0.333333")
        assert first.alarms == {"over": 1, "concern": 0, "alarm": 1}
        assert second.pay_share == Decimal("0.01") and second.alarms["alarm"] == 1

    @given(
        st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 10**6)), min_size=1, max_size=9), st.integers(1, 4)
    )
    def test_nothing_is_lost(self, rows, fewest):
        """Groups that are shown, with the small ones together, add up to the company; none is too small."""
        people = [worker(n, department=name) for n, (name, _) in enumerate(rows)]
        found = audited(people, [use(n, money) for n, (_, money) in enumerate(rows)], hide_below=fewest)
        groups = found.groups["department"]
        if found.company is None:
            assert len(rows) < fewest and groups == ()
            return
        assert sum(group.people for group in groups) == found.company.people == len(rows)
        assert sum(group.used.amount for group in groups) == found.company.used.amount == sum(m for _, m in rows)
        assert all(group.people >= fewest for group in groups)

    def test_a_hidden_group_never_stands_alone(self):
        """A group of 3 under 5 takes the next smallest, of 7, with it, or the total less the others would show it."""
        sizes = {"A": 3, "B": 9, "C": 7}
        people = [worker(f"{name}{n}", department=name) for name, size in sizes.items() for n in range(size)]
        found = audited(people, [], hide_below=5).groups["department"]
        assert [(group.label, group.people) for group in found] == [("B", 9), (None, 10)]


class TestRunsOut:
    """The day on which the year's money is used up, as in the review of spend (`day_used_up`)."""

    def test_four_months_are_told_in_month_one(self):
        """A budget of 120,000 that is used at 1,000 a day lasts 120 days, the last of them 30 April; January shows it.

        It said 1 May, the first day without money, while the review of spend said 30 April of the same budget: both
        mean the day on which it is used up now.
        """
        people = [worker(1, cost_center="100"), worker(2, cost_center="200")]
        rows = [use(1, 31_000), use(2, 310)]
        found = audited(people, rows, by=("cost_center",), budgets={("cost_center", "100"): usd(120_000)})
        first, second = found.groups["cost_center"]
        assert first.runs_out_on == date(2027, 4, 30) and first.granted_year == usd(120_000)
        # 89,000 are left on 1 February; the last 28 days used 31,000, so 80 days: 89,000 * 28 / 31,000 = 80.4
        assert first.runs_out_recent_on == date(2027, 4, 22)
        assert second.runs_out_on is None and second.runs_out_recent_on is None

    def test_edges(self):
        """Of nothing nothing runs out; what is used up already ran out."""
        found = audited([worker(1, tokens="")], [use(1, 5)]).company
        assert found.runs_out_on is None and found.runs_out_recent_on is None
        found = audited([worker(1)], [use(1, 200_000)]).company
        assert found.runs_out_on == date(2027, 1, 29)  # 182,500 * 31 / 200,000 = 28.3 days
        assert found.runs_out_recent_on == date(2027, 2, 1)


class TestPrivacy:
    """Names are hidden."""

    def people(self, count):
        """People with planted ids."""
        return [
            worker(f"-planted-{n}", department=f"D{n % 2}", family="Dev", manager="M-planted") for n in range(count)
        ]

    def test_no_id_is_left(self):
        """No id, and no identity that is nobody's, is in the result; sums are."""
        rows = [use(f"-planted-{n}", 30) for n in range(12)] + [use("-planted-stranger", 1)]
        made = [came(f"-planted-{n}", commits=n) for n in range(12)]
        shown = audited(self.people(12), rows, made, hide_below=5)
        found = audited(self.people(12), rows, made, hide_below=5, names=False)
        assert not shown.people.empty and len(shown.unmatched) == 1
        assert b"planted" in pickle.dumps(shown) and b"planted" not in pickle.dumps(found)
        assert found.company == shown.company and found.peers == shown.peers
        assert found.unmatched_identities == 1 and len(found.groups["department"]) == 2

    def test_refusals(self):
        """Managers are people; and of four people nothing may be shown."""
        with pytest.raises(InvalidValue, match="names are hidden"):
            audited(self.people(9), [], by=("manager",), names=False)
        with pytest.raises(InvalidValue, match="fewer than 5"):
            audited(self.people(4), [], names=False, hide_below=5)
        with pytest.raises(InvalidValue, match="is no column of groups"):
            audited(self.people(9), [], by=("name",))

    def test_managers_are_groups(self):
        """With names, people are grouped by manager."""
        (group,) = audited(self.people(9), [], by=("manager",)).groups["manager"]
        assert group.label == "M-planted" and group.people == 9


def test_as_of_another_market():
    """The market's day is the audit's."""
    with pytest.raises(InvalidValue):
        audited([worker(1)], [], market=evolve(MARKET, as_of=date(2027, 3, 1)))
