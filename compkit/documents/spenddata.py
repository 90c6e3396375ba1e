"""A review of token spend as plain data for machines. INTERNAL."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..money import Money
from ..workforce.spending.balances import Balance
from ..workforce.spending.burn import Burn
from ..workforce.spending.cents import cents_money
from ..workforce.spending.commitments import CommitmentState
from ..workforce.spending.review import SpendReview
from .data import decimal_text
from .spendcolumns import month_rows, sum_cents
from .spendreport import burn_words


def spend_data(found: SpendReview) -> dict[str, Any]:
    """A review as ``compkit/spend/1``; amounts are decimal strings, in whole cents that add up as they are printed."""
    year = found.year
    cents = {name: one.cents(year.currency) for name, one in found.bridges.items()}
    return {
        "format": "compkit/spend/1",
        "as_of": str(year.months.as_of),
        "year_from": str(year.months.start_on),
        "currency": year.currency,
        "by": year.by,
        "plan": found.plan_source,
        "actual": dict(sorted(found.spent.bases.items())),
        "closed_months": list(year.months.closed),
        "months": [{name: _text(value) for name, value in row.items()} for row in month_rows(year)],
        "bridge": {
            "total": _bridge(sum_cents(cents.values()), year.currency),
            "by_group": {name: _bridge(one, year.currency) for name, one in cents.items()},
        },
        "burn": [_burn(one, year.currency) for one in found.burns],
        "commitments": [_commitment(one) for one in found.commitments],
        "exposure": _exposure(found),
        "balances": [_balance(row) for row in found.balances],
        "unmatched_identities": found.unmatched,
        "not_counted": [
            {"reason": one.reason, "rows": one.rows, "tokens": one.tokens} for one in found.spent.uncounted
        ],
        "warnings": list(found.warnings),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else decimal_text(value)


def _money(money: Money) -> str:
    return decimal_text(money.rounded().amount)


def _amount(amount: Fraction, currency: str) -> str:
    return decimal_text(cents_money(amount, currency).amount)


def _bridge(cents: Mapping[str, int], currency: str) -> dict[str, str]:
    return {name: decimal_text(Money.from_minor(part, currency).amount) for name, part in cents.items()}


def _burn(one: Burn, currency: str) -> dict[str, Any]:
    return {
        "of": one.of,
        "plan": _amount(one.plan, currency),
        "actual": _amount(one.actual, currency),
        "at_year_end": _amount(one.at_year_end, currency),
        "severity": one.severity,
        "exhausted_on": str(one.exhausted_on) if one.exhausted_on else None,
        "lasts_days": one.lasts_days,
        "words": burn_words(one, currency) if one.severity != "none" else "",
    }


def _commitment(one: CommitmentState) -> dict[str, Any]:
    return {
        "provider": one.contract.provider,
        "model": one.contract.model,
        "source": one.contract.source,
        "from_on": str(one.year[0]),
        "until": str(one.year[1]),
        "currency": one.committed.currency,
        "committed": _money(one.committed),
        "drawn": _money(one.drawn),
        "left": _money(one.left),
        "runs_out_on": str(one.runs_out_on) if one.runs_out_on else None,
        "shortfall_due": _money(one.shortfall),
        "overage": _money(one.year_at_pace.overage),
        "rows_without_price": one.uncounted_rows,
    }


def _exposure(found: SpendReview) -> dict[str, Any]:
    held = found.exposure
    return {
        "from_on": str(held.from_on),
        "until": str(held.until),
        "lines": [
            {
                found.year.by: line.group[0],
                "rule": line.rule,
                "guaranteed": line.guaranteed,
                "scenario": line.scenario,
                "stage": line.stage,
                "mtok": decimal_text(line.mtok),
                "amount": _money(Money(line.amount, held.currency)),
            }
            for line in held.lines
        ],
    }


def _balance(row: Balance) -> dict[str, Any]:
    numbers = ("granted", "used", "unused", "carried", "over")
    amounts = {name: decimal_text(getattr(row, name)) for name in numbers}
    return {"department": row.group, "unit": row.unit, "people": row.people, **amounts}
