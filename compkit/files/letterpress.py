"""The letterpress: a letter's template, read once and set for many offers, in the form that its file's name says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from ..documents.agreement import build_agreement_context
from ..documents.docx import Properties, TextTemplate
from ..documents.jurisdictioncheck import separate_documents
from ..documents.jurisdictionparts import SeparateDocument
from ..documents.letter import build_letter_context, letter_properties
from ..documents.letterpdf import PdfLook, render_pdf
from ..documents.letterrules import LetterRules
from ..documents.templatecheck import TemplateCheck, check_text_template, check_word_template
from ..documents.voice import Voice
from ..documents.wordpaper import on_paper
from ..documents.wordtemplate import WordTemplate
from ..errors import OutputRefused
from ..pay.offer import Offer
from ..valuation.value import Valuation
from .jurisdictions import offer_jurisdiction
from .office import office_pdf
from .templates import template as shipped
from .text import read_text, refused

FORMATS = ("docx", "pdf", "md")
"""Forms of a letter; also the suffixes of its file."""

_SHIPPED = {
    "docx": ("letters/us.docx", "letters/agreement.docx"),
    "pdf": ("letters/letter.typ", "letters/agreement.typ"),
    "md": ("letters/us.md", "letters/agreement.md"),
}
"""Templates that come with compkit: of the letter, and of what is signed apart."""
Setter = Callable[[dict[str, Any], Properties, str], bytes]
"""Sets a context, with what the document says about itself, on a paper."""

_OWN = {"docx": (".docx",), "pdf": (".docx", ".typ"), "md": (".md",)}


@frozen(kw_only=True)
class PressedLetter:
    """A letter, and the documents that go with it and are signed apart.

    Attributes:
        letter: The letter.
        apart: The other documents, by their ids.
    """

    letter: bytes
    apart: dict[str, bytes]


@frozen(kw_only=True)
class LetterPress:
    """Ready to write letters.

    Attributes:
        format: ``docx``, ``pdf`` or ``md``.
        template: Name of the template's file.
        locale: How figures and days are written; empty is as the jurisdiction of each offer has it.
        letter: Makes the letter of an offer and its valuation, under rules.
        agreement: Makes a document beside the letter.
    """

    format: str
    template: str
    locale: str = ""
    letter: Callable[[Offer, Valuation, LetterRules], bytes]
    agreement: Callable[[Offer, SeparateDocument, LetterRules], bytes]

    def build(self, offer: Offer, valuation: Valuation) -> PressedLetter:
        """The letter of an offer, with what is signed apart, under the rules of its jurisdiction.

        Raises:
            CompkitError: If the letter would have a blank or a refused term, or no jurisdiction can be told.
        """
        rules = LetterRules(jurisdiction=offer_jurisdiction(offer), locale=self.locale)
        letter = self.letter(offer, valuation, rules)
        apart = separate_documents(offer, rules.jurisdiction)
        return PressedLetter(letter=letter, apart={one.id: self.agreement(offer, one, rules) for one in apart})


def letter_format(path: str | Path, said: str | None = None) -> str:
    """The form of a letter: as said, else by the suffix of its file.

    Raises:
        OutputRefused: If it is none of the forms, or the two do not agree.
    """
    suffix = Path(path).suffix.casefold().removeprefix(".")
    if said is not None and suffix in FORMATS and suffix != said:
        raise OutputRefused(path, f"--format {said} and the suffix .{suffix} do not agree", "say one of them")
    if (said or suffix) not in FORMATS:
        what = Path(path).suffix or "without suffix"
        raise OutputRefused(path, f"a letter is .docx, .pdf or .md, not {what}", "end the name in one of them")
    return said or suffix


def open_press(
    format: str,  # noqa: A002 - as the command line names it
    template: str | Path | None = None,
    *,
    agreement: str | Path | None = None,
    locale: str = "",
    look: PdfLook | None = None,
) -> LetterPress:
    """Read a letter's template, once for all letters of a run.

    Args:
        format: ``docx``, ``pdf`` or ``md``.
        template: An own template; None is the one that comes with compkit.
        agreement: An own template of what is signed apart; None is the one that comes with compkit.
        locale: How figures and days are written, such as ``de_DE``; empty is as the jurisdiction has it.
        look: Paper and fonts of a PDF.

    Raises:
        FileProblems: If the template cannot be read, or is none for this form.
        InvalidValue: If the template is wrong.
    """
    path = _chosen(format, template, 0)
    letter = _setter(format, path, own=template is not None, look=look)
    beside = _chosen(format, agreement, 1)
    apart = cache(lambda: _setter(format, beside, own=agreement is not None, look=look))
    if agreement is not None:
        apart()  # one of theirs that is wrong is told before any letter is written

    def set_letter(offer: Offer, valuation: Valuation, rules: LetterRules) -> bytes:
        context = build_letter_context(offer, valuation, rules=rules)
        return letter(context, letter_properties(offer, context, rules), rules.jurisdiction.paper)

    def set_agreement(offer: Offer, document: SeparateDocument, rules: LetterRules) -> bytes:
        context = build_agreement_context(offer, document, rules=rules)
        return apart()(context, letter_properties(offer, context, rules), rules.jurisdiction.paper)

    return LetterPress(
        format=format,
        template=path.name,
        locale=Voice(locale=locale).locale if locale else "",
        letter=set_letter,
        agreement=set_agreement,
    )


def _chosen(format: str, own: str | Path | None, which: int) -> Path:  # noqa: A002
    """An own template, or the one that comes with compkit: 0 of the letter, 1 of what is signed apart."""
    if own is None:
        return shipped(_SHIPPED[format][which])
    path = Path(own)
    if path.suffix.casefold() not in _OWN[format]:
        raise refused(str(path), f"is no template of a .{format} letter", f"one ends in {' or '.join(_OWN[format])}")
    return path


def _setter(format: str, path: Path, *, own: bool, look: PdfLook | None) -> Setter:  # noqa: A002
    """What sets a context by a template, which is read here, once.

    An own Word template keeps its paper; the one that comes with compkit is set on the paper of the jurisdiction.
    """
    suffix = path.suffix.casefold()
    if suffix == ".md":
        text = TextTemplate(read_text(path))
        return lambda context, properties, paper: marked(text.render(context).encode())
    data = template_bytes(path)
    if suffix == ".typ":
        return lambda context, properties, paper: render_pdf(
            data, context, properties=properties, look=look or PdfLook(paper=paper)
        )
    word = _word(data, own=own)
    if format == "docx":
        return lambda context, properties, paper: word(paper).render(context, properties=properties)
    return lambda context, properties, paper: office_pdf(
        word(paper).render(context, properties=properties), f"{path.stem}.pdf"
    )


def _word(data: bytes, *, own: bool) -> Callable[[str], WordTemplate]:
    """A Word template by paper, each read when it is first needed; an own one at once, and whatever the paper."""
    if own:
        template = WordTemplate(data)
        return lambda paper: template
    return cache(lambda paper: WordTemplate(on_paper(data, paper)))


def read_template_check(path: str | Path, paper: str = "letter") -> TemplateCheck:
    """What is wrong with the template in a .docx or .md file.

    Args:
        path: The file.
        paper: What it is a template of, one of ``PAPER_FIELDS``.

    Raises:
        FileProblems: If it cannot be read.
        InvalidValue: If it is no Word document, or there is no such paper.
    """
    suffix = Path(path).suffix.casefold()
    if suffix == ".docx":
        return check_word_template(template_bytes(path), file=str(path), paper=paper)
    if suffix == ".md":
        return check_text_template(read_text(path), file=str(path), paper=paper)
    raise refused(str(path), "is no template that can be checked", "one ends in .docx or .md", value=suffix)


def template_bytes(path: str | Path) -> bytes:
    """A template's bytes.

    Raises:
        FileProblems: If it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refused(str(path), f"cannot be read: {reason}", "look at the name and its permissions") from None


def marked(text: bytes) -> bytes:
    """Markdown with a mark by which a later run sees whether it was edited."""
    body = text.rstrip(b"\n")
    return body + b"\n<!-- compkit " + hashlib.sha256(body).hexdigest().encode() + b" -->\n"
