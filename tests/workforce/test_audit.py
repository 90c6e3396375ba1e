"""The audit: figures of round people worked by hand; every row of use counts once, or is told."""

import sys
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.documents.auditreport import build_audit_report
from compkit.documents.table import render
from compkit.errors import InvalidValue
from compkit.valuation.offerpolicy import TokenCap
from compkit.workforce.audit.audit import AuditTerms
from compkit.workforce.audit.grants import granted
from compkit.workforce.audit.year import AuditYear
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.policy.tokenpolicy import TokenPolicy
from compkit.workforce.usage.export import BILLION
from tests.workforce.audits import ALARMS, AS_OF, MARKET, audited, usd, use, worker
from tests.workforce.people import one_by_one, rosters


class TestPerson:
    """One person's figures."""

    def test_by_hand(self):
        """365,000 a year and half of it in tokens: January grants a twelfth; by days 500 each are expected."""
        rows = [use(1, 3100, on="2027-01-02"), use(1, 2800)]
        found = audited([worker(1)], rows).person("E1")
        assert (found.days, found.granted, found.granted_year) == (31, usd("15208.33"), usd(182_500))
        assert (found.expected, found.used) == (usd(15_500), usd(5_900))
        assert found.annualised == usd("69467.741935484")  # 5,900 * 365 / 31
        assert found.base_share == Decimal("0.190323") == found.pay_share  # of 365,000
        assert (found.unused, found.over) == (usd("9308.33"), usd(0))
        # the last 28 days, from 4 January, hold 2,800: 100 a day; all 31 days hold 5,900; 334 days are left
        assert found.forecast_range == (usd(39_300), usd("69467.741935484"))  # 5,900 + 33,400
        assert found.forecast == usd("54383.870967742")  # in the middle
        assert found.alarm == "concern"  # 19 % of pay

    def test_public_example(self):
        """500,000 of pay: 5,000 of use is the loudest level, 200,000 is a concern, 250,000 is none."""
        people = [worker(number, base=50_000_000, tokens="") for number in range(4)]
        rows = [use(0, 5_000), use(1, 200_000), use(2, 250_000), use(3, "249999.99")]
        at = date(2028, 1, 1)
        found = audited(people, rows, as_of=at, market=evolve(MARKET, as_of=at))
        assert found.people["alarm"].tolist() == ["alarm", "concern", "", "concern"]
        assert [found.person(f"E{n}").pay_share for n in range(3)] == [Decimal("0.01"), Decimal("0.4"), Decimal("0.5")]

    @given(
        used=st.integers(0, 10**15), base=st.integers(1, 10**9), days=st.integers(1, 365), bonus=st.integers(0, 10**6)
    )
    def test_alarm_as_the_policy_says(self, used, base, days, bonus):
        """The column says what the policy says of one person."""
        at = AuditYear.of(date(2028, 1, 1))
        begin = at.until.toordinal() - days
        someone = worker(1, base=base, bonus=bonus, start_on=pd.Timestamp(date.fromordinal(begin)))
        found = audited(
            [someone], [use(1, Decimal(used).scaleb(-9))], as_of=at.as_of, market=evolve(MARKET, as_of=at.as_of)
        )
        own = found.person("E1")
        pay = int(found.people["pay"].iloc[0])
        level = next(
            (
                level.name
                for level in reversed(ALARMS)
                if level.holds(
                    # times the days of the year, so that the part of pay stays whole
                    own.used * at.days,
                    own.granted * at.days if level.of == "allowance" else usd(Decimal(pay * days).scaleb(-9)),
                )
            ),
            "",
        )
        assert own.alarm == level

    def test_quantity(self):
        """123.456789 Mtok a month is a quantity: the ledger is in tokens, its money at the book's price."""
        rows = [use(1, output=1_000_000, fresh_input=2_000_000)]
        found = audited([worker(1, tokens="quantity")], rows).person("E1")
        assert found.tokens_granted == 123_456_789
        assert (found.tokens_used, found.tokens_left) == (3_000_000, 120_456_789)
        assert found.used == usd(12)  # 2 * 1 + 1 * 10
        assert audited([worker(1)], rows).person("E1").tokens_left is None

    def test_joiner_and_leaver(self):
        """Who joins on 22 January has 10 days; who leaves on the 10th has 10 days, and grants until then.

        A month's 15,208.33 accrues by its days: 10 of 31 days are 4,905.91.
        """
        people = [worker(1, start_on=pd.Timestamp(2027, 1, 22)), worker(2, end_on=pd.Timestamp(2027, 1, 10))]
        found = audited([{**row, "end_on": row.get("end_on", pd.NaT)} for row in people], [use(1, 1000), use(2, 1000)])
        joiner, leaver = found.person("E1"), found.person("E2")
        assert joiner.days == leaver.days == 10
        assert joiner.granted == leaver.granted == leaver.granted_year == leaver.expected == usd("4905.91")
        assert joiner.annualised == leaver.annualised == usd(36_500)
        assert joiner.forecast == usd(34_400) and leaver.forecast == usd(1_000)  # 1,000 + 100 * 334 days; nothing more

    def test_part_time_and_currency(self):
        """Half of full time is half of pay; yen are turned into dollars at the stated rate."""
        people = [worker(1, fte=500_000), worker(2, base=54_750_000, currency="JPY")]  # 54,750,000 yen are 365,000
        found = audited(people, [use(1, 1), use(2, 1)])
        # a twelfth of 27,375,000 yen is 2,281,250, and at 150 yen for a dollar a third of a cent is left
        assert [found.person(name).granted for name in ("E1", "E2")] == [usd("7604.17"), usd("15208.333333333")]
        assert found.people["base"].tolist() == [182_500 * BILLION, 365_000 * BILLION]

    def test_nobody(self):
        """Who has no use has nothing used, and who starts later is not in the audit."""
        found = audited([worker(1), worker(2, start_on=pd.Timestamp(2027, 3, 1))], [use(2, 5)])
        assert found.employees == 1 and found.users == 0 and found.counted.not_employed == 1
        assert found.person("E1").used == usd(0) and found.person("E1").alarm == "alarm"
        with pytest.raises(InvalidValue, match="nobody of the audit"):
            found.person("E2")


class TestGranted:
    """What is granted is what the single path entitles to."""

    @given(people=rosters())
    def test_equals_the_single_path(self, people):
        """To the cent, by today and in the year; yen at 150 for a dollar, tokens at their price."""
        at = AuditYear.of(date(2027, 2, 14))
        market = evolve(MARKET, as_of=at.as_of)
        found = granted(people, at, market, "USD")
        single = one_by_one(people, Cuts((at.start, at.as_of, at.until)))
        for position in range(len(people)):
            for columns, last in ((found.by_now, 0), (found.in_year, 1)):
                rows = [
                    (unit, quantity)
                    for (who, component, unit, _, year, _), quantity in single.items()
                    if who == position and component == "tokens" and year <= last
                ]
                money = sum(
                    market.convert(market.unit_price(unit, market.as_of), "USD").amount * quantity / _smallest(unit)
                    for unit, quantity in rows
                )
                assert abs(Decimal(int(columns[position])).scaleb(-9) - money) <= Decimal("2e-9")


def _smallest(unit: object) -> int:
    from compkit.pay.units import decimals

    return int(10 ** decimals(unit))


class TestRows:
    """Each row of use counts as one thing, and is told."""

    def test_rule(self):
        """By provider: all billed counts as billed; else tokens at prices, and money alone would count twice.

        It was row by row before, part bill and part price at one provider, while the review of spend had one basis for
        everything: both go by `usage.basis` now, where a figure of a provider is of one kind.
        """
        rows = [
            use(1, 7, output=1_000_000),
            use(2, 9, model="openai"),  # billed, and so is all else of openai
            use(1, output=1_000_000, provider="other"),
            use(1, 3, output=1_000_000, provider="other"),  # a bill, but the row above has none: 10 at prices
            use(1, 8, model="a fee", provider="other"),  # money alone
            use(1, 2, output=5, model="openai/unknown", provider="other"),
            use(9, 4),
            use(1, 4, on="2026-12-31"),
            use(1, 4, on=str(AS_OF)),
        ]
        found = audited([worker(1), worker(2)], rows)
        count = found.counted
        assert found.bases == {"openai": "billed", "other": "list"}
        assert (count.billed, count.recomputed, count.money_alone, count.unknown) == (2, 2, 1, 1)
        assert (count.unmatched, count.outside) == (1, 2)
        assert [found.person(name).used for name in ("E1", "E2")] == [usd(27), usd(9)]
        assert found.person("E1").unknown_rows == 1 and found.company.unknown_rows == 1
        assert [one.person for one in found.unmatched] == ["e9@x.com"]

    def test_unknown_price_is_no_alarm(self):
        """Use that has no price counts as nothing, so that it cannot be called too little; too much, it can.

        One person used what nobody prices, one nothing at all, and one more than 120 % of 15,208 beside it.
        """
        unpriced = {"output": 5, "model": "acme/unknown", "provider": "acme"}
        rows = [use(1, **unpriced), use(3, 90_000, provider="openai"), use(3, **unpriced)]
        found = audited([worker(1), worker(2), worker(3)], rows)
        assert found.people["alarm"].tolist() == ["", "alarm", "over"]
        assert found.unpriced == {"acme/unknown": 2}
        assert "acme/unknown: state them" in "\n".join(text for text, _ in render(build_audit_report(found), width=140))

    def test_use_of_others_decides_too(self):
        """A row without a bill of somebody outside the roster leaves nobody's use of the provider as billed."""
        found = audited([worker(1)], [use(1, 7, output=1_000_000), use(9, output=1)])
        assert found.bases == {"openai": "list"} and found.person("E1").used == usd(10)

    @given(st.permutations(range(6)))
    def test_any_order(self, order):
        """No order of rows changes a figure."""
        rows = [use(n % 3, Decimal(10**n).scaleb(-3), output=n) for n in range(6)]
        people = [worker(number) for number in range(3)]
        first, second = audited(people, rows), audited(people, [rows[n] for n in order])
        pd.testing.assert_frame_equal(first.people, second.people)

    def test_other_currency(self):
        """Usage in another currency is refused, and so are prices of another day."""
        with pytest.raises(InvalidValue, match="currency of the audit"):
            audited([worker(1)], [use(1, 1, currency="EUR")])
        with pytest.raises(InvalidValue, match="day of the audit"):
            audited([worker(1)], [], market=evolve(MARKET, as_of=date(2027, 1, 1)))


class TestCaps:
    """Caps of the policy."""

    def test_scopes(self):
        """In all, at a provider, for a tool: passed already, or at the pace of a year; at the cap itself nobody is."""
        policy = TokenPolicy(
            caps=(
                TokenCap(annual=usd(36_500)),
                TokenCap(annual=usd(900), provider="OpenAI", approver="cto"),
                TokenCap(annual=usd(5), tool="editor"),
            )
        )
        rows = [use(1, 3100), use(2, 3101, provider="x"), use(2, 900), use(3, 6, tool="Editor", provider="x")]
        found = audited([worker(n) for n in (1, 2, 3)], rows, policy=policy)
        assert [(one.passed, one.at_pace, one.employee_ids) for one in found.caps] == [
            (0, 1, ("E2",)),  # 3,100 in 31 days is 36,500 a year: at the cap
            (1, 2, ("E1", "E2")),
            (1, 1, ("E3",)),
        ]
        assert found.caps[0].excess == usd("10608.548387097")  # 4,001 * 365 / 31 - 36,500


class TestYear:
    """The year that is looked at."""

    def test_start(self):
        """A fiscal year from October; today must be within it."""
        found = audited([worker(1)], [use(1, 1, on="2026-10-01")], start=date(2026, 10, 1))
        assert found.person("E1").days == 123 and found.person("E1").used == usd(1)
        with pytest.raises(InvalidValue, match="must be after the first day"):
            audited([worker(1)], [], start=AS_OF)
        assert AuditYear.of(date(2028, 3, 1)).days == 366


class TestGaps:
    """Use that was not read looks like none."""

    def test_told(self):
        """More than a week without use of anybody at either end is told; a week is not."""
        assert audited([worker(1)], []).gaps == ("no use from 2027-01-01 to before 2027-02-01",)
        assert audited([worker(1)], [use(1, 1)]).gaps == (
            "no use from 2027-01-01 to before 2027-01-15",
            "no use after 2027-01-15",
        )
        assert audited([worker(1)], [use(1, 1, on="2027-01-08"), use(1, 1, on="2027-01-24")]).gaps == ()


def _calls(count: int) -> int:
    """Python calls of an audit of so many people, each with two rows of use."""
    people = [worker(n, department=f"D{n % 3}", family=f"F{n % 2}") for n in range(count)]
    rows = [use(n, n % 7 + 1, output=n) for n in range(count) for _ in (0, 1)]
    from compkit.workforce.audit.audit import audit
    from compkit.workforce.usage.identities import match_people
    from tests.workforce.audits import export
    from tests.workforce.people import roster

    held, matched = roster(people), match_people(export(rows), {f"E{n}@x.com": f"E{n}" for n in range(count)})
    calls = 0

    def seen(frame: object, event: str, what: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(seen)
    try:
        audit(held, matched, TokenPolicy(alarms=ALARMS), AS_OF, market=MARKET, terms=AuditTerms())
    finally:
        sys.setprofile(None)
    return calls


def test_no_loop_of_people():
    """Ten times the people make no more calls of Python."""
    small = _calls(400)
    assert _calls(4_000) <= small * 1.05
