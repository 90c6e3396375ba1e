"""Files of rules on job postings: what laws of places ask for, from the data that comes with compkit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..documents.posting import Ask, PostingRule, PostingRules
from ..documents.posting.rules import ASKS
from .fields import Count, Day, Flag, Rate, Text, choice
from .places import Place, read_shape
from .structure import key
from .templates import template

RULES_FORMAT = "compkit/posting-rules/1"
RULES = "postings/rules.yaml"


@frozen(kw_only=True)
class AskShape:
    """One thing that a rule asks for."""

    what: Annotated[str, choice(*ASKS)] = key("Which.")
    words: Text = key("What the rule says of it, in a sentence of one's own.")
    before_interview: Flag = key("Whether it may be told outside the posting, before the interview.", False)

    def build(self, here: Place) -> Any:
        """The ask."""
        return here.make(Ask, what=self.what, words=self.words, before_interview=self.before_interview)


@frozen(kw_only=True)
class PostingRuleShape:
    """What one law asks of a posting."""

    place: Text = key("Code of the place, such as US-CO.")
    countries: tuple[Text, ...] = key("Countries in which it holds, for a place that is none itself.", ())
    name: Text = key("The law by its name.")
    law: Text = key("Code and section.")
    source: Text = key("Address of the text that was read.")
    read_on: Day = key("When it was read.")
    in_force_on: Day = key("From when it holds.")
    checked: Flag = key("Whether its asks were confirmed there.", False)
    employees: Count = key("How many people an employer has at least.", 1)
    supervisor: Flag = key("Whether it holds for work elsewhere that reports there.", False)
    remote_anywhere: Flag = key("Whether it holds for every remote job of an employer with people there.", False)
    asks: Any = key("What it asks for.")
    note: Text = key("Whatever a reader should know beside.", "")

    def build(self, here: Place) -> Any:
        """The rule."""
        names = ("place", "countries", "name", "law", "source", "read_on", "in_force_on", "checked", "employees")
        same = {name: getattr(self, name) for name in (*names, "supervisor", "remote_anywhere", "note")}
        return here.make(PostingRule, asks=tuple(ask.build(AskShape) for ask in here.at("asks").entries()), **same)


@frozen(kw_only=True)
class PostingRulesShape:
    """Rules of several places."""

    format: Annotated[str, choice(RULES_FORMAT)] = key(f"Always {RULES_FORMAT}.")
    wide_from: Rate = key("Spread from which a range is flagged; no law names one.")
    rules: Any = key("The rules, each place once.")

    def build(self, here: Place) -> Any:
        """The rules."""
        listed = tuple(rule.build(PostingRuleShape) for rule in here.at("rules").entries())
        return here.make(PostingRules, wide_from=self.wide_from, rules=listed)


def read_posting_rules(path: str | Path | None = None) -> PostingRules:
    """Rules of a file; those that come with compkit without one.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    rules: PostingRules = read_shape(path or template(RULES), PostingRulesShape, "posting-rules")
    return rules
