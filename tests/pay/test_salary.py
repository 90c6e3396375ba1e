"""Base salary: annual or hourly, part time, raises, and the months in which it is earned."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, Package, Raise

from ..samples import START, quantity, rows, usd


def package(salary, start_on=START):
    return Package(start_on=start_on, currency=salary.amount.currency, salary=salary)


class TestAnnual:
    """What a year pays."""

    def test_hourly(self):
        """31.25 an hour at 40 hours a week over 52 weeks is 65,000 a year."""
        assert BaseSalary(amount=usd("31.25"), per="hour", hours_per_week=40).annual() == usd(65_000)

    def test_part_time(self):
        """0.8 of 100,000 is 80,000."""
        assert BaseSalary(amount=usd(100_000), fte="0.8").annual() == usd(80_000)

    def test_raises(self):
        """3 % on 200,000 is 206,000; then an amount replaces it; a raise counts from its day."""
        raises = (Raise(on=date(2028, 1, 1), rate="0.03"), Raise(on=date(2029, 1, 1), amount=usd(210_000)))
        salary = BaseSalary(amount=usd(200_000), raises=raises)
        days = (None, date(2027, 12, 31), date(2028, 1, 1), date(2029, 6, 1))
        assert [salary.annual(day).amount for day in days] == [200_000, 200_000, 206_000, 210_000]

    @pytest.mark.parametrize(
        ("fields", "rule"),
        [
            ({"per": "hour"}, "hourly rate"),
            ({"hours_per_week": 40}, "hourly rate"),
            ({"per": "hour", "hours_per_week": 169}, "from 1 to 168"),
            ({"fte": "1.1"}, "from 0 to 1"),
            ({"fte": 0}, "above 0"),
            ({"per": "month"}, "one of year, hour"),
            ({"paid": "daily"}, "one of"),
            ({"raises": (Raise(on=START, rate="0.1"), Raise(on=START, rate="0.1"))}, "in order"),
            ({"raises": (Raise(on=START, amount=Money(1, "EUR")),)}, "USD"),
        ],
    )
    def test_refused(self, fields, rule):
        """Units that are ambiguous or amounts that contradict one another are refused."""
        with pytest.raises(InvalidValue, match=rule):
            BaseSalary(amount=usd(100), **fields)

    @pytest.mark.parametrize("fields", [{}, {"rate": "0.1", "amount": usd(1)}])
    def test_raise_is_a_rate_or_an_amount(self, fields):
        """One of them, not both."""
        with pytest.raises(InvalidValue, match="not both"):
            Raise(on=START, **fields)


class TestRows:
    """Salary accrues by calendar month; in the start month by days worked over days in the month."""

    def test_start_month(self):
        """120,000 from 11 January: 21 of 31 days of 10,000 are 6,774.19, paid on the 31st."""
        first = rows(package(BaseSalary(amount=usd(120_000))), date(2028, 1, 11))[0]
        assert (first.quantity, first.on, first.earned) == (
            Decimal("6774.19"),
            date(2027, 1, 31),
            (START, date(2027, 2, 1)),
        )

    def test_thirteen_rows_make_a_year(self):
        """From 11 January eleven whole months and two parts: 6,774.19 + 11 x 10,000 + 3,225.81 = 120,000."""
        found = [row.quantity for row in rows(package(BaseSalary(amount=usd(120_000))), date(2028, 1, 11))]
        assert found[0] == Decimal("6774.19") and found[-1] == Decimal("3225.81")
        assert found[1:-1] == [10_000] * 11

    def test_raise_within_a_month(self):
        """60,000 rising to 120,000 on 16 June: 15 of 30 days at 5,000 and 15 of 30 at 10,000 make 7,500."""
        salary = BaseSalary(amount=usd(60_000), raises=(Raise(on=date(2027, 6, 16), rate=1),))
        june = [row for row in rows(package(salary, date(2027, 1, 1)), date(2028, 1, 1)) if row.on == date(2027, 6, 30)]
        assert [row.quantity for row in june] == [7500]

    def test_raise_before_the_start(self):
        """A raise that lies before the first day is in the salary from the start."""
        salary = BaseSalary(amount=usd(60_000), raises=(Raise(on=date(2026, 1, 1), amount=usd(90_000)),))
        assert quantity(package(salary), date(2028, 1, 11), "base salary") == 90_000

    @pytest.mark.parametrize(("currency", "monthly"), [("JPY", "8333"), ("KWD", "8333.333"), ("USD", "8333.33")])
    def test_smallest_units(self, currency, monthly):
        """A twelfth of 100,000 in whole minor units: yen have none, dinars three decimals."""
        salary = BaseSalary(amount=Money(100_000, currency))
        assert rows(package(salary, date(2027, 1, 1)), date(2028, 1, 1))[0].quantity == Decimal(monthly)

    def test_every_start_date(self):
        """Year one is exactly the annual salary for every start date of four years, and so is year two."""
        salary = BaseSalary(amount=usd("123456.79"))
        for number in range(1462):
            start = date(2027, 1, 1) + timedelta(days=number)
            one, two = (start.replace(year=start.year + n, day=min(start.day, 28)) for n in (1, 2))
            if start.day > 28 and (start.month, start.day) != (2, 29):
                one, two = one.replace(day=start.day), two.replace(day=start.day)
            found = [quantity(package(salary, start), day, "base salary") for day in (one, two)]
            assert found == [Decimal("123456.79"), Decimal("246913.58")], start
