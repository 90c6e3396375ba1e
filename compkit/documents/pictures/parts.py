"""An offer's total in its parts: components in printing order, tokens last, guaranteed and by policy apart."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...money import exactly
from ...pay.entitlements import Number
from ...valuation.compare import Comparison
from ..figures import whole
from ..palette import COMPONENT_COLOURS
from ..words import COMPONENT_NAMES
from .slide import Key
from .stacks import Piece, Stack
from .svg import isolated

GUARANTEED, POLICY = "AI tokens, guaranteed", "AI tokens, if the policy stays"


@exactly
def stack(comparison: Comparison, name: str, number: Number, *, year: str | None, group: str) -> Stack:
    """One offer's bar, in a year or (None) in all of them."""
    without = None
    if "tokens" in comparison.components:
        without = comparison.amount(name, number, year=year, tokens="none")
    pieces = tuple(_pieces(comparison, name, number, year))
    return Stack(name=name, group=group, pieces=pieces, without=without)


def _pieces(comparison: Comparison, name: str, number: Number, year: str | None) -> Iterator[Piece]:
    for component in comparison.components:
        colour = COMPONENT_COLOURS[component]
        if component != "tokens":
            amount = comparison.amount(name, number, year=year, components=[component])
            yield from _piece(comparison, COMPONENT_NAMES[component], amount, colour)
            continue
        sure, every = (
            comparison.amount(name, number, year=year, components=["tokens"], tokens=counted)
            for counted in ("guaranteed", "all")
        )
        yield from _piece(comparison, GUARANTEED, sure, colour)
        yield from _piece(comparison, POLICY, every - sure, colour, hatched=True)


def _piece(
    comparison: Comparison, label: str, amount: Decimal, colour: str, *, hatched: bool = False
) -> Iterator[Piece]:
    if amount:
        shown = f"{comparison.currency} {whole(amount)}"
        yield Piece(label=label, amount=amount, shown=shown, colour=colour, hatched=hatched)


def keys(stacks: list[Stack]) -> tuple[Key, ...]:
    """The legend of the parts that any bar has, in their order."""
    order = [*COMPONENT_NAMES.values(), GUARANTEED, POLICY]
    found = {piece.label: Key(piece.label, piece.colour, piece.hatched) for s in stacks for piece in s.pieces}
    return tuple(found[label] for label in order if label in found)


def told(stacks: list[Stack], currency: str) -> Iterator[str]:
    """Each bar in words."""
    for bar in stacks:
        without = "" if bar.without is None else f", {whole(bar.without)} without tokens"
        parts = ", ".join(f"{piece.label} {whole(piece.amount)}" for piece in bar.pieces)
        total = f"{currency} {whole(bar.total)}{without}"
        yield f"{isolated(bar.name)}, {bar.group}: {total}{f' ({parts})' if parts else ''}."
