"""Text in and bytes out: read with a limit, written beside and then renamed, so nothing is ever half-written."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import unicodedata
from pathlib import Path

from ..errors import FileProblems, OutputRefused, Problem

LIMIT = 1_000_000
"""Most bytes of an offer or assumptions file: ten thousand times a usual one."""

STANDARD_INPUT = "<standard input>"

_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}


def file_name(path: str | Path) -> str:
    """A file as problems name it."""
    return STANDARD_INPUT if str(path) == "-" else str(path)


def refused(file: str, rule: str, fix: str = "", *, value: str = "", line: int = 0) -> FileProblems:
    """The error for a file that is wrong as a whole."""
    return FileProblems([Problem(file=file, path="", value=value, rule=rule, fix=fix, line=line)])


def read_text(path: str | Path, *, limit: int = LIMIT) -> str:
    """The text of a file, or of standard input for ``-``; UTF-8, with or without a byte order mark.

    Args:
        path: The file.
        limit: Most bytes that are read.

    Raises:
        FileProblems: If it cannot be read, is longer than the limit, or is not UTF-8.
    """
    name = file_name(path)
    data = _read_bytes(path, name, limit + 1)
    if len(data) > limit:
        raise refused(name, f"is longer than {limit:,} bytes", "split it, or look whether it is the right file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = _BYTE_ORDER_MARKS.get(data[:2])
        rule = f"is {encoding} text, not UTF-8" if encoding else "is not UTF-8 text"
        line = 0 if encoding else data.count(b"\n", 0, error.start) + 1
        raise refused(name, rule, "save it as UTF-8", line=line) from None


def _read_bytes(path: str | Path, name: str, most: int) -> bytes:
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(most)
        with open(path, "rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        raise refused(name, f"cannot be read: {_reason(error)}", "look at the name and its permissions") from None


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def slug(text: str, *, longest: int = 40) -> str:
    """A part of a file name from text of people: letters, digits and hyphens, safe on every system.

    Capitals stay, so that an offer number is found again; names that differ by them alone are one file on some systems.

    >>> slug("ACME-7 Zoë O'Neil / Père & Fils")
    'ACME-7-Zoe-O-Neil-Pere-Fils'
    """
    letters = "".join(_plain_letter(char) for char in unicodedata.normalize("NFC", text))
    words = re.sub(r"[\W_]+", "-", letters).strip("-")[:longest].strip("-")
    return f"{words}-" if words.casefold() in _RESERVED else words or "unnamed"


def _plain_letter(char: str) -> str:
    """An accented Latin letter without its accent; any other character as it is."""
    first = unicodedata.normalize("NFKD", char)[0]
    return first if first.isascii() and first.isalnum() else char


def write_bytes(path: str | Path, data: bytes, *, overwrite: bool = True) -> None:
    """Write a file whole or not at all: beside its place first, then renamed. Missing folders are made.

    Args:
        path: The file.
        data: Its content.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        OutputRefused: With the reason and the way out, if it cannot be written; what was there stays.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise OutputRefused(path, "it is a folder", "name a file inside it")
    if target.exists() and not overwrite:
        raise OutputRefused(path, "it exists already", "choose another name, or allow overwriting")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or pipe has no beside
        else:
            _replace(target, data)
    except (OSError, ValueError) as error:
        fix = "choose a folder that you may write to"
        raise OutputRefused(path, _reason(error), fix) from None


def _replace(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(beside, "xb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, beside)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
