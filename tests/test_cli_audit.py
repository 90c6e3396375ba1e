"""The audit on the command line: the public example, privacy, levers, and words that are wrong."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

POLICY = str(template("policy.yaml"))


def run(*words):
    """One run of the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def files(tmp_path):
    """A roster of ten people paid 500,000, the first of whom used 5,000 and the others 250,000, and their use."""
    people = [f"Q-{n},q{n}@x.com,{'Robots' if n < 6 else 'Legal'},Engineer,L6,500000.00,2025-01-01" for n in range(10)]
    heading = "employee id,email,department,family,level,base salary USD,start date"
    (tmp_path / "roster.csv").write_text("\n".join([heading, *people]), "utf-8")
    use = [
        f"2026-{6 + n % 6:02d}-03,q{n}@x.com,openai/gpt-6-sol,1000000,{5_000 if n == 0 else 250_000}" for n in range(10)
    ]
    use.append("2026-06-01,stranger@x.com,openai/gpt-6-sol,1000,1")
    (tmp_path / "use.csv").write_text("\n".join(["date,email,model,output tokens,cost USD", *use]), "utf-8")
    return tmp_path


def words(folder: Path, *more):
    """The command with its files."""
    said = ("audit", folder / "roster.csv", "--usage", folder / "use.csv", "--policy", POLICY, "--as-of", "2027-01-01")
    return run(*said, *more)


class TestAudit:
    """`compkit audit`."""

    def test_public_example(self, files):
        """500,000 of pay and 5,000 of use is the loudest level; 250,000 of use is none."""
        data = json.loads(words(files, "--json").stdout)
        assert data["format"] == "compkit/audit/1" and data["company"]["used"] == "2255000.00"
        assert {row["employee_id"]: row["alarm"] for row in data["people"] if row["alarm"]} == {"Q-0": "alarm"}
        assert data["people"][0]["pay_share"] == "0.01"
        assert data["company"]["granted"] == "2500000.00"  # half of base, for ten
        assert data["unmatched"]["identities"] == 1 and data["rows"]["billed"] == 10

    def test_report(self, files):
        """Words for the desk: groups, the loudest level, nobody's use told."""
        result = words(files)
        assert result.exit_code == 0, result.output
        assert "AUDIT OF TOKEN USE, 10 people, 10 with use" in result.stdout
        assert "ALARM: 1 people, the best paid first" in result.stdout and "Q-0" in result.stdout
        assert "measures what its columns measure, and nothing else" in result.stdout
        assert "(smaller groups)" in result.stdout or "Robots" in result.stdout
        assert "stranger@x.com" in result.stdout and result.stderr == ""

    def test_no_names(self, files):
        """No id and no identity is printed or written, in any part of any file."""
        out = files / "audit.xlsx"
        shown, hidden = (words(files, *more, "--xlsx", out, "--json", "--force") for more in ((), ("--no-names",)))
        assert "Q-0" in shown.stdout and not re.search(r"Q-\d|x\.com", hidden.stdout)
        assert json.loads(hidden.stdout)["people"] == []
        with ZipFile(out) as file:
            assert not any(re.search(rb"Q-\d|x\.com", file.read(name)) for name in file.namelist())
        assert not re.search(r"Q-\d|x\.com", words(files, "--no-names").stdout)

    def test_own_outcomes(self, files):
        """A table of one's own, by employee id; strangers are counted."""
        table = files / "tickets.csv"
        table.write_text("\n".join(["employee id,tickets", *(f"Q-{n},{n}" for n in range(11))]), "utf-8")
        data = json.loads(words(files, "--outcomes", table, "--outcome", "tickets", "--json").stdout)
        (family,) = data["outcomes"]["families"]
        assert (family["outcome"], family["total"], data["people"][5]["tickets"]) == ("tickets", 45, 5)
        assert data["warnings"] == ["1 rows of outcomes are of nobody in the roster, and left out"]
        assert "--outcome tickets" in words(files, "--outcomes", table).stderr

    def test_workbook(self, files):
        """Sheets of people, groups, outcomes and levers, with units in their headings."""
        import pandas as pd

        out = files / "audit.xlsx"
        assert words(files, "--xlsx", out, "--cache-share", "50 %").exit_code == 0
        sheets = pd.read_excel(out, sheet_name=None, engine="calamine")
        assert list(sheets) == ["People", "Groups", "Outcomes", "Levers"]
        assert sheets["People"]["used_USD"].tolist()[:2] == [5_000, 250_000]
        assert sheets["Groups"]["people"].tolist() == [10, 10]  # Legal has four, and Robots goes with it
        assert sheets["Levers"]["lever"].tolist() == ["cache share"]
        again = words(files, "--xlsx", out)
        assert again.exit_code == 1 and "--force" in again.stderr

    @pytest.mark.parametrize(
        ("more", "code", "said"),
        [
            (("--route-to", "openai/gpt-6-sol"), 2, "go together"),
            (("--by", "name"), 1, "is no column of groups"),
            (("--by", "manager", "--no-names"), 1, "names are hidden"),
            (("--key", "badge"), 1, "--key"),
            (("--cache-share", "150 %"), 1, "cache_share"),
            (("--no-names", "--hide-below", "11"), 1, "fewer than 11"),
            (("--start", "2027-01-01"), 1, "must be after the first day"),
            (("--xlsx", "audit.csv"), 1, ".xlsx"),
        ],
    )
    def test_wrong_words(self, files, more, code, said):
        """An error says what is wrong."""
        result = words(files, *more)
        assert result.exit_code == code
        assert said in " ".join(result.stderr.split())
