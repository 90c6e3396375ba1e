"""Planning: the value of one term that reaches a total, matches a rival or fits a budget; worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, FixedMoney, Package, TargetBonus, TokenAllowance
from compkit.pay.amounts import CreditsPer, MoneyPer, ShareOfTargetCash, TokensPer
from compkit.valuation.gap import Scope
from compkit.valuation.search import Point, crossing
from compkit.valuation.solve import Fit, Match, Reach, solve
from compkit.valuation.terms import Change, dial
from compkit.valuation.value import value

from ..samples import START, acme, assume, globex, market, usd

EXPECTED = assume(bonus_payout="0.9", token_utilisation="0.4")
CASH = Scope()


def asked(package, change, target, **scope):
    """The solution in the worked example's market."""
    return solve(package, change=change, target=target, market=market(), assumptions=EXPECTED, scope=Scope(**scope))


def plain(**changes):
    """A salary of 100,000 and nothing else, unless said."""
    return Package(start_on=START, currency="USD", salary=BaseSalary(amount=usd(100_000)), **changes)


class TestReach:
    """The least value with which the total is not below the target."""

    def test_base_salary_with_its_bonus(self):
        """Four years of base b with a 10 % bonus: 4.4 b = 500,000 asks for 113,636.37 in whole cents."""
        found = asked(plain(bonus=(TargetBonus(rate="0.1"),)), "base salary", Reach(usd(500_000)))
        assert found.amount == Decimal("113636.37")
        assert found.unit == "USD a year"
        assert found.beside < usd(500_000) <= found.reached

    def test_bonus_rate(self):
        """400,000 of base and 4 x 100,000 x r = 450,000: r = 12.5 %."""
        found = asked(plain(bonus=(TargetBonus(rate=0),)), "bonus", Reach(usd(450_000)))
        assert (found.before, found.amount, found.unit) == (0, Decimal("0.1250"), "of base")

    def test_bonus_of_an_amount(self):
        """400,000 of base and 4 a = 450,000: a = 12,500."""
        found = asked(plain(bonus=(TargetBonus(amount=usd(1)),)), "bonus", Reach(usd(450_000)))
        assert found.amount == 12_500

    def test_shares(self):
        """Acme's cash is 1,190,000 and its match 30,000; 1,500,000 leaves 280,000: 2,240 shares at 125."""
        found = asked(acme(), "shares", Reach(usd(1_500_000)))
        assert (found.before, found.amount) == (3200, 2240)
        assert found.reached == usd(1_500_000)
        assert found.beside == usd(1_499_875)

    def test_a_new_sign_on(self):
        """A package without a sign-on gets one on its first day: 400,000 + s = 412,345.67."""
        found = asked(plain(), "sign-on", Reach(usd("412345.67")))
        assert found.amount == Decimal("12345.67")
        assert found.package.sign_on[0].paid_on == START

    def test_the_sign_on_that_is_there_changes(self):
        """Acme's total is 1,620,000; 63,000 more make its 40,000 a 103,000: no second instalment."""
        found = asked(acme(), "sign-on", Reach(usd(1_683_000)))
        assert found.amount == 103_000
        assert len(found.package.sign_on) == 1

    def test_year_one(self):
        """Year one without shares is 250,000 + 37,500 + 40,000 + 7,500; 10,000 more are 80 of 320 shares."""
        found = asked(acme(), "shares", Reach(usd(345_000)), year_one=True)
        assert found.amount == 320
        assert found.beside < found.reached == usd(345_000)

    def test_expected_cost(self):
        """At 40 % use an allowance of m a year costs 0.4 m: 4 x 0.4 m = 80,000 asks for 50,000."""
        found = asked(plain(), "tokens", Reach(usd(480_000)), number="cost", tokens="all")
        assert found.amount == 50_000
        assert found.unit == "USD a year"


class TestMatch:
    """A rival's total, what either did not tell left out on both sides."""

    def test_worked_example(self):
        """Acme needs 93,000 / 4.6 = 20,217.39 more base than 250,000; whole cents of every row ask for one more."""
        found = asked(acme(), "base salary", Match(value(globex(), market(), EXPECTED)))
        assert found.amount == Decimal("270217.40")
        assert found.target == usd(1_683_000)

    def test_another_day_is_refused(self):
        """Two offers of different horizons do not match."""
        rival = value(globex(), market(), assume(horizon_months=12))
        with pytest.raises(InvalidValue, match="same as_of and horizon"):
            asked(acme(), "base salary", Match(rival))

    def test_benefits_count_where_both_told(self):
        """A rival with all told counts all."""
        found = asked(plain(), "base salary", Match(value(acme(), market(), EXPECTED)), tokens="all")
        assert found.target == value(acme(), market(), EXPECTED).total()


class TestFit:
    """The largest value that is not above the budget."""

    def test_shares(self):
        """280,100 left for shares of 125: 2,240 and no more."""
        found = asked(acme(), "shares", Fit(usd(1_500_100)))
        assert found.amount == 2240
        assert found.reached <= usd(1_500_100) < found.beside

    def test_an_exact_fit_is_taken(self):
        """A budget that a value meets to the cent is met."""
        assert asked(acme(), "shares", Fit(usd(1_500_000))).amount == 2240


class TestAllowanceForms:
    """Every form of allowance is solved in its own unit and smallest step."""

    @pytest.mark.parametrize(
        ("amount", "expected", "unit"),
        [
            (MoneyPer(money=usd(10), per="month"), "250", "USD a month"),  # 12,000 / 4 / 12
            (MoneyPer(money=usd(10), per="month", tools=("a", "b")), "125", "USD a tool a month"),
            (ShareOfTargetCash(rate="0.5"), "0.03", "of target total cash"),
        ],
    )
    def test_money(self, amount, expected, unit):
        """12,000 over four years of a base of 100,000."""
        package = plain(tokens=(TokenAllowance(amount=amount, rule=FixedMoney()),))
        found = asked(package, "tokens", Reach(usd(412_000)), tokens="all")
        assert (found.amount, found.unit) == (Decimal(expected), unit)

    def test_credits(self):
        """12,000 over 48 months are 250 a month: 25,000 credits of a cent."""
        amount = CreditsPer(credits=1, price=usd("0.01"))
        package = plain(tokens=(TokenAllowance(amount=amount, rule=FixedMoney(), providers=("north",)),))
        assert asked(package, "tokens", Reach(usd(412_000)), tokens="all").amount == 25_000

    def test_tokens(self):
        """A quantity at 0.5468 per million: 131,232 over four years are 60,000 M a year."""
        found = asked(globex(), "tokens", Reach(usd(1_683_000 + 131_232)), tokens="all")
        assert (found.amount, found.unit) == (60_000, "M tokens a year")
        assert isinstance(found.package.tokens[0].amount, TokensPer)


class TestDials:
    """How a term is changed."""

    @pytest.mark.parametrize("term", ["base salary", "bonus", "sign-on", "shares", "tokens"])
    def test_the_value_now_changes_nothing(self, term):
        """Put at its present value, a term leaves the total where it is."""
        found = dial(acme(), Change(term=term), first_day=START)
        before, after = (value(p, market(), EXPECTED) for p in (acme(), found.put(found.now)))
        for number in ("face", "cost", "worth"):
            assert before.total(number) == after.total(number)

    def test_by_name(self):
        """The bonus that is named is changed, the others stay."""
        both = plain(bonus=(TargetBonus(rate="0.1"), TargetBonus(name="Profit share", rate="0.05")))
        found = asked(both, Change(term="bonus", name="Profit share"), Reach(usd(480_000)))
        assert [bonus.rate for bonus in found.package.bonus] == [Decimal("0.1"), Decimal("0.1000")]

    def test_an_unknown_name_is_refused_with_those_known(self):
        """The error lists the names that there are."""
        with pytest.raises(InvalidValue, match="New-hire grant"):
            asked(acme(), Change(term="shares", name="Other"), Reach(usd(2_000_000)))


class TestRefused:
    """What no value of the term can do."""

    def test_a_term_that_does_not_move_the_number(self):
        """Business tokens are worth nothing to the employee."""
        with pytest.raises(InvalidValue, match="does not move this total"):
            asked(acme(), "tokens", Reach(usd(9_000_000)), number="worth", tokens="all")

    def test_met_without_the_term(self):
        """The rest alone is above the target."""
        with pytest.raises(InvalidValue, match=r"reached without it: with 0 of base the total is USD 400000\.00"):
            asked(plain(bonus=(TargetBonus(rate="0.1"),)), "bonus", Reach(usd(400_000)))

    def test_a_budget_below_the_rest(self):
        """The rest alone is above the budget."""
        with pytest.raises(InvalidValue, match="passed without it"):
            asked(acme(), "shares", Fit(usd(1_000_000)))

    def test_a_rate_past_its_bound(self):
        """A bonus of 1,000 % is the most that can be promised."""
        with pytest.raises(InvalidValue, match=r"out of reach: with 10 of base the total is USD 4400000\.00"):
            asked(plain(bonus=(TargetBonus(rate="0.1"),)), "bonus", Reach(usd(10_000_000)))

    def test_nothing_to_change(self):
        """A package without a grant has no shares to solve for, and is told what to give."""
        with pytest.raises(InvalidValue, match="give a grant with its symbol"):
            asked(plain(), "shares", Reach(usd(500_000)))

    def test_another_currency(self):
        """A target is in the package's currency."""
        with pytest.raises(CurrencyMismatch):
            asked(plain(), "base salary", Reach(Money(500_000, "EUR")))


class TestCrossing:
    """The search behind it, on totals that are no straight line."""

    @pytest.mark.parametrize("target", [1, 2, 999, 1_000_000, 123_456_789])
    def test_a_curve(self, target):
        """Squares: the root, rounded up."""
        looks = []

        def square(n):
            looks.append(n)
            return Decimal(n * n)

        found = crossing(square, Decimal(target), Point(0, Decimal(0)), high=10**9, probe=10)
        assert (found.steps - 1) ** 2 < target <= found.steps**2
        assert len(looks) < 100

    def test_steps(self):
        """Steps of ten: the first of the ten that reach it."""
        found = crossing(lambda n: Decimal(n // 10), Decimal(7), Point(0, Decimal(0)), high=10**6, probe=1000)
        assert found == Point(70, Decimal(7))

    def test_a_straight_line_takes_few_looks(self):
        """The first look gives the slope, the second the answer, the third its proof."""
        looks = []

        def line(n):
            looks.append(n)
            return Decimal(3 * n)

        assert crossing(line, Decimal(1000), Point(0, Decimal(0)), high=10**9, probe=10**6).steps == 334
        assert len(looks) == 3

    def test_passing_as_opposed_to_meeting(self):
        """With `above` the target itself is not enough."""
        found = crossing(Decimal, Decimal(7), Point(0, Decimal(0)), high=100, probe=50, above=True)
        assert found.steps == 8

    def test_out_of_reach(self):
        """None past the most steps, and where nothing rises."""
        low = Point(0, Decimal(0))
        assert crossing(Decimal, Decimal(101), low, high=100, probe=50) is None
        assert crossing(lambda n: Decimal(0), Decimal(1), low, high=100, probe=50) is None


def test_someone_already_employed():
    """A new sign-on is paid on the first day that counts, not in the past."""
    employed = Package(start_on=date(2025, 1, 6), currency="USD", salary=BaseSalary(amount=usd(100_000)))
    found = asked(employed, "sign-on", Reach(usd(500_000)))
    assert found.package.sign_on[0].paid_on == EXPECTED.as_of
