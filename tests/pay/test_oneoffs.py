"""Cash paid once: earned on the day it is paid, or over its service period."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.pay import Package, Relocation, RetentionBonus, SignOnBonus

from ..samples import START, rows, usd


def package(**parts):
    return Package(start_on=START, currency="USD", **parts)


class TestSignOn:
    """A sign-on is earned on the day it is paid."""

    def test_earned_when_paid(self):
        """40,000 paid on 29 January is earned on that one day, and does not recur."""
        (row,) = rows(package(sign_on=(SignOnBonus(amount=usd(40_000), paid_on=date(2027, 1, 29)),)), date(2028, 1, 11))
        assert (row.quantity, row.on, row.recurring) == (40_000, date(2027, 1, 29), False)
        assert row.earned == (date(2027, 1, 29), date(2027, 1, 30))

    def test_instalments_are_named(self):
        """Several instalments are numbered."""
        both = tuple(SignOnBonus(amount=usd(1), paid_on=date(year, 1, 31)) for year in (2027, 2028))
        names = [row.name for row in rows(package(sign_on=both), date(2029, 1, 11))]
        assert names == ["Sign-on, instalment 1", "Sign-on, instalment 2"]

    def test_paid_before_the_first_day(self):
        """It is delivered when paid and earned on the first day of work, so it is in year one."""
        (row,) = rows(package(sign_on=(SignOnBonus(amount=usd(1), paid_on=date(2026, 12, 1)),)), date(2028, 1, 11))
        assert (row.on, row.earned[0]) == (date(2026, 12, 1), START)

    def test_beyond_the_horizon(self):
        """An instalment earned on the first day after the horizon does not count; one on the last day does."""
        late = SignOnBonus(amount=usd(1), paid_on=date(2028, 1, 11))
        last = SignOnBonus(amount=usd(2), paid_on=date(2028, 1, 10))
        assert [row.quantity for row in rows(package(sign_on=(late, last)), date(2028, 1, 11))] == [2]

    @pytest.mark.parametrize(
        ("fields", "rule"),
        [
            ({"amount": usd(0)}, "above 0"),
            ({"amount": usd("0.001")}, "whole cents"),
            ({"clawback_months": 61}, "from 0 to 60"),
            ({"repayment": "never"}, "one of"),
        ],
    )
    def test_refused(self, fields, rule):
        """Nothing, parts of cents and unknown terms are refused."""
        with pytest.raises(InvalidValue, match=rule):
            SignOnBonus(**{"amount": usd(1), "paid_on": START, **fields})


def test_relocation():
    """A relocation payment is its own component, paid once."""
    (row,) = rows(package(relocation=(Relocation(amount=usd(9_000), paid_on=date(2027, 2, 1)),)), date(2028, 1, 11))
    assert (row.component, row.quantity, row.recurring) == ("relocation", 9_000, False)


class TestRetention:
    """A retention bonus is earned over its service period."""

    BONUS = RetentionBonus(amount=usd(36_500), paid_on=date(2028, 1, 1), service_from=date(2027, 1, 1))

    def test_over_its_service_period(self):
        """36,500 over the 365 days of 2027 is 100 a day: 200 by 3 January."""
        start = date(2026, 12, 1)
        whole = Package(start_on=start, currency="USD", retention=(self.BONUS,))
        assert [row.quantity for row in rows(whole, date(2028, 1, 1))] == [36_500]
        assert [row.quantity for row in rows(whole, date(2027, 1, 3))] == [Decimal(200)]

    def test_from_the_start(self):
        """Without a day of its own the service period begins with the package."""
        bonus = RetentionBonus(amount=usd(1), paid_on=date(2028, 1, 11))
        (row,) = rows(package(retention=(bonus,)), date(2030, 1, 1))
        assert row.earned == (START, date(2028, 1, 11))

    def test_runs_forward(self):
        """Service ends with the payment."""
        with pytest.raises(InvalidValue, match="before it is paid"):
            RetentionBonus(amount=usd(1), paid_on=START, service_from=START)
