"""Benefits: employer cost and value to the employee."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, Benefit, EmployerMatch, Package, Raise

from ..samples import START, rows, usd

JANUARY = date(2027, 1, 1)


def benefit_rows(benefit):
    base = BaseSalary(amount=usd(250_000))
    return rows(
        Package(start_on=JANUARY, currency="USD", salary=base, benefits=(benefit,)), date(2028, 1, 1), "benefits"
    )


def test_match():
    """50 % of contributions up to 6 % of 250,000 is 7,500 a year."""
    assert sum(row.quantity for row in benefit_rows(EmployerMatch(name="401(k)", rate="0.5", cap_rate="0.06"))) == 7500


def test_match_follows_raises():
    """Doubled from the second half on, the cap is of 125,000 + 250,000 for a start on 1 January."""
    base = BaseSalary(amount=usd(250_000), raises=(Raise(on=date(2027, 7, 1), rate=1),))
    match = EmployerMatch(name="401(k)", rate="0.5", cap_rate="0.06")
    package = Package(start_on=JANUARY, currency="USD", salary=base, benefits=(match,))
    assert sum(row.quantity for row in rows(package, date(2028, 1, 1), "benefits")) == 11_250


def test_cost_and_value_apart():
    """A plan that costs 12,000 and is worth 9,000 counts each in its own number, month by month."""
    found = benefit_rows(Benefit(name="Health", cost=usd(12_000), value=usd(9_000)))
    by_number = {n: sum(row.quantity for row in found if n in row.counts) for n in ("face", "cost", "worth")}
    assert by_number == {"face": 12_000, "cost": 12_000, "worth": 9_000}
    assert len(found) == 24


def test_cost_is_value():
    """Where both are the same there is one row a month, in all three numbers."""
    found = benefit_rows(Benefit(name="Meals", cost=usd(1200), value=usd(1200)))
    assert [row.quantity for row in found] == [Decimal(100)] * 12
    assert all(len(row.counts) == 3 for row in found)


def test_free_for_the_employer():
    """A benefit may cost nothing and be worth something; rows of nothing are left out."""
    found = benefit_rows(Benefit(name="Discount", cost=usd(0), value=usd(1200)))
    assert len(found) == 12 and {row.counts for row in found} == {frozenset({"worth"})}


def test_one_currency():
    """Cost and value are in one currency."""
    with pytest.raises(CurrencyMismatch):
        Benefit(name="x", cost=usd(1), value=Money(1, "EUR"))


@pytest.mark.parametrize(
    "fields", [{"rate": 6, "cap_rate": 0}, {"rate": 0, "cap_rate": 6}, {"rate": -1, "cap_rate": 0}]
)
def test_match_rates(fields):
    """6 where 0.06 is meant is refused."""
    with pytest.raises(InvalidValue, match="from 0"):
        EmployerMatch(name="x", **fields)


def test_needs_a_salary():
    """Benefits accrue with the salary."""
    with pytest.raises(InvalidValue, match="benefit Meals"):
        Package(start_on=START, currency="USD", benefits=(Benefit(name="Meals", cost=usd(1), value=usd(1)),))
