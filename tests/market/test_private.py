"""Private companies: stakes, rounds, and what an exit pays to whom, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.market.private import (
    CapTable,
    Exit,
    OptionPool,
    Preferred,
    Round,
    as_often_quoted,
    exit_payoffs,
    stakes,
)

from ..samples import usd

MILLION = 10**6
SERIES_A = Preferred(name="Series A", shares=2 * MILLION, preference=10 * MILLION)
SERIES_B = Preferred(name="Series B", shares=2 * MILLION, preference=30 * MILLION)
TABLE = CapTable(
    common=8 * MILLION, preferred=(SERIES_A, SERIES_B), options=(OptionPool(units=2 * MILLION, strike="0.50"),)
)

AMOUNTS = st.integers(0, 1000)


@st.composite
def tables(draw):
    """Some common shares, up to three series of up to three ranks, up to three strikes."""
    series = [
        Preferred(
            name=f"S{n}", shares=draw(st.integers(1, 1000)), preference=draw(AMOUNTS), rank=draw(st.integers(0, 2))
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    pools = [
        OptionPool(name=f"P{n}", units=draw(AMOUNTS), strike=draw(st.decimals("0", "3", places=2)))
        for n in range(draw(st.integers(0, 3)))
    ]
    return CapTable(common=draw(st.integers(1, 1000)), preferred=tuple(series), options=tuple(pools))


def payoff_of(table, name, converts, exercises, proceeds):
    """What a holder gets if exactly these convert and exercise: preferences first, then a share alike for all."""
    strikes = sum(Fraction(pool.strike) * pool.units for pool in table.options if pool.name in exercises)
    left, paid = Fraction(proceeds) + strikes, {}
    for rank in sorted({one.rank for one in table.preferred}, reverse=True):
        due = {s.name: Fraction(s.preference) for s in table.preferred if s.rank == rank and s.name not in converts}
        part = min(Fraction(1), left / sum(due.values())) if sum(due.values()) else Fraction(0)
        paid |= {holder: part * amount for holder, amount in due.items()}
        left -= part * sum(due.values())
    units = {one.name: one.shares for one in table.preferred if one.name in converts}
    units |= {pool.name: pool.units for pool in table.options if pool.name in exercises}
    price = left / (table.common + sum(units.values()))
    strike = next((Fraction(pool.strike) * pool.units for pool in table.options if pool.name == name), Fraction(0))
    return price * units[name] - strike if name in units else paid.get(name, Fraction(0))


class TestWaterfall:
    """1x non-participating preferences: each holder does what pays most."""

    def test_issue(self):
        """50 M: 10 + 30 M to the series, then (10 M + 2 M x 0.50) / 10 M = 1.10 a common share, not 50 / 14 = 3.57."""
        found = TABLE.waterfall(50 * MILLION)
        assert found.common_price == Fraction("1.10")
        assert dict(found.payouts) == {
            "Common": 8_800_000,
            "Series A": 10 * MILLION,
            "Series B": 30 * MILLION,
            "Options": 1_200_000,
        }
        assert (found.converted, found.exercised) == ((), ("Options",))
        assert found.payoff("0.50") == Fraction("0.60") and found.payoff("2") == 0

    @pytest.mark.parametrize(
        ("proceeds", "price", "converted"),
        [
            (0, 0, ()),
            (40, 0, ()),  # preferences take all
            (44, "0.5", ()),  # 4 M for 8 M common: options are about to pay
            (89, 5, ()),  # (89 - 40 + 1) / 10 = 5, where Series A is indifferent
            (101, 6, ("Series A",)),  # (101 - 30 + 1) / 12
            (209, 15, ("Series A",)),  # (209 - 30 + 1) / 12, where Series B is indifferent
            (279, 20, ("Series A", "Series B")),  # (279 + 1) / 14
        ],
    )
    def test_break_points(self, proceeds, price, converted):
        """Series A converts above 5 a share, Series B above 15; in millions."""
        found = TABLE.waterfall(proceeds * MILLION)
        assert (found.common_price, found.converted) == (Fraction(price), converted)

    def test_equal_ranks(self):
        """20 M for preferences of 10 and 30 M: half of each."""
        paid = dict(TABLE.waterfall(20 * MILLION).payouts)
        assert (paid["Series A"], paid["Series B"]) == (5 * MILLION, 15 * MILLION)

    def test_higher_rank_first(self):
        """35 M with Series B first: 30 M to it, 5 M of its 10 M to Series A."""
        table = evolve(TABLE, preferred=(SERIES_A, evolve(SERIES_B, rank=1)))
        paid = dict(table.waterfall(35 * MILLION).payouts)
        assert (paid["Series A"], paid["Series B"], paid["Common"]) == (5 * MILLION, 30 * MILLION, 0)

    def test_no_common(self):
        """Where nobody else shares, a series that is paid more than its preference takes it all."""
        found = CapTable(common=0, preferred=(SERIES_A,)).waterfall(50 * MILLION)
        assert dict(found.payouts)["Series A"] == 50 * MILLION

    @given(tables(), st.decimals("0", "20000", places=2))
    def test_pays_out_the_exit(self, table, proceeds):
        """Exactly, to nobody less than nothing."""
        found = table.waterfall(proceeds)
        assert sum(paid for _, paid in found.payouts) == Fraction(proceeds)
        assert all(paid >= 0 for _, paid in found.payouts)

    @given(tables(), st.decimals("0", "20000", places=2))
    def test_nobody_would_rather_not(self, table, proceeds):
        """A Nash equilibrium: no series and no option holder gains by deciding otherwise alone."""
        found = table.waterfall(proceeds)
        converts, exercises = set(found.converted), set(found.exercised)
        for name, paid in found.payouts[1:]:
            assert payoff_of(table, name, converts, exercises, proceeds) == paid
            assert payoff_of(table, name, converts ^ {name}, exercises ^ {name}, proceeds) <= paid

    @given(tables(), st.decimals("0", "20000", places=2), st.decimals("0", "20000", places=2))
    def test_more_is_never_less(self, table, one, other):
        """A larger exit pays a common share, and every holder, no less."""
        low, high = (table.waterfall(proceeds) for proceeds in sorted((one, other)))
        assert all(a <= b for (_, a), (_, b) in zip(low.payouts, high.payouts, strict=True))

    @pytest.mark.parametrize("proceeds", [-1, 5.0, "nan"])
    def test_refused(self, proceeds):
        """Negative exits, floats and no numbers."""
        with pytest.raises(InvalidValue):
            TABLE.waterfall(proceeds)


class TestCapTable:
    """Counts are whole, holders have names of their own."""

    def test_fully_diluted(self):
        """8 + 2 + 2 + 2 M, and 1 M not yet granted; 15,000 options are a thousandth."""
        table = evolve(TABLE, unissued=MILLION)
        assert table.fully_diluted == 15 * MILLION
        assert table.stake(15_000) == Fraction(1, 1000)

    @pytest.mark.parametrize(
        "fields",
        [
            {"common": -1},
            {"common": 1.5},
            {"common": 0},
            {"common": 0, "unissued": 5},
            {"common": 1, "preferred": (SERIES_A, SERIES_A)},
            {"common": 1, "options": (OptionPool(name="Common", units=1, strike=1),)},
        ],
    )
    def test_refused(self, fields):
        """Negative and broken counts, nobody to pay, and two holders of one name."""
        with pytest.raises(InvalidValue):
            CapTable(**fields)


class TestRounds:
    """A round prices what there was, with the pool it asks for, and dilutes all of it."""

    ROUND = Round(name="Series C", raised=35 * MILLION, pre_money=140 * MILLION)

    def test_dilution(self):
        """35 M on 140 M: a fifth of the company, 3.5 M of 17.5 M shares at 10; 1 % becomes 0.8 %."""
        after = self.ROUND.close(TABLE)
        assert after.preferred[-1] == Preferred(name="Series C", shares=3_500_000, preference=35 * MILLION)
        found = dict(stakes(140_000, TABLE, [self.ROUND]))
        assert found == {"now": Fraction(1, 100), "Series C": Fraction(8, 1000)}

    def test_pool_before_the_money(self):
        """2 M more options first: 140 M over 16 M shares is 8.75, so 4 M new ones of 20 M; 1 % becomes 0.7 %."""
        found = dict(stakes(140_000, TABLE, [evolve(self.ROUND, pool=2 * MILLION)]))
        assert found["Series C"] == Fraction(7, 1000)

    def test_no_share(self):
        """A round too small for a share is a slip."""
        with pytest.raises(InvalidValue, match="no whole share"):
            Round(name="X", raised=1, pre_money=140 * MILLION).close(TABLE)


class TestExits:
    """Exit weights average payoffs, never prices."""

    EXITS = (
        Exit(name="fails", weight="0.5", proceeds=0),
        Exit(name="sold", weight="0.3", proceeds=50 * MILLION),
        Exit(name="listed", weight="0.2", proceeds=279 * MILLION),
    )

    def test_payoffs(self):
        """At a strike of 2: nothing, nothing at 1.10, 18 at 20: 3.60, not 0.33 + 4 - 2 = 2.33."""
        found = exit_payoffs(TABLE, self.EXITS, strike=2)
        assert found.payoffs == (("fails", 0), ("sold", 0), ("listed", 18))
        assert found.expected == Fraction("3.60")
        assert found.money("USD") == usd("3.6")

    def test_common(self):
        """A common share: 0.3 x 1.10 + 0.2 x 20 = 4.33."""
        assert exit_payoffs(TABLE, self.EXITS).expected == Fraction("4.33")

    @pytest.mark.parametrize("weight", ["0.6", "0.4"])
    def test_weights(self, weight):
        """Weights that do not add up to 1 are refused, not repaired."""
        with pytest.raises(InvalidValue, match="must add up to 1"):
            exit_payoffs(TABLE, (evolve(self.EXITS[0], weight=weight), *self.EXITS[1:]))


def test_as_often_quoted():
    """10,000 options at a preferred price of 15 are often quoted as 150,000."""
    assert as_often_quoted(10_000, usd(15)) == usd(150_000)


def test_round_of_decimals():
    """Thirds stay exact until money is asked for: 1 / 3 of 100."""
    found = exit_payoffs(CapTable(common=3), [Exit(name="sold", weight=1, proceeds=100)])
    assert found.expected == Fraction(100, 3)
    assert found.money("USD").amount == Decimal("33." + "3" * 58)
