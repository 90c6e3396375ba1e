"""Laws of pay bands, each quoting its clause."""

from decimal import Decimal, localcontext

from hypothesis import assume, given, strategies as st

from compkit.money import Money
from compkit.pay.bands import (
    PayBand,
    compa_ratio,
    group_compa_ratio,
    midpoint_progression,
    range_overlap,
    range_penetration,
    range_spread,
)

NEAR = Decimal("1e-50")
cents = st.integers(1_000_00, 1_000_000_00)
factors = st.decimals("0.5", "2", places=2)


def usd(minor: int) -> Money:
    """Cents as US dollars."""
    return Money.from_minor(minor, "USD")


@st.composite
def bands(draw: st.DrawFn) -> PayBand:
    """Any band in US dollars."""
    low, middle, high = sorted(draw(st.lists(cents, min_size=3, max_size=3)))
    assume(low < high)
    return PayBand(minimum=usd(low), midpoint=usd(middle), maximum=usd(high))


class TestLaws:
    """What follows from the definitions."""

    @given(bands(), cents, cents, st.integers(0, 100))
    def test_penetration_is_affine(self, band: PayBand, one: int, other: int, hundredths: int) -> None:
        """Issue: "penetration is affine". That of a weighted mean of salaries is the weighted mean of theirs."""
        weight = Decimal(hundredths) / 100
        mixed = usd(one) * weight + usd(other) * (1 - weight)
        with localcontext(prec=60):
            expected = range_penetration(usd(one), band) * weight + range_penetration(usd(other), band) * (1 - weight)
            assert abs(range_penetration(mixed, band) - expected) < NEAR

    @given(bands())
    def test_ends(self, band: PayBand) -> None:
        """0 at the minimum, 1 at the maximum; the compa-ratio of the midpoint is 1."""
        assert range_penetration(band.minimum, band) == 0
        assert range_penetration(band.maximum, band) == 1
        assert compa_ratio(band.midpoint, band) == 1

    @given(bands(), bands())
    def test_overlap(self, one: PayBand, other: PayBand) -> None:
        """A band overlaps with itself by 1, and progresses by 0; the overlap is the penetration of the maximum."""
        assert range_overlap(one, one) == 1
        assert midpoint_progression(one, one) == 0
        assert range_overlap(one, other) == range_penetration(one.maximum, other)

    @given(bands(), factors, factors)
    def test_place(self, band: PayBand, factor: Decimal, floor: Decimal) -> None:
        """A geographic factor scales, but never below the floor."""
        there = band.at_place(factor, floor=floor)
        for name in ("minimum", "midpoint", "maximum"):
            scaled = getattr(there, name)
            assert abs((scaled - getattr(band, name) * max(factor, floor)).amount) <= Decimal("0.005")
            assert scaled >= getattr(band.at_place(floor), name)

    @given(cents, st.decimals("0.05", "3", places=2))
    def test_spread(self, midpoint: int, spread: Decimal) -> None:
        """From midpoint and spread: the midpoint is the middle, and the spread comes back, but for a cent."""
        band = PayBand.from_midpoint(usd(midpoint), spread=spread)
        assert band.minimum + band.maximum == band.midpoint * 2
        assert abs(range_spread(band) - spread) < Decimal("0.0001")

    @given(st.lists(st.tuples(cents, bands()), min_size=1, max_size=6))
    def test_group(self, people: list[tuple[int, PayBand]]) -> None:
        """A group's compa-ratio lies between its members' lowest and highest."""
        pairs = [(usd(pay), band) for pay, band in people]
        ratios = [compa_ratio(*pair) for pair in pairs]
        with localcontext(prec=60):
            assert min(ratios) - NEAR <= group_compa_ratio(pairs) <= max(ratios) + NEAR

    @given(bands(), cents)
    def test_any_decimal_context(self, band: PayBand, cents: int) -> None:
        """A caller's decimal context changes nothing."""
        pay = usd(cents)
        with localcontext(prec=3):
            short = range_penetration(pay, band), compa_ratio(pay, band), band.at_place("0.987")
        assert short == (range_penetration(pay, band), compa_ratio(pay, band), band.at_place("0.987"))
