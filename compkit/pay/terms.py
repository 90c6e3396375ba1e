"""Terms of employment beside the pay: what a letter or a written statement must say, as far as the law there asks.

All of it is optional here: which of it is needed is for the jurisdiction of the letter to say. A term that does not
exist is said to be ``none``, for a written statement says so too; an empty text means that nobody said anything.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from attrs import field, fields, frozen

from ..checks import between, maybe, named, one_of, positive, tidy
from ..errors import InvalidValue
from ..money import maybe_exact

HOURS_IN_A_WEEK = 168

NONE = "none"
"""How an offer says that a term does not exist."""

OUTPUTS = ("company", "by use", "employee")
"""Who owns what is made with tokens."""

USAGE_LOGS = ("totals", "requests", "content")
"""What the Company sees of the use of tokens."""

WORDINGS = ("compensation", "tool budget")
"""A token allowance is part of the offer's pay, or a budget for tools of the work."""


def _hours(instance: EmploymentTerms, attribute: Any, value: Decimal) -> None:
    positive(instance, attribute, value)
    between(0, HOURS_IN_A_WEEK)(instance, attribute, value)


def _each_named(instance: object, attribute: Any, value: tuple[str, ...]) -> None:
    for entry in value:
        named(instance, attribute, entry)


def _needs_day(instance: EquityTerms, attribute: Any, value: date | None) -> None:
    if (value is None) != (instance.fully_diluted is None):
        raise InvalidValue("EquityTerms.fully_diluted_on", value, "goes with fully_diluted, and only there")


@frozen(kw_only=True)
class EquityTerms:
    """What a letter says of grants beside their numbers; for all grants of an offer.

    Attributes:
        plan: Name of the equity plan, with its year.
        approved_on: Day on which the board approved the grants; None leaves them subject to its approval.
        exercise_window: How long vested options can be exercised after leaving, such as ``90 days``.
        strike_basis: How the strike was set, such as a valuation under section 409A, with its day.
        fully_diluted: Shares outstanding as if everything that can become a share had; None if not said.
        fully_diluted_on: Day of that count.
    """

    plan: str = field(default="", validator=tidy)
    approved_on: date | None = None
    exercise_window: str = field(default="", validator=tidy)
    strike_basis: str = field(default="", validator=tidy)
    fully_diluted: int | None = field(default=None, validator=maybe(positive))
    fully_diluted_on: date | None = field(default=None, validator=_needs_day)


def _kept(instance: TokenTerms, attribute: Any, value: int | None) -> None:
    if (value is None) != (not instance.usage_logs):
        raise InvalidValue("TokenTerms.logs_months", value, "goes with usage_logs, and only there")


@frozen(kw_only=True)
class TokenTerms:
    """What a letter says of token allowances beside the promise; for all allowances of an offer.

    Attributes:
        outputs: Who owns what is made with tokens: the ``company``, the ``employee``, or ``by use``: the Company what
            is made for its business, the employee what is made in personal use that is allowed; empty if nobody said.
        usage_logs: What the Company sees of the use: ``totals`` (counts by day and model), ``requests`` (when, which
            model and how many tokens, not the text) or ``content`` (the text of prompts and answers too); empty if
            nobody said.
        logs_months: Whole months for which that is kept; None if `usage_logs` is empty.
        wording: The wording of the letter, ``compensation`` or ``tool budget``; empty for the usual one of the place.
    """

    outputs: Literal["", "company", "by use", "employee"] = field(default="", validator=one_of("", *OUTPUTS))
    usage_logs: Literal["", "totals", "requests", "content"] = field(default="", validator=one_of("", *USAGE_LOGS))
    logs_months: int | None = field(default=None, validator=[maybe(between(1, 120)), _kept])
    wording: Literal["", "compensation", "tool budget"] = field(default="", validator=one_of("", *WORDINGS))


@frozen(kw_only=True)
class EmploymentTerms:
    """Terms of employment, in the words of the letter; texts are empty where nobody said anything.

    Attributes:
        hours_per_week: Normal working hours a week; an hourly salary states its own.
        working_days: Days and times of work.
        hours_may_vary: How hours or days may vary, or ``none``.
        overtime_pay: When overtime can be asked for and how it is paid, or ``none``.
        other_places: Places of work beside the role's, or how they are chosen, or ``none``.
        work_abroad: Work outside the country for more than a month: how long, in which currency, and the way back.
        continuous_from: Day from which service counts, where earlier employment counts too.
        ends_on: Last day of a fixed term.
        probation_months: Whole months of probation; 0 if there is none, None if nobody said.
        probation_terms: What holds during probation.
        notice_from_employer: Notice that the employer gives.
        notice_from_employee: Notice that the employee gives.
        ending_procedure: Form and steps of ending the employment, and the time limit of a claim against it.
        holiday_days: Days of paid leave a year.
        holiday_rules: How leave accrues, public holidays, and pay for what is left on leaving.
        other_paid_leave: Other paid leave, or ``none``.
        sick_pay: What is paid in sickness, and what to do, or ``none``.
        pension: The pension and who provides it, with its address, or ``none``.
        social_security: Institutions that receive social contributions, and protection that the employer provides.
        training: Training that the employer gives a right to, or ``none``.
        required_training: Training that must be done, and what of it the employee pays, or ``none``.
        collective_agreement: Collective agreements that apply, with their parties, or ``none``.
        discipline: Disciplinary rules and procedure, or where to read them.
        grievance: To whom to turn with a grievance or against a disciplinary decision, and how.
        payday: The regular payday, such as ``the 15th and the last day of the month``.
        payment_method: How pay is paid, such as ``bank transfer``.
        employer_phone: Telephone number of the employer.
        noncompete_months: Months after the employment in which competing is restricted; 0 if it is not.
        noncompete_agreement: The agreement, and its section, in which competing is restricted.
        conditions: On what the offer depends, a sentence each.
        equity: What a letter says of grants beside their numbers.
        tokens: What a letter says of token allowances beside the promise.
    """

    hours_per_week: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(_hours))
    working_days: str = field(default="", validator=tidy)
    hours_may_vary: str = field(default="", validator=tidy)
    overtime_pay: str = field(default="", validator=tidy)
    other_places: str = field(default="", validator=tidy)
    work_abroad: str = field(default="", validator=tidy)
    continuous_from: date | None = None
    ends_on: date | None = None
    probation_months: int | None = field(default=None, validator=maybe(between(0, 36)))
    probation_terms: str = field(default="", validator=tidy)
    notice_from_employer: str = field(default="", validator=tidy)
    notice_from_employee: str = field(default="", validator=tidy)
    ending_procedure: str = field(default="", validator=tidy)
    holiday_days: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 366)))
    holiday_rules: str = field(default="", validator=tidy)
    other_paid_leave: str = field(default="", validator=tidy)
    sick_pay: str = field(default="", validator=tidy)
    pension: str = field(default="", validator=tidy)
    social_security: str = field(default="", validator=tidy)
    training: str = field(default="", validator=tidy)
    required_training: str = field(default="", validator=tidy)
    collective_agreement: str = field(default="", validator=tidy)
    discipline: str = field(default="", validator=tidy)
    grievance: str = field(default="", validator=tidy)
    payday: str = field(default="", validator=tidy)
    payment_method: str = field(default="", validator=tidy)
    employer_phone: str = field(default="", validator=tidy)
    noncompete_months: int = field(default=0, validator=between(0, 60))
    noncompete_agreement: str = field(default="", validator=tidy)
    conditions: tuple[str, ...] = field(default=(), validator=_each_named)
    equity: EquityTerms = EquityTerms()
    tokens: TokenTerms = TokenTerms()

    @property
    def has_notice(self) -> bool:
        """Whether notice is agreed, so that employment cannot be said to be at will; ``none`` is no notice."""
        return any(said.casefold() not in ("", NONE) for said in (self.notice_from_employer, self.notice_from_employee))

    @property
    def has_probation(self) -> bool:
        """Whether there is a probation."""
        return bool(self.probation_months)


TEXTS = tuple(attribute.name for attribute in fields(EmploymentTerms) if attribute.default == "")
"""Names of the terms that are texts."""


def check_hours(terms: EmploymentTerms, hours_a_week: Decimal | None) -> None:
    """The hours of an hourly salary and those of the terms are the same.

    Args:
        terms: The terms.
        hours_a_week: Hours that the salary states; None if it states none.

    Raises:
        InvalidValue: If they contradict one another.
    """
    if None not in (hours_a_week, terms.hours_per_week) and terms.hours_per_week != hours_a_week:
        rule = f"hours_per_week contradicts the salary's {hours_a_week} hours a week"
        raise InvalidValue("Offer.terms", terms.hours_per_week, rule, "leave one of them out")


def check_days(terms: EmploymentTerms, start_on: date) -> None:
    """Service counts from the first day or before it, and a fixed term ends on it or later.

    Raises:
        InvalidValue: If a day of the terms is on the wrong side of the first day.
    """
    if terms.ends_on is not None and terms.ends_on < start_on:
        raise InvalidValue("Offer.terms", terms.ends_on, f"ends_on must not be before the first day, {start_on}")
    if terms.continuous_from is not None and terms.continuous_from > start_on:
        rule = f"continuous_from must not be after the first day, {start_on}"
        raise InvalidValue("Offer.terms", terms.continuous_from, rule)
