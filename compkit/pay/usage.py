"""Use of a token allowance: what was used on which day, and what was approved beyond the allowance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import not_negative, tidy
from ..errors import InvalidValue
from ..money import exact


def _no_credit(instance: Usage, attribute: Any, value: Decimal) -> None:
    if value < 0:
        fix = "take a credit note off the use that it corrects"
        raise InvalidValue("Usage.quantity", value, "must not be negative", fix)


@frozen(kw_only=True)
class Usage:
    """Use of an allowance on a day.

    Attributes:
        on: The day.
        quantity: In the allowance's unit: money of its currency, million tokens, or share-months.
        allowance: Name of the allowance; may be empty where the package has one.
        tool: What used it, in words; one of the allowance's tools, where each has an amount for itself.
        team: Who used it, in words.
        model: The model used, or empty.
        priced: ``as stated``, or at which prices tokens became money: ``list`` or ``contract``.
    """

    on: date
    quantity: Decimal = field(converter=exact, validator=_no_credit)
    allowance: str = field(default="", validator=tidy)
    tool: str = field(default="", validator=tidy)
    team: str = field(default="", validator=tidy)
    model: str = field(default="", validator=tidy)
    priced: Literal["as stated", "list", "contract"] = "as stated"


@frozen(kw_only=True)
class OverageApproval:
    """Use beyond the allowance that somebody has approved.

    Attributes:
        on: First day for which it holds.
        quantity: Most that it covers, in the allowance's unit.
        until: Last day for which it holds; None while open.
    """

    on: date
    quantity: Decimal = field(converter=exact, validator=not_negative)
    until: date | None = None
