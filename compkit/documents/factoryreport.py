"""An own AI factory's costs as a report and as data. INTERNAL: never for a candidate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..market.factory import FactoryCost
from ..market.factorysheet import FactorySheet, FactorySheetModel, ListedBeside
from ..money import Money, exactly
from ..valuation.basis import percent
from . import figures
from .data import decimal_text
from .format import rounded
from .table import RULE, Block, Group, Report, Row, Table, Text

_PARTS = ("energy", "capital", "staff", "other")
_DIGITS = 4
"""Significant digits of a cost that was worked out, unlike a price that was stated."""


@exactly
def build_factory_report(sheet: FactorySheet) -> Report:
    """The report that `compkit prices factory` prints.

    Args:
        sheet: The factory's costs.
    """
    return Report(tuple(_blocks(sheet)))


def _blocks(sheet: FactorySheet) -> Iterator[Block]:
    factory = sheet.factory
    servers = f"{factory.servers} server{'s' if factory.servers > 1 else ''}"
    each = f"{factory.accelerators_per_server} accelerator{'s' if factory.accelerators_per_server > 1 else ''} each"
    yield Text(
        f"INTERNAL: shows factory costs\nTokens of {factory.name}: {servers} with {each}, "
        f"{_percent(factory.utilisation_rate)} of the year at work\nAs of {sheet.market.as_of}, before tax.",
        "title",
    )
    for found in sheet.models:
        yield _costs(found)
        yield Text("\n".join(_output(found.cost)), "note", indent=2)
        if found.listed:
            yield _beside(sheet, found)
    missing = dict.fromkeys(f"! {m.model}: not known: {m.missing}" for f in sheet.models for m in f.listed if m.missing)
    if missing:
        yield Text("\n".join(missing), "warning", indent=2)


def _costs(found: FactorySheetModel) -> Table:
    """Kinds of tokens down, then the mix; full cost, its parts, and the marginal cost across."""
    rows = [Row(kind.replace("_", " "), _cells(cost)) for kind, cost in found.kinds]
    mixed = Row(f"mix: {found.cost.mix.name}", _cells(found.cost), "total")
    shares = Row("share of the full cost", ("100 %", *(_part(found.cost, part) for part in _PARTS), ""), "note")
    return Table(
        title=found.cost.model,
        unit=f"{found.cost.per_mtok.currency} per million tokens",
        groups=(Group("", ("full",)), Group("of which", _PARTS), Group("", ("marginal",))),
        rows=(*rows, RULE, mixed, shares),
    )


def _cells(cost: FactoryCost) -> tuple[str, ...]:
    parts = (getattr(cost, part) for part in _PARTS)
    return tuple(_price(money) for money in (cost.per_mtok, *parts, cost.marginal))


def _price(money: Money) -> str:
    """A cost that was worked out: cents at least, and four significant digits."""
    places = max(_DIGITS - 1 - money.amount.adjusted(), 2) if money.amount else 2
    return f"{rounded(money.amount, min(places, 6)):,f}"


def _part(cost: FactoryCost, part: str) -> str:
    whole, amount = cost.per_mtok.amount, getattr(cost, part).amount
    return _percent(amount / whole) if whole else "-"


def _percent(rate: Decimal) -> str:
    return percent(rounded(rate, 3))


def _output(cost: FactoryCost) -> Iterator[str]:
    """What it makes, what limits it, what marginal means, and how the cost was reckoned."""
    used = _percent(cost.utilisation_rate)
    limit = f"power allows {used} of full output, less than stated" if cost.capped else f"{used} of full output"
    yield f"Makes {figures.tokens(cost.mtok_a_month)} tokens of the mix a month: {limit}."
    shares = ", ".join(f"{_percent(s)} {kind.replace('_', ' ')}" for kind, s in cost.mix.shares().items() if s)
    yield f"Mix `{cost.mix.name}`: {shares} ({cost.mix.source})."
    yield "Marginal: electricity of one more million, all else being paid already."
    yield f"Full: {cost.basis}."


def _beside(sheet: FactorySheet, found: FactorySheetModel) -> Table:
    heads = ("list price\nper M tokens", "full cost\nover list", "marginal\nover list", "a month's output\nat list")
    return Table(
        title=f"{found.cost.model} BESIDE THE MARKET, the same mix",
        unit=f"{found.cost.per_mtok.currency}, list prices of {sheet.market.as_of}",
        groups=tuple(Group("", (head,)) for head in heads),
        rows=tuple(Row(model.model, _beside_cells(found.cost, model)) for model in found.listed),
        foot="Tokens of two models do not do the same work; no ratio is assumed.",
    )


def _beside_cells(cost: FactoryCost, listed: ListedBeside) -> tuple[str, ...]:
    if listed.per_mtok is None:
        return ("?",) * 4
    price = figures.price(listed.per_mtok.amount)
    if listed.per_mtok.currency != cost.per_mtok.currency:
        return f"{listed.per_mtok.currency} {price}", "?", "?", "?"
    rates = ("list is 0" if r is None else _percent(r) for r in (listed.full_rate, listed.marginal_rate))
    return price, *rates, figures.whole(listed.a_month.amount) if listed.a_month else "?"


@exactly
def factory_data(sheet: FactorySheet) -> dict[str, Any]:
    """A factory's costs as ``compkit/factory-cost/1``. Internal."""
    return {
        "format": "compkit/factory-cost/1",
        "internal": True,
        "as_of": str(sheet.market.as_of),
        "factory": sheet.factory.name,
        "currency": sheet.factory.currency,
        "models": [_model(found) for found in sheet.models],
    }


def _model(found: FactorySheetModel) -> dict[str, Any]:
    cost = found.cost
    return {
        "model": cost.model,
        "mix": {"name": cost.mix.name, "source": cost.mix.source}
        | {kind: decimal_text(share) for kind, share in cost.mix.shares().items()},
        "per_mtok": _per_mtok(cost),
        "kinds": {kind: _per_mtok(of_kind) for kind, of_kind in found.kinds},
        "mtok_a_month": decimal_text(cost.mtok_a_month),
        "utilisation_rate": decimal_text(cost.utilisation_rate),
        "capped_by_power": cost.capped,
        "basis": cost.basis,
        "listed": [_listed(model) for model in found.listed],
    }


def _per_mtok(cost: FactoryCost) -> dict[str, str]:
    parts = {part: decimal_text(getattr(cost, part).amount) for part in (*_PARTS, "marginal")}
    return {"full": decimal_text(cost.per_mtok.amount), **parts}


def _listed(model: ListedBeside) -> dict[str, Any]:
    return {
        "model": model.model,
        "per_mtok": decimal_text(model.per_mtok.amount) if model.per_mtok else None,
        "currency": model.per_mtok.currency if model.per_mtok else None,
        "full_over_list": _text(model.full_rate),
        "marginal_over_list": _text(model.marginal_rate),
        "output_a_month_at_list": decimal_text(model.a_month.amount) if model.a_month else None,
        "missing": model.missing or None,
    }


def _text(rate: Decimal | None) -> str | None:
    return None if rate is None else decimal_text(rate)
