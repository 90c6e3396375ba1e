"""Workload and coverage: tokens by kind a year, their cost, how far an allowance reaches, and how much is enough."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compkit.errors import InvalidValue, UnknownModel
from compkit.market import Market, RateCard, Scenario, TokenPriceDrift, TokenPriceLevel
from compkit.valuation import DemandPoints, LognormalDemand, Workload, coverage, enough_for, workload_costs
from tests.samples import TODAY, market, price_row, usd

YEAR = date(2027, 1, 1)


def workload(**changes: Any) -> Workload:
    """Two agents, five runs on each of 200 days, 10 turns of 9,000 read (80 % cached, 10 % written) and 1,000 written.

    2 x 5 x 200 = 2,000 runs, 20,000 turns, 200 million tokens: 18 fresh, 18 to a cache, 144 from it, 20 written.
    """
    parts: dict[str, Any] = {
        "name": "coding",
        "agents": 2,
        "runs_a_day": 5,
        "working_days": 200,
        "turns_a_run": 10,
        "context_tokens": 9000,
        "cache_read_rate": "0.8",
        "cache_write_rate": "0.1",
        "output_tokens": 1000,
    }
    return Workload(**{**parts, **changes})


def prices() -> Market:
    """A model at 2 fresh, 2.5 to a cache, 0.2 from it and 10 out; and one at 1 for every kind."""
    card = RateCard(fresh_input=2, cache_write="2.5", cache_read="0.2", output=10)
    flat = RateCard(fresh_input=1, cache_write=1, cache_read=1, output=1)
    return market(price_row("north/one", card=card), price_row("south/two", card=flat))


class TestTokens:
    """Tokens of a year."""

    def test_by_kind(self) -> None:
        """As worked in `workload`."""
        tokens = workload().tokens()
        assert tokens == {
            "fresh_input": 18_000_000,
            "cache_write": 18_000_000,
            "cache_read": 144_000_000,
            "output": 20_000_000,
        }
        assert workload().mtok() == 200
        assert (workload().runs(), workload().turns()) == (2000, 20_000)

    def test_growth(self) -> None:
        """A fifth more each year: 200, 240, 288."""
        assert [workload(growth_rate="0.2").mtok(year) for year in (1, 2, 3)] == [200, 240, 288]

    def test_spawned_mean(self) -> None:
        """Half a sub-agent each, and half of one for each of those: 1 / (1 - 0.5) = 2 agents."""
        assert workload(spawned_mean="0.5").mtok() == 400

    def test_spawned_to_a_depth(self) -> None:
        """Three each, two levels deep: 1 + 3 + 9 = 13."""
        assert workload(spawned=3, depth=2).mtok() == 2600
        assert workload(spawned=3, depth=0).mtok() == workload(spawned=0, depth=5).mtok() == 200

    def test_mix(self) -> None:
        """9 % fresh, 9 % to a cache, 72 % from it, 10 % out."""
        shares = workload().mix.shares()
        assert [shares[kind] for kind in ("fresh_input", "cache_write", "cache_read", "output")] == [
            Decimal("0.09"),
            Decimal("0.09"),
            Decimal("0.72"),
            Decimal("0.1"),
        ]
        assert workload().basket("north/one").models == ("north/one",)

    def test_mix_of_thirds(self) -> None:
        """One third has no end, and three cut off are less than 1; the largest kind takes what is left."""
        thirds = workload(context_tokens=2, cache_read_rate="0.5", cache_write_rate=0, output_tokens=1).mix
        assert (thirds.output, thirds.cache_read) == (Decimal("0." + "3" * 30), Decimal("0." + "3" * 30))
        assert thirds.fresh_input == Decimal("0." + "3" * 29 + "4")


class TestRefused:
    """Each with the way out."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"spawned_mean": 1}, "must be below 1: else every agent spawns one more for ever.*such as 0.5"),
            ({"spawned_mean": "-0.1"}, "must not be negative"),
            ({"working_days": 0}, "must be above 0"),
            ({"working_days": 367}, "must be from 0 to 366"),
            ({"agents": 0}, "must be above 0"),
            ({"spawned": 2}, "go together"),
            ({"spawned": 0.5, "depth": 1}, "must be a whole number"),
            ({"spawned": 2, "depth": 1, "spawned_mean": "0.1"}, "keep one way"),
            ({"cache_write_rate": "0.3"}, "more than the whole context"),
            ({"context_tokens": 0, "output_tokens": 0}, "reads or writes at least something"),
            ({"growth_rate": -1}, "must be from -0.9999"),
        ],
    )
    def test_refused(self, changes: dict[str, Any], said: str) -> None:
        """Where no number of tokens would mean anything."""
        with pytest.raises(InvalidValue, match=said):
            workload(**changes)

    def test_year(self) -> None:
        """Years are counted from 1."""
        with pytest.raises(InvalidValue, match="counted from 1"):
            workload().mtok(0)


class TestCosts:
    """`workload_costs`."""

    def test_by_hand(self) -> None:
        """18 x 2 + 18 x 2.5 + 144 x 0.2 + 20 x 10 = 309.8 at one provider, 200 at the other."""
        first, second = workload_costs(workload(), prices(), ["north/one", "south/two"], TODAY)
        assert (first.model, first.cost, first.per_mtok) == ("north/one", usd("309.8"), usd("1.549"))
        assert (second.mtok, second.cost) == (200, usd(200))

    def test_unknown_model(self) -> None:
        """A provider without a price is no provider at 0."""
        with pytest.raises(UnknownModel):
            workload_costs(workload(), prices(), ["east/three"], TODAY)


class TestCoverage:
    """`coverage`: a need of 200 million tokens is 16.67 a month, 16.67 dollars at 1 a million."""

    def test_enough(self) -> None:
        """Exactly the need, at once, covers every month."""
        found = coverage(workload(), usd(200), prices(), "south/two", YEAR)
        assert (found.covered_rate, found.dry_month, found.dry_on, found.short_mtok) == (1, None, None, 0)

    def test_runs_dry(self) -> None:
        """150 cover nine months of 16.67, so October is dry."""
        found = coverage(workload(), usd(150), prices(), "south/two", YEAR)
        assert (found.dry_month, found.dry_on) == (10, date(2027, 10, 1))
        assert (round(found.covered_rate, 12), round(found.short_mtok, 12)) == (Decimal("0.75"), 50)

    def test_tokens(self) -> None:
        """A quantity is no money: at any price it covers as many tokens."""
        found = coverage(workload(), Decimal(100), prices(), "north/one", YEAR)
        assert (round(found.covered_mtok, 12), found.dry_month) == (100, 7)

    def test_releases(self) -> None:
        """As they come: 40, nothing, 10, then 20 a month. 40 last two months and 6.67 is left; 16.67 in the third.

        From the fourth on 20 cover 16.67, so no month is dry.
        """
        found = coverage(workload(), [usd(40), usd(0), usd(10)] + [usd(20)] * 9, prices(), "south/two", YEAR)
        assert (found.dry_month, found.covered_rate) == (None, 1)

    def test_a_short_month_is_not_made_up(self) -> None:
        """Nothing in January and plenty later: January stays dry, and eleven twelfths are covered."""
        found = coverage(workload(), [usd(0), usd(1000)], prices(), "south/two", YEAR)
        assert (found.dry_month, round(found.covered_rate * 12, 12)) == (1, 11)

    def test_prices_move(self) -> None:
        """At prices that fall, the same money lasts longer."""
        falling = Scenario(name="falling", moves=(TokenPriceDrift(rate="-0.9"),)).apply(prices())
        dry = [coverage(workload(), usd(100), m, "south/two", YEAR).dry_month for m in (prices(), falling)]
        assert dry == [7, None]

    def test_free(self) -> None:
        """What costs nothing never runs dry."""
        free = Scenario(name="free", moves=(TokenPriceLevel(per_mtok=0),)).apply(prices())
        assert coverage(workload(), usd(0), free, "south/two", YEAR).covered_rate == 1

    @pytest.mark.parametrize(
        ("granted", "said"),
        [
            ([usd(1)] * 13, "up to twelve months"),
            ([], "0 releases"),
            ([usd(1), Decimal(1)], "all money or all tokens"),
            (usd(-1), "must not be negative"),
        ],
    )
    def test_refused(self, granted: Any, said: str) -> None:
        """Releases that mean nothing."""
        with pytest.raises(InvalidValue, match=said):
            coverage(workload(), granted, prices(), "south/two", YEAR)


class TestEnough:
    """`enough_for`."""

    def test_lognormal(self) -> None:
        """V = 0.5: sigma^2 = ln 1.25 = 0.2231436, sigma 0.4723807, z(0.9) = 1.2815516.

        exp(0.4723807 x 1.2815516 - 0.1115718) = exp(0.4938083) = 1.638543 times 200 million.
        """
        enough = enough_for(workload(), "0.9", LognormalDemand(variation_rate="0.5"), prices(), "south/two", TODAY)
        assert round(enough.factor, 5) == Decimal("1.63854")
        assert round(enough.money.amount, 2) == round(200 * enough.factor, 2)

    def test_median_is_below_the_mean(self) -> None:
        """The median of a lognormal is mean / sqrt(1 + v^2): with v = 0.75 that is 1 / 1.25 = 0.8."""
        assert round(LognormalDemand(variation_rate="0.75").factor(Decimal("0.5")), 12) == Decimal("0.8")

    def test_no_variation(self) -> None:
        """Without variation the need itself is enough."""
        assert (
            enough_for(workload(), "0.99", LognormalDemand(variation_rate=0), prices(), "south/two", TODAY).mtok == 200
        )

    @pytest.mark.parametrize(("probability", "factor"), [("0.3", "0.5"), ("0.31", "1"), ("0.8", "1"), ("0.81", "2")])
    def test_points(self, probability: str, factor: str) -> None:
        """Half the work with 30 %, as stated with 50 %, twice with 20 %."""
        cases = DemandPoints(points=(("2", "0.2"), ("0.5", "0.3"), ("1", "0.5")))
        assert cases.factor(Decimal(probability)) == Decimal(factor)

    def test_points_are_all_cases(self) -> None:
        """Probabilities that leave something out are refused."""
        with pytest.raises(InvalidValue, match="must add up to 1"):
            DemandPoints(points=((1, "0.9"),))

    @pytest.mark.parametrize("probability", [0, 1, "1.5", "1e-400"])
    def test_certainty(self, probability: Any) -> None:
        """Nothing is certain under a lognormal."""
        with pytest.raises(InvalidValue, match="nothing is certain"):
            enough_for(workload(), probability, LognormalDemand(variation_rate="0.1"), prices(), "south/two", TODAY)
