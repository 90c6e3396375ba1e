"""Small offers whose totals can be worked in the head: four years of one thing each."""

from datetime import date
from typing import Any

from compkit.market import SharePrice
from compkit.pay import (
    Basket,
    FixedMoney,
    FixedQuantity,
    Package,
    PriceBasis,
    RestrictedStock,
    SignOnBonus,
    StockOptions,
    TokenAllowance,
    Vesting,
)
from compkit.pay.amounts import MoneyPer, TokensPer

from ...samples import INPUT_ONLY, START, TODAY, market, price_row, usd

YEARLY = Vesting.parse("25/25/25/25")
NORTH = Basket.of("north/one", INPUT_ONLY)


def north(*rows, **changes):
    """A market with north/one at 10 a million and ACME at 100."""
    shares = (SharePrice(symbol="ACME", price=usd(100), on=TODAY, source="test"),)
    return market(*(rows or (price_row(price=10),)), **{"shares": shares, **changes})


def offer(**parts: Any) -> Package:
    """A package in US dollars of these parts."""
    return Package(start_on=START, currency="USD", **parts)


def cash(amount):
    """A sign-on bonus."""
    return (SignOnBonus(amount=usd(amount), paid_on=date(2027, 1, 31)),)


def stock(units, symbol="ACME"):
    """Shares that vest over four years."""
    return RestrictedStock(symbol=symbol, units=units, vesting_start_on=START, vesting=YEARLY)


def options(units, strike, symbol="ACME"):
    """Options that vest over four years."""
    dates = {"vesting_start_on": START, "expires_on": date(2036, 12, 31)}
    return StockOptions(symbol=symbol, units=units, strike=usd(strike), vesting=YEARLY, **dates)


def money(amount, **changes):
    """Money a year for tokens."""
    return (TokenAllowance(amount=MoneyPer(money=usd(amount)), rule=FixedMoney(), **changes),)


def quantity(mtok=10_000, rule=None, **changes):
    """10,000 M tokens a year of north/one; with a basis of 10 a million where a rule is given."""
    basis = None if rule is None else PriceBasis(per_mtok=usd(10), on=TODAY)
    parts = {"rule": rule or FixedQuantity(), "basket": NORTH, "basis": basis, **changes}
    return (TokenAllowance(amount=TokensPer(mtok=mtok), **parts),)
