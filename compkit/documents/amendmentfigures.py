"""Figures of an amendment of tokens: the difference a year, what its year grants, and a year at other token prices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..money import Money
from ..pay.allowance import TokenAllowance
from ..pay.package import Package
from ..pay.rules import FixedMoney, Indexed
from ..pay.tokens import annual_money
from ..pay.units import CapacityShare, TokenMoney, Unit
from ..valuation.amended import Amendment, at_price
from . import format as say
from .papers import row
from .token_prices import EXAMPLE_MOVES, PriceSaid
from .voice import Voice


def year_difference(before: TokenAllowance, after: TokenAllowance, found: Amendment, voice: Voice) -> str:
    """Money a year more or less, where both are money; empty where it stays or one is not."""
    one, other = annual_money(before, found.old.pay_base), annual_money(after, found.new.pay_base)
    if one is None or other is None or one.currency != other.currency or one == other:
        return ""
    more = other.amount - one.amount
    words = "more" if more > 0 else "less"
    rate = voice.percent(say.rounded(abs(more) / one.amount, 4))
    at = "That" if _is_money(before) and _is_money(after) else "At the price basis that"
    return f"{at} is {voice.money(Money(abs(more), one.currency))} a year {words}, {rate}."


def _is_money(allowance: TokenAllowance) -> bool:
    return isinstance(allowance.rule, (FixedMoney, Indexed))


def granted_rows(name: str, found: Amendment, voice: Voice) -> Iterator[dict[str, str]]:
    """What is granted in the year of the change, before and after it."""
    for start, last, by_unit in found.granted(name):
        words = " and ".join(_quantity(unit, quantity, voice) for unit, quantity in by_unit.items())
        yield row(f"{voice.day(start)} to {voice.day(last)}", words or "nothing")


def _quantity(unit: Unit, quantity: Decimal, voice: Voice) -> str:
    if isinstance(unit, TokenMoney):
        return voice.money(Money(quantity, unit.currency))
    if isinstance(unit, CapacityShare):
        return f"{voice.number(quantity)} of a month's output of {unit.capacity}"
    return f"{voice.number(quantity)} million tokens" if quantity >= 1 else voice.tokens(quantity)


def moved_rows(allowance: TokenAllowance, package: Package, said: PriceSaid, voice: Voice) -> Iterator[dict[str, str]]:
    """A year of an allowance at token prices around the one that is said: in money and in tokens."""
    for move in EXAMPLE_MOVES:
        price = said.per_mtok * (1 + move)
        found = at_price(allowance, package.pay_base, price)
        if found is not None:
            money, mtok = found
            yield {
                "change": _move(move, voice),
                "price": voice.unit_price(price),
                "money": voice.money(money, 0),
                "tokens": voice.tokens(mtok, 0),
            }


def _move(move: Decimal, voice: Voice) -> str:
    if not move:
        return "as it is"
    return f"{voice.percent(abs(move))} {'higher' if move > 0 else 'lower'}"
