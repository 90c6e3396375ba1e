"""Token promises side by side: what each buys or costs at every model, and what is paid if token prices move."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..valuation.basis import percent
from ..valuation.compare import Comparison, Outcome
from ..valuation.tokenline import ModelPrice
from . import figures
from .format import rounded
from .table import RULE, Group, Row, Table
from .words import money_only


def token_tables(comparison: Comparison) -> Iterator[Table]:
    """The same tokens at each provider, and the scenarios; none where no offer promises tokens or has no models."""
    if "tokens" in comparison.components and comparison.models:
        yield _providers(comparison)
        yield _scenarios(comparison)


def _providers(comparison: Comparison) -> Table:
    lines = comparison.token_lines
    money = [name for name, line in lines.items() if line.money.amount]
    quantity = [name for name, line in lines.items() if line.mtok]
    prices = comparison.model_prices
    groups = [Group(f"{prices[0].per_mtok.currency} per", ("M tokens",))]
    for name in money:
        amount = figures.whole(lines[name].money.amount)
        groups.append(Group(f"{name}'s {comparison.currency} {amount}", ("buys (tokens)",)))
    for name in quantity:
        groups.append(Group(f"{name}'s {figures.tokens(lines[name].mtok)}", (f"would cost ({comparison.currency})",)))
    mix = comparison.mix
    shares = ", ".join(f"{percent(share)} {kind.replace('_', ' ')}" for kind, share in mix.shares().items() if share)
    work = "Tokens of two models do not do the same work; no ratio is assumed."
    return Table(
        title="THE SAME TOKENS AT EACH PROVIDER, a year",
        unit=f"list prices of {comparison.baseline.market.as_of} ({prices[0].row.stated_by})",
        groups=tuple(groups),
        rows=tuple(_provider_row(comparison, found, money, quantity) for found in prices),
        foot=f"Mix `{mix.name}`: {shares} ({mix.source}). {work}{_only_at(comparison, money)}",
    )


def _provider_row(comparison: Comparison, found: ModelPrice, money: list[str], quantity: list[str]) -> Row:
    market, lines = comparison.baseline.market, comparison.token_lines
    here = market.convert(found.per_mtok, comparison.currency).amount
    bought = [_bought(comparison, name, found.model, here) for name in money]
    costs = [figures.whole(lines[name].mtok * here) for name in quantity]
    owners = [name for name, line in lines.items() if any(found.model in basket.models for basket in line.baskets)]
    label = f"{found.model}{f' ({figures.joined(owners)})' if owners else ''}"
    if found.from_on is not None:
        label = f"  from {found.from_on}, announced"
    return Row(label, (figures.price(found.per_mtok.amount), *bought, *costs), "note" if found.from_on else "plain")


def _only_at(comparison: Comparison, names: list[str]) -> str:
    """Which offers' token money can be spent at some providers only."""
    words = []
    for name in names:
        allowances = comparison.valuations[name].package.tokens
        providers = dict.fromkeys(provider for allowance in allowances for provider in allowance.providers)
        if providers:
            words.append(f" {name}'s money can be spent at {figures.joined(providers)} only.")
    return "".join(words)


def _bought(comparison: Comparison, name: str, model: str, price: Decimal) -> str:
    """What an offer's token money buys on a model, or that it cannot be spent there."""
    if not comparison.may_spend(name, model):
        return "-"
    return figures.tokens(comparison.token_lines[name].money.amount / price if price else None)


def _scenarios(comparison: Comparison) -> Table:
    outcomes = comparison.outcomes("worth")
    rows = [
        Row(
            name,
            tuple(cell for found in by_name.values() for cell in _outcome(found)),
        )
        for name, by_name in outcomes.items()
    ]
    risk = ["employee" if money_only(v) else "employer" for v in comparison.valuations.values()]
    rows += [RULE, Row("who carries the price risk", tuple(cell for side in risk for cell in ("", side, "")), "note")]
    places = dict.fromkeys(basket.label for name in comparison.names if (basket := comparison.reference(name)))
    where = f"money spent at {figures.joined(places)}" if places else ""
    return Table(
        title="IF TOKEN PRICES MOVE, a year",
        unit=where,
        groups=tuple(Group(name, ("pays", "gets (tokens)", "rank")) for name in comparison.names),
        rows=tuple(rows),
        foot="Paid if every token is used. Rank by the total with all tokens to the employee; 1 is the highest.",
    )


def _outcome(found: Outcome) -> tuple[str, str, str]:
    gets = figures.tokens(found.tokens.mtok) if found.tokens.is_known else "?"
    return figures.whole(found.tokens.pays.amount), gets, str(found.rank)


def announced_changes(comparison: Comparison) -> Iterator[str]:
    """Announced price changes of the models compared, a sentence each, and whether they are applied."""
    before: dict[str, ModelPrice] = {}
    for found in comparison.model_prices if comparison.models else ():
        if found.from_on is None:
            before[found.model] = found
            continue
        was = before[found.model].per_mtok.amount
        change = f"{percent(rounded(found.per_mtok.amount / was - 1, 4))}" if was else "from free"
        sign = "+" if found.per_mtok.amount > was else ""
        applied = comparison.baseline.market.announced
        tail = "applied" if applied else "not applied: add --announced to apply it"
        yield f"! {found.model}: {sign}{change} on {found.from_on} (announced); {tail}."
