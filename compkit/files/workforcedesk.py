"""What one run over a workforce needs: the roster with its policy applied, the market, and what is expected."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen

from ..errors import InvalidValue
from ..market.market import Market
from ..valuation.assumptions import Assumptions
from ..valuation.facts import Facts
from ..workforce.budget import BudgetTerms
from ..workforce.headcount import without_hires
from ..workforce.merit.cycle import in_millionths
from ..workforce.merit.ownshare import OWN_COLUMNS
from ..workforce.merit.plan import MeritPlan, plan_merit
from ..workforce.policy.tokenpolicy import TokenPolicy
from ..workforce.roster import MILLION, Roster
from .agents import read_agents
from .assumptions import read_assumptions
from .attrition import read_attrition
from .desk import Request, price_book
from .fields import parse_rate, parse_share
from .merit import read_merit
from .policy import read_bands
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
        terms: Attrition and digital employees.
        merit: The merit cycle whose raises the roster has; None is none.
        described: What each column of the roster was taken for, a line each.
    """

    request: Request
    roster: Roster
    policy: TokenPolicy | None
    facts: Facts
    market: Market
    given: Assumptions
    terms: BudgetTerms
    merit: MeritPlan | None
    described: tuple[str, ...]


@frozen(kw_only=True)
class WorkforceFiles:
    """Files beside the roster; None is none.

    Attributes:
        grants: A table of grants of its own; None is the roster's sheet, if any.
        policy: A policy file, whose section ``tokens`` gives allowances.
        hires: A headcount plan: people who are not here yet.
        attrition: At which rates people of a kind leave.
        agents: Digital employees.
        merit: A merit cycle whose raises count.
        bands: Pay bands, for the merit cycle.
    """

    grants: str | None = None
    policy: str | None = None
    hires: str | None = None
    attrition: str | None = None
    agents: str | None = None
    merit: str | None = None
    bands: str | None = None

    def __attrs_post_init__(self) -> None:
        if (self.merit is None) != (self.bands is None):
            said, missing = ("--merit", "--bands") if self.bands is None else ("--bands", "--merit")
            raise InvalidValue(said, self.merit or self.bands, f"goes with {missing}", f"name the file with {missing}")


def open_workforce(
    file: str,
    request: Request,
    files: WorkforceFiles = WorkforceFiles(),
) -> WorkforceDesk:
    """Read a roster and all that prices it.

    Args:
        file: The roster.
        request: Day, assumptions, prices and horizon.
        files: Files beside the roster.

    Raises:
        FileProblems: With the problems of the first file that has any.
    """
    found = open_roster(
        file,
        as_of=request.as_of,
        grants=files.grants,
        policy=files.policy,
        hires=files.hires,
        currency=request.currency or "",
        extra=OWN_COLUMNS,
    )
    merit = _merit(found.roster, files)
    roster = with_own_shares(found.roster if merit is None else merit.raised(found.roster))
    facts = read_assumptions(request.assumptions) if request.assumptions else Facts()
    return WorkforceDesk(
        request=request,
        roster=roster,
        terms=_terms(roster, files, request.models or facts.models),
        merit=merit,
        policy=found.policy,
        facts=facts,
        market=facts.market(price_book(request, facts), as_of=request.as_of, announced=request.announced),
        given=facts.assumptions(as_of=request.as_of, horizon_months=request.horizon_months),
        described=found.described,
    )


def _merit(roster: Roster, files: WorkforceFiles) -> MeritPlan | None:
    """The merit cycle of those who are here: hires to come are in no pool."""
    if files.merit is None or files.bands is None:
        return None
    return plan_merit(without_hires(roster), read_bands(files.bands), read_merit(files.merit).cycle)


def _terms(roster: Roster, files: WorkforceFiles, models: tuple[str, ...]) -> BudgetTerms:
    return BudgetTerms(
        attrition=read_attrition(files.attrition, roster=roster) if files.attrition else (),
        agents=read_agents(files.agents, departments=set(roster.people["department"])) if files.agents else (),
        models=models,
    )


def with_own_shares(roster: Roster) -> Roster:
    """The roster with its columns ``own_share`` and ``own_factor``, rates as text, as whole millionths.

    Whoever has none goes by the company alone, and whoever has a share and no factor is at target.

    Raises:
        InvalidValue: If one is no rate, or a factor stands without a share; with whose it is.
    """
    share, factor = OWN_COLUMNS
    people = roster.people
    if share not in people.columns:
        if factor in people.columns:
            raise InvalidValue(factor, "a column", f"means nothing without a column {share}", "add one, such as 25 %")
        return roster
    made = {share: _millionths(people, share, parse_share, 0)}
    if factor in people.columns:
        made[factor] = _millionths(people, factor, parse_rate, MILLION)
    return evolve(roster, people=people.assign(**made))


def _millionths(people: Any, name: str, parse: Any, otherwise: int) -> list[int]:
    """A column of rates; empty cells are as said. Each distinct text is read once."""
    known: dict[str, int] = {}
    column = people[name].fillna("").tolist()
    for person, said in zip(people["employee_id"].tolist(), column, strict=True):
        if said not in known:
            try:
                known[said] = in_millionths(parse(said)) if said else otherwise
            except InvalidValue as error:
                raise InvalidValue(f"{name} of {person}", said, error.rule, error.fix) from None
    return [known[said] for said in column]
