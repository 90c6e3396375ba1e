"""Every person under many scenarios: the amounts of the valuations one by one, to the cent."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from compkit.dates import add_months
from compkit.errors import InvalidValue
from compkit.market import Scenario
from compkit.market.moves import ShareMove, TokenPriceChange
from compkit.valuation import value
from compkit.workforce.columns.persons import BLOCK, people_quantities, value_people
from compkit.workforce.columns.pieces import Cuts

from ..samples import TODAY, assume
from .people import person, roster, rosters
from .test_totals import here_already, world

CUTS = Cuts(tuple(add_months(TODAY, 12 * n) for n in range(5)))
MOVES = (
    Scenario(name="stated"),
    Scenario(name="up", moves=(TokenPriceChange(rate="0.3"),)),
    Scenario(name="shares halve", moves=(ShareMove(rate="-0.5"),)),
)


class TestValuePeople:
    """A row a person, a column a market."""

    @settings(max_examples=25)
    @given(rosters(leavers=False))
    def test_same_as_single(self, people):
        """Property: as the single path, under every scenario."""
        people = here_already(people)
        given_ = assume(bonus_payout="0.9", token_utilisation="0.6")
        markets = [scenario.apply(world()) for scenario in MOVES]
        found = value_people(people_quantities(people, CUTS), markets, given_, currency="JPY")
        for row, employee in enumerate(people.people["employee_id"]):
            package = people.package(employee)
            for column, moved in enumerate(markets):
                own = value(package, moved, given_)
                amount = moved.convert(own.total("cost"), "JPY").amount
                assert abs(float(amount) - found[row, column]) < 0.005

    def test_same_bits(self):
        """A person's amounts have the same bits whoever else is in the roster."""
        people = [person(number, base=10_000_001 + 7 * number) for number in range(BLOCK + 3)]
        markets = [scenario.apply(world()) for scenario in MOVES]
        whole = value_people(people_quantities(roster(people), CUTS), markets, assume(), currency="USD")
        last = value_people(people_quantities(roster(people[-2:]), CUTS), markets, assume(), currency="USD")
        assert np.array_equal(whole[len(people) - 2 : len(people)], last[:2])

    def test_prices_by_day(self):
        """Years are not folded where the day matters."""
        later = Scenario(name="later", moves=(TokenPriceChange(rate="0.3", from_on=date(2028, 1, 1)),))
        quantities = people_quantities(roster([person(1)]), CUTS)
        with pytest.raises(InvalidValue, match="sum by group"):
            value_people(quantities, [later.apply(world())], assume(), currency="USD")
