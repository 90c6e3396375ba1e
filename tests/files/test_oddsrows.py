"""Odds as data frames: units in the column names, exact unless floats are asked for."""

from datetime import date
from decimal import Decimal

from compkit.files.frames import to_frame
from compkit.valuation.simulation.replay import Replay

from ..documents.test_oddsreport import BARS, DAY, TIES, past, simulation


class TestFrames:
    """One row a total, a duel, a bar or a tie."""

    def test_simulation(self):
        """Every total of every offer with its quantiles in the currency."""
        frame = to_frame(simulation())
        assert len(frame) == 2 * 12
        found = frame[(frame.offer == "A") & (frame.number == "worth") & (frame.tokens == "none") & frame.year.isna()]
        assert list(found.p50_USD) == [Decimal(1_200_000)]
        assert to_frame(simulation(), money="float").p10_USD.dtype == float

    def test_duels(self):
        """Wins, ties and losses of two."""
        frame = to_frame(simulation().duels)
        assert list(frame.columns) == ["first", "second", "number", "tokens", "year", "wins", "ties", "losses"]
        assert frame.losses[0] == Decimal("0.226")

    def test_bars(self):
        """A day of leaving stands in a column of its own."""
        frame = to_frame(BARS)
        assert list(frame.width) == [2_000_000, 250_000, 10_000, 0]
        assert frame.p10_day[2] == date(2026, 11, 20)
        assert frame.p10_input[2] is None

    def test_ties(self):
        """The factor at the tie and the odds beyond."""
        frame = to_frame(TIES)
        assert (frame["at"][0], frame.odds_above[0]) == (Decimal("86.6875"), Decimal("0.52"))

    def test_replay(self):
        """A day of the past a row: at 10 a million, 100,000 a year buy 10,000 million; at 8, 12,500."""
        frame = to_frame(Replay(as_of=DAY, allowances=(past("10", "8"),)))
        assert list(frame.USD_per_mtok) == [10, 8]
        assert list(frame.pays_USD_per_year) == [100_000, 100_000]
        assert list(frame.mtok_per_year) == [10_000, 12_500]
        assert list(frame.on) == [date(2026, 1, 1), date(2026, 2, 1)]
