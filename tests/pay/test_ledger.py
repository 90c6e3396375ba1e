"""The ledger: each form of rollover, overage and leaving, by tables worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.pay.allowance import TokenAllowance
from compkit.pay.amounts import MoneyPer, TokensPer
from compkit.pay.baskets import Basket
from compkit.pay.ledger import ledger, runs_dry_on
from compkit.pay.ledgerbook import LedgerPeriod
from compkit.pay.ledgergrants import FteChange
from compkit.pay.package import Package
from compkit.pay.rules import FixedMoney, FixedQuantity, Indexed
from compkit.pay.usage import OverageApproval, Usage

from ..samples import usd

START = date(2027, 1, 1)


def allowance(**terms):
    """USD 100 a month, released on the first day of each."""
    return TokenAllowance(**{"amount": MoneyPer(money=usd(100), per="month"), "rule": FixedMoney(), **terms})


def use(*rows):
    """Use by month and day."""
    return [Usage(on=date(2027, month, day), quantity=quantity) for month, day, quantity in rows]


def booked(tokens, usage, until=date(2027, 5, 1), **options):
    """The ledger of a package of one allowance."""
    package = Package(start_on=START, currency="USD", tokens=(tokens,))
    return ledger(tokens, usage, package=package, until=until, **options)


def table(found):
    """Granted, carried in, used, expired, carried out and overage, period by period."""
    names = ("granted", "carried_in", "used", "expired", "carried_out", "overage")
    return [tuple(int(getattr(period, name)) for name in names) for period in found.periods]


USES = ((1, 10, 30), (2, 10, 50), (3, 10, 250), (4, 10, 100))
"""30, 50, 250 and 100 in four months, against 100 in each."""


class TestRollover:
    """What is unused: each line is granted, carried in, used, expired, carried out, beyond."""

    def test_none(self):
        """It expires with its month."""
        assert table(booked(allowance(), use(*USES))) == [
            (100, 0, 30, 70, 0, 0),
            (100, 0, 50, 50, 0, 0),
            (100, 0, 100, 0, 0, 150),
            (100, 0, 100, 0, 0, 0),
        ]

    def test_one_month(self):
        """It lives one month longer; February takes January's 70 first, and 20 of those expire."""
        assert table(booked(allowance(rollover_months=1), use(*USES))) == [
            (100, 0, 30, 0, 70, 0),
            (100, 70, 50, 20, 100, 0),
            (100, 100, 200, 0, 0, 50),
            (100, 0, 100, 0, 0, 0),
        ]

    def test_without_limit(self):
        """Nothing expires: 70 and 50 wait for March, which has 220 of the 250."""
        assert table(booked(allowance(rollover_months=None), use(*USES))) == [
            (100, 0, 30, 0, 70, 0),
            (100, 70, 50, 0, 120, 0),
            (100, 120, 220, 0, 0, 30),
            (100, 0, 100, 0, 0, 0),
        ]

    def test_share(self):
        """Half of a release goes on, once: 35 of 70; February uses those and 15 of its own, and half of 85 goes on."""
        found = booked(allowance(rollover_months=None, rollover_share="0.5"), use(*USES))
        assert [period.carried_out for period in found.periods] == [35, Decimal("42.50"), 0, 0]
        assert [period.expired for period in found.periods] == [35, Decimal("42.50"), 0, 0]
        assert [period.overage for period in found.periods] == [0, 0, Decimal("107.50"), 0]

    def test_share_is_taken_once(self):
        """A release that waits for two months is halved once, at the end of its own."""
        found = booked(allowance(rollover_months=None, rollover_share="0.5"), [])
        assert [period.carried_out for period in found.periods] == [50, 100, 150, 200]

    def test_share_in_whole_cents(self):
        """A third of 100.00 is 33.33, rounded down."""
        found = booked(allowance(rollover_months=1, rollover_share="0.3333333"), [], until=date(2027, 2, 1))
        assert found.balance == Decimal("33.33")

    def test_until_a_day(self):
        """Nothing carried over is used after 15 March: on the 20th March's own 100 are left, the 120 are gone."""
        terms = allowance(rollover_months=None, rollover_until=date(2027, 3, 15))
        uses = ((1, 10, 30), (2, 10, 50), (3, 20, 250), (4, 10, 40))
        assert table(booked(terms, use(*uses))) == [
            (100, 0, 30, 0, 70, 0),
            (100, 70, 50, 0, 120, 0),
            (100, 120, 100, 120, 0, 150),
            (100, 0, 40, 60, 0, 0),
        ]

    def test_last_day_counts(self):
        """On the day itself it can still be used."""
        terms = allowance(rollover_months=None, rollover_until=date(2027, 3, 15))
        assert booked(terms, use((1, 10, 30), (2, 10, 50), (3, 15, 220))).total("overage") == 0

    def test_cap(self):
        """At most 90 come into a month; the oldest go first: of 70 and 100, all 70 and 10 more."""
        terms = allowance(rollover_months=None, rollover_cap=90)
        assert table(booked(terms, use((1, 10, 30), (2, 10, 0), (3, 10, 250)))) == [
            (100, 0, 30, 0, 70, 0),
            (100, 70, 0, 80, 90, 0),
            (100, 90, 190, 0, 0, 60),
            (100, 0, 0, 10, 90, 0),
        ]

    def test_cap_drops_the_oldest(self):
        """Of 70 and 100, 90 of February's are left: with two months of life they are there through April."""
        away = [FteChange(on=date(2027, 3, 1), rate=0)]
        found = booked(allowance(rollover_months=2, rollover_cap=90), use((1, 10, 30)), fte=away)
        assert [period.carried_out for period in found.periods] == [70, 90, 90, 0]

    def test_months_from_the_origin(self):
        """A release of 31 January with a month more lives to 30 March, as the grid of releases has it."""
        start = date(2027, 1, 31)
        tokens = allowance(rollover_months=1)
        package = Package(start_on=start, currency="USD", tokens=(tokens,))
        kept = ledger(tokens, use((3, 30, 200)), package=package, until=date(2027, 3, 31))
        assert kept.total("overage") == 0
        assert [period.end for period in kept.periods] == [date(2027, 2, 28), date(2027, 3, 31)]


class TestDays:
    """What counts on which day."""

    def test_release_before_use(self):
        """On the day of release, what is released can be used."""
        assert table(booked(allowance(), use((1, 1, 100), (2, 1, 100)), date(2027, 3, 1)))[1] == (100, 0, 100, 0, 0, 0)

    def test_oldest_first(self):
        """February's use takes January's rest, so none of it expires at the end of February."""
        found = booked(allowance(rollover_months=1), use((1, 10, 40), (2, 10, 60)), date(2027, 3, 1))
        assert table(found)[1] == (100, 60, 60, 0, 100, 0)

    def test_in_arrears(self):
        """Released on the last day of January, and used in February without being carried over."""
        terms = allowance(in_advance=False)
        assert table(booked(terms, use((1, 30, 10), (1, 31, 20), (2, 10, 50)), date(2027, 3, 1))) == [
            (100, 0, 20, 0, 80, 10),
            (100, 80, 50, 30, 100, 0),
        ]

    def test_cap_spares_what_is_new(self):
        """In arrears, January's release has its own month in February: a cap of 10 holds from March on."""
        found = booked(allowance(in_advance=False, rollover_months=1, rollover_cap=10), [], date(2027, 4, 1))
        assert [period.carried_out for period in found.periods] == [100, 110, 110]

    def test_running_period(self):
        """A period that still runs has its whole release, and nothing of it has expired."""
        assert table(booked(allowance(), use((1, 10, 30)), date(2027, 1, 16))) == [(100, 0, 30, 0, 70, 0)]

    def test_use_from_until_on_is_left_out(self):
        """A balance on a day does not know what comes later."""
        assert booked(allowance(), use((1, 10, 30), (1, 16, 50)), date(2027, 1, 16)).balance == 70

    def test_several_rows_a_day(self):
        """They add up, and cents that single rows are too small for are not lost: 4 x 0.004 is 0.016, so 0.02."""
        rows = use(*[(1, 10, "0.004")] * 2, (1, 11, "0.004"), (1, 12, "0.004"))
        assert booked(allowance(), rows, date(2027, 1, 20)).total("used") == Decimal("0.02")

    def test_before_the_first_release(self):
        """An allowance that starts in February: what January uses is overage, in a period of its own."""
        found = booked(allowance(starts_on=date(2027, 2, 1)), use((1, 10, 5), (2, 10, 50)), date(2027, 3, 1))
        assert table(found) == [(0, 0, 0, 0, 0, 5), (100, 0, 50, 50, 0, 0)]

    def test_after_its_end(self):
        """An allowance that ends on 15 February: half of the month is granted (14 of 28 days), then it is overage."""
        terms = allowance(ends_on=date(2027, 2, 14), rollover_months=None)
        found = booked(terms, use((2, 10, 20), (2, 15, 5)))
        assert table(found) == [(100, 0, 0, 0, 100, 0), (50, 100, 20, 130, 0, 0), (0, 0, 0, 0, 0, 5)]

    def test_last_release_in_arrears(self):
        """What is released on the last day of an allowance has a period after it, or it would be worth nothing."""
        found = booked(allowance(ends_on=date(2027, 1, 31), in_advance=False), use((2, 20, 60), (3, 1, 1)))
        assert table(found) == [(100, 0, 60, 40, 0, 0), (0, 0, 0, 0, 0, 1)]
        assert found.periods[0].end == date(2027, 3, 1)

    def test_hire_within_a_month(self):
        """Months of release begin with the package: from 15 January a month is 15 January to 14 February."""
        tokens = allowance()
        package = Package(start_on=date(2027, 1, 15), currency="USD", tokens=(tokens,))
        found = ledger(tokens, [], package=package, until=date(2027, 2, 15))
        assert [(p.start, p.end, p.granted) for p in found.periods] == [(date(2027, 1, 15), date(2027, 2, 15), 100)]


class TestOverage:
    """Use beyond the allowance, by its terms; it is never booked as used."""

    def test_stops(self):
        """It is refused."""
        found = booked(allowance(), use((1, 10, 130)), date(2027, 2, 1))
        assert found.overage_that_is("refused") == 30
        assert (found.total("used"), found.periods[0].left_over) == (100, -30)

    def test_charged(self):
        """It is charged to the team."""
        found = booked(allowance(overage="charged to the team"), use((1, 10, 130)), date(2027, 2, 1))
        assert found.overage_that_is("charged to the team") == 30

    def test_awaiting(self):
        """Without an approval it waits for one."""
        found = booked(allowance(overage="needs approval"), use((1, 10, 130)), date(2027, 2, 1))
        assert found.overage_that_is("awaiting approval") == 30

    def test_approved_whole(self):
        """A yes covers all of it."""
        found = booked(allowance(overage="needs approval"), use((1, 10, 130)), date(2027, 2, 1), approved=True)
        assert found.overage_that_is("approved") == 30

    def test_approved_amount(self):
        """40 approved from 15 January to 28 February: not for the 10th, then 25 and 5; the 10 that are left lapse."""
        approved = [OverageApproval(on=date(2027, 1, 15), quantity=40, until=date(2027, 2, 28))]
        uses = use((1, 10, 130), (1, 20, 25), (2, 10, 105), (3, 1, 101))
        found = booked(allowance(overage="needs approval"), uses, date(2027, 4, 1), approved=approved)
        assert [(o.on.day, int(o.quantity), o.outcome) for p in found.periods for o in p.overages] == [
            (10, 30, "awaiting approval"),
            (20, 25, "approved"),
            (10, 5, "approved"),
            (1, 1, "awaiting approval"),
        ]

    def test_approved_in_part(self):
        """Two approvals of 10 cover 20 of a day's 30, one after the other."""
        approved = [OverageApproval(on=START, quantity=10)] * 2
        found = booked(allowance(overage="needs approval"), use((1, 10, 130)), date(2027, 2, 1), approved=approved)
        assert [(int(o.quantity), o.outcome) for o in found.periods[0].overages] == [
            (20, "approved"),
            (10, "awaiting approval"),
        ]

    def test_approval_of_nothing(self):
        """Approvals where overage needs none are refused."""
        with pytest.raises(InvalidValue, match="go with overage that needs approval"):
            booked(allowance(), [], approved=True)


class TestLeaving:
    """The last day of work, the wind-down after it, and changes of working time."""

    def test_prorated(self):
        """14 of February's 28 days are worked: 50 are granted, nothing later, and the rest ends on the last day."""
        found = booked(allowance(rollover_months=None), use((2, 14, 20), (2, 15, 5)), left_on=date(2027, 2, 14))
        assert table(found) == [(100, 0, 0, 0, 100, 0), (50, 100, 20, 130, 0, 0), (0, 0, 0, 0, 0, 5)]

    def test_wind_down(self):
        """With 30 days after 14 February, what is left can be used to 16 March; the period of leaving runs to then."""
        terms = allowance(wind_down_days=30)
        found = booked(terms, use((2, 10, 20), (3, 16, 25), (3, 17, 1)), left_on=date(2027, 2, 14))
        assert table(found) == [(100, 0, 0, 100, 0, 0), (50, 0, 45, 5, 0, 0), (0, 0, 0, 0, 0, 1)]
        assert found.periods[1].end == date(2027, 3, 17)

    def test_wind_down_ends_what_would_live_longer(self):
        """No rollover outlives the wind-down, and no share or cap is taken from it."""
        terms = allowance(wind_down_days=10, rollover_months=None, rollover_share="0.5", rollover_cap=40)
        found = booked(terms, use((2, 20, 90)), left_on=date(2027, 2, 14))
        assert table(found) == [(100, 0, 0, 60, 40, 0), (50, 40, 90, 0, 0, 0)]

    def test_within_the_wind_down(self):
        """A balance inside the wind-down is still there, whole."""
        terms = allowance(wind_down_days=30, rollover_months=None, rollover_share="0.5")
        assert booked(terms, [], date(2027, 3, 1), left_on=date(2027, 2, 14)).balance == 50 + 50

    def test_arrears(self):
        """In arrears the part of the last period is released on the last day, and used through the wind-down."""
        terms = allowance(wind_down_days=5, in_advance=False)
        found = booked(terms, use((2, 16, 60)), left_on=date(2027, 2, 14))
        assert table(found) == [(100, 0, 0, 0, 100, 0), (50, 100, 60, 90, 0, 0)]

    def test_fte(self):
        """Four days of five from 15 February: 14 days whole and 14 at 80 % are 50 + 40; later months 80."""
        found = booked(allowance(), [], fte=[FteChange(on=date(2027, 2, 15), rate="0.8")])
        assert [period.granted for period in found.periods] == [100, 90, 80, 80]

    def test_unpaid_leave(self):
        """Nothing while away, whole again from the day of return: 15 of April's 30 days."""
        away = [FteChange(on=date(2027, 2, 1), rate=0), FteChange(on=date(2027, 4, 16), rate=1)]
        assert [period.granted for period in booked(allowance(), [], fte=away).periods] == [100, 0, 0, 50]

    def test_fte_out_of_order(self):
        """Two changes on a day contradict one another."""
        with pytest.raises(InvalidValue, match="must stand by rising day"):
            booked(allowance(), [], fte=[FteChange(on=START, rate=1)] * 2)

    def test_before_the_first_day(self):
        """Nobody leaves before the start."""
        with pytest.raises(InvalidValue, match="must not be before the first day of work on 2027-01-01"):
            booked(allowance(), [], left_on=date(2026, 12, 31))


class TestOtherUnits:
    """Tokens, tools, and what a ledger cannot know."""

    def test_tokens(self):
        """A quantity is booked in millions of tokens, to the single token."""
        basket = Basket.of("north/one")
        tokens = allowance(amount=TokensPer(mtok=12, per="year"), rule=FixedQuantity(), basket=basket)
        found = booked(tokens, use((1, 10, "0.9999995"), (1, 11, "0.0000005")), date(2027, 2, 1))
        assert (found.periods[0].granted, found.total("used")) == (1, 1)

    def test_each_tool_for_itself(self):
        """Two tools of 50.01 each: what one leaves is not there for the other."""
        tokens = allowance(amount=MoneyPer(money=usd("50.01"), per="month", tools=("Editor", "Agent")))
        rows = [Usage(on=START, quantity=60, tool="Agent"), Usage(on=START, quantity=10, tool="Editor")]
        found = booked(tokens, rows, date(2027, 2, 1), tool="Agent")
        assert (found.total("granted"), found.total("used")) == (Decimal("50.01"), Decimal("50.01"))
        assert booked(tokens, rows, date(2027, 2, 1), tool="Editor").total("expired") == Decimal("40.01")
        with pytest.raises(InvalidValue, match="say one of Editor, Agent"):
            booked(tokens, rows)
        with pytest.raises(InvalidValue, match=r"each tool has the amount for itself.*say one of Editor, Agent"):
            booked(tokens, [Usage(on=START, quantity=1, tool="Chat")], tool="Agent")

    def test_several_allowances(self):
        """Use names its allowance where there are several, and only its own is booked."""
        one, other = allowance(name="One"), allowance(name="Other")
        package = Package(start_on=START, currency="USD", tokens=(one, other))
        rows = [Usage(on=START, quantity=5, allowance="One"), Usage(on=START, quantity=7, allowance="Other")]
        assert ledger(other, rows, package=package, until=date(2027, 2, 1)).total("used") == 7
        for name in ("", "Third"):
            with pytest.raises(InvalidValue, match="say one of One, Other"):
                ledger(one, [Usage(on=START, quantity=5, allowance=name)], package=package, until=date(2027, 2, 1))

    def test_index(self):
        """Money that follows an index is settled at values that a ledger does not know."""
        with pytest.raises(InvalidValue, match="follows an index"):
            booked(allowance(rule=Indexed(index="CPI", base_on=START)), [])

    def test_indexed(self):
        """100 a month at an index that has come to 1.03 in the second month: 100, then 103."""
        found = booked(
            allowance(rule=Indexed(index="CPI", base_on=START)),
            [],
            index=lambda on: Decimal("1.03") if on > START else Decimal(1),
        )
        assert [period.granted for period in found.periods[:2]] == [100, 103]


class TestRefused:
    """Bad input, with the way out."""

    def test_before_the_package(self):
        """Use before the first day of work is another year's, most likely."""
        with pytest.raises(InvalidValue, match=r"before the package starts on 2027-01-01.*look at the year"):
            booked(allowance(), [Usage(on=date(2026, 1, 10), quantity=1)])

    def test_credit_note(self):
        """Negative use is taken off what it corrects."""
        with pytest.raises(InvalidValue, match=r"must not be negative.*credit note"):
            Usage(on=START, quantity=-1)

    def test_no_days(self):
        """It needs a day after the start."""
        with pytest.raises(InvalidValue, match="must be after the package starts"):
            booked(allowance(), [], START)

    def test_no_end(self):
        """A day that nobody lives to see is a slip, and a wind-down without end is one without end."""
        with pytest.raises(InvalidValue, match="must be within 100 years"):
            booked(allowance(), [], date(9999, 12, 31))
        found = booked(allowance(wind_down_days=10**9), use((4, 30, 5)), left_on=date(2027, 2, 14))
        assert found.total("used") == 5

    def test_a_stranger(self):
        """The allowance is one of the package's."""
        package = Package(start_on=START, currency="USD", tokens=(allowance(),))
        with pytest.raises(InvalidValue, match="is not an allowance of the package"):
            ledger(allowance(name="Other"), [], package=package, until=date(2027, 2, 1))

    def test_a_period_that_loses(self):
        """A period that does not add up cannot be made."""
        parts = {"granted": 10, "carried_in": 0, "used": 4, "expired": 5, "carried_out": 0}
        with pytest.raises(InvalidValue, match="must add up"):
            LedgerPeriod(start=START, end=date(2027, 2, 1), **{k: Decimal(v) for k, v in parts.items()})


class TestPace:
    """The day on which it runs dry, in a straight line."""

    def test_within_the_month(self):
        """5 a day against 100 a month: February's 100 last 20 days, so the 21st is the first without."""
        found = booked(allowance(), use((1, 10, 155)), date(2027, 2, 1))
        assert found.daily_pace == 5
        assert runs_dry_on(found) == date(2027, 2, 21)

    def test_lasts(self):
        """3 a day are 93 in the longest month."""
        assert runs_dry_on(booked(allowance(), use((1, 10, 93)), date(2027, 2, 1))) is None

    def test_after_leaving(self):
        """Nobody asks any more."""
        assert runs_dry_on(booked(allowance(), use((1, 10, 155)), date(2027, 2, 1), left_on=date(2027, 1, 20))) is None

    def test_its_own_end(self):
        """Past its last day it does not run dry: it has ended."""
        found = booked(allowance(ends_on=date(2027, 2, 10)), use((1, 10, 93)), date(2027, 2, 1))
        assert runs_dry_on(found) is None
        assert found.utilisation == Decimal("0.93")
