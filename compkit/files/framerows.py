"""Rows of data frames, one maker a kind of result: plain values by column name, with units in the names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import singledispatch
from typing import Any

from ..dates import day_before
from ..documents.ledgerreport import unit_words
from ..errors import InvalidValue
from ..market.bookdiff import BookDifference
from ..market.factorysheet import FactorySheet
from ..market.requests import RequestCost
from ..money import Money
from ..pay.entitlements import NUMBERS
from ..pay.ledgerbook import Ledger
from ..valuation.basis import basis
from ..valuation.compare import Comparison
from ..valuation.coverage import Coverage
from ..valuation.covered import OfferCoverage
from ..valuation.efficiency import BeforeAfter
from ..valuation.grid import PriceGrid
from ..valuation.mixes import PARTS, Mix
from ..valuation.solve import Solution
from ..valuation.value import Valuation
from ..valuation.views import cells
from ..valuation.watch import PriceWatch
from ..valuation.workload import WorkloadCost

Rows = Iterator[dict[str, Any]]
"""One dictionary a row, by column name."""


def _refused(result: object) -> InvalidValue:
    rule = "is no result that a frame can be made of"
    return InvalidValue("to_frame", type(result).__name__, rule, "give a valuation, a comparison, a ledger or the like")


@singledispatch
def frame_rows(result: Any) -> Rows:
    """The rows of a result; a kind of result is registered with the function that makes its rows.

    Raises:
        InvalidValue: If nothing is registered for it.
    """
    raise _refused(result)


@singledispatch
def item_rows(item: Any) -> Rows:
    """The rows of one of several results, such as one mix of many."""
    raise _refused(item)


@frame_rows.register
def _several(results: tuple) -> Rows:  # type: ignore[type-arg]  # singledispatch takes the plain class
    for result in results:
        yield from item_rows(result)


@frame_rows.register
def _lines(valuation: Valuation) -> Rows:
    for line in valuation.lines:
        row = line.row
        yield {
            "component": row.component,
            "name": row.name,
            "on": row.on,
            "earned_from": row.earned[0],
            "earned_until": row.earned[1],
            "quantity": row.quantity,
            "unit": type(row.unit).__name__,
            "recurring": row.recurring,
            "guaranteed": row.guaranteed,
            **{f"{number}_{valuation.currency}": line.amount(number) for number in NUMBERS},
            "basis": basis(valuation, line),
        }


@frame_rows.register
def _cells(comparison: Comparison) -> Rows:
    for name, valuation in comparison.valuations.items():
        for (year, component, guaranteed), amounts in cells(valuation, comparison.view).items():
            yield {
                "offer": name,
                "year": year,
                "component": component,
                "guaranteed": guaranteed,
                **{f"{number}_{comparison.currency}": amounts[number] for number in NUMBERS},
            }


@frame_rows.register
def _parts(cost: RequestCost) -> Rows:
    for part in cost.parts:
        yield {
            "model": cost.row.model,
            "service": cost.service,
            "above_tokens": cost.above_tokens,
            "kind": part.kind,
            "tokens": part.tokens,
            f"per_mtok_{cost.row.currency}": part.per_mtok,
            f"cost_{cost.row.currency}": part.money.amount,
        }


@frame_rows.register
def _periods(ledger: Ledger) -> Rows:
    for period in ledger.periods:
        names = ("granted", "carried_in", "used", "expired", "carried_out", "overage", "left_over")
        yield {
            "allowance": ledger.allowance.name,
            "unit": unit_words(ledger.unit),
            "from": period.start,
            "to": day_before(period.end),
            **{name: getattr(period, name) for name in names},
        }


@frame_rows.register
def _differences(difference: BookDifference) -> Rows:
    for change in difference.changed:
        yield {
            "on": difference.on,
            "model": change.model,
            "kind": change.kind,
            "first_per_mtok": change.first,
            "second_per_mtok": change.second,
            "first_currency": change.first_currency,
            "second_currency": change.second_currency,
            "change_rate": change.change_rate,
        }


@frame_rows.register
def _grid(grid: PriceGrid) -> Rows:
    """One row an offer, model and scenario; unlimited tokens have no number and say so."""
    for cell in grid.cells:
        yield {
            "offer": cell.offer,
            "model": cell.model,
            "scenario": cell.scenario,
            "standing": cell.standing,
            "currency": cell.pays.currency if cell.pays else None,
            "pays_a_year": cell.pays.amount if cell.pays else None,
            "mtok_a_year": cell.mtok,
            "unlimited": cell.is_known and cell.mtok is None,
            "same_tokens_cost_a_year": cell.same_tokens.amount if cell.same_tokens else None,
            "share_of_package": cell.share,
            "mark": cell.mark,
        }


@item_rows.register
def _mix(mix: Mix) -> Rows:
    """One row a mix and component; ``other`` is what is none of the four."""
    for part in (*PARTS, None):
        yield {
            "mix": mix.shares.label,
            "component": part or "other",
            **{f"{number}_{mix.budget.currency}": mix.amount(number, part).amount for number in NUMBERS},
            "within_limits": mix.is_within,
        }


@frame_rows.register
@item_rows.register
def _solution(found: Solution) -> Rows:
    """One row a term, with the totals that it was found by and the three numbers with it. Internal."""
    currency = found.valuation.currency
    yield {
        "term": found.change.term,
        "name": found.change.name,
        "unit": found.unit,
        "before": found.before,
        "amount": found.amount,
        "step": found.step,
        "number": found.scope.number,
        "tokens": found.scope.tokens,
        "year_one": found.scope.year_one,
        f"target_{currency}": found.target.amount,
        f"reached_{currency}": found.reached.amount,
        f"one_step_beside_{currency}": found.beside.amount,
        **{f"{number}_{currency}": found.valuation.total(number).amount for number in NUMBERS},
    }


@frame_rows.register
def _moves(watch: PriceWatch) -> Rows:
    """One row a move; amounts in the offer's currency, which its column names. Unlimited tokens have no number."""
    for move in watch.moves:
        sides = (("before", move.before), ("after", move.after))
        yield {
            "offer": move.offer,
            "allowance": move.allowance,
            "models": move.models,
            "kind": move.kind,
            "before_on": move.before.on,
            "after_on": move.after.on,
            "currency": move.after.pays.currency,
            **{f"{name}_per_mtok": price.per_mtok.amount for name, price in sides},
            "price_change_rate": move.price_rate,
            **{f"{name}_pays_a_year": price.pays.amount for name, price in sides},
            **{f"{name}_mtok_a_year": price.mtok for name, price in sides},
            **{f"{name}_unlimited": price.mtok is None for name, price in sides},
        }


@frame_rows.register
def _levers(change: BeforeAfter) -> Rows:
    """One row a lever, with what it saves after those before it."""
    currency = change.before_cost.currency
    for number, saving in enumerate(change.savings, 1):
        yield {
            "number": number,
            "lever": saving.lever,
            "saves_mtok": saving.mtok,
            f"saves_{currency}": saving.cost.amount,
        }


@frame_rows.register
def _factory(sheet: FactorySheet) -> Rows:
    """One row a model and kind of tokens, and one for its mix. Internal."""
    parts = ("per_mtok", "energy", "capital", "staff", "other", "marginal")
    for found in sheet.models:
        for kind, cost in (*found.kinds, ("mix", found.cost)):
            amounts = {f"{part}_{sheet.factory.currency}": getattr(cost, part).amount for part in parts}
            yield {"model": cost.model, "kind": kind, **amounts, "mtok_a_month": cost.mtok_a_month}


@item_rows.register
def _work_cost(cost: WorkloadCost) -> Rows:
    yield {
        "model": cost.model,
        "mtok_a_year": cost.mtok,
        "currency": cost.cost.currency,
        "per_mtok": cost.per_mtok.amount,
        "cost_a_year": cost.cost.amount,
    }


@frame_rows.register
@item_rows.register
def _coverage(found: Coverage) -> Rows:
    yield {"workload": found.workload.name, "model": found.model, **_covered(found)}


@item_rows.register
def _offer_coverage(cell: OfferCoverage) -> Rows:
    """One row an offer and model; no figures where its tokens cannot be used."""
    granted = cell.granted
    yield {
        "offer": cell.offer,
        "model": cell.model,
        "standing": cell.standing,
        "granted_money": granted.amount if isinstance(granted, Money) else None,
        "granted_currency": granted.currency if isinstance(granted, Money) else None,
        "granted_mtok": granted if isinstance(granted, Decimal) else None,
        **_covered(cell.found),
    }


def _covered(found: Coverage | None) -> dict[str, Any]:
    names = ("need_mtok", "covered_mtok", "short_mtok", "covered_rate", "dry_month", "dry_on")
    return {name: getattr(found, name) if found else None for name in names}
