"""Clauses of the token allowance: every term in words, and what the promise is when token prices move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..dates import add_months
from ..market.prices import tokens_bought
from ..money import Money
from ..pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ..pay.amounts import (
    CapacitySlice,
    CreditsPer,
    MoneyPer,
    PayBase,
    ShareOfBase,
    ShareOfTargetCash,
    TokensPer,
    money_currency,
)
from ..pay.baskets import Basket, BasketPart
from ..pay.entitlements import Entitlement
from ..pay.package import Package
from ..pay.rules import BetterOfBoth, Collar, FixedMoney, FixedQuantity, Indexed
from ..pay.tokens import annual_money, annual_mtok, token_rows
from ..pay.units import CapacityShare, TokenMoney, decimals
from ..valuation.value import Valuation
from . import format as say
from .clauses import Clause, clause, day, percent
from .token_prices import EXAMPLE_MOVES, price_said

_KINDS = {
    "fresh_input": "fresh input",
    "cache_write": "cache write",
    "cache_write_1h": "one-hour cache write",
    "cache_read": "cache read",
    "output": "output",
}
_PERIODS = {"yearly": "year", "quarterly": "quarter", "monthly": "month", "weekly": "week", "daily": "day"}


def token_terms(allowance: TokenAllowance, valuation: Valuation) -> list[Clause]:
    """Every term of an allowance, named, in the order in which people ask."""
    package = valuation.package
    terms = [
        clause("Amount", (_amount(allowance, package.pay_base),)),
        clause("Release", (_release(allowance, package),)),
        clause("Where", (_where(allowance), *_mixes(allowance.basket))),
        clause("Price basis", _price_basis(allowance, valuation)),
        clause("If token prices change", (rule_words(allowance),)),
        clause("Review and retired models", tuple(_reviews(allowance))),
        clause("Unused tokens", (_unused(allowance, package.pay_base),)),
        clause("Beyond the allowance", (_overage(allowance),)),
        clause("Use", (_use(allowance), _transfer(allowance))),
        clause("Guarantee", (_guarantee(allowance),)),
        clause("Expiry", (_expiry(allowance), _on_leaving(allowance))),
        clause("Not wages", (NOT_WAGES,)),
    ]
    return [term for term in terms if term["text"]]


NOT_WAGES = (
    "The allowance is not wages: it is not part of base salary and does not count for overtime, severance or minimum "
    "wage."
)


def amount_words(allowance: TokenAllowance, pay: PayBase) -> str:
    """What is promised a year at the start: money, tokens, or tokens stated as money."""
    if isinstance(allowance.amount, CapacitySlice):
        return f"{percent(allowance.amount.share)} of the monthly output of {allowance.amount.capacity}"
    money, mtok = annual_money(allowance, pay), annual_mtok(allowance, pay)
    if isinstance(allowance.rule, (FixedMoney, Indexed)):
        assert money is not None  # a basis is required where tokens become money
        return f"{say.money(money)} a year"
    if isinstance(allowance.amount, TokensPer) or money is None:
        return f"{say.tokens_in_words(mtok)} a year"
    return f"{say.tokens_in_words(mtok)} a year for {say.money(money)} at the price basis"


def _amount(allowance: TokenAllowance, pay: PayBase) -> str:
    a_year = amount_words(allowance, pay)
    match allowance.amount:
        case ShareOfBase(rate=rate, follows_raises=True):
            return f"{percent(rate)} of your base salary as it stands, raises included: {a_year} at the start."
        case ShareOfBase(rate=rate):
            return f"{percent(rate)} of your starting base salary: {a_year}."
        case ShareOfTargetCash(rate=rate):
            parts = "base salary, target bonus and commission"
            return f"{percent(rate)} of your target total cash at the start ({parts}): {a_year}."
        case CreditsPer(credits=credits, price=price, per=per):
            worth = f"each good for {say.unit_price(price)}"
            return f"{say.number(credits)} credits a {per}, {worth}, which is {a_year}{_of_days(per)}."
        case CapacitySlice():
            return f"{a_year[0].upper()}{a_year[1:]}."
        case MoneyPer(money=said, per=per, tools=tools) if tools:
            if len(tools) == 1:
                return f"{say.money(said)} a {per} for {tools[0]}{_as_year(per, a_year, allowance)}."
            return f"{say.money(said)} a {per} for each of {say.listed(tools)}, together {a_year}{_of_days(per)}."
        case MoneyPer(money=said, per=per):
            return f"{say.money(said)} a {per}{_as_year(per, a_year, allowance)}."
        case TokensPer(mtok=said_mtok, per=per):
            return f"{say.tokens_in_words(said_mtok)} a {per}{_as_year(per, a_year, allowance)}."


def _as_year(per: str, a_year: str, allowance: TokenAllowance) -> str:
    """The amount a year, where the amount as stated does not say it already."""
    converted = isinstance(allowance.amount, TokensPer) == isinstance(allowance.rule, (FixedMoney, Indexed))
    return f", which is {a_year}{_of_days(per)}" if per != "year" or converted else ""


def _of_days(per: str) -> str:
    """Which year is meant, where days or weeks are counted."""
    return " of 365 days" if per in ("week", "day") else ""


def _release(allowance: TokenAllowance, package: Package) -> str:
    begin_on = allowance.starts_on or package.start_on
    timing = "at the start" if allowance.in_advance else "at the end"
    period = _PERIODS[allowance.release]
    size = _release_size(allowance, package, begin_on, period)
    return f"Released {timing} of each {period} from {day(begin_on)}: {size}."


def _release_size(allowance: TokenAllowance, package: Package, begin_on: date, period: str) -> str:
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
        return f"{_quantity(rows[0], sizes[0])} a {period}"
    return f"from {_quantity(rows[0], least)} to {_quantity(rows[0], most)} a {period} in the first year"


def _smallest(row: Entitlement) -> Decimal:
    return Decimal(1).scaleb(-decimals(row.unit))


def _quantity(row: Entitlement, quantity: Decimal) -> str:
    if isinstance(row.unit, TokenMoney):
        return say.money(Money(quantity, row.unit.currency))
    if isinstance(row.unit, CapacityShare):
        return f"{percent(quantity)} of a month's output of {row.unit.capacity}"
    return say.tokens_in_words(quantity)


def _where(allowance: TokenAllowance) -> str:
    providers = (
        say.listed(allowance.providers, last="or") if allowance.providers else "any provider the Company approves"
    )
    if allowance.basket is None:
        return f"At {providers}."
    parts = allowance.basket.parts
    models = say.listed(_model(part, alone=len(parts) == 1) for part in parts)
    return f"Tokens of {models}" + (f", bought at {providers}." if allowance.providers else ".")


def _model(part: BasketPart, *, alone: bool) -> str:
    return part.model if alone else f"{part.model} ({percent(part.share)})"


def _mixes(basket: Basket | None) -> Iterator[str]:
    """The mix at which each model's tokens are priced, said once for models of one mix."""
    if basket is None:
        return
    for mix in dict.fromkeys(part.mix for part in basket.parts):
        models = [part.model for part in basket.parts if part.mix == mix]
        kinds = [f"{percent(share)} {_KINDS[kind]}" for kind, share in mix.shares().items() if share]
        special = [
            *([f"{percent(mix.batch_share)} of it in batches"] if mix.batch_share else []),
            *([f"{percent(mix.long_context_share)} of it with long context"] if mix.long_context_share else []),
        ]
        of = f" of {say.listed(models)}" if len(models) < len(basket.parts) else ""
        yield f"A million tokens{of} is counted as the mix “{mix.name}”: {', '.join(kinds + special)}."


def _price_basis(allowance: TokenAllowance, valuation: Valuation) -> Iterator[str]:
    price = price_said(allowance, valuation)
    if price is None:
        what = "credits, which are good for money" if isinstance(allowance.amount, CreditsPer) else "money"
        yield f"There is none: the allowance is {what}; it buys tokens at the provider's price on the day of use."
        return
    yield f"{say.per_mtok(price.per_mtok)}, {price.words}."
    money = annual_money(allowance, valuation.package.pay_base)
    if isinstance(allowance.rule, FixedMoney) and money is not None and money.currency == price.per_mtok.currency:
        bought = say.tokens_in_words(tokens_bought(money, price.per_mtok), 0)
        yield f"If spent on these tokens alone, {say.money(money)} buys {bought} at that price."


def rule_words(allowance: TokenAllowance) -> str:
    """What happens when token prices move, in words."""
    if isinstance(allowance.amount, CapacitySlice):
        return (
            f"The share of {allowance.amount.capacity} stays the same. How many tokens that is depends on what "
            f"{allowance.amount.capacity} makes, and what they are worth on the price of such tokens."
        )
    match allowance.rule:
        case FixedMoney():
            fall, rise = (percent(1 / (1 + move), 1) for move in (EXAMPLE_MOVES[0], EXAMPLE_MOVES[-1]))
            return (
                "The money stays the same; how many tokens it buys moves with the price. If prices fall by "
                f"{percent(-EXAMPLE_MOVES[0])}, it buys {fall} of the tokens that it buys today; if they rise by "
                f"{percent(EXAMPLE_MOVES[-1])}, {rise}."
            )
        case FixedQuantity():
            return "The number of tokens stays the same, whatever they cost; the Company carries the price change."
        case Collar(down_rate=down, up_rate=up):
            return (
                "The number of tokens stays the same while their price is within "
                f"{percent(down)} below and {percent(up)} above the price basis. Beyond that the money stays at the "
                "limit, and the number of tokens moves with the price."
            )
        case BetterOfBoth():
            return (
                "The better of two holds: at a higher price the number of tokens stays the same; at a lower price the "
                "money stays the same and buys more tokens."
            )
        case Indexed(index=index, base_on=base_on):
            return (
                f"The money follows the index {index} from its value on {day(base_on)}: if the index rises by "
                f"{percent(Decimal('0.1'))}, so does the money. Token prices move only how many tokens it buys."
            )


def _unused(allowance: TokenAllowance, pay: PayBase) -> str:
    period = _PERIODS[allowance.release]
    if allowance.rollover_months == 0:
        return f"What is not used by the end of its {period} lapses."
    share = "" if allowance.rollover_share == 1 else f"{percent(allowance.rollover_share)} of "
    what = f"{share[:1].upper()}{share[1:]}what" if share else "What"
    how = " without limit while you stay employed"
    if allowance.rollover_months is not None:
        how = f" for {say.count(allowance.rollover_months, 'month')}, then lapses"
    last = (
        f" Nothing carried over can be used after {day(allowance.rollover_until)}." if allowance.rollover_until else ""
    )
    return f"{what} is not used in its {period} carries over{how}.{_cap(allowance, pay)}{last}"


def _cap(allowance: TokenAllowance, pay: PayBase) -> str:
    """The most that is carried into a period."""
    cap, amount = allowance.rollover_cap, allowance.amount
    if cap is None:
        return ""
    if isinstance(allowance.rule, (FixedMoney, Indexed)):
        basis = allowance.basis
        currency = money_currency(amount, pay) or (basis.per_mtok.currency if basis else "")
        most = say.money(Money(cap, currency))
    elif isinstance(amount, CapacitySlice):
        most = f"{percent(cap)} of a month's output"
    else:
        most = say.tokens_in_words(cap)
    return f" No more than {most} is carried into any {_PERIODS[allowance.release]}."


def _reviews(allowance: TokenAllowance) -> Iterator[str]:
    """Days of review, and what takes the place of models that are sold no longer."""
    if allowance.reviews_on:
        days = say.listed(day(on) for on in allowance.reviews_on)
        yield f"The Company looks at the amount again on {days}; a review promises no change."
    for change in allowance.successors:
        ratio = change.work_ratio
        others = f"with {say.number(ratio)} of its tokens for each of the old ones"
        counted = "token for token" if ratio == 1 else others
        yield f"From {day(change.from_on)} {change.by} takes the place of {change.model}, {counted}."


def _overage(allowance: TokenAllowance) -> str:
    return {
        "stops": "Use stops when the allowance is used up.",
        "needs approval": "Use beyond the allowance needs approval.",
        "charged to the team": "Use beyond the allowance is charged to your team.",
    }[allowance.overage]


def _use(allowance: TokenAllowance) -> str:
    return {
        "business": "For the Company's business only.",
        "incidental": "For the Company's business; incidental personal use is tolerated.",
        "personal": f"For the Company's business, and {percent(allowance.personal_share)} of it for your personal use.",
    }[allowance.use]


def _transfer(allowance: TokenAllowance) -> str:
    return {
        "none": "It cannot be transferred, sold or paid out.",
        "pool": "You may pool it with colleagues; it cannot be sold or paid out.",
        "donate": "You may donate it; it cannot be sold or paid out.",
        "resell": "You may resell it.",
    }[allowance.transfer]


def _guarantee(allowance: TokenAllowance) -> str:
    notice = f" with notice of {say.count(allowance.notice_days, 'day')}" if allowance.notice_days else " at any time"
    if allowance.guaranteed_until == AS_LONG_AS_EMPLOYED:
        return "Guaranteed as long as you are employed."
    change = f"the Company may change or end it{notice}"
    if allowance.guaranteed_until is None:
        return f"It is a policy, not a guarantee: {change}."
    return f"Guaranteed until {day(allowance.guaranteed_until)}. After that {change}."


def _expiry(allowance: TokenAllowance) -> str:
    if allowance.ends_on is not None:
        return f"The allowance ends on {day(allowance.ends_on)}."
    return "The allowance has no end date of its own while you are employed."


def _on_leaving(allowance: TokenAllowance) -> str:
    by_days = f"The {_PERIODS[allowance.release]} in which you leave counts by the days until then."
    if not allowance.wind_down_days:
        return f"When you leave, it ends on your last day. {by_days}"
    days = say.count(allowance.wind_down_days, "day")
    return f"When you leave, what has been released can be used for {days} after your last day. {by_days}"
