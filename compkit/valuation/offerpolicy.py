"""The policy that an offer is checked against: who must approve what, and how much equity and tokens it may hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal

from attrs import evolve, field, frozen

from ..checks import maybe, named, not_negative, one_of, positive, tidy
from ..errors import InvalidValue
from ..money import Money, is_money, maybe_exact
from ..pay.allowance import TokenAllowance
from ..pay.amounts import MoneyPer
from ..pay.baskets import provider_of

Measure = Literal["base", "compa-ratio", "range penetration", "bonus rate", "sign-on", "first year"]
MONEY_MEASURES = ("base", "sign-on", "first year")
RATE_MEASURES = ("compa-ratio", "range penetration", "bonus rate")
MEASURES = (*MONEY_MEASURES, *RATE_MEASURES)
"""What an approval may begin above: money, then rates."""


@frozen
class Approver:
    """Somebody who may approve.

    Attributes:
        key: Short name, as limits and approvals use it.
        title: As printed.
    """

    key: str = field(validator=named)
    title: str = field(validator=named)

    def __str__(self) -> str:
        return self.title if self.title == self.key else f"{self.title} ({self.key})"


def _money_or_rate(instance: ApprovalLimit, attribute: Any, value: Money | Decimal) -> None:
    is_rate = instance.of in RATE_MEASURES
    if is_rate == isinstance(value, Money):
        fix = "say a rate, such as 110 %" if is_rate else "say an amount, such as 250000"
        raise InvalidValue("ApprovalLimit.above", value, f"is not what {instance.of} is measured in", fix)
    not_negative(instance, attribute, value)


@frozen(kw_only=True)
class ApprovalLimit:
    """A figure above which somebody must approve; at the figure itself nobody need.

    Attributes:
        of: What is measured: ``base`` (a year, full-time), ``compa-ratio`` and ``range penetration`` of base,
            ``bonus rate``, ``sign-on`` (all instalments), or ``first year`` (as promised, without tokens).
        above: Money or a rate, as the measure is.
        approver: Key of who must approve.
    """

    of: Measure = field(validator=one_of(*MEASURES))
    above: Money | Decimal = field(validator=_money_or_rate)
    approver: str = field(validator=named)

    @property
    def subject(self) -> str:
        """The part of the offer that is approved."""
        return {"compa-ratio": "base", "range penetration": "base", "bonus rate": "bonus"}.get(self.of, self.of)


@frozen(kw_only=True)
class TokenCap:
    """The most that the token allowances of one person may come to.

    Attributes:
        annual: Money a year, as promised.
        provider: Only what must be spent at this provider; empty is everything.
        approver: Key of who may allow more; empty is nobody.
        tool: Only what is given for this tool; empty is everything.
    """

    annual: Money = field(validator=[is_money, not_negative])
    provider: str = field(default="", validator=tidy)
    approver: str = field(default="", validator=tidy)
    tool: str = field(default="", validator=tidy)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is of and who may allow more: two caps of one key would say the same twice."""
        return self.provider, self.tool, self.approver

    @property
    def where(self) -> str:
        """What it is of, in words that follow those of the allowance; empty for everything."""
        return (f" at {self.provider}" if self.provider else "") + (f" for {self.tool}" if self.tool else "")

    def part(self, allowance: TokenAllowance) -> TokenAllowance | None:
        """The part of an allowance that it is of; None if it is of no part."""
        if self.provider and self.provider not in _only_at(allowance):
            return None
        amount = allowance.amount
        if not self.tool:
            return allowance
        if not isinstance(amount, MoneyPer) or self.tool not in amount.tools:
            return None
        return evolve(allowance, amount=evolve(amount, tools=(self.tool,)))


def _only_at(allowance: TokenAllowance) -> frozenset[str]:
    """The provider at which all of an allowance must be spent, if there is but one."""
    basket = allowance.basket.models if allowance.basket else ()
    providers = frozenset(provider_of(model) for model in basket) or frozenset(allowance.providers)
    return providers if len(providers) == 1 else frozenset()


def _some_limit(instance: EquityGuideline, attribute: Any, value: Decimal | None) -> None:
    if instance.annual is None and value is None:
        raise InvalidValue("EquityGuideline", "nothing", "needs a value a year or a share of base")


@frozen(kw_only=True)
class EquityGuideline:
    """How much equity is usual; each grant counts divided by its vesting years.

    Attributes:
        annual: Grant value a year; None if not limited by value.
        of_base: Grant value a year as a fraction of annual base; None if not limited by base.
        approver: Key of who may allow more; empty only warns.
    """

    annual: Money | None = field(default=None, validator=[maybe(is_money), maybe(not_negative)])
    of_base: Decimal | None = field(default=None, converter=maybe_exact, validator=[maybe(positive), _some_limit])
    approver: str = field(default="", validator=tidy)


def _keys_once(instance: OfferPolicy, attribute: Any, value: tuple[Approver, ...]) -> None:
    keys = [approver.key for approver in value]
    for key in keys:
        if keys.count(key) > 1:
            raise InvalidValue("OfferPolicy.approvers", key, "is named twice", "keep one of them")


def _known_approvers(instance: OfferPolicy, attribute: Any, value: object) -> None:
    for key in instance.asked:
        if instance.approver(key) is None:
            raise InvalidValue("OfferPolicy.approvers", key, "is no approver of this policy", instance.meant(key))


@frozen(kw_only=True)
class OfferPolicy:
    """What an offer may hold, and who approves the rest. An empty policy asks for nothing.

    Attributes:
        approvers: Who may approve.
        every_offer: Keys of those who approve every offer as a whole.
        outside_band: Key of who approves what is outside its band; empty only warns.
        limits: Figures above which somebody must approve.
        equity: How much equity is usual, if said.
        token_caps: The most that token allowances may come to.
    """

    approvers: tuple[Approver, ...] = field(default=(), validator=_keys_once)
    every_offer: tuple[str, ...] = ()
    outside_band: str = field(default="", validator=tidy)
    limits: tuple[ApprovalLimit, ...] = ()
    equity: EquityGuideline | None = None
    token_caps: tuple[TokenCap, ...] = field(default=(), validator=_known_approvers)

    @property
    def asked(self) -> Iterator[str]:
        """Every key that the policy asks for."""
        yield from self.every_offer
        guideline = self.equity.approver if self.equity else ""
        yield from (key for key in (self.outside_band, guideline) if key)
        yield from (limit.approver for limit in self.limits)
        yield from (cap.approver for cap in self.token_caps if cap.approver)

    def approver(self, key: str) -> Approver | None:
        """The approver of a key; None if it is nobody's."""
        return next((approver for approver in self.approvers if approver.key == key), None)

    def meant(self, key: str) -> str:
        """The way out of a key that is nobody's: the nearest one, or all that there are."""
        known = [approver.key for approver in self.approvers]
        near = get_close_matches(key, known, n=1, cutoff=0.6)
        if near:
            return f"did you mean {near[0]}?"
        return f"known: {', '.join(known)}" if known else "name the approvers of the policy first"
