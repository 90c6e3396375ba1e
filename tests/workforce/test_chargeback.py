"""Chargeback: rows that add up to each provider's month, to the cent."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, strategies as st

from compkit.workforce.spending.cents import in_cents
from compkit.workforce.spending.chargeback import chargeback
from tests.workforce.spendcases import spent, used


class TestChargeback:
    """By month, cost centre, account and provider."""

    def test_by_hand(self):
        """0.01 is shared by three: of three cost centres with a third of a cent, the first is charged."""
        third = Fraction(10**7, 3 * 10**9)
        rows = [used("2027-01-05", who, 1, billed=third) for who in ("E1", "E3", "X")]
        found = chargeback(spent(*rows))
        assert [(row.cost_center, row.account, row.amount.amount) for row in found.rows] == [
            ("100", "6000", Decimal("0.01"))
        ]

    def test_unassigned(self):
        """What nobody is known for stands in its own row, with no account."""
        rows = used("2027-01-05", "E3", 1, billed=2), used("2027-01-09", "X", 1, model="south/x", billed=5)
        found = chargeback(spent(*rows))
        assert [(row.month, row.cost_center, row.account, row.provider, row.amount.amount) for row in found.rows] == [
            ("2027-01", "200", "007", "north", 2),
            ("2027-01", "unassigned", "", "south", 5),
        ]

    def test_credit_note(self):
        """A credit note is a negative row."""
        found = chargeback(spent(used("2027-01-05", "E1", 1, billed=-2), used("2027-01-05", "E3", 1, billed=3)))
        assert [row.amount.amount for row in found.rows] == [-2, 3]

    def test_uncounted(self):
        """Use whose money is not known is charged to nobody, and counted."""
        found = chargeback(spent(used("2027-01-05", "E1", 1, model="x/y")))
        assert (found.rows, found.uncounted_rows) == ((), 1)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["E1", "E2", "E3", "X"]),
                st.sampled_from(["north", "south"]),
                st.sampled_from(["2027-01-31", "2027-02-01"]),
                st.integers(-(10**9), 10**11),
            ),
            max_size=15,
        )
    )
    def test_adds_up(self, rows):
        """Every provider's month is its total rounded once."""
        use = [used(on, who, 1, model=f"{name}/m", billed=Fraction(bill, 10**9)) for who, name, on, bill in rows]
        found = chargeback(spent(*use, basis="billed"))
        for month in ("2027-01", "2027-02"):
            for provider in ("north", "south"):
                exact = sum(Fraction(bill, 10**9) for _, name, on, bill in rows if (name, on[:7]) == (provider, month))
                assert found.total(month=month, provider=provider).minor == in_cents(Fraction(exact), "USD")
