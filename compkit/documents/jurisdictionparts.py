"""Parts of a jurisdiction: what is required, said, refused, handed out apart and done, each with its source."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import named, one_of, tidy
from ..errors import InvalidValue
from ..money import maybe_exact
from ..pay.terms import WORDINGS
from .jurisdictionfields import CONDITIONS, FIELDS
from .jurisdictionrules import CHECKS, NEED_LIMIT, PAID_ONCE

LETTER = "letter"

SECTIONS = ("position", "salary", "pay", "equity", "benefits", "terms")
"""Sections of a letter in which clauses are printed."""

PAYMENT = ("payment.amount", "payment.paid_on", "payment.months", "payment.owed_until", "payment.repay")
"""Placeholders of a clause that is printed for each payment that is owed back."""
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")

HOW_CHECKED = ("text", "summary", "no")
"""Whether the law's own text was read, a summary by an authority or a law firm, or nothing."""


def placeholders(text: str) -> tuple[str, ...]:
    """The fields that a clause prints, in order.

    >>> placeholders("You report to {{ role.manager }}.")
    ('role.manager',)
    """
    return tuple(_PLACEHOLDER.findall(text))


def _known_field(instance: Any, attribute: Any, value: str) -> None:
    if value not in FIELDS:
        raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", value, "is no path of an offer file")


def _known_placeholders(instance: ClauseText, attribute: Any, value: str) -> None:
    known = FIELDS.union(PAYMENT) if instance.each_payment else FIELDS
    name = f"ClauseText.{attribute.name}"
    for found in placeholders(value):
        if found not in known:
            raise InvalidValue(name, found, "is no path of an offer file", "see the offer's JSON Schema")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", value)):
        raise InvalidValue(name, value, "has braces that are no placeholder", "say {{ role.title }}")


_READ = {"text": "", "summary": "; known from a summary", "no": "; not checked"}
"""What is said of a source whose own text was not read."""


@frozen(kw_only=True)
class LegalSource:
    """Where a rule stands.

    Attributes:
        law: The law, or what else it is from.
        section: Its section or article, or empty.
        url: Where it was read; empty only if it was not.
        on: Day on which it was read.
        from_on: First day on which it applies; None if it has applied for long.
        until_on: Last day on which it applies; None if no end is known.
        checked: Whether the law's own ``text`` was read, a ``summary``, or ``no`` source at all.
    """

    law: str = field(validator=named)
    section: str = field(default="", validator=tidy)
    url: str = field(default="", validator=tidy)
    on: date
    from_on: date | None = None
    until_on: date | None = None
    checked: Literal["text", "summary", "no"] = field(validator=one_of(*HOW_CHECKED))

    @checked.validator
    def _was_read_somewhere(self, attribute: object, value: str) -> None:
        if (value == "no") != (not self.url):
            raise InvalidValue("LegalSource.url", self.url, "is where it was checked", "say where, or checked: no")

    def applies_on(self, day: date) -> bool:
        """Whether the rule applies on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)

    def __str__(self) -> str:
        named = f"{self.law}, {self.section}" if self.section else self.law
        return f"{named}{_READ[self.checked]}"


@frozen(kw_only=True)
class RequiredField:
    """A field without which no letter is written there.

    Attributes:
        path: Its path in the offer file, such as ``terms.notice_from_employer``.
        why: Why it is needed, in a sentence.
        add: What to write, by example.
        when: Condition on which it is needed.
        source: Where that stands.
    """

    path: str = field(validator=_known_field)
    why: str = field(validator=named)
    add: str = field(validator=named)
    when: str = field(default="always", validator=one_of(*CONDITIONS))
    source: LegalSource


@frozen(kw_only=True)
class ClauseText:
    """A clause of a letter, or of a document beside it.

    Attributes:
        id: Its name in files; a clause of a part replaces the one of the whole.
        name: As printed, in bold.
        section: The section of the letter in which it is printed.
        text: Sentences, with ``{{ path }}`` where a field of the offer is printed; left out if one says nothing.
        none: The sentences instead, where a field says that the term does not exist; empty leaves the clause out.
        when: Condition on which it is printed.
        each_payment: Printed for each sign-on instalment that is owed back.
        document: The document it stands in.
        source: Where the rule stands that it follows; None for one that the parties choose.
    """

    id: str = field(validator=named)
    name: str = field(validator=named)
    section: Literal["position", "salary", "pay", "equity", "benefits", "terms"] = field(
        default="terms", validator=one_of(*SECTIONS)
    )
    each_payment: bool = False
    text: str = field(validator=[named, _known_placeholders])
    none: str = field(default="", validator=[tidy, _known_placeholders])
    when: str = field(default="always", validator=one_of(*CONDITIONS))
    document: str = field(default=LETTER, validator=named)
    source: LegalSource | None = None


@frozen(kw_only=True)
class RefusedTerm:
    """A term that no letter there may have.

    Attributes:
        id: Its name in files.
        path: What it is about, as a path of the offer file.
        check: How it is found, one of `CHECKS`.
        limit: Months, or US dollars a year; None where the check needs none.
        why: What the rule says, in a sentence.
        instead: The way out.
        source: Where it stands.
    """

    id: str = field(validator=named)
    path: str = field(validator=_known_field)
    check: str = field(validator=one_of(*CHECKS))
    limit: Decimal | None = field(default=None, converter=maybe_exact)
    why: str = field(validator=named)
    instead: str = field(validator=named)
    source: LegalSource

    @limit.validator
    def _fits_check(self, attribute: object, value: Decimal | None) -> None:
        if (self.check in NEED_LIMIT) != (value is not None):
            raise InvalidValue("RefusedTerm.limit", value, f"does not go with a term that {self.check}")
        if "repaid" in self.check and self.path not in PAID_ONCE:
            raise InvalidValue("RefusedTerm.path", self.path, f"must be one of {', '.join(PAID_ONCE)}")


@frozen(kw_only=True)
class SeparateDocument:
    """A document that goes with the letter and is signed apart.

    Attributes:
        id: Its name in files and in `ClauseText.document`.
        title: As printed.
        when: Condition on which it is needed.
        why: Why it is apart.
        source: Where that stands.
    """

    id: str = field(validator=named)
    title: str = field(validator=named)
    when: str = field(validator=one_of(*CONDITIONS))
    why: str = field(validator=named)
    source: LegalSource


@frozen(kw_only=True)
class Duty:
    """What an employer has to do beside the letter, which the letter does not do.

    Attributes:
        id: Its name in files.
        text: What, by when.
        when: Condition on which it is due.
        source: Where that stands.
    """

    id: str = field(validator=named)
    text: str = field(validator=named)
    when: str = field(default="always", validator=one_of(*CONDITIONS))
    source: LegalSource


@frozen(kw_only=True)
class TokenTax:
    """How a token allowance is usually treated for tax, as text.

    Attributes:
        use: What tokens may be used for: ``business``, ``incidental`` or ``personal``.
        text: The sentence of the letter.
        source: Where it stands.
    """

    use: Literal["business", "incidental", "personal"] = field(validator=one_of("business", "incidental", "personal"))
    text: str = field(validator=named)
    source: LegalSource


def _every_use(instance: object, attribute: object, value: tuple[TokenTax, ...]) -> None:
    if sorted(text.use for text in value) != ["business", "incidental", "personal"]:
        said = ", ".join(text.use for text in value)
        raise InvalidValue("TokenTexts.tax", said, "must be one of each: business, incidental, personal")


@frozen(kw_only=True)
class TokenTexts:
    """What a letter says of tokens there.

    Attributes:
        wording: The usual wording there.
        compensation: The sentence where tokens are offered as part of the compensation.
        tool_budget: The sentence where they are a budget for tools of the work.
        tax: Tax treatment, by use.
        sources: Where the two sentences stand on; none where they are practice alone.
    """

    wording: Literal["compensation", "tool budget"] = field(validator=one_of(*WORDINGS))
    compensation: str = field(validator=named)
    tool_budget: str = field(validator=named)
    tax: tuple[TokenTax, ...] = field(validator=_every_use)
    sources: tuple[LegalSource, ...] = ()

    def text(self, wording: str = "") -> str:
        """The sentence of a wording; of the usual one if empty."""
        return {"compensation": self.compensation, "tool budget": self.tool_budget}[wording or self.wording]
