"""A workload as blocks of a report: its need, its cost, what offers cover, what is enough, what saves.

It shows list prices only, so a candidate may read it; at contract prices it is for the employer and says INTERNAL.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..money import Money, exactly
from ..valuation.basis import percent
from ..valuation.covered import OfferCoverage
from ..valuation.efficiency import BeforeAfter
from ..valuation.workstudy import PROBABILITIES, ModelStudy, WorkloadStudy
from . import figures
from .format import rounded
from .table import Block, Group, Row, Table, Text

_YEARS = (2, 3)


@exactly
def workload_blocks(study: WorkloadStudy) -> tuple[Block, ...]:
    """A workload study as blocks of a report; INTERNAL if it is at contract prices.

    Args:
        study: The study.
    """
    return tuple(_blocks(study))


def _blocks(study: WorkloadStudy) -> Iterator[Block]:
    yield Text(_title(study), "title")
    yield _need(study)
    yield _cover(study)
    if any(found.enough for found in study.models):
        yield _enough(study)
    change = study.model(study.reference).change if study.reference else None
    if change is not None and study.has_levers:
        yield _levers(study, change)
    if any(found.change for found in study.models):
        yield _outcomes(study)
    if missing := tuple(_missing(study)):
        yield Text("\n".join(missing), "warning", indent=2)


def _title(study: WorkloadStudy) -> str:
    work = study.workload
    internal = "INTERNAL: shows contract prices\n" if study.stage == "contract" else ""
    family = f", each {_plain(work.family)} with all that it spawns" if work.family != 1 else ""
    return (
        f"{internal}Workload: {work.name}\n"
        f"As of {study.on}, before tax, at {study.stage} prices; every model is taken to need as many tokens.\n"
        f"{_plain(work.agents)} agents{family}, {_plain(work.runs_a_day)} runs a day on {_plain(work.working_days)} "
        f"days a year, {_plain(work.turns_a_run)} turns a run:\n"
        f"{figures.whole(work.turns())} turns a year, each reading {figures.whole(work.context_tokens)} tokens and "
        f"writing {figures.whole(work.output_tokens)}."
    )


def _plain(amount: Decimal) -> str:
    """A count with at most two decimals."""
    return f"{rounded(amount, 2).normalize():,f}"


def _share(rate: Decimal) -> str:
    return percent(rounded(rate, 3))


# what it needs and costs


def _need(study: WorkloadStudy) -> Table:
    work = study.workload
    shares = work.mix.shares()
    rows = [
        Row(kind.replace("_", " "), (figures.tokens(count / 10**6), _share(shares[kind])))
        for kind, count in work.tokens().items()
        if count
    ]
    rows.append(Row("all", (figures.tokens(work.mtok()), "100 %"), "total"))
    grown = ", ".join(f"{figures.tokens(work.mtok(year))} in year {year}" for year in _YEARS)
    return Table(
        title="WHAT THE WORK NEEDS, the first year; its mix is the one that is priced",
        groups=(Group("", ("tokens", "share")),),
        rows=tuple(rows),
        foot=f"Growth {_share(work.growth_rate)} a year: {grown}." if work.growth_rate else "",
    )


def _cover(study: WorkloadStudy) -> Table:
    """Models down; what they cost, then each offer's coverage."""
    currencies = dict.fromkeys(found.cost.cost.currency for found in study.models if found.cost)
    groups, columns = [Group(figures.joined(currencies), ("per M tokens", "a year"))], [_costs(study)]
    for offer, cells in _by_offer(study).items():
        groups.append(Group(_heading(offer, cells), ("covers", "dry from", "need left")))
        columns.append([_covered(cell) for cell in cells])
    rows = [
        Row(found.model, tuple(text for column in columns for text in column[number]))
        for number, found in enumerate(study.models)
    ]
    return Table(
        title="WHAT IT COSTS AND WHETHER THE TOKENS COVER IT, the first year",
        unit=f"{study.stage} prices of {study.on}",
        groups=tuple(groups),
        rows=tuple(rows),
        foot=_cover_foot(study),
    )


def _costs(study: WorkloadStudy) -> list[tuple[str, ...]]:
    return [
        (figures.price(found.cost.per_mtok.amount), figures.whole(found.cost.cost.amount)) if found.cost else ("?", "?")
        for found in study.models
    ]


def _by_offer(study: WorkloadStudy) -> dict[str, list[OfferCoverage]]:
    offers: dict[str, list[OfferCoverage]] = {}
    for cell in study.offers:
        offers.setdefault(cell.offer, []).append(cell)
    return {name: cells for name, cells in offers.items() if any(cell.standing != "no tokens" for cell in cells)}


def _heading(offer: str, cells: list[OfferCoverage]) -> str:
    """The offer and what it releases in the year, where that is the same at every model."""
    granted = {str(cell.granted): cell.granted for cell in cells if cell.granted is not None}
    if len(granted) != 1:
        return offer
    (amount,) = granted.values()
    if isinstance(amount, Money):
        return f"{offer}: {amount.currency} {figures.whole(amount.amount)}"
    return f"{offer}: {figures.tokens(amount)}"


def _covered(cell: OfferCoverage) -> tuple[str, str, str]:
    found = cell.found
    if found is None:
        return ("?" if cell.standing == "not known" else cell.standing), "-", "-"
    star = {"at equal money": "* ", "in part": "+ "}.get(cell.standing, "")
    if found.dry_on is None:
        return f"{star}all", "never", "-"
    dry = f"{found.dry_on} (month {found.dry_month})"
    return f"{star}{_share(found.covered_rate)}", dry, figures.tokens(found.short_mtok)


def _cover_foot(study: WorkloadStudy) -> str:
    words = []
    offers = _by_offer(study)
    standings = {cell.standing for cells in offers.values() for cell in cells}
    if offers:
        words.append(
            "Twelve months from an offer's first release, which come as promised; a twelfth of the work falls on each. "
            "What a month leaves is carried on, whatever the terms of unused tokens; a short month makes up nothing."
        )
    if "at equal money" in standings:
        words.append("* the promise names another model: what the same money covers here.")
    if "in part" in standings:
        words.append("+ only some of the tokens may be used here.")
    return " ".join(words)


# what is enough


def _enough(study: WorkloadStudy) -> Table:
    known = [found for found in study.models if found.enough]
    first = known[0].enough
    rows = [Row("tokens", tuple(figures.tokens(enough.mtok) for enough in first), "total")]
    rows += [Row(found.model, tuple(figures.whole(e.money.amount) for e in found.enough)) for found in known]
    currencies = dict.fromkeys(enough.money.currency for found in known for enough in found.enough)
    return Table(
        title="WHAT WOULD BE ENOUGH, the first year",
        unit=figures.joined(currencies),
        groups=(Group("enough with a probability of", tuple(_share(odds) for odds in PROBABILITIES)),),
        rows=tuple(rows),
        foot="The need varies about the work as stated, as the workload says.",
    )


# what saves


def _levers(study: WorkloadStudy, change: BeforeAfter) -> Table:
    """Each lever's saving, in its order, at the model of reference."""
    rows = [Row("before", (figures.tokens(change.before_mtok), figures.whole(change.before_cost.amount)), "total")]
    rows += [Row(f"  {s.lever}", (_less(s.mtok), figures.signed(-s.cost.amount))) for s in change.savings]
    rows.append(Row("after", (figures.tokens(change.after_mtok), figures.whole(change.after_cost.amount)), "total"))
    money = "" if change.cost_rate is None else f" and {_share(change.cost_rate)} of the money"
    return Table(
        title=f"WHAT EACH LEVER SAVES at {study.reference}, the first year",
        unit=change.before_cost.currency,
        groups=(Group("", ("tokens", "cost")),),
        rows=tuple(rows),
        foot=f"The same outcomes with {_share(change.tokens_rate)} of the tokens{money}. "
        "A lever saves a share of what those before it have left.",
    )


def _less(mtok: Decimal) -> str:
    """A saving of tokens with its sign."""
    if not mtok:
        return "0"
    return f"{'-' if mtok > 0 else '+'}{figures.tokens(abs(mtok))}"


def _outcomes(study: WorkloadStudy) -> Table:
    """Models down; cost, cost of an outcome and value for each unit of money, before and after."""
    known = [found for found in study.models if found.change]
    sides = ("before", "after") if study.has_levers else ("",)
    groups = [Group("a year", sides)]
    groups += [Group("an outcome", sides)] if study.outcomes is not None else []
    groups += [Group("value per money", sides)] if study.outcomes_value is not None else []
    currencies = dict.fromkeys(found.change.before_cost.currency for found in known if found.change)
    return Table(
        title="THE SAME OUTCOMES, the first year",
        unit=figures.joined(currencies),
        groups=tuple(groups),
        rows=tuple(Row(found.model, tuple(_outcome_cells(study, found))) for found in known),
        foot=_outcomes_foot(study, known),
    )


def _outcome_cells(study: WorkloadStudy, found: ModelStudy) -> Iterator[str]:
    change, sides = found.change, slice(None) if study.has_levers else slice(1)
    assert change is not None
    yield from [figures.whole(cost.amount) for cost in (change.before_cost, change.after_cost)][sides]
    if study.outcomes is not None:
        yield from [f"{rounded(cost.amount, 2):,f}" for cost in change.cost_per_outcome][sides]
    if study.outcomes_value is not None:
        yield from [_ratio(rate) for rate in (found.value_before, found.value_after)][sides]


def _ratio(rate: Decimal | None) -> str:
    return "unlimited" if rate is None else f"{rounded(rate, 1):,f}"


def _outcomes_foot(study: WorkloadStudy, known: list[ModelStudy]) -> str:
    words, change = [], known[0].change
    if study.outcomes is not None and change is not None:
        before, after = (figures.whole(tokens) for tokens in change.tokens_per_outcome)
        each = f"{before} tokens each before, {after} after" if study.has_levers else f"{before} tokens each"
        words.append(f"{_plain(study.outcomes)} outcomes: {each}.")
    if study.outcomes_value is not None:
        worth = study.outcomes_value
        words.append(
            f"Value per money: outcomes worth {worth.currency} {figures.whole(worth.amount)}, as stated, "
            "over the cost of their tokens."
        )
    return " ".join(words)


def _missing(study: WorkloadStudy) -> Iterator[str]:
    for found in study.models:
        if found.missing:
            yield f"! {found.model}: not known: {found.missing}"
    told = {found.missing for found in study.models}
    for cell in study.offers:
        if cell.missing and cell.missing not in told:
            yield f"! {cell.offer} at {cell.model}: not known: {cell.missing}"
