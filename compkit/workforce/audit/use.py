"""What people used: one amount for each row of usage by a stated rule, summed by person.

A provider counts as billed or by its tokens, as `usage.basis` says, here as in the review of spend. Tokens count at
list prices, for an allowance is spent at those; where no price is known a row counts as nothing and is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from ...errors import InvalidValue
from ...market.prices import KINDS, PriceBook
from ..columns.rational import Ints
from ..roster import Roster
from ..usage.basis import Basis, frame_bases, has_tokens, is_billed
from ..usage.cost import recomputed_cost
from ..usage.export import LEFT_OUT_COLUMNS, UsageExport, empty
from ..usage.identities import Matched
from .wholes import sums
from .year import AuditYear

if TYPE_CHECKING:
    import pandas as pd


@frozen(kw_only=True)
class RowsCounted:
    """How many rows of usage counted as what; each row of the export is one of these.

    Attributes:
        billed: As billed.
        recomputed: At their cost by the price book.
        money_alone: As nothing, for they bill money without tokens, and their provider's tokens count at prices.
        unknown: As nothing, for no price is known, and their provider does not count as billed.
        unmatched: Of nobody in the roster; left out.
        outside: On days outside the year so far; left out.
        not_employed: Of people who are not employed on any day of the year so far; left out.
    """

    billed: int
    recomputed: int
    money_alone: int
    unknown: int
    unmatched: int
    outside: int
    not_employed: int = 0


@frozen(kw_only=True, eq=False)
class Used:
    """Rows of use that count, with the position of each one's employee.

    Attributes:
        rows: The rows of the year so far that belong to somebody.
        person: Position in the roster of each row's employee.
        amount: Of each row, in billionths of the currency.
        unknown: Whether a row counts as nothing for want of a price.
        bases: What an amount is, by provider.
        counted: How many rows counted as what.
        currency: ISO 4217 code.
    """

    rows: pd.DataFrame = field(repr=False)
    person: Ints
    amount: Ints
    unknown: Any
    bases: Mapping[str, Basis]
    counted: RowsCounted
    currency: str

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of use that counts; None without any."""
        on = self.rows["on"]
        return (on.min().date(), on.max().date()) if len(on) else None

    @property
    def tokens(self) -> Ints:
        """Tokens of each row, of all kinds."""
        found: Ints = self.rows[list(KINDS)].to_numpy(dtype=np.int64).sum(axis=1)
        return found

    @property
    def unpriced(self) -> dict[str, int]:
        """Rows without a price that they need, by model, most rows first."""
        counted = self.rows["model"].astype(object)[self.unknown].value_counts()
        return {str(model): int(rows) for model, rows in sorted(counted.items(), key=lambda one: (-one[1], one[0]))}

    def by_person(self, size: int, *, since: date | None = None, where: Any = None, tokens: bool = False) -> Ints:
        """The sum of each position.

        Args:
            size: How many positions there are.
            since: First day that counts; None is all.
            where: Which rows count; None is all.
            tokens: Whether tokens are summed, and not money.
        """
        chosen = np.ones(len(self.rows), dtype=bool) if where is None else np.asarray(where)
        if since is not None:
            chosen = chosen & (self.rows["on"] >= str(since)).to_numpy()
        values = self.tokens if tokens else self.amount
        return sums(values[chosen], self.person[chosen], size)


def used(
    matched: Matched,
    roster: Roster,
    year: AuditYear,
    book: PriceBook,
    *,
    currency: str,
    aliases: Mapping[str, str] | None = None,
) -> Used:
    """What each row of usage counts as.

    Args:
        matched: Usage with the employee of each row.
        roster: The people.
        year: The year; only its days so far count.
        book: Token prices, for use that does not count as billed.
        currency: Of the usage.
        aliases: Model of the book by model of the export, where their names differ.

    Raises:
        CurrencyMismatch: If a price is in another currency than the usage.
        InvalidValue: If usage is in another currency.
    """
    frame = matched.frame
    _check_currency(frame, currency)
    person = _positions(frame["employee_id"], roster)
    inside = ((frame["on"] >= str(year.start)) & (frame["on"] < str(year.as_of))).to_numpy()
    kept = inside & (person >= 0)
    rows, bases = frame[kept].reset_index(drop=True), frame_bases(frame[inside], stage="list")
    amount, kind = _amounts(_export(rows, matched, currency), bases, book, aliases)
    counts = {name: int((kind == number).sum()) for number, name in enumerate(_AS)}
    counted = RowsCounted(**counts, unmatched=int((inside & (person < 0)).sum()), outside=int((~inside).sum()))
    return Used(
        rows=rows,
        person=person[kept],
        amount=amount,
        unknown=kind == _UNKNOWN,
        bases=bases,
        counted=counted,
        currency=currency,
    )


_AS = ("billed", "recomputed", "money_alone", "unknown")
_BILLED, _COST, _ALONE, _UNKNOWN = range(4)


def _check_currency(frame: pd.DataFrame, currency: str) -> None:
    strange = [str(code) for code in frame["currency"].unique() if str(code) not in ("", currency)]
    if strange:
        fix = "read the export in one currency"
        raise InvalidValue("usage", ", ".join(strange), f"is not in the currency of the audit, {currency}", fix)


def _positions(ids: pd.Series[Any], roster: Roster) -> Ints:
    """Position of each row's employee; -1 where it is nobody of the roster. Looked up once an employee."""
    import pandas as pd

    held = ids.astype("category").cat
    known = pd.Index(roster.people["employee_id"].astype(object)).get_indexer(held.categories.astype(object))
    codes = held.codes.to_numpy(dtype=np.int64)
    found: Ints = np.append(known, -1)[codes].astype(np.int64)
    return found


def _export(rows: pd.DataFrame, matched: Matched, currency: str) -> UsageExport:
    left = empty(LEFT_OUT_COLUMNS)
    return UsageExport(frame=rows, outcomes=matched.outcomes, left_out=left, currency=currency)


def _amounts(
    export: UsageExport, bases: Mapping[str, Basis], book: PriceBook, aliases: Mapping[str, str] | None
) -> tuple[Ints, Any]:
    """What each row counts as, and by which part of the rule."""
    rows = export.frame
    cost = recomputed_cost(export, book, aliases=aliases).cost
    parts = [is_billed(rows, bases), cost.notna().to_numpy(), ~has_tokens(rows)]
    kind = np.select(parts, [_BILLED, _COST, _ALONE], _UNKNOWN)
    bills, costs = (column.fillna(0).to_numpy(dtype=np.int64) for column in (rows["billed"], cost))
    amount: Ints = np.select([kind == _BILLED, kind == _COST], [bills, costs], 0)
    return amount, kind
