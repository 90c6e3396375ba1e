"""Who used it: the identities of an export matched to a roster by a stated key; nobody is dropped who is not found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import InvalidValue
from ...market.prices import KINDS
from ...money import Money
from .export import BILLION, PERSON_KINDS, UsageExport, exact_total, in_units, token_totals

if TYPE_CHECKING:
    import pandas as pd


@frozen(kw_only=True)
class Unmatched:
    """An identity that the roster does not know by this key.

    Attributes:
        person: As the source says it; empty where it says none.
        person_kind: What it is.
        rows: Rows of its use.
        tokens: Its tokens, of all kinds.
        billed: Its money where the source states it, else None.
    """

    person: str
    person_kind: str
    rows: int
    tokens: int
    billed: Money | None


@frozen(kw_only=True, eq=False)
class Matched:
    """Usage with the employee of each row.

    Attributes:
        frame: The export's frame with a column ``employee_id``, missing where nobody is known; no row is dropped.
        outcomes: The export's outcomes with the same column.
        unmatched: Identities without an employee, most tokens first.
        by: Kinds of identity that were looked up.
    """

    frame: pd.DataFrame = field(repr=False)
    outcomes: pd.DataFrame = field(repr=False)
    unmatched: tuple[Unmatched, ...]
    by: tuple[str, ...]

    @property
    def employees(self) -> int:
        """How many employees have a row of use."""
        return int(self.frame["employee_id"].nunique())


def match_people(export: UsageExport, roster_ids: Mapping[str, str], by: str | Sequence[str] = "email") -> Matched:
    """Whose use each row is, by a stated key.

    Args:
        export: The usage.
        roster_ids: Employee by key: e-mails, whatever their capitals, or the source's ids as they stand.
        by: Kind of key, or several: ``email``, ``user_id``, ``api_key``, ``project``.

    Raises:
        InvalidValue: If the kind is none, or a key stands for two employees.
    """
    kinds = (by,) if isinstance(by, str) else tuple(by)
    if not kinds or set(kinds) - set(PERSON_KINDS[:-1]):
        raise InvalidValue("by", ", ".join(kinds), f"must be {' or '.join(PERSON_KINDS[:-1])}")
    known = _known(roster_ids)
    frame, outcomes = (_with_employees(found, known, kinds) for found in (export.frame, export.outcomes))
    unmatched = sorted(_unmatched(frame, export.currency), key=lambda one: (-one.tokens, one.person, one.person_kind))
    return Matched(frame=frame, outcomes=outcomes, unmatched=tuple(unmatched), by=kinds)


def _folded(key: str) -> str:
    """An e-mail without its capitals; other ids as they stand, since theirs may count."""
    text = key.strip()
    return text.casefold() if "@" in text else text


def _known(roster_ids: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for key, employee_id in roster_ids.items():
        own = _folded(key)
        if not own:
            raise InvalidValue("roster_ids", key, f"an empty key of {employee_id}", "leave it out")
        if known.setdefault(own, employee_id) != employee_id:
            rule = f"stands for two employees, {known[own]} and {employee_id}"
            raise InvalidValue("roster_ids", key, rule, "give each a key of its own")
    return known


def _with_employees(frame: pd.DataFrame, known: Mapping[str, str], kinds: tuple[str, ...]) -> pd.DataFrame:
    """The frame with a column of employees: looked up once an identity, not once a row."""
    import pandas as pd

    people = frame["person"].cat
    found = pd.Series([known.get(_folded(str(name))) for name in people.categories], dtype="object")
    ids = pd.Categorical(found.reindex(people.codes), categories=sorted(set(known.values())))
    column = pd.Series(ids, index=frame.index)
    return frame.assign(employee_id=column.where(frame["person_kind"].isin(kinds)))


def _unmatched(frame: pd.DataFrame, currency: str) -> Iterator[Unmatched]:
    """An identity each, summed all at once: an export can be of tens of thousands whom the roster does not know."""
    rest: Any = frame[frame["employee_id"].isna()]
    billed = rest["billed"].fillna(0).astype("int64")
    columns = rest[["person", "person_kind"]].assign(
        rows=1,
        high=sum(rest[kind] // BILLION for kind in KINDS),
        low=sum(rest[kind] % BILLION for kind in KINDS),
        stated=rest["billed"].notna().astype("int64"),
        billed_high=billed // BILLION,
        billed_low=billed % BILLION,
    )
    sums = columns.groupby(["person", "person_kind"], observed=True).sum()
    for (person, kind), rows, high, low, stated, *bill in sums.itertuples(name=None):
        yield Unmatched(
            person=str(person),
            person_kind=str(kind),
            rows=int(rows),
            tokens=int(high) * BILLION + int(low),
            billed=in_units(int(bill[0]) * BILLION + int(bill[1]), currency) if stated else None,
        )


def unmatched_total(matched: Matched, currency: str) -> tuple[int, int, Money]:
    """Rows, tokens and money of all that is unmatched."""
    rest = matched.frame[matched.frame["employee_id"].isna()]
    return len(rest), sum(token_totals(rest).values()), in_units(exact_total(rest["billed"]), currency)
