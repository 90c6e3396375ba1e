"""Token prices as tables: models side by side, and one model through time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ..market.prices import KINDS, RateCard, TokenPrice
from . import figures
from .data import decimal_text
from .table import Group, Report, Row, Table, Text

_HEADS = ("fresh\ninput", "cache\nwrite", "write\n1 hour", "cache\nread", "output")


def build_price_list(rows: Sequence[TokenPrice], *, as_of: date, contains: str = "") -> Report:
    """Models with their base prices on a day."""
    if not rows:
        return Report((Text(f"No model's name contains {contains!r}.", "warning"),))
    currency = rows[0].currency
    table = Table(
        title=f"TOKEN PRICES in force on {as_of}",
        unit=f"{currency} per million tokens, base rates ({rows[0].stated_by})",
        groups=tuple(Group("", (head,)) for head in _HEADS),
        rows=tuple(Row(row.model, _cells(row.card)) for row in rows),
        foot="? is unknown, 0 is free. Long-context, batch, priority and flex prices: compkit prices show.",
    )
    return Report((table,))


def build_price_history(rows: Sequence[TokenPrice], *, as_of: date) -> Report:
    """One model's rows through time, with long-context prices and those of service classes under the base ones."""
    lines = []
    for row in rows:
        until = f" to {row.until_on}" if row.until_on else ""
        state = "announced" if row.announced else "in force" if row.covers(as_of) else "past"
        lines.append(
            Row(f"{row.from_on}{until}, {state}", _cells(row.card), "total" if state == "in force" else "plain")
        )
        lines += [Row(f"  above {tier.above_tokens:,} input tokens", _cells(tier.card), "note") for tier in row.tiers]
        lines += [Row(f"  {name}", _cells(card), "note") for name, card in row.classes.items() if card is not None]
    first = rows[0]
    table = Table(
        title=first.model,
        unit=f"{first.currency} per million tokens ({first.stated_by}), as of {as_of}",
        groups=tuple(Group("", (head,)) for head in _HEADS),
        rows=tuple(lines),
        foot="\n".join(_notes(rows)),
    )
    return Report((table,))


def _notes(rows: Sequence[TokenPrice]) -> Iterator[str]:
    """What the signs mean, and how a source was read where its own figures were converted."""
    yield "? is unknown, 0 is free. Announced prices can be cancelled."
    yield from (f"Read: {reading}" for reading in dict.fromkeys(row.reading for row in rows) if reading)


def _cells(card: RateCard) -> tuple[str, ...]:
    prices: list[Decimal | None] = [getattr(card, kind) for kind in KINDS]
    return tuple("?" if price is None else figures.price(price) for price in prices)


def price_data(row: TokenPrice) -> dict[str, Any]:
    """A price row as plain data; unknown prices are null."""
    return {
        "model": row.model,
        "currency": row.currency,
        "from_on": str(row.from_on),
        "until_on": str(row.until_on) if row.until_on else None,
        "announced": row.announced,
        "stage": row.stage,
        "per_mtok": _card(row.card),
        **{f"{name}_per_mtok": _card(card) if card else None for name, card in row.classes.items()},
        "long_context": [{"above_tokens": tier.above_tokens, "per_mtok": _card(tier.card)} for tier in row.tiers],
        "source": row.source,
        "source_version": row.source_version,
        "reading": row.reading,
        "checked_on": str(row.checked_on) if row.checked_on else None,
    }


def _card(card: RateCard) -> dict[str, str | None]:
    return {kind: None if (price := getattr(card, kind)) is None else decimal_text(price) for kind in KINDS}
