"""An intake workbook at the command line: begin, check, value, compare, and a workbook out again."""

import json
import shutil

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from compkit.cli import main
from compkit.files import read_offer, template
from compkit.files.intakewrite import write_offers

DAY = ("--as-of", "2026-11-20")
FACTS = ("--assumptions", str(template("assumptions.yaml")))
NUMBER = "ACME-2026-0417"


def run(*words):
    """One run of the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def three(tmp_path):
    """A workbook with all sample offers."""
    path = tmp_path / "offers.xlsx"
    write_offers([read_offer(template(name)) for name in ("acme", "quokka", "rhein")], path)
    return path


class TestNew:
    """`compkit new offers.xlsx` writes a workbook that is an offer at once."""

    def test_begin_and_check(self, tmp_path):
        """The example of a new workbook is the sample offer, and passes the check."""
        path = tmp_path / "offers.xlsx"
        assert run("new", path).output == f"Wrote {path} from the sample acme. Next: compkit check {path}\n"
        assert run("check", path).output == f"{path}#{NUMBER}: ok (Acme Robotics, Inc., {NUMBER})\n"
        assert read_offer(path) == read_offer(template("acme"))

    def test_other_samples(self, tmp_path):
        """Another offer may be the example; what is no offer is refused, and so is a file that exists."""
        path = tmp_path / "offers.XLSX"
        assert run("new", path, "--from", "quokka").exit_code == 0
        assert read_offer(path) == read_offer(template("quokka"))
        assert (
            "is no offer: an .xlsx holds offers, such as acme" in run("new", path, "--from", "policy", "--force").output
        )
        assert "it exists: use --force" in run("new", path).output


class TestRead:
    """The commands take a workbook where they take offer files."""

    def test_value_one(self, three):
        """One offer of several is named by its number; without it, the way out is told."""
        said = run("value", three, *FACTS, *DAY)
        assert said.exit_code == 1
        assert f"one offer is wanted, and there are 3: say one, such as {three}#{NUMBER}" in said.output
        from_book = run("value", f"{three}#{NUMBER}", *FACTS, *DAY, "--json").output
        assert from_book == run("value", template("acme"), *FACTS, *DAY, "--json").output

    def test_compare(self, three):
        """A comparison is the same from the workbook as from the files."""
        files = [template(name) for name in ("acme", "quokka", "rhein")]
        assert run("compare", three, *FACTS, *DAY).output == run("compare", *files, *FACTS, *DAY).output

    def test_problems_by_cell(self, three):
        """Every problem is listed with its sheet and cell, for people and machines."""
        book = load_workbook(three)
        book["Offers"]["C5"].value = "US$"
        book["Grants"]["L6"].value = "none"
        book.save(three)
        said = run("check", three)
        assert said.exit_code == 1
        assert f"{three}: 2 problems\n  Offers!C5: " in said.output
        assert "\n  Grants!L6: is not a vesting schedule: 'none': say one of" in said.output
        problems = json.loads(run("check", three, "--json").stdout)["problems"]
        assert [problem["path"] for problem in problems] == ["Offers!C5", "Grants!L6"]

    def test_comparison_workbook(self, three, tmp_path):
        """A workbook that compares offers is not read as offers; it is written from an intake workbook."""
        out = tmp_path / "comparison.xlsx"
        assert run("workbook", three, *FACTS, *DAY, "-o", out).exit_code == 0
        said = run("check", out)
        assert said.exit_code == 1
        assert "is a comparison workbook, which is written and not read" in said.output

    def test_prices_export(self, tmp_path):
        """A price export is not read as offers."""
        from datetime import date

        from compkit.files import write_prices
        from compkit.market.listing import list_prices

        path = tmp_path / "prices.xlsx"
        write_prices(list_prices(as_of=date(2026, 11, 20)), path)
        assert "holds token prices, not offers: give it as --prices" in run("check", path).output

    def test_folders_are_left_alone(self, three):
        """A folder is read by its YAML and JSON files: comparisons may lie beside them."""
        shutil.copy(template("acme"), three.parent / "acme.yaml")
        assert run("check", three.parent).output.count(": ok (") == 1
