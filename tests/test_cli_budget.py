"""`compkit budget`: a workforce by group, period and scenario, from the sample files."""

import json
from decimal import Decimal

import pytest

from compkit.files.templates import template

from .test_cli import DAY, run

ROSTER = str(template("rosters/roster.csv"))
FILES = (
    ROSTER,
    "--grants",
    str(template("rosters/grants.csv")),
    "--policy",
    str(template("policy.yaml")),
    "--assumptions",
    str(template("assumptions.yaml")),
    *DAY,
)


class TestBudget:
    """Right input, wrong input."""

    def test_report(self):
        """People, departments, periods, scenarios; says that it is internal, and what the numbers are."""
        result = run("budget", *FILES)
        assert result.exit_code == 0, result.output
        assert "BUDGET of 24 people, INTERNAL" in result.output
        for words in ("EXPECTED COST BY DEPARTMENT", "EXPECTED COST BY PERIOD", "BY SCENARIO", "Engineering", "year 4"):
            assert words in result.output

    def test_columns_add_up(self):
        """Printed groups add up to the printed total, in every column, and rows along."""
        lines = run("budget", *FILES).output.splitlines()
        begin = next(n for n, line in enumerate(lines) if line.startswith("EXPECTED COST BY DEPARTMENT"))
        rows = [line.split() for line in lines[begin + 4 : begin + 8]]
        total = next(line.split() for line in lines[begin:] if line.startswith("Total"))
        numbers = [[int(cell.replace(",", "")) for cell in row[1:]] for row in rows]
        assert [sum(column) for column in zip(*numbers, strict=True)] == [int(c.replace(",", "")) for c in total[1:]]
        assert all(row[0] + row[1] + row[2] == row[3] for row in numbers)

    def test_json(self):
        """Versioned; decimal strings; lines add up to what the report totals."""
        data = json.loads(run("budget", *FILES, "--json").stdout)
        assert data["format"] == "compkit/budget/1" and data["people"] == 24
        stated = [line for line in data["lines"] if line["scenario"] == data["scenarios"][0]]
        assert all(isinstance(line["expected_cost"], str) for line in stated)
        salary = sum(Decimal(line["as_promised"]) for line in stated if line["component"] == "base salary")
        assert salary > 8_000_000

    def test_periods_and_groups(self):
        """Calendar months by level and place."""
        result = run("budget", *FILES, "--period", "month", "--months", "2", "--by", "level", "--by", "place")
        assert result.exit_code == 0
        assert "EXPECTED COST BY LEVEL AND PLACE" in result.output and "2026-12" in result.output

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (["--by", "shoe size"], "say some of department"),
            (["--period", "moon"], "say service, calendar"),
            (["--scenario", "no such"], "no such"),
            (["--policy", "nothere.yaml"], "no such file"),
        ],
    )
    def test_wrong(self, changed, words):
        """Named, with the way out; no traceback."""
        result = run("budget", *FILES, *changed)
        assert result.exit_code == 1 and words in " ".join(result.output.split())
        assert "Traceback" not in result.output

    def test_unknown_allowance(self):
        """Names that nobody explains are refused, row by row."""
        result = run("budget", ROSTER, *DAY)
        assert result.exit_code == 1 and "no token allowance that is known" in result.output
