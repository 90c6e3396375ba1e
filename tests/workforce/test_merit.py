"""Merit cycles: what the matrix says, how pools are scaled, and what is never exceeded."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import Money, apportion
from compkit.pay import OfferBands, PayBand, PayStructure, range_penetration
from compkit.workforce.merit.cycle import MeritCycle, MeritMatrix, MeritPool, MeritRow
from compkit.workforce.merit.plan import plan_merit

from .people import GRANTS, Roster, person

EFFECTIVE = date(2027, 4, 1)
MATRIX = MeritMatrix(
    rows=(
        MeritRow(rating="high", rates=("0.06", "0.05", "0.04", "0.03")),
        MeritRow(rating="solid", rates=("0.04", "0.03", "0.02", "0.01")),
        MeritRow(rating="low", rates=("0", "0", "0", "0")),
    )
)
USD_BAND = PayBand(
    minimum=Money(100_000, "USD"), midpoint=Money(150_000, "USD"), maximum=Money(200_000, "USD"), level="L5"
)
BANDS = PayStructure(bands=(OfferBands(base=USD_BAND),))
ALL = (MeritPool(rate="0.05"),)


def staff(*people: dict[str, object]) -> Roster:
    """People with base in dollars, hired long ago; whatever a row does not say is as `person` says."""
    rows = [person(n, tokens="", rating="solid") | row for n, row in enumerate(people)]
    for row in rows:
        row["base"] = int(Decimal(str(row["base"])) * (100 if row["currency"] == "USD" else 1))
    return Roster(people=pd.DataFrame(rows), grants=pd.DataFrame([], columns=list(GRANTS)))


def cycle(**changes: object) -> MeritCycle:
    """A cycle whose pool pays for everything."""
    return MeritCycle(**{"effective_on": EFFECTIVE, "matrix": MATRIX, "pools": ALL, **changes})


def raises(roster: Roster, rules: MeritCycle, bands: PayStructure = BANDS) -> list[int]:
    """Raise of each, in smallest units."""
    people = plan_merit(roster, bands, rules).people
    return (people["new_base"] - people["base"]).tolist()


class TestMatrix:
    """Rating by position gives the rate; an edge belongs to the position above it."""

    def test_quarters(self):
        """Band 100,000 to 200,000: its quarters begin at 125,000, 150,000 and 175,000."""
        people = [{"base": base} for base in ("90000", "124999.99", "125000", "150000", "175000", "199000")]
        # 4 %, 4 %, 3 %, 2 %, 1 %, and 1 % of 199,000 where 1,000 is all the room there is
        assert raises(staff(*people), cycle()) == [360_000, 500_000, 375_000, 300_000, 175_000, 100_000]

    def test_compa_ratio(self):
        """With compa-ratios, 0.9 and 1.1 of the midpoint are 135,000 and 165,000."""
        rows = (MeritRow(rating="solid", rates=("0.03", "0.02", "0.01")),)
        matrix = MeritMatrix(measure="compa-ratio", edges=("0.9", "1.1"), rows=rows)
        people = [{"base": base} for base in ("134999", "135000", "165000")]
        assert raises(staff(*people), cycle(matrix=matrix)) == [404_997, 270_000, 165_000]

    @given(base=st.integers(9_000_000, 21_000_000), low=st.integers(9_000_000, 12_000_000), width=st.integers(1, 10**7))
    def test_position_is_exact(self, base, low, width):
        """A position is where range penetration, exact, lies between the edges."""
        ends = (Money.from_minor(low, "USD"), Money.from_minor(low + width, "USD"))
        band = PayBand(minimum=ends[0], midpoint=ends[1], maximum=ends[1])
        reached = range_penetration(Money.from_minor(base, "USD"), band)
        expected = sum(Fraction(edge) <= Fraction(base - low, width) for edge in MATRIX.edges)
        assert sum(base >= limit for limit in MATRIX.thresholds(band)) == expected
        assert (reached >= 1) == (Fraction(base - low, width) >= 1)

    def test_unknown_rating(self):
        """A rating that the matrix lacks is refused with those it has; no rating is no raise."""
        with pytest.raises(InvalidValue, match=r"great.*say one of high, solid, low"):
            plan_merit(staff({"base": 100_000, "rating": "great"}), BANDS, cycle())
        found = plan_merit(
            staff({"base": 100_000, "rating": ""}, {"base": 100_000, "rating": " HIGH "}), BANDS, cycle()
        )
        assert found.people["new_base"].tolist() == [10_000_000, 10_600_000]
        assert found.unrated() == 1

    def test_nobody_rated(self):
        """Without any rating nobody gets anything, and no band is asked for."""
        found = plan_merit(staff({"base": 100_000, "rating": "", "level": "L9"}), BANDS, cycle())
        assert found.people["cost"].tolist() == [0]
        assert found.pools[0].left == Money(5_000, "USD")

    def test_rows(self):
        """A row says a rate for each position."""
        with pytest.raises(InvalidValue, match="has 2 rates for 4 positions"):
            MeritMatrix(rows=(MeritRow(rating="a", rates=("0.1", "0.2")),))


class TestPools:
    """No pool is ever exceeded, and what rounding leaves goes to the largest remainders."""

    def test_scaled_to_the_cent(self):
        """Three wants of 4,000.00 in a pool of 10,000.00: 3,333.34, 3,333.33 and 3,333.33."""
        pool = MeritPool(amount=Money(10_000, "USD"))
        people = [{"base": 100_000}] * 3
        assert raises(staff(*people), cycle(pools=(pool,))) == [333_334, 333_333, 333_333]

    def test_left(self):
        """A pool that is larger than the matrix asks for keeps the rest, or is spent if the cycle says so."""
        pools = (MeritPool(amount=Money(12_000, "USD")),)
        people = staff({"base": 100_000}, {"base": 150_000, "rating": "high"})
        plan = plan_merit(people, BANDS, cycle(pools=pools))
        assert str(plan.pools[0].cost.raises.amount.normalize()) == "1E+4"  # 4 % of 100,000 + 4 % of 150,000
        assert plan.pools[0].left == Money(2_000, "USD")
        assert raises(people, cycle(pools=pools, scale="to pool")) == [480_000, 720_000]

    def test_part_time(self):
        """A raise costs the pool its part of full time: 4 % of 100,000 at half time is 2,000."""
        plan = plan_merit(staff({"base": 100_000, "fte": 500_000}), BANDS, cycle(pools=(MeritPool(rate="0.04"),)))
        assert plan.people["new_base"].tolist() == [10_400_000]
        assert plan.pools[0].pool == plan.pools[0].cost.total == Money(2_000, "USD")

    def test_groups(self):
        """A group with a pool of its own is apart; everybody else shares theirs, a pool a currency."""
        yen = PayBand(minimum=Money(10**7, "JPY"), midpoint=Money(15 * 10**6, "JPY"), maximum=Money(2 * 10**7, "JPY"))
        bands = PayStructure(bands=(*BANDS.bands, OfferBands(base=evolve(yen, level="L5", place="Tokyo"))))
        people = staff(
            {"base": 100_000, "department": "A"},
            {"base": 100_000, "department": "B"},
            {"base": 10**7, "department": "B", "currency": "JPY", "place": "Tokyo"},
        )
        pools = (MeritPool(group="A", rate="0.01"), MeritPool(rate="0.02"), MeritPool(amount=Money(33_333, "JPY")))
        plan = plan_merit(people, bands, cycle(pools=pools))
        assert (plan.people["new_base"] - plan.people["base"]).tolist() == [100_000, 200_000, 33_333]
        assert [(found.group, str(found.pool)) for found in plan.pools] == [
            ("", "JPY 33333"),
            ("", "USD 2000.00"),
            ("A", "USD 1000.00"),
        ]
        assert list(plan.by_department()) == [("A", "USD"), ("B", "JPY"), ("B", "USD")]

    def test_nobody_there(self):
        """A pool whose group is none of the roster is a mistake, not an unused pool; so is somebody without a pool."""
        with pytest.raises(InvalidValue, match=r"is no department of the roster, got 'Robotics'"):
            plan_merit(staff({"base": 100_000}), BANDS, cycle(pools=(MeritPool(group="Robotics", rate="0.01"),)))
        pools = (MeritPool(rate="0.01", currency="EUR"),)
        with pytest.raises(InvalidValue, match="has no pool for people paid in USD"):
            plan_merit(staff({"base": 100_000}), BANDS, cycle(pools=pools))

    def test_two_kinds(self):
        """A pool is a rate or an amount."""
        with pytest.raises(InvalidValue, match="not both"):
            MeritPool(rate="0.01", amount=Money(1, "USD"))
        with pytest.raises(InvalidValue, match="not both"):
            MeritPool()


class TestLimits:
    """Floors, caps, bands and steps."""

    def test_lump_sum(self):
        """Room of 1,000 for a raise of 1,990: base to the maximum, and 990 once; or nothing; or past it."""
        people = staff({"base": 199_000})
        plan = plan_merit(people, BANDS, cycle(above_maximum="lump sum"))
        assert plan.people[["new_base", "lump_sum"]].to_numpy().tolist() == [[20_000_000, 99_000]]
        assert plan.pools[0].cost.total == Money(1_990, "USD")
        assert raises(people, cycle(above_maximum="lost")) == [100_000]
        assert raises(people, cycle(above_maximum="ignored")) == [199_000]

    def test_lump_sum_part_time(self):
        """A lump sum is paid for the part of full time, rounded down: 990.01 x 0.5 = 495.00."""
        plan = plan_merit(staff({"base": "199001", "fte": 500_000}), BANDS, cycle(above_maximum="lump sum"))
        # 1 % of 199,001 is 1,990.01, of which 999 fit below the maximum; 991.01 x 0.5 = 495.505
        assert plan.people["lump_sum"].tolist() == [49_550]

    def test_above_already(self):
        """Pay above the maximum is not cut."""
        assert raises(staff({"base": 250_000}), cycle()) == [0]

    def test_step(self):
        """4 % of 100,040 makes 104,041.60: to hundreds 104,000; and 3 % of 130,030 makes 133,930.90: 133,900."""
        people = staff({"base": 100_040}, {"base": 130_030})
        assert raises(people, cycle(round_to="100")) == [396_000, 387_000]
        # 4 % of 100,100 makes 104,104.00 and rounds down to 104,100; of 100,060, 104,062.40 rounds up to it
        assert raises(staff({"base": 100_100}, {"base": 100_060}), cycle(round_to="100")) == [400_000, 404_000]

    def test_step_within_pool(self):
        """A step up is not paid for by nobody: the pool of 4,002.40 pays for 104,062.40, not for 104,100."""
        pools = (MeritPool(amount=Money("4002.40", "USD")),)
        assert raises(staff({"base": 100_060}), cycle(pools=pools, round_to="100")) == [394_000]

    def test_floor_and_cap(self):
        """At least 2 % for whom the matrix gives any, at most 3.5 %."""
        people = staff({"base": 100_000}, {"base": 180_000}, {"base": 100_000, "rating": "low"})
        assert raises(people, cycle(floor_rate="0.02", cap_rate="0.035")) == [350_000, 360_000, 0]

    def test_floors_beyond_the_pool(self):
        """Floors that the pool does not pay for are refused, with both figures."""
        pools = (MeritPool(amount=Money(1_000, "USD")),)
        with pytest.raises(InvalidValue, match=r"floors of its people cost, USD 2000\.00, got USD 1000\.00"):
            plan_merit(staff({"base": 100_000}), BANDS, cycle(pools=pools, floor_rate="0.02"))

    def test_no_band(self):
        """A job without a band, or with one in another currency, is refused."""
        with pytest.raises(InvalidValue, match="no pay band covers it"):
            plan_merit(staff({"base": 100_000, "level": "L9"}), BANDS, cycle())
        with pytest.raises(InvalidValue, match=r"another currency than pay, EUR"):
            plan_merit(staff({"base": 100_000, "currency": "EUR"}), BANDS, cycle())


class TestProration:
    """Who is hired within the period gets a part."""

    @pytest.mark.parametrize(
        ("prorate", "expected"),
        [
            ("days", 199_452),  # 4,000 x 182/365 = 1,994.5205
            ("months", 200_000),
            ("none", 400_000),
        ],
    )
    def test_rules(self, prorate, expected):
        """Hired on 1 October of a year from 1 April: 182 of 365 days, 6 of 12 months, or all of it."""
        start = pd.Timestamp(2026, 10, 1)
        assert raises(staff({"base": 100_000, "start_on": start}), cycle(prorate=prorate)) == [expected]

    def test_edges(self):
        """Hired on the first day of the period is all of it; on the effective day, nothing; and before a stated day."""
        people = staff(*({"base": 100_000, "start_on": pd.Timestamp(day)} for day in ("2026-04-01", "2027-04-01")))
        assert raises(people, cycle()) == [400_000, 0]
        late = staff({"base": 100_000, "start_on": pd.Timestamp(2027, 1, 5)})
        assert raises(late, cycle(hired_before=date(2027, 1, 1))) == [0]


class TestRoster:
    """What the cycle leaves behind."""

    def test_after(self):
        """The roster after it has the new base, and nothing else differs; its packages too."""
        before = staff({"base": 100_000}, {"base": 150_000})
        after = plan_merit(before, BANDS, cycle()).roster()
        assert after.package("E0").salary.amount == Money("104000.00", "USD")
        assert before.package("E0").salary.amount == Money("100000.00", "USD")
        same = [name for name in before.people if name != "base"]
        pd.testing.assert_frame_equal(before.people[same], after.people[same])


RATINGS = st.sampled_from(["", "high", "solid", "low"])


@st.composite
def cases(draw):
    """A few people, and a cycle with any rule."""
    people = [
        {
            "base": draw(st.integers(50_000, 250_000)) + Decimal(draw(st.integers(0, 99))) / 100,
            "fte": draw(st.sampled_from([1_000_000, 500_000, 666_667])),
            "rating": draw(RATINGS),
            "department": draw(st.sampled_from("AB")),
            "start_on": pd.Timestamp(draw(st.dates(date(2025, 6, 1), date(2027, 6, 1)))),
        }
        for _ in range(draw(st.integers(1, 7)))
    ]
    rules = cycle(
        pools=(MeritPool(amount=Money(draw(st.integers(0, 30_000)), "USD")),),
        scale=draw(st.sampled_from(["down", "to pool"])),
        prorate=draw(st.sampled_from(["days", "months", "none"])),
        cap_rate=draw(st.sampled_from([None, "0.035", "0.2"])),
        round_to=draw(st.sampled_from([None, "1", "100", "1000"])),
        above_maximum=draw(st.sampled_from(["lump sum", "lost", "ignored"])),
    )
    return staff(*people), rules


class TestLaws:
    """What holds for every roster and every cycle."""

    @given(case=cases())
    def test_never_above(self, case):
        """Raises and lump sums cost at most the pool; nobody is beyond the cap; base stays within the band."""
        roster, rules = case
        plan = plan_merit(roster, BANDS, rules)
        people, pool = plan.people, plan.pools[0]
        gain = people["new_base"] - people["base"]
        assert sum(people["cost"].tolist()) <= pool.pool.minor * 10**6
        assert pool.cost.total.amount * 10**8 == sum(people["cost"].tolist())
        cap = Fraction(rules.cap_rate if rules.cap_rate is not None else 1)
        lump = [-(-amount * 10**6 // fte) - 1 for amount, fte in zip(people["lump_sum"], people["fte"], strict=True)]
        assert all(g + once <= base * cap for g, once, base in zip(gain, lump, people["base"], strict=True))
        assert (gain >= 0).all()
        if rules.above_maximum != "ignored":
            within = people["new_base"] <= 20_000_000
            assert (within | (gain == 0)).all()
        if rules.above_maximum != "lump sum":
            assert (people["lump_sum"] == 0).all()
        assert (gain[people["rating"].isin(["", "low"])] == 0).all()
        if rules.round_to is not None:
            assert ((people["new_base"] % int(rules.round_to * 100) == 0) | (gain == 0)).all()

    @given(case=cases())
    def test_spent(self, case):
        """To the cent, a pool that is too small is spent but for less than a cent of each."""
        roster, rules = case
        rules = evolve(rules, round_to=None, above_maximum="ignored", scale="down")
        plan = plan_merit(roster, BANDS, rules)
        wanted, found = plan.pools[0].cost.wanted, plan.pools[0]
        if wanted > found.pool:
            assert found.left < Money("0.01", "USD")
        else:
            assert found.cost.raises == wanted

    @given(case=cases())
    def test_same_factor(self, case):
        """Scaled raises keep their proportion: each is within a cent of its want times one factor."""
        roster, rules = case
        rules = evolve(rules, round_to=None, above_maximum="ignored", scale="down", cap_rate=None)
        plan = plan_merit(roster, BANDS, rules)
        wanted, pool = plan.pools[0].cost.wanted, plan.pools[0].pool
        factor = min(Fraction(1), Fraction(pool.amount) / Fraction(wanted.amount)) if wanted.amount else 1
        for row in plan.people.itertuples():
            assert abs(row.new_base - row.base - row.wanted * factor) <= 1

    @given(bases=st.lists(st.integers(5_000_000, 17_000_000), min_size=1, max_size=9), pool=st.integers(1, 100_000))
    def test_largest_remainder(self, bases, pool):
        """Among people at full time a small pool is split as `apportion` splits cents: by largest remainder."""
        people = staff(*({"base": Decimal(base) / 100} for base in bases))
        plan = plan_merit(people, BANDS, cycle(pools=(MeritPool(amount=Money.from_minor(pool, "USD")),)))
        wanted = plan.people["wanted"].tolist()
        parts = sorted({Fraction(pool * want, sum(wanted)) % 1 for want in set(wanted)})
        assume(
            all(other - one > Fraction(1, 1000) for one, other in pairwise(parts)) and len(parts) == len(set(wanted))
        )
        expected = apportion(pool, wanted)
        assert (plan.people["new_base"] - plan.people["base"]).tolist() == list(expected)

    @given(case=cases(), seed=st.randoms(use_true_random=False))
    def test_more_for_no_less(self, case, seed):
        """A larger pool gives nobody less than a smaller one, but for the step that rounding moves."""
        roster, rules = case
        rules = evolve(rules, round_to=None)
        more = evolve(rules, pools=(MeritPool(amount=rules.pools[0].amount + Money(seed.randint(0, 9000), "USD")),))
        one, other = (plan_merit(roster, BANDS, each).people for each in (rules, more))
        assert (other["new_base"] + 1 >= one["new_base"]).all()
