"""Usage of many people as one tidy frame: disjoint kinds of tokens, whole numbers only, each row with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import InvalidValue
from ...market.prices import KINDS
from ...market.requests import SERVICES
from ...money import EXACT, Money, known_currency

if TYPE_CHECKING:
    import pandas as pd

BILLION = 10**9
"""Money of rows is whole billionths of a unit of currency, so that no order of rows changes a total."""

PERSON_KINDS = ("email", "user_id", "api_key", "project", "none")
"""What a source may know a person by, nearest to a person first."""

_TEXT, _COUNT, _MAYBE, _DAY = "category", "int64", "Int64", "datetime64[s]"

USAGE_COLUMNS: Mapping[str, str] = {
    "on": _DAY,
    "person": _TEXT,
    "person_kind": _TEXT,
    "provider": _TEXT,
    "model": _TEXT,
    "service": _TEXT,
    **dict.fromkeys(KINDS, _COUNT),
    "requests": _MAYBE,
    "billed": _MAYBE,
    "currency": _TEXT,
    "tool": _TEXT,
    "source_file": _TEXT,
    "source_row": _COUNT,
}
"""Columns of usage with their types. Days are UTC where the source counts so; ``requests`` and ``billed`` are missing
where the source does not say, which is not zero; ``billed`` is in billionths of ``currency``."""

OUTCOME_COLUMNS: Mapping[str, str] = {
    "on": _DAY,
    "person": _TEXT,
    "person_kind": _TEXT,
    "tool": _TEXT,
    "sessions": _COUNT,
    "lines_added": _COUNT,
    "lines_removed": _COUNT,
    "commits": _COUNT,
    "pull_requests": _COUNT,
    "source_file": _TEXT,
    "source_row": _COUNT,
}
"""Columns of what came of the use, a row a person, day and tool as the source has them."""

LEFT_OUT_COLUMNS: Mapping[str, str] = {
    "source_file": _TEXT,
    "source_row": _COUNT,
    "reason": _TEXT,
    **dict.fromkeys(KINDS, _COUNT),
    "requests": _MAYBE,
    "billed": _MAYBE,
}
"""Columns of rows that are not in the usage, with the reason why."""


def typed(columns: Mapping[str, Any], types: Mapping[str, str]) -> pd.DataFrame:
    """A frame of the columns that are named, with their types.

    >>> typed({"on": ["2027-01-11"], "tokens": [5]}, {"tokens": "int64"}).to_dict("list")
    {'tokens': [5]}
    """
    import pandas as pd

    return pd.DataFrame({name: pd.Series(columns[name]).astype(kind) for name, kind in types.items()})  # type: ignore[call-overload]


def exact_total(column: pd.Series[Any]) -> int:
    """The sum of a column of whole numbers, missing ones left out, however large it is.

    In parts: nine billion units of a currency are more billionths than 64 bits hold.

    >>> import pandas as pd
    >>> exact_total(pd.Series([2**62, 2**62], dtype="Int64")) == 2**63
    True
    """
    known = column.dropna().astype("int64")
    high = known // BILLION
    return int(high.sum()) * BILLION + int((known - high * BILLION).sum())


def in_units(billionths: int, currency: str) -> Money:
    """Billionths as money.

    >>> in_units(1_500_000_000, "USD")
    Money(amount=Decimal('1.500000000'), currency='USD')
    """
    return Money(EXACT.scaleb(Decimal(billionths), -9), currency)


def check_columns(frame: pd.DataFrame, types: Mapping[str, str], name: str) -> None:
    """Refuse a frame that lacks a column or holds it in another type.

    Raises:
        InvalidValue: With the column.
    """
    for column, kind in types.items():
        if column not in frame.columns:
            raise InvalidValue(name, column, "a column is missing", f"the columns are {', '.join(types)}")
        if frame[column].dtype != kind:
            raise InvalidValue(name, f"{column}: {frame[column].dtype}", f"must be of type {kind}")


def _usage_frame(instance: UsageExport, attribute: Any, frame: pd.DataFrame) -> None:
    check_columns(frame, USAGE_COLUMNS, "UsageExport.frame")
    for column in (*KINDS, "requests"):
        if (frame[column].dropna() < 0).any():
            raise InvalidValue("UsageExport.frame", column, "must not hold negative counts")
    if strange := set(frame["service"].unique()) - set(SERVICES):
        raise InvalidValue(
            "UsageExport.frame", ", ".join(map(str, strange)), f"service must be {' or '.join(SERVICES)}"
        )


def _outcomes(instance: UsageExport, attribute: Any, frame: pd.DataFrame) -> None:
    check_columns(frame, OUTCOME_COLUMNS, "UsageExport.outcomes")


def _left_out(instance: UsageExport, attribute: Any, frame: pd.DataFrame) -> None:
    check_columns(frame, LEFT_OUT_COLUMNS, "UsageExport.left_out")


@frozen(kw_only=True)
class LeftOutSum:
    """What was left out for one reason.

    Attributes:
        reason: Why, in words.
        rows: How many rows.
        tokens: Their tokens, of all kinds.
        billed: Their money, in units of the export's currency; 0 where none is stated.
    """

    reason: str
    rows: int
    tokens: int
    billed: Money


@frozen(kw_only=True, eq=False)
class UsageExport:
    """What provider exports say of usage, in one shape.

    Attributes:
        frame: A row of use each, with the columns of `USAGE_COLUMNS`; its kinds of tokens are disjoint.
        outcomes: What came of it where a source says so, with the columns of `OUTCOME_COLUMNS`.
        left_out: Rows that are not in the frame, with the columns of `LEFT_OUT_COLUMNS`.
        currency: ISO 4217 code of all money.
        sources: Names of the sources that were read.
        warnings: What a reader of the figures should know.
    """

    frame: pd.DataFrame = field(validator=_usage_frame, repr=False)
    outcomes: pd.DataFrame = field(validator=_outcomes, repr=False)
    left_out: pd.DataFrame = field(validator=_left_out, repr=False)
    currency: str = field(default="USD", validator=known_currency)
    sources: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def tokens(self) -> dict[str, int]:
        """Tokens by kind."""
        return token_totals(self.frame)

    @property
    def billed(self) -> Money | None:
        """Money that the sources state; None where none of them states any."""
        return stated_total(self.frame["billed"], self.currency)

    @property
    def left_out_sums(self) -> tuple[LeftOutSum, ...]:
        """What was left out, a reason each, most rows first."""
        return tuple(sorted(_sums(self.left_out, self.currency), key=lambda one: (-one.rows, one.reason)))


def token_totals(frame: pd.DataFrame) -> dict[str, int]:
    """Tokens by kind, exact."""
    return {kind: exact_total(frame[kind]) for kind in KINDS}


def stated_total(column: pd.Series[Any], currency: str) -> Money | None:
    """The sum of a column of billionths as money; None where all are missing."""
    return in_units(exact_total(column), currency) if column.notna().any() else None


def _sums(left: pd.DataFrame, currency: str) -> Iterator[LeftOutSum]:
    for reason, rows in left.groupby("reason", observed=True):
        tokens, billed = sum(token_totals(rows).values()), exact_total(rows["billed"])
        yield LeftOutSum(reason=str(reason), rows=len(rows), tokens=tokens, billed=in_units(billed, currency))


def empty(types: Mapping[str, str]) -> pd.DataFrame:
    """A frame of these columns without rows."""
    return typed({name: [] for name in types}, types)


def usage_export(rows: Iterable[Mapping[str, Any]], *, currency: str = "USD") -> UsageExport:
    """An export of rows that somebody states, for tests and for small sources of one's own.

    Args:
        rows: Each with some of `USAGE_COLUMNS`; a text that is left out is empty, a count 0.
        currency: Of ``billed``, which is in billionths.
    """
    held = list(rows)
    blank = {"category": "", "int64": 0, "Int64": None}
    fixed = {"person_kind": "none", "service": "standard", "currency": currency}
    columns = {
        name: [row.get(name, fixed.get(name, blank.get(kind))) for row in held] for name, kind in USAGE_COLUMNS.items()
    }
    frame = typed(columns, USAGE_COLUMNS)
    return UsageExport(
        frame=frame, outcomes=empty(OUTCOME_COLUMNS), left_out=empty(LEFT_OUT_COLUMNS), currency=currency
    )
