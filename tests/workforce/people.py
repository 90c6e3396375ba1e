"""Rosters for tests: people with awkward start days, part time, grants of few units and any kind of allowance."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pandas as pd
from hypothesis import strategies as st

from compkit.dates import MonthDay, add_months, day_after
from compkit.money import Money
from compkit.pay import (
    Basket,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    ShareOfBase,
    ShareOfTargetCash,
    TokenAllowance,
    TokensPer,
    entitlements,
)
from compkit.pay.units import decimals
from compkit.valuation.value import CONTINUOUS, rows_ahead
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.engines.rows import GRANT_TEXT, pack
from compkit.workforce.roster import GRANTS, PEOPLE, BonusTerms, Roster

ALLOWANCES = {
    "half": TokenAllowance(
        amount=ShareOfBase(rate="0.5"), rule=FixedMoney(), guaranteed_until=date(2028, 1, 10), notice_days=60
    ),
    "flat": TokenAllowance(
        amount=MoneyPer(money=Money(1500, "USD"), per="month"), rule=FixedMoney(), release="quarterly"
    ),
    "target": TokenAllowance(
        amount=ShareOfTargetCash(rate="0.2"), rule=FixedMoney(), release="yearly", in_advance=False, notice_days=400
    ),
    "quantity": TokenAllowance(
        amount=TokensPer(mtok=Decimal("123.456789"), per="month"),
        rule=FixedQuantity(),
        basket=Basket.of("openai/gpt-6-sol"),
    ),
}
SCHEDULES = ("4y/1y-cliff/monthly", "4y/1y-cliff/quarterly", "33/33/34", "1y/quarterly", "50/0/50")


def person(number: int, **changes: object) -> dict[str, object]:
    """A row of people."""
    row: dict[str, object] = {
        "employee_id": f"E{number}",
        "department": "Robots",
        "cost_center": "100",
        "account": "6000",
        "family": "Engineer",
        "level": "L5",
        "place": "Austin, TX",
        "manager": "E0",
        "currency": "USD",
        "start_on": pd.Timestamp(2024, 2, 29),
        "base": 20_000_000,
        "fte": 1_000_000,
        "bonus": 150_000,
        "tokens": "half",
    }
    return row | changes


def grant(number: int, **changes: object) -> dict[str, object]:
    """A row of grants."""
    row: dict[str, object] = {
        "employee_id": f"E{number}",
        "name": "Grant",
        "kind": "rsu",
        "symbol": "ACME",
        "units": 4801,
        "vesting": "4y/1y-cliff/quarterly",
        "vesting_start_on": pd.Timestamp(2024, 2, 29),
        "strike": "",
        "strike_currency": "",
        "expires_on": pd.NaT,
    }
    return row | changes


def roster(people: list[dict[str, object]], grants: list[dict[str, object]] | None = None, **changes: object) -> Roster:
    """A roster of rows."""
    further = ["end_on"] if any("end_on" in row for row in people) else []
    frames = {
        "people": pd.DataFrame(people, columns=[*PEOPLE, *further]),
        "grants": pd.DataFrame(grants or [], columns=list(GRANTS)),
    }
    return Roster(**{**frames, "allowances": ALLOWANCES, **changes})


def packed(size: int) -> pd.DataFrame:
    """Rows with grants beside them, by whole columns: 700 start days, three kinds of tokens, every other one a grant.

    Args:
        size: How many people.
    """
    numbers = pd.Series(range(size), dtype="int64")
    head, tail = pack(roster([person(0)], [grant(0)]))[GRANT_TEXT].iloc[0].split('"units": 4801')
    columns = {
        "employee_id": "E" + numbers.astype(str),
        "start_on": pd.Timestamp(2020, 2, 28) + pd.to_timedelta(numbers % 700, unit="D"),
        "base": 10_000_001 + 7 * numbers,
        "tokens": (numbers % 3).map({0: "half", 1: "flat", 2: ""}),
        GRANT_TEXT: (head + '"units": ' + (1 + numbers).astype(str) + tail).where(numbers % 2 == 0, ""),
    }
    return pd.DataFrame({**person(0), GRANT_TEXT: "", **columns}, index=numbers.index)


@st.composite
def rosters(draw: st.DrawFn, *, leavers: bool = True) -> Roster:
    """A few people with anything that a roster can say; now and then some who leave, unless `leavers` is false."""
    days = st.dates(date(2014, 1, 1), date(2030, 6, 30))
    people, grants = [], []
    leavers = leavers and draw(st.booleans())
    for number in range(draw(st.integers(1, 6))):
        currency = draw(st.sampled_from(["USD", "USD", "JPY"]))
        allowance = draw(st.sampled_from(["", *ALLOWANCES]))
        people.append(
            person(
                number,
                department=draw(st.sampled_from(["Robots", "O'Neil & <Sons> 😀/Zoë"])),
                currency=currency,
                start_on=pd.Timestamp(draw(days)),
                base=draw(st.integers(1, 10**9)),
                fte=draw(st.sampled_from([1_000_000, 800_000, 666_667, 1])),
                bonus=draw(st.sampled_from([0, 100_000, 123_456, 10_000_000])),
                tokens="half" if currency == "JPY" and allowance else allowance,
            )
        )
        if leavers:
            last = draw(st.none() | st.dates(people[-1]["start_on"].date(), date(2032, 1, 1)))
            people[-1]["end_on"] = pd.NaT if last is None else pd.Timestamp(last)
        grants += [_grant(draw, number) for _ in range(draw(st.integers(0, 2)))]
    terms = BonusTerms(
        performance_year=draw(st.sampled_from(["calendar", "service", MonthDay(10, 1)])),
        first_year=draw(st.sampled_from(["prorated", "full", "none"])),
        paid_on=draw(st.sampled_from([None, MonthDay(3, 15)])),
    )
    return roster(people, grants, bonus=terms)


def _grant(draw: st.DrawFn, number: int) -> dict[str, object]:
    is_option = draw(st.booleans())
    own = {"kind": "option", "strike": "1.90", "strike_currency": "USD", "expires_on": pd.Timestamp(2050, 1, 1)}
    return grant(
        number,
        units=draw(st.integers(1, 50) | st.integers(1, 10**7)),
        vesting=draw(st.sampled_from(SCHEDULES)),
        vesting_start_on=pd.Timestamp(draw(st.dates(date(2018, 1, 1), date(2030, 1, 1)))),
        **(own if is_option else {}),
    )


@st.composite
def cuts(draw: st.DrawFn) -> Cuts:
    """Years, or months, from a day on."""
    start, step = draw(st.dates(date(2024, 1, 1), date(2027, 12, 31))), draw(st.sampled_from([12, 12, 1]))
    return Cuts(tuple(add_months(start, step * n) for n in range(draw(st.integers(1, 4)) + 1)))


def last_day(people: Roster, position: int) -> date:
    """The last day of work of somebody who leaves; far away for who stays."""
    if "end_on" not in people.people.columns or pd.isna(people.people["end_on"].iloc[position]):
        return date(2100, 1, 1)
    return people.people["end_on"].iloc[position].date()


def one_by_one(people: Roster, years: Cuts) -> Counter[tuple[object, ...]]:
    """Whole quantities by person, promise, year and day, by the packages of each: what columns have to equal."""
    found: Counter[tuple[object, ...]] = Counter()
    for position, employee in enumerate(people.people["employee_id"]):
        package = people.package(employee)
        if package.start_on >= years.until:
            continue
        last_on = last_day(people, position)
        until = min(years.until, day_after(last_on))
        if until <= max(years.start, package.start_on):
            continue
        rows = entitlements(package, until=until)
        if package.start_on < years.start:
            rows = tuple(rows_ahead(rows, years.start))
        for row in rows:
            assert row.on is not None
            if row.component not in CONTINUOUS and row.on > last_on:
                continue
            key = (position, row.component, row.unit, row.guaranteed)
            done = Decimal(0)
            for year, end in enumerate(years.days[1:]):
                is_last = year == years.years - 1 or row.earned[1] <= end
                by = row.quantity if is_last else row.quantity_by(end)
                found[(*key, year, row.on.toordinal())] += int((by - done).scaleb(decimals(row.unit)))
                done = by
    return +found
