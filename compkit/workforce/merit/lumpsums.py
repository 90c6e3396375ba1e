"""Lump sums of a merit cycle: what is paid once on its effective day, instead of a raise past the band."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ...money import minor_units
from ...pay.units import Cash
from ..columns.pieces import Cuts
from ..columns.totals import GroupQuantity, Promise
from ..roster import LUMP_SUM, RAISE_ON, Roster


def lump_sums(roster: Roster, cuts: Cuts, *, by: Sequence[str]) -> tuple[GroupQuantity, ...]:
    """Lump sums within some years by group and day; whoever has left by the day gets none.

    Args:
        roster: The people; without columns ``lump_sum`` and ``raise_on`` there are none.
        cuts: The years.
        by: Columns whose labels together are a group.
    """
    import pandas as pd

    people = roster.people
    if LUMP_SUM not in people.columns or RAISE_ON not in people.columns:
        return ()
    days = people[RAISE_ON]
    counts = (people[LUMP_SUM] > 0) & (days >= pd.Timestamp(cuts.start)) & (days < pd.Timestamp(cuts.until))
    if "end_on" in people.columns:
        counts &= people["end_on"].isna() | (people["end_on"] >= days)
    columns = [*by, "currency", RAISE_ON]
    summed = people[counts].groupby(columns, sort=True, observed=True, dropna=False)[LUMP_SUM].sum()
    return tuple(_quantity(key, int(units), cuts) for key, units in summed.items())


def _quantity(key: Any, units: int, cuts: Cuts) -> GroupQuantity:
    """What people of a group are paid in a currency on a day."""
    *labels, code, day = key
    return GroupQuantity(
        group=tuple(map(str, labels)),
        promise=_promise(str(code)),
        year=bisect_right(cuts.days, day.date()) - 1,
        on=day.date(),
        quantity=Decimal(units).scaleb(-minor_units(str(code))),
    )


def _promise(currency: str) -> Promise:
    """Cash, priced as any one-off is."""
    return Promise(
        component="retention",
        name="Merit lump sum",
        unit=Cash(currency),
        guaranteed=True,
        expectation="in full",
        personal_share=Decimal(1),
    )
