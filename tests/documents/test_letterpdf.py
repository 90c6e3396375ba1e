"""The letter as PDF: the same words as in Word and Markdown, tagged, repeatable, and no place for code or boxes."""

import io
import re
import shutil
import subprocess
from zipfile import ZipFile

import pytest
from attrs import evolve

from compkit.documents import letterpdf
from compkit.documents.docx import Properties
from compkit.documents.letterpdf import PdfLook, build_letter_pdf, render_pdf
from compkit.documents.wordtemplate import WordTemplate
from compkit.errors import FileProblems, InvalidValue
from compkit.market import Contract
from compkit.pay import Approval, Benefit, Candidate, Employer, Role
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value
from tests.documents.test_letter import (
    OFFERS,
    TEMPLATES,
    TODAY,
    US,
    WORD,
    context,
    markdown,
    markdown_text,
    market,
    offer,
    printed,
    rules,
    startup,
    usd,
    valued,
    word,
    word_text,
)
from tests.samples import acme

PDF = (TEMPLATES / "letter.typ").read_bytes()
MARKUP = '#x $y$ *a* _b_ [c] \\ @d `e` // f <label> #eval("1") = g "quoted" O\'Neil -- ... ~h {i} %j'
BODY = ("-x", "0", "-y", "70", "-W", "612", "-H", "650", "-r", "72")
"""The page without header and footer, which would stand within a sentence that goes on over the page."""

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


def pdf(made, **options):
    """The letter as PDF."""
    return build_letter_pdf(made, valued(made.package), rules=rules(made), template=PDF, **options)


def tool(command, data, *more):
    """What a program says about a PDF."""
    run = subprocess.run([command, *more], input=data, capture_output=True, check=True)
    return run.stdout.decode()


def pdf_text(data):
    """All that a reader sees, without blanks: a PDF does not keep where they are."""
    return squeezed(tool("pdftotext", data, "-layout", "-", "-"))


def squeezed(text):
    """A text without blanks and marks of direction."""
    return re.sub(r"[\s\u202a-\u202e\u2066-\u2069]", "", text)


def marked_up():
    """Names that would be markup to typst."""
    made = offer(
        acme(benefits=(Benefit(name=MARKUP, cost=usd(1200), value=usd(1200)),)), offer_number=MARKUP, jurisdiction="us"
    )
    return evolve(
        made,
        employer=Employer(name=MARKUP, address=MARKUP, signed_by=MARKUP),
        candidate=Candidate(name=MARKUP, address=MARKUP),
        role=Role(title=MARKUP, location=MARKUP, overtime="exempt"),
    )


MADE = {"listed": OFFERS["listed"], "start-up": OFFERS["start-up"], "markup": marked_up()}


@needs_pdftotext
@pytest.mark.parametrize("name", MADE)
def test_every_text_in_each_output(name):
    """Every figure and clause of the context stands in Word, in the PDF and in Markdown, as typed."""
    made = MADE[name]
    said = [squeezed(text) for text in printed(context(made))]
    outputs = {
        "word": word_text(word(made)),
        "markdown": markdown_text(markdown(made)),
        "pdf": tool("pdftotext", pdf(made), "-", "-") + tool("pdftotext", pdf(made), *BODY, "-", "-"),
    }
    assert len(said) > 80
    for form, text in outputs.items():
        assert [words for words in said if words not in squeezed(text)] == [], form


def test_same_input_same_bytes():
    """The same letter is the same file; another one is not."""
    assert pdf(OFFERS["listed"]) == pdf(offer(acme()))
    assert pdf(OFFERS["listed"]) != pdf(OFFERS["start-up"])


def test_standards_title_and_language():
    """The file says PDF/UA-1 and PDF/A-2a, its title, its language, and the day of issue, not today."""
    data = pdf(OFFERS["listed"])
    for words in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        b"Offer of employment ACME-2026-0417",
        b"/Lang(en-US)",
        b"/Marked true",
        b"/StructTreeRoot",
        b"<xmp:CreateDate>2026-11-20T",
    ):
        assert words in data
    assert b"/URI" not in data and b"/JavaScript" not in data


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo is not installed")
def test_tags():
    """Headings, tables with heads, and lists are tagged as such; every font is in the file."""
    data = pdf(OFFERS["start-up"])
    tags = tool("pdfinfo", data, "-struct", "-")
    for tag in ("H1", "H2", "Table", "TH", "TD", "LI", "P "):
        assert tag in tags
    assert "Tagged:          yes" in tool("pdfinfo", data, "-")
    fonts = tool("pdffonts", data, "-").splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@pytest.mark.parametrize("name", MADE)
def test_qpdf_finds_no_error(name, tmp_path):
    """The file is whole."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf(MADE[name]))
    assert "No syntax or stream encoding errors" in tool("qpdf", b"", "--check", str(file))


@pytest.mark.parametrize(
    ("char", "name"), [("漢", "CJK UNIFIED IDEOGRAPH-6F22"), ("\U00013000", "EGYPTIAN HIEROGLYPH A001")]
)
def test_missing_glyph_is_named(monkeypatch, char, name):
    """A character that no font has is refused by name: no letter has an empty box."""
    compiler = letterpdf._compiler
    monkeypatch.setattr(letterpdf, "_compiler", lambda system: compiler(False))
    made = offer(acme(), candidate=Candidate(name=f"Sam {char}"))
    with pytest.raises(InvalidValue, match=rf"no font has {char} \(U\+{ord(char):04X} {name}\).*install a font"):
        pdf(made)


def test_quote_in_a_missing_text(monkeypatch):
    """Quotes, backslashes and invisible signs beside the character do not hide it."""
    compiler = letterpdf._compiler
    monkeypatch.setattr(letterpdf, "_compiler", lambda system: compiler(False))
    with pytest.raises(InvalidValue, match=r"no font has 漢 .*, 字 "):
        pdf(offer(acme(), candidate=Candidate(name='"漢" \\ 字')))


@needs_pdftotext
@pytest.mark.parametrize("name", ["שלום כהן", "Zoë Łukasz Đỗ", "Αλέξανδρος", "Иван Петров"])
def test_other_scripts(name):
    """Hebrew from right to left, Latin with all its marks, Greek and Cyrillic need no font of the system."""
    made = offer(acme(), candidate=Candidate(name=name))
    text = pdf_text(pdf(made))
    assert squeezed(name) in text or squeezed(name[::-1]) in text


def test_paper():
    """US letter is 612 by 792 points, A4 is 595 by 842."""
    assert b"612 792" in pdf(OFFERS["listed"])
    assert re.search(rb"/MediaBox\s*\[0 0 595\.\d+ 841\.\d+\]", pdf(OFFERS["listed"], look=PdfLook(paper="a4")))
    with pytest.raises(InvalidValue, match="paper"):
        PdfLook(paper="a5")


def test_refused():
    """A letter with a blank, and a template with a fault, are refused; the fault with its line."""
    with pytest.raises(FileProblems, match="issued_on"):
        build_letter_pdf(offer(acme(), issued_on=None), valued(acme()), rules=US, template=PDF)
    properties = Properties(title="t", author="a", on=TODAY)
    with pytest.raises(InvalidValue, match=r"PDF template.*cannot be filled in.*salery"):
        render_pdf(b"#let a = json(bytes(sys.inputs.letter))\n#a.salery", {"salary": "1"}, properties=properties)


def test_a_template_reads_no_file():
    """A typst template reaches no file of the disk."""
    properties = Properties(title="t", author="a", on=TODAY)
    for text in (b'#read("/etc/passwd")', b'#include "/etc/passwd"', b'#image("/etc/hostname")'):
        with pytest.raises(InvalidValue, match="PDF template"):
            render_pdf(text, {}, properties=properties)


SECRET = "7319"
"""Digits that occur in no figure of the letter."""


def secret_offer():
    """Every internal field of the offer holds a mark."""
    approval = Approval(by=f"Secret Approver {SECRET}", on=TODAY)
    benefit = Benefit(name="Health insurance", cost=usd(9600), value=usd(7319))
    made = offer(startup(benefits=(benefit,)), status="issued", approvals=(approval,))
    return evolve(made, role=evolve(made.role, cost_center=f"R-{SECRET}"))


def secret_valuation(made):
    """Every expectation and price of the employer's own holds a mark."""
    rate = f"0.{SECRET}"
    expected = Assumptions(
        as_of=TODAY,
        bonus_payout=rate,
        commission_payout=rate,
        token_utilisation=rate,
        resale_haircut=rate,
        discount_rate=rate,
        leave_rate=rate,
        employer_load=rate,
    )
    contract = Contract(provider="openai", discount_rate=rate, on=TODAY, source=f"contract {SECRET}")
    shares = tuple(evolve(share, growth_rate=rate) for share in market().shares)
    return value(made.package, market(contracts=(contract,), shares=shares, name=f"scenario {SECRET}"), expected)


def test_no_secret_in_any_output():
    """Cost center, approvals, contracts, payout, utilisation, load, leave rate: in no part, text or metadata."""
    from compkit.documents.letter import build_letter, build_letter_markdown
    from tests.documents.test_letter import MARKDOWN

    made = secret_offer()
    valuation = secret_valuation(made)
    assert SECRET in str(valuation) and SECRET in str(made)  # they are there to be found
    outputs = {"markdown": build_letter_markdown(made, valuation, rules=US, template=MARKDOWN)}
    with ZipFile(io.BytesIO(build_letter(made, valuation, rules=US, template=WordTemplate(WORD)))) as parts:
        outputs["word"] = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    data = build_letter_pdf(made, valuation, rules=US, template=PDF)
    if shutil.which("pdftotext"):
        outputs["pdf"] = (
            tool("pdftotext", data, "-", "-") + tool("pdfinfo", data, "-") + tool("pdfinfo", data, "-meta", "-")
        )
    fingerprint = context(made)["mark"].rpartition(" ")[2]
    for form, text in outputs.items():
        found = re.search(rf".{{20}}(73[.,]?19|{SECRET}|Approver).{{20}}", text.replace(fingerprint, ""))
        assert found is None, (form, found)
    assert data == pdf(evolve(made, approvals=(), role=evolve(made.role, cost_center="other")))
