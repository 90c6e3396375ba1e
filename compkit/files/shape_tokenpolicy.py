"""Shapes of the token policy: the section ``tokens`` of a policy file, and its caps."""

from __future__ import annotations

from typing import Annotated, Any

from attrs import frozen

from ..valuation.offerpolicy import TokenCap
from ..workforce.policy.alarms import AlarmLevel
from ..workforce.policy.tokenpolicy import ApprovedProviders, TokenPolicy, TokenRule
from .fields import Count, Day, Rate, Stated, Text, choice
from .places import Place
from .shape_tokens import TokensShape
from .structure import BROKEN, key

NO_TOKENS = "none"


@frozen(kw_only=True)
class TokenCapShape:
    """The most that token allowances of one person may come to."""

    annual: Stated = key("Money a year.")
    provider: Text = key("Only what must be spent at this provider.", "")
    tool: Text = key("Only what is given for this tool.", "")
    approver: Text = key("Who may allow more; without it nobody may.", "")

    def build(self, here: Place) -> Any:
        """The cap."""
        annual = here.money(self.annual)
        return here.make(TokenCap, annual=annual, provider=self.provider, approver=self.approver, tool=self.tool)


@frozen(kw_only=True)
class TokenRuleShape:
    """The allowance of some jobs. A level, family, place or department that is left out is any."""

    level: Text = key("Level in the employer's ladder.", "")
    family: Text = key("Job family; of an offer, a department or a job title.", "")
    place: Text = key("Place of work, or a part of it between commas.", "")
    department: Text = key("Department.", "")
    from_: Day | None = key("First day of the rule.", None)
    until: Day | None = key("Last day of the rule.", None)
    prorate: Annotated[str, choice("fte", "none")] = key(
        "fte: part-time jobs get their part of an amount; none: all of it. A share of pay follows FTE by itself.", "fte"
    )
    allowance: Any = key("The allowance at full time, as in an offer file; or none.")

    def build(self, here: Place) -> Any:
        """The rule."""
        return here.make(
            TokenRule,
            {"from_on": "from", "until_on": "until"},
            allowance=self._allowance(here.at("allowance")),
            level=self.level,
            family=self.family,
            place=self.place,
            department=self.department,
            prorate=self.prorate,
            from_on=self.from_,
            until_on=self.until,
        )

    def _allowance(self, here: Place) -> Any:
        if self.allowance is BROKEN:
            return BROKEN
        return None if self.allowance == NO_TOKENS else here.build(TokensShape)


@frozen(kw_only=True)
class ApprovedShape:
    """Providers at which tokens may be bought."""

    place: Text = key("Place of work, or a part of it between commas; every other place if left out.", "")
    approved: tuple[Text, ...] = key("Names of providers, as models are named by.")

    def build(self, here: Place) -> Any:
        """The list."""
        return here.make(ApprovedProviders, {"providers": "approved"}, providers=self.approved, place=self.place)


@frozen(kw_only=True)
class AlarmShape:
    """Use that is a concern; at the share itself it is none."""

    name: Text = key("How loud it is, in a word.")
    of: Annotated[str, choice("allowance", "pay")] = key("What the share is of.")
    below: Rate | None = key("Use below this share is a concern, such as 50 %.", None)
    above: Rate | None = key("Use above this share is a concern, such as 120 %.", None)
    rule: Text = key("Why, in words.", "")

    def build(self, here: Place) -> Any:
        """The level."""
        return here.make(AlarmLevel, name=self.name, of=self.of, below=self.below, above=self.above, rule=self.rule)


@frozen(kw_only=True)
class TokenPolicyShape:
    """Which token allowance comes with which job, under which caps, and what use is a concern."""

    rules: Any = key("Who gets what; the most specific rule wins: level, then family, place and department.", None)
    caps: Any = key("The most that allowances of one person may come to, and who may allow more.", None)
    allowances: Any = key("Allowances by name, for rosters that state who has which.", None)
    providers: Any = key("Where tokens may be bought; everywhere if left out.", None)
    alarms: Any = key("Use that is a concern, from the quietest to the loudest.", None)
    notice_days: Count | None = key("Days of notice of a change, for allowances that say none themselves.", None)
    own_allowances: Annotated[str, choice("keep", "override")] = key(
        "What becomes of allowances that a roster states itself.", "keep"
    )

    def build(self, here: Place) -> Any:
        """The policy."""
        parts = {name: here.at(name) for name in _PARTS}
        built = {name: tuple(entry.build(_PARTS[name]) for entry in parts[name].entries()) for name in _PARTS}
        before = len(here.problems)
        _ties(parts["rules"], built["rules"])
        _strange(parts["rules"], built["rules"], built["providers"])
        if len(here.problems) > before:
            return BROKEN
        named = here.at("allowances")
        return here.make(
            TokenPolicy,
            {"named": "allowances"},
            **built,
            named={} if named.data is None else {name: named.at(name).build(TokensShape) for name in named.data},
            notice_days=self.notice_days,
            own_allowances=self.own_allowances,
        )


_PARTS: dict[str, Any] = {
    "rules": TokenRuleShape,
    "caps": TokenCapShape,
    "providers": ApprovedShape,
    "alarms": AlarmShape,
}


def _ties(listed: Place, rules: tuple[Any, ...]) -> None:
    """Note rules for the same jobs and days, where the second stands."""
    for index, rule in enumerate(rules):
        for number, earlier in enumerate(rules[:index]):
            if BROKEN not in (rule, earlier) and rule.key == earlier.key and rule.overlaps(earlier):
                fix = "keep one of them, or give them days that do not overlap"
                words = f"is for the same jobs and days as rules[{number}]"
                listed.at(index).refuse(words, fix, value=rule.label)
                return


def _strange(listed: Place, rules: tuple[Any, ...], providers: tuple[Any, ...]) -> None:
    """Note allowances for providers that are not approved where their rule is for."""
    places = [entry.place for entry in providers if entry is not BROKEN]
    if BROKEN in providers or len(set(places)) < len(places):
        return
    known = TokenPolicy(providers=providers)
    for index, rule in enumerate(rules):
        if rule is BROKEN or rule.allowance is None:
            continue
        for provider in known.not_approved(rule.allowance, rule.place):
            fix = f"approve it under providers, or say one of {', '.join(known.approved(rule.place))}"
            listed.at(index).at("allowance").refuse("is for a provider that is not approved", fix, value=provider)
