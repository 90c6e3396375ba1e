"""Sums of the people of an audit by group, those of few people put together so that nobody is singled out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from ...money import EXACT, Money
from ..columns.rational import Ints
from ..spending.burn import day_used_up
from ..suppression import hidden
from ..usage.export import in_units
from .people import MONEY
from .wholes import group_sums, quartiles
from .year import AuditYear

if TYPE_CHECKING:
    import pandas as pd

COMPANY = "company"
"""The column of the one group of everybody."""

SUMS = (*(name for name in MONEY if name != "forecast"), "tokens_used", "tokens_granted", "unknown_rows")
"""Columns that are added up."""


@frozen(kw_only=True)
class AuditGroup:
    """What some people were granted and used, added up.

    Attributes:
        column: By what they are grouped; ``company`` is everybody.
        label: Of the group; None is the groups that are too small to be shown, together.
        people: How many.
        granted: Tokens granted by now, in money.
        granted_year: The same of the whole year, or the budget that was stated for the group.
        expected: That of the whole year, prorated by days employed so far.
        used: So far.
        annualised: Use of a whole year at each one's pace so far.
        base: Base salary a year.
        pay: Base salary and target bonus a year.
        base_share: Annualised use of base; None without base.
        pay_share: Annualised use of pay; None without pay.
        unused: What those have left who used less than was granted by now.
        over: What those used above it who used more.
        forecast: Use in the whole year: at the pace of the last four weeks and at that of all days, the lower first.
        median: Annualised use of the person in the middle.
        over_share: Share of people who used more than was granted by now.
        under_share: Share of people who used less.
        tokens_used: Tokens of all kinds.
        unknown_rows: Rows of use without a price that they need, which count as nothing.
        alarms: People by alarm level, from the quietest to the loudest.
        runs_out_on: Day on which `granted_year` is used up, at the pace of all days so far (see `day_used_up`); None if
            that is not within the year, if nothing was used, or if there is no money of the year.
        runs_out_recent_on: The same at the pace of the last four weeks.
    """

    column: str
    label: str | None
    people: int
    granted: Money
    granted_year: Money
    expected: Money
    used: Money
    annualised: Money
    base: Money
    pay: Money
    base_share: Decimal | None
    pay_share: Decimal | None
    unused: Money
    over: Money
    forecast: tuple[Money, Money]
    median: Money
    over_share: Decimal
    under_share: Decimal
    tokens_used: int
    unknown_rows: int
    alarms: Mapping[str, int]
    runs_out_on: date | None
    runs_out_recent_on: date | None


@frozen(kw_only=True)
class GroupTerms:
    """How groups are made.

    Attributes:
        year: The year.
        currency: Of all money.
        levels: Names of the alarm levels, from the quietest to the loudest.
        hide_below: Fewest people that a group shows.
        budgets: Money of the year by column and label; ``("company", "")`` is that of everybody.
    """

    year: AuditYear
    currency: str
    levels: tuple[str, ...]
    hide_below: int
    budgets: Mapping[tuple[str, str], Money]


def audit_groups(people: pd.DataFrame, column: str, terms: GroupTerms) -> tuple[AuditGroup, ...]:
    """The groups of a column by label; the smallest together, last, as long as they are too few to be shown.

    Groups under the stated size are put together, with others as `suppression.hidden` says: else the sum of all less
    those that are shown would show them. Where everybody is too few, nothing is shown.

    Args:
        people: Of the audit.
        column: Of the roster, or ``company``.
        terms: How groups are made.
    """
    labels, codes = _codes(people, column)
    sizes = enumerate(np.bincount(codes, minlength=len(labels)).tolist())
    small = hidden({number: (size,) for number, size in sizes}, smallest=terms.hide_below)
    shown = [number for number in range(len(labels)) if number not in small]
    renumbered = np.full(len(labels), len(shown), dtype=np.int64)
    renumbered[shown] = np.arange(len(shown))
    names: list[str | None] = [labels[number] for number in shown]
    if small:
        names.append(None)
    own = renumbered[codes]
    if not len(own) or np.bincount(own).min() < terms.hide_below:
        return ()
    return _groups(people, column, names, own, terms)


def _codes(people: pd.DataFrame, column: str) -> tuple[list[str], Ints]:
    if column == COMPANY:
        return [""], np.zeros(len(people), dtype=np.int64)
    labels, codes = np.unique(people[column].astype(str).to_numpy(dtype=object), return_inverse=True)
    return [str(label) for label in labels], np.asarray(codes, dtype=np.int64)


def _groups(
    people: pd.DataFrame, column: str, names: Sequence[str | None], codes: Ints, terms: GroupTerms
) -> tuple[AuditGroup, ...]:
    size = len(names)
    sums = {name: group_sums(people[name].to_numpy(dtype=np.int64), codes, size) for name in SUMS}
    counts = np.bincount(codes, minlength=size).tolist()
    over, under = (
        np.bincount(codes, weights=(people[name] > 0).to_numpy(), minlength=size).tolist()
        for name in ("over", "unused")
    )
    alarms = [np.bincount(codes[(people["alarm"] == level).to_numpy()], minlength=size) for level in terms.levels]
    order = np.argsort(codes, kind="stable")
    parts = np.split(people["annualised"].to_numpy(dtype=np.int64)[order], np.cumsum(counts)[:-1])
    found = []
    for number, label in enumerate(names):
        whole = {name: values[number] for name, values in sums.items()}
        levels = {level: int(count[number]) for level, count in zip(terms.levels, alarms, strict=True)}
        shares = [EXACT.divide(Decimal(int(of[number])), Decimal(counts[number])) for of in (over, under)]
        group = _group(whole, terms.currency, quartiles(parts[number])[1])
        group |= {"column": column, "label": label, "people": counts[number], "alarms": levels}
        group |= {"over_share": shares[0], "under_share": shares[1]}
        made = AuditGroup(**group, runs_out_on=None, runs_out_recent_on=None)
        found.append(_with_days(made, whole["recent"], terms))
    return tuple(found)


def _group(whole: dict[str, int], currency: str, median: int) -> dict[str, Any]:
    """What sums say as money and shares."""
    others = ("recent", "forecast_low", "forecast_high", "tokens_used", "tokens_granted", "unknown_rows")
    said: dict[str, Any] = {name: in_units(value, currency) for name, value in whole.items() if name not in others}
    said |= {name: whole[name] for name in ("tokens_used", "unknown_rows")}
    said["forecast"] = tuple(in_units(whole[name], currency) for name in ("forecast_low", "forecast_high"))
    for name in ("base", "pay"):
        said[f"{name}_share"] = share(whole["annualised"], whole[name])
    return said | {"median": in_units(median, currency)}


def share(part: int, of: int) -> Decimal | None:
    """A part as a fraction of something; None of nothing.

    >>> share(1, 4)
    Decimal('0.25')
    """
    return EXACT.divide(Decimal(part), Decimal(of)) if of else None


# when it runs out


def _with_days(group: AuditGroup, recent: int, terms: GroupTerms) -> AuditGroup:
    """The group with its stated budget, if there is one, and the days on which the year's money is used up."""
    budget = terms.budgets.get((group.column, group.label or "")) if group.label is not None else None
    of = budget or group.granted_year
    if not of.amount:
        return group
    year, pace = terms.year, in_units(recent, terms.currency)
    days = (year.as_of - year.recent_start).days
    return evolve(
        group,
        granted_year=of,
        runs_out_on=_used_up(year.start, year, days=year.elapsed, used=group.used, whole=of),
        runs_out_recent_on=_used_up(year.as_of, year, days=days, used=pace, whole=of - group.used),
    )


def _used_up(begin: date, year: AuditYear, *, days: int, used: Money, whole: Money) -> date | None:
    amounts = {"used": Fraction(used.amount), "whole": Fraction(whole.amount)}
    return day_used_up(begin, year.until, passed=days, **amounts)
