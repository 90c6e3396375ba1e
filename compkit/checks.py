"""Plain checks for attrs fields and the text from people, each with a message that a person can act on."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .errors import InvalidValue

type_checker = Callable[[Any, Any, Any], None]

_BIDI = {*"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def _name(instance: object, attribute: Any) -> str:
    return f"{type(instance).__name__}.{attribute.name}"


def _number(value: Any) -> Any:
    """The number inside: of `Money`, its amount."""
    return getattr(value, "amount", value)


def positive(instance: object, attribute: Any, value: Any) -> None:
    """Above zero."""
    if not _number(value) > 0:
        raise InvalidValue(_name(instance, attribute), value, "must be above 0")


def not_negative(instance: object, attribute: Any, value: Any) -> None:
    """Zero or above."""
    if _number(value) < 0:
        raise InvalidValue(_name(instance, attribute), value, "must not be negative")


def between(low: int | Decimal, high: int | Decimal) -> type_checker:
    """From `low` to `high`, both included."""

    def check(instance: object, attribute: Any, value: Any) -> None:
        if not low <= _number(value) <= high:
            raise InvalidValue(_name(instance, attribute), value, f"must be from {low} to {high}")

    return check


def one_of(*choices: str) -> type_checker:
    """One of the named choices."""

    def check(instance: object, attribute: Any, value: Any) -> None:
        if value not in choices:
            raise InvalidValue(_name(instance, attribute), value, f"must be one of {', '.join(choices)}")

    return check


def whole_cents(instance: object, attribute: Any, value: Any) -> None:
    """Promised cash is whole minor units of its currency."""
    if value is not None and not value.is_whole:
        raise InvalidValue(_name(instance, attribute), value, "promised cash must be whole cents (minor units)")


def named(instance: object, attribute: Any, value: str) -> None:
    """Not blank, and clean as `clean` defines it."""
    if not value.strip():
        raise InvalidValue(_name(instance, attribute), value, "must not be blank")
    tidy(instance, attribute, value)


def tidy(instance: object, attribute: Any, value: str) -> None:
    """Clean as `clean` defines it; may be empty."""
    if value and clean(value) != value:
        raise InvalidValue(_name(instance, attribute), value, "must be clean text: see compkit.checks.clean")


def maybe(check: type_checker) -> type_checker:
    """`check`, unless the value is None."""

    def checked(instance: object, attribute: Any, value: Any) -> None:
        if value is not None:
            check(instance, attribute, value)

    return checked


def clean(text: str) -> str:
    """Text from people, made safe once at the edge: NFC, outer blanks removed.

    Raises:
        InvalidValue: On control characters, surrogates, private-use characters and bidirectional overrides,
            which can hide or reorder what a reader of a letter sees (Unicode Technical Report 36).

    >>> clean(" Zoe\u0308 O'Neil ")
    "Zoë O'Neil"
    """
    text = unicodedata.normalize("NFC", text.strip())
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs", "Co"} and char not in "\n\t":
            raise InvalidValue("text", text, f"control character U+{ord(char):04X} is refused", "remove it")
        if char in _BIDI:
            raise InvalidValue("text", text, f"bidirectional override U+{ord(char):04X} is refused", "remove it")
    return text
