"""Shape of the amount of a token allowance: one line of text for each of its forms."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..money import EXACT, Money
from ..pay.amounts import (
    PERIODS,
    Amount,
    CapacitySlice,
    CreditsPer,
    MoneyPer,
    ShareOfBase,
    ShareOfTargetCash,
    TokensPer,
)
from .fields import (
    Sum,
    format_number,
    format_rate,
    format_sum,
    parse_number,
    parse_rate,
    parse_sum,
    parse_text,
    short_digits,
    words,
)
from .places import Place
from .structure import BROKEN

_PER = rf"(?:per|a) ({'|'.join(PERIODS)})"
_SCALES = {"": -6, "thousand": -3, "M": 0, "million": 0, "bn": 3, "billion": 3, "tn": 6, "trillion": 6}
"""Words for numbers of tokens, as powers of ten of a million."""
_FORMS = (
    "50 % of base, 10 % of target cash, 1500 per month, 100 per tool and month, 5000 credits per month, "
    "60 bn tokens per year, or 0.1 % of the capacity NAME"
)
"""An example of each form."""
_MONEY = r"[^a-z]+"
"""A sum of money has no words in it: its currency is a code, or left out."""


@frozen
class Said:
    """An amount as a file states it.

    Attributes:
        form: ``base``, ``target cash``, ``money``, ``tools``, ``credits``, ``tokens`` or ``capacity``.
        what: A rate, a sum of money, a number of credits, or millions of tokens.
        per: Period of money, credits or tokens.
        capacity: Name of a capacity.
    """

    form: str
    what: Decimal | Sum
    per: str = ""
    capacity: str = ""


def parse_amount(value: object) -> Said:
    """``50 % of base``, ``10 % of target cash``, ``1500 per month``, ``100 per tool and month``,
    ``5000 credits per month``, ``60 bn tokens per year`` or ``0.1 % of the capacity acme-factory``.

    Raises:
        InvalidValue: If it is none of these.
    """
    text = parse_text(value)
    if match := re.fullmatch(r"(.+) of (base|target cash)", text):
        return Said(match[2], parse_rate(match[1]))
    if match := re.fullmatch(r"(.+?) of the capacity (.+)", text):
        return Said("capacity", parse_rate(match[1]), capacity=match[2])
    if match := re.fullmatch(rf"(\S+?) ?({'|'.join(_SCALES)}) ?tokens {_PER}", text):
        return Said("tokens", parse_number(match[1]).scaleb(_SCALES[match[2]], context=EXACT), match[3])
    if match := re.fullmatch(rf"(\S+) credits {_PER}", text):
        return Said("credits", parse_number(match[1]), match[2])
    if match := re.fullmatch(rf"({_MONEY}) (?:per|a) tool and ({'|'.join(PERIODS)})", text):
        return Said("tools", parse_sum(match[1]), match[2])
    if match := re.fullmatch(rf"({_MONEY}) {_PER}", text):
        return Said("money", parse_sum(match[1]), match[2])
    raise _refusal(text)


def _refusal(text: str) -> InvalidValue:
    """Why a text is no amount, and the form that it comes nearest to."""
    periods = f"per {', '.join(PERIODS[:-1])} or {PERIODS[-1]}"
    if re.search(r"\btokens?\b", text):
        fix = f"say 60 bn tokens per year: thousand, million, bn or tn, {periods}"
        return InvalidValue("", text, "not a number of tokens in a period", fix)
    if re.search(r"\bcredits?\b", text):
        return InvalidValue("", text, "not a number of credits in a period", f"say 5000 credits per month: {periods}")
    if re.search(r"\btools?\b", text):
        return InvalidValue("", text, "not an amount per tool in a period", f"say 100 per tool and month: {periods}")
    return InvalidValue("", text, "not an amount of money, tokens, credits or capacity in a period", f"say {_FORMS}")


def format_amount(said: Said) -> str:
    """The inverse of `parse_amount`."""
    if isinstance(said.what, Sum):
        between = "per tool and" if said.form == "tools" else "per"
        return f"{format_sum(said.what)} {between} {said.per}"
    if said.form == "credits":
        return f"{format_number(said.what)} credits per {said.per}"
    if said.form == "capacity":
        return f"{format_rate(said.what)} of the capacity {said.capacity}"
    if said.form != "tokens":
        return f"{format_rate(said.what)} of {said.form}"
    word = "bn" if said.what >= 1000 else "million" if said.what >= 1 else ""
    number = short_digits(said.what.scaleb(-_SCALES[word], context=EXACT))
    return f"{number} {word} tokens per {said.per}".replace("  ", " ")


_PATTERN = r"of (base|target cash|the capacity .+)$|(per|a) (tool and )?(year|month|week|day)$"
AmountText = Annotated[Said, words(parse_amount, format_amount, _PATTERN)]


def build_amount(said: Said, here: Place, *, base: str | None, tools: Any, credit: Any) -> Any:
    """The amount, with the keys that only some of its forms have.

    Args:
        said: As stated.
        here: The allowance.
        base: ``current`` for a share of base that follows raises.
        tools: Names of the tools of which each has the amount.
        credit: What one credit is good for.
    """
    if said is BROKEN:
        return BROKEN
    for name, value in (("base", base), ("tools", tools), ("credit", credit)):
        form, goes_with, example, need = _BESIDE[name]
        if value is not None and said.form != form:
            here.at(name).refuse(f"goes with {goes_with}, and only there", f"say {example} in amount, or leave it out")
        if value in (None, ()) and said.form == form and need:
            here.at(name).refuse(f"is needed by {goes_with}", need, value="")
            return BROKEN
    return _made(said, here, base=base, tools=tools, credit=here.at("credit").money(credit))


_BESIDE = {
    "base": ("base", "a share of base", "50 % of base", ""),
    "tools": ("tools", "amounts per tool", "100 per tool and month", "say the tools, such as [editor, agent]"),
    "credit": (
        "credits",
        "credits",
        "5000 credits per month",
        "say what one is good for at the provider, such as 0.01",
    ),
}
"""Keys beside the amount: the form each goes with, in words and by example, and what to say where it is missing."""

_KEYS = dict.fromkeys(("rate", "share", "capacity", "credits", "mtok", "money", "per"), "amount") | {"price": "credit"}


def _made(said: Said, here: Place, *, base: str | None, tools: Any, credit: Any) -> Any:
    match said.form:
        case "base":
            return here.make(ShareOfBase, _KEYS, rate=said.what, follows_raises=base == "current")
        case "target cash":
            return here.make(ShareOfTargetCash, _KEYS, rate=said.what)
        case "capacity":
            return here.make(CapacitySlice, _KEYS, share=said.what, capacity=said.capacity)
        case "credits":
            return here.make(CreditsPer, _KEYS, credits=said.what, price=credit, per=said.per)
        case "tokens":
            return here.make(TokensPer, _KEYS, mtok=said.what, per=said.per)
        case _:
            assert isinstance(said.what, Sum)
            return here.make(MoneyPer, _KEYS, money=here.money(said.what), per=said.per, tools=tuple(tools or ()))


def amount_of(amount: Amount, currency: str) -> Said:
    """The inverse of `build_amount`, without the keys beside it."""
    match amount:
        case MoneyPer(money=Money() as money, per=per, tools=tools):
            return Said("tools" if tools else "money", Sum.of(money, currency), per)
        case TokensPer(mtok=mtok, per=per):
            return Said("tokens", mtok, per)
        case CreditsPer(credits=credits, per=per):
            return Said("credits", credits, per)
        case ShareOfBase(rate=rate):
            return Said("base", rate)
        case ShareOfTargetCash(rate=rate):
            return Said("target cash", rate)
        case CapacitySlice(share=share, capacity=capacity):
            return Said("capacity", share, capacity=capacity)
