"""What one run over a workforce needs: the roster with its policy applied, the market, and what is expected."""

from __future__ import annotations

from attrs import frozen

from ..market.market import Market
from ..valuation.assumptions import Assumptions
from ..valuation.facts import Facts
from ..workforce.policy.tokenpolicy import TokenPolicy
from ..workforce.roster import Roster
from .assumptions import read_assumptions
from .desk import Request, price_book
from .rosterdesk import open_roster


@frozen(kw_only=True)
class WorkforceDesk:
    """A workforce on the desk.

    Attributes:
        request: What was asked for.
        roster: The people, their allowances as the policy gives them.
        policy: The token policy; None if none was named.
        facts: All facts of the assumptions.
        market: The market of these facts.
        given: The assumptions of these facts.
        described: What each column of the roster was taken for, a line each.
    """

    request: Request
    roster: Roster
    policy: TokenPolicy | None
    facts: Facts
    market: Market
    given: Assumptions
    described: tuple[str, ...]


def open_workforce(
    file: str, request: Request, *, grants: str | None = None, policy: str | None = None, hires: str | None = None
) -> WorkforceDesk:
    """Read a roster and all that prices it.

    Args:
        file: The roster.
        request: Day, assumptions, prices and horizon.
        grants: A table of grants of its own; None is the roster's sheet, if any.
        policy: A policy file, whose section ``tokens`` gives allowances.
        hires: A headcount plan: people who are not here yet.

    Raises:
        FileProblems: With the problems of the first file that has any.
    """
    found = open_roster(
        file, as_of=request.as_of, grants=grants, policy=policy, hires=hires, currency=request.currency or ""
    )
    facts = read_assumptions(request.assumptions) if request.assumptions else Facts()
    return WorkforceDesk(
        request=request,
        roster=found.roster,
        policy=found.policy,
        facts=facts,
        market=facts.market(price_book(request, facts), as_of=request.as_of, announced=request.announced),
        given=facts.assumptions(as_of=request.as_of, horizon_months=request.horizon_months),
        described=found.described,
    )
