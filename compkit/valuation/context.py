"""Context that keeps a number honest: published figures on what developers use and spend, each with source and date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from attrs import field, frozen

from ..checks import named, not_negative, one_of
from ..errors import InvalidValue
from ..money import exact, exactly

WEEKS_A_YEAR = 52

ContextUnit = Literal["million tokens a week", "USD a month", "USD an active day"]
CONTEXT_UNITS = get_args(ContextUnit)
"""Units of published figures, each for one developer."""


@frozen(kw_only=True)
class ContextFigure:
    """A published figure about one developer.

    Attributes:
        name: What it is, such as ``median developer``.
        value: The figure.
        unit: Its unit, one of `CONTEXT_UNITS`.
        source: Who published it, and where.
        on: Day of publication, or on which it was read where the source has no date.
    """

    name: str = field(validator=named)
    value: Decimal = field(converter=exact, validator=not_negative)
    unit: ContextUnit = field(validator=one_of(*CONTEXT_UNITS))
    source: str = field(validator=named)
    on: date


@exactly
def multiple_of_median(mtok_a_year: Decimal | int | str, figure: ContextFigure) -> Decimal:
    """How many developers' tokens a year's tokens are: ``mtok a year / (mtok a week * 52)``.

    Raises:
        InvalidValue: If the figure is not in tokens a week, or is 0.
    """
    if figure.unit != "million tokens a week":
        rule = "is no figure in million tokens a week"
        raise InvalidValue(f"figure {figure.name}", f"{figure.value} {figure.unit}", rule, "choose one that is")
    if not figure.value:
        raise InvalidValue(f"figure {figure.name}", figure.value, "must be above 0 to be a measure")
    return exact(mtok_a_year) / (figure.value * WEEKS_A_YEAR)
