"""The comparison workbook: what a reader of its cells finds, with and without a spreadsheet's own calculation."""

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compkit.documents.palette import COMPONENT_COLOURS
from compkit.documents.workbook import build_workbook
from compkit.documents.workbook.names import sheet_titles
from compkit.documents.workbook.schedule import entries
from compkit.documents.workbook.yearviews import views_of
from compkit.market import Scenario, TokenPriceChange
from compkit.money import Money
from compkit.pay import COMPONENTS, BaseSalary, Package, TargetBonus
from compkit.pay.entitlements import NUMBERS
from compkit.valuation import View, cells, compare, named_totals, value

from ..samples import START, TODAY, acme, assume, market, usd
from .workbooks import (
    COMPONENT_WORDS,
    HEADS,
    NEAR,
    check_amounts,
    formula_cells,
    formulas,
    full,
    input_cell,
    many,
    saved,
    schedule,
    schedule_sums,
    set_inputs,
    two,
    values,
)


class TestSchedule:
    """Every entitlement is a row, quantity x price x factor; everything else is summed from them."""

    @pytest.mark.parametrize("view", ["service", "calendar", "fiscal:10"])
    def test_cells(self, view: str) -> None:
        """Rows by year and component are the cells of every view that can be chosen, exactly; its own comes first."""
        comparison = full(view=View.parse(view))
        views = [known.view for known in views_of(comparison)]
        assert views[0] == comparison.view
        assert {View(), View(kind="calendar"), View(kind="calendar", basis="delivered")} < set(views)
        rows = list(entries(comparison))
        for place, own in enumerate(views):
            for name, valuation in comparison.valuations.items():
                found: dict[tuple[str, str, bool], dict[str, Decimal]] = {}
                for entry in (entry for entry in rows if entry.offer == name):
                    key = (entry.labels[place], entry.line.row.component, entry.line.row.guaranteed)
                    cell = found.setdefault(key, dict.fromkeys(NUMBERS, Decimal(0)))
                    for number in NUMBERS:
                        cell[number] += entry.quantity * entry.line.price(number)
                split = cells(valuation, own)
                assert {key for key, amounts in found.items() if any(amounts.values())} <= set(split)
                for key, amounts in split.items():
                    for number in NUMBERS:
                        assert found[key][number] == pytest.approx(amounts[number], rel=Decimal("1e-25"))

    def test_delivered(self) -> None:
        """In a view of what is delivered a row stays whole in the year of its delivery."""
        comparison = full(view=View.parse("calendar", "delivered"))
        assert {entry.labels[0] for entry in entries(comparison)} <= set(comparison.year_labels)
        check_amounts(values(build_workbook(comparison)), comparison)

    def test_stored_values(self, full_file: bytes) -> None:
        """The values beside the formulas are the valuations', for cash, shares, options, claims and benefits."""
        check_amounts(values(full_file), full())

    def test_by_component(self, full_file: bytes) -> None:
        """So is each component of each offer in each year."""
        comparison, sums = full(), schedule_sums(values(full_file))
        checked = 0
        names = COMPONENT_WORDS
        for name in comparison.names:
            for component in comparison.components:
                for year in comparison.year_labels:
                    amounts = sums.get((name, names[component], year), [0.0] * 3)
                    for shown, number in zip(amounts, NUMBERS, strict=True):
                        exact = float(comparison.amount(name, number, year=year, components=[component]))
                        assert shown == pytest.approx(exact, rel=NEAR, abs=1e-6)
                        checked += bool(exact)
        assert checked > 80

    def test_basis(self, two_file: bytes) -> None:
        """Each row says how it comes about."""
        said = {row["How it comes about, as issued"] for row in schedule(values(two_file))}
        assert "USD as promised; pays 90 % of target" in said
        assert any("list price of 2026-11-20" in str(words) for words in said)


class TestFirstPage:
    """Compare: sentences, inputs, three numbers and differences of the worked example."""

    def rows(self, file: bytes) -> list[list[Any]]:
        """Rows of the sheet, the label first, without empty cells."""
        rows = values(file)["Compare"].iter_rows(min_col=2, values_only=True)
        return [[row[0], *(cell for cell in row[1:] if cell is not None)] for row in rows]

    def grid(self, file: bytes) -> dict[str, list[Any]]:
        """Rows of the sheet by their label."""
        return {str(row[0]).strip(): row[1:] for row in self.rows(file) if row[0]}

    def test_three_numbers(self, two_file: bytes) -> None:
        """As promised, expected cost and to the employee, for both, and Acme less Globex; the picture's figures."""
        grid = self.grid(two_file)
        assert grid["Total without tokens"] == pytest.approx(
            [1_590_000, 1_575_000, 1_575_000, 1_683_000, 1_664_200, 1_664_200, -93_000, -89_200, -89_200]
        )
        assert grid["AI tokens"] == pytest.approx(
            [500_000, 200_000, 0, 131_232, 52_492.8, 13_123.2, 368_768, 147_507.2, -13_123.2]
        )
        assert grid["of which guaranteed"][:1] == pytest.approx([125_000])
        assert grid["Total with all tokens"][6] == pytest.approx(275_768)
        assert grid["Total with guaranteed tokens"][6] == pytest.approx(-33_616)

    def test_sentences(self, two_file: bytes) -> None:
        """Who leads without tokens, with all and with guaranteed ones, and where the tie is: live formulas."""
        sheet = values(two_file)["Compare"]
        assert [sheet[f"B{row}"].value for row in (4, 5, 6)] == [
            "Without tokens Globex promises 93,000 more over 4 years, 23,250 a year on average.",
            "With all tokens as promised Acme promises 275,768 more; with only the guaranteed ones Globex promises "
            "33,616 more.",
            "The two are equal if the candidate values 1 USD of promised tokens at 0.252 USD.",
        ]
        assert all(str(formulas(two_file)["Compare"][f"B{row}"].value).startswith("=") for row in (4, 5, 6))

    def test_closings(self, two_file: bytes) -> None:
        """What closes the gap over four years without tokens: any one of 20,218, 93,000 and 744."""
        grid = self.grid(two_file)
        first = [grid[label][0] for label in ("Base salary, USD a year", "Sign-on, USD", "Shares")]
        assert first == [20_218, 93_000, 744]

    def test_providers(self, two_file: bytes) -> None:
        """At gpt-6-sol 125,000 buys 228.6 bn tokens and 60 bn tokens cost 32,808 (README of the picture)."""
        price, buys, costs = self.grid(two_file)["openai/gpt-6-sol"]
        assert (price, buys, costs) == pytest.approx((0.5468, 125_000 / 0.5468, 32_808))

    def test_by_year(self, two_file: bytes) -> None:
        """Years without tokens, and Acme less Globex; columns that only longer views need are marked and empty."""
        grid = self.grid(two_file)
        labels = [*(f"year {number}" for number in (1, 2, 3, 4)), "-", "-", "4 years"]
        assert grid["By year, as promised, service years, without tokens"] == []
        assert labels in [row[1:] for row in self.rows(two_file)]
        less = [-62_900, -77_900, -100, 47_900, 0, 0, -93_000]
        assert grid["Acme less Globex"] == pytest.approx(less)

    def test_opens_first(self, two_file: bytes) -> None:
        """It is the first tab, the one that opens, on one page, and says that it is internal."""
        book = formulas(two_file)
        sheet = book["Compare"]
        assert (book.sheetnames[0], book.active.title) == ("Compare", "Compare")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert "INTERNAL: shows expected cost" in [cell.value for cell in sheet[1]]

    def test_inputs(self, two_file: bytes) -> None:
        """Yellow cells have names, values as issued and rules for what may be entered."""
        book = formulas(two_file)
        issued = {
            "number_shown": "as promised",
            "years_shown": "service years",
            "token_model": "as promised",
            "bonus_payout": 0.9,
            "tokens_used": 0.4,
            "token_price_change": 0,
            "share_ACME": 125,
            "share_GLBX": 80,
        }
        rare = {
            "as_of": datetime(2026, 11, 20),  # noqa: DTZ001 a cell's day has no zone
            "growth_acme": 0,
            "growth_glbx": 0,
            "discount_rate": 0,
            "leave_rate": 0,
            "employer_load": 0,
            "resale_haircut": 0,
        }
        looked_up = {"number_index", "years_index", "year_labels"}
        assert set(book.defined_names) >= issued.keys() | rare.keys() | looked_up
        for sheet, expected in (("Compare", issued), ("Inputs", rare)):
            found = {name: input_cell(book, name) for name in expected}
            assert {name: cell.value for name, cell in found.items()} == expected
            ruled = {str(rule.sqref) for rule in book[sheet].data_validations.dataValidation}
            assert ruled == {cell.coordinate for cell in found.values()}
            assert {cell.parent.title for cell in found.values()} == {sheet}

    def test_lists(self, two_file: bytes) -> None:
        """Model, number and years are chosen from lists: of the models of Prices, its own rows too, and of words."""
        book = formulas(two_file)
        rules = {str(rule.sqref): rule for rule in book["Compare"].data_validations.dataValidation}
        lists = {n: rules[input_cell(book, n).coordinate] for n in ("token_model", "number_shown", "years_shown")}
        assert {rule.type for rule in lists.values()} == {"list"}
        assert lists["number_shown"].formula1 == '"as promised,expected cost,to the employee"'
        years = "service years,calendar years,service years as delivered,calendar years as delivered"
        assert lists["years_shown"].formula1 == f'"{years}"'
        sheet, cells_of = lists["token_model"].formula1.replace("$", "").split("!")
        chosen = [row[0].value for row in values(two_file)[sheet][cells_of]]
        assert chosen[:2] == ["as promised", "openai/gpt-6-sol"]
        assert [row[0].data_type for row in book[sheet][cells_of]].count("f") == 12
        assert all(rule.prompt and rule.error for rule in rules.values())

    def test_chart(self, two_file: bytes) -> None:
        """A native stacked chart with both axes, their titles and a colour a component."""
        with zipfile.ZipFile(io.BytesIO(two_file)) as parts:
            chart = parts.read("xl/charts/chart1.xml").decode()
        assert 'grouping val="stacked"' in chart
        assert chart.count('<delete val="0"') == 2
        assert "USD" in chart and "Year, as chosen" in chart
        for component in ("base salary", "target bonus", "sign-on", "RSU", "tokens"):
            assert COMPONENT_COLOURS[component] in chart

    @pytest.mark.parametrize("offers", [1, 2, 3, 4, 6, 10])
    def test_any_number_of_offers(self, offers: int) -> None:
        """Every offer has its block of three numbers, whatever their number; no cell is an error."""
        comparison = many(offers)
        book = values(build_workbook(comparison))
        sheet = book["Compare"]
        totals = [
            cell.value
            for row in sheet.iter_rows(min_col=2)
            if row[0].value == "Total with all tokens"
            for cell in row[1 : 1 + 3 * offers]
            if cell.value is not None
        ]
        exact = [float(comparison.amount(name, number)) for name in comparison.names for number in NUMBERS]
        assert totals[: len(exact)] == pytest.approx(exact)
        for tab in book:
            for row in tab.iter_rows(values_only=True):
                assert not [value for value in row if isinstance(value, str) and value.startswith("#")], tab.title

    def test_ranks(self) -> None:
        """Three or more offers are ranked, and compared with the baseline."""
        book = values(build_workbook(many(3)))
        sentence = book["Compare"]["B4"].value
        assert sentence.startswith("Without tokens Offer 1 promises the most, ")
        assert " more than Offer 2." in sentence


class TestDefinitions:
    """Totals with names are printed with their definitions and agree with what was issued."""

    def test_named_totals(self, full_file: bytes) -> None:
        """Every named total of every offer, as issued and now."""
        rows = list(values(full_file)["Checks"].iter_rows(min_row=9, values_only=True))
        found = {tuple(row[:3]): row[3:7] for row in rows if row[0]}
        for name, valuation in full().valuations.items():
            for total in named_totals(valuation, "cost"):
                issued, now, _, state = found[name, total.name, "Expected cost"]
                assert [issued, now] == pytest.approx([float(total.amount.amount)] * 2, rel=NEAR)
                assert state == "agrees"
        printed = {cell for row in values(full_file)["Notes"].iter_rows(values_only=True) for cell in row}
        assert {total.definition for total in named_totals(full().baseline)} <= printed

    def test_a_wrong_figure_is_seen(self, office: Any, two_file: bytes) -> None:
        """A promise that is changed in the schedule turns the verdict."""
        book = formulas(two_file)
        heads = [cell.value for cell in book["Schedule"][4]]
        book["Schedule"].cell(5, 1 + heads.index("Quantity")).value = 1_000_000
        assert office(saved(book))["Checks"]["B4"].value == "LOOK"

    def test_scenarios(self) -> None:
        """What-ifs are values with their day; Globex pays 42,650 for its tokens where prices rise by 30 %."""
        comparison = two(scenarios=(Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),)),))
        cells_of = {c for row in values(build_workbook(comparison))["Notes"].iter_rows(values_only=True) for c in row}
        assert "token prices +30 %" in cells_of
        assert float(comparison.outcomes()["up 30 %"]["Globex"].total.amount) in cells_of

    def test_not_told(self, two_file: bytes) -> None:
        """What was not told says so, and is no zero."""
        words = {cell for row in values(two_file)["Globex"].iter_rows(values_only=True) for cell in row}
        assert "not told" in words


HOSTILE = (
    '=cmd|"/c calc"!A1',
    "+1+1",
    "History",
    "history",
    "'quoted'",
    "[a]:b*c?d/e\\f",
    "Schedule",
    "é" * 80,
    "👩‍🚀" * 30,
    "*",
)


class TestHostileText:
    """Text from people is text, in cells, sheet titles, formulas and the chart."""

    def test_names(self, office: Any) -> None:
        """Ten hostile names: no formula of theirs, valid and different titles, the same totals, in LibreOffice too."""
        given = assume()
        comparison = compare({name: value(acme(), market(), given) for name in HOSTILE})
        file = build_workbook(comparison)
        stored, fresh = values(file), office(set_inputs(file, {}))
        assert stored.sheetnames == fresh.sheetnames
        promised = sum(row["As promised"] for row in schedule(fresh))
        assert promised == pytest.approx(10 * float(comparison.amount("*")), rel=NEAR)
        for cell in formula_cells(formulas(file)):
            bare = re.sub(r"'(?:[^']|'')*'!|\"(?:[^\"]|\"\")*\"", "", str(cell.value))  # quoted titles and words
            assert "cmd" not in bare
        assert fresh["Checks"]["B4"].value == "all agree"
        for name, title in zip(HOSTILE, stored.sheetnames[2:12], strict=True):
            assert stored[title]["A1"].value == name

    def test_titles(self) -> None:
        """At most 31 UTF-16 units, none reserved, none alike in any case."""
        titles = sheet_titles([*HOSTILE, "Offer", "offer"], ["Schedule"])
        assert all(len(title.encode("utf-16-le")) <= 62 for title in titles)
        assert len({title.casefold() for title in titles} | {"history", "schedule"}) == len(titles) + 2
        assert not any(set(title) & set("[]:*?/\\") or title.strip("'") != title for title in titles)

    def test_words_in_terms(self) -> None:
        """A bonus named like a formula stays a name."""
        package = acme(bonus=(TargetBonus(name="=1+1", rate="0.1"),))
        file = build_workbook(compare({"Acme": value(package, market(), assume())}))
        cells_of = [c for row in formulas(file)["Acme"].iter_rows() for c in row if c.value == "=1+1"]
        assert cells_of
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells_of)


class TestFile:
    """The file itself: real numbers, formats, print set-up, fixed properties and bytes."""

    def test_same_bytes(self, full_file: bytes) -> None:
        """The same comparison gives the same bytes."""
        assert build_workbook(full()) == full_file

    def test_properties(self, two_file: bytes) -> None:
        """Creator and dates are fixed: the day of the comparison."""
        found = formulas(two_file).properties
        assert (found.creator, found.lastModifiedBy) == ("compkit", "compkit")
        assert found.created.date() == found.modified.date() == TODAY

    def test_pages(self, full_file: bytes) -> None:
        """Every sheet is fitted to the page's width, has frozen panes, and repeats its heading when printed."""
        for sheet in formulas(full_file):
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth == 1
            assert sheet.freeze_panes
            assert sheet.print_title_rows or sheet.title == "Compare"

    @pytest.mark.parametrize(("currency", "form"), [("JPY", "#,##0"), ("USD", "#,##0.00"), ("KWD", "#,##0.000")])
    def test_number_formats(self, currency: str, form: str) -> None:
        """Amounts have the decimals of their currency."""
        package = Package(
            start_on=START, currency=currency, salary=BaseSalary(amount=Money("12000000", currency), paid="monthly")
        )
        file = build_workbook(compare({"Only": value(package, market(), assume())}))
        sheet = formulas(file)["Schedule"]
        heads = [cell.value for cell in sheet[4]]
        for head in HEADS.values():
            assert sheet.cell(5, 1 + heads.index(head)).number_format.split(";")[0] == form

    def test_no_tokens_no_equity(self) -> None:
        """A salary alone makes a workbook too: no inputs of tokens or shares, no token lines, one total."""
        package = Package(start_on=START, currency="USD", salary=BaseSalary(amount=usd(100_000)))
        book = values(
            build_workbook(compare({"A": value(package, market(), assume()), "B": value(package, market(), assume())}))
        )
        assert book["Compare"]["B4"].value == "both promise the same over 4 years."
        assert book["Checks"]["B4"].value == "all agree"
        always = {"number_shown", "years_shown", "as_of", "discount_rate", "leave_rate", "employer_load"}
        assert set(book.defined_names) >= always
        assert not [name for name in book.defined_names if name.startswith(("token", "share", "growth", "resale"))]
        labels = [row[0] for row in book["Compare"].iter_rows(min_col=2, max_col=2, values_only=True)]
        assert "Total" in labels and "AI tokens" not in labels

    def test_disagreeing_assumptions(self) -> None:
        """Offers valued under different payouts have an input each."""
        some = {"A": value(acme(), market(), assume()), "B": value(acme(), market(), assume(bonus_payout="0.5"))}
        file = build_workbook(compare(some))
        assert {"bonus_payout", "bonus_payout_2"} <= set(formulas(file).defined_names)
        check_amounts(values(file), compare(some))

    def test_every_component_has_a_colour(self) -> None:
        """Colours are said once, and no two are the same."""
        assert set(COMPONENT_COLOURS) == set(COMPONENTS)
        assert len(set(COMPONENT_COLOURS.values())) == len(COMPONENTS)

    def test_nothing_on_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Building writes no file."""
        monkeypatch.chdir(tmp_path)
        build_workbook(two())
        assert list(tmp_path.iterdir()) == []
