"""What laws on pay in job postings ask for, as data: each rule with its source, and whether it was checked there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ...checks import named, not_negative, one_of, positive, tidy
from ...errors import InvalidValue
from ...money import exact
from .posting import Posting, place_code

ASKS = ("pay range", "closed range", "other pay", "benefits", "job description", "deadline", "how to apply")
"""What a rule may ask of a posting, in the order of a report."""


@frozen(kw_only=True)
class Ask:
    """One thing that a rule asks for.

    Attributes:
        what: Which, one of `ASKS`.
        words: What the rule says of it, in a sentence.
        before_interview: Whether it may be told outside the posting, if before the interview.
    """

    what: str = field(validator=one_of(*ASKS))
    words: str = field(validator=named)
    before_interview: bool = False


def _coded(instance: PostingRule, attribute: Any, value: str) -> None:
    place_code(value, "PostingRule.place")


def _asks_once(instance: PostingRule, attribute: Any, value: tuple[Ask, ...]) -> None:
    said = [ask.what for ask in value]
    if not said:
        raise InvalidValue("PostingRule.asks", "nothing", "asks for nothing", f"say one of {', '.join(ASKS)}")
    for what in said:
        if said.count(what) > 1:
            raise InvalidValue("PostingRule.asks", what, "stands twice", "keep one of them")


@frozen(kw_only=True)
class PostingRule:
    """What one law asks of a posting. Not legal advice: have counsel review.

    Attributes:
        place: Code of the place: ``US-CO``, or ``EU``.
        countries: Countries in which it holds, where the place is not itself a country or a part of one.
        name: The law by its name, as printed.
        law: Where it stands: code and section.
        source: Address of the text that was read.
        read_on: When it was read.
        in_force_on: From when it holds.
        checked: Whether its asks were confirmed at the source; a rule that was not is printed as such.
        employees: How many people an employer has at least for it to hold.
        supervisor: Whether it also holds for work elsewhere that reports to a supervisor or office there.
        remote_anywhere: Whether it holds for every remote job of an employer with people there.
        asks: What it asks for, each thing once.
        note: Whatever a reader should know beside; or empty.
    """

    place: str = field(validator=_coded)
    countries: tuple[str, ...] = ()
    name: str = field(validator=named)
    law: str = field(validator=named)
    source: str = field(validator=named)
    read_on: date
    in_force_on: date
    checked: bool = False
    employees: int = field(default=1, validator=not_negative)
    supervisor: bool = False
    remote_anywhere: bool = False
    asks: tuple[Ask, ...] = field(validator=_asks_once)
    note: str = field(default="", validator=tidy)

    def covers(self, code: str) -> bool:
        """Whether a place is one where it holds; a whole country holds each of its parts."""
        return code == self.place or code.partition("-")[0] in self.countries or (self.place.partition("-")[0] == code)

    def holds_for(self, posting: Posting, places: tuple[str, ...]) -> bool:
        """Whether it holds for a posting that is open in these places, once it is in force.

        An employer whose size is not told counts as large enough.
        """
        if posting.employees is not None and posting.employees < self.employees:
            return False
        reached = [*places, *(posting.reports_to if self.supervisor else ())]
        if self.remote_anywhere and posting.workplace == "remote":
            reached += posting.employed_in
        return any(self.covers(code) for code in reached)

    def asks_for(self, what: str) -> Ask | None:
        """What it asks for of this kind, if anything."""
        return next((ask for ask in self.asks if ask.what == what), None)


def _each_place_once(instance: PostingRules, attribute: Any, value: tuple[PostingRule, ...]) -> None:
    places = [rule.place for rule in value]
    for place in places:
        if places.count(place) > 1:
            raise InvalidValue("PostingRules.rules", place, "has two rules", "keep one of them")


@frozen(kw_only=True)
class PostingRules:
    """Rules of several places.

    Attributes:
        wide_from: Spread from which a range is flagged: 0.6 where the maximum is 60 % above the minimum. No law names
            one; laws ask for good faith.
        rules: Each place once.
    """

    wide_from: Decimal = field(converter=exact, validator=positive)
    rules: tuple[PostingRule, ...] = field(validator=_each_place_once)
