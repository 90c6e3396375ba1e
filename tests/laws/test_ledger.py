"""Laws of the ledger: "in every period granted + carried in = used within the allowance + expired + carried out;
overage stands apart; nothing is negative" (DESIGN section 5, Ledger).
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from attrs import evolve
from hypothesis import given, strategies as st

from compkit.pay.allowance import TokenAllowance
from compkit.pay.amounts import MoneyPer
from compkit.pay.ledger import ledger
from compkit.pay.ledgerbook import OUTCOMES
from compkit.pay.ledgergrants import FteChange
from compkit.pay.ledgerlots import Carry, Lot, book
from compkit.pay.package import Package
from compkit.pay.rules import FixedMoney
from compkit.pay.usage import Usage

from ..samples import usd

START = date(2027, 1, 31)
DAYS = st.integers(0, 500).map(lambda days: START + timedelta(days=days))
UNTIL = START + timedelta(days=501)

CENTS = st.integers(1, 100_000).map(lambda cents: usd(Decimal(cents) / 100))

ALLOWANCES = st.builds(
    TokenAllowance,
    amount=st.builds(MoneyPer, money=CENTS, per=st.just("month")),
    rule=st.just(FixedMoney()),
    release=st.sampled_from(["yearly", "quarterly", "monthly", "weekly"]),
    in_advance=st.booleans(),
    overage=st.sampled_from(["stops", "needs approval", "charged to the team"]),
    wind_down_days=st.integers(0, 60),
    starts_on=st.none() | DAYS,
)
ROLLOVERS = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {
            "rollover_months": st.none() | st.integers(1, 4),
            "rollover_share": st.sampled_from(["1", "0.5", "0.333", "0"]),
            "rollover_cap": st.none() | st.integers(0, 500),
            "rollover_until": st.none() | DAYS,
        }
    ),
)
USAGE = st.lists(st.builds(Usage, on=DAYS, quantity=st.decimals("0", "900", places=3)), max_size=25)


@st.composite
def ledgers(draw, **terms):
    """An allowance under any terms, with any use, leaving and working time."""
    tokens = evolve(draw(ALLOWANCES), **({**draw(ROLLOVERS), **terms} if "rollover_months" not in terms else terms))
    if draw(st.booleans()):
        tokens = evolve(tokens, ends_on=max(draw(DAYS), tokens.starts_on or START))
    package = Package(start_on=START, currency="USD", tokens=(tokens,))
    changes = draw(st.lists(DAYS, max_size=3, unique=True))
    fte = [FteChange(on=on, rate=draw(st.sampled_from(["0", "0.5", "0.8", "1"]))) for on in sorted(changes)]
    return ledger(tokens, draw(USAGE), package=package, until=UNTIL, left_on=draw(st.none() | DAYS), fte=fte)


class TestConservation:
    """Nothing is lost between periods, and nothing comes from nowhere."""

    @given(found=ledgers())
    def test_every_period(self, found):
        """Granted and carried in are used, expired or carried out; carried out is what the next one carries in."""
        for period in found.periods:
            assert period.granted + period.carried_in == period.used + period.expired + period.carried_out
            assert min(period.granted, period.used, period.expired, period.carried_out, period.overage) >= 0
        for earlier, later in zip(found.periods, found.periods[1:], strict=False):
            assert earlier.end == later.start
            assert earlier.carried_out == later.carried_in
        assert not found.periods or found.periods[0].carried_in == 0

    @given(found=ledgers())
    def test_all_use_is_somewhere(self, found):
        """Used and overage are all use, to the cent; overage has an outcome under the terms."""
        cents = sum((Fraction(row.quantity) for row in found.usage), Fraction(0)) * 100
        booked = found.total("used") + found.total("overage")
        assert abs(Fraction(booked) * 100 - cents) <= Fraction(1, 2)
        assert sum(found.overage_that_is(outcome) for outcome in OUTCOMES) == found.total("overage")

    @given(found=ledgers(), cut=DAYS)
    def test_a_balance_needs_no_future(self, found, cut):
        """A ledger to an earlier day has the same periods up to then, and the same use of each day."""
        package, working = found.package, found.working
        part = ledger(
            found.allowance,
            found.usage,
            package=package,
            until=cut + timedelta(days=1),
            left_on=working.left_on,
            fte=working.fte,
        )
        whole = [p for p in found.periods if p.end <= cut + timedelta(days=1)]
        assert list(part.periods[: len(whole)]) == whole
        assert part.total("overage") == sum(o.quantity for p in found.periods for o in p.overages if o.on <= cut)


class TestRollover:
    """The two ends of rollover, against sums."""

    @given(found=ledgers(rollover_months=None))
    def test_without_limit(self, found):
        """While employed nothing expires; used so far is demand less the worst shortfall of any day so far."""
        if found.working.left_on is None and found.allowance.ends_on is None:
            assert found.total("expired") == 0
            assert found.balance == found.total("granted") - found.total("used")

    @given(found=ledgers(rollover_months=0))
    def test_none(self, found):
        """In advance and without a rollover nothing is carried but what a wind-down or a running period holds."""
        if found.allowance.in_advance and found.periods:
            assert all(period.carried_out == 0 for period in found.periods[:-1] if period.end < UNTIL)


SIZES = st.lists(st.integers(0, 50), min_size=1, max_size=12)


class TestKernel:
    """Lots, in whole units."""

    @given(granted=SIZES, wanted=SIZES)
    def test_unlimited_is_a_queue(self, granted, wanted):
        """With no limit, use to each day is ``min over earlier days of granted so far + demand since``."""
        days = [START + timedelta(days=number) for number in range(len(granted))]
        wanted = (wanted + [0] * len(granted))[: len(granted)]
        lots = [
            Lot(on=day, units=units, own_until=day, lapses_on=date.max)
            for day, units in zip(days, granted, strict=True)
        ]
        spans = [(day, day + timedelta(days=1)) for day in days]
        found = list(book(spans, lots, dict(zip(days, wanted, strict=True)), Carry()))
        supply, demand = [0, *accumulate(granted)], [0, *accumulate(wanted)]
        for number in range(1, len(days) + 1):
            most = min(supply[k] - demand[k] for k in range(1, number + 1))
            assert sum(entry.used for entry in found[:number]) == demand[number] + min(0, most)

    @given(granted=SIZES, wanted=SIZES, life=st.integers(1, 5))
    def test_first_in_first_out(self, granted, wanted, life):
        """With lots of equal life, no order of use has less overage than the oldest first."""
        days = [START + timedelta(days=number) for number in range(len(granted))]
        wanted = (wanted + [0] * len(granted))[: len(granted)]
        lots = [
            Lot(on=day, units=units, own_until=day, lapses_on=day + timedelta(days=life))
            for day, units in zip(days, granted, strict=True)
        ]
        spans = [(day, day + timedelta(days=1)) for day in days]
        used = sum(entry.used for entry in book(spans, lots, dict(zip(days, wanted, strict=True)), Carry()))
        newest = _newest_first(granted, wanted, life)
        assert used >= newest


def _newest_first(granted, wanted, life):
    """What the same use takes when it takes the newest lot first."""
    left, used = list(granted), 0
    for today, need in enumerate(wanted):
        for lot in range(today, max(today - life, -1), -1):
            taken = min(left[lot], need)
            left[lot], need, used = left[lot] - taken, need - taken, used + taken
    return used
