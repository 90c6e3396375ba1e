"""Single figures of JSON exports: days, moments, counts and money, each refused with its key where it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...errors import InvalidValue
from ...money import EXACT, minor_units
from ..fields import parse_currency

MOST_BILLIONTHS = 9 * 10**18
"""Largest amount of a row: nine billion units."""
MOST_COUNT = 10**18
"""Most tokens or requests of a row."""
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?)?", re.ASCII)

SERVICE_TIERS: Mapping[str, str] = {
    "": "standard",
    "default": "standard",
    "auto": "standard",
    "standard": "standard",
    "batch": "batch",
    "priority": "priority",
    "priority_on_demand": "priority",
    "flex": "flex",
    "flex_discount": "flex",
}
"""Service class by the tier that OpenAI and Anthropic name."""


def moment_of(value: Any, key: str) -> datetime:
    """A moment as RFC 3339 text, or seconds since 1970, in UTC; text without an offset is UTC."""
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, OSError, ValueError):
            raise InvalidValue(key, value, "is no time in seconds since 1970") from None
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        rule = "is missing" if value is None else "is no time"
        raise InvalidValue(key, value, rule, "it is written such as 2027-01-11T00:00:00Z")
    try:
        found = datetime.fromisoformat(value.replace(" UTC", "Z").replace("UTC", "Z"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        raise InvalidValue(key, value, "no such time", "look at the month and its length") from None


def day_of(value: Any, key: str) -> date:
    """The day of a moment, in UTC; ``20270111`` is a day too."""
    if isinstance(value, str) and re.fullmatch(r"\d{8}", value, re.ASCII):
        value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return moment_of(value, key).date()


def text_of(value: Any, key: str) -> str:
    """Text, empty where nothing is there."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidValue(key, value, "must be text")
    return value.strip()


def number_of(value: Any, key: str) -> Decimal:
    """An exact number, also where it is written as text."""
    try:
        number = Decimal(value) if isinstance(value, (Decimal, int, str)) and not isinstance(value, bool) else None
    except ArithmeticError:
        number = None
    if number is None or not number.is_finite():
        raise InvalidValue(key, value, "is missing" if value is None else "is not a number")
    return number


def billionths_of(number: Decimal, key: str = "amount") -> int:
    """An amount in whole billionths, half up."""
    if number and number.adjusted() > 10:
        raise InvalidValue(key, number, "is more than a row can hold")
    billionths = int(number.scaleb(9, EXACT).to_integral_value(ROUND_HALF_UP, EXACT)) if number else 0
    if abs(billionths) > MOST_BILLIONTHS:
        raise InvalidValue(key, number, "is more than a row can hold")
    return billionths


def money_of(value: Any, said: Any, currency: str, key: str, *, minor: bool = False) -> int:
    """An amount in billionths of the export's currency.

    Args:
        value: The amount.
        said: The currency that the source says, in any capitals.
        currency: The currency of the export.
        key: Key of the amount.
        minor: Whether it is in minor units, such as cents.
    """
    code = check_currency(said, currency, "currency")
    number = number_of(value, key)
    return billionths_of(EXACT.scaleb(number, -minor_units(code)) if minor else number, key)


def check_currency(said: Any, currency: str, key: str) -> str:
    """The currency that a source says, which must be the export's."""
    code = parse_currency(text_of(said, key).upper())
    if code != currency:
        raise InvalidValue(key, code, f"is not {currency}", f'read it apart, with currency="{code}"')
    return code


def in_dollars(currency: str, key: str) -> None:
    """Refuse another currency than US dollars, for sources that state no other."""
    if currency != "USD":
        raise InvalidValue(key, currency, "the source states US dollars", 'read it apart, with currency="USD"')


def named_model(provider: str, model: str) -> str:
    """``provider/model``; empty where no model is named, and as it stands where no provider is.

    >>> named_model("openai", "gpt-5"), named_model("", "glm"), named_model("azure", "azure/gpt-5")
    ('openai/gpt-5', 'glm', 'azure/gpt-5')
    """
    if not model or not provider or model.startswith(f"{provider}/"):
        return model
    return f"{provider}/{model}"


def first_named(record: Mapping[str, Any], *choices: tuple[str, str]) -> tuple[str, str]:
    """The first identity that a record names, and its kind; an address is an e-mail wherever it stands.

    Args:
        record: The record.
        choices: Its keys, each with the kind of identity, nearest to a person first.
    """
    for key, kind in choices:
        if name := text_of(record.get(key), key):
            return name, "email" if "@" in name and kind == "user_id" else kind
    return "", "none"


def key_of(*parts: Any) -> str:
    """What a row is about, as one text."""
    return "\x1f".join("" if part is None else str(part) for part in parts)


def counts_of(**counts: int) -> dict[str, int]:
    """Counts by name, refused where one is more than a row can hold."""
    for name, count in counts.items():
        if count > MOST_COUNT:
            raise InvalidValue(name, count, "is more than a row can hold", "look at the figure")
    return counts
