"""Years: service, calendar or fiscal, earned or delivered. All views split the same lines to the same total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from ..checks import one_of
from ..dates import MonthDay, day_before, fiscal_years, service_years
from ..errors import InvalidValue
from ..money import EXACT
from ..pay.entitlements import Component, Number
from .value import Line, Valuation


@frozen(kw_only=True)
class View:
    """How time is cut into years.

    Attributes:
        kind: ``service`` years from the first day that counts, ``calendar``, or ``fiscal``.
        first: Day on which a fiscal year begins; only for fiscal years.
        basis: ``earned`` splits each line by the days over which it is earned; ``delivered`` goes by the day of
            delivery, as a payslip does.
    """

    kind: Literal["service", "calendar", "fiscal"] = field(
        default="service", validator=one_of("service", "calendar", "fiscal")
    )
    first: MonthDay = MonthDay(1, 1)
    basis: Literal["earned", "delivered"] = field(default="earned", validator=one_of("earned", "delivered"))

    @classmethod
    def parse(cls, text: str, basis: Literal["earned", "delivered"] = "earned") -> View:
        """A view by its name: ``service``, ``calendar``, ``fiscal:10`` or ``fiscal:04-06``."""
        if text in ("service", "calendar"):
            return cls(kind="service" if text == "service" else "calendar", basis=basis)
        if match := re.fullmatch(r"fiscal:(\d{1,2})(?:-(\d{1,2}))?", text):
            return cls(kind="fiscal", first=MonthDay(int(match[1]), int(match[2] or 1)), basis=basis)
        raise InvalidValue("year view", text, "is not a view of years", "say service, calendar or fiscal:10")

    @property
    def label(self) -> str:
        """The view in words."""
        return {"service": "year of service", "calendar": "calendar year"}.get(
            self.kind, f"fiscal year from {self.first}"
        )


@frozen
class Year:
    """One year of a view.

    Attributes:
        label: As printed: ``year 1``, ``2027``, ``FY 2027``.
        start: First day.
        until: First day after.
    """

    label: str
    start: date
    until: date


def years(valuation: Valuation, view: View) -> tuple[Year, ...]:
    """The years of a view that hold anything of a valuation; a delivered view runs on to the last delivery."""
    return tuple(_years(valuation, view))


def _years(valuation: Valuation, view: View) -> Iterator[Year]:
    start, until = valuation.start, valuation.until
    if view.basis == "delivered":
        days = [line.row.on for line in valuation.lines if line.row.on is not None]
        start = min([start, *days]) if view.kind != "service" else start
        until = max([until, *(date.fromordinal(day.toordinal() + 1) for day in days)])
    if view.kind == "service":
        for number, (begin, end) in enumerate(service_years(start, until), 1):
            yield Year(f"year {number}", begin, end)
        return
    for begin, end in fiscal_years(start, until, view.first if view.kind == "fiscal" else MonthDay(1, 1)):
        name = str(begin.year) if view.kind == "calendar" else f"FY {day_before(end).year}"
        yield Year(name, begin, end)


Cells = dict[tuple[str, Component, bool], dict[Number, Decimal]]
"""Amounts by year label, component and whether guaranteed."""


def cells(valuation: Valuation, view: View) -> Cells:
    """Every line split over the years of a view; for each of the three numbers they add up to its total exactly."""
    spans = years(valuation, view)
    result: Cells = {}
    for line in valuation.lines:
        for year, quantity in _split(line, spans, view):
            key = (year.label, line.row.component, line.row.guaranteed)
            cell = result.setdefault(key, {"face": Decimal(0), "cost": Decimal(0), "worth": Decimal(0)})
            for number in cell:
                cell[number] = EXACT.add(cell[number], EXACT.multiply(quantity, line.price(number)))
    return result


def _split(line: Line, spans: tuple[Year, ...], view: View) -> Iterator[tuple[Year, Decimal]]:
    """The quantity of a line in each year; what lies outside all years belongs to the nearest one."""
    row = line.row
    if view.basis == "delivered":
        on = row.on or row.earned[0]
        found = [year for year in spans if year.start <= on] or [spans[0]]
        yield found[-1], row.quantity
        return
    done = Decimal(0)
    for year in spans:
        last = year is spans[-1]
        upto = row.quantity if last or row.earned[1] <= year.until else row.quantity_by(year.until)
        if upto != done:
            yield year, upto - done
        done = upto
        if done == row.quantity:
            return


def by_year(valuation: Valuation, view: View, number: Number = "face", *, tokens: str = "all") -> dict[str, Decimal]:
    """One number by year label, unrounded, with all, only the guaranteed, or no tokens."""
    found = {year.label: Decimal(0) for year in years(valuation, view)}
    for (label, component, guaranteed), amounts in cells(valuation, view).items():
        if component != "tokens" or tokens == "all" or (tokens == "guaranteed" and guaranteed):
            found[label] = EXACT.add(found[label], amounts[number])
    return found
