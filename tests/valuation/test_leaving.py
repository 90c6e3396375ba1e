"""What leaving keeps, forfeits and owes back, worked by hand for a present job and for a new one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.dates import MonthDay
from compkit.errors import InvalidValue
from compkit.market import ExchangeRate
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    FixedMoney,
    MoneyPer,
    Package,
    Relocation,
    RestrictedStock,
    RetentionBonus,
    SignOnBonus,
    TargetBonus,
    TokenAllowance,
    Vesting,
)
from compkit.pay.vesting import Period, Segment, VestingTerms
from compkit.valuation import forfeited, leave, leave_by_half_year, value

from ..samples import TODAY, acme, assume, market, usd

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


NEW_YEAR = date(2027, 1, 1)


def joiner(**changes):
    """120,000 a year from 1 January 2027, with one of everything that leaving touches."""
    parts = {
        "salary": BaseSalary(amount=usd(120_000)),
        "bonus": (TargetBonus(rate="0.1", performance_year="calendar", paid_on=MonthDay(3, 15)),),
        "sign_on": (SignOnBonus(amount=usd(12_000), paid_on=date(2027, 1, 31), clawback_months=24),),
        "relocation": (
            Relocation(amount=usd(5_000), paid_on=date(2027, 3, 1), clawback_months=6, repayment="in full"),
        ),
        "retention": (RetentionBonus(amount=usd(36_500), paid_on=date(2028, 1, 1), clawback_months=10),),
        "equity": (
            RestrictedStock(
                symbol="ACME", units=480, vesting_start_on=NEW_YEAR, vesting=Vesting.parse("4y/1y-cliff/monthly")
            ),
        ),
        "tokens": (
            TokenAllowance(
                amount=MoneyPer(money=usd(1_200), per="month"), rule=FixedMoney(), rollover_months=1, wind_down_days=30
            ),
        ),
    }
    return Package(start_on=NEW_YEAR, currency="USD", **{**parts, **changes})


def left(*day, package=None):
    """Leaving a job, as promised, on this last day."""
    return leave(value(package or joiner(), market(), assume()), date(*day))


def by_component(items):
    """Amounts by component."""
    return {item.component: item.amount.amount for item in items}


class TestBeforeTheCliff:
    """The last day is 30 June 2027: six full months."""

    def test_paid(self):
        """Six months of base, and both one-offs; no bonus yet, and nothing has vested."""
        found = left(2027, 6, 30)
        assert by_component(found.paid) == {"base salary": 60_000, "sign-on": 12_000, "relocation": 5_000}
        assert (found.vested, found.months) == ((), 6)

    def test_forfeited(self):
        """10 % of 60,000; 181 of 365 days of the retention bonus, 100 a day; all 480 shares at 125."""
        found = left(2027, 6, 30)
        assert by_component(found.forfeited) == {"target bonus": 6_000, "retention": 18_100, "RSU": 60_000}
        assert [item.on for item in found.forfeited] == [date(2028, 3, 15), date(2028, 1, 1), date(2028, 1, 1)]

    def test_owed_back(self):
        """18 of 24 months of the sign-on are left; the relocation is free after six months, and not a day before."""
        assert by_component(left(2027, 6, 30).owed_back) == {"sign-on": 9_000}
        assert by_component(left(2027, 6, 29).owed_back) == {"sign-on": 9_500, "relocation": 5_000}

    def test_totals(self):
        """77,000 paid less 9,000 owed back is kept."""
        found = left(2027, 6, 30)
        assert found.total("forfeited") == usd(84_100)
        assert found.kept == usd(68_000)

    def test_tokens(self):
        """Six releases; June's, and May's that rolls over until 30 June, are still open, for 30 days more.

        The release of the period of leaving counts by days worked: 1 of 31 of July's 1,200 is 38.71.
        """
        (end,) = left(2027, 6, 30).tokens
        assert (end.released, end.open, end.used_until) == (7_200, 2_400, date(2027, 7, 30))
        (later,) = left(2027, 7, 1).tokens
        assert (later.released, later.open) == (Decimal("7238.71"), Decimal("1238.71"))

    def test_not_yet_paid(self):
        """A sign-on due after the last day is forfeited whole, and not owed back."""
        found = left(2027, 1, 30)
        assert by_component(found.forfeited)["sign-on"] == 12_000
        assert found.owed_back == ()


class TestAfterTheCliff:
    """The last day is 15 March 2028, the day on which the bonus is paid."""

    def test_delivered_on_the_last_day_is_in(self):
        """14 months and 15 of 31 days of base; the bonus of 2027; the retention bonus; 120 + 10 + 10 shares."""
        found = left(2028, 3, 15)
        assert by_component(found.paid) == {
            "base salary": Decimal("144838.71"),
            "target bonus": 12_000,
            "sign-on": 12_000,
            "retention": 36_500,
            "relocation": 5_000,
        }
        assert [(item.quantity, item.amount.amount) for item in found.vested] == [(140, 17_500)]

    def test_the_day_before(self):
        """It forfeits the bonus of 2027, 12,000, and 10 % of the 24,516.13 of 2028."""
        assert by_component(left(2028, 3, 14).forfeited)["target bonus"] == Decimal("14451.61")

    def test_owed_back(self):
        """10 of 24 months of the sign-on; two months after the retention bonus was paid, 8 tenths of it."""
        assert by_component(left(2028, 3, 15).owed_back) == {"sign-on": 5_000, "retention": 29_200}


class TestLeave:
    """What holds for every package."""

    def test_two_allowances_of_one_name(self):
        """Each ends by itself."""
        half = TokenAllowance(amount=MoneyPer(money=usd(600), per="month"), rule=FixedMoney())
        found = left(2027, 1, 31, package=joiner(tokens=(*joiner().tokens, half)))
        assert [end.released for end in found.tokens] == [1_200, 600]

    def test_an_allowance_that_has_not_begun(self):
        """Nothing of it ends."""
        later = TokenAllowance(amount=MoneyPer(money=usd(600)), rule=FixedMoney(), starts_on=date(2029, 1, 1))
        assert left(2027, 1, 31, package=joiner(tokens=(later,))).tokens == ()

    def test_a_release_cut_by_its_guarantee(self):
        """A year released at once is open by time worked, six months of twelve, though its guarantee ends within it."""
        yearly = TokenAllowance(
            amount=MoneyPer(money=usd(1_200)), rule=FixedMoney(), release="yearly", guaranteed_until=date(2027, 3, 31)
        )
        (end,) = left(2027, 6, 30, package=joiner(tokens=(yearly,))).tokens
        assert (end.released, end.open) == (600, 600)

    def test_released_at_the_end(self):
        """What June earns is released on 30 June and used in July; May's is used up to then."""
        late = TokenAllowance(amount=MoneyPer(money=usd(600), per="month"), rule=FixedMoney(), in_advance=False)
        (end,) = left(2027, 6, 30, package=joiner(tokens=(late,))).tokens
        assert (end.released, end.open) == (3_600, 600 * 2)

    def test_another_currency(self):
        """EUR 1,000 owed back are USD 1,160 at 1.16."""
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.16", on=TODAY, source="test")
        paid = SignOnBonus(amount=Money(1_000, "EUR"), paid_on=NEW_YEAR, clawback_months=12, repayment="in full")
        package = Package(start_on=NEW_YEAR, currency="USD", sign_on=(paid,))
        found = leave(value(package, market(rates=(rate,)), assume()), NEW_YEAR)
        assert (found.total("paid"), found.total("owed_back"), found.kept) == (usd("1160"), usd("1160"), usd(0))

    def test_what_waits_for_an_event(self):
        """Shares that wait for a listing are forfeited, on no day: half of 480 at 125."""
        year = Segment(share="0.5", every=Period(length=1, kind="YEARS"))
        terms = VestingTerms(name="half on listing", segments=(year, Segment(share="0.5", event="listing")))
        grant = RestrictedStock(symbol="ACME", units=480, vesting_start_on=NEW_YEAR, vesting=terms)
        found = left(2028, 1, 1, package=joiner(equity=(grant,)))
        (lost,) = [item for item in found.forfeited if item.component == "RSU"]
        assert (lost.quantity, lost.amount, lost.on) == (240, usd(30_000), None)
        assert lost.name == "RSU grant, waits for listing"
        assert found.total("vested") == usd(30_000)

    def test_before_the_first_day(self):
        """Nobody leaves a job before it begins."""
        with pytest.raises(InvalidValue, match="first day of work on 2027-01-01"):
            left(2026, 12, 31)

    def test_unknown_part(self):
        """Totals have names."""
        with pytest.raises(InvalidValue, match="must be paid"):
            left(2027, 1, 1).total("tokens")

    def test_by_half_year(self):
        """48 months are eight half-years, each on the anniversary itself, so that the cliff has vested."""
        found = leave_by_half_year(value(joiner(), market(), assume()))
        assert [str(leaving.on) for leaving in found[:3]] == ["2027-07-01", "2028-01-01", "2028-07-01"]
        assert len(found) == 8
        assert found[1].total("vested") == usd(120 * 125)

    def test_a_horizon_of_three_months(self):
        """Its last day."""
        assert [str(one.on) for one in leave_by_half_year(value(joiner(), market(), assume(horizon_months=3)))] == [
            "2027-03-31"
        ]

    def test_employed(self):
        """For somebody employed since 2024 what was paid counts from the first day, half-years from today."""
        found = leave_by_half_year(value(present(), market(), assume(horizon_months=12)))
        assert [str(leaving.on) for leaving in found] == ["2027-05-20", "2027-11-20"]
        assert found[1].months == 36

    def test_forfeited_is_leaving_a_day_earlier(self):
        """`forfeited` takes `as_of` as the first day without the job."""
        valuation = value(present(), market(), assume())
        found = leave(valuation, date(2026, 11, 19))
        assert {item.component: item.amount for item in found.forfeited} == forfeited(valuation)


class TestLaws:
    """Whatever the day."""

    VALUATION = value(joiner(), market(), assume())

    @given(days=st.integers(0, 1800), longer=st.integers(0, 400))
    def test_staying_longer(self, days, longer):
        """Paid and vested never fall; owed back is never more than paid; every share is vested or forfeited."""
        day = NEW_YEAR + timedelta(days=days)
        sooner, later = leave(self.VALUATION, day), leave(self.VALUATION, day + timedelta(days=longer))
        assert sooner.total("paid") <= later.total("paid")
        assert sooner.total("vested") <= later.total("vested")
        assert sooner.total("owed_back") <= sooner.total("paid")
        shares = [item.quantity for item in (*sooner.vested, *sooner.forfeited) if item.component == "RSU"]
        assert sum(shares) == 480

    @given(months=st.integers(1, 60))
    def test_agrees_with_the_valuation(self, months):
        """On the last day of a horizon the salary and the vesting are those of the valuation, to the cent."""
        valuation = value(joiner(), market(), assume(horizon_months=months))
        found = leave(valuation, valuation.until - timedelta(days=1))
        assert by_component(found.paid)["base salary"] == valuation.total(components=["base salary"]).amount
        (released,) = (end.released_amount for end in found.tokens)
        assert released == valuation.total(components=["tokens"])

    @given(data=st.data())
    def test_any_package(self, data):
        """Every unit granted is vested or forfeited; what is kept is what was delivered less what is owed back."""
        package = data.draw(testing.packages())
        valuation = value(package, data.draw(testing.markets(package, as_of=TODAY)), assume())
        found = leave(valuation, package.start_on + timedelta(days=data.draw(st.integers(0, 2000))))
        units = [item.quantity for item in (*found.vested, *found.forfeited) if item.component in ("RSU", "options")]
        assert sum(units) == sum(grant.granted_units for grant in package.equity)
        assert found.kept + found.total("owed_back") == found.total("paid") + found.total("vested")
        assert all(item.amount.amount >= 0 for item in (*found.paid, *found.forfeited, *found.owed_back))
        assert all(0 <= end.open <= end.released for end in found.tokens)
