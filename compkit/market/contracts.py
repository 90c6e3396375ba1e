"""Contracts: what an employer pays for tokens instead of list. Internal: never in a candidate document.

A contract changes a price row in the order in which contracts are read: a lock puts an older list price in its place,
a discount takes a part off, stated prices stand instead. What depends on a year's spend (commitments, overage) is
settled by `contractyear.contract_year`, beside the unit prices.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, maybe, named, not_negative, one_of, positive
from ..errors import InvalidValue, MissingFact
from ..money import Money, exact, exactly, is_money, maybe_exact
from ..pay.baskets import provider_of
from .prices import KINDS, LongContextTier, RateCard, TokenPrice

PARTS = (*KINDS, "batch", "priority", "flex", "long_context")
"""Parts of a card that a discount can be for: the kinds of the standard card, the service classes and the tiers."""


@frozen(kw_only=True)
class VolumeStep:
    """A discount that holds from a volume on.

    Attributes:
        above: Spend a year at list prices from which it holds.
        discount_rate: Off the card, 0.1 for 10 %.
    """

    above: Money = field(validator=[is_money, not_negative])
    discount_rate: Decimal = field(converter=exact, validator=between(0, 1))


def _known_parts(instance: object, attribute: Any, value: tuple[str, ...]) -> None:
    for part in value:
        one_of(*PARTS)(instance, attribute, part)


def _rising(instance: Contract, attribute: Any, value: tuple[VolumeStep, ...]) -> None:
    levels = [step.above for step in value]
    for lower, upper in zip(levels, levels[1:], strict=False):
        if not (upper - lower).amount > 0:
            raise InvalidValue(
                "Contract.steps", upper, f"must be above the step before, {lower}", "say steps by rising spend"
            )


_ONE_OF = "say a discount, steps, stated prices, a lock or a commitment"


def _whole(instance: Contract, attribute: Any, value: object) -> None:
    """A contract says how it prices, in one way, or what is committed."""
    forms = {"a discount": instance.discount_rate, "steps": instance.steps, "stated prices": instance.card}
    prices = [name for name, said in forms.items() if said not in (None, ())]
    if len(prices) > 1:
        raise InvalidValue("Contract", instance.provider, f"says {' and '.join(prices)}", "say one of them")
    if not prices and instance.locked_on is None and instance.commitment is None:
        raise InvalidValue("Contract", instance.provider, "says no price", _ONE_OF)
    if instance.card is not None and instance.model is None:
        rule = "stated prices need the model they are for"
        raise InvalidValue("Contract", instance.provider, rule, f"say model: {instance.provider}/...")
    if instance.card is not None and instance.locked_on is not None:
        raise InvalidValue("Contract", instance.provider, "stated prices are fixed already", "leave out the lock")
    if instance.model is not None and provider_of(instance.model) != instance.provider:
        raise InvalidValue("Contract.model", instance.model, f"must be a model of {instance.provider}")
    if instance.parts and instance.discount_rate is None and not instance.steps:
        raise InvalidValue("Contract.parts", ", ".join(instance.parts), "goes with a discount", "say discount or steps")
    if instance.on_the_excess and not instance.steps:
        raise InvalidValue("Contract.on_the_excess", "the excess", "goes with steps", "say steps")
    if instance.ratchet and instance.locked_on is None:
        raise InvalidValue("Contract.ratchet", instance.provider, "goes with a lock", "say locked_on")
    if instance.commitment is None:
        for name, other in (("overage_discount_rate", None), ("shortfall_rate", 1)):
            if (rate := getattr(instance, name)) != other:
                raise InvalidValue(f"Contract.{name}", rate, "goes with a commitment", "say commitment")


@frozen(kw_only=True)
class Contract:
    """What an employer pays instead of list. Internal: never in a candidate document.

    Attributes:
        provider: The provider it is with.
        model: The model it is for, ``provider/model``; None is every model of the provider.
        discount_rate: Off the card, 0.12 for 12 %; None if it says something else.
        parts: Parts of the card that the discount is for (`PARTS`); empty is the whole card, cache and tiers too.
        steps: Discounts by volume, by rising spend.
        expected_spend: Spend a year at list that decides which step holds; needed to price under steps.
        on_the_excess: Whether each step's discount is for the spend above it only, as opposed to all spend.
        card: Stated prices per million tokens, in US dollars; None if it says something else.
        locked_on: Day whose list price holds as long as the contract; None if prices follow the list.
        ratchet: Whether a list price that falls below the locked one takes its place, kind by kind.
        commitment: Spend a year, at contract prices, that is paid for whether it is used or not.
        shortfall_rate: Share of what is missing to the commitment that is paid, 1 for all of it.
        overage_discount_rate: Discount on spend beyond the commitment; None is the contract's own.
        from_on: First day.
        until_on: Last day; None while open.
        on: Day on which it was read.
        source: Where it stands.
    """

    provider: str = field(validator=named)
    model: str | None = None
    discount_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    parts: tuple[str, ...] = field(default=(), validator=_known_parts)
    steps: tuple[VolumeStep, ...] = field(default=(), validator=_rising)
    expected_spend: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive)])
    on_the_excess: bool = False
    card: RateCard | None = None
    locked_on: date | None = None
    ratchet: bool = False
    commitment: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive)])
    shortfall_rate: Decimal = field(default=Decimal(1), converter=exact, validator=between(0, 1))
    overage_discount_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    from_on: date | None = None
    until_on: date | None = None
    on: date
    source: str = field(validator=[named, _whole])

    def covers(self, model: str, day: date) -> bool:
        """Whether it prices a model on a day."""
        if (self.model or model) != model or provider_of(model) != self.provider:
            return False
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)

    @property
    def says(self) -> frozenset[str]:
        """What it speaks about: two contracts may hold at once where they speak about different things."""
        speaks = {
            "discount": self.discount_rate is not None or bool(self.steps),
            "prices": self.card is not None,
            "lock": self.locked_on is not None,
            "commitment": self.commitment is not None,
        }
        return frozenset(name for name, does in speaks.items() if does)

    def overlaps(self, other: Contract) -> bool:
        """Whether two contracts say the same kind of thing about the same models on some day."""
        if (self.provider, self.model) != (other.provider, other.model) or not self.says & other.says:
            return False
        first, second = sorted((self, other), key=lambda contract: contract.from_on or date.min)
        return first.until_on is None or first.until_on >= (second.from_on or date.min)

    @exactly
    def discount(self, spend: Money | None = None) -> Decimal:
        """The discount on all spend of a year: as stated, or what the steps come to at a spend.

        Args:
            spend: At list prices; `expected_spend` if None.

        Raises:
            MissingFact: If it is by steps and no spend is known.
        """
        if not self.steps:
            return self.discount_rate or Decimal(0)
        spend = spend or self.expected_spend
        if spend is None:
            what = f"expected spend a year with {self.provider}, which decides the step of {self.source}"
            raise MissingFact(what, "expected_spend: 0   # below the contract, a year at list prices")
        if not self.on_the_excess:
            reached = [step.discount_rate for step in self.steps if (spend - step.above).amount >= 0]
            return reached[-1] if reached else Decimal(0)
        return _off_the_excess(self.steps, spend) / spend.amount if spend.amount else Decimal(0)


def _off_the_excess(steps: tuple[VolumeStep, ...], spend: Money) -> Decimal:
    """Money off where each step's discount is for the spend between it and the next one."""
    off = Decimal(0)
    bounds = [*(step.above for step in steps[1:]), None]
    for step, upper in zip(steps, bounds, strict=True):
        top = spend if upper is None or (spend - upper).amount < 0 else upper
        off += max((top - step.above).amount, Decimal(0)) * step.discount_rate
    return off


def check_contracts(contracts: tuple[Contract, ...]) -> None:
    """Refuse contracts that contradict one another.

    Raises:
        InvalidValue: If two discounts, locks, or stated prices hold for the same models on the same day.
    """
    for number, contract in enumerate(contracts):
        for other in contracts[number + 1 :]:
            if contract.overlaps(other):
                name = contract.model or contract.provider
                rule = f"two contracts hold at once: {contract.source} and {other.source}"
                raise InvalidValue(f"contract with {name}", other.from_on or "no first day", rule, "end one first")


# unit prices


def in_force(contracts: Iterable[Contract], model: str, day: date) -> tuple[Contract, ...]:
    """Contracts that price a model on a day; one for the model itself before one for all of its provider."""
    covering = (contract for contract in contracts if contract.covers(model, day))
    return tuple(sorted(covering, key=lambda contract: contract.model is None))


def contract_row(row: TokenPrice, contracts: Iterable[Contract], locked: Any) -> TokenPrice:
    """A list row as contracts in force change it: locked first, then less a discount, then with stated prices.

    Args:
        row: The list row of the day, after every move.
        contracts: In force, the model's own first.
        locked: The list row of a model on a day, before every move.
    """
    own = tuple(contracts)
    for contract in own:
        if contract.locked_on is not None:
            row = _locked(row, locked(row.model, contract.locked_on), contract)
            break
    for contract in own:
        if contract.discount_rate is not None or contract.steps:
            row = _discounted(row, contract)
            break
    for contract in own:
        if contract.card is not None:
            return _stated(row, contract)
    return row


def _locked(row: TokenPrice, locked: TokenPrice, contract: Contract) -> TokenPrice:
    if contract.ratchet and row.currency == locked.currency:
        cards: dict[str, Any] = {name: _lower(card, row.classes[name]) for name, card in locked.classes.items()}
        locked = evolve(locked, card=_lower(locked.card, row.card), tiers=_lower_tiers(locked, row), **cards)
    return evolve(locked, stage="contract", source=contract.source)


def _lower(first: RateCard | None, second: RateCard | None) -> Any:
    """The lower price of each kind; where one is unknown, the other."""
    if first is None or second is None:
        return first or second
    pairs = {kind: (getattr(first, kind), getattr(second, kind)) for kind in KINDS}
    return RateCard(**{kind: min((p for p in pair if p is not None), default=None) for kind, pair in pairs.items()})


def _lower_tiers(locked: TokenPrice, row: TokenPrice) -> tuple[LongContextTier, ...]:
    """The lower price of each kind in each long-context tier; a tier that the other row does not have stays."""
    others = {tier.above_tokens: tier.card for tier in row.tiers}
    return tuple(evolve(tier, card=_lower(tier.card, others.get(tier.above_tokens))) for tier in locked.tiers)


@exactly
def _discounted(row: TokenPrice, contract: Contract) -> TokenPrice:
    discount = contract.discount()
    if not contract.parts:
        return row.discounted(discount, contract.source)
    whole = row.discounted(discount, contract.source)
    kinds = {kind: getattr(whole.card, kind) for kind in KINDS if kind in contract.parts}
    cards: dict[str, Any] = {name: card for name, card in whole.classes.items() if name in contract.parts}
    tiers = whole.tiers if "long_context" in contract.parts else row.tiers
    card = evolve(row.card, **kinds)
    return evolve(row, card=card, tiers=tiers, stage="contract", source=contract.source, **cards)


def _stated(row: TokenPrice, contract: Contract) -> TokenPrice:
    """A row with the stated prices in place of its own; of a row in another currency nothing is kept."""
    assert contract.card is not None  # the caller asked
    if row.currency != "USD":
        row = evolve(row, card=RateCard(), tiers=(), batch=None, priority=None, flex=None, currency="USD")
    return evolve(row, card=contract.card.over(row.card), stage="contract", source=contract.source)
