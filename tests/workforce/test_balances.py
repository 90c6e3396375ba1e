"""Balances: granted less used, person by person, then added; what carries over by the allowance's terms."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from compkit.errors import MissingFact
from compkit.market import ExchangeRate
from compkit.money import Money
from compkit.pay import Basket, FixedMoney, FixedQuantity, MoneyPer, TokenAllowance, TokensPer
from compkit.workforce.spending.balances import TOKENS, balances
from compkit.workforce.usage.export import usage_export
from compkit.workforce.usage.identities import match_people
from tests.workforce.people import person, roster
from tests.workforce.spendcases import YEAR, market, used

MARCH = date(2027, 3, 31)


def allowance(currency="USD", **terms):
    """100 of money a month."""
    return TokenAllowance(amount=MoneyPer(money=Money(100, currency), per="month"), rule=FixedMoney(), **terms)


def found(own, *rows, count=2, prices=None, as_of=MARCH, **changes):
    """Balances of people with an allowance, from the year's first day on."""
    people = [
        person(number, tokens="own", start_on=pd.Timestamp(2027, 1, 1), **changes) for number in range(1, count + 1)
    ]
    staff = roster(people, allowances={"own": own})
    matched = match_people(usage_export(rows), {f"E{n}": f"E{n}" for n in range(1, count + 1)}, "user_id")
    return balances(staff, matched.frame, matched.frame["billed"], prices or market(), start=YEAR, as_of=as_of)


class TestMoney:
    """An allowance of money."""

    def test_by_hand(self):
        """300 each by March. One used 100, the other 350: 200 unused, 50 over, and no one's rest pays for the other."""
        rows = used("2027-01-05", "E1", billed=100), used("2027-03-31", "E2", billed=350)
        (row,) = found(allowance(rollover_months=3), *rows)
        assert (row.group, row.unit, row.people) == ("Robots", "USD", 2)
        assert (row.granted, row.used, row.unused, row.carried, row.over) == (600, 450, 200, 200, 50)

    def test_expires(self):
        """What expires is not carried over."""
        (row,) = found(allowance())
        assert (row.unused, row.carried) == (600, 0)

    def test_share_and_cap(self):
        """Half of 300 each, and no more than 120 each."""
        (row,) = found(allowance(rollover_months=3, rollover_share="0.5", rollover_cap=120))
        assert row.carried == 240

    def test_only_the_time_asked_for(self):
        """Use after the day does not count, nor what strangers used."""
        (row,) = found(allowance(), used("2027-04-01", "E1", billed=5), used("2027-03-01", "X", billed=5))
        assert row.used == 0

    def test_other_currency(self):
        """90 euros of use are 100 dollars at 0.9; without a rate there is no answer."""
        rate = ExchangeRate(base="USD", quote="EUR", rate=Decimal("0.9"), on=YEAR, source="test")
        rows = (used("2027-01-05", "E1", billed=100),)
        (row,) = found(allowance("EUR"), *rows, prices=market(rates=(rate,)), currency="EUR")
        assert (row.unit, row.used, row.unused) == ("EUR", 90, 510)
        with pytest.raises(MissingFact):
            found(allowance("EUR"), *rows, currency="EUR")


class TestTokens:
    """An allowance of tokens."""

    def test_by_hand(self):
        """10 M a month: 30 each by March, 25.5 used."""
        own = TokenAllowance(
            amount=TokensPer(mtok=10, per="month"),
            rule=FixedQuantity(),
            basket=Basket.of("north/one"),
            rollover_months=1,
        )
        (row,) = found(own, used("2027-01-05", "E1", 25.5), count=1)
        assert (row.unit, row.granted, row.used, row.carried) == (TOKENS, 30, Decimal("25.5"), Decimal("4.5"))
