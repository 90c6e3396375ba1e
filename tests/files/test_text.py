"""Text in and bytes out."""

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from compkit.errors import FileProblems, OutputRefused
from compkit.files.text import read_text, slug, write_bytes


class TestReadText:
    """Only UTF-8 text of a bounded length is read; all else is refused in words."""

    def test_byte_order_mark(self, tmp_path: Path) -> None:
        """A byte order mark, as Excel and Notepad write it, is not part of the text."""
        (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa: 1")
        assert read_text(tmp_path / "a") == "a: 1"

    def test_other_encoding(self, tmp_path: Path) -> None:
        """Another encoding is refused with the line where it shows, and the way out."""
        (tmp_path / "a").write_bytes("a: 1\nname: Zoë".encode("latin-1"))
        with pytest.raises(FileProblems, match="not UTF-8 text: save it as UTF-8") as caught:
            read_text(tmp_path / "a")
        assert caught.value.problems[0].line == 2

    def test_utf_16(self, tmp_path: Path) -> None:
        """UTF-16 is named."""
        (tmp_path / "a").write_bytes("a: 1".encode("utf-16"))
        with pytest.raises(FileProblems, match="is UTF-16 text, not UTF-8"):
            read_text(tmp_path / "a")

    def test_limit(self, tmp_path: Path) -> None:
        """A file at the limit is read, one byte more is refused."""
        (tmp_path / "a").write_bytes(b"x" * 100)
        assert len(read_text(tmp_path / "a", limit=100)) == 100
        with pytest.raises(FileProblems, match="longer than 99 bytes"):
            read_text(tmp_path / "a", limit=99)

    def test_endless(self) -> None:
        """An endless device ends at the limit, in bounded memory."""
        if not os.path.exists("/dev/zero"):
            pytest.skip("no such device here")
        with pytest.raises(FileProblems, match="longer than"):
            read_text("/dev/zero")

    @pytest.mark.parametrize("name", ["missing.yaml", ".", "a\0b"])
    def test_unreadable(self, tmp_path: Path, name: str) -> None:
        """A missing file, a folder and an impossible name are one clear problem each."""
        with pytest.raises(FileProblems, match="cannot be read"):
            read_text(f"{tmp_path}/{name}")

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """``-`` is standard input."""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("a: ü".encode())))
        assert read_text("-") == "a: ü"


class TestSlug:
    """A name becomes a safe part of a file name."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Sam Sample", "Sam-Sample"),
            ("../../etc/passwd", "etc-passwd"),
            ("Zoë O'Neil", "Zoe-O-Neil"),
            ("李小龙", "李小龙"),
            ("🎉", "unnamed"),
            ("CON", "CON-"),
            ("a\x00b\x1b[31m", "a-b-31m"),
            ("x" * 99, "x" * 40),
        ],
    )
    def test_names(self, name: str, expected: str) -> None:
        """Accents, slashes, emoji, control characters, reserved and long names."""
        assert slug(name) == expected

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        """Whatever the text, no separator, dot or blank is left, and never nothing."""
        assert slug(text)
        assert not set(slug(text)) & set("/\\.: \x00\n")


class TestWriteBytes:
    """A file is written whole or not at all."""

    def test_makes_folders(self, tmp_path: Path) -> None:
        """Missing folders are made, and nothing else is left beside the file."""
        write_bytes(tmp_path / "a" / "b" / "c.txt", b"done")
        assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"done"
        assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["c.txt"]

    def test_folder_is_a_file(self, tmp_path: Path) -> None:
        """A folder that cannot be is an error with the reason and the way out."""
        (tmp_path / "a").write_text("a file")
        with pytest.raises(OutputRefused, match="choose a folder") as caught:
            write_bytes(tmp_path / "a" / "b.txt", b"x")
        assert caught.value.reason

    def test_target_is_a_folder(self, tmp_path: Path) -> None:
        """A folder is not overwritten."""
        with pytest.raises(OutputRefused, match="it is a folder: name a file inside it"):
            write_bytes(tmp_path, b"x")

    def test_no_overwriting(self, tmp_path: Path) -> None:
        """A file that is there stays, if so asked."""
        write_bytes(tmp_path / "a", b"old")
        with pytest.raises(OutputRefused, match="exists already"):
            write_bytes(tmp_path / "a", b"new", overwrite=False)
        assert (tmp_path / "a").read_bytes() == b"old"

    def test_half_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the last step fails, the old file stays and no part is left."""
        write_bytes(tmp_path / "a", b"old")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(OutputRefused, match="no space left on device"):
            write_bytes(tmp_path / "a", b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["a"]
        assert (tmp_path / "a").read_bytes() == b"old"

    def test_keeps_permissions_and_links(self, tmp_path: Path) -> None:
        """A link stays a link, and its file keeps its permissions."""
        write_bytes(tmp_path / "a", b"old")
        (tmp_path / "a").chmod(0o640)
        (tmp_path / "link").symlink_to(tmp_path / "a")
        write_bytes(tmp_path / "link", b"new")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "a").read_bytes() == b"new"
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
