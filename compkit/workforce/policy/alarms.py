"""Alarm levels: how much less or more use than was given, or than a share of pay, is a concern."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ...checks import maybe, named, not_negative, one_of, positive, tidy
from ...errors import InvalidValue
from ...money import Money, maybe_exact


def _one_side(instance: AlarmLevel, attribute: Any, value: Decimal | None) -> None:
    if (instance.below is None) == (value is None):
        rule = "needs a share below which, or one above which it sounds, and only one"
        raise InvalidValue("AlarmLevel", instance.name, rule, "say below: 50 %, or above: 120 %")


@frozen(kw_only=True)
class AlarmLevel:
    """Use that is a concern. At the share itself it is none.

    Attributes:
        name: How loud it is, in a word.
        of: What the share is of: the ``allowance`` of the same time, or ``pay`` of the same time.
        below: Share below which it sounds; None if it sounds above one.
        above: Share above which it sounds; None if it sounds below one.
        rule: Why it is a concern, in words.
    """

    name: str = field(validator=named)
    of: Literal["allowance", "pay"] = field(validator=one_of("allowance", "pay"))
    below: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(positive))
    above: Decimal | None = field(default=None, converter=maybe_exact, validator=[maybe(not_negative), _one_side])
    rule: str = field(default="", validator=tidy)

    def holds(self, used: Money, of: Money | None) -> bool:
        """Whether it sounds for what was used, beside what it is a share of; never where that is nothing.

        Raises:
            CurrencyMismatch: If the two are in two currencies.
        """
        if of is None or not of.amount:
            return False
        if self.below is not None:
            return used < of * self.below
        assert self.above is not None  # one side is given
        return used > of * self.above

    @property
    def share(self) -> Decimal:
        """The share at which it begins."""
        found = self.below if self.below is not None else self.above
        assert found is not None  # one side is given
        return found

    def silences(self, quieter: AlarmLevel) -> bool:
        """Whether it sounds wherever a quieter level does, so that nobody ever hears that one."""
        if self.of != quieter.of or (self.below is None) != (quieter.below is None):
            return False
        return self.share >= quieter.share if self.below is not None else self.share <= quieter.share


def in_order(instance: Any, attribute: Any, value: tuple[AlarmLevel, ...]) -> None:
    """From the quietest to the loudest, each with a name of its own and each heard."""
    for number, level in enumerate(value):
        for quieter in value[:number]:
            if level.name == quieter.name:
                raise InvalidValue(f"{type(instance).__name__}.alarms", level.name, "is named twice", "keep one")
            if level.silences(quieter):
                rule = f"never sounds, for {level.name} is louder and sounds wherever it does"
                fix = f"say {quieter.name} after {level.name}, from the quietest to the loudest"
                raise InvalidValue(f"{type(instance).__name__}.alarms", quieter.name, rule, fix)
