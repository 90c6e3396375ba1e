"""What one audit needs: the roster with its policy applied, usage matched to it by a stated key, and the market."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import field, frozen

from ..errors import InvalidValue
from ..market.market import Market
from ..valuation.facts import Facts
from ..workforce.policy.tokenpolicy import TokenPolicy
from ..workforce.roster import Roster
from ..workforce.usage.identities import Matched, match_people
from ..workforce.usage.modelnames import with_listed_models
from .assumptions import read_assumptions
from .desk import Request, price_book
from .rosterdesk import open_roster
from .usagesources import read_usage_export

if TYPE_CHECKING:
    import pandas as pd

EMAIL = "email"
"""Column of the roster that is the key, where it has one and none is named."""


@frozen(kw_only=True)
class AuditRequest:
    """What is asked for.

    Attributes:
        roster: File of the roster.
        usage: Files of usage exports, or folders of them.
        policy: The policy file.
        facts: Day, assumptions, prices and currency.
        key: Column of the roster that identities are; empty is ``email`` where it has one, else ``employee_id``.
        identities: Kinds of identity that are looked up.
        source: Source of the usage; ``auto`` is told by content.
        provider: Provider of models that name none.
    """

    roster: str
    usage: tuple[str, ...]
    policy: str
    facts: Request
    key: str = ""
    identities: tuple[str, ...] = ("email", "user_id")
    source: str = "auto"
    provider: str = ""


@frozen(kw_only=True)
class AuditDesk:
    """An audit's material.

    Attributes:
        roster: The people, their allowances as the policy gives them today.
        policy: The policy.
        usage: With the employee of each row.
        market: Prices and exchange rates of today.
        currency: Of the usage.
        warnings: What a reader of the usage should know.
    """

    roster: Roster
    policy: TokenPolicy
    usage: Matched = field(repr=False)
    market: Market
    currency: str
    warnings: tuple[str, ...]


def open_audit(asked: AuditRequest, *, progress: Callable[[int], object] | None = None) -> AuditDesk:
    """Read all that an audit needs.

    Args:
        asked: What is asked for.
        progress: Called with the number of each of the three steps.

    Raises:
        FileProblems: With the problems of the first file that has any.
        InvalidValue: If a key is none, or stands for two employees.
    """
    show = progress or (lambda step: None)
    request = asked.facts
    facts = read_assumptions(request.assumptions) if request.assumptions else Facts()
    market = facts.market(price_book(request, facts), as_of=request.as_of, announced=request.announced)
    show(1)
    wanted = asked.key or EMAIL
    found = open_roster(
        asked.roster,
        as_of=request.as_of,
        policy=asked.policy,
        currency=request.currency or "",
        extra=() if wanted == "employee_id" else (wanted,),
    )
    assert found.policy is not None  # an audit names one
    roster, policy = found.roster, found.policy
    show(2)
    currency = request.currency or "USD"
    export = read_usage_export(asked.usage, source=asked.source, currency=currency, provider=asked.provider)
    export = with_listed_models(export, market.book.by_model)
    matched = match_people(export, identity_keys(roster.people, asked.key), asked.identities)
    show(3)
    return AuditDesk(
        roster=roster, policy=policy, usage=matched, market=market, currency=currency, warnings=export.warnings
    )


def identity_keys(people: pd.DataFrame, key: str) -> dict[str, str]:
    """Employee by key; who has none is nobody's."""
    column = key or (EMAIL if EMAIL in people.columns else "employee_id")
    if column not in people.columns:
        raise InvalidValue("--key", key, "is no column of the roster", "name the column that holds identities")
    keys = people[column].astype(object)
    told = keys.notna() & (keys.astype(str).str.strip() != "")
    held, ids = keys[told].astype(str), people.loc[told, "employee_id"].astype(str)
    _check_once(held)
    return dict(zip(held.tolist(), ids.tolist(), strict=True))


def _check_once(keys: pd.Series[str]) -> None:
    twice = keys[keys.duplicated()]
    if len(twice):
        raise InvalidValue("--key", twice.iloc[0], "stands for two employees", "give each a key of its own")
