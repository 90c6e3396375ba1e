"""The nightly price watch: which open offers buy or cost more or less, and which announced changes will do so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidValue, MissingFact
from .common import AMOUNTS, AS_OF, MONTHS, PRICES, assumptions_option, day, print_json, print_report, progress, request
from .prices import prices as prices_group

if TYPE_CHECKING:
    from ..files.desk import Desk
    from ..files.offers import OfferFile
    from ..pay.package import Package
    from ..valuation.value import Valuation


@prices_group.command("watch")
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@click.option("--since", required=True, callback=day, metavar="DATE", help="The earlier day, year-month-day.")
@assumptions_option("Exchange rates, capacities and models to look at.")
@PRICES
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Where money may go; repeat for more.")
@MONTHS
@AS_OF
@AMOUNTS
def prices_watch(files: tuple[str, ...], *, since: date, as_json: bool, **options: Any) -> None:
    """Show which open offers buy or cost more or less since a day.

    And which announced price changes will do so. For a nightly job: the exit code is 0 also if nothing moved.
    """
    from attrs import evolve

    from ..documents.watchreport import build_watch_report, watch_data
    from ..files.desk import open_desk
    from ..valuation.watch import watch_prices

    as_of = options["as_of"]
    if since >= as_of:
        raise InvalidValue("--since", since, f"must be before the day of the watch, {as_of}", "name an earlier day")
    desk = open_desk(files, request(options), progress=progress())
    kept, closed = _open(desk)
    valuations, unpriced = _valued(desk, kept)
    found = watch_prices(valuations, since=since, models=desk.models)
    found = evolve(found, as_of=as_of, unknown=(*unpriced, *found.unknown))
    if as_json:
        print_json(watch_data(found, closed=closed))
    else:
        print_report(build_watch_report(found, closed=closed))


def _open(desk: Desk) -> tuple[list[OfferFile], list[str]]:
    """The offers that are open and have tokens; of the others, why they are not looked at."""
    kept, words = [], []
    for file in desk.files:
        name, expires_on = desk.names[file.path], file.offer.expires_on
        if expires_on is not None and expires_on < desk.request.as_of:
            words.append(f"{name} (expired on {expires_on})")
        elif not file.offer.package.tokens:
            told = "its tokens are not told" if "tokens" in file.offer.package.unknown else "it has no tokens"
            words.append(f"{name} ({told})")
        else:
            kept.append(file)
    return kept, words


def _valued(desk: Desk, files: list[OfferFile]) -> tuple[dict[str, Valuation], list[str]]:
    """Each offer's pay base and tokens, valued; one whose tokens have no price stops no other."""
    from ..valuation.value import value

    valuations: dict[str, Valuation] = {}
    unpriced = []
    for file in files:
        name = desk.names[file.path]
        try:
            valuations[name] = value(_tokens_only(file.offer.package), desk.market, desk.given)
        except MissingFact as error:
            unpriced.append(f"{name}: {str(error).splitlines()[0]}")
    return valuations, unpriced


def _tokens_only(package: Package) -> Package:
    """A package without what tokens do not depend on, so that a watch needs no share price."""
    from attrs import evolve

    return evolve(package, sign_on=(), retention=(), relocation=(), equity=(), benefits=())
