"""Price tables of anybody: CSV, Excel or Parquet whose columns have names of their own, found by stated synonyms.

Nothing is assumed of the figures: the unit and the currency of each price column are stated in its heading, by a
column, or by whoever imports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from ...errors import InvalidValue
from ...market.prices import KINDS, PriceBook, RateCard, TokenPrice
from ...money import EXACT
from ..fields import Sum, parse_currency
from ..pricerows import overlaps
from ..structure import BROKEN
from ..tables import Field, TableReading, TableRow, look_at_table
from ..tables.values import DayOrder
from .imported import ImportedPrices, plain

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal["per-mtok", "per-ktok", "per-token"]
UNITS: Mapping[str, int] = {"per-mtok": 0, "per-ktok": 3, "per-token": 6}
"""Units of prices, each with the decimal places to the price of a million tokens."""
SOURCE = "table"

_COUNT = {"per-mtok": r"m(?:illions?|io|tok)?|1,?000,?000|million", "per-ktok": r"k(?:tok)?|thousand|1,?000"}
_PATTERNS = {
    **{
        name: re.compile(rf"(?:/|\bper\b)\s*(?:1\s*)?(?:{words})(?![\w,])\s*(?:tok(?:en)?s?\b)?", re.IGNORECASE)
        for name, words in _COUNT.items()
    },
    "per-token": re.compile(r"(?:/|\bper\b)\s*(?:1\s*)?tok(?:en)?\b", re.IGNORECASE),
}


def _prices(*words: str) -> tuple[str, ...]:
    """Each with what usually follows it."""
    more = ("", " price", " prices", " cost", " tokens", " token price", " rate")
    return tuple(f"{word}{end}" for word in words for end in more)


FIELDS = (
    Field(
        name="model",
        kind="text",
        synonyms=("model name", "model id", "name"),
        required=True,
        help="provider/model, or the model beside a column of its provider",
    ),
    Field(name="provider", kind="text", synonyms=("vendor", "company", "supplier", "seller")),
    Field(
        name="fresh_input",
        kind="money",
        synonyms=(*_prices("input", "prompt", "uncached input"), "fresh input price"),
        help="price of input that is not read from a cache",
    ),
    Field(name="cache_read", kind="money", synonyms=_prices("cached input", "input cached", "cache hit", "cached")),
    Field(name="cache_write", kind="money", synonyms=("cache write price", "cache creation", "cache write 5m")),
    Field(
        name="cache_write_1h", kind="money", synonyms=("cache write 1h price", "1h cache write", "cache creation 1h")
    ),
    Field(name="output", kind="money", synonyms=_prices("output", "completion")[1:]),
    Field(name="batch_fresh_input", kind="money", synonyms=_prices("batch input")),
    Field(name="batch_output", kind="money", synonyms=("batch output price", "batch output cost")),
    Field(name="currency", kind="currency"),
    Field(
        name="from_on", kind="day", synonyms=("valid from", "from", "effective from", "effective date", "start date")
    ),
    Field(name="until_on", kind="day", synonyms=("first day after",)),
    Field(name="last_on", kind="day", synonyms=("last day", "valid through")),
    Field(name="source", kind="text", synonyms=("price source", "link", "url")),
)
"""What the columns of a price table may mean."""

_CARDS = {"": KINDS, "batch_": ("fresh_input", "output")}
_PRICES = tuple(f"{prefix}{kind}" for prefix, kinds in _CARDS.items() for kind in kinds)
_EITHER = "map it to last_on (its last day), to until_on (the first day after), or to nothing"
_DOUBTFUL = dict.fromkeys(("valid until", "valid to", "until", "to", "end date", "effective to", "expires"), _EITHER)


@frozen(kw_only=True)
class TableTerms:
    """What is said of a price table that it does not say itself.

    Attributes:
        checked_on: Day on which it was saved; prices without a day of their own count from then. None if not said.
        unit: Unit of price columns whose heading names none; empty if not said.
        currency: ISO 4217 code of prices that name none; empty if not said.
        mapping: Field by heading, where the synonyms do not know it; an empty text leaves a column out.
        day_order: How days such as 03/04/2026 are to be read.
        source_version: Version of the table, or empty.
    """

    checked_on: date | None = None
    unit: str = ""
    currency: str = ""
    mapping: Mapping[str, str] = field(factory=dict)
    day_order: DayOrder | None = None
    source_version: str = ""


def import_table(
    source: str | Path | pd.DataFrame, terms: TableTerms, *, show: Callable[[TableReading], object] | None = None
) -> ImportedPrices:
    """The prices of a table, in money per million tokens.

    Args:
        source: A .csv, .xlsx or .parquet file, ``-`` for CSV from standard input, or a pandas data frame.
        terms: What is said of it that it does not say itself.
        show: Is given how the columns are read, before anything is made of them.

    Raises:
        FileProblems: With every problem, each with its sheet, row and column.
        InvalidValue: If the unit or the currency is none.
    """
    _check_terms(terms)
    reading = look_at_table(
        source, FIELDS, mapping=terms.mapping, day_order=terms.day_order, units=_PATTERNS, doubtful=_DOUBTFUL
    )
    if show:
        show(reading)
    _check_units(reading, terms)
    made = [(row, _price(row, reading, terms)) for row in reading.rows]
    found = [(row.place("model"), f"row {row.number}", price) for row, price in made if price is not BROKEN]
    reading.problems.extend(overlaps(found))
    reading.check()
    book = PriceBook(price for _, _, price in found)
    day = terms.checked_on or min(row.from_on for row in book.rows)
    return ImportedPrices(book=book, source=SOURCE, checked_on=day)


def _check_terms(terms: TableTerms) -> None:
    if terms.unit and terms.unit not in UNITS:
        raise InvalidValue("unit", terms.unit, "is no unit of prices", f"say one of {', '.join(UNITS)}")
    if terms.currency:
        parse_currency(terms.currency)


def _check_units(reading: TableReading, terms: TableTerms) -> None:
    """Every price column says its unit, in its heading or by the terms; and there is one such column."""
    used = [use for use in reading.mapping if use.field and use.field.name in _PRICES]
    top = reading.place
    if not used:
        top.refuse("no column is a price", "map one, such as 'My input column=fresh_input'", value="")
    for use in used:
        place = reading.heading_place(use)
        if not (use.heading.unit or terms.unit):
            place.refuse("says no unit", f"say the unit of its prices: {', '.join(UNITS)}", value="")
        elif use.heading.unit and terms.unit and use.heading.unit != terms.unit:
            place.refuse(f"is {use.heading.unit}, but {terms.unit} is said", "say no unit: the heading does", value="")
    if terms.checked_on is None and reading.column("from_on") is None:
        top.refuse("says no day from which prices hold", "name a column from_on, or say when it was checked", value="")
    if not reading.rows and not reading.problems:
        top.refuse("has no rows", "look whether it is the right file", value="")


def _price(row: TableRow, reading: TableReading, terms: TableTerms) -> Any:
    """The row as a dated price, or `BROKEN` with its problems noted."""
    before = len(reading.problems)
    values = row.values
    currency = _currency(row, terms)
    cards = {prefix: _card(row, reading, terms, prefix) for prefix in _CARDS}
    if BROKEN in (*values.values(), currency, *cards.values()) or not any(name in values for name in _PRICES):
        if len(reading.problems) == before and BROKEN not in values.values():
            row.place("model").refuse(
                "has no price", "give it one, or take the row out", value=str(values.get("model"))
            )
        return BROKEN
    begin = values.get("from_on", terms.checked_on)
    if begin is None:
        return row.place("from_on").refuse("is missing", "say the first day of its prices", value="")
    price = (
        row.place("model")
        .holding({})
        .make(
            TokenPrice,
            model=_model(values),
            card=cards[""],
            batch=cards["batch_"],
            currency=currency,
            from_on=begin,
            until_on=_until(row),
            announced=terms.checked_on is not None and begin > terms.checked_on,
            source=values.get("source", reading.file.replace("\\", "/").rpartition("/")[2]),
            source_version=terms.source_version,
            checked_on=terms.checked_on,
            reading=_reading(reading, terms),
        )
    )
    return price if len(reading.problems) == before else BROKEN


def _currency(row: TableRow, terms: TableTerms) -> Any:
    """The one currency of a row: of its amounts and headings, its column, or the terms."""
    named = [row.values[name] for name in _PRICES if name in row.values]
    own = {said.currency for said in named if isinstance(said, Sum) and said.currency}
    own |= {said for said in (row.values.get("currency"),) if isinstance(said, str)}
    if len(own) > 1:
        return row.place("model").refuse(f"names {' and '.join(sorted(own))}", "a row has one currency", value="")
    found = next(iter(own), terms.currency)
    if not found:
        fix = "say it in the heading, such as Input (USD), in a column currency, or for the whole table"
        return row.place("currency").refuse("is missing", fix, value="")
    return found


def _card(row: TableRow, reading: TableReading, terms: TableTerms, prefix: str) -> Any:
    prices = dict(_amounts(row, reading, terms, prefix))
    return BROKEN if BROKEN in prices.values() else RateCard(**prices)


def _amounts(row: TableRow, reading: TableReading, terms: TableTerms, prefix: str) -> Iterator[tuple[str, Any]]:
    """Prices of a million tokens, by kind."""
    for kind in _CARDS[prefix]:
        name = f"{prefix}{kind}"
        said, use = row.values.get(name), reading.column(name)
        if isinstance(said, Sum) and use is not None:
            places = UNITS.get(use.heading.unit or terms.unit, 0)
            yield kind, plain(said.amount.scaleb(places, EXACT)) if said.amount >= 0 else _negative(row, name)
        elif said is BROKEN:
            yield kind, BROKEN


def _negative(row: TableRow, name: str) -> Any:
    return row.place(name).refuse("must not be negative", "leave it empty if it is not known", value="")


def _model(values: Mapping[str, Any]) -> str:
    """``provider/model``; the provider in small letters with hyphens, as price lists name it."""
    provider = "-".join(values.get("provider", "").casefold().split())
    name = str(values["model"])
    return name if not provider or name.casefold().startswith(f"{provider}/") else f"{provider}/{name}"


def _until(row: TableRow) -> date | None:
    last: date | None = row.values.get("last_on")
    until: date | None = row.values.get("until_on")
    return until if until is not None or last is None else last + timedelta(days=1)


def _reading(reading: TableReading, terms: TableTerms) -> str:
    """How its prices were read, in words."""
    units = {use.heading.unit or terms.unit for use in reading.mapping if use.field and use.field.name in _PRICES}
    factors = {"per-mtok": "per million as stated", "per-ktok": "times a thousand", "per-token": "times a million"}
    return "table: prices " + " and ".join(words for unit, words in factors.items() if unit in units)
