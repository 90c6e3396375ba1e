"""Usage in Parquet, however much of it, priced to person and month: it is read in batches and never held whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import Factory, define, field

from ..errors import FileProblems, Problem
from ..market.prices import KINDS, PriceBook
from ..workforce.usage.combinations import Combinations
from ..workforce.usage.grouped import TokenSums
from ..workforce.usage.priced import PricedUsage, check_by, priced_usage
from .text import file_name, refused

COLUMNS = ("on", "person", "model", "service", *KINDS)
"""Columns that are read; others may stand beside them."""
MOST_PROBLEMS = 20
"""Most bad rows of a batch that are told."""

_TEXTS = ("person", "model", "service")
_TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_ROWS = 2**17
"""Rows of a batch: so few stay in a processor's cache."""
_DAYS = (10_957, 47_481)
"""From 2000-01-01 to 2099-12-31, in days from 1970: another day is a mistake of unit, and no model was sold on it."""


def price_usage(
    path: str | Path, book: PriceBook, *, currency: str = "USD", by: Sequence[str] = ("person", "month")
) -> PricedUsage:
    """What the tokens of tidy usage in Parquet cost by a price book, at base rates, by person and month.

    ``sum(tokens of a kind * its price)`` by person, month, model, service class and price row, rounded once each, half
    up, to a billionth; sums of these are exact. So the order of rows, and how they are cut into files, change nothing;
    `recomputed_cost`, which rounds each row, differs by at most a billionth a row. A row that uses a kind without
    a price has none, as there.

    Memory beside a few batches and the result: 48 bytes a group of person, month, model, service class and price row; 4
    for each person and each of the others that was met, together or not; 13 for each model, class and day between the
    first and the last; at most twice that, as room is doubled. The number of rows does not count.
    Measured, result and batches included: some 400 bytes a group.

    Args:
        path: A Parquet file, or a folder with some, at any depth; with at least `COLUMNS`, as `USAGE_COLUMNS` has them.
        book: Token prices.
        currency: Of the result.
        by: What the result is told by, some of `BY`.

    Raises:
        FileProblems: If a file is no such table, or has bad rows, each with its row group and its row in the file.
        CurrencyMismatch: If a price is in another currency.
    """
    told = check_by(by)
    reading = _Reading(Combinations(book, currency))
    _keep_memory()
    for file in _files(path):
        for first, batch in _batches(file):
            _check(file, first, batch)
            reading.add(batch)
    met, persons = reading.combinations.met, reading.persons.known
    return priced_usage(reading.sums, persons, met, currency=currency, by=told, rows=reading.rows)


# files


def _keep_memory() -> None:
    """Let glibc keep what batches free, for the next batch; else it gives each page back and half the time goes there.

    It raises its thresholds to the largest block that was freed, up to 32 MB (mallopt(3), M_MMAP_THRESHOLD).
    """
    import numpy as np

    np.empty(31 * 2**20, dtype=np.uint8)


def _files(path: str | Path) -> list[Path]:
    top = Path(path)
    found = sorted(one for one in top.rglob("*.parquet") if one.is_file()) if top.is_dir() else [top]
    if not found:
        raise refused(file_name(path), "holds no .parquet file", "name a folder of usage in Parquet")
    return found


def _batches(file: Path) -> Iterator[tuple[int, Any]]:
    """Batches of a file with the number of their first row, from 0; texts are encoded as dictionaries."""
    try:
        import pyarrow.dataset as dataset  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ModuleNotFoundError:
        raise refused(file_name(file), "Parquet needs pyarrow", "pip install pyarrow") from None
    form = dataset.ParquetFileFormat(read_options={"dictionary_columns": list(_TEXTS)})
    try:
        held = dataset.dataset(str(file), format=form)
        _check_columns(file, held.schema)
        first = 0
        for batch in held.to_batches(columns=list(COLUMNS), batch_size=_ROWS, batch_readahead=4, fragment_readahead=1):
            yield first, batch
            first += len(batch)
    except FileProblems:
        raise
    except (OSError, ValueError) as error:  # pyarrow's own errors are among these
        raise refused(file_name(file), f"cannot be read: {str(error).splitlines()[0]}", "write it anew") from None


def _check_columns(file: Path, schema: Any) -> None:
    import pyarrow.types as types  # type: ignore[import-not-found,import-untyped,unused-ignore]

    for name in COLUMNS:
        if name not in schema.names:
            raise refused(file_name(file), "a column is missing", f"it needs {', '.join(COLUMNS)}", value=name)
        kind = schema.field(name).type
        if name in _TEXTS:
            inner = kind.value_type if types.is_dictionary(kind) else kind
            fits, needed = types.is_string(inner) or types.is_large_string(inner) or types.is_null(inner), "text"
        elif name == "on":
            fits, needed = types.is_date(kind) or (types.is_timestamp(kind) and kind.tz is None), "days without zone"
        else:
            fits, needed = types.is_int64(kind), "int64"
        if not fits:
            raise refused(file_name(file), f"column {name} must be of {needed}", "write it anew", value=str(kind))


# rows


def _check(file: Path, first: int, batch: Any) -> None:
    """Refuse rows without a day, person, model, service or count, and with fewer tokens than none."""
    bad = [(row, name, rule) for name in COLUMNS for row, rule in _bad(name, batch.column(name))]
    if bad:
        shown = sorted(bad)[:MOST_PROBLEMS]
        cells = (batch.column(name)[row].as_py() for row, name, _ in shown)
        raise FileProblems(
            _problem(file, first + row, name, rule, cell) for (row, name, rule), cell in zip(shown, cells, strict=True)
        )


def _bad(name: str, column: Any) -> Iterator[tuple[int, str]]:
    if name in _TEXTS and _texts(column).dictionary.null_count:
        column = column.dictionary_decode()
    if column.null_count:
        yield from ((row, "is missing") for row in _rows_where(column.is_null().to_numpy(zero_copy_only=False)))
    elif name in KINDS and len(column):
        tokens = column.to_numpy()
        if tokens.min() < 0:
            yield from ((row, "must not be negative") for row in _rows_where(tokens < 0))
    elif name == "on" and len(column):
        days = _days(column)
        if days.min() < _DAYS[0] or days.max() > _DAYS[1]:
            wrong = (days < _DAYS[0]) | (days > _DAYS[1])
            yield from ((row, "must be a day of 2000 to 2099") for row in _rows_where(wrong))


def _rows_where(wrong: Any) -> list[int]:
    import numpy as np

    return [int(row) for row in np.flatnonzero(wrong)[:MOST_PROBLEMS]]


def _problem(file: Path, row: int, column: str, rule: str, value: Any) -> Problem:
    """Row groups and rows of the file are counted from 1."""
    import pyarrow.parquet as parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]

    metadata = parquet.ParquetFile(str(file)).metadata
    group, end = 0, metadata.row_group(0).num_rows
    while end <= row:
        group += 1
        end += metadata.row_group(group).num_rows
    place = f"row group {group + 1}, row {row + 1}, column {column}"
    shown = "" if value is None else str(value)
    return Problem(file=file_name(file), path=place, value=shown, rule=rule, fix="mend it where it was written")


def _days(column: Any) -> Any:
    """Days from 1970; a time of day is left out."""
    import pyarrow as arrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

    if arrow.types.is_date32(column.type):
        return column.view(arrow.int32()).to_numpy()
    ticks = column.view(arrow.int64()).to_numpy()
    return ticks // (86_400 * _TICKS["ms" if arrow.types.is_date64(column.type) else column.type.unit])


def _texts(column: Any) -> Any:
    return column if hasattr(column, "dictionary") else column.dictionary_encode()


# sums


def _no_names() -> Any:
    import pyarrow as arrow

    return arrow.array([], arrow.string())


@define
class _Names:
    """Texts with their numbers, in the order in which they were met.

    Attributes:
        known: All of them.
    """

    known: Any = Factory(_no_names)
    _last: Any = None
    _numbers: Any = None

    def numbers(self, column: Any) -> Any:
        """Numbers of the texts of a column."""
        texts = _texts(column)
        if self._last is None or not texts.dictionary.equals(self._last):
            self._last, self._numbers = texts.dictionary, self._of(texts.dictionary)
        return self._numbers.take(texts.indices.to_numpy())

    def _of(self, dictionary: Any) -> Any:
        import numpy as np
        import pyarrow as arrow
        import pyarrow.compute as compute  # type: ignore[import-not-found,import-untyped,unused-ignore]

        texts = dictionary.cast(arrow.string())
        new = texts.filter(compute.is_null(compute.index_in(texts, value_set=self.known))).unique()
        self.known = arrow.concat_arrays([self.known, new])
        return compute.index_in(texts, value_set=self.known).to_numpy().astype(np.int64)


@define
class _Reading:
    """What was read so far.

    Attributes:
        combinations: Those of the rows.
        sums: Their tokens.
        rows: How many.
        persons: Names of persons.
        models: Names of models.
        services: Names of service classes.
    """

    combinations: Combinations
    sums: TokenSums = field(factory=TokenSums)
    rows: int = 0
    persons: _Names = field(factory=_Names)
    models: _Names = field(factory=_Names)
    services: _Names = field(factory=_Names)

    def add(self, batch: Any) -> None:
        """Add the rows of a batch."""
        if not len(batch):
            return
        tokens = [batch.column(kind).to_numpy() for kind in KINDS]
        persons, models, services = (getattr(self, f"{name}s").numbers(batch.column(name)) for name in _TEXTS)
        numbers = self.combinations.of(
            (models, self.models.known.to_pylist()),
            (services, self.services.known.to_pylist()),
            _days(batch.column("on")),
            tokens,
        )
        self.sums.add(persons, numbers, tokens)
        self.rows += len(batch)
