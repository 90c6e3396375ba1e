"""`compkit spend`: plan, actual, forecast and what stands between them, from files."""

import csv
import io
import json
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from .test_cli import run

ROSTER = """employee_id,email,department,cost_center,account,start_on,base,currency,tokens
E1,ada@example.com,Robots,100,0060,2020-01-01,120000,USD,
E2,bob@example.com,Robots,100,0060,2020-01-01,120000,USD,
E3,cy@example.com,Arms,200,0070,2020-01-01,120000,USD,
"""
PRICES = """format: compkit/prices/1
prices:
  - {model: north/one, from_on: 2020-01-01, fresh_input: 10, cache_read: 10, output: 10, source: test}
"""
USAGE = """date,email,provider,model,fresh_input,billed
2027-01-05,ada@example.com,north,one,3000000,24
2027-01-09,CY@example.com,north,one,1000000,8
2027-01-31,ghost@example.com,north,one,1000000,1.005
"""
PLAN = """month,cost_center,amount,people
2027-01,100,20,2
2027-02,100,20,2
2027-01,200,4,1
"""
CONTRACT = """format: compkit/assumptions/1
contracts:
  - {provider: north, discount: 20 %, commitment: 365, from: 2027-01-01, on: 2027-01-01, source: frame contract}
"""


@pytest.fixture
def files(tmp_path):
    """A roster, usage, a plan, prices and a contract."""
    texts = {"roster.csv": ROSTER, "usage.csv": USAGE, "plan.csv": PLAN, "prices.yaml": PRICES, "facts.yaml": CONTRACT}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def spend(files, *words, plan=True, as_of="2027-01-31"):
    """One run on the last day of January."""
    stated = ("--plan", files / "plan.csv") if plan else ()
    named = ("--key", "email", "--prices", files / "prices.yaml", "--assumptions", files / "facts.yaml")
    return run("spend", files / "roster.csv", "--usage", files / "usage.csv", *named, *stated, "--as-of", as_of, *words)


class TestSpend:
    """The report and its data."""

    def test_report(self, files):
        """Cost centre 100 spends 24 of the year's 40 in January: burning; what nobody is known for has no budget."""
        result = spend(files)
        assert result.exit_code == 0, result.output
        assert "INTERNAL" in result.output
        assert "Burning: the budget of 100 lasts 52 days, some 2 months, to 2027-02-21" in result.output
        assert "Over: unassigned spent USD 1 without a budget." in result.output
        for title in ("THE YEAR BY COST CENTER", "PLAN BY MONTH", "FROM PLAN TO ACTUAL", "COMMITTED SPEND"):
            assert title in result.output

    def test_bridge(self, files):
        """Cost centre 100 planned 20, which at 8 a million is 2.5 M; 3 M came: 4 more, all of it usage."""
        data = json.loads(spend(files, "--json").output)
        assert data["format"] == "compkit/spend/1"
        own = data["bridge"]["by_group"]["100"]
        assert {name: value for name, value in own.items() if Decimal(value)} == {
            "plan": "20.00",
            "usage": "4.00",
            "actual": "24.00",
        }
        for row in (data["bridge"]["total"], *data["bridge"]["by_group"].values()):
            *parts, actual = map(Decimal, row.values())
            assert sum(parts) == actual

    def test_commitment(self, files):
        """5 M at 8 are 40 in 31 days, 470.97 a year: 365 run out on day 283, 10 October."""
        (one,) = json.loads(spend(files, "--json").output)["commitments"]
        assert (one["drawn"], one["left"], one["runs_out_on"]) == ("40.00", "325.00", "2027-10-10")

    def test_months_add_up(self, files):
        """Lines of months are whole cents and add up to the year."""
        data = json.loads(spend(files, "--json").output)
        assert sum(Decimal(line["actual_USD"]) for line in data["months"]) == Decimal("33.01")
        assert len(data["months"]) == 36

    def test_chargeback(self, files):
        """A table for a ledger: zeros of accounts stay, strangers stand apart, and the month adds up to 33.01."""
        path = files / "out.csv"
        result = spend(files, "--chargeback", path)
        assert f"Wrote {path}: 3 rows in USD." in result.output.replace("\n", "")
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert [tuple(row.values()) for row in rows] == [
            ("2027-01", "100", "0060", "north", "24.00"),
            ("2027-01", "200", "0070", "north", "8.00"),
            ("2027-01", "unassigned", "", "north", "1.01"),
        ]
        assert spend(files, "--chargeback", path).exit_code == 1
        assert spend(files, "--chargeback", path, "--force").exit_code == 0

    def test_xlsx(self, files):
        """A workbook whose figures agree; as .csv, every month and cost centre."""
        result = spend(files, "--xlsx", files / "out.xlsx")
        assert result.exit_code == 0 and "(internal)" in result.output
        book = load_workbook(files / "out.xlsx", data_only=True)
        assert book.sheetnames[:3] == ["Summary", "Bridge", "Groups"]
        assert book["Summary"]["C5"].value == "all agree"
        assert spend(files, "--xlsx", files / "out.csv").exit_code == 0
        assert len((files / "out.csv").read_text(encoding="utf-8").splitlines()) == 1 + 36

    def test_basis(self, files):
        """What actual is, by provider: all of north is billed; asked for contract prices, none is."""
        assert json.loads(spend(files, "--json").output)["actual"] == {"north": "billed"}
        assert json.loads(spend(files, "--actual", "contract", "--json").output)["actual"] == {"north": "contract"}

    def test_by_department(self, files):
        """By department the budget is another, and the chargeback is by cost centre all the same."""
        (files / "plan.csv").write_text("month,department,amount\n2027-01,Robots,30\n", encoding="utf-8")
        data = json.loads(spend(files, "--by", "department", "--chargeback", files / "out.csv", "--json").output)
        assert set(data["bridge"]["by_group"]) == {"Robots", "Arms", "unassigned"}
        assert ",100,0060,north,24.00" in (files / "out.csv").read_text(encoding="utf-8")

    def test_promises(self, files):
        """120 M tokens at 10 are 1,200, and half more 1,800; a fifth less under the contract."""
        allowance = "{amount: 0.01 bn tokens per month, basket: {north/one: 100 %}, when_prices_change: fixed quantity}"
        text = f"format: compkit/policy/1\ncurrency: USD\ntokens:\n  allowances:\n    big: {allowance}\n"
        (files / "policy.yaml").write_text(text, encoding="utf-8")
        people = ROSTER.replace("120000,USD,\nE2", "120000,USD,big\nE2")
        (files / "roster.csv").write_text(people, encoding="utf-8")
        words = ("--policy", files / "policy.yaml")
        lines = json.loads(spend(files, *words, "--json").output)["exposure"]["lines"]
        risen = {line["stage"]: Decimal(line["amount"]) for line in lines if line["scenario"] == "up 50 %"}
        assert risen == {"list": 1800, "contract": 1440}
        report = spend(files, *words)
        assert "EXPOSURE of promised tokens, 2027-02-01 to before 2028-02-01" in report.output
        assert "Robots, Mtok" in report.output

    def test_no_cost_centers(self, files):
        """People without a cost centre stand under unassigned, and so does what they were promised."""
        rows = [line.split(",") for line in ROSTER.splitlines()]
        text = "\n".join(",".join((*row[:3], *row[5:])) for row in rows)
        (files / "roster.csv").write_text(text + "\n", encoding="utf-8")
        data = json.loads(spend(files, "--json", plan=False).output)
        assert {line["cost_center"] for line in data["months"]} == {"unassigned"}

    def test_range_is_around_the_pace(self, files):
        """As printed, no forecast is below its lowest or above its highest."""
        data = json.loads(spend(files, "--json", as_of="2027-03-10").output)
        for line in data["months"]:
            low, pace, high = (Decimal(line[f"{name}_USD"]) for name in ("low", "forecast", "high"))
            assert low <= pace <= high

    def test_without_plan(self, files):
        """Without a plan it is what allowances promise: nothing here, and the report says so."""
        result = spend(files, plan=False)
        assert result.exit_code == 0, result.output
        assert "promise" in result.output


class TestRefused:
    """One message, and no traceback."""

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--key", "mail"), "mail"),
            (("--plan-rate", "0"), "must be above 0"),
            (("--plan-rate", "x"), "not a number"),
            (("--by", "base"), "base"),
            (("--year-from", "2027-01-02"), "first day of a month"),
            (("--year-from", "2025-01-01"), "must be a day of the year"),
            (("--currency", "EUR"), "exchange rate from USD to EUR"),
        ],
    )
    def test_options(self, files, words, message):
        """What is refused is named."""
        result = spend(files, *words, plan=False)
        assert result.exit_code in (1, 2)
        assert message in result.output
