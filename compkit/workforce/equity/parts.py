"""Parts of everybody's pay on one basis: a year at full time, which moves as pay an hour does."""

from __future__ import annotations

from collections.abc import Iterator
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


def pay_parts(roster: Roster, *, market: Market | None = None) -> PayParts:
    """Base, variable pay and tokens of everybody, a year at full time.

    Base salary and target bonus of a roster are at full time already. A token allowance is what a year gives, divided
    by FTE: a half-time job with an allowance of 1,000 has it for half the hours, so it counts 2,000 at full time.

    Args:
        roster: The people.
        market: Prices of quantities without a price basis, and exchange rates of allowances in other currencies.

    Raises:
        MissingFact: If tokens have no price and there is no market.
    """
    people = roster.people
    base = people["base"].to_numpy(dtype=object)
    if VARIABLE in people.columns:
        variable = people[VARIABLE].fillna(0).to_numpy(dtype=np.int64).astype(object) * MILLION
    else:
        variable = base * people["bonus"].to_numpy(dtype=object)
    tokens = np.zeros(len(people), dtype=object)
    for rows, values in _allowances(roster, market):
        tokens[rows] = values
    return PayParts(base=base * MILLION, variable=variable, tokens=tokens)


def _allowances(roster: Roster, market: Market | None) -> Iterator[tuple[Any, Any]]:
    """Rows and values of each allowance in each currency."""
    held = roster.people[roster.people["tokens"] != ""]
    for (name, currency), own in held.groupby(["tokens", "currency"], observed=True):
        rows = own.index.to_numpy()
        yield rows, _values(roster.allowances[str(name)], own, str(currency), market)


def _values(allowance: TokenAllowance, own: pd.DataFrame, currency: str, market: Market | None) -> Any:
    base = own["base"].to_numpy(dtype=object)
    match allowance.amount:
        case ShareOfBase(rate=rate):
            return _whole(base * MILLION, Fraction(rate))
        case ShareOfTargetCash(rate=rate):
            return _whole(base * (own["bonus"].to_numpy(dtype=object) + MILLION), Fraction(rate))
        case _:
            units = Fraction(_annual(allowance, currency, market).amount) * 10 ** minor_units(currency)
            ones = np.full(len(own), MILLION**2, dtype=object)
            return _whole(ones, units) // own["fte"].to_numpy(dtype=object)


def _whole(amounts: Any, rate: Fraction) -> Any:
    return amounts * rate.numerator // rate.denominator


def _annual(allowance: TokenAllowance, currency: str, market: Market | None) -> Money:
    """Money a year of what is no share of pay."""
    money = annual_money(allowance, PayBase())
    if money is None and market is None:
        raise MissingFact(f"a price for the tokens of {allowance.name!r}: state its price basis, or give a market")
    if money is None:
        assert market is not None  # refused above
        quantity, unit = annual_promise(allowance, PayBase(), market.as_of)
        price = market.unit_price(unit, market.as_of, stated=True)
        money = price * EXACT.divide(quantity.numerator, quantity.denominator)
    if money.currency == currency:
        return money
    if market is None:
        raise MissingFact(f"the exchange rate of {money.currency} to {currency}, for {allowance.name!r}")
    return market.convert(money, currency)
