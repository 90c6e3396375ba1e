"""Rows that stand alone: people with their grants in one column, so that any part of them can be worked on anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from ...errors import CompkitError, InvalidValue
from ...money import Money
from ...pay.vesting import Vesting
from ..roster import GRANTS, GROUPS, MILLION, PEOPLE, Roster

GRANT_TEXT = "grants"
"""Column of grants: a JSON list of objects with the keys of `GRANTS`; empty for nobody's."""

_WHOLE = {"base": (0, 10**12), "fte": (1, MILLION), "bonus": (0, 10 * MILLION)}
"""Whole columns, their least and their most: products of them stay within 64 bits."""
_MOST_UNITS = 10**12
_TEXTS = ("employee_id", *GROUPS, "currency", "tokens")
_GRANT_DAYS = ("vesting_start_on", "expires_on")


@frozen(kw_only=True)
class RowFault:
    """What is wrong with a row of people.

    Attributes:
        row: Position in the frame, from 0.
        column: The column.
        value: What stands there.
        rule: What is wrong, in words.
        fix: The way out.
    """

    row: int
    column: str
    value: str
    rule: str
    fix: str = ""


def pack(roster: Roster) -> pd.DataFrame:
    """People of a roster with their grants beside them, as `people_amounts` takes them.

    Args:
        roster: The people and their grants.
    """
    kept = [*PEOPLE, *(["end_on"] if "end_on" in roster.people.columns else [])]
    texts: dict[str, list[dict[str, object]]] = {}
    for row in roster.grants[list(GRANTS)].to_dict("records"):
        texts.setdefault(str(row["employee_id"]), []).append(_said(row))
    own = [_json(texts.get(str(one), [])) for one in roster.people["employee_id"]]
    return roster.people[kept].assign(**{GRANT_TEXT: own})


def _said(row: dict[Any, Any]) -> dict[str, object]:
    days = {name: None if pd.isna(row[name]) else str(row[name].date()) for name in _GRANT_DAYS}
    texts = {name: str(row[name]) for name in ("name", "kind", "symbol", "vesting", "strike", "strike_currency")}
    return {**texts, **days, "units": int(row["units"])}


def _json(grants: list[dict[str, object]]) -> str:
    return json.dumps(grants, ensure_ascii=False, sort_keys=True) if grants else ""


def unpack(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """People and grants, as `Roster` takes them, of rows without a fault.

    Args:
        frame: The rows, as `pack` gives them, from any engine.
    """
    made: dict[str, Any] = {name: frame[name].astype(object).astype(str).to_numpy(dtype=object) for name in _TEXTS}
    made |= {name: frame[name].to_numpy(dtype=np.int64) for name in _WHOLE}
    made |= {name: _days(frame[name]).to_numpy() for name in ("start_on", "end_on") if name in frame.columns}
    return pd.DataFrame(made), _grants(frame)


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Days from what any engine calls a day; NaT for what is none."""
    if column.dtype.kind in "iufb":
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[s]")
    return pd.to_datetime(column, errors="coerce").dt.normalize().astype("datetime64[s]")


def _grants(frame: pd.DataFrame) -> pd.DataFrame:
    texts = frame[GRANT_TEXT].tolist() if GRANT_TEXT in frame.columns else []
    pairs = zip(frame["employee_id"].tolist(), texts, strict=False)
    rows = [{**own, "employee_id": who} for who, text in pairs if isinstance(text, str) and text for own in _read(text)]
    made = pd.DataFrame(rows, columns=list(GRANTS))
    for name in _GRANT_DAYS:
        made[name] = pd.to_datetime(made[name]).astype("datetime64[s]")
    return made.assign(units=made["units"].astype(np.int64))


def _read(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    return found


# faults


def faults(frame: pd.DataFrame, allowances: Collection[str]) -> Iterator[RowFault]:
    """What is wrong with some rows, column by column.

    Args:
        frame: The rows.
        allowances: Names that ``tokens`` may give.

    Raises:
        InvalidValue: If a column is missing.
    """
    missing = [name for name in PEOPLE if name not in frame.columns]
    if missing:
        columns = ", ".join(map(str, frame.columns))
        raise InvalidValue("people", columns, f"has no column {', '.join(missing)}", "write the rows with `pack`")
    for name in _TEXTS:
        yield from _told(frame, name, ~_are_texts(frame[name]), "is no text", "say a text; an empty one is none")
    yield from _twice(frame)
    for name, (least, most) in _WHOLE.items():
        fix = f"say a whole number from {least:,} to {most:,}"
        yield from _told(frame, name, ~_are_whole(frame[name], least, most), "is no such number", fix)
    yield from _day_faults(frame)
    yield from _unknown(frame, "currency", _is_currency, "is not an ISO 4217 code", "say USD, EUR, GBP ...")
    fix = f"say one of {', '.join(allowances)}, or nothing" if allowances else "state it in the plan"
    yield from _unknown(frame, "tokens", {"", *allowances}.__contains__, "is no allowance of the plan", fix)
    yield from _grant_faults(frame)


def _told(frame: pd.DataFrame, column: str, wrong: Any, rule: str, fix: str) -> Iterator[RowFault]:
    for row in np.flatnonzero(np.asarray(wrong, dtype=bool)).tolist():
        value = frame[column].iloc[row]
        yield RowFault(row=row, column=column, value="" if pd.isna(value) else str(value), rule=rule, fix=fix)


def _are_texts(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map(lambda value: isinstance(value, str)).astype(bool)


def _are_whole(column: pd.Series[Any], least: int, most: int) -> pd.Series[Any]:
    if column.dtype.kind not in "iuf":  # a column of mixed kinds
        column = column.where(column.map(lambda value: type(value) is int))
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    return (numbers >= least) & (numbers <= most) & (numbers % 1 == 0)


def _twice(frame: pd.DataFrame) -> Iterator[RowFault]:
    twice = frame["employee_id"].duplicated() & frame["employee_id"].notna()
    yield from _told(frame, "employee_id", twice, "has two rows", "keep one row an employee; grants stand in a column")


def _day_faults(frame: pd.DataFrame) -> Iterator[RowFault]:
    fix = "write it as a date"
    start_on = _days(frame["start_on"])
    yield from _told(frame, "start_on", start_on.isna(), "is no day", fix)
    if "end_on" in frame.columns:
        end_on = _days(frame["end_on"])
        yield from _told(frame, "end_on", end_on.isna() & frame["end_on"].notna(), "is no day", fix)
        rule = "is before the first day of work"
        yield from _told(frame, "end_on", end_on < start_on, rule, "look at the two days")


def _unknown(frame: pd.DataFrame, column: str, known: Callable[[str], bool], rule: str, fix: str) -> Iterator[RowFault]:
    strange = [text for text in frame[column].unique() if isinstance(text, str) and not known(text)]
    yield from _told(frame, column, frame[column].isin(strange), rule, fix)


def _is_currency(code: str) -> bool:
    try:
        Money(0, code)
    except InvalidValue:
        return False
    return True


def _grant_faults(frame: pd.DataFrame) -> Iterator[RowFault]:
    if GRANT_TEXT not in frame.columns:
        return
    rules = {text: _grants_rule(text) for text in frame[GRANT_TEXT].unique() if isinstance(text, str) and text}
    for rule in sorted({*rules.values()} - {""}):
        wrong = [text for text, own in rules.items() if own == rule]
        yield from _told(frame, GRANT_TEXT, frame[GRANT_TEXT].isin(wrong), rule, "write the rows with `pack`")


def _grants_rule(text: str) -> str:
    """What is wrong with somebody's grants; empty if nothing is."""
    try:
        for own in _read(text):
            _check_grant(own)
    except CompkitError as error:
        return f"is no list of grants: {error}"
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
        return f"is no list of grants: {type(error).__name__} {error}"
    return ""


def _check_grant(own: dict[str, Any]) -> None:
    """Raise what keeps a grant from being read."""
    missing = [name for name in GRANTS if name not in own and name != "employee_id"]
    if missing:
        raise InvalidValue("grant", ", ".join(own), f"has no {', '.join(missing)}")
    if own["kind"] not in ("rsu", "option"):
        raise InvalidValue("kind", own["kind"], "must be rsu or option")
    if type(own["units"]) is not int or not 0 < own["units"] <= _MOST_UNITS:
        raise InvalidValue("units", own["units"], f"must be a whole number from 1 to {_MOST_UNITS:,}")
    _check_vesting(own["vesting"])
    date.fromisoformat(own["vesting_start_on"])
    if own["kind"] == "option":
        Money(Decimal(own["strike"]), own["strike_currency"])
        date.fromisoformat(own["expires_on"])


@lru_cache(maxsize=1024)
def _check_vesting(text: str) -> None:
    """Raise what is wrong with a schedule; many grants share one."""
    Vesting.parse(text)
