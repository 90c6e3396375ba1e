"""From a described workbook to bytes: values beside the formulas, fixed properties, the same bytes every time."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

CREATOR = "compkit"
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_VALUE = re.compile(rb"(<c (?:(?!t=)[^>])*><f[^>]*>[^<]*</f><v>)([-+0-9.eE]+)</v>")
"""A formula's cell without a type, which is a number's, with its value."""
_DIGITS, _NOTHING = 13, 1e-9


def finished(workbook: Workbook, as_of: date) -> bytes:
    """The workbook's file, with the values of its formulas; its dates are `as_of`."""
    made = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 a document's day has no zone
    file = saved(workbook, title="Offer comparison", subject="INTERNAL: shows expected cost", made=made)
    return repeatable(with_values(file), made)


def saved(workbook: Workbook, *, title: str, subject: str, made: datetime) -> bytes:
    """The workbook's file, with what it says about itself; openpyxl's own bytes, not yet `repeatable`."""
    properties = workbook.properties
    properties.title, properties.creator, properties.lastModifiedBy = title, CREATOR, CREATOR
    properties.subject = subject
    properties.created = properties.modified = made
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_values(file: bytes) -> bytes:
    """The file with each formula's value beside it, for readers that do not calculate; the only call of its kind."""
    from formualizer import recalculate_xlsx_bytes

    return bytes(recalculate_xlsx_bytes(file)["bytes"])


def repeatable(file: bytes, made: datetime) -> bytes:
    """The same parts in a fixed order, with fixed times: openpyxl writes the moment of saving into both."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        names = source.namelist()
        for name in (*_FIRST, *sorted(set(names) - set(_FIRST))):
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = _VALUE.sub(_settled, content)
            if name == "docProps/core.xml":
                content = _dated(content, made)
            if name == "docProps/app.xml":
                content = content.replace(b"Microsoft Excel", CREATOR.encode())
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def _settled(found: re.Match[bytes]) -> bytes:
    """A formula's number without the last digits, which depend on the order in which cells were added up."""
    number = float(found[2])
    kept = 0.0 if abs(number) < _NOTHING else float(f"{number:.{_DIGITS}g}")
    text = repr(int(kept)) if kept.is_integer() and abs(kept) < 10**_DIGITS else repr(kept)
    return found[1] + text.encode() + b"</v>"


def _dated(core: bytes, made: datetime) -> bytes:
    """Document properties with the day of the comparison as day of the last change."""
    stamp = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, core)
