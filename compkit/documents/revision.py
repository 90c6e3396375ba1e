"""The salary revision letter: old and new salary, the difference, the year it comes in, and what follows base."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..dates import day_before
from ..errors import InvalidValue
from ..money import Money, exactly
from ..pay.allowance import TokenAllowance
from ..pay.amounts import ShareOfBase
from ..pay.bonus import TargetBonus
from ..pay.offer import Offer
from ..pay.rules import FixedMoney, Indexed
from ..pay.salary import WEEKS_A_YEAR, BaseSalary
from ..valuation.revised import Revision, effective_day
from . import format as say
from .letterrules import LetterRules
from .papers import (
    change,
    check_own,
    check_same_person,
    check_same_terms,
    on_one_line,
    opening,
    paper_docx,
    paper_markdown,
    parties,
    standing,
)
from .voice import Voice

_SMALLEST = Decimal("0.0001")
_SAID = ("title", "level", "employment", "overtime", "hours_per_week", "working_days")
"""Fields of role and terms that the letter says where they change."""

_STAYS = "Your base salary stays as it is."
_PAID = {"monthly": "monthly", "semimonthly": "semimonthly", "biweekly": "every two weeks", "weekly": "weekly"}


@frozen(kw_only=True)
class RevisionTerms:
    """What a salary revision letter says beside its two offers.

    Attributes:
        on: Day of the letter.
        effective_on: First day of the new salary; None is the day that the new offer says.
        promotion: Whether the position changes too, and the letter says so.
        lump_sum: Paid once, on the first day of the new salary; with one, base salary may stay as it is.
    """

    on: date
    effective_on: date | None = None
    promotion: bool = False
    lump_sum: Money | None = None


def build_revision(old: Offer, new: Offer, terms: RevisionTerms, *, template: bytes, rules: LetterRules) -> bytes:
    """The letter as a Word document.

    Args:
        old: The offer that holds so far.
        new: The offer with the new salary.
        terms: What the letter says beside them.
        template: A Word template, such as ``templates/letters/revision.docx``.
        rules: Whose law decides the words on tokens, and how figures and days are written.

    Raises:
        InvalidValue: As `build_revision_context`.
    """
    return paper_docx(build_revision_context(old, new, terms, rules=rules), template=template, on=terms.on, rules=rules)


def build_revision_markdown(old: Offer, new: Offer, terms: RevisionTerms, *, template: str, rules: LetterRules) -> str:
    """The letter as Markdown, with the same sentences as in Word.

    Raises:
        InvalidValue: As `build_revision_context`.
    """
    return paper_markdown(build_revision_context(old, new, terms, rules=rules), template=template)


@exactly
def build_revision_context(old: Offer, new: Offer, terms: RevisionTerms, *, rules: LetterRules) -> dict[str, Any]:
    """All that the letter says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        InvalidValue: If the offers are of two people, employers or currencies, the salary does not change on the day
            and there is no lump sum, something else changes, or the position changes without `promotion` or does not
            change with it.
    """
    check_own(old)
    check_own(new)
    check_same_person(old, new)
    _check_position(old, new, terms.promotion)
    check_same_terms(old, new, said=_SAID, other="compkit amend says a change of tokens")
    voice, stays = rules.voice, _stays(old, new, terms)
    begin = terms.effective_on or effective_day(old.package, new.package)
    found = Revision(old=old.package, new=new.package, effective_on=begin, stays=stays)
    context = parties(new, voice, title=_title(terms, stays=stays), on=terms.on) | {
        "effective_on": voice.day(begin),
        "opening": _opening(new, found, terms, voice),
        "changes": list(_changes(old, new, found, voice)),
        "difference": _STAYS if stays else _difference(found, voice),
        "year": str(found.effective_on.year),
        "proration": list(_proration(found, voice)),
        "planned": [*_lump_sum(found, terms, voice), *_planned(found, voice)],
        "follows": [] if stays else list(_follows(found, voice)),
        "notes": [] if stays else list(_notes(new, found, rules)),
        "closing": "All other terms stay as they are. All amounts are before tax.",
    }
    return on_one_line(context)


def _stays(old: Offer, new: Offer, terms: RevisionTerms) -> bool:
    """Whether the letter says a lump sum alone."""
    return terms.lump_sum is not None and terms.effective_on is not None and old.package.salary == new.package.salary


def _title(terms: RevisionTerms, *, stays: bool) -> str:
    if stays:
        return "Lump sum"
    return "Promotion and revision of base salary" if terms.promotion else "Revision of base salary"


def _lump_sum(found: Revision, terms: RevisionTerms, voice: Voice) -> Iterator[str]:
    """How much is paid once, and when."""
    if terms.lump_sum is not None:
        amount, day = voice.money(terms.lump_sum), voice.day(found.effective_on)
        yield f"You receive a lump sum of {amount}, paid once, on {day}. It is no part of your base salary."


def _check_position(old: Offer, new: Offer, promotion: bool) -> None:
    one, other = ((offer.role.title, offer.role.level) for offer in (old, new))
    if promotion and one == other:
        raise InvalidValue("promotion", new.role.title, "needs a new title or level", "leave --promotion out")
    if not promotion and one != other:
        said = ", ".join(part for part in other if part)
        rule = f"is another position than before, {', '.join(part for part in one if part)}"
        raise InvalidValue("new offer: role", said, rule, "say --promotion, or keep the position")


def _opening(new: Offer, found: Revision, terms: RevisionTerms, voice: Voice) -> str:
    if found.stays:
        return f"On {voice.day(found.effective_on)} you receive a lump sum, as set out below."
    position = f"your position is {new.role.title} and " if terms.promotion else ""
    return opening(found.effective_on, f"{position}your base salary changes", voice)


def _changes(old: Offer, new: Offer, found: Revision, voice: Voice) -> Iterator[dict[str, str]]:
    """What changes, before and after."""
    if old.role.title != new.role.title:
        yield change("Position", old.role.title, new.role.title)
    if old.role.level != new.role.level:
        yield change("Level", old.role.level or "not stated", new.role.level or "not stated")
    yield change("Base salary a year", voice.money(found.before), voice.money(found.after))
    before, after = old.package.salary, new.package.salary
    assert before is not None and after is not None  # checked
    rows = (
        ("Hourly rate", _hourly(before, found, voice, is_new=False), _hourly(after, found, voice, is_new=True)),
        ("Hours paid a week", _hours(before, voice), _hours(after, voice)),
        ("Hours of work a week", _term(old.terms.hours_per_week, voice), _term(new.terms.hours_per_week, voice)),
        ("Days of work", _term(old.terms.working_days, voice), _term(new.terms.working_days, voice)),
        ("Employment", old.role.employment, new.role.employment),
        ("Overtime rules", _term(old.role.overtime, voice), _term(new.role.overtime, voice)),
        ("Part of full time", voice.percent(before.fte), voice.percent(after.fte)),
        ("Paid", _PAID[before.paid], _PAID[after.paid]),
    )
    yield from (change(name, one, other) for name, one, other in rows if one != other)


def _hourly(salary: BaseSalary, found: Revision, voice: Voice, *, is_new: bool) -> str:
    if salary.per != "hour" or salary.hours_per_week is None:
        return "not by the hour"
    annual = found.after if is_new else found.before
    return voice.unit_price(Money(annual.amount / (salary.hours_per_week * WEEKS_A_YEAR), annual.currency), 2)


def _hours(salary: BaseSalary, voice: Voice) -> str:
    return "not counted" if salary.hours_per_week is None else voice.number(salary.hours_per_week)


def _term(said: Decimal | str | None, voice: Voice) -> str:
    return voice.number(said) if isinstance(said, Decimal) else said or "not stated"


def _difference(found: Revision, voice: Voice) -> str:
    more = "more" if found.difference.amount > 0 else "less"
    amount, rate = abs(found.difference.amount), abs(found.rate)
    return f"{voice.money(Money(amount, found.difference.currency))} a year {more}, {_rate(rate, voice)}."


def _rate(rate: Decimal, voice: Voice) -> str:
    """Per cent to two decimals; a smaller one is no zero."""
    if rate < _SMALLEST:
        return f"less than {voice.percent(_SMALLEST)}"
    return voice.percent(say.rounded(rate, 4))


def _proration(found: Revision, voice: Voice) -> Iterator[dict[str, Any]]:
    """The calendar year in its two parts, and what it comes to."""
    begin, end = found.year
    both = found.earned_before + found.earned_after
    if found.stays:
        yield _part(f"Base salary in {found.effective_on.year}", both, voice) | {"is_total": True}
        return
    if begin < found.effective_on:
        until = voice.day(day_before(found.effective_on))
        yield _part(f"{voice.day(begin)} to {until}", found.earned_before, voice)
    yield _part(f"{voice.day(found.effective_on)} to {voice.day(day_before(end))}", found.earned_after, voice)
    yield _part(f"Base salary in {found.effective_on.year}", both, voice) | {"is_total": True}
    yield _part("Without this revision", found.unchanged, voice)
    more = both - found.unchanged
    yield _part("Difference", more, voice)


def _part(name: str, amount: Money, voice: Voice) -> dict[str, Any]:
    return {"name": name, "text": voice.money(amount), "is_total": False}


def _planned(found: Revision, voice: Voice) -> Iterator[str]:
    """Raises that are promised for later."""
    salary = found.new.salary
    assert salary is not None  # checked
    for step in salary.raises:
        if step.on > found.effective_on:
            yield f"On {voice.day(step.on)} it changes to {voice.money(salary.annual(step.on))} a year."


def _follows(found: Revision, voice: Voice) -> Iterator[dict[str, str]]:
    """What is counted by base salary, a year, before and after."""
    for one, before, other, after in found.bonuses():
        yield change(_bonus_name(other), _bonus(one, before, voice), _bonus(other, after, voice))
    for match, before, after in found.matches():
        yield change(f"{match.name}, at most", voice.money(before), voice.money(after))
    for allowance, before, after in found.allowances():
        name = f"{allowance.name}{_settled(allowance)}"
        yield change(name, voice.money(before), voice.money(after))


def _bonus_name(bonus: TargetBonus) -> str:
    return f"{bonus.name}, at target"


def _bonus(bonus: TargetBonus, amount: Money, voice: Voice) -> str:
    share = "" if bonus.rate is None else f" ({voice.percent(bonus.rate)})"
    return f"{voice.money(amount)}{share}"


def _settled(allowance: TokenAllowance) -> str:
    return "" if isinstance(allowance.rule, (FixedMoney, Indexed)) else ", at its price basis"


def _notes(new: Offer, found: Revision, rules: LetterRules) -> Iterator[str]:
    yield (
        f"Base salary in {found.effective_on.year} is earned by calendar months; a month in which it changes counts "
        "by its days at each salary."
    )
    if any(bonus.rate is not None for bonus in found.new.bonus):
        yield (
            "A target bonus that is a share of base salary goes by the base salary earned in its performance year, so "
            "that year counts both salaries. A target is no promise to pay unless the bonus is guaranteed."
        )
    follow = list(found.allowances())
    for allowance, before, after in follow:
        yield _token_note(allowance, unchanged=before == after)
    if follow:
        yield standing(new, rules)


def _token_note(allowance: TokenAllowance, *, unchanged: bool) -> str:
    if not unchanged:
        return f"{allowance.name} goes by pay and changes with it."
    of = "starting base salary" if isinstance(allowance.amount, ShareOfBase) else "target cash at the start"
    return f"{allowance.name} is a share of your {of} and does not change."
