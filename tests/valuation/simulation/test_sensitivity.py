"""Tornado: one factor at a time at its P10 and P90; each end worked by hand and by `value`."""

from datetime import date
from decimal import Decimal
from math import exp, sqrt

import pytest
from attrs import evolve

from compkit.market import Scenario, ShareMove, TokenPriceChange
from compkit.pay import TargetBonus
from compkit.pay.salary import BaseSalary
from compkit.valuation.simulation.dynamics import Cases, Dynamics, ShareMotion, TokenMotion, Triangle
from compkit.valuation.simulation.sensitivity import leaving_day, sensitivity
from compkit.valuation.utilisation import UtilisationOdds
from compkit.valuation.value import value

from ...samples import assume, globex, market, usd
from .cases import cash, money, north, offer, quantity, stock

ACME = ShareMotion(symbol="ACME", volatility="0.5")
YEARS = Decimal((date(2031, 1, 11) - date(2026, 11, 20)).days) / 365
Z90 = 1.2815515655446004


def bars(package, dynamics, number="worth", given=None, **more):
    """Bars by factor."""
    found = sensitivity(package, north(), given or assume(), dynamics, number, **more)
    assert [bar.width for bar in found] == sorted((bar.width for bar in found), reverse=True)
    return {bar.factor: bar for bar in found}


class TestShares:
    """A share at the quantiles of the end of the horizon."""

    def test_closed_form(self):
        """1,000 shares at 100: P90 is exp(z v sqrt(t) - v^2 t / 2) times 100,000."""
        bar = bars(offer(equity=(stock(1000),)), Dynamics(shares=(ACME,)))["ACME"]
        spread = 0.5 * sqrt(YEARS)
        for end, z in ((bar.low, -Z90), (bar.high, Z90)):
            assert float(end.input) == pytest.approx(100 * exp(z * spread - spread**2 / 2))
            assert end.total == end.input * 1000
        assert (bar.stated, bar.unit) == (100_000, "USD")

    def test_ends_are_values(self):
        """Whoever values the offer at the printed price gets the printed total."""
        package = globex()
        motion = ShareMotion(symbol="GLBX", volatility="0.5")
        (bar,) = sensitivity(package, market(), assume(), Dynamics(shares=(motion,)), tokens="none")
        moved = Scenario(name="x", moves=(ShareMove(symbol="GLBX", price=bar.low.input),)).apply(market())
        assert value(package, moved, assume()).total("worth", tokens="none").amount == bar.low.total

    def test_only_what_is_held(self):
        """A share that the offer does not hold is no bar, and needs no price."""
        other = ShareMotion(symbol="NONE", volatility="0.5")
        assert bars(offer(equity=(stock(10),)), Dynamics(shares=(other,))) == {}


class TestTokens:
    """A provider at the quantiles of its prices."""

    def test_quantity(self):
        """Halving once a year: the P90 of four years is a half to the power of the P10 of steps, and so on."""
        motion = TokenMotion(provider="north", steps_a_year=1, step_rate="-0.5")
        bar = bars(offer(tokens=quantity()), Dynamics(tokens=(motion,)), "cost")["north"]
        assert bar.stated == 400_000
        assert (bar.low.input, bar.high.input) == (Decimal("0.0078125"), Decimal("0.25"))
        assert (bar.low.total, bar.high.total) == (3_125, 100_000)

    def test_fixed_money(self):
        """Does not move in cost, at any price."""
        motion = TokenMotion(provider="north", steps_a_year=1, step_rate="-0.5")
        assert bars(offer(tokens=money(100_000)), Dynamics(tokens=(motion,)), "cost")["north"].width == 0

    def test_ends_are_values(self):
        """Whoever values the offer at the printed multiple gets the printed total."""
        motion = TokenMotion(provider="north", steps_a_year=2, step_rate="0.1", step_spread="0.3")
        package = offer(tokens=quantity())
        bar = bars(package, Dynamics(tokens=(motion,)), "cost")["north"]
        moved = evolve(north(), moves=(TokenPriceChange(rate=bar.high.input - 1, provider="north"),))
        assert value(package, moved, assume()).total("cost").amount == bar.high.total


class TestExpectations:
    """Use, payout and leaving."""

    def test_use(self):
        """400,000 of tokens at 25 % and 75 %: P10 and P90 of cases."""
        use = Cases(points=(("0.25", "0.2"), ("0.75", "0.8")))
        bar = bars(offer(tokens=money(100_000)), Dynamics(utilisation=use), "cost")["utilisation"]
        assert (bar.low.total, bar.high.total, bar.stated) == (100_000, 300_000, 400_000)

    def test_use_of_the_assumptions(self):
        """A distribution that the assumptions state moves too; a plain rate does not."""
        stated = assume(token_utilisation=UtilisationOdds((("0.25", "0.2"), ("0.75", "0.8"))))
        assert bars(offer(tokens=money(1)), Dynamics(), "cost", stated)["utilisation"].low.input == Decimal("0.25")
        assert bars(offer(tokens=money(1)), Dynamics(), "cost", assume(token_utilisation="0.4")) == {}

    def test_payout(self):
        """A bonus of 10,000 a year between nothing and 150 %, likeliest at 100 %: P10 is sqrt(0.1 * 1.5 * 1)."""
        package = offer(
            salary=BaseSalary(amount=usd(100_000)), bonus=(TargetBonus(rate="0.1", performance_year="service"),)
        )
        bar = bars(package, Dynamics(payout=Triangle(low=0, likely=1, high="1.5")))["payout"]
        assert float(bar.low.input) == pytest.approx(sqrt(0.15))
        assert bar.low.total == 400_000 + bar.low.input * 40_000

    def test_leaving(self):
        """A quarter leaves each year: one who goes after ln 0.9 / ln 0.75 = 0.366 years has no shares."""
        given = assume(leave_rate="0.25")
        assert leaving_day(given, Decimal("0.1")) == date(2027, 4, 3)  # 133.7 days
        bar = bars(offer(sign_on=cash(5_000), equity=(stock(1000),)), Dynamics(), given=given)["leaving"]
        assert (bar.low.input, bar.low.total) == (date(2027, 4, 3), 5_000)
        assert (bar.high.input, bar.high.total) == (date(2034, 11, 20), 105_000)  # 2,921.4 days

    def test_gone_by_then(self):
        """Who leaves after 133.7 days is paid on the 133rd, and not on the 134th."""
        for day, due in ((date(2027, 4, 2), 5_000), (date(2027, 4, 3), 0)):
            (bonus,) = cash(5_000)
            package = offer(sign_on=(evolve(bonus, paid_on=day),))
            assert bars(package, Dynamics(), given=assume(leave_rate="0.25"))["leaving"].low.total == due

    def test_nobody_leaves(self):
        """Without a leave rate there is no such bar; if all leave at once nothing is due."""
        assert bars(offer(sign_on=cash(1)), Dynamics()) == {}
        assert bars(offer(sign_on=cash(1)), Dynamics(), given=assume(leave_rate=1))["leaving"].high.total == 0

    def test_demand_moves_no_total(self):
        """It only says when an allowance runs dry."""
        assert bars(offer(tokens=money(1)), Dynamics(demand=Triangle(low=0, likely=1, high=2)), "cost") == {}


class TestTwo:
    """Against another offer it is the difference that moves."""

    def test_difference(self):
        """1,000 shares less 100,000 cash: nothing as stated."""
        bar = bars(offer(equity=(stock(1000),)), Dynamics(shares=(ACME,)), against=offer(sign_on=cash(100_000)))["ACME"]
        assert bar.stated == 0
        assert bar.high.total == bar.high.input * 1000 - 100_000

    def test_left_out(self):
        """What one did not tell counts on no side."""
        told = offer(sign_on=cash(7), equity=(stock(1000),))
        untold = offer(sign_on=cash(3), unknown={"equity"})
        assert bars(told, Dynamics(shares=(ACME,)), against=untold)["ACME"].stated == 4
        assert bars(told, Dynamics(shares=(ACME,)), without=("sign-on",))["ACME"].stated == 100_000
