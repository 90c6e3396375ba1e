"""Efficiency: the same outcomes before and after, each lever's part; value for token money; published context."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue, MissingFact
from compkit.market import Market, RateCard
from compkit.money import Money
from compkit.valuation import (
    BeforeAfter,
    ContextFigure,
    Efficiency,
    TeamValue,
    before_after,
    multiple_of_median,
    rank_by_value,
    value_per_token,
)
from tests.samples import TODAY, market, price_row, usd
from tests.valuation.test_workload import workload


def prices() -> Market:
    """A model at 4 fresh, 1 from a cache and 10 out, half of it in batch; one at a quarter; one without batch."""
    card = RateCard(fresh_input=4, cache_read=1, output=10)
    rows = [price_row("north/one", card=card, batch=card.times(Decimal("0.5")))]
    rows.append(price_row("south/two", card=card.times(Decimal("0.25")), batch=card.times(Decimal("0.125"))))
    return market(*rows, price_row("east/three", card=card))


def result(model: str = "north/one", **levers: Any) -> BeforeAfter:
    """A million turns of 8 read, half from a cache, and 1 written: 9 million tokens, 4 x 4 + 4 x 1 + 1 x 10 = 30."""
    work = workload(
        agents=1,
        runs_a_day=1,
        working_days=100,
        turns_a_run=10_000,
        context_tokens=8,
        cache_read_rate="0.5",
        cache_write_rate=0,
        output_tokens=1,
    )
    return before_after(work, Efficiency(**levers), prices(), model, TODAY, outcomes=100)


def costs(found: BeforeAfter) -> list[tuple[str, Decimal]]:
    """Money saved by each lever."""
    return [(saving.lever, round(saving.cost.amount, 9)) for saving in found.savings]


class TestBeforeAfter:
    """`before_after`, from 9 million tokens and 30 dollars."""

    def test_nothing(self) -> None:
        """Without levers all stays: 90,000 tokens and 0.30 an outcome."""
        found = result()
        assert found.savings == ()
        assert [round(tokens, 9) for tokens in found.tokens_per_outcome] == [90_000, 90_000]
        assert [round(cost.amount, 9) for cost in found.cost_per_outcome] == [Decimal("0.3")] * 2
        assert (found.tokens_rate, found.cost_rate) == (1, 1)

    @pytest.mark.parametrize(
        ("levers", "mtok", "cost"),
        [
            ({"avoided_rate": "0.2"}, "7.2", "24"),  # four fifths of all
            ({"context_cut_rate": "0.5"}, "5", "20"),  # 2 x 4 + 2 x 1 + 10
            ({"output_cut_rate": "0.5"}, "8.5", "25"),  # 20 + 5
            ({"cache_read_rate": "0.75"}, "9", "24"),  # 2 x 4 + 6 x 1 + 10
            ({"cache_read_rate": "0.25"}, "9", "36"),  # 6 x 4 + 2 x 1 + 10: dearer
            ({"routed_to": "south/two", "routed_rate": "0.4"}, "9", "21"),  # 18 + 12 / 4
            ({"batch_rate": "0.5"}, "9", "22.5"),  # 15 + 7.5
        ],
    )
    def test_each(self, levers: dict[str, Any], mtok: str, cost: str) -> None:
        """Tokens in millions and money afterwards."""
        found = result(**levers)
        assert (round(found.after_mtok, 9), round(found.after_cost.amount, 9)) == (Decimal(mtok), Decimal(cost))

    def test_in_order(self) -> None:
        """Each lever acts on what those before it have left.

        Half the calls: 15. Half the context: 1 million fresh, 1 cached, 0.5 out: 4 + 1 + 5 = 10. Half the output: 7.5.
        Three quarters cached: 0.5 x 4 + 1.5 + 2.5 = 6. Half of it at a quarter: 3 + 0.75 = 3.75. All in batch: 1.875.
        """
        found = result(
            avoided_rate="0.5",
            context_cut_rate="0.5",
            output_cut_rate="0.5",
            cache_read_rate="0.75",
            routed_to="south/two",
            routed_rate="0.5",
            batch_rate=1,
        )
        assert costs(found) == [
            ("calls avoided by deterministic code", Decimal(15)),
            ("context cut", Decimal(5)),
            ("output cut", Decimal("2.5")),
            ("cache hit rate", Decimal("1.5")),
            ("routed to south/two", Decimal("2.25")),
            ("batch", Decimal("1.875")),
        ]
        assert found.after_cost == usd("1.875")
        assert round(found.cost_rate or 0, 9) == Decimal("0.0625")
        assert found.tokens_rate == Decimal("0.25")

    def test_no_batch_price(self) -> None:
        """A batch price that is unknown is not half."""
        with pytest.raises(MissingFact, match="batch price of east/three"):
            result("east/three", batch_rate="0.5")

    def test_all_routed(self) -> None:
        """All of it on the other model is a quarter."""
        assert result(routed_to="south/two", routed_rate=1).after_cost == usd("7.5")

    @pytest.mark.parametrize(
        ("levers", "said"),
        [
            ({"avoided_rate": 1}, "nothing would be left"),
            ({"context_cut_rate": "1.2"}, "must be from 0 to 1"),
            ({"routed_rate": "0.5"}, "goes with the model"),
            ({"routed_to": "south/two"}, "goes with the model"),
            ({"routed_to": "north/one", "routed_rate": "0.5"}, "is the model itself"),
        ],
    )
    def test_refused(self, levers: dict[str, Any], said: str) -> None:
        """Levers that mean nothing."""
        with pytest.raises(InvalidValue, match=said):
            result(**levers)

    def test_outcomes(self) -> None:
        """Nothing per outcome without outcomes."""
        with pytest.raises(InvalidValue, match="must be above 0"):
            before_after(workload(), Efficiency(), prices(), "north/one", TODAY, outcomes=0)


def team(name: str, value: object, cost: object) -> TeamValue:
    """A team in dollars."""
    return TeamValue(name=name, value=usd(value), cost=usd(cost))


class TestValuePerToken:
    """Value of outcomes over cost of tokens."""

    def test_ratio(self) -> None:
        """900 for 300 is 3; something for nothing is unlimited; nothing for nothing is 0."""
        assert value_per_token(usd(900), usd(300)) == 3
        assert value_per_token(usd(900), usd(0)) is None
        assert value_per_token(usd(0), usd(0)) == 0

    def test_refused(self) -> None:
        """Two currencies, or less than nothing."""
        with pytest.raises(CurrencyMismatch):
            value_per_token(usd(1), Money("1", "EUR"))
        with pytest.raises(InvalidValue, match="must not be negative"):
            value_per_token(usd(-1), usd(1))
        with pytest.raises(CurrencyMismatch):
            TeamValue(name="both", value=usd(1), cost=Money("1", "EUR"))

    def test_rank(self) -> None:
        """A lean team goes before one that spends ten times as much for twice the outcomes; equals share a rank."""
        ranked = rank_by_value([team("heavy", 200, 100), team("lean", 100, 10), team("free", 1, 0), team("even", 2, 1)])
        assert [(place.rank, place.team.name) for place in ranked] == [
            (1, "free"),
            (2, "lean"),
            (3, "heavy"),
            (3, "even"),
        ]

    def test_none(self) -> None:
        """No team, no rank."""
        assert rank_by_value([]) == ()


class TestContext:
    """`multiple_of_median`."""

    def test_multiple(self) -> None:
        """32 million a week are 1,664 a year of 52 weeks; 16,640 are ten times that."""
        figure = ContextFigure(
            name="median developer", value=32, unit="million tokens a week", source="test", on=date(2026, 5, 7)
        )
        assert multiple_of_median(16_640, figure) == 10

    @pytest.mark.parametrize(("value", "unit"), [(150, "USD a month"), (0, "million tokens a week")])
    def test_no_measure(self, value: int, unit: Any) -> None:
        """Money is no measure of tokens, and neither is 0."""
        figure = ContextFigure(name="average developer", value=value, unit=unit, source="test", on=TODAY)
        with pytest.raises(InvalidValue, match="average developer"):
            multiple_of_median(1, figure)

    def test_unit(self) -> None:
        """Units are named, so that a month is not taken for a week."""
        with pytest.raises(InvalidValue, match="must be one of"):
            ContextFigure(name="x", value=1, unit="tokens", source="test", on=TODAY)  # type: ignore[arg-type]
