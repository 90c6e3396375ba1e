"""The page: offers side by side in a browser, with sliders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .common import fact_options, main, print_json, progress, request, with_options, year_options
from .odds import PATHS, SEED

if TYPE_CHECKING:
    from pathlib import Path

_compared = with_options(
    (
        click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Compare tokens here; repeat for more."),
        click.option("--scenario", multiple=True, metavar="NAME", help="Offer this preset only; repeat for more."),
        click.option("--currency", metavar="CODE", help="Compare in this currency; the first offer's if not said."),
    )
)
_WORDS = {"candidate": "for the candidate", "employer": "internal: it shows expected cost"}


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@click.option("-o", "--output", metavar="FILE", default="offers.html", show_default=True, help="The page, one file.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["candidate", "employer"]),
    default="candidate",
    show_default=True,
    help="Who reads it: a candidate's holds no expected cost, nor what goes into it.",
)
@click.option("--figures", metavar="DIR", help="Write the pictures as SVG files here, too: for slides.")
@click.option("--paths", default=PATHS, show_default=True, type=click.IntRange(100, 10_000_000), help="Futures drawn.")
@click.option("--seed", default=SEED, show_default=True, type=int, help="Of the random numbers.")
@click.option("--force", is_flag=True, help="Overwrite a page or pictures that somebody has edited.")
@_compared
@year_options
@fact_options
def page(files: tuple[str, ...], output: str, reader: Any, force: bool, **options: Any) -> None:
    """Write a page that compares offers in a browser: sliders, pictures, odds; no server, no network.

    Odds are shown where the assumptions file says under dynamics: how share and token prices may move.
    """
    from ..documents.page import page_odds
    from ..files.desk import open_desk
    from ..files.documents import check_untouched
    from ..files.pages import write_page
    from ..files.pictures import write_figures

    desk = open_desk(files, request(options), progress=progress())
    comparison = desk.comparison()
    odds = page_odds(comparison, desk.facts.dynamics, reader=reader, paths=options["paths"], seed=options["seed"])
    figures: tuple[Path, ...] = ()
    if options["figures"]:
        if not force:
            check_untouched(output)  # no picture is written beside a page that is refused
        figures = write_figures(comparison, options["figures"], reader=reader, odds=odds, force=force)
    path = write_page(comparison, output, reader=reader, offers=desk.offers, odds=odds, force=force)
    if options["as_json"]:
        drawn = {"figures": [str(figure) for figure in figures]} if figures else {}
        print_json({"page": str(path), "for": reader, "bytes": path.stat().st_size} | drawn)
    else:
        click.echo(f"Wrote {path} ({_WORDS[reader]}), as of {desk.request.as_of}.")
        if figures:
            click.echo(f"Wrote {len(figures)} pictures to {options['figures']} ({_WORDS[reader]}).")
