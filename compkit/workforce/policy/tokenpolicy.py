"""The token policy: which token allowance comes with which job, under which caps, and what use is a concern."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from attrs import evolve, field, frozen

from ...checks import between, maybe, one_of, tidy
from ...errors import InvalidValue
from ...money import EXACT, Money, exact
from ...pay.allowance import TokenAllowance
from ...pay.amounts import SHARES_OF_PAY, CapacitySlice, CreditsPer, MoneyPer, TokensPer, all_named
from ...pay.baskets import provider_of
from ...pay.offer import Role
from ...valuation.offerpolicy import TokenCap
from .alarms import AlarmLevel, in_order

_ONE_TOKEN = Decimal("0.000001")
"""Of a million."""


def parts_of(place: str) -> tuple[str, ...]:
    """A place and its parts between commas, in small letters, the whole first: Austin, TX is in Austin and in TX."""
    whole = place.casefold()
    return tuple(dict.fromkeys((whole, *(part.strip() for part in whole.split(",")))))


@frozen(kw_only=True)
class Job:
    """Whom a rule may be for: what is known of a job.

    Attributes:
        level: Level in the employer's ladder, or empty.
        families: Job families that it counts as, the closest first.
        place: Place of work, or empty.
        department: Department, or empty.
    """

    level: str = ""
    families: tuple[str, ...] = ()
    place: str = ""
    department: str = ""

    @classmethod
    def of(cls, role: Role) -> Job:
        """The job of an offer's role; its family is its department or its title, as in pay bands."""
        families = (role.department, role.title)
        return cls(level=role.level, families=families, place=role.location, department=role.department)

    @property
    def label(self) -> str:
        """Level, family and place in words."""
        family = next((family for family in self.families if family), "")
        said = dict.fromkeys(word for word in (family, self.place, self.department) if word)
        return ", ".join((self.level or "no level", *said))


def _forward(instance: TokenRule, attribute: Any, value: date | None) -> None:
    if value is not None and instance.from_on is not None and value < instance.from_on:
        raise InvalidValue("TokenRule.until_on", value, f"must not end before it begins on {instance.from_on}")


def _can_prorate(instance: TokenRule, attribute: Any, value: str) -> None:
    allowance = instance.allowance
    if value == "none" and allowance is not None and isinstance(allowance.amount, SHARES_OF_PAY):
        rule = "a share of pay follows FTE already, for pay does"
        raise InvalidValue("TokenRule.prorate", value, rule, "leave it out, or say an amount")


@frozen(kw_only=True)
class TokenRule:
    """Which allowance some jobs come with. A level, family, place or department that is empty is any.

    Attributes:
        allowance: What they get, at full time; None is no tokens.
        level: Level in the employer's ladder.
        family: Job family.
        place: Place of work, or a part of one between commas.
        department: Department.
        prorate: ``fte`` gives part-time jobs their part of an amount; ``none`` gives everybody all of it. A share of
            pay follows FTE by itself, and is never cut twice.
        from_on: First day; None is always so far.
        until_on: Last day; None while open.
    """

    allowance: TokenAllowance | None
    level: str = field(default="", validator=tidy)
    family: str = field(default="", validator=tidy)
    place: str = field(default="", validator=tidy)
    department: str = field(default="", validator=tidy)
    prorate: Literal["fte", "none"] = field(default="fte", validator=[one_of("fte", "none"), _can_prorate])
    from_on: date | None = None
    until_on: date | None = field(default=None, validator=_forward)

    @property
    def key(self) -> tuple[str, ...]:
        """Level, family, place and department, in any spelling of capitals."""
        return tuple(word.casefold() for word in (self.level, self.family, self.place, self.department))

    @property
    def label(self) -> str:
        """Whom it is for, in words."""
        said = [word for word in (self.level, self.family, self.place, self.department) if word]
        return ", ".join(said) or "everyone"

    def is_in_force(self, on: date) -> bool:
        """Whether it holds on a day."""
        return (self.from_on or date.min) <= on <= (self.until_on or date.max)

    def overlaps(self, other: TokenRule) -> bool:
        """Whether there is a day on which both hold."""
        begin = max(self.from_on or date.min, other.from_on or date.min)
        return begin <= min(self.until_on or date.max, other.until_on or date.max)

    def fit(self, job: Job) -> tuple[int, ...] | None:
        """How closely it is for a job: by level, then family, then place, then department; None if it is not."""
        level, family, place, department = self.key
        known = (
            (level, (job.level.casefold(),)),
            (family, tuple(own.casefold() for own in job.families)),
            (place, parts_of(job.place)),
            (department, (job.department.casefold(),)),
        )
        ranks = [_rank(said, own) for said, own in known]
        return None if None in ranks else tuple(rank for rank in ranks if rank is not None)

    def at(self, fte: Decimal) -> TokenAllowance | None:
        """The allowance of somebody who works a part of full time."""
        if self.prorate == "none" or self.allowance is None or fte == 1:
            return self.allowance
        return prorated(self.allowance, fte)


def _rank(said: str, own: tuple[str, ...]) -> int | None:
    """How closely a word of a rule fits: 0 is the closest, lower is further, None not at all."""
    if not said:
        return -len(own) - 1
    return -own.index(said) if said in own else None


def prorated(allowance: TokenAllowance, fte: Decimal) -> TokenAllowance | None:
    """An allowance times FTE: money to the whole cent and tokens to the whole one, halves up; the rest exactly.

    A share of pay stays as it is, for pay is a part already. Limits on what is carried over stay too. None if
    less than half a cent or half a token is left of it.
    """
    amount = allowance.amount
    match amount:
        case MoneyPer():
            money = _short((amount.money * fte).rounded().amount)
            return evolve(allowance, amount=evolve(amount, money=evolve(amount.money, amount=money))) if money else None
        case TokensPer():
            mtok = EXACT.multiply(amount.mtok, fte).quantize(_ONE_TOKEN, context=EXACT)
            return evolve(allowance, amount=evolve(amount, mtok=_short(mtok))) if mtok else None
        case CreditsPer():
            return evolve(allowance, amount=evolve(amount, credits=EXACT.multiply(amount.credits, fte)))
        case CapacitySlice():
            return evolve(allowance, amount=evolve(amount, share=EXACT.multiply(amount.share, fte)))
        case _:
            return allowance


def _short(number: Decimal) -> Decimal:
    """A number without zeros at the end of its decimals, as somebody would write it."""
    return Decimal(f"{EXACT.normalize(number):f}")


@frozen(kw_only=True)
class ApprovedProviders:
    """Providers at which tokens may be bought.

    Attributes:
        providers: Their names, as models are named by: openai, anthropic.
        place: Place of work, or a part of one between commas; empty is every place without an entry of its own.
    """

    providers: tuple[str, ...] = field(validator=all_named)
    place: str = field(default="", validator=tidy)


def _no_ties(instance: TokenPolicy, attribute: Any, value: tuple[TokenRule, ...]) -> None:
    for number, rule in enumerate(value):
        for earlier in value[:number]:
            if rule.key == earlier.key and rule.overlaps(earlier):
                fix = "keep one of them, or give them days that do not overlap"
                raise InvalidValue("TokenPolicy.rules", rule.label, "has two rules for one day", fix)


def _each_place_once(instance: TokenPolicy, attribute: Any, value: tuple[ApprovedProviders, ...]) -> None:
    seen = [entry.place.casefold() for entry in value]
    for entry in value:
        if seen.count(entry.place.casefold()) > 1:
            label = entry.place or "every place"
            raise InvalidValue("TokenPolicy.providers", label, "has two lists of providers", "keep one of them")


def _approved_rules(instance: TokenPolicy, attribute: Any, value: tuple[ApprovedProviders, ...]) -> None:
    for rule in instance.rules:
        strange = rule.allowance and instance.not_approved(rule.allowance, rule.place)
        if strange:
            fix = f"approve it, or say one of {', '.join(instance.approved(rule.place))}"
            broken = f"is not an approved provider, and the rule for {rule.label} gives tokens there"
            raise InvalidValue("TokenPolicy.rules", strange[0], broken, fix)


@frozen(kw_only=True)
class TokenPolicy:
    """Which token allowance comes with which job. An empty policy gives nobody any.

    Attributes:
        rules: The rule that names the level goes before one that names the family, then place, then department.
        caps: The most that allowances of one person may come to, in all, at a provider or for a tool; and who may
            allow more.
        providers: Where tokens may be bought; without any, everywhere.
        alarms: Use that is a concern, from the quietest to the loudest.
        named: Allowances by the names that rosters give; they belong to no job.
        notice_days: Days of notice of a change, for allowances that say none themselves; None leaves them without.
        own_allowances: ``keep`` what people have that is stated in the roster, or ``override`` it.
    """

    rules: tuple[TokenRule, ...] = field(default=(), validator=_no_ties)
    caps: tuple[TokenCap, ...] = ()
    providers: tuple[ApprovedProviders, ...] = field(default=(), validator=[_each_place_once, _approved_rules])
    alarms: tuple[AlarmLevel, ...] = field(default=(), validator=in_order)
    named: Mapping[str, TokenAllowance] = field(factory=dict)
    notice_days: int | None = field(default=None, validator=maybe(between(0, 3650)))
    own_allowances: Literal["keep", "override"] = field(default="keep", validator=one_of("keep", "override"))

    def rule(self, job: Job, on: date) -> TokenRule | None:
        """The rule of a job on a day: the most specific that is in force; None if there is none."""
        fits = [(rule.fit(job), rule) for rule in self.rules if rule.is_in_force(on)]
        found = [(fit, rule) for fit, rule in fits if fit is not None]
        return max(found, key=lambda entry: entry[0])[1] if found else None

    def given(self, rule: TokenRule, fte: Decimal) -> TokenAllowance | None:
        """What a rule gives to somebody who works a part of full time, with the policy's notice."""
        allowance = rule.at(fte)
        if allowance is None or allowance.notice_days is not None:
            return allowance
        return evolve(allowance, notice_days=self.notice_days)

    def allowance_for(
        self,
        *,
        level: str = "",
        family: str = "",
        place: str = "",
        department: str = "",
        fte: Decimal | int | str = 1,
        on: date,
    ) -> TokenAllowance | None:
        """The allowance of a job on a day; None if no rule gives one.

        Args:
            level: Level in the employer's ladder.
            family: Job family.
            place: Place of work.
            department: Department.
            fte: Full-time equivalent, above 0 and up to 1.
            on: The day.

        Raises:
            InvalidValue: If FTE is not that.
        """
        part = exact(fte)
        if not 0 < part <= 1:
            raise InvalidValue("fte", part, "must be above 0 and up to 1", "say 0.8 for four days of five")
        rule = self.rule(Job(level=level, families=(family,), place=place, department=department), on)
        return None if rule is None else self.given(rule, part)

    def approved(self, place: str) -> tuple[str, ...]:
        """Providers that are approved at a place; empty is any."""
        lists = {entry.place.casefold(): entry.providers for entry in self.providers}
        return next((lists[part] for part in (*parts_of(place), "") if part in lists), ())

    def not_approved(self, allowance: TokenAllowance, place: str) -> tuple[str, ...]:
        """Providers that an allowance names and that are not approved at a place."""
        approved = self.approved(place)
        return tuple(name for name in providers_of(allowance) if approved and name not in approved)

    def alarm(self, used: Money, *, given: Money | None = None, pay: Money | None = None) -> AlarmLevel | None:
        """The loudest level that use of a time reaches; None if it is no concern.

        Args:
            used: Money's worth of tokens used.
            given: Money's worth given for the same time; None where nothing was.
            pay: Pay for the same time; None where it is not known.
        """
        of = {"allowance": given, "pay": pay}
        return next((level for level in reversed(self.alarms) if level.holds(used, of[level.of])), None)


def providers_of(allowance: TokenAllowance) -> tuple[str, ...]:
    """Every provider that an allowance names, by its basket or by where it can be spent."""
    models = allowance.basket.models if allowance.basket else ()
    return tuple(dict.fromkeys((*allowance.providers, *(provider_of(model) for model in models))))
