"""What is owed back on leaving, for a job that begins on 11 January 2027."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from compkit.money import Money
from compkit.pay import Relocation, RetentionBonus, SignOnBonus
from compkit.pay.clawback import free_on, owed_back
from compkit.testing import relocations, retention_bonuses, sign_on_bonuses

from ..samples import START, usd

PAID = date(2027, 1, 29)


def sign_on(**fields):
    """40,000 paid on 29 January, owed back within 12 months."""
    return SignOnBonus(**{"amount": usd(40_000), "paid_on": PAID, "clawback_months": 12, **fields})


def owed(payment, *day):
    """Owed back by somebody whose last day is this one."""
    return owed_back(payment, start_on=START, leave_on=date(*day))


class TestByMonth:
    """A twelfth less for each full month served from the first day of work."""

    @pytest.mark.parametrize(
        ("day", "amount"),
        [
            ((2027, 1, 28), "0"),  # not yet paid
            ((2027, 1, 29), "40000"),
            ((2027, 2, 9), "40000"),
            ((2027, 2, 10), "36666.67"),  # 11 January to 10 February is a full month: 40,000 x 11 / 12
            ((2027, 7, 10), "20000"),
            ((2028, 1, 9), "3333.33"),
            ((2028, 1, 10), "0"),  # twelve full months
            ((2030, 1, 1), "0"),
        ],
    )
    def test_falls_month_by_month(self, day, amount):
        """40,000 over 12 months."""
        assert owed(sign_on(), *day) == usd(amount)

    def test_paid_before_the_first_day(self):
        """Who never begins owes all of it."""
        assert owed(sign_on(paid_on=date(2026, 12, 1)), 2026, 12, 31) == usd(40_000)


class TestByDay:
    """The share of the months that is not served, in days."""

    @pytest.mark.parametrize(
        ("day", "amount"),
        [
            ((2027, 1, 29), "37917.81"),  # 19 of 365 days served: 40,000 x 346 / 365
            ((2028, 1, 9), "109.59"),  # one day left: 40,000 / 365
            ((2028, 1, 10), "0"),
        ],
    )
    def test_falls_day_by_day(self, day, amount):
        """11 January 2027 to 10 January 2028 is 365 days."""
        assert owed(sign_on(repayment="prorated by day"), *day) == usd(amount)


class TestInFull:
    """All of it until the months are over."""

    def test_all_or_nothing(self):
        """On the last day but one all, on the last day nothing."""
        payment = Relocation(amount=usd(8_000), paid_on=START, clawback_months=24, repayment="in full")
        assert owed(payment, 2029, 1, 9) == usd(8_000)
        assert owed(payment, 2029, 1, 10) == usd(0)


class TestRetention:
    """Its months count from the payment: the service before it has been given."""

    BONUS = RetentionBonus(amount=usd(50_000), paid_on=date(2029, 1, 11), clawback_months=10)

    def test_from_the_payment(self):
        """A tenth less for each month after 11 January 2029."""
        assert owed(self.BONUS, 2029, 1, 10) == usd(0)
        assert owed(self.BONUS, 2029, 1, 11) == usd(50_000)
        assert owed(self.BONUS, 2029, 6, 10) == usd(25_000)
        assert free_on(self.BONUS, start_on=START) == date(2029, 11, 11)


def test_never_owed_back():
    """0 months is never."""
    assert owed(sign_on(clawback_months=0), 2027, 1, 29) == usd(0)
    assert free_on(sign_on(clawback_months=0), start_on=START) is None


def test_whole_minor_units():
    """100 yen, one month of three served: 66.67 is 67 yen."""
    payment = SignOnBonus(amount=Money(100, "JPY"), paid_on=START, clawback_months=3)
    assert owed(payment, 2027, 2, 10) == Money(67, "JPY")


def test_month_ends():
    """From 31 January a full month is over with 27 February: steps start from the origin."""
    payment = SignOnBonus(amount=usd(12), paid_on=date(2027, 1, 31), clawback_months=12)
    found = [owed_back(payment, start_on=date(2027, 1, 31), leave_on=date(2027, 2, day)).amount for day in (26, 27)]
    assert found == [12, 11]


PAYMENTS = st.one_of(sign_on_bonuses(), relocations(), retention_bonuses())


class TestLaws:
    """Never more than paid, never growing."""

    @given(payment=PAYMENTS, after=st.integers(0, 2000), longer=st.integers(0, 400), start=st.integers(-60, 60))
    def test_never_grows(self, payment, after, longer, start):
        """From the day of payment on, who stays longer owes no more; and nobody owes more than was paid."""
        start_on = payment.paid_on + timedelta(days=start)
        day = payment.paid_on + timedelta(days=after)
        sooner = owed_back(payment, start_on=start_on, leave_on=day)
        later = owed_back(payment, start_on=start_on, leave_on=day + timedelta(days=longer))
        assert usd(0) <= later <= sooner <= payment.amount

    @given(payment=PAYMENTS, before=st.integers(1, 400))
    def test_nothing_before_it_is_paid(self, payment, before):
        """What has not been paid is not owed back."""
        day = payment.paid_on - timedelta(days=before)
        assert owed_back(payment, start_on=payment.paid_on, leave_on=day) == usd(0)
