"""Shapes of what tokens an allowance buys: mix, basket, price basis and what happens when prices change."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..pay.allowance import PriceBasis
from ..pay.baskets import MIXES, Basket, BasketPart, TokenMix
from ..pay.rules import BetterOfBoth, Collar, FixedMoney, FixedQuantity, Indexed, PriceRule, rule_name
from .fields import (
    Day,
    Leaf,
    Model,
    Number,
    Rate,
    Share,
    Stated,
    Sum,
    Text,
    choice,
    format_rate,
    parse_model,
    parse_share,
    words,
)
from .places import Place
from .structure import BROKEN, Either, key

# mix and basket


@frozen(kw_only=True)
class MixShape:
    """How tokens split by kind, in shares that add up to 100 %."""

    name: Text = key("Name under which the mix is printed.", "own mix")
    fresh_input: Share = key("Input that is not read from a cache.", Decimal(0))
    cache_write: Share = key("Input written to a five-minute cache.", Decimal(0))
    cache_write_1h: Share = key("Input written to a one-hour cache.", Decimal(0))
    cache_read: Share = key("Input read from a cache.", Decimal(0))
    output: Share = key("Output, thinking included; say 0 % if there is none.")
    batch: Share = key("Share of all tokens at batch prices.", Decimal(0))
    long_context: Share = key("Share of all tokens in requests above the long-context bound.", Decimal(0))
    source: Text = key("Where the mix comes from.", "as stated")

    def build(self, here: Place) -> Any:
        """The mix."""
        return here.make(
            TokenMix,
            {"batch_share": "batch", "long_context_share": "long_context"},
            name=self.name,
            fresh_input=self.fresh_input,
            cache_write=self.cache_write,
            cache_write_1h=self.cache_write_1h,
            cache_read=self.cache_read,
            output=self.output,
            batch_share=self.batch,
            long_context_share=self.long_context,
            source=self.source,
        )

    @classmethod
    def of(cls, mix: TokenMix) -> MixShape:
        """The inverse of `build`."""
        return cls(
            name=mix.name, source=mix.source, batch=mix.batch_share, long_context=mix.long_context_share, **mix.shares()
        )


def _parse_mix(value: object) -> TokenMix:
    return MIXES[choice(*MIXES).parse(value)]


Mix = Annotated[TokenMix | MixShape, Either(Leaf(_parse_mix, lambda mix: mix.name, {"enum": list(MIXES)}), MixShape)]


def build_mix(said: TokenMix | MixShape | None, here: Place) -> Any:
    """The mix that stands below a place."""
    return said.build(here.at("mix")) if isinstance(said, MixShape) else said


def _mix_of(mix: TokenMix) -> TokenMix | MixShape:
    return mix if MIXES.get(mix.name) == mix else MixShape.of(mix)


@frozen(kw_only=True)
class PartShape:
    """One model of a basket, with a mix of its own."""

    share: Share = key("Share of the basket's tokens.")
    mix: Mix | None = key("How its tokens split by kind.", None)
    work_ratio: Number = key("Tokens of the model that stand for one promised token.", Decimal(1))


Entry = Annotated[
    Decimal | PartShape, Either(Leaf(parse_share, format_rate, {"type": ["string", "number"]}), PartShape)
]


def _parse_single(value: object) -> dict[str, Decimal]:
    """A basket of one model, by its name."""
    if not isinstance(value, str):
        raise InvalidValue("", "", "must be models with their shares", "say {openai/gpt-6-sol: 100 %}")
    return {parse_model(value): Decimal(1)}


Models = Annotated[dict[Model, Entry], Either(words(_parse_single, str), dict[Model, Entry])]


def build_basket(said: Any, mix: TokenMix, here: Place) -> Any:
    """The basket; parts without a mix of their own have `mix`."""
    if said is None or said is BROKEN:
        return said
    return here.make(Basket, parts=tuple(_build_part(model, part, mix, here) for model, part in said.items()))


def _build_part(model: str, said: Any, mix: TokenMix, basket: Place) -> Any:
    here, own, ratio = basket.at(model), None, Decimal(1)
    if isinstance(said, PartShape):
        said, own, ratio = said.share, build_mix(said.mix, here), said.work_ratio
    return here.make(BasketPart, model=model, share=said, mix=own or mix, work_ratio=ratio)


def basket_of(basket: Basket | None) -> tuple[Any, Any]:
    """Models with their shares, and the mix that all of them have, if they have one.

    Raises:
        InvalidValue: If a model stands in it twice, with two mixes or ratios: a file has one entry for each.
    """
    if basket is None:
        return None, None
    if len(set(basket.models)) < len(basket.parts):
        fix = "state each model once; a successor is stated as one"
        raise InvalidValue("Basket", basket.label, "names a model twice, which a file cannot say", fix)
    first = basket.parts[0].mix
    if all(part.mix == first and part.work_ratio == 1 for part in basket.parts):
        return {part.model: part.share for part in basket.parts}, _mix_of(first)
    parts = {p.model: PartShape(share=p.share, mix=_mix_of(p.mix), work_ratio=p.work_ratio) for p in basket.parts}
    return parts, None


# what happens when prices change

RULES = ("fixed money", "fixed quantity", "collar", "better of both", "indexed")
_PLAIN_RULES: dict[str, PriceRule] = {rule_name(rule): rule for rule in (FixedMoney(), FixedQuantity(), BetterOfBoth())}
_TERMS = {
    "down": "how far below the basis the price counts, such as 20 %",
    "up": "how far above the basis the price counts, such as 20 %",
    "index": "the name of the index, as the assumptions give its values",
    "base_on": "the day on which the money was set, such as 2027-01-11",
}
"""Terms of rules, and what to say for each."""
RuleName = Annotated[str, choice(*RULES)]


@frozen(kw_only=True)
class RuleShape:
    """A price-change rule with its terms."""

    rule: RuleName = key("Its name.")
    down: Rate | None = key("Collar: how far below the basis the price counts, such as 20 %.", None)
    up: Rate | None = key("Collar: how far above the basis the price counts.", None)
    index: Text | None = key("Indexed: name of the index.", None)
    base_on: Day | None = key("Indexed: day on which the money was set.", None)

    def build(self, here: Place) -> Any:
        """The rule."""
        terms = {"collar": ("down", "up"), "indexed": ("index", "base_on")}.get(self.rule, ())
        wrong = [name for name in _TERMS if (getattr(self, name) is not None) != (name in terms)]
        for name in wrong:
            if name in terms:
                here.at(name).refuse(f"is needed by {self.rule}", f"say {_TERMS[name]}", value="")
            else:
                here.at(name).refuse(f"is not a term of {self.rule}", "leave it out")
        if wrong:
            return BROKEN
        if self.rule == "collar":
            return here.make(Collar, {"down_rate": "down", "up_rate": "up"}, down_rate=self.down, up_rate=self.up)
        if self.rule == "indexed":
            return here.make(Indexed, index=self.index, base_on=self.base_on)
        return _PLAIN_RULES.get(self.rule, BROKEN)


Rule = Annotated[str | RuleShape, Either(choice(*RULES), RuleShape)]


def build_rule(said: Any, here: Place) -> Any:
    """The price-change rule."""
    if isinstance(said, RuleShape):
        return said.build(here)
    if said == "collar":
        return here.refuse("needs its limits", "say {rule: collar, down: 20 %, up: 20 %}")
    if said == "indexed":
        return here.refuse("needs its index", "say {rule: indexed, index: its name, base_on: 2027-01-11}")
    return BROKEN if said is BROKEN else _PLAIN_RULES[said]


def rule_of(rule: PriceRule) -> str | RuleShape:
    """The inverse of `build_rule`."""
    match rule:
        case Collar(down_rate=down, up_rate=up):
            return RuleShape(rule="collar", down=down, up=up)
        case Indexed(index=index, base_on=base_on):
            return RuleShape(rule="indexed", index=index, base_on=base_on)
        case _:
            return rule_name(rule)


@frozen(kw_only=True)
class BasisShape:
    """The price at which money and tokens were set equal."""

    per_mtok: Stated = key("Price of a million tokens of the basket.")
    on: Day = key("Day of that price.")
    source: Text = key("Where it comes from.", "as stated")

    def build(self, here: Place) -> Any:
        """The basis."""
        return here.make(PriceBasis, per_mtok=here.money(self.per_mtok), on=self.on, source=self.source)

    @classmethod
    def of(cls, basis: PriceBasis, currency: str) -> BasisShape:
        """The inverse of `build`."""
        return cls(per_mtok=Sum.of(basis.per_mtok, currency), on=basis.on, source=basis.source)
