"""The offer letter as PDF: tagged (PDF/UA-1), for archives (PDF/A-2a), from the same context as Word and Markdown.

Needs the extra ``pdf`` (typst). The texts of an offer reach the template as data and never as markup. Fonts that come
with typst are tried first, so that the same letter is the same bytes everywhere; a character that they lack is looked
for among the fonts of the system, and a letter that would show an empty box for it is refused.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..checks import one_of
from ..errors import InvalidValue
from ..pay.offer import Offer
from ..valuation.value import Valuation
from .docx import Properties
from .letter import build_letter_context, letter_properties
from .letterrules import LetterRules

if TYPE_CHECKING:
    from typst import Compiler

STANDARDS = ("ua-1", "a-2a")
"""PDF/UA-1: readable by a screen reader. PDF/A-2a: readable in thirty years."""

PAPERS = {"us-letter": "us-letter", "a4": "a4"}
FONT = "Libertinus Serif"
"""The font of the letter; it comes with typst."""

_MISSING = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")` could not be displayed")


@frozen(kw_only=True)
class PdfLook:
    """How a PDF looks, beside its template.

    Attributes:
        paper: ``us-letter`` or ``a4``.
        fonts: Families to try, in order; then any font that has the character.
    """

    paper: str = field(default="us-letter", validator=one_of(*PAPERS))
    fonts: tuple[str, ...] = (FONT,)


def build_letter_pdf(
    offer: Offer, valuation: Valuation, *, rules: LetterRules, template: bytes, look: PdfLook | None = None
) -> bytes:
    """The letter as PDF; the same offer, valuation, rules and template give the same bytes.

    Args:
        offer: What is offered, and to whom.
        valuation: Of the offer's package; its amounts as promised are printed.
        rules: The jurisdiction, and how figures are written.
        template: A typst template, such as ``templates/letters/letter.typ``.
        look: Paper and fonts; the jurisdiction's paper and the font of typst if not said.

    Raises:
        FileProblems: If the letter would have a blank or a term refused there, or the offer is another company's.
        InvalidValue: If the valuation is of another package, no font has a character, or the template is wrong.
    """
    context = build_letter_context(offer, valuation, rules=rules)
    properties = letter_properties(offer, context, rules)
    return render_pdf(template, context, properties=properties, look=look or PdfLook(paper=rules.jurisdiction.paper))


def render_pdf(
    template: bytes, context: Mapping[str, Any], *, properties: Properties, look: PdfLook | None = None
) -> bytes:
    """A PDF from a typst template and a context of dicts, lists and texts.

    The template finds them as JSON in ``sys.inputs.letter``, and title, author, day, language, paper and fonts in
    ``sys.inputs.settings``.

    Raises:
        InvalidValue: If no font has a character, or the template cannot be filled in.
    """
    inputs = {"letter": _json(context), "settings": _json(_settings(properties, look or PdfLook()))}
    noon = datetime.combine(properties.on, time(12), UTC)
    try:
        return _compiled(template, inputs, noon, system=False)
    except _typst_error() as error:
        if not _missing(error):
            raise _refused(error) from None
    try:
        return _compiled(template, inputs, noon, system=True)
    except _typst_error() as error:
        raise _refused(error) from None


def _settings(properties: Properties, look: PdfLook) -> dict[str, Any]:
    language, _, region = properties.language.partition("-")
    return {
        "title": properties.title,
        "author": properties.author,
        "day": [properties.on.year, properties.on.month, properties.on.day],
        "lang": language,
        "region": region or None,
        "paper": PAPERS[look.paper],
        "fonts": list(look.fonts),
    }


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _compiled(template: bytes, inputs: dict[str, str], noon: datetime, *, system: bool) -> bytes:
    options: dict[str, Any] = {"pdf_standards": list(STANDARDS), "timestamp": noon}
    made = _compiler(system).compile(input=template, format="pdf", sys_inputs=inputs, **options)
    assert isinstance(made, bytes)  # a PDF is one file
    return made


@cache
def _compiler(system: bool) -> Compiler:
    """A compiler, with the fonts of typst or those of the system, too; finding fonts takes longer than a letter."""
    import typst

    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=system), ignore_system_fonts=not system)


def _typst_error() -> type[Exception]:
    import typst

    return typst.TypstError


def _missing(error: Exception) -> list[str]:
    """Characters for which no font was found, each once."""
    texts = [str(json.loads(_without_escapes(found))) for found in _MISSING.findall(getattr(error, "diagnostic", ""))]
    return list(dict.fromkeys(char for text in texts for char in text))


def _without_escapes(quoted: str) -> str:
    r"""A text as typst quotes it, as JSON does: ``\u{200b}`` is ``\u200b``, beyond that two of them."""

    def plain(match: re.Match[str]) -> str:
        return json.dumps(chr(int(match[1], 16)))[1:-1]

    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", plain, quoted)


def _refused(error: Exception) -> InvalidValue:
    if glyphs := _missing(error):
        named = ", ".join(f"{char} (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})" for char in glyphs[:5])
        more = f" and {len(glyphs) - 5} more" if len(glyphs) > 5 else ""
        fix = "install a font that has them, such as one of Noto, or write the letter as Word"
        return InvalidValue("PDF letter", "".join(glyphs), f"no font has {named}{more}", fix)
    return InvalidValue("PDF template", getattr(error, "message", str(error)), "cannot be filled in", _where(error))


def _where(error: Exception) -> str:
    """The line of the template, as typst shows it."""
    lines = getattr(error, "diagnostic", "").splitlines()
    return next((" ".join(line.split()) for line in lines if "│" in line and line.strip(" │")[:1].isdigit()), "")
