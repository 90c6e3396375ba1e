"""The proof of the workbook, by arithmetics that compkit did not write: formualizer's and LibreOffice's."""

from typing import Any

import pytest
from attrs import evolve
from formualizer import recalculate_xlsx_bytes
from hypothesis import Phase, given, settings, strategies as st
from openpyxl import load_workbook

from compkit.documents.workbook import build_workbook
from compkit.errors import MissingFact
from compkit.market import PriceBook, RateCard, Scenario, TokenPriceChange, UseModel
from compkit.pay.entitlements import NUMBERS
from compkit.valuation import Comparison, compare, value

from ..samples import acme, assume, card, globex, market, price_row, sol
from .workbookcases import Case, cases, check
from .workbooks import (
    COMPONENT_WORDS,
    NEAR,
    formulas,
    full,
    full_market,
    input_cell,
    saved,
    schedule_sums,
    token_forms,
    token_market,
)

OFFICE_CASES = 12


def drawn(number: int) -> list[Case]:
    """So many generated cases, the same on every run."""
    found: list[Case] = []

    @settings(max_examples=number, phases=[Phase.generate], database=None)
    @given(st.data())
    def collect(data: Any) -> None:
        found.append(data.draw(cases()))

    collect()
    return found


class TestGenerated:
    """Any offers, any inputs: every amount is Python's for the same market and assumptions."""

    @settings(max_examples=settings.default.max_examples * 2 // 3)
    @given(data=st.data())
    def test_formualizer(self, data: Any) -> None:
        """As formualizer calculates it."""
        case = data.draw(cases())
        check(case, bytes(recalculate_xlsx_bytes(case.file)["bytes"]))

    def test_libreoffice(self, office: Any) -> None:
        """As LibreOffice calculates it, many files in one run."""
        found = drawn(OFFICE_CASES)
        files = office.calculated([case.file for case in found])
        checked = [check(case, path.read_bytes()) for case, path in zip(found, files, strict=True)]
        assert sum(checked) > 1000


def components(book: Any) -> dict[tuple[str, str], list[float]]:
    """The three amounts of the schedule by offer and component."""
    found: dict[tuple[str, str], list[float]] = {}
    for (offer, component, _), amounts in schedule_sums(book).items():
        own = found.setdefault((offer, component), [0.0, 0.0, 0.0])
        found[offer, component] = [one + other for one, other in zip(own, amounts, strict=True)]
    return found


def check_moved(book: Any, issued: Comparison, moved: Comparison) -> None:
    """What is promised is as issued; cost and value by offer and component are those of another comparison."""
    shown = components(book)
    for name in issued.names:
        for component in issued.components:
            amounts = shown.get((name, COMPONENT_WORDS[component]), [0.0] * 3)
            for found, number in zip(amounts, NUMBERS, strict=True):
                source = issued if number == "face" else moved
                exact = float(source.amount(name, number, components=[component]))
                assert found == pytest.approx(exact, rel=NEAR, abs=1e-6), (name, component, number)


FORMS = {
    "every rule": lambda *moves: full(world=Scenario(name="m", moves=moves).apply(full_market()) if moves else None),
    "every form": lambda *moves: token_forms(
        Scenario(name="m", moves=moves).apply(token_market()) if moves else token_market()
    ),
    "the example": lambda *moves: two_moved(*moves),
}


def two_moved(*moves: Any) -> Comparison:
    """The worked example in a market that may hold another model."""
    world = market(sol(), price_row("north/one", card=card(3, cache_read="0.3")))
    world = Scenario(name="m", moves=moves).apply(world) if moves else world
    given = assume(bonus_payout="0.9", token_utilisation="0.4")
    offers = {"Acme": value(acme(), world, given), "Globex": value(globex(), world, given)}
    return compare(offers, models=["north/one"])


def _can_be_priced(form: str, model: str) -> bool:
    """Whether all tokens can be moved to a model: it knows every kind of price, and is sold to the end."""
    try:
        return bool(FORMS[form](UseModel(model=model)))
    except MissingFact:
        return False


class TestModel:
    """Another model in the dropdown gives the comparison that `compare` gives for it; what is promised stays."""

    @pytest.mark.parametrize("form", FORMS)
    def test_each_model(self, office: Any, form: str) -> None:
        """Every model of the list, at prices a quarter up, recalculated by LibreOffice; contracts are kept."""
        issued, dearer = FORMS[form](), TokenPriceChange(rate="0.25")
        book = formulas(build_workbook(issued))
        rule = next(r for r in book["Compare"].data_validations.dataValidation if "Prices!" in str(r.formula1))
        assert input_cell(book, "token_model").coordinate in rule.sqref
        sheet, place = rule.formula1.replace("$", "").split("!")
        models = [row[0].value for row in book[sheet][place] if row[0].data_type == "s"][1:]
        named = {m for v in issued.valuations.values() for t in v.package.tokens if t.basket for m in t.basket.models}
        assert set(models) & named == {model for model in named if _can_be_priced(form, model)}
        files = []
        for model in models:
            input_cell(book, "token_model").value = model
            input_cell(book, "token_price_change").value = 0.25
            files.append(saved(book))
        costs = {round(sum(float(issued.amount(name, "cost")) for name in issued.names), 2)}
        for model, path in zip(models, office.calculated(files), strict=True):
            moved, fresh = FORMS[form](UseModel(model=model), dearer), load_workbook(path, data_only=True)
            check_moved(fresh, issued, moved)
            assert (fresh["Checks"]["B4"].value, fresh["Checks"]["B5"].value) == ("all agree", "inputs changed")
            costs.add(round(sum(amounts[1] for amounts in components(fresh).values()), 2))
        assert len(costs) > 1

    def test_a_model_of_ones_own(self, office: Any) -> None:
        """A row that is added to Prices joins the list, and moves cost as the same model in a price book does."""
        issued = full()
        book = formulas(build_workbook(issued))
        sheet = book["Prices"]
        top = 2 + next(c.row for c in sheet["A"] if str(c.value).startswith("Your own models"))
        rates = {"fresh_input": 3, "cache_write": 4, "cache_write_1h": 5, "cache_read": "0.25", "output": 11}
        own = RateCard(**{kind: str(rate) for kind, rate in rates.items()})
        sheet.cell(top, 1).value = "mine/own-1"
        heads = {str(c.value): c.column for c in sheet[top - 1]}
        words = ("Fresh input", "Cache write, 5 min", "Cache write, 1 hour", "Cache read", "Output")
        for word, rate in zip(words, rates.values(), strict=True):
            sheet.cell(top, heads[word]).value = float(rate)
        input_cell(book, "token_model").value = "mine/own-1"
        input_cell(book, "token_price_change").value = 0.1
        fresh = office(saved(book))
        known = full_market()
        row = price_row("mine/own-1", card=own, batch=own)
        world = evolve(known, book=PriceBook((*known.book.rows, row)))
        moves = (UseModel(model="mine/own-1"), TokenPriceChange(rate="0.1"))
        check_moved(fresh, issued, full(world=Scenario(name="own", moves=moves).apply(world)))
        assert fresh["Checks"]["B4"].value == "all agree"
