"""Figures as tables print them: whole units with thousands separators, the same everywhere and in no locale.

Documents for people in a language use `format`; tables for the desk use these.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .format import rounded


def whole(amount: Decimal) -> str:
    """``1,590,000``."""
    return f"{rounded(amount):,f}"


def signed(amount: Decimal) -> str:
    """``+15,000``, ``-62,900``; a plain 0."""
    amount = rounded(amount)
    return f"{amount:+,f}" if amount else "0"


def price(amount: Decimal) -> str:
    """A unit price, never rounded where it is short: at least two decimals, at most six significant past that."""
    shown = amount.normalize()
    places = -int(shown.as_tuple().exponent)
    if places > 6:
        shown = rounded(amount, 6)
        places = 6
    return f"{shown:,.{max(places, 2)}f}"


def tokens(mtok: Decimal | None) -> str:
    """Millions of tokens in words: ``134.9 bn``, ``5.0 M``; None is unlimited."""
    if mtok is None:
        return "unlimited"
    for size, word in ((Decimal(1_000_000), "tn"), (Decimal(1000), "bn")):
        if mtok >= size:
            return f"{rounded(mtok / size, 1):,f} {word}"
    return f"{rounded(mtok, 1):,f} M"


def joined(words: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
