"""The three numbers of every offer, or the two that a candidate may see; never added to one another."""

from __future__ import annotations

from ...valuation.compare import Comparison
from ..page.reader import NUMBERS, Reader
from ..words import NUMBER_NAMES, span
from .parts import stack
from .scope import foot, internal_words, names_shown, titled
from .slide import Picture
from .stacks import Group
from .years import stacked_slide


def numbers_picture(comparison: Comparison, *, reader: Reader) -> Picture:
    """What is promised, what it costs (for the employer) and what it is worth, over the whole horizon.

    Args:
        comparison: The offers as the reader may see them: see `scope.for_reader`.
        reader: Whose picture it is.
    """
    shown = NUMBERS[reader]
    groups = [
        Group(
            label=NUMBER_NAMES[number],
            stacks=tuple(
                stack(comparison, name, number, year=None, group=NUMBER_NAMES[number])
                for name in names_shown(comparison)
            ),
        )
        for number in shown
    ]
    length = span(comparison.baseline.assumptions.horizon_months)
    return stacked_slide(
        comparison,
        groups,
        name="numbers",
        title=titled(f"{_WAYS[len(shown)]} to count", comparison),
        subtitle=f"{comparison.currency} over {length}, before tax; never add across",
        foot=foot(comparison, shown, reader),
        internal=internal_words(shown, reader),
    )


_WAYS = {2: "Two ways", 3: "Three ways"}
