"""Rosters written: people, and grants in a file of their own, as `read_roster` reads them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import OutputRefused
from ..money import EXACT, minor_units
from ..workforce.roster import MILLION, Roster
from .bulk import write_table
from .fields import format_rate
from .roster import GRANTS_SHEET, PEOPLE_SHEET

if TYPE_CHECKING:
    import pandas as pd

_RATE = "0.00##%"


def write_roster(roster: Roster, path: str | Path, *, grants: str | Path | None = None) -> None:
    """Write a roster as .csv, .xlsx or .parquet, by suffix; read back, it is the same.

    Args:
        roster: The roster.
        path: File of the people.
        grants: File of the grants; may be left out where there are none.

    Raises:
        OutputRefused: If there are grants and no file for them, or a file cannot be written.
    """
    if len(roster.grants) and grants is None:
        rule = f"the roster has {len(roster.grants):,} grants, which need a file of their own"
        raise OutputRefused(path, rule, "name it as grants")
    is_excel = Path(path).suffix.casefold() == ".xlsx"
    formats = {"fte": _RATE, "bonus": _RATE} if is_excel else {}
    write_table(_people(roster, as_numbers=is_excel), path, formats=formats, sheet=PEOPLE_SHEET)
    if grants is not None:
        write_table(_grants(roster.grants), grants, sheet=GRANTS_SHEET)


def _people(roster: Roster, *, as_numbers: bool) -> pd.DataFrame:
    """People with pay as amounts, and rates in percent: as numbers of Excel, else as text."""
    people = roster.people.copy()
    digits = {code: minor_units(code) for code in people["currency"].unique()}
    pairs = zip(people["base"].tolist(), people["currency"].tolist(), strict=True)
    people["base"] = _objects([Decimal(base).scaleb(-digits[code]) for base, code in pairs])
    for name in ("fte", "bonus"):
        known = {rate: _rate(rate, as_numbers=as_numbers) for rate in people[name].unique().tolist()}
        people[name] = _objects([known[rate] for rate in people[name].tolist()])
    return people


def _objects(values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(values, dtype=object)


def _rate(millionths: int, *, as_numbers: bool) -> Any:
    rate = EXACT.divide(Decimal(millionths), Decimal(MILLION))
    return rate if as_numbers else format_rate(rate)


def _grants(grants: pd.DataFrame) -> pd.DataFrame:
    """Grants with strikes as numbers, empty where there is none."""
    made = grants.copy()
    made["strike"] = _objects([Decimal(text) if text else None for text in made["strike"].tolist()])
    return made
