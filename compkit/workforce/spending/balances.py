"""Unused balances by department: what was granted up to a day and not used, and how much of it carries over.

For each person: granted, less used, and no less than nothing; of that the share and the cap that the allowance carries
over. Not modelled: lots and the days on which they lapse, releases ahead of their period (what is earned by the day
counts), transfers between people, approved use beyond the allowance, and slices of a capacity. A person's ledger has
all of these; this is the sum for a budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ...dates import day_after
from ...market.market import Market
from ...market.prices import KINDS
from ...money import EXACT, minor_units
from ...pay.allowance import TokenAllowance
from ...pay.units import TokenClaim, TokenMoney
from ..columns.expand import expand
from ..columns.pieces import Cuts
from ..columns.rational import Ints, Ratios, down, times
from ..exchange import exchange_fraction
from ..roster import Roster
from ..usage.export import BILLION
from .heads import group_names

if TYPE_CHECKING:
    import pandas as pd

TOKENS = "Mtok"
"""Unit of balances of quantities: millions of tokens."""

_PLACES = 6
"""Decimals of a million tokens: single tokens."""


@frozen(kw_only=True)
class Balance:
    """Balances of the people of a group, added up.

    Attributes:
        group: The group.
        unit: Currency of money, or `TOKENS` of quantities.
        people: How many of them have such an allowance.
        granted: Earned by the day.
        used: Used by the day.
        unused: Granted and not used, of those who used less than they were granted.
        carried: What of it carries over.
        over: Used and not granted, of those who used more.
    """

    group: str
    unit: str
    people: int
    granted: Decimal
    used: Decimal
    unused: Decimal
    carried: Decimal
    over: Decimal


def balances(
    roster: Roster,
    frame: pd.DataFrame,
    cost: pd.Series[Any],
    market: Market,
    *,
    start: date,
    as_of: date,
    currency: str = "USD",
    by: str = "department",
) -> tuple[Balance, ...]:
    """Granted, used and unused from a day up to and with another, by group.

    Args:
        roster: The people.
        frame: Rows of use with their ``employee_id``.
        cost: Money of each row, in billionths of `currency`; missing where unknown, and then nothing is used.
        market: Exchange rates.
        start: First day that counts.
        as_of: Last day.
        currency: Of the export.
        by: Column of groups.

    Raises:
        MissingFact: If an exchange rate is needed and not given.
    """
    import numpy as np

    used = _used(roster, frame, cost, start, as_of)
    granted = _granted(roster, Cuts((start, day_after(as_of))))
    groups = group_names(roster, by).to_numpy(dtype=str)
    rows: dict[tuple[str, str], list[Ints]] = {}
    for name, unit, people in _kinds(roster, granted):
        spent = _in_unit(used, unit, people, market, currency)
        own = _Own(roster.allowances[name], unit, granted[unit][people], spent)
        for group in np.unique(groups[people]).tolist():
            rows.setdefault((group, unit), []).append(own.sums(np.flatnonzero(groups[people] == group)))
    return tuple(_balance(group, unit, sum(sums)) for (group, unit), sums in sorted(rows.items()))


def _balance(group: str, unit: str, sums: Any) -> Balance:
    people, *amounts = (int(value) for value in sums)
    places = _PLACES if unit == TOKENS else minor_units(unit)
    granted, used, unused, carried, over = (EXACT.scaleb(Decimal(amount), -places) for amount in amounts)
    return Balance(
        group=group,
        unit=unit,
        people=people,
        granted=granted,
        used=used,
        unused=unused,
        carried=carried,
        over=over,
    )


@frozen(eq=False)
class _Own:
    """Balances of the people of one allowance and unit, in smallest units."""

    allowance: TokenAllowance
    unit: str
    granted: Ints
    used: Ints

    def sums(self, people: Ints) -> Any:
        """How many people, and their granted, used, unused, carried and over, as whole numbers of any size."""
        import numpy as np

        granted, used = self.granted[people], self.used[people]
        unused = np.maximum(granted - used, 0)
        columns = granted, used, unused, self._carried(unused), np.maximum(used - granted, 0)
        return np.array([len(people), *(int(column.astype(object).sum()) for column in columns)], dtype=object)

    def _carried(self, unused: Ints) -> Ints:
        import numpy as np

        terms = self.allowance
        if terms.rollover_months == 0:
            return np.zeros_like(unused)
        kept = down(unused, _same(Fraction(terms.rollover_share), len(unused)))
        if terms.rollover_cap is None:
            return kept
        places = _PLACES if self.unit == TOKENS else minor_units(self.unit)
        return np.minimum(kept, int(EXACT.scaleb(terms.rollover_cap, places)))


def _same(fraction: Fraction, count: int) -> Ratios:
    """The same fraction for each."""
    import numpy as np

    return Ratios(np.full(count, fraction.numerator), np.full(count, fraction.denominator))


def _granted(roster: Roster, cuts: Cuts) -> dict[str, Ints]:
    """Smallest units by unit, an amount a person; everybody has one allowance."""
    import numpy as np

    found: dict[str, Ints] = {}
    for block in expand(roster, cuts, by_day=False, only_tokens=True):
        unit = _unit(block.unit)
        if unit:
            amounts = found.setdefault(unit, np.zeros(len(roster), dtype=np.int64))
            np.add.at(amounts, block.people, block.quantity.sum(axis=1))
    return found


def _kinds(roster: Roster, granted: Mapping[str, Ints]) -> Iterator[tuple[str, str, Ints]]:
    """Allowance, unit, and the positions of those who were granted any of it."""
    import numpy as np

    names = roster.people["tokens"].to_numpy(dtype=str)
    for unit, amounts in granted.items():
        for name in roster.allowances:
            people = np.flatnonzero((names == name) & (amounts != 0))
            if len(people):
                yield name, unit, people


def _unit(unit: object) -> str:
    match unit:
        case TokenMoney(currency):
            return currency
        case TokenClaim():
            return TOKENS
    return ""


@frozen(eq=False)
class _Used:
    """Use by person: money in billionths, and tokens."""

    money: Ints
    tokens: Ints


def _used(roster: Roster, frame: pd.DataFrame, cost: pd.Series[Any], start: date, as_of: date) -> _Used:
    import numpy as np
    import pandas as pd

    inside = ((frame["on"] >= str(start)) & (frame["on"] < str(day_after(as_of)))).to_numpy()
    ids = frame["employee_id"].astype("category").cat
    place = np.append(pd.Index(roster.people["employee_id"]).get_indexer(ids.categories), -1)[ids.codes.to_numpy()]
    chosen = inside & (place >= 0)
    money, tokens = np.zeros(len(roster), dtype=np.int64), np.zeros(len(roster), dtype=np.int64)
    np.add.at(money, place[chosen], cost.fillna(0).to_numpy(dtype=np.int64)[chosen])
    np.add.at(tokens, place[chosen], frame[list(KINDS)].to_numpy().sum(axis=1)[chosen])
    return _Used(money, tokens)


def _in_unit(used: _Used, unit: str, people: Ints, market: Market, currency: str) -> Ints:
    """Use in smallest units of an allowance, rounded half up by person."""
    if unit == TOKENS:
        return used.tokens[people]
    rate = exchange_fraction(market, currency, unit) * 10 ** minor_units(unit) / BILLION
    return times(used.money[people], _same(rate, len(people)))
