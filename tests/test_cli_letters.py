"""`compkit letter`, `verify` and `template check` on a command line."""

import csv
import hashlib
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


@pytest.fixture
def quokka(tmp_path):
    """Writes the Californian sample with a change in its text."""

    def write(old="", new=""):
        text = template("offers/quokka.yaml").read_text("utf-8")
        assert old in text
        path = tmp_path / "quokka.yaml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return write


class TestApart:
    """What is signed apart is written beside the letter, and what it says is not in the letter."""

    @pytest.mark.parametrize("form", ["docx", "pdf", "md"])
    def test_california(self, form, quokka, tmp_path):
        """The repayment of a sign-on bonus stands in its agreement alone; both carry the mark of the offer."""
        path, beside = tmp_path / f"a.{form}", tmp_path / f"a-sign-on-repayment.{form}"
        result = run("letter", quokka(), *FACTS, "-o", path)
        assert result.exit_code == 0, result.output
        assert {path, beside} < set(tmp_path.iterdir())
        assert run("verify", path, quokka()).exit_code == 0
        assert run("verify", beside, quokka()).exit_code == 0
        if form != "md":
            return
        letter, agreement = path.read_text("utf-8"), beside.read_text("utf-8")
        assert "you repay the part of USD 10,000 that is not yet earned" in agreement
        assert "No interest, fee or penalty" in agreement and "five business days" in agreement
        title = "Sign-on Bonus Repayment Agreement"
        assert f"# {title}" in agreement and letter.count(title) == 1
        assert "repa" not in letter.replace(title, "").casefold()
        assert "Whether any of the sign-on bonus is owed back is agreed in a separate document" in letter

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            (("repay: prorated by month", "repay: in full"), "must fall with service"),
            (("repay_if_leaving_within: 12 months", "repay_if_leaving_within: 25 months"), "at most two years"),
            (
                ("# 3. Equity", "retention: [{amount: 100, paid_on: 2029-01-31, repay_if_leaving_within: 6 months}]\n"),
                "only a payment at the outset of employment may be owed back",
            ),
            (
                (
                    "# 3. Equity",
                    "relocation: [{amount: 100, paid_on: 2027-01-31, repay_if_leaving_within: 6 months}]\n",
                ),
                "a relocation payment is not clearly one",
            ),
            (
                ("\nterms:\n", "\nterms:\n  noncompete: 6 months\n  noncompete_agreement: section 4\n"),
                "not to compete after the employment is void",
            ),
            (("repay: prorated by month", "repay: prorated by month, interest: 5 %"), "interest"),
        ],
    )
    @pytest.mark.parametrize("form", ["docx", "pdf", "md"])
    def test_refused_there(self, change, reason, form, quokka, tmp_path):
        """Each refused term is told with the reason, before anything is written; no file is left."""
        path = quokka(*change)
        result = run("letter", path, *FACTS, "-o", tmp_path / f"a.{form}")
        assert result.exit_code == 1 and "Traceback" not in result.output
        assert reason in " ".join(result.output.split())
        assert set(tmp_path.iterdir()) == {path}
        result = run("letter", path, *FACTS, "--out", tmp_path / "out", "--format", form)
        assert result.exit_code == 1 and reason in " ".join(result.output.split())
        assert not [file for file in tmp_path.rglob("*") if file.suffix == f".{form}"]

    def test_before_the_law(self, quokka, tmp_path):
        """An offer accepted and begun before 2026 follows the rules of its day: its repayment is in the letter."""
        dates = {"issued_on: 2026-11-23": "issued_on: 2025-10-01", "expires_on: 2026-12-07": "expires_on: 2025-10-15"}
        text = quokka("start_on: 2027-01-11", "start_on: 2025-11-03").read_text("utf-8")
        text = text.replace("2027-01-29", "2025-11-28").replace("repay: prorated by month", "repay: in full")
        text = text.replace("2028-01-10", "2026-11-02").replace("2027-01-11", "2025-11-03")
        for old, new in dates.items():
            text = text.replace(old, new)
        (tmp_path / "quokka.yaml").write_text(text, "utf-8")
        result = run("letter", tmp_path / "quokka.yaml", *FACTS, "-o", tmp_path / "a.md")
        assert result.exit_code == 0, result.output
        assert {path.name for path in tmp_path.iterdir()} == {"quokka.yaml", "a.md"}
        assert "you repay it in full." in (tmp_path / "a.md").read_text("utf-8")
        (tmp_path / "quokka.yaml").write_text(text.replace("start_on: 2025-11-03", "start_on: 2026-01-01", 1), "utf-8")
        result = run("letter", tmp_path / "quokka.yaml", *FACTS, "-o", tmp_path / "b.md")
        assert result.exit_code == 1 and "must fall with service" in " ".join(result.output.split())

    def test_colorado(self, tmp_path):
        """A covenant not to compete has its notice apart, which names the agreement and its section."""
        text = template("offers/acme.yaml").read_text("utf-8").replace("Austin, TX             #", "Denver, CO  #")
        covenant = "  noncompete: 12 months\n  noncompete_agreement: section 4 of the NDA\n"
        (tmp_path / "co.yaml").write_text(text.replace("\nterms:\n", f"\nterms:\n{covenant}"), "utf-8")
        result = run("letter", tmp_path / "co.yaml", *FACTS, "-o", tmp_path / "a.md")
        assert result.exit_code == 0, result.output
        notice = (tmp_path / "a-noncompete-notice.md").read_text("utf-8")
        assert "# Notice of a Covenant Not to Compete" in notice and "section 4 of the NDA" in notice
        assert "- Notice of a Covenant Not to Compete" in (tmp_path / "a.md").read_text("utf-8")

    def test_edited_agreement_stays(self, quokka, tmp_path):
        """If one of the files was edited, neither is written over."""
        path = tmp_path / "a.md"
        run("letter", quokka(), *FACTS, "-o", path)
        before = path.read_bytes()
        (tmp_path / "a-sign-on-repayment.md").write_text("mine", "utf-8")
        result = run("letter", quokka("amount: 240000", "amount: 250000"), *FACTS, "-o", path)
        assert result.exit_code == 1 and "last saved by somebody else" in " ".join(result.output.split())
        assert path.read_bytes() == before

    def test_many(self, quokka, tmp_path):
        """The manifest has a line for each document, with its hash."""
        assert run("letter", quokka(), ACME, *FACTS, "--out", tmp_path / "out", "--format", "md").exit_code == 0
        rows = list(csv.DictReader((tmp_path / "out" / "manifest.csv").read_text("utf-8").splitlines()))
        assert [row["document"] for row in rows] == ["letter", "sign-on-repayment", "letter"]
        for row in rows:
            data = (tmp_path / "out" / row["file"]).read_bytes()
            assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert rows[0]["promises_sha256"] == rows[1]["promises_sha256"] != rows[2]["promises_sha256"]

    @pytest.mark.parametrize(("locale", "said"), [("de_DE", "250.000\u00a0USD"), ("xx_YY", "is no known locale")])
    def test_locale(self, locale, said, tmp_path):
        """--locale writes figures in another way; one that nobody knows is refused."""
        result = run("letter", ACME, *FACTS, "-o", tmp_path / "a.md", "--locale", locale)
        if locale == "xx_YY":
            assert result.exit_code == 1 and said in " ".join(result.output.split())
            assert not list(tmp_path.iterdir())
        else:
            assert said in (tmp_path / "a.md").read_text("utf-8")


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
