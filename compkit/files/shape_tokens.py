"""Shape of a token allowance: its amount and terms. Basket, mix and price-change rule have shapes of their own."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..money import EXACT
from ..pay.allowance import AS_LONG_AS_EMPLOYED, RELEASES, Successor, TokenAllowance
from ..pay.amounts import CreditsPer, MoneyPer, ShareOfBase
from ..pay.baskets import AGENTIC
from .fields import (
    Count,
    Day,
    Model,
    Number,
    Share,
    Stated,
    Sum,
    Text,
    choice,
    format_rate,
    format_text,
    near,
    parse_day,
    parse_share,
    parse_text,
    words,
)
from .places import Place
from .shape_amount import AmountText, amount_of, build_amount
from .shape_baskets import BasisShape, Mix, Models, Rule, basket_of, build_basket, build_mix, build_rule, rule_of
from .structure import BROKEN, Either, key

ANY_PROVIDER = "any approved provider"
_AS_LONG = "as long as employed"
_LAST_DAY = "ends on the last day"

# terms


def _parse_release(value: object) -> tuple[str, bool]:
    """``monthly, in advance``: how often, and whether at the start of each period."""
    text = parse_text(value)
    often, comma, when = (part.strip() for part in text.partition(","))
    choice(*RELEASES).parse(often)
    return often, not comma or choice("in advance", "in arrears").parse(when) == "in advance"


def _format_release(value: tuple[str, bool]) -> str:
    return f"{value[0]}, {'in advance' if value[1] else 'in arrears'}"


def _parse_unused(value: object) -> int | None:
    """``expires``, ``carries over`` or ``carries over 3 months``."""
    text = parse_text(value)
    if match := re.fullmatch(r"carries over (\d{1,4}) months?", text, re.ASCII):
        return int(match[1])
    options = ("expires", "carries over", "carries over 3 months")
    return None if choice(*options).parse(text) == "carries over" else 0


def _format_unused(value: int | None) -> str:
    if value is None:
        return "carries over"
    return f"carries over {value} month{'' if value == 1 else 's'}" if value else "expires"


_UnusedText = words(_parse_unused, _format_unused, r"^(expires|carries over( \d+ months?)?)$")


@frozen(kw_only=True)
class UnusedShape:
    """What becomes of what is not used, with terms."""

    rule: Annotated[int | None, _UnusedText] = key("carries over, or carries over 3 months.")
    share: Share = key("Share of what is unused that carries over; the rest expires.", Decimal(1))
    at_most: Number | None = key("Most that is carried into a period, in money, or in millions of tokens.", None)
    until: Day | None = key("Last day on which anything carried over can be used.", None)


def _parse_leaving(value: object) -> int:
    """``ends on the last day``, or ``30 days after the last day``."""
    text = parse_text(value)
    if match := re.fullmatch(r"(\d{1,4}) days? after the last day", text, re.ASCII):
        return int(match[1])
    choice(_LAST_DAY, "30 days after the last day").parse(text)
    return 0


def _format_leaving(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'} after the last day" if days else _LAST_DAY


def _parse_until(value: object) -> date:
    """A day, or ``as long as employed``."""
    return AS_LONG_AS_EMPLOYED if value == _AS_LONG else parse_day(value)


def _format_until(value: date) -> str:
    return _AS_LONG if value == AS_LONG_AS_EMPLOYED else value.isoformat()


def _parse_use(value: object) -> str | Decimal:
    """``business``, ``incidental``, or a share of personal use: ``10 %``."""
    text = parse_text(value)
    if text in ("business", "incidental"):
        return text
    if "%" in text:
        return parse_share(text.removesuffix("personal"))
    return str(choice("business", "incidental").parse(text))


def _parse_provider(value: object) -> str:
    text = parse_text(value)
    if text not in (ANY_PROVIDER, "basket") and " " in text and near(text, [ANY_PROVIDER]):
        raise InvalidValue("", text, "is not a provider", f"did you mean {ANY_PROVIDER}?")
    return text


Release = Annotated[tuple[str, bool], words(_parse_release, _format_release, f"^({'|'.join(RELEASES)})")]
Unused = Annotated[int | UnusedShape | None, Either(_UnusedText, UnusedShape)]
Leaving = Annotated[int, words(_parse_leaving, _format_leaving, "the last day$")]
Until = Annotated[date, words(_parse_until, _format_until, rf"^(\d{{4}}-\d{{2}}-\d{{2}}|{_AS_LONG})$")]
Uses = dict[Annotated[str, choice("business", "personal")], Share]
Use = Annotated[
    str | Decimal | Uses, Either(words(_parse_use, str, r"^(business|incidental|[\d.]+ *%?( personal)?)$"), Uses)
]
Spend = Annotated[str | tuple[Text, ...], Either(words(_parse_provider, format_text), None, tuple[Text, ...])]
Base = Annotated[str, choice("at start", "current")]
Overage = Annotated[str, choice("stops", "needs approval", "charged to the team")]
Transfer = Annotated[str, choice("none", "pool", "donate", "resell")]


@frozen(kw_only=True)
class SuccessorShape:
    """What takes the place of a model that is sold no longer."""

    model: Model = key("The model that ends.")
    by: Model = key("The model that follows.")
    from_: Day = key("First day of the one that follows.")
    work_ratio: Number = key(
        "Tokens of the one that follows that do the work of one of the model that ends.", Decimal(1)
    )

    def build(self, here: Place) -> Any:
        """The successor."""
        keys = {"from_on": "from"}
        return here.make(Successor, keys, model=self.model, by=self.by, from_on=self.from_, work_ratio=self.work_ratio)


@frozen(kw_only=True)
class TokensShape:
    """A token allowance: AI tokens as a component of pay."""

    name: Text = key("As printed.", "AI token allowance")
    amount: AmountText = key(
        "50 % of base, 10 % of target cash, 1500 per month, 100 per tool and month, 5000 credits per month, "
        "60 bn tokens per year, or 0.1 % of the capacity NAME."
    )
    base: Base | None = key(
        "For a share of base: of the base at start, or the current one, which follows raises.", None
    )
    tools: tuple[Text, ...] | None = key("For an amount per tool: the tools.", None)
    credit: Stated | None = key("For credits: what one is good for at the provider.", None)
    when_prices_change: Rule = key("fixed money, fixed quantity, better of both, or a collar or index with its terms.")
    price_basis: BasisShape | None = key("Price at which money and tokens were set equal.", None)
    basket: Models | None = key("Which models in what shares; a promised quantity needs one.", None)
    mix: Mix | None = key("How tokens split by kind: agentic, chat, or shares of your own.", None)
    released: Release = key("How often, and in advance or in arrears.", ("monthly", True))
    spend_at: Spend = key("any approved provider, the basket, a provider, or a list of them.", ANY_PROVIDER)
    use: Use = key("business, incidental, or {business: 90 %, personal: 10 %}.", "business")
    unused: Unused = key("expires, carries over, carries over 3 months, or {rule, share, at_most, until}.", 0)
    overage: Overage = key("What use above the allowance does.", "stops")
    transfer: Transfer = key("Whether it can be given on.", "none")
    on_leaving: Leaving = key("ends on the last day, or 30 days after the last day.", 0)
    guaranteed_until: Until | None = key("Last day on which it cannot be cut, or as long as employed.", None)
    notice_days: Count | None = key("Days of notice before the policy may change.", None)
    reviewed_on: tuple[Day, ...] = key("Days on which the amount is looked at again.", ())
    successors: tuple[SuccessorShape, ...] = key("What takes the place of models that are sold no longer.", ())
    starts_on: Day | None = key("First day; the start if left out.", None)
    ends_on: Day | None = key("Last day of the allowance itself.", None)

    def build(self, here: Place) -> Any:
        """The allowance."""
        use, personal_share = _build_use(self.use, here.at("use"))
        release, in_advance = self.released
        amount = build_amount(self.amount, here, base=self.base, tools=self.tools, credit=self.credit)
        places = here.at("successors").entries() if self.successors else ()
        return here.make(
            TokenAllowance,
            _ALLOWANCE_KEYS,
            name=self.name,
            amount=amount,
            rule=build_rule(self.when_prices_change, here.at("when_prices_change")),
            basket=self._basket(here),
            providers=self._providers(here),
            basis=self.price_basis and self.price_basis.build(here.at("price_basis")),
            release=release,
            in_advance=in_advance,
            **_rollover(self.unused),
            use=use,
            personal_share=personal_share,
            transfer=self.transfer,
            overage=self.overage,
            wind_down_days=self.on_leaving,
            guaranteed_until=self.guaranteed_until,
            notice_days=self.notice_days,
            reviews_on=self.reviewed_on,
            successors=tuple(place.build(SuccessorShape) for place in places),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )

    def _basket(self, here: Place) -> Any:
        if self.basket is None:
            if self.mix is not None:
                here.at("mix").refuse("needs a basket", "say which models, in what shares", value="")
            return None
        mix = build_mix(self.mix, here)
        return build_basket(self.basket, AGENTIC if mix is None or mix is BROKEN else mix, here.at("basket"))

    def _providers(self, here: Place) -> Any:
        if isinstance(self.spend_at, tuple):
            return self.spend_at
        if self.spend_at == "basket" and self.basket is None:
            return here.at("spend_at").refuse("needs a basket", "say which models, in what shares")
        return () if self.spend_at in (ANY_PROVIDER, "basket") else (self.spend_at,)

    @classmethod
    def of(cls, allowance: TokenAllowance, currency: str) -> TokensShape:
        """The inverse of `build`."""
        amount, basis = allowance.amount, allowance.basis
        basket, mix = basket_of(allowance.basket)
        return cls(
            name=allowance.name,
            amount=amount_of(amount, currency),
            tools=(amount.tools or None) if isinstance(amount, MoneyPer) else None,
            credit=Sum.of(amount.price, currency) if isinstance(amount, CreditsPer) else None,
            base="current" if isinstance(amount, ShareOfBase) and amount.follows_raises else None,
            when_prices_change=rule_of(allowance.rule),
            price_basis=None if basis is None else BasisShape.of(basis, currency),
            basket=basket,
            mix=mix,
            released=(allowance.release, allowance.in_advance),
            spend_at=allowance.providers or ANY_PROVIDER,
            use=_use_of(allowance),
            unused=_unused_of(allowance),
            overage=allowance.overage,
            transfer=allowance.transfer,
            on_leaving=allowance.wind_down_days,
            guaranteed_until=allowance.guaranteed_until,
            notice_days=allowance.notice_days,
            reviewed_on=allowance.reviews_on,
            successors=tuple(
                SuccessorShape(model=s.model, by=s.by, from_=s.from_on, work_ratio=s.work_ratio)
                for s in allowance.successors
            ),
            starts_on=allowance.starts_on,
            ends_on=allowance.ends_on,
        )


_ALLOWANCE_KEYS = {
    **dict.fromkeys(("rollover_months", "rollover_share", "rollover_cap", "rollover_until"), "unused"),
    "wind_down_days": "on_leaving",
    "reviews_on": "reviewed_on",
}


def _build_use(said: Any, here: Place) -> tuple[Any, Any]:
    if isinstance(said, Decimal):
        return "personal", said
    if not isinstance(said, dict):
        return said, Decimal(0)
    whole, personal = sum(map(Fraction, said.values()), Fraction(0)), said.get("personal", Decimal(0))
    if whole != 1:
        shares = ", ".join(f"{name} {format_rate(share)}" for name, share in said.items())
        here.refuse(f"shares add up to {float(whole):g}, not 1", "name both uses", value=shares)
    return ("personal", personal) if personal else ("business", Decimal(0))


def _use_of(allowance: TokenAllowance) -> Any:
    personal = allowance.personal_share
    if allowance.use != "personal":
        return allowance.use
    return (
        {"personal": personal}
        if personal == 1
        else {"business": EXACT.subtract(Decimal(1), personal), "personal": personal}
    )


def _rollover(said: Any) -> dict[str, Any]:
    """Terms of what is not used."""
    if not isinstance(said, UnusedShape):
        return {"rollover_months": said}
    return {
        "rollover_months": said.rule,
        "rollover_share": said.share,
        "rollover_cap": said.at_most,
        "rollover_until": said.until,
    }


def _unused_of(allowance: TokenAllowance) -> int | UnusedShape | None:
    terms = {"share": allowance.rollover_share, "at_most": allowance.rollover_cap, "until": allowance.rollover_until}
    if terms == {"share": 1, "at_most": None, "until": None}:
        return allowance.rollover_months
    return UnusedShape(rule=allowance.rollover_months, **terms)  # type: ignore[arg-type]
