"""The budget workbook: its figures are the budget's for every choice, by arithmetics that compkit did not write."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import evolve
from formualizer import recalculate_xlsx_bytes
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook, load_workbook

from compkit.documents.budgetbook import build_budget_workbook, layout as layouts
from compkit.documents.budgetbook.parts import PARTS, part_of
from compkit.errors import InvalidValue, OutputRefused
from compkit.files.documents import write_budget_workbook
from compkit.market import Scenario
from compkit.market.moves import TokenPriceChange
from compkit.pay.entitlements import COMPONENTS
from compkit.valuation.value import tokens_counted
from compkit.workforce.budget import Budget, plan_budget
from compkit.workforce.budgetlines import BudgetLine
from compkit.workforce.periods import Periods

from ..samples import TODAY, assume, market
from ..workforce.people import person, roster
from .conftest import Office

NEAR = 1e-9
NUMBERS = {"face": "as promised", "cost": "expected cost"}
CHOICES = ("all", "guaranteed", "none")
AWKWARD = ("O'Neil & <Sons> 😀/Zoë", "=cmd|' /C calc'!A0", "007", "<5", "*", "_x0041_", "", "ROBOTS", "robots")
"""Names that a spreadsheet takes for formulas, numbers, comparisons and patterns, or for one another."""
ESCAPED = "_x005F_x0041_"
"""How a file holds the one that looks like the number of a character; openpyxl reads it as it stands."""
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def planned() -> Budget:
    """Nine people of nine departments, their pay in three scenarios, over two years."""
    people = [
        person(number, department=name or "none", tokens="quantity" if number % 2 else "half")
        for number, name in enumerate(AWKWARD)
    ]
    moves = [Scenario(name="up 50 %", moves=(TokenPriceChange(rate="0.5"),))]
    moves += [Scenario(name="*", moves=(TokenPriceChange(rate="-0.4"),))]
    given = assume(horizon_months=24, bonus_payout="0.9", token_utilisation="0.5")
    return plan_budget(roster(people), market(), given, scenarios=moves)


def many(groups: int, *, years: int = 2, scenarios: tuple[str, ...] = ("as stated", "UP", "up")) -> Budget:
    """A budget of so many groups; a group's lines grow with its number, and turn round in the last scenario."""
    periods = Periods.of(TODAY, 12 * years)
    kinds = [("base salary", True), ("target bonus", False), ("RSU", True), ("tokens", True), ("tokens", False)]
    lines = [
        BudgetLine(
            scenario=name,
            group=(f"Department {group}", "Austin, TX"),
            component=component,
            guaranteed=sure,
            period=label,
            face=Decimal(group * 1000 + place),
            cost=Decimal((groups - group if name == scenarios[-1] else group) * 700 + place) / 3,
        )
        for name, group, label, (place, (component, sure)) in product(
            scenarios, range(groups), periods.labels, enumerate(kinds)
        )
    ]
    return Budget(
        as_of=TODAY,
        currency="USD",
        by=("department", "place"),
        periods=periods,
        scenarios=scenarios,
        people=1,
        lines=tuple(lines),
    )


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    """Any lines: groups, scenarios, components and amounts, one a key."""
    periods = Periods.of(TODAY, 12 * draw(st.integers(1, 3)))
    names = draw(st.lists(st.sampled_from(AWKWARD), min_size=1, unique=True))
    scenarios = tuple(draw(st.lists(st.sampled_from(AWKWARD[:-3]), min_size=1, max_size=3, unique=True)))
    key = st.tuples(
        st.sampled_from(scenarios),
        st.tuples(st.sampled_from(names), st.sampled_from(["L5", "=1+1"])),
        st.sampled_from(COMPONENTS),
        st.booleans(),
        st.sampled_from(periods.labels),
    )
    amount = st.decimals(0, 10**10, places=4)
    lines = tuple(
        BudgetLine(
            scenario=scenario, group=group, component=component, guaranteed=sure, period=period, face=face, cost=cost
        )
        for (scenario, group, component, sure, period), (face, cost) in draw(
            st.dictionaries(key, st.tuples(amount, amount), max_size=40)
        ).items()
    )
    return Budget(
        as_of=TODAY,
        currency="USD",
        by=("department", "level"),
        periods=periods,
        scenarios=scenarios,
        people=7,
        lines=lines,
    )


def chosen(file: bytes, scenario: int, number: str, tokens: str) -> bytes:
    """The file with other choices in the yellow cells, and without the values of formulas."""
    book = load_workbook(io.BytesIO(file))
    names = [cell.value for (cell,) in book["Check"][_places(book)["scenarios"]]]
    for name, value in (("scenario", names[scenario]), ("number", NUMBERS[number]), ("tokens", tokens)):
        sheet, place = book.defined_names[f"{name}_shown"].attr_text.replace("$", "").split("!")
        cell = book[sheet][place]
        cell.value = value
        cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def calculated(file: bytes) -> Workbook:
    """The file as formualizer calculates it."""
    return load_workbook(io.BytesIO(bytes(recalculate_xlsx_bytes(file)["bytes"])), data_only=True)


def _places(book: Workbook) -> dict[str, str]:
    """Where the list of scenarios stands, by the rule of the yellow cell."""
    rules = book["Budget"].data_validations.dataValidation
    return {"scenarios": next(r.formula1 for r in rules if "Check!" in r.formula1).split("!")[1].replace("$", "")}


def tables(book: Workbook) -> dict[str, dict[str, dict[str, float]]]:
    """The tables of the first sheet: amounts by title, row and column."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    heads: dict[int, str] = {}
    title = ""
    for row in book["Budget"].iter_rows(min_row=7, min_col=2):
        first, second = row[0], row[1]
        if second.value is None and str(first.value).endswith(", USD"):
            title = str(first.value)
            found[title] = {}
        elif second.value == "Base salary":
            heads = {cell.column: str(cell.value) for cell in row[1:] if cell.value}
        elif isinstance(second.value, (int, float)):
            amounts = {heads[cell.column]: cell.value for cell in row[1:] if cell.column in heads}
            name = str(first.value).replace(ESCAPED, "_x0041_")
            found[title][name if name not in found[title] else f"{name} again"] = amounts
    return found


def check(book: Workbook, budget: Budget, scenario: int, number: Any, tokens: str) -> int:
    """Every cell of both tables is the budget's own sum; gives how many were compared."""
    name, compared = budget.scenarios[scenario], 0
    by_group, by_period = (table for title, table in tables(book).items() if "largest" not in title)
    groups = [(", ".join(label or "(none)" for label in group), {"group": group}) for group in budget.groups]
    periods = [(label, {"period": label}) for label in budget.periods.labels]
    for table, rows in ((by_group, [*groups, ("Total", {})]), (by_period, [*periods, ("Total", {})])):
        assert list(table) == [label for label, _ in rows]
        for label, only in rows:
            exact = {
                "Total": budget.total(number, scenario=name, tokens=tokens, **only),
                "Total without tokens": budget.total(number, scenario=name, tokens="none", **only),
            }
            for part in PARTS[:5]:
                exact[part.name] = budget.total(number, scenario=name, components=part.components, **only)
            sure = budget.total(number, scenario=name, components=["tokens"], tokens="guaranteed", **only)
            both = budget.total(number, scenario=name, components=["tokens"], **only)
            exact["Tokens, guaranteed"] = sure if tokens != "none" else sure * 0
            exact["Tokens, if the policy stays"] = both - sure if tokens == "all" else sure * 0
            for column, amount in table[label].items():
                if column != "Rank":
                    assert amount == pytest.approx(float(exact[column].amount), rel=NEAR, abs=1e-4), (label, column)
                    compared += 1
    assert book["Budget"]["G5"].value == book["Check"]["C4"].value == "all agree"
    return compared


class TestFigures:
    """Whatever is chosen, every amount is the budget's own."""

    @pytest.mark.parametrize(("number", "tokens"), list(product(NUMBERS, CHOICES)))
    def test_every_choice(self, number: str, tokens: str) -> None:
        """Of a planned budget, as formualizer calculates it: scenarios by numbers by tokens."""
        budget = planned()
        file = build_budget_workbook(budget)
        for scenario in range(len(budget.scenarios)):
            book = calculated(chosen(file, scenario, number, tokens))
            assert check(book, budget, scenario, number, tokens) == (9 + 1 + 2 + 1) * 7

    @settings(max_examples=25)
    @given(budget=budgets(), data=st.data())
    def test_any(self, budget: Budget, data: Any) -> None:
        """Of any budget, also one without lines."""
        scenario = data.draw(st.integers(0, len(budget.scenarios) - 1))
        number, tokens = data.draw(st.sampled_from(sorted(NUMBERS))), data.draw(st.sampled_from(CHOICES))
        book = calculated(chosen(build_budget_workbook(budget), scenario, number, tokens))
        check(book, budget, scenario, number, tokens)

    def test_libreoffice(self, office: Office) -> None:
        """As LibreOffice calculates it, nine and 40 groups, every choice."""
        cases = [
            (budget, *choice)
            for budget in (planned(), many(40))
            for choice in product(range(len(budget.scenarios)), NUMBERS, CHOICES)
        ]
        files = {id(budget): build_budget_workbook(budget) for budget, *_ in cases}
        changed = [chosen(files[id(budget)], *choice) for budget, *choice in cases]
        for (budget, *choice), path in zip(cases, office.calculated(changed), strict=True):
            check(load_workbook(path, data_only=True), budget, *choice)

    def test_as_issued(self) -> None:
        """The file holds the values of the first scenario's expected cost with all tokens, for readers of values."""
        budget = planned()
        book = load_workbook(io.BytesIO(build_budget_workbook(budget)), data_only=True)
        check(book, budget, 0, "cost", "all")
        shown = [cell.value for cell in book["Budget"][5] if isinstance(cell.value, float | int)]
        assert shown == [pytest.approx(float(budget.total("cost").amount))]

    def test_one_part_each(self) -> None:
        """Every kind of pay has one column; of tokens, what counts with the guaranteed is the guaranteed column."""
        for component, sure in product(COMPONENTS, (True, False)):
            assert sum(part.holds(component, sure) for part in PARTS) == 1
            part = part_of(component, sure)
            assert tokens_counted(component, sure, "guaranteed") == (part.tokens != "policy")


class TestChecks:
    """Totals as issued stand as values beside the sums of today."""

    def test_changed_line(self) -> None:
        """A line that somebody changes shows: in its scenario, and in the verdict."""
        book = load_workbook(io.BytesIO(build_budget_workbook(planned())))
        column = next(cell.column for cell in book["Lines"][1] if str(cell.value).startswith("Expected cost"))
        book["Lines"].cell(2, column).value += 100
        out = io.BytesIO()
        book.save(out)
        fresh = calculated(out.getvalue())
        assert fresh["Check"]["C4"].value == fresh["Budget"]["G5"].value == "LOOK"
        looks = [row[1].value for row in fresh["Check"].iter_rows(min_row=7) if row[7].value == "LOOK"]
        assert looks == ["as stated"] * 3 + ["Budget by department", "Budget by period"]

    def test_issued(self) -> None:
        """Six totals a scenario, each the budget's own."""
        budget = planned()
        book = load_workbook(io.BytesIO(build_budget_workbook(budget)), data_only=True)
        rows = [row for row in book["Check"].iter_rows(min_row=8, values_only=True) if isinstance(row[4], float | int)]
        assert len(rows) == 6 * 3 + 2
        for number, name, shown, tokens, issued, now, *_ in rows[:-2]:
            kind = next(key for key, words in NUMBERS.items() if words == shown)
            exact = budget.total(kind, scenario=budget.scenarios[number - 1], tokens=tokens)  # type: ignore[arg-type]
            assert issued == pytest.approx(float(exact.amount), rel=NEAR)
            assert now == pytest.approx(issued, rel=NEAR)
            assert name == budget.scenarios[number - 1]

    def test_alike_scenarios(self) -> None:
        """Names that a spreadsheet takes for one are numbered."""
        book = load_workbook(io.BytesIO(build_budget_workbook(many(2))), data_only=True)
        assert [cell.value for (cell,) in book["Check"][_places(book)["scenarios"]]] == [
            "1. as stated",
            "2. UP",
            "3. up",
        ]


class TestLines:
    """Every line is a row, its text text."""

    def rows(self, budget: Budget) -> list[tuple[Any, ...]]:
        """As read back."""
        book = load_workbook(io.BytesIO(build_budget_workbook(budget)))
        return list(book["Lines"].iter_rows(values_only=True))

    def test_all(self) -> None:
        """Each once, under its heading, with its amounts."""
        budget = planned()
        head, *rows = self.rows(budget)
        assert head[:7] == (
            "Scenario", "Department", "Component", "Guaranteed", "Period", "As promised, USD", "Expected cost, USD",
        )  # fmt: skip
        assert len(rows) == len(budget.lines)
        names = {"base salary": "Base salary", "target bonus": "Target bonus", "tokens": "AI tokens"}
        sure = {True: "yes", False: "no"}
        expected = {
            (
                x.scenario,
                x.group[0].replace("_x0041_", ESCAPED),
                names[x.component],
                sure[x.guaranteed],
                x.period,
                float(x.face),
                float(x.cost),
            )
            for x in budget.lines
        }
        assert {row[:7] for row in rows} == expected

    def test_text(self) -> None:
        """Nothing that people write is a formula, in any sheet, and what looks like one is marked."""
        book = load_workbook(io.BytesIO(build_budget_workbook(planned())))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in AWKWARD]
        assert len(cells) > 200
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
        assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))

    def test_looks(self) -> None:
        """The heading is frozen, the filter covers all, amounts have cents, columns have room."""
        budget = planned()
        sheet = load_workbook(io.BytesIO(build_budget_workbook(budget)))["Lines"]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions == f"A1:K{len(budget.lines) + 1}"
        assert {sheet.cell(row, 6).number_format for row in range(2, sheet.max_row + 1)} == {"#,##0.00;-#,##0.00;0.00"}

    def test_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """More than a workbook is made of is refused, with a way out."""
        monkeypatch.setattr(layouts, "MOST_LINES", 10)
        with pytest.raises(InvalidValue, match="fewer scenarios, periods or groups"):
            build_budget_workbook(many(2))


class TestLargest:
    """Of many groups the chart names fifteen, in order, by what is chosen; the others are one row."""

    @pytest.mark.parametrize(("scenario", "first"), [(0, "Department 39, Austin, TX"), (2, "Department 0, Austin, TX")])
    def test_order(self, scenario: int, first: str) -> None:
        """By hand: groups grow with their number, and turn round in the last scenario."""
        book = calculated(chosen(build_budget_workbook(many(40)), scenario, "cost", "all"))
        table = next(rows for title, rows in tables(book).items() if "largest" in title)
        totals = [row["Total"] for row in table.values()]
        assert next(iter(table)) == first
        assert totals[:15] == sorted(totals[:15], reverse=True)
        assert list(table)[15:] == ["25 others"]
        everything = many(40).total("cost", scenario=many(40).scenarios[scenario])
        assert sum(totals) == pytest.approx(float(everything.amount))

    def test_equals(self) -> None:
        """Equal groups have places of their own, the one above first."""
        budget = many(20)
        lines = tuple(evolve(line, face=Decimal(1), cost=Decimal(1) / 3) for line in budget.lines)
        book = calculated(chosen(build_budget_workbook(evolve(budget, lines=lines)), 0, "cost", "all"))
        by_group = next(iter(tables(book).values()))
        assert [row["Rank"] for label, row in by_group.items() if label != "Total"] == list(range(1, 21))


class TestLooks:
    """What a person sees."""

    def test_head(self) -> None:
        """The first sheet says that it is internal, of which day, in which currency, of how many, and what is meant."""
        sheet = load_workbook(io.BytesIO(build_budget_workbook(planned())), data_only=True)["Budget"]
        words = " ".join(str(cell.value) for row in sheet["A1:J6"] for cell in row if cell.value)
        for text in (
            "INTERNAL",
            "20 November 2026",
            "USD",
            "9 people",
            "As promised: ",
            "Expected cost: ",
            "all agree",
        ):
            assert text in words

    @pytest.mark.parametrize("groups", [3, 60])
    def test_charts(self, groups: int) -> None:
        """Two stacked charts with axes, titles and unit: a bar a group, at most fifteen, and a bar a period."""
        with zipfile.ZipFile(io.BytesIO(build_budget_workbook(many(groups, years=4)))) as file:
            charts = [ElementTree.fromstring(file.read(f"xl/charts/chart{number}.xml")) for number in (1, 2)]
        for chart, bars in zip(charts, (min(groups, 15), 4), strict=True):
            assert [part.get("val") for part in chart.iter(f"{_CHART}grouping")] == ["stacked"]
            assert [part.get("val") for part in chart.iter(f"{_CHART}delete")] == ["0", "0"]
            assert "USD" in [run.text for run in chart.iter(f"{_DRAWING}t")]
            ranges = [ref.text or "" for val in chart.iter(f"{_CHART}val") for ref in val.iter(f"{_CHART}f")]
            assert len(ranges) == 5
            for text in ranges:
                first, last = map(int, re.findall(r"\d+", text))
                assert last - first + 1 == bars

    def test_room(self) -> None:
        """No amount is wider than its column, also of a trillion yen a group."""
        budget = planned()
        lines = tuple(evolve(line, cost=line.cost * 10**6) for line in budget.lines)
        sheets = load_workbook(io.BytesIO(build_budget_workbook(evolve(budget, lines=lines))), data_only=True)
        for sheet in sheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                        digits = 2 if "0.00" in cell.number_format else 0
                        width = sheet.column_dimensions[cell.column_letter].width
                        assert len(f"{cell.value:,.{digits}f}") + 1 <= width, (sheet.title, cell.coordinate)

    def test_protection(self) -> None:
        """Formulas and lines are locked without a password; the three yellow cells, filters and widths are free."""
        book = load_workbook(io.BytesIO(build_budget_workbook(planned())))
        free = [cell.coordinate for row in book["Budget"].iter_rows() for cell in row if not cell.protection.locked]
        assert free == ["B5", "C5", "D5", "E5", "F5"]
        for sheet in book:
            held = sheet.protection
            assert held.sheet and not held.password and not held.autoFilter and not held.formatColumns

    def test_same_bytes(self) -> None:
        """The same budget gives the same bytes, also with its lines in another order."""
        budget = planned()
        file = build_budget_workbook(budget)
        assert file == build_budget_workbook(planned())
        assert file == build_budget_workbook(evolve(budget, lines=budget.lines[::-1]))

    def test_functions(self) -> None:
        """Formulas use what Excel, LibreOffice and formualizer share."""
        shared = set("SUM SUMIFS SUMPRODUCT COUNTIFS INDEX MATCH IF AND ABS ROUND".split())
        book = load_workbook(io.BytesIO(build_budget_workbook(many(20))))
        cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert {name for text in cells for name in re.findall(r"([A-Z]+)\(", text)} <= shared


class TestWritten:
    """The file on the disk."""

    def test_never_over_an_edited_one(self, tmp_path: Any) -> None:
        """What another program saved stays, unless forced; its own file is replaced."""
        path, budget = tmp_path / "budget.xlsx", planned()
        assert write_budget_workbook(budget, path) == path
        write_budget_workbook(budget, path)
        book = load_workbook(path)
        book.properties.lastModifiedBy = "Zoë"
        book.save(path)
        with pytest.raises(OutputRefused, match="last saved by Zoë"):
            write_budget_workbook(budget, path)
        assert write_budget_workbook(budget, path, force=True).read_bytes() == build_budget_workbook(budget)

    def test_made_on(self) -> None:
        """The file's dates are the budget's day."""
        book = load_workbook(io.BytesIO(build_budget_workbook(planned())))
        assert book.properties.created.date() == book.properties.modified.date() == date(2026, 11, 20)
        assert "INTERNAL" in str(book.properties.subject)
