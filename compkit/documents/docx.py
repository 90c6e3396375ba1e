"""Word: a template's bytes and a plain context become a document's bytes, the same bytes for the same input.

Templates are edited by people and run in Jinja2's sandbox: they reach nothing but the context. Needs the extra
``word``.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from attrs import frozen

from ..errors import InvalidValue

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment
    from markupsafe import Markup

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_FIX = "see templates/letters/us.docx for the names a template may use"


SAVED_BY = "compkit"
"""Who saved a document last, by which a later run sees whether somebody has edited it since."""


@frozen(kw_only=True)
class Properties:
    """What a document says about itself; everything else it could say is emptied.

    Attributes:
        title: Title.
        author: Who wrote it, and who saved it last.
        on: Day of writing.
    """

    title: str
    author: str
    on: date


def sandbox(**options: Any) -> Environment:
    """A Jinja2 environment without code, without guesses: an unknown name is an error, never an empty text."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, **options)


def render_docx(template: bytes, context: Mapping[str, Any], *, properties: Properties) -> bytes:
    """A Word document from a Word template (docxtpl tags) and a context of dicts, lists and texts.

    Raises:
        InvalidValue: If the template is no Word document or uses a name or tag that does not exist.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml.ns import qn
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    try:
        document.init_docx()
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise InvalidValue("letter template", str(error), "is not a Word document (.docx)", _FIX) from None
    try:
        document.render(dict(context), jinja_env=sandbox(finalize=as_word), autoescape=True)
    except _template_faults() as error:
        raise InvalidValue("letter template", str(error), "cannot be filled in", _FIX) from None
    for table in document.docx.element.body.iter(qn("w:tbl")):
        _fit_grid(table)
    _describe(document, properties)
    written = io.BytesIO()
    document.save(written)
    return rezipped(written.getvalue())


def render_text(template: str, context: Mapping[str, Any]) -> str:
    """Markdown from a Jinja template and a context; signs that Markdown would take for its own are escaped.

    Raises:
        InvalidValue: If the template uses a name or tag that does not exist.
    """
    environment = sandbox(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=as_markdown)
    try:
        return environment.from_string(template).render(dict(context))
    except _template_faults() as error:
        raise InvalidValue("letter template", str(error), "cannot be filled in", _FIX) from None


def as_word(value: object) -> Markup:
    """Text for a Word part: XML escaped, and braces too, since docxtpl rewrites some of them after rendering."""
    from markupsafe import Markup, escape

    return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped just above


def as_markdown(value: object) -> str:
    r"""Text that Markdown shows as typed.

    >>> print(as_markdown("O'Neil & <Sons> *A|B*"))
    O'Neil & \<Sons> \*A\|B\*
    """
    text = "".join("\\" + char if char in "\\`*<[|~" else char for char in str(value))
    return " ".join(text.split())


def rezipped(package: bytes) -> bytes:
    """The same parts in the same order, packed with one fixed time, so that the same parts are the same bytes."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, _ZIP_DAY)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()


def _describe(document: DocxTemplate, properties: Properties) -> None:
    core = document.docx.core_properties
    core.title, core.author, core.last_modified_by = properties.title[:255], properties.author[:255], SAVED_BY
    core.created = core.modified = datetime.combine(properties.on, time(12), UTC).replace(tzinfo=None)
    core.comments = core.keywords = core.subject = core.category = core.content_status = core.identifier = ""
    core.revision = 1


def _fit_grid(table: Any) -> None:
    """Column widths as its cells say: docxtpl leaves those of looped columns (``{%tc for %}``) uneven."""
    from docx.oxml.ns import qn

    width = qn("w:w")
    row = max(table.iter(qn("w:tr")), key=lambda row: len(row.findall(qn("w:tc"))))
    cells = [cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for cell in row.findall(qn("w:tc"))]
    columns = table.find(qn("w:tblGrid")).findall(qn("w:gridCol"))
    if len(cells) == len(columns) and all(cell is not None and cell.get(width) for cell in cells):
        for column, cell in zip(columns, cells, strict=True):
            column.set(width, cell.get(width))


def _template_faults() -> tuple[type[Exception], ...]:
    """What a template's own text can raise."""
    from jinja2 import TemplateError

    return TemplateError, TypeError, ValueError, ArithmeticError
