"""What every command shares: the group, errors that end in one message, common options, and printing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import __version__
from ..errors import CompkitError, FileProblems, MissingFact, OutputRefused

if TYPE_CHECKING:
    from ..documents.table import Report
    from ..files.desk import Request

F = TypeVar("F", bound=Callable[..., Any])

_GROUPS = {
    "Every day": ("compare", "value", "check", "letter", "posting", "workbook"),
    "Documents": ("summary", "statement", "revision", "amend", "verify", "template"),
    "Plan": ("odds", "page", "solve", "mix"),
    "Tokens": ("tokens", "ledger", "prices"),
    "Many people": ("roster", "budget", "audit", "spend", "merit", "pay-equity"),
    "Begin": ("new", "schema"),
}
EVERY_HALF_YEAR = "every half-year"
_STYLES = {
    "title": "bold",
    "heading": "bold cyan",
    "total": "bold",
    "note": "dim",
    "warning": "yellow",
    "rule": "dim",
    "plain": "",
}


_JSON = "compkit.json"


def json_option(words: str) -> Callable[[F], F]:
    """The option ``--json``; a run that ends in an error then says so as data, too."""

    def remember(ctx: click.Context, param: click.Parameter, wanted: bool) -> bool:
        ctx.meta[_JSON] = wanted
        return wanted

    return click.option("--json", "as_json", is_flag=True, is_eager=True, callback=remember, help=words)


class Grouped(click.Group):
    """Help that lists commands by job, and errors that end in one message instead of a traceback."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands under the headings of their jobs."""
        for heading, names in _GROUPS.items():
            rows = [(name, self.commands[name].get_short_help_str(80)) for name in names if name in self.commands]
            with formatter.section(heading):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """A run; what compkit refuses is one message and exit code 1."""
        try:
            return super().invoke(ctx)
        except CompkitError as error:
            fail(error, as_json=bool(ctx.meta.get(_JSON)))


def fail(error: CompkitError, *, as_json: bool) -> None:
    """End the run with an error, in words on standard error or as data on standard output."""
    if as_json:
        import json

        click.echo(json.dumps({"format": "compkit/problems/1", "problems": problems_data(error)}, indent=2))
    else:
        click.echo(click.style("error: ", fg="red") + str(error), err=True)
    raise SystemExit(1)


def problems_data(error: CompkitError) -> list[dict[str, object]]:
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


def day(ctx: click.Context, param: click.Parameter, text: str | None) -> date:
    """A day of an option, today if it was not given."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the one place that asks for today, and prints it
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day: say year-month-day, such as 2026-11-20") from None


def maybe_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    """A day of an option, nothing if it was not given."""
    return None if text is None else day(ctx, param, text)


def leaving_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | str | None:
    """A day of leaving, or the words for every half-year."""
    return text if text in (None, EVERY_HALF_YEAR) else day(ctx, param, text)


def with_options(options: Iterable[Callable[[F], F]]) -> Callable[[F], F]:
    """Several options at once; help lists them in this order."""
    listed = tuple(options)

    def add(command: F) -> F:
        for option in reversed(listed):
            command = option(command)
        return command

    return add


def assumptions_option(words: str) -> Callable[[F], F]:
    """The option ``--assumptions``, with what a command reads of the file."""
    return click.option("--assumptions", metavar="FILE", help=words)


PRICES = click.option("--prices", metavar="FILE", help="Token prices from a file, instead of the list.")
MONTHS = click.option("--months", default=48, show_default=True, type=click.IntRange(1, 600), help="Horizon.")
AS_OF = click.option("--as-of", callback=day, metavar="DATE", help="Today, year-month-day; printed.")
AMOUNTS = json_option("For machines; amounts are decimal strings.")
_FACTS = (
    assumptions_option("What things are worth and what is expected."),
    PRICES,
    click.option("--announced", is_flag=True, help="Apply price changes that providers have announced."),
    MONTHS,
    AS_OF,
)
fact_options = with_options((*_FACTS, AMOUNTS))
"""Options of the facts that value an offer."""
_YEARS = (
    click.option("--year", default="service", metavar="VIEW", help="service, calendar or fiscal:10[:start]."),
    click.option("--delivered", is_flag=True, help="Years by day of delivery, instead of as earned."),
)
year_options = with_options(_YEARS)
"""Options of how time is cut into years."""
common = with_options(
    (
        *_FACTS,
        *_YEARS,
        click.option(
            "--number",
            type=click.Choice(["face", "cost", "worth"]),
            default="face",
            help="Which number the table by year shows: as promised, expected cost, to the employee.",
        ),
        AMOUNTS,
    )
)
"""Options of every command that values offers."""

_ASKED = {
    **{name: name for name in ("as_of", "assumptions", "prices", "announced", "currency")},
    "months": "horizon_months",
    "model": "models",
    "scenario": "scenarios",
}
"""What the desk calls an option."""


def request(options: Mapping[str, Any]) -> Request:
    """What the options of a command ask of the desk; where it has no such option, the desk's own default holds."""
    from ..files.desk import Request
    from ..valuation.views import View

    said = {_ASKED[name]: value for name, value in options.items() if name in _ASKED}
    if "year" in options:
        said["view"] = View.parse(options["year"], "delivered" if options["delivered"] else "earned")
    return Request(**said)


def progress(words: str = "read {} offers", every: int = 25) -> Callable[[int], object] | None:
    """Shows how many are done, on a terminal and for long lists only.

    Args:
        words: What is done, with a place for the count.
        every: After how many it is shown.
    """
    if not sys.stderr.isatty():
        return None

    def show(count: int) -> None:
        if count % every == 0:
            click.echo(f"\r\x1b[K{words.format(count)} ...\r", err=True, nl=False)

    return show


def print_report(report: Report) -> None:
    """A report in colour on a terminal, plain in a pipe."""
    from ..documents.table import render

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


def refuse_existing(file: str, *, force: bool) -> None:
    """Refuse to write over a file, unless told to.

    Raises:
        OutputRefused: If it exists and `force` is not given.
    """
    if Path(file).exists() and not force:
        raise OutputRefused(file, "it exists", "use --force, or name another file")


def print_json(data: object) -> None:
    """Data for machines."""
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


@click.group(cls=Grouped, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="compkit")
def main() -> None:
    """Plan pay packages in which AI tokens are the fourth component of pay.

    \b
    compkit compare templates/offers/*.yaml --assumptions templates/assumptions.yaml --out out/
    """  # noqa: D301 - click wants the backspace itself, before lines that it must not wrap
