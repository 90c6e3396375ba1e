"""Audits for tests: people with allowances, rows of use, prices and a policy, all of round figures."""

from datetime import date
from decimal import Decimal

import pandas as pd

from compkit.market import ExchangeRate, Market, PriceBook, RateCard, TokenPrice
from compkit.money import Money
from compkit.workforce.audit.audit import Audit, AuditTerms, audit
from compkit.workforce.policy.alarms import AlarmLevel
from compkit.workforce.policy.tokenpolicy import TokenPolicy
from compkit.workforce.usage.export import BILLION, OUTCOME_COLUMNS, UsageExport, typed, usage_export
from compkit.workforce.usage.identities import match_people
from tests.workforce.people import person, roster

AS_OF = date(2027, 2, 1)
"""After 31 days of a year of 365."""
JANUARY = "2027-01-15"
ALARMS = (
    AlarmLevel(name="over", of="allowance", above="1.2"),
    AlarmLevel(name="concern", of="pay", below="0.5"),
    AlarmLevel(name="alarm", of="pay", below="0.02"),
)


def price(model: str, fresh: object, output: object, **more: object) -> TokenPrice:
    """Prices of a model from 2026 on."""
    card = RateCard(fresh_input=str(fresh), output=str(output), cache_read="0.1", cache_write="1.25")
    return TokenPrice(model=model, card=card, from_on=date(2026, 1, 1), source="a test", **more)


MARKET = Market(
    as_of=AS_OF,
    book=PriceBook(
        (
            price("openai/gpt-6-sol", 1, 10, batch=RateCard(fresh_input="0.5", cache_read="0.05", output=5)),
            price("openai/small", "0.5", 2),
        )
    ),
    rates=(ExchangeRate(base="USD", quote="JPY", rate=150, on=AS_OF, source="a test"),),
)


def use(number: int, dollars: object = None, **fields: object) -> dict[str, object]:
    """A row of use of somebody, with a bill in dollars."""
    billed = None if dollars is None else int(Decimal(str(dollars)) * BILLION)
    return {
        "on": JANUARY,
        "person": f"e{number}@x.com",
        "person_kind": "email",
        "provider": "openai",
        "model": "openai/gpt-6-sol",
        "billed": billed,
        **fields,
    }


def came(number: int, **counts: int) -> dict[str, object]:
    """A row of outcomes of somebody."""
    return {"on": JANUARY, "person": f"e{number}@x.com", "person_kind": "email", **counts}


def export(rows: list[dict[str, object]], outcomes: list[dict[str, object]] = []) -> UsageExport:  # noqa: B006
    """An export of these rows."""
    made = usage_export(rows)
    blank = {"category": "", "int64": 0}
    columns = {name: [row.get(name, blank.get(kind)) for row in outcomes] for name, kind in OUTCOME_COLUMNS.items()}
    return UsageExport(frame=made.frame, outcomes=typed(columns, OUTCOME_COLUMNS), left_out=made.left_out)


def audited(
    people: list[dict[str, object]],
    rows: list[dict[str, object]],
    made: list[dict[str, object]] = [],  # noqa: B006
    *,
    policy: TokenPolicy = TokenPolicy(alarms=ALARMS),  # noqa: B008
    as_of: date = AS_OF,
    market: Market = MARKET,
    table: pd.DataFrame | None = None,
    **terms: object,
) -> Audit:
    """The audit of people, whose e-mails are their ids at x.com; nobody is too few unless a test says so."""
    ids = {f"{row['employee_id']}@x.com": str(row["employee_id"]) for row in people}
    own = pd.DataFrame(people)
    held = roster(people)
    if "end_on" in own.columns:
        held.people["end_on"] = own["end_on"].to_numpy()
    matched = match_people(export(rows, made), ids)
    asked = AuditTerms(**{"hide_below": 1, **terms})
    return audit(held, matched, policy, as_of, market=market, terms=asked, outcomes=table)


def worker(number: int, **changes: object) -> dict[str, object]:
    """Somebody paid 365,000 a year at full time, half of it again in tokens, a twelfth a month; there since 2024."""
    usual = {"base": 36_500_000, "bonus": 0, "tokens": "half", "start_on": pd.Timestamp(2024, 1, 1)}
    return person(number, **{**usual, **changes})


def usd(amount: object) -> Money:
    """US dollars."""
    return Money(str(amount), "USD")
