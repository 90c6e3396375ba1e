"""The odds of offers: who is ahead how often, what moves them, and where two are equal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..errors import MissingFact
from .common import fact_options, main, print_json, print_report, request, year_options

if TYPE_CHECKING:
    from ..files.desk import Desk
    from ..valuation.simulation.dynamics import Dynamics

SEED = 1
PATHS = 10_000


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@click.option("--paths", default=PATHS, show_default=True, type=click.IntRange(100, 10_000_000), help="Futures drawn.")
@click.option(
    "--seed", default=SEED, show_default=True, type=int, help="Of the random numbers; the same gives the same."
)
@click.option(
    "--number",
    type=click.Choice(["worth", "cost"]),
    default="worth",
    show_default=True,
    help="To the employee, or expected cost; what is promised does not move.",
)
@click.option(
    "--replay", is_flag=True, help="Show the tokens at the prices of every past day that the price book knows."
)
@click.option(
    "--model", multiple=True, metavar="PROVIDER/MODEL", help="Where money goes that names no model; repeat for more."
)
@click.option("--currency", metavar="CODE", help="Show amounts in this currency; the first offer's if not said.")
@year_options
@fact_options
def odds(files: tuple[str, ...], **options: Any) -> None:
    """Show how often one offer is ahead of another, and what would turn it.

    Share prices, token prices, use and payout are drawn as the assumptions file says under dynamics:, and every offer
    meets the same futures. INTERNAL: shows expected cost.
    """
    from ..files.desk import open_desk
    from ..valuation.simulation.study import study_odds

    desk = open_desk(files, request(options))
    dynamics = _dynamics(desk)
    for model in desk.request.models:
        desk.market.token_row(model, desk.request.as_of)  # refuses one that has no price
    desk.valuations()  # names the offer that lacks a fact
    study = study_odds(
        {name: offer.package for name, offer in desk.offers.items()},
        desk.market,
        dynamics,
        assumptions=desk.given,
        number=options["number"],
        paths=options["paths"],
        seed=options["seed"],
        view=desk.request.view,
        currency=desk.request.currency,
        models=desk.models,
        past=options["replay"],
        progress=_progress(options["paths"]),
    )
    if options["as_json"]:
        from ..documents.oddsdata import odds_data

        print_json(odds_data(study))
    else:
        from ..documents.oddsreport import build_odds_report

        print_report(build_odds_report(study, offers=desk.offers))


def _dynamics(desk: Desk) -> Dynamics:
    """The dynamics of the facts.

    Raises:
        MissingFact: With the lines to paste, if nothing moves.
    """
    from ..valuation.simulation.sensitivity import used_distribution

    found = desk.facts.dynamics
    drawn = found is not None and (used_distribution(found, desk.given) is not None or desk.given.leave_rate)
    if found is None or not (drawn or _moves(found)):
        raise MissingFact("how prices, use or payout may move: nothing is drawn, so there are no odds", _paste(desk))
    return found


def _moves(found: Dynamics) -> bool:
    """Whether anything moves beside use and staying."""
    return any((found.shares, found.tokens, found.payout, found.demand))


def _paste(desk: Desk) -> str:
    """Lines for the shares and providers of the offers, with no figure guessed."""
    from ..pay.baskets import provider_of

    packages = [offer.package for offer in desk.offers.values()]
    symbols = dict.fromkeys(grant.symbol for package in packages for grant in package.equity)
    baskets = [allowance.basket for package in packages for allowance in package.tokens if allowance.basket]
    providers = dict.fromkeys(provider_of(model) for basket in baskets for model in basket.models)
    lines = ["dynamics:", "  source: where the figures come from"]
    if symbols:
        lines += ["  shares:                    # volatility a year, such as 45 %"]
        lines += [f"    {symbol}: {{volatility: 0 %}}" for symbol in symbols]
    if providers:
        lines += ["  tokens:                    # steps a year, such as 1, the middle one, such as -10 %"]
        lines += [f"    {name}: {{steps_a_year: 0, step: 0 %, step_spread: 0 %}}" for name in providers]
    if not symbols and not providers:
        lines += ["  utilisation: {low: 0 %, likely: 50 %, high: 100 %}"]
    return "\n".join(lines)


def _progress(whole: int) -> Callable[[int], None] | None:
    """Shows how many futures are drawn, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int) -> None:
        words = "" if done >= whole else f"drew {done:,} of {whole:,} futures ..."
        click.echo(f"\r\x1b[K{words}\r", err=True, nl=False)

    return show
