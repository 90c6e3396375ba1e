"""The sheet of tokens: models by scenario by formulas, set beside the price grid, which is worked out without cells."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from openpyxl import Workbook

from compkit.documents.workbook import build_workbook
from compkit.documents.workbook.inputs import MODEL
from compkit.market import Scenario, ShareMove, TokenPriceChange, TokenPriceDrift, UseModel
from compkit.pay import (
    Basket,
    BetterOfBoth,
    Collar,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    PriceBasis,
    Successor,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation import Comparison, compare, price_grid, value

from ..samples import INPUT_ONLY, TODAY, acme, assume, card, market, price_row, sol, usd
from .workbooks import NEAR, formulas, set_inputs, two, values

MODELS = ("north/one", "openai/gpt-6-sol", "south/one")
WHAT_IFS = (
    Scenario(name="as listed"),
    Scenario(name="fall", moves=(TokenPriceDrift(rate="-0.25"),)),
    Scenario(name="jump", moves=(TokenPriceChange(rate="0.5"), TokenPriceDrift(rate="0.1"))),
)


def world(**changes: Any) -> Any:
    """Three models that every mix has a price for."""
    rows = (
        price_row("north/one", card=card(2, cache_read="0.2")),
        price_row("south/one", card=card(4, cache_read="0.5")),
        sol(),
    )
    return market(*rows, **changes)


def compared(**tokens: TokenAllowance | tuple[TokenAllowance, ...]) -> Comparison:
    """Offers that differ in their tokens, at three models under three scenarios."""
    offers = {name: acme(tokens=given if isinstance(given, tuple) else (given,)) for name, given in tokens.items()}
    valued = {name: value(package, world(), assume()) for name, package in offers.items()}
    return compare(valued, models=MODELS, scenarios=WHAT_IFS)


MONEY = TokenAllowance(amount=MoneyPer(money=usd(1500), per="month"), rule=FixedMoney(), release="monthly")
QUANTITY = TokenAllowance(
    amount=TokensPer(mtok=60_000), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol"), release="quarterly"
)
BASIS = PriceBasis(per_mtok=usd("0.5468"), on=TODAY)
COLLAR = evolve(QUANTITY, rule=Collar(down_rate="0.2", up_rate="0.1"), basis=BASIS)
BETTER = evolve(QUANTITY, rule=BetterOfBoth(), basis=BASIS)


OFFERS = ("Acme", "Globex", "money", "quantity", "bounded", "bounded too", "one", "both")


class Grid:
    """The sheet as a reader sees it: figures by offer, table, model and scenario."""

    def __init__(self, book: Workbook) -> None:
        """Read every table."""
        self.found: dict[tuple[str, str, str, str], Any] = {}
        offer, table, heads = "", "", []
        for row in book["Tokens"].iter_rows(min_row=6, values_only=True):
            label = str(row[0] or "")
            if label.startswith(("What the money buys", "What the promised tokens cost")):
                table, heads = label.split(",")[0], list(row[2:])
            elif label == "Promised":
                table, heads = "promised", list(row[2:])
            elif label in OFFERS:
                offer, table = label, ""
            elif label:
                if label.startswith("Tokens needed"):
                    table = "coverage"
                for head, cell in zip(heads, row[2:], strict=False):
                    self.found[offer, table, label, str(head)] = cell

    def buys(self, offer: str, model: str, scenario: str) -> Any:
        """Tokens that money buys."""
        return self.found[offer, "What the money buys", model, scenario]

    def costs(self, offer: str, model: str, scenario: str) -> Any:
        """What promised tokens cost."""
        return self.found[offer, "What the promised tokens cost there", model, scenario]


def check_grid(book: Workbook, comparison: Comparison) -> int:
    """Every figure is the price grid's: tokens bought, the cost of the same tokens, and what a rule makes of it."""
    shown = Grid(book)
    grid = price_grid(comparison.valuations, models=MODELS, scenarios=comparison.scenarios)
    checked = 0
    for cell in grid.cells:
        place = cell.offer, cell.model, cell.scenario
        if cell.same_tokens is None:
            assert shown.buys(*place) == pytest.approx(float(cell.mtok or 0), rel=NEAR), place
        elif "bounded" not in cell.offer:
            assert shown.costs(*place) == pytest.approx(float(cell.same_tokens.amount), rel=NEAR), place
        else:
            assert shown.costs(*place) == pytest.approx(_at(comparison, *place), rel=NEAR), place
        checked += 1
    return checked


def _at(comparison: Comparison, offer: str, model: str, scenario: str) -> float:
    """What an offer's tokens settle at where all of them are moved to a model: `pays` of the grid."""
    what_if = next(known for known in comparison.scenarios if known.name == scenario)
    moved = evolve(what_if, moves=(*what_if.moves, UseModel(model=model)))
    one = {offer: comparison.valuations[offer]}
    pays = price_grid(one, models=(model,), scenarios=(moved,)).cell(offer, model, scenario).pays
    assert pays is not None
    return float(pays.amount)


@pytest.fixture(scope="module")
def every() -> Comparison:
    """Money, a quantity, a collar and the better of both."""
    return compared(money=MONEY, quantity=QUANTITY, bounded=COLLAR, **{"bounded too": BETTER})


@pytest.fixture(scope="module")
def file(every: Comparison) -> bytes:
    """Its workbook."""
    return build_workbook(every)


class TestGrid:
    """Models by scenario: the price grid, by formulas."""

    def test_stored_values(self, every: Comparison, file: bytes) -> None:
        """The stored values are the price grid's, for four offers at three models under three scenarios."""
        assert check_grid(values(file), every) == 36

    def test_recalculated(self, office: Any, every: Comparison, file: bytes) -> None:
        """So are LibreOffice's, from a file without values."""
        assert check_grid(office(set_inputs(file, {})), every) == 36

    def test_by_hand(self, file: bytes) -> None:
        """18,000 a year buy 18,000 / 0.5468 = 32,918.8 M; 60,000 M cost 32,808, and 49,212 or 36,088.8 half up."""
        shown = Grid(values(file))
        assert shown.buys("money", "openai/gpt-6-sol", "as listed") == pytest.approx(18_000 / 0.5468)
        assert shown.costs("quantity", "openai/gpt-6-sol", "as listed") == pytest.approx(32_808)
        up = two(models=["openai/gpt-6-sol"])
        usual = Grid(values(build_workbook(up)))
        assert usual.costs("Globex", "openai/gpt-6-sol", "up 50 %") == pytest.approx(49_212)
        capped = compared(bounded=COLLAR)
        capped = evolve(capped, scenarios=(Scenario(name="up", moves=(TokenPriceChange(rate="0.5"),)),))
        assert Grid(values(build_workbook(capped))).costs("bounded", "openai/gpt-6-sol", "up") == pytest.approx(
            36_088.8
        )

    def test_scenarios_are_inputs(self, office: Any, every: Comparison, file: bytes) -> None:
        """Another change and another drift in the yellow cells give the grid of a scenario with these moves."""
        new = {"scenario_2_drift": 0.08, "scenario_3_change": -0.6, "scenario_3_drift": -0.5}
        moved = (
            Scenario(name="as listed"),
            Scenario(name="fall", moves=(TokenPriceDrift(rate="0.08"),)),
            Scenario(name="jump", moves=(TokenPriceChange(rate="-0.6"), TokenPriceDrift(rate="-0.5"))),
        )
        check_grid(office(set_inputs(file, new)), evolve(every, scenarios=moved))

    def test_price_of_zero(self, office: Any, file: bytes) -> None:
        """At a price of 0 money buys unlimited tokens, and a quantity costs nothing."""
        shown = Grid(office(set_inputs(file, {"scenario_1_change": -1})))
        assert shown.buys("money", "north/one", "as listed") == "unlimited"
        assert shown.costs("quantity", "north/one", "as listed") == 0

    def test_in_parts(self) -> None:
        """Money that may only be spent with one provider buys nothing at another; two allowances are added up."""
        north = evolve(MONEY, name="North only", providers=("north",))
        comparison = compared(one=north, both=(north, evolve(MONEY, name="Anywhere")))
        shown = Grid(values(build_workbook(comparison)))
        grid = price_grid(comparison.valuations, models=MODELS, scenarios=WHAT_IFS)
        for model in MODELS:
            for scenario in ("as listed", "fall"):
                assert shown.buys("both", model, scenario) == pytest.approx(
                    float(grid.cell("both", model, scenario).mtok or 0), rel=NEAR
                )
        assert shown.buys("one", "south/one", "fall") == "-"

    def test_successor(self) -> None:
        """Tokens of a model that took another's place count by their ratio, from its day on."""
        end = date(2028, 1, 11)
        old = price_row("north/old", card=card(5, cache_read="0.5"), until_on=end)
        swap = Successor(model="north/old", by="north/one", from_on=end, work_ratio="2.5")
        tokens = evolve(QUANTITY, basket=Basket.of("north/old"), successors=(swap,))
        there = market(old, price_row("north/one", card=card(2, cache_read="0.2")), sol())
        one = {"quantity": value(acme(tokens=(tokens,)), there, assume())}
        comparison = compare(one, models=("north/one", "openai/gpt-6-sol"), scenarios=WHAT_IFS)
        shown = Grid(values(build_workbook(comparison)))
        for model in ("north/one", "openai/gpt-6-sol"):
            cell = price_grid(one, models=(model,), scenarios=WHAT_IFS).cell("quantity", model, "fall")
            assert cell.same_tokens is not None
            assert shown.costs("quantity", model, "fall") == pytest.approx(float(cell.same_tokens.amount), rel=NEAR)

    def test_announced(self) -> None:
        """Announced prices that apply hold from their day on."""
        rows = (
            price_row("north/one", 3, until_on=date(2028, 3, 1)),
            price_row("north/one", 1, from_on=date(2028, 3, 1), announced=True),
            sol(),
        )
        there = market(*rows, announced=True)
        flat = evolve(QUANTITY, basket=Basket.of("north/one", INPUT_ONLY))
        one = {"quantity": value(acme(tokens=(flat,)), there, assume())}
        comparison = compare(one, models=("north/one",), scenarios=WHAT_IFS)
        shown = Grid(values(build_workbook(comparison)))
        cell = price_grid(one, models=("north/one",), scenarios=WHAT_IFS).cell("quantity", "north/one", "jump")
        assert cell.same_tokens is not None
        assert shown.costs("quantity", "north/one", "jump") == pytest.approx(float(cell.same_tokens.amount), rel=NEAR)


class TestScenarios:
    """Which scenarios the sheet begins with."""

    def names(self, comparison: Comparison) -> list[Any]:
        """Names, changes and drifts."""
        sheet = values(build_workbook(comparison))["Tokens"]
        rows = sheet.iter_rows(min_row=6, max_row=12, max_col=3, values_only=True)
        found = []
        for row in rows:
            if row[0] is None:
                break
            found.append(tuple(row))
        return found

    def test_usual(self) -> None:
        """The usual four where the comparison has none."""
        assert self.names(two(models=["openai/gpt-6-sol"])) == [
            ("list flat", 0, 0),
            ("same tier -25 % a year", 0, -0.25),
            ("up 50 %", 0.5, 0),
            ("same capability -90 % a year", 0, -0.9),
        ]

    def test_stated(self) -> None:
        """Its own where they move the prices of all providers alike; others cannot be said in two figures."""
        stated = (
            Scenario(name="up", moves=(TokenPriceChange(rate="0.3"), TokenPriceChange(rate="0.1"))),
            Scenario(name="one only", moves=(TokenPriceChange(rate="0.3", provider="north"),)),
            Scenario(name="later", moves=(TokenPriceChange(rate="0.3", from_on=date(2028, 1, 1)),)),
            Scenario(name="shares too", moves=(TokenPriceDrift(rate="0.1"), ShareMove(rate="0.2"))),
            Scenario(name="announced", announced=True),
        )
        found = self.names(two(scenarios=stated, models=["openai/gpt-6-sol"]))
        assert found == [("as stated", 0, 0), ("up", pytest.approx(0.43), 0)]

    def test_no_tokens(self) -> None:
        """No sheet where nobody promises tokens."""
        package = acme(tokens=())
        assert "Tokens" not in formulas(build_workbook(compare({"A": value(package, market(), assume())}))).sheetnames


class TestCoverage:
    """A need that is entered: the share that the tokens cover, and when they run dry."""

    def test_blank(self, file: bytes) -> None:
        """Nothing is said where nothing is entered: no guess."""
        shown = Grid(values(file))
        assert not shown.found["money", "coverage", "Share of the need that is covered", "as listed"]

    def test_share(self, office: Any, file: bytes) -> None:
        """60,000 M of 80,000 M needed: 75 %, nine months; of 40,000 M: 150 %, the whole year."""
        new = {"tokens_needed_2": 80_000, "tokens_needed_3": 40_000}
        shown = Grid(office(set_inputs(file, new)))

        def found(offer: str, words: str) -> Any:
            return shown.found[offer, "coverage", words, "as listed"]

        share, months = "Share of the need that is covered", "Months until they run dry, of 12, at an even pace"
        assert (found("quantity", share), found("quantity", months)) == (pytest.approx(0.75), pytest.approx(9))
        assert (found("bounded", share), found("bounded", months)) == (pytest.approx(1.5), 12)

    def test_chosen_model(self, office: Any, every: Comparison, file: bytes) -> None:
        """At the model of the dropdown, money buys what it buys there, and a promise costs what it costs there."""
        shown = Grid(office(set_inputs(file, {MODEL: "south/one"})))
        for scenario in ("as listed", "fall", "jump"):
            at_south = shown.buys("money", "Chosen: south/one", scenario)
            assert at_south == pytest.approx(18_000 / (4 * 0.166 + 0.5 * 0.834)) or scenario != "as listed"
            for offer in ("quantity", "bounded", "bounded too"):
                expected = _at(every, offer, "south/one", scenario)
                assert shown.costs(offer, "Chosen: south/one", scenario) == pytest.approx(expected, rel=NEAR)

    def test_not_allowed(self, office: Any) -> None:
        """Money that may not be spent on the chosen model buys nothing there."""
        comparison = compared(money=evolve(MONEY, providers=("north",)), quantity=QUANTITY)
        book = office(set_inputs(build_workbook(comparison), {MODEL: "south/one"}))
        rows = [
            row for row in book["Tokens"].iter_rows(values_only=True) if row[0] in ("south/one", "Chosen: south/one")
        ]
        assert [row[2] for row in rows][:2] == ["-", "-"]
