"""The token policy on a roster: who gets which allowance, and whose is over a cap. One look-up for each kind of job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import evolve, frozen

from ...errors import CurrencyMismatch, MissingFact
from ...money import EXACT, Money, minor_units
from ...pay.allowance import TokenAllowance
from ...pay.amounts import PayBase, ShareOfBase, ShareOfTargetCash
from ...pay.tokens import annual_money, annual_promise
from ...valuation.offercheck import NAMES, said
from ...valuation.offerpolicy import TokenCap
from ..roster import MILLION, Roster
from .tokenpolicy import Job, TokenPolicy, TokenRule, parts_of

if TYPE_CHECKING:
    import pandas as pd

    from ...market.market import Market

JOB = ("level", "family", "place", "department")
"""Columns by which rules find people."""

_MOST = 2**63 - 1
"""The largest pay that a column can hold."""


# apply


def apply_policy(policy: TokenPolicy, roster: Roster, on: date) -> Roster:
    """The roster with the allowances that a policy gives on a day.

    Whoever has an allowance already keeps it, unless the policy says ``override``. An allowance is named after its
    rule, with the part of full time where that changes it.

    Args:
        policy: The policy.
        roster: The people.
        on: Day whose rules count.
    """
    people = roster.people
    stated = people["tokens"].astype(str)
    free = stated == "" if policy.own_allowances == "keep" else stated.notna()
    held = set(stated[~free])
    kept = {name: own for name, own in roster.allowances.items() if name in held}
    names = _Names(policy, on, kept)
    jobs = _jobs(policy, people[free])
    columns = list(jobs.columns)
    distinct = jobs.drop_duplicates().itertuples(index=False, name=None)
    given = np.array([names.of(*row) for row in distinct], dtype=object)
    tokens = stated.copy()
    if len(jobs):
        tokens[free] = given[jobs.groupby(columns, sort=False).ngroup().to_numpy()]
    return evolve(roster, people=people.assign(tokens=tokens), allowances={**kept, **names.allowances})


def _jobs(policy: TokenPolicy, people: pd.DataFrame) -> pd.DataFrame:
    """What rules look at, by person: the words that some rule names, and FTE; so few kinds of job are left of many."""
    jobs = people[["fte"]].copy()
    for number, column in enumerate(JOB):
        words = {rule.key[number] for rule in policy.rules}
        values = people[column].astype(str)
        seen = {value: _seen(value, words, column) for value in values.unique()}
        jobs.insert(number, column, values.map(seen))
    return jobs


def _seen(value: str, words: set[str], column: str) -> str:
    """As much of a value as rules name: all of it, or else parts of a place."""
    parts = parts_of(value) if column == "place" else (value.casefold(),)
    return parts[0] if parts[0] in words else ", ".join(part for part in parts if part in words)


class _Names:
    """Allowances as they are given, each under one name."""

    def __init__(self, policy: TokenPolicy, on: date, kept: Mapping[str, TokenAllowance]) -> None:
        self.allowances: dict[str, TokenAllowance] = {}
        self._policy, self._on, self._kept = policy, on, kept
        self._rules: dict[tuple[str, ...], TokenRule | None] = {}

    def of(self, level: str, family: str, place: str, department: str, fte: int) -> str:
        """The name of the allowance of a job; empty if it gets none."""
        job = (level, family, place, department)
        if job not in self._rules:
            own = Job(level=level, families=(family,), place=place, department=department)
            self._rules[job] = self._policy.rule(own, self._on)
        rule = self._rules[job]
        part = EXACT.divide(Decimal(int(fte)), Decimal(MILLION))
        allowance = None if rule is None else self._policy.given(rule, part)
        if rule is None or allowance is None:
            return ""
        whole = allowance == self._policy.given(rule, Decimal(1))
        return self._name(rule.label if whole else f"{rule.label}, {said(part)} of full time", allowance)

    def _name(self, wanted: str, allowance: TokenAllowance) -> str:
        """The name wanted, or the next that is not another allowance's."""
        name, number = wanted, 1
        while name in self._kept or self.allowances.get(name, allowance) != allowance:
            number += 1
            name = f"{wanted} ({number})"
        self.allowances[name] = allowance
        return name


# findings


@frozen(kw_only=True)
class RosterFinding:
    """One thing that a policy says to some people of a roster.

    Attributes:
        severity: ``block`` is over a cap, ``warning`` is a provider that is not approved.
        reason: Why, in words with figures.
        approver: Key of who may allow it; empty if nobody may.
        cap: The cap; None for another reason.
        employee_ids: Whom it is about, in the order of the roster.
    """

    severity: Literal["warning", "block"]
    reason: str
    approver: str = ""
    cap: TokenCap | None = None
    employee_ids: tuple[str, ...]


def policy_findings(policy: TokenPolicy, roster: Roster, *, market: Market | None = None) -> tuple[RosterFinding, ...]:
    """Whose allowance is over a cap, or for a provider that is not approved where they work.

    Args:
        policy: The policy.
        roster: The people, with their allowances.
        market: Prices of quantities without a basis, and exchange rates.

    Raises:
        MissingFact: If a quantity needs a price and there is no market, or a rate is missing.
        CurrencyMismatch: If a cap is in another currency than pay, and there is no market.
    """
    held = roster.people[roster.people["tokens"] != ""]
    found = (*_over_caps(policy, roster, held, market), *_strange(policy, roster, held))
    return tuple(finding for finding in found if finding.employee_ids)


def _over_caps(
    policy: TokenPolicy, roster: Roster, held: pd.DataFrame, market: Market | None
) -> Iterator[RosterFinding]:
    columns = ["tokens", "currency", "bonus"]
    groups = [_Group.of(roster, people) for _, people in held.groupby(columns, observed=True)]
    for cap in policy.caps:
        over = sorted(row for group in groups for row in group.over(cap, market))
        reason = f"{NAMES['tokens']}{cap.where} is over the cap of {said(cap.annual)}"
        ids = tuple(held["employee_id"].loc[over])
        yield RosterFinding(severity="block", reason=reason, approver=cap.approver, cap=cap, employee_ids=ids)


@frozen(eq=False)
class _Group:
    """People with one allowance, one currency and one bonus rate: over a cap from some pay on.

    Attributes:
        allowance: What each of them gets.
        currency: Of their pay.
        bonus: Target bonus as a fraction of base.
        pay: Pay a year in smallest units times a million, by row of the roster.
    """

    allowance: TokenAllowance
    currency: str
    bonus: Fraction
    pay: pd.Series[int]

    @classmethod
    def of(cls, roster: Roster, people: pd.DataFrame) -> _Group:
        """The group of rows that have one allowance, one currency and one bonus rate."""
        first = people.iloc[0]
        pay = people["base"].astype("int64") * people["fte"].astype("int64")
        allowance = roster.allowances[str(first["tokens"])]
        return cls(allowance, str(first["currency"]), Fraction(int(first["bonus"]), MILLION), pay)

    def over(self, cap: TokenCap, market: Market | None) -> list[int]:
        """Rows of those whose part of the allowance is over a cap."""
        part = cap.part(self.allowance)
        if part is None:
            return []
        match part.amount:
            case ShareOfBase(rate=rate):
                share = Fraction(rate)
            case ShareOfTargetCash(rate=rate):
                share = Fraction(rate) * (1 + self.bonus)
            case _:
                money = _in_currency(_annual(part, market), cap.annual.currency, market)
                return list(self.pay.index) if money > cap.annual else []
        rate_of_exchange = _in_currency(Money(1, self.currency), cap.annual.currency, market).amount
        most = Fraction(cap.annual.amount) / Fraction(rate_of_exchange) / share
        limit = most * 10 ** minor_units(self.currency) * MILLION
        return list(self.pay.index[self.pay > min(limit.numerator // limit.denominator, _MOST)])


def _annual(allowance: TokenAllowance, market: Market | None) -> Money:
    """Money a year of what is no share of pay, as `OfferFigures` counts it."""
    money = annual_money(allowance, PayBase())
    if money is not None:
        return money
    if market is None:
        raise MissingFact(f"a price for the tokens of {allowance.name!r}: state its price_basis, or give a market")
    quantity, unit = annual_promise(allowance, PayBase(), market.as_of)
    price = market.unit_price(unit, market.as_of, stated=True)
    return price * EXACT.divide(Decimal(quantity.numerator), Decimal(quantity.denominator))


def _in_currency(money: Money, currency: str, market: Market | None) -> Money:
    if market is not None:
        return market.convert(money, currency)
    if money.currency != currency:
        raise CurrencyMismatch(money.currency, currency)
    return money


def _strange(policy: TokenPolicy, roster: Roster, held: pd.DataFrame) -> Iterator[RosterFinding]:
    """Allowances for providers that are not approved where people work."""
    if not policy.providers:
        return
    for _, people in held.groupby(["tokens", "place"], observed=True):
        name, place = (str(people.iloc[0][column]) for column in ("tokens", "place"))
        strange = policy.not_approved(roster.allowances[name], place)
        if strange:
            where = f" for {place}" if place else ""
            reason = f"{name} is for {', '.join(strange)}, which is not approved{where}"
            yield RosterFinding(severity="warning", reason=reason, employee_ids=tuple(people["employee_id"]))
