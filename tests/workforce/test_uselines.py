"""Use lines: rows are summed by group and price, exactly, and nobody's use is dropped."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.market import RateCard
from compkit.workforce.usage.cost import recomputed_cost
from compkit.workforce.usage.export import usage_export
from compkit.workforce.usage.identities import match_people
from compkit.workforce.usage.lines import use_lines, with_groups
from tests.workforce.spendcases import M, lines, market, priced, spent, staff, used

JULY = date(2027, 7, 1)
PRICES = market(
    priced(until_on=JULY), priced(price="15", from_on=JULY), priced("north/two", card=RateCard(fresh_input="0.3"))
)


class TestLines:
    """Grouping and pricing."""

    def test_by_hand(self):
        """June at 10 and July at 15 a million are two lines; rows of one price are one."""
        found = lines(used("2027-06-01", "E1"), used("2027-06-30", "E2", 2), used("2027-07-01", "E1"), prices=PRICES)
        assert [(one.group, one.rows, one.cost()) for one in found] == [
            (("2027-06", "100", "6000"), 2, 30),
            (("2027-07", "100", "6000"), 1, 15),
        ]

    def test_nobody(self):
        """Use of a stranger stands under unassigned, with no account; so does that of nobody named."""
        found = lines(used("2027-06-01", "X9"), used("2027-06-01", "", person_kind="none"), used("2027-06-01", "E3"))
        assert [(one.group[1:], one.count) for one in found] == [(("200", "007"), M), (("unassigned", ""), 2 * M)]

    def test_unknown_price(self):
        """A model without a price has no cost, and neither has a kind without one; a bill stays known."""
        by_model = {one.model: one for one in lines(used("2027-06-01", "E1", model="south/x", billed=3))}
        assert (by_model["south/x"].cost(), by_model["south/x"].billed) == (None, 3)
        priceless = lines(used("2027-06-01", "E1", model="north/two", output=1), prices=PRICES)
        assert priceless[0].cost() is None

    def test_money_alone(self):
        """A subscription stands in a line of its own, and has no cost of tokens."""
        found = lines(used("2027-06-01", "E1", 0, billed=20), used("2027-06-01", "E1", 1, billed=9))
        assert sorted((one.is_money_alone, one.billed, one.cost()) for one in found if one.billed == 9) == [
            (False, 9, 10)
        ]
        assert [one.cost() for one in found if one.is_money_alone] == [None]

    def test_other_currency(self):
        """Prices in another currency are refused."""
        with pytest.raises(CurrencyMismatch):
            lines(used("2027-06-01", "E1"), prices=market(priced(currency="EUR")))

    def test_groups_only(self):
        """Rows are grouped by columns of groups."""
        matched = match_people(usage_export([used("2027-06-01", "E1")]), {"E1": "E1"}, "user_id")
        with pytest.raises(InvalidValue, match="is no column of groups"):
            with_groups(matched, staff(), ["base"])

    @given(
        st.lists(
            st.tuples(
                st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.integers(0, 10**9), st.sampled_from(["E1", "X"])
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_same_as_row_by_row(self, rows):
        """The sum of lines is that of rows priced one by one; each of those is rounded to half a billionth."""
        use = [used(str(on), who, Fraction(count, M)) for on, count, who in rows]
        whole = sum(one.cost() for one in lines(*use, prices=PRICES))
        one_by_one = recomputed_cost(usage_export(use), PRICES.book).total.amount
        assert abs(whole - Fraction(one_by_one)) <= Fraction(len(rows), 2 * 10**9)


class TestSpending:
    """On which basis use is counted."""

    def test_billed_if_all_is(self):
        """All is billed, so the bill counts, with what it states without tokens."""
        found = spent(used("2027-06-01", "E1", 1, billed=9), used("2027-06-01", "E1", 0, billed=20))
        assert (found.bases, found.total, found.uncounted) == ({"north": "billed"}, 29, ())

    def test_else_recomputed(self):
        """One row has no bill: tokens at contract prices count, and money without tokens is told apart."""
        found = spent(used("2027-06-01", "E1", 1), used("2027-06-01", "E1", 0, billed=20))
        assert (found.bases, found.total) == ({"north": "contract"}, 10)
        assert [(one.reason, one.rows, one.billed) for one in found.uncounted] == [
            ("states money and no tokens", 1, 20)
        ]

    def test_by_provider(self):
        """A provider whose use is all billed counts as billed beside one whose is not: 9, and 1 M at 10."""
        book = market(priced(), priced("south/x", "5"))
        found = spent(used("2027-06-01", "E1", 1), used("2027-06-01", "E1", 1, "south/x", billed=9), prices=book)
        assert (found.bases, found.total) == ({"north": "contract", "south": "billed"}, 19)

    def test_nothing_costs_nothing(self):
        """A row without tokens and without a bill is no gap in what is billed."""
        found = spent(used("2027-06-01", "E1", 0), used("2027-06-01", "E1", 1, billed=9))
        assert (found.bases, found.total, found.uncounted) == ({"north": "billed"}, 9, ())

    def test_unbilled_is_counted_apart(self):
        """Asked for the bill, rows without one are told."""
        found = spent(used("2027-06-01", "E1", 1), basis="billed")
        assert [(one.reason, one.rows, one.tokens) for one in found.uncounted] == [("states no bill", 1, M)]

    def test_nothing(self):
        """No use is no spend."""
        assert (use_lines(usage_export([]).frame, market()), spent().total) == ((), 0)
