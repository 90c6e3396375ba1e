"""Intake workbooks: what is written is read back, and every mistake is told at its cell."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from attrs import fields, resolve_types
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook, load_workbook

from compkit.documents.intake import SHEETS
from compkit.errors import FileProblems, InvalidValue, OutputRefused
from compkit.files import read_offer, read_offers, sample_names, template, write_offer
from compkit.files.fields import Leaf
from compkit.files.intake import read_intake
from compkit.files.intakecells import format_cell, parse_cell
from compkit.files.intakewrite import format_intake, write_offers
from compkit.files.offers import FORMAT, OfferShape, parse_offer, read_offer_file
from compkit.files.shape import (
    ApprovalShape,
    BonusShape,
    CandidateShape,
    CommissionShape,
    EmployerShape,
    RaiseShape,
    RelocationShape,
    RetentionShape,
    RoleShape,
    SalaryShape,
    SignOnShape,
)
from compkit.files.shape_baskets import BasisShape
from compkit.files.shape_grants import BenefitShape, MatchShape, OptionShape, StockShape
from compkit.files.shape_terms import EquityTermsShape, TermsShape, TokenTermsShape
from compkit.files.shape_tokens import TokensShape
from compkit.files.structure import key_name
from compkit.testing import offers

HEAD, FIRST = 4, 5


@pytest.fixture
def book(tmp_path: Path) -> "Book":
    """The sample acme as an intake workbook that a test may spoil."""
    return Book(tmp_path / "offers.xlsx")


class Book:
    """An intake workbook in the hands of somebody."""

    def __init__(self, path: Path) -> None:
        """The samples acme and quokka, written."""
        self.path = path
        write_offers([read_offer(template("acme")), read_offer(template("quokka"))], path)
        self.book = load_workbook(path)

    def cell(self, sheet: str, title: str, row: int = FIRST) -> Any:
        """The cell below a heading."""
        headings = {str(cell.value).rstrip(" *"): cell.column for cell in self.book[sheet][HEAD]}
        return self.book[sheet].cell(row, headings[title])

    def put(self, sheet: str, title: str, value: object, row: int = FIRST, form: str | None = None) -> str:
        """Type a value; gives the address."""
        cell = self.cell(sheet, title, row)
        cell.value = value
        if form:
            cell.number_format = form
        return f"{sheet if ' ' not in sheet else repr(sheet)}!{cell.coordinate}"

    def read(self) -> tuple[Any, ...]:
        """The offers as they are read."""
        self.book.save(self.path)
        return tuple(file.offer for file in read_intake(self.path))

    def problems(self) -> dict[str, str]:
        """What is wrong, by cell."""
        with pytest.raises(FileProblems) as caught:
            self.read()
        found: dict[str, str] = {}
        for problem in caught.value.problems:
            assert problem.path not in found, "one problem a cell in these tests"
            found[problem.path] = f"{problem.rule}: {problem.fix}"
        return found


class TestRoundTrip:
    """Write, read, write is the identity."""

    @settings(deadline=None)
    @given(drawn=st.lists(offers(), min_size=1, max_size=3, unique_by=lambda offer: offer.offer_number))
    def test_any_offers(self, drawn, tmp_path_factory):
        """Offers of all components come back equal, and are written again as the same bytes."""
        path = tmp_path_factory.mktemp("intake") / "offers.xlsx"
        write_offers(drawn, path)
        readings = read_offers(path)
        assert readings.problems == ()
        assert [file.offer for file in readings.files] == drawn
        assert format_intake([file.offer for file in readings.files]) == path.read_bytes()

    def test_samples(self, tmp_path):
        """The samples that come with compkit are among them."""
        said = [read_offer(template(name)) for name in sample_names()]
        write_offers(said, tmp_path / "all.xlsx")
        assert [file.offer for file in read_offers(tmp_path / "all.xlsx").files] == said

    @pytest.mark.parametrize(
        "name",
        ["O'Neil & Söhne", "🚀 Rocket", "R/D \\ Nord", "=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "_x0041_b", "NA"],
    )
    def test_any_text(self, name, tmp_path):
        """Text is text, whatever it looks like: no formula, no escape, nothing lost."""
        said = parse_offer(minimal(employer={"name": name}))
        write_offers([said], tmp_path / "offers.xlsx")
        assert read_offer(tmp_path / "offers.xlsx") == said
        for sheet in load_workbook(tmp_path / "offers.xlsx").worksheets:
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

    def test_leading_zeros(self, tmp_path):
        """An offer number keeps its leading zeros."""
        write_offers([parse_offer(minimal(offer_number="00417"))], tmp_path / "offers.xlsx")
        assert read_offer(tmp_path / "offers.xlsx").offer_number == "00417"

    @pytest.mark.parametrize(
        "said",
        [
            {"tools": ["a, b", "[c"], "amount": "100 per tool and month"},
            {"spend_at": ["basket"], "basket": "north/one"},
            {"spend_at": ["north", "O'Neil, Inc."]},
            {"basket": {"north/a, b": "60 %", "south/c": "40 %"}, "mix": "chat"},
            {"basket": {"north/one": {"share": "100 %", "mix": "chat", "work_ratio": "0.8"}}},
            {"basket": "north/one", "mix": {"fresh_input": "16 %", "cache_read": "83.4 %", "output": "0.6 %"}},
            {"when_prices_change": {"rule": "indexed", "index": "A from B", "base_on": "2026-01-01"}},
            {"unused": {"rule": "carries over 3 months", "share": "50 %", "at_most": "20000", "until": "2028-12-31"}},
            {"unused": {"rule": "carries over", "at_most": "1.5"}},
            {"reviewed_on": ["2028-01-11", "2029-01-11"], "guaranteed_until": "as long as employed"},
            {"use": {"personal": "100 %"}},
            {"use": {"business": "90 %", "personal": "10 %"}},
            {
                "basket": "north/one",
                "successors": [{"model": "north/one", "by": "north/two b", "from": "2028-06-01", "work_ratio": "0.8"}],
            },
            {"price_basis": {"per_mtok": "0.123456789012345678", "on": "2026-11-20"}, "basket": "north/one"},
        ],
    )
    def test_token_terms(self, said, tmp_path):
        """Every term of an allowance comes back, by a short line or as JSON."""
        terms = {"amount": "1500 per month", "when_prices_change": "fixed money", **said}
        offer = parse_offer(minimal(tokens=[terms]))
        write_offers([offer], tmp_path / "offers.xlsx")
        assert read_offer(tmp_path / "offers.xlsx") == offer

    @pytest.mark.parametrize(
        ("vesting", "cell"),
        [
            ("33/33/22/12", "33/33/22/12"),
            ([{"share": "1/3", "after": "12 months"}, {"share": "2/3", "on": "2031-01-11"}], None),
            ({"name": "Founders", "steps": [{"share": "100 %", "after": "1 year"}]}, "Founders: 100 % after 12 months"),
            ({"name": "a: b; {c", "steps": [{"share": "100 %", "after": "1 year"}]}, None),
        ],
    )
    def test_vesting(self, vesting, cell, tmp_path):
        """A schedule is a name, steps in words, or JSON; it comes back the same."""
        grant = {"kind": "rsu", "symbol": "X", "units": "9", "vesting_start_on": "2027-01-11", "vesting": vesting}
        offer = parse_offer(minimal(equity=[grant]))
        write_offers([offer], tmp_path / "offers.xlsx")
        assert read_offer(tmp_path / "offers.xlsx") == offer
        if cell:
            row = [found.value for found in load_workbook(tmp_path / "offers.xlsx")["Grants"][FIRST]]
            assert cell in row

    def test_raises_approvals_and_commission(self, tmp_path):
        """What no generated offer has comes back too."""
        offer = parse_offer(
            minimal(
                salary={
                    "amount": "100",
                    "raises": [{"on": "2028-01-01", "rate": "3 %"}, {"on": "2029-01-01", "amount": "120"}],
                },
                commission={"target": "5000 EUR", "quota": "90000 EUR", "paid": "monthly"},
                approvals=[{"by": "CFO", "on": "2026-11-01", "for": "equity"}],
            )
        )
        write_offers([offer], tmp_path / "offers.xlsx")
        assert read_offer(tmp_path / "offers.xlsx") == offer

    def test_write_offer(self, tmp_path):
        """One offer may be written by its suffix, too."""
        said = read_offer(template("quokka"))
        write_offer(said, tmp_path / "one.XLSX")
        assert read_offer(tmp_path / "one.XLSX") == said

    def test_what_cannot_be_said(self, tmp_path):
        """What would not come back is refused, and nothing is written."""
        path = tmp_path / "offers.xlsx"
        acme = read_offer(template("acme"))
        with pytest.raises(InvalidValue, match="two offers have the same number"):
            write_offers([acme, acme], path)
        own = minimal(assumptions={"events": {"liquidity": "2029-01-01"}})
        (tmp_path / "own.json").write_text(json.dumps(own))
        with pytest.raises(InvalidValue, match="assumptions of its own"):
            write_offers([read_offer_file(tmp_path / "own.json")], path)
        with pytest.raises(InvalidValue, match="cannot stand in a cell"):
            write_offers([parse_offer(minimal(employer={"name": "a" * 32_768}))], path)
        with pytest.raises(OutputRefused, match=r"many offers in one file need \.xlsx"):
            write_offers([acme], tmp_path / "offers.yaml")
        assert not path.exists()


def minimal(**changes: Any) -> dict[str, Any]:
    """The least that an offer says."""
    return {
        "format": FORMAT,
        "offer_number": "A-1",
        "currency": "USD",
        "start_on": "2027-01-11",
        "employer": {"name": "Acme"},
        "candidate": {"name": "Sam"},
        "role": {"title": "Engineer"},
        "salary": {"amount": "100000"},
        **changes,
    }


class TestReading:
    """Cells as people type them."""

    def test_excel_values(self, book):
        """Numbers, percent cells, days of Excel and typed text all read by the rules of offer files."""
        book.put("Offers", "Salary", 123456.78)
        book.put("Offers", "FTE, %", 0.8, form="0%")
        book.put("Offers", "Start", "2027-01-12")
        book.put("Bonuses", "Target, % of base", 0.125)
        book.put("Benefits", "Match, %", 1, form="0.00%")
        book.put("Sign-on and retention", "Repay if leaving within, months", "2 years")
        acme = book.read()[0].package
        assert acme.salary is not None
        assert (acme.salary.amount.amount, acme.salary.fte) == (Decimal("123456.78"), Decimal("0.8"))
        assert acme.start_on == date(2027, 1, 12)
        assert acme.bonus[0].rate == Decimal("0.125")
        assert acme.benefits[0].rate == 1  # 100 %, as the cell shows
        assert acme.sign_on[0].clawback_months == 24

    def test_empty_rows_and_order_of_columns(self, book):
        """Empty rows are skipped, and the order of columns and rows above the headings does not matter."""
        before = book.read()
        book.book["Offers"].insert_rows(FIRST, 3)
        book.book["Offers"].move_range("A1:DZ12", rows=2)
        book.cell("Grants", "Symbol")
        sheet = book.book["Benefits"]
        for row in sheet.iter_rows(min_row=HEAD, max_row=FIRST + 3):
            row[0].value, row[1].value = row[1].value, row[0].value
        assert book.read() == before

    def test_one_of_many(self, book):
        """An offer of a workbook is named by its number; one alone needs none."""
        book.read()
        assert read_offer(f"{book.path}#QUOK-0031") == read_offer(template("quokka"))
        with pytest.raises(FileProblems, match=r"holds 2 offers where one is wanted: say .*#ACME-2026-0417"):
            read_offer(book.path)
        with pytest.raises(FileProblems, match="holds no offer of this number: 'QUOK-31': say QUOK-0031"):
            read_offer(f"{book.path}#QUOK-31")

    def test_not_told(self, book):
        """Parts that nobody told are named in a cell; a part that is told elsewhere is refused there."""
        offer = read_offer(template("rhein"))
        write_offers([offer], book.path)
        assert "benefits" in read_offer(book.path).package.unknown
        book.book = load_workbook(book.path)
        at = book.put("Offers", "Not told", "benefits, Grants")
        assert book.problems()[at].startswith("is no part of an offer: ")
        at = book.put("Offers", "Not told", "benefits, Sign on, equity")
        assert book.problems() == {at: "says that equity is not told, and Grants!A5 tells it: leave out one of the two"}


class TestMistakes:
    """One error that lists every problem by sheet, cell and way out."""

    def test_all_at_once(self, book):
        """The error lists all of them, sheet by sheet and row by row."""
        salary = book.put("Offers", "Salary", "250,000", row=6)
        date_ = book.put("Offers", "Expires", "01/02/2027")
        rate = book.put("Benefits", "Match, %", 15, form="General")
        book.cell("Grants", "Symbol").value = None
        found = book.problems()
        assert found == {
            date_: "could be a day in two orders: say 2027-02-01 or 2027-01-02, or type it as a date of Excel",
            salary: "digits must not be grouped: say 250000",
            "Grants!D5": "is missing: say symbol: Ticker, or the name that the assumptions use",
            rate: "a rate needs its sign: say 15 %, or a fraction such as 0.15",
        }
        assert list(found) == [date_, salary, "Grants!D5", rate]

    @pytest.mark.parametrize(
        ("sheet", "title", "value", "form", "words"),
        [
            ("Offers", "Currency", "US", None, "ISO 4217"),
            ("Offers", "Status", "isued", None, "did you mean issued?"),
            ("Offers", "Start", 46398, "General", "not a day: say year-month-day"),
            ("Offers", "Start", "31.12.2027", None, "say 2027-12-31, or type it"),
            ("Offers", "Start", None, None, "is missing: say start_on"),
            ("Offers", "Employer", None, None, "is missing: say name: Legal name"),
            ("Offers", "Salary", 0.15, "0%", "not a number"),
            ("Offers", "Salary", "#DIV/0!", None, "holds an error of the spreadsheet: correct its formula"),
            ("Offers", "Salary", "=1+1", None, "a formula that was never calculated"),
            ("Bonuses", "Target, % of base", 15, "General", "a rate needs its sign"),
            ("Bonuses", "Target, amount a year", 15, None, "fill in one of the two"),
            ("Grants", "Vesting", "4y/2m-cliff/quarterly", None, "whole vesting periods"),
            ("Grants", "Vesting", "50 % after 12 months", None, "shares add up to 0.5"),
            ("Grants", "Vesting", '{"statements": [', None, "begins like JSON and is not JSON"),
            ("Grants", "Strike", 10, None, "is only for option, and the row's kind is rsu"),
            ("Grants", "Kind", "opton", None, "did you mean option?"),
            ("Tokens", "Amount", 0.5, "0%", "not an amount of money"),
            ("Tokens", "When prices change", "collar", None, "say how far down and up: collar -20 % +20 %"),
            ("Tokens", "Basket", "north/one, south/two 40 %", None, "has no share"),
            ("Tokens", "Successors", "north/one", None, "which model follows which"),
            ("Sign-on and retention", "Kind", "signon", None, "say sign-on, retention, relocation"),
            ("Sign-on and retention", "Service from", date(2027, 1, 1), None, "is only for retention"),
            ("Grants", "Offer number", "ACME-2026-417", None, "did you mean ACME-2026-0417?"),
            ("Grants", "Offer number", "other", None, "add the offer there, or correct the number"),
            ("Grants", "Offer number", None, None, "is missing: say the offer number"),
        ],
    )
    def test_a_cell(self, book, sheet, title, value, form, words):
        """A mistake is told at its cell, alone, with the way out."""
        at = book.put(sheet, title, value, form=form)
        found = book.problems()
        assert list(found) == [at]
        assert words in found[at]

    def test_same_number_twice(self, book):
        """An offer number stands once."""
        at = book.put("Offers", "Offer number", "ACME-2026-0417", row=6)
        found = book.problems()
        assert found[at] == "this offer number stands twice, first in Offers!A5: give each offer its own"

    def test_headings(self, book):
        """A heading that is not known, or stands twice, or lacks, is refused where it stands; so is what has none."""
        book.book["Offers"]["B4"].value = "Statos"
        book.book["Grants"]["R4"].value = "kind *"
        book.book["Benefits"]["B4"].value = None
        book.book["Tokens"]["AZ9"].value = "a note"
        found = book.problems()
        assert found["Offers!B4"] == "is no heading of this sheet: did you mean Status?"
        assert found["Grants!R4"].startswith("this heading stands twice")
        assert found["Benefits!A4"].startswith("the column Name is missing")
        assert found["Tokens!AZ9"] == "stands below no heading: move or delete it"

    def test_sheet_names(self, book):
        """A sheet of another name that is filled in like ours is refused; one's own sheets are free."""
        book.book["Grants"].title = "Grant"
        book.book.create_sheet("My notes")["A1"] = "Offer number"
        assert book.problems() == {
            "Grant!A4": "a sheet with offer numbers and a name that is not known: "
            "did you mean Grants? one sheet of a name holds all its rows"
        }


class TestOtherFiles:
    """What is no intake workbook is refused with the way out."""

    def save(self, path: Path, **sheets: list[str]) -> str:
        """A workbook of sheets with a first row each; gives what is said of it."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, cells in sheets.items():
            book.create_sheet(name).append(cells)
        book.save(path)
        with pytest.raises(FileProblems) as caught:
            read_intake(path)
        return str(caught.value)

    def test_kinds(self, tmp_path):
        """An empty workbook, a price export and a comparison each say what they are."""
        path = tmp_path / "book.xlsx"
        begin = "compkit new offers.xlsx begins an intake workbook"
        assert begin in self.save(path, Sheet1=[])
        assert f"holds token prices, not offers: give it as --prices; {begin}" in self.save(
            path, Prices=["model", "from"]
        )
        said = self.save(path, Compare=[], Inputs=[], Schedule=[])
        assert "is a comparison workbook, which is written and not read: give the files of the offers" in said
        assert "Offers!A1: has no row of headings that begins with Offer number" in self.save(path, Offers=["Name"])
        assert "Offers!A1: there is no offer below the headings" in self.save(path, Offers=[])

    def test_no_workbook(self, tmp_path):
        """Text with the suffix of a workbook, and no file at all, are refused without a traceback."""
        (tmp_path / "text.xlsx").write_text("no")
        for name in ("text.xlsx", "none.xlsx"):
            assert len(read_offers(tmp_path / name).problems) == 1

    def test_blank_form(self, tmp_path):
        """A form without offers can be written, and says when read that there is none."""
        write_offers([], tmp_path / "blank.xlsx")
        with pytest.raises(FileProblems, match="Offers!A4: there is no offer below the headings"):
            read_offer(tmp_path / "blank.xlsx")


SHAPES = {
    "Offers": [OfferShape],
    "Grants": [StockShape, OptionShape],
    "Tokens": [TokensShape],
    "Bonuses": [BonusShape],
    "Sign-on and retention": [SignOnShape, RetentionShape, RelocationShape],
    "Raises": [RaiseShape],
    "Benefits": [BenefitShape, MatchShape],
    "Approvals": [ApprovalShape],
}
INSIDE = {
    "employer": EmployerShape,
    "candidate": CandidateShape,
    "role": RoleShape,
    "salary": SalaryShape,
    "commission": CommissionShape,
    "price_basis": BasisShape,
    "terms": TermsShape,
    "terms.equity": EquityTermsShape,
    "terms.tokens": TokenTermsShape,
}
ELSEWHERE = {"format", "assumptions", "raises"}


def keys(shape: Any, above: str = "") -> dict[str, Any]:
    """Keys of a shape with their types; those of the mappings that a sheet spreads over columns, inside."""
    found: dict[str, Any] = {}
    for attribute in fields(resolve_types(shape, include_extras=True)):
        name = key_name(attribute)
        if above + name in INSIDE:
            found |= keys(INSIDE[above + name], f"{above}{name}.")
        elif (
            name not in ELSEWHERE
            and attribute.metadata.get("part") is None
            and attribute.type != tuple[ApprovalShape, ...]
        ):
            found[above + name] = attribute.type
    return found


class TestEveryField:
    """Every field of an offer file can be said."""

    @pytest.mark.parametrize("plan", SHEETS, ids=lambda plan: plan.name)
    def test_columns(self, plan):
        """A sheet has a column for each key of the rows it holds, and no other."""
        said = {key for shape in SHAPES[plan.name] for key in keys(shape)}
        own = {"offer_number"} | ({"kind"} if plan.parts else set()) | ({"unknown"} if plan.name == "Offers" else set())
        assert {column.key for column in plan.columns} == said | own

    @pytest.mark.parametrize("plan", SHEETS, ids=lambda plan: plan.name)
    def test_choices(self, plan):
        """A dropdown that admits nothing else offers exactly what an offer file admits."""
        kinds = {name: kind for shape in SHAPES[plan.name] for name, kind in keys(shape).items()}
        for column in plan.columns:
            enum = _enum(kinds.get(column.key))
            if column.closed and column.choices and enum and column.key != "kind":
                assert set(column.choices) == set(enum), column.title

    @pytest.mark.parametrize(
        "column", [c for plan in SHEETS for c in plan.columns if c.form == "mapping"], ids=lambda c: c.key
    )
    def test_suggestions_are_read(self, column):
        """What a dropdown suggests for a line reads as a value with its terms, or as a name."""
        for words in column.choices:
            data = parse_cell(column, words)
            assert isinstance(data, str) == (words == data)
            assert format_cell(column, data) == words


def _enum(kind: Any) -> tuple[str, ...]:
    """The words that a type admits."""
    for inner in (kind, *get_args(kind)):
        for note in getattr(inner, "__metadata__", ()):
            if isinstance(note, Leaf) and "enum" in note.schema:
                return tuple(note.schema["enum"])
    return ()
