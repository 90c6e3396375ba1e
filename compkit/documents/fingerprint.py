"""The fingerprint of what an offer promises: by it a letter and an offer file are seen to agree, or not.

It is the SHA-256 of the promises in one canonical JSON text. What is internal, or may change without touching what
the candidate was promised, is left out, and so is everything that an offer does not say: a later compkit that knows
more terms gives an old offer its old fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import NOTHING, Factory, fields, frozen, has

from ..money import EXACT
from ..pay.offer import Offer

INTERNAL = frozenset(
    {
        "Offer.approvals",
        "Offer.status",
        "Offer.told_on",
        "Role.cost_center",
        "Benefit.value",
        "TokenMix.source",
        "RestrictedStock.refresher",
        "StockOptions.refresher",
    }
)
"""Fields that are no promise: the employer's own, a mark of progress, or an opinion of what something is worth."""

_MARK = re.compile(
    r"Offer (?P<number>(?:(?!Offer ).)+?), version of (?P<version>\d{4}-\d\d-\d\d|draft), "
    r"promises (?P<hash>[0-9a-f]{64})"
)


@frozen(kw_only=True)
class Mark:
    """What a document says of the offer it was written from.

    Attributes:
        number: The offer number.
        version: Day of issue, year-month-day.
        fingerprint: Of the promises, 64 hexadecimal digits.
    """

    number: str
    version: str
    fingerprint: str

    def __str__(self) -> str:
        return f"Offer {self.number}, version of {self.version}, promises {self.fingerprint}"


def fingerprint(offer: Offer) -> str:
    """SHA-256 of what an offer promises, as 64 hexadecimal digits; equal promises have equal ones."""
    text = json.dumps(promises(offer), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def promises(offer: Offer) -> Any:
    """What is promised, in plain dicts, lists and texts; numbers as texts without trailing zeros."""
    return _plain(offer)


def mark(offer: Offer) -> Mark:
    """The mark of an offer's documents."""
    version = offer.issued_on.isoformat() if offer.issued_on else "draft"
    return Mark(number=" ".join(offer.offer_number.split()), version=version, fingerprint=fingerprint(offer))


def find_marks(text: str) -> tuple[Mark, ...]:
    """Every mark in a document's text, each once."""
    one_line = " ".join(text.split())
    found = (
        Mark(number=match["number"], version=match["version"], fingerprint=match["hash"])
        for match in _MARK.finditer(one_line)
    )
    return tuple(dict.fromkeys(found))


def _plain(value: Any) -> Any:
    match value:
        case bool() | None | str():
            return value
        case Decimal():
            return f"{value.normalize(EXACT) if value else Decimal(0):f}"
        case int() | Fraction() | date():
            return str(value)
        case tuple() | list():
            return [_plain(entry) for entry in value]
        case frozenset() | set():
            return sorted(_plain(entry) for entry in value)
    if has(type(value)):
        return {"is": type(value).__name__, **dict(_stated(value))}
    raise TypeError(f"no promise: {type(value).__name__}")


def _stated(value: Any) -> Iterator[tuple[str, Any]]:
    """Fields that are said and are promises."""
    kind = type(value)
    for attribute in fields(kind):
        said = getattr(value, attribute.name)
        if f"{kind.__name__}.{attribute.name}" not in INTERNAL and attribute.init and _is_said(said, attribute):
            yield attribute.name, _plain(said)


def _is_said(said: Any, attribute: Any) -> bool:
    """Whether it is more than the default; one that differs only in what is internal is not."""
    default = _default(attribute)
    if said == default:
        return False
    return not (type(said) is type(default) and has(type(said)) and _plain(said) == _plain(default))


def _default(attribute: Any) -> Any:
    default = attribute.default
    if isinstance(default, Factory):  # type: ignore[arg-type]
        return NOTHING if default.takes_self else default.factory()
    return default
