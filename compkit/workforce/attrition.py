"""Attrition: at which rate people of a kind leave. It thins expected cost, and never what is promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

import numpy as np
from attrs import field, frozen

from ..checks import between, one_of, tidy
from ..errors import InvalidValue
from ..money import exact, exactly
from .columns.rational import Ints
from .roster import GROUPS, Roster


@frozen(kw_only=True)
class AttritionRate:
    """The rate at which people of a kind leave; an empty label is any.

    Attributes:
        rate: Chance of leaving within a year, or a month; 0.08 is 8 %.
        per: ``year`` or ``month``.
        department: As of employees; so are the other groups.
        cost_center: Who pays.
        account: On which account.
        family: Job family.
        level: Level.
        place: Place of work.
        manager: Manager.
    """

    rate: Decimal = field(converter=exact, validator=between(0, 1))
    per: Literal["year", "month"] = field(default="year", validator=one_of("year", "month"))
    department: str = field(default="", validator=tidy)
    cost_center: str = field(default="", validator=tidy)
    account: str = field(default="", validator=tidy)
    family: str = field(default="", validator=tidy)
    level: str = field(default="", validator=tidy)
    place: str = field(default="", validator=tidy)
    manager: str = field(default="", validator=tidy)

    @property
    @exactly
    def a_year(self) -> Decimal:
        """Chance of leaving within a year; ``1 - (1 - m)^12`` of a monthly one.

        >>> AttritionRate(rate="0.5", per="month").a_year
        Decimal('0.999755859375')
        """
        return self.rate if self.per == "year" else 1 - (1 - self.rate) ** 12

    @property
    def labels(self) -> dict[str, str]:
        """The labels that it names, by column."""
        return {name: label for name in GROUPS if (label := getattr(self, name))}

    def fits(self, labels: Mapping[str, str]) -> bool:
        """Whether somebody with these labels is of the kind."""
        return all(labels[name] == label for name, label in self.labels.items())


def rate_of(rates: Iterable[AttritionRate], labels: Mapping[str, str], otherwise: Decimal) -> Decimal:
    """The yearly rate of somebody with these labels: of the kind that names most of them.

    Args:
        rates: The kinds.
        labels: By column.
        otherwise: Of who is of none.

    Raises:
        InvalidValue: If two kinds that name as many say different rates.
    """
    found = [(len(rate.labels), rate.a_year) for rate in rates if rate.fits(labels)]
    if not found:
        return otherwise
    most = max(count for count, _ in found)
    best = {a_year for count, a_year in found if count == most}
    if len(best) > 1:
        said = ", ".join(f"{name} {label}" for name, label in labels.items() if label) or "everybody"
        fix = "keep one, or add a row that names more of them"
        raise InvalidValue("attrition", said, "has two rates that fit as well as each other", fix)
    return best.pop()


def leave_rates(roster: Roster, rates: Iterable[AttritionRate], otherwise: Decimal) -> tuple[list[Decimal], Ints]:
    """The distinct yearly rates of a roster, and which of them each person has.

    Raises:
        InvalidValue: If two kinds that fit somebody as well as each other say different rates.
    """
    kinds = tuple(rates)
    columns = [name for name in GROUPS if any(name in kind.labels for kind in kinds)]
    if not columns:
        return [rate_of(kinds, {}, otherwise)], np.zeros(len(roster), dtype=np.int64)
    number = roster.people.groupby(columns, sort=False, observed=True, dropna=False).ngroup().to_numpy()
    distinct = roster.people[columns].drop_duplicates().itertuples(index=False, name=None)
    found = [rate_of(kinds, dict(zip(columns, map(str, row), strict=True)), otherwise) for row in distinct]
    known = sorted(set(found))
    places: Any = np.array([known.index(rate) for rate in found], dtype=np.int64)
    return known, places[number]
