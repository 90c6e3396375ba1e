"""What a column of an intake workbook is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

Form = Literal[
    "text",
    "number",
    "money",
    "rate",
    "rate of base",
    "months",
    "day",
    "day or words",
    "flag",
    "list",
    "mapping",
    "parts",
]
"""How a column's cells are written: `mapping` is a short line, or JSON, for a value that has keys of its own."""

OFFER_NUMBER = "Offer number"
"""Heading of the first column of every sheet; the row that begins with it holds the headings."""


@frozen(kw_only=True)
class Column:
    """A column that people fill in.

    Attributes:
        key: Key in an offer file of what stands in it, below its row: ``employer.name``.
        title: Its heading, without the star of a required one.
        hint: What to write, in a sentence or two; shown when a cell is chosen.
        form: How its cells are written.
        required: Whether no row may leave it empty.
        choices: What its dropdown offers.
        closed: Whether nothing but the choices is right.
        width: In characters.
        group: Heading above it; empty on sheets without groups.
        needs: Where the row's `kind` decides: the kinds that have this column; empty is all.
    """

    key: str
    title: str
    hint: str
    form: Form = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    closed: bool = True
    width: float = 16
    group: str = ""
    needs: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading as it stands on the sheet: a required one has a star."""
        return f"{self.title} *" if self.required else self.title


@frozen(kw_only=True)
class SheetPlan:
    """A sheet that people fill in.

    Attributes:
        name: Its name.
        part: Key in an offer file of the list that its rows are; empty for the offers themselves.
        title: Its heading.
        note: What one row is, in a sentence.
        columns: Its columns; the first is the offer number.
        parts: Where a row's kind decides to which list it belongs: the list by kind.
    """

    name: str
    part: str = ""
    title: str
    note: str
    columns: tuple[Column, ...]
    parts: Mapping[str, str] = field(factory=dict)

    def at(self, heading: str) -> Column | None:
        """The column of a heading, whatever its capitals, star and spaces."""
        wanted = plain(heading)
        return next((column for column in self.columns if plain(column.title) == wanted), None)

    @property
    def part_names(self) -> tuple[str, ...]:
        """The lists that its rows fill."""
        return tuple(self.parts.values()) or (self.part,)


def plain(heading: str) -> str:
    """A heading without capitals, star and doubled spaces.

    >>> plain("Offer  number *")
    'offer number'
    """
    return re.sub(r"\s+", " ", heading.replace("*", " ")).strip().casefold()


def number_column(hint: str = "") -> Column:
    """The first column of every sheet."""
    return Column(
        key="offer_number",
        title=OFFER_NUMBER,
        hint=hint or "The number of an offer on the sheet Offers.",
        required=True,
        width=19,
    )
