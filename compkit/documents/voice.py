"""The voice of a document: plain English whose numbers, money and days are written as a locale writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..dates import MonthDay
from ..errors import InvalidValue
from ..money import Money
from . import format as say


def _with_underscore(said: str) -> str:
    return said.replace("-", "_")


def _known_locale(instance: object, attribute: Any, value: str) -> None:
    if value == say.LOCALE:
        return
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError, TypeError):
        raise InvalidValue(
            "Voice.locale", value, "is no known locale", "say one such as en_US, de_DE or ja_JP"
        ) from None


@frozen(kw_only=True)
class Voice:
    """How a document writes figures and days; its sentences stay English.

    Attributes:
        locale: Language and territory, such as ``en_US`` or ``de_DE``; a hyphen does as well.
    """

    locale: str = field(default=say.LOCALE, converter=_with_underscore, validator=_known_locale)

    def money(self, amount: Money, decimals: int | None = None) -> str:
        """Money, with cents only where it is not whole."""
        return say.money(amount, decimals, locale=self.locale)

    def unit_price(self, price: Money, least: int = 0) -> str:
        """A unit price, never rounded."""
        return say.unit_price(price, least, locale=self.locale)

    def per_mtok(self, price: Money) -> str:
        """A price of a million tokens, never rounded."""
        return say.per_mtok(price, locale=self.locale)

    def percent(self, rate: Decimal, decimals: int | None = None) -> str:
        """A rate in percent."""
        return say.percent(rate, decimals, locale=self.locale)

    def number(self, value: Decimal | int, decimals: int | None = None) -> str:
        """A number, its thousands grouped."""
        return say.number(value, decimals, locale=self.locale)

    def count(self, how_many: int, noun: str) -> str:
        """A number of things."""
        return say.count(how_many, noun, locale=self.locale)

    def tokens(self, mtok: Decimal | Fraction | None, decimals: int | None = None) -> str:
        """A quantity of tokens, given in millions."""
        return say.tokens_in_words(mtok, decimals, locale=self.locale)

    def day(self, on: date) -> str:
        """A date in words."""
        return say.day(on, locale=self.locale)

    def month_day(self, on: MonthDay) -> str:
        """A day of every year in words."""
        return say.month_day(on, locale=self.locale)


US = Voice()
"""The voice where nobody says a locale."""
