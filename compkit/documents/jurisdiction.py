"""A jurisdiction: what a letter there must say, may not say, and how it says it. Not legal advice; have counsel review.

The rules are data (files/jurisdictions.py), each with its source; here is their whole. A state's or country's rules
are added to those of what it lies within.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal, TypeVar

from attrs import evolve, field, frozen

from ..checks import named, one_of
from ..errors import InvalidValue
from ..money import known_currency
from .jurisdictionparts import (
    ClauseText,
    Duty,
    LegalSource,
    RefusedTerm,
    RequiredField,
    SeparateDocument,
    TokenTexts,
)

_REGION_ID = re.compile(r"[a-z]{2}(-[a-z]{2})?")


def _region_id(instance: Any, attribute: Any, value: str) -> None:
    if value and not _REGION_ID.fullmatch(value):
        raise InvalidValue(f"Jurisdiction.{attribute.name}", value, "must be like us or us-ca")


@frozen(kw_only=True)
class Jurisdiction:
    """Whose rules a letter follows. Not legal advice; have counsel review.

    Attributes:
        id: Such as ``us-ca``; offers name it in any case.
        name: As printed.
        within: The jurisdiction whose rules hold here too; empty if there is none.
        aliases: Other names by which an offer may state it.
        language: Language of its clauses, ISO 639.
        locale: How dates and money are written, such as ``en_US``.
        currency: Usual currency, ISO 4217.
        paper: ``us-letter`` or ``a4``.
        places: Names of places that lie only here.
        shared_places: Names and codes that may also lie elsewhere: they do not decide alone.
        regions: Names of a whole of which this is a part, such as ``USA``: they narrow, and never decide.
        required: Fields without which no letter is written.
        clauses: Clauses of the letter and of documents beside it.
        refused: Terms that no letter may have.
        separate: Documents that go with the letter.
        duties: What the employer has to do beside the letter.
        tokens: What the letter says of tokens.
        without: Ids and paths of the whole that do not hold here.
        review: That it is not legal advice.
    """

    id: str = field(validator=_region_id)
    name: str = field(validator=named)
    within: str = field(default="", validator=_region_id)
    aliases: tuple[str, ...] = ()
    language: str = field(validator=named)
    locale: str = field(validator=named)
    currency: str = field(validator=known_currency)
    paper: Literal["us-letter", "a4"] = field(validator=one_of("us-letter", "a4"))
    places: tuple[str, ...] = ()
    shared_places: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    required: tuple[RequiredField, ...] = ()
    clauses: tuple[ClauseText, ...] = ()
    refused: tuple[RefusedTerm, ...] = ()
    separate: tuple[SeparateDocument, ...] = ()
    duties: tuple[Duty, ...] = ()
    tokens: TokenTexts | None = None
    without: tuple[str, ...] = ()
    review: str = field(validator=named)

    @property
    def sources(self) -> tuple[LegalSource, ...]:
        """Every source of its rules, each once."""
        rules: list[Any] = [*self.required, *self.clauses, *self.refused, *self.separate, *self.duties]
        rules += self.tokens.tax if self.tokens else ()
        found = (*(rule.source for rule in rules), *(self.tokens.sources if self.tokens else ()))
        return tuple(dict.fromkeys(source for source in found if source is not None))

    def inside(self, whole: Jurisdiction) -> Jurisdiction:
        """Its rules together with those of the whole it lies within; its own take the place of those of one name."""
        return evolve(
            self,
            required=_together(whole.required, self.required, self.without),
            clauses=_together(whole.clauses, self.clauses, self.without),
            refused=_together(whole.refused, self.refused, self.without),
            separate=_together(whole.separate, self.separate, self.without),
            duties=_together(whole.duties, self.duties, self.without),
            tokens=self.tokens or whole.tokens,
            regions=(*whole.regions, *self.regions),
        )


_Rule = TypeVar("_Rule")


def _together(whole: Iterable[_Rule], own: Iterable[_Rule], without: Iterable[str]) -> tuple[_Rule, ...]:
    rules: dict[str, _Rule] = {_key(rule): rule for rule in whole}
    rules |= {_key(rule): rule for rule in own}
    return tuple(rule for key, rule in rules.items() if key not in without)


def _key(rule: Any) -> str:
    """What a rule is told apart by: its id, or its path."""
    return str(rule.path if isinstance(rule, RequiredField) else rule.id)
