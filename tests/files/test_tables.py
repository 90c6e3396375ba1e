"""Tables of other people: columns found by stated synonyms and shown, cells never guessed, every problem at once."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.errors import FileProblems, InvalidValue, Problem
from compkit.files import read_prices
from compkit.files.fields import Sum
from compkit.files.tables import Field, look_at_table, read_table

FIELDS = (
    Field(name="employee_id", kind="id", synonyms=("id", "employee number"), required=True, help="the payroll number"),
    Field(name="severance", kind="money", synonyms=("severance pay",)),
    Field(name="hired_on", kind="day", synonyms=("hire date",)),
    Field(name="bonus_rate", kind="rate", synonyms=("target bonus",)),
    Field(name="name"),
)


def csv_file(tmp_path: Path, text: str) -> Path:
    """A text as a file."""
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    return tmp_path / "x.csv"


def excel(tmp_path: Path, *rows: tuple[object, ...], forms: dict[str, str] | None = None) -> Path:
    """Rows as a sheet named Staff, with number formats by cell."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    book.active.title = "Staff"
    for row in rows:
        book.active.append(row)
    for cell, form in (forms or {}).items():
        book.active[cell].number_format = form
    book.save(tmp_path / "x.xlsx")
    return tmp_path / "x.xlsx"


def problems(source: Any, **terms: Any) -> list[Problem]:
    """All problems of a table."""
    with pytest.raises(FileProblems) as caught:
        read_table(source, FIELDS, **terms)
    return list(caught.value.problems)


def values(source: Any, **terms: Any) -> list[dict[str, Any]]:
    """Its rows as values."""
    return [dict(row.values) for row in read_table(source, FIELDS, **terms).rows]


class TestMapping:
    """Which column means which field is stated, told or an error, and shown in words."""

    def test_synonyms(self, tmp_path: Path) -> None:
        """Case, underscores and the currency of a heading do not matter; what is not used is named."""
        path = csv_file(tmp_path, "Employee_Number,Severance pay (EUR),NAME,Notes\n7,100,Zoë,x\n")
        reading = read_table(path, FIELDS)
        assert reading.describe() == (
            "Employee_Number = employee_id (a synonym)",
            "Severance pay (EUR) = severance (a synonym, in EUR)",
            "NAME = name (by its name)",
            "Notes: is not used",
        )
        assert dict(reading.rows[0].values) == {
            "employee_id": "7",
            "severance": Sum(Decimal(100), "EUR"),
            "name": "Zoë",
        }

    def test_told(self, tmp_path: Path) -> None:
        """What is said of a heading goes before the synonyms; nothing leaves a column out."""
        path = csv_file(tmp_path, "Nr.,id,Name\n7,x,y\n")
        reading = read_table(path, FIELDS, mapping={"Nr.": "employee_id", "ID": "", "name": ""})
        assert dict(reading.rows[0].values) == {"employee_id": "7"}
        assert reading.describe() == (
            "Nr. = employee_id (as told)",
            "id: left out, as told",
            "Name: left out, as told",
        )

    def test_wrong(self, tmp_path: Path) -> None:
        """A field missing, one meant twice, a heading that is none, and a field that is none: all at once."""
        path = csv_file(tmp_path, "Name,Hire date,hired_on\nx,2026-01-01,2026-01-01\n")
        found = problems(path, mapping={"Pay": "severance", "Name": "nmae"})
        assert [(problem.path, problem.rule) for problem in found] == [
            ("row 1, column Pay", "is no column of the table, but something is said of it"),
            ("row 1, column Name", "is told to mean what is no field"),
            ("row 1, column employee_id", "is missing, the payroll number"),
            ("row 1, column Hire date", "and hired_on both mean hired_on"),
        ]
        assert found[1].fix == "did you mean name?"
        assert found[2].fix.startswith("any of these headings means it: employee_id, id, employee number")

    def test_two_meanings(self, tmp_path: Path) -> None:
        """A synonym means one field only."""
        with pytest.raises(InvalidValue, match="means a and b"):
            look_at_table(
                csv_file(tmp_path, "x\n1\n"), [Field(name="a", synonyms=("x",)), Field(name="b", synonyms=("X",))]
            )

    @pytest.mark.parametrize(
        ("text", "rule"),
        [("", "is empty"), ("id;name\n1;2\n", "its columns are not separated by commas"), ('id\n"x\n', "is not CSV")],
    )
    def test_no_table(self, tmp_path: Path, text: str, rule: str) -> None:
        """What is no table at all."""
        assert problems(csv_file(tmp_path, text))[0].rule.startswith(rule)

    def test_headings(self, tmp_path: Path) -> None:
        """A heading stands over one column, and over every column that holds something."""
        found = problems(csv_file(tmp_path, "id,name,name,\n1,a,b,c\n2,a,b,c,d\n"))
        rules = [problem.rule for problem in found]
        assert rules.count("stands over two columns") == 1
        assert rules.count("has no heading") == 2


class TestCells:
    """Nothing is guessed about a cell."""

    def test_mixed_units(self, tmp_path: Path) -> None:
        """A column of amounts, months and text is told row by row, with what it holds."""
        path = csv_file(
            tmp_path, 'id,severance\n1,12000\n2,1 month + variable\n3,3 months\n4,15 %\n5,"250,000"\n6,500\n'
        )
        found = problems(path)
        assert [problem.line for problem in found] == [3, 4, 5, 6]
        assert [problem.value for problem in found] == ["1 month + variable", "3 months", "15 %", "250,000"]
        assert "plain numbers: 2" in found[0].rule
        assert "lengths of time: 1" in found[0].rule
        assert found[3].rule.startswith("digits must not be grouped")
        assert found[3].fix == "say 250000"

    def test_mixed_currencies(self, tmp_path: Path) -> None:
        """Beside amounts that name their currency, a bare one could be in any; the heading's is the only one."""
        (problem,) = problems(csv_file(tmp_path, "id,severance\n1,10 EUR\n2,10\n"))
        assert (problem.path, problem.rule) == (
            "row 3, column severance",
            "names no currency, and others of its column do",
        )
        (problem,) = problems(csv_file(tmp_path, "id,severance USD\n1,10 EUR\n2,10\n"))
        assert problem.rule == "the heading says USD"

    def test_text(self, tmp_path: Path) -> None:
        """NA is text, and so is what looks like a formula; blank is nothing."""
        rows = values(csv_file(tmp_path, "id,name,severance\n0070,NA,\nNA,'=1+1,  \n"))
        assert rows == [{"employee_id": "0070", "name": "NA"}, {"employee_id": "NA", "name": "=1+1"}]

    def test_missing(self, tmp_path: Path) -> None:
        """A required field is said in every row that says anything."""
        (problem,) = problems(csv_file(tmp_path, "id,name\n1,a\n,b\n,\n"))
        assert (problem.path, problem.rule) == ("row 3, column id", "is missing")

    def test_rates(self, tmp_path: Path) -> None:
        """In percent or as a fraction; a bare number of one or more could be either."""
        assert [row["bonus_rate"] for row in values(csv_file(tmp_path, "id,target bonus\n1,15 %\n2,0.15\n"))] == [
            Decimal("0.15")
        ] * 2
        assert problems(csv_file(tmp_path, "id,target bonus\n1,15\n"))[0].rule.startswith("a rate needs its sign")

    def test_many(self, tmp_path: Path) -> None:
        """A wrong column does not fill the screen."""
        found = problems(csv_file(tmp_path, "id,bonus_rate\n" + "1,x\n" * 500))
        assert (len(found), sorted(found, key=lambda one: one.line)[0].rule) == (201, "and 300 more problems")


class TestDays:
    """Days in figures are read in an order that somebody said."""

    def test_both_orders(self, tmp_path: Path) -> None:
        """03/04/2026 is refused; a day of one order only is read, decides no other, and is named."""
        path = csv_file(tmp_path, "id,hire date\n1,03/04/2026\n2,25/12/2026\n3,2026-01-02\n4,4.4.2026\n")
        (problem,) = problems(path)
        assert (problem.path, problem.rule) == ("row 2, column hire date", "could be 2026-04-03 or 2026-03-04")
        assert 'day_order="day first"' in problem.fix
        reading = look_at_table(path, FIELDS)
        assert [row.values.get("hired_on") for row in reading.rows[1:]] == [
            date(2026, 12, 25),
            date(2026, 1, 2),
            date(2026, 4, 4),
        ]
        assert reading.notes == (
            "hire date: days such as 25/12/2026 are possible in one order only, and decide no other",
        )

    @pytest.mark.parametrize(("order", "day"), [("day first", date(2026, 4, 3)), ("month first", date(2026, 3, 4))])
    def test_told(self, tmp_path: Path, order: str, day: date) -> None:
        """As said."""
        assert values(csv_file(tmp_path, "id,hire date\n1,03/04/2026\n"), day_order=order)[0]["hired_on"] == day

    def test_refused(self, tmp_path: Path) -> None:
        """A day that the order does not allow, a short year, a day that is none, and no order at all."""
        path = csv_file(tmp_path, "id,hire date\n1,12/25/2026\n2,1/2/26\n3,31/2/2026\n")
        assert [problem.rule for problem in problems(path, day_order="day first")] == [
            "is no day with day first",
            "its year has two digits",
            "is no day with day first",
        ]
        with pytest.raises(InvalidValue, match="is no order of days"):
            read_table(path, FIELDS, day_order="dmy")  # type: ignore[arg-type]


class TestExcel:
    """Cells of a spreadsheet have types of their own."""

    def test_values(self, tmp_path: Path) -> None:
        """Days, percents and numbers as they are meant; text keeps its zeros."""
        rows = (("ID", "Target bonus", "Hire date", "Severance pay"), ("00123", 1.5, datetime(2026, 4, 3), 0.1))  # noqa: DTZ001
        assert values(excel(tmp_path, *rows, forms={"B2": "0 %"})) == [
            {
                "employee_id": "00123",
                "bonus_rate": Decimal("1.5"),
                "hired_on": date(2026, 4, 3),
                "severance": Sum(Decimal("0.1")),
            }
        ]

    def test_ids(self, tmp_path: Path) -> None:
        """A number stays its digits, and it is said that zeros may be lost; other numbers are no ids."""
        reading = read_table(excel(tmp_path, ("id",), (123,), ("0124",)), FIELDS)
        assert [row.values["employee_id"] for row in reading.rows] == ["123", "0124"]
        assert reading.notes[0].startswith("id: 1 ids are numbers in the file, so zeros before them")
        bad = excel(tmp_path, ("id",), (1.5,), (datetime(2026, 1, 1),), (1234567890123456789,), ("1.2E+11",))  # noqa: DTZ001
        assert [(problem.path, problem.rule.split(",")[0].split(":")[0]) for problem in problems(bad)] == [
            ("sheet Staff, row 2, column id", "is a number with decimals"),
            ("sheet Staff, row 3, column id", "is no id any more"),
            ("sheet Staff, row 4, column id", "has lost digits"),
            ("sheet Staff, row 5, column id", "has lost digits"),
        ]

    def test_errors(self, tmp_path: Path) -> None:
        """An error value, a formula that was never calculated and a time of day."""
        rows = (("id", "severance", "hired_on"), ("1", "#N/A", datetime(2026, 1, 1, 9)), ("2", "=1+1", None))  # noqa: DTZ001
        assert {(problem.path, problem.rule) for problem in problems(excel(tmp_path, *rows))} == {
            ("sheet Staff, row 2, column severance", "holds an error of the spreadsheet"),
            ("sheet Staff, row 3, column severance", "was not calculated"),
            ("sheet Staff, row 2, column hired_on", "has a time of day"),
        }


class TestFrames:
    """Data frames and Parquet hold the same values."""

    def test_frame(self) -> None:
        """What is not known is nothing, whole floats are ids without their zeros, days are days."""
        pd = pytest.importorskip("pandas")
        frame = pd.DataFrame({"id": [7.0, 8.0], "name": ["NA", None], "hired_on": pd.to_datetime(["2026-01-02", None])})
        assert values(frame) == [
            {"employee_id": "7", "name": "NA", "hired_on": date(2026, 1, 2)},
            {"employee_id": "8"},
        ]
        assert problems(frame.assign(id=[1.5, 2]))[0].path == "row 1, column id"

    def test_parquet(self, tmp_path: Path) -> None:
        """With pyarrow it is read; without, the message says what to install."""
        path = tmp_path / "x.parquet"
        try:
            import pyarrow  # noqa: F401
        except ModuleNotFoundError:
            path.write_bytes(b"PAR1")
            assert problems(path)[0].fix == "pip install pyarrow, or save the table as .csv"
            pytest.skip("pyarrow is not installed, so no Parquet file can be read")
        pd = pytest.importorskip("pandas")
        pd.DataFrame({"id": ["007"]}).to_parquet(path)
        assert values(path) == [{"employee_id": "007"}]


class TestPrices:
    """Price tables whose columns have other names."""

    TABLE = (
        "Vendor,Model,Input $/1M,Cached input ($ per 1M tokens),Output price per million (USD),Valid from\n"
        "OpenAI,gpt-6-sol,2,0.2,10,2026-01-01\n"
        "Mistral AI,large,0.5,,1.5,2026-02-01\n"
    )

    def test_headings_say_all(self, tmp_path: Path) -> None:
        """Unit and currency come from the headings; what is not known stays unknown."""
        first, second = read_prices(csv_file(tmp_path, self.TABLE), mapping={}).rows
        assert (first.model, first.currency, first.from_on) == ("openai/gpt-6-sol", "USD", date(2026, 1, 1))
        assert (first.card.fresh_input, first.card.cache_read, first.card.output) == (2, Decimal("0.2"), 10)
        assert (second.model, second.card.cache_read) == ("mistral-ai/large", None)
        assert (first.source, first.reading) == ("x.csv", "table: prices per million as stated")

    @pytest.mark.parametrize(("unit", "price"), [("per-mtok", "0.000002"), ("per-ktok", "0.002"), ("per-token", "2")])
    def test_units(self, tmp_path: Path, unit: str, price: str) -> None:
        """A price of 0.000002 a token is 2 a million: exact in every unit."""
        path = csv_file(tmp_path, "model,prompt\na/b,0.000002\n")
        (row,) = read_prices(path, mapping={}, unit=unit, currency="EUR", checked_on=date(2026, 11, 20)).rows
        assert (row.card.fresh_input, row.currency) == (Decimal(price), "EUR")

    def test_units_in_headings(self, tmp_path: Path) -> None:
        """Each column has its own unit: thousandths and single tokens too."""
        text = "model,Input USD/1K tokens,Output (USD per token),from\na/b,0.002,0.00001,2026-01-01\n"
        (row,) = read_prices(csv_file(tmp_path, text), mapping={}).rows
        assert (row.card.fresh_input, row.card.output) == (2, 10)

    def test_nothing_is_assumed(self, tmp_path: Path) -> None:
        """Unit, currency and day are said, by the table or beside it; a last day is not the first day after."""
        path = csv_file(tmp_path, "model,input,Valid until\na/b,1,2026-12-31\n")
        with pytest.raises(FileProblems) as caught:
            read_prices(path, mapping={})
        rules = {problem.rule for problem in caught.value.problems}
        assert {"could mean two things", "says no unit", "says no day from which prices hold", "is missing"} <= rules
        terms = {"unit": "per-mtok", "currency": "USD", "checked_on": date(2026, 11, 20)}
        (row,) = read_prices(path, mapping={"Valid until": "last_on"}, **terms).rows
        assert row.until_on == date(2027, 1, 1)
        (row,) = read_prices(path, mapping={"Valid until": "until_on"}, **terms).rows
        assert row.until_on == date(2026, 12, 31)

    def test_conflicts(self, tmp_path: Path) -> None:
        """A unit against the heading, two currencies in a row, a negative price, a row without any."""
        text = "model,Input $/1M,output,currency\na/b,1,2,EUR\na/c,-1,2,\na/d,,,\n"
        with pytest.raises(FileProblems) as caught:
            read_prices(csv_file(tmp_path, text), mapping={}, unit="per-token", checked_on=date(2026, 1, 1))
        rules = [problem.rule for problem in caught.value.problems]
        assert "is per-mtok, but per-token is said" in rules
        assert "names EUR and USD" in rules
        assert "must not be negative" in rules

    def test_command(self, tmp_path: Path) -> None:
        """The mapping is shown before anything is written, also where the table is refused."""
        path, out = csv_file(tmp_path, "Model name,In,Out\na/b,1,2\n"), tmp_path / "out.csv"
        base = ["prices", "import", str(path), "--from", "table", "-o", str(out), "--checked-on", "2026-11-20"]
        refused = CliRunner().invoke(main, [*base, "--map", "In=fresh_input"])
        assert refused.exit_code == 1
        assert "In = fresh_input (as told)" in refused.output
        assert not out.exists()
        said = ["--map", "In=fresh_input", "--map", "Out=output", "--unit", "per-ktok", "--currency", "USD"]
        result = CliRunner().invoke(main, [*base, *said])
        assert result.exit_code == 0, result.output
        assert "Model name = model (a synonym)" in result.output
        (row,) = read_prices(out).rows
        assert (row.card.fresh_input, row.card.output) == (1000, 2000)

    def test_command_options(self, tmp_path: Path) -> None:
        """Options of tables are refused elsewhere, and so is a mapping without its sign."""
        path = csv_file(tmp_path, self.TABLE)
        base = ["prices", "import", str(path), "-o", str(tmp_path / "o.csv")]
        wrong = CliRunner().invoke(main, [*base, "--from", "litellm", "--unit", "per-mtok"])
        assert (wrong.exit_code, "--unit is for --from table" in wrong.output) == (2, True)
        wrong = CliRunner().invoke(main, [*base, "--from", "table", "--map", "Model"])
        assert (wrong.exit_code, "HEADING=COLUMN" in wrong.output) == (2, True)
