"""Price files: CSV, YAML, JSON and Excel, each row with its place."""

import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings

from compkit import testing
from compkit.errors import FileProblems, OutputRefused, Problem
from compkit.files import read_prices, write_prices
from compkit.files.prices import format_csv
from compkit.market import LongContextTier, PriceBook, RateCard, TokenPrice, list_prices

SUFFIXES = ("csv", "yaml", "json", "xlsx")


def row(**changes: object) -> TokenPrice:
    """A price of everything that a row can say."""
    said: dict[str, object] = {
        "model": "a/b",
        "card": RateCard(fresh_input="3", cache_read="0.30", output=0),
        "tiers": (
            LongContextTier(above_tokens=200_000, card=RateCard(fresh_input=6)),
            LongContextTier(above_tokens=500_000, card=RateCard(output="12.5")),
        ),
        "batch": RateCard(cache_write="1", cache_write_1h="2"),
        "priority": RateCard(fresh_input="6", output="0.1428571428571428571"),
        "flex": RateCard(cache_read="0.00000001"),
        "currency": "EUR",
        "from_on": date(2026, 1, 1),
        "until_on": date(2026, 7, 1),
        "announced": True,
        "stage": "contract",
        "source": 'price page, "pro" plan\nnote',
        "source_version": "2",
        "checked_on": date(2026, 1, 2),
        "reading": "per-token prices times a million",
        **changes,
    }
    return TokenPrice(**said)  # type: ignore[arg-type]


def problems_of(tmp_path: Path, text: str, suffix: str = "csv") -> list[Problem]:
    """All problems of a price file."""
    (tmp_path / f"x.{suffix}").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblems) as caught:
        read_prices(tmp_path / f"x.{suffix}")
    return list(caught.value.problems)


class TestRoundTrip:
    """Reading what was written gives the same book."""

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_every_field(self, tmp_path: Path, suffix: str) -> None:
        """Everything that a row can say, and a row that says the least."""
        least = TokenPrice(model="c/d", card=RateCard(), from_on=date(2026, 1, 1), source="x")
        book = PriceBook([row(), least])
        write_prices(book, tmp_path / f"x.{suffix}")
        assert read_prices(tmp_path / f"x.{suffix}") == book

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @given(book=testing.price_books())
    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_any(self, tmp_path: Path, suffix: str, book: PriceBook) -> None:
        """Any book."""
        write_prices(book, tmp_path / f"x.{suffix}")
        assert read_prices(tmp_path / f"x.{suffix}") == book

    @pytest.mark.parametrize("suffix", ["csv", "xlsx"])
    def test_the_list(self, tmp_path: Path, suffix: str) -> None:
        """The whole list, as a nightly run pins it."""
        book = list_prices(as_of=date(2026, 11, 20))
        write_prices(book, tmp_path / f"x.{suffix}")
        assert read_prices(tmp_path / f"x.{suffix}") == book
        assert len(book.rows) > 1000

    def test_narrow(self) -> None:
        """Columns of priority, flex and reading stand there only where a row needs them."""
        least = TokenPrice(model="c/d", card=RateCard(output=1), from_on=date(2026, 1, 1), source="x")
        header = format_csv(PriceBook([least])).split("\n")[0].split(",")
        assert not [column for column in header if column.startswith(("priority_", "flex_", "reading"))]
        assert "batch_output" in header
        wide = format_csv(PriceBook([row(flex=None)])).split("\n")[0].split(",")
        assert ("priority_output" in wide, "flex_output" in wide, wide[-1]) == (True, False, "reading")

    @pytest.mark.parametrize("source", ["=1+1", "+x", "-x", "@SUM(A1)", "'x", "'=x", "=cmd|'/c calc'!A0", "''"])
    def test_formulas(self, tmp_path: Path, source: str) -> None:
        """Text that a spreadsheet may take for a formula is written as text, and read back as it was."""
        book = PriceBook([row(source=source)])
        text = format_csv(book)
        cells = [cell.strip('"') for cell in text.replace("\n", ",").split(",")]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
        write_prices(book, tmp_path / "x.csv")
        assert read_prices(tmp_path / "x.csv") == book


class TestReading:
    """What people's own tables look like."""

    def test_short_table(self, tmp_path: Path) -> None:
        """Few columns in any order, a byte order mark and Windows line ends; an empty price is unknown, not zero."""
        text = (
            "\ufefffrom_on,source,model,output,cache_read\r\n2026-01-01,page,a/b,10,\r\n\r\n2026-01-01,page,a/c,0,1\r\n"
        )
        (tmp_path / "x.csv").write_bytes(text.encode())
        first, second = read_prices(tmp_path / "x.csv").rows
        assert (first.card.output, first.card.cache_read, first.card.fresh_input) == (10, None, None)
        assert second.card.output == Decimal(0)
        assert (first.currency, first.stage, first.announced) == ("USD", "list", False)

    def test_formula_is_text(self, tmp_path: Path) -> None:
        """Formula-looking text in a file is text, and in a number's place no number."""
        good = "model,from_on,source\na/b,2026-01-01,=HYPERLINK(1)\n"
        (tmp_path / "x.csv").write_text(good)
        assert read_prices(tmp_path / "x.csv").rows[0].source == "=HYPERLINK(1)"
        (problem,) = problems_of(tmp_path, "model,from_on,source,output\na/b,2026-01-01,x,=1+1\n")
        assert (problem.path, problem.rule) == ("row 2, column output", "not a number")


class TestProblems:
    """Every problem comes at once, with its row and column."""

    def test_all_at_once(self, tmp_path: Path) -> None:
        """Numbers, days, models and required columns."""
        text = (
            "model,from_on,until_on,output,fresh_input,currency,source\n"
            "a/b,2026-01-01,,-1,NaN,USD,x\n"
            'b,01.02.2026,,1e3,"1,000",USD,x\n'
            ",2026-01-01,,1,1,XXX,\n"
            "a/c,2026-01-01,2025-01-01,1,1,USD,x\n"
        )
        found = problems_of(tmp_path, text)
        assert [(problem.path, problem.rule, problem.line) for problem in found] == [
            ("row 2, column fresh_input", "not a number", 2),
            ("row 2, column output", "must not be negative", 2),
            ("row 3, column model", "must be provider/model", 3),
            ("row 3, column from_on", "not a day", 3),
            ("row 3, column output", "not a number", 3),
            ("row 3, column fresh_input", "digits must not be grouped", 3),
            ("row 4, column currency", "is not an ISO 4217 code", 4),
            ("row 4, column model", "is missing", 4),
            ("row 4, column source", "is missing", 4),
            ("row 5", "must end after it begins on 2026-01-01", 5),
        ]

    def test_overlap(self, tmp_path: Path) -> None:
        """Two rows of a model in force on one day are refused, naming both rows; next to each other they are fine."""
        text = "model,from_on,until_on,output,source\na/b,2026-03-01,,1,x\na/b,2026-01-01,2026-03-01,1,x\n"
        (tmp_path / "good.csv").write_text(text)
        assert len(read_prices(tmp_path / "good.csv").rows) == 2
        (problem,) = problems_of(tmp_path, text.replace("2026-03-01,1", "2026-03-02,1"))
        assert problem.path == "row 2"
        assert problem.rule == "a/b: two rows overlap: from 2026-01-01 and from 2026-03-01 (row 3)"

    @pytest.mark.parametrize(
        ("text", "path", "rule"),
        [
            ("model,from_on,sorce\na/b,2026-01-01,x\n", "row 1", "unknown column"),
            ("model,from_on\na/b,2026-01-01\n", "row 1", "column source is missing"),
            ("model;from_on;source\n", "", "its columns are not separated by commas"),
            ("model,model,from_on,source\n", "", "column model appears twice"),
            ("", "", "is empty"),
            ("model,from_on,source\na/b,2026-01-01,x,y\n", "row 2", "has 4 cells, the header 3"),
            ('model,from_on,source\na/b,2026-01-01,"x\n', "", "is not CSV: unexpected end of data"),
            (
                "model,from_on,source,long_context_output\na/b,2026-01-01,x,5\n",
                "row 2, column long_context_above",
                "is missing",
            ),
            (
                "model,from_on,source,long_context_above\na/b,2026-01-01,x,-5\n",
                "row 2, column long_context_above",
                "must be above 0",
            ),
        ],
    )
    def test_tables(self, tmp_path: Path, text: str, path: str, rule: str) -> None:
        """Tables that are none, and rows that do not fit."""
        problem = problems_of(tmp_path, text)[0]
        assert (problem.path, problem.rule) == (path, rule)

    def test_yaml(self, tmp_path: Path) -> None:
        """In YAML the place is the row and key, with its line."""
        text = (
            "format: compkit/prices/1\nprices:\n  - model: a/b\n    from_on: 2026-01-01\n    source: x\n    outptu: 1\n"
            "    batch: {output: -1}\n  - {model: a/c, from_on: 2026-01-01, source: x, output: 1.5.0}\n  - 5\n"
        )
        found = problems_of(tmp_path, text, "yaml")
        assert [(problem.path, problem.line, problem.rule) for problem in found[:3]] == [
            ("prices[0].outptu", 6, "unknown key"),
            ("prices[0].batch.output", 7, "must not be negative"),
            ("prices[1].output", 8, "not a number"),
        ]
        assert found[3].path == "prices[2]"

    def test_classes(self, tmp_path: Path) -> None:
        """Priority and flex prices have the places of batch prices: a column, or a key below the class."""
        (problem,) = problems_of(tmp_path, "model,from_on,source,flex_output\na/b,2026-01-01,x,-1\n")
        assert (problem.path, problem.rule) == ("row 2, column flex_output", "must not be negative")
        entry = "{model: a/b, from_on: 2026-01-01, source: x, priority: {output: x}}"
        text = f"format: compkit/prices/1\nprices:\n  - {entry}\n"
        (problem,) = problems_of(tmp_path, text, "yaml")
        assert (problem.path, problem.rule) == ("prices[0].priority.output", "not a number")

    @pytest.mark.parametrize(
        ("text", "source"),
        [
            ('{"gpt-5": {"litellm_provider": "openai", "mode": "chat"}}', "litellm"),
            ('{"prices": [{"id": "gpt-5", "vendor": "openai", "input": 1.25}]}', "llm-prices"),
            ('{"data": [{"id": "openai/gpt-5", "pricing": {}}]}', "openrouter"),
        ],
    )
    def test_prices_of_others(self, tmp_path: Path, text: str, source: str) -> None:
        """A price file of another source is refused with the command that reads it."""
        (problem,) = problems_of(tmp_path, text, "json")
        assert problem.rule == f"is a file of {source}, not of compkit"
        assert problem.fix == f"compkit prices import {tmp_path / 'x.json'} --from {source} -o prices.csv"

    @pytest.mark.parametrize("text", ["prices: []\n", "format: compkit/prices/1\n", "[1]\n"])
    def test_not_prices(self, tmp_path: Path, text: str) -> None:
        """A YAML file that is no file of prices."""
        assert len(problems_of(tmp_path, text, "yaml")) == 1


class TestExcel:
    """Sheets as people keep them."""

    HEAD = ("model", "from_on", "source", "source_version", "output")

    def saved(self, tmp_path: Path, *rows: tuple[object, ...], **sheets: tuple[tuple[object, ...], ...]) -> Path:
        """A workbook with a first sheet of rows, and further sheets by name."""
        openpyxl = pytest.importorskip("openpyxl")
        workbook = openpyxl.Workbook()
        for values in rows:
            workbook.active.append(values)
        for name, others in sheets.items():
            sheet = workbook.create_sheet(name)
            for values in others:
                sheet.append(values)
        workbook.save(tmp_path / "x.xlsx")
        return tmp_path / "x.xlsx"

    def refused(self, path: Path) -> list[Problem]:
        """All problems of a workbook."""
        with pytest.raises(FileProblems) as caught:
            read_prices(path)
        return list(caught.value.problems)

    @pytest.mark.parametrize(("cell", "price"), [(2.5, "2.5"), (0.1, "0.1"), (3, "3"), (1e-7, "0.0000001"), ("7", "7")])
    def test_numbers(self, tmp_path: Path, cell: object, price: str) -> None:
        """A number is the shortest decimal that gives the stored one: 0.1 is a tenth, though its float is not."""
        path = self.saved(tmp_path, self.HEAD, ("a/b", date(2026, 1, 1), "page", 2, cell))
        (found,) = read_prices(path).rows
        assert (found.card.output, found.source_version) == (Decimal(price), "2")

    def test_days_and_empty_cells(self, tmp_path: Path) -> None:
        """Days are dates or text; an empty cell is unknown, and an empty row is none."""
        path = self.saved(
            tmp_path, self.HEAD, ("a/b", date(2026, 1, 1), "page"), (None,), ("a/c", "2026-01-02", "page", "", 0)
        )
        first, second = read_prices(path).rows
        assert (first.from_on, first.card.output) == (date(2026, 1, 1), None)
        assert (second.from_on, second.card.output) == (date(2026, 1, 2), 0)

    def test_which_sheet(self, tmp_path: Path) -> None:
        """The one named prices, else the first."""
        other = (self.HEAD, ("a/c", "2026-01-01", "page"))
        assert read_prices(self.saved(tmp_path, self.HEAD, ("a/b", "2026-01-01", "x"), Notes=other)).models == ("a/b",)
        assert read_prices(self.saved(tmp_path, ("Notes",), Prices=other)).models == ("a/c",)

    def test_error_values(self, tmp_path: Path) -> None:
        """An error of the spreadsheet is no unknown price: it is refused with its row and column."""
        path = self.saved(tmp_path, self.HEAD, ("a/b", "2026-01-01", "page", "", "#N/A"), ("a/c", "2026-01-01", "x"))
        (problem,) = self.refused(path)
        assert (problem.path, problem.rule) == ("row 2, column output", "holds an error of the spreadsheet")

    def test_far_cell(self, tmp_path: Path) -> None:
        """A cell in the last corner is refused; reading such a sheet whole would end the process."""
        openpyxl = pytest.importorskip("openpyxl")
        path = self.saved(tmp_path, self.HEAD, ("a/b", "2026-01-01", "page"))
        workbook = openpyxl.load_workbook(path)
        workbook.active["XFD1048576"] = "x"
        workbook.save(path)
        (problem,) = self.refused(path)
        assert problem.rule == "its cells reach to row 1,048,576 and column 16,384"

    def test_unpacks_to_too_much(self, tmp_path: Path) -> None:
        """A small file that is a large one once unpacked."""
        path = self.saved(tmp_path, self.HEAD, ("a/b", "2026-01-01", "page"))
        with ZipFile(path, "a", ZIP_DEFLATED) as parts, parts.open("xl/x.bin", "w") as part:
            for _ in range(201):
                part.write(bytes(1_000_000))
        (problem,) = self.refused(path)
        assert problem.rule == "unpacks to more than 200,000,000 bytes"

    def test_problems_name_row_and_column(self, tmp_path: Path) -> None:
        """As in CSV; a time of day is no day, and text is no number."""
        path = self.saved(tmp_path, self.HEAD, ("a/b", datetime(2026, 1, 1, 9), "page", "", "1,5"))  # noqa: DTZ001
        found = [(problem.path, problem.rule) for problem in self.refused(path)]
        assert found == [
            ("row 2, column from_on", "not a day"),
            ("row 2, column output", "the decimal sign is a point"),
        ]

    @pytest.mark.parametrize(
        ("data", "rule"),
        [
            (b"", "is empty"),
            (b"model,from_on,source\n", "is not an Excel workbook"),
            (b"PK\x03\x04", "is cut off or damaged"),
        ],
    )
    def test_no_workbook(self, tmp_path: Path, data: bytes, rule: str) -> None:
        """A file that is only named like one."""
        (tmp_path / "x.xlsx").write_bytes(data)
        (problem,) = self.refused(tmp_path / "x.xlsx")
        assert problem.rule == rule

    def test_empty_and_missing(self, tmp_path: Path) -> None:
        """An empty sheet, and no file at all."""
        assert self.refused(self.saved(tmp_path))[0].rule == "is empty"
        assert self.refused(tmp_path / "none.xlsx")[0].rule.startswith("cannot be read")

    def test_written_as_text(self, tmp_path: Path) -> None:
        """Prices that a cell keeps are numbers; longer ones, and all else, are text and never formulas."""
        openpyxl = pytest.importorskip("openpyxl")
        path = tmp_path / "x.xlsx"
        write_prices(PriceBook([row(source="=1+1", source_version="_x0041_")]), path)
        head, cells = openpyxl.load_workbook(path)["prices"].rows
        found = {name.value: cell for name, cell in zip(head, cells, strict=True)}
        assert (found["cache_read"].value, found["cache_read"].data_type) == (0.3, "n")
        assert (found["priority_output"].value, found["priority_output"].data_type) == ("0.1428571428571428571", "s")
        assert (found["source"].value, found["source"].data_type) == ("=1+1", "s")
        assert read_prices(path).rows[0].source_version == "_x0041_"

    def test_without_the_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the packages for Excel are not installed, both ways say how to get them."""
        monkeypatch.setitem(sys.modules, "python_calamine", None)
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        assert self.refused(tmp_path / "x.xlsx")[0].fix == "pip install compkit[excel]"
        with pytest.raises(OutputRefused, match="pip install"):
            write_prices(PriceBook([row()]), tmp_path / "y.xlsx")
        assert not (tmp_path / "y.xlsx").exists()
