"""Where a total that rises with whole steps reaches a target: found in few looks, proved by the step beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal

from attrs import frozen

from ..money import EXACT

Totals = Callable[[int], Decimal]


@frozen
class Point:
    """A number of steps and the total there.

    Attributes:
        steps: Whole steps.
        total: The total, unrounded.
    """

    steps: int
    total: Decimal


def crossing(
    totals: Totals, target: Decimal, low: Point, *, high: int, probe: int, above: bool = False
) -> Point | None:
    """The number of steps that reaches a target while one step less does not.

    A straight line from `low` is right at once where the total is linear, but for the rounding of cents and whole
    shares; elsewhere each round halves what is left.

    Args:
        totals: Total by number of steps; it rises.
        target: The total to reach.
        low: Where to begin; its total must be short of the target.
        high: Most steps.
        probe: Steps of the first look.
        above: Whether the target must be passed, as opposed to met.

    Returns:
        The steps and the total there; None if no number up to `high` reaches it, or the total does not rise.
    """

    def enough(point: Point) -> bool:
        return point.total > target or (point.total == target and not above)

    def look(steps: int) -> Point:
        return Point(steps, totals(steps))

    top = look(min(high, low.steps + probe))
    while not enough(top):
        if top.steps >= high or top.total <= low.total:
            return None
        top = look(min(max(_straight(low, top, target), top.steps + 1), high))
    while top.steps - low.steps > 1:
        guess = _straight(low, top, target)
        for steps in (guess, guess - 1, guess + 1, (low.steps + top.steps) // 2):
            if low.steps < steps < top.steps:
                found = look(steps)
                low, top = (low, found) if enough(found) else (found, top)
    return top


def _straight(low: Point, top: Point, target: Decimal) -> int:
    """Where a straight line through two points reaches the target, in whole steps up."""
    rise = EXACT.divide(top.total - low.total, Decimal(top.steps - low.steps))
    return low.steps + int(EXACT.divide(target - low.total, rise).to_integral_value(rounding=ROUND_CEILING))
