"""Rosters: many people, looked over before anything is computed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import json_option, main, print_json, print_report, refuse_existing

if TYPE_CHECKING:
    from ..files.roster import RosterReading

LONG = 1_000_000
"""Bytes from which reading is shown on a terminal."""


@main.group()
def roster() -> None:
    """Look over a roster: many people, a row each, and their grants."""


@roster.command("check")
@click.argument("file", metavar="FILE")
@click.option("--grants", metavar="FILE", help="Their grants, a row each; else the sheet grants of FILE.")
@click.option("--map", "mapped", multiple=True, metavar="HEADING=FIELD", help="What a column means; nothing leaves it.")
@click.option("--currency", default="", metavar="CODE", help="Of pay, unless the table says it.")
@click.option(
    "--day-order", type=click.Choice(["day first", "month first"]), help="How to read days such as 03/04/2026."
)
@click.option("--xlsx", metavar="FILE", help="Write the check as a workbook here, problems too. INTERNAL.")
@click.option("--force", is_flag=True, help="Overwrite the workbook.")
@json_option("For machines; amounts are decimal strings.")
def roster_check(
    file: str, *, mapped: tuple[str, ...], as_json: bool, xlsx: str | None, force: bool, **said: Any
) -> None:
    """Say how many people a roster holds, what they are paid, what each column was taken for, and every problem.

    FILE is .csv, .xlsx or .parquet; - is CSV from standard input. The exit code is 1 if there are problems. Nobody's
    name is printed but in a problem that it causes.
    """
    from ..documents.rosterreport import build_columns_report, build_roster_report, roster_data
    from ..files.roster import read_roster

    if xlsx:
        refuse_existing(xlsx, force=force)
    with _shown(file):
        reading = read_roster(file, mapping=_mapping(mapped), problems="noted", **said)
    lines, problems = reading.describe(), reading.problems
    if xlsx:
        _write(reading, xlsx)
    if as_json:
        print_json(roster_data(reading.people, reading.grants, columns=lines, problems=problems))
        raise SystemExit(1 if problems else 0)
    if problems:
        print_report(build_columns_report(lines))
    else:
        print_report(build_roster_report(reading.people, reading.grants, columns=lines))
    if xlsx:
        click.echo(f"Wrote {xlsx} (internal: it shows pay).")
    reading.check()


def _write(reading: RosterReading, path: str) -> None:
    """The workbook of a check, with problems and without."""
    from ..documents.rosterreport import roster_frames
    from ..files.bulkbook import write_tables

    columns, problems = reading.describe(), reading.problems
    write_tables(roster_frames(reading.people, reading.grants, columns=columns, problems=problems), path)


def _mapping(mapped: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.rpartition("=") for pair in mapped]
    if any(not sign for _, sign, _ in pairs):
        raise click.UsageError("--map is HEADING=FIELD, such as 'Annual pay=base'")
    return {heading.strip(): name.strip() for heading, _, name in pairs}


@contextmanager
def _shown(file: str) -> Iterator[None]:
    """Say on a terminal that a long file is being read."""
    path = Path(file)
    if not (sys.stderr.isatty() and path.is_file() and path.stat().st_size > LONG):
        yield
        return
    click.echo(f"\r\x1b[Kreading {path.name}, {path.stat().st_size / 1e6:.1f} MB ...\r", err=True, nl=False)
    try:
        yield
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)
