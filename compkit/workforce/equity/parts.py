"""Parts of everybody's pay on one basis: a year at full time, which moves as pay an hour does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from attrs import frozen

from ...errors import MissingFact
from ...money import EXACT, Money, minor_units
from ...pay.allowance import TokenAllowance
from ...pay.amounts import PayBase, ShareOfBase, ShareOfTargetCash
from ...pay.tokens import annual_money, annual_promise
from ..exchange import exchange_fraction
from ..roster import MILLION, Roster

if TYPE_CHECKING:
    from ...market.market import Market

VARIABLE = "variable"
"""Column of people that says variable pay, smallest units a year at full time; without it, it is the target bonus."""

_MOST = 2**63


@frozen(eq=False, kw_only=True)
class PayParts:
    """Columns of pay, a row a person, in millionths of smallest units a year at full time; whole numbers of any size.

    Attributes:
        base: Base salary.
        variable: Complementary or variable components, in cash.
        tokens: Token allowance, in kind, at its own price.
    """

    base: Any
    variable: Any
    tokens: Any

    def column(self, measure: str) -> Any:
        """A part, or a sum of parts; in 64 bits where they hold it, which is many times faster."""
        match measure:
            case "variable with tokens":
                pay = self.variable + self.tokens
            case "without tokens":
                pay = self.base + self.variable
            case "with tokens":
                pay = self.base + self.variable + self.tokens
            case _:
                pay = getattr(self, measure)
        return pay.astype(np.int64) if len(pay) and pay.max() < _MOST else pay


def pay_parts(roster: Roster, currency: str, *, market: Market | None = None) -> PayParts:
    """Base, variable pay and tokens of everybody, a year at full time, in one currency.

    Base salary and target bonus of a roster are at full time already. A token allowance is what a year gives, divided
    by FTE: a half-time job with an allowance of 1,000 has it for half the hours, so it counts 2,000 at full time.

    Args:
        roster: The people.
        currency: Of all parts.
        market: Prices of quantities without a price basis, and exchange rates.

    Raises:
        MissingFact: If tokens have no price, or an exchange rate is needed and not given.
    """
    people = roster.people
    base = _converted(people, people["base"].to_numpy(dtype=object) * MILLION, currency, market)
    if VARIABLE in people.columns:
        paid = people[VARIABLE].fillna(0).to_numpy(dtype=np.int64).astype(object) * MILLION
        variable = _converted(people, paid, currency, market)
    else:
        variable = base * people["bonus"].to_numpy(dtype=object) // MILLION
    tokens = np.zeros(len(people), dtype=object)
    names = people["tokens"].to_numpy(dtype=str)
    for name in sorted({*names.tolist()} - {""}):
        rows = np.flatnonzero(names == name)
        tokens[rows] = _values(roster.allowances[name], base[rows], people.iloc[rows], currency, market)
    return PayParts(base=base, variable=variable, tokens=tokens)


def _converted(people: pd.DataFrame, amounts: Any, currency: str, market: Market | None) -> Any:
    """Millionths of smallest units of each one's currency as those of another one."""
    found = amounts.copy()
    codes = people["currency"].to_numpy(dtype=str)
    for code in sorted(set(codes.tolist()) - {currency}):
        rows = codes == code
        found[rows] = _whole(amounts[rows], _rate(code, currency, market) * _places(currency) / _places(code))
    return found


def _places(currency: str) -> Fraction:
    """Smallest units of one."""
    return Fraction(10 ** minor_units(currency))


def _rate(base: str, quote: str, market: Market | None) -> Fraction:
    if market is None and base != quote:
        raise MissingFact(f"exchange rate from {base} to {quote}: give a market that states it")
    return Fraction(1) if market is None else exchange_fraction(market, base, quote)


def _values(allowance: TokenAllowance, base: Any, own: pd.DataFrame, currency: str, market: Market | None) -> Any:
    """What an allowance is worth to each of some people, whose base salary is in the currency already."""
    match allowance.amount:
        case ShareOfBase(rate=rate):
            return _whole(base, Fraction(rate))
        case ShareOfTargetCash(rate=rate):
            return _whole(base * (own["bonus"].to_numpy(dtype=object) + MILLION), Fraction(rate) / MILLION)
        case _:
            money = _annual(allowance, market)
            units = Fraction(money.amount) * _rate(money.currency, currency, market) * _places(currency)
            ones = np.full(len(own), MILLION**2, dtype=object)
            return _whole(ones, units) // own["fte"].to_numpy(dtype=object)


def _whole(amounts: Any, rate: Fraction) -> Any:
    return amounts * rate.numerator // rate.denominator


def _annual(allowance: TokenAllowance, market: Market | None) -> Money:
    """Money a year of what is no share of pay."""
    money = annual_money(allowance, PayBase())
    if money is not None:
        return money
    if market is None:
        raise MissingFact(f"a price for the tokens of {allowance.name!r}: state its price basis, or give a market")
    quantity, unit = annual_promise(allowance, PayBase(), market.as_of)
    price = market.unit_price(unit, market.as_of, stated=True)
    return price * EXACT.divide(quantity.numerator, quantity.denominator)
