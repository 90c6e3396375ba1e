"""List, contract, effective and own-factory prices of the same tokens, side by side. For the employer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from attrs import frozen

from ..market.contracts import Contract, in_force
from ..market.contractyear import contract_year
from ..market.market import Market
from ..money import EXACT, Money, exactly
from ..pay.baskets import Basket, TokenMix
from .basis import percent


@frozen(kw_only=True)
class PriceStages:
    """What a million tokens of one model cost, in four ways.

    Attributes:
        model: ``provider/model``.
        listed: At list; what it costs an own factory, where the model is one's own.
        contract: Under contracts in force.
        effective: What is paid for all of a year, commitments and overage included, spread over its tokens; None where
            no contract states the spend a year that this needs.
        is_own: Whether it is made in an own factory, whose cost no list states.
        terms: Contracts in force, in words; empty without any.
    """

    model: str
    listed: Money
    contract: Money
    effective: Money | None
    is_own: bool
    terms: tuple[str, ...]


@exactly
def price_stages(market: Market, models: Iterable[str], mix: TokenMix, on: date) -> tuple[PriceStages, ...]:
    """Prices of each model's tokens on a day, in the order given.

    The effective price is ``list * paid / spend at list`` of a year under the contract with the provider, at its
    expected spend: `contract_year` says how commitments, shortfall and overage make what is paid.

    Args:
        market: List prices and contracts.
        models: ``provider/model``.
        mix: How the tokens split by kind.
        on: The day.

    Raises:
        UnknownModel: If a model has no price that day.
        MissingFact: If a kind of token in the mix has no price.
    """
    return tuple(_stages(market, Basket.of(model, mix), on) for model in models)


def _stages(market: Market, basket: Basket, on: date) -> PriceStages:
    model = basket.models[0]
    listed = market.token_price(basket, on)
    paid = market.token_price(basket, on, stage="contract")
    own = in_force(market.contracts, model, on)
    return PriceStages(
        model=model,
        listed=listed,
        contract=paid,
        effective=_effective(own, listed, paid),
        is_own=market.token_row(model, on).stage == "factory",
        terms=tuple(_terms(contract) for contract in own),
    )


def _effective(own: tuple[Contract, ...], listed: Money, paid: Money) -> Money | None:
    """The price at which a year's expected spend is settled; None where no spend is stated."""
    for contract in own:
        if contract.commitment is None and not contract.steps:
            continue
        if contract.expected_spend is None or not listed.amount:
            return None
        spend = contract.expected_spend
        rate = contract_year(contract, spend, at_contract=spend * _ratio(listed, paid)).effective_rate
        return None if rate is None else listed * rate
    return paid if own else None


def _ratio(listed: Money, paid: Money) -> Decimal:
    """What is paid for a unit of money at list; of prices in two currencies there is no ratio."""
    listed - paid  # raises CurrencyMismatch
    return EXACT.divide(paid.amount, listed.amount)


def _terms(contract: Contract) -> str:
    words = [contract.source]
    if contract.discount_rate is not None:
        words.append(f"{percent(contract.discount_rate)} off {', '.join(contract.parts) or 'the whole card'}")
    if contract.steps:
        steps = ", ".join(f"{percent(step.discount_rate)} above {step.above}" for step in contract.steps)
        words.append(f"steps on {'the excess' if contract.on_the_excess else 'all spend'}: {steps}")
    if contract.card is not None:
        words.append("stated prices")
    if contract.locked_on is not None:
        ratchet = ", lower list prices take their place" if contract.ratchet else ""
        words.append(f"locked at the list of {contract.locked_on}{ratchet}")
    if contract.commitment is not None:
        words.append(f"{contract.commitment} a year committed")
    if contract.until_on is not None:
        words.append(f"until {contract.until_on}")
    return "; ".join(words)
