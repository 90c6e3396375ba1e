"""What a posting says beside base pay: bonus, equity and the token budget, as ranges with both ends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ...checks import not_negative, one_of, positive, tidy
from ...errors import CurrencyMismatch, InvalidValue
from ...money import Money, exact

TOKEN_RULES = ("fixed money", "fixed quantity", "collar", "better of both", "indexed")
"""Price-change rules of a token budget, by the names of offer files."""

TOKEN_USES = ("business", "mixed", "personal")
TOKEN_PERIODS = ("year", "month", "week", "day")


def _ordered(instance: Any, attribute: Any, value: Any) -> None:
    """Both ends of one kind and currency, the lower one first."""
    name, low = f"{type(instance).__name__}.{attribute.name}", instance.minimum
    if (low is None) != (value is None):
        raise InvalidValue(name, value, "needs the other end", "say both: a range is closed")
    if value is None:
        return
    if isinstance(low, Money) != isinstance(value, Money):
        raise InvalidValue(name, value, f"must be of the same kind as the minimum, {low}")
    if isinstance(low, Money) and low.currency != value.currency:
        raise CurrencyMismatch(low.currency, value.currency)
    if value < low:
        raise InvalidValue(name, value, f"is below the minimum, {low}", "exchange the two")


@frozen(kw_only=True)
class RateRange:
    """A target bonus.

    Attributes:
        minimum: Lowest target, as a fraction of base salary: 0.1 for 10 %.
        maximum: Highest target.
    """

    minimum: Decimal = field(converter=exact, validator=not_negative)
    maximum: Decimal = field(converter=exact, validator=[positive, _ordered])


def _something(instance: EquityTerms, attribute: Any, value: str) -> None:
    tidy(instance, attribute, value)
    if not value and instance.minimum is None:
        raise InvalidValue("EquityTerms.words", value, "says nothing", "say what is granted, or its yearly value")


@frozen(kw_only=True)
class EquityTerms:
    """Equity.

    Attributes:
        minimum: Lowest value of the grant for each year of its vesting, or None.
        maximum: Highest, in the same currency.
        words: What is granted and how it vests, in a sentence or more; may be empty beside a range.
    """

    minimum: Money | None = None
    maximum: Money | None = field(default=None, validator=_ordered)
    words: str = field(default="", validator=_something)


def _above_zero(instance: Any, attribute: Any, value: Money | Decimal) -> None:
    positive(instance, attribute, value)


def _of_a_model(instance: TokenBudget, attribute: Any, value: str) -> None:
    tidy(instance, attribute, value)
    if isinstance(instance.minimum, Money) == bool(value):
        rule = "goes with a number of tokens, and only there"
        raise InvalidValue("TokenBudget.model", value, rule, "say which model's tokens are meant")


def _token_amount(value: Money | Decimal | int | str) -> Money | Decimal:
    return value if isinstance(value, Money) else exact(value)


@frozen(kw_only=True)
class TokenBudget:
    """AI tokens that come with the job, beside the salary range and never part of it.

    Attributes:
        minimum: Least: money, or millions of tokens.
        maximum: Most, in the same unit; equal where it is one amount.
        per: For which time.
        model: Whose tokens, where they are counted: ``openai/gpt-6-sol``; empty for money.
        rule: What holds when token prices change.
        use: ``business``, ``mixed`` or ``personal``.
        words: More of it, such as which tools; or empty.
    """

    minimum: Money | Decimal = field(converter=_token_amount, validator=_above_zero)
    maximum: Money | Decimal = field(converter=_token_amount, validator=_ordered)
    per: str = field(default="year", validator=one_of(*TOKEN_PERIODS))
    model: str = field(default="", validator=_of_a_model)
    rule: str = field(default="fixed money", validator=one_of(*TOKEN_RULES))
    use: str = field(default="business", validator=one_of(*TOKEN_USES))
    words: str = field(default="", validator=tidy)
