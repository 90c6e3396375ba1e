"""How a line's amounts came about, in plain words: every number says what it assumes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..dates import years_between
from ..market.illiquidity import Illiquidity
from ..market.market import Market
from ..market.private import as_often_quoted
from ..money import Money
from ..pay.entitlements import Entitlement
from ..pay.rules import Indexed, rule_name
from ..pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney
from .assumptions import Assumptions
from .utilisation import Utilisation, UtilisationOdds, UtilisationPath
from .value import Line, Valuation

_BASIS_POINT = Decimal("0.0001")


def basis(valuation: Valuation, line: Line) -> str:
    """The basis of a line: price and source for the amount as promised, then what is expected.

    For the employer: it names expected factors, so candidate documents use `promise_basis` alone.
    """
    row = line.row
    words = [promise_basis(valuation, row), *_expected(valuation.assumptions, row)]
    if isinstance(row.unit, (Shares, Options)):
        words += _equity(valuation, row, row.unit)
    return "; ".join(words)


def promise_basis(valuation: Valuation, row: Entitlement) -> str:
    """The price of a unit as promised, with its day and source."""
    market = valuation.market
    match row.unit:
        case Cash(currency):
            words = f"{currency} as promised"
        case TokenMoney(currency, index):
            how = "worth 1 whatever tokens cost" if index is None else _index(market, index, row)
            words = f"{currency} for tokens, {how}"
        case Shares(symbol):
            words = f"{_share(market, symbol)} a share"
        case Options():
            words = _option(market, row, row.unit)
        case TokenClaim():
            words = _claim(valuation, row.unit)
        case CapacityShare():
            words = _capacity(market, row.unit)
    return words + _converted(valuation, row)


def _claim(valuation: Valuation, unit: TokenClaim) -> str:
    price = valuation.market.unit_price(unit, valuation.assumptions.as_of, stated=True)
    source = "basis of the offer"
    if unit.basis_per_mtok is None:
        source = f"list price of {valuation.assumptions.as_of}"
    mixes = ", ".join(dict.fromkeys(part.mix.name for part in unit.basket.parts))
    return f"{rule_name(unit.rule)} of {unit.basket.label}, mix {mixes}, at {_plain(price)} per M tokens ({source})"


def _index(market: Market, rule: Indexed, row: Entitlement) -> str:
    """The index that money follows, with the values used; promised at 1."""
    base = market.index_value(rule.index, rule.base_on)
    now = market.index_value(rule.index, row.on or row.earned[0])
    values = f"{base.value.normalize():f} ({base.on}) to {now.value.normalize():f} ({now.on}), {now.source}"
    return f"promised at 1 and following {rule.index} from {rule.base_on}: {values}"


def _capacity(market: Market, unit: CapacityShare) -> str:
    capacity = market.capacity(unit.capacity)
    output = f"{capacity.mtok_a_month.normalize():f} M tokens a month ({capacity.source}, {capacity.on})"
    price = market.token_price(unit.basket, market.as_of, stated=True)
    mixes = ", ".join(dict.fromkeys(part.mix.name for part in unit.basket.parts))
    at = f"{unit.basket.label}, mix {mixes}, at {_plain(price)} per M tokens (list price of {market.as_of})"
    return f"share-months of {unit.capacity}, {output} of {at}"


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


def _option(market: Market, row: Entitlement, unit: Options) -> str:
    """The named method with all its parameters."""
    pricing, share = market.options, _share(market, unit.symbol)
    strike = f"strike {unit.currency} {unit.strike:f}"
    if not pricing.is_model:
        return f"intrinsic value: {share} less {strike}"
    rate, volatility, dividend_yield = (percent(given) for given in pricing.risks(unit.symbol))
    name = {"black-scholes": "Black-Scholes-Merton value", "lattice": "Hull-White lattice value"}[pricing.method]
    words = f"{name} today: {share}, {strike}, volatility {volatility}, rate {rate}, dividend yield {dividend_yield}"
    vests_in, expires_in = (years_between(market.as_of, day) for day in (row.on or row.earned[1], unit.expires_on))
    words += f", {pricing.years(vests_in, expires_in):.2f} years "
    if pricing.exercise_multiple is None or pricing.method != "lattice":
        return words + ("midway from vesting to expiry" if pricing.term == "expected" else "to expiry")
    multiple = f"{pricing.exercise_multiple.normalize():f}"
    leaving = f"{percent(pricing.exit_rate)} leaving a year after vesting"
    return f"{words}to expiry, exercised at {multiple} times the strike, {leaving}, {pricing.steps} steps"


def _equity(valuation: Valuation, row: Entitlement, unit: Shares | Options) -> Iterator[str]:
    """What time and the lack of a market do to shares, and what is often quoted instead of a value."""
    market, given = valuation.market, valuation.assumptions
    growth, discount = market.share_growth(unit.symbol), percent(given.discount_rate)
    if isinstance(unit, Options) and market.options.is_model:
        if growth or given.discount_rate:
            yield "a value of today, so neither grown nor discounted"
    elif growth:
        yield f"growing {percent(growth)} a year"
        if given.discount_rate:
            yield f"value discounted at {discount} a year"
    elif given.discount_rate:
        yield f"value discounted at {discount} a year though the share is held at today's price"
    illiquid = given.illiquid(unit.symbol)
    if illiquid is not None and row.on is not None:
        yield _unsold(illiquid, row.on)
    preferred = market.share_fact(unit.symbol).preferred
    if preferred is not None:
        grants = (grant for grant in valuation.package.equity if (grant.name, grant.unit) == (row.name, unit))
        units = sum(grant.granted_units for grant in grants)
        quoted = f"{units} at {_plain(preferred)} a preferred share, {_plain(as_often_quoted(units, preferred))}"
        yield f"the grant as often quoted: {quoted}, which is not its value"


def _unsold(illiquid: Illiquidity, on: date) -> str:
    words = f"value less {percent(illiquid.discount(on).quantize(_BASIS_POINT))} since it cannot be sold"
    if illiquid.haircut_rate is not None or illiquid.volatility is None:
        return f"{words} (stated)"
    return f"{words} until {illiquid.liquid_on} (Finnerty, volatility {percent(illiquid.volatility)})"


def _expected(given: Assumptions, row: Entitlement) -> list[str]:
    words = []
    if row.expectation == "bonus":
        words.append(f"pays {percent(given.bonus_payout)} of target")
    if row.expectation == "commission":
        words.append(f"pays {percent(given.commission_payout)} of target")
    if row.expectation == "tokens":
        used = utilisation_words(given.token_utilisation)
        words.append(f"{used} used; {percent(row.personal_share)} for personal use")
        if given.resale_haircut and row.personal_share:
            words.append(f"value less {percent(given.resale_haircut)} since tokens sell below their price")
    if given.leave_rate:
        words.append(f"staying at {percent(given.leave_rate)} leaving a year")
    if given.discount_rate and not isinstance(row.unit, (Shares, Options)):
        words.append(f"value discounted at {percent(given.discount_rate)} a year")
    if given.employer_load and isinstance(row.unit, Cash):
        words.append(f"load of {percent(given.employer_load)} in cost")
    return words


def utilisation_words(stated: Utilisation | None) -> str:
    """A utilisation in words: ``40 %``, ``20 %, 30 %, then 40 % by month of service``, or ``100 % assumed``."""
    match stated:
        case None:
            return "100 % assumed"
        case UtilisationPath(by_month=rates):
            *first, last = [percent(rate) for rate in rates]
            return f"{', '.join(first)}{', then ' if first else ''}{last} by month of service"
        case UtilisationOdds(points=points):
            cases = ", ".join(f"{percent(rate)} at odds of {percent(odds)}" for rate, odds in points)
            return f"{percent(stated.mean)} on average ({cases})"
        case _:
            return percent(stated)


def percent(rate: Decimal) -> str:
    """A rate in words: ``90 %``."""
    return f"{(rate * 100).normalize():f} %"


def _plain(money: Money) -> str:
    places = max(-int(money.amount.normalize().as_tuple().exponent), 2)
    return f"{money.currency} {money.amount:.{places}f}"
