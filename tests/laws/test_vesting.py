"""Laws of vesting, for every terms and every allocation type."""

import warnings
from datetime import date
from fractions import Fraction

from hypothesis import given, strategies as st

from compkit.pay.vesting import Acceleration, AllocationType, VestingTerms, allocate, terminate, vest, waiting
from compkit.testing import vesting_terms

START = date(2027, 1, 31)
DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))
EVENTS = st.fixed_dictionaries({"exit": DAYS, "launch": DAYS})
UNITS = st.integers(1, 10**9)
WHOLE = [kind for kind in AllocationType if kind is not AllocationType.FRACTIONAL]


@st.composite
def accelerated(draw):
    """Terms with up to two accelerations of every rule."""
    terms = draw(vesting_terms())
    rules = st.sampled_from(["soonest", "last", "pro rata"])
    several = [
        Acceleration(trigger="sale", second=draw(st.sampled_from([None, "dismissal"])), share=share, rule=draw(rules))
        for share in draw(st.lists(st.fractions("1/10", 1, max_denominator=10), max_size=2))
    ]
    fields = {"segments": terms.segments, "allocation_type": terms.allocation_type}
    return VestingTerms(name=terms.name, accelerations=several, **fields)


class TestWhole:
    """Tranches sum to the grant for terms of 100 % with all events given (issue: properties)."""

    @given(units=UNITS, terms=accelerated(), events=EVENTS, sale=DAYS, granted_on=st.none() | DAYS)
    def test_all_events(self, units, terms, events, sale, granted_on):
        """Whole, above zero, on ascending days, none before the grant, and together the grant: never a warning."""
        known = {**events, "sale": sale, "dismissal": sale}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = vest(units, terms, start_on=START, granted_on=granted_on, events=known)
        assert sum(tranche.units for tranche in found) == units
        assert all(isinstance(tranche.units, int) and tranche.units > 0 for tranche in found)
        days = [tranche.on for tranche in found]
        assert days == sorted(set(days)) and (granted_on is None or days[0] >= granted_on)

    @given(units=UNITS, terms=accelerated(), events=EVENTS, known=st.sets(st.sampled_from(["exit", "launch"])))
    def test_vested_and_waiting(self, units, terms, events, known):
        """What vests and what waits are the whole, whichever events have happened."""
        some = {name: events[name] for name in known}
        vested = sum(tranche.units for tranche in vest(units, terms, start_on=START, events=some))
        waits = waiting(units, terms, start_on=START, events=some)
        assert vested + sum(number for _, number in waits) == units
        assert not known & {name for name, _ in waits}

    @given(units=UNITS, terms=vesting_terms(), events=EVENTS, later=st.integers(0, 900))
    def test_a_later_event_never_vests_more(self, units, terms, events, later):
        """On no day has more vested if an event comes later."""
        delayed = {**events, "exit": date.fromordinal(events["exit"].toordinal() + later)}
        sooner, after = (vest(units, terms, start_on=START, events=known) for known in (events, delayed))
        for day in {tranche.on for tranche in (*sooner, *after)}:
            assert sum(t.units for t in after if t.on <= day) <= sum(t.units for t in sooner if t.on <= day)

    @given(units=UNITS, terms=accelerated(), events=EVENTS, on=DAYS, keep=st.booleans())
    def test_leaving(self, units, terms, events, on, keep):
        """Vested and unvested are the whole; forfeited is part of unvested; nothing is negative."""
        left = terminate(units, terms, on=on, start_on=START, events={**events, "sale": on}, keep_waiting=keep)
        assert left.vested + left.unvested == units
        assert 0 <= left.forfeited <= left.unvested and left.vested >= 0


class TestAllocation:
    """Every allocation gives each instalment its exact units but for what rounding moves."""

    @given(units=UNITS, count=st.integers(1, 120), kind=st.sampled_from(AllocationType))
    def test_even(self, units, count, kind):
        """Even instalments add up; save for a single tranche, none is a whole unit off its exact share."""
        found = allocate(units, count, kind)
        assert len(found) == count and sum(found) == units
        if "SINGLE" not in kind.name:
            assert all(abs(number - Fraction(units, count)) < 1 for number in found)

    @given(
        units=UNITS,
        weights=st.lists(st.integers(0, 99), min_size=1, max_size=9).filter(any),
        kind=st.sampled_from(WHOLE),
    )
    def test_shares(self, units, weights, kind):
        """Uneven shares add up, and a share of nothing gets nothing."""
        found = allocate(units, [Fraction(weight, sum(weights)) for weight in weights], kind)
        assert sum(found) == units and min(found) >= 0
        assert all(number == 0 for number, weight in zip(found, weights, strict=True) if weight == 0)


class TestOpenCapFormat:
    """What is written is read as what it was."""

    @given(
        units=UNITS, kind=st.sampled_from(WHOLE), name=st.sampled_from(["4y/1y-cliff/monthly", "3y/6m-cliff/quarterly"])
    )
    def test_v1(self, units, kind, name):
        """Same units on the same days, for every allocation type."""
        terms = VestingTerms.named(name, allocation_type=kind)
        assert vest(units, VestingTerms.from_ocf(terms.to_ocf()), start_on=START) == vest(units, terms, start_on=START)
