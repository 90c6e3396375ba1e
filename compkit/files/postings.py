"""Posting files: a job as it is told to the public, alone or with the pay bands of its role."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..documents.posting import EquityTerms, PayRange, Posting, PostingPlace, RateRange, TokenBudget, with_bands
from ..documents.posting.posting import EMPLOYMENTS, PERIODS, WORKPLACES
from ..documents.posting.terms import TOKEN_PERIODS, TOKEN_RULES, TOKEN_USES
from ..pay.structure import PayStructure
from .assumptions import DEFAULT_CURRENCY
from .fields import Count, Currency, Day, Model, Rate, Stated, Sum, Text, choice, parse_day, words
from .places import Place, read_shape
from .structure import BROKEN, key

POSTING_FORMAT = "compkit/posting/1"
OPEN_UNTIL_FILLED = "open until filled"


def _parse_deadline(value: object) -> date | str:
    """A day, or the words for none."""
    return OPEN_UNTIL_FILLED if value == OPEN_UNTIL_FILLED else parse_day(value)


Deadline = Annotated[Any, words(_parse_deadline, str)]


@frozen(kw_only=True)
class PostingPlaceShape:
    """A place of the job."""

    name: Text = key("As printed, and as pay bands name it, such as Denver, CO.")
    code: Text = key("Country or part of it by ISO 3166, such as DE or US-CO.")
    city: Text = key("Its city; left out for the whole of it.", "")
    street: Text = key("Street address.", "")
    postal_code: Text = key("Postal code.", "")

    def build(self, here: Place) -> Any:
        """The place."""
        names = ("name", "code", "city", "street", "postal_code")
        return here.make(PostingPlace, **{name: getattr(self, name) for name in names})


@frozen(kw_only=True)
class PayRangeShape:
    """A pay range, closed: both ends, equal for a fixed pay."""

    minimum: Stated = key("Lowest; a range has both ends, so no 'from' and no 'up to'.")
    maximum: Stated = key("Highest; a range has both ends, so no 'from' and no 'up to'.")
    per: Annotated[str, choice(*PERIODS)] = key("For which time, at full time.", "year")
    places: tuple[Text, ...] = key("Names of the places for which it holds; left out for all.", ())

    def build(self, here: Place) -> Any:
        """The range."""
        low, high = here.money(self.minimum), here.money(self.maximum)
        return here.make(PayRange, minimum=low, maximum=high, per=self.per, places=self.places)


@frozen(kw_only=True)
class RateRangeShape:
    """A target bonus."""

    minimum: Rate = key("Lowest target, such as 10 %.")
    maximum: Rate = key("Highest target; the same where there is one.")

    def build(self, here: Place) -> Any:
        """The range."""
        return here.make(RateRange, minimum=self.minimum, maximum=self.maximum)


@frozen(kw_only=True)
class EquityTermsShape:
    """Equity."""

    minimum: Stated | None = key("Lowest value of the grant for each year of vesting.", None)
    maximum: Stated | None = key("Highest.", None)
    words: Text = key("What is granted, and how it vests.", "")

    def build(self, here: Place) -> Any:
        """The terms."""
        low, high = here.money(self.minimum), here.money(self.maximum)
        return here.make(EquityTerms, minimum=low, maximum=high, words=self.words)


@frozen(kw_only=True)
class TokenBudgetShape:
    """The token budget: money, or with a model millions of its tokens."""

    minimum: Stated = key("Least: money, or with a model millions of tokens.")
    maximum: Stated = key("Most; the same where it is one amount.")
    per: Annotated[str, choice(*TOKEN_PERIODS)] = key("For which time.", "year")
    model: Model | None = key("Whose tokens, where they are counted.", None)
    rule: Annotated[str, choice(*TOKEN_RULES)] = key("What holds when token prices change.", "fixed money")
    use: Annotated[str, choice(*TOKEN_USES)] = key("What the tokens are for.", "business")
    words: Text = key("More of it, such as which tools.", "")

    def build(self, here: Place) -> Any:
        """The budget."""
        low, high = (self._amount(here, name, getattr(self, name)) for name in ("minimum", "maximum"))
        same = {name: getattr(self, name) for name in ("per", "rule", "use", "words")}
        return here.make(TokenBudget, minimum=low, maximum=high, model=self.model or "", **same)

    def _amount(self, here: Place, name: str, said: Sum) -> Any:
        if said is BROKEN or self.model is None:
            return here.money(said)
        if said.currency:
            return here.at(name).refuse("is money, and model counts tokens", "leave out the currency, or the model")
        return Decimal(said.amount)


@frozen(kw_only=True)
class PostingShape:
    """A job posting. All of it is public, but level, family, employees, employed_in and reports_to are not printed."""

    format: Annotated[str, choice(POSTING_FORMAT)] = key(f"Always {POSTING_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.", DEFAULT_CURRENCY)
    number: Text = key("The employer's own number of the opening.")
    title: Text = key("Job title.")
    employer: Text = key("Who hires.")
    employer_page: Text = key("Home page of the employer.", "")
    about: Text = key("What the job is; a blank line parts two paragraphs.")
    duties: tuple[Text, ...] = key("What is done in it.", ())
    requirements: tuple[Text, ...] = key("What it asks for.", ())
    places: Any = key("Where; for a remote job, where one may live.")
    workplace: Annotated[str, choice(*WORKPLACES)] = key("Whether one comes to the place.", "on-site")
    employment: Annotated[str, choice(*EMPLOYMENTS)] = key("Kind of employment.", "full-time")
    reports_to: tuple[Text, ...] = key("Codes of places of the supervisor or office it reports to.", ())
    employed_in: tuple[Text, ...] = key("Codes of places in which the employer has people.", ())
    employees: Count | None = key("How many people the employer has.", None)
    level: Text = key("Level, to find pay bands.", "")
    family: Text = key("Job family, to find pay bands.", "")
    pay: Any = key("Base pay, one range or one for each place.", None)
    bonus: Any = key("Target bonus as a rate of base.", None)
    equity: Any = key("Equity.", None)
    other_pay: tuple[Text, ...] = key("Other pay, such as a commission.", ())
    tokens: Any = key("Token budget.", None)
    benefits: tuple[Text, ...] = key("Benefits, each in a few words.", ())
    how_to_apply: Text = key("How to apply, in words.", "")
    apply_page: Text = key("Page on which to apply.", "")
    apply_to: Text = key("E-mail address for applications.", "")
    closing: Text = key("Last paragraph, such as on equal opportunity.", "")
    posted_on: Day = key("Day of posting.")
    deadline: Deadline | None = key(f"Last day to apply, or {OPEN_UNTIL_FILLED}.", None)

    def build(self, here: Place) -> Any:
        """The posting."""
        here = here.in_currency(self.currency)
        until_filled = self.deadline == OPEN_UNTIL_FILLED
        return here.make(
            Posting,
            **{name: getattr(self, name) for name in _SAME},
            places=tuple(place.build(PostingPlaceShape) for place in here.at("places").entries()),
            pay=tuple(pay.build(PayRangeShape) for pay in here.at("pay").entries()),
            bonus=_maybe(here.at("bonus"), RateRangeShape),
            equity=_maybe(here.at("equity"), EquityTermsShape),
            tokens=_maybe(here.at("tokens"), TokenBudgetShape),
            open_until_filled=until_filled,
            deadline=None if until_filled else self.deadline,
        )


_SAME = (
    *("number", "title", "employer", "employer_page", "about", "duties", "requirements", "workplace", "employment"),
    *("reports_to", "employed_in", "employees", "level", "family", "other_pay", "benefits"),
    *("how_to_apply", "apply_page", "apply_to", "closing", "posted_on"),
)


def _maybe(place: Place, shape: Any) -> Any:
    return None if place.data is None else place.build(shape)


def read_posting(path: str | Path, *, bands: PayStructure | None = None) -> Posting:
    """The posting of a file, YAML or JSON; ``-`` is standard input.

    Args:
        path: The file.
        bands: Where pay, bonus, equity and tokens are from that the file does not state; see `read_bands`.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
        InvalidValue: If the bands do not cover the job, or what the file states leaves them.
    """
    posting: Posting = read_shape(path, PostingShape, "posting")
    return posting if bands is None else with_bands(posting, bands)
