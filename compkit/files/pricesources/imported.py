"""What an import gives, and the figures and days that every source shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ...errors import InvalidValue
from ...market.prices import PriceBook, TokenPrice
from ...money import EXACT
from ..fields import parse_day
from ..places import Place

PER_TOKEN = 6
"""Decimal places from the price of a token to that of a million."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST = 60
_FARTHEST = 40


@frozen(kw_only=True)
class LeftOut:
    """An entry of the file that did not become a price, or one of its fields that the price does not hold.

    Attributes:
        entry: The entry as the file names it.
        field: The field; empty where the whole entry is left out.
        reason: Why, in words that entries share.
        detail: What is particular to this one; may be empty.
    """

    entry: str
    field: str = ""
    reason: str
    detail: str = ""


@frozen(kw_only=True)
class ImportedPrices:
    """A book read from a file of somebody else.

    Attributes:
        book: The prices.
        skipped: What was left out, in the order of the file.
        source: Name of the source: ``litellm``, ``llm-prices`` or ``openrouter``.
        checked_on: Day on which the file was saved, from which its prices count.
    """

    book: PriceBook
    skipped: tuple[LeftOut, ...] = ()
    source: str
    checked_on: date

    @property
    def skipped_entries(self) -> tuple[LeftOut, ...]:
        """Entries of which nothing became a price."""
        return tuple(left for left in self.skipped if not left.field)

    @property
    def skipped_fields(self) -> tuple[LeftOut, ...]:
        """Fields of prices that the book does not hold."""
        return tuple(left for left in self.skipped if left.field)


@frozen(kw_only=True)
class FoundPrice:
    """A price that an entry of the file gives.

    Attributes:
        here: Place of the entry.
        label: The entry as the file names it.
        price: The dated price.
    """

    here: Place
    label: str
    price: TokenPrice


@frozen(kw_only=True)
class Occasion:
    """When a file was saved, and what it says of itself.

    Attributes:
        checked_on: Day on which it was saved.
        source_version: Version of the source, or empty.
    """

    checked_on: date
    source_version: str = field(default="")


Reader = Callable[[Place, Occasion], Iterator[FoundPrice | LeftOut]]


def price_at(here: Place, *, places: int = 0) -> Any:
    """The price at a place, exact, times ten to so many places; None is unknown, `BROKEN` with a problem noted."""
    text = here.data
    if text is None:
        return None
    if not isinstance(text, str) or len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return refuse_once(here, "is not a price", "mend it, or say null if it is not known")
    number = Decimal(text)
    if number and abs(number.adjusted()) > _FARTHEST:
        return refuse_once(here, "is not a price", "mend it, or say null if it is not known")
    if number < 0:
        return refuse_once(here, "must not be negative", "say null if it is not known")
    return plain(number.scaleb(places, EXACT))


def plain(number: Decimal) -> Decimal:
    """The same number without an exponent and without zeros at its end.

    >>> plain(Decimal("1.50E+1"))
    Decimal('15')
    """
    return Decimal(f"{number.normalize(EXACT):f}") if number else Decimal(0)


def day_at(here: Place) -> Any:
    """The day at a place; None if there is none, `BROKEN` with a problem noted."""
    if here.data is None:
        return None
    try:
        return parse_day(here.data)
    except InvalidValue as error:
        return refuse_once(here, error.rule, error.fix)


def refuse_once(here: Place, rule: str, fix: str) -> Any:
    """Note a problem, unless the place has one already: what is no JSON number is noted on reading."""
    broken = evolve(here, problems=[]).refuse(rule, fix)
    if not any(problem.path == here.path for problem in here.problems):
        here.refuse(rule, fix)
    return broken
