"""A schedule with what speeds it up vests as the plain schedule does, until the event."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given, strategies as st

from compkit import testing
from compkit.dates import add_months
from compkit.errors import InvalidValue
from compkit.pay.vesting import (
    STANDARD_SCHEDULES,
    Acceleration,
    Cliff,
    Period,
    Segment,
    Vesting,
    VestingStep,
    VestingTerms,
    accelerated,
    apart,
    vest,
)

START = date(2027, 1, 11)
EXIT = Acceleration(trigger="exit")
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
UNITS = st.integers(1, 10**7)


@st.composite
def names(draw):
    """Every name of the grammar: standard ones, even ones with and without a cliff, and shares by year."""
    if draw(st.booleans()):
        return draw(st.sampled_from(STANDARD_SCHEDULES))
    if draw(st.booleans()):
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=5)))
        return "/".join(str(after - before) for before, after in zip([0, *cuts], [*cuts, 100], strict=True))
    cliff = draw(st.sampled_from(["", "/6m-cliff", "/1y-cliff", "/2y-cliff"]))
    step = draw(st.sampled_from(["monthly", "quarterly", "semiannually", "yearly"]))
    name = f"{draw(st.integers(1, 10))}y{cliff}/{step}"
    try:
        Vesting.parse(name)
    except InvalidValue:
        assume(False)
    return name


class TestAccelerated:
    """Same units on the same days: what speeds vesting up changes nothing before its event."""

    @given(names(), UNITS, DAYS)
    def test_named(self, name, units, start):
        """For every named schedule, from every day, the 29th, 30th and 31st of a month among them."""
        plain = Vesting.parse(name)
        terms = accelerated(plain, [EXIT], start_on=start)
        assert vest(units, terms, start_on=start) == vest(units, plain, start_on=start)
        assert terms.years(start) == plain.years(start)
        assert terms.last_on(start) == plain.last_on(start)

    def test_years_of_nothing(self):
        """A year in which nothing vests counts only while more is to come: 50/50/0 has 2 years, 0/50/50 has 3."""
        for name, length in (("50/50/0", 2), ("0/50/50", 3)):
            plain = Vesting.parse(name)
            assert plain.years(START) == accelerated(plain, [EXIT], start_on=START).years(START) == length

    @given(st.data(), UNITS, DAYS)
    def test_steps(self, data, units, start):
        """For steps of its own too, by months and by days."""
        plain = data.draw(testing.vestings(start))
        terms = accelerated(plain, [EXIT], start_on=start)
        assert vest(units, terms, start_on=start) == vest(units, plain, start_on=start)
        assert terms.years(start) == plain.years(start)

    def test_mixed_steps(self):
        """A third each on 1 June, after 12 and after 3 months: of 11 units 3 by April, 7 by June, 11 after a year."""
        steps = [
            VestingStep(share=Fraction(1, 3), on=date(2027, 6, 1)),
            VestingStep(share=Fraction(1, 3), after_months=12),
            VestingStep(share=Fraction(1, 3), after_months=3),
        ]
        terms = accelerated(Vesting(name="own", steps=tuple(steps)), [EXIT], start_on=START)
        expected = ((date(2027, 4, 11), 3), (date(2027, 6, 1), 4), (date(2028, 1, 11), 4))
        assert vest(11, terms, start_on=START) == expected

    @given(st.data(), UNITS, st.integers(0, 60))
    def test_whole_on_the_event(self, data, units, after):
        """With all of it accelerated, the whole grant has vested by the day of the event."""
        plain = data.draw(testing.vestings(START))
        happened = add_months(START, after)
        terms = accelerated(plain, [EXIT], start_on=START)
        found = vest(units, terms, start_on=START, events={"exit": happened})
        assert sum(tranche.units for tranche in found if tranche.on <= happened) == units

    def test_terms(self):
        """Terms of another kind keep all else; the accelerations take the place of their own."""
        milestone = VestingTerms(name="ipo", segments=[Segment(share=1, event="ipo")], accelerations=[EXIT])
        other = Acceleration(trigger="change in control")
        assert accelerated(milestone, [other], start_on=START).events == ("ipo", "change in control")


class TestApart:
    """The inverse: a plain schedule where one says all of it."""

    @given(st.data(), st.lists(testing.accelerations(), min_size=1, max_size=2), DAYS)
    def test_inverse(self, data, found, start):
        """What is taken apart and put together again is the same terms, and a plain schedule was found."""
        plain = data.draw(testing.vestings(start))
        terms = accelerated(plain, found, start_on=start)
        again = apart(terms, start_on=start)
        assert isinstance(again, Vesting)
        assert accelerated(again, found, start_on=start) == terms
        assert [step for step in plain.steps if step.share] == list(again.steps) or plain.is_standard

    @pytest.mark.parametrize("name", STANDARD_SCHEDULES)
    def test_standard(self, name):
        """A standard schedule comes back under its name, as itself."""
        assert apart(accelerated(Vesting.parse(name), [EXIT], start_on=START), start_on=START) == Vesting.parse(name)

    @given(testing.vesting_terms(), st.lists(testing.accelerations(), min_size=1, max_size=2))
    def test_others(self, terms, found):
        """Whatever the terms say else is kept, events among it."""
        both = accelerated(terms, found, start_on=START)
        assert accelerated(apart(both, start_on=START), found, start_on=START) == both

    @pytest.mark.parametrize(
        "segments",
        [
            [Segment(share=Fraction(1, 2), every=Period(length=12))],
            [Segment(share=1, every=Period(length=1300))],
            [Segment(share=1, every=Period(length=4, kind="WEEKS"))],
            [Segment(share=1, every=Period(length=6), cliff=Cliff(after=Period(length=12)))],
            [Segment(share=1, event="ipo")],
        ],
    )
    def test_not_plain(self, segments):
        """Less than the whole, a hundred years, weeks, cliffs and events are no plain schedule."""
        terms = VestingTerms(name="own", segments=segments, accelerations=[EXIT])
        assert apart(terms, start_on=START) == VestingTerms(name="own", segments=segments)

    def test_order(self):
        """Segments out of the order of their days allocate otherwise than steps would, so they stay terms."""
        days = [Segment(share=Fraction(1, 3), on=date(year, 1, 1)) for year in (2029, 2028, 2030)]
        terms = VestingTerms(name="own", segments=days, accelerations=[EXIT])
        assert isinstance(apart(terms, start_on=START), VestingTerms)
