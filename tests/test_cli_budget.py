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


WHOLE = (
    *FILES,
    "--agents",
    str(template("rosters/agents.csv")),
    "--attrition",
    str(template("rosters/attrition.csv")),
    "--merit",
    str(template("merit.yaml")),
    "--bands",
    str(template("rosters/bands.yaml")),
    "--months",
    "24",
)


def data_of(*options):
    """The budget as data."""
    return json.loads(run("budget", *options, "--json").stdout)


def total(data, number, *components):
    """The sum of a number over the market as stated."""
    lines = (line for line in data["lines"] if line["scenario"] == data["scenarios"][0])
    return sum(Decimal(line[number]) for line in lines if line["component"] in components)


class TestWhole:
    """Attrition, digital employees, raises, providers, and bonuses by one's own target."""

    def test_report(self):
        """Says what is expected, who the digital employees are, and what is at which provider."""
        result = run("budget", *WHOLE)
        assert result.exit_code == 0, result.output
        text = " ".join(result.output.split())
        for words in (
            "Attrition: everybody 8 % a year; L4 12 % a year; Sales 1.5 % a month (16.6 % a year); Sales, L4 20 %",
            "Raises of the merit cycle count from 2027-04-01, and not before.",
            "DIGITAL EMPLOYEES",
            "Ticket reader, Operations, cost center 3100, on anthropic/claude-opus-5-5",
            "TOKENS BY PROVIDER",
            "any provider",
            "WHAT THE MONEY FOR ANY PROVIDER WOULD BUY",
        ):
            assert words in text

    def test_attrition_moves_cost_alone(self):
        """What is promised is the same to the cent; expected cost is less."""
        plain, thinned = data_of(*FILES), data_of(*FILES, "--attrition", str(template("rosters/attrition.csv")))
        pay = ("base salary", "target bonus", "RSU", "options", "tokens")
        assert total(plain, "as_promised", *pay) == total(thinned, "as_promised", *pay)
        assert total(plain, "expected_cost", *pay) > total(thinned, "expected_cost", *pay)
        sales = thinned["attrition"][2]
        assert (sales["department"], sales["rate"], sales["per"]) == ("Sales", "0.015", "month")
        assert sales["a_year"].startswith("0.165868031659122")  # 1 - 0.985 ** 12

    def test_digital_employees(self):
        """One by one, in lines of their own, and by provider: the same money three times; nobody is promised it."""
        data = data_of(*WHOLE)
        first = data["scenarios"][0]
        cost = total(data, "expected_cost", "digital employees")
        assert total(data, "as_promised", "digital employees") == 0 < cost
        for name, own in (("digital_employees", {}), ("tokens_by_provider", {"of": "digital employees"})):
            lines = [line for line in data[name] if line["scenario"] == first and own.items() <= line.items()]
            assert abs(sum(Decimal(line["expected_cost"]) for line in lines) - cost) < Decimal("1e-20")
        assert {line["model"] for line in data["digital_employees"]} == {
            "openai/gpt-6-sol",
            "anthropic/claude-opus-5-5",
        }

    def test_unknown_is_not_zero(self):
        """How many tokens money for any provider buys is not known; at each model it is."""
        data = data_of(*WHOLE, "--model", "openai/gpt-6-sol")
        free = [line for line in data["tokens_by_provider"] if line["provider"] is None]
        assert free and all(line["expected_mtok"] is None for line in free)
        assert {found["model"] for found in data["token_money_buys"]} == {"openai/gpt-6-sol"}

    def test_raises_from_their_day(self):
        """Nothing before 1 April 2027 moves; from then on base salary is more."""
        options = (*FILES, "--months", "12", "--period", "month")
        merit = ("--merit", str(template("merit.yaml")), "--bands", str(template("rosters/bands.yaml")))
        plain, raised = data_of(*options), data_of(*options, *merit)

        def base(data, wanted):
            return sum(
                Decimal(line["as_promised"])
                for line in data["lines"]
                if line["component"] == "base salary" and wanted(line["period"])
            )

        assert base(plain, lambda period: period < "2027-04") == base(raised, lambda period: period < "2027-04")
        assert base(plain, lambda period: period >= "2027-04") < base(raised, lambda period: period >= "2027-04")
        assert raised["raises_on"] == "2027-04-01" and plain["raises_on"] is None

    def test_hires_are_in_no_pool(self, tmp_path):
        """Whoever is not here yet raises no pool: the raises are those without them."""
        hires = tmp_path / "hires.csv"
        hires.write_text("count,start_on,department,base,currency\n50,2027-02-01,New,90000,EUR\n", encoding="utf-8")
        merit = ("--merit", str(template("merit.yaml")), "--bands", str(template("rosters/bands.yaml")))
        found = [data_of(*FILES, *merit), data_of(*FILES, *merit, "--hires", str(hires))]
        for data in found:
            data["lines"] = [line for line in data["lines"] if line["department"] != "New"]
        assert total(found[0], "as_promised", "base salary") == total(found[1], "as_promised", "base salary")

    def test_own_share(self, tmp_path):
        """Columns own_share and own_factor of the roster move the expected bonus, and not the promised one."""
        rows = template("rosters/roster.csv").read_text(encoding="utf-8").splitlines()
        own = tmp_path / "roster.csv"
        lines = [f"{rows[0]},own_share,own_factor", f"{rows[1]},50 %,200 %", *(f"{row},," for row in rows[2:])]
        own.write_text("\n".join(lines) + "\n", encoding="utf-8")
        plain, found = data_of(*FILES), data_of(str(own), *FILES[1:])
        assert total(plain, "as_promised", "target bonus") == total(found, "as_promised", "target bonus")
        assert total(plain, "expected_cost", "target bonus") < total(found, "expected_cost", "target bonus")

    def test_own_share_wrong(self, tmp_path):
        """A bare number is refused, with whose it is."""
        rows = template("rosters/roster.csv").read_text(encoding="utf-8").splitlines()
        own = tmp_path / "roster.csv"
        lines = [f"{rows[0]},own_share", f"{rows[1]},50", *(f"{row}," for row in rows[2:])]
        own.write_text("\n".join(lines) + "\n", encoding="utf-8")
        result = run("budget", str(own), *FILES[1:])
        assert result.exit_code == 1 and "own_share of 00037" in result.output and "50 %" in result.output

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (["--merit", str(template("merit.yaml"))], "goes with --bands"),
            (["--bands", str(template("bands.yaml"))], "goes with --merit"),
            (["--attrition", "nothere.csv"], "no such file"),
            (["--agents", "nothere.csv"], "no such file"),
            (["--model", "openai/gpt-66"], "no token price for model"),
        ],
    )
    def test_wrong(self, changed, words):
        """Named, with the way out; no traceback."""
        result = run("budget", *FILES, *changed)
        assert result.exit_code == 1 and words in " ".join(result.output.split())
        assert "Traceback" not in result.output

    def test_workbook(self, tmp_path):
        """Sheets of tokens and digital employees; money of a provider is what the budget says."""
        from openpyxl import load_workbook

        path = tmp_path / "budget.xlsx"
        result = run("budget", *WHOLE, "--xlsx", str(path))
        assert result.exit_code == 0, result.output
        book = load_workbook(path, data_only=True)
        assert book.sheetnames[-2:] == ["Tokens", "Digital employees"]
        data = data_of(*WHOLE)
        rows = {row[2:4]: row[4:8] for row in book["Tokens"].iter_rows(min_row=6, max_row=8, values_only=True)}
        lines = [
            line
            for line in data["tokens_by_provider"]
            if line["scenario"] == data["scenarios"][0] and line["provider"] == "openai"
        ]
        promised, face, expected, cost = rows["openai", "digital employees"]
        assert (promised, face) == (0, 0)
        assert expected == pytest.approx(float(sum(Decimal(line["expected_mtok"]) for line in lines)))
        assert cost == pytest.approx(float(sum(Decimal(line["expected_cost"]) for line in lines)))
        assert rows["any provider", "people"][2] == "not known"
        cells = [row[7] for row in book["Digital employees"].iter_rows(min_row=5, values_only=True)]
        assert sum(cells) == pytest.approx(float(sum(Decimal(line["mtok"]) for line in data["digital_employees"])))
