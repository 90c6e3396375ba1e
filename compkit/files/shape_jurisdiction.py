"""Shapes of a jurisdiction file: what a letter there must say, may not say, and how it says it."""

from __future__ import annotations

from typing import Annotated, Any

from attrs import fields, frozen

from ..documents.jurisdiction import Jurisdiction
from ..documents.jurisdictionfields import CONDITIONS
from ..documents.jurisdictionparts import (
    HOW_CHECKED,
    LETTER,
    SECTIONS,
    ClauseText,
    Duty,
    LegalSource,
    RefusedTerm,
    RequiredField,
    SeparateDocument,
    TokenTax,
    TokenTexts,
)
from ..documents.jurisdictionrules import CHECKS
from ..pay.terms import WORDINGS
from .fields import Currency, Day, Flag, Number, Text, choice
from .places import Place
from .structure import BROKEN, key

JURISDICTION_FORMAT = "compkit/jurisdiction/1"

When = Annotated[str, choice(*CONDITIONS)]


def _values(shape: Any) -> dict[str, Any]:
    """The keys of a shape as they are, without its source."""
    return {attribute.name: getattr(shape, attribute.name) for attribute in fields(type(shape))}


def _with_source(shape: Any, here: Place, kind: Any, keys: dict[str, str] | None = None, **changed: Any) -> Any:
    """A rule with its source."""
    source = None if shape.source is None else shape.source.build(here.at("source"))
    return here.make(kind, keys or {}, **{**_values(shape), "source": source, **changed})


@frozen(kw_only=True)
class SourceShape:
    """Where a rule stands."""

    law: Text = key("The law, or what else it is from.")
    section: Text = key("Its section or article.", "")
    url: Text = key("Where it was read.", "")
    on: Day = key("Day on which it was read.")
    from_: Day | None = key("First day on which it applies.", None)
    until: Day | None = key("Last day on which it applies.", None)
    checked: Annotated[str, choice(*HOW_CHECKED)] = key("What was read: the law's text, a summary, or no source.")

    def build(self, here: Place) -> Any:
        """The source."""
        return here.make(
            LegalSource,
            {"from_on": "from", "until_on": "until"},
            law=self.law,
            section=self.section,
            url=self.url,
            on=self.on,
            from_on=self.from_,
            until_on=self.until,
            checked=self.checked,
        )


@frozen(kw_only=True)
class RequiredShape:
    """A field without which no letter is written."""

    field: Text = key("Its path in the offer file.")
    why: Text = key("Why it is needed.")
    add: Text = key("What to write, by example.")
    when: When = key("Condition on which it is needed.", "always")
    source: SourceShape = key("Where that stands.")

    def build(self, here: Place) -> Any:
        """The required field."""
        source = self.source.build(here.at("source"))
        return here.make(
            RequiredField,
            {"path": "field"},
            path=self.field,
            why=self.why,
            add=self.add,
            when=self.when,
            source=source,
        )


@frozen(kw_only=True)
class ClauseShape:
    """A clause of the letter, or of a document beside it."""

    id: Text = key("Its name; a clause of a part replaces the one of the whole.")
    name: Text = key("As printed.")
    section: Annotated[str, choice(*SECTIONS)] = key("The section of the letter in which it is printed.", "terms")
    text: Text = key("Sentences, with {{ path }} where a field of the offer is printed.")
    none: Text = key("The sentences where a field says none; left out, the clause is.", "")
    when: When = key("Condition on which it is printed.", "always")
    each_payment: Flag = key("Printed for each sign-on instalment that is owed back.", False)
    document: Text = key("The document it stands in.", LETTER)
    source: SourceShape | None = key("Where the rule stands that it follows.", None)

    def build(self, here: Place) -> Any:
        """The clause."""
        return _with_source(self, here, ClauseText)


@frozen(kw_only=True)
class RefusedShape:
    """A term that no letter there may have."""

    id: Text = key("Its name.")
    field: Text = key("What it is about, as a path of the offer file.")
    check: Annotated[str, choice(*CHECKS)] = key("How it is found.")
    limit: Number | None = key("Months, or US dollars a year.", None)
    why: Text = key("What the rule says.")
    instead: Text = key("The way out.")
    source: SourceShape = key("Where it stands.")

    def build(self, here: Place) -> Any:
        """The refused term."""
        values = _values(self)
        path = values.pop("field")
        values["source"] = self.source.build(here.at("source"))
        return here.make(RefusedTerm, {"path": "field"}, path=path, **values)


@frozen(kw_only=True)
class SeparateShape:
    """A document that goes with the letter and is signed apart."""

    id: Text = key("Its name.")
    title: Text = key("As printed.")
    when: When = key("Condition on which it is needed.")
    why: Text = key("Why it is apart.")
    source: SourceShape = key("Where that stands.")

    def build(self, here: Place) -> Any:
        """The document."""
        return _with_source(self, here, SeparateDocument)


@frozen(kw_only=True)
class DutyShape:
    """What an employer has to do beside the letter."""

    id: Text = key("Its name.")
    text: Text = key("What, by when.")
    when: When = key("Condition on which it is due.", "always")
    source: SourceShape = key("Where that stands.")

    def build(self, here: Place) -> Any:
        """The duty."""
        return _with_source(self, here, Duty)


@frozen(kw_only=True)
class TokenTaxShape:
    """How a token allowance is usually treated for tax."""

    use: Annotated[str, choice("business", "incidental", "personal")] = key("What tokens may be used for.")
    text: Text = key("The sentence of the letter.")
    source: SourceShape = key("Where it stands.")

    def build(self, here: Place) -> Any:
        """The treatment."""
        return _with_source(self, here, TokenTax)


@frozen(kw_only=True)
class TokenTextsShape:
    """What a letter says of tokens."""

    wording: Annotated[str, choice(*WORDINGS)] = key("The usual wording.")
    compensation: Text = key("The sentence where tokens are part of the compensation.")
    tool_budget: Text = key("The sentence where they are a budget for tools of the work.")
    tax: tuple[TokenTaxShape, ...] = key("Tax treatment, by use.")
    sources: tuple[SourceShape, ...] = key("Where the two sentences stand on.", ())

    def build(self, here: Place) -> Any:
        """The texts."""
        lists = {name: _built(here.at(name), getattr(self, name)) for name in ("tax", "sources")}
        return here.make(TokenTexts, **{**_values(self), **lists})


@frozen(kw_only=True)
class JurisdictionShape:
    """Whose rules a letter follows. Not legal advice; have counsel review."""

    format: Annotated[str, choice(JURISDICTION_FORMAT)] = key(f"Always {JURISDICTION_FORMAT}.")
    review: Text = key("That it is not legal advice.")
    name: Text = key("As printed.")
    within: Text = key("Id of the jurisdiction whose rules hold here too.", "")
    aliases: tuple[Text, ...] = key("Other names by which an offer may state it.", ())
    language: Text = key("Language of its clauses, ISO 639.")
    locale: Text = key("How dates and money are written, such as en_US.")
    currency: Currency = key("Usual currency.")
    paper: Annotated[str, choice("us-letter", "a4")] = key("Size of the paper.")
    places: tuple[Text, ...] = key("Names of places that lie only here.", ())
    shared_places: tuple[Text, ...] = key("Names and codes that may also lie elsewhere.", ())
    regions: tuple[Text, ...] = key("Names of a whole of which this is a part.", ())
    required: tuple[RequiredShape, ...] = key("Fields without which no letter is written.", ())
    clauses: tuple[ClauseShape, ...] = key("Clauses of the letter and of documents beside it.", ())
    refused: tuple[RefusedShape, ...] = key("Terms that no letter may have.", ())
    separate: tuple[SeparateShape, ...] = key("Documents that go with the letter.", ())
    duties: tuple[DutyShape, ...] = key("What the employer has to do beside the letter.", ())
    tokens: TokenTextsShape | None = key("What the letter says of tokens.", None)
    without: tuple[Text, ...] = key("Ids and paths of the whole that do not hold here.", ())

    def build(self, here: Place, id: str) -> Any:  # noqa: A002 - the file's name is the id
        """The jurisdiction, without the rules of what it lies within."""
        values = _values(self)
        del values["format"]
        for name in ("required", "clauses", "refused", "separate", "duties"):
            values[name] = _built(here.at(name), values[name])
        tokens = None if self.tokens is None else self.tokens.build(here.at("tokens"))
        return here.make(Jurisdiction, id=id, **{**values, "tokens": tokens})


def _built(listed: Place, shapes: Any) -> Any:
    """Every entry of a list built, each at its place."""
    if shapes is BROKEN:
        return BROKEN
    return tuple(shape if shape is BROKEN else shape.build(listed.at(n)) for n, shape in enumerate(shapes))
