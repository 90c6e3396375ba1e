"""A chargeback written for a ledger: CSV, Excel or Parquet, by suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..money import minor_units
from ..workforce.spending.chargeback import CHARGEBACK_COLUMNS, Chargeback
from .bulk import write_table

if TYPE_CHECKING:
    import pandas as pd


_TEXTS = CHARGEBACK_COLUMNS[:-1]


def chargeback_frame(found: Chargeback) -> pd.DataFrame:
    """The rows as columns ``month``, ``cost_center``, ``account``, ``provider``, ``amount``."""
    import pandas as pd

    columns = {name: [getattr(row, name) for row in found.rows] for name in _TEXTS}
    amounts = [row.amount.amount for row in found.rows]
    frame = pd.DataFrame(columns, dtype=object)
    return frame.assign(amount=pd.Series(amounts, dtype=object))


def write_chargeback(found: Chargeback, path: str | Path) -> None:
    """Write a chargeback; texts such as an account's leading zeros stay as they are.

    Raises:
        OutputRefused: If the file cannot be written.
    """
    places = minor_units(found.currency)
    code = "#,##0" + ("." + "0" * places if places else "")
    write_table(chargeback_frame(found), path, formats={"amount": code}, sheet="Chargeback")
