"""Break-evens of a token allowance: does it pay, at which use or price are two promises equal, and after how long."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, maybe, named, not_negative, positive
from ..errors import InvalidValue
from ..money import EXACT, Money, exact, exactly, is_money
from .tokenline import token_line
from .value import Valuation, value

_ONE = Decimal(1)


@frozen(kw_only=True)
class ClaimedMultiple:
    """How many times the output somebody says that tokens make of a person's: a claim, with who made it.

    Attributes:
        multiple: 10 for ten times the output; the gain is one less.
        source: Who says so, and where.
    """

    multiple: Decimal = field(converter=exact, validator=positive)
    source: str = field(validator=named)

    @property
    def gain_rate(self) -> Decimal:
        """The extra output as a fraction: 9 for ten times."""
        return EXACT.subtract(self.multiple, _ONE)


@exactly
def amplification(base: Money, load_rate: Decimal | int | str, tokens: Money) -> Decimal:
    """By how much output must rise for an allowance to pay: ``tokens / (base * (1 + load_rate))``.

    Output is taken to be worth what the person costs. A load of 1.3 times base is a `load_rate` of 0.3.

    >>> amplification(Money(200000, "USD"), "0.3", Money(100000, "USD")).quantize(Decimal("0.0001"))
    Decimal('0.3846')

    Raises:
        InvalidValue: If base is not above 0, or load or tokens are negative.
        CurrencyMismatch: If base and tokens are in two currencies.
    """
    rate = exact(load_rate)
    if not base.amount > 0:
        raise InvalidValue("amplification base", base, "must be above 0")
    if rate < 0 or tokens.amount < 0:
        raise InvalidValue("amplification", f"load {rate}, tokens {tokens}", "must not be negative")
    loaded = base * (1 + rate)
    return (tokens + loaded - loaded).amount / loaded.amount


@frozen(kw_only=True)
class Amplification:
    """Whether the allowance of an offer pays for itself.

    Attributes:
        loaded_base: Expected cost of base salary a year, employer load included.
        tokens: Expected cost of the tokens a year, at their expected use.
        tokens_if_all_used: The same if every token is used.
        needed_rate: By how much output must rise: 0.385 for 38.5 %.
        needed_if_all_used_rate: The same if every token is used.
        claimed: What the allowance's sponsor says, if anything.
    """

    loaded_base: Money
    tokens: Money
    tokens_if_all_used: Money
    needed_rate: Decimal
    needed_if_all_used_rate: Decimal
    claimed: ClaimedMultiple | None = None

    @property
    def claim_covers(self) -> Decimal | None:
        """How often the claimed gain covers what is needed if every token is used; None without a claim or a cost."""
        if self.claimed is None or not self.needed_if_all_used_rate:
            return None
        return EXACT.divide(self.claimed.gain_rate, self.needed_if_all_used_rate)


@exactly
def allowance_pays(valuation: Valuation, claimed: ClaimedMultiple | None = None) -> Amplification:
    """By how much output must rise for the tokens of an offer to pay, a year on average over the horizon.

    Raises:
        InvalidValue: If the package has no base salary.
    """
    base = valuation.total("cost", components=["base salary"])
    if not base.amount > 0:
        raise InvalidValue("allowance_pays", base, "needs a base salary with a cost", "value a package with one")
    tokens, all_used = valuation.total("cost", components=["tokens"]), _all_used(valuation)
    a_year = 1 / valuation.years
    return Amplification(
        loaded_base=base * a_year,
        tokens=tokens * a_year,
        tokens_if_all_used=all_used * a_year,
        needed_rate=tokens.amount / base.amount,
        needed_if_all_used_rate=all_used.amount / base.amount,
        claimed=claimed,
    )


def _all_used(valuation: Valuation) -> Money:
    """Expected cost of the tokens if every one is used; nothing where tokens are left out."""
    if not any(line.row.component == "tokens" for line in valuation.lines):
        return Money(0, valuation.currency)
    given = evolve(valuation.assumptions, token_utilisation=_ONE)
    return value(valuation.package, valuation.market, given).total("cost", components=["tokens"])


@exactly
def equal_utilisation(first: Valuation, second: Valuation) -> Decimal | None:
    """The utilisation at which two offers have the same expected cost over the horizon.

    ``cash_1 + u * tokens_1 = cash_2 + u * tokens_2``, where the tokens are those of full use, and u is the same in
    both offers. None if no u from 0 to 1 does that, or every one does.

    Raises:
        CurrencyMismatch: If the offers are in two currencies.
    """
    cash = second.total("cost", tokens="none") - first.total("cost", tokens="none")
    tokens = _all_used(first) - _all_used(second)
    if not tokens.amount:
        return None
    found = cash.amount / tokens.amount
    return found if 0 <= found <= 1 else None


@exactly
def equal_price(quantity: Valuation, money: Valuation) -> Money | None:
    """The price of a million tokens at which a promised quantity costs what another offer promises as money, a year.

    Below it the quantity is the cheaper promise to keep, above it the money. None where one promises no quantity or
    the other no money.

    Raises:
        CurrencyMismatch: If the offers are in two currencies.
    """
    promised, fixed = token_line(quantity), token_line(money)
    if quantity.currency != money.currency:
        promised.money + fixed.money  # raises CurrencyMismatch
    if not promised.mtok or not fixed.money.amount:
        return None
    return fixed.money * (1 / promised.mtok)


# a tool budget against a raise


def _one_currency(instance: ToolBudget, attribute: Any, set_up: Money | None) -> None:
    if set_up is not None:
        set_up + instance.monthly  # raises CurrencyMismatch


@frozen(kw_only=True)
class ToolBudget:
    """Money a month for AI tools, with the gain that is claimed for it.

    Attributes:
        monthly: Cost a month.
        gain_rate: Rise of output once learnt, as a fraction of what the person costs; a claim.
        learning_months: Months over which the gain rises evenly from nothing; 0 is at once.
        set_up: Cost of training and setting up, once; None if none.
        source: Who claims the gain.
    """

    monthly: Money = field(validator=[is_money, positive])
    gain_rate: Decimal = field(converter=exact, validator=not_negative)
    learning_months: int = field(default=0, validator=between(0, 120))
    set_up: Money | None = field(default=None, validator=[maybe(is_money), maybe(not_negative), _one_currency])
    source: str = field(validator=named)

    def gain(self, month: int) -> Decimal:
        """The rise of output in a month, from 1."""
        if month >= self.learning_months:
            return self.gain_rate
        return EXACT.divide(EXACT.multiply(self.gain_rate, Decimal(month)), Decimal(self.learning_months))


@frozen(kw_only=True)
class RaiseInstead:
    """A raise that is weighed against a tool budget.

    Attributes:
        annual: Rise of base salary a year; None is the same money a year as the tool budget, before what follows.
        follow_rate: What follows base, as a fraction of it: target bonus, match.
        load_rate: Employer load on it.
        growth_rate: Later raises a year, which compound on it.
        gain_rate: Rise of output that is claimed for it, as a fraction of what the person costs; 0 claims none.
    """

    annual: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive)])
    follow_rate: Decimal = field(default=Decimal(0), converter=exact, validator=not_negative)
    load_rate: Decimal = field(default=Decimal(0), converter=exact, validator=not_negative)
    growth_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 10))
    gain_rate: Decimal = field(default=Decimal(0), converter=exact, validator=not_negative)


@exactly
def months_until_tools_beat_raise(
    tools: ToolBudget, raise_: RaiseInstead, *, loaded_pay: Money, within: int = 120
) -> int | None:
    """The first month at whose end a tool budget has brought the employer more than a raise, counted from its start.

    What either has brought is its gain less its cost, added up over the months: the gain is the rise of output times
    what the person costs a month, the cost of a raise is ``annual / 12 * (1 + follow_rate) * (1 + load_rate)``, higher
    by `growth_rate` after each twelve months. Nothing is discounted.

    Args:
        tools: The tool budget.
        raise_: The raise.
        loaded_pay: What the person costs a year, load included.
        within: Months to look ahead.

    Returns:
        The month, from 1; None if it does not within those months.

    Raises:
        CurrencyMismatch: If the amounts are in two currencies.
    """
    pay = (loaded_pay + tools.monthly - tools.monthly).amount / 12
    annual = raise_.annual or tools.monthly * 12
    a_month = (annual + tools.monthly - tools.monthly).amount / 12 * (1 + raise_.follow_rate) * (1 + raise_.load_rate)
    ahead = -(tools.set_up.amount if tools.set_up else Decimal(0))
    for month in range(1, within + 1):
        ahead += tools.gain(month) * pay - tools.monthly.amount
        years = (month - 1) // 12
        ahead += a_month * (1 + raise_.growth_rate) ** years - raise_.gain_rate * pay
        if ahead > 0:
            return month
    return None
