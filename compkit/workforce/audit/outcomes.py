"""What came of the use: outcomes per money and per million tokens, beside peers of the same family.

Spending is not value. These figures measure what their columns measure, and nothing else: whoever reviews, plans or
teaches has few commits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from ...errors import InvalidValue
from ...money import Money
from ..columns.rational import Ints
from ..usage.export import in_units
from .wholes import quartiles, quotient, sums
from .year import AuditYear

if TYPE_CHECKING:
    import pandas as pd

MEASURES = "This ranking measures what its columns measure, and nothing else."
"""Stands with every ranking."""

PLACES = ("lean producer", "heavy producer", "burner", "idle")
"""Little use and much outcome; much of both; much use and little outcome; little of both. Much is above the median of
the peers."""

NOTHING = ("source_row",)
_THOUSAND = 1_000
_PER_MONEY = 10**12
"""Outcomes times this, by millionths of money, are thousandths of an outcome per thousand of money."""


@frozen(kw_only=True)
class Peers:
    """Outcomes of the people of one family.

    Attributes:
        outcome: Name of its column.
        family: Of the people.
        people: How many.
        total: The outcomes of them all, so far.
        use: Annualised use of the person in the middle.
        count: Annualised outcomes of the person in the middle.
        per_thousand: Outcomes per thousand of money, of those who used any: first quartile, median, third quartile;
            None where fewer used any than may be shown.
        per_mtok: Outcomes per million tokens, likewise.
        places: People by place in the two-by-two of use and outcome.
    """

    outcome: str
    family: str
    people: int
    total: int
    use: Money
    count: Decimal
    per_thousand: tuple[Decimal, Decimal, Decimal] | None
    per_mtok: tuple[Decimal, Decimal, Decimal] | None
    places: Mapping[str, int]


# columns


def outcome_sums(
    outcomes: pd.DataFrame, ids: Any, year: AuditYear, wanted: Sequence[str] | None = None
) -> dict[str, Ints]:
    """Outcomes of each person in the year so far, by column.

    Args:
        outcomes: A row each with ``employee_id`` and columns of whole numbers; where it has days, ``on``.
        ids: Ids of the roster, by position.
        year: The year; only its days so far count.
        wanted: Columns; None is every one of whole numbers in which anything stands.

    Raises:
        InvalidValue: If a column is not there, or does not hold whole numbers from 0 on.
    """
    import pandas as pd

    if "employee_id" not in outcomes.columns:
        fix = "name the column of ids employee_id"
        raise InvalidValue("outcomes", ", ".join(map(str, outcomes.columns)), "has no column employee_id", fix)
    rows = outcomes[_inside(outcomes, year)]
    names = _columns(rows) if wanted is None else tuple(wanted)
    person = pd.Index(ids).get_indexer(rows["employee_id"].astype(object))
    known = person >= 0
    return {name: sums(_counts(rows, name)[known], person[known].astype(np.int64), len(ids)) for name in names}


def _inside(outcomes: pd.DataFrame, year: AuditYear) -> Any:
    if "on" not in outcomes.columns:
        return np.ones(len(outcomes), dtype=bool)
    return ((outcomes["on"] >= str(year.start)) & (outcomes["on"] < str(year.as_of))).to_numpy()


def _columns(rows: pd.DataFrame) -> tuple[str, ...]:
    whole = [str(name) for name in rows.columns if rows[name].dtype.kind in "iu" and name not in NOTHING]
    return tuple(name for name in whole if (rows[name].fillna(0) != 0).any())


def _counts(rows: pd.DataFrame, name: str) -> Ints:
    if name not in rows.columns:
        fix = f"say some of {', '.join(_columns(rows)) or 'none'}"
        raise InvalidValue("outcomes", name, "is no column of the outcomes", fix)
    column = rows[name]
    if column.dtype.kind not in "iu" or (column.dropna() < 0).any():
        raise InvalidValue("outcomes", name, "must hold whole numbers from 0 on")
    found: Ints = column.fillna(0).to_numpy(dtype=np.int64)
    return found


# beside peers


def with_outcomes(people: pd.DataFrame, counts: Mapping[str, Ints], year: AuditYear, fewest: int) -> pd.DataFrame:
    """The people of an audit with four columns more for each outcome.

    The outcome itself; ``_per_thousand`` of money and ``_per_mtok``, in thousandths, missing without use; ``_quarter``,
    1 to 4, of the outcome per money among peers who used any (a value at a quartile is in the quarter below), 0 where
    there are fewer than may be shown; ``_place`` in the two-by-two, empty likewise.
    """
    found = people.copy()
    for name, count in counts.items():
        found[name] = count
        money = quotient(count, _PER_MONEY, people["used"].to_numpy() // _THOUSAND)
        found[f"{name}_per_thousand"] = _where(money, people["used"] >= _THOUSAND)
        mtok = quotient(count, _THOUSAND * 10**6, people["tokens_used"].to_numpy())
        found[f"{name}_per_mtok"] = _where(mtok, people["tokens_used"] > 0)
        found[f"{name}_a_year"] = annual = quotient(count, year.days * _THOUSAND, people["days"].to_numpy())
        found[f"{name}_quarter"] = _by_family(people, fewest, found[f"{name}_per_thousand"])
        found[f"{name}_place"] = _places(people, fewest, annual)
    return found


def _where(values: Ints, known: Any) -> Any:
    import pandas as pd

    return pd.arrays.IntegerArray(np.asarray(values), ~known.to_numpy())


def _families(people: pd.DataFrame, fewest: int) -> Iterator[tuple[str, Any]]:
    """Families that may be shown, with the positions of their people."""
    for family, rows in people.groupby("family", observed=True, sort=True).indices.items():
        if len(rows) >= fewest:
            yield str(family), rows


def _by_family(people: pd.DataFrame, fewest: int, ratio: pd.Series[Any]) -> Ints:
    found = np.zeros(len(people), dtype=np.int64)
    known, values = ratio.notna().to_numpy(), ratio.fillna(0).to_numpy(dtype=np.int64)
    for _, rows in _families(people, fewest):
        own = rows[known[rows]]
        if len(own) >= fewest:
            found[own] = 1 + np.searchsorted(np.array(quartiles(values[own])), values[own], side="left")
    return found


def _places(people: pd.DataFrame, fewest: int, annual: Ints) -> Any:
    found = np.full(len(people), "", dtype=object)
    use = people["annualised"].to_numpy(dtype=np.int64)
    for _, rows in _families(people, fewest):
        high_use, high = (values[rows] > quartiles(values[rows])[1] for values in (use, annual))
        found[rows] = np.array(PLACES, dtype=object)[np.where(high, np.where(high_use, 1, 0), np.where(high_use, 2, 3))]
    return found


def peers(people: pd.DataFrame, names: Sequence[str], currency: str, fewest: int) -> Iterator[Peers]:
    """Outcomes of each family that may be shown, by outcome."""
    for name in names:
        for family, rows in _families(people, fewest):
            own = people.iloc[rows]
            places = own[f"{name}_place"].value_counts()
            yield Peers(
                outcome=name,
                family=family,
                people=len(own),
                total=int(own[name].sum()),
                use=in_units(quartiles(own["annualised"].to_numpy(dtype=np.int64))[1], currency),
                count=_thousandths(quartiles(own[f"{name}_a_year"].to_numpy(dtype=np.int64))[1]),
                per_thousand=_three(own[f"{name}_per_thousand"], fewest),
                per_mtok=_three(own[f"{name}_per_mtok"], fewest),
                places={place: int(places.get(place, 0)) for place in PLACES},
            )


def _three(ratio: pd.Series[Any], fewest: int) -> tuple[Decimal, Decimal, Decimal] | None:
    known = ratio.dropna()
    if len(known) < fewest:
        return None
    first, median, third = map(_thousandths, quartiles(known.to_numpy(dtype=np.int64)))
    return first, median, third


def _thousandths(whole: int) -> Decimal:
    return Decimal(whole).scaleb(-3)
