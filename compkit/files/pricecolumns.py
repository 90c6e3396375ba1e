"""The columns of a price file, one flat set for every kind of file: their names, order and parsers.

Base prices come first, then the service classes with their name before the kind (``batch_output``), then the
long-context tiers with ``long_context_`` (the second ``long_context_2_``, and so on).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..market.prices import KINDS, RateCard, TokenPrice
from .fields import (
    choice,
    format_number,
    format_text,
    parse_count,
    parse_currency,
    parse_day,
    parse_flag,
    parse_model,
    parse_number,
    parse_text,
)

CLASSES = ("batch", "priority", "flex")
"""Service classes beside the standard one, as `TokenPrice.classes` names them."""

FIRST = ("model", "currency", "from_on", "until_on")
LAST = ("announced", "stage", "source", "source_version", "checked_on", "reading")
REQUIRED = ("model", "from_on", "source")
TIER = re.compile(rf"long_context_(?:([2-9]|[1-9]\d)_)?(above|{'|'.join(KINDS)})")

_OWN = frozenset((*FIRST, *KINDS, *(f"{name}_{kind}" for name in CLASSES for kind in KINDS), *LAST))
_parse_stage = choice("list", "contract", "factory").parse
PARSERS: dict[str, Any] = {
    "model": parse_model,
    "currency": parse_currency,
    "from_on": parse_day,
    "until_on": parse_day,
    "announced": parse_flag,
    "stage": _parse_stage,
    "source": parse_text,
    "source_version": parse_text,
    "checked_on": parse_day,
    "reading": parse_text,
}
"""Parsers of what is no price, by column."""


def class_columns(name: str) -> tuple[str, ...]:
    """Columns of a service class: ``batch_output`` and so on."""
    return tuple(f"{name}_{kind}" for kind in KINDS)


def tier_columns(number: int) -> tuple[str, ...]:
    """Columns of a long-context tier, counted from 0: its bound, then its prices."""
    prefix = "long_context_" if number == 0 else f"long_context_{number + 1}_"
    return tuple(f"{prefix}{name}" for name in ("above", *KINDS))


def columns(tiers: int = 1, leave_out: Iterable[str] = ()) -> tuple[str, ...]:
    """Columns in the order of a file, for so many tiers.

    Args:
        tiers: Long-context tiers.
        leave_out: Service classes and other columns that no row needs.
    """
    out = set(leave_out)
    classes = (column for name in CLASSES if name not in out for column in class_columns(name))
    found = (*FIRST, *KINDS, *classes, *(column for n in range(tiers) for column in tier_columns(n)), *LAST)
    return tuple(column for column in found if column not in out)


def columns_of(rows: Iterable[TokenPrice]) -> tuple[str, ...]:
    """Columns for rows; what came later than the first files stands there only where a row needs it."""
    held = tuple(rows)
    tiers = max((len(row.tiers) for row in held), default=1) or 1
    unused = [name for name in ("priority", "flex", "reading") if not any(getattr(row, name) for row in held)]
    return columns(tiers, unused)


def is_column(name: str) -> bool:
    """Whether a price file may have a column of this name."""
    return name in _OWN or TIER.fullmatch(name) is not None


def parser(column: str) -> Any:
    """From the text of a cell to its value."""
    return PARSERS.get(column, parse_count if column.endswith("above") else parse_number)


def cells(row: TokenPrice) -> Iterator[tuple[str, str]]:
    """A row by columns, as text; what is not known is left out."""
    yield from about(row, FIRST)
    yield from known(row.card)
    for name, card in row.classes.items():
        if card is not None:
            yield from known(card, f"{name}_")
    for number, tier in enumerate(row.tiers):
        above = tier_columns(number)[0]
        yield above, str(tier.above_tokens)
        yield from known(tier.card, above.removesuffix("above"))
    yield from about(row, LAST)


def about(row: TokenPrice, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is no price, as text, where it is known."""
    for name in names:
        value = getattr(row, name)
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif value not in (None, ""):
            yield name, format_text(str(value))


def known(card: RateCard, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Known prices of a card, as text."""
    for kind in KINDS:
        price = getattr(card, kind)
        if price is not None:
            yield f"{prefix}{kind}", format_number(price)
