"""Token spend of a workforce: plan, actual and forecast, and what stands between them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import click

from ..errors import InvalidValue
from .common import (
    AS_OF,
    PRICES,
    assumptions_option,
    json_option,
    main,
    maybe_day,
    print_json,
    print_report,
    refuse_existing,
    request,
)

_FILES = ("xlsx", "chargeback")
"""Options that name a file to write."""


def _rate(ctx: click.Context, param: click.Parameter, text: str | None) -> Fraction | None:
    """A number above 0."""
    from ..files.fields import parse_number

    if text is None:
        return None
    try:
        rate = Fraction(parse_number(text))
    except InvalidValue as error:
        raise click.BadParameter(f"{text!r}: {error.rule}") from None
    if rate <= 0:
        raise click.BadParameter(f"{text!r} must be above 0")
    return rate


@main.command()
@click.argument("file", metavar="ROSTER")
@click.option("--usage", multiple=True, required=True, metavar="FILE", help="Usage exports; repeat, or a folder.")
@click.option("--usage-currency", default="USD", show_default=True, metavar="CODE", help="Of the usage.")
@click.option("--plan", metavar="FILE", help="Plan: month, cost_center, amount. Else what the allowances promise.")
@click.option(
    "--plan-rate", callback=_rate, metavar="NUMBER", help="Exchange rate of the plan: --currency per usage's."
)
@click.option("--policy", metavar="FILE", help="A policy file: its tokens section gives allowances.")
@click.option("--grants", metavar="FILE", help="Grants, a row each; else the sheet grants of ROSTER.")
@click.option(
    "--key", default="", metavar="HEADING", help="Column of ROSTER by which usage names people; else email, or ids."
)
@click.option(
    "--match",
    "match_by",
    multiple=True,
    type=click.Choice(["email", "user_id", "api_key", "project"]),
    default=("email", "user_id"),
    help="What the usage names people by; repeat; else email and user_id.",
)
@click.option("--by", default="cost_center", show_default=True, metavar="COLUMN", help="Who has a budget.")
@click.option(
    "--actual",
    "basis",
    type=click.Choice(["billed", "list", "contract"]),
    help="As billed, or tokens at list or contract prices; else billed for providers whose use all is.",
)
@click.option("--scenario", multiple=True, metavar="NAME", help="A price move for the exposure; repeat, or all.")
@click.option("--year-from", callback=maybe_day, metavar="DATE", help="First day of the budget year; else 1 January.")
@click.option("--currency", metavar="CODE", help="Of plan and report; that of the usage if not said.")
@assumptions_option("Contracts, exchange rates and price moves.")
@PRICES
@AS_OF
@click.option("--chargeback", metavar="FILE", help="Write what each cost centre is charged here: .csv or .xlsx.")
@click.option("--xlsx", metavar="FILE", help="Write the workbook here; .csv or .parquet: every month. INTERNAL.")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@json_option("For machines; amounts are decimal strings.")
def spend(file: str, *, as_of: date, as_json: bool, force: bool, **options: Any) -> None:
    """Say what tokens were planned, cost and will cost, month by month and by cost centre. INTERNAL."""
    from ..documents.spenddata import spend_data
    from ..documents.spendreport import build_spend_report
    from ..files.spenddesk import SpendRequest, open_spend

    for name in _FILES:
        if options[name]:
            refuse_existing(options[name], force=force)
    taken = {name: options[name] for name in ("usage", "usage_currency", "plan", "plan_rate", "policy", "grants")}
    taken |= {name: options[name] for name in ("key", "match_by", "by", "basis", "year_from")}
    desk = request({"as_of": as_of, **{name: options[name] for name in ("assumptions", "prices", "currency")}})
    found = open_spend(SpendRequest(roster=file, request=desk, scenarios=options["scenario"], **taken))
    wrote = _write(found, options)
    if as_json:
        print_json(spend_data(found))
        return
    print_report(build_spend_report(found))
    for line in wrote:
        click.echo(line)


def _write(found: Any, options: dict[str, Any]) -> list[str]:
    """Files that were asked for, and what is said of each."""
    from ..files.chargeback import write_chargeback
    from ..files.spenddesk import write_spend

    said = []
    if options["chargeback"]:
        write_chargeback(found.chargeback, options["chargeback"])
        rows = len(found.chargeback.rows)
        said.append(f"Wrote {options['chargeback']}: {rows:,} rows in {found.chargeback.currency}.")
    if options["xlsx"]:
        write_spend(found, options["xlsx"])
        said.append(f"Wrote {options['xlsx']} (internal).")
    return said
