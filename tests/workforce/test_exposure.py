"""Exposure: promised quantities under dearer prices, guaranteed and policy apart."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from compkit.errors import InvalidValue
from compkit.market import Contract
from compkit.market.tokenscenarios import UP_HALF
from compkit.pay import Basket, FixedQuantity, TokenAllowance, TokensPer
from compkit.workforce.spending.exposure import exposure
from tests.samples import INPUT_ONLY
from tests.workforce.people import ALLOWANCES, person, roster
from tests.workforce.spendcases import YEAR, market

QUANTITY = TokenAllowance(
    amount=TokensPer(mtok=10, per="month"),
    rule=FixedQuantity(),
    basket=Basket.of("north/one", INPUT_ONLY),
    guaranteed_until=date(2027, 6, 30),
)
CONTRACT = Contract(provider="north", discount_rate="0.2", on=YEAR, source="test")


def exposed(*people, **changes):
    """The exposure of 2027."""
    own = roster(list(people), allowances={**ALLOWANCES, "tokens": QUANTITY})
    prices = market(contracts=(CONTRACT,), **changes)
    return exposure(own, prices, scenarios=(UP_HALF,), from_on=YEAR, until=date(2028, 1, 1))


def holder(number, **changes):
    """Somebody with 10 M a month."""
    return person(number, tokens="tokens", start_on=pd.Timestamp(2026, 1, 1), **changes)


class TestExposure:
    """By hand."""

    def test_up_half(self):
        """Two people, 240 M a year at 10 are 2,400; half more are 3,600; under the contract a fifth less of each."""
        found = exposed(holder(1), holder(2, cost_center="200"))
        assert [found.total(name).amount for name in found.scenarios] == [2400, 3600]
        assert found.more("up 50 %").amount == 1200
        assert found.total("up 50 %", stage="contract").amount == 2880
        assert found.total("up 50 %", group=("200",)).amount == 1800

    def test_guaranteed_and_policy(self):
        """Half of the year is guaranteed, and the two halves are all of it."""
        found = exposed(holder(1))
        sure, policy = (found.total("up 50 %", guaranteed=kind).amount for kind in (True, False))
        assert (sure, policy) == (900, 900)

    def test_money_is_not_exposed(self):
        """A promise of money costs what it costs."""
        assert exposed(person(1, tokens="half")).lines == ()

    def test_mtok(self):
        """Quantities are the same in every scenario."""
        found = exposed(holder(1))
        for name in found.scenarios:
            assert sum(line.mtok for line in found.lines if (line.scenario, line.stage) == (name, "list")) == Decimal(
                120
            )

    def test_no_such_scenario(self):
        """A scenario is one of them."""
        with pytest.raises(InvalidValue, match="is none of these"):
            exposed(holder(1)).total("down")
