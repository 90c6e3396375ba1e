"""The spend workbook: its figures are the review's for every choice, by arithmetics that compkit did not write."""

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from formualizer import recalculate_xlsx_bytes
from openpyxl import Workbook, load_workbook

from compkit.documents.spendbook import build_spend_workbook, layout as layouts
from compkit.documents.spendbook.layout import SHEETS, Layout
from compkit.documents.spendcolumns import sum_cents
from compkit.errors import InvalidValue, OutputRefused
from compkit.files.documents import write_spend_workbook
from compkit.market import Contract, Scenario
from compkit.market.moves import TokenPriceChange
from compkit.money import Money
from compkit.pay import Basket, FixedQuantity, TokenAllowance, TokenMix, TokensPer
from compkit.workforce.spending.actuals import AMOUNTS, PlanRow
from compkit.workforce.spending.bridge import PARTS
from compkit.workforce.spending.months import YearMonths
from compkit.workforce.spending.review import SpendReview, SpendTerms, review
from compkit.workforce.usage.export import usage_export

from ..workforce.people import roster
from ..workforce.spendcases import YEAR, market, staff, used
from .conftest import Office

NEAR = 1e-9
_DRAWN = ("plan", *PARTS, "actual")


def reviewed(as_of: date = date(2027, 4, 20), *, names: tuple[str, str] = ("100", "200")) -> SpendReview:
    """Four months of use by two cost centres and a stranger, a plan by heads, a contract and a promised quantity."""
    people = staff().people.assign(cost_center=[names[0], names[0], names[1]], tokens=["big", "", ""])
    big = TokenAllowance(
        name="big",
        amount=TokensPer(mtok=100, per="month"),
        rule=FixedQuantity(),
        basket=Basket.of("north/one", TokenMix(name="input", fresh_input=1, output=0)),
    )
    held = evolve(roster([]), people=people, allowances={"big": big})
    use = [
        used(f"2027-{month:02d}-05", who, mtok * month, model=model)
        for month in (1, 2, 3, 4)
        for who, mtok, model in (
            ("E1", Fraction(1, 3), "north/one"),
            ("E2", 4, "north/two"),
            ("E3", 2, "north/one"),
            ("X", 1, "north/one"),
        )
    ]
    plan = [
        PlanRow(month=f"2027-{month:02d}", cost_center=name, amount=Fraction(amount), people=Fraction(heads))
        for month in range(1, 13)
        for name, amount, heads in ((names[0], Fraction(1000, 7), 1), (names[1], 300, 2))
    ]
    contract = Contract(
        provider="north",
        discount_rate="0.1",
        commitment=Money(2000, "USD"),
        from_on=YEAR,
        on=YEAR,
        source="frame contract",
    )
    return review(
        held,
        usage_export(use),
        {name: name for name in people["employee_id"]},
        market(contracts=(contract,)),
        terms=SpendTerms(months=YearMonths(start_on=YEAR, as_of=as_of)),
        plan=plan,
        plan_source="as a test states it",
        match_by="user_id",
        scenarios=[Scenario(name="up 50 %", moves=(TokenPriceChange(rate="0.5"),))],
    )


def chosen(file: bytes, name: str | int) -> bytes:
    """The file with another choice in the yellow cell, and without the values of formulas."""
    book = load_workbook(io.BytesIO(file))
    sheet, place = book.defined_names[layouts.SHOWN].attr_text.replace("$", "").split("!")
    book[sheet][place].value = name
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def calculated(file: bytes) -> Workbook:
    """The file as formualizer calculates it."""
    return load_workbook(io.BytesIO(bytes(recalculate_xlsx_bytes(file)["bytes"])), data_only=True)


def table(book: Workbook, sheet: str, head: str) -> dict[str, dict[str, Any]]:
    """A table of a sheet by its first column; of names that stand twice, the first."""
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == head)
    found: dict[str, dict[str, Any]] = {}
    for row in rows[top + 1 :]:
        if row[0] is None:
            break
        found.setdefault(str(row[0]), dict(zip(map(str, rows[top]), row, strict=True)))
    return found


def near(shown: object, exact: object) -> bool:
    """Whether a cell is an amount."""
    return shown == pytest.approx(float(exact), rel=NEAR, abs=1e-6)  # type: ignore[arg-type]


def check(book: Workbook, found: SpendReview, group: str = "") -> None:
    """Every cell of the summary, the steps, the bridge and the groups is the review's own sum."""
    layout = Layout(found)
    sums: dict[tuple[str, str, str], Decimal] = {}
    for line in layout.lines:
        for name, amount in zip(AMOUNTS, line.amounts, strict=True):
            for month, own in ((line.texts[0], line.texts[1]), ("", line.texts[1]), (line.texts[0], ""), ("", "")):
                sums[name, month, own] = sums.get((name, month, own), Decimal(0)) + amount
    months, groups = table(book, "Summary", "Month"), table(book, "Groups", "Cost center")
    for name in AMOUNTS:
        head = layouts.AMOUNT_NAMES[name]
        for month in (*layout.months, ""):
            assert near(months[month or "Total"][f"{head}, USD"], sums[name, month, group]), (name, month)
        for label in (*layout.labels, ""):
            assert near(groups[label or "Total"][head], sums[name, "", label]), (name, label)
    cents = {name: one.cents("USD") for name, one in found.bridges.items()}
    rows = {**cents, "Total": sum_cents(cents.values())}
    heads = dict(zip(_DRAWN, list(next(iter(table(book, "Bridge", "Cost center").values())))[1:-1], strict=True))
    for name, own in rows.items():
        for part in _DRAWN:
            assert near(table(book, "Bridge", "Cost center")[name][heads[part]], Decimal(own[part]) / 100), part
    steps = table(book, "Bridge", "Step")
    for part, own in rows.get(group or "Total", dict.fromkeys(_DRAWN, 0)).items():
        assert near(steps[heads[part]]["Amount"], Decimal(own) / 100)
    assert near(steps[heads[PARTS[-1]]]["To"], steps["Actual"]["Amount"])
    assert book["Summary"]["C5"].value == book["Check"]["B4"].value == "all agree"


class TestFigures:
    """Whatever is chosen, every amount is the review's own."""

    def test_as_issued(self) -> None:
        """The file holds the values of all groups, for readers of values."""
        found = reviewed()
        check(load_workbook(io.BytesIO(build_spend_workbook(found)), data_only=True), found)

    @pytest.mark.parametrize("group", ["100", "200", "unassigned"])
    def test_chosen(self, group: str) -> None:
        """A cost centre that is chosen is what months and steps are of; the name 100 is found as text and as number."""
        found = reviewed()
        file = build_spend_workbook(found)
        check(calculated(chosen(file, group)), found, group)
        if group.isdecimal():
            check(calculated(chosen(file, int(group))), found, group)

    def test_libreoffice(self, office: Office) -> None:
        """As LibreOffice calculates it: all, a cost centre, and one whose name is a pattern."""
        found, odd = reviewed(), reviewed(names=("*", "=cmd|' /C calc'!A0"))
        files = [chosen(build_spend_workbook(of), name) for of, name in ((found, "All"), (found, "200"), (odd, "*"))]
        books = [load_workbook(path, data_only=True) for path in office.calculated(files)]
        for book, of, group in zip(books, (found, found, odd), ("", "200", "*"), strict=True):
            check(book, of, group)

    def test_nothing_chosen(self) -> None:
        """A name that is none is told, and shows nothing."""
        book = calculated(chosen(build_spend_workbook(reviewed()), "nobody"))
        assert book["Summary"]["C5"].value == "LOOK"
        assert table(book, "Summary", "Month")["Total"]["Plan, USD"] == 0

    def test_changed_line(self) -> None:
        """A line that somebody changes shows in the verdict."""
        book = load_workbook(io.BytesIO(build_spend_workbook(reviewed())))
        book["Months"]["F2"].value += 100
        out = io.BytesIO()
        book.save(out)
        assert calculated(out.getvalue())["Summary"]["C5"].value == "LOOK"


class TestSteps:
    """The steps of the chart: each begins where the one before it ended."""

    def test_drawn(self) -> None:
        """A step is drawn from the lower to the higher end, on what stands under it, above 0 and below it."""
        found = reviewed()
        for group in ("All", "100", "unassigned"):
            book = calculated(chosen(build_spend_workbook(found), group))
            end = 0.0
            for name, row in table(book, "Bridge", "Step").items():
                if name in ("Plan", "Actual"):
                    assert row["Whole"] == row["Amount"]
                    end = row["Amount"]
                    continue
                assert near(row["From"], end)
                end = row["To"]
                above, below = row["More"] + row["Less"], row["More, below 0"] + row["Less, below 0"]
                assert near(above - below, abs(row["Amount"]))
                assert near(row["Under the step"] + above + below, _far(row["From"], row["To"]))

    def test_below_nothing(self) -> None:
        """A step from 10 to -5 is 10 above nothing and 5 below it."""
        found = reviewed()
        one = next(iter(found.bridges.values()))
        odd = evolve(one, plan=Fraction(10), usage=Fraction(-15), actual=Fraction(-5), **_nothing("usage"))
        book = calculated(build_spend_workbook(evolve(found, bridges={"100": odd})))
        row = table(book, "Bridge", "Step")["Usage per head"]
        assert [row[name] for name in ("Under the step", "Less", "Less, below 0")] == [0, 10, -5]


def _nothing(but: str) -> dict[str, Fraction]:
    return {name: Fraction(0) for name in PARTS if name != but}


def _far(begin: float, end: float) -> float:
    """The end that is farther from nothing; of a step across it, both ends together."""
    low, high = min(begin, end), max(begin, end)
    return max(0.0, high) + min(0.0, low) if low < 0 < high else high if low >= 0 else low


class TestLists:
    """What the other sheets list."""

    def book(self) -> Workbook:
        """As issued."""
        return load_workbook(io.BytesIO(build_spend_workbook(reviewed())), data_only=True)

    def test_sheets(self) -> None:
        """Nine sheets, each of which says INTERNAL but the lists of months and checks, whose footers do."""
        book = self.book()
        assert tuple(book.sheetnames) == SHEETS
        for sheet in book.worksheets:
            assert sheet.oddFooter.left.text.startswith("INTERNAL")
        for name in SHEETS[:7]:
            assert any("INTERNAL" in str(cell.value) for cell in book[name][1])

    def test_commitment(self) -> None:
        """What is left is committed less drawn, by formula."""
        (state,) = reviewed().commitments
        row = table(self.book(), "Commitments", "Provider")["north"]
        assert near(row["Left"], state.left.rounded().amount) and near(row["Drawn"], state.drawn.rounded().amount)
        assert row["Used up on"].date() == state.runs_out_on

    def test_exposure(self) -> None:
        """Sums by scenario are the exposure's: 1,200 M tokens at 10 dollars, and half more."""
        held = reviewed().exposure
        rows = table(self.book(), "Exposure", "Scenario")
        for stage in ("list", "contract"):
            for sure, words in ((True, "Guaranteed"), (False, "If policy stays")):
                name = f"{words}, {stage} prices"
                assert near(
                    rows[held.scenarios[0]][name], held.total(held.scenarios[0], stage=stage, guaranteed=sure).amount
                )
                assert near(rows["up 50 %: more"][name], held.more("up 50 %", stage=stage, guaranteed=sure).amount)
        assert sum(rows[held.scenarios[0]][name] for name in rows[held.scenarios[0]] if "list" in name) == 12_000

    def test_chargeback(self) -> None:
        """Rows add up to the chargeback's total; an account's zeros stay."""
        found = reviewed().chargeback
        rows = list(self.book()["Chargeback"].iter_rows(min_row=6, values_only=True))
        assert near(rows[-1][4], found.total().amount) and len(rows) == len(found.rows) + 1
        assert "007" in {row[2] for row in rows}

    def test_balances(self) -> None:
        """A row a department and unit."""
        (row,) = reviewed().balances
        shown = next(iter(table(self.book(), "Balances", "Department").values()))
        assert near(shown["Granted"], row.granted) and near(shown["Unused"], row.unused)

    def test_no_month_closed(self) -> None:
        """In the first month there is no bridge, and the rest stands."""
        book = load_workbook(io.BytesIO(build_spend_workbook(reviewed(date(2027, 1, 20)))), data_only=True)
        assert "needs one" in str(book["Bridge"]["A5"].value) and book["Check"]["B4"].value == "all agree"


class TestFile:
    """The file itself."""

    def test_repeatable(self) -> None:
        """The same review gives the same bytes."""
        assert build_spend_workbook(reviewed()) == build_spend_workbook(reviewed())

    def test_edited(self, tmp_path: Any) -> None:
        """A file that somebody saved is not written over."""
        path = tmp_path / "spend.xlsx"
        write_spend_workbook(reviewed(), path)
        book = load_workbook(path)
        book.properties.lastModifiedBy = "Pat"
        book.save(path)
        with pytest.raises(OutputRefused):
            write_spend_workbook(reviewed(), path)

    def test_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """More lines than a workbook is made of are refused with a way out."""
        monkeypatch.setattr(layouts, "MOST_LINES", 5)
        with pytest.raises(InvalidValue, match="another column"):
            build_spend_workbook(reviewed())

    def test_alike_names(self) -> None:
        """Names that a spreadsheet takes for one are numbered, and so is one that is called all."""
        assert Layout(reviewed(names=("all", "x"))).labels == ("1. all", "2. unassigned", "3. x")
