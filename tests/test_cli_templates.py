"""Own templates of every paper on a command line: checked, used, refused."""

import json

import pytest
from docx import Document

from compkit.files.templates import template

from .test_cli import DAY, FACTS, run

ACME, QUOKKA = str(template("acme")), str(template("quokka"))
LATER = ("--as-of", "2028-03-20")


@pytest.fixture
def own(tmp_path):
    """An own Markdown template."""
    path = tmp_path / "own.md"
    path.write_text("OURS {{ title }} {{ candidate }}\n", encoding="utf-8")
    return str(path)


class TestCheck:
    """`compkit template check --for`."""

    @pytest.mark.parametrize("paper", ["agreement", "statement", "revision", "amendment"])
    def test_own_papers(self, paper):
        """Templates that come with compkit pass as what they are, in Word and Markdown."""
        for suffix in ("docx", "md"):
            result = run("template", "check", str(template(f"letters/{paper}.{suffix}")), "--for", paper)
            assert result.exit_code == 0 and f"{paper} can be written with it" in result.output

    def test_as_something_else(self):
        """As a letter a statement's template fails, and the fields it does not have are named."""
        result = run("template", "check", str(template("letters/statement.md")))
        assert result.exit_code == 1 and "promises is not a field" in result.output

    def test_plain_values(self, own):
        """What only restates the letter is not said to be missing."""
        text = run("template", "check", own).output
        missing, _, also = text.partition("Also there, for sentences of your own:")
        assert "values." not in missing and "values.base_salary" in also

    def test_json(self, own):
        """The data says of what it is a template."""
        data = json.loads(run("template", "check", own, "--for", "summary", "--json").stdout)
        assert (data["paper"], data["passes"]) == ("summary", True)


class TestUse:
    """`--template` of each command."""

    def test_printed(self, own):
        """Markdown on standard output, in the words of the own template."""
        assert run("statement", ACME, *FACTS, *LATER, "--template", own).stdout.startswith("OURS Total rewards")
        assert run("summary", ACME, *FACTS, *DAY, "--template", own).stdout.startswith("OURS Your offer from Acme")

    def test_written(self, own, tmp_path):
        """A file of the template's form."""
        path = tmp_path / "s.md"
        assert run("statement", ACME, *FACTS, *LATER, "--template", own, "-o", path).exit_code == 0
        assert path.read_text(encoding="utf-8").startswith("OURS")
        word = str(template("letters/statement.docx"))
        done = run("statement", ACME, *FACTS, *LATER, "--template", word, "-o", tmp_path / "s.docx")
        assert done.exit_code == 0 and (tmp_path / "s.docx").is_file()

    def test_text_of_a_word_paper(self, tmp_path):
        """For machines a Word paper comes with its text, from the template that comes with compkit."""
        raised = tmp_path / "new.yaml"
        text = template("acme").read_text(encoding="utf-8")
        raised.write_text(text.replace("  # raises:\n", "  raises: [{on: 2028-07-15, rate: 8 %}]\n"), encoding="utf-8")
        word = str(template("letters/revision.docx"))
        args = ("revision", ACME, raised, "--as-of", "2028-06-01", "--template", word, "-o", tmp_path / "r.docx")
        data = json.loads(run(*args, "--json").stdout)
        assert data["revision"] == str(tmp_path / "r.docx") and "Revision of base salary" in data["text"]

    def test_paper(self, tmp_path):
        """A Word paper is A4 (210 mm, 11,906 twentieths of a point) where the jurisdiction writes on it."""
        london = tmp_path / "london.yaml"
        text = template("acme").read_text(encoding="utf-8")
        london.write_text(text.replace("location: Austin, TX", "location: London"), encoding="utf-8")
        for offer, width in ((ACME, 12240), (london, 11906)):
            path = tmp_path / f"{width}.docx"
            assert run("statement", offer, *FACTS, *LATER, "-o", path).exit_code == 0
            assert abs(Document(str(path)).sections[0].page_width.twips - width) <= 1

    def test_refused(self, own, tmp_path):
        """Another form, no such file, a name that does not exist: told, and nothing is written."""
        made = ("statement", ACME, *FACTS, *LATER, "-o", tmp_path / "s.docx", "--template")
        assert "is no template of a .docx statement" in run(*made, own).stderr
        assert "cannot be read" in run(*made, tmp_path / "none.docx").stderr
        (tmp_path / "own.md").write_text("{{ nothing }}", encoding="utf-8")
        assert "nothing" in run("statement", ACME, *FACTS, *LATER, "--template", own).stderr
        assert not (tmp_path / "s.docx").exists()

    def test_agreement(self, own, tmp_path):
        """`compkit letter --agreement`: what is signed apart, for one letter and for many."""
        done = run("letter", QUOKKA, *FACTS, *DAY, "--agreement", own, "-o", tmp_path / "q.md")
        assert done.exit_code == 0
        assert (tmp_path / "q-sign-on-repayment.md").read_text(encoding="utf-8").startswith("OURS Sign-on")
        many = run("letter", QUOKKA, *FACTS, *DAY, "--agreement", own, "--format", "md", "--out", tmp_path / "out")
        assert many.exit_code == 0
        (apart,) = (tmp_path / "out").glob("*repayment.md")
        assert apart.read_text(encoding="utf-8").startswith("OURS Sign-on")
