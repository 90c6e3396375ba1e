"""The command line: a thin face over the library. Daily commands first; exit code 1 for input, 2 for the command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import __version__
from .errors import CompkitError, FileProblems, MissingFact, OutputRefused

if TYPE_CHECKING:
    from .documents.table import Report
    from .files.desk import Desk, Request
    from .pay.offer import Offer
    from .valuation.value import Valuation

F = TypeVar("F", bound=Callable[..., Any])

_GROUPS = {
    "Every day": ("compare", "value", "check", "letter", "workbook"),
    "Begin": ("new", "schema"),
    "Token prices": ("prices",),
}
_EVERY_HALF_YEAR = "every half-year"
_STYLES = {
    "title": "bold",
    "heading": "bold cyan",
    "total": "bold",
    "note": "dim",
    "warning": "yellow",
    "rule": "dim",
    "plain": "",
}


class _Grouped(click.Group):
    """Help that lists commands by job, and errors that end in one message instead of a traceback."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, names in _GROUPS.items():
            rows = [(name, self.commands[name].get_short_help_str(80)) for name in names if name in self.commands]
            with formatter.section(heading):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CompkitError as error:
            _fail(error, as_json="--json" in sys.argv)


def _fail(error: CompkitError, *, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps({"format": "compkit/problems/1", "problems": _problems(error)}, indent=2))
    else:
        click.echo(click.style("error: ", fg="red") + str(error), err=True)
    raise SystemExit(1)


def _problems(error: CompkitError) -> list[dict[str, object]]:
    """Each problem with file, path, value, rule and fix."""
    if isinstance(error, FileProblems):
        names = ("file", "path", "value", "rule", "fix", "line")
        return [{name: getattr(problem, name) for name in names} for problem in error.problems]
    fix = error.paste if isinstance(error, MissingFact) else getattr(error, "fix", "")
    file = error.path if isinstance(error, OutputRefused) else ""
    value = str(getattr(error, "value", ""))
    return [
        {"file": file, "path": getattr(error, "name", ""), "value": value, "rule": str(error), "fix": fix, "line": 0}
    ]


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 - the one place that asks for today, and prints it
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day: say year-month-day, such as 2026-11-20") from None


def _leaving_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | str | None:
    return text if text in (None, _EVERY_HALF_YEAR) else _day(ctx, param, text)


def _common(command: F) -> F:
    """Options of every command that values offers."""
    for option in reversed(
        (
            click.option("--assumptions", metavar="FILE", help="What things are worth and what is expected."),
            click.option("--prices", metavar="FILE", help="Token prices from a file, instead of the list."),
            click.option("--announced", is_flag=True, help="Apply price changes that providers have announced."),
            click.option("--months", default=48, show_default=True, type=click.IntRange(1, 600), help="Horizon."),
            click.option("--as-of", callback=_day, metavar="DATE", help="Today, year-month-day; printed."),
            click.option("--year", default="service", metavar="VIEW", help="service, calendar or fiscal:10[:start]."),
            click.option("--delivered", is_flag=True, help="Years by day of delivery, instead of as earned."),
            click.option(
                "--number",
                type=click.Choice(["face", "cost", "worth"]),
                default="face",
                help="Which number the table by year shows: as promised, expected cost, to the employee.",
            ),
            click.option("--json", "as_json", is_flag=True, help="For machines; amounts are decimal strings."),
        )
    ):
        command = option(command)
    return command


def _request(options: dict[str, Any]) -> Request:
    from .files.desk import Request
    from .valuation.views import View

    view = View.parse(options["year"], "delivered" if options["delivered"] else "earned")
    return Request(
        as_of=options["as_of"],
        assumptions=options["assumptions"],
        prices=options["prices"],
        announced=options["announced"],
        horizon_months=options["months"],
        models=tuple(options.get("model", ())),
        scenarios=tuple(options.get("scenario", ())),
        currency=options.get("currency"),
        view=view,
    )


def _progress() -> Callable[[int], object] | None:
    """Shows how many offers are read, on a terminal and for long lists only."""
    if not sys.stderr.isatty():
        return None

    def show(count: int) -> None:
        if count % 25 == 0:
            click.echo(f"\r\x1b[Kread {count} offers ...\r", err=True, nl=False)

    return show


def _print(report: Report) -> None:
    """A report in colour on a terminal, plain in a pipe."""
    from .documents.table import render

    if not sys.stdout.isatty():
        for line, _ in render(report):
            click.echo(line.rstrip())
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    width = min(max(console.width, 80), 140)
    for line, style in render(report, width=width):
        console.print(Text(line, style=_STYLES[style]))


def _print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


@click.group(cls=_Grouped, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="compkit")
def main() -> None:
    r"""Plan pay packages in which AI tokens are the fourth component of pay.

    \b
    compkit compare templates/offers/*.yaml --assumptions templates/assumptions.yaml --out out/
    """


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@_common
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Compare tokens at this model; repeat for more.")
@click.option("--scenario", multiple=True, metavar="NAME", help="Show this scenario only; repeat for more.")
@click.option("--currency", metavar="CODE", help="Compare in this currency; the first offer's if not said.")
@click.option("--out", metavar="DIR", help="Write comparison.xlsx and the letters of our own offers here.")
@click.option("--force", is_flag=True, help="Overwrite documents that somebody has edited.")
def compare(files: tuple[str, ...], **options: Any) -> None:
    """Compare offers: who leads, under which prices, and what would close the gap."""
    from .files.desk import open_desk

    desk = open_desk(files, _request(options), progress=_progress())
    comparison = desk.comparison()
    if options["as_json"]:
        from .documents.data import comparison_data

        _print_json(comparison_data(comparison, desk.offers))
    else:
        from .documents.report import build_report

        _print(build_report(comparison, offers=desk.offers, number=options["number"]))
    if options["out"]:
        for line in _write_all(desk, comparison, options["out"], force=options["force"]):
            click.echo(line, err=options["as_json"])


def _write_all(desk: Desk, comparison: Any, folder: str, *, force: bool) -> Iterator[str]:
    """The workbook and the letters; nothing is written before every file may be."""
    from pathlib import Path

    from .files.documents import check_untouched, letter_name, write_letter, write_workbook

    out = Path(folder)
    book = out / "comparison.xlsx"
    own = {name: offer for name, offer in desk.offers.items() if not offer.is_told}
    letters = {name: out / letter_name(offer) for name, offer in own.items()}
    if len({str(path).casefold() for path in letters.values()}) < len(letters):
        raise OutputRefused(folder, "two offers have the same offer number", "give each its own")
    if not force:
        for path in (book, *letters.values()):
            check_untouched(path)
    write_workbook(comparison, book, offers=desk.offers, facts=desk.facts, force=True)
    yield ""
    yield f"Wrote {book} (internal: it shows expected cost)."
    valuations = desk.valuations()
    for name, path in letters.items():
        yield _letter_line(own[name], valuations[name], path, write_letter)
    for name, offer in desk.offers.items():
        if offer.is_told:
            yield f"No letter for {name}: told by the candidate."


def _letter_line(offer: Offer, valuation: Valuation, path: Any, write: Callable[..., object]) -> str:
    try:
        write(offer, valuation, path, force=True)
    except FileProblems as error:
        missing = "; ".join(f"{problem.path} {problem.rule}" for problem in error.problems)
        return f"No letter for {offer.employer.name}: {missing}. See: compkit letter."
    return f"Wrote {path} (for {offer.candidate.name})."


@main.command()
@click.argument("file", metavar="OFFER")
@_common
@click.option("--lines", is_flag=True, help="List every entitlement.")
@click.option(
    "--leave-on",
    is_flag=False,
    flag_value=_EVERY_HALF_YEAR,
    callback=_leaving_day,
    metavar="[DATE]",
    help="What leaving keeps, forfeits and owes back if DATE is the last day of work; by half-year without a DATE.",
)
def value(file: str, **options: Any) -> None:
    """Value one offer: by year and component, three ways, with every total's definition."""
    from .files.desk import open_desk

    desk = open_desk([file], _request(options))
    ((name, valuation),) = desk.valuations().items()
    if options["leave_on"] is not None:
        _leave(valuation, desk.offers[name], options["leave_on"], as_json=options["as_json"])
        return
    if options["as_json"]:
        from .documents.data import valuation_data

        _print_json(valuation_data(valuation, view=desk.request.view, offer=desk.offers[name]))
        return
    from .documents.valuereport import build_value_report

    _print(
        build_value_report(
            valuation,
            offer=desk.offers[name],
            view=desk.request.view,
            number=options["number"],
            lines=options["lines"],
        )
    )


def _leave(valuation: Valuation, offer: Offer, on: date | str, *, as_json: bool) -> None:
    from .documents.leavereport import build_leaving_report, build_leaving_table, leaving_data
    from .valuation.leaving import leave, leave_by_half_year

    as_of = valuation.assumptions.as_of
    found = [leave(valuation, on)] if isinstance(on, date) else [*leave_by_half_year(valuation)]
    if as_json:
        days = [leaving_data(leaving) for leaving in found]
        _print_json({"format": "compkit/leaving/1", "as_of": str(as_of), "leaving": days})
    elif isinstance(on, date):
        _print(build_leaving_report(found[0], offer=offer, as_of=as_of))
    else:
        _print(build_leaving_table(found, offer=offer, as_of=as_of))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@click.option("--bands", metavar="FILE", help="Pay bands: show where each offer stands in them.")
@click.option("--policy", metavar="FILE", help="Policy: show who must approve; exit 1 where an approval is missing.")
@click.option("--assumptions", metavar="FILE", help="What shares and currencies are worth, for bands and policy.")
@click.option("--prices", metavar="FILE", help="Token prices from a file, instead of the list.")
@click.option("--as-of", callback=_day, metavar="DATE", help="Today, year-month-day; printed.")
@click.option("--json", "as_json", is_flag=True, help="Problems, or findings, for machines.")
def check(files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Check offer files; with bands or a policy, check what they offer too."""
    if options["bands"] or options["policy"]:
        _check_offers(files, as_json, options)
        return
    for name in ("assumptions", "prices"):
        if options[name]:
            raise click.UsageError(f"--{name} goes with --bands or --policy")
    from .files.offers import read_offers

    readings = read_offers(list(files), progress=_progress())
    if as_json:
        problems = _problems(FileProblems(readings.problems)) if readings.problems else []
        _print_json({"format": "compkit/problems/1", "problems": problems})
    else:
        for read in readings.files:
            click.echo(f"{read.path}: ok ({read.offer.employer.name}, {read.offer.offer_number})")
        if readings.problems:
            click.echo(str(FileProblems(readings.problems)), err=True)
    if readings.problems:
        raise SystemExit(1)


def _check_offers(files: tuple[str, ...], as_json: bool, options: dict[str, Any]) -> None:
    from .documents.checkreport import build_check_report, check_data
    from .files.checkdesk import check_files
    from .files.desk import Request

    facts = {name: options[name] for name in ("as_of", "assumptions", "prices")}
    checks = check_files(files, Request(**facts), bands=options["bands"], policy=options["policy"])
    if as_json:
        _print_json(check_data(checks, as_of=options["as_of"]))
    else:
        _print(build_check_report(checks, as_of=options["as_of"]))
    if not all(check.passes for check in checks):
        raise SystemExit(1)


@main.command()
@click.argument("file", metavar="OFFER")
@_common
@click.option("-o", "--output", metavar="FILE", help="A .docx or .md file; named after the offer number if not said.")
@click.option("--force", is_flag=True, help="Overwrite a letter that somebody has edited.")
def letter(file: str, output: str | None, force: bool, **options: Any) -> None:
    """Write the offer letter, as Word or Markdown."""
    from .files.desk import open_desk
    from .files.documents import letter_name, write_letter

    desk = open_desk([file], _request(options))
    ((name, valuation),) = desk.valuations().items()
    offer = desk.offers[name]
    path = write_letter(offer, valuation, output or letter_name(offer), force=force)
    _done(options, {"letter": str(path)}, f"Wrote {path} (for {offer.candidate.name}), as of {valuation.market.as_of}.")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@_common
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Compare tokens at this model; repeat for more.")
@click.option("--scenario", multiple=True, metavar="NAME", help="Show this scenario only; repeat for more.")
@click.option("--currency", metavar="CODE", help="Compare in this currency; the first offer's if not said.")
@click.option("-o", "--output", metavar="FILE", default="comparison.xlsx", show_default=True, help="The workbook.")
@click.option("--force", is_flag=True, help="Overwrite a workbook that somebody has edited.")
def workbook(files: tuple[str, ...], output: str, force: bool, **options: Any) -> None:
    """Write the comparison workbook for Excel."""
    from .files.desk import open_desk
    from .files.documents import write_workbook

    desk = open_desk(files, _request(options), progress=_progress())
    path = write_workbook(desk.comparison(), output, offers=desk.offers, facts=desk.facts, force=force)
    words = f"Wrote {path} (internal: it shows expected cost), as of {desk.request.as_of}."
    _done(options, {"workbook": str(path)}, words)


def _done(options: dict[str, Any], data: dict[str, str], words: str) -> None:
    if options["as_json"]:
        _print_json(data)
    else:
        click.echo(words)


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--from", "sample", default="acme", show_default=True, metavar="SAMPLE", help="Sample to start from.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def new(file: str, sample: str, force: bool) -> None:
    """Start an offer file from a commented sample; - prints it."""
    from pathlib import Path

    from .files.templates import sample_names, template
    from .files.text import write_bytes

    if sample not in sample_names():
        raise click.BadParameter(
            f"{sample!r} is no sample: say one of {', '.join(sample_names())}", param_hint="--from"
        )
    data = template(f"offers/{sample}.yaml").read_bytes()
    if file == "-":
        click.echo(data.decode(), nl=False)
        return
    if Path(file).exists() and not force:
        raise OutputRefused(file, "it exists", "use --force, or name another file")
    write_bytes(file, data)
    click.echo(f"Wrote {file} from the sample {sample}. Next: compkit check {file}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the offer file, for editors and applicant systems."""
    from .files.schema import offer_schema

    _print_json(offer_schema())


@main.group()
def prices() -> None:
    """List, show and export token prices."""


def _book(path: str | None, as_of: date) -> Any:
    from .files.prices import read_prices
    from .market.listing import list_prices

    return read_prices(path) if path else list_prices(as_of=as_of)


_price_options: tuple[Callable[[F], F], ...] = (
    click.option("--prices", metavar="FILE", help="A price file, instead of the list."),
    click.option("--as-of", callback=_day, metavar="DATE", help="Today, year-month-day; printed."),
)


def _with(options: Iterable[Callable[[F], F]]) -> Callable[[F], F]:
    def apply(command: F) -> F:
        for option in options:
            command = option(command)
        return command

    return apply


@prices.command("list")
@click.argument("contains", required=False, default="", metavar="[TEXT]")
@_with(_price_options)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def prices_list(contains: str, prices: str | None, as_of: date, as_json: bool) -> None:
    """List models whose name contains a text, with their prices per million tokens."""
    from .documents.pricetable import build_price_list, price_data

    book = _book(prices, as_of)
    rows = [row for model in book.models if contains.casefold() in model.casefold() for row in book.by_model[model]]
    rows = [row for row in rows if row.covers(as_of)]
    if as_json:
        _print_json({"format": "compkit/prices/1", "as_of": str(as_of), "prices": [price_data(row) for row in rows]})
    else:
        _print(build_price_list(rows, as_of=as_of, contains=contains))


@prices.command("show")
@click.argument("model", metavar="PROVIDER/MODEL")
@_with(_price_options)
@click.option("--on", callback=lambda c, p, v: _day(c, p, v) if v else None, metavar="DATE", help="Only on this day.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def prices_show(model: str, prices: str | None, as_of: date, on: date | None, as_json: bool) -> None:
    """Show a model's prices, its history and what is announced."""
    from .documents.pricetable import build_price_history, price_data

    book = _book(prices, as_of)
    first = book.price(model, on or as_of)
    rows = [first] if on else list(book.by_model[model])
    if as_json:
        _print_json({"format": "compkit/prices/1", "as_of": str(as_of), "prices": [price_data(row) for row in rows]})
    else:
        _print(build_price_history(rows, as_of=as_of))


@prices.command("export")
@click.argument("file", metavar="FILE")
@_with(_price_options)
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Only this model; repeat for more.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def prices_export(file: str, prices: str | None, as_of: date, model: tuple[str, ...], force: bool) -> None:
    """Write prices to a .csv or .yaml file, to pin a nightly run."""
    from pathlib import Path

    from .files.prices import write_prices
    from .market.prices import PriceBook

    book = _book(prices, as_of)
    if model:
        rows = [row for name in model for row in book.by_model[book.price(name, as_of).model]]
        book = PriceBook(rows)
    if file != "-" and Path(file).exists() and not force:
        raise OutputRefused(file, "it exists", "use --force, or name another file")
    write_prices(book, file)
    if file != "-":
        click.echo(f"Wrote {file}: {len(book.rows)} rows of {len(book.models)} models, as of {as_of}.")
