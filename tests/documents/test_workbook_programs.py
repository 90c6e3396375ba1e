"""The formulas of the workbook mean the same to other programs, cell by cell."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from time import perf_counter
from typing import Any

import pandas as pd
import pytest
from attrs import frozen
from openpyxl import Workbook
from openpyxl.cell import Cell

from compkit.documents.workbook import build_workbook
from compkit.market import Scenario, ShareMove, TokenPriceChange

from ..samples import assume
from .workbooks import (
    NEAR,
    STRICT,
    check_amounts,
    formula_cells,
    formulas,
    full,
    full_market,
    schedule,
    set_inputs,
    ten_years,
    token_forms,
    token_market,
    two,
    values,
)

ALLOWED = frozenset(
    "SUM SUMIFS SUMPRODUCT COUNTIFS INDEX MATCH IF IFERROR CHOOSE RANK ROUND MIN MAX AND OR DATE YEAR MONTH EDATE TEXT "
    "LN EXP SQRT NORMSDIST ABS".split()
)
CHANGES = {"bonus_payout": "0.55", "commission_payout": "1.2", "token_utilisation": "0.85"}


class TestOtherPrograms:
    """The formulas mean the same to LibreOffice, calculated afresh from a file without values."""

    def test_as_issued(self, office: Any, full_file: bytes) -> None:
        """Its results are those of the valuations."""
        book = office(set_inputs(full_file, {}))
        check_amounts(book, full())
        assert (book["Checks"]["B4"].value, book["Checks"]["B5"].value) == ("all agree", "inputs as issued")

    def test_after_changed_inputs(self, office: Any, full_file: bytes) -> None:
        """With other inputs, its results are those of a valuation under the same other assumptions and market."""
        new = {
            "bonus_payout": 0.55,
            "commission_payout": 1.2,
            "tokens_used": 0.85,
            "token_price_change": 0.35,
            "share_ACME": 150,
            "share_Start_up_A_S": 0.9,
        }
        book = office(set_inputs(full_file, new))
        world = full_market()
        given = assume(**{**STRICT, **CHANGES})
        moved = Scenario(
            name="moved",
            moves=(
                TokenPriceChange(rate="0.35"),
                ShareMove(symbol="ACME", price="150"),
                ShareMove(symbol="Start-up A/S", price="0.9"),
            ),
        ).apply(world)
        check_amounts(book, full(given, moved))
        assert (book["Checks"]["B4"].value, book["Checks"]["B5"].value) == ("all agree", "inputs changed")
        assert book["Compare"]["B4"].value == values(full_file)["Compare"]["B4"].value

    def test_every_cell(self, office: Any, full_file: bytes) -> None:
        """Every stored value of every sheet is what LibreOffice calculates."""
        stored, fresh = values(full_file), office(set_inputs(full_file, {}))
        compared = 0
        for sheet in stored:
            for row in sheet.iter_rows():
                for cell in row:
                    other = fresh[sheet.title][cell.coordinate].value
                    if isinstance(cell.value, (int, float)):
                        assert other == pytest.approx(cell.value, rel=NEAR, abs=1e-6), (sheet.title, cell.coordinate)
                        compared += 1
                    elif isinstance(cell.value, str) and "unlimited" not in cell.value:
                        assert other == cell.value, (sheet.title, cell.coordinate)
        assert compared > 2000

    def test_pandas(self, two_file: bytes) -> None:
        """Pandas reads numbers and dates, without any calculation."""
        frame = pd.read_excel(
            io.BytesIO(two_file), sheet_name="Schedule", header=3, engine="openpyxl", keep_default_na=False
        )
        assert frame["As promised"].sum() == pytest.approx(2_090_000 + 1_814_232)
        assert str(frame["On"].dtype).startswith("datetime64")

    def test_shared_functions_only(self, full_file: bytes) -> None:
        """Only functions that Excel, LibreOffice and formualizer share; nothing volatile, no link to a file."""
        used = set()
        for cell in formula_cells(formulas(full_file)):
            bare = re.sub(r'"(?:[^"]|"")*"', "", str(cell.value))
            used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare))
            assert "[" not in re.sub(r"'(?:[^']|'')*'", "", bare)
        assert used <= ALLOWED
        assert {"SUMIFS", "SUMPRODUCT", "INDEX", "CHOOSE"} <= used
        with zipfile.ZipFile(io.BytesIO(full_file)) as parts:
            assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]

    @pytest.mark.parametrize("which", ["full", "two", "tokens"])
    def test_no_error(self, office: Any, which: str, full_file: bytes, two_file: bytes) -> None:
        """No formula gives an error in either program, so none refers to itself, and none is empty."""
        files = {"full": full_file, "two": two_file, "tokens": b""}
        file = files[which] or build_workbook(token_forms(token_market()))
        stored, fresh = values(file), office(set_inputs(file, {}))
        for cell in formula_cells(formulas(file)):
            for book in (stored, fresh):
                found = book[cell.parent.title][cell.coordinate]
                place = (cell.parent.title, cell.coordinate, cell.value, found.value)
                assert found.data_type != "e" and not str(found.value).startswith(("#", "Err:")), place
                blank = '""' in str(cell.value)  # a row of one's own that is empty, a year that a view does not have
                assert found.value is not None or blank, place


class TestNoHiddenNumber:
    """Every number in a cell is an input, a promise, a price with its source, or labelled with its day."""

    @pytest.mark.parametrize("which", ["full", "two", "what-ifs", "tokens"])
    def test_constants(self, which: str, full_file: bytes, two_file: bytes) -> None:
        """All other numbers are formulas."""
        up = Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),))
        made = {
            "full": lambda: full_file,
            "two": lambda: two_file,
            "what-ifs": lambda: build_workbook(two(scenarios=(up,))),
            "tokens": lambda: build_workbook(token_forms(token_market())),
        }
        book = formulas(made[which]())
        inputs = {(cell.parent.title, cell.coordinate) for cell in _named_cells(book)}
        hidden = [
            (place.sheet, place.cell.coordinate, place.cell.value)
            for place in _numbers(book)
            if (place.sheet, place.cell.coordinate) not in inputs
            and place.cell.style != "compkit input"
            and not _is_stated(place)
        ]
        assert not hidden


@frozen
class Place:
    """A number that is typed into a cell.

    Attributes:
        cell: The cell.
        section: Words in the heading of its section.
        heads: Headings of its table.
    """

    cell: Cell
    section: list[str]
    heads: list[Any]

    @property
    def sheet(self) -> str:
        """Title of its sheet."""
        return str(self.cell.parent.title)

    @property
    def head(self) -> str:
        """Heading of its column."""
        return str(self.heads[self.cell.column - 1])


def _numbers(book: Workbook) -> Iterator[Place]:
    """Every number and day that is no formula."""
    for sheet in book:
        section: list[str] = []
        heads: list[Any] = []
        for row in sheet.iter_rows():
            styles = {cell.style for cell in row}
            if "compkit section" in styles:
                section = [str(cell.value) for cell in row if cell.value is not None]
            if any(style.startswith("compkit head") for style in styles):
                heads = [cell.value for cell in row]
            yield from (Place(cell, section, heads) for cell in row if isinstance(cell.value, (int, float, date)))


def _named_cells(book: Workbook) -> Iterator[Cell]:
    """Cells of names, and of the block of year labels."""
    for defined in book.defined_names.values():
        sheet, cells_of = defined.attr_text.replace("$", "").rsplit("!", 1)
        found = book[sheet.strip("'").replace("''", "'")][cells_of]
        for row in found if isinstance(found, tuple) else ((found,),):
            yield from row


SCHEDULE_FACTS = {
    "No.",
    "On",
    "Earned from",
    "Earned to",
    "Year of service",
    "Quantity",
    "Price as promised",
    "Comes again",
    "Guaranteed",
    "M tokens promised",
}
"""Columns of the schedule that say what is promised; those after the last amount say in which year of each view."""
PLAIN_PRICES = {"Price expected", "Price to the employee", "Money for tokens"}
"""Columns in which 1 is cash in the comparison's currency and 0 is what does not count."""


def _is_stated(place: Place) -> bool:
    """Whether a number is a promise, a price with its source, or says on which day it was worked out."""
    match place.sheet:
        case "Schedule":
            views = place.heads[1 + place.heads.index("M tokens promised") :]
            plain = place.head in PLAIN_PRICES and place.cell.value in (0, 1)
            return place.head in SCHEDULE_FACTS or place.head in views or plain
        case "Prices":  # rates and mixes
            return place.heads[:2] == ["Provider and model", "Card"] or place.heads[0] == "Mix: shares of all tokens"
        case "Checks":
            return place.head == "As issued"
        case "Inputs":  # numbers of the years
            return place.heads[0] == "Years"
        case "Notes":  # figures as issued, facts with day and source, values with their day
            words = [*place.section, *map(str, place.heads)]
            return "As issued" in words or "Facts" in words or any("worked out on" in word for word in words)
        case "Compare" | "Tokens":
            return any("worked out on" in word for word in place.section)
        case _:  # an offer's own terms
            return any("Annual rates at the start" in word for word in place.section)


class TestTenOffers:
    """Ten offers over ten years with monthly rows stay usable."""

    def test_seconds(self) -> None:
        """They are written in seconds, twice to the same bytes."""
        comparison, started = ten_years(), perf_counter()
        file = build_workbook(comparison)
        assert perf_counter() - started < 60  # about five; other tests run beside it
        rows = schedule(values(file))
        assert len({row["Offer"] for row in rows}) == 10
        assert len(rows) > 10 * 120
        assert build_workbook(ten_years()) == file

    def test_opens(self, office: Any) -> None:
        """LibreOffice opens and calculates ten of them, here over two years."""
        fresh = office(set_inputs(build_workbook(ten_years(years=2)), {"leave_rate": 0.05}))
        assert (fresh["Checks"]["B4"].value, fresh["Checks"]["B5"].value) == ("all agree", "inputs changed")
