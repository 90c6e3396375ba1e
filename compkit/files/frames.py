"""Results as tidy data frames: units in the column names, money exact unless floats are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from ..pay.entitlements import NUMBERS
from ..valuation.basis import basis
from ..valuation.compare import Comparison
from ..valuation.value import Valuation
from ..valuation.views import cells

if TYPE_CHECKING:
    import pandas as pd


def to_frame(result: Valuation | Comparison, *, money: Literal["decimal", "float"] = "decimal") -> pd.DataFrame:
    """A result as a pandas data frame.

    A valuation gives one row an entitlement; a comparison one row an offer, year, component and guarantee. Amounts
    stand in columns such as ``face_USD``, ``cost_USD`` and ``worth_USD``; they are never added to one another.

    Args:
        result: A `Valuation` or a `Comparison`.
        money: ``decimal`` keeps `Decimal` objects, exact; ``float`` gives numbers for plotting.
    """
    import pandas as pd

    convert = float if money == "float" else Decimal
    rows = _lines(result) if isinstance(result, Valuation) else _cells(result)
    records = [{k: convert(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in rows]
    return pd.DataFrame.from_records(records)


def _lines(valuation: Valuation) -> Iterator[dict[str, Any]]:
    for line in valuation.lines:
        row = line.row
        yield {
            "component": row.component,
            "name": row.name,
            "on": row.on,
            "earned_from": row.earned[0],
            "earned_until": row.earned[1],
            "quantity": row.quantity,
            "unit": type(row.unit).__name__,
            "recurring": row.recurring,
            "guaranteed": row.guaranteed,
            **{f"{number}_{valuation.currency}": line.amount(number) for number in NUMBERS},
            "basis": basis(valuation, line),
        }


def _cells(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for name, valuation in comparison.valuations.items():
        for (year, component, guaranteed), amounts in cells(valuation, comparison.view).items():
            yield {
                "offer": name,
                "year": year,
                "component": component,
                "guaranteed": guaranteed,
                **{f"{number}_{comparison.currency}": amounts[number] for number in NUMBERS},
            }
