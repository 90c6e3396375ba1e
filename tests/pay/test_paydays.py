"""Paydays by frequency, and slips that lose nothing over a year."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, Raise
from compkit.pay.paydays import FREQUENCIES, pay_slips, paydays
from compkit.pay.salary import salary_rows

from ..samples import START, usd

ANCHOR = date(2026, 1, 2)


def year(number):
    """1 January to 1 January."""
    return date(number, 1, 1), date(number + 1, 1, 1)


def salary(amount=250_000, paid="monthly", **fields):
    """A base salary with its pay frequency."""
    return BaseSalary(amount=usd(amount), paid=paid, **fields)


def amounts(*args, **options):
    """What each slip pays."""
    return [slip.amount.amount for slip in pay_slips(*args, **options)]


class TestPaydays:
    """On which days pay is paid."""

    def test_monthly(self):
        """The last day of the month, in February too."""
        assert paydays("monthly", date(2028, 1, 15), date(2028, 4, 1)) == (
            date(2028, 1, 31),
            date(2028, 2, 29),
            date(2028, 3, 31),
        )

    def test_monthly_on_a_day(self):
        """The anchor's day of the month; one before the first day is not counted."""
        found = paydays("monthly", date(2027, 1, 26), date(2027, 4, 1), anchor=date(2026, 5, 25))
        assert found == (date(2027, 2, 25), date(2027, 3, 25))

    def test_semimonthly(self):
        """The 15th and the last day; from the 16th on, the 15th has gone."""
        assert paydays("semimonthly", date(2027, 2, 15), date(2027, 3, 1)) == (date(2027, 2, 15), date(2027, 2, 28))
        assert paydays("semimonthly", date(2027, 2, 16), date(2027, 3, 16)) == (date(2027, 2, 28), date(2027, 3, 15))

    def test_27_biweekly_paydays(self):
        """From 2 January 2026, 25 steps of 14 days are 18 December, the 26th payday; the next is 1 January 2027."""
        assert len(paydays("biweekly", *year(2026), anchor=ANCHOR)) == 26
        found = paydays("biweekly", *year(2027), anchor=ANCHOR)
        assert (len(found), found[0], found[-1]) == (27, date(2027, 1, 1), date(2027, 12, 31))

    def test_53_weekly_paydays(self):
        """2027 begins and ends on a Friday; the anchor may lie ahead."""
        assert len(paydays("weekly", *year(2027), anchor=date(2030, 3, 1))) == 53

    def test_nothing_between(self):
        """No day, no payday."""
        assert paydays("monthly", START, START) == ()

    @pytest.mark.parametrize("frequency", ["biweekly", "weekly"])
    def test_needs_an_anchor(self, frequency):
        """Every fourteenth day from when? The message says what to give."""
        with pytest.raises(InvalidValue, match="needs a payday to count from"):
            paydays(frequency, *year(2027))

    def test_unknown_frequency(self):
        """The message names the choices."""
        with pytest.raises(InvalidValue, match="monthly, semimonthly, biweekly, weekly"):
            paydays("daily", *year(2027))


class TestSlips:
    """What each payday pays."""

    @pytest.mark.parametrize("frequency", FREQUENCIES)
    @pytest.mark.parametrize("number", [2026, 2027, 2028])
    @pytest.mark.parametrize("amount", ["250000", "100000.01", "99999.99", "1"])
    def test_a_year_is_the_annual_salary(self, frequency, number, amount):
        """Years of 26 and 27, 52 and 53 paydays: each adds up to the cent."""
        first, last = (paydays(frequency, *year(number), anchor=ANCHOR)[i] for i in (0, -1))
        slips = pay_slips(salary(amount, frequency), date(2025, 11, 3), date(2029, 2, 1), anchor=ANCHOR)
        assert sum(slip.amount.amount for slip in slips if first <= slip.on <= last) == Decimal(amount)

    def test_27_are_smaller(self):
        """250,000 over 27 is 9,259.259: slips of 9,259.26 and 9,259.25 or one cent from it, 250,000 together."""
        found = amounts(salary(paid="biweekly"), date(2026, 12, 19), date(2028, 1, 1), anchor=ANCHOR)
        assert len(found) == 27
        assert sum(found) == 250_000
        assert {abs(amount - Decimal("9259.26")) for amount in found} == {Decimal(0), Decimal("0.01")}

    def test_fixed_divisor(self):
        """260,000 over 26 is 10,000 each, so that the year of 27 pays 270,000."""
        found = amounts(
            salary(260_000, "biweekly"), date(2026, 12, 19), date(2028, 1, 1), anchor=ANCHOR, divisor="fixed"
        )
        assert found == [10_000] * 27

    def test_first_and_last_part(self):
        """24,000 from 11 January to 20 February: half of the 1 to 15 January is 5 of 15 days, and 5 of 13 in February.

        A half month is 1,000: 5 / 15 is 333.33, then 1,000 twice, and 5 / 13 is 384.62. The running sum is
        333.33, 1,333.33, 2,333.33 and 2,717.95.
        """
        found = pay_slips(salary(24_000, "semimonthly"), START, date(2027, 2, 21))
        assert [slip.amount.amount for slip in found] == [Decimal("333.33"), 1000, 1000, Decimal("384.62")]
        assert [slip.on.isoformat() for slip in found] == ["2027-01-15", "2027-01-31", "2027-02-15", "2027-02-28"]

    def test_raise_within_a_period(self):
        """12,000 a year, 18,000 from 16 April: 15 days of 30 each is 500 and 750, then 1,500 a month."""
        pay = salary(12_000, raises=(Raise(on=date(2027, 4, 16), amount=usd(18_000)),))
        assert amounts(pay, date(2027, 3, 1), date(2027, 6, 1)) == [1000, 1250, 1500]

    def test_part_time(self):
        """0.8 of 12,000 is 800 a month."""
        assert amounts(salary(12_000, fte="0.8"), *year(2027)) == [800] * 12

    def test_no_cents(self):
        """1,000,001 yen a year are whole yen a month."""
        pay = BaseSalary(amount=Money(1_000_001, "JPY"))
        found = amounts(pay, *year(2027))
        assert sum(found) == 1_000_001
        assert all(amount == amount.to_integral_value() for amount in found)

    def test_refused(self):
        """A divisor is one of two."""
        with pytest.raises(InvalidValue, match="paydays of the year, fixed"):
            pay_slips(salary(), *year(2027), divisor="26.089")


class TestLaws:
    """Paydays do not change what is earned (design section 5)."""

    @given(
        first=st.dates(date(2026, 1, 1), date(2028, 12, 31)).filter(lambda day: day.month != 2),
        days=st.integers(1, 900),
        raised=st.integers(1, 900),
    )
    def test_monthly_slips_are_the_salary_rows(self, first, days, raised):
        """Month by month the same cents, first and last part, raise and all."""
        pay = salary(100_001, raises=(Raise(on=first + timedelta(days=raised), rate="0.037"),))
        until = first + timedelta(days=days)
        assert amounts(pay, first, until) == [row.quantity for row in salary_rows(pay, first, until)]

    @given(
        frequency=st.sampled_from(FREQUENCIES),
        first=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        days=st.integers(1, 900),
    )
    def test_every_day_is_paid_once(self, frequency, first, days):
        """Periods follow one another without a gap, hold the first and the last day, and none pays less than 0."""
        last = first + timedelta(days=days)
        slips = pay_slips(salary(paid=frequency), first, last, anchor=ANCHOR)
        assert slips[0].start <= first < slips[0].until
        assert slips[-1].start < last <= slips[-1].until
        assert all(one.until == two.start for one, two in zip(slips, slips[1:], strict=False))
        assert all(slip.amount.amount >= 0 for slip in slips)
