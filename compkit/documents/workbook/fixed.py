"""What no formula gives: figures worked out when the workbook was made, which its inputs do not move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...pay.units import CapacityShare, Options, Shares, TokenMoney
from ...valuation.value import Valuation
from .. import format as say

if TYPE_CHECKING:
    from .book import Book

ALWAYS = (
    ("Exchange rates", "What is promised stays at the rate as issued; cost and value follow the rates on Inputs."),
    ("What closes the gap", "Worked out offer by offer as issued; it does not follow the yellow cells."),
)
"""What stays in every workbook."""


def lines(book: Book) -> Iterator[tuple[str, str]]:
    """Name and words of each figure that stays as issued in this workbook."""
    day = say.day(book.comparison.baseline.assumptions.as_of)
    for words in dict.fromkeys(line for v in book.comparison.valuations.values() for line in _of(v)):
        name, meaning = words
        yield name, f"{meaning}; as worked out on {day}."
    yield from (line for line in ALWAYS if line[0] != "Exchange rates" or _has_rates(book))


def _has_rates(book: Book) -> bool:
    return any(valuation.market.rates for valuation in book.comparison.valuations.values())


def _of(valuation: Valuation) -> Iterator[tuple[str, str]]:
    market, units = valuation.market, tuple(dict.fromkeys(line.row.unit for line in valuation.lines))
    if market.options.is_model and any(isinstance(unit, Options) for unit in units):
        yield "Option values", "The value that the named model gives; share prices and growth do not move it"
    for symbol in sorted({unit.symbol for unit in units if isinstance(unit, (Shares, Options))}):
        if valuation.assumptions.illiquid(symbol) is not None:
            yield f"Discount for lack of a market, {symbol}", "On value to the employee only; a figure in each row"
    if any(isinstance(unit, TokenMoney) and unit.index for unit in units):
        yield "Indexed money", "How far an index has come by each day is a figure in each row"
    for unit in units:
        if isinstance(unit, CapacityShare) and market.capacity(unit.capacity).cost_per_mtok is not None:
            yield f"Own cost of {unit.capacity}", "What its owner says a million tokens cost; no list price moves it"
    if any(contract.ratchet for contract in market.contracts):
        yield "Locked prices with a ratchet", "A lock stays where a price change puts list prices below it"
    if market.moves:
        yield f"Market {market.name}", "Prices by day under its moves are figures, which a price change multiplies"
