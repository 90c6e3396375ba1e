"""Large tables written: number formats by unit, text that stays text, the same bytes, little memory."""

import csv
import shutil
import subprocess
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from compkit.errors import InvalidValue, OutputRefused
from compkit.files.bulk import write_table
from compkit.files.bulkcolumns import format_code
from compkit.files.cells import FORMULA_STARTS, csv_plain, csv_text, put_text, sheet_text
from compkit.files.sheets import read_sheet

pd = pytest.importorskip("pandas")
openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("python_calamine")

LIMIT = 10_000_000
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "'=1+1", '=HYPERLINK("http://x")')


def cells(path: Path) -> dict[str, object]:
    """Cells of the second row, by heading."""
    head, row = list(openpyxl.load_workbook(path).active.rows)[:2]
    return {name.value: cell for name, cell in zip(head, row, strict=True)}


class TestExcel:
    """A sheet that people can work with."""

    def test_values_and_formats(self, tmp_path: Path) -> None:
        """A unit in a column's name decides its number format; days are days, and what is not known is empty."""
        row = {
            "id": "00123",
            "face_USD": Decimal("1234.50"),
            "face_JPY": 1234,
            "payout_rate": 0.155,
            "paid_on": date(2026, 3, 1),
            "granted_mtok": 2.5,
            "per_mtok_USD": Decimal("0.5468"),
            "seen": datetime(2026, 3, 1, 12),  # noqa: DTZ001 - a cell has no zone
            "is_new": True,
            "nothing": None,
        }
        write_table(pd.DataFrame([row]), tmp_path / "x.xlsx")
        found = cells(tmp_path / "x.xlsx")
        assert {name: (cell.value, cell.number_format) for name, cell in found.items()} == {
            "id": ("00123", "@"),
            "face_USD": (1234.5, "#,##0.00"),
            "face_JPY": (1234, "#,##0"),
            "payout_rate": (0.155, "0.00 %"),
            "paid_on": (datetime(2026, 3, 1), "yyyy-mm-dd"),  # noqa: DTZ001
            "granted_mtok": (2.5, "#,##0.00"),
            "per_mtok_USD": (0.5468, "#,##0.00######"),
            "seen": (datetime(2026, 3, 1, 12), "yyyy-mm-dd hh:mm:ss"),  # noqa: DTZ001
            "is_new": (True, "General"),
            "nothing": (None, "General"),
        }

    def test_told_format(self, tmp_path: Path) -> None:
        """A format that is told wins, and one of no column is refused."""
        frame = pd.DataFrame({"score": [1.25]})
        write_table(frame, tmp_path / "x.xlsx", formats={"score": "0.0"})
        assert cells(tmp_path / "x.xlsx")["score"].number_format == "0.0"
        with pytest.raises(InvalidValue, match="is no column of the frame"):
            write_table(frame, tmp_path / "x.xlsx", formats={"scores": "0.0"})

    def test_sheet(self, tmp_path: Path) -> None:
        """Bold headings that stay in view, a filter over the table, and columns wide enough."""
        write_table(
            pd.DataFrame({"face_USD": [1e9, 2.0], "name": ["x" * 30, None]}), tmp_path / "x.xlsx", sheet="Z&é'q"
        )
        sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
        assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Z&é'q", "A2", "A1:B3")
        assert sheet["A1"].font.b
        assert sheet.column_dimensions["A"].width > len("1,000,000,000.00")
        assert sheet.column_dimensions["B"].width > 30
        assert sheet.print_title_rows == "$1:$1"

    def test_numbers_that_a_cell_does_not_keep(self, tmp_path: Path) -> None:
        """Whole numbers beyond 15 digits are text, so that no id loses digits; amounts are the nearest number."""
        frame = pd.DataFrame({"id": [1234567890123456789], "face_USD": [Decimal("0.12345678901234567890123")]})
        write_table(frame, tmp_path / "x.xlsx")
        found = cells(tmp_path / "x.xlsx")
        assert found["id"].value == "1234567890123456789"
        assert found["face_USD"].value == 0.12345678901234568

    @pytest.mark.parametrize("day", [date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date(2100, 1, 1)])
    def test_early_days(self, tmp_path: Path, day: date) -> None:
        """Before March 1900 readers differ by a day, so such a day is text."""
        write_table(pd.DataFrame({"on": [day]}), tmp_path / "x.xlsx")
        value = cells(tmp_path / "x.xlsx")["on"].value
        assert value == (str(day) if day < date(1900, 3, 1) else datetime(day.year, day.month, day.day))  # noqa: DTZ001

    def test_unknown_values(self, tmp_path: Path) -> None:
        """NaN, None, NaT and NA are empty; NA as text is text."""
        frame = pd.DataFrame(
            {"a": [float("nan"), 1.0], "b": [None, "NA"], "c": pd.to_datetime([None, "2026-01-01"])}
        ).assign(d=pd.array([None, 7], dtype="Int64"))
        write_table(frame, tmp_path / "x.xlsx")
        rows = read_sheet(tmp_path / "x.xlsx", named="", limit=LIMIT).rows
        assert rows == (("a", "b", "c", "d"), ("", "", "", ""), ("1", "NA", "2026-01-01", "7"))

    @given(
        texts=st.lists(
            st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")), min_size=1
        )
    )
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_any_text(self, tmp_path: Path, texts: list[str]) -> None:
        """Any text is read back as it was, control characters and what looks like their escapes too."""
        write_table(pd.DataFrame({"n": range(len(texts)), "text": pd.Series(texts, dtype=object)}), tmp_path / "x.xlsx")
        rows = read_sheet(tmp_path / "x.xlsx", named="", limit=LIMIT).rows
        assert [row[1] for row in rows[1:]] == texts

    def test_same_bytes(self, tmp_path: Path) -> None:
        """The same input gives the same file."""
        frame = pd.DataFrame({"a_USD": [1.5, 2.5], "b": ["x", "=y"]})
        for name in ("one.xlsx", "two.xlsx", "one.csv", "two.csv"):
            write_table(frame, tmp_path / name)
        for suffix in ("xlsx", "csv"):
            assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes()

    def test_memory(self, tmp_path: Path) -> None:
        """Ten times the rows take little more memory: 20,000 by 10 in some ten megabytes."""
        peaks = []
        for rows in (2_000, 20_000):
            frame = pd.DataFrame({f"c{n}_USD": [float(n)] * rows for n in range(9)} | {"name": ["Zoë"] * rows})
            tracemalloc.start()
            write_table(frame, tmp_path / "x.xlsx")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < 10_000_000
        assert peaks[1] < 3 * peaks[0]


class TestRefused:
    """What cannot be written is refused in one sentence, and no file is left."""

    def test_too_many_rows(self, tmp_path: Path) -> None:
        """A sheet has 1,048,576 rows, the heading is one of them; CSV has no such limit."""
        frame = pd.DataFrame({"a": range(1_048_576)})
        with pytest.raises(OutputRefused, match=r"more than the 1,048,576 of a sheet: write \.csv or \.parquet"):
            write_table(frame, tmp_path / "x.xlsx")
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("title", ["", "x" * 32, "a[b", "a/b", "'a", "History", "a\nb"])
    def test_title(self, tmp_path: Path, title: str) -> None:
        """Names that Excel refuses."""
        with pytest.raises(InvalidValue, match="is no name of a sheet"):
            write_table(pd.DataFrame({"a": [1]}), tmp_path / "x.xlsx", sheet=title)

    @pytest.mark.parametrize("value", [float("inf"), Decimal("1e400"), [1], "\ufffe", "x" * 32_768])
    def test_values(self, tmp_path: Path, value: object) -> None:
        """No cell holds it; the message names the cell."""
        with pytest.raises(InvalidValue, match=r"cell B2.*cannot stand in a cell of Excel"):
            write_table(pd.DataFrame({"a": [1], "b": pd.Series([value], dtype=object)}), tmp_path / "x.xlsx")

    def test_columns(self, tmp_path: Path) -> None:
        """Every column has a plain name of its own."""
        for frame in (pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.DataFrame({"": [1]}), pd.DataFrame()):
            with pytest.raises(InvalidValue):
                write_table(frame, tmp_path / "x.xlsx")

    def test_suffix(self, tmp_path: Path) -> None:
        """The suffix says the kind."""
        with pytest.raises(OutputRefused, match=r"no table is written as \.xls"):
            write_table(pd.DataFrame({"a": [1]}), tmp_path / "x.xls")

    def test_parquet(self, tmp_path: Path) -> None:
        """With pyarrow it is written; without, the message says what to install."""
        frame, path = pd.DataFrame({"a": ["x"]}), tmp_path / "x.parquet"
        try:
            import pyarrow  # noqa: F401
        except ModuleNotFoundError:
            with pytest.raises(OutputRefused, match="pip install pyarrow"):
                write_table(frame, path)
        else:
            write_table(frame, path)
            assert pd.read_parquet(path).equals(frame)


class TestText:
    """User text never becomes a formula."""

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_excel(self, tmp_path: Path, text: str) -> None:
        """It is text with a mark, so that it stays text when somebody edits the cell; headings are text, too."""
        write_table(pd.DataFrame({"a": [text], text: ["b"]}), tmp_path / "x.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
        assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "inlineStr"}
        assert sheet["A2"].quotePrefix
        assert not sheet["B2"].quotePrefix

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_openpyxl_cell(self, tmp_path: Path, text: str) -> None:
        """The shared function for cells of openpyxl."""
        book = openpyxl.Workbook()
        put_text(book.active["A1"], text)
        book.save(tmp_path / "x.xlsx")
        cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active["A1"]
        assert (cell.data_type, bool(cell.quotePrefix)) == ("s", True)
        assert read_sheet(tmp_path / "x.xlsx", named="", limit=LIMIT).rows == ((text,),)

    def test_csv(self, tmp_path: Path) -> None:
        """An apostrophe stands before it, numbers have none, and a separator of other settings is in quotes."""
        write_table(pd.DataFrame({"text": [*DANGEROUS, "a;=1+1", "plain"], "n": -1.5}), tmp_path / "x.csv")
        lines = (tmp_path / "x.csv").read_text()
        assert '"a;=1+1",-1.5' in lines
        with open(tmp_path / "x.csv", newline="") as file:
            rows = list(csv.reader(file))[1:]
        assert [row[0][:1] for row in rows[: len(DANGEROUS)]] == ["'"] * len(DANGEROUS)
        assert [csv_plain(row[0]) for row in rows] == [*DANGEROUS, "a;=1+1", "plain"]

    @given(st.text())
    def test_inverse(self, text: str) -> None:
        """What is written into CSV is read back, and never begins as a formula does."""
        assert csv_plain(csv_text(text)) == text
        assert not csv_text(text).startswith(FORMULA_STARTS)

    def test_escapes(self) -> None:
        """Text that looks like an escape is escaped; a control character is written as one."""
        assert sheet_text("_x0041_") == "_x005F_x0041_"
        assert sheet_text("a\rb") == "a_x000D_b"

    @pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
    def test_libreoffice(self, tmp_path: Path) -> None:
        """LibreOffice opens both kinds and evaluates nothing: 40 + 2 never becomes 42."""
        frame = pd.DataFrame({"text": ["=40+2", "+40+2", "-40-2", "@SUM(40;2)", "\t=40+2"], "n_USD": 7.25})
        for name in ("sheet.xlsx", "table.csv"):
            write_table(frame, tmp_path / name)
        out = tmp_path / "out"
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tmp_path}/profile",
                *("--headless", "--convert-to", "csv", "--outdir"),
                *(out, tmp_path / "sheet.xlsx", tmp_path / "table.csv"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        for name in ("sheet.csv", "table.csv"):
            text = (out / name).read_text()
            assert text.count("40") == 5, name
            assert not {"42", "-42"} & set(text.replace("\n", ",").split(",")), name
            assert text.count("7.25") == 5


class TestCsv:
    """Every digit, days as year-month-day, nothing for what is not known."""

    def test_values(self, tmp_path: Path) -> None:
        """Numbers are plain digits."""
        frame = pd.DataFrame(
            {
                "a": [Decimal("0.12345678901234567890"), None],
                "b": [1e-7, 2.0],
                "c": [True, False],
                "d": [date(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC)],
            },
            dtype=object,
        )
        write_table(frame, tmp_path / "x.csv")
        assert (tmp_path / "x.csv").read_text().splitlines() == [
            "a,b,c,d",
            "0.12345678901234567890,0.0000001,true,2026-01-02",
            ",2,false,2026-01-02 03:00:00+00:00",
        ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("cost_KWD", "#,##0.000"), ("input_per_mtok", "#,##0.00######"), ("USD", ""), ("on", "yyyy-mm-dd"), ("x_abc", "")],
)
def test_format_code(name: str, code: str) -> None:
    """ISO 4217 says how many decimals an amount has; a plain word is no unit."""
    assert format_code(name) == code


class TestPaper:
    """Who prints a table gets all columns on a page, in landscape, under headings that are not cut."""

    def test_page_and_headings(self, tmp_path):
        """66 characters wrap in a column no wider than 40, so they take at least two lines of 15 points."""
        import openpyxl
        import pandas as pd

        frame = pd.DataFrame(
            {"id": ["00123"], "share of base salary used so far this year, in tokens for business": [1]}
        )
        write_table(frame, tmp_path / "table.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.column_dimensions["B"].width <= 40
        assert sheet.row_dimensions[1].height >= 30
