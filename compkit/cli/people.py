"""Studies of a workforce's pay: a merit cycle with its letters, and pay equity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidValue
from .common import AMOUNTS, AS_OF, main, print_json, print_report, progress, refuse_existing, request, with_options

if TYPE_CHECKING:
    from ..files.merit import MeritFile
    from ..workforce.merit.plan import MeritPlan
    from ..workforce.roster import Roster

_PEOPLE = with_options(
    (
        AS_OF,
        click.option("--grants", metavar="FILE", help="Grants, a row each; else the sheet grants of ROSTER."),
        click.option("--policy", metavar="FILE", help="A policy file: its tokens section gives allowances."),
        click.option(
            "--currency",
            default="",
            metavar="CODE",
            help="Of pay whose table names none; pay-equity converts all pay to it.",
        ),
        click.option("--xlsx", metavar="FILE", help="Write the table here; .csv and .parquet too."),
        click.option("--force", is_flag=True, help="Overwrite what is there."),
        AMOUNTS,
    )
)


def _roster(file: str, options: dict[str, Any], *extra: str) -> Roster:
    from ..files.peopledesk import open_people

    names = ("as_of", "grants", "policy", "currency")
    return open_people(file, extra=extra, **{name: options[name] for name in names})


# merit


@main.command()
@click.argument("file", metavar="ROSTER")
@click.option("--bands", required=True, metavar="FILE", help="Pay bands.")
@click.option("--cycle", required=True, metavar="FILE", help="The merit cycle: matrix, pools and rules.")
@click.option("--letters", metavar="DIR", help="Write a letter to each person with a raise or a lump sum.")
@click.option("--format", "form", type=click.Choice(["docx", "md"]), default="docx", help="Word or Markdown.")
@_PEOPLE
def merit(file: str, *, bands: str, cycle: str, letters: str | None, form: str, **options: Any) -> None:
    """Plan raises by rating and position in the band, within pools; write the letters. INTERNAL."""
    from ..documents.meritreport import MERIT_FORMATS, build_merit_report, merit_data, merit_frame
    from ..files.bulk import write_table
    from ..files.merit import read_merit
    from ..files.policy import read_bands
    from ..workforce.merit.plan import plan_merit

    if options["xlsx"]:
        refuse_existing(options["xlsx"], force=options["force"])
    rules = read_merit(cycle)
    roster = _roster(file, options, "title", "address")
    plan = plan_merit(roster, read_bands(bands), rules.cycle)
    if options["xlsx"]:
        write_table(merit_frame(plan), options["xlsx"], formats=MERIT_FORMATS, sheet="Merit")
    written = _letters(plan, rules, letters, form, options) if letters else 0
    if options["as_json"]:
        print_json(merit_data(plan) | ({"letters": written} if letters else {}))
        return
    print_report(build_merit_report(plan))
    if options["xlsx"]:
        click.echo(f"Wrote {options['xlsx']} (internal: it shows bands and ratings).")
    if letters:
        click.echo(f"Wrote {written:,} letters to {letters}, as of {options['as_of']}.")


def _letters(plan: MeritPlan, rules: MeritFile, folder: str, form: str, options: dict[str, Any]) -> int:
    from ..files.peopledesk import write_merit_letters

    if rules.employer is None:
        raise InvalidValue("employer", None, "is missing, and a letter needs it", "say it in the cycle file")
    as_of: date = options["as_of"]
    show = progress("{} letters", every=10)
    return write_merit_letters(
        plan, rules.employer, folder, on=as_of, suffix=f".{form}", force=options["force"], progress=show
    )


# pay equity


@main.command("pay-equity")
@click.argument("file", metavar="ROSTER")
@click.option("--paid-in", metavar="CODE", help="Only people paid in this currency.")
@click.option("--smallest", default=10, show_default=True, type=click.IntRange(1), help="Fewest women or men shown.")
@click.option("--female", default="female", show_default=True, metavar="WORD", help="The roster's word for women.")
@click.option("--male", default="male", show_default=True, metavar="WORD", help="The roster's word for men.")
@click.option("--assumptions", metavar="FILE", help="Exchange rates, to convert pay and allowances, and prices.")
@click.option("--prices", metavar="FILE", help="Token prices from a file, instead of the list.")
@_PEOPLE
def pay_equity(file: str, *, paid_in: str | None, smallest: int, female: str, male: str, **options: Any) -> None:
    """Report gaps in the pay of women and men, as EU law asks.

    What Article 9(1) of Directive (EU) 2023/970 lists, with tokens out and in. ROSTER needs a column gender, and
    category for gaps by equal work; variable is what was paid in bonuses, a year at full time, else the target counts.
    """
    from ..documents.equityreport import build_equity_report, equity_data, equity_frame
    from ..files.bulk import write_table
    from ..files.desk import price_book
    from ..files.peopledesk import with_variable
    from ..workforce.equity.report import EquityRules, pay_equity as gaps_of

    if options["xlsx"]:
        refuse_existing(options["xlsx"], force=options["force"])
    roster = _paid_in(with_variable(_roster(file, options, "variable")), paid_in)
    asked, facts = request(options), _facts(options["assumptions"])
    market = facts.market(price_book(asked, facts), as_of=asked.as_of)
    code = options["currency"].upper()
    rules = EquityRules(as_of=asked.as_of, smallest=smallest, female=female, male=male, currency=code)
    found = gaps_of(roster, rules, market=market)
    if options["xlsx"]:
        write_table(equity_frame(found), options["xlsx"], sheet="Pay equity")
    if options["as_json"]:
        print_json(equity_data(found))
        return
    print_report(build_equity_report(found))
    if options["xlsx"]:
        click.echo(f"Wrote {options['xlsx']}.")


def _facts(path: str | None) -> Any:
    from ..files.assumptions import read_assumptions
    from ..valuation.facts import Facts

    return read_assumptions(path) if path else Facts()


def _paid_in(roster: Roster, currency: str | None) -> Roster:
    from attrs import evolve

    if currency is None:
        return roster
    people = roster.people[roster.people["currency"] == currency.upper()]
    if people.empty:
        known = ", ".join(sorted(set(roster.people["currency"])))
        raise InvalidValue("--paid-in", currency, "is nobody's currency", f"say one of {known}")
    grants = roster.grants[roster.grants["employee_id"].isin(people["employee_id"])]
    return evolve(roster, people=people, grants=grants)
