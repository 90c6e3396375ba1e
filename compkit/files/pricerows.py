"""Rows of price files: from cells, each with its place, to dated prices, with every problem noted where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from ..errors import InvalidValue, Problem
from ..market.prices import KINDS, LongContextTier, PriceBook, RateCard, TokenPrice
from .places import Place, raise_problems
from .pricecolumns import CLASSES, PARSERS, REQUIRED, TIER, is_column, parser, tier_columns
from .structure import BROKEN


@frozen
class PriceRow:
    """A row of a file before it is understood.

    Attributes:
        here: Its place.
        label: As problems name it: ``row 7``.
        cells: What its columns hold; empty ones are left out.
    """

    here: Place
    label: str
    cells: Mapping[str, Any]


def book_of(rows: list[PriceRow], problems: list[Problem]) -> PriceBook:
    """The book that rows make.

    Raises:
        FileProblems: With what was found before and everything that the rows break.
    """
    made = [(row.here, row.label, price) for row in rows if (price := price_of(row)) is not BROKEN]
    problems.extend(overlaps(made))
    raise_problems(problems)
    return PriceBook(price for _, _, price in made)


def price_of(row: PriceRow) -> Any:
    """The row as a dated price, or `BROKEN` with its problems noted."""
    before = len(row.here.problems)
    said = {column: _cell(row, column) for column in row.cells if is_column(column)}
    for column in REQUIRED:
        if column not in said:
            _column(row, column).refuse("is missing")
    price = row.here.holding({}).make(
        TokenPrice,
        card=_card(row, said, ""),
        tiers=tuple(_tiers(row, said)),
        **{name: _card(row, said, f"{name}_") for name in CLASSES},
        **{name: said.get(name, BROKEN) for name in REQUIRED},
        **{name: said[name] for name in said if name in PARSERS and name not in REQUIRED},
    )
    return price if len(row.here.problems) == before else BROKEN


def _column(row: PriceRow, column: str) -> Place:
    """The place of a column: a cell of a table, or a key."""
    said = row.cells.get(column)
    if row.label.startswith("row "):
        return evolve(row.here, data=said, path=f"{row.label}, column {column}")
    place = row.here
    for step in _steps(column, place.data):
        place = place.at(step)
    return place.holding(said)


def _steps(column: str, data: Any) -> Iterator[str | int]:
    """Where a column stands in a row of YAML."""
    name, _, kind = column.partition("_")
    if name in CLASSES:
        yield from (name, kind)
    elif match := TIER.fullmatch(column):
        yield "long_context"
        if isinstance(data["long_context"], list):
            yield int(match[1] or 1) - 1
        yield match[2]
    else:
        yield column


def _cell(row: PriceRow, column: str) -> Any:
    try:
        return parser(column)(row.cells[column])
    except InvalidValue as error:
        return _column(row, column).refuse(error.rule, error.fix)


def _card(row: PriceRow, said: Mapping[str, Any], prefix: str) -> Any:
    prices = {kind: said[f"{prefix}{kind}"] for kind in KINDS if f"{prefix}{kind}" in said}
    for kind, price in prices.items():
        if price is not BROKEN and price < 0:
            _column(row, f"{prefix}{kind}").refuse("must not be negative", "leave it empty if it is not known")
    if any(price is BROKEN or price < 0 for price in prices.values()):
        return BROKEN
    return RateCard(**prices)


def _tiers(row: PriceRow, said: Mapping[str, Any]) -> Iterator[Any]:
    number = 0
    while any(column in said for column in tier_columns(number)):
        above = tier_columns(number)[0]
        card = _card(row, said, above.removesuffix("above"))
        if above not in said:
            _column(row, above).refuse("is missing", "say from how many tokens the prices hold")
        elif card is not BROKEN:
            yield _column(row, above).make(LongContextTier, above_tokens=said[above], card=card)
        number += 1


def overlaps(made: list[tuple[Place, str, TokenPrice]]) -> Iterator[Problem]:
    """Rows of one model that overlap, each told with the row before, which is named by its label."""
    models: dict[str, list[tuple[Place, str, TokenPrice]]] = {}
    for entry in made:
        models.setdefault(entry[2].model, []).append(entry)
    for own in models.values():
        own.sort(key=lambda entry: entry[2].from_on)
        for (_, label, earlier), (where, _, later) in zip(own, own[1:], strict=False):
            try:
                PriceBook((earlier, later))
            except InvalidValue as error:
                rule = f"{later.model}: {error.rule} ({label})"
                yield Problem(file=where.file, path=where.path, value="", rule=rule, fix=error.fix, line=where.line)
