"""The sheet of prices, and every form of allowance that is priced from it."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from compkit.documents.workbook import build_workbook
from compkit.market import Contract, IndexDrift, PriceBook, Scenario, TokenPriceChange, TokenPriceDrift
from compkit.pay import Basket, TokenMix
from compkit.valuation import UtilisationOdds, compare, value

from ..samples import TODAY, acme, assume, card, globex, market, price_row, sol
from .workbooks import (
    cards,
    check_amounts,
    formulas,
    full,
    full_market,
    schedule_sums,
    set_inputs,
    token_forms,
    token_market,
    values,
)


class TestPrices:
    """Each price says where it comes from; the price of a mix is a formula over its row."""

    def test_mix(self, full_file: bytes) -> None:
        """Base, long-context and batch shares: north/one at the long mix."""
        found = {(row["Provider and model"], row["Card"]): row["Million of\nlong"] for row in cards(values(full_file))}
        base, batch = 2.0, 1.0
        long = base + 0.2 * (4.0 - base)
        assert found["north/one", "list, base"] == pytest.approx(long + 0.3 * (batch - long))
        assert found["north/one", "contract, base"] == pytest.approx(0.88 * (long + 0.3 * (batch - long)))

    def test_announced(self) -> None:
        """An announced price stands beside the one in force, marked; a price of 0 buys unlimited tokens."""
        world = market(
            sol(),
            price_row("north/one", 3, until_on=date(2027, 3, 1)),
            price_row("north/one", 0, from_on=date(2027, 3, 1), announced=True),
        )
        chat = TokenMix(name="plain", fresh_input=1, output=0)
        package = globex(tokens=(evolve(globex().tokens[0], basket=Basket.of("north/one", chat)),))
        comparison = compare({"Acme": value(acme(), world, assume()), "Globex": value(package, world, assume())})
        book = values(build_workbook(comparison))
        states = [row["State"] for row in cards(book) if row["Provider and model"] == "north/one"]
        assert states == ["in force", "announced"]
        shown = [row for row in book["Compare"].iter_rows(values_only=True) if "announced" in str(row[1])]
        assert "unlimited" in shown[0]

    def test_scenario_market(self) -> None:
        """In a market that drifts, each release has its own price."""
        world = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),)).apply(full_market())
        comparison = full(world=world)
        check_amounts(values(build_workbook(comparison)), comparison)


class TestTokenForms:
    """Every form of allowance: indexed, a slice of a capacity, a successor, stated and locked prices, a path of use."""

    def test_stored_values(self) -> None:
        """The values beside the formulas are the valuations'."""
        comparison = token_forms(token_market())
        check_amounts(values(build_workbook(comparison)), comparison)

    def test_under_a_drift(self) -> None:
        """In a market that drifts too, where prices are dated inputs."""
        drift = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"), IndexDrift(rate="0.03")))
        comparison = token_forms(drift.apply(token_market()))
        check_amounts(values(build_workbook(comparison)), comparison)

    def test_odds(self) -> None:
        """A distribution of use is an input at its mean: 0.54."""
        odds = UtilisationOdds((("0.2", "0.5"), ("0.8", "0.3"), (1, "0.2")))
        comparison = token_forms(token_market(), token_utilisation=odds)
        book = build_workbook(comparison)
        check_amounts(values(book), comparison)
        sheet, cell = formulas(book).defined_names["tokens_used"].attr_text.replace("'", "").split("!")
        assert formulas(book)[sheet][cell.replace("$", "")].value == 0.54

    @pytest.mark.parametrize("change", ["0.35", "-0.4"])
    def test_price_change(self, office: Any, change: str) -> None:
        """The input moves list and discounted prices, and neither stated, locked nor owned ones; in LibreOffice."""
        file = build_workbook(token_forms(token_market()))
        moved = Scenario(name="moved", moves=(TokenPriceChange(rate=change),)).apply(token_market())
        check_amounts(office(set_inputs(file, {"token_price_change": float(change)})), token_forms(moved))

    def test_price_change_of_a_drift(self, office: Any) -> None:
        """So it is where the market has moved before."""
        drift = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),)).apply(token_market())
        file = build_workbook(token_forms(drift))
        moved = Scenario(name="moved", moves=(TokenPriceChange(rate="0.35"),)).apply(drift)
        check_amounts(office(set_inputs(file, {"token_price_change": 0.35})), token_forms(moved))

    def test_ratchet(self, office: Any) -> None:
        """A lock with a ratchet has its value as issued and stays; the sheet of prices says so."""
        contracts = (Contract(provider="east", locked_on=date(2026, 1, 1), ratchet=True, on=TODAY, source="c3"),)
        fallen = [
            evolve(row, card=card(8, cache_read="0.8")) if row.model == "east/one" and row.until_on else row
            for row in token_market().book.rows
        ]
        fallen = [
            evolve(row, card=card(5, cache_read="0.5")) if row.model == "east/one" and not row.until_on else row
            for row in fallen
        ]
        world = token_market(contracts=contracts, book=PriceBook(fallen))
        file = build_workbook(token_forms(world))
        check_amounts(values(file), token_forms(world))
        assert "a lock with a ratchet too" in values(file)["Prices"]["A3"].value
        sums = schedule_sums(office(set_inputs(file, {"token_price_change": -0.4})))
        issued = schedule_sums(values(file))
        for key in [key for key in issued if key[0] == "locked" and key[1] == "AI tokens"]:
            assert sums[key][1] == pytest.approx(issued[key][1])
