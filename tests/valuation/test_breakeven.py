"""Break-evens of a token allowance and the same money three ways; worked by hand."""

from decimal import Decimal

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, Basket, EmployerMatch, FixedMoney, Package, TargetBonus, TokenAllowance
from compkit.pay.amounts import MoneyPer
from compkit.valuation.breakeven import (
    ClaimedMultiple,
    RaiseInstead,
    ToolBudget,
    allowance_pays,
    amplification,
    equal_price,
    equal_utilisation,
    months_until_tools_beat_raise,
)
from compkit.valuation.samemoney import same_money
from compkit.valuation.utilisation import UtilisationPath
from compkit.valuation.value import value

from ..samples import START, acme, assume, globex, market, usd

TEN = ClaimedMultiple(multiple=10, source="the sponsor's deck of 2026-10")


def package(base=200_000, tokens=100_000, **changes):
    """A base salary and an allowance of fixed money a year."""
    parts = {"salary": BaseSalary(amount=usd(base))}
    if tokens:
        parts["tokens"] = (TokenAllowance(amount=MoneyPer(money=usd(tokens)), rule=FixedMoney()),)
    return Package(start_on=START, currency="USD", **parts, **changes)


def valued(found, **given):
    """A valuation over four years."""
    return value(found, market(), assume(**given))


class TestAmplification:
    """By how much output must rise for the allowance to pay."""

    def test_issue_example(self):
        """Base 200,000, load 1.3, tokens 100,000: 100,000 / 260,000 = 38.5 %."""
        assert round(amplification(usd(200_000), "0.3", usd(100_000)), 3) == Decimal("0.385")

    def test_no_tokens_need_nothing(self):
        """Nothing has to pay for itself."""
        assert amplification(usd(200_000), 0, usd(0)) == 0

    def test_refused(self):
        """No base, a negative load, two currencies."""
        with pytest.raises(InvalidValue, match="above 0"):
            amplification(usd(0), "0.3", usd(1))
        with pytest.raises(InvalidValue, match="negative"):
            amplification(usd(1), "-0.1", usd(1))
        with pytest.raises(CurrencyMismatch):
            amplification(usd(1), 0, Money(1, "EUR"))

    def test_of_an_offer(self):
        """At 40 % use 40,000 / 260,000, and 38.5 % if all is used; a gain of nine times covers that 23.4 times."""
        found = allowance_pays(valued(package(), employer_load="0.3", token_utilisation="0.4"), TEN)
        assert found.loaded_base == usd(260_000)
        assert (found.tokens, found.tokens_if_all_used) == (usd(40_000), usd(100_000))
        assert round(found.needed_rate, 4) == Decimal("0.1538")
        assert round(found.needed_if_all_used_rate, 3) == Decimal("0.385")
        assert round(found.claim_covers, 1) == Decimal("23.4")  # 9 / 0.3846

    def test_no_claim_and_no_tokens(self):
        """Nothing is claimed, or nothing is needed."""
        assert allowance_pays(valued(package())).claim_covers is None
        assert allowance_pays(valued(package(tokens=0)), TEN).claim_covers is None

    def test_without_a_salary(self):
        """There is no output to compare with."""
        only = Package(start_on=START, currency="USD", tokens=package().tokens)
        with pytest.raises(InvalidValue, match="base salary"):
            allowance_pays(valued(only))


class TestEqualUtilisation:
    """The use at which two offers cost the same."""

    def test_by_hand(self):
        """220,000 without tokens against 200,000 with 100,000: equal if a fifth is used."""
        assert equal_utilisation(valued(package()), valued(package(base=220_000, tokens=0))) == Decimal("0.2")

    @pytest.mark.parametrize("stated", ["0", "0.7", None, UtilisationPath(("0.1", "0.9"))])
    def test_whatever_use_is_stated(self, stated):
        """The answer does not depend on the use that was assumed."""
        first, second = package(), package(base=220_000, tokens=0)
        found = equal_utilisation(valued(first, token_utilisation=stated), valued(second, token_utilisation=stated))
        assert found == Decimal("0.2")

    def test_it_is_equal_there(self):
        """Revalued at the answer the two cost the same."""
        given = {"bonus_payout": "0.9", "employer_load": "0.2"}
        use = equal_utilisation(valued(acme(), **given), valued(globex(), **given))
        one, other = (valued(p, **given, token_utilisation=use).total("cost").amount for p in (acme(), globex()))
        assert abs(one - other) < Decimal("1e-40")

    def test_none(self):
        """No use between 0 and 1 does it; nor where the tokens are the same."""
        assert equal_utilisation(valued(package()), valued(package(base=301_000, tokens=0))) is None
        assert equal_utilisation(valued(package()), valued(package(base=199_000, tokens=0))) is None
        assert equal_utilisation(valued(package()), valued(package(base=150_000))) is None


class TestEqualPrice:
    """The price at which a quantity costs the face of a fixed money."""

    def test_worked_example(self):
        """Acme's 125,000 over Globex's 60,000 M: 2.083 per million."""
        found = equal_price(valued(globex()), valued(acme()))
        assert round(found.amount, 4) == Decimal("2.0833")

    def test_nothing_to_compare(self):
        """One side has no quantity, or the other no money."""
        assert equal_price(valued(acme()), valued(acme())) is None
        assert equal_price(valued(globex()), valued(package(tokens=0))) is None


class TestToolsAgainstRaise:
    """The month in which a tool budget has brought more than a raise."""

    def tools(self, **changes):
        """1,000 a month for a gain of 10 %."""
        parts = {"monthly": usd(1_000), "gain_rate": "0.1", "source": "a claim"}
        return ToolBudget(**{**parts, **changes})

    def test_set_up_is_earned_back(self):
        """A month brings 10 % of 20,000 - 1,000 = 1,000 and saves a raise of 1,000 x 1.1 x 1.3 = 1,430; 12,000 of
        setting up are passed in month 5: 4 x 2,430 = 9,720, 5 x 2,430 = 12,150.
        """
        found = months_until_tools_beat_raise(
            self.tools(set_up=usd(12_000)),
            RaiseInstead(follow_rate="0.1", load_rate="0.3"),
            loaded_pay=usd(240_000),
        )
        assert found == 5

    def test_learning(self):
        """With two months to learn, month 1 brings half: 1,000 - 1,000 + 1,430, month 2 all: 2,430; of 3,860 set-up
        costs nothing is left, so the third month is the first that is ahead.
        """
        tools = self.tools(set_up=usd(3_860), learning_months=2)
        raised = RaiseInstead(annual=usd(12_000), follow_rate="0.1", load_rate="0.3")
        assert months_until_tools_beat_raise(tools, raised, loaded_pay=usd(240_000)) == 3

    def test_a_raise_compounds(self):
        """No gain, 1,200 a month against 1,000: 200 lost a month; 2 raises of 50 % turn it: 1,000, 1,500, 2,250.

        12 x -200 = -2,400; +300 a month passes it after 8 months of year two and then leads in month 21.
        """
        tools = self.tools(monthly=usd(1_200), gain_rate=0)
        raised = RaiseInstead(annual=usd(12_000), growth_rate="0.5")
        assert months_until_tools_beat_raise(tools, raised, loaded_pay=usd(240_000)) == 21

    def test_never(self):
        """A raise that is claimed to gain more is not passed."""
        raised = RaiseInstead(gain_rate="0.5")
        assert months_until_tools_beat_raise(self.tools(), raised, loaded_pay=usd(240_000), within=600) is None

    def test_two_currencies(self):
        """Amounts are in one currency."""
        with pytest.raises(CurrencyMismatch):
            months_until_tools_beat_raise(self.tools(), RaiseInstead(), loaded_pay=Money(1, "EUR"))
        with pytest.raises(CurrencyMismatch):
            self.tools(set_up=Money(1, "EUR"))


class TestSameMoney:
    """The same money as tokens, as a raise, or as one more hire."""

    def test_by_hand(self):
        """26,000 a year on a base of 200,000 with a load of 30 %, a bonus of 10 % and a match of 5 %.

        Tokens: 26,000 / 0.5468 = 47,549.4 M. A raise of r costs 1.1 x 1.3 r and a match of 0.05 r = 1.48 r: 17,567.57;
        the employee gets 1.15 of it: 20,202.70. A hire costs 200,000 x 1.48 = 296,000: 8.8 % of one.
        """
        found = valued(
            package(
                tokens=0,
                bonus=(TargetBonus(rate="0.1"),),
                benefits=(EmployerMatch(name="match", rate="1", cap_rate="0.05"),),
            ),
            employer_load="0.3",
        )
        basket = Basket.of("openai/gpt-6-sol")
        tokens, rise, hire = same_money(usd(26_000), found, basket=basket, personal_share=Decimal("0.1"), claimed=TEN)
        assert round(tokens.mtok, 1) == Decimal("47549.4")
        assert tokens.worth == usd(2_600)
        assert tokens.claimed_rate == 9
        assert round(rise.gross.amount, 2) == Decimal("17567.57")
        assert round(rise.worth.amount, 2) == Decimal("20202.70")
        assert round(hire.hires, 4) == Decimal("0.0878")
        assert hire.worth == usd(0)
        assert {way.needed_rate for way in (tokens, rise, hire)} == {Decimal("0.1")}
        assert {way.cost for way in (tokens, rise, hire)} == {usd(26_000)}

    def test_business_tokens_are_worth_nothing_to_the_employee(self):
        """As DESIGN section 2 counts them; and no model named buys no stated tokens."""
        tokens = same_money(usd(1_000), valued(acme()))[0]
        assert tokens.worth == usd(0)
        assert tokens.mtok is None

    def test_refused(self):
        """Nothing, another currency, no salary."""
        with pytest.raises(InvalidValue, match="above 0"):
            same_money(usd(0), valued(acme()))
        with pytest.raises(CurrencyMismatch):
            same_money(Money(1, "EUR"), valued(acme()))
        only = Package(start_on=START, currency="USD", tokens=package().tokens)
        with pytest.raises(InvalidValue, match="base salary"):
            same_money(usd(1), valued(only))
