"""What is said of a table's columns, in the same words whether it is read by rows or by columns."""

from __future__ import annotations

from collections import Counter

from .field import Kind

MISSING = ("is missing", "say it in every row")
"""Rule and way out where a required cell is empty."""
NO_CURRENCY = ("names no currency, and others of its column do", "say it in each, or in the heading")
"""Rule and way out of an amount without a currency, where others of its column name theirs: it could be any."""

_AMOUNTS = {"plain numbers", "amounts with a currency"}
"""What is no mixture of units: each says its currency, or the column does, and that is told apart."""
_NO_UNITS: tuple[Kind, ...] = ("text", "id", "model", "currency", "flag", "day")


def mixture(shapes: Counter[str], kind: Kind) -> str:
    """What a column that holds a broken cell holds beside it, to be added to the rule; empty where it is no mixture."""
    if len(shapes) < 2 or shapes.keys() == _AMOUNTS or kind in _NO_UNITS:
        return ""
    held = ", ".join(f"{words}: {count:,}" for words, count in shapes.most_common())
    return f"; the column mixes units ({held})"


def lost_zeros(name: str, numbers: int) -> str:
    """The note of a column of ids that are numbers in the file."""
    return (
        f"{name}: {numbers:,} ids are numbers in the file, so zeros before them, if there were any, are lost; format "
        "the column as text to keep them"
    )


def one_order(name: str, text: str) -> str:
    """The note of a column of days in figures whose order was not told."""
    return f"{name}: days such as {text} are possible in one order only, and decide no other"
