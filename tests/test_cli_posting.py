"""`compkit posting`: text, page and data from a file, the check, and what is refused."""

import json
import re

import pytest

from compkit.files.templates import template

from .test_cli import run

POSTING = str(template("postings/engineer.yaml"))
BANDS = str(template("bands.yaml"))
DAY = ("--as-of", "2026-12-01")

BARE = """\
format: compkit/posting/1
number: R-1
title: Engineer
employer: Acme
level: L6
about: You build things.
places:
  - {name: "Austin, TX", code: US-TX}
posted_on: 2026-12-01
"""


@pytest.fixture
def bare(tmp_path):
    """A posting that states no pay."""
    path = tmp_path / "bare 🚀.yaml"
    path.write_text(BARE, "utf-8")
    return str(path)


class TestWrite:
    """What is written."""

    def test_markdown(self):
        """Printed as Markdown, with the pay range."""
        printed = run("posting", POSTING, *DAY).stdout
        assert printed.startswith("# Principal Engineer, Agents\n")
        assert "| Base salary (Austin, TX) | USD 200,000 to USD 280,000 a year |" in printed

    @pytest.mark.parametrize(("suffix", "start"), [("md", "# "), ("html", "<!doctype html>"), ("jsonld", "[")])
    def test_by_suffix(self, tmp_path, suffix, start):
        """The suffix of the output says the format."""
        out = tmp_path / "new" / f"posting.{suffix}"
        result = run("posting", POSTING, "-o", out, *DAY)
        assert result.exit_code == 0 and out.read_text("utf-8").startswith(start)
        assert f"Wrote {out}." in result.stderr

    def test_suffix(self, tmp_path):
        """Another suffix is refused, unless the format is said."""
        result = run("posting", POSTING, "-o", tmp_path / "posting.docx", *DAY)
        assert result.exit_code == 2 and "or say --format" in re.sub(r"\s+", " ", result.stderr)
        assert run("posting", POSTING, "-o", tmp_path / "posting.txt", "--format", "markdown", *DAY).exit_code == 0

    def test_not_over(self, tmp_path):
        """A file that is there stays, unless forced."""
        out = tmp_path / "posting.md"
        out.write_text("mine", "utf-8")
        result = run("posting", POSTING, "-o", out, *DAY)
        assert result.exit_code == 1 and "use --force" in result.stderr and out.read_text("utf-8") == "mine"
        assert run("posting", POSTING, "-o", out, "--force", *DAY).exit_code == 0
        assert out.read_text("utf-8").startswith("# Principal")

    def test_same_bytes(self):
        """The same input gives the same text, whatever the day."""
        for kind in ("markdown", "html", "json-ld"):
            words = ("posting", POSTING, "--format", kind)
            assert run(*words, *DAY).stdout == run(*words, "--as-of", "2027-01-05").stdout

    def test_json(self):
        """`--json` is the JSON-LD."""
        assert [job["@type"] for job in json.loads(run("posting", POSTING, "--json", *DAY).stdout)] == [
            "JobPosting"
        ] * 2

    def test_bands(self, bare):
        """Pay from bands: 208,000 to 312,000 times 0.95; the midpoint of 260,000 times 0.95, 247,000, stays inside."""
        printed = run("posting", bare, "--bands", BANDS, "--format", "html", *DAY).stdout
        assert "USD 197,600 to USD 296,400 a year" in printed
        assert "247,000" not in printed and "247000" not in printed and "L6" not in printed

    def test_new(self, tmp_path):
        """A file started from the sample works at once."""
        path = tmp_path / "posting.yaml"
        assert run("new", path, "--from", "posting").exit_code == 0
        assert run("posting", path, *DAY).stdout.startswith("# Principal Engineer")

    def test_warns(self, bare):
        """What is missing is said on standard error, so that nothing goes out unseen."""
        text = BARE.replace("US-TX", "US-CO")
        result = run("posting", "-", *DAY, input=text)
        assert result.exit_code == 0 and result.stdout.startswith("# Engineer")
        assert "Missing by the rules of its places: pay range" in result.stderr
        assert run("posting", bare, *DAY).stderr == ""


class TestCheck:
    """`compkit posting --check`."""

    def test_passes(self):
        """The sample lacks nothing in California, Colorado and New York."""
        result = run("posting", POSTING, "--check", "--place", "US-CO", "--place", "US-NY", *DAY)
        assert result.exit_code == 0
        assert "Nothing that these rules ask for is missing." in result.stdout
        assert "compkit knows no rule of US-TX" in result.stdout

    def test_fails(self, bare):
        """Without pay it fails in Colorado, and says which rule asks for what."""
        result = run("posting", bare, "--check", "--place", "US-CO", *DAY)
        assert result.exit_code == 1
        assert "missing  pay range" in result.stdout and "8-5-201" in result.stdout

    def test_json(self, bare):
        """For machines, with the same exit code."""
        result = run("posting", bare, "--check", "--place", "US-CO", "--json", *DAY)
        assert result.exit_code == 1
        assert json.loads(result.stdout)["passes"] is False

    def test_own_rules(self, tmp_path, bare):
        """Rules from a file stand instead."""
        path = tmp_path / "rules.yaml"
        assert run("new", path, "--from", "posting-rules").exit_code == 0
        path.write_text(path.read_text("utf-8").replace("place: US-ME", "place: US-TX"), "utf-8")
        result = run("posting", bare, "--check", "--rules", path, *DAY)
        assert result.exit_code == 1 and "US-TX (not checked at its source)" in result.stdout


class TestRefused:
    """Wrong input ends in one message."""

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("--format", "json-ld"), 1, "is not told, and the data needs it"),
            (("--place", "US-CO"), 2, "go with --check"),
            (("--check", "-o", "x.md"), 2, "--check writes no posting"),
            (("--check", "--place", "Colorado"), 1, "is no code of ISO 3166"),
            (("--bands", "nowhere.yaml"), 1, "cannot be read"),
            (("--bands", POSTING), 1, "unknown key"),
        ],
    )
    def test_refused(self, bare, words, code, said):
        """With the way out."""
        result = run("posting", bare, *words, *DAY)
        assert (result.exit_code, result.stdout) == (code, "")
        assert said in re.sub(r"\s+", " ", result.stderr)

    def test_problems_as_data(self, tmp_path):
        """With `--json` a problem is data, with file, place and way out."""
        path = tmp_path / "bad.yaml"
        path.write_text(BARE + "pay: {minimum: 5}\n", "utf-8")
        result = run("posting", path, "--json", *DAY)
        (problem,) = json.loads(result.stdout)["problems"]
        assert (result.exit_code, problem["path"], problem["rule"]) == (1, "pay.maximum", "is missing")
