"""Exchange rates as fractions."""

from datetime import date
from fractions import Fraction

import pytest

from compkit.errors import MissingFact
from compkit.market import ExchangeRate
from compkit.workforce.exchange import exchange_fraction

from .spendcases import market

RATE = ExchangeRate(base="USD", quote="JPY", rate=150, on=date(2027, 1, 1), source="a test")


def test_both_ways():
    """150 yen for a dollar, exactly a 150th of a dollar for a yen, and 1 for what is the same."""
    known = market(rates=(RATE,))
    assert exchange_fraction(known, "USD", "JPY") == 150
    assert exchange_fraction(known, "JPY", "USD") == Fraction(1, 150)
    assert exchange_fraction(known, "EUR", "EUR") == 1


def test_missing():
    """Without a rate it is refused, with the lines to paste."""
    with pytest.raises(MissingFact, match="exchange_rates"):
        exchange_fraction(market(), "EUR", "USD")
