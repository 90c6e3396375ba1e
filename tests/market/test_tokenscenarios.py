"""Token price scenarios: each moves prices as its name says, and says that it is an assumption."""

import re
from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.market import TOKEN_SCENARIOS, Market, PriceBook, Scenario, provider_increase
from compkit.pay import Basket
from tests.samples import INPUT_ONLY, TODAY, price_row

NEXT_YEAR = date(2027, 11, 20)
CHANGE_ON = date(2027, 6, 1)


def market() -> Market:
    """One model at 10, announced to cost 12 from June 2027."""
    now = price_row(until_on=CHANGE_ON)
    return Market(as_of=TODAY, book=PriceBook((now, price_row(price=12, from_on=CHANGE_ON, announced=True))))


def price(scenario: Scenario, on: date = NEXT_YEAR, model: str = "north/one") -> Decimal:
    """Price of a million tokens of input."""
    return round(scenario.apply(market()).token_price(Basket.of(model, INPUT_ONLY), on).amount, 6)


class TestTokenScenarios:
    """`TOKEN_SCENARIOS`."""

    def test_a_year_on(self) -> None:
        """A price of 10, one year later, under each in order."""
        found = {scenario.name: price(scenario) for scenario in TOKEN_SCENARIOS}
        assert found == {
            "list flat": 10,
            "same tier -25 % a year": Decimal("7.5"),
            "same capability -90 % a year": 1,
            "up 50 %": 15,
            "announced prices on": 12,
            "announced prices off": 10,
            "premium tier at 150": 150,
            "free tier": 0,
        }

    def test_flat_is_default(self) -> None:
        """The first moves nothing."""
        assert (TOKEN_SCENARIOS[0].moves, TOKEN_SCENARIOS[0].announced) == ((), None)

    @pytest.mark.parametrize("scenario", TOKEN_SCENARIOS, ids=lambda scenario: scenario.name)
    def test_says_so(self, scenario: Scenario) -> None:
        """Every one is labelled an assumption; a public source has its date, and where there is none it says that."""
        assert scenario.source.startswith("assumption")
        cited = "http" in scenario.source or re.search(r"\d{4}-\d{2}-\d{2}", scenario.source)
        own = ("no public source", "nothing is forecast", "announced")
        assert cited or any(words in scenario.source for words in own)

    def test_announced_off_turns_off(self) -> None:
        """Also in a market that applies announced prices."""
        applied = next(s for s in TOKEN_SCENARIOS if s.name == "announced prices on").apply(market())
        off = next(s for s in TOKEN_SCENARIOS if s.name == "announced prices off")
        assert off.apply(applied).token_price(Basket.of("north/one", INPUT_ONLY), NEXT_YEAR).amount == 10


class TestProviderIncrease:
    """`provider_increase`."""

    def test_from_its_day(self) -> None:
        """Ten percent more from its day on, and not a day earlier."""
        rise = provider_increase("north", "0.10", CHANGE_ON)
        assert rise.name == "north +10 % from 2027-06-01"
        assert (price(rise, date(2027, 5, 31)), price(rise, CHANGE_ON)) == (10, 11)

    def test_others_stay(self) -> None:
        """Another provider's rise moves nothing."""
        assert price(provider_increase("south", "0.3", CHANGE_ON)) == 10

    @pytest.mark.parametrize("rate", ["0.04", "0.31", "-0.1"])
    def test_refused(self, rate: str) -> None:
        """It is a rise of 5 to 30 %."""
        with pytest.raises(InvalidValue, match=r"must be from 0\.05 to 0\.30"):
            provider_increase("north", rate, CHANGE_ON)
