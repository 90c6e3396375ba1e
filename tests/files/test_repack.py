"""Parts of a workbook in an archive of their own: the same parts for every reader, and none that lies."""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from compkit.errors import FileProblems
from compkit.files.limits import checked
from compkit.files.repack import archive_of

XML = {
    "xl/workbook.xml": b"<workbook/>",
    "xl/worksheets/Zoë.xml": b"<sheet>" + b"7" * 5000 + b"</sheet>",
    "a.rels": b"",
}


def workbook(method: int) -> bytes:
    """Parts as zipfile packs them, and a picture."""
    held = BytesIO()
    with ZipFile(held, "w", method) as target:
        for name, content in XML.items():
            target.writestr(name, content)
        target.writestr("xl/media/image1.png", b"\x89PNG")
    return held.getvalue()


class TestArchive:
    """Law: what is read from the archive is what was looked over."""

    @pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
    def test_same_parts(self, method: int) -> None:
        """Every part of XML, packed or not, with its name; a picture is left out."""
        parts = checked(workbook(method), "x.xlsx")
        with ZipFile(parts.archive) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == XML == parts.contents

    def test_longer_than_declared(self, tmp_path: Path) -> None:
        """A part that unpacks to more than it declares is refused, though its beginning is what it declares."""
        packer = zlib.compressobj(wbits=-15)
        body = packer.compress(b"<workbook/>" + b" " * 100) + packer.flush()
        entry = ZipInfo("xl/workbook.xml")
        entry.compress_type, entry.file_size, entry.CRC = ZIP_DEFLATED, 11, zlib.crc32(b"<workbook/>")
        entry.compress_size = len(body)
        data = archive_of([(entry, memoryview(body))]).getvalue()
        with ZipFile(BytesIO(data)) as lying:
            assert lying.read("xl/workbook.xml") == b"<workbook/>"
        with pytest.raises(FileProblems, match="cut off or damaged"):
            checked(data, "x.xlsx")
