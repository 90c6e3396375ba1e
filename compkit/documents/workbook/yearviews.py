"""The ways in which the workbook can cut time into years: a choice of one cell, and labels by formula."""

from __future__ import annotations

from attrs import frozen

from ...valuation.compare import Comparison
from ...valuation.views import View, years


@frozen(kw_only=True)
class YearView:
    """One way to cut time.

    Attributes:
        name: As chosen: ``service years``, ``calendar years``, ``calendar years as delivered``.
        view: What it means.
        labels: Names of its years, over all offers, in order.
    """

    name: str
    view: View
    labels: tuple[str, ...]


def views_of(comparison: Comparison) -> tuple[YearView, ...]:
    """The comparison's own view first, then years of service and calendar years, as earned and as delivered."""
    wanted = [
        comparison.view,
        View(),
        View(kind="calendar"),
        View(basis="delivered"),
        View(kind="calendar", basis="delivered"),
    ]
    return tuple(
        YearView(name=_name(view), view=view, labels=tuple(_labels(comparison, view))) for view in dict.fromkeys(wanted)
    )


def _name(view: View) -> str:
    words = {"service": "service years", "calendar": "calendar years", "fiscal": "fiscal years"}[view.kind]
    return words if view.basis == "earned" else f"{words} as delivered"


def _labels(comparison: Comparison, view: View) -> list[str]:
    """Names of the years of all offers, in order."""
    found = {year.label for valuation in comparison.valuations.values() for year in years(valuation, view)}
    return sorted(found, key=lambda label: (len(label), label))
