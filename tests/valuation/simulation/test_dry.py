"""Allowances that run dry, by hand and against the ledger."""

from datetime import date, timedelta
from decimal import Decimal
from math import exp

import pytest
from attrs import evolve

from compkit.pay import BetterOfBoth, Collar
from compkit.pay.ledger import ledger
from compkit.pay.ledgergrants import Working, releases
from compkit.pay.usage import Usage
from compkit.valuation.simulation.dynamics import Cases, Dynamics, TokenMotion
from compkit.valuation.simulation.simulate import simulate

from ...samples import START, TODAY, assume
from .cases import NORTH, money, north, offer, quantity

HORIZON = date(2031, 1, 11)


def needed(*points):
    """Demand in these cases."""
    return Cases(points=points or ((1, 1),))


def rising(rate):
    """Prices of north that only drift."""
    return (TokenMotion(provider="north", drift_rate=rate),)


def dry(tokens, dynamics, *, paths=2000, given=None, of=None, **changes):
    """The odds of the first allowance."""
    parts = {"assumptions": given or assume(), "paths": paths, "seed": 3, **changes}
    return simulate({"A": offer(tokens=tokens)}, of or north(), dynamics, **parts).offers["A"].dry[0]


class TestByHand:
    """January's 31 days from 2027-01-11, all else following from them."""

    def test_too_much_needed(self):
        """1.25 of what a month releases is gone after 24.8 days: on the 25th, counted from 0 the 24th."""
        found = dry(quantity(), Dynamics(demand=needed(("1.25", 1))))
        assert (found.odds, found.p10, found.p90) == (1, START + timedelta(days=24), START + timedelta(days=24))

    def test_just_enough(self):
        """What is needed exactly never runs dry, whatever prices do to a fixed quantity."""
        assert dry(quantity(), Dynamics(demand=needed(), tokens=rising("0.5"))).odds == 0
        assert dry(money(1000, basket=NORTH), Dynamics(demand=needed())).odds == 0

    def test_odds(self):
        """Where a third of the paths needs more, a third runs dry, within four and a half standard errors."""
        found = dry(quantity(), Dynamics(demand=needed(("1.25", "0.3"), ("0.5", "0.7"))), paths=20_000)
        assert abs(float(found.odds) - 0.3) < 4.5 * (0.21 / 20_000) ** 0.5

    def test_days(self):
        """Half of those that run dry do so in 1/2, the others in 31 / 1.24 = 25 days."""
        found = dry(quantity(), Dynamics(demand=needed((2, "0.5"), ("1.24", "0.5"))))
        assert (found.p10, found.p90) == (START + timedelta(days=15), START + timedelta(days=25))

    def test_money_buys_less(self):
        """Money for 100 M a month at 10; prices double each year: the first release, 52 days on, is 2^(52/365) up."""
        found = dry(money(12_000, basket=NORTH), Dynamics(demand=needed(), tokens=rising(1)))
        lasts = int(31 / 2 ** (52 / 365))
        assert (lasts, found.p50) == (28, START + timedelta(days=28))

    def test_jumps(self):
        """Steps of +50 % only: the money runs dry with the odds of any step before the last release."""
        steps = TokenMotion(provider="north", steps_a_year="0.1", step_rate="0.5")
        found = dry(money(12_000, basket=NORTH), Dynamics(demand=needed(), tokens=(steps,)), paths=20_000)
        years = (date(2030, 12, 11) - TODAY).days / 365
        expected = 1 - exp(-0.1 * years)
        assert abs(float(found.odds) - expected) < 4.5 * (expected * (1 - expected) / 20_000) ** 0.5

    def test_use_is_the_demand(self):
        """Without a demand the use is what is needed: never more than all; but dearer tokens make it too much."""
        assert dry(money(12_000, basket=NORTH), Dynamics(), given=assume(token_utilisation="0.5")).odds == 0
        tokens = rising("0.5")
        found = dry(money(12_000, basket=NORTH), Dynamics(tokens=tokens), given=assume(token_utilisation="0.5"))
        # prices double in ln 2 / ln 1.5 = 1.71 years, 624 days: by 2028-08-05, before the release of 08-11
        assert (found.odds, found.p50 >= date(2028, 8, 11), found.p50 <= date(2028, 9, 11)) == (1, True, True)

    def test_rules(self):
        """A collar pays no more than 20 % above its basis; the better of both gives the quantity as prices rise."""
        dynamics = Dynamics(demand=needed(("1.001", 1)), tokens=rising(1))
        collar = dry(quantity(rule=Collar(down_rate="0.2", up_rate="0.2"), rollover_months=None), dynamics)
        better = dry(quantity(rule=BetterOfBoth()), dynamics)
        assert (collar.odds, better.odds) == (1, 1)
        capped = dry(quantity(rule=Collar(down_rate="0.2", up_rate="0.2")), Dynamics(demand=needed(), tokens=rising(1)))
        assert capped.p50 >= date(2027, 3, 11)  # a fifth more is reached after 0.263 years, on 2027-02-24
        assert dry(quantity(rule=BetterOfBoth()), Dynamics(demand=needed(), tokens=rising(1))).odds == 0


class TestUnknown:
    """What cannot be said is not guessed."""

    def test_no_basket(self):
        """Money that names no model buys what nobody knows, unless a basket is given."""
        found = dry(money(12_000), Dynamics(demand=needed()))
        assert (found.odds, found.missing) == (None, "the models that its money is spent on")
        assert dry(money(12_000), Dynamics(demand=needed(("1.25", 1))), basket=NORTH).odds == 1


class TestLedger:
    """The day on which the ledger finds the first overage, for the same use and prices."""

    @pytest.mark.parametrize("release", ["monthly", "quarterly"])
    @pytest.mark.parametrize("in_advance", [True, False])
    @pytest.mark.parametrize(
        "terms",
        [
            {},
            {"rollover_months": 1},
            {"rollover_months": 3},
            {"rollover_months": None},
            {"rollover_months": 6, "rollover_share": Decimal("0.5")},
            {"rollover_months": None, "rollover_cap": Decimal(300)},
            {"rollover_months": None, "rollover_until": date(2028, 6, 30)},
        ],
    )
    def test_same_day(self, terms, release, in_advance):
        """Money for tokens whose price rises by 20 % a year, 0.85 of them needed: saved first, then too little."""
        tokens = money(12_000, basket=NORTH, release=release, in_advance=in_advance, **terms)
        package = offer(tokens=tokens)
        found = dry(tokens, Dynamics(demand=needed(("0.85", 1)), tokens=rising("0.2")), paths=1)
        usage = []
        for one in releases(tokens[0], package, until=HORIZON, working=Working()):
            lot = one.lot
            days = (lot.own_until - lot.on).days - (not in_advance)  # until the next release
            price = 1.2 ** ((lot.on - TODAY).days / 365)
            need = Decimal(lot.units) / 100 * Decimal("0.85") * Decimal(price) / days
            usage += [Usage(on=lot.on + timedelta(days=day), quantity=need) for day in range(days)]
        rows = [row for row in usage if row.on < HORIZON]
        book = ledger(tokens[0], rows, package=package, until=HORIZON)
        short = [o.on for period in book.periods for o in period.overages if o.quantity > Decimal("0.05")]
        if not short:
            assert found.odds == 0
        else:
            assert abs((found.p50 - short[0]).days) <= 1


class TestPaths:
    """Allowances of one offer stand apart, and beside others change nothing."""

    def test_several(self):
        """Each of two allowances has its own odds, in order."""
        both = (*quantity(name="first"), *money(12_000, basket=NORTH, name="second"))
        dynamics = Dynamics(demand=needed(), tokens=rising(1))
        found = simulate({"A": offer(tokens=both)}, north(), dynamics, assumptions=assume(), paths=300, seed=3)
        assert [(entry.allowance, entry.odds) for entry in found.offers["A"].dry] == [("first", 0), ("second", 1)]

    def test_already_employed(self):
        """Of somebody who has begun, releases from today on count."""
        tokens = money(12_000, basket=NORTH)
        package = evolve(offer(tokens=tokens), start_on=date(2025, 1, 11))
        dynamics = Dynamics(demand=needed(("1.25", 1)))
        found = simulate({"A": package}, north(), dynamics, assumptions=assume(), paths=300, seed=3).offers["A"].dry[0]
        assert found.p50 == date(2026, 12, 11) + timedelta(days=24)
