"""The parts of a one-sheet Excel file beside the sheet: those that ECMA-376 requires, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADING, TEXT, MARKED, FIXED = 1, 2, 3, 4
"""Styles that every file has: of a heading, of text, of text that looks like a formula; and how many they are."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINKS = "application/vnd.openxmlformats-package.relationships+xml"
_AS_TEXT, _FIRST_CODE = 49, 164
"""Number formats: the built-in one of text, and the first that a file may define."""


def other_parts(codes: Iterable[str], title: str, area: str) -> Mapping[str, str]:
    """Every part but the sheet.

    Args:
        codes: Number formats of its own styles, in their order.
        title: Name of the sheet.
        area: Its table, with its heading: ``$A$1:$C$7``.
    """
    book, sheet, styles = "xl/workbook.xml", "worksheets/sheet1.xml", "styles.xml"
    types = (
        content_type(book, "sheet.main")
        + content_type(f"xl/{sheet}", "worksheet")
        + content_type(f"xl/{styles}", "styles")
    )
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_LINKS}"/>{types}</Types>',
        "_rels/.rels": relationships(("officeDocument", book)),
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", sheet), ("styles", styles)),
        book: XML + _workbook(title, area),
        f"xl/{styles}": XML + _styles(list(codes)),
    }


def content_type(part: str, kind: str) -> str:
    """What a part of the file is."""
    return f'<Override PartName="/{part}" ContentType="{_SPREADSHEET}.{kind}+xml"/>'


def relationships(*targets: tuple[str, str]) -> str:
    """Parts that a part refers to, each by its kind."""
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _workbook(title: str, area: str) -> str:
    quoted = title.replace("'", "''")
    names = {"_FilterDatabase": f"'{quoted}'!{area}", "Print_Titles": f"'{quoted}'!$1:$1"}
    defined = "".join(
        f'<definedName name="_xlnm.{name}" localSheetId="0"{_hidden(name)}>{escape(place)}</definedName>'
        for name, place in names.items()
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets>'
        f"<definedNames>{defined}</definedNames></workbook>"
    )


def _hidden(name: str) -> str:
    return ' hidden="1"' if name.startswith("_") else ""


def _styles(codes: list[str]) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in enumerate(codes, _FIRST_CODE)
    )
    heading = _style(_AS_TEXT, 'applyFont="1" applyFill="1" applyAlignment="1"', font=1, fill=2)
    heading = heading.replace("/>", '><alignment vertical="top" wrapText="1"/></xf>')
    shown = 'applyNumberFormat="1"'
    fixed = (_style(0), heading, _style(_AS_TEXT, shown), _style(_AS_TEXT, f'{shown} quotePrefix="1"'))
    styles = (*fixed, *(_style(number, shown) for number, _ in enumerate(codes, _FIRST_CODE)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{formats}</numFmts>'
        f'<fonts count="2">{_font("")}{_font("<b/>")}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EDF3"/></patternFill></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{"".join(styles)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _font(weight: str) -> str:
    return f'<font>{weight}<sz val="11"/><name val="Calibri"/><family val="2"/></font>'


def _style(number_format: int, more: str = "", *, font: int = 0, fill: int = 0) -> str:
    return f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" {more}/>'
