"""Laws of what is promised: rows are the promise, cut into days, with nothing lost and nothing added."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, strategies as st

from compkit import testing
from compkit.dates import MonthDay, add_months
from compkit.money import Money, apportion, half_up
from compkit.pay import (
    BaseSalary,
    Benefit,
    Commission,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Package,
    RestrictedStock,
    ShareOfBase,
    TargetBonus,
    TokenAllowance,
    TokensPer,
)

from ..samples import quantity

DAYS_OF_EVERY_KIND = testing.dates()
YEARS = st.integers(1, 5)


def promised(start_on, years, component, currency="USD", **parts):
    """Quantity of a component over whole years."""
    package = Package(start_on=start_on, currency=currency, **parts)
    return quantity(package, add_months(start_on, 12 * years), component)


class TestRowsSumToThePromise:
    """Issue: "Rows of every component sum to what was promised" over a horizon that holds them all."""

    @given(st.data(), DAYS_OF_EVERY_KIND, YEARS, testing.currencies())
    def test_salary(self, data, start, years, currency):
        """Whole years of a full-time salary without raises are that many annual salaries, in any currency."""
        salary = data.draw(testing.base_salaries(currency, plain=True))
        assert promised(start, years, "base salary", currency, salary=salary) == salary.amount.amount * years

    @given(testing.base_salaries(), DAYS_OF_EVERY_KIND, YEARS)
    def test_salary_of_every_kind(self, salary, start, years):
        """By the hour or part time too, to the cent: "What is earned by a day is rounded half up to cents"."""
        steady = BaseSalary(amount=salary.amount, per=salary.per, hours_per_week=salary.hours_per_week, fte=salary.fte)
        cents = half_up(Fraction(steady.annual().amount) * 100 * years)
        assert promised(start, years, "base salary", salary=steady) == Decimal(cents) / 100

    @given(st.data(), DAYS_OF_EVERY_KIND)
    def test_grants(self, data, start):
        """Design: "the whole grant vests, no more, no less"."""
        grant = data.draw(testing.equity_grants(start_on=start))
        last = grant.vesting.last_on(start)
        component = "RSU" if isinstance(grant, RestrictedStock) else "options"
        package = Package(start_on=start, currency="USD", equity=(grant,))
        assert quantity(package, max(last, start + timedelta(days=1)), component) == grant.granted_units

    @given(st.data(), DAYS_OF_EVERY_KIND)
    def test_one_offs(self, data, start):
        """Sign-on, relocation and retention are paid exactly, each once."""
        for field, component, strategy in (
            ("sign_on", "sign-on", testing.sign_on_bonuses),
            ("relocation", "relocation", testing.relocations),
            ("retention", "retention", testing.retention_bonuses),
        ):
            drawn = data.draw(st.lists(strategy(start_on=start), min_size=1, max_size=4))
            package = Package(start_on=start, currency="USD", **{field: tuple(drawn)})
            until = max([start, *(payment.paid_on for payment in drawn)]) + timedelta(days=1)
            assert quantity(package, until, component) == sum(payment.amount.amount for payment in drawn)

    @given(testing.money(), DAYS_OF_EVERY_KIND, YEARS, st.sampled_from(["none", "first year", "always"]))
    def test_bonus(self, amount, start, years, guaranteed):
        """A bonus amount a year of service is paid whole each year, guaranteed or at target."""
        bonus = TargetBonus(amount=amount, guaranteed=guaranteed)
        parts = {"salary": BaseSalary(amount=Money(1, "USD")), "bonus": (bonus,)}
        found = [promised(start, years, component, **parts) for component in ("target bonus", "guaranteed bonus")]
        assert sum(found) == amount.amount * years

    @given(testing.rates(), testing.base_salaries(plain=True), DAYS_OF_EVERY_KIND, YEARS, testing.month_days())
    def test_bonus_rate(self, rate, salary, start, years, first):
        """A rate of base is that rate of the base salary paid, over any performance year, to half a cent a row."""
        bonus = TargetBonus(rate=rate, performance_year=first)
        found = promised(start, years, "target bonus", salary=salary, bonus=(bonus,))
        assert abs(found - salary.amount.amount * years * rate) <= Decimal("0.005") * (years + 1)

    @given(testing.money(), DAYS_OF_EVERY_KIND, YEARS, st.sampled_from(["monthly", "quarterly"]))
    def test_commission_and_benefits(self, amount, start, years, paid):
        """Commission and benefits of an amount a year are that amount each year."""
        parts = {
            "salary": BaseSalary(amount=Money(1, "USD")),
            "commission": Commission(target=amount, paid=paid),
            "benefits": (Benefit(name="x", cost=amount, value=amount),),
        }
        for component in ("commission", "benefits"):
            assert promised(start, years, component, **parts) == amount.amount * years

    @given(
        testing.money(),
        DAYS_OF_EVERY_KIND,
        YEARS,
        st.sampled_from(["yearly", "quarterly", "monthly", "weekly", "daily"]),
        st.booleans(),
    )
    def test_token_money(self, amount, start, years, release, in_advance):
        """Token money a year or a month is paid out exactly, however it is released."""
        for per, times in (("year", years), ("month", 12 * years)):
            allowance = TokenAllowance(
                amount=MoneyPer(money=amount, per=per), rule=FixedMoney(), release=release, in_advance=in_advance
            )
            assert promised(start, years, "tokens", tokens=(allowance,)) == amount.amount * times

    @given(st.data(), DAYS_OF_EVERY_KIND, YEARS, testing.rates("0.000001", "100000", places=6))
    def test_token_quantity(self, data, start, years, mtok):
        """Tokens a year, a day or a week are granted to the token."""
        days = (add_months(start, 12 * years) - start).days
        for per, times in (("year", Fraction(years)), ("day", Fraction(days)), ("week", Fraction(days, 7))):
            allowance = TokenAllowance(
                amount=TokensPer(mtok=mtok, per=per),
                rule=FixedQuantity(),
                basket=data.draw(testing.baskets()),
                guaranteed_until=data.draw(DAYS_OF_EVERY_KIND),
            )
            found = promised(start, years, "tokens", tokens=(allowance,))
            assert found == Decimal(half_up(Fraction(mtok) * 10**6 * times)) / 10**6

    @given(testing.base_salaries(plain=True), testing.rates("0.01", "2"), DAYS_OF_EVERY_KIND, YEARS, st.booleans())
    def test_share_of_base(self, salary, rate, start, years, follows):
        """A fraction of base is that fraction of the salary paid, to the cent."""
        allowance = TokenAllowance(
            amount=ShareOfBase(rate=rate, follows_raises=follows), rule=FixedMoney(), notice_days=100
        )
        found = promised(start, years, "tokens", salary=salary, tokens=(allowance,))
        assert found == Money(salary.amount.amount * rate * years, "USD").rounded().amount


class TestYearOne:
    """Design: "year one is exactly the annual salary for every start date"."""

    @given(st.data(), DAYS_OF_EVERY_KIND, testing.currencies())
    def test_salary(self, data, start, currency):
        """29 February and month ends among them."""
        salary = data.draw(testing.base_salaries(currency, plain=True))
        assert promised(start, 1, "base salary", currency, salary=salary) == salary.amount.amount

    @given(DAYS_OF_EVERY_KIND, st.integers(0, 700))
    def test_what_is_earned_never_falls(self, start, days):
        """A day more is never a cent less."""
        package = Package(start_on=start, currency="USD", salary=BaseSalary(amount=Money("0.37", "USD")))
        until = start + timedelta(days=days + 1)
        assert quantity(package, until, "base salary") <= quantity(package, until + timedelta(days=1), "base salary")


class TestTranches:
    """Plan rule: every unit granted vests exactly once."""

    @given(st.data(), DAYS_OF_EVERY_KIND, st.integers(1, 10**9))
    def test_tranches_add_up(self, data, start, units):
        """Tranches are whole, never negative, in order, and sum to the units granted."""
        found = data.draw(testing.vestings(start)).tranches(units, start)
        assert all(isinstance(number, int) and number > 0 for _, number in found)
        assert [day for day, _ in found] == sorted({day for day, _ in found})
        assert sum(number for _, number in found) == units

    @given(st.data(), DAYS_OF_EVERY_KIND, st.integers(1, 10**9))
    def test_cumulative_round_down(self, data, start, units):
        """Design: "default cumulative round-down": no day is ahead of its exact share or a unit behind it."""
        vesting = data.draw(testing.vestings(start))
        vested = dict(vesting.tranches(units, start))
        for day in {step.day(start) for step in vesting.steps}:
            exact = units * sum(step.share for step in vesting.steps if step.day(start) <= day)
            assert 0 <= exact - sum(number for on, number in vested.items() if on <= day) < 1


class TestApportion:
    """Design: "Split cents by largest remainder"; "a printed table is apportioned to its printed total"."""

    WEIGHTS = st.lists(st.one_of(st.integers(0, 1000), st.fractions(0, 10)), min_size=1, max_size=12).filter(any)

    @given(st.integers(-(10**9), 10**9), WEIGHTS)
    def test_parts_sum_to_the_whole(self, units, weights):
        """Nothing is lost, and each part is within one unit of its exact share."""
        parts = apportion(units, weights)
        assert sum(parts) == units
        whole = sum(Fraction(weight) for weight in weights)
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(units) * Fraction(weight) / whole) < 1

    @given(st.integers(0, 10**6), WEIGHTS)
    def test_more_weight_is_never_less(self, units, weights):
        """A larger weight gets no smaller part."""
        parts = apportion(units, weights)
        ranked = sorted(zip(weights, parts, strict=True))
        assert all(one[1] <= two[1] for one, two in zip(ranked, ranked[1:], strict=False) if one[0] < two[0])


def test_strategies_hold_the_awkward_days():
    """29 February and month ends are among the days that these laws are checked on."""
    seen = set()

    @given(testing.dates())
    def collect(day: date) -> None:
        seen.add((day + timedelta(days=1)).day == 1)
        seen.add(MonthDay(day.month, day.day))

    collect()
    assert {True, MonthDay(2, 29)} <= seen
