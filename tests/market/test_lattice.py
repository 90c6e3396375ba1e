"""Employee options on a lattice: exercise multiple, exit rate and vesting."""

from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.market.lattice import lattice
from compkit.market.options import black_scholes

MARKET = {"spot": 50, "strike": 50, "years": 10, "rate": "0.05", "dividend_yield": "0.025", "volatility": "0.35"}


def employee(**changes):
    """Benninga's example: vesting after 3 years, exercise at 3 times the strike, no exits."""
    parts = {**MARKET, "vests_in": 3, "exercise_multiple": 3, "exit_rate": 0, "steps": 250}
    return lattice(**{**parts, **changes})


class TestPublished:
    """Benninga, Financial Modeling, 3rd edition, section 17.8: Hull-White values by subdivisions of a year."""

    @pytest.mark.parametrize(
        ("n", "value"),
        [(2, "12.8213"), (5, "13.2870"), (10, "13.4312"), (25, "13.5275"), (50, "13.5646"), (100, "13.5753")],
    )
    def test_subdivisions(self, n, value):
        """Ten percent exits a year, ``1/n`` of it a step.

        There the step of vesting is not yet vested, hence 3.001 years, and who exits up to it forfeits, which is a
        factor of ``1 - 0.1/n`` for each of ``3 n + 1`` steps and here belongs to the odds of staying.
        """
        stay = 1 - Decimal("0.1") / n
        found = employee(vests_in="3.001", exit_rate=1 - round(stay**n, 25), steps=10 * n)
        assert round(found * stay ** (3 * n + 1), 4) == Decimal(value)


class TestConverges:
    """Never exercised early and never left, it is a European option."""

    @pytest.mark.parametrize("spot", [25, 50, 120])
    @pytest.mark.parametrize("vests_in", [0, 3, 10])
    def test_black_scholes(self, spot, vests_in):
        """With a huge multiple and no exits, whatever the vesting: Black-Scholes-Merton within 0.2 %."""
        plain = black_scholes(**{**MARKET, "spot": spot}).call
        found = employee(spot=spot, vests_in=vests_in, exercise_multiple=10**6, steps=500)
        assert abs(found - plain) < plain * Decimal("0.002")

    def test_closer(self):
        """More steps come closer."""
        plain = black_scholes(**MARKET).call
        rough, fine = (abs(employee(exercise_multiple=10**6, steps=steps) - plain) for steps in (20, 400))
        assert fine < rough / 10


class TestDirections:
    """What takes time from an option takes value."""

    def test_exits(self):
        """The more leave after vesting, the less it is worth."""
        values = [employee(exit_rate=rate) for rate in ("0", "0.05", "0.2", "1")]
        assert values == sorted(values, reverse=True) and len(set(values)) == 4

    def test_vests_at_expiry(self):
        """What vests on the last day cannot be exercised early: multiple and exits do not matter."""
        assert employee(vests_in=10, exercise_multiple=1, exit_rate="0.5") == employee(vests_in=10)

    def test_exercised_at_once(self):
        """In the money, vested and beyond the multiple: the gain of today, 200 - 50."""
        assert employee(spot=200, vests_in=0) == 150

    @pytest.mark.parametrize(("spot", "value"), [(60, 10), (40, 0)])
    def test_expired(self, spot, value):
        """Without time: the intrinsic value."""
        assert employee(spot=spot, years=0) == value

    def test_steep_drift(self):
        """A drift too steep for the steps asked for takes more of them: 50 - 50 e^(-0.4 x 10), all but certain."""
        found = employee(rate="0.4", dividend_yield=0, volatility="0.05", exercise_multiple=10**6, steps=10)
        assert round(found, 2) == Decimal("49.08")


@pytest.mark.parametrize(
    "fields",
    [
        {"exercise_multiple": "0.9"},
        {"exit_rate": 5},
        {"steps": 0},
        {"steps": 100_000},
        {"volatility": 0},
        {"volatility": "0.001"},
        {"volatility": 10, "years": 50},
        {"spot": 42.0},
    ],
)
def test_refused(fields):
    """Values outside their limits, floats, and trees whose chances would leave 0 to 1."""
    with pytest.raises(InvalidValue):
        employee(**fields)
