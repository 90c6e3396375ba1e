"""Terms of vesting in words: what the table of days does not say."""

from datetime import date

from compkit.documents.equity_clauses import grant
from compkit.documents.voice import US
from compkit.pay import RestrictedStock, VestingTerms
from compkit.pay.vesting import Acceleration, Period, Segment

START = date(2027, 1, 11)
HALVES = (
    Segment(share="0.5", every=Period(length=6), count=2),
    Segment(share="0.5", event="an initial public offering"),
)


def words(segments=HALVES, **fields):
    terms = VestingTerms(name="two halves", segments=segments, **fields)
    return grant(RestrictedStock(symbol="A", units=9, vesting_start_on=START, vesting=terms), US)[1]


class TestTerms:
    """The letter says for what units wait, and what speeds vesting up."""

    def test_waits(self):
        """Of 9 units 4.5 are for the event: cumulative round-down gives 4 to the days and 5 to it."""
        assert words() == (
            "The grant vests while you stay employed, from January 11, 2027, on the days listed below. 5 units wait "
            "for an initial public offering."
        )

    def test_only_waits(self):
        """Without a single day, no days are listed."""
        milestone = (Segment(share=1, event="a launch"),)
        assert (
            words(milestone)
            == "The grant vests while you stay employed, from January 11, 2027. 9 units wait for a launch."
        )

    def test_acceleration(self):
        """Trigger, share and rule."""
        all_of_it = Acceleration(trigger="a change of control", second="a dismissal")
        half = Acceleration(trigger="a change of control", share="0.5", rule="last")
        said = words(accelerations=[all_of_it, half])
        assert (
            "If both a change of control and a dismissal happen, on the later day, all units not yet vested vest at "
            "once." in said
        )
        assert (
            "On a change of control, 50% of the units not yet vested vest at once, taken from those last to vest."
            in said
        )
