"""The intake workbook as people see it: headings, hints, dropdowns, and text that stays text."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from compkit.documents.intake import HELP, LISTS, SHEETS, build_intake, sheet_plan
from compkit.documents.intake.styles import REQUIRED_FILL

HEAD, FIRST = 4, 5
ROW = {"Offer number": "=1+1", "Salary": Decimal("250000"), "FTE, %": Decimal("0.8"), "Employer": "O'Neil _x0041_ 🚀"}


@pytest.fixture(scope="module")
def book():
    """A form with one row that is an example."""
    return load_workbook(BytesIO(build_intake({"Offers": [ROW]}, is_example=True)))


class TestSheets:
    """Dropdowns, hints, examples, required fields marked."""

    def test_sheets_and_which_opens(self, book):
        """Help stands first, offers open first, choices are hidden."""
        assert book.sheetnames == [HELP, *(plan.name for plan in SHEETS), LISTS]
        assert book.active.title == "Offers"
        assert book[LISTS].sheet_state == "hidden"
        assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["Offers"]

    @pytest.mark.parametrize("plan", SHEETS, ids=lambda plan: plan.name)
    def test_headings(self, plan, book):
        """Each heading stays in view, has its hint, and is yellow with a star where it is required."""
        sheet = book[plan.name]
        assert sheet.freeze_panes == "B5"
        for cell, column in zip(sheet[HEAD], plan.columns, strict=True):
            assert cell.value == column.title + (" *" if column.required else "")
            assert cell.comment.text.startswith(column.hint)
            assert (cell.fill.fgColor.rgb[2:] == REQUIRED_FILL) == column.required
            assert sheet.column_dimensions[get_column_letter(cell.column)].width > column.width

    @pytest.mark.parametrize("plan", SHEETS, ids=lambda plan: plan.name)
    def test_cells_below(self, plan, book):
        """Each column has a message of at most 255 characters, and a dropdown of its choices if it has any."""
        checks = {str(check.sqref).split(":")[0]: check for check in book[plan.name].data_validations.dataValidation}
        for number, column in enumerate(plan.columns, 1):
            check = checks[f"{get_column_letter(number)}{FIRST}"]
            assert check.prompt.startswith(column.hint)
            assert len(check.prompt) <= 255 and len(check.promptTitle) <= 32
            if column.choices:
                cells = book[LISTS][check.formula1.partition("!")[2].replace("$", "")]
                assert tuple(row[0].value for row in cells) == column.choices
                assert bool(check.showErrorMessage) == column.closed
            assert not check.showErrorMessage or check.error

    def test_other_sheets_offer_the_numbers(self, book):
        """A row of another sheet chooses its offer from those of the sheet Offers."""
        for plan in SHEETS[1:]:
            first = book[plan.name].data_validations.dataValidation[0]
            assert first.formula1 == "=Offers!$A$5:$A$1000"

    def test_formats(self, book):
        """Text columns keep text, days are days, rates are percent and money is plain."""
        columns = {column.title: get_column_letter(n) for n, column in enumerate(SHEETS[0].columns, 1)}
        forms = {
            title: book["Offers"].column_dimensions[columns[title]].number_format
            for title in ("Offer number", "Start", "FTE, %", "Salary")
        }
        assert forms == {"Offer number": "@", "Start": "yyyy-mm-dd", "FTE, %": "0.00%", "Salary": "#,##0.00"}

    def test_plan_by_name(self):
        """A sheet is found whatever its capitals."""
        assert sheet_plan(" grants ") is SHEETS[1]
        assert sheet_plan("other") is None


class TestCells:
    """User text never becomes a formula, and an example looks like one."""

    def test_text_stays_text(self, book):
        """Text that looks like a formula is text, escapes are kept, numbers are numbers."""
        cells = {column.title: cell for column, cell in zip(SHEETS[0].columns, book["Offers"][FIRST], strict=True)}
        number = cells["Offer number"]
        assert (number.value, number.data_type, number.quotePrefix) == ("=1+1", "s", True)
        assert cells["Employer"].value == "O'Neil _x005F_x0041_ 🚀"  # as the file has it: readers of Excel undo it
        assert (cells["Salary"].value, cells["Salary"].number_format) == (250_000, "#,##0")
        assert (cells["FTE, %"].value, cells["FTE, %"].number_format) == (0.8, "0%")

    def test_no_formula_anywhere(self, book):
        """A form calculates nothing."""
        assert not [
            cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]

    def test_example(self, book):
        """Rows of an example are in italics, and the sheets say so; other rows are not."""
        assert book["Offers"]["A5"].font.italic
        assert "overwrite or delete" in book["Offers"]["C1"].value
        plain = load_workbook(BytesIO(build_intake({"Offers": [ROW]})))
        assert not plain["Offers"]["A5"].font.italic
        assert plain["Offers"]["C1"].value is None

    def test_same_bytes(self):
        """The same rows give the same bytes, whenever they are written: no part holds the time."""
        file = build_intake({"Offers": [ROW]})
        assert build_intake({"Offers": [ROW]}) == file
        with ZipFile(BytesIO(file)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert parts.read("docProps/core.xml").count(b">1980-01-01T00:00:00Z<") == 2
