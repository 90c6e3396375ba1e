"""Value per token money: what the outcomes of a team are worth for each unit of money that its tokens cost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..checks import named, not_negative
from ..errors import InvalidValue
from ..money import EXACT, Money, is_money


def value_per_token(value: Money, cost: Money) -> Decimal | None:
    """Value of outcomes over cost of tokens: ``value / cost``; None is unlimited, where something cost nothing.

    >>> value_per_token(Money("900000", "USD"), Money("300000", "USD"))
    Decimal('3')

    Raises:
        CurrencyMismatch: If the two are in different currencies.
        InvalidValue: If one is negative.
    """
    value - cost  # raises CurrencyMismatch
    for name, amount in (("value", value), ("cost", cost)):
        if amount.amount < 0:
            raise InvalidValue(name, amount, "must not be negative")
    if cost.amount:
        return EXACT.divide(value.amount, cost.amount)
    return None if value.amount else Decimal(0)


def _same_currency(instance: TeamValue, attribute: Any, value: Money) -> None:
    value - instance.value  # raises CurrencyMismatch


@frozen(kw_only=True)
class TeamValue:
    """What a team reached with its tokens in a period.

    Attributes:
        name: The team.
        value: Value of its outcomes, as stated.
        cost: What its tokens cost.
    """

    name: str = field(validator=named)
    value: Money = field(validator=[is_money, not_negative])
    cost: Money = field(validator=[is_money, not_negative, _same_currency])

    @property
    def per_token_money(self) -> Decimal | None:
        """Value for each unit of money spent on tokens; None is unlimited."""
        return value_per_token(self.value, self.cost)


@frozen(kw_only=True)
class RankedTeam:
    """A team with its rank.

    Attributes:
        rank: From 1; teams that are equal share a rank, and the next is passed over.
        team: The team.
    """

    rank: int
    team: TeamValue


def rank_by_value(teams: Iterable[TeamValue]) -> tuple[RankedTeam, ...]:
    """Teams by value of outcomes over cost of tokens, the most first; equal ones in the order given.

    Tokens spent are never counted in a team's favour: the same outcomes at lower cost never rank lower.
    """
    ordered = sorted(teams, key=_order, reverse=True)
    keys = [_order(team) for team in ordered]
    return tuple(RankedTeam(rank=keys.index(key) + 1, team=team) for key, team in zip(keys, ordered, strict=True))


def _order(team: TeamValue) -> tuple[bool, Fraction]:
    """Whether the ratio is unlimited, then the ratio itself, unrounded."""
    value, cost = Fraction(team.value.amount), Fraction(team.cost.amount)
    return (not cost and bool(value), value / cost if cost else Fraction(0))
