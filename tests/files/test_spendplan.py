"""Stated plans of token spend: what columns mean, and every problem with its row."""

from fractions import Fraction

import pandas as pd
import pytest

from compkit.errors import FileProblems
from compkit.files.spendplan import read_spend_plan
from compkit.workforce.spending.actuals import PlanRow


def plan(rows, **options):
    """A plan of rows."""
    return read_spend_plan(pd.DataFrame(rows), **{"currency": "USD", **options})


class TestPlan:
    """What is read."""

    def test_money_alone(self):
        """Month, cost centre and amount; an account's zeros stay."""
        assert plan([{"Month": "2027-01", "Cost centre": "0100", "Budget (USD)": "1200.50"}]) == (
            PlanRow(month="2027-01", cost_center="0100", amount=Fraction("1200.5")),
        )

    def test_models(self):
        """Tokens of a model, its discount, and heads."""
        row = {
            "month": "2027-01",
            "cost_center": "A",
            "amount": "90",
            "people": "2.5",
            "model": "north/one",
            "mtok": "10",
            "discount": "10 %",
        }
        assert plan([row])[0] == PlanRow(
            month="2027-01",
            cost_center="A",
            amount=Fraction(90),
            people=Fraction(5, 2),
            model="north/one",
            mtok=Fraction(10),
            discount_rate=Fraction(1, 10),
        )

    def test_other_column(self):
        """Budgets may be of departments."""
        rows = plan([{"month": "2027-01", "department": "Robots", "amount": "1"}], by="department")
        assert rows[0].cost_center == "Robots"


class TestRefused:
    """What is no plan."""

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"month": "2027-13"}, "is no month"),
            ({"amount": "5 EUR"}, "must be in USD"),
            ({"amount": "-5"}, "must not be negative"),
            ({"people": "-1"}, "must not be negative"),
            ({"model": "north/one"}, "model and mtok stand together"),
            ({"mtok": "5"}, "model and mtok stand together"),
            ({"mtok": "0", "model": "north/one"}, "must be above 0"),
            ({"discount": "10 %"}, "is of a model's price"),
            ({"discount": "100 %", "mtok": "1", "model": "north/one"}, "must be below 100 %"),
            ({"amount": "much"}, "column amount"),
        ],
    )
    def test_rows(self, changes, words):
        """Each problem names its row and column."""
        row = {"month": "2027-01", "cost_center": "A", "amount": "1", **changes}
        with pytest.raises(FileProblems, match=words) as found:
            plan([row])
        assert "row" in str(found.value)

    def test_empty(self):
        """A plan has rows."""
        with pytest.raises(FileProblems, match="no row"):
            plan({"month": [], "cost_center": [], "amount": []})
