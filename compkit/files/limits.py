"""What an Excel file may be before anything reads it: limits on sizes and parts, and XML without entities.

Every part is unpacked once, in bounded memory, and what was unpacked is put into an archive of its own: whoever reads
that finds the parts that were looked over, whatever the file says of itself in other places.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from attrs import frozen

from ..errors import FileProblems
from .repack import archive_of
from .text import refused

LARGEST = 200_000_000
"""Most bytes of all parts once they are unpacked."""
LARGEST_INDEX = 5_000_000
"""Most bytes of a part that is read as a tree: the workbook, its links and styles."""
MOST_PARTS = 2_000
"""A workbook of a hundred sheets, each with a chart, a drawing and comments, has some eight hundred."""
MOST_RATIO = 200
"""Most times that a part may grow when it is unpacked; 42,000 rows by 30 columns of one same number grow 60 times."""
GRACE = 10_000_000
"""Bytes up to which a part may grow more: an empty sheet with styles does."""

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAME_LENGTH, _HEADER = 26, 30
"""Where a part's header says how long its name is, and how long it is without it (APPNOTE.TXT, 4.3.7)."""
_DIRECTORY, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_ENTITIES = re.compile(rb"!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_INDEX = re.compile(r"xl/(workbook|styles)\.xml|.*\.rels|\[content_types\]\.xml", re.IGNORECASE)
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f\\]")
_OTHER_KINDS = {
    "xl/vbaproject.bin": ("holds macros", "save it as .xlsx, which holds none"),
    "xl/workbook.bin": ("is a binary workbook", "save it as .xlsx, not .xlsb"),
    "content.xml": ("is an OpenDocument sheet", "save it as .xlsx"),
}
_CUT = ("is cut off or damaged", "copy or download it again, or save it anew as .xlsx")
_STRANGE = ("is not built as Excel builds a workbook", "open it and save it anew as .xlsx")


@frozen
class Parts:
    """A workbook that was looked over.

    Attributes:
        contents: Its parts that are XML, by name.
        archive: The same parts as a file, packed as they were.
    """

    contents: dict[str, bytes]
    archive: BytesIO


def checked(data: bytes, file: str) -> Parts:
    """The parts of a workbook, looked over.

    Args:
        data: The file's bytes.
        file: Its name, for problems.

    Raises:
        FileProblems: If it is no workbook, or exceeds a limit, in one sentence with the way out.
    """
    _check_kind(data, file)
    try:
        with ZipFile(BytesIO(data)) as parts:
            _check_parts(parts.infolist(), len(data), file)
            return _packed_anew(parts, data, file)
    except FileProblems:
        raise
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise refused(file, *_CUT) from None


def _check_kind(data: bytes, file: str) -> None:
    """What the first bytes and the directory say, before any library opens it."""
    if not data:
        raise refused(file, "is empty", "copy or download it again")
    if data.startswith(_OLD) and _ENCRYPTED in data:
        raise refused(
            file, "is protected by a password", "take the password off in Excel: File, Info, Protect Workbook"
        )
    if data.startswith(_OLD):
        raise refused(file, "is a workbook of before 2007 (.xls)", "open it and save it as .xlsx")
    if not data.startswith(_LOCAL):
        raise refused(file, "is not an Excel workbook", "save it as .xlsx; if it is CSV, name it .csv")
    if data.count(_DIRECTORY) > MOST_PARTS + 10:
        _refuse_parts(file)


def _refuse_parts(file: str) -> NoReturn:
    raise refused(file, f"has more than {MOST_PARTS:,} parts", "save its first sheet alone as .xlsx, or as CSV")


def _check_parts(entries: list[ZipInfo], size: int, file: str) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if len(names) > MOST_PARTS:
        _refuse_parts(file)
    if any(_OUTSIDE.search(name) for name in names):
        raise refused(file, "has a part that would stand outside it", "do not open it, and ask who sent it")
    if len(set(names)) < len(names):
        raise refused(file, "has two parts of one name", "open it and save it anew as .xlsx")
    for name, (rule, fix) in _OTHER_KINDS.items():
        if name in names:
            raise refused(file, rule, fix)
    if "xl/workbook.xml" not in names:
        raise refused(file, "is an archive without a workbook", "unpack it first, or save the sheet as .xlsx")
    _check_sizes(entries, size, file)


def _check_sizes(entries: list[ZipInfo], size: int, file: str) -> None:
    """Sizes as the file declares them; no part is read beyond its declared size."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(file, "is protected by a password", "take the password off")
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise refused(file, *_STRANGE)
    if sum(entry.compress_size for entry in entries) > size:
        raise refused(file, "has parts that overlap, as a zip bomb has", "do not open it, and ask who sent it")
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise refused(file, f"unpacks to more than {LARGEST:,} bytes", "save the sheet alone, or as CSV")
    for entry in entries:
        if entry.file_size > max(GRACE, MOST_RATIO * entry.compress_size):
            rule = f"has a part that grows more than {MOST_RATIO} times when it is unpacked, as a zip bomb does"
            raise refused(file, rule, "save the sheet alone, or as CSV")
        if entry.file_size > LARGEST_INDEX and _INDEX.fullmatch(entry.filename):
            rule = f"its part {entry.filename} is longer than {LARGEST_INDEX:,} bytes"
            raise refused(file, rule, "copy the table into a new workbook")


def _packed_anew(parts: ZipFile, data: bytes, file: str) -> Parts:
    """What is XML; pictures and printer settings are not read."""
    contents, packed = {}, []
    for entry in parts.infolist():
        if entry.filename.casefold().endswith((".xml", ".rels")):
            body = _body(parts, entry, data)
            content = contents[entry.filename] = _content(entry, body)
            _check_xml(entry.filename, content, file)
            packed.append((entry, body))
    return Parts(contents, archive_of(packed))


def _body(parts: ZipFile, entry: ZipInfo, data: bytes) -> memoryview:
    """A part as it is packed; its own header was compared with the directory."""
    parts.open(entry).close()
    at = entry.header_offset
    begin = (
        at + 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    )
    return memoryview(data)[begin : begin + entry.compress_size]


def _content(entry: ZipInfo, body: memoryview) -> bytes:
    """A part unpacked: exactly its declared size and no byte more, so that every reader finds the same.

    Raises:
        BadZipFile: If it lies about its size or content.
    """
    if entry.compress_type == ZIP_STORED:
        content, is_whole = bytes(body), True
    else:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = stream.decompress(body, entry.file_size + 1)
        is_whole = stream.eof and not stream.unused_data
    if not is_whole or len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise BadZipFile(entry.filename)
    return content


def _check_xml(name: str, content: bytes, file: str) -> None:
    if b"\x00" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refused(file, f"its part {name} is not UTF-8", "open it and save it anew as .xlsx")
    if has(content, _ENTITIES):
        raise refused(file, f"its part {name} defines entities, as an XML bomb does", "do not open it; ask who sent it")


def has(content: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Whether a pattern occurs that begins with a single plain byte: to look for that first is many times as fast."""
    sign = pattern.pattern[:1]
    at = content.find(sign)
    while at >= 0:
        if pattern.match(content, at):
            return True
        at = content.find(sign, at + 1)
    return False
