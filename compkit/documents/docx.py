"""Documents from templates: Word and Markdown, the same bytes for the same input. Needs the extra ``word``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .sandbox import TemplateFault, compiled, near_line, printable, refused_template, rendered, sandbox

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

FIX = "see compkit template check, and templates/letters/us.docx for the names a template may use"

_GAPS = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_GAP = re.compile(f"[{_GAPS}]+")

SAVED_BY = "compkit"
"""Who saved a document last, by which a later run sees whether somebody has edited it since."""


@frozen(kw_only=True)
class Properties:
    """What a document says about itself; everything else it could say is emptied.

    Attributes:
        title: Title.
        author: Who wrote it, and who saved it last.
        on: Day of writing.
        language: Language of its text, such as ``en-US``.
        subject: Such as the mark by which it is verified.
    """

    title: str
    author: str
    on: date
    language: str = "en-US"
    subject: str = ""


class TextTemplate:
    """A Markdown template, compiled once.

    Args:
        template: Its text.

    Raises:
        InvalidValue: If its syntax is wrong, or it does more than print.
    """

    def __init__(self, template: str) -> None:
        self._lines = template.splitlines()
        options = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
        self._text: Template
        try:
            self._text = compiled(template, sandbox(finalize=as_markdown, **options))
        except TemplateFault as fault:
            raise refused_template(fault, near_line(self._lines, fault.line), FIX) from None

    def render(self, context: Mapping[str, Any]) -> str:
        """The text; signs that Markdown would take for its own are escaped.

        Raises:
            InvalidValue: If the template uses a name that does not exist, or would not end.
        """
        try:
            return rendered(self._text, context)
        except TemplateFault as fault:
            raise refused_template(fault, near_line(self._lines, fault.line), FIX) from None


def render_docx(template: bytes, context: Mapping[str, Any], *, properties: Properties) -> bytes:
    """A Word document from a Word template (docxtpl tags) and a context of dicts, lists and texts.

    Raises:
        InvalidValue: If the template is no Word document or uses a name or tag that does not exist.
    """
    from .wordtemplate import WordTemplate

    return WordTemplate(template).render(context, properties=properties)


def render_text(template: str, context: Mapping[str, Any]) -> str:
    """Markdown from a Jinja template and a context; signs that Markdown would take for its own are escaped.

    Raises:
        InvalidValue: If the template uses a name or tag that does not exist.
    """
    return TextTemplate(template).render(context)


def as_word(value: object) -> Markup:
    """Text for a Word part: XML escaped, and braces too, since docxtpl rewrites some of them after rendering."""
    from markupsafe import Markup, escape

    return Markup(str(escape(printable(value))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped just above


def as_markdown(value: object) -> str:
    r"""Text that Markdown shows as typed.

    >>> print(as_markdown("O'Neil & <Sons> *A|B*"))
    O'Neil & \<Sons> \*A\|B\*
    """
    text = "".join("\\" + char if char in "\\`*<[|~" else char for char in printable(value))
    return one_line(text)


def one_line(text: str) -> str:
    """Text on one line, a blank for each gap; a blank that must not break, as in 1 250 000 EUR, stays such."""
    return _GAP.sub(" ", text).strip(_GAPS)
