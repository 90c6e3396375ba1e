"""What leaving a present job forfeits, worked by hand for a job that began two years ago."""

from datetime import date

from compkit.dates import MonthDay
from compkit.pay import BaseSalary, Package, RestrictedStock, TargetBonus, Vesting
from compkit.valuation import forfeited, value

from ..samples import acme, assume, market, usd

TWO_YEARS_AGO = date(2024, 11, 20)


def present():
    """100,000 a year since 2024-11-20, a calendar bonus of 10 % paid in March, 4,800 shares over four years."""
    grant = RestrictedStock(
        symbol="ACME", units=4800, vesting_start_on=TWO_YEARS_AGO, vesting=Vesting.parse("4y/1y-cliff/monthly")
    )
    bonus = TargetBonus(rate="0.1", performance_year="calendar", paid_on=MonthDay(3, 15))
    salary = BaseSalary(amount=usd(100_000))
    return Package(start_on=TWO_YEARS_AGO, currency="USD", salary=salary, bonus=(bonus,), equity=(grant,))


class TestForfeited:
    """Design section 5: for employees the horizon counts from `as_of`."""

    def test_unvested_shares_and_the_bonus_so_far(self):
        """On 2026-11-20: 2,400 + the 100 of that very day at 125, and the bonus of January to 19 November.

        Base earned in 2026 by then is ten months and, November being cut at its anniversary as in the year of the
        start (19/30), 10 + 19/30 months: 88,611.11, of which 10 % are 8,861.11.
        """
        lost = forfeited(value(present(), market(), assume()))
        assert lost == {"RSU": usd(2_500 * 125), "target bonus": usd("8861.11")}

    def test_a_job_that_has_not_begun(self):
        """Nothing is forfeited by not joining."""
        assert forfeited(value(acme(), market(), assume())) == {}
