"""Pay bands and where a figure stands in them, by the definitions of base-pay administration (WorldatWork)."""

from decimal import Decimal

import pytest
from attrs import evolve

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import Role
from compkit.pay.bands import (
    NumberBand,
    OfferBands,
    PayBand,
    compa_ratio,
    group_compa_ratio,
    midpoint_progression,
    range_overlap,
    range_penetration,
    range_spread,
)
from compkit.pay.structure import PayStructure, PlaceFactor
from tests.samples import usd


def band(low: object, middle: object, high: object, **job: str) -> PayBand:
    """A band in US dollars."""
    return PayBand(minimum=usd(low), midpoint=usd(middle), maximum=usd(high), **job)


L5 = band(160_000, 200_000, 240_000, level="L5")
L6 = band(200_000, 250_000, 300_000, level="L6")


class TestPayBand:
    """A band goes from its minimum over its midpoint to its maximum, in one currency."""

    def test_from_midpoint(self) -> None:
        """Spread 50 %: minimum = 250,000 / 1.25 = 200,000, maximum = 200,000 x 1.5 = 300,000."""
        made = PayBand.from_midpoint(usd(250_000), spread="0.5", level="L6")
        assert made == L6

    def test_from_midpoint_to_the_cent(self) -> None:
        """Published example: midpoint 47,500 and spread 15 % give 44,186 to 50,814."""
        made = PayBand.from_midpoint(usd(47_500), spread="0.15")
        assert made.minimum == usd("44186.05") and made.maximum == usd("50813.95")

    def test_from_half_width(self) -> None:
        """80 % to 120 % of 250,000."""
        assert PayBand.from_half_width(usd(250_000), "0.2", level="L6") == L6

    @pytest.mark.parametrize("width", ["0", "-0.1", "1.01"])
    def test_no_such_half_width(self, width: str) -> None:
        """No width, and no pay below 0."""
        with pytest.raises(InvalidValue, match="half_width"):
            PayBand.from_half_width(usd(250_000), width)

    @pytest.mark.parametrize(
        ("figures", "rule"),
        [
            ((300, 250, 200), "must be below the maximum, USD 200.*exchange the two"),
            ((200, 200, 200), "must be below the maximum"),
            ((200, 199, 300), "PayBand.midpoint: must be from the minimum"),
            ((200, 301, 300), "PayBand.midpoint: must be from the minimum"),
            ((-1, 200, 300), "must not be negative"),
            ((0, 0, 300), "must be above 0"),
        ],
    )
    def test_disorder(self, figures: tuple[int, int, int], rule: str) -> None:
        """Refused with what is wrong."""
        with pytest.raises(InvalidValue, match=rule):
            band(*figures)

    def test_two_currencies(self) -> None:
        """Nothing is converted without a stated rate."""
        with pytest.raises(CurrencyMismatch):
            PayBand(minimum=usd(1), midpoint=usd(2), maximum=Money("3", "EUR"))

    def test_at_place(self) -> None:
        """95 % of each figure; with a floor of 97 %, 97 %."""
        assert L6.at_place("0.95") == band(190_000, 237_500, 285_000, level="L6")
        assert L6.at_place("0.95", floor="0.97", place="Austin").minimum == usd(194_000)

    def test_number_band(self) -> None:
        """Rates: 15 % in 10 % to 20 % is at the middle; money does not fit."""
        rates = NumberBand(minimum="0.1", midpoint="0.15", maximum="0.2")
        assert range_penetration(Decimal("0.15"), rates) == Decimal("0.5")
        with pytest.raises(InvalidValue, match="plain number"):
            compa_ratio(usd(1), rates)


class TestRatios:
    """Formulas as published."""

    def test_compa_ratio(self) -> None:
        """275,000 / 250,000 = 1.1."""
        assert compa_ratio(usd(275_000), L6) == Decimal("1.1")

    @pytest.mark.parametrize(("pay", "expected"), [(200_000, "0"), (225_000, "0.25"), (300_000, "1"), (320_000, "1.2")])
    def test_penetration(self, pay: int, expected: str) -> None:
        """(pay - 200,000) / 100,000, and never clipped."""
        assert range_penetration(usd(pay), L6) == Decimal(expected)

    def test_below_the_band(self) -> None:
        """180,000 is a fifth of the band below it."""
        assert range_penetration(usd(180_000), L6) == Decimal("-0.2")

    def test_spread(self) -> None:
        """300,000 / 200,000 - 1; a band from 0 has none."""
        assert range_spread(L6) == Decimal("0.5")
        with pytest.raises(InvalidValue, match="spread"):
            range_spread(band(0, 5, 10))

    def test_overlap(self) -> None:
        """(240,000 - 200,000) / 100,000; a gap is negative."""
        assert range_overlap(L5, L6) == Decimal("0.4")
        assert range_overlap(band(10, 15, 20), band(25, 30, 35)) == Decimal("-0.5")

    def test_overlap_as_published(self) -> None:
        """Ranges of 47,500 with 15 % and 53,750 with 25 %: (50,814 - 47,778) / (59,722 - 47,778) = 25.4 %."""
        low = PayBand.from_midpoint(usd(47_500), spread="0.15")
        high = PayBand.from_midpoint(usd(53_750), spread="0.25")
        assert round(range_overlap(low, high), 3) == Decimal("0.254")

    def test_progression(self) -> None:
        """250,000 / 200,000 - 1."""
        assert midpoint_progression(L5, L6) == Decimal("0.25")

    def test_group(self) -> None:
        """(150,000 + 250,000) / (200,000 + 250,000) = 0.888..., where the mean of 0.75 and 1 would be 0.875."""
        ratio = group_compa_ratio([(usd(150_000), L5), (usd(250_000), L6)])
        assert round(ratio, 4) == Decimal("0.8889")

    def test_group_refused(self) -> None:
        """Nobody has no ratio, and two currencies no sum."""
        with pytest.raises(InvalidValue, match="at least one"):
            group_compa_ratio([])
        euros = PayBand.from_half_width(Money("100", "EUR"), "0.2")
        with pytest.raises(CurrencyMismatch):
            group_compa_ratio([(usd(100), L5), (Money("100", "EUR"), euros)])

    @pytest.mark.parametrize("pay", [Money("1", "EUR"), Decimal(1)])
    def test_other_money(self, pay: Money) -> None:
        """Pay in another currency, or in none."""
        with pytest.raises((CurrencyMismatch, InvalidValue)):
            compa_ratio(pay, L6)


def role(**changes: str) -> Role:
    """A staff engineer in Austin."""
    return Role(
        **{"title": "Staff Engineer", "level": "L6", "department": "Robotics", "location": "Austin, TX", **changes}
    )  # type: ignore[arg-type]


def job(level: str = "", family: str = "", place: str = "") -> OfferBands:
    """Bands of a job."""
    return OfferBands(base=evolve(L6, level=level, family=family, place=place))


class TestStructure:
    """A role has the bands that name most of it."""

    def test_most_specific(self) -> None:
        """Level before family before place; the whole location before a part of it."""
        several = (job(), job("L6"), job("L6", "Robotics"), job("L6", "", "TX"), job("L6", "", "austin, tx"), job("L5"))
        found = [PayStructure(bands=several[:n]).of(role()).label for n in (1, 2, 3)]
        assert found == ["every job", "L6", "L6, Robotics"]
        assert PayStructure(bands=(several[3], several[4], several[5])).of(role()).label == "L6, austin, tx"

    def test_family_is_department_or_title(self) -> None:
        """Either."""
        assert PayStructure(bands=(job("", "staff engineer"),)).of(role(department="")).label == "staff engineer"

    def test_place_factor(self) -> None:
        """Austin pays 90 %, but never less than 92 %: 184,000 to 276,000. Bands of a place are as they are."""
        factors = (PlaceFactor("Austin, TX", "0.9"),)
        general = PayStructure(bands=(job("L6"),), places=factors, lowest_factor="0.92")
        assert general.of(role()).base == band(184_000, 230_000, 276_000, level="L6", place="Austin, TX")
        own = PayStructure(bands=(job("L6", "", "TX"),), places=factors)
        assert own.of(role()).base.minimum == usd(200_000)

    def test_place_without_factor(self) -> None:
        """Said, with the places that have one."""
        general = PayStructure(bands=(job("L6"),), places=(PlaceFactor("Austin, TX", "0.9"),))
        with pytest.raises(InvalidValue, match=r"has no place factor.*Berlin.*places with one: Austin, TX"):
            general.of(role(location="Berlin"))

    def test_uncovered_level(self) -> None:
        """Says which exist."""
        with pytest.raises(InvalidValue, match=r"no pay band covers it.*L9.*levels with bands: L5, L6"):
            PayStructure(bands=(job("L5"), job("L6"))).of(role(level="L9"))

    def test_uncovered_place(self) -> None:
        """Says which bands the level has."""
        with pytest.raises(InvalidValue, match="bands of level L6: L6, Berlin"):
            PayStructure(bands=(job("L6", "", "Berlin"),)).of(role())

    def test_once_each(self) -> None:
        """Two sets for one job are refused, in any capitals."""
        with pytest.raises(InvalidValue, match="two sets of bands"):
            PayStructure(bands=(job("L6", "", "Berlin"), job("l6", "", "BERLIN")))
        with pytest.raises(InvalidValue, match="two factors"):
            PayStructure(bands=(job(),), places=(PlaceFactor("A", 1), PlaceFactor("a", 1)))  # type: ignore[arg-type]
        with pytest.raises(InvalidValue, match="holds no band"):
            PayStructure(bands=())
