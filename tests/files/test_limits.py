"""Limits on Excel files: what could take the machine down is refused in bounded memory and time, in one sentence."""

import subprocess
import sys
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from compkit.errors import FileProblems, Problem
from compkit.files.limits import LARGEST_INDEX, MOST_PARTS
from compkit.files.sheets import read_sheet

pytest.importorskip("python_calamine")

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ONE_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
LIMIT = 100_000_000
MOST_MB, MOST_SECONDS = 300, 20


def sheet(rows: str = ONE_CELL, before: str = "") -> bytes:
    """A sheet's XML."""
    return f"{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()


def parts(rows: str = ONE_CELL, **more: bytes) -> dict[str, bytes]:
    """The parts of a workbook with one sheet."""
    kinds = "application/vnd.openxmlformats"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{kinds}'
        f'-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINK}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>".encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{LINK}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": sheet(rows),
        **more,
    }


def saved(tmp_path: Path, content: dict[str, bytes], name: str = "x.xlsx", level: int = 6) -> Path:
    """The parts as a file."""
    with ZipFile(tmp_path / name, "w", ZIP_DEFLATED, compresslevel=level) as file:
        for part, data in content.items():
            file.writestr(part, data)
    return tmp_path / name


def refused(path: Path) -> Problem:
    """The one problem of a file."""
    with pytest.raises(FileProblems) as caught:
        read_sheet(path, named="", limit=LIMIT)
    (problem,) = caught.value.problems
    assert problem.fix
    return problem


def measured(path: Path) -> tuple[str, float, float]:
    """What reading a file says in a process of its own, its peak memory in MB, and its seconds.

    Not by ``ru_maxrss``, which a process takes over from the one that started it.
    """
    code = (
        "import sys, time\n"
        "from compkit.errors import FileProblems\n"
        "from compkit.files.sheets import read_sheet\n"
        "begin = time.perf_counter()\n"
        "try:\n"
        f"    read_sheet(sys.argv[1], named='', limit={LIMIT})\n"
        "except FileProblems as error:\n"
        "    print(error.problems[0].rule)\n"
        "with open('/proc/self/status') as status:\n"
        "    print(next(int(line.split()[1]) for line in status if line.startswith('VmHWM')) / 1024)\n"
        "print(time.perf_counter() - begin)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    rule, memory, seconds = run.stdout.splitlines()
    return rule, float(memory), float(seconds)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")
class TestBounded:
    """Hostile files are refused in little memory and time, measured in a process of its own."""

    def check(self, path: Path, rule: str) -> None:
        """The file is refused with this rule, within the bounds."""
        said, memory, seconds = measured(path)
        assert rule in said
        assert memory < MOST_MB
        assert seconds < MOST_SECONDS

    def test_far_cell(self, tmp_path: Path) -> None:
        """One cell in the last corner of a sheet would be room for 17 thousand million cells."""
        far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        self.check(saved(tmp_path, parts(ONE_CELL + far)), "its cells reach to row 1,048,576 and column 16,384")

    def test_far_cell_in_disguise(self, tmp_path: Path) -> None:
        """Its reference in other quotes, under a prefix, or after a second one that is near."""
        for number, cell in enumerate(
            ("<c r='XFD1048576'/>", '<c s="1" r="XFD1048576"/>', '<x:c xmlns:x="y" r="XFD1048576"/>'), 1
        ):
            path = saved(tmp_path, parts(f'{ONE_CELL}<row r="1048576">{cell}</row>'), f"{number}.xlsx")
            self.check(path, "its cells reach to row 1,048,576")
        hidden = '<row r="2"><c x=" r=\'A2\' " r="XFD1048576"/></row>'
        self.check(saved(tmp_path, parts(ONE_CELL + hidden)), "has a doubtful reference")

    def test_zip_bomb(self, tmp_path: Path) -> None:
        """A sheet of 190 million like bytes, in a file of a fifth of a million."""
        bomb = sheet(ONE_CELL) + b" " * 190_000_000
        path = saved(tmp_path, parts() | {"xl/worksheets/sheet1.xml": bomb}, level=9)
        assert path.stat().st_size < 500_000
        self.check(path, "grows more than 200 times")

    def test_bomb_of_strings(self, tmp_path: Path) -> None:
        """The same in the shared strings, and in several parts that are each within the limit."""
        several = {f"xl/media/{number}.xml": bytes(9_000_000) for number in range(30)}
        self.check(saved(tmp_path, parts() | several), "unpacks to more than 200,000,000 bytes")

    def test_declared_size_lies(self, tmp_path: Path) -> None:
        """A part of 300 million bytes that declares a thousand is read no further than it declares."""
        packed = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = packed.compress(bytes(300_000_000)) + packed.flush()
        path = tmp_path / "x.xlsx"
        with ZipFile(path, "w", ZIP_STORED) as file:
            for name, content in parts().items():
                file.writestr(name, data if "sheet1" in name else content)
        raw = bytearray(path.read_bytes())
        for signature, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
            at = raw.rfind(b"xl/worksheets/sheet1.xml") if signature == b"PK\x01\x02" else raw.find(b"xl/worksheets/sh")
            head = raw.rfind(signature, 0, at)
            raw[head + method : head + method + 2] = (8).to_bytes(2, "little")
            raw[head + size : head + size + 4] = (1000).to_bytes(4, "little")
        path.write_bytes(raw)
        self.check(path, "is cut off or damaged")

    @pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
    def test_xml_bomb(self, tmp_path: Path, part: str) -> None:
        """Entities of entities would be a thousand million laughs; one alone is refused."""
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        bomb = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]><sst {MAIN}><si><t>&l9;</t></si></sst>'.encode()
        self.check(saved(tmp_path, parts() | {part: bomb}), f"its part {part} defines entities")

    def test_deep_index(self, tmp_path: Path) -> None:
        """The list of sheets is read as a tree, so it is short."""
        deep = b"<a>" * (LARGEST_INDEX // 3 + 1)
        self.check(saved(tmp_path, parts() | {"xl/workbook.xml": deep}), "is longer than 5,000,000 bytes")


class TestRefused:
    """Each other doubtful file has one clear sentence, with the way out."""

    def test_plain_file_is_read(self, tmp_path: Path) -> None:
        """The file that the others are made from is fine."""
        assert read_sheet(saved(tmp_path, parts()), named="", limit=LIMIT).rows == (("x",),)

    def test_external_entity(self, tmp_path: Path) -> None:
        """No part reaches for another file."""
        before = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        path = saved(tmp_path, parts() | {"xl/worksheets/sheet1.xml": sheet(before=before)})
        assert "defines entities" in refused(path).rule

    def test_other_encoding(self, tmp_path: Path) -> None:
        """Entities could hide from a look at the bytes in UTF-16."""
        path = saved(tmp_path, parts() | {"xl/worksheets/sheet1.xml": sheet().decode().encode("utf-16")})
        assert refused(path).rule == "its part xl/worksheets/sheet1.xml is not UTF-8"

    def test_nested(self, tmp_path: Path) -> None:
        """An archive of archives is no workbook, and is not unpacked further."""
        path = saved(tmp_path, {f"lib {n}.zip": b"PK\x03\x04" for n in range(16)})
        assert refused(path).rule == "is an archive without a workbook"

    def test_many_parts(self, tmp_path: Path) -> None:
        """Counted before the directory is read."""
        path = saved(tmp_path, parts() | {f"xl/media/{n}.xml": b"" for n in range(MOST_PARTS + 20)})
        assert refused(path).rule == "has more than 2,000 parts"

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_two_of_one_name(self, tmp_path: Path) -> None:
        """Two readers could take different ones."""
        path = saved(tmp_path, parts())
        with ZipFile(path, "a") as file:
            file.writestr("xl/worksheets/sheet1.xml", sheet())
        assert refused(path).rule == "has two parts of one name"

    @pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "xl\\..\\evil.xml", "C:/evil.xml"])
    def test_outside(self, tmp_path: Path, name: str) -> None:
        """A part's name stays inside the file."""
        assert refused(saved(tmp_path, parts() | {name: b""})).rule == "has a part that would stand outside it"

    def test_kinds(self, tmp_path: Path) -> None:
        """Password, the old format, macros, binary workbooks and OpenDocument are named, with what to do."""
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        rules = {
            old: "is a workbook of before 2007 (.xls)",
            old + "EncryptedPackage".encode("utf-16-le"): "is protected by a password",
            b"": "is empty",
            b"<html></html>": "is not an Excel workbook",
        }
        for number, (data, rule) in enumerate(rules.items()):
            path = tmp_path / f"{number}.xlsx"
            path.write_bytes(data)
            assert refused(path).rule == rule
        assert refused(saved(tmp_path, parts() | {"xl/vbaProject.bin": b"x"})).rule == "holds macros"
        assert refused(saved(tmp_path, parts() | {"xl/workbook.bin": b"x"})).rule == "is a binary workbook"
        assert refused(saved(tmp_path, {"content.xml": b"x"})).rule == "is an OpenDocument sheet"

    def test_cut_off(self, tmp_path: Path) -> None:
        """At any place."""
        whole = saved(tmp_path, parts()).read_bytes()
        path = tmp_path / "cut.xlsx"
        for length in range(4, len(whole), 97):
            path.write_bytes(whole[:length])
            assert refused(path).rule == "is cut off or damaged"

    def test_entry_with_password(self, tmp_path: Path) -> None:
        """A part that says it is encrypted."""
        raw = bytearray(saved(tmp_path, parts()).read_bytes())
        raw[raw.find(b"PK\x01\x02") + 8] |= 1
        (tmp_path / "x.xlsx").write_bytes(raw)
        assert refused(tmp_path / "x.xlsx").rule == "is protected by a password"

    def test_too_long(self, tmp_path: Path) -> None:
        """The file itself, before it is opened."""
        with pytest.raises(FileProblems, match="is longer than 10 bytes"):
            read_sheet(saved(tmp_path, parts()), named="", limit=10)
