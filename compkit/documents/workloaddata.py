"""A workload study as plain data for machines; amounts are decimal strings, and null is what nobody stated or knows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..money import Money, exactly
from ..valuation.covered import OfferCoverage
from ..valuation.workstudy import ModelStudy, WorkloadStudy
from .data import decimal_text

_YEARS = (1, 2, 3)


@exactly
def workload_data(study: WorkloadStudy) -> dict[str, Any]:
    """A workload study as ``compkit/workload-study/1``; internal if its stage is ``contract``."""
    work = study.workload
    return {
        "format": "compkit/workload-study/1",
        "as_of": str(study.on),
        "stage": study.stage,
        "workload": work.name,
        "agents": decimal_text(work.agents),
        "family": decimal_text(work.family),
        "turns_a_year": decimal_text(work.turns()),
        "tokens_a_year": {kind: decimal_text(count) for kind, count in work.tokens().items()},
        "mix": {kind: decimal_text(share) for kind, share in work.mix.shares().items()},
        "mtok_by_year": [decimal_text(work.mtok(year)) for year in _YEARS],
        "outcomes_a_year": _text(study.outcomes),
        "outcomes_value": _money(study.outcomes_value),
        "models": [_model_data(found) for found in study.models],
        "coverage": [_coverage_data(cell) for cell in study.offers],
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def _money(money: Money | None) -> dict[str, str] | None:
    return None if money is None else {"amount": decimal_text(money.amount), "currency": money.currency}


def _model_data(found: ModelStudy) -> dict[str, Any]:
    return {
        "model": found.model,
        "per_mtok": _money(found.cost.per_mtok) if found.cost else None,
        "cost_a_year": _money(found.cost.cost) if found.cost else None,
        "enough": [
            {"probability": decimal_text(e.probability), "mtok": decimal_text(e.mtok), "money": _money(e.money)}
            for e in found.enough
        ],
        "change": _change_data(found) if found.change else None,
        "missing": found.missing or None,
    }


def _change_data(found: ModelStudy) -> dict[str, Any]:
    """Before and after; the value for each unit of money is null where it is unlimited or not stated."""
    change = found.change
    assert change is not None
    per_outcome = zip(change.tokens_per_outcome, change.cost_per_outcome, strict=True)
    before, after = ({"tokens": decimal_text(tokens), "cost": _money(cost)} for tokens, cost in per_outcome)
    return {
        "before": {"mtok": decimal_text(change.before_mtok), "cost": _money(change.before_cost), "an_outcome": before},
        "after": {"mtok": decimal_text(change.after_mtok), "cost": _money(change.after_cost), "an_outcome": after},
        "tokens_rate": decimal_text(change.tokens_rate),
        "cost_rate": _text(change.cost_rate),
        "value_per_money": {"before": _text(found.value_before), "after": _text(found.value_after)},
        "savings": [{"lever": s.lever, "mtok": decimal_text(s.mtok), "cost": _money(s.cost)} for s in change.savings],
    }


def _coverage_data(cell: OfferCoverage) -> dict[str, Any]:
    found, granted = cell.found, cell.granted
    return {
        "offer": cell.offer,
        "model": cell.model,
        "standing": cell.standing,
        "granted_money": _money(granted) if isinstance(granted, Money) else None,
        "granted_mtok": _text(granted) if isinstance(granted, Decimal) else None,
        "need_mtok": decimal_text(found.need_mtok) if found else None,
        "covered_mtok": decimal_text(found.covered_mtok) if found else None,
        "covered_rate": decimal_text(found.covered_rate) if found else None,
        "short_mtok": decimal_text(found.short_mtok) if found else None,
        "dry_month": found.dry_month if found else None,
        "dry_on": str(found.dry_on) if found and found.dry_on else None,
        "missing": cell.missing or None,
    }
