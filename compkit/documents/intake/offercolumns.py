"""The sheet of offers: one row an offer."""

from __future__ import annotations

from ...pay.package import PARTS
from .columns import Column, SheetPlan, number_column
from .termcolumns import TERMS

COMMON_CURRENCIES = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "INR", "JPY", "SGD", "SEK", "PLN", "BRL")

PART_WORDS = {name.replace("_", "-"): name for name in PARTS}
"""Parts of a package as people write them, and as an offer file does."""

_OFFER = (
    number_column("The employer's own number; names the letter, and ties the other sheets to this row."),
    Column(
        key="status",
        title="Status",
        hint="draft, issued, or as_told: another company's offer, as the candidate tells it. Empty is draft.",
        choices=("draft", "issued", "as_told"),
        width=10,
    ),
    Column(
        key="currency",
        title="Currency",
        hint="ISO 4217 code of every amount of this offer that names no other, such as USD.",
        required=True,
        choices=COMMON_CURRENCIES,
        closed=False,
        width=11,
    ),
    Column(key="start_on", title="Start", hint="First day of work.", form="day", required=True, width=12),
    Column(key="issued_on", title="Issued", hint="Day of issue; with status issued.", form="day", width=12),
    Column(key="expires_on", title="Expires", hint="Last day to accept.", form="day", width=12),
    Column(key="told_on", title="Told", hint="Day on which we were told; only as_told.", form="day", width=12),
    Column(
        key="unknown",
        title="Not told",
        hint="Only as_told: parts that nobody told us, with commas between: benefits, equity. "
        f"Known parts: {', '.join(PART_WORDS)}. An empty sheet means that nothing is promised.",
        form="parts",
        width=16,
    ),
    Column(
        key="jurisdiction",
        title="Jurisdiction",
        hint="Whose rules the letter follows, such as US; empty is the location's.",
        width=12,
    ),
)

_EMPLOYER = (
    Column(key="employer.name", title="Employer", hint="Legal name.", required=True, width=26),
    Column(key="employer.address", title="Employer address", hint="Postal address.", width=30),
    Column(key="employer.signed_by", title="Signed by", hint="Name and title of who signs.", width=24),
)

_CANDIDATE = (
    Column(key="candidate.name", title="Candidate", hint="Name as on the letter.", required=True, width=22),
    Column(key="candidate.address", title="Candidate address", hint="Postal address.", width=30),
)

_ROLE = (
    Column(key="role.title", title="Job title", hint="As on the letter.", required=True, width=22),
    Column(key="role.level", title="Level", hint="Level in the employer's own ladder.", width=9),
    Column(key="role.department", title="Department", hint="Department.", width=18),
    Column(key="role.cost_center", title="Cost center", hint="Internal: never in a candidate document.", width=12),
    Column(key="role.manager", title="Manager", hint="Whom the role reports to.", width=18),
    Column(key="role.location", title="Location", hint="Place of work; chooses the rules of the letter.", width=18),
    Column(
        key="role.employment",
        title="Employment",
        hint="Empty is full-time.",
        choices=("full-time", "part-time", "fixed-term", "intern"),
        width=13,
    ),
    Column(
        key="role.overtime",
        title="Overtime",
        hint="exempt or non-exempt; empty where the law does not ask.",
        choices=("exempt", "non-exempt"),
        width=12,
    ),
)

_SALARY = (
    Column(
        key="salary.amount",
        title="Salary",
        hint="Gross, full-time, before tax, a year or an hour. Another currency stands after the amount: 1500 EUR.",
        form="money",
        width=14,
    ),
    Column(key="salary.per", title="Salary per", hint="Empty is a year.", choices=("year", "hour"), width=10),
    Column(
        key="salary.hours_per_week",
        title="Hours a week",
        hint="Paid hours a week; only with an hourly rate.",
        form="number",
        width=10,
    ),
    Column(key="salary.fte", title="FTE, %", hint="80 % is four days of five; empty is 100 %.", form="rate", width=9),
    Column(
        key="salary.paid",
        title="Salary paid",
        hint="How often; empty is monthly.",
        choices=("monthly", "semimonthly", "biweekly", "weekly"),
        width=13,
    ),
)

_COMMISSION = (
    Column(
        key="commission.target",
        title="Commission target a year",
        hint="Gross a year at 100 % of quota; empty if there is no commission.",
        form="money",
        width=14,
    ),
    Column(
        key="commission.quota",
        title="Quota a year",
        hint="Sales a year that earn the target.",
        form="money",
        width=14,
    ),
    Column(
        key="commission.paid",
        title="Commission paid",
        hint="Empty is quarterly.",
        choices=("monthly", "quarterly"),
        width=13,
    ),
    Column(key="commission.name", title="Commission name", hint="As printed; empty is Commission.", width=16),
)


def _grouped(group: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    from attrs import evolve

    return tuple(evolve(column, group=group) for column in columns)


OFFERS = SheetPlan(
    name="Offers",
    title="Offers",
    note="One row an offer. What an offer has several of (grants, token allowances, bonuses) stands on its own sheet.",
    columns=(
        *_grouped("Offer", _OFFER),
        *_grouped("Employer", _EMPLOYER),
        *_grouped("Candidate", _CANDIDATE),
        *_grouped("Role", _ROLE),
        *_grouped("Salary", _SALARY),
        *_grouped("Commission", _COMMISSION),
        *_grouped("Terms of employment", TERMS),
    ),
)
