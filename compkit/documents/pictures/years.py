"""Offers side by side, year by year: a bar an offer and year, stacked by component."""

from __future__ import annotations

from attrs import evolve

from ...pay.entitlements import Number
from ...valuation.compare import Comparison
from ..page.reader import Reader
from ..words import NUMBER_NAMES, span
from .parts import keys, stack, told
from .scope import foot, internal_words, names_shown, titled
from .slide import Key, Picture, Slide
from .stacks import Group, draw_stacks, keyed
from .svg import isolated

MOST_BARS = 36
"""More bars than that are no picture: then a bar is the whole horizon of an offer."""

_FILES: dict[Number, str] = {
    "face": "years-as-promised",
    "cost": "years-expected-cost",
    "worth": "years-to-the-employee",
}


def years_picture(comparison: Comparison, number: Number, *, reader: Reader) -> Picture:
    """The years of all offers in one number; the whole horizon where years would be too many.

    Args:
        comparison: The offers as the reader may see them: see `scope.for_reader`.
        number: Which of the three numbers.
        reader: Whose picture it is.
    """
    groups = _groups(comparison, number)
    return stacked_slide(
        comparison,
        groups,
        name=_FILES[number],
        title=titled(NUMBER_NAMES[number].capitalize(), comparison),
        subtitle=f"{comparison.currency}, {NUMBER_NAMES[number]}, {_cut(comparison, groups)}, before tax",
        foot=foot(comparison, [number], reader),
        internal=internal_words([number], reader),
    )


def _groups(comparison: Comparison, number: Number) -> list[Group]:
    labels: tuple[str | None, ...] = comparison.year_labels
    if len(labels) * len(names_shown(comparison)) > MOST_BARS:
        labels = (None,)
    length = span(comparison.baseline.assumptions.horizon_months)
    return [
        Group(
            label=label or length,
            stacks=tuple(
                stack(comparison, name, number, year=label, group=label or length) for name in names_shown(comparison)
            ),
        )
        for label in labels
    ]


def _cut(comparison: Comparison, groups: list[Group]) -> str:
    """How time is cut: ``by year of service``, or as a whole."""
    view = comparison.view
    if groups[0].label not in comparison.year_labels:
        return f"over {groups[0].label}"
    return f"by {view.label}{'' if view.basis == 'earned' else ', as delivered'}"


def stacked_slide(
    comparison: Comparison, groups: list[Group], *, name: str, title: str, subtitle: str, foot: str, internal: str
) -> Picture:
    """A slide of stacked bars, with letters for names where they do not fit below the bars."""
    bars = [bar for group in groups for bar in group.stacks]
    brackets = "; above a bar its total, in brackets without tokens" if "tokens" in comparison.components else ""
    slide = Slide(
        name=name,
        title=title,
        subtitle=f"{subtitle}{brackets}",
        legend=keys(bars),
        foot=foot,
        told=tuple(told(bars, comparison.currency)),
        internal=internal,
    )
    if letters := keyed(groups, slide.box):
        named = tuple(Key(f"{letter} {isolated(offer)}", "") for offer, letter in letters.items())
        slide = evolve(slide, legend=(*slide.legend, *named))
    return slide.draw(draw_stacks(groups, slide.box, comparison.currency))
