"""The templates of letters and of what is signed apart: exhibits apart, places to sign, paper, own templates."""

import io
import shutil

import pytest
from docx import Document
from docx.shared import Pt, RGBColor

from compkit.documents.letter import ANCHORS
from compkit.errors import FileProblems, InvalidValue
from compkit.files.letterpress import open_press
from compkit.files.templates import template

from .letteroffers import COMPLETE, documents, valued
from .test_letter_outputs import tool

A4_TWIPS, US_TWIPS = 11906, 12240
"""Widths of paper, in twentieths of a point: 210 mm and 8.5 inches."""

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


def opened(data: bytes):
    """A Word file."""
    return Document(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return tool("pdftotext", data, "-layout", "-", "-").split("\f")


class TestExhibits:
    """Exhibits come after the signatures, each on a page of its own."""

    def test_word(self):
        """Their headings break the page before them; the head of the table of prices is repeated."""
        document = opened(documents(COMPLETE["us-ca"], "docx")["letter"])
        found = [part for part in document.paragraphs if part.text.startswith("Exhibit ")]
        assert [part.text[:10] for part in found] == ["Exhibit A:", "Exhibit B:"]
        assert all(part.paragraph_format.page_break_before for part in found)
        prices = document.tables[-1]
        assert prices.cell(0, 0).text == "Model"
        assert prices.rows[0]._tr.trPr.xpath("w:tblHeader")

    @needs_poppler
    def test_pdf(self):
        """Each begins at the top of a page, after the page with the signatures."""
        found = pages(documents(COMPLETE["us-ca"], "pdf")["letter"])
        signed = next(i for i, page in enumerate(found) if "Acceptance" in page)
        begin = [i for i, page in enumerate(found) if "Exhibit" in "\n".join(page.strip().splitlines()[1:4])]
        assert len(begin) == 2 and signed < begin[0] < begin[1]


class TestAnchors:
    """A signing service finds where to sign; a reader does not see it."""

    @pytest.mark.parametrize("name", ["letter", "sign-on-repayment"])
    def test_word(self, name):
        """Each once, 4 points high and white, on a line of its own cell."""
        document = opened(documents(COMPLETE["us-ca"], "docx")[name])
        runs = [
            run
            for table in document.tables
            for row in table.rows
            for cell in row.cells
            for paragraph in cell.paragraphs
            for run in paragraph.runs
            if run.text in ANCHORS.values()
        ]
        assert sorted(run.text for run in runs) == sorted(ANCHORS.values())
        assert {run.font.size for run in runs} == {Pt(4)}
        assert {run.font.color.rgb for run in runs} == {RGBColor(255, 255, 255)}

    @needs_poppler
    @pytest.mark.parametrize("name", ["letter", "sign-on-repayment"])
    def test_pdf(self, name):
        """Each once in the text of the file, which was compiled as PDF/UA-1 and PDF/A-2a."""
        text = tool("pdftotext", documents(COMPLETE["us-ca"], "pdf")[name], "-", "-")
        assert [text.count(anchor) for anchor in ANCHORS.values()] == [1, 1, 1, 1]


class TestPaper:
    """A4 where letters are written on it, US letter in the United States; an own template keeps its paper."""

    @pytest.mark.parametrize(("law", "width"), [("us", US_TWIPS), ("gb", A4_TWIPS), ("eu-de", A4_TWIPS)])
    def test_word(self, law, width):
        """Word letters go by the jurisdiction, as PDF letters do."""
        section = opened(documents(COMPLETE[law], "docx")["letter"]).sections[0]
        assert abs(section.page_width.twips - width) <= 1

    def test_own(self):
        """What a company has made is not changed."""
        made = COMPLETE["gb"]
        letter = open_press("docx", template("letters/us.docx")).build(made, valued(made)).letter
        assert abs(opened(letter).sections[0].page_width.twips - US_TWIPS) <= 1


class TestOwnAgreement:
    """What is signed apart can have an own template."""

    def test_used(self, tmp_path):
        """Its words stand in the document apart, and not in the letter."""
        own = tmp_path / "own.md"
        own.write_text("# Ours: {{ title }}\n\n{{ mark }}\n", encoding="utf-8")
        made = COMPLETE["us-ca"]
        found = open_press("md", agreement=own).build(made, valued(made))
        (apart,) = found.apart.values()
        assert apart.startswith(b"# Ours: Sign-on") and b"# Ours" not in found.letter

    def test_wrong_at_once(self, tmp_path):
        """A fault is told before any letter is written, and another form is refused."""
        own = tmp_path / "own.md"
        own.write_text("{{ title", encoding="utf-8")
        with pytest.raises(InvalidValue, match="unexpected end"):
            open_press("md", agreement=own)
        with pytest.raises(FileProblems, match=r"no template of a \.docx letter"):
            open_press("docx", agreement=own)


def test_clauses_of_the_place_are_run_in():
    """Clauses of the jurisdiction look as all others: the name in bold, then the text, in one paragraph."""
    document = opened(documents(COMPLETE["gb"], "docx")["letter"])
    (hours,) = [part for part in document.paragraphs if part.text.startswith("Hours. ")]
    assert hours.runs[0].bold and hours.runs[0].text.strip() == "Hours." and not hours.runs[1].bold
