"""An allowance beside what developers use: one sentence, with the source of what it is measured by."""

from __future__ import annotations

from decimal import Decimal

from ..money import Money
from ..valuation.context import ContextFigure, multiple_of_median
from .format import day, money, number


def context_sentence(allowance: Money, mtok_a_year: Decimal, figure: ContextFigure) -> str:
    """What a year's allowance buys, as a multiple of what a developer uses.

    Args:
        allowance: Money a year.
        mtok_a_year: Millions of tokens that it buys.
        figure: Million tokens a week of the developer it is measured by.
    """
    times = multiple_of_median(mtok_a_year, figure)
    return (
        f"{money(allowance)} a year buys {number(mtok_a_year, 0)} million tokens: "
        f"{number(times, 0 if times >= 10 else 1)} times the {figure.name} "
        f"({number(figure.value)} {figure.unit}; {figure.source}, {day(figure.on)})."
    )
