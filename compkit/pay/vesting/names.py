"""Schedules that have names."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ...errors import InvalidValue

STANDARD_SCHEDULES = (
    "4y/1y-cliff/monthly",
    "4y/1y-cliff/quarterly",
    "5/15/40/40",
    "33/33/22/12",
    "1y/quarterly",
)
"""Names most used; the same grammar reads others, such as ``3y/yearly`` or ``4y/6m-cliff/monthly``."""

_STEP_MONTHS = {"monthly": 1, "quarterly": 3, "semiannually": 6, "yearly": 12}


class Even(NamedTuple):
    """Even instalments, in months.

    Attributes:
        months: Length.
        cliff: Cliff; 0 for none.
        step: From one to the next.
    """

    months: int
    cliff: int
    step: int


def parse_name(name: str) -> Even | tuple[Fraction, ...]:
    """A name as even instalments, or as shares of successive years.

    Raises:
        InvalidValue: If the name is of no schedule, or its cliff does not fit.
    """
    if re.fullmatch(r"\d+(\.\d+)?(/\d+(\.\d+)?)+", name, re.ASCII):
        return tuple(Fraction(Decimal(part)) / 100 for part in name.split("/"))
    match = re.fullmatch(r"(\d{1,2})y(?:/(\d{1,2})([ym])-cliff)?/(\w+)", name, re.ASCII)
    if match is None or match[4] not in _STEP_MONTHS:
        known = ", ".join(STANDARD_SCHEDULES)
        raise InvalidValue("vesting", name, "is not a vesting schedule", f"say one of {known}, or a list of shares")
    step = _STEP_MONTHS[match[4]]
    even = Even(12 * int(match[1]), int(match[2] or 0) * (12 if match[3] == "y" else 1), step)
    if even.months % step or even.cliff % step or even.cliff > even.months or even.months == 0:
        rule = "cliff and length must be whole vesting periods, the cliff within the length"
        raise InvalidValue("vesting", name, rule)
    return even
