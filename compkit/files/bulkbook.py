"""Several large tables in one Excel file, a sheet each, written as `write_table` writes one."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from ..errors import OutputRefused
from .bulk import check_size, chunks, sheet_title
from .bulkcolumns import columns_of
from .bulkparts import MAIN, XML, content_type, other_parts, relationships
from .bulksheet import Styles, letters, sheet_xml, zip_entry
from .text import write_bytes

if TYPE_CHECKING:
    import pandas as pd


def write_tables(
    frames: Mapping[str, pd.DataFrame], path: str | Path, *, formats: Mapping[str, str] | None = None
) -> None:
    """Write data frames as sheets of one .xlsx; the same frames give the same bytes.

    Args:
        frames: The tables by the name of their sheet, in order.
        path: The file, ``.xlsx``.
        formats: Number formats of Excel by column, for every sheet that has it.

    Raises:
        OutputRefused: If the file is no .xlsx, cannot be written, or has more rows or columns than a sheet allows.
        InvalidValue: If a sheet or column has no plain name of its own, or a value cannot stand in a cell.
    """
    if Path(path).suffix.casefold() != ".xlsx":
        raise OutputRefused(path, "several tables are written as .xlsx", "name it so")
    for name, frame in frames.items():
        sheet_title(name)
        check_size(frame, path)
    write_bytes(path, _book(frames, formats or {}))


def _book(frames: Mapping[str, pd.DataFrame], formats: Mapping[str, str]) -> bytes:
    styles = Styles()
    columns = [
        columns_of(frame, {name: code for name, code in formats.items() if name in frame.columns})
        for frame in frames.values()
    ]
    looks = [[styles.look(column, number) for number, column in enumerate(own, 1)] for own in columns]
    areas = [f"$A$1:${letters(len(own))}${len(frame) + 1}" for own, frame in zip(columns, frames.values(), strict=True)]
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name, text in _parts(styles, list(frames), areas).items():
            file.writestr(zip_entry(name), text)
        for number, frame in enumerate(frames.values()):
            with file.open(zip_entry(f"xl/worksheets/sheet{number + 1}.xml"), "w") as sheet:
                for text in sheet_xml(columns[number], looks[number], chunks(frame), areas[number]):
                    sheet.write(text.encode())
    return out.getvalue()


def _parts(styles: Styles, titles: list[str], areas: list[str]) -> dict[str, str]:
    """Every part but the sheets: those of a file of one sheet, with the others named beside it."""
    parts = dict(other_parts(styles.codes, titles[0], areas[0]))
    sheets = [f"worksheets/sheet{number}.xml" for number in range(1, len(titles) + 1)]
    more = "".join(content_type(f"xl/{sheet}", "worksheet") for sheet in sheets[1:])
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{more}</Types>")
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        *(("worksheet", sheet) for sheet in sheets), ("styles", "styles.xml")
    )
    parts["xl/workbook.xml"] = XML + _workbook(titles, areas)
    return parts


def _workbook(titles: list[str], areas: list[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    defined = "".join(
        f'<definedName name="_xlnm.{name}" localSheetId="{number}"{hidden}>{escape(_place(title, place))}</definedName>'
        for name, hidden in (("_FilterDatabase", ' hidden="1"'), ("Print_Titles", ""))
        for number, (title, area) in enumerate(zip(titles, areas, strict=True))
        for place in (area if hidden else "$1:$1",)
    )
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{links}"><sheets>{sheets}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>"
    )


def _place(title: str, area: str) -> str:
    quoted = title.replace("'", "''")
    return f"'{quoted}'!{area}"
