"""People of an audit: a row each, in whole numbers, and one person's figures as money."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from ...market.market import Market
from ...money import Money
from ..columns.rational import Ints
from ..policy.tokenpolicy import TokenPolicy
from ..roster import GROUPS, MILLION, Roster
from ..usage.export import in_units
from .alarms import alarm_levels
from .grants import annual_pay, granted
from .use import Used
from .wholes import quotient
from .year import AuditYear, employed

if TYPE_CHECKING:
    import pandas as pd

MONEY = (
    "granted",
    "granted_year",
    "expected",
    "used",
    "recent",
    "annualised",
    "base",
    "pay",
    "unused",
    "over",
    "forecast",
    "forecast_low",
    "forecast_high",
)
"""Columns of people that are money, in billionths."""


@frozen(kw_only=True)
class PersonAudit:
    """One person's use beside what was granted.

    Attributes:
        employee_id: Who.
        days: Days employed so far.
        granted: Granted by now, in money.
        granted_year: Granted in the year.
        expected: That of the year, prorated by days employed so far.
        used: So far.
        annualised: A whole year at this pace.
        base_share: Annualised use of base salary; None without.
        pay_share: Annualised use of base salary and target bonus; None without.
        unused: Left of what was granted by now.
        over: Used above it.
        tokens_granted: Tokens granted by now, where a quantity was promised; else None.
        tokens_used: Tokens of all kinds.
        tokens_left: Granted less used, of those; below 0 is over.
        forecast: Use in the year: in the middle of the range.
        forecast_range: At the pace of the last four weeks, and at that of all days so far; the lower first.
        alarm: Name of the loudest level of the policy that sounds; empty if none.
        unknown_rows: Rows of use without a price that they need, which count as nothing.
    """

    employee_id: str
    days: int
    granted: Money
    granted_year: Money
    expected: Money
    used: Money
    annualised: Money
    base_share: Decimal | None
    pay_share: Decimal | None
    unused: Money
    over: Money
    tokens_granted: int | None
    tokens_used: int
    tokens_left: int | None
    forecast: Money
    forecast_range: tuple[Money, Money]
    alarm: str
    unknown_rows: int


def audit_people(roster: Roster, use: Used, policy: TokenPolicy, year: AuditYear, market: Market) -> pd.DataFrame:
    """A row each of the roster: money in billionths, shares in millionths, tokens and days as they are.

    Args:
        roster: The people.
        use: Rows of use that count.
        policy: Its alarms.
        year: The year.
        market: Token prices and exchange rates.
    """
    people, size = roster.people, len(roster)
    given, pay = granted(roster, year, market, use.currency), annual_pay(people, market, use.currency)
    columns: dict[str, Any] = {name: people[name] for name in ("employee_id", *GROUPS)}
    columns["days"] = days = employed(people, year.start, year.as_of)
    columns["days_in_year"] = in_year = employed(people, year.start, year.until)
    columns |= {"granted": given.by_now, "granted_year": given.in_year}
    columns["expected"] = quotient(given.in_year, days, in_year)
    columns["used"] = spent = use.by_person(size)
    columns["recent"] = recent = use.by_person(size, since=year.recent_start)
    columns["annualised"] = annual = quotient(spent, year.days, days)
    columns |= {"base": pay.base, "pay": pay.cash}
    columns |= {f"{name}_share": _share(annual, columns[name]) for name in ("base", "pay")}
    columns |= {"unused": np.maximum(given.by_now - spent, 0), "over": np.maximum(spent - given.by_now, 0)}
    columns |= _tokens(given.tokens_by_now, given.tokens_in_year > 0, use.by_person(size, tokens=True))
    columns |= _forecast(spent, recent, days, in_year, employed(people, year.recent_start, year.as_of))
    columns["rows"] = np.bincount(use.person, minlength=size)
    columns["unknown_rows"] = unknown = np.bincount(use.person[use.unknown], minlength=size)
    columns["alarm"] = alarm_levels(
        policy, spent, given=given.by_now, pay=pay.cash, days=days, in_year=year.days, unpriced=unknown > 0
    )
    return _frame(columns)


def _frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(dict(columns))


def _share(part: Ints, of: Ints) -> Any:
    """Millionths of something; missing of nothing."""
    import pandas as pd

    return pd.arrays.IntegerArray(quotient(part, MILLION, of), of == 0)


def _tokens(by_now: Ints, has: Any, spent: Ints) -> dict[str, Any]:
    import pandas as pd

    left = pd.arrays.IntegerArray(by_now - spent, ~has)
    return {"tokens_granted": by_now, "tokens_used": spent, "tokens_left": left, "in_tokens": has}


def _forecast(spent: Ints, recent: Ints, days: Ints, in_year: Ints, recent_days: Ints) -> dict[str, Ints]:
    """What was used, and the days that are left at each of two paces; the forecast is in the middle."""
    rest = in_year - days
    paces = [spent + quotient(recent, rest, recent_days), spent + quotient(spent, rest, days)]
    low, high = np.minimum(*paces), np.maximum(*paces)
    return {"forecast_low": low, "forecast_high": high, "forecast": low + quotient(high - low, 1, 2)}


def person_audit(row: Any, currency: str) -> PersonAudit:
    """A row of people as money."""
    import pandas as pd

    money = {name: in_units(int(row[name]), currency) for name in MONEY}
    given = ("granted", "granted_year", "expected", "used", "annualised", "unused", "over", "forecast")
    said: dict[str, Any] = {name: money[name] for name in given}
    said |= {f"{name}_share": _maybe(row[f"{name}_share"], 6) for name in ("base", "pay")}
    return PersonAudit(
        employee_id=str(row["employee_id"]),
        days=int(row["days"]),
        **said,
        tokens_granted=int(row["tokens_granted"]) if row["in_tokens"] else None,
        tokens_used=int(row["tokens_used"]),
        tokens_left=None if pd.isna(row["tokens_left"]) else int(row["tokens_left"]),
        forecast_range=(money["forecast_low"], money["forecast_high"]),
        alarm=str(row["alarm"]),
        unknown_rows=int(row["unknown_rows"]),
    )


def _maybe(value: Any, places: int) -> Decimal | None:
    import pandas as pd

    return None if pd.isna(value) else Decimal(int(value)).scaleb(-places)
