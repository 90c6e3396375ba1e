"""The roster: many people as columns, a row an employee, and the ordinary package of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from ..checks import one_of
from ..dates import MonthDay
from ..errors import InvalidValue
from ..money import Money, minor_units
from ..pay.allowance import TokenAllowance
from ..pay.bonus import TargetBonus
from ..pay.equity import Grant, RestrictedStock, StockOptions
from ..pay.package import Package
from ..pay.salary import BaseSalary, Raise
from ..pay.vesting import Vesting

if TYPE_CHECKING:
    import pandas as pd

MILLION = 10**6
"""Rates and full-time equivalents are whole millionths, so that columns are exact."""

GROUPS = ("department", "cost_center", "account", "family", "level", "place", "manager")
"""Columns by which people are grouped."""

PEOPLE = ("employee_id", *GROUPS, "currency", "start_on", "base", "fte", "bonus", "tokens")
"""Columns of people."""

RAISE_ON, RAISED_BASE, LUMP_SUM = "raise_on", "raised_base", "lump_sum"
"""Columns of people that a roster may have besides: the day of a raise of base salary (none where empty), the new base
in whole minor units a year at full time, and what is paid once on that day, in whole minor units as paid."""

GRANTS = (
    "employee_id",
    "name",
    "kind",
    "symbol",
    "units",
    "vesting",
    "vesting_start_on",
    "strike",
    "strike_currency",
    "expires_on",
)
"""Columns of grants."""


@frozen(kw_only=True)
class BonusTerms:
    """How every target bonus of a roster is earned and paid; as in `TargetBonus`.

    Attributes:
        performance_year: ``service``, ``calendar``, or the day on which a fiscal year begins.
        first_year: A first performance year that is not whole pays a prorated part, the full target, or none.
        paid_on: Day of the year of payment; None is the last day of the performance year.
    """

    performance_year: Literal["service", "calendar"] | MonthDay = "calendar"
    first_year: Literal["prorated", "full", "none"] = field(
        default="prorated", validator=one_of("prorated", "full", "none")
    )
    paid_on: MonthDay | None = None

    def bonus(self, rate: Decimal) -> TargetBonus:
        """The bonus of somebody with a target rate."""
        return TargetBonus(
            rate=rate, performance_year=self.performance_year, first_year=self.first_year, paid_on=self.paid_on
        )


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by position."""
    return frame.reset_index(drop=True)


@frozen(kw_only=True, eq=False)
class Roster:
    """Many people, as columns.

    Attributes:
        people: A row an employee: ``employee_id`` and the columns of `GROUPS` as texts, ``currency``, ``start_on``
            (day), ``base`` (whole minor units a year, full-time), ``fte`` and ``bonus`` (whole millionths; the bonus
            of base salary), ``tokens`` (name of the allowance; empty for none). With ``raise_on`` and ``raised_base``,
            base salary is another from a day on.
        grants: A row a grant, many a person: columns of `GRANTS`; ``kind`` is ``rsu`` or ``option``, ``strike`` a
            decimal text, days and units whole.
        allowances: Token allowances by the name that ``tokens`` gives.
        bonus: How bonuses are earned and paid.
    """

    people: pd.DataFrame = field(converter=_numbered)
    grants: pd.DataFrame
    allowances: Mapping[str, TokenAllowance] = field(factory=dict)
    bonus: BonusTerms = BonusTerms()

    def __attrs_post_init__(self) -> None:
        _columns("Roster.people", self.people, PEOPLE)
        _columns("Roster.grants", self.grants, GRANTS)
        ids = self.people["employee_id"]
        if ids.duplicated().any():
            first = ids[ids.duplicated()].iloc[0]
            raise InvalidValue("Roster.people", first, "has two rows", "keep one row an employee")
        strangers = self.grants.loc[~self.grants["employee_id"].isin(ids), "employee_id"]
        if len(strangers):
            raise InvalidValue("Roster.grants", strangers.iloc[0], "is nobody of the roster", "add the employee")
        for name in self.people["tokens"].unique():
            if name and name not in self.allowances:
                fix = f"say one of {', '.join(self.allowances)}" if self.allowances else "state it under tokens"
                raise InvalidValue("Roster.people.tokens", name, "is no allowance of the roster", fix)

    @property
    def raises_on(self) -> date | None:
        """The first day of a raise; None if nobody gets any."""
        if RAISE_ON not in self.people.columns or self.people[RAISE_ON].isna().all():
            return None
        return _day(self.people[RAISE_ON].min())

    def __len__(self) -> int:
        return len(self.people)

    def package(self, employee_id: str) -> Package:
        """The ordinary package of one employee.

        Raises:
            InvalidValue: If nobody has that id.
        """
        found = self.people[self.people["employee_id"] == employee_id]
        if found.empty:
            raise InvalidValue("employee_id", employee_id, "is nobody of the roster")
        own = self.grants[self.grants["employee_id"] == employee_id]
        return self._package(found.iloc[0], [_grant(row) for _, row in own.iterrows()])

    def _package(self, row: Any, grants: list[Grant]) -> Package:
        currency = str(row["currency"])
        base = Decimal(int(row["base"])).scaleb(-minor_units(currency))
        rate = Decimal(int(row["bonus"])) / MILLION
        name = str(row["tokens"])
        return Package(
            start_on=_day(row["start_on"]),
            currency=currency,
            salary=BaseSalary(
                amount=Money(base, currency), fte=Decimal(int(row["fte"])) / MILLION, raises=_raises(row)
            ),
            bonus=(self.bonus.bonus(rate),) if rate else (),
            equity=tuple(grants),
            tokens=(self.allowances[name],) if name else (),
        )


def _columns(what: str, frame: pd.DataFrame, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise InvalidValue(what, ", ".join(map(str, frame.columns)), f"has no column {', '.join(missing)}")


def _day(value: Any) -> date:
    found: date = value.date()
    return found


def _raises(row: Any) -> tuple[Raise, ...]:
    import pandas as pd

    if RAISE_ON not in row.index or pd.isna(row[RAISE_ON]):
        return ()
    return (Raise(on=_day(row[RAISE_ON]), amount=Money.from_minor(int(row[RAISED_BASE]), str(row["currency"]))),)


def _grant(row: Any) -> Grant:
    shared: dict[str, Any] = {
        "name": str(row["name"]),
        "symbol": str(row["symbol"]),
        "units": int(row["units"]),
        "vesting_start_on": _day(row["vesting_start_on"]),
        "vesting": Vesting.parse(str(row["vesting"])),
    }
    if row["kind"] == "rsu":
        return RestrictedStock(**shared)
    strike = Money(str(row["strike"]), str(row["strike_currency"]))
    return StockOptions(**shared, strike=strike, expires_on=_day(row["expires_on"]))
