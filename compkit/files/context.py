"""Context files: published figures on what developers use and spend, from the sample that comes with compkit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..valuation.context import CONTEXT_UNITS, ContextFigure
from .fields import Day, Number, Text, choice
from .places import Place, read_shape
from .structure import key
from .templates import template

CONTEXT_FORMAT = "compkit/context/1"


@frozen(kw_only=True)
class FigureShape:
    """A published figure about one developer."""

    name: Text = key("What it is, such as median developer.")
    value: Number = key("The figure.")
    unit: Annotated[str, choice(*CONTEXT_UNITS)] = key("Its unit, for one developer.")
    source: Text = key("Who published it, and where.")
    on: Day = key("Day of publication, or on which it was read where the source has no date.")

    def build(self, here: Place) -> Any:
        """The figure."""
        return here.make(
            ContextFigure, name=self.name, value=self.value, unit=self.unit, source=self.source, on=self.on
        )


@frozen(kw_only=True)
class ContextShape:
    """Published figures."""

    format: Annotated[str, choice(CONTEXT_FORMAT)] = key(f"Always {CONTEXT_FORMAT}.")
    figures: Any = key("The figures.")

    def build(self, here: Place) -> Any:
        """The figures, in order."""
        listed = here.at("figures")
        if listed.data is not None and not isinstance(listed.data, (list, tuple)):
            return listed.refuse("must be a list", "begin each figure with a dash", value="")
        return tuple(figure.build(FigureShape) for figure in listed.entries())


def read_context(path: str | Path | None = None) -> tuple[ContextFigure, ...]:
    """Published figures of a file; those that come with compkit without one.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    figures: tuple[ContextFigure, ...] = read_shape(path or template("context.yaml"), ContextShape, "context")
    return figures
