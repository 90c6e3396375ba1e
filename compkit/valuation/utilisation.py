"""Utilisation: what share of a token allowance is used, as one rate, a path by month, or a distribution."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import between
from ..dates import completed_months
from ..errors import InvalidValue
from ..money import EXACT, add_up, exact

_ONE = Decimal(1)


def _rates(values: tuple[Decimal | int | str, ...]) -> tuple[Decimal, ...]:
    return tuple(exact(value) for value in values)


def _shares(instance: object, attribute: Any, value: tuple[Decimal, ...]) -> None:
    if not value:
        raise InvalidValue("UtilisationPath", "nothing", "needs a rate for the first month")
    for rate in value:
        between(0, 1)(instance, attribute, rate)


@frozen
class UtilisationPath:
    """A rate for each month of service; the last one holds from then on.

    Attributes:
        by_month: From the first month, 0.2 for 20 %.
    """

    by_month: tuple[Decimal, ...] = field(converter=_rates, validator=_shares)

    def on(self, start_on: date, day: date) -> Decimal:
        """The rate of the month of service that a day lies in."""
        month = max(completed_months(start_on, day), 0)
        return self.by_month[min(month, len(self.by_month) - 1)]


Points = tuple[tuple[Decimal, Decimal], ...]
"""Rates, rising, each with its probability."""


def points(values: Iterable[tuple[Any, Any]]) -> Points:
    """Rates with probabilities as stated: plain ones become exact decimals, in order."""
    return tuple(sorted((exact(rate), exact(probability)) for rate, probability in values))


def check_whole(instance: object, attribute: Any, value: Points) -> None:
    """Refuse probabilities that are none, or that do not add up to 1."""
    for _, probability in value:
        between(0, 1)(instance, attribute, probability)
    whole = add_up(probability for _, probability in value)
    if whole != 1:
        said = ", ".join(f"{rate}: {probability}" for rate, probability in value) or "nothing"
        raise InvalidValue(type(instance).__name__, said, f"probabilities add up to {whole}, not 1", "name every case")


def expected_rate(values: Points) -> Decimal:
    """The mean of rates with probabilities."""
    return add_up(EXACT.multiply(rate, probability) for rate, probability in values)


def _shares_of(instance: object, attribute: Any, value: Points) -> None:
    for rate, _ in value:
        between(0, 1)(instance, attribute, rate)
    check_whole(instance, attribute, value)


@frozen
class UtilisationOdds:
    """Rates with their probabilities. Cost is linear in use, so the expected cost is exact at their mean.

    Attributes:
        points: Each rate with its probability; probabilities add up to 1.
    """

    points: tuple[tuple[Decimal, Decimal], ...] = field(converter=points, validator=_shares_of)

    @property
    def mean(self) -> Decimal:
        """The expected rate."""
        return expected_rate(self.points)

    def quantile(self, probability: Decimal) -> Decimal:
        """The least rate that is not exceeded with at least a probability."""
        reached = Decimal(0)
        for rate, own in self.points:
            reached = EXACT.add(reached, own)
            if reached >= probability:
                return rate
        return self.points[-1][0]


Utilisation = Decimal | UtilisationPath | UtilisationOdds


def utilisation(value: Utilisation | int | str | None) -> Utilisation | None:
    """A utilisation as stated: a plain rate becomes an exact decimal."""
    return value if value is None or isinstance(value, (UtilisationPath, UtilisationOdds)) else exact(value)


def is_utilisation(instance: object, attribute: Any, value: Utilisation | None) -> None:
    """A rate from 0 to 1, a path or a distribution of such."""
    if isinstance(value, Decimal):
        between(0, 1)(instance, attribute, value)


def used_rate(stated: Utilisation | None, start_on: date, day: date) -> Decimal:
    """The expected rate on a day; 1 where nothing is stated."""
    match stated:
        case None:
            return _ONE
        case UtilisationPath():
            return stated.on(start_on, day)
        case UtilisationOdds():
            return stated.mean
        case _:
            return stated
