"""Offer: a package with the people and dates around it, as letters need them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import named, one_of, tidy
from ..errors import InvalidValue
from .package import Package
from .terms import EmploymentTerms, check_days, check_hours


@frozen(kw_only=True)
class Employer:
    """Who makes the offer.

    Attributes:
        name: Legal name.
        address: Postal address, or empty.
        signed_by: Name and title of who signs, or empty.
    """

    name: str = field(validator=named)
    address: str = field(default="", validator=tidy)
    signed_by: str = field(default="", validator=tidy)


@frozen(kw_only=True)
class Candidate:
    """To whom.

    Attributes:
        name: As it stands on the letter.
        address: Postal address, or empty.
    """

    name: str = field(validator=named)
    address: str = field(default="", validator=tidy)


@frozen(kw_only=True)
class Role:
    """For which work.

    Attributes:
        title: Job title.
        level: Level in the employer's own ladder, or empty.
        department: Department, or empty.
        cost_center: Internal; never in a candidate document.
        manager: Whom the role reports to, or empty.
        location: Place of work.
        employment: ``full-time``, ``part-time``, ``fixed-term`` or ``intern``.
        overtime: ``exempt`` or ``non-exempt`` from overtime pay; empty where the law does not ask.
    """

    title: str = field(validator=named)
    level: str = field(default="", validator=tidy)
    department: str = field(default="", validator=tidy)
    cost_center: str = field(default="", validator=tidy)
    manager: str = field(default="", validator=tidy)
    location: str = field(default="", validator=tidy)
    employment: str = field(default="full-time", validator=one_of("full-time", "part-time", "fixed-term", "intern"))
    overtime: Literal["", "exempt", "non-exempt"] = field(default="", validator=one_of("", "exempt", "non-exempt"))


def _told(instance: Offer, attribute: Any, value: str) -> None:
    if (value == "as_told") != (instance.told_on is not None):
        raise InvalidValue("Offer.told_on", instance.told_on, "goes with status as_told, and only there")
    if instance.package.unknown and value != "as_told":
        parts = ", ".join(sorted(instance.package.unknown))
        raise InvalidValue("Offer", parts, "may be unknown only in an offer that is as_told")


def _not_before_issue(instance: Offer, attribute: Any, value: date | None) -> None:
    if value is not None and instance.issued_on is not None and value < instance.issued_on:
        raise InvalidValue("Offer.expires_on", value, f"must not be before it is issued on {instance.issued_on}")


def _terms_agree(instance: Offer, attribute: Any, value: EmploymentTerms) -> None:
    salary = instance.package.salary
    check_days(value, instance.package.start_on)
    check_hours(value, salary.hours_per_week if salary else None)


APPROVAL_SUBJECTS = ("offer", "base", "bonus", "sign-on", "equity", "tokens", "first year")
"""What an approval may be for; one of the whole offer is one of each of its parts."""


@frozen(kw_only=True)
class Approval:
    """An approval that was given. Internal: never in a candidate document.

    Attributes:
        by: Who gave it: one of the approvers that the policy names.
        on: Day on which it was given.
        subject: What was approved: the whole ``offer``, or a part of it.
    """

    by: str = field(validator=named)
    on: date
    subject: str = field(default="offer", validator=one_of(*APPROVAL_SUBJECTS))


@frozen(kw_only=True)
class Offer:
    """A package, made by an employer to a candidate.

    Attributes:
        offer_number: The employer's own number; names the letter.
        package: What is promised.
        employer: Who promises it.
        candidate: To whom.
        role: For which work.
        issued_on: Day of issue, if issued.
        told_on: Day on which the candidate told us, for another company's offer.
        expires_on: Last day to accept.
        jurisdiction: Whose rules the letter follows, such as ``US``; empty leaves it to the location.
        status: ``draft``, ``issued``, or ``as_told``: another company's offer, as the candidate tells it.
        approvals: Approvals given so far. Internal: never in a candidate document.
        terms: Terms of employment beside the pay.
    """

    offer_number: str = field(validator=named)
    package: Package
    employer: Employer
    candidate: Candidate
    role: Role
    issued_on: date | None = None
    told_on: date | None = None
    expires_on: date | None = field(default=None, validator=_not_before_issue)
    jurisdiction: str = field(default="", validator=tidy)
    status: Literal["draft", "issued", "as_told"] = field(
        default="draft", validator=[one_of("draft", "issued", "as_told"), _told]
    )
    approvals: tuple[Approval, ...] = ()
    terms: EmploymentTerms = field(default=EmploymentTerms(), validator=_terms_agree)

    @property
    def is_told(self) -> bool:
        """Whether it is another company's offer, as the candidate tells it; no letter is written from it."""
        return self.status == "as_told"

    @property
    def hours_per_week(self) -> Decimal | None:
        """Normal working hours a week, as the terms or an hourly salary state them; None if neither does."""
        salary = self.package.salary
        return self.terms.hours_per_week or (salary.hours_per_week if salary else None)
