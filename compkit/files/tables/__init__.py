"""Tables of other people: CSV, Excel, Parquet and data frames, whose columns have names of their own.

What a column means is found by stated synonyms, or told, and can be shown before it is used. Nothing is guessed about
a cell: what is no value of its column's kind is a problem with its sheet, row and column, and all are told at once.
"""

from .field import Field, Kind
from .mapping import ColumnUse, describe
from .reading import TableReading, TableRow, look_at_table, read_table

__all__ = [
    "ColumnUse",
    "Field",
    "Kind",
    "TableReading",
    "TableRow",
    "describe",
    "look_at_table",
    "read_table",
]
