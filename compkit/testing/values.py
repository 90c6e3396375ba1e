"""Strategies for numbers, days and text."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..checks import clean
from ..dates import MonthDay
from ..errors import InvalidValue
from ..money import Money, apportion

CURRENCIES = ("USD", "EUR", "JPY", "KWD")
"""Currencies with two, no and three decimals."""

FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2032, 12, 31)
_NAMES = (
    "O'Neil & Söhne",
    "R/D \\ Nord",
    "🚀 Rocket",
    "李小龙",
    "Жанна д'Арк",
    "=1+1",
    "<b>Bold</b>",
    "שלום",
    "a" * 90,
)
_T = TypeVar("_T")
_F = TypeVar("_F", bound=Callable[..., Any])


def remembered(make: _F) -> _F:
    """The same strategy for the same arguments: hypothesis checks every new one, which costs more than a draw."""
    return cast("_F", lru_cache(maxsize=4096)(make))


@remembered
def currencies() -> SearchStrategy[str]:
    """ISO 4217 codes, among them ones without cents and with three decimals."""
    return st.sampled_from(CURRENCIES)


@remembered
def money(currency: str = "USD", *, low: int = 1, high: int = 50_000_000_000) -> SearchStrategy[Money]:
    """Whole minor units (cents) of a currency, from `low` to `high` of them."""
    return st.integers(low, high).map(lambda units: Money.from_minor(units, currency))


@remembered
def rates(low: str = "0", high: str = "1", *, places: int = 4) -> SearchStrategy[Decimal]:
    """Decimal fractions, such as 0.15."""
    return st.decimals(Decimal(low), Decimal(high), allow_nan=False, allow_infinity=False, places=places)


@remembered
def prices(high: str = "150", *, places: int = 4) -> SearchStrategy[Decimal]:
    """Prices of a million tokens or a share; 0 is one."""
    return st.one_of(st.just(Decimal(0)), rates("0", high, places=places))


@remembered
def dates(low: date = FIRST_DAY, high: date = LAST_DAY) -> SearchStrategy[date]:
    """Days, with 29 February and month ends far more often than by chance."""
    months = [(year, month) for year in range(low.year, high.year + 1) for month in range(1, 13)]
    ends = [day for day in (date(*month, monthrange(*month)[1]) for month in months) if low <= day <= high]
    leap = [day for day in ends if (day.month, day.day) == (2, 29)]
    special = [st.sampled_from(days) for days in (leap, ends) if days]
    return st.one_of(st.dates(low, high), *special)


@remembered
def month_days() -> SearchStrategy[MonthDay]:
    """Days that come every year, 29 February among them."""
    return st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: MonthDay(day.month, day.day))


@remembered
def names(max_size: int = 40) -> SearchStrategy[str]:
    """Clean text from people: any script, apostrophes, slashes, emoji; never blank, never a control character."""
    text = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=max_size)
    return st.one_of(st.sampled_from(_NAMES), text.filter(_is_clean).map(clean))


def _is_clean(text: str) -> bool:
    try:
        return bool(clean(text))
    except InvalidValue:
        return False


def maybe(strategy: SearchStrategy[_T]) -> SearchStrategy[_T | None]:
    """None, or what a strategy gives."""
    return st.one_of(st.none(), strategy)


def few(strategy: SearchStrategy[_T], most: int = 2) -> SearchStrategy[tuple[_T, ...]]:
    """A tuple of a few, often of none."""
    return st.lists(strategy, max_size=most).map(tuple)


def days_after(start_on: date, low: int = 0, high: int = 1500) -> SearchStrategy[date]:
    """Days from `low` to `high` days after another."""
    return dates(start_on + timedelta(days=low), start_on + timedelta(days=high))


@remembered
def weights(total: int, number: int) -> SearchStrategy[tuple[int, ...]]:
    """Whole parts of a total, each above 0 where the total is at least 20 times their number."""
    weights = st.lists(st.integers(1, 20), min_size=number, max_size=number)
    return weights.map(lambda drawn: apportion(total, drawn))
