"""How the time of a budget is cut: the same days for everybody."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import field, frozen

from ..dates import add_months, month_starts
from ..errors import InvalidValue
from ..valuation.views import View
from .columns.pieces import Cuts


@frozen(kw_only=True)
class Periods:
    """How the time of a budget is cut: the same days for everybody.

    Attributes:
        labels: Name of each period, as printed.
        cuts: Their days.
    """

    labels: tuple[str, ...]
    cuts: Cuts = field()

    @cuts.validator
    def _one_each(self, attribute: object, value: Cuts) -> None:
        if len(self.labels) != value.years:
            raise InvalidValue("Periods.labels", len(self.labels), f"must be {value.years}, one a period")

    @classmethod
    def of(cls, start: date, months: int, cut: View | Literal["month"] | None = None) -> Periods:
        """Periods from a day on.

        Args:
            start: First day that counts.
            months: How many months count.
            cut: Years of a view, calendar months, or, if None, years from the first day.

        >>> Periods.of(date(2026, 11, 20), 3, "month").labels
        ('2026-11', '2026-12', '2027-01', '2027-02')
        """
        until = add_months(start, months)
        if cut == "month":
            days = [start, *month_starts(start, until), until]
            return cls(labels=tuple(f"{day:%Y-%m}" for day in days[:-1]), cuts=Cuts(tuple(days)))
        spans = list((cut or View()).spans(start, until))
        days = [max(begin, start) for _, begin, _ in spans]
        return cls(labels=tuple(label for label, _, _ in spans), cuts=Cuts((*days, until)))
