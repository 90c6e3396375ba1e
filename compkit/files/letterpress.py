"""The letterpress: a letter's template, read once and set for many offers, in the form that its file's name says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from ..documents.docx import TextTemplate
from ..documents.letter import build_letter, build_letter_markdown
from ..documents.letterpdf import PdfLook, build_letter_pdf
from ..documents.templatecheck import TemplateCheck, check_text_template, check_word_template
from ..documents.wordtemplate import WordTemplate
from ..errors import OutputRefused
from ..pay.offer import Offer
from ..valuation.value import Valuation
from .office import office_pdf
from .templates import template as shipped
from .text import read_text, refused

FORMATS = ("docx", "pdf", "md")
"""Forms of a letter; also the suffixes of its file."""

_SHIPPED = {"docx": "letters/us.docx", "pdf": "letters/letter.typ", "md": "letters/us.md"}
_OWN = {"docx": (".docx",), "pdf": (".docx", ".typ"), "md": (".md",)}


@frozen(kw_only=True)
class LetterPress:
    """Ready to write letters.

    Attributes:
        format: ``docx``, ``pdf`` or ``md``.
        template: Name of the template's file.
        build: Makes the letter of an offer and its valuation.
    """

    format: str
    template: str
    build: Callable[[Offer, Valuation], bytes]


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
    look: PdfLook | None = None,
) -> LetterPress:
    """Read a letter's template, once for all letters of a run.

    Args:
        format: ``docx``, ``pdf`` or ``md``.
        template: An own template; None is the one that comes with compkit.
        look: Paper and fonts of a PDF.

    Raises:
        FileProblems: If the template cannot be read, or is none for this form.
        InvalidValue: If the template is wrong.
    """
    path = Path(template) if template is not None else shipped(_SHIPPED[format])
    suffix = path.suffix.casefold()
    if template is not None and suffix not in _OWN[format]:
        raise refused(str(path), f"is no template of a .{format} letter", f"one ends in {' or '.join(_OWN[format])}")
    return LetterPress(format=format, template=path.name, build=_builder(format, path, suffix, look))


def _builder(format: str, path: Path, suffix: str, look: PdfLook | None) -> Callable[[Offer, Valuation], bytes]:  # noqa: A002
    if suffix == ".md":
        text = TextTemplate(read_text(path))
        return lambda offer, valuation: marked(build_letter_markdown(offer, valuation, template=text).encode())
    data = template_bytes(path)
    if suffix == ".typ":
        return lambda offer, valuation: build_letter_pdf(offer, valuation, template=data, look=look)
    word = WordTemplate(data)
    if format == "docx":
        return lambda offer, valuation: build_letter(offer, valuation, template=word)
    return lambda offer, valuation: office_pdf(build_letter(offer, valuation, template=word), f"{path.stem}.pdf")


def read_template_check(path: str | Path) -> TemplateCheck:
    """What is wrong with the template in a .docx or .md file.

    Raises:
        FileProblems: If it cannot be read.
        InvalidValue: If it is no Word document.
    """
    suffix = Path(path).suffix.casefold()
    if suffix == ".docx":
        return check_word_template(template_bytes(path), file=str(path))
    if suffix == ".md":
        return check_text_template(read_text(path), file=str(path))
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
