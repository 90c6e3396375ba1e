"""What the columns of a roster may mean: people, and their grants in a table of their own."""

from __future__ import annotations

from .tables import Field

_ID = (
    "id",
    "employee number",
    "employee no",
    "employee",
    "personnel number",
    "payroll number",
    "staff id",
    "worker id",
)

PEOPLE_FIELDS = (
    Field(
        name="employee_id", kind="id", synonyms=_ID, required=True, help="the number or text that tells people apart"
    ),
    Field(name="name", synonyms=("employee name", "full name")),
    Field(name="department", synonyms=("dept", "department name", "org unit", "team")),
    Field(name="cost_center", kind="id", synonyms=("cost centre", "costcenter", "costcentre", "cost center number")),
    Field(name="account", kind="id", synonyms=("gl account", "ledger account", "account number")),
    Field(name="family", synonyms=("job family", "job function")),
    Field(name="level", synonyms=("job level", "grade", "job grade", "pay grade")),
    Field(name="place", synonyms=("location", "work location", "office", "city", "site")),
    Field(name="manager", kind="id", synonyms=("manager id", "supervisor", "supervisor id", "reports to")),
    Field(name="currency", kind="currency", synonyms=("pay currency", "salary currency", "base currency")),
    Field(
        name="start_on",
        kind="day",
        synonyms=("start date", "hire date", "hired on", "date of joining", "date of hire"),
        required=True,
        help="the first day of work",
    ),
    Field(
        name="base",
        kind="money",
        synonyms=("base salary", "annual base salary", "annual salary", "base pay", "annual base"),
        required=True,
        help="base salary of a year, full-time",
    ),
    Field(name="fte", kind="share", synonyms=("full time equivalent", "employment rate", "degree of employment")),
    Field(name="bonus", kind="rate", synonyms=("target bonus", "bonus rate", "target bonus rate", "bonus target")),
    Field(name="tokens", synonyms=("token allowance", "tokens allowance", "allowance")),
    Field(name="rating", synonyms=("performance rating", "performance")),
    Field(name="position", synonyms=("position in range", "range position", "range penetration")),
    Field(name="gender", synonyms=("sex",)),
    Field(name="category", synonyms=("pay category", "worker category", "category of equal work", "equal work")),
    Field(name="end_on", kind="day", synonyms=("end date", "termination date", "leaving date", "last day", "left on")),
)
"""A row an employee."""

GRANT_FIELDS = (
    Field(name="employee_id", kind="id", synonyms=_ID, required=True, help="whose grant it is"),
    Field(name="name", synonyms=("grant", "grant name")),
    Field(name="kind", synonyms=("grant type", "type", "award type"), required=True, help="rsu or option"),
    Field(name="symbol", synonyms=("ticker", "stock symbol", "share"), required=True, help="the share"),
    Field(
        name="units", kind="count", synonyms=("shares", "quantity", "units granted"), required=True, help="whole units"
    ),
    Field(
        name="vesting",
        synonyms=("vesting schedule", "schedule"),
        required=True,
        help="a schedule such as 4y/1y-cliff/quarterly",
    ),
    Field(
        name="vesting_start_on",
        kind="day",
        synonyms=("vesting start", "vesting start date", "vesting commencement date"),
        required=True,
        help="the day from which vesting counts",
    ),
    Field(name="strike", kind="money", synonyms=("strike price", "exercise price")),
    Field(name="strike_currency", kind="currency"),
    Field(name="expires_on", kind="day", synonyms=("expiry", "expiry date", "expiration date", "expires")),
)
"""A row a grant, many an employee."""

_EXTRA = {"email": ("e mail", "email address", "e mail address", "work email", "work e mail", "mail", "business email")}
"""Other headings of columns that are kept where somebody asks for them."""


def extra_field(heading: str) -> Field:
    """A further column of people, kept as text."""
    return Field(name=heading, synonyms=_EXTRA.get(heading, ()))


_SAY_BASE = "say what it is: base salary of a year, full-time, is"
DOUBTFUL = {
    "salary": f"{_SAY_BASE} mapped as 'salary=base'",
    "pay": f"{_SAY_BASE} mapped as 'pay=base'",
    "actual salary": "divide it by the FTE, and head the column base",
    "monthly salary": "multiply it by twelve, and head the column base",
    "hourly rate": "multiply it by the paid hours of a full-time year, and head the column base",
    "hourly": "multiply it by the paid hours of a full-time year, and head the column base",
    "hours": "multiply the hourly rate by the paid hours of a full-time year, and map hours to nothing: 'hours='",
    "bonus amount": "divide it by base salary, and head the column bonus",
}
"""Headings that could mean two things, each with what to do."""
