"""Token prices: list, show, compare, import and export."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from .common import (
    AS_OF,
    PRICES,
    day,
    json_option,
    main,
    maybe_day,
    print_json,
    print_report,
    refuse_existing,
    with_options,
)

if TYPE_CHECKING:
    from ..files.pricesources import ImportedPrices
    from ..files.tables import TableReading
    from ..market.prices import PriceBook


@main.group()
def prices() -> None:
    """List, show, compare, import and export token prices."""


def named_or_listed(path: str | None, as_of: date) -> PriceBook:
    """The book of a price file, or the list."""
    from ..files.prices import read_prices
    from ..market.listing import list_prices

    return read_prices(path) if path else list_prices(as_of=as_of)


_price_options = with_options((AS_OF, PRICES))


@prices.command("list")
@click.argument("contains", required=False, default="", metavar="[TEXT]")
@_price_options
@json_option("For machines.")
def prices_list(contains: str, prices: str | None, as_of: date, as_json: bool) -> None:
    """List models whose name contains a text, with their prices per million tokens."""
    from ..documents.pricetable import build_price_list, price_data

    book = named_or_listed(prices, as_of)
    rows = [row for model in book.models if contains.casefold() in model.casefold() for row in book.by_model[model]]
    rows = [row for row in rows if row.covers(as_of)]
    if as_json:
        print_json({"format": "compkit/prices/1", "as_of": str(as_of), "prices": [price_data(row) for row in rows]})
    else:
        print_report(build_price_list(rows, as_of=as_of, contains=contains))


@prices.command("show")
@click.argument("model", metavar="PROVIDER/MODEL")
@_price_options
@click.option("--on", callback=maybe_day, metavar="DATE", help="Only on this day.")
@json_option("For machines.")
def prices_show(model: str, prices: str | None, as_of: date, on: date | None, as_json: bool) -> None:
    """Show a model's prices, its history and what is announced."""
    from ..documents.pricetable import build_price_history, price_data

    book = named_or_listed(prices, as_of)
    first = book.price(model, on or as_of)
    rows = [first] if on else list(book.by_model[model])
    if as_json:
        print_json({"format": "compkit/prices/1", "as_of": str(as_of), "prices": [price_data(row) for row in rows]})
    else:
        print_report(build_price_history(rows, as_of=as_of))


@prices.command("compare")
@click.argument("first", metavar="BOOK")
@click.argument("second", metavar="BOOK")
@click.option("--on", callback=day, metavar="DATE", help="Day whose prices are compared; today if not given.")
@json_option("For machines; lists every model.")
def prices_compare(first: str, second: str, on: date, as_json: bool) -> None:
    """Show where two price books differ, and by how much.

    BOOK is a price file, or list (genai-prices), or a file of another source: litellm:FILE, llm-prices:FILE or
    openrouter:FILE.
    """
    from ..documents.bookdiffreport import book_difference_data, build_book_difference
    from ..market.bookdiff import compare_books

    found = compare_books(_named_book(first, on), _named_book(second, on), on=on)
    if as_json:
        print_json(book_difference_data(found, first=first, second=second))
    else:
        print_report(build_book_difference(found, first=first, second=second))


def _named_book(name: str, on: date) -> PriceBook:
    """The book that an argument means."""
    from ..files.pricesources import SOURCES, import_prices

    source, _, path = name.partition(":")
    if path and source in SOURCES:
        return import_prices(path, source=source, checked_on=on).book
    return named_or_listed(None if name == "list" else name, on)


@prices.command("import")
@click.argument("file", metavar="FILE")
@click.option("--from", "source", required=True, type=click.Choice(["litellm", "llm-prices", "openrouter", "table"]))
@click.option("--checked-on", callback=day, metavar="DATE", help="Day on which FILE was saved; today if not given.")
@click.option("--version", "source_version", default="", metavar="TEXT", help="Its version, such as a commit.")
@click.option(
    "--map", "mapped", multiple=True, metavar="HEADING=COLUMN", help="What a column means; nothing leaves it out."
)
@click.option(
    "--unit", type=click.Choice(["per-mtok", "per-ktok", "per-token"]), help="Of prices, unless headings say it."
)
@click.option("--currency", default="", metavar="CODE", help="Of prices, unless the table says it.")
@click.option(
    "--day-order", type=click.Choice(["day first", "month first"]), help="How to read days such as 03/04/2026."
)
@click.option("-o", "--out", required=True, metavar="FILE", help="Price file to write: .csv, .yaml, .json or .xlsx.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@json_option("For machines; lists all that was left out.")
def prices_import(file: str, source: str, out: str, force: bool, as_json: bool, **said: Any) -> None:
    """Read a price file of another source.

    Writes it as one of compkit, and says what was left out and why. From a table (.csv, .xlsx or .parquet) whose
    columns have names of their own it first shows what each column is taken for; --map, --unit, --currency and
    --day-order say what the table does not.
    """
    from ..files.pricesources import build_import_report, import_data, import_prices

    if out == "-":
        raise click.UsageError("-o needs a file: standard output says what was left out")
    shown: list[str] = []
    if source == "table":
        imported = _imported_table(file, said, shown, quiet=as_json)
    else:
        _refuse_table_options(said)
        imported = import_prices(
            file, source=source, checked_on=said["checked_on"], source_version=said["source_version"]
        )
    _write(imported.book, out, force=force)
    if as_json:
        print_json(import_data(imported, file=out) | ({"mapping": shown} if shown else {}))
    else:
        print_report(build_import_report(imported, file=out))


def _refuse_table_options(said: dict[str, Any]) -> None:
    given = [f"--{name.replace('_', '-')}" for name in ("unit", "currency", "day_order") if said[name]]
    given += ["--map"] if said["mapped"] else []
    if given:
        raise click.UsageError(f"{', '.join(given)} is for --from table")


def _imported_table(file: str, said: dict[str, Any], shown: list[str], *, quiet: bool) -> ImportedPrices:
    """The prices of a table; what its columns are taken for is shown before it is used."""
    from ..files.pricesources import TableTerms, import_table

    pairs = [pair.rpartition("=") for pair in said.pop("mapped")]
    if any(not sign for _, sign, _ in pairs):
        raise click.UsageError("--map is HEADING=COLUMN, such as 'Input $/1M=fresh_input'")

    def show(reading: TableReading) -> None:
        shown.extend(reading.describe())
        if not quiet:
            click.echo("\n".join(["Columns:", *(f"  {line}" for line in shown)]))

    terms = TableTerms(
        mapping={heading.strip(): column.strip() for heading, _, column in pairs}, **said | {"unit": said["unit"] or ""}
    )
    return import_table(file, terms, show=show)


@prices.command("export")
@click.argument("file", metavar="FILE")
@_price_options
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Only this model; repeat for more.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def prices_export(file: str, prices: str | None, as_of: date, model: tuple[str, ...], force: bool) -> None:
    """Write prices to a file, to pin a nightly run.

    By suffix .csv, .yaml, .json or .xlsx; - is CSV on standard output.
    """
    from ..market.prices import PriceBook

    book = named_or_listed(prices, as_of)
    if model:
        rows = [row for name in model for row in book.by_model[book.price(name, as_of).model]]
        book = PriceBook(rows)
    _write(book, file, force=force)
    if file != "-":
        click.echo(f"Wrote {file}: {len(book.rows)} rows of {len(book.models)} models, as of {as_of}.")


def _write(book: PriceBook, file: str, *, force: bool) -> None:
    from ..files.prices import write_prices

    if file != "-":
        refuse_existing(file, force=force)
    write_prices(book, file)
