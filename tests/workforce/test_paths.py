"""Amounts under many price paths: the percentiles that numpy finds, in bits where they are said to be the same."""

import tracemalloc
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from compkit.errors import InvalidValue
from compkit.pay.units import Cash, Shares
from compkit.workforce.columns.paths import ROWS, TILE, Groups, Places, group_paths, group_sums, person_percentiles
from compkit.workforce.columns.persons import PeopleQuantities
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.columns.totals import Promise

from .people import person, roster

CUTS = Cuts((date(2026, 1, 1), date(2027, 1, 1)))
PERCENTS = (0, 5, Decimal("12.5"), 50, 95, 100)


def promise(name, unit):
    """A promise, as far as paths look at it."""
    return Promise(
        component="equity",
        name=name,
        unit=unit,
        guaranteed=True,
        expectation="none",
        personal_share=Decimal(0),
    )


PROMISES = (promise("Pay", Cash("USD")), promise("Grant", Shares("ACME")), promise("Yen", Cash("JPY")))


def quantities(rows):
    """What people are promised of each of three things."""
    return PeopleQuantities(PROMISES, np.array(rows, dtype=float).reshape(-1, 3), CUTS)


def some(people, paths, seed=1):
    """People with whole cents, shares and yen, and prices."""
    random = np.random.default_rng(seed)
    cents = random.integers(0, 10**9, (people, 3)) // np.array([1, 10**6, 1])
    return quantities(cents / np.array([100.0, 1, 1])), random.lognormal(0, 0.5, (3, paths))


def test_groups_of_a_roster():
    """A roster's groups by a column: labels in order, and each person's number."""
    found = Groups.of(roster([person(0, department="b"), person(1, department="a")]), ("department",))
    assert (found.codes.tolist(), found.labels) == ([1, 0], (("a",), ("b",)))


def groups(codes):
    """Groups of one label each."""
    codes = np.asarray(codes)
    return Groups(codes, tuple((f"Department {n}",) for n in range(int(codes.max(initial=0)) + 1)))


class TestPersonPercentiles:
    """Percentiles of every person."""

    def test_by_hand(self):
        """10 shares at 1, 2, 3, 4 and 5 are 10 to 50: the middle is 30, a tenth of the way lies at 14."""
        found = person_percentiles(
            quantities([[100, 10, 0]]), np.array([[0.0] * 5, [5, 3, 1, 2, 4], [0] * 5]), (10, 50)
        )
        assert found.tolist() == [[14, 30]]

    @settings(deadline=None)
    @given(st.integers(1, 60), st.integers(1, 3000), st.integers(0, 9), st.lists(st.integers(0, 100), max_size=5))
    def test_as_numpy(self, people, paths, seed, percents):
        """Property: equal to `numpy.percentile` of the same amounts, where prices make amounts without rounding."""
        of, _ = some(people, 1, seed)
        of = quantities(np.rint(of.matrix))
        prices = np.random.default_rng(seed).integers(0, 4096, (3, paths)) / 1024
        expected = np.percentile(of.matrix @ prices, percents, axis=1).T
        assert np.array_equal(person_percentiles(of, prices, percents), expected)

    def test_any_prices(self):
        """As `numpy.percentile`, to 13 digits, where amounts are rounded in another order."""
        of, prices = some(ROWS + 3, TILE + 5)
        expected = np.percentile(of.matrix @ prices, [5, 95], axis=1).T
        np.testing.assert_allclose(person_percentiles(of, prices, (5, 95)), expected, rtol=1e-13, atol=0)

    @pytest.mark.parametrize("paths", [1, 7, 1000, 3 * TILE + 5])
    def test_same_bits(self, paths):
        """However people are cut into parts and ordered, each has the same bits."""
        of, prices = some(300, paths)
        whole = person_percentiles(of, prices, PERCENTS)
        order = np.random.default_rng(3).permutation(300)
        parts = [quantities(of.matrix[order[a:b]]) for a, b in ((0, 1), (1, 38), (38, 300))]
        found = np.concatenate([person_percentiles(part, prices, PERCENTS) for part in parts])
        assert np.array_equal(found, whole[order])

    def test_out(self):
        """The percentiles go where they are asked to go, and rows of zeros are rows of zeros."""
        out = np.full((2, 1), np.nan)
        of = quantities([[1, 1, 1], [0, 0, 0]])
        assert person_percentiles(of, np.ones((3, 4)), (50,), out=out) is out
        assert out.tolist() == [[3], [0]]
        with pytest.raises(InvalidValue, match=r"out: .*\(2, 2\)"):
            person_percentiles(of, np.ones((3, 4)), (5, 50), out=out)

    def test_memory_bounded(self):
        """Ten times as many people need no more memory."""
        peaks = []
        for people in (200, 2000):
            of, prices = some(people, 1000)
            out = np.empty((people, 1))
            tracemalloc.start()
            person_percentiles(of, prices, (50,), out=out)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < 1.2 * peaks[0] < 1_000_000

    @pytest.mark.parametrize("percent", [-1, 101, Decimal("100.1"), Decimal("-0.1")])
    def test_percents(self, percent):
        """Percents are from 0 to 100."""
        with pytest.raises(InvalidValue, match="from 0 to 100"):
            person_percentiles(quantities([[1, 1, 1]]), np.ones((3, 4)), (percent,))

    @pytest.mark.parametrize("prices", [np.ones((2, 4)), np.ones((3, 0)), np.ones(3)])
    def test_prices(self, prices):
        """There is a row of prices for each promise, and a path."""
        with pytest.raises(InvalidValue, match="3 rows"):
            person_percentiles(quantities([[1, 1, 1]]), prices, (50,))

    @pytest.mark.parametrize("unknown", [np.nan, np.inf])
    def test_unknown_price(self, unknown):
        """An unknown price is no amount of zero, and is named."""
        prices = np.ones((3, 4))
        prices[1, 2] = unknown
        with pytest.raises(InvalidValue, match="Grant"):
            person_percentiles(quantities([[1, 1, 1]]), prices, (50,))


class TestPlaces:
    """Percentiles of sorted amounts."""

    @given(
        st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=40),
        st.lists(st.decimals(0, 100, places=2), max_size=5),
    )
    def test_as_numpy(self, amounts, percents):
        """Property: the bits of `numpy.percentile`, for any amounts and percents."""
        found = Places.of(percents, len(amounts)).of_sorted(np.sort(amounts)[None])
        assert np.array_equal(found[0], np.percentile(amounts, [float(percent) for percent in percents]))


class TestGroupPaths:
    """Percentiles of groups."""

    def test_by_hand(self):
        """Two people of 10 and 20 shares are one of 30; the share at 1, 2 and 3 gives 30, 60 and 90."""
        of = quantities([[0, 10, 0], [0, 5, 0], [0, 20, 0]])
        found = group_paths(of, groups([0, 1, 0]), np.array([[1.0] * 3, [3, 1, 2], [0] * 3]), percents=(0, 50, 75))
        assert found.tolist() == [[30, 60, 75], [5, 10, 12.5]]

    @settings(deadline=None, max_examples=30)
    @given(st.integers(1, 9000), st.integers(1, 40), st.booleans(), st.integers(0, 9))
    def test_as_numpy(self, people, several, ordered, seed):
        """Property: as the amounts of all people, summed by group, to 13 digits."""
        of, prices = some(people, 9, seed)
        codes = np.random.default_rng(seed).integers(0, several, people)
        codes = np.sort(codes) if ordered else codes
        amounts = np.zeros((int(codes.max()) + 1, 9))
        np.add.at(amounts, codes, of.matrix @ prices)
        found = group_paths(of, groups(codes), prices, percents=PERCENTS)
        expected = np.percentile(amounts, [float(percent) for percent in PERCENTS], axis=1).T
        np.testing.assert_allclose(found, expected, rtol=1e-13, atol=0)

    @settings(deadline=None, max_examples=20)
    @given(st.integers(1, 20_000), st.booleans(), st.integers(0, 9))
    def test_exact_sums(self, people, ordered, seed):
        """Property: sums of cents and shares are those of whole numbers, in any order of people."""
        of, _ = some(people, 1, seed)
        codes = np.random.default_rng(seed).integers(0, 5, people)
        order = np.argsort(codes) if ordered else np.arange(people)
        found = group_sums(quantities(of.matrix[order]), groups(codes[order]))
        for code in set(codes.tolist()):
            for column, parts in enumerate((100, 1, 1)):
                whole = sum(round(Fraction(amount) * parts) for amount in of.matrix[codes == code, column].tolist())
                assert found[code, column] == whole / parts

    @pytest.mark.parametrize("ordered", [True, False])
    def test_many_people(self, ordered):
        """A group that goes on in the next chunk is one group: a cent each of 20,000 people is 200."""
        codes = np.arange(20_000) % 3
        codes = np.sort(codes) if ordered else codes
        found = group_sums(quantities(np.full((20_000, 3), [0.01, 1, 2])), groups(codes))
        assert found.tolist() == [[66.67, 6667, 13334], [66.67, 6667, 13334], [66.66, 6666, 13332]]

    def test_group_of_nobody(self):
        """A group without people comes to nothing."""
        nobody = Groups(np.array([1]), (("Robots",), ("Mars",)))
        found = group_paths(quantities([[1, 1, 1]]), nobody, np.ones((3, 2)), percents=(50,))
        assert found.tolist() == [[0], [3]]

    def test_everybody_has_a_group(self):
        """Somebody without a group is not left out; rows of zeros that fill up a block may have none."""
        assert group_sums(quantities([[1, 2, 3], [0, 0, 0]]), groups([0])).tolist() == [[1, 2, 3]]
        for codes, rows in (([0], [[1, 1, 1], [0, 1, 0]]), ([0, 0], [[1, 1, 1]])):
            with pytest.raises(InvalidValue, match="groups"):
                group_sums(quantities(rows), groups(codes))

    @pytest.mark.parametrize("codes", [[0, 2], [-1, 0]])
    def test_codes_have_labels(self, codes):
        """Each group has a label."""
        with pytest.raises(InvalidValue, match="from 0 to 1"):
            Groups(np.array(codes), (("a",), ("b",)))
