"""Years: service, calendar or fiscal, earned or delivered. All views split the same lines to the same total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from attrs import field, frozen

from ..checks import one_of
from ..dates import MonthDay, day_before, fiscal_years, service_years
from ..errors import InvalidValue
from ..money import EXACT
from ..pay.entitlements import Component, Number
from .value import Line, Valuation, tokens_counted


def _weeks(instance: View, attribute: Any, value: tuple[date, ...]) -> None:
    if not value:
        return
    if instance.kind != "fiscal":
        raise InvalidValue("View.starts", instance.kind, "goes with fiscal years")
    if len(value) < 2:
        raise InvalidValue("View.starts", value[0], "needs the first day of the year after the last one too")
    for begin, end in pairwise(value):
        if (end - begin).days not in (364, 371):
            raise InvalidValue("View.starts", f"{begin} to {end}", "must be 52 or 53 weeks, in order")


@frozen(kw_only=True)
class View:
    """How time is cut into years.

    Attributes:
        kind: ``service`` years from the first day that counts, ``calendar``, or ``fiscal``.
        first: Day on which a fiscal year begins; only for fiscal years.
        basis: ``earned`` splits each line by the days over which it is earned; ``delivered`` goes by the day of
            delivery, as a payslip does.
        named_by: Whether a fiscal year has the name of the calendar year in which it ``end``s or ``start``s.
        starts: First days of fiscal years of 52 or 53 weeks, in order, the last of them the end of the last year;
            empty for years from `first`.
    """

    kind: Literal["service", "calendar", "fiscal"] = field(
        default="service", validator=one_of("service", "calendar", "fiscal")
    )
    first: MonthDay = MonthDay(1, 1)
    basis: Literal["earned", "delivered"] = field(default="earned", validator=one_of("earned", "delivered"))
    named_by: Literal["end", "start"] = field(default="end", validator=one_of("end", "start"))
    starts: tuple[date, ...] = field(default=(), validator=_weeks)

    @classmethod
    def parse(cls, text: str, basis: Literal["earned", "delivered"] = "earned") -> View:
        """A view by its name.

        ``service``, ``calendar``, ``fiscal:10``, ``fiscal:04-06``, or the first days of years of 52 or 53 weeks and of
        the year after them: ``fiscal-weeks:2026-09-27,2027-09-26,2028-09-24``. Fiscal years have the name of the year
        in which they end; with ``:start`` after it, of the year in which they start.
        """
        if text in ("service", "calendar"):
            return cls(kind="service" if text == "service" else "calendar", basis=basis)
        if match := re.fullmatch(r"fiscal:(\d{1,2})(?:-(\d{1,2}))?(:start)?", text):
            first = MonthDay(int(match[1]), int(match[2] or 1))
            return cls(kind="fiscal", first=first, basis=basis, named_by="start" if match[3] else "end")
        if match := re.fullmatch(r"fiscal-weeks:([\d,-]+)(:start)?", text):
            days = tuple(_day(part) for part in match[1].split(","))
            return cls(kind="fiscal", starts=days, basis=basis, named_by="start" if match[2] else "end")
        fix = "say service, calendar, fiscal:10, fiscal:10:start or fiscal-weeks: and first days"
        raise InvalidValue("year view", text, "is not a view of years", fix)

    @property
    def label(self) -> str:
        """The view in words."""
        if self.kind != "fiscal":
            return "year of service" if self.kind == "service" else "calendar year"
        words = "fiscal year of 52 or 53 weeks" if self.starts else f"fiscal year from {self.first}"
        return words if self.named_by == "end" else f"{words}, named by its start"

    def spans(self, start: date, until: date) -> Iterator[tuple[str, date, date]]:
        """Name, first day and first day after of each year that holds any day of ``[start, until)``.

        Raises:
            InvalidValue: If listed years do not hold all of it.
        """
        if self.kind == "service":
            for number, (begin, end) in enumerate(service_years(start, until), 1):
                yield f"year {number}", begin, end
        elif self.kind == "calendar":
            for begin, end in fiscal_years(start, until, MonthDay(1, 1)):
                yield str(begin.year), begin, end
        else:
            found = _listed(self.starts, start, until) if self.starts else fiscal_years(start, until, self.first)
            for begin, end in found:
                yield f"FY {self._number(begin, end)}", begin, end

    def _number(self, begin: date, end: date) -> int:
        """The calendar year of the first or last day; of weeks, a week inside, for they spill over a new year."""
        week = timedelta(days=7 if self.starts else 0)
        return (begin + week).year if self.named_by == "start" else (day_before(end) - week).year


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("year view", text, "is not a day", "say year-month-day, such as 2026-09-27") from None


def _listed(starts: tuple[date, ...], start: date, until: date) -> Iterator[tuple[date, date]]:
    """The listed years that hold any day of a period."""
    if starts[0] > start or starts[-1] < until:
        rule = f"must hold {start} to {day_before(until)}"
        raise InvalidValue("View.starts", f"{starts[0]} to {starts[-1]}", rule, "list earlier or later first days")
    return ((begin, end) for begin, end in pairwise(starts) if begin < until and end > start)


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
    yield from (Year(*span) for span in view.spans(start, until))


Cells = dict[tuple[str, Component, bool], dict[Number, Decimal]]
"""Amounts by year label, component and whether guaranteed."""


def cells(valuation: Valuation, view: View) -> Cells:
    """Every line split over the years of a view; for each of the three numbers they add up to its total exactly."""
    spans = years(valuation, view)
    result: Cells = {}
    for line in valuation.lines:
        for year, quantity in split(line, spans, view):
            key = (year.label, line.row.component, line.row.guaranteed)
            cell = result.setdefault(key, {"face": Decimal(0), "cost": Decimal(0), "worth": Decimal(0)})
            for number in cell:
                cell[number] = EXACT.add(cell[number], EXACT.multiply(quantity, line.price(number)))
    return result


def split(line: Line, spans: tuple[Year, ...], view: View) -> Iterator[tuple[Year, Decimal]]:
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
        if tokens_counted(component, guaranteed, tokens):
            found[label] = EXACT.add(found[label], amounts[number])
    return found
