"""The audit of token use: what people were granted, what they used, what is expected by now, and what is a concern."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from ...checks import between
from ...errors import InvalidValue
from ...market.market import Market
from ...money import Money, known_currency
from ..policy.tokenpolicy import TokenPolicy
from ..roster import GROUPS, Roster
from ..usage.basis import Basis
from ..usage.identities import Matched, Unmatched
from .alarms import CapBreach, cap_breaches
from .grants import check_market
from .groups import COMPANY, AuditGroup, GroupTerms, audit_groups
from .levers import LeverStudy, LeverTerms, lever_study
from .outcomes import Peers, outcome_sums, peers, with_outcomes
from .people import PersonAudit, audit_people, person_audit
from .use import RowsCounted, used
from .year import AuditYear

if TYPE_CHECKING:
    import pandas as pd


_WEEK = 7


@frozen(kw_only=True)
class AuditTerms:
    """How an audit looks.

    Attributes:
        currency: ISO 4217 code of all money, which is that of the usage.
        start: First day of the year; None is 1 January.
        by: Columns of the roster by which people are grouped, each alone.
        outcomes: Columns of outcomes; None is every one in which anything stands.
        levers: What would be done otherwise.
        budgets: Money of the year by column and label, instead of what is granted; ``("company", "")`` is everybody's.
        hide_below: Fewest people that a group, or the peers of a family, shows.
        names: Whether single people are shown. Without, no id is in the result.
        aliases: Model of the price book by model of the usage, where their names differ.
    """

    currency: str = field(default="USD", validator=known_currency)
    start: date | None = None
    by: tuple[str, ...] = field(default=("department",))
    outcomes: tuple[str, ...] | None = None
    levers: LeverTerms = LeverTerms()
    budgets: Mapping[tuple[str, str], Money] = field(factory=dict)
    hide_below: int = field(default=5, validator=between(1, 100_000))
    names: bool = True
    aliases: Mapping[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for name in self.by:
            if name not in GROUPS:
                raise InvalidValue("by", name, "is no column of groups", f"say some of {', '.join(GROUPS)}")
        if "manager" in self.by and not self.names:
            fix = "group by another column, or show names"
            raise InvalidValue("by", "manager", "would show the ids of managers, and names are hidden", fix)


@frozen(kw_only=True, eq=False)
class Audit:
    """The audit of a workforce's token use.

    Attributes:
        year: The year, up to today.
        terms: How it looks.
        employees: How many people are employed on some day of the year so far.
        users: How many of them have a row of use.
        people: A row each of them: money in billionths, shares in millionths; empty where names are hidden.
        company: Everybody; None where they are too few to be shown.
        groups: By each column, by label, small ones together.
        caps: Caps of the policy that people's use is over.
        levels: Names of the alarm levels, from the quietest to the loudest.
        outcomes: Names of the columns of outcomes.
        peers: Outcomes by family.
        study: Levers on the last month.
        days_of_use: First and last day of use in the year so far; None without any.
        bases: What use counts as, by provider.
        counted: How many rows of usage counted as what.
        unpriced: Of these, rows without a price, by model. No level for too little use sounds for whoever has one.
        unmatched: Identities that the roster does not know; empty where names are hidden.
        unmatched_identities: How many there are.
        unmatched_tokens: Their tokens.
    """

    year: AuditYear
    terms: AuditTerms
    employees: int
    users: int
    people: pd.DataFrame = field(repr=False)
    company: AuditGroup | None
    groups: Mapping[str, tuple[AuditGroup, ...]]
    caps: tuple[CapBreach, ...]
    levels: tuple[str, ...]
    outcomes: tuple[str, ...]
    peers: tuple[Peers, ...]
    study: LeverStudy
    days_of_use: tuple[date, date] | None
    bases: Mapping[str, Basis]
    counted: RowsCounted
    unpriced: Mapping[str, int]
    unmatched: tuple[Unmatched, ...]
    unmatched_identities: int
    unmatched_tokens: int

    @property
    def currency(self) -> str:
        """ISO 4217 code of all money."""
        return self.terms.currency

    @property
    def gaps(self) -> tuple[str, ...]:
        """Stretches of the year so far, longer than a week, without use of anybody at its beginning or end.

        Usage that was not read looks like none: paces and forecasts are too low then.
        """
        if self.days_of_use is None:
            return (f"no use from {self.year.start} to before {self.year.as_of}",)
        first, last = self.days_of_use
        before, after = (first - self.year.start).days, (self.year.as_of - last).days - 1
        told = [f"no use from {self.year.start} to before {first}"] if before > _WEEK else []
        return (*told, *([f"no use after {last}"] if after > _WEEK else []))

    def person(self, employee_id: str) -> PersonAudit:
        """One person.

        Raises:
            InvalidValue: If nobody who is shown has that id.
        """
        found = self.people[self.people["employee_id"] == employee_id]
        if found.empty:
            raise InvalidValue("employee_id", employee_id, "is nobody of the audit who is shown")
        return person_audit(found.iloc[0], self.currency)


def audit(
    roster: Roster,
    usage: Matched,
    policy: TokenPolicy,
    as_of: date,
    *,
    market: Market,
    terms: AuditTerms = AuditTerms(),
    outcomes: pd.DataFrame | None = None,
) -> Audit:
    """What a workforce was granted and used in a year so far, by person and group.

    Use counts as billed for each provider whose use is all billed, and else by its tokens at list prices (see
    `usage.basis`); what has no price counts as nothing and is told.
    What was granted accrues day by day of employment. The forecast is what was used, and the days that are left at the
    pace of the last four weeks and at that of all days so far: the two are its range.

    Args:
        roster: The people, with the allowances that the policy gives (see `apply`).
        usage: With the employee of each row (see `match`).
        policy: Its alarms and caps.
        as_of: Today; the days before it count.
        market: Token prices and exchange rates, of the same day.
        terms: How it looks.
        outcomes: A table of one's own of what came of the use, with ``employee_id``; None is the usage's own.

    Raises:
        InvalidValue: If the market is of another day, or names are hidden and everybody together is too few.
        MissingFact: If a price or an exchange rate is needed and not given.
        CurrencyMismatch: If usage and prices are in two currencies.
    """
    check_market(market, as_of)
    year = AuditYear.of(as_of, terms.start)
    use = used(usage, roster, year, market.book, currency=terms.currency, aliases=terms.aliases)
    whole = audit_people(roster, use, policy, year, market)
    told = outcome_sums(usage.outcomes if outcomes is None else outcomes, _ids(roster), year, terms.outcomes)
    there = (whole["days"] > 0).to_numpy()
    people = whole[there].reset_index(drop=True)
    _check_size(people, terms)
    fewest = terms.hide_below
    people = with_outcomes(people, {name: count[there] for name, count in told.items()}, year, fewest)
    levels = tuple(level.name for level in policy.alarms)
    of = GroupTerms(year=year, currency=terms.currency, levels=levels, hide_below=fewest, budgets=terms.budgets)
    strangers = int((~there[use.person]).sum())
    found = Audit(
        year=year,
        terms=terms,
        employees=len(people),
        users=int((people["rows"] > 0).sum()),
        people=people,
        company=next(iter(audit_groups(people, COMPANY, of)), None),
        groups={column: audit_groups(people, column, of) for column in terms.by},
        caps=tuple(cap_breaches(policy, use, _ids(roster), whole["days"].to_numpy(), year, market)),
        levels=levels,
        outcomes=tuple(told),
        peers=tuple(peers(people, tuple(told), terms.currency, fewest)),
        study=lever_study(
            usage.frame, market.book, terms.levers, as_of, currency=terms.currency, aliases=terms.aliases
        ),
        days_of_use=use.days,
        bases=use.bases,
        counted=evolve(use.counted, not_employed=strangers),
        unpriced=use.unpriced,
        unmatched=usage.unmatched,
        unmatched_identities=len(usage.unmatched),
        unmatched_tokens=sum(one.tokens for one in usage.unmatched),
    )
    return found if terms.names else _without_names(found)


def _ids(roster: Roster) -> Any:
    return roster.people["employee_id"].to_numpy(dtype=object)


def _check_size(people: pd.DataFrame, terms: AuditTerms) -> None:
    if not terms.names and len(people) < terms.hide_below:
        rule = f"are fewer than {terms.hide_below}, and names are hidden: nothing may be shown"
        raise InvalidValue("people", len(people), rule, "look at more people")


def _without_names(found: Audit) -> Audit:
    caps = tuple(evolve(breach, employee_ids=()) for breach in found.caps)
    return evolve(found, people=_empty(found.people), caps=caps, unmatched=())


def _empty(people: pd.DataFrame) -> pd.DataFrame:
    """The columns alone, made anew: a slice of nothing can still hold the categories, or the texts, of all."""
    import pandas as pd

    kinds = {name: kind if kind.kind in "iub" else "object" for name, kind in people.dtypes.items()}
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in kinds.items()})
