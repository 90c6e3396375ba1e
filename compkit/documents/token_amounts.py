"""How much a token allowance promises and when it is released, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..dates import add_months
from ..money import Money
from ..pay.allowance import TokenAllowance
from ..pay.amounts import (
    CapacitySlice,
    CreditsPer,
    MoneyPer,
    PayBase,
    ShareOfBase,
    ShareOfTargetCash,
    TokensPer,
)
from ..pay.entitlements import Entitlement
from ..pay.package import Package
from ..pay.rules import FixedMoney, Indexed
from ..pay.tokens import annual_money, annual_mtok, token_rows
from ..pay.units import CapacityShare, TokenMoney, decimals
from . import format as say
from .voice import Voice

PERIODS = {"yearly": "year", "quarterly": "quarter", "monthly": "month", "weekly": "week", "daily": "day"}
"""The period of a release, by how often tokens are released."""


def amount_words(allowance: TokenAllowance, pay: PayBase, voice: Voice) -> str:
    """What is promised a year at the start: money, tokens, or tokens stated as money."""
    if isinstance(allowance.amount, CapacitySlice):
        return f"{voice.percent(allowance.amount.share)} of the monthly output of {allowance.amount.capacity}"
    money, mtok = annual_money(allowance, pay), annual_mtok(allowance, pay)
    if isinstance(allowance.rule, (FixedMoney, Indexed)):
        assert money is not None  # a basis is required where tokens become money
        return f"{voice.money(money)} a year"
    if isinstance(allowance.amount, TokensPer) or money is None:
        return f"{voice.tokens(mtok)} a year"
    return f"{voice.tokens(mtok)} a year for {voice.money(money)} at the price basis"


def amount_sentence(allowance: TokenAllowance, pay: PayBase, voice: Voice) -> str:
    """The amount as it is stated, and what it is a year."""
    a_year = amount_words(allowance, pay, voice)
    match allowance.amount:
        case ShareOfBase(rate=rate, follows_raises=True):
            return f"{voice.percent(rate)} of your base salary as it stands, raises included: {a_year} at the start."
        case ShareOfBase(rate=rate):
            return f"{voice.percent(rate)} of your starting base salary: {a_year}."
        case ShareOfTargetCash(rate=rate):
            parts = "base salary, target bonus and commission"
            return f"{voice.percent(rate)} of your target total cash at the start ({parts}): {a_year}."
        case CreditsPer(credits=credits, price=price, per=per):
            worth = f"each good for {voice.unit_price(price)}"
            return f"{voice.number(credits)} credits a {per}, {worth}, which is {a_year}{_of_days(per)}."
        case CapacitySlice():
            return f"{a_year[0].upper()}{a_year[1:]}."
        case MoneyPer(money=said, per=per, tools=tools) if tools:
            if len(tools) == 1:
                return f"{voice.money(said)} a {per} for {tools[0]}{_as_year(per, a_year, allowance)}."
            return f"{voice.money(said)} a {per} for each of {say.listed(tools)}, together {a_year}{_of_days(per)}."
        case MoneyPer(money=said, per=per):
            return f"{voice.money(said)} a {per}{_as_year(per, a_year, allowance)}."
        case TokensPer(mtok=said_mtok, per=per):
            return f"{voice.tokens(said_mtok)} a {per}{_as_year(per, a_year, allowance)}."


def _as_year(per: str, a_year: str, allowance: TokenAllowance) -> str:
    """The amount a year, where the amount as stated does not say it already."""
    converted = isinstance(allowance.amount, TokensPer) == isinstance(allowance.rule, (FixedMoney, Indexed))
    return f", which is {a_year}{_of_days(per)}" if per != "year" or converted else ""


def _of_days(per: str) -> str:
    """Which year is meant, where days or weeks are counted."""
    return " of 365 days" if per in ("week", "day") else ""


def release_sentence(allowance: TokenAllowance, package: Package, voice: Voice) -> str:
    """From when, how often and how much is released at a time."""
    begin_on = allowance.starts_on or package.start_on
    timing = "at the start" if allowance.in_advance else "at the end"
    period = PERIODS[allowance.release]
    size = _release_size(allowance, package, begin_on, period, voice)
    return f"Released {timing} of each {period} from {voice.day(begin_on)}: {size}."


def _release_size(allowance: TokenAllowance, package: Package, begin_on: date, period: str, voice: Voice) -> str:
    """What the whole releases of the first year are: one figure, or the range in which they lie."""
    rows = list(token_rows(allowance, package.pay_base, begin_on, add_months(begin_on, 24)))
    releases: dict[date | None, Decimal] = {}
    for row in rows:
        releases[row.on] = releases.get(row.on, Decimal(0)) + row.quantity
    if len(releases) > 1:
        releases.popitem()  # the last one may be cut short
    a_year = {row.on for row in rows if row.earned[0] < add_months(begin_on, 12)}
    sizes = [quantity for on, quantity in releases.items() if on in a_year]
    least, most = min(sizes), max(sizes)
    if most - least <= _smallest(rows[0]):
        return f"{_quantity(rows[0], sizes[0], voice)} a {period}"
    return f"from {_quantity(rows[0], least, voice)} to {_quantity(rows[0], most, voice)} a {period} in the first year"


def _smallest(row: Entitlement) -> Decimal:
    return Decimal(1).scaleb(-decimals(row.unit))


def _quantity(row: Entitlement, quantity: Decimal, voice: Voice) -> str:
    if isinstance(row.unit, TokenMoney):
        return voice.money(Money(quantity, row.unit.currency))
    if isinstance(row.unit, CapacityShare):
        return f"{voice.percent(quantity)} of a month's output of {row.unit.capacity}"
    return voice.tokens(quantity)
