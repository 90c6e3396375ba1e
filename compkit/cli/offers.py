"""Every day: compare, value, check and workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..errors import FileProblems, OutputRefused
from .bars import print_bars
from .common import (
    AS_OF,
    EVERY_HALF_YEAR,
    PRICES,
    assumptions_option,
    common,
    json_option,
    leaving_day,
    main,
    print_json,
    print_report,
    problems_data,
    progress,
    request,
    with_options,
)

if TYPE_CHECKING:
    from ..files.desk import Desk
    from ..files.letterpress import LetterPress, PressedLetter
    from ..pay.offer import Offer
    from ..valuation.value import Valuation


_compared = with_options(
    (
        click.option(
            "--model", multiple=True, metavar="PROVIDER/MODEL", help="Compare tokens at this model; repeat for more."
        ),
        click.option("--scenario", multiple=True, metavar="NAME", help="Show this scenario only; repeat for more."),
        click.option("--currency", metavar="CODE", help="Compare in this currency; the first offer's if not said."),
    )
)
"""Options of every command that compares offers."""


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@common
@_compared
@click.option("--out", metavar="DIR", help="Write comparison.xlsx and the letters of our own offers here.")
@click.option("--force", is_flag=True, help="Overwrite documents that somebody has edited.")
@click.option("--bars", is_flag=True, help="Show the years as bars, stacked by component, instead of tables.")
def compare(files: tuple[str, ...], **options: Any) -> None:
    """Compare offers: who leads, under which prices, and what would close the gap."""
    from ..files.desk import open_desk

    desk = open_desk(files, request(options), progress=progress())
    comparison = desk.comparison()
    written: list[str] = []
    if options["out"]:  # before printing: a reader that closes the pipe early loses no file
        written = list(_write_all(desk, comparison, options["out"], force=options["force"]))
    if options["as_json"]:
        from ..documents.data import comparison_data

        print_json(comparison_data(comparison, desk.offers))
    elif options["bars"]:
        print_bars(comparison, options["number"])
    else:
        from ..documents.report import build_report

        print_report(build_report(comparison, offers=desk.offers, number=options["number"]))
    for line in written:
        click.echo(line, err=options["as_json"])


def _write_all(desk: Desk, comparison: Any, folder: str, *, force: bool) -> Iterator[str]:
    """The workbook and the letters; nothing is written before every file may be."""
    from pathlib import Path

    from ..files.documents import check_untouched, letter_name, pressed_files, write_pressed, write_workbook
    from ..files.letterpress import open_press

    out = Path(folder)
    book = out / "comparison.xlsx"
    own = {name: offer for name, offer in desk.offers.items() if not offer.is_told}
    paths = {name: out / letter_name(offer) for name, offer in own.items()}
    if len({str(path).casefold() for path in paths.values()}) < len(paths):
        raise OutputRefused(folder, "two offers have the same offer number", "give each its own")
    press, valuations = open_press("docx"), desk.valuations()
    letters = {name: _pressed(press, offer, valuations[name]) for name, offer in own.items()}
    if not force:
        check_untouched(book)
        for name, pressed in letters.items():
            for path in [paths[name]] if isinstance(pressed, str) else pressed_files(paths[name], pressed):
                check_untouched(path)
    write_workbook(comparison, book, offers=desk.offers, facts=desk.facts, force=True)
    yield ""
    yield f"Wrote {book} (internal: it shows expected cost)."
    for name, pressed in letters.items():
        if isinstance(pressed, str):
            yield pressed
            continue
        path, *apart = write_pressed(paths[name], pressed, force=True)
        yield f"Wrote {path} (for {own[name].candidate.name})."
        yield from (f"Wrote {beside}, which is signed apart." for beside in apart)
    for name, offer in desk.offers.items():
        if offer.is_told:
            yield f"No letter for {name}: told by the candidate."


def _pressed(press: LetterPress, offer: Offer, valuation: Valuation) -> PressedLetter | str:
    """The letter of an offer, or why there is none."""
    try:
        return press.build(offer, valuation)
    except FileProblems as error:
        missing = "; ".join(f"{problem.path} {problem.rule}" for problem in error.problems)
        return f"No letter for {offer.employer.name}: {missing}. See: compkit letter."


@main.command()
@click.argument("file", metavar="OFFER")
@common
@click.option("--lines", is_flag=True, help="List every entitlement.")
@click.option(
    "--leave-on",
    is_flag=False,
    flag_value=EVERY_HALF_YEAR,
    callback=leaving_day,
    metavar="[DATE]",
    help="What leaving keeps, forfeits and owes back if DATE is the last day of work; by half-year without a DATE.",
)
def value(file: str, **options: Any) -> None:
    """Value one offer: by year and component, three ways, with every total's definition."""
    from ..files.desk import open_desk

    desk = open_desk([file], request(options))
    name, valuation = desk.only()
    if options["leave_on"] is not None:
        _leave(valuation, desk.offers[name], options["leave_on"], as_json=options["as_json"])
        return
    if options["as_json"]:
        from ..documents.data import valuation_data

        print_json(valuation_data(valuation, view=desk.request.view, offer=desk.offers[name]))
        return
    from ..documents.valuereport import build_value_report

    print_report(
        build_value_report(
            valuation,
            offer=desk.offers[name],
            view=desk.request.view,
            number=options["number"],
            lines=options["lines"],
            refreshers=desk.facts.refreshers,
        )
    )


def _leave(valuation: Valuation, offer: Offer, on: date | str, *, as_json: bool) -> None:
    from ..documents.leavereport import build_leaving_report, build_leaving_table, leaving_data
    from ..valuation.leaving import leave, leave_by_half_year

    as_of = valuation.assumptions.as_of
    found = [leave(valuation, on)] if isinstance(on, date) else [*leave_by_half_year(valuation)]
    if as_json:
        days = [leaving_data(leaving) for leaving in found]
        print_json({"format": "compkit/leaving/1", "as_of": str(as_of), "leaving": days})
    elif isinstance(on, date):
        print_report(build_leaving_report(found[0], offer=offer, as_of=as_of))
    else:
        print_report(build_leaving_table(found, offer=offer, as_of=as_of))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@click.option("--bands", metavar="FILE", help="Pay bands: show where each offer stands in them.")
@click.option("--policy", metavar="FILE", help="Policy: show who must approve; exit 1 where an approval is missing.")
@click.option("--letter", "letters", is_flag=True, help="List what a letter still needs under the rules of its place.")
@assumptions_option("What shares and currencies are worth, for bands and policy.")
@PRICES
@AS_OF
@json_option("Problems, or findings, for machines.")
def check(files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Check offer files; with bands, a policy or --letter, check what they offer too."""
    if options["letters"]:
        _check_letters(files, as_json)
        return
    if options["bands"] or options["policy"]:
        _check_offers(files, as_json, options)
        return
    for name in ("assumptions", "prices"):
        if options[name]:
            raise click.UsageError(f"--{name} goes with --bands or --policy")
    from ..files.offers import read_offers

    readings = read_offers(list(files), progress=progress())
    if as_json:
        problems = problems_data(FileProblems(readings.problems)) if readings.problems else []
        print_json({"format": "compkit/problems/1", "problems": problems})
    else:
        for read in readings.files:
            click.echo(f"{read.path}: ok ({read.offer.employer.name}, {read.offer.offer_number})")
        if readings.problems:
            click.echo(str(FileProblems(readings.problems)), err=True)
    if readings.problems:
        raise SystemExit(1)


def _check_letters(files: tuple[str, ...], as_json: bool) -> None:
    """What each letter still needs; exit 1 where anything is missing."""
    from ..documents.lettercheck import build_letter_check, check_offer_letter, letter_check_data
    from ..files.jurisdictions import offer_jurisdiction
    from ..files.offers import read_offers

    readings = read_offers(list(files), progress=progress())
    readings.check()
    own = [read for read in readings.files if not read.offer.is_told]
    checks = [check_offer_letter(read.offer, offer_jurisdiction(read.offer), file=read.path) for read in own]
    if as_json:
        print_json({"format": "compkit/letter-check/1", "offers": [letter_check_data(check) for check in checks]})
    else:
        for check in checks:
            print_report(build_letter_check(check))
        for read in readings.files:
            if read.offer.is_told:
                click.echo(f"{read.path}: told by the candidate: no letter is written from it")
    if any(check.problems for check in checks):
        raise SystemExit(1)


def _check_offers(files: tuple[str, ...], as_json: bool, options: dict[str, Any]) -> None:
    from ..documents.checkreport import build_check_report, check_data
    from ..files.checkdesk import check_files

    checks = check_files(files, request(options), bands=options["bands"], policy=options["policy"])
    if as_json:
        print_json(check_data(checks, as_of=options["as_of"]))
    else:
        print_report(build_check_report(checks, as_of=options["as_of"]))
    if not all(check.passes for check in checks):
        raise SystemExit(1)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@common
@_compared
@click.option("-o", "--output", metavar="FILE", default="comparison.xlsx", show_default=True, help="The workbook.")
@click.option("--force", is_flag=True, help="Overwrite a workbook that somebody has edited.")
def workbook(files: tuple[str, ...], output: str, force: bool, **options: Any) -> None:
    """Write the comparison workbook for Excel."""
    from ..files.desk import open_desk
    from ..files.documents import write_workbook

    desk = open_desk(files, request(options), progress=progress())
    path = write_workbook(desk.comparison(), output, offers=desk.offers, facts=desk.facts, force=force)
    words = f"Wrote {path} (internal: it shows expected cost), as of {desk.request.as_of}."
    _done(options, {"workbook": str(path)}, words)


def _done(options: dict[str, Any], data: dict[str, str], words: str) -> None:
    if options["as_json"]:
        print_json(data)
    else:
        click.echo(words)
