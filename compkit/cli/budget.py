"""The budget of a workforce: what its pay and tokens come to, by group, period and scenario."""

from __future__ import annotations

from typing import Any

import click

from .common import common, main, print_json, print_report, request


@main.command()
@click.argument("file", metavar="ROSTER")
@common
@click.option("--grants", metavar="FILE", help="Grants, a row each; else the sheet grants of ROSTER.")
@click.option("--hires", metavar="FILE", help="People to come: count and the columns of a roster.")
@click.option(
    "--attrition", metavar="FILE", help="Rates at which people leave: a_year or a_month, by level, place, ..."
)
@click.option("--agents", metavar="FILE", help="Digital employees: their work, model and cost center, a row a kind.")
@click.option("--merit", metavar="FILE", help="A merit cycle: its raises count from their day. With --bands.")
@click.option("--bands", metavar="FILE", help="Pay bands, for --merit.")
@click.option("--model", multiple=True, metavar="MODEL", help="What token money buys there, provider/model; repeat.")
@click.option("--policy", metavar="FILE", help="A policy file: its tokens section gives allowances.")
@click.option(
    "--by", multiple=True, metavar="COLUMN", help="department, cost_center, level, place, ...; repeat for more."
)
@click.option("--period", "cut", default="", metavar="CUT", help="month, calendar or fiscal:10; else years from today.")
@click.option("--scenario", multiple=True, metavar="NAME", help="A what-if; repeat, or all. Else the assumptions' own.")
@click.option("--xlsx", metavar="FILE", help="Write the workbook here. INTERNAL.")
@click.option("--force", is_flag=True, help="Overwrite a workbook that somebody has edited.")
def budget(file: str, **options: Any) -> None:
    """Say what a workforce's pay and tokens cost, by group, period and scenario. INTERNAL."""
    from ..documents.budgetreport import budget_data, build_budget_report
    from ..files.desk import named_scenarios
    from ..files.workforcedesk import WorkforceFiles, open_workforce
    from ..valuation.views import View
    from ..workforce.budget import plan_budget
    from ..workforce.periods import Periods

    asked = request(options)
    beside = {name: options[name] for name in ("grants", "policy", "hires", "attrition", "agents", "merit", "bands")}
    desk = open_workforce(file, asked, WorkforceFiles(**beside))
    cut = options["cut"]
    found = plan_budget(
        desk.roster,
        desk.market,
        desk.given,
        scenarios=named_scenarios(desk.facts, options["scenario"]),
        periods=Periods.of(asked.as_of, asked.horizon_months, cut if cut == "month" else View.parse(cut or "service")),
        by=options["by"] or ("department",),
        currency=asked.currency or _currency(desk.roster),
        terms=desk.terms,
    )
    if options["xlsx"]:
        from ..files.documents import write_budget_workbook

        write_budget_workbook(found, options["xlsx"], force=options["force"])
    if options["as_json"]:
        print_json(budget_data(found))
    else:
        print_report(build_budget_report(found))
        if options["xlsx"]:
            click.echo(f"Wrote {options['xlsx']} (internal: it shows expected cost).")


def _currency(roster: Any) -> str:
    """The currency in which most people are paid."""
    return str(roster.people["currency"].mode().iloc[0])
