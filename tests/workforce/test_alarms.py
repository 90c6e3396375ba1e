"""Alarm levels: the public example, and levels that could never be heard."""

from typing import Any

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.workforce.policy.alarms import AlarmLevel
from compkit.workforce.policy.tokenpolicy import TokenPolicy
from tests.samples import usd

CONCERN = AlarmLevel(name="concern", of="pay", below="0.5")
ALARM = AlarmLevel(name="alarm", of="pay", below="0.02")
OVER = AlarmLevel(name="over", of="allowance", above="1.2")


class TestLevels:
    """Use beside pay, or beside what was given."""

    @pytest.mark.parametrize(
        ("used", "heard"),
        [(250_000, None), (249_999, "concern"), (10_000, "concern"), (9_999, "alarm"), (5_000, "alarm"), (0, "alarm")],
    )
    def test_public_example(self, used: int, heard: str | None) -> None:
        """Somebody paid 500,000 who uses less than half in tokens is a concern; 5,000, 1 %, is the loudest level."""
        found = TokenPolicy(alarms=(CONCERN, ALARM)).alarm(usd(used), pay=usd(500_000))
        assert (found and found.name) == heard

    def test_above(self) -> None:
        """More than 120 % of 100 is a concern; 120 is none; and nothing is where nothing was given."""
        policy = TokenPolicy(alarms=(OVER, CONCERN))
        assert policy.alarm(usd("120.01"), given=usd(100)) == OVER
        assert policy.alarm(usd(120), given=usd(100)) is None
        assert policy.alarm(usd(120)) is None
        assert policy.alarm(usd(120), given=usd(0), pay=usd(0)) is None

    def test_two_currencies(self) -> None:
        """Are never compared."""
        with pytest.raises(CurrencyMismatch):
            CONCERN.holds(usd(1), Money(1, "EUR"))

    @pytest.mark.parametrize(
        ("levels", "said"),
        [
            ((ALARM, CONCERN), r"never sounds, for concern is louder .*got 'alarm'"),
            ((CONCERN, CONCERN), "named twice"),
            ((OVER, AlarmLevel(name="far over", of="allowance", above="1.1")), r"never sounds, .*got 'over'"),
        ],
    )
    def test_never_heard(self, levels: tuple[AlarmLevel, ...], said: str) -> None:
        """A level that a louder one always covers is refused."""
        with pytest.raises(InvalidValue, match=said):
            TokenPolicy(alarms=levels)

    @pytest.mark.parametrize("sides", [{}, {"below": "0.5", "above": "1"}])
    def test_one_side(self, sides: dict[str, Any]) -> None:
        """A level has one share, below which or above which it sounds."""
        with pytest.raises(InvalidValue, match="and only one"):
            AlarmLevel(name="concern", of="pay", **sides)
