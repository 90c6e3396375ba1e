"""Grants of a roster: rows of restricted stock and options, by columns, each rule judged once a distinct case."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue
from ..money import Money
from ..pay.equity import StockOptions
from ..pay.vesting import Vesting
from ..workforce.roster import GRANTS
from .fields import Sum, near, short_digits
from .rostercolumns import counts, currencies, days, texts
from .tables.columns import ColumnReading

if TYPE_CHECKING:
    import pandas as pd

    from .rostercolumns import Column
    from .tables.distinct import Flags

KINDS = {
    "rsu": "rsu",
    "rsus": "rsu",
    "restricted stock": "rsu",
    "restricted stock unit": "rsu",
    "restricted stock units": "rsu",
    "option": "option",
    "options": "option",
    "stock option": "option",
    "stock options": "option",
}
"""Kinds of grants, by what a table may call them, in small letters."""
_NAMES = {"rsu": "RSU grant", "option": "Option grant"}


def no_grants() -> pd.DataFrame:
    """The table of nobody's grants."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=_DTYPES.get(name, "object")) for name in GRANTS})


_DTYPES = {"units": "int64", "vesting_start_on": "datetime64[s]", "expires_on": "datetime64[s]"}


def grants_frame(reading: ColumnReading, people: Column | None, currency: str) -> pd.DataFrame:
    """The columns of `GRANTS`; problems are noted.

    Args:
        reading: The table.
        people: Everybody's id; None if they are not known.
        currency: Of strikes that name none.
    """
    import numpy as np
    import pandas as pd

    kinds = _kinds(reading)
    option = kinds == "option"
    _check_people(reading, people)
    _check_vesting(reading)
    strikes = currencies(reading, money="strike", said="strike_currency", default=currency, where=option)
    names = texts(reading, "name")
    made = {
        "employee_id": texts(reading, "employee_id"),
        "name": np.where(names == "", np.where(option, _NAMES["option"], _NAMES["rsu"]), names),
        "kind": kinds,
        "symbol": texts(reading, "symbol"),
        "units": counts(reading, "units"),
        "vesting": texts(reading, "vesting"),
        "vesting_start_on": days(reading, "vesting_start_on"),
        "strike": _strikes(reading, kinds),
        "strike_currency": np.where(option, strikes.by_row(), ""),
        "expires_on": days(reading, "expires_on"),
    }
    frame = pd.DataFrame({name: pd.Series(values, dtype=_DTYPES.get(name, "object")) for name, values in made.items()})
    _check_options(reading, frame, option)
    return frame


def _kinds(reading: ColumnReading) -> Column:
    """``rsu`` or ``option``; empty where it is neither."""
    column = reading.columns.get("kind")
    if column is None:
        return texts(reading, "kind")
    known = [KINDS.get(value.casefold(), "") if isinstance(value, str) else "" for value in column.values]
    for value, kind in zip(column.values, known, strict=True):
        if isinstance(value, str) and not kind:
            guess = near(value, list(KINDS))
            fix = f"did you mean {KINDS[guess]}?" if guess else "say rsu or option"
            reading.refuse("kind", column.rows([other is value for other in column.values]), "is no kind of grant", fix)
    return column.array(known, object)


def _check_people(reading: ColumnReading, people: Column | None) -> None:
    import pandas as pd

    ids = pd.Series(texts(reading, "employee_id"), dtype=object)
    if people is not None:
        strange = (~ids.isin(people) & (ids != "")).to_numpy()
        reading.refuse("employee_id", strange, "is nobody of the roster", "add the employee, or correct the id")


def _check_vesting(reading: ColumnReading) -> None:
    column = reading.columns.get("vesting")
    for value in column.values if column else ():
        try:
            if isinstance(value, str):
                Vesting.parse(value)
        except InvalidValue as error:
            assert column is not None
            reading.refuse("vesting", column.rows([other is value for other in column.values]), error.rule, error.fix)


def _strikes(reading: ColumnReading, kinds: Column) -> Column:
    """The strike as decimal text; of options only, and each has one."""
    import numpy as np

    option = kinds == "option"
    column = reading.columns.get("strike")
    if column is None:
        reading.refuse("strike", option, "is missing", "say the exercise price of an option")
        return np.full(reading.size, "", dtype=object)
    stated = column.rows([value is not None for value in column.values])
    reading.refuse("strike", option & ~stated, "is missing", "say the exercise price of an option")
    reading.refuse("strike", stated & (kinds == "rsu"), "is only for options", "empty the cell")
    reading.refuse("strike", column.rows([_is_sum(v) and v.amount <= 0 for v in column.values]), "must be above 0")
    return column.array([short_digits(v.amount) if _is_sum(v) else "" for v in column.values], object)


def _is_sum(value: Any) -> bool:
    return isinstance(value, Sum)


def _check_options(reading: ColumnReading, frame: pd.DataFrame, option: Flags) -> None:
    """An option has a day on which it ends, after its last vesting; that day does not depend on how many it is of."""
    reading.refuse("expires_on", option & frame["expires_on"].isna().to_numpy(), "is missing", "say its last day")
    whole = frame[option].dropna(subset=["expires_on", "vesting_start_on"])
    for (vesting, start, expires), rows in _cases(whole):
        try:
            _option(vesting, start, expires)
        except InvalidValue as error:
            if error.name == "StockOptions.expires_on":
                chosen = option & False
                chosen[whole.index[rows]] = True
                reading.refuse("expires_on", chosen, error.rule, error.fix)


def _cases(frame: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    yield from frame.groupby(["vesting", "vesting_start_on", "expires_on"]).indices.items()


def _option(vesting: str, start: Any, expires: Any) -> StockOptions:
    return StockOptions(
        symbol="-",
        units=1,
        strike=Money(Decimal(1), "USD"),
        vesting=Vesting.parse(vesting),
        vesting_start_on=start.date(),
        expires_on=expires.date(),
    )
