"""A Word template, read once and filled in often: the same parts, with the tags of its text already understood."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from .docx import FIX, SAVED_BY, Properties, as_word
from .sandbox import Budget, TemplateFault, compiled, near_line, refused_template, rendered, sandbox

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Template

from ..errors import InvalidValue

MOST_UNPACKED = 50_000_000
"""Most bytes of a template, unpacked: a letter with a logo has under a million."""

SHORT_TABLE = 8
"""Most rows of a table that a page must not cut."""

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_TEXTS = re.compile(r"\.wordprocessingml\.(document\.main|template\.main|header|footer|footnotes|endnotes)\+xml$")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")
_BREAKS = re.compile(r"[\t\n\a\f]")


class WordTemplate:
    """A Word template whose text is compiled once.

    Args:
        template: The file's bytes.

    Raises:
        InvalidValue: If it is no Word document, or does more than print.
    """

    def __init__(self, template: bytes) -> None:
        self._document = opened(template)
        self._sources = dict(text_parts(self._document))
        environment = sandbox(finalize=as_word, autoescape=True)
        self._texts: dict[str, Template] = {}
        for name, source in self._sources.items():
            with _told(source):
                self._texts[name] = compiled(source, environment)
        self._rest = self._without(self._texts)

    def render(self, context: Mapping[str, Any], *, properties: Properties) -> bytes:
        """A document; the same context and properties give the same bytes.

        Raises:
            InvalidValue: If the template uses a name that does not exist, or would not end.
        """
        budget = Budget()
        parts = {name: self._filled(name, text, context, budget) for name, text in self._texts.items()}
        parts[_CORE] = core_properties(properties, identifier=text_hash(parts)).encode()
        written = io.BytesIO(self._rest)
        with ZipFile(written, "a") as package:
            for name, data in parts.items():
                _add(package, name, data)
        return written.getvalue()

    def _filled(self, name: str, text: Template, context: Mapping[str, Any], budget: Budget) -> bytes:
        from docx.opc.oxml import serialize_part_xml

        with _told(self._sources[name]):
            xml = rendered(text, context, budget=budget).replace("\n<w:p", "<w:p")
        if _BREAKS.search(xml):
            xml = self._document.resolve_listing(xml)
        try:
            tree = self._document.fix_tables(xml)
        except (AttributeError, TypeError, ValueError) as error:  # a table without columns
            raise InvalidValue("letter template", str(error), "has a table that is broken", FIX) from None
        for table in tree.iter(f"{{{tree.nsmap['w']}}}tbl"):
            fit_grid(table)
            keep_whole(table)
        self._document.docx_ids_index = 1000
        self._document.fix_docpr_ids(tree)
        return bytes(serialize_part_xml(tree))

    def _without(self, texts: Mapping[str, object]) -> bytes:
        """The package without its texts and properties, packed with one fixed time."""
        whole, rest = io.BytesIO(), io.BytesIO()
        self._document.docx.core_properties.title = ""  # there is such a part now, whatever the template had
        self._document.docx.save(whole)
        with ZipFile(whole) as source, ZipFile(rest, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                if name not in texts and name != _CORE:
                    _add(target, name, source.read(name))
        return rest.getvalue()


def opened(template: bytes) -> DocxTemplate:
    """A template as docxtpl reads it.

    Raises:
        InvalidValue: If it is no Word document, or unpacks to more than a letter can have.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    try:
        with ZipFile(io.BytesIO(template)) as package:
            size = sum(part.file_size for part in package.infolist())
        if size > MOST_UNPACKED:
            raise InvalidValue("letter template", f"{size:,} bytes", f"unpacks to more than {MOST_UNPACKED:,} bytes")
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError, NotImplementedError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue("letter template", str(error), "is not a Word document (.docx)", FIX) from None
    return document


def text_parts(document: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Body, headers, footers and notes: name in the package, and the XML with whole tags, a paragraph a line."""
    for part in document.docx.part.package.iter_parts():
        if _TEXTS.search(part.content_type):
            try:
                xml = document.get_part_xml(part)
            except (SyntaxError, ValueError) as error:
                raise InvalidValue("letter template", str(error), "is not a Word document (.docx)", FIX) from None
            yield str(part.partname).lstrip("/"), _PARAGRAPH.sub(r"\n<w:p\1", document.patch_xml(xml))


def plain_lines(source: str) -> list[str]:
    """The text of each line of a part's source, as a reader of the template sees it."""
    from html import unescape

    return [" ".join(unescape(_TAG.sub(" ", line)).split()) for line in source.split("\n")]


def text_hash(parts: Mapping[str, bytes]) -> str:
    """A hash of the texts of a document's body, by which a later edit is seen."""
    from docx.oxml import parse_xml

    body = parse_xml(next(data for name, data in sorted(parts.items()) if name.endswith("document.xml")))
    space = f"{{{body.nsmap['w']}}}"
    texts = "".join(text.text or "" for text in body.iter(f"{space}t"))
    return hashlib.sha256("".join(texts.split()).encode()).hexdigest()


def core_properties(properties: Properties, *, identifier: str) -> str:
    """What a document says about itself, and nothing else."""
    from xml.sax.saxutils import escape

    spaces = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    noon = f'xsi:type="dcterms:W3CDTF">{properties.on.isoformat()}T12:00:00Z'
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<cp:coreProperties"
        + "".join(f' xmlns:{name}="{uri}"' for name, uri in spaces.items())
        + f"><dc:title>{escape(properties.title[:255])}</dc:title><dc:creator>{escape(properties.author[:255])}"
        f"</dc:creator><dc:identifier>{identifier}</dc:identifier><dc:language>{escape(properties.language)}"
        f"</dc:language><dc:subject>{escape(properties.subject)}</dc:subject><cp:lastModifiedBy>{SAVED_BY}"
        f"</cp:lastModifiedBy><cp:revision>1</cp:revision><dcterms:created {noon}</dcterms:created>"
        f"<dcterms:modified {noon}</dcterms:modified></cp:coreProperties>"
    )


def fit_grid(table: Any) -> None:
    """Column widths as its cells say: docxtpl leaves those of looped columns (``{%tc for %}``) uneven."""
    from docx.oxml.ns import qn

    width = qn("w:w")
    row = max(table.iter(qn("w:tr")), key=lambda row: len(row.findall(qn("w:tc"))), default=None)
    if row is None:
        return
    cells = [cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for cell in row.findall(qn("w:tc"))]
    columns = table.find(qn("w:tblGrid")).findall(qn("w:gridCol"))
    if len(cells) == len(columns) and all(cell is not None and cell.get(width) for cell in cells):
        for column, cell in zip(columns, cells, strict=True):
            column.set(width, cell.get(width))


def keep_whole(table: Any) -> None:
    """A short table stays on one page: each row but the last keeps with the next."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    rows = table.findall(qn("w:tr"))
    if len(rows) > SHORT_TABLE:
        return
    for row in rows[:-1]:
        for paragraph in row.iter(qn("w:p")):
            settings = paragraph.find(qn("w:pPr"))
            if settings is None:
                settings = OxmlElement("w:pPr")
                paragraph.insert(0, settings)
            if settings.find(qn("w:keepNext")) is None:
                style = settings.find(qn("w:pStyle"))
                settings.insert(0 if style is None else 1, OxmlElement("w:keepNext"))


def _add(package: ZipFile, name: str, data: bytes) -> None:
    part = ZipInfo(name, _ZIP_DAY)
    part.compress_type = ZIP_DEFLATED
    package.writestr(part, data)


class _told:  # noqa: N801 - reads as a sentence: with _told(source)
    """A fault of a template, told with the text near its place."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Say where it is.

        Raises:
            InvalidValue: For a fault.
        """
        if isinstance(error, TemplateFault):
            near = near_line(plain_lines(self._source), error.line)
            raise refused_template(error, near, FIX) from None
