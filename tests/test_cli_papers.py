"""`compkit statement`, `revision`, `amend` and `summary`: written, printed, as data, and refused."""

import json
import zipfile

import pytest

from compkit.files.templates import template

from .test_cli import DAY, FACTS, run

ACME, QUOKKA, RHEIN, USAGE = (str(template(name)) for name in ("acme", "quokka", "rhein", "usage.csv"))
LATER = ("--as-of", "2028-03-20")


@pytest.fixture
def changed(tmp_path):
    """The sample offer with other words in it."""

    def write(*pairs):
        text = template("acme").read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "new.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


RAISE = ("  # raises:\n", "  raises: [{on: 2028-07-15, rate: 8 %}]\n")
FEWER = ("amount: 50 % of base ", "amount: 40 % of base ")


class TestStatement:
    """`compkit statement`."""

    def test_printed(self):
        """Markdown on standard output, with the ledger of the sample usage; nothing internal."""
        printed = run("statement", ACME, *FACTS, *LATER, "--usage", USAGE).stdout
        assert "# Total rewards statement" in printed
        assert "| Granted | USD 156,250 |" in printed
        assert "R-2210" not in printed and "INTERNAL" not in printed

    def test_written(self, tmp_path):
        """Word and Markdown by the suffix; the same bytes twice; an edited file is left alone."""
        for name in ("a.docx", "b.docx", "c.md"):
            assert run("statement", ACME, *FACTS, *LATER, "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
        assert zipfile.ZipFile(tmp_path / "a.docx").testzip() is None
        (tmp_path / "c.md").write_text("mine", encoding="utf-8")
        refused = run("statement", ACME, *FACTS, *LATER, "-o", tmp_path / "c.md")
        assert refused.exit_code == 1 and "--force" in refused.stderr
        assert run("statement", ACME, *FACTS, *LATER, "-o", tmp_path / "c.md", "--force").exit_code == 0

    def test_json(self, tmp_path):
        """Versioned, with decimal strings; and where it was written."""
        data = json.loads(run("statement", ACME, *FACTS, *LATER, "--usage", USAGE, "--json").stdout)
        assert data["format"] == "compkit/statement/1"
        assert data["tokens"][0]["granted"] == "156250.00"
        assert "statement" not in data
        path = tmp_path / "s.md"
        assert json.loads(run("statement", ACME, *FACTS, *LATER, "-o", path, "--json").stdout)["statement"] == str(path)

    def test_refused(self, changed, tmp_path):
        """Before the first day of work, without facts, told by the candidate, or as another kind of file."""
        text = template("acme").read_text(encoding="utf-8")
        no_tokens = changed((text[text.index("\ntokens:") : text.index("\n# Beside the four")], ""))
        assert "compkit summary" in run("statement", ACME, *FACTS, *DAY).stderr
        assert "share price of ACME" in run("statement", ACME, *LATER).stderr
        assert "no token allowance" in run("statement", no_tokens, *FACTS, *LATER, "--usage", USAGE).stderr
        assert "told by the candidate" in run("statement", RHEIN, *FACTS, *LATER).stderr
        assert ".docx or .md" in run("statement", ACME, *FACTS, *LATER, "-o", tmp_path / "s.xlsx").stderr
        assert [path.name for path in tmp_path.iterdir()] == ["new.yaml"]


class TestRevision:
    """`compkit revision`."""

    def test_day_of_the_raise(self, changed):
        """Without a day, the new offer's raise."""
        printed = run("revision", ACME, changed(RAISE), *LATER).stdout
        assert "| Base salary a year | USD 250,000 | USD 270,000 |" in printed
        assert "From July 15, 2028 your base salary changes" in printed

    def test_promotion(self, changed, tmp_path):
        """Only with the word for it; in Word too."""
        new = changed(RAISE, ("title: Staff Engineer", "title: Principal Engineer"))
        assert "say --promotion" in run("revision", ACME, new, *LATER).stderr
        assert run("revision", ACME, new, "--promotion", *LATER, "-o", tmp_path / "r.docx").exit_code == 0

    def test_refused(self):
        """Two people's employers, and no change."""
        assert "employer: must be that of the old offer" in run("revision", ACME, QUOKKA).stderr
        assert "does not change" in run("revision", ACME, ACME).stderr
        assert run("revision", ACME, ACME, "--effective", "soon").exit_code == 2


class TestAmend:
    """`compkit amend`."""

    def test_notice(self, changed):
        """60 days from 2028-03-20 end on 2028-05-19; before that only by agreement."""
        new = changed(FEWER)
        assert "From May 19, 2028 the terms" in run("amend", ACME, new, *LATER).stdout
        early = ("--effective", "2028-04-01")
        assert "say --effective 2028-05-19 or later" in run("amend", ACME, new, *LATER, *early).stderr
        assert "Agreed: ____" in run("amend", ACME, new, *LATER, *early, "--agreed").stdout

    def test_written(self, changed, tmp_path):
        """In Word, and as data where."""
        path = tmp_path / "a.docx"
        assert json.loads(run("amend", ACME, changed(FEWER), *LATER, "-o", path, "--json").stdout)["amendment"] == str(
            path
        )

    def test_refused(self, changed):
        """A salary is another letter."""
        assert "compkit revision" in run("amend", ACME, changed(RAISE), *LATER).stderr


class TestSummary:
    """`compkit summary`."""

    def test_printed(self):
        """Ten lines and one table; the models of the assumptions, or those asked for."""
        printed = run("summary", ACME, *FACTS, *DAY).stdout
        assert sum(line.startswith("- **") for line in printed.splitlines()) == 10
        assert printed.count("|---|") == 1
        one = run("summary", ACME, *FACTS, *DAY, "--model", "openai/gpt-6-sol").stdout
        assert "228,603 million tokens (228.6 bn) of openai/gpt-6-sol" in one and "gemini" not in one

    def test_json(self):
        """The text for machines."""
        assert json.loads(run("summary", ACME, *FACTS, *DAY, "--json").stdout)["text"].startswith("# Your offer from")

    def test_no_word(self, tmp_path):
        """It is for e-mail: Markdown only."""
        assert "a summary is .md, not .docx" in run("summary", ACME, *FACTS, *DAY, "-o", tmp_path / "s.docx").stderr


class TestHelp:
    """The commands stand under their heading."""

    def test_group(self):
        """Documents, by name."""
        text = run("--help").stdout
        assert "Documents:" in text
        assert all(f"\n  {name} " in text for name in ("summary", "statement", "revision", "amend"))
