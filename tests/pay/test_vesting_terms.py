"""Vesting terms: segments, cliffs, events, accelerations and leaving, in exact units."""

import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from compkit.errors import InvalidValue
from compkit.pay import Package, RestrictedStock
from compkit.pay.entitlements import Entitlement
from compkit.pay.package import entitlements
from compkit.pay.vesting import (
    Acceleration,
    AllocationType,
    Cliff,
    Period,
    Segment,
    Tranche,
    Vesting,
    VestingTerms,
    allocate,
    terminate,
    vest,
    waiting,
)

START = date(2027, 1, 1)
FOUR_YEARS = VestingTerms.named("4y/1y-cliff/monthly")


def months(n, **fields):
    return Segment(every=Period(length=1), count=n, **{"share": 1, **fields})


def terms(*segments, **fields):
    return VestingTerms(segments=segments, **fields)


def units(found):
    return [tranche.units for tranche in found]


class TestAllocate:
    """The seven allocation types, by the Open Cap Format's own example (enum AllocationType)."""

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("CUMULATIVE_ROUNDING", (5, 4, 5, 4)),
            ("CUMULATIVE_ROUND_DOWN", (4, 5, 4, 5)),
            ("FRONT_LOADED", (5, 5, 4, 4)),
            ("BACK_LOADED", (4, 4, 5, 5)),
            ("FRONT_LOADED_TO_SINGLE_TRANCHE", (6, 4, 4, 4)),
            ("BACK_LOADED_TO_SINGLE_TRANCHE", (4, 4, 4, 6)),
            ("FRACTIONAL", (Decimal("4.5"),) * 4),
        ],
    )
    def test_eighteen_over_four(self, kind, expected):
        """18 units over 4 instalments."""
        assert allocate(18, 4, kind) == expected
        assert allocate(18, 4, AllocationType(kind)) == expected

    def test_default(self):
        """Cumulative round-down."""
        assert allocate(18, 4) == (4, 5, 4, 5)

    def test_whole_instalments_stay_whole(self):
        """Of 10, 50 % is 5 and stays 5; the units left over go to what rounding cut: 2.5 and 2.5."""
        shares = [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
        assert allocate(10, shares, "FRONT_LOADED") == (5, 3, 2)

    @pytest.mark.parametrize("number", [36, 48, 60])
    def test_large_grants_are_exact(self, number):
        """A prime of nineteen digits over n months: every running total is floor(units * k / n), no float near it."""
        grant = 10**18 + 9
        found = allocate(grant, number)
        assert [sum(found[:k]) for k in range(1, number + 1)] == [grant * k // number for k in range(1, number + 1)]

    @pytest.mark.parametrize(
        ("given", "number", "kind", "rule"),
        [
            (0, 4, "FRACTIONAL", "above 0"),
            (-1, 4, "FRONT_LOADED", "above 0"),
            (4.5, 4, "FRACTIONAL", "float"),
            (Decimal("4.5"), 4, "FRONT_LOADED", "whole"),
            (Decimal("NaN"), 4, "FRACTIONAL", "finite"),
            (True, 4, "FRACTIONAL", "whole number"),
            (4, 0, "FRONT_LOADED", "at least 1"),
            (4, (), "FRONT_LOADED", "at least one"),
            (4, 2, "SIDE_LOADED", "CUMULATIVE_ROUNDING"),
        ],
    )
    def test_refused(self, given, number, kind, rule):
        """Units and counts above 0, whole units save for fractional ones, known types."""
        with pytest.raises(InvalidValue, match=rule):
            allocate(given, number, kind)


class TestCliff:
    """Allocate first, then collapse into the cliff."""

    @pytest.mark.parametrize("kind", [*AllocationType])
    def test_480(self, kind):
        """480 units over 48 months: 120 at the cliff, then 10 every month, never 9 then 11."""
        found = vest(480, VestingTerms.named("4y/1y-cliff/monthly", allocation_type=kind), start_on=START)
        assert units(found) == [120] + [10] * 36 and found[0].on == date(2028, 1, 1)

    def test_collapsed_after_allocation(self):
        """18 over 4 quarters front loaded is 5 5 4 4; a half-year cliff makes it 10 4 4, not 9 and 5 4."""
        quarters = Segment(share=1, every=Period(length=3), count=4, cliff=Cliff(after=Period(length=6)))
        assert units(vest(18, terms(quarters, allocation_type="FRONT_LOADED"), start_on=START)) == [10, 4, 4]

    def test_share_of_its_own(self):
        """40 % at one year, the rest even over the 36 months after: 480 gives 192, then 8 a month."""
        cliff = Cliff(after=Period(length=1, kind="YEARS"), share="0.4")
        assert units(vest(480, terms(months(48, cliff=cliff)), start_on=START)) == [192] + [8] * 36

    def test_between_instalments(self):
        """Quarterly with a five-month cliff: the first quarter waits until 1 June, the second vests on 1 July."""
        segment = Segment(share=1, every=Period(length=3), count=4, cliff=Cliff(after=Period(length=5)))
        assert vest(8, terms(segment), start_on=START)[:2] == ((date(2027, 6, 1), 2), (date(2027, 7, 1), 2))

    @pytest.mark.parametrize(("length", "kind"), [(12, "MONTHS"), (1, "YEARS"), (13, "MONTHS"), (366, "DAYS")])
    def test_partial_with_nothing_after(self, length, kind):
        """A quarter on the cliff and no instalment after it would lose the rest."""
        with pytest.raises(InvalidValue, match="nothing after it"):
            vest(
                48, terms(months(12, cliff=Cliff(after=Period(length=length, kind=kind), share="0.25"))), start_on=START
            )

    def test_before_the_start(self):
        """A negative time is refused."""
        with pytest.raises(InvalidValue, match="whole number from 0"):
            Cliff(after=Period(length=-1))


class TestDays:
    """Steps start from the origin, on the policy's day of the month."""

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ("VESTING_START_DAY", ["2027-02-28", "2027-03-31", "2027-04-30"]),
            ("VESTING_START_DAY_OR_LAST_DAY_OF_MONTH", ["2027-02-28", "2027-03-31", "2027-04-30"]),
            ("FIRST_DAY_OF_MONTH", ["2027-02-01", "2027-03-01", "2027-04-01"]),
            ("LAST_DAY_OF_MONTH", ["2027-02-28", "2027-03-31", "2027-04-30"]),
            ("VESTING_START_DAY_MINUS_ONE", ["2027-02-27", "2027-03-30", "2027-04-29"]),
            ("01", ["2027-02-01", "2027-03-01", "2027-04-01"]),
            ("15", ["2027-02-15", "2027-03-15", "2027-04-15"]),
            ("29_OR_LAST_DAY_OF_MONTH", ["2027-02-28", "2027-03-29", "2027-04-29"]),
            ("30_OR_LAST_DAY_OF_MONTH", ["2027-02-28", "2027-03-30", "2027-04-30"]),
            ("31_OR_LAST_DAY_OF_MONTH", ["2027-02-28", "2027-03-31", "2027-04-30"]),
        ],
    )
    def test_policies(self, policy, expected):
        """From 31 January 2027, in the words of VestingDayOfMonth and VestingDayOfMonthPolicy."""
        found = vest(3, terms(months(3, day_of_month=policy)), start_on=date(2027, 1, 31))
        assert [tranche.on.isoformat() for tranche in found] == expected

    def test_thirtieth_of_january(self):
        """From 30 January: 28 February, then 30 March again; also where a second segment begins on 28 February."""
        both = terms(months(1, share="0.5"), months(1, share="0.5"))
        for given in (terms(months(2)), both):
            assert [t.on for t in vest(2, given, start_on=date(2027, 1, 30))] == [date(2027, 2, 28), date(2027, 3, 30)]

    def test_minus_one_crosses_months(self):
        """Started on the 1st, the day before is the last of the month before; segments do not lose a month by it."""
        both = terms(*(months(1, share="0.5", day_of_month="VESTING_START_DAY_MINUS_ONE") for _ in range(2)))
        assert [t.on for t in vest(2, both, start_on=START)] == [date(2027, 1, 31), date(2027, 2, 28)]

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [("DAYS", date(2027, 1, 21)), ("WEEKS", date(2027, 5, 21)), ("YEARS", date(2047, 1, 1))],
    )
    def test_periods(self, kind, expected):
        """Twenty of each from 1 January 2027: 20 days, 140 days, 20 years."""
        found = vest(2, terms(Segment(share=1, every=Period(length=10, kind=kind), count=2)), start_on=START)
        assert found[-1].on == expected

    def test_granted_after_vesting_began(self):
        """Granted on 15 March 2028: the cliff of January and the months until March vest on the day of grant."""
        found = vest(480, FOUR_YEARS, start_on=START, granted_on=date(2028, 3, 15))
        assert found[:2] == (Tranche(date(2028, 3, 15), 140), Tranche(date(2028, 4, 1), 10))

    def test_too_far(self):
        """No day after the year 9999."""
        with pytest.raises(InvalidValue, match="too far"):
            vest(2, terms(Segment(share=1, every=Period(length=9000, kind="YEARS"))), start_on=START)


class TestEvents:
    """Units wait for events, and count nowhere until they happen."""

    HALVES = terms(months(2, share="0.5"), Segment(share="0.5", event="ipo"))

    def test_milestone(self):
        """Half by month, half when the event happens, whenever that is from the start."""
        assert units(vest(8, self.HALVES, start_on=START)) == [2, 2]
        assert waiting(8, self.HALVES, start_on=START) == (("ipo", 4),)
        found = vest(8, self.HALVES, start_on=START, events={"ipo": date(2027, 2, 1)})
        assert found == ((date(2027, 2, 1), 6), (date(2027, 3, 1), 2))
        assert waiting(8, self.HALVES, start_on=START, events={"ipo": date(2027, 2, 1)}) == ()

    @pytest.mark.parametrize(
        ("ipo", "first"),
        [(date(2027, 6, 1), (date(2028, 1, 1), 120)), (date(2028, 3, 10), (date(2028, 3, 10), 140))],
    )
    def test_double_trigger(self, ipo, first):
        """Held until the event: before the cliff, the cliff's 120; after it, 120 and two months of 10."""
        cliff = Cliff(after=Period(length=12))
        held = terms(months(48, event="ipo", cliff=cliff))
        assert vest(480, held, start_on=START) == ()
        assert vest(480, held, start_on=START, events={"ipo": ipo})[0] == first

    def test_entitlements(self):
        """Rows that wait have no day, print their event, and count nowhere; given the event, they vest."""
        grant = RestrictedStock(symbol="A", units=8, vesting_start_on=START, vesting=self.HALVES)
        package = Package(start_on=START, currency="USD", equity=(grant,))
        until = date(2028, 1, 1)
        waits = entitlements(package, until=until)[-1]
        assert isinstance(waits, Entitlement)
        assert (waits.on, waits.quantity, waits.earned) == (None, 4, (START, date(2027, 1, 2)))
        assert "ipo" in waits.name
        found = entitlements(package, until=until, events={"ipo": date(2027, 3, 1)})
        assert [(row.on, row.quantity) for row in found] == [(date(2027, 2, 1), 2), (date(2027, 3, 1), 6)]


class TestAcceleration:
    """On its events, a share of what has not vested vests at once, by a named rule."""

    YEAR = months(4)
    ON = date(2027, 2, 10)

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [("soonest", [10, 15, 5, 10]), ("last", [10, 15, 10, 5]), ("pro rata", [10, 15, 5, 5, 5])],
    )
    def test_half(self, rule, expected):
        """Of 40 over 4 months, 30 are unvested on 10 February; half of them, 15, vest then by each rule."""
        given = terms(self.YEAR, accelerations=[Acceleration(trigger="sale", share="0.5", rule=rule)])
        found = vest(40, given, start_on=START, events={"sale": self.ON})
        assert units(found) == expected and found[1].on == self.ON and sum(units(found)) == 40

    def test_double_trigger(self):
        """It takes both events, and effect on the later day."""
        given = terms(self.YEAR, accelerations=[Acceleration(trigger="sale", second="dismissal")])
        assert units(vest(40, given, start_on=START, events={"sale": self.ON})) == [10, 10, 10, 10]
        both = {"sale": self.ON, "dismissal": date(2027, 3, 10)}
        assert vest(40, given, start_on=START, events=both)[2:] == ((date(2027, 3, 10), 20),)

    def test_before_the_start(self):
        """An event of the past accelerates on the vesting start, never before it."""
        given = terms(self.YEAR, accelerations=[Acceleration(trigger="sale")])
        assert vest(40, given, start_on=START, events={"sale": date(2020, 1, 1)}) == ((START, 40),)

    def test_what_waits_too(self):
        """All that is unvested, milestones included."""
        given = terms(Segment(share=1, event="ipo"), accelerations=[Acceleration(trigger="sale")])
        assert vest(7, given, start_on=START, events={"sale": self.ON}) == ((self.ON, 7),)
        assert waiting(7, given, start_on=START, events={"sale": self.ON}) == ()

    @pytest.mark.parametrize("fields", [{"rule": "first"}, {"share": 0}, {"share": "1.5"}, {"share": 0.5}])
    def test_refused(self, fields):
        """A known rule, and a share above 0 up to 1."""
        with pytest.raises(InvalidValue):
            Acceleration(trigger="sale", **fields)


class TestTermination:
    """Leaving on a day: vested, unvested, forfeited."""

    def test_before_the_cliff(self):
        """The day before the cliff all is forfeited; on it, 120 have vested."""
        gone = terminate(480, FOUR_YEARS, on=date(2027, 12, 31), start_on=START)
        assert (gone.vested, gone.unvested, gone.forfeited) == (0, 480, 480)
        stayed = terminate(480, FOUR_YEARS, on=date(2028, 1, 1), start_on=START)
        assert (stayed.vested, stayed.unvested, stayed.forfeited) == (120, 360, 360)

    def test_waiting_units_may_stay(self):
        """Held for an event, two of four months served: 20 stay alive if the plan says so, else nothing."""
        held = terms(months(4, event="ipo"))
        for keep, forfeited in ((True, 20), (False, 40)):
            left = terminate(40, held, on=date(2027, 3, 1), start_on=START, keep_waiting=keep)
            assert (left.vested, left.unvested, left.forfeited) == (0, 40, forfeited)

    def test_later_events_come_too_late(self):
        """A sale after leaving accelerates nothing; a dismissal on the day does."""
        given = terms(months(4), accelerations=[Acceleration(trigger="sale", second="dismissal")])
        on = date(2027, 2, 1)
        late = terminate(40, given, on=on, start_on=START, events={"sale": START, "dismissal": date(2027, 2, 2)})
        assert (late.vested, late.forfeited) == (10, 30)
        assert terminate(40, given, on=on, start_on=START, events={"sale": START, "dismissal": on}).vested == 40


class TestRefused:
    """Each with its reason; nothing is clamped."""

    def test_over_the_whole_warns(self):
        """120 % of 10 vests 12, with a warning."""
        over = terms(months(1, share=1), months(1, share="0.2"))
        with pytest.warns(UserWarning, match=r"1\.2 of the grant"):
            assert units(vest(10, over, start_on=START)) == [10, 2]

    def test_the_whole_does_not_warn(self):
        """Three thirds are one."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert units(vest(9, terms(*[months(1, share="1/3")] * 3), start_on=START)) == [3, 3, 3]

    @pytest.mark.parametrize(("share", "said"), [("0.9", "90 %"), ("1.1", "110 %")])
    def test_a_package_holds_the_whole(self, share, said):
        """Terms of other than 100 % are refused where a grant is made."""
        with pytest.raises(InvalidValue, match=f"vests {said} of the grant"):
            RestrictedStock(symbol="A", units=10, vesting_start_on=START, vesting=terms(months(1, share=share)))

    def test_a_package_holds_whole_units(self):
        """Fractional units cannot be granted."""
        fractions = VestingTerms.named("1y/monthly", allocation_type="FRACTIONAL")
        with pytest.raises(InvalidValue, match="fractions of a unit"):
            RestrictedStock(symbol="A", units=10, vesting_start_on=START, vesting=fractions)

    @pytest.mark.parametrize(
        "build",
        [
            lambda: terms(),
            lambda: months(0),
            lambda: months(-1),
            lambda: months(10_001),
            lambda: months(1.0),
            lambda: months(1, share=0),
            lambda: months(1, share="-0.1"),
            lambda: months(1, share=0.25),
            lambda: months(1, share="a quarter"),
            lambda: months(1, day_of_month="32"),
            lambda: months(1, day_of_month="29"),
            lambda: months(2, on=START),
            lambda: months(1, event=" "),
            lambda: Period(length=1, kind="MOONS"),
            lambda: VestingTerms.named("4y/weekly"),
            lambda: vest(1.0, FOUR_YEARS, start_on=START),
            lambda: vest(0, FOUR_YEARS, start_on=START),
            lambda: vest(1, FOUR_YEARS, start_on=START, events={"ipo": "2027-01-01"}),
        ],
    )
    def test_refused(self, build):
        """No statements, no count, no share above 0, no such day, no such period, no whole units."""
        with pytest.raises(InvalidValue):
            build()


class TestOneEngine:
    """`Vesting` and `VestingTerms` of a name vest alike."""

    @pytest.mark.parametrize("name", ["4y/1y-cliff/monthly", "33/33/22/12", "5/15/40/40", "1y/quarterly", "0/100"])
    @pytest.mark.parametrize("number", [1, 7, 480, 1001])
    def test_alike(self, name, number):
        """Same days, same units, same length."""
        start = date(2027, 1, 31)
        steps, named = Vesting.parse(name), VestingTerms.named(name)
        assert vest(number, steps, start_on=start) == vest(number, named, start_on=start)
        assert steps.tranches(number, start) == vest(number, named, start_on=start)
        assert steps.years(start) == named.years(start)
