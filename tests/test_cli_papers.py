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

    def write(*pairs, name="new.yaml"):
        text = template("acme").read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
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


PAPERS = ("statement", "revision", "amend", "summary")


def asked(paper, file, other=ACME):
    """The words of a command for one offer; a revision or an amendment is from another one."""
    return (paper, other, file, *LATER) if paper in ("revision", "amend") else (paper, file, *FACTS, *LATER)


class TestLocale:
    """`--locale`: how figures and days are written; the words are those of the place."""

    @pytest.mark.parametrize(
        ("paper", "pairs", "said"),
        [
            ("statement", (), "Delivered by 19. März 2028"),
            ("revision", (RAISE,), "270.000\xa0USD"),
            ("amend", (FEWER,), "From 19. Mai 2028 the terms"),
            ("summary", (), "250.000\xa0USD a year"),
        ],
    )
    def test_german(self, changed, paper, pairs, said):
        """As Germans write them."""
        assert said in run(*asked(paper, changed(*pairs)), "--locale", "de_DE").stdout

    @pytest.mark.parametrize("paper", PAPERS)
    def test_unknown(self, changed, paper):
        """No known locale."""
        found = run(*asked(paper, changed(RAISE if paper != "amend" else FEWER)), "--locale", "xx_YY")
        assert found.exit_code == 1 and "is no known locale" in found.stderr

    @pytest.mark.parametrize("paper", PAPERS)
    def test_place(self, changed, paper):
        """A place whose rules are not known is refused, with the way out, which works."""
        nowhere = ("location: Austin, TX ", "location: Atlantis ")
        more = FEWER if paper == "amend" else RAISE
        found = run(*asked(paper, changed(more, nowhere)))
        assert found.exit_code == 1
        assert "say whose rules hold in jurisdiction: eu, eu-de, gb" in found.stderr
        stated = ("\ncurrency: USD", "\njurisdiction: US\ncurrency: USD")
        old = changed(nowhere, stated, name="old.yaml")
        assert run(*asked(paper, changed(more, nowhere, stated), old)).exit_code == 0


@pytest.fixture
def broken(tmp_path):
    """What may stand where an offer is wanted, by name."""
    (tmp_path / "none").mkdir()
    (tmp_path / "several").mkdir()
    for name in ("acme", "quokka"):
        text = template(name).read_text(encoding="utf-8")
        (tmp_path / "several" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, data in (("empty.yaml", b""), ("empty.xlsx", b""), ("list.yaml", b"- 1\n"), ("odd.yaml", b"\xff\xfe\0")):
        (tmp_path / name).write_bytes(data)
    return tmp_path


class TestBroken:
    """Never a traceback: each is named, with what is wrong."""

    @pytest.mark.parametrize("paper", [*PAPERS, "ledger"])
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("empty.yaml", "is empty"),
            ("empty.xlsx", "is empty"),
            ("list.yaml", "must be keys and values"),
            ("odd.yaml", "not UTF-8"),
            ("missing.yaml", "cannot be read"),
            ("none", "holds no offer file"),
            ("several", "one offer is wanted, and there are 2"),
        ],
    )
    def test_file(self, broken, paper, name, said):
        """As the only offer, and as either of two."""
        file = str(broken / name)
        if paper == "ledger":
            found = [run("ledger", file, "--usage", USAGE, *LATER)]
        else:
            found = [run(*asked(paper, file)), run(*asked(paper, ACME, file if paper in ("revision", "amend") else ""))]
        assert found[0].exit_code == 1 and said in found[0].stderr
        if paper in ("revision", "amend"):
            assert found[1].exit_code == 1 and said in found[1].stderr

    def test_draft(self, changed):
        """A draft says so on each paper."""
        draft = ("status: issued", "status: draft")
        for paper, pairs in (("statement", ()), ("revision", (RAISE,)), ("amend", (FEWER,)), ("summary", ())):
            assert "Draft: the offer is not issued" in run(*asked(paper, changed(draft, *pairs))).stdout

    @pytest.mark.parametrize("paper", PAPERS)
    def test_told(self, paper):
        """Another company's offer is refused as such, wherever its work is."""
        found = run(*asked(paper, RHEIN, RHEIN))
        assert found.exit_code == 1 and "told by the candidate" in found.stderr


class TestHelp:
    """The commands stand under their heading."""

    def test_group(self):
        """Documents, by name."""
        text = run("--help").stdout
        assert "Documents:" in text
        assert all(f"\n  {name} " in text for name in ("summary", "statement", "revision", "amend"))
