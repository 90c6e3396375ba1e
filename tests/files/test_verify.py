"""A letter verified: it agrees with its offer until a promise changes, or its text."""

import io
import shutil
import subprocess
from datetime import date
from zipfile import ZipFile

import pytest
from attrs import evolve

from compkit.errors import FileProblems, OutputRefused
from compkit.files import office
from compkit.files.documents import write_letter
from compkit.files.letterpress import letter_format, open_press
from compkit.files.templates import template
from compkit.files.verify import verify_letter
from tests.documents.test_letter import HOSTILE, OFFERS, offer, usd, valued
from tests.documents.test_sandbox import replaced
from tests.samples import acme

MADE = OFFERS["listed"]
every_form = pytest.mark.parametrize("form", ["docx", "pdf", "md"])


def written(folder, form, made=MADE, **options):
    """A letter on the disk."""
    (path,) = write_letter(made, valued(made.package), folder / f"letter.{form}", **options)
    return path


@every_form
class TestVerify:
    """The same for every form."""

    def test_agrees(self, form, tmp_path):
        """As written; and when only internal fields have changed since."""
        path = written(tmp_path, form)
        assert verify_letter(path, MADE).agrees
        assert verify_letter(path, evolve(MADE, role=evolve(MADE.role, cost_center="R-9"))).agrees

    def test_another_promise(self, form, tmp_path):
        """A dollar more is a difference."""
        salary = evolve(MADE.package.salary, amount=usd(250_001))
        verdict = verify_letter(written(tmp_path, form), evolve(MADE, package=evolve(MADE.package, salary=salary)))
        assert not verdict.agrees and "What is promised has changed" in verdict.findings[0]

    def test_another_offer(self, form, tmp_path):
        """Another number and version are said by name."""
        other = evolve(MADE, offer_number="ACME-9", issued_on=date(2026, 11, 21))
        number, version, _ = verify_letter(written(tmp_path, form), other).findings
        assert number == "The document is of offer ACME-2026-0417, the file of offer ACME-9."
        assert version == "The document is the version of 2026-11-20, the file that of 2026-11-21."

    def test_hostile_number(self, form, tmp_path):
        """A number full of markup agrees with itself."""
        made = offer(acme(), offer_number=HOSTILE.replace("😀", ""))
        assert verify_letter(written(tmp_path, form, made), made).agrees

    def test_no_letter(self, form, tmp_path):
        """What is no such file is said; what carries no mark does not agree."""
        path = tmp_path / f"x.{form}"
        with pytest.raises(FileProblems, match="cannot be read"):
            verify_letter(path, MADE)
        path.write_bytes(b"\xff no letter")
        with pytest.raises(FileProblems, match=f"is not a .{form} file"):
            verify_letter(path, MADE)

    def test_written_again(self, form, tmp_path):
        """A letter that nobody has edited is written over; one that somebody has is not."""
        path = written(tmp_path, form)
        written(tmp_path, form)
        path.write_bytes(path.read_bytes() + b"\n%%EOF edited")
        if form != "docx":
            with pytest.raises(OutputRefused, match="last saved by"):
                written(tmp_path, form)


def test_edited_markdown(tmp_path):
    """One figure changed by hand, with the mark left in place, is seen."""
    path = written(tmp_path, "md")
    path.write_text(path.read_text("utf-8").replace("USD 250,000", "USD 350,000"), "utf-8")
    verdict = verify_letter(path, MADE)
    assert verdict.findings == ("The text of the document was edited since it was written.",)


def test_edited_word(tmp_path):
    """So in Word; another program's save that keeps the text is fine."""
    path = written(tmp_path, "docx")
    with ZipFile(io.BytesIO(path.read_bytes())) as parts:
        body, core = parts.read("word/document.xml"), parts.read("docProps/core.xml")
    saved = replaced(path.read_bytes(), "docProps/core.xml", core.replace(b">compkit<", b">Pat Sample<"))
    path.write_bytes(saved)
    assert verify_letter(path, MADE).agrees
    path.write_bytes(replaced(saved, "word/document.xml", body.replace(b"250,000", b"350,000")))
    assert not verify_letter(path, MADE).agrees
    path.write_bytes(replaced(saved, "docProps/core.xml", core.replace(b"dc:identifier", b"dc:other")))
    assert "cannot be told" in verify_letter(path, MADE).findings[0]


def test_suffix(tmp_path):
    """A file that is no letter by its name is refused; so is a form that is not the suffix's."""
    with pytest.raises(FileProblems, match=r"ends in \.docx, \.pdf or \.md"):
        verify_letter(template("offers/acme.yaml"), MADE)
    with pytest.raises(OutputRefused, match=r"a letter is \.docx, \.pdf or \.md, not \.odt"):
        letter_format("x.odt")
    with pytest.raises(OutputRefused, match="do not agree"):
        letter_format("x.docx", "pdf")
    with pytest.raises(FileProblems, match=r"is no template of a \.md letter"):
        open_press("md", template("letters/us.docx"))


def test_own_word_template_needs_libreoffice(monkeypatch, tmp_path):
    """A PDF of a Word template says what is missing where LibreOffice is."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(OutputRefused, match="needs LibreOffice, which was not found: install LibreOffice"):
        written(tmp_path, "pdf", template=template("letters/us.docx"))
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(office.office_command() is None, reason="LibreOffice is not installed")
class TestLibreOffice:
    """What LibreOffice makes of a Word letter."""

    def test_pdf_of_an_own_word_template(self, tmp_path):
        """It becomes a PDF that carries its mark."""
        path = written(tmp_path, "pdf", template=template("letters/us.docx"))
        assert path.read_bytes().startswith(b"%PDF-") and verify_letter(path, MADE).agrees
        written(tmp_path, "pdf", template=template("letters/us.docx"))  # nobody has edited it

    def test_word_opens_without_repair(self, tmp_path):
        """Read and saved again, the letter's text is the same to the letter, so it still agrees."""
        path = written(tmp_path, "docx", OFFERS["start-up"])
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        words = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
        subprocess.run([*words, "--outdir", str(tmp_path / "again"), str(path)], check=True, capture_output=True)
        verdict = verify_letter(tmp_path / "again" / "letter.docx", OFFERS["start-up"])
        assert verdict.agrees, verdict.findings
