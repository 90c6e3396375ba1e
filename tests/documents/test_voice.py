"""Figures and days as a locale writes them. Expected texts follow CLDR 45+ (its number, currency and date patterns)."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.dates import MonthDay
from compkit.documents.voice import Voice
from compkit.errors import InvalidValue
from compkit.money import Money

WIDE, NARROW = "\xa0", "\u202f"


class TestVoice:
    """English sentences, local figures."""

    @pytest.mark.parametrize(
        ("locale", "money", "day"),
        [
            ("en_US", "EUR 1,250,000.50", "January 11, 2027"),
            ("en-GB", "EUR 1,250,000.50", "11 January 2027"),
            ("de_DE", f"1.250.000,50{WIDE}EUR", "11. Januar 2027"),
            ("fr_FR", f"1{NARROW}250{NARROW}000,50{WIDE}EUR", "11 janvier 2027"),
            ("ja_JP", "EUR 1,250,000.50", "2027年1月11日"),
        ],
    )
    def test_money_and_day(self, locale, money, day):
        """The currency's code stands where the locale writes its currency."""
        voice = Voice(locale=locale)
        assert voice.money(Money("1250000.5", "EUR")) == money
        assert voice.day(date(2027, 1, 11)) == day

    def test_other_figures(self):
        """Rates, counts, unit prices, tokens and days of the year."""
        voice = Voice(locale="de_DE")
        assert voice.percent(Decimal("0.834")) == f"83,4{WIDE}%"
        assert voice.count(3200, "unit") == "3.200 units"
        assert voice.unit_price(Money("0.5468", "USD")) == f"0,5468{WIDE}USD"
        assert voice.tokens(Decimal("1250.5")) == "1.250,5 million tokens (1,2505 bn)"
        assert voice.month_day(MonthDay(3, 15)) == "15. März"

    def test_grouping_of_percents(self):
        """A pattern that groups otherwise, as that of India, is filled in whole."""
        assert Voice(locale="hi_IN").percent(Decimal("0.5")) == "50%"

    @pytest.mark.parametrize("locale", ["xx_klingon", "", "de_", "../en"])
    def test_unknown(self, locale):
        """A locale that nobody knows is refused, with examples."""
        with pytest.raises(InvalidValue, match="such as en_US"):
            Voice(locale=locale)
