"""How a line's amounts came about, in plain words: every number says what it assumes."""

from __future__ import annotations

from decimal import Decimal

from ..market.market import Market
from ..money import Money
from ..pay.entitlements import Entitlement
from ..pay.rules import rule_name
from ..pay.units import Cash, Options, Shares, TokenClaim, TokenMoney
from .assumptions import Assumptions
from .value import Line, Valuation


def basis(valuation: Valuation, line: Line) -> str:
    """The basis of a line: price and source for the amount as promised, then what is expected.

    For the employer: it names expected factors, so candidate documents use `promise_basis` alone.
    """
    return "; ".join([promise_basis(valuation, line.row), *_expected(valuation.assumptions, line.row)])


def promise_basis(valuation: Valuation, row: Entitlement) -> str:
    """The price of a unit as promised, with its day and source."""
    market = valuation.market
    match row.unit:
        case Cash(currency):
            words = f"{currency} as promised"
        case TokenMoney(currency):
            words = f"{currency} for tokens, worth 1 whatever tokens cost"
        case Shares(symbol):
            words = f"{_share(market, symbol)} a share"
        case Options(symbol, strike, currency, _):
            words = f"intrinsic value: {_share(market, symbol)} less strike {currency} {strike:f}"
        case TokenClaim():
            words = _claim(valuation, row.unit)
    return words + _converted(valuation, row)


def _claim(valuation: Valuation, unit: TokenClaim) -> str:
    price = valuation.market.unit_price(unit, valuation.assumptions.as_of, stated=True)
    source = "basis of the offer"
    if unit.basis_per_mtok is None:
        source = f"list price of {valuation.assumptions.as_of}"
    mixes = ", ".join(dict.fromkeys(part.mix.name for part in unit.basket.parts))
    return f"{rule_name(unit.rule)} of {unit.basket.label}, mix {mixes}, at {_plain(price)} per M tokens ({source})"


def _converted(valuation: Valuation, row: Entitlement) -> str:
    market, currency = valuation.market, valuation.currency
    price = market.unit_price(row.unit, valuation.assumptions.as_of, stated=True)
    if price.currency == currency:
        return ""
    fact = market.rate_fact(price.currency, currency)
    return f", at {fact.rate.normalize():f} {fact.quote} for 1 {fact.base} ({fact.source}, {fact.on})"


def _share(market: Market, symbol: str) -> str:
    fact = market.share_fact(symbol)
    return f"{symbol} at {_plain(fact.price)} ({fact.source}, {fact.on})"


def _expected(given: Assumptions, row: Entitlement) -> list[str]:
    words = []
    if row.expectation == "bonus":
        words.append(f"pays {percent(given.bonus_payout)} of target")
    if row.expectation == "commission":
        words.append(f"pays {percent(given.commission_payout)} of target")
    if row.expectation == "tokens":
        said = "100 % assumed" if given.token_utilisation is None else percent(given.token_utilisation)
        words.append(f"{said} used; {percent(row.personal_share)} for personal use")
    if given.leave_rate:
        words.append(f"staying at {percent(given.leave_rate)} leaving a year")
    if given.discount_rate:
        words.append(f"value discounted at {percent(given.discount_rate)} a year")
    if given.employer_load and isinstance(row.unit, Cash):
        words.append(f"load of {percent(given.employer_load)} in cost")
    return words


def percent(rate: Decimal) -> str:
    """A rate in words: ``90 %``."""
    return f"{(rate * 100).normalize():f} %"


def _plain(money: Money) -> str:
    places = max(-int(money.amount.normalize().as_tuple().exponent), 2)
    return f"{money.currency} {money.amount:.{places}f}"
