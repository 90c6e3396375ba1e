"""A posting against the rules of its places: of several places, the strictest of each thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import frozen

from ...money import EXACT, exactly
from .. import format as say
from .posting import PayRange, Posting, place_code
from .rules import ASKS, Ask, PostingRule, PostingRules
from .text import money_range, pay_words, token_amount

Status = Literal["missing", "look", "later", "met"]

_MONEY = r"(?:USD|EUR|GBP|US\$|[$€£])\s*+\d[\d,.]*+(?:\s*+k(?!\w))?+(?!\w)"
_OPEN_END = re.compile(
    rf"\b(?:up to|as much as|from|starting at)\s+(?:{_MONEY}|\d[\d,.]*+\s*+k\b)(?!\s*(?:up )?(?:to\b|-|–|—))"
    rf"|{_MONEY}\s*(?:\+|and (?:up|above|more)\b|or (?:more|above)\b|plus\b)"
    r"|\bcompetitive (?:salary|pay|compensation)\b|\b(?:salary|pay) (?:is )?(?:DOE|depending on experience)\b",
    re.IGNORECASE,
)
"""Words that leave an end of pay open, such as ``up to USD 300,000`` or ``$250k+``."""

GOOD_FAITH_ONLY = "No law names a width, all ask for good faith: narrow it, or be able to say why it is so wide"

_A_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
_USUAL = {code: (Decimal(5_000), Decimal(5_000_000)) for code in ("USD", "EUR", "GBP", "CHF", "CAD", "AUD")}


@frozen(kw_only=True)
class PostingFinding:
    """One thing that is asked of a posting, and how it stands.

    Attributes:
        what: The thing: one of `ASKS`, or ``width`` and ``unit``, which no law names and compkit looks at.
        status: ``missing`` from the posting; ``look``, for somebody to judge; ``later``, not in the posting but in
            time before the interview; or ``met``.
        words: What stands in the posting, or what is wrong.
        fix: The way out; empty where it is met.
        asked_by: The rules that ask for it, the strictest first, each with what it asks.
    """

    what: str
    status: Status
    words: str
    fix: str = ""
    asked_by: tuple[tuple[PostingRule, Ask], ...] = ()


@frozen(kw_only=True)
class PostingCheck:
    """What the rules of some places say of a posting.

    Attributes:
        posting: The posting.
        places: Codes of the places.
        as_of: Day of the check.
        rules: Rules that hold there that day.
        coming: Rules that hold there later, by their date.
        unknown: Places of which no rule is known, which does not say that there is none.
        findings: One for each thing that is asked, in the order of `ASKS`, then what compkit looks at.
    """

    posting: Posting
    places: tuple[str, ...]
    as_of: date
    rules: tuple[PostingRule, ...]
    coming: tuple[PostingRule, ...]
    unknown: tuple[str, ...]
    findings: tuple[PostingFinding, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing is missing."""
        return all(finding.status != "missing" for finding in self.findings)


@exactly
def check_posting(
    posting: Posting, rules: PostingRules, places: tuple[str, ...] = (), *, as_of: date | None = None
) -> PostingCheck:
    """What the rules of places ask of a posting, merged: one finding for each thing, the strictest rule first.

    Args:
        posting: The posting.
        rules: The rules that are known.
        places: Codes of further places in which it is published or open, beside its own.
        as_of: Day of the check; the day of posting if None.

    Raises:
        InvalidValue: If a place is no code.
    """
    own = [place.code for place in posting.places]
    codes = tuple(dict.fromkeys([*own, *(place_code(code) for code in places)]))
    day = as_of or posting.posted_on
    found = [rule for rule in rules.rules if rule.holds_for(posting, codes)]
    holding = tuple(rule for rule in found if rule.in_force_on <= day)
    findings = (*_asked(posting, holding, day), *_looked_at(posting, rules, holding))
    return PostingCheck(
        posting=posting,
        places=codes,
        as_of=day,
        rules=holding,
        coming=tuple(sorted((rule for rule in found if rule.in_force_on > day), key=lambda rule: rule.in_force_on)),
        unknown=tuple(code for code in codes if not any(rule.covers(code) for rule in rules.rules)),
        findings=findings,
    )


def _asked(posting: Posting, rules: tuple[PostingRule, ...], day: date) -> Iterator[PostingFinding]:
    for what in ASKS:
        asking = [(rule, ask) for rule in rules if (ask := rule.asks_for(what)) is not None]
        asking.sort(key=lambda pair: pair[1].before_interview)  # stable: among equals, the order of the data
        if asking:
            status, words, fix = _standing(posting, what, day)
            if status == "missing" and all(ask.before_interview for _, ask in asking):
                status = "later"
            yield PostingFinding(what=what, status=status, words=words, fix=fix, asked_by=tuple(asking))


Standing = tuple[Status, str, str]


def _standing(posting: Posting, what: str, day: date) -> Standing:
    """How the posting stands to one thing: status, what it says, and the way out."""
    match what:
        case "pay range":
            told = "; ".join(pay_words(pay) for pay in posting.pay)
            return _told(told, "no base pay is told", "state pay, both ends, or use --bands FILE")
        case "closed range":
            return _closed(posting)
        case "other pay":
            return _other_pay(posting)
        case "benefits":
            budget = [f"AI token budget, {token_amount(posting.tokens)}"] if posting.tokens else []
            told = "; ".join((*posting.benefits, *budget)) if posting.benefits else ""
            return _told(told, "no benefits are described", "list them under benefits, paid days off too")
        case "job description":
            return "met", "it says what the job is", ""
        case "deadline":
            return _deadline(posting, day)
        case _:
            told = posting.how_to_apply or posting.apply_page or posting.apply_to
            fix = "say how_to_apply, apply_page or apply_to"
            return _told(told and "it says how to apply", "it does not say how to apply", fix)


def _told(words: str, lack: str, fix: str) -> Standing:
    return ("met", words, "") if words else ("missing", lack, fix)


def _closed(posting: Posting) -> Standing:
    if not posting.pay:
        return "missing", "there is no range that could be closed", "state pay, both ends"
    if found := [match[0] for text in _texts(posting) for match in _OPEN_END.finditer(text)]:
        return "look", f"the text says {_quoted(found)}", "take it out, or say both ends there too"
    return "met", "each range has both ends, and the text leaves none open", ""


def _quoted(found: list[str]) -> str:
    return ", ".join(f"“{words.strip()}”" for words in dict.fromkeys(found))


def _texts(posting: Posting) -> tuple[str, ...]:
    equity = posting.equity.words if posting.equity else ""
    tokens = posting.tokens.words if posting.tokens else ""
    lists = (*posting.duties, *posting.requirements, *posting.other_pay, *posting.benefits)
    return posting.title, posting.about, *lists, equity, tokens, posting.how_to_apply, posting.closing


def _other_pay(posting: Posting) -> Standing:
    kinds = (
        ("bonus", posting.bonus is not None),
        ("equity", posting.equity is not None),
        ("other pay", posting.other_pay),
    )
    told = ", ".join(name for name, there in kinds if there)
    if told:
        return "met", f"it describes {told}", ""
    fix = "describe what there is; if there is none, say so under other_pay"
    return "look", "it says nothing of bonus, commission or equity", fix


def _deadline(posting: Posting, day: date) -> Standing:
    if posting.open_until_filled:
        return "met", "it says that applications are taken on an ongoing basis", ""
    if posting.deadline is None:
        return "missing", "no last day to apply is told", "say deadline: a day, or open until filled"
    if posting.deadline < day:
        return "look", f"the last day to apply, {posting.deadline}, is over", "extend it, or take the posting down"
    return "met", f"apply by {posting.deadline}", ""


# what no law names


def _looked_at(posting: Posting, rules: PostingRules, holding: tuple[PostingRule, ...]) -> Iterator[PostingFinding]:
    asked = tuple((rule, ask) for rule in holding if (ask := rule.asks_for("pay range")) is not None)
    for pay in posting.pay:
        spread = EXACT.divide(pay.maximum.amount, pay.minimum.amount) - 1
        if spread >= rules.wide_from:
            ends = money_range(pay.minimum, pay.maximum)
            words = f"{ends}: the maximum is {say.percent(spread, 0)} above the minimum"
            fix = f"compkit flags {say.percent(rules.wide_from)} and more. {GOOD_FAITH_ONLY}"
            yield PostingFinding(what="width", status="look", words=words, fix=fix, asked_by=asked)
        if _is_unusual(pay):
            fix = "look whether it is for the year, month, week, day or hour that was meant"
            yield PostingFinding(what="unit", status="look", words=f"{pay_words(pay)} is unusual", fix=fix)


def _is_unusual(pay: PayRange) -> bool:
    """Whether pay over a year would be far from any usual one: a sign of a wrong unit."""
    if pay.minimum.currency not in _USUAL:
        return False
    low, high = _USUAL[pay.minimum.currency]
    return pay.minimum.amount * _A_YEAR[pay.per] < low or pay.maximum.amount * _A_YEAR[pay.per] > high
