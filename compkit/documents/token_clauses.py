"""Clauses of the token allowance: every term in words, and what the promise is when token prices move."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..market.prices import tokens_bought
from ..pay.allowance import TokenAllowance
from ..pay.amounts import CapacitySlice, CreditsPer
from ..pay.baskets import Basket, BasketPart
from ..pay.rules import BetterOfBoth, Collar, FixedMoney, FixedQuantity, Indexed
from ..pay.tokens import annual_money
from ..valuation.value import Valuation
from . import format as say
from .clauses import Clause, clause
from .token_amounts import amount_sentence, release_sentence
from .token_prices import EXAMPLE_MOVES, price_said, price_words
from .token_use import (
    expiry_sentence,
    guarantee_sentence,
    leaving_sentence,
    overage_sentence,
    transfer_sentence,
    unused_sentence,
    use_sentence,
)
from .voice import Voice

_KINDS = {
    "fresh_input": "fresh input",
    "cache_write": "cache write",
    "cache_write_1h": "one-hour cache write",
    "cache_read": "cache read",
    "output": "output",
}


def token_terms(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> list[Clause]:
    """Every term of an allowance, named, in the order in which people ask."""
    package = valuation.package
    terms = [
        clause("Amount", (amount_sentence(allowance, package.pay_base, voice),)),
        clause("Release", (release_sentence(allowance, package, voice),)),
        clause("Where", (_where(allowance, voice), *_mixes(allowance.basket, voice))),
        clause("Price basis", _price_basis(allowance, valuation, voice)),
        clause("If token prices change", (rule_words(allowance, voice),)),
        clause("Review and retired models", tuple(_reviews(allowance, voice))),
        clause("Unused tokens", (unused_sentence(allowance, package.pay_base, voice),)),
        clause("Beyond the allowance", (overage_sentence(allowance),)),
        clause("Use", (use_sentence(allowance, voice), transfer_sentence(allowance))),
        clause("Guarantee", (guarantee_sentence(allowance, voice),)),
        clause("Expiry", (expiry_sentence(allowance, voice), leaving_sentence(allowance, voice))),
    ]
    return [term for term in terms if term["text"]]


def _where(allowance: TokenAllowance, voice: Voice) -> str:
    providers = (
        say.listed(allowance.providers, last="or") if allowance.providers else "any provider the Company approves"
    )
    if allowance.basket is None:
        return f"At {providers}."
    parts = allowance.basket.parts
    models = say.listed(_model(part, voice, alone=len(parts) == 1) for part in parts)
    return f"Tokens of {models}" + (f", bought at {providers}." if allowance.providers else ".")


def _model(part: BasketPart, voice: Voice, *, alone: bool) -> str:
    said = [] if alone else [voice.percent(part.share)]
    if part.work_ratio != 1:
        said.append(f"{voice.number(part.work_ratio)} of its tokens for each promised token")
    return f"{part.model} ({', '.join(said)})" if said else part.model


def _mixes(basket: Basket | None, voice: Voice) -> Iterator[str]:
    """The mix at which each model's tokens are priced, said once for models of one mix."""
    if basket is None:
        return
    for mix in dict.fromkeys(part.mix for part in basket.parts):
        models = [part.model for part in basket.parts if part.mix == mix]
        kinds = [f"{voice.percent(share)} {_KINDS[kind]}" for kind, share in mix.shares().items() if share]
        special = [
            *([f"{voice.percent(mix.batch_share)} of it in batches"] if mix.batch_share else []),
            *([f"{voice.percent(mix.long_context_share)} of it with long context"] if mix.long_context_share else []),
        ]
        of = f" of {say.listed(models)}" if len(models) < len(basket.parts) else ""
        yield f"A million tokens{of} is counted as the mix “{mix.name}”: {', '.join(kinds + special)}."


def _price_basis(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> Iterator[str]:
    price = price_said(allowance, valuation)
    if price is None:
        what = "credits, which are good for money" if isinstance(allowance.amount, CreditsPer) else "money"
        yield f"There is none: the allowance is {what}; it buys tokens at the provider's price on the day of use."
        return
    yield f"{voice.per_mtok(price.per_mtok)}, {price_words(price, voice)}."
    money = annual_money(allowance, valuation.package.pay_base)
    if isinstance(allowance.rule, FixedMoney) and money is not None and money.currency == price.per_mtok.currency:
        bought = voice.tokens(tokens_bought(money, price.per_mtok), 0)
        yield f"If spent on these tokens alone, {voice.money(money)} buys {bought} at that price."


def rule_words(allowance: TokenAllowance, voice: Voice) -> str:
    """What happens when token prices move, in words."""
    if isinstance(allowance.amount, CapacitySlice):
        return (
            f"The share of {allowance.amount.capacity} stays the same. How many tokens that is depends on what "
            f"{allowance.amount.capacity} makes, and what they are worth on the price of such tokens."
        )
    match allowance.rule:
        case FixedMoney():
            fall, rise = (voice.percent(1 / (1 + move), 1) for move in (EXAMPLE_MOVES[0], EXAMPLE_MOVES[-1]))
            return (
                "The money stays the same; how many tokens it buys moves with the price. If prices fall by "
                f"{voice.percent(-EXAMPLE_MOVES[0])}, it buys {fall} of the tokens that it buys today; if they rise by "
                f"{voice.percent(EXAMPLE_MOVES[-1])}, {rise}."
            )
        case FixedQuantity():
            return "The number of tokens stays the same, whatever they cost; the Company carries the price change."
        case Collar(down_rate=down, up_rate=up):
            return (
                "The number of tokens stays the same while their price is within "
                f"{voice.percent(down)} below and {voice.percent(up)} above the price basis. Beyond that the money "
                "stays at the limit, and the number of tokens moves with the price."
            )
        case BetterOfBoth():
            return (
                "The better of two holds: at a higher price the number of tokens stays the same; at a lower price the "
                "money stays the same and buys more tokens."
            )
        case Indexed(index=index, base_on=base_on):
            return (
                f"The money follows the index {index} from its value on {voice.day(base_on)}: if the index rises by "
                f"{voice.percent(Decimal('0.1'))}, so does the money. Token prices move only how many tokens it buys."
            )


def _reviews(allowance: TokenAllowance, voice: Voice) -> Iterator[str]:
    """Days of review, and what takes the place of models that are sold no longer."""
    if allowance.reviews_on:
        days = say.listed(voice.day(on) for on in allowance.reviews_on)
        yield f"The Company looks at the amount again on {days}; a review promises no change."
    for change in allowance.successors:
        ratio = change.work_ratio
        others = f"with {voice.number(ratio)} of its tokens for each of the old ones"
        counted = "token for token" if ratio == 1 else others
        yield f"From {voice.day(change.from_on)} {change.by} takes the place of {change.model}, {counted}."
