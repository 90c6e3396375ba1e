"""An archive of parts that are packed already: with a directory that says of each what was found, and nothing else.

The layout is that of APPNOTE.TXT by PKWARE, sections 4.3.7 (local header), 4.3.12 (directory) and 4.3.16 (its end).
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from struct import pack
from zipfile import ZipInfo

_VERSION, _UTF_8 = 20, 0x800
"""Version 2.0 of the format packs by deflation; the flag says that names are UTF-8."""
_FIRST_DAY = 33
"""1980-01-01, as the format counts days."""


def archive_of(parts: Sequence[tuple[ZipInfo, memoryview]]) -> BytesIO:
    """The archive, at its beginning.

    Args:
        parts: What is known of each, and its packed bytes.
    """
    archive, directory = BytesIO(), BytesIO()
    for entry, body in parts:
        name = entry.filename.encode()
        about = pack(
            "<HHHHIIIHH",
            _UTF_8,
            entry.compress_type,
            0,
            _FIRST_DAY,
            entry.CRC,
            len(body),
            entry.file_size,
            len(name),
            0,
        )
        at = archive.tell()
        directory.write(b"PK\x01\x02" + pack("<HH", _VERSION, _VERSION) + about + pack("<HHHII", 0, 0, 0, 0, at) + name)
        archive.write(b"PK\x03\x04" + pack("<H", _VERSION) + about + name)
        archive.write(body)
    begin, size = archive.tell(), directory.tell()
    archive.write(directory.getvalue())
    archive.write(b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, len(parts), len(parts), size, begin, 0))
    archive.seek(0)
    return archive
