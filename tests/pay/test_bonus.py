"""Target bonus and commission."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.dates import MonthDay
from compkit.errors import InvalidValue
from compkit.pay import BaseSalary, Commission, Package, Raise, TargetBonus, on_target_earnings, pay_mix

from ..samples import START, rows, usd

FOUR_YEARS = date(2031, 1, 11)


def bonus_rows(bonus, *, salary=None, start_on=START, until=FOUR_YEARS):
    package = Package(
        start_on=start_on, currency="USD", salary=salary or BaseSalary(amount=usd(120_000)), bonus=(bonus,)
    )
    return [row for row in rows(package, until) if "bonus" in row.component]


class TestTargetBonus:
    """A bonus is earned over its performance year while employed; each year is one payment."""

    def test_service_year(self):
        """10 % of 120,000 a year of service, on the last day of each."""
        found = bonus_rows(TargetBonus(rate="0.1"))
        assert [row.quantity for row in found] == [12_000] * 4
        assert found[0].on == date(2028, 1, 10) and found[0].earned == (START, date(2028, 1, 11))

    def test_calendar_year_prorated(self):
        """From 11 January 2027: 6,774.19 of base in January and 110,000 after it; a tenth is 11,677.42."""
        first = bonus_rows(TargetBonus(rate="0.1", performance_year="calendar", paid_on=MonthDay(3, 15)))[0]
        assert (first.quantity, first.on) == (Decimal("11677.42"), date(2028, 3, 15))

    @pytest.mark.parametrize(("first_year", "quantities"), [("full", [12_000, 12_000]), ("none", [12_000])])
    def test_first_year(self, first_year, quantities):
        """A first year that is not whole pays the full target, or nothing."""
        bonus = TargetBonus(rate="0.1", performance_year="calendar", first_year=first_year)
        assert [row.quantity for row in bonus_rows(bonus, until=date(2029, 1, 1))] == quantities

    def test_fiscal_year(self):
        """Starting on 1 October with a fiscal year from October, every year is whole."""
        bonus = TargetBonus(amount=usd(10_000), performance_year=MonthDay(10, 1))
        found = bonus_rows(bonus, start_on=date(2027, 10, 1), until=date(2029, 10, 1))
        assert [(row.quantity, row.on) for row in found] == [
            (10_000, date(2028, 9, 30)),
            (10_000, date(2029, 9, 30)),
        ]

    def test_follows_raises(self):
        """A rate is of the base salary earned: doubled half-way, 10 % is of 60,000 + 120,000."""
        salary = BaseSalary(amount=usd(120_000), raises=(Raise(on=date(2027, 7, 1), rate=1),))
        found = bonus_rows(TargetBonus(rate="0.1"), salary=salary, start_on=date(2027, 1, 1), until=date(2028, 1, 1))
        assert [row.quantity for row in found] == [18_000]

    def test_amount_does_not(self):
        """An amount is as promised, whatever the salary does."""
        salary = BaseSalary(amount=usd(120_000), raises=(Raise(on=date(2027, 7, 1), rate=1),))
        found = bonus_rows(TargetBonus(amount=usd(15_000)), salary=salary, until=date(2028, 1, 11))
        assert [row.quantity for row in found] == [15_000]

    @pytest.mark.parametrize(
        ("guaranteed", "components"),
        [
            ("none", ["target bonus"] * 2),
            ("first year", ["guaranteed bonus", "target bonus"]),
            ("always", ["guaranteed bonus"] * 2),
        ],
    )
    def test_guaranteed_stands_apart(self, guaranteed, components):
        """What is paid come what may is another component, and no payout factor applies to it."""
        found = bonus_rows(TargetBonus(rate="0.1", guaranteed=guaranteed), until=date(2029, 1, 11))
        assert [row.component for row in found] == components
        assert all(row.guaranteed is (row.component == "guaranteed bonus") for row in found)
        assert all((row.expectation == "in full") is row.guaranteed for row in found)

    def test_last_bonus_is_in(self):
        """The horizon cuts by earned, never by delivery: the bonus paid after it counts."""
        found = bonus_rows(TargetBonus(rate="0.1", paid_on=MonthDay(3, 15)))
        assert len(found) == 4 and found[-1].on == date(2031, 3, 15)

    @pytest.mark.parametrize("fields", [{}, {"rate": "0.1", "amount": usd(1)}])
    def test_rate_or_amount(self, fields):
        """One of them, not both."""
        with pytest.raises(InvalidValue, match="not both"):
            TargetBonus(**fields)

    @pytest.mark.parametrize(
        ("fields", "rule"),
        [
            ({"rate": 0.15}, "float"),
            ({"rate": "-0.1"}, "from 0"),
            ({"amount": usd("0.005")}, "whole cents"),
            ({"rate": "0.1", "first_year": "maybe"}, "one of"),
        ],
    )
    def test_refused(self, fields, rule):
        """Floats, negative rates and parts of cents are refused."""
        with pytest.raises(InvalidValue, match=rule):
            TargetBonus(**fields)


class TestCommission:
    """Commission at target: what reaching the quota pays in a year."""

    def test_quarters(self):
        """60,000 a year from 1 January: 15,000 on the last day of each calendar quarter."""
        package = Package(
            start_on=date(2027, 1, 1),
            currency="USD",
            salary=BaseSalary(amount=usd(90_000)),
            commission=Commission(target=usd(60_000), quota=usd(900_000)),
        )
        found = rows(package, date(2028, 1, 1), "commission")
        assert [(row.quantity, row.on.month, row.on.day) for row in found] == [
            (15_000, 3, 31),
            (15_000, 6, 30),
            (15_000, 9, 30),
            (15_000, 12, 31),
        ]
        assert not any(row.guaranteed for row in found)

    def test_on_target_earnings(self):
        """90,000 base and 60,000 commission are 150,000 OTE, a mix of 60/40."""
        commission = Commission(target=usd(60_000))
        assert on_target_earnings(usd(90_000), commission) == usd(150_000)
        assert pay_mix(usd(90_000), commission) == Decimal("0.6")
