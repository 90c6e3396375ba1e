"""`compkit roster check`: what it says of a roster, and of one with problems."""

import json
from pathlib import Path

import pytest

pytest.importorskip("pandas")

from openpyxl import load_workbook

from compkit.files.templates import template

from .test_cli import run

PEOPLE, GRANTS = str(template("rosters/roster.csv")), ("--grants", str(template("rosters/grants.csv")))
TABLE = """\
Nr.,Dept,Began,Pay a year (EUR),FTE
1,Sales,2024-01-01,100000.60,50 %
2,Sales,2024-01-01,50000.40,1
3,,2024-01-01,10,1
"""


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A table of somebody else."""
    path = tmp_path / "O'Neil 🚀.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


TOLD = ("--map", "Nr.=employee_id", "--map", "Began=start_on", "--map", "Pay a year (EUR)=base")


class TestCheck:
    """What it tells."""

    def test_sums(self, table):
        """100,000.60 at half and 50,000.40 are 150,001 full-time, and 100,000.70 as they work."""
        result = run("roster", "check", table, *TOLD)
        assert result.exit_code == 0, result.output
        lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
        assert lines[0] == "3 people, 0 grants, no problem."
        assert "Sales 2 1.50 150,001 100,001" in lines
        assert "(not stated) 1 1.00 10 10" in lines
        assert "All 3 2.50 150,011 100,011" in lines
        assert "Pay a year (EUR) = base (as told, in EUR)" in lines
        assert result.stderr == ""

    def test_json(self, table):
        """The same for machines, exact."""
        data = json.loads(run("roster", "check", table, *TOLD, "--json").stdout)
        assert data["format"] == "compkit/roster-check/1"
        assert data["rows"] == 3
        assert data["departments"]["Sales"] == {
            "people": 2,
            "fte": "1.50",
            "base": {"EUR": "150001.00"},
            "base_times_fte": {"EUR": "100000.70"},
        }
        assert data["problems"] == []

    def test_sample(self):
        """Currencies are never added, grants and allowances are counted, and nobody is named."""
        result = run("roster", "check", PEOPLE, *GRANTS)
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith("24 people, 25 grants, no problem.")
        assert "half of base: 14" in result.stdout
        assert "O'Neil" not in result.stdout
        assert run("roster", "check", PEOPLE, *GRANTS).stdout == result.stdout


class TestWorkbook:
    """The check as a workbook, for whoever mends the table."""

    def sheets(self, path: Path) -> dict[str, list[tuple[object, ...]]]:
        """Rows by sheet."""
        book = load_workbook(path)
        return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}

    def test_whole(self, table, tmp_path):
        """What was read, sums by department, and what columns were taken for: the report's 150,001 and 100,000.70."""
        path = tmp_path / "check.xlsx"
        result = run("roster", "check", table, *TOLD, "--xlsx", str(path))
        assert result.exit_code == 0, result.output
        assert f"Wrote {path}" in result.output.replace("\n", "")
        found = self.sheets(path)
        assert ("rows of people read", 3) in found["Summary"] and ("problems told", 0) in found["Summary"]
        assert len(found["Problems"]) == 1
        assert ("Sales", 2, 1.5, 150_001, 100_000.7) in found["Departments"]
        assert ("Pay a year (EUR) = base (as told, in EUR)",) in found["Columns"]

    def test_problems(self, table, tmp_path):
        """A row a problem with its place, value and way out; no sum of what is broken, and the exit code is 1."""
        path = tmp_path / "check.xlsx"
        text = Path(table).read_text(encoding="utf-8").replace("100000.60", "much")
        Path(table).write_text(text, encoding="utf-8")
        result = run("roster", "check", table, *TOLD, "--xlsx", str(path))
        assert result.exit_code == 1
        found = self.sheets(path)
        head, row = found["Problems"]
        shown = dict(zip(head, row, strict=True))
        assert shown["place"] == "row 2, column Pay a year (EUR)" and shown["value"] == "much"
        assert "number" in shown["problem"] and len(found["Departments"]) == 1
        assert ("problems told", 1) in found["Summary"]
        assert run("roster", "check", table, *TOLD, "--xlsx", str(path), "--json").exit_code == 1
        assert "it exists" in run("roster", "check", table, *TOLD, "--xlsx", str(path)).stderr


class TestRefused:
    """Problems end in exit code 1."""

    def test_problems(self, table):
        """Columns on standard output, every problem on standard error; no sum of what is broken."""
        result = run("roster", "check", table)
        assert result.exit_code == 1
        assert "Began: is not used" in result.stdout
        assert "BASE SALARY" not in result.stdout
        assert "column start_on" in result.stderr
        assert "column base" in result.stderr

    def test_json(self, table):
        """For machines each problem is data, and there are no sums."""
        result = run("roster", "check", table, "--json")
        assert result.exit_code == 1
        data = json.loads(result.stdout)
        assert {problem["path"] for problem in data["problems"]} == {
            "row 1, column employee_id",
            "row 1, column start_on",
            "row 1, column base",
        }
        assert "departments" not in data

    def test_no_file(self, tmp_path):
        """A file that is not there, in one message; as data too."""
        result = run("roster", "check", str(tmp_path / "x.csv"))
        assert (result.exit_code, result.stdout) == (1, "")
        assert "cannot be read: no such file or directory" in result.stderr
        assert json.loads(run("roster", "check", str(tmp_path / "x.csv"), "--json").stdout)["problems"]

    def test_map(self, table):
        """What is told of a column has a sign."""
        result = run("roster", "check", table, "--map", "Nr.")
        assert result.exit_code == 2
        assert "--map is HEADING=FIELD" in result.stderr
