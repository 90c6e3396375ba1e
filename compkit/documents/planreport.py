"""One term that meets a target, as a report and as data. INTERNAL: it shows expected cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..money import exactly
from ..pay.amounts import SHARES_OF_PAY, ShareOfTargetCash
from ..pay.offer import Offer
from ..pay.package import Package
from ..valuation.basis import percent
from ..valuation.solve import Solution
from ..valuation.terms import Change, Term
from ..valuation.value import Valuation
from . import figures
from .data import decimal_text
from .planparts import (
    INTERNAL,
    Unmet,
    as_of,
    assumed_block,
    assumed_data,
    by_component,
    numbers_data,
    offer_name,
    three_numbers,
    unmet_block,
    unmet_data,
)
from .table import Block, Group, Report, Row, Table, Text
from .words import NUMBER_NAMES, span

TERM_NAMES: dict[Term, str] = {
    "base salary": "Base salary",
    "bonus": "Bonus",
    "sign-on": "Sign-on",
    "shares": "Equity",
    "tokens": "AI tokens",
}
_COUNTED = {"all": "with all tokens", "guaranteed": "with guaranteed tokens", "none": "without tokens"}


@frozen
class Rival:
    """The offer that was to be matched.

    Attributes:
        name: Short name.
        valuation: Its value.
    """

    name: str
    valuation: Valuation


@exactly
def build_solve_report(
    solutions: Sequence[Solution],
    *,
    before: Valuation,
    offer: Offer | None = None,
    rival: Rival | None = None,
    unmet: Iterable[Unmet] = (),
) -> Report:
    """The report that `compkit solve` prints: one or more terms, each changed alone. Internal.

    Args:
        solutions: What was found for one and the same target; at least one.
        before: The package as it is.
        offer: The offer, for its number and people.
        rival: The offer that was to be matched, if one was.
        unmet: Terms that cannot meet the target.
    """
    title = Text("\n".join(_title(solutions[0], before, offer, rival)), "title")
    blocks: list[Block] = [title, _answers(solutions, before), *unmet_block(unmet)]
    several = len(solutions) > 1
    heads = ("now", *(f"with {n}" for n in range(1, len(solutions) + 1))) if several else ("now", "then")
    columns = [before, *(solution.valuation for solution in solutions)]
    foot = "Each alone, never together." if several else ""
    blocks.append(three_numbers(dict(zip(heads, columns, strict=True)), by_component(columns), foot))
    blocks.append(assumed_block(_assumed(solutions, before, rival), solutions[0].valuation))
    return Report(tuple(blocks))


def _title(first: Solution, before: Valuation, offer: Offer | None, rival: Rival | None) -> Iterator[str]:
    scope = first.scope
    over = "in year one" if scope.year_one else f"over {span(before.assumptions.horizon_months)}"
    asked = f"{first.target.currency} {figures.price(first.target.amount)}"
    verb = f"matches {rival.name}'s" if rival else "stays within" if _is_budget(first) else "reaches"
    yield offer_name(offer)
    yield INTERNAL
    yield f"What {verb} {asked}, {NUMBER_NAMES[scope.number]}, {_COUNTED[scope.tokens]}, {over}"
    yield as_of(before)


def _is_budget(solution: Solution) -> bool:
    """Whether a budget was to be fitted: the step beside it is then one more, not one less."""
    return solution.beside > solution.reached


def _answers(solutions: Sequence[Solution], before: Valuation) -> Table:
    """Each term with its value now and then, the total with it, and the one a step beside it."""
    several = len(solutions) > 1
    rows = []
    for n, solution in enumerate(solutions, 1):
        label = f"{_term(solution.change, before.package)}, {solution.unit}"
        rows.append(Row(f"{n} {label}" if several else label, _cells(solution)))
    beside = "more" if _is_budget(solutions[0]) else "less"
    total = Group(f"total, {before.currency}", ("reached", f"one step {beside}"))
    return Table(
        title="ANY ONE OF THESE, alone" if several else "WHAT IT TAKES",
        groups=(*(Group("", (heading,)) for heading in ("now", "then", "step")), total),
        rows=tuple(rows),
    )


def _term(change: Change, package: Package) -> str:
    """The term by the name of its bonus, grant or allowance."""
    parts: dict[Term, Sequence[Any]] = {"bonus": package.bonus, "shares": package.equity, "tokens": package.tokens}
    first = next((part.name for part in parts.get(change.term, ())), TERM_NAMES[change.term])
    return change.name or first


def _cells(solution: Solution) -> tuple[str, ...]:
    terms = (in_unit(amount, solution.unit) for amount in (solution.before, solution.amount, solution.step))
    return *terms, *(figures.price(total.amount) for total in (solution.reached, solution.beside))


def in_unit(amount: Decimal, unit: str) -> str:
    """A term's value: a share of something in per cent, everything else with the digits it has."""
    if unit.startswith("of "):
        return percent(amount)
    return figures.whole(amount) if amount == amount.to_integral_value() else figures.price(amount)


def _assumed(solutions: Sequence[Solution], before: Valuation, rival: Rival | None) -> Iterator[str]:
    follows = _follows(solutions, before.package)
    yield f"All else stays, but what is a share of the term follows it{follows}"
    if any(solution.change.term == "shares" for solution in solutions):
        yield "A grant that is stated as a value becomes one of whole units, and is then stated as such."
    if rival is not None:
        yield from _left_out(solutions, rival)


def _follows(solutions: Sequence[Solution], package: Package) -> str:
    """What follows a term, by name."""
    terms = {solution.change.term for solution in solutions}
    found: list[str] = []
    if "base salary" in terms:
        found = [bonus.name for bonus in package.bonus if bonus.rate is not None]
        found += [allowance.name for allowance in package.tokens if isinstance(allowance.amount, SHARES_OF_PAY)]
    elif "bonus" in terms:
        found = [allowance.name for allowance in package.tokens if isinstance(allowance.amount, ShareOfTargetCash)]
    return f": {figures.joined(found)}." if found else "."


def _left_out(solutions: Sequence[Solution], rival: Rival) -> Iterator[str]:
    """What either side did not tell, and so counts on neither."""
    for who, valuation in ((rival.name, rival.valuation), ("this offer", solutions[0].valuation)):
        missing = sorted(valuation.package.unknown_components)
        if missing:
            yield f"Not told by {who}, so left out of the totals on both sides: {figures.joined(missing)}."


# for machines


@exactly
def solve_data(
    solutions: Sequence[Solution], *, before: Valuation, rival: Rival | None = None, unmet: Iterable[Unmet] = ()
) -> dict[str, Any]:
    """The same as ``compkit/solution/1``: internal."""
    first = solutions[0]
    target = "match" if rival else "fit" if _is_budget(first) else "reach"
    return {
        "format": "compkit/solution/1",
        "internal": True,
        "currency": before.currency,
        **assumed_data(before.assumptions),
        "total": {"number": first.scope.number, "tokens": first.scope.tokens, "year_one": first.scope.year_one},
        "target": {"kind": target, "amount": decimal_text(first.target.amount), "rival": rival.name if rival else None},
        "left_out": [] if rival is None else list(_left_out(solutions, rival)),
        "before": numbers_data(before),
        "solutions": [_solution(solution) for solution in solutions],
        "unmet": unmet_data(unmet),
    }


def _solution(solution: Solution) -> dict[str, Any]:
    return {
        "term": solution.change.term,
        "name": solution.change.name,
        "unit": solution.unit,
        "step": decimal_text(solution.step),
        "before": decimal_text(solution.before),
        "amount": decimal_text(solution.amount),
        "reached": decimal_text(solution.reached.amount),
        "beside": decimal_text(solution.beside.amount),
        "after": numbers_data(solution.valuation),
    }
