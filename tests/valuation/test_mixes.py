"""Mixes of the four components at equal expected cost; worked by hand."""

from decimal import Decimal

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, FixedMoney, Package, RestrictedStock, TargetBonus, TokenAllowance, Vesting
from compkit.pay.amounts import MoneyPer
from compkit.valuation.mixes import MixShares, mixes_at_equal_cost, vary
from compkit.valuation.value import value

from ..samples import START, acme, assume, market, usd

EXPECTED = assume(bonus_payout="0.9", token_utilisation="0.4", employer_load="0.3")


def plain():
    """One term of each component, at round prices: shares at 125, tokens as money."""
    grant = RestrictedStock(symbol="ACME", units=1, vesting_start_on=START, vesting=Vesting.parse("4y/quarterly"))
    return Package(
        start_on=START,
        currency="USD",
        salary=BaseSalary(amount=usd(100_000)),
        bonus=(TargetBonus(rate=0),),
        equity=(grant,),
        tokens=(TokenAllowance(amount=MoneyPer(money=usd(1)), rule=FixedMoney()),),
    )


def mixed(package, *mixes, given=None, **more):
    """Mixes in the worked example's market."""
    return mixes_at_equal_cost(package, mixes=mixes, market=market(), assumptions=given or assume(), **more)


class TestShares:
    """Shares of the four components."""

    def test_parse(self):
        """Per cent, base first."""
        found = MixShares.parse("60/10/20/10")
        assert (found.base, found.bonus, found.equity, found.tokens) == tuple(
            map(Decimal, ("0.6", "0.1", "0.2", "0.1"))
        )
        assert found.label == "60/10/20/10"

    @pytest.mark.parametrize("text", ["60/10/20/20", "60/10/30", "0/50/25/25", "sixty/10/20/10", "110/-10/0/0"])
    def test_refused(self, text):
        """They add up to 100, all four are said, and something is paid."""
        with pytest.raises(InvalidValue):
            MixShares.parse(text)

    def test_vary(self):
        """Share moves step by step until there is none left to give."""
        found = vary(MixShares.parse("60/10/20/10"), give="equity", take="tokens", step="0.08", times=9)
        assert [mix.label for mix in found] == ["60/10/20/10", "60/10/12/18", "60/10/4/26"]
        with pytest.raises(InvalidValue, match="two components"):
            vary(found[0], give="base", take="base", step="0.1", times=1)


class TestMixes:
    """Every mix costs the same."""

    def test_by_hand(self):
        """400,000 over four years as 60/15/20/5: base 60,000, bonus 25 % of it, 80,000 / 125 = 640 shares, 5,000."""
        (found,) = mixed(plain(), "60/15/20/5", budget=usd(400_000))
        after = {moved.term: moved.after for moved in found.moved}
        assert after == {"base salary": 60_000, "bonus": Decimal("0.25"), "shares": 640, "tokens": 5_000}
        assert found.left == usd(0)
        assert [found.amount("cost", part).amount for part in ("base", "bonus", "equity", "tokens")] == [
            240_000,
            60_000,
            80_000,
            20_000,
        ]

    def test_expected_cost_is_what_is_equal(self):
        """At 40 % use 20,000 of cost buys 50,000 of allowance over four years: 12,500 a year."""
        (found,) = mixed(plain(), "60/15/20/5", budget=usd(400_000), given=assume(token_utilisation="0.4"))
        assert {m.term: m.after for m in found.moved}["tokens"] == 12_500
        assert found.amount("face", "tokens") == usd(50_000)

    def test_worked_example(self):
        """Acme in four mixes: none above its own cost, each within a cent of base and what follows it a year."""
        budget = value(acme(), market(), EXPECTED).total("cost")
        found = mixed(acme(), "60/10/20/10", "70/10/20/0", "50/0/25/25", "100/0/0/0", given=EXPECTED)
        for mix in found:
            assert value(mix.package, market(), EXPECTED).total("cost") == budget - mix.left
            assert Decimal(0) <= mix.left.amount < Decimal("0.10")  # four years, load, bonus and match of a cent

    def test_shares_are_kept(self):
        """Each component comes to its share of the four, but for its smallest step and what the last cent moves."""
        (found,) = mixed(acme(), "60/10/20/10", given=EXPECTED)
        parts = {part: found.amount("cost", part).amount for part in ("base", "bonus", "equity", "tokens")}
        whole = sum(parts.values())
        for part, share in zip(parts, ("0.6", "0.1", "0.2", "0.1"), strict=True):
            assert abs(parts[part] / whole - Decimal(share)) < Decimal("0.0005")

    def test_what_is_none_of_the_four_stays(self):
        """The sign-on stays; the match follows base."""
        (found,) = mixed(acme(), "60/10/20/10", given=EXPECTED)
        assert found.package.sign_on == acme().sign_on
        assert found.amount("face").amount > 40_000

    def test_a_component_without_a_share_is_left_out(self):
        """No tokens, no allowance."""
        (found,) = mixed(acme(), "70/10/20/0", given=EXPECTED)
        assert found.package.tokens == ()
        assert {moved.term: moved.after for moved in found.moved}["tokens"] == 0

    def test_limits(self):
        """A mix outside a limit is kept and says which limit it breaks."""
        limits = {"base salary": (Decimal(50_000), Decimal(65_000)), "bonus": (Decimal(0), Decimal("0.2"))}
        (found,) = mixed(plain(), "60/15/20/5", budget=usd(400_000), limits=limits)
        assert not found.is_within
        assert [moved.limit for moved in found.moved if moved.limit] == ["0.25 of base is above 0.2"]


class TestRefused:
    """Each with the way out."""

    def test_nothing_to_change(self):
        """A share of equity needs a grant."""
        with pytest.raises(InvalidValue, match="grant"):
            mixed(acme(equity=()), "60/10/20/10")

    def test_tokens_that_cost_nothing(self):
        """At a utilisation of 0 no allowance costs its share."""
        with pytest.raises(InvalidValue, match="cannot have this share"):
            mixed(acme(), "60/10/20/10", given=assume(token_utilisation=0))

    def test_too_small_a_budget(self):
        """One-offs alone cost more."""
        with pytest.raises(InvalidValue, match="less than what stays costs"):
            mixed(acme(), "60/10/20/10", budget=usd(30_000))

    def test_what_stays_of_a_component_costs_more_than_its_share(self):
        """A second bonus stays as it is."""
        two = acme(bonus=(TargetBonus(rate="0.1"), TargetBonus(name="Profit share", rate="0.2")))
        with pytest.raises(InvalidValue, match="larger share"):
            mixed(two, "75/5/10/10")

    def test_another_currency(self):
        """The budget is in the package's currency."""
        with pytest.raises(CurrencyMismatch):
            mixed(acme(), "60/10/20/10", budget=Money(1_000_000, "EUR"))
