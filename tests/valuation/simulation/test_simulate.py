"""Simulate: offers on paths, held to closed forms, to value() and to what was asked."""

import tracemalloc
from datetime import date, timedelta
from decimal import Decimal
from math import exp, sqrt

import pytest
from attrs import evolve

from compkit.dates import years_between
from compkit.errors import InvalidValue
from compkit.market import OptionPricing, SharePrice
from compkit.market.illiquidity import Illiquidity
from compkit.pay import BaseSalary, RestrictedStock, StockOptions, TargetBonus, Vesting
from compkit.valuation import View, value
from compkit.valuation.simulation.closed import expected_payoff, lognormal_odds_above
from compkit.valuation.simulation.draws import GENERATOR
from compkit.valuation.simulation.dynamics import Correlation, Dynamics, ShareMotion, TokenMotion, Triangle
from compkit.valuation.simulation.simulate import simulate
from compkit.valuation.utilisation import UtilisationOdds

from ...samples import START, TODAY, acme, assume, globex, market, usd
from .cases import cash, money, north, offer, options, quantity, stock

ONCE = Vesting.parse("1y/1y-cliff/yearly")
VESTS = date(2028, 1, 11)
YEARS = Decimal(417) / 365  # from 2026-11-20 to 2028-01-11
ACME = ShareMotion(symbol="ACME", volatility="0.5")
STEPS = TokenMotion(provider="north", steps_a_year=2, step_rate="-0.2", step_spread="0.3")
MOVING = Dynamics(
    shares=(ACME, ShareMotion(symbol="GLBX", volatility="0.8")),
    tokens=(TokenMotion(provider="openai", steps_a_year=2, step_rate="-0.2", step_spread="0.3"),),
    utilisation=Triangle(low="0.2", likely="0.6", high=1),
    payout=Triangle(low=0, likely=1, high=2),
    demand=Triangle(low="0.5", likely=1, high="1.5"),
    correlations=(
        Correlation(first="ACME", second="GLBX", rate="0.5"),
        Correlation(first="ACME", second="payout", rate="0.3"),
        Correlation(first="leaving", second="ACME", rate="-0.4"),
        Correlation(first="openai", second="utilisation", rate="-0.2"),
    ),
)


def shares_once(units=100):
    """Shares that vest on one day."""
    return offer(equity=(RestrictedStock(symbol="ACME", units=units, vesting_start_on=START, vesting=ONCE),))


def options_once(strike=100, units=100):
    """Options that vest on one day."""
    dates = {"vesting_start_on": START, "expires_on": date(2036, 12, 31)}
    return offer(equity=(StockOptions(symbol="ACME", units=units, strike=usd(strike), vesting=ONCE, **dates),))


def run(packages, dynamics=None, *, of=None, given=None, **changes):
    """A simulation of offers, by default with nothing moving, in the market of north/one."""
    offers = packages if isinstance(packages, dict) else {"A": packages}
    parts = {"assumptions": given or assume(), "paths": 20_000, "seed": 7, **changes}
    return simulate(offers, of or north(), dynamics or Dynamics(), **parts)


def near(found, expected, spread, errors=4.5):
    """Whether a spread's mean is as expected, within so many of its standard errors."""
    assert not spread.is_exact
    return abs(float(found) - float(expected)) < errors * float(spread.mean_error)


class TestOneShare:
    """One grant on one day, by hand: ``10,000 * exp(v sqrt(t) z - v^2 t / 2)``, t = 417/365, v sqrt(t) = 0.5344309."""

    def test_quantiles(self):
        """P50 is ``exp(-0.1428082)``; P10 and P90 are ``exp(-/+ 0.6849007)`` of it; the mean is the stated price."""
        found = run(shares_once(), Dynamics(shares=(ACME,))).spread("A")
        assert found.is_exact
        assert float(found.p50) == pytest.approx(8669.20, abs=0.02)
        assert float(found.p10) == pytest.approx(8669.20 * 0.504140, abs=0.1)
        assert float(found.p90) == pytest.approx(8669.20 / 0.504140, abs=0.1)
        assert (found.mean, found.mean_error) == (10_000, 0)

    def test_cash_beside(self):
        """Cash is added to every quantile."""
        both = evolve(shares_once(), sign_on=cash(5_000))
        alone, beside = (run(package, Dynamics(shares=(ACME,))).spread("A") for package in (shares_once(), both))
        assert (beside.p10, beside.mean) == (alone.p10 + 5_000, 15_000)

    def test_option(self):
        """An option on it rises with it: 100 at a strike of 80 pay ``100 * (S - 80)`` where that is above 0."""
        shares, found = (run(p, Dynamics(shares=(ACME,))).spread("A") for p in (shares_once(), options_once(80)))
        assert found.is_exact
        assert (found.p10, found.p50) == (0, shares.p50 - 8_000)
        expected = expected_payoff(ACME.volatility, YEARS, price=Decimal(100), strike=Decimal(80))
        assert found.mean == pytest.approx(100 * expected)


class TestSeveralDays:
    """Four vestings of one share: their sum has no closed distribution, but a mean and a variance."""

    def test_moments(self):
        """The mean is the stated value; of S at s and t, s before t, the covariance is ``exp(v^2 s) - 1`` of it."""
        found = run(offer(equity=(stock(400),)), Dynamics(shares=(ACME,))).spread("A")
        days = [date(year, 1, 11) for year in (2028, 2029, 2030, 2031)]
        times = [float(years_between(TODAY, day)) for day in days]
        variance = sum(exp(0.25 * min(s, t)) - 1 for s in times for t in times) * 10_000**2
        assert near(found.mean, 40_000, found)
        # the variance of so skewed a sum is itself uncertain to a few per cent
        assert float(found.mean_error) == pytest.approx(sqrt(variance / 20_000), rel=0.1)
        assert found.p10 < found.p25 < found.p50 < found.p75 < found.p90

    def test_years(self):
        """Of each year alone one vesting counts, and that is exact; sums through the years end at the total."""
        found = run(offer(equity=(stock(400),)), Dynamics(shares=(ACME,)))
        assert all(found.spread("A", year=year).is_exact for year in found.year_labels)
        assert found.spread("A", through="year 1") == found.spread("A", year="year 1")
        assert found.spread("A", through="year 4") == found.spread("A")


class TestLeaving:
    """Staying by hazard: on a day t years ahead ``(1 - leave_rate)^t`` of the paths are still there."""

    def test_odds(self):
        """What is certain but for leaving is paid on so many paths, and on the others not at all."""
        found = run(shares_once(), given=assume(leave_rate="0.3")).spread("A")
        staying = 0.7 ** float(YEARS)
        assert abs(float(found.mean) / 10_000 - staying) < 4.5 * sqrt(staying * (1 - staying) / 20_000)
        assert (found.p10, found.p90) == (0, 10_000)

    def test_as_odds(self):
        """Where the odds weigh every path alike, nothing moves."""
        found = run(shares_once(), Dynamics(leaving="as odds"), given=assume(leave_rate="0.3")).spread("A")
        assert found.is_exact
        assert found.p10 == found.p90 == value(shares_once(), north(), assume(leave_rate="0.3")).total("worth").amount

    def test_once_gone(self):
        """Who leaves does not come back: both of two vestings are paid as often as the later, one as the earlier."""
        vesting = Vesting.parse("50/50")
        two = offer(equity=(RestrictedStock(symbol="ACME", units=200, vesting_start_on=START, vesting=vesting),))
        bars = {"low": offer(sign_on=cash(5_000)), "high": offer(sign_on=cash(15_000))}
        found = run({"A": two, **bars}, given=assume(leave_rate="0.5"))
        for bar, day in (("low", VESTS), ("high", date(2029, 1, 11))):
            # the bar is paid with the odds of staying until 2027-01-31, and those who leave before then tie at nothing
            staying = 0.5 ** float(years_between(TODAY, day))
            assert abs(float(found.odds("A", bar).wins) - staying) < 4.5 * sqrt(staying * (1 - staying) / 20_000)

    def test_everybody(self):
        """With a rate of 1 nobody is there on any later day."""
        found = run(shares_once(), given=assume(leave_rate=1)).spread("A")
        assert found.p90 == found.mean == 0


class TestSameBits:
    """The same seed gives the same bits."""

    @pytest.mark.parametrize("chunk", [1, 1000, 3072, 100_000])
    def test_chunks(self, chunk):
        """Whatever the size of chunks, one that does not divide the paths included."""
        offers = {"Acme": acme(), "Globex": globex()}
        settings = {"of": market(), "given": assume(leave_rate="0.1"), "paths": 5000}
        assert run(offers, MOVING, chunk_paths=chunk, **settings) == run(offers, MOVING, **settings)

    def test_another_offer(self):
        """Whatever is simulated beside: another offer with other days, shares and models changes nothing."""
        settings = {"of": market(), "given": assume(leave_rate="0.1"), "paths": 5000}
        alone = run({"Globex": globex()}, MOVING, **settings)
        later = acme(start_on=date(2027, 3, 5), unknown=())
        beside = run(
            {"Acme": evolve(later, benefits=()), "Globex": globex(), "Third": evolve(globex(), tokens=())},
            MOVING,
            **settings,
        )
        assert beside.offers["Globex"] == alone.offers["Globex"]

    def test_seed(self):
        """Another seed gives other figures; the seed and the generator are named."""
        first, second = (run(offer(equity=(stock(4),)), Dynamics(shares=(ACME,)), seed=seed) for seed in (1, 2))
        assert first.spread("A") != second.spread("A")
        assert (first.seed, first.generator) == (1, GENERATOR)

    def test_longer(self):
        """More paths begin with the same ones; a path alone is its own median and mean, and two have the middle."""
        found = [run(offer(equity=(stock(4),)), Dynamics(shares=(ACME,)), paths=paths).spread("A") for paths in (1, 2)]
        assert found[0].p50 in (found[1].p10, found[1].p90)
        assert (found[0].mean, found[0].mean_error) == (found[0].p50, 0)
        assert float(found[1].mean) == pytest.approx(float(found[1].p10 + found[1].p90) / 2)


class TestDuels:
    """Odds path by path, under the same prices."""

    def test_copy(self):
        """An offer against its copy ties on every path."""
        found = run({"A": acme(), "B": acme()}, MOVING, of=market(), given=assume(leave_rate="0.1"), paths=3000)
        assert found.duels
        assert all((duel.wins, duel.ties) == (0, 1) for duel in found.duels)

    def test_against_cash(self):
        """A share against cash of 1.2 times its price wins with the odds of ending above that."""
        found = run({"A": shares_once(), "B": offer(sign_on=cash(12_000))}, Dynamics(shares=(ACME,))).odds("A", "B")
        expected = lognormal_odds_above(ACME.volatility, YEARS, Decimal("1.2"))
        assert abs(found.wins - expected) < 4.5 * sqrt(expected * (1 - expected) / 20_000)
        assert (found.ties, found.losses) == (0, 1 - found.wins)

    def test_turned(self):
        """Asked the other way round, wins are losses."""
        found = run({"A": shares_once(), "B": offer(sign_on=cash(12_000))}, Dynamics(shares=(ACME,)))
        assert found.odds("B", "A").wins == found.odds("A", "B").losses

    def test_cents(self):
        """What differs by less than half a cent is equal."""
        found = run(
            {"A": offer(sign_on=cash("100.00")), "B": offer(sign_on=cash("100.01")), "C": offer(sign_on=cash(100))}
        )
        assert (found.odds("A", "B").losses, found.odds("A", "C").ties) == (1, 1)

    def test_missing_year(self):
        """An offer that has no such year has nothing in it."""
        late = evolve(
            offer(sign_on=cash(1)), start_on=date(2028, 2, 1), sign_on=(evolve(cash(1)[0], paid_on=date(2028, 2, 1)),)
        )
        found = run({"A": offer(sign_on=cash(1)), "B": late}, view=View(kind="calendar"))
        assert found.year_labels[0] == "2027"
        assert found.odds("A", "B", year="2027").wins == 1

    def test_left_out(self):
        """What one offer did not tell is left out of all of them, as in a comparison."""
        found = run({"A": acme(), "B": globex()}, of=market())
        assert [entry.component for entry in found.left_out] == ["benefits"]
        assert found.spread("A").mean == value(evolve(acme(), benefits=()), market(), assume()).total("worth").amount


class TestTokens:
    """Allowances under prices that move in steps."""

    def test_fixed_money(self):
        """Fixed money at fixed use and full stay costs the same on every path, whatever prices do."""
        found = run(offer(tokens=money(1200)), Dynamics(tokens=(STEPS,)), given=assume(token_utilisation="0.5"))
        for tokens in ("all", "guaranteed", "none"):
            spread = found.spread("A", "cost", tokens=tokens)
            assert spread.is_exact
            assert spread.p10 == spread.p90 == spread.mean
        assert found.spread("A", "cost").mean == 4 * 1200 / 2
        assert found.offers["A"].cost_at_risk == 0

    def test_fixed_quantity(self):
        """A quantity costs what its prices come to: 48 releases of 10,000/12 M at 10, each by the closed mean."""
        found = run(offer(tokens=quantity()), Dynamics(tokens=(STEPS,))).spread("A", "cost")
        rows = [line.row for line in value(offer(tokens=quantity()), north(), assume()).lines]
        growth = 2 * (0.8 * exp(0.3**2 / 2) - 1)
        expected = sum(float(row.quantity) * 10 * exp(growth * float(years_between(TODAY, row.on))) for row in rows)
        assert near(found.mean, expected, found)

    def test_use(self):
        """A use drawn once a path: all of an allowance's cost in proportion, so quantiles are those of the triangle."""
        use = Triangle(low=0, likely="0.5", high=1)
        found = run(offer(tokens=money(1000)), Dynamics(utilisation=use))
        spread = found.spread("A", "cost")
        assert abs(float(spread.p50) - 2000) < 4.5 * sqrt(0.25 / 20_000) / 2 * 4000  # the density at the mode is 2
        assert near(spread.mean, 2000, spread)
        assert found.spread("A", "worth").is_exact

    def test_stated_odds(self):
        """A distribution that the assumptions state is drawn too: half of the paths use a fifth, half all."""
        odds = UtilisationOdds((("0.2", "0.5"), ("1", "0.5")))
        found = run(offer(tokens=money(1000)), given=assume(token_utilisation=odds)).spread("A", "cost")
        assert (found.p10, found.p90) == (800, 4000)
        assert near(found.mean, 2400, found)

    def test_who_counts(self):
        """With all, the guaranteed or no tokens; the guaranteed are those of the first year here."""
        package = offer(tokens=quantity(guaranteed_until=date(2028, 1, 10)), sign_on=cash(7))
        found = run(package, Dynamics(tokens=(STEPS,)))
        assert found.spread("A", "cost", tokens="none").p90 == 7
        first = found.spread("A", "cost", tokens="guaranteed")
        assert first == found.spread("A", "cost", year="year 1")
        assert first.mean < found.spread("A", "cost").mean

    def test_share_and_provider(self):
        """A correlation with a provider needs no share in the offer, and changes no mean."""
        moving = Dynamics(
            shares=(ACME,), tokens=(STEPS,), correlations=(Correlation(first="ACME", second="north", rate="-0.9"),)
        )
        apart = Dynamics(shares=(ACME,), tokens=(STEPS,))
        package = offer(equity=(stock(400),), tokens=quantity(mtok=1000))
        found, alone = (run(package, dynamics).spread("A", "cost") for dynamics in (moving, apart))
        assert abs(found.mean - alone.mean) < 4.5 * sqrt(2) * float(alone.mean_error)
        assert found.mean_error < alone.mean_error  # dear tokens come with cheap shares


class TestPayout:
    """Bonuses of which each is drawn for itself."""

    def test_each_bonus(self):
        """Four bonuses of 10,000 at 0 to 2: each is even about 1; the variance of the sum is four times that of one."""
        package = offer(salary=BaseSalary(amount=usd(100_000)), bonus=(TargetBonus(rate="0.1"),))
        payout = Triangle(low=0, likely=1, high=2)
        found = run(package, Dynamics(payout=payout))
        spread = found.spread("A")
        assert near(spread.mean, 440_000, spread)
        one = 10_000**2 / 6  # of a triangle: (a^2 + b^2 + c^2 - ab - ac - bc) / 18
        assert float(spread.mean_error) == pytest.approx(sqrt(4 * one / 20_000), rel=0.03)

    def test_others_stay(self):
        """What is no target bonus is paid as assumed."""
        found = run(offer(salary=BaseSalary(amount=usd(100_000))), Dynamics(payout=Triangle(low=0, likely=1, high=2)))
        assert found.spread("A").is_exact


class TestOptions:
    """Options are what they are exercised for."""

    GROWING = north(shares=(SharePrice(symbol="ACME", price=usd(100), on=TODAY, source="test", growth_rate="0.1"),))
    STILL = Dynamics(shares=(ShareMotion(symbol="ACME", volatility=0),))

    def test_at_vesting(self):
        """At vesting, where the share moves by its growth only, that is the value."""
        found = run(options_once(), self.STILL, of=self.GROWING).spread("A")
        assert found.mean == pytest.approx(value(options_once(), self.GROWING, assume()).total("worth").amount)

    def test_at_expected_term(self):
        """Midway between 2028-01-11 and 2036-12-31, after the horizon: ``100 * (100 * 1.1^t - 100)``, of that day."""
        middle = VESTS + timedelta(days=(date(2036, 12, 31) - VESTS).days // 2)
        assert middle == date(2032, 7, 6)
        years = float(years_between(TODAY, middle))
        dynamics, given = evolve(self.STILL, options_at="expected term"), assume(discount_rate="0.05", leave_rate="0.1")
        found = run(options_once(), evolve(dynamics, leaving="as odds"), of=self.GROWING, given=given)
        staying = 0.9 ** float(YEARS)  # until it vests
        payoff = 100 * (100 * 1.1**years - 100)
        assert float(found.spread("A", "cost").mean) == pytest.approx(payoff * staying)
        assert float(found.spread("A").mean) == pytest.approx(payoff * staying * 1.05**-years)

    def test_models(self):
        """A model's value stands where the share does not move; where it does, payoffs, undiscounted in cost."""
        pricing = OptionPricing(method="black-scholes", rate="0.04", volatility={"ACME": "0.5"})
        modelled = north(options=pricing)
        still = run(options_once(), of=modelled).spread("A", "cost")
        assert still.mean == value(options_once(), modelled, assume()).total("cost").amount
        found = run(options_once(), Dynamics(shares=(ACME,)), of=modelled, given=assume(discount_rate="0.05"))
        payoff = 100 * expected_payoff(ACME.volatility, YEARS, price=Decimal(100), strike=Decimal(100))
        assert found.spread("A", "cost").mean == pytest.approx(payoff)
        assert float(found.spread("A").mean) == pytest.approx(float(payoff) * 1.05 ** -float(YEARS))

    def test_model_and_payoffs(self):
        """They agree where the share grows and worth is discounted at the model's rate, over the same time."""
        pricing = OptionPricing(method="black-scholes", rate="0.04", volatility={"ACME": "0.5"})
        growth = Decimal(str(exp(0.04) - 1))
        share = SharePrice(symbol="ACME", price=usd(100), on=TODAY, source="test", growth_rate=growth)
        modelled = north(options=pricing, shares=(share,))
        found = run(
            options_once(),
            Dynamics(shares=(ACME,), options_at="expected term"),
            of=modelled,
            given=assume(discount_rate=growth),
        )
        expected = value(options_once(), modelled, assume()).total("worth").amount
        assert float(found.spread("A").mean) == pytest.approx(float(expected), rel=1e-3)  # half a day of expected term

    def test_worthless(self):
        """Options are worthless with the odds of ending at or below the strike; shares never; no equity has no odds."""
        dynamics = Dynamics(shares=(ACME,))
        found = run({"A": options_once(120), "B": shares_once(), "C": offer(sign_on=cash(1))}, dynamics).offers
        expected = 1 - lognormal_odds_above(ACME.volatility, YEARS, Decimal("1.2"))
        assert abs(found["A"].worthless - expected) < 4.5 * sqrt(expected * (1 - expected) / 20_000)
        assert (found["B"].worthless, found["C"].worthless) == (0, None)

    def test_worthless_on_all_days(self):
        """Of four vestings all must be under water, which is rarer than the last one being so."""
        found = run({"A": offer(equity=(options(400, 120),)), "B": options_once(120)}, Dynamics(shares=(ACME,))).offers
        assert 0 < found["A"].worthless < found["B"].worthless

    def test_still(self):
        """Options that do not move are worthless or not."""
        found = run({"A": options_once(120), "B": options_once(80)}).offers
        assert (found["A"].worthless, found["B"].worthless) == (1, 0)


class TestIlliquid:
    """Shares that cannot be sold."""

    def test_haircut(self):
        """A haircut of 20 % takes a fifth off worth on every path, and nothing off cost."""
        haircut = assume(illiquidity=(Illiquidity(symbol="ACME", haircut_rate="0.2"),))
        full, found = (run(shares_once(), Dynamics(shares=(ACME,)), given=given) for given in (None, haircut))
        assert found.spread("A").p10 == pytest.approx(full.spread("A").p10 * Decimal("0.8"))
        assert found.spread("A", "cost") == full.spread("A", "cost")


class TestCost:
    """What the employer risks."""

    def test_at_risk(self):
        """P90 of cost less its mean; of one share by hand: 17,196 less 10,000."""
        found = run(shares_once(), Dynamics(shares=(ACME,))).offers["A"]
        assert float(found.cost_at_risk) == pytest.approx(8669.20 / 0.504140 - 10_000, abs=0.1)


class TestAsked:
    """What is refused, and what is no mistake."""

    @pytest.mark.parametrize(
        "changes", [{"paths": 0}, {"paths": 10**9}, {"paths": "1"}, {"chunk_paths": 0}, {"seed": None}, {"seed": True}]
    )
    def test_numbers(self, changes):
        """Paths, chunks and seeds are whole numbers."""
        with pytest.raises(InvalidValue, match="whole number"):
            run(shares_once(), **changes)

    @pytest.mark.parametrize("name", ["GLBX", "north", "utilisation", "payout", "demand", "leaving"])
    def test_unknown_factor(self, name):
        """A correlation with what does not move is refused, and says what does."""
        dynamics = Dynamics(shares=(ACME,), correlations=(Correlation(first="ACME", second=name, rate="0.5"),))
        with pytest.raises(InvalidValue, match=f"{name!r}.*|does not move") as caught:
            run(shares_once(), dynamics)
        assert "what moves: ACME" in str(caught.value)

    @pytest.mark.parametrize("steps", [{"steps_a_year": 2, "step_rate": "-0.2"}, {"step_spread": "0.3"}])
    def test_nothing_to_correlate(self, steps):
        """A provider's steps move with a share by their size only; without a spread that would do nothing."""
        tokens = (TokenMotion(provider="north", **steps),)
        correlations = (Correlation(first="ACME", second="north", rate="0.5"),)
        with pytest.raises(InvalidValue, match="no steps of different size"):
            run(shares_once(), Dynamics(shares=(ACME,), tokens=tokens, correlations=correlations))

    def test_impossible_correlations(self):
        """Correlations that contradict one another are refused before anything is drawn."""
        rates = [("ACME", "GLBX", "0.9"), ("GLBX", "payout", "0.9"), ("ACME", "payout", "-0.9")]
        correlations = tuple(Correlation(first=a, second=b, rate=rate) for a, b, rate in rates)
        with pytest.raises(InvalidValue, match="positive semi-definite"):
            run(shares_once(), evolve(MOVING, correlations=correlations))

    def test_share_without_motion(self):
        """A share that is not said to move stays at its stated price."""
        assert run(shares_once(), Dynamics(tokens=(STEPS,))).spread("A").p10 == 10_000

    def test_motion_without_share(self):
        """A symbol or provider that no offer has moves nothing, and changes nothing."""
        more = Dynamics(shares=(ACME, ShareMotion(symbol="NONE", volatility=1)), tokens=(STEPS,))
        package = offer(equity=(stock(4),))
        assert run(package, more).offers == run(package, Dynamics(shares=(ACME,))).offers

    def test_nothing(self):
        """No offer at all."""
        with pytest.raises(InvalidValue, match="at least one offer"):
            run({})

    def test_no_such_total(self):
        """A total or a pair that is not there is refused with those that are."""
        found = run({"A": shares_once(), "B": shares_once()})
        for ask in (
            lambda: found.spread("C"),
            lambda: found.spread("A", year="year 9"),
            lambda: found.spread("A", "face"),
            lambda: found.spread("A", year="year 1", through="year 2"),
            lambda: found.odds("A", "C"),
            lambda: found.odds("A", "B", year="year 9"),
        ):
            with pytest.raises(InvalidValue):
                ask()

    def test_progress(self):
        """Progress tells the paths done."""
        done = []
        run(shares_once(), paths=600, chunk_paths=256, progress=done.append)
        assert done == [256, 512, 600]

    def test_currency(self):
        """Amounts in another currency, at the stated rate."""
        with_rate = north(rates=(rate("EUR", "USD", "1.25"),))
        found = run(shares_once(), Dynamics(shares=(ACME,)), of=with_rate, currency="EUR")
        assert (found.currency, found.spread("A").mean) == ("EUR", 8000)


def rate(base, quote, number):
    """An exchange rate."""
    from compkit.market import ExchangeRate

    return ExchangeRate(base=base, quote=quote, rate=number, on=TODAY, source="test")


class TestMemory:
    """Memory is bounded whatever the number of paths."""

    def test_peak(self):
        """Ten times the paths take no more than twice the memory, quantiles included, and give the same quantiles."""
        grant = RestrictedStock(
            symbol="ACME", units=400, vesting_start_on=START, vesting=Vesting.parse("1y/semiannually")
        )
        package = offer(equity=(grant,))

        def peak(paths):
            tracemalloc.start()
            found = run(package, Dynamics(shares=(ACME,)), paths=paths, chunk_paths=8192)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most, found.spread("A")

        (few, first), (many, second) = peak(100_000), peak(1_000_000)
        assert many < 2 * few
        assert float(first.p50) == pytest.approx(float(second.p50), rel=0.02)
        assert near(second.mean, 40_000, second)
