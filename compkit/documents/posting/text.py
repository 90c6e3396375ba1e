"""The text of a posting, once: headings, paragraphs, lists and rows, from which Markdown and HTML are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from ...money import Money
from .. import format as say
from .posting import PayRange, Posting
from .terms import TokenBudget

US = "en_US"

UNTIL_FILLED = "There is no deadline: applications are taken on an ongoing basis until the job is filled."
GOOD_FAITH = "{employer} expects in good faith to pay base salary within the stated range at hire."
NOT_CASH = "The token budget stands beside the salary range: it is not cash and not part of base salary."

_USES = {
    "business": "It is a work budget: the tokens are for work only.",
    "mixed": "The tokens are for work, and in part for personal use.",
    "personal": "The tokens are for personal use.",
}
_RULES = {
    "fixed money": "The money stays the same when token prices change; how many tokens it buys moves with them.",
    "fixed quantity": "The number of tokens stays the same when their price changes.",
    "collar": "The number of tokens stays the same while prices move within stated limits, the money beyond them.",
    "better of both": "When prices rise, the number of tokens stays the same; when they fall, the money does.",
    "indexed": "The money follows a published index of token prices.",
}


@frozen
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its words, on one line.
    """

    text: str


@frozen
class Bullets:
    """A list.

    Attributes:
        entries: Its entries, each on one line.
    """

    entries: tuple[str, ...]


@frozen
class Rows:
    """What is paid, row by row.

    Attributes:
        rows: What it is, and how much of it.
    """

    rows: tuple[tuple[str, str], ...]


@frozen
class Link:
    """A paragraph that leads somewhere.

    Attributes:
        label: Words before it.
        target: Where to: a page, or an e-mail address after ``mailto:``.
    """

    label: str
    target: str

    @property
    def shown(self) -> str:
        """The address as a reader sees it."""
        return self.target.removeprefix("mailto:")


Part = Paragraph | Bullets | Rows | Link


@frozen
class Section:
    """A part of a posting under one heading.

    Attributes:
        heading: The heading.
        parts: What stands under it; never empty.
    """

    heading: str
    parts: tuple[Part, ...]


def facts(posting: Posting) -> str:
    """Employer, places, kind of work: the line under the title."""
    where = say.listed([place.name for place in posting.places], last="or")
    workplace = {"on-site": where, "hybrid": f"{where} (hybrid)", "remote": f"Remote, from {where}"}
    return " · ".join((posting.employer, workplace[posting.workplace], posting.employment.capitalize()))


def reference(posting: Posting) -> str:
    """Number and day of posting."""
    return f"Reference {posting.number} · Posted on {say.day(posting.posted_on, locale=US)}"


def sections(posting: Posting) -> tuple[Section, ...]:
    """All that a posting says below its title, in order; what is not told has no section."""
    found = (
        Section("About the job", tuple(Paragraph(text) for text in paragraphs(posting.about))),
        Section("What you will do", _bullets(posting.duties)),
        Section("What you bring", _bullets(posting.requirements)),
        Section("Pay", tuple(_pay(posting))),
        Section("AI tokens", tuple(_tokens(posting))),
        Section("Benefits", _bullets(posting.benefits)),
        Section("How to apply", tuple(_apply(posting))),
        Section(f"About {posting.employer}", tuple(Paragraph(text) for text in paragraphs(posting.closing))),
    )
    return tuple(section for section in found if section.parts)


def paragraphs(text: str) -> tuple[str, ...]:
    """Text parted at its blank lines; a single line break is a blank, as it is in Markdown and in HTML."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def _bullets(entries: tuple[str, ...]) -> tuple[Part, ...]:
    return (Bullets(entries),) if entries else ()


# pay


def _pay(posting: Posting) -> Iterator[Part]:
    rows = tuple(_rows(posting))
    if rows:
        yield Rows(rows)
    if posting.pay:
        yield Paragraph(GOOD_FAITH.format(employer=posting.employer))
    if posting.equity is not None and posting.equity.words:
        yield from (Paragraph(text) for text in paragraphs(posting.equity.words))


def _rows(posting: Posting) -> Iterator[tuple[str, str]]:
    for pay in posting.pay:
        name = "Base salary" if pay.per == "year" else "Base pay"
        where = f" ({say.listed(pay.places)})" if pay.places else ""
        yield f"{name}{where}", pay_words(pay)
    yield from incentive_rows(posting)
    if posting.tokens is not None:
        yield "AI token budget, beside base salary", token_amount(posting.tokens)


def incentive_rows(posting: Posting) -> Iterator[tuple[str, str]]:
    """Bonus, the value of equity, and other pay: what it is, and how much."""
    if posting.bonus is not None:
        low, high = (say.percent(rate, locale=US) for rate in (posting.bonus.minimum, posting.bonus.maximum))
        yield "Target bonus", f"{low if low == high else f'{low} to {high}'} of base salary"
    if posting.equity is not None and posting.equity.minimum is not None and posting.equity.maximum is not None:
        worth = money_range(posting.equity.minimum, posting.equity.maximum)
        yield "Equity", f"{worth} for each year of vesting, by value at grant"
    yield from (("Other pay", entry) for entry in posting.other_pay)


def pay_words(pay: PayRange) -> str:
    """Base pay: ``USD 208,000 to USD 312,000 a year``."""
    return f"{money_range(pay.minimum, pay.maximum)} {_each(pay.per)}"


def money_range(low: Money, high: Money) -> str:
    """Both ends with their currency; one amount where they are equal."""
    return say.money(low) if low == high else f"{say.money(low)} to {say.money(high)}"


def _each(period: str) -> str:
    return f"an {period}" if period == "hour" else f"a {period}"


# tokens


def token_amount(tokens: TokenBudget) -> str:
    """How much: money, or millions of tokens of a model."""
    low, high = tokens.minimum, tokens.maximum
    if isinstance(low, Money) and isinstance(high, Money):
        return f"{money_range(low, high)} {_each(tokens.per)}"
    assert isinstance(low, Decimal) and isinstance(high, Decimal)  # both ends are of one kind
    count = say.number(low) if low == high else f"{say.number(low)} to {say.number(high)}"
    return f"{count} million tokens of {tokens.model} {_each(tokens.per)}"


def _tokens(posting: Posting) -> Iterator[Part]:
    if posting.tokens is None:
        return
    tokens = posting.tokens
    opening = f"The job comes with a budget for AI tokens of {token_amount(tokens)}."
    yield Paragraph(f"{opening} {_USES[tokens.use]} {NOT_CASH} {_RULES[tokens.rule]}")
    yield from (Paragraph(text) for text in paragraphs(tokens.words))


# applying


def _apply(posting: Posting) -> Iterator[Part]:
    yield from (Paragraph(text) for text in paragraphs(posting.how_to_apply))
    if posting.apply_page:
        yield Link("Apply at", posting.apply_page)
    if posting.apply_to:
        yield Link("Apply by e-mail to", f"mailto:{posting.apply_to}")
    if posting.deadline is not None:
        yield Paragraph(f"Apply by {say.day(posting.deadline, locale=US)}.")
    elif posting.open_until_filled:
        yield Paragraph(UNTIL_FILLED)
