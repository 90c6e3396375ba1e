"""Commitments: drawn, left, and what the contract's year comes to at the pace so far."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.market import Contract, RateCard
from compkit.money import Money
from compkit.workforce.spending.commitments import commitments, committed_in, contract_term
from compkit.workforce.usage.export import usage_export
from tests.workforce.spendcases import market, used


def contract(**changes):
    """365 a year with north, at a tenth off, from 1 July 2026."""
    parts = {"provider": "north", "discount_rate": "0.1", "commitment": Money(365, "USD"), "source": "frame contract"}
    return Contract(**{**parts, "from_on": date(2026, 7, 1), "on": date(2026, 7, 1), **changes})


def state(*rows, as_of=date(2026, 10, 8), **changes):
    """The one commitment on a day, a hundred days into the year unless said."""
    (found,) = commitments(usage_export(rows).frame, market(contracts=(contract(**changes),)), as_of=as_of)
    return found


class TestCommitment:
    """By hand."""

    def test_runs_out(self):
        """20 M at 9 are 180 in 100 days: 1.8 a day use up 365 in 203 days, on 19 January; 292 of it lie beyond."""
        found = state(used("2026-07-01", "E1", 5), used("2026-10-08", "X", 15), used("2026-06-30", "E1", 99))
        assert (found.drawn.amount, found.left.amount, found.at_list.amount) == (180, 185, 200)
        assert (found.runs_out_on, found.shortfall.amount) == (date(2027, 1, 19), 0)
        assert found.year_at_pace.overage == Money(292, "USD")

    def test_shortfall(self):
        """5 M at 9 are 45 in 100 days, 164.25 a year: half of the missing 200.75 is due."""
        found = state(used("2026-07-01", "E1", 5), shortfall_rate="0.5")
        assert (found.left.amount, found.runs_out_on) == (320, None)
        assert found.shortfall.amount == Decimal("100.375")

    def test_one_model(self):
        """A commitment for one model is drawn by that model alone, and by no other provider's."""
        found = state(used("2026-07-01", "E1", 5), used("2026-07-01", "E1", 5, model="north/two"), model="north/two")
        assert found.drawn.amount == 90

    def test_stated_prices(self):
        """5 M at a stated 4 are 20 in 100 days, 73 a year: 292 are missing, whatever the list says."""
        four = RateCard(fresh_input=4, output=4)
        found = state(used("2026-07-01", "E1", 5), discount_rate=None, card=four, model="north/one")
        assert (found.drawn.amount, found.at_list.amount, found.shortfall.amount) == (20, 50, 292)

    def test_nothing_used(self):
        """Nothing drawn never runs out, and all is due."""
        found = state()
        assert (found.runs_out_on, found.left, found.shortfall) == (None, Money(365, "USD"), Money(365, "USD"))

    def test_used_up(self):
        """Nothing is left of what is drawn twice over: 9 a day used up 365 in 41 days, on 10 August."""
        found = state(used("2026-07-01", "E1", 100))
        assert (found.left.amount, found.runs_out_on) == (0, date(2026, 8, 10))

    def test_without_price(self):
        """Use without a price draws nothing, and is counted."""
        assert state(used("2026-07-01", "E1", 100, model="north/new")).uncounted_rows == 1


class TestYear:
    """The contract's own years."""

    def test_anniversary(self):
        """A year later the second year holds, and the first one's use is not its."""
        found = state(used("2027-06-30", "E1", 50), used("2027-07-01", "E1", 5), as_of=date(2027, 7, 1))
        assert (found.year, found.drawn.amount) == ((date(2027, 7, 1), date(2028, 7, 1)), 45)

    def test_cut_short(self):
        """A contract that ends after 73 of 365 days owes a fifth."""
        ends = contract(until_on=date(2026, 9, 11))
        year = contract_term(ends, date(2026, 7, 1))
        assert (year[1], committed_in(ends, year)) == (date(2026, 9, 12), Money(73, "USD"))

    def test_over(self):
        """A contract that is over, or has not begun, commits nothing today."""
        over = market(contracts=(contract(until_on=date(2026, 9, 11)),))
        assert commitments(usage_export([]).frame, over, as_of=date(2026, 9, 12)) == ()
        assert commitments(usage_export([]).frame, over, as_of=date(2026, 6, 30)) == ()

    def test_no_first_day(self):
        """A year needs a first day."""
        with pytest.raises(InvalidValue, match="has no first day"):
            state(from_on=None)

    def test_currency(self):
        """A commitment is in the currency of prices."""
        with pytest.raises(CurrencyMismatch):
            state(commitment=Money(365, "EUR"))
