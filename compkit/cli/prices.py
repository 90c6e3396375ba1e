"""Token prices: list, show and export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click

from ..errors import OutputRefused
from .common import (
    F,
    day,
    json_option,
    main,
    print_json,
    print_report,
)


@main.group()
def prices() -> None:
    """List, show and export token prices."""


def _book(path: str | None, as_of: date) -> Any:
    from ..files.prices import read_prices
    from ..market.listing import list_prices

    return read_prices(path) if path else list_prices(as_of=as_of)


_price_options: tuple[Callable[[F], F], ...] = (
    click.option("--prices", metavar="FILE", help="A price file, instead of the list."),
    click.option("--as-of", callback=day, metavar="DATE", help="Today, year-month-day; printed."),
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
@json_option("For machines.")
def prices_list(contains: str, prices: str | None, as_of: date, as_json: bool) -> None:
    """List models whose name contains a text, with their prices per million tokens."""
    from ..documents.pricetable import build_price_list, price_data

    book = _book(prices, as_of)
    rows = [row for model in book.models if contains.casefold() in model.casefold() for row in book.by_model[model]]
    rows = [row for row in rows if row.covers(as_of)]
    if as_json:
        print_json({"format": "compkit/prices/1", "as_of": str(as_of), "prices": [price_data(row) for row in rows]})
    else:
        print_report(build_price_list(rows, as_of=as_of, contains=contains))


@prices.command("show")
@click.argument("model", metavar="PROVIDER/MODEL")
@_with(_price_options)
@click.option("--on", callback=lambda c, p, v: day(c, p, v) if v else None, metavar="DATE", help="Only on this day.")
@json_option("For machines.")
def prices_show(model: str, prices: str | None, as_of: date, on: date | None, as_json: bool) -> None:
    """Show a model's prices, its history and what is announced."""
    from ..documents.pricetable import build_price_history, price_data

    book = _book(prices, as_of)
    first = book.price(model, on or as_of)
    rows = [first] if on else list(book.by_model[model])
    if as_json:
        print_json({"format": "compkit/prices/1", "as_of": str(as_of), "prices": [price_data(row) for row in rows]})
    else:
        print_report(build_price_history(rows, as_of=as_of))


@prices.command("export")
@click.argument("file", metavar="FILE")
@_with(_price_options)
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Only this model; repeat for more.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def prices_export(file: str, prices: str | None, as_of: date, model: tuple[str, ...], force: bool) -> None:
    """Write prices to a .csv or .yaml file, to pin a nightly run."""
    from pathlib import Path

    from ..files.prices import write_prices
    from ..market.prices import PriceBook

    book = _book(prices, as_of)
    if model:
        rows = [row for name in model for row in book.by_model[book.price(name, as_of).model]]
        book = PriceBook(rows)
    if file != "-" and Path(file).exists() and not force:
        raise OutputRefused(file, "it exists", "use --force, or name another file")
    write_prices(book, file)
    if file != "-":
        click.echo(f"Wrote {file}: {len(book.rows)} rows of {len(book.models)} models, as of {as_of}.")
