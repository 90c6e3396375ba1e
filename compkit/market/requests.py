"""The cost of one request, to the last digit: its kinds of tokens, its service class, its long-context prices.

Long context goes by the providers' rule: once the input of a request, cached or not, is above the bound, the whole
request is priced at the tier, output too. A sum of requests has no such length: it stays at base rates, with a warning.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from attrs import frozen

from ..errors import AggregateUsage, InvalidValue, MissingFact
from ..money import EXACT, Money, total
from .prices import LongContextTier, PriceBook, RateCard, TokenPrice
from .usage import TokenUsage

Service = Literal["standard", "batch", "priority", "flex"]
"""Service classes: what a provider asks for going last, first or now and then."""

SERVICES: tuple[Service, ...] = get_args(Service)

LONGEST_CONTEXT = 2_000_000
"""Input tokens that fit no request: the longest context window but one in genai-prices 0.2.3 (Gemini 1.5 Pro, Grok 4.1
Fast); Llama 4 Scout on Bedrock claims 10,000,000, at one price for any length."""


@frozen(kw_only=True)
class CostPart:
    """What the tokens of one kind cost.

    Attributes:
        kind: Kind of tokens, one of ``KINDS``.
        tokens: How many.
        per_mtok: Price of a million of them.
        money: ``tokens * per_mtok / 1,000,000``, unrounded.
    """

    kind: str
    tokens: int
    per_mtok: Decimal
    money: Money


@frozen(kw_only=True)
class RequestCost:
    """What one request costs, and by which prices.

    Attributes:
        parts: The kinds of tokens that it used, in the order of ``KINDS``.
        row: The price row in force.
        service: The service class whose prices apply.
        above_tokens: Bound of the long-context tier whose prices apply; None at base rates.
        warnings: What a reader of the figure should know.
    """

    parts: tuple[CostPart, ...]
    row: TokenPrice
    service: Service = "standard"
    above_tokens: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def money(self) -> Money:
        """The whole cost, unrounded; 0 of nothing."""
        return total((part.money for part in self.parts), self.row.currency)


def request_cost(
    usage: TokenUsage, book: PriceBook, model: str, on: date, *, service: Service = "standard"
) -> RequestCost:
    """What one request costs: ``sum(tokens of a kind * its price per million) / 1,000,000``, unrounded.

    The highest long-context bound below the input (all of it, cached too) sets the prices of the whole request; a kind
    that the tier does not state keeps its price below it. Batch, priority and flex have their own card only.

    Args:
        usage: Tokens by kind, of one request. With ``usage.requests`` above 1 no long-context price applies.
        book: Token prices.
        model: ``provider/model``.
        on: Day of the request.
        service: Service class.

    Raises:
        UnknownModel: If the model has no price that day.
        MissingFact: If a kind it used has no price, or nobody states the service class's price at that length.

    Warns:
        AggregateUsage: If the usage is a sum of requests, or longer than any request can be.
    """
    row = book.price(model, on)
    passed = _passed(usage, row)
    card = _card(row, service, passed)
    parts = tuple(_parts(usage, card, row, service))
    notes = tuple(_notes(usage, row))
    for note in notes:
        warnings.warn(note, AggregateUsage, stacklevel=2)
    above = passed[-1].above_tokens if passed else None
    return RequestCost(parts=parts, row=row, service=service, above_tokens=above, warnings=notes)


def _passed(usage: TokenUsage, row: TokenPrice) -> tuple[LongContextTier, ...]:
    """The tiers whose bound one request has passed, by rising bound; none for a sum of requests."""
    if usage.requests > 1:
        return ()
    passed = (tier for tier in row.tiers if usage.input > tier.above_tokens)
    return tuple(sorted(passed, key=lambda tier: tier.above_tokens))


def _card(row: TokenPrice, service: Service, passed: tuple[LongContextTier, ...]) -> RateCard:
    if service not in SERVICES:
        raise InvalidValue("service", service, f"must be one of {', '.join(SERVICES)}")
    if service == "standard":
        card = row.card
        for tier in passed:
            card = tier.card.over(card)
        return card
    own = row.classes[service]
    if own is None:
        raise MissingFact(
            f"{service} prices of {_named(row)}: give them in a price file, or ask for the standard price"
        )
    if passed:
        bound = f"above {passed[-1].above_tokens:,} input tokens"
        way_out = "a price row states those of the standard class alone; ask for the standard price"
        raise MissingFact(f"{service} prices {bound} of {_named(row)}: {way_out}")
    return own


def _named(row: TokenPrice) -> str:
    return f"{row.model} from {row.from_on} ({row.stated_by})"


def _parts(usage: TokenUsage, card: RateCard, row: TokenPrice, service: Service) -> Iterator[CostPart]:
    for kind, tokens in usage.by_kind().items():
        if not tokens:
            continue
        price: Decimal | None = getattr(card, kind)
        if price is None:
            what = f"{'' if service == 'standard' else service + ' '}price of {kind.replace('_', ' ')} of {_named(row)}"
            raise MissingFact(f"{what}, which the request used {tokens:,} tokens of: give it in a price file")
        money = Money(EXACT.scaleb(EXACT.multiply(price, tokens), -6), row.currency)
        yield CostPart(kind=kind, tokens=tokens, per_mtok=price, money=money)


def _notes(usage: TokenUsage, row: TokenPrice) -> Iterator[str]:
    if usage.requests > 1:
        tiers = f", though {row.model} has long-context prices" if row.tiers else ""
        yield (
            f"{usage.requests:,} requests are priced as one sum, at base rates{tiers}: "
            "nobody knows how long each was; price them one by one, or a mix with basket_price"
        )
    elif usage.input > LONGEST_CONTEXT:
        yield (
            f"{usage.input:,} input tokens fit no request (context windows end at {LONGEST_CONTEXT:,}): "
            "if this is a sum of requests, say how many in TokenUsage.requests"
        )
