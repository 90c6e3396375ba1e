"""`compkit merit` and `compkit pay-equity`: a whole run, its files, its data, and input that is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from compkit.files.templates import template

from .test_cli import run

BANDS, CYCLE = str(template("bands.yaml")), str(template("merit.yaml"))
DAY = ("--as-of", "2027-01-15")
HEADING = "employee id,name,department,family,level,place,base USD,start date,bonus,rating,gender,category,title"


def roster(folder: Path, rows: list[str]) -> str:
    """A roster of rows below `HEADING`."""
    path = folder / "roster.csv"
    path.write_text("\n".join([HEADING, *rows]), "utf-8")
    return str(path)


@pytest.fixture
def three(tmp_path: Path) -> str:
    """Three people in Austin, where L5 is 95 % of 172,000 to 258,000: 163,400 to 245,100."""
    rows = [
        'E1,Zoë O\'Neil,Robots,Engineer,L5,"Austin, TX",170000,2020-01-01,10 %,strong,female,eng,Engineer',
        'E2,王小明,Robots,Engineer,L5,"Austin, TX",244000,2020-01-01,10 %,Strong,male,eng,Engineer',
        'E3,Bob,Legal,Counsel,L5,"Austin, TX",200000,2026-10-01,,,male,law,Counsel',
    ]
    return roster(tmp_path, rows)


def merit(file: str, *more: object) -> Any:
    """The command with the shipped bands and cycle."""
    return run("merit", file, "--bands", BANDS, "--cycle", CYCLE, *DAY, *map(str, more))


class TestMerit:
    """`compkit merit`."""

    def test_run(self, three, tmp_path):
        """The first rises by 5 % to 178,500; the second to the maximum of 245,100, and gets the rest once."""
        letters, table = tmp_path / "letters", tmp_path / "plan.xlsx"
        result = merit(three, "--xlsx", table, "--letters", letters, "--format", "md")
        assert result.exit_code == 0, result.output
        assert "3 people, of whom 2 get a new base salary" in result.stdout
        assert "1 have no rating, and get nothing" in result.stdout
        lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
        # 8,500 + 1,100 in base and 3,780 once; 3.5 % of 614,000 is 21,490
        assert "everybody, USD 3 2 614,000 13,380 21,490 9,600 3,780 8,110" in lines
        assert "Robots, USD 2 2 414,000 13,380 9,600 2.32 % 3,780" in lines
        assert table.stat().st_size > 1000
        texts = {path.name: path.read_text("utf-8") for path in letters.iterdir()}
        assert sorted(texts) == ["E1-2027-04-01.md", "E2-2027-04-01.md"]
        assert "178,500" in texts["E1-2027-04-01.md"] and "Zoë O'Neil" in texts["E1-2027-04-01.md"]
        assert "245,100" in texts["E2-2027-04-01.md"] and "penetration" not in "".join(texts.values())
        assert "strong" not in "".join(texts.values())
        assert "lump sum of USD 3,780, paid once, on April 1, 2027" in texts["E2-2027-04-01.md"]
        assert "lump sum" not in texts["E1-2027-04-01.md"]

    def test_json(self, three):
        """2 % of 244,000 is 4,880: 1,100 in base, up to the maximum of 245,100, and 3,780 once."""
        data = json.loads(merit(three, "--json").stdout)
        assert data["format"] == "compkit/merit-plan/1"
        people = {row["employee_id"]: row for row in data["people"]}
        assert people["E1"]["new_base"] == "178500.00"
        assert (people["E2"]["new_base"], people["E2"]["lump_sum"]) == ("245100.00", "3780.00")
        # 3.5 % of 614,000
        assert data["pools"][0]["pool"] == "21490.00"
        assert [found["department"] for found in data["departments"]] == ["Legal", "Robots"]

    def test_word(self, three, tmp_path):
        """Letters are Word documents unless asked otherwise."""
        assert merit(three, "--letters", tmp_path / "out").exit_code == 0
        assert (tmp_path / "out" / "E1-2027-04-01.docx").read_bytes()[:2] == b"PK"

    def test_cycle_problems(self, three, tmp_path):
        """Every problem of a cycle file at once, each with its place."""
        path = tmp_path / "cycle.yaml"
        text = (
            template("merit.yaml")
            .read_text("utf-8")
            .replace("cap: 10 %", "cap: 10")
            .replace("[5 %, 4 %, 3 %, 2 %]", "[5 %]")
        )
        path.write_text(text.replace("prorate: days", "prorate: weeks"), "utf-8")
        result = run("merit", three, "--bands", BANDS, "--cycle", str(path), *DAY)
        assert result.exit_code == 1
        for words in ("cap", "prorate", "has 1 rates for 4 positions"):
            assert words in result.output
        assert "Traceback" not in result.output

    def test_no_employer(self, three, tmp_path):
        """Letters need somebody who writes them."""
        path = tmp_path / "cycle.yaml"
        path.write_text(template("merit.yaml").read_text("utf-8").partition("employer:")[0], "utf-8")
        result = run("merit", three, "--bands", BANDS, "--cycle", str(path), *DAY, "--letters", str(tmp_path / "x"))
        assert result.exit_code == 1
        assert "say it in the cycle file" in result.output


class TestPayEquity:
    """`compkit pay-equity`."""

    @pytest.fixture
    def staff(self, tmp_path):
        """Forty engineers, women at 95,000 and men at 100,000, and one lawyer of either."""
        rows = [
            f"E{n},N,Robots,Engineer,L5,Berlin,{95 if n % 2 else 100}000,2020-01-01,10 %,,"
            f"{'female' if n % 2 else 'male'},eng,"
            for n in range(40)
        ]
        rows += [
            f"L{n},N,Legal,Counsel,L5,Berlin,{(90, 120)[n]}000,2020-01-01,,,{('female', 'male')[n]},law,"
            for n in (0, 1)
        ]
        return roster(tmp_path, rows)

    def test_report(self, staff, tmp_path):
        """Nothing of the two lawyers shows, nor of the engineers, who with the total would show them."""
        table = tmp_path / "equity.xlsx"
        result = run("pay-equity", staff, *DAY, "--xlsx", str(table))
        assert result.exit_code == 0, result.output
        assert "PAY EQUITY: 21 women, 21 men" in result.stdout
        assert "Directive (EU) 2023/970 of 10 May 2023, Article 9(1)" in result.stdout
        lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
        # women (20 x 95 + 90) / 21 = 94.7619, men (20 x 100 + 120) / 21 = 100.9524
        assert "Base salary 6.1 % 5.0 % 21 21" in lines
        # nobody of law has a bonus and nobody has tokens, so those columns hide nothing
        assert "law hidden - - - hidden hidden" in lines
        assert "eng hidden 5.0 % * - 5.0 % * hidden hidden" in lines
        assert table.stat().st_size > 1000

    def test_flag(self, staff):
        """With figures of single people allowed, both categories show: 5 % and 25 %, both flagged."""
        result = run("pay-equity", staff, *DAY, "--smallest", "1")
        assert "* 5 % or more, in either direction: eng; law. Not explained by this report" in " ".join(
            result.stdout.split()
        )

    def test_json(self, staff):
        """Hidden figures are the word, in data too."""
        data = json.loads(run("pay-equity", staff, *DAY, "--json").stdout)
        assert data["format"] == "compkit/pay-equity/1"
        assert data["gaps"]["base"] == {"mean": "0.0613", "median": "0.0500", "women": 21, "men": 21}
        assert {row["category"]: row["gaps"]["base"] for row in data["categories"]} == {
            "eng": "hidden",
            "law": "hidden",
        }
        assert data["quartiles"]["with tokens"][0]["band"] == "lower"

    def test_currencies(self, staff, tmp_path):
        """All is converted to what is asked for, at the rates of the assumptions; without one, the lines to paste."""
        facts = tmp_path / "facts.yaml"
        rate = "{from: USD, to: EUR, rate: 0.8, on: 2026-12-01, source: a test}"
        facts.write_text(f"format: compkit/assumptions/1\nexchange_rates:\n  - {rate}\n", encoding="utf-8")
        words = ("pay-equity", staff, *DAY)
        table = Path(staff).read_text(encoding="utf-8").replace("base USD", "base").splitlines()
        lines = [f"{table[0]},currency", *(f"{line},{('EUR', 'USD')[n % 2]}" for n, line in enumerate(table[1:]))]
        Path(staff).write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = run(*words, "--currency", "EUR", "--assumptions", facts)
        assert found.exit_code == 0, found.output
        assert "Pay in USD is converted to EUR at the stated exchange rates" in " ".join(found.stdout.split())
        refused = run(*words, "--currency", "EUR")
        assert refused.exit_code == 1 and "exchange_rates" in refused.output

    def test_wrong_words(self, staff):
        """Words that the roster does not use are told, with those it does."""
        result = run("pay-equity", staff, *DAY, "--female", "F")
        assert result.exit_code == 1
        assert "the column says female, male" in result.output
        assert run("pay-equity", staff, *DAY, "--paid-in", "EUR").exit_code == 1
