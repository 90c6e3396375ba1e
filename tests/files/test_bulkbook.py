"""Several tables in one Excel file: read again by two readers, each sheet with its own columns."""

from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from compkit.errors import InvalidValue, OutputRefused
from compkit.files.bulkbook import write_tables

FRAMES = {
    "People": pd.DataFrame({"id": ["007", "=1+1"], "used_USD": [Decimal("1.25"), None], "pay_share": [0.5, 0.25]}),
    "O'Neil & <Sons>": pd.DataFrame({"runs_out_on": [date(2027, 5, 1)], "people": [3]}),
    "Empty": pd.DataFrame({"lever": []}),
}


class TestWriteTables:
    """`write_tables`."""

    def test_two_readers(self, tmp_path):
        """Every sheet is there with its values, formats and a filter; text stays text."""
        path = tmp_path / "a.xlsx"
        write_tables(FRAMES, path)
        sheets = pd.read_excel(path, sheet_name=None, engine="calamine", dtype={"id": str})
        assert list(sheets) == list(FRAMES)
        assert sheets["People"]["id"].tolist() == ["007", "=1+1"] and sheets["Empty"].empty
        book = openpyxl.load_workbook(path)
        assert book["People"]["B2"].value == 1.25 and book["People"]["B2"].number_format == "#,##0.00"
        assert book["People"]["C2"].number_format == "0.00 %"
        second = book["O'Neil & <Sons>"]
        assert second["A2"].value.date() == date(2027, 5, 1) and second.print_title_rows == "$1:$1"
        assert [sheet.auto_filter.ref for sheet in book] == ["A1:C3", "A1:B2", "A1:A1"]

    def test_same_bytes(self, tmp_path):
        """The same tables give the same bytes."""
        for name in "ab":
            write_tables(FRAMES, tmp_path / f"{name}.xlsx")
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

    def test_refused(self, tmp_path):
        """Another kind of file, and a name that is none; nothing is written."""
        with pytest.raises(OutputRefused, match="several tables"):
            write_tables(FRAMES, tmp_path / "a.csv")
        with pytest.raises(InvalidValue, match="no name of a sheet"):
            write_tables({"a/b": FRAMES["Empty"]}, tmp_path / "a.xlsx")
        assert not list(tmp_path.iterdir())
