"""A roster with its policy applied: what every command over a workforce begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from ..workforce.headcount import with_hires
from ..workforce.policy.roster import apply_policy
from ..workforce.policy.tokenpolicy import TokenPolicy
from ..workforce.roster import Roster
from .hires import read_hires
from .policy import read_token_policy
from .roster import read_roster


@frozen(kw_only=True)
class OpenRoster:
    """A roster that was read.

    Attributes:
        roster: The people, their allowances as the policy gives them.
        policy: The token policy; None if none was named.
        described: What each column was taken for, a line each.
    """

    roster: Roster
    policy: TokenPolicy | None
    described: tuple[str, ...]


def open_roster(
    file: str,
    *,
    as_of: date,
    grants: str | None = None,
    policy: str | None = None,
    hires: str | None = None,
    currency: str = "",
    extra: Sequence[str] = (),
) -> OpenRoster:
    """Read a roster, add hires to come, and give allowances as a policy says.

    Args:
        file: The roster.
        as_of: Day whose rules of the policy count.
        grants: A table of grants of its own; None is the roster's sheet, if any.
        policy: A policy file, whose section ``tokens`` gives allowances, and names those that the roster states.
        hires: A headcount plan.
        currency: Of pay whose table names none.
        extra: Headings of further columns of people that are kept, as text.

    Raises:
        FileProblems: With the problems of the first file that has any.
    """
    rules = read_token_policy(policy) if policy else None
    named = rules.named if rules else {}
    reading = read_roster(file, grants=grants, currency=currency, allowances=named, extra=extra)
    people = with_hires(reading.roster, read_hires(hires, currency=currency)) if hires else reading.roster
    roster = people if rules is None else apply_policy(rules, people, as_of)
    return OpenRoster(roster=roster, policy=rules, described=reading.describe())
