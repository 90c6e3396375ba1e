"""What people were granted: their token allowances by today and in the whole year, in money and in tokens, and pay."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from ...errors import InvalidValue
from ...market.market import Market
from ...money import minor_units
from ...pay.units import TokenClaim, decimals
from ..columns.block import Block
from ..columns.expand import expand
from ..columns.pieces import Cuts
from ..columns.rational import Ints
from ..exchange import exchange_fraction
from ..roster import MILLION, Roster
from ..usage.export import BILLION
from .wholes import quotient, sums
from .year import AuditYear, ends

if TYPE_CHECKING:
    import pandas as pd


@frozen(kw_only=True, eq=False)
class Granted:
    """What each person of a roster was granted, by position.

    Attributes:
        by_now: Earned from the first day of the year to the day before today, in billionths of the currency.
        in_year: The same to the end of the year.
        tokens_by_now: Tokens of what is promised as a quantity, by now.
        tokens_in_year: The same to the end of the year.
    """

    by_now: Ints
    in_year: Ints
    tokens_by_now: Ints
    tokens_in_year: Ints


def granted(roster: Roster, year: AuditYear, market: Market, currency: str) -> Granted:
    """What a roster's allowances come to, day by day of employment, at today's list price.

    Args:
        roster: The people.
        year: The year.
        market: Prices of what is promised as a quantity, and exchange rates.
        currency: Of the amounts.

    Raises:
        MissingFact: If a price or a rate is needed and not given.
        UnknownModel: If the price book has no such model.
    """
    amounts = {name: np.zeros(len(roster), dtype=np.int64) for name in _AMOUNTS}
    late = ends(roster.people)
    has = (roster.people["tokens"] != "").to_numpy()
    leaves = has & (late < year.until.toordinal())
    for chosen, days in ((has & ~leaves, []), (leaves, np.unique(late[leaves]).tolist())):
        positions = np.flatnonzero(chosen)
        if len(positions):
            part = _Part(_only(roster, positions), _cuts(year, days), late[positions], year.as_of)
            for name, total in part.amounts(market, currency).items():
                amounts[name][positions] = total
    return Granted(**amounts)


_AMOUNTS = ("by_now", "in_year", "tokens_by_now", "tokens_in_year")


def _only(roster: Roster, positions: Ints) -> Roster:
    """Some of the people, without grants of equity."""
    return evolve(roster, people=roster.people.iloc[positions], grants=roster.grants.iloc[:0])


def _cuts(year: AuditYear, days: list[int]) -> Cuts:
    """The year, cut today and on the days on which somebody is employed no longer."""
    cut = {year.as_of.toordinal(), *days} & set(range(year.start.toordinal() + 1, year.until.toordinal()))
    return Cuts((year.start, *map(date.fromordinal, sorted(cut)), year.until))


@frozen(eq=False)
class _Part:
    """Some of the people, and how the year is cut for them.

    Attributes:
        roster: The people.
        cuts: The year, cut where somebody leaves.
        late: Day number from which each is employed no longer.
        as_of: Today.
    """

    roster: Roster
    cuts: Cuts
    late: Ints
    as_of: date

    def amounts(self, market: Market, currency: str) -> dict[str, Ints]:
        """What each of them is granted, by the names of `Granted`."""
        found: dict[str, Ints] = {name: np.zeros(len(self.roster), dtype=np.int64) for name in _AMOUNTS}
        for block in expand(self.roster, self.cuts, by_day=False, only_tokens=True):
            above, below = _price(block, market, currency)
            for name, total in zip(("by_now", "in_year"), self._totals(block), strict=True):
                found[name] += quotient(total, above, below)
                if isinstance(block.unit, TokenClaim):
                    found[f"tokens_{name}"] += total
        return found

    def _totals(self, block: Block) -> tuple[Ints, Ints]:
        """Quantities of a block by today, and in the year; nothing of what comes after the last day of work."""
        starts = np.array([day.toordinal() for day in self.cuts.days[:-1]], dtype=np.int64)
        begins = starts[block.year]
        there = np.where(begins < self.late[block.people][:, None], block.quantity, 0)
        by_now = np.where(begins < self.as_of.toordinal(), there, 0)
        people = np.repeat(block.people, there.shape[1])
        now, in_year = (sums(quantity.ravel(), people, len(self.roster)) for quantity in (by_now, there))
        return now, in_year


def _price(block: Block, market: Market, currency: str) -> tuple[int, int]:
    """Billionths of the currency for one smallest unit of a block, as a fraction."""
    price = market.convert(market.unit_price(block.unit, market.as_of), currency)
    exact = Fraction(price.amount) * BILLION / 10 ** decimals(block.unit)
    return exact.numerator, exact.denominator


# pay


@frozen(kw_only=True, eq=False)
class AnnualPay:
    """Pay a year of each person, at the person's part of full time, in billionths of a currency.

    Attributes:
        base: Base salary.
        cash: Base salary and target bonus.
    """

    base: Ints
    cash: Ints


def annual_pay(people: pd.DataFrame, market: Market, currency: str) -> AnnualPay:
    """Pay a year, in one currency.

    Args:
        people: Of a roster.
        market: Exchange rates.
        currency: Of the amounts.

    Raises:
        MissingFact: If a rate is needed and not given.
    """
    base, cash = np.zeros(len(people), dtype=np.int64), np.zeros(len(people), dtype=np.int64)
    for code, own in people.groupby("currency", observed=True).indices.items():
        rate = exchange_fraction(market, str(code), currency)
        exact = rate * BILLION / 10 ** minor_units(str(code)) / MILLION
        frame = people.iloc[own]
        paid = frame["base"].to_numpy(dtype=np.int64) * frame["fte"].to_numpy(dtype=np.int64)
        base[own] = quotient(paid, exact.numerator, exact.denominator)
        whole = frame["bonus"].to_numpy(dtype=np.int64) + MILLION
        cash[own] = quotient(base[own], whole, MILLION)
    return AnnualPay(base=base, cash=cash)


def check_market(market: Market, as_of: date) -> None:
    """Refuse prices of another day.

    Raises:
        InvalidValue: If the market is of another day than the audit.
    """
    if market.as_of != as_of:
        raise InvalidValue("market.as_of", market.as_of, f"must be the day of the audit, {as_of}")
