"""`compkit letter`, `verify` and `template check` on a command line."""

import csv
import json
import shutil

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

FACTS = ("--assumptions", str(template("assumptions.yaml")), "--as-of", "2026-11-20")
ACME = str(template("offers/acme.yaml"))


def run(*words):
    """A run of the command line."""
    return CliRunner().invoke(main, [str(word) for word in words])


class TestLetter:
    """`compkit letter`."""

    @pytest.mark.parametrize("form", ["docx", "pdf", "md"])
    def test_by_suffix_and_verified(self, form, tmp_path):
        """The suffix says the form; the letter agrees with its offer, and not with a changed one."""
        path = tmp_path / f"letter.{form}"
        result = run("letter", ACME, *FACTS, "-o", path)
        assert result.exit_code == 0 and f"Wrote {path} (for Sam Sample)" in result.output
        assert run("verify", path, ACME).output.startswith("They agree: Offer ACME-2026-0417, version of 2026-11-20")
        changed = tmp_path / "changed.yaml"
        changed.write_text(template("offers/acme.yaml").read_text("utf-8").replace("250000", "250001"), "utf-8")
        result = run("verify", path, changed, "--json")
        assert result.exit_code == 1 and json.loads(result.output)["agrees"] is False

    def test_format(self, tmp_path, monkeypatch):
        """Without a name the format says the suffix; with one the two must agree."""
        monkeypatch.chdir(tmp_path)
        assert run("letter", ACME, *FACTS, "--format", "pdf").exit_code == 0
        assert (tmp_path / "ACME-2026-0417.pdf").is_file()
        result = run("letter", ACME, *FACTS, "--format", "pdf", "-o", "x.md")
        assert result.exit_code == 1 and "do not agree" in result.output

    def test_own_template(self, tmp_path):
        """An own template takes the place of compkit's; one with a fault is an error near its text."""
        own = tmp_path / "own.md"
        own.write_text("Dear {{ candidate }}, {{ salary[0] }}", "utf-8")
        assert run("letter", ACME, *FACTS, "-o", tmp_path / "a.md", "--template", own).exit_code == 0
        assert (tmp_path / "a.md").read_text("utf-8").startswith("Dear Sam Sample, Your base salary is USD 250,000")
        own.write_text("Dear {{ candidate }}, {{ salery }}", "utf-8")
        result = run("letter", ACME, *FACTS, "-o", tmp_path / "b.md", "--template", own)
        assert result.exit_code == 1 and "near “Dear {{ candidate }}, {{ salery }}”" in result.output

    def test_many(self, tmp_path):
        """A folder becomes a folder; what fails is said and ends with 1; no progress in a pipe."""
        source = tmp_path / "in"
        source.mkdir()
        shutil.copy(ACME, source)
        shutil.copy(template("offers/rhein.yaml"), source)
        result = run("letter", source, *FACTS, "--out", tmp_path / "out", "--format", "md")
        assert result.exit_code == 1
        assert "Wrote 1 letter to" in result.output and "rhein.yaml" in result.output
        assert "told by the candidate" in result.output and "\r" not in result.output
        rows = list(csv.DictReader((tmp_path / "out" / "manifest.csv").read_text("utf-8").splitlines()))
        assert [row["offer_number"] for row in rows] == ["ACME-2026-0417"]

    def test_wrong_use(self, tmp_path):
        """Several offers need a folder; one file and a folder at once is a mistake."""
        assert "say --out DIR" in run("letter", ACME, ACME, *FACTS).output
        assert "not both" in run("letter", ACME, *FACTS, "-o", "x.md", "--out", tmp_path).output


class TestTemplateCheck:
    """`compkit template check`."""

    def test_ok(self):
        """Both shipped templates pass."""
        for name in ("us.docx", "us.md"):
            result = run("template", "check", template(f"letters/{name}"))
            assert result.exit_code == 0 and "ok: a letter can be written with it" in result.output

    def test_not_ok(self, tmp_path):
        """An unknown field is told with its line and text; the run ends with 1."""
        own = tmp_path / "own.md"
        own.write_text("Dear {{ candidat }},", "utf-8")
        result = run("template", "check", own)
        assert result.exit_code == 1 and "line 1: candidat is not a field: did you mean candidate?" in result.output
        data = json.loads(run("template", "check", own, "--json").output)
        assert data["findings"][0]["near"] == "Dear {{ candidat }},"
        result = run("template", "check", ACME)
        assert result.exit_code == 1 and "ends in .docx or .md" in result.output


def test_help_lists_them():
    """The commands stand under their heading."""
    text = run("--help").output
    assert "  verify " in text and "  template " in text
