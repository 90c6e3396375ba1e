"""Results as plain data for machines: amounts are decimal strings; the shapes are versioned."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..money import exactly
from ..pay.entitlements import NUMBERS
from ..pay.offer import Offer
from ..valuation.assumptions import Assumptions
from ..valuation.basis import basis
from ..valuation.compare import Comparison, Outcome
from ..valuation.leaving import forfeited
from ..valuation.totals import named_totals
from ..valuation.utilisation import Utilisation, UtilisationOdds, UtilisationPath
from ..valuation.value import Valuation
from ..valuation.views import View, cells
from .closing import scopes
from .sentences import sentences

_TOKENS = {"without_tokens": "none", "with_guaranteed_tokens": "guaranteed", "with_all_tokens": "all"}


def decimal_text(amount: Decimal) -> str:
    """An exact amount as text: no exponent, no trailing zeros past the cents."""
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0")
        text = text.ljust(text.index(".") + 3, "0")
    return text


@exactly
def comparison_data(comparison: Comparison, offers: Mapping[str, Offer] | None = None) -> dict[str, Any]:
    """A comparison as ``compkit/comparison/1``."""
    pair = comparison.pair()
    return {
        "format": "compkit/comparison/1",
        "currency": comparison.currency,
        "assumptions": assumptions_data(comparison.baseline.assumptions),
        "view": {"kind": comparison.view.kind, "basis": comparison.view.basis, "years": list(comparison.year_labels)},
        "sentences": list(sentences(comparison)),
        "offers": {name: _offer(comparison, name, (offers or {}).get(name)) for name in comparison.names},
        "left_out": [
            {"component": entry.component, "not_told_by": list(entry.untold_by)} for entry in comparison.left_out
        ],
        "tie": None if pair is None or (found := comparison.tie(*pair)) is None else decimal_text(found),
        "to_close_the_gap": []
        if pair is None
        else [*_closings(comparison, *pair), *_closings(comparison, *pair[::-1])],
        "models": [
            {
                "model": found.model,
                "per_mtok": decimal_text(found.per_mtok.amount),
                "currency": found.per_mtok.currency,
                "announced_from": str(found.from_on) if found.from_on else None,
                "source": found.row.stated_by,
            }
            for found in (comparison.model_prices if comparison.models else ())
        ],
        "scenarios": {
            scenario: {name: _outcome(found) for name, found in by_name.items()}
            for scenario, by_name in comparison.outcomes("worth").items()
        },
    }


@exactly
def valuation_data(valuation: Valuation, *, view: View | None = None, offer: Offer | None = None) -> dict[str, Any]:
    """A valuation as ``compkit/valuation/1``: totals, years, named totals and every line."""
    view = view or View()
    return {
        "format": "compkit/valuation/1",
        "offer_number": offer.offer_number if offer else None,
        "employer": offer.employer.name if offer else None,
        "currency": valuation.currency,
        "assumptions": assumptions_data(valuation.assumptions),
        "start": str(valuation.start),
        "until": str(valuation.until),
        "unknown": sorted(valuation.package.unknown),
        "totals": {
            number: {key: decimal_text(valuation.total(number, tokens=t).amount) for key, t in _TOKENS.items()}
            for number in NUMBERS
        },
        "named_totals": [
            {
                "name": total.name,
                "definition": total.definition,
                "amount": decimal_text(total.amount.amount),
                "tokens": decimal_text(total.tokens.amount) if total.tokens else None,
            }
            for total in named_totals(valuation)
        ],
        "years": [
            {"year": label, "component": component, "guaranteed": guaranteed}
            | {number: decimal_text(amount) for number, amount in amounts.items()}
            for (label, component, guaranteed), amounts in cells(valuation, view).items()
        ],
        "lines": [_line(valuation, i) for i in range(len(valuation.lines))],
    }


def _line(valuation: Valuation, number: int) -> dict[str, Any]:
    line = valuation.lines[number]
    row = line.row
    return {
        "component": row.component,
        "name": row.name,
        "on": str(row.on),
        "earned_from": str(row.earned[0]),
        "earned_until": str(row.earned[1]),
        "quantity": decimal_text(row.quantity),
        "unit": type(row.unit).__name__,
        "recurring": row.recurring,
        "guaranteed": row.guaranteed,
        **{name: decimal_text(line.amount(name)) for name in NUMBERS},
        "basis": basis(valuation, line),
    }


def assumptions_data(given: Assumptions) -> dict[str, Any]:
    """How a valuation is made: rates as decimal strings, null where no utilisation is stated."""
    return {
        "as_of": str(given.as_of),
        "horizon_months": given.horizon_months,
        "bonus_payout": f"{given.bonus_payout:f}",
        "commission_payout": f"{given.commission_payout:f}",
        "token_utilisation": _utilisation(given.token_utilisation),
        "resale_haircut": f"{given.resale_haircut:f}",
        "discount_rate": f"{given.discount_rate:f}",
        "leave_rate": f"{given.leave_rate:f}",
        "employer_load": f"{given.employer_load:f}",
        "events": {name: str(day) for name, day in given.events},
    }


def _utilisation(stated: Utilisation | None) -> Any:
    """A rate, rates by month of service, or rates with their probabilities; null where none is stated."""
    match stated:
        case None:
            return None
        case UtilisationPath(by_month=rates):
            return {"by_month": [f"{rate:f}" for rate in rates]}
        case UtilisationOdds(points=points):
            return {"odds": [{"rate": f"{rate:f}", "probability": f"{odds:f}"} for rate, odds in points]}
        case _:
            return f"{stated:f}"


def _offer(comparison: Comparison, name: str, offer: Offer | None) -> dict[str, Any]:
    line = comparison.token_lines[name]
    return {
        "offer_number": offer.offer_number if offer else None,
        "employer": offer.employer.name if offer else None,
        "status": offer.status if offer else None,
        "totals": {
            number: {key: decimal_text(comparison.amount(name, number, tokens=t)) for key, t in _TOKENS.items()}
            for number in NUMBERS
        },
        "years": {
            year: {
                number: {
                    key: decimal_text(comparison.amount(name, number, year=year, tokens=t))
                    for key, t in _TOKENS.items()
                }
                for number in NUMBERS
            }
            for year in comparison.year_labels
        },
        "components": {
            component: {
                number: decimal_text(comparison.amount(name, number, components=[component])) for number in NUMBERS
            }
            for component in comparison.components
        },
        "leaving_forfeits": {
            component: decimal_text(money.amount) for component, money in forfeited(comparison.valuations[name]).items()
        },
        "tokens_a_year": {"money": decimal_text(line.money.amount), "mtok": decimal_text(line.mtok)},
    }


def _closings(comparison: Comparison, behind: str, ahead: str) -> list[dict[str, Any]]:
    return [
        {
            "behind": behind,
            "ahead": ahead,
            "number": scope.number,
            "tokens": scope.tokens,
            "year_one": scope.year_one,
            "term": closing.term,
            "more": decimal_text(closing.amount),
            "unit": closing.unit,
        }
        for scope in scopes(comparison).values()
        for closing in comparison.closings(behind, ahead, scope)
    ]


def _mtok(found: Outcome) -> str | None:
    """Millions of tokens, ``unlimited``, or null where nobody knows."""
    if not found.tokens.is_known:
        return None
    return "unlimited" if found.tokens.mtok is None else decimal_text(found.tokens.mtok)


def _outcome(found: Outcome) -> dict[str, Any]:
    return {
        "rank": found.rank,
        "worth": decimal_text(found.total.amount),
        "worth_without_tokens": decimal_text(found.without_tokens.amount),
        "pays_a_year": decimal_text(found.tokens.pays.amount),
        "mtok_a_year": _mtok(found),
    }
