"""A job posting: what an employer tells the public about a job and its pay. Nothing internal has a field here."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from attrs import field, frozen

from ...checks import maybe, named, not_negative, one_of, positive, tidy
from ...errors import CurrencyMismatch, InvalidValue
from ...money import Money, is_money
from .terms import EquityTerms, RateRange, TokenBudget

PERIODS = ("year", "month", "week", "day", "hour")
"""What a pay range is for."""

WORKPLACES = ("on-site", "hybrid", "remote")
EMPLOYMENTS = ("full-time", "part-time", "fixed-term", "intern")

_PLACE_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)
_LINK = re.compile(r"https?://[^\s<>\"'`\\{}|^]+", re.ASCII)
_MAILBOX = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


def one_line(instance: object, attribute: Any, value: str) -> None:
    """Clean text on a single line; may be empty."""
    tidy(instance, attribute, value)
    if len(value.splitlines()) > 1 or "\t" in value:
        name = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValue(name, value, "must be on one line", "take out line breaks and tabs")


def _titled(instance: object, attribute: Any, value: str) -> None:
    named(instance, attribute, value)
    one_line(instance, attribute, value)


def _each_tidy(instance: object, attribute: Any, value: tuple[str, ...]) -> None:
    for entry in value:
        _titled(instance, attribute, entry)


def place_code(code: str, name: str = "place") -> str:
    """A code of a place, checked: a country (``DE``), or one of its parts (``US-CO``), as ISO 3166 writes them.

    Raises:
        InvalidValue: If it is neither.
    """
    if not _PLACE_CODE.fullmatch(code):
        raise InvalidValue(name, code, "is no code of ISO 3166", "say a country, such as DE, or a part of it, US-CO")
    return code


def _coded(instance: Any, attribute: Any, value: str) -> None:
    place_code(value, f"{type(instance).__name__}.{attribute.name}")


def _each_coded(instance: Any, attribute: Any, value: tuple[str, ...]) -> None:
    for code in value:
        _coded(instance, attribute, code)


def _linked(instance: Any, attribute: Any, value: str) -> None:
    if value and not _LINK.fullmatch(value):
        name = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValue(name, value, "is no address of a page", "say https:// and the rest of it")


def _mailable(instance: Any, attribute: Any, value: str) -> None:
    if value and not _MAILBOX.fullmatch(value):
        raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", value, "is no e-mail address")


@frozen(kw_only=True)
class PostingPlace:
    """A place where the job is done; for a remote job, where its holder may live.

    Attributes:
        name: As printed, and as pay bands name it: ``Denver, CO``.
        code: Whose rules hold: a country or a part of it by ISO 3166, ``US-CO``.
        city: Its city, or empty for the whole of the country or part.
        street: Street address, or empty.
        postal_code: Postal code, or empty.
    """

    name: str = field(validator=_titled)
    code: str = field(validator=_coded)
    city: str = field(default="", validator=one_line)
    street: str = field(default="", validator=one_line)
    postal_code: str = field(default="", validator=one_line)

    @property
    def country(self) -> str:
        """Code of its country."""
        return self.code.partition("-")[0]

    @property
    def region(self) -> str:
        """Code of its part of the country, without the country; empty for the whole."""
        return self.code.partition("-")[2]


def _closed(instance: Any, attribute: Any, value: Money) -> None:
    """Both ends in one currency, the lower one first."""
    low = instance.minimum
    if low.currency != value.currency:
        raise CurrencyMismatch(low.currency, value.currency)
    if value < low:
        raise InvalidValue("PayRange.maximum", value, f"is below the minimum, {low}", "exchange the two")


@frozen(kw_only=True)
class PayRange:
    """Base pay that the employer expects in good faith to pay at hire; both ends always, equal for a fixed pay.

    Attributes:
        minimum: Lowest, before tax.
        maximum: Highest, in the same currency.
        per: For which time: ``year``, ``month``, ``week``, ``day`` or ``hour``, at full time.
        places: Names of the places for which it holds; empty for every place of the posting.
    """

    minimum: Money = field(validator=[is_money, positive])
    maximum: Money = field(validator=[is_money, _closed])
    per: str = field(default="year", validator=one_of(*PERIODS))
    places: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether it is one amount."""
        return self.minimum == self.maximum


def _not_empty(instance: Posting, attribute: Any, value: tuple[PostingPlace, ...]) -> None:
    names = [place.name for place in value]
    if not names:
        raise InvalidValue("Posting.places", "nothing", "names no place", "for a remote job, name where one may live")
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue("Posting.places", name, "stands twice", "keep one of them")


def _every_place_once(instance: Posting, attribute: Any, value: tuple[PayRange, ...]) -> None:
    """No range at all, or exactly one for each place."""
    names = {place.name for place in instance.places}
    told = [name for pay in value for name in pay.places or sorted(names)]
    for name in told:
        if name not in names:
            raise InvalidValue("Posting.pay", name, "is no place of the posting", f"say {', '.join(sorted(names))}")
        if told.count(name) > 1:
            raise InvalidValue("Posting.pay", name, "has two pay ranges", "keep one of them")
    for name in sorted(names.difference(told)) if value else ():
        raise InvalidValue("Posting.pay", name, "has no pay range", "state one for each place, or one for all")


def _deadline(instance: Posting, attribute: Any, value: date | None) -> None:
    if value is not None and instance.open_until_filled:
        raise InvalidValue("Posting.deadline", value, "cannot stand beside open until filled", "keep one of them")
    if value is not None and value < instance.posted_on:
        raise InvalidValue("Posting.deadline", value, f"is before the day of posting, {instance.posted_on}")


@frozen(kw_only=True)
class Posting:
    """A job, its pay and how to apply, as the public may read it.

    Attributes:
        number: The employer's own number of the opening.
        title: Job title.
        employer: Who hires.
        employer_page: Home page of the employer, or empty.
        about: What the job is, in paragraphs; a blank line parts two of them.
        duties: What is done in it.
        requirements: What it asks for.
        places: Where; never empty.
        workplace: ``on-site``, ``hybrid`` or ``remote``.
        employment: ``full-time``, ``part-time``, ``fixed-term`` or ``intern``.
        reports_to: Codes of places of the supervisor or office to which a remote job reports.
        employed_in: Codes of places in which the employer has people already.
        employees: How many people the employer has; None leaves open whether a law is for larger ones only.
        level: Level in the employer's ladder, or empty. Finds pay bands; never printed.
        family: Job family, or empty. Finds pay bands; never printed.
        pay: Base pay, one range for every place or one for each; empty if none is told.
        bonus: Target bonus as a rate of base, or None.
        equity: Equity, or None.
        other_pay: Other pay, such as commission or a sign-on bonus.
        tokens: Token budget, or None.
        benefits: What else comes with the job, each in a few words.
        how_to_apply: In words; empty if that is not told.
        apply_page: Page on which to apply, or empty.
        apply_to: E-mail address for applications, or empty.
        closing: Last paragraph, such as on equal opportunity; or empty.
        posted_on: Day of posting.
        open_until_filled: Whether applications are taken until somebody is hired.
        deadline: Last day to apply, or None.
    """

    number: str = field(validator=_titled)
    title: str = field(validator=_titled)
    employer: str = field(validator=_titled)
    employer_page: str = field(default="", validator=_linked)
    about: str = field(validator=named)
    duties: tuple[str, ...] = field(default=(), validator=_each_tidy)
    requirements: tuple[str, ...] = field(default=(), validator=_each_tidy)
    places: tuple[PostingPlace, ...] = field(validator=_not_empty)
    workplace: str = field(default="on-site", validator=one_of(*WORKPLACES))
    employment: str = field(default="full-time", validator=one_of(*EMPLOYMENTS))
    reports_to: tuple[str, ...] = field(default=(), validator=_each_coded)
    employed_in: tuple[str, ...] = field(default=(), validator=_each_coded)
    employees: int | None = field(default=None, validator=maybe(not_negative))
    level: str = field(default="", validator=one_line)
    family: str = field(default="", validator=one_line)
    pay: tuple[PayRange, ...] = field(default=(), validator=_every_place_once)
    bonus: RateRange | None = None
    equity: EquityTerms | None = None
    other_pay: tuple[str, ...] = field(default=(), validator=_each_tidy)
    tokens: TokenBudget | None = None
    benefits: tuple[str, ...] = field(default=(), validator=_each_tidy)
    how_to_apply: str = field(default="", validator=tidy)
    apply_page: str = field(default="", validator=_linked)
    apply_to: str = field(default="", validator=_mailable)
    closing: str = field(default="", validator=tidy)
    posted_on: date
    open_until_filled: bool = False
    deadline: date | None = field(default=None, validator=_deadline)

    def at(self, pay: PayRange) -> tuple[PostingPlace, ...]:
        """The places for which a range holds."""
        return tuple(place for place in self.places if not pay.places or place.name in pay.places)
