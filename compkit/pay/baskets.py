"""Baskets: which models, in what shares, and how their tokens split by kind. Promises, so they know no price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, named, positive, tidy
from ..errors import InvalidValue
from ..money import EXACT, add_up, exact


def _adds_to_one(instance: TokenMix, attribute: Any, value: Any) -> None:
    kinds = instance.shares()
    whole = add_up(kinds.values())
    if whole != 1:
        said = ", ".join(f"{name} {share}" for name, share in kinds.items() if share)
        raise InvalidValue("TokenMix", said or "nothing", f"shares must add up to 1, not {whole}", "name every kind")


@frozen(kw_only=True)
class TokenMix:
    """How tokens split by kind; the five kinds are disjoint and add up to 1 exactly.

    Agentic use is mostly cache reads, so a chat mix overstates its unit price several times (DESIGN section 5).

    Attributes:
        name: Name under which the mix is printed.
        fresh_input: Share of input that is not read from a cache.
        cache_write: Share written to a five-minute cache.
        cache_write_1h: Share written to a one-hour cache.
        cache_read: Share read from a cache.
        output: Share of output, thinking included.
        batch_share: Share of all tokens at batch prices.
        long_context_share: Share of all tokens in requests above the long-context bound.
        source: Where the mix comes from.
    """

    name: str = field(validator=named)
    fresh_input: Decimal = field(converter=exact, validator=between(0, 1))
    cache_read: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    cache_write: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    cache_write_1h: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    output: Decimal = field(converter=exact, validator=between(0, 1))
    batch_share: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    long_context_share: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    source: str = field(default="as stated", validator=[tidy, _adds_to_one])

    def shares(self) -> dict[str, Decimal]:
        """Share of each kind, by the name of its price in a rate card."""
        return {
            "fresh_input": self.fresh_input,
            "cache_write": self.cache_write,
            "cache_write_1h": self.cache_write_1h,
            "cache_read": self.cache_read,
            "output": self.output,
        }


AGENTIC = TokenMix(
    name="agentic",
    fresh_input="0.16",
    cache_read="0.834",
    output="0.006",
    source="one public sample of agentic coding, 166 tokens read for each written: bytebell.ai, 2026-03-21",
)
CHAT = TokenMix(
    name="chat",
    fresh_input="0.75",
    output="0.25",
    source="three tokens in for one out, the blend of the Artificial Analysis methodology",
)
MIXES = {mix.name: mix for mix in (AGENTIC, CHAT)}
"""The named mixes."""


def model_name(instance: object, attribute: Any, value: str) -> None:
    """A model as ``provider/model``."""
    provider, slash, model = value.partition("/")
    if not (provider and slash and model):
        raise InvalidValue("model", value, "must be provider/model", "such as openai/gpt-6-sol")


def provider_of(model: str) -> str:
    """The provider of a model, which is named ``provider/model``."""
    return model.partition("/")[0]


@frozen(kw_only=True)
class BasketPart:
    """One model of a basket.

    Attributes:
        model: ``provider/model``, the exact id of the price book.
        share: Share of the basket's tokens.
        mix: How those tokens split by kind.
        work_ratio: Tokens of the model that stand for one promised token; not 1 only where it took another's place.
    """

    model: str = field(validator=model_name)
    share: Decimal = field(default=Decimal(1), converter=exact, validator=[positive, between(0, 1)])
    mix: TokenMix = AGENTIC
    work_ratio: Decimal = field(default=Decimal(1), converter=exact, validator=positive)

    @property
    def label(self) -> str:
        """The model, and where it took another's place its tokens for each promised one."""
        return self.model if self.work_ratio == 1 else f"{self.model} ({self.work_ratio.normalize():f} for 1)"


def _whole_basket(instance: Basket, attribute: Any, parts: tuple[BasketPart, ...]) -> None:
    whole = add_up(part.share for part in parts)
    if whole != 1:
        raise InvalidValue("Basket", ", ".join(part.model for part in parts), f"shares add up to {whole}, not 1")
    if len({(part.model, part.mix, part.work_ratio) for part in parts}) < len(parts):
        raise InvalidValue("Basket", ", ".join(part.model for part in parts), "names a model twice")


@frozen
class Basket:
    """Models in shares that add up to 1 exactly.

    Attributes:
        parts: One a model.
    """

    parts: tuple[BasketPart, ...] = field(validator=_whole_basket)

    @classmethod
    def of(cls, model: str, mix: TokenMix = AGENTIC) -> Basket:
        """A basket of a single model."""
        return cls((BasketPart(model=model, mix=mix),))

    @property
    def models(self) -> tuple[str, ...]:
        """Ids of the models, in order."""
        return tuple(part.model for part in self.parts)

    @property
    def label(self) -> str:
        """The models in words, such as ``openai/gpt-6-sol`` or ``a/b 60 %, c/d 40 %``."""
        if len(self.parts) == 1:
            return self.parts[0].label
        return ", ".join(f"{part.label} {(part.share * 100).normalize():f} %" for part in self.parts)

    def with_model(self, model: str) -> Basket:
        """The same tokens, all of them on another model; mixes of several parts are blended by their shares."""
        return Basket.of(model, self.mix)

    def with_successor(self, model: str, *, by: str, work_ratio: Decimal) -> Basket:
        """The same work where one model's tokens are those of another: `work_ratio` of them for each."""
        parts: dict[tuple[object, ...], BasketPart] = {}
        for part in self.parts:
            if part.model == model:
                part = evolve(part, model=by, work_ratio=EXACT.multiply(part.work_ratio, work_ratio))
            key = (part.model, part.mix, part.work_ratio.normalize(EXACT))
            known = parts.get(key)
            parts[key] = part if known is None else evolve(known, share=EXACT.add(known.share, part.share))
        return Basket(tuple(parts.values()))

    @property
    def mix(self) -> TokenMix:
        """The mix of the whole basket: its parts' mixes, weighted by their shares."""
        first = self.parts[0].mix
        if all(part.mix == first for part in self.parts):
            return first
        kinds = (*first.shares(), "batch_share", "long_context_share")
        blend = {k: add_up(EXACT.multiply(p.share, getattr(p.mix, k)) for p in self.parts) for k in kinds}
        return TokenMix(name="blend", source=f"blend of the mixes of {self.label}", **blend)
