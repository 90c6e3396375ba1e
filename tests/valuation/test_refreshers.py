"""Refresher grants by policy: an assumption, apart from what is promised."""

from datetime import date

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import Package, RestrictedStock, Vesting
from compkit.valuation.refreshers import RefresherPolicy, refresher_stack
from compkit.valuation.value import value

from ..samples import TODAY, assume, market, usd

START = date(2027, 1, 1)
QUARTERS = Vesting.parse("25/25/25/25")


def package(start_on=START):
    """480 shares at 125, a quarter a year: 15,000 of new-hire grant a year."""
    grant = RestrictedStock(symbol="ACME", units=480, vesting_start_on=start_on, vesting=QUARTERS)
    return Package(start_on=start_on, currency="USD", equity=(grant,))


def policy(**changes):
    """40,000 from the second year on, a quarter a year."""
    return RefresherPolicy(**{"amount": usd(40_000), "vesting": QUARTERS, "first_year": 2, **changes})


def stack(months=48, start_on=START, **changes):
    """The stack over some months."""
    return refresher_stack(value(package(start_on), market(), assume(horizon_months=months)), policy(**changes))


class TestStack:
    """Grants overlap: each year one more is earned, up to as many as a schedule has years."""

    def test_overlap(self):
        """Nothing assumed in year one, then 10,000, 20,000 and 30,000 beside the promised 15,000."""
        found = stack()
        assert [year.label for year in found] == ["year 1", "year 2", "year 3", "year 4"]
        assert [year.promised for year in found] == [usd(15_000)] * 4
        assert [year.assumed_total for year in found] == [usd(10_000 * n) for n in range(4)]
        assert found[3].assumed == tuple((date(year, 1, 1), usd(10_000)) for year in (2028, 2029, 2030))

    def test_full_height(self):
        """From year five four grants overlap and the new-hire grant is gone; the first is earned up by year six."""
        found = stack(72)
        assert [year.assumed_total for year in found[4:]] == [usd(40_000)] * 2
        assert [year.promised for year in found[4:]] == [usd(0)] * 2
        assert [day.year for day, _ in found[5].assumed] == [2029, 2030, 2031, 2032]

    def test_growing(self):
        """10 % more a grant: 40,000, 44,000 and 48,400, a quarter of each in year four."""
        assert [amount for _, amount in stack(growth_rate="0.1")[3].assumed] == [usd(10_000), usd(11_000), usd(12_100)]

    def test_cents(self):
        """100.01 over four years: nothing is lost over the years of the grant."""
        found = stack(60, amount=usd("100.01"))
        first = [amount for year in found for day, amount in year.assumed if day.year == 2028]
        assert [str(amount.amount) for amount in first] == ["25.00", "25.00", "25.00", "25.01"]

    def test_first_day(self):
        """A policy for year one grants on the first day."""
        assert stack(12, first_year=1)[0].assumed == ((START, usd(10_000)),)

    def test_employed(self):
        """Began two years ago: only grants still to come are assumed, and the first day of today is one of them."""
        found = stack(24, start_on=TODAY.replace(year=2024))
        assert [[day for day, _ in year.assumed] for year in found] == [
            [date(2026, 11, 20)],
            [date(2026, 11, 20), date(2027, 11, 20)],
        ]

    def test_apart(self):
        """Nothing that is assumed is in the valuation."""
        assert value(package(), market(), assume()).total() == usd(60_000)


class TestRefused:
    """What a policy cannot be."""

    def test_currency(self):
        """Another currency than the package's."""
        with pytest.raises(CurrencyMismatch):
            stack(amount=Money(40_000, "EUR"))

    @pytest.mark.parametrize(
        "fields", [{"amount": 40_000}, {"amount": usd("0.001")}, {"first_year": 0}, {"growth_rate": 5}]
    )
    def test_fields(self, fields):
        """Bare numbers, parts of cents, a year 0, and 5 where 0.05 is meant."""
        with pytest.raises(InvalidValue):
            policy(**fields)
