"""What one review of token spend needs: roster, usage, plan and prices from their files, and its tables written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from attrs import frozen

from ..valuation.facts import Facts
from ..workforce.spending.months import YearMonths
from ..workforce.spending.review import SpendReview, SpendTerms, allowance_plan, review
from ..workforce.usage.basis import Basis
from ..workforce.usage.modelnames import with_listed_models
from .assumptions import read_assumptions
from .auditdesk import EMAIL, identity_keys
from .bulk import write_table
from .desk import Request, named_scenarios, price_book
from .rosterdesk import open_roster
from .spendplan import read_spend_plan
from .usagesources import read_usage_export

OWN_PRICES = "up 50 %"
"""Scenario of the exposure where none is named and the assumptions have none."""


@frozen(kw_only=True)
class SpendRequest:
    """What a review asks for.

    Attributes:
        roster: File of the people.
        usage: Files of usage.
        request: Day, assumptions, prices and currency.
        grants: File of grants; None is the roster's sheet.
        policy: Policy file that gives allowances; None is as the roster has them.
        plan: File of the plan; None is what the allowances come to.
        year_from: First day of the year; None is 1 January.
        by: Column whose labels are the cost centres.
        key: Heading of the roster that holds the identities of the usage; empty is ``email`` where it has one, else
            ``employee_id``.
        match_by: Kinds of these identities.
        usage_currency: Of the usage.
        basis: What an amount is; None leaves it to the usage.
        plan_rate: Exchange rate of the plan; None is that of today.
        scenarios: Names of price moves.
    """

    roster: str
    usage: tuple[str, ...]
    request: Request
    grants: str | None = None
    policy: str | None = None
    plan: str | None = None
    year_from: date | None = None
    by: str = "cost_center"
    key: str = ""
    match_by: str | tuple[str, ...] = ("email", "user_id")
    usage_currency: str = "USD"
    basis: Basis | None = None
    plan_rate: Fraction | None = None
    scenarios: Sequence[str] = ()


def open_spend(asked: SpendRequest) -> SpendReview:
    """Read all files and review the spend.

    Raises:
        FileProblems: With the problems of the first file that has any.
        MissingFact: If a price or exchange rate is needed and not given.
    """
    request = asked.request
    roster = open_roster(
        asked.roster,
        as_of=request.as_of,
        grants=asked.grants,
        policy=asked.policy,
        currency=request.currency or "",
        extra=tuple({asked.key or EMAIL} - {"employee_id"}),
    ).roster
    facts = read_assumptions(request.assumptions) if request.assumptions else Facts()
    market = facts.market(price_book(request, facts), as_of=request.as_of, announced=request.announced)
    export = with_listed_models(read_usage_export(asked.usage, currency=asked.usage_currency), market.book.by_model)
    given = facts.assumptions(as_of=request.as_of, horizon_months=request.horizon_months)
    terms = _terms(asked)
    if asked.plan:
        plan, source = read_spend_plan(asked.plan, currency=terms.currency, by=terms.by), f"as {asked.plan} states it"
    else:
        plan, source = allowance_plan(roster, market, given, terms), "what the roster's token allowances promise"
    names = asked.scenarios or ([] if facts.scenarios else [OWN_PRICES])
    return review(
        roster,
        export,
        identity_keys(roster.people, asked.key),
        market,
        terms=terms,
        plan=plan,
        plan_source=source,
        match_by=asked.match_by,
        scenarios=named_scenarios(facts, names),
    )


def _terms(asked: SpendRequest) -> SpendTerms:
    as_of = asked.request.as_of
    start = asked.year_from or date(as_of.year, 1, 1)
    return SpendTerms(
        months=YearMonths(start_on=start, as_of=as_of),
        currency=asked.request.currency or asked.usage_currency,
        by=asked.by,
        basis=asked.basis,
        plan_rate=asked.plan_rate,
    )


def write_spend(found: SpendReview, path: str | Path) -> None:
    """Write the workbook of a review, .xlsx, or every month and cost centre as a table, .csv or .parquet. INTERNAL.

    Raises:
        OutputRefused: If the file cannot be written.
    """
    import pandas as pd

    from ..documents.spendcolumns import month_rows
    from .documents import write_spend_workbook

    if Path(path).suffix.casefold() == ".xlsx":
        write_spend_workbook(found, path, force=True)
        return
    write_table(pd.DataFrame(month_rows(found.year)), path, sheet="Token spend")
