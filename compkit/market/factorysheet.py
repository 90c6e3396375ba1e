"""What an own AI factory's tokens cost, kind by kind, and beside it what the same tokens cost on the market."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from ..errors import MissingFact, UnknownModel
from ..money import EXACT, Money, exactly
from ..pay.baskets import Basket, TokenMix
from .factory import AiFactory, FactoryCost
from .market import Market


@frozen(kw_only=True)
class ListedBeside:
    """A market model's list price of the tokens that a factory makes.

    Attributes:
        model: ``provider/model``.
        per_mtok: List price of a million tokens of the factory's mix, in the factory's currency where the rate is
            known; None where the price is not.
        full_rate: The factory's full cost over that price, 0.5 for half; None where not known, or a price of 0.
        marginal_rate: Its marginal cost over that price.
        a_month: What the factory's monthly output would cost at that price; None where not known.
        missing: What would have to be known, where it is not.
    """

    model: str
    per_mtok: Money | None = None
    full_rate: Decimal | None = None
    marginal_rate: Decimal | None = None
    a_month: Money | None = None
    missing: str = ""


@frozen(kw_only=True)
class FactorySheetModel:
    """One model of a factory.

    Attributes:
        cost: What a million tokens of its mix cost.
        kinds: What a million of each kind cost whose speed is stated.
        listed: Market models beside it.
    """

    cost: FactoryCost
    kinds: tuple[tuple[str, FactoryCost], ...]
    listed: tuple[ListedBeside, ...]


@frozen(kw_only=True)
class FactorySheet:
    """A factory's costs by model, beside the market. Internal.

    Attributes:
        factory: The factory.
        market: Prices beside it, and their day.
        models: One a model of the factory, in its order.
    """

    factory: AiFactory
    market: Market
    models: tuple[FactorySheetModel, ...]


@exactly
def factory_sheet(factory: AiFactory, market: Market, *, listed: Iterable[str] = ()) -> FactorySheet:
    """What each model of a factory costs by kind and part, and market models' list prices of the same mix.

    No ratio of work between models is assumed.

    Args:
        factory: The factory.
        market: Prices to set beside it.
        listed: Market models, ``provider/model``, each compared with every model of the factory.

    Raises:
        UnknownModel: If the book does not hold a market model.
    """
    beside = tuple(dict.fromkeys(listed))
    for model in beside:
        market.book.price(model, market.as_of)
    models = tuple(_sheet(factory, market, model.model, beside) for model in factory.models)
    return FactorySheet(factory=factory, market=market, models=models)


def _sheet(factory: AiFactory, market: Market, name: str, beside: tuple[str, ...]) -> FactorySheetModel:
    cost = factory.cost(name)
    kinds = ((kind, factory.cost(name, _only(kind))) for kind in factory.model(name).rates())
    return FactorySheetModel(
        cost=cost, kinds=tuple(kinds), listed=tuple(_beside(cost, market, model) for model in beside)
    )


def _only(kind: str) -> TokenMix:
    """A mix of one kind."""
    shares = {"fresh_input": Decimal(0), "output": Decimal(0), kind: Decimal(1)}
    return TokenMix(name=kind.replace("_", " "), source="one kind of tokens", **shares)


def _beside(cost: FactoryCost, market: Market, model: str) -> ListedBeside:
    """A list price in the factory's currency; where the rate is not known, as it is and not compared."""
    try:
        price = market.token_price(Basket.of(model, cost.mix), market.as_of)
    except UnknownModel as missing:
        return ListedBeside(model=model, missing=str(missing))
    except MissingFact as missing:
        return ListedBeside(model=model, missing=missing.what)
    try:
        price = market.convert(price, cost.per_mtok.currency)
    except MissingFact as missing:
        return ListedBeside(model=model, per_mtok=price, missing=missing.what)
    return ListedBeside(
        model=model,
        per_mtok=price,
        full_rate=_over(cost.per_mtok, price),
        marginal_rate=_over(cost.marginal, price),
        a_month=price * cost.mtok_a_month,
    )


def _over(cost: Money, price: Money) -> Decimal | None:
    return EXACT.divide(cost.amount, price.amount) if price.amount else None
