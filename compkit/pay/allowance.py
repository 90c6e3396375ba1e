"""The token allowance: how many tokens, or how much money for tokens, comes with a job, and under which terms."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, maybe, named, not_negative, one_of, positive
from ..errors import CurrencyMismatch, InvalidValue
from ..money import Money, exact, is_money, maybe_exact
from .amounts import Amount, CreditsPer, MoneyPer, all_named, promises
from .baskets import Basket, model_name, provider_of
from .rules import FixedMoney, FixedQuantity, Indexed, PriceRule, rule_name

Release = Literal["yearly", "quarterly", "monthly", "weekly", "daily"]
RELEASES = ("yearly", "quarterly", "monthly", "weekly", "daily")

AS_LONG_AS_EMPLOYED = date.max
"""`TokenAllowance.guaranteed_until` of an allowance that cannot be cut while employed."""


@frozen(kw_only=True)
class PriceBasis:
    """The price at which money and tokens of an allowance were set equal.

    Attributes:
        per_mtok: Price of a million tokens of the basket.
        on: Day of that price.
        source: Where it comes from.
    """

    per_mtok: Money = field(validator=[is_money, positive])
    on: date
    source: str = field(default="as stated", validator=named)


@frozen(kw_only=True)
class Successor:
    """What takes the place of a model that is sold no longer.

    Attributes:
        model: The model that ends, ``provider/model``.
        by: The model that follows.
        from_on: First day of the one that follows.
        work_ratio: Tokens of the one that follows for one of the model that ends, so that they do the same work.
    """

    model: str = field(validator=model_name)
    by: str = field(validator=model_name)
    from_on: date
    work_ratio: Decimal = field(default=Decimal(1), converter=exact, validator=positive)


def check_basis(allowance: TokenAllowance, currency: str) -> None:
    """Money becomes tokens only at a price in its own currency.

    Raises:
        CurrencyMismatch: If the money of the allowance is in another currency than its price basis.
    """
    if isinstance(allowance.rule, (FixedMoney, Indexed)) or allowance.basis is None:
        return
    if allowance.basis.per_mtok.currency != currency:
        raise CurrencyMismatch(currency, allowance.basis.per_mtok.currency)


def _stays_money(allowance: TokenAllowance) -> bool:
    """Whether it is money from promise to release, so that no model and no price needs a name."""
    return promises(allowance.amount) == "money" and isinstance(allowance.rule, (FixedMoney, Indexed))


def _whole_rule(instance: TokenAllowance, attribute: Any, value: object) -> None:
    """What the rule needs: a basket for a quantity, a basis where money becomes tokens or tokens money."""
    promised, rule = promises(instance.amount), rule_name(instance.rule)
    name = f"TokenAllowance {instance.name}"
    if instance.basket is None and not _stays_money(instance):
        raise InvalidValue(name, f"{promised}, {rule}", "needs a basket", "say which models, in what shares")
    if promised == "capacity":
        _check_capacity(instance, name)
    stays = _stays_money(instance) or (isinstance(instance.rule, FixedQuantity) and promised != "money")
    if instance.basis is None and not stays:
        fix = "say per_mtok, on and source of the basis"
        raise InvalidValue(name, f"{promised}, {rule}", "needs a price basis", fix)
    if isinstance(instance.amount, MoneyPer):
        check_basis(instance, instance.amount.money.currency)
    if isinstance(instance.amount, CreditsPer):
        check_basis(instance, instance.amount.price.currency)
        if len(instance.providers) != 1:
            raise InvalidValue(
                name, instance.providers or "any provider", "credits are good at one provider", "name it"
            )


def _check_capacity(instance: TokenAllowance, name: str) -> None:
    if not isinstance(instance.rule, FixedQuantity):
        fix = "say fixed quantity"
        raise InvalidValue(name, rule_name(instance.rule), "a slice of a capacity is a quantity", fix)
    if instance.basis is not None:
        raise InvalidValue(name, instance.basis.per_mtok, "a slice of a capacity has no price basis", "leave it out")


def _whole_terms(instance: TokenAllowance, attribute: Any, value: object) -> None:
    """Terms that must agree with one another."""
    name = f"TokenAllowance {instance.name}"
    if instance.use == "personal" and not instance.personal_share > 0:
        raise InvalidValue(name, instance.personal_share, "personal use needs a personal share above 0")
    if instance.use != "personal" and instance.personal_share:
        raise InvalidValue(name, instance.personal_share, f"{instance.use} use has no personal share")
    if instance.starts_on and instance.ends_on and instance.ends_on < instance.starts_on:
        raise InvalidValue(name, instance.ends_on, f"must not end before it starts on {instance.starts_on}")
    carried = (instance.rollover_share != 1, instance.rollover_cap is not None, instance.rollover_until is not None)
    if instance.rollover_months == 0 and any(carried):
        fix = "say that it carries over, or leave its terms out"
        raise InvalidValue(
            "TokenAllowance.rollover_months", "expires", "what expires has no share, cap or last day", fix
        )
    if list(instance.reviews_on) != sorted(set(instance.reviews_on)):
        days = ", ".join(map(str, instance.reviews_on))
        raise InvalidValue(
            "TokenAllowance.reviews_on", days, "review days must rise", "say each once, the first one first"
        )


def _whole_successors(instance: TokenAllowance, attribute: Any, value: tuple[Successor, ...]) -> None:
    """Each successor follows a model that is in the basket by then."""
    name, basket = "TokenAllowance.successors", instance.basket
    days = [change.from_on for change in value]
    if days != sorted(days):
        raise InvalidValue(name, ", ".join(map(str, days)), "must stand by rising day", "say the first one first")
    for change in value:
        if basket is None or change.model not in basket.models:
            rule = f"is not in the basket by {change.from_on}, so nothing takes its place"
            raise InvalidValue(
                name, change.model, rule, f"name a model of {basket.label}" if basket else "say a basket"
            )
        basket = basket.with_successor(change.model, by=change.by, work_ratio=change.work_ratio)


@frozen(kw_only=True)
class TokenAllowance:
    """AI tokens as a component of pay.

    Attributes:
        name: As printed.
        amount: Money, a share of pay, credits, tokens, or a slice of a capacity.
        rule: What happens when prices move.
        basket: Which models in what shares and mix; None for money that any approved provider may get.
        providers: Providers at which it can be spent; empty is any approved provider.
        basis: The price basis; None means the list price on `as_of`, and only where no money becomes tokens.
        release: How often a part is released.
        in_advance: Released at the start of its period, as opposed to its end.
        rollover_months: Months for which what is unused stays; 0 is none, None is without limit.
        rollover_share: Share of what is unused that stays; the rest expires.
        rollover_cap: Most that is carried into a period, in money or millions of tokens; None is without limit.
        rollover_until: Last day on which anything carried over can be used; None if no day is set.
        use: ``business``, ``incidental`` (personal use of no value is tolerated) or ``personal`` in part.
        personal_share: Share for personal use, 0.1 for 10 %; above 0 only where `use` is ``personal``.
        transfer: ``none``, ``pool``, ``donate`` or ``resell``.
        overage: Use above the allowance ``stops``, ``needs approval`` or is ``charged to the team``.
        wind_down_days: Days after leaving for which it can still be used; 0 ends it on the last day.
        guaranteed_until: Last day on which it cannot be cut; `AS_LONG_AS_EMPLOYED` if never; None leaves it to notice.
        notice_days: Days of notice before the policy may change; None if it may change without notice.
        reviews_on: Days on which the employer looks at the amount again; a review promises no change.
        successors: What takes the place of models that are sold no longer, by rising day.
        starts_on: First day; None is the package's start.
        ends_on: Last day of the allowance itself; None is as long as employed.
    """

    name: str = field(default="AI token allowance", validator=named)
    amount: Amount
    rule: PriceRule
    basket: Basket | None = None
    providers: tuple[str, ...] = field(default=(), validator=all_named)
    basis: PriceBasis | None = None
    release: Release = field(default="monthly", validator=one_of(*RELEASES))
    in_advance: bool = True
    rollover_months: int | None = field(default=0, validator=maybe(between(0, 120)))
    rollover_share: Decimal = field(default=Decimal(1), converter=exact, validator=between(0, 1))
    rollover_cap: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    rollover_until: date | None = None
    use: Literal["business", "incidental", "personal"] = field(
        default="business", validator=one_of("business", "incidental", "personal")
    )
    personal_share: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    transfer: Literal["none", "pool", "donate", "resell"] = field(
        default="none", validator=one_of("none", "pool", "donate", "resell")
    )
    overage: Literal["stops", "needs approval", "charged to the team"] = field(
        default="stops", validator=one_of("stops", "needs approval", "charged to the team")
    )
    wind_down_days: int = field(default=0, validator=not_negative)
    guaranteed_until: date | None = None
    notice_days: int | None = field(default=None, validator=maybe(between(0, 3650)))
    reviews_on: tuple[date, ...] = ()
    successors: tuple[Successor, ...] = field(default=(), validator=_whole_successors)
    starts_on: date | None = None
    ends_on: date | None = field(default=None, validator=[_whole_rule, _whole_terms])

    def guaranteed_before(self, start_on: date) -> date:
        """First day on which it is no longer guaranteed: after `guaranteed_until`, or the end of the notice that
        could be given on the first day, whichever is later.
        """
        if self.guaranteed_until == AS_LONG_AS_EMPLOYED:
            return date.max
        notice = start_on + timedelta(days=self.notice_days or 0)
        return max(notice, self.guaranteed_until + timedelta(days=1)) if self.guaranteed_until else notice

    def is_good_at(self, model: str) -> bool:
        """Whether it can be spent at the provider of a model."""
        return not self.providers or provider_of(model) in self.providers

    def basket_on(self, day: date) -> Basket | None:
        """The basket of a release on a day: models that are sold no longer are replaced by their successors."""
        basket = self.basket
        for change in self.successors:
            if basket is not None and change.from_on <= day:
                basket = basket.with_successor(change.model, by=change.by, work_ratio=change.work_ratio)
        return basket
