"""Usage that was summed before it was priced, as a table: by person and month, or by whatever it shall be told by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import InvalidValue
from ...market.prices import KINDS
from ...money import Money, known_currency
from .combinations import Combination
from .export import in_units
from .grouped import TokenSums, group_costs, index_sums

if TYPE_CHECKING:
    import pandas as pd

BY = ("person", "month", "model", "service")
"""What priced usage may be told by."""
_LARGEST = 2**63


@frozen(kw_only=True)
class Unpriced:
    """Tokens that have no price.

    Attributes:
        model: As the rows name it.
        reason: Why, in words.
        tokens: Of all kinds.
    """

    model: str
    reason: str
    tokens: int


@frozen(kw_only=True, eq=False)
class PricedUsage:
    """Usage by person and month, with its cost by a price book.

    Attributes:
        table: What it is told by (``month`` is its first day), tokens by kind, ``cost_billionths`` of the tokens that
            have a price (missing where none has) and ``unpriced_tokens``; sorted; a pyarrow table.
        unpriced: Tokens without a price, by model and reason, sorted.
        currency: ISO 4217 code.
        rows: How many rows were read.
        groups: How many groups of person, month, model, service and price they were summed to.
    """

    table: Any = field(repr=False)
    unpriced: tuple[Unpriced, ...]
    currency: str = field(validator=known_currency)
    rows: int
    groups: int

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a data frame; costs are whole numbers too, or missing."""
        import pandas as pd

        frame: pd.DataFrame = self.table.drop_columns(["cost_billionths"]).to_pandas()
        costs = pd.array(self.table.column("cost_billionths").to_pylist(), dtype="Int64")
        frame.insert(len(frame.columns) - 1, "cost_billionths", costs)
        return frame

    @property
    def total(self) -> Money:
        """The cost of all tokens that have a price."""
        costs = self.table.column("cost_billionths").drop_null().to_numpy()
        return in_units(int(costs.astype(object).sum()), self.currency)


def check_by(by: Sequence[str]) -> tuple[str, ...]:
    """What a result shall be told by.

    Raises:
        InvalidValue: If it is not some of `BY`, each once.
    """
    if isinstance(by, str) or not by or len(set(by)) < len(by) or not set(by) <= set(BY):
        raise InvalidValue("by", by if isinstance(by, str) else ", ".join(by), f"must be some of {', '.join(BY)}")
    return tuple(by)


def priced_usage(
    sums: TokenSums, persons: Any, met: Sequence[Combination], *, currency: str, by: Sequence[str], rows: int
) -> PricedUsage:
    """Price the sums of groups, once each, and tell them.

    Args:
        sums: Tokens by person and combination.
        persons: A pyarrow array of persons' names by number.
        met: Combinations by number.
        currency: ISO 4217 code of the prices.
        by: What the result is told by.
        rows: How many rows were summed.
    """
    members, numbers = sums.members()
    tokens = sums.tokens
    costs = group_costs(tokens, numbers, met)
    keys = _keys(members, numbers, persons, met)
    return PricedUsage(
        table=_table({name: keys[name] for name in by}, tokens, costs, _has_price(met)[numbers]),
        unpriced=tuple(_unpriced(tokens, numbers, met)),
        currency=currency,
        rows=rows,
        groups=sums.groups,
    )


def _has_price(met: Sequence[Combination]) -> Any:
    import numpy as np

    return np.array([not one.unpriced for one in met], dtype=bool)


def _unpriced(tokens: Sequence[Any], numbers: Any, met: Sequence[Combination]) -> list[Unpriced]:
    import numpy as np

    without = np.flatnonzero(~_has_price(met)[numbers])
    found: dict[tuple[str, str], int] = {}
    for kind in tokens:
        totals = index_sums(kind[without], numbers[without], len(met)) if len(without) else ()
        for one, total in zip(met, totals, strict=False):
            if total:
                key = (one.model, one.unpriced)
                found[key] = found.get(key, 0) + int(total)
    return [Unpriced(model=model, reason=why, tokens=found[model, why]) for model, why in sorted(found)]


# the table


def _keys(members: Any, numbers: Any, persons: Any, met: Sequence[Combination]) -> Mapping[str, tuple[Any, Any]]:
    """By column: the place of each group's value among the sorted values, and these."""
    import numpy as np
    import pyarrow as arrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import pyarrow.compute as compute  # type: ignore[import-not-found,import-untyped,unused-ignore]

    order = compute.sort_indices(persons).to_numpy()
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    keys = {"person": (ranks[members], persons.take(arrow.array(order)))}
    for name in BY[1:]:
        said = [getattr(one, name) for one in met]
        values = sorted(set(said))
        at = {value: place for place, value in enumerate(values)}
        keys[name] = (np.array([at[one] for one in said], dtype=np.int64)[numbers], arrow.array(values, _kind(name)))
    return keys


def _kind(name: str) -> Any:
    import pyarrow as arrow

    return arrow.date32() if name == "month" else arrow.string()


def _table(keys: Mapping[str, tuple[Any, Any]], tokens: Sequence[Any], costs: Any, known: Any) -> Any:
    import numpy as np
    import pyarrow as arrow

    found, rows = _rows(keys, len(costs))
    columns = dict(reversed(list(_key_columns(keys, found))))
    for name, kind in zip(KINDS, tokens, strict=True):
        columns[name] = _whole(index_sums(kind, rows, len(found)), name)
    priced = np.zeros(len(found), dtype=bool)
    priced[rows[known]] = True
    cost = _whole(index_sums(costs, rows, len(found)), "cost_billionths")
    columns["cost_billionths"] = arrow.array(cost, mask=~priced)
    columns["unpriced_tokens"] = _whole(_without(tokens, known, rows, len(found)), "unpriced_tokens")
    return arrow.table(columns)


def _without(tokens: Sequence[Any], known: Any, rows: Any, length: int) -> Any:
    """Tokens of each row of the table that have no price."""
    import numpy as np

    if known.all():
        return np.zeros(length, dtype=np.int64)
    return sum(index_sums(kind[~known], rows[~known], length).astype(object) for kind in tokens)


def _rows(keys: Mapping[str, tuple[Any, Any]], groups: int) -> tuple[Any, Any]:
    """The keys of each row of the table as one number, rising, and the row of each group."""
    import numpy as np

    joint, size = np.zeros(groups, dtype=np.int64), 1
    for places, values in keys.values():
        joint, size = joint * max(len(values), 1) + places, size * max(len(values), 1)
    if size > 8 * groups:
        found, rows = np.unique(joint, return_inverse=True)
        return found, rows
    there = np.zeros(size, dtype=bool)
    there[joint] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[joint]


def _key_columns(keys: Mapping[str, tuple[Any, Any]], joint: Any) -> Any:
    """Columns of the keys, the last one first."""
    import numpy as np
    import pyarrow as arrow

    for name, (_, values) in reversed(list(keys.items())):
        joint, places = np.divmod(joint, max(len(values), 1))
        if name == "month":
            yield name, values.cast(arrow.timestamp("s")).take(arrow.array(places))
        else:
            yield name, arrow.DictionaryArray.from_arrays(arrow.array(places.astype(np.int32)), values)


def _whole(column: Any, name: str) -> Any:
    """A column in 64 bits.

    Raises:
        InvalidValue: If a value is too large for them.
    """
    largest = int(column.max(initial=0)) if len(column) else 0
    if largest >= _LARGEST:
        raise InvalidValue(name, Decimal(largest), "is more than a row can hold", "look at the tokens and the prices")
    return column.astype("int64")
