"""An own AI factory: what its tokens cost, beside what the same tokens cost on the market."""

from __future__ import annotations

from datetime import date

import click

from .common import AMOUNTS, AS_OF, PRICES, print_json, print_report
from .prices import named_or_listed, prices as prices_group


@prices_group.command("factory")
@click.argument("file", metavar="FILE")
@click.option("--list", "listed", multiple=True, metavar="PROVIDER/MODEL", help="Market model beside it; repeat.")
@PRICES
@AS_OF
@AMOUNTS
def prices_factory(file: str, listed: tuple[str, ...], prices: str | None, as_of: date, as_json: bool) -> None:
    """Show what an own AI factory's tokens cost. INTERNAL.

    Full and marginal cost by kind and part, beside the market. FILE is a factory file: compkit new factory.yaml --from
    factory.
    """
    from ..documents.factoryreport import build_factory_report, factory_data
    from ..files.factory import read_factory
    from ..market.factorysheet import factory_sheet
    from ..market.market import Market
    from ..market.prices import PriceBook

    factory = read_factory(file)
    book = named_or_listed(prices, as_of) if prices or listed else PriceBook(())
    sheet = factory_sheet(factory, Market(as_of=as_of, book=book), listed=listed)
    if as_json:
        print_json(factory_data(sheet))
    else:
        print_report(build_factory_report(sheet))
