"""Whether a letter and an offer file still agree: by the mark in the letter, and whether its text was edited since."""

from __future__ import annotations

import hashlib
import html
import re
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from attrs import frozen

from ..documents.fingerprint import Mark, find_marks, mark
from ..pay.offer import Offer
from .text import refused

LIMIT = 50_000_000
"""Most bytes of a letter."""

_MARKED = re.compile(rb"\n<!-- compkit (\w{64}) -->\s*\Z")
_WORD_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_PARAGRAPH = re.compile(r"</w:p>")
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_SAID = re.compile(rb"/(?:Keywords|Subject)\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]|\\.)*)\))", re.DOTALL)


@frozen(kw_only=True)
class Verdict:
    """Whether a document and an offer agree.

    Attributes:
        agrees: Whether they do.
        findings: What was found, a sentence each.
        offer: The offer's own mark.
        document: The mark that the document carries; None if it carries none, or several.
    """

    agrees: bool
    findings: tuple[str, ...]
    offer: Mark
    document: Mark | None


def verify_letter(path: str | Path, offer: Offer) -> Verdict:
    """Compare what a document says it promises with what an offer promises.

    Args:
        path: A .docx, .pdf or .md file that compkit wrote.
        offer: The offer as it stands now.

    Raises:
        FileProblems: If the document cannot be read.
    """
    data = _read(path)
    kind = Path(path).suffix.casefold()
    readers = {".docx": _word, ".pdf": _pdf, ".md": _markdown}
    if kind not in readers:
        raise refused(str(path), "is no letter", "a letter ends in .docx, .pdf or .md", value=kind)
    try:
        text, edited = readers[kind](data)
    except (BadZipFile, KeyError, UnicodeDecodeError, StopIteration):
        raise refused(str(path), f"is not a {kind} file") from None
    return _verdict(text, edited, mark(offer))


def _verdict(text: str, edited: str, own: Mark) -> Verdict:
    found = find_marks(text)
    same = str(own) in " ".join(text.split())
    if not found and not same:
        return Verdict(agrees=False, findings=("The document carries no mark of an offer.",), offer=own, document=None)
    if len(found) > 1:
        words = f"The document carries {len(found)} different marks."
        return Verdict(agrees=False, findings=(words,), offer=own, document=None)
    carried = own if same else found[0]
    findings = [*_differences(carried, own), *([edited] if edited else [])]
    agreed = f"They agree: {own}."
    return Verdict(agrees=not findings, findings=tuple(findings) or (agreed,), offer=own, document=carried)


def _differences(carried: Mark, own: Mark) -> list[str]:
    found = []
    if carried.number != own.number:
        found.append(f"The document is of offer {carried.number}, the file of offer {own.number}.")
    if carried.version != own.version:
        found.append(f"The document is the version of {carried.version}, the file that of {own.version}.")
    if carried.fingerprint != own.fingerprint:
        found.append(
            f"What is promised has changed: {carried.fingerprint[:16]} in the document, {own.fingerprint[:16]} in the "
            "file."
        )
    return found


def _read(path: str | Path) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise refused(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    if len(data) > LIMIT:
        raise refused(str(path), f"is longer than {LIMIT:,} bytes")
    return data


def _word(data: bytes) -> tuple[str, str]:
    from ..documents.wordtemplate import text_hash

    with ZipFile(BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > LIMIT:
            raise BadZipFile
        names = [name for name in package.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
        parts = {name: package.read(name) for name in names}
        core = package.read("docProps/core.xml").decode()
    text = "\n".join(_words(part.decode()) for part in parts.values()) + "\n" + html.unescape(core)
    identifier = re.search(r"<dc:identifier>([0-9a-f]{64})</dc:identifier>", core)
    if identifier is None:
        return text, "Another program saved the document since, and whether its text was edited cannot be told."
    is_same = text_hash(parts) == identifier[1]
    return text, "" if is_same else "The text of the document was edited since it was written."


def _words(part: str) -> str:
    paragraphs = ("".join(_WORD_TEXT.findall(paragraph)) for paragraph in _PARAGRAPH.split(part))
    return html.unescape("\n".join(paragraphs))


def _markdown(data: bytes) -> tuple[str, str]:
    text = re.sub(r"\\([\\`*<\[|~])", r"\1", data.decode())
    found = _MARKED.search(data)
    is_same = found is not None and hashlib.sha256(data[: found.start()]).hexdigest() == found[1].decode()
    return text, "" if is_same else "The text of the document was edited since it was written."


def _pdf(data: bytes) -> tuple[str, str]:
    """What a PDF says about itself; its text is packed, and is not compared."""
    if not data.startswith(b"%PDF-"):
        raise BadZipFile
    return pdf_words(data), ""


def pdf_words(data: bytes) -> str:
    """Title, author and subject of a PDF, as far as they are not packed: in its XMP or its information dictionary."""
    texts = [html.unescape(found.decode("utf-8", "replace")) for found in _XMP.findall(data)]
    return "\n".join([*texts, *(_pdf_text(match) for match in _SAID.finditer(data))])


def _pdf_text(match: re.Match[bytes]) -> str:
    """A text of a PDF's information dictionary: hexadecimal, or in brackets."""
    packed = bytes.fromhex(match[1].decode()) if match[1] is not None else re.sub(rb"\\(.)", rb"\1", match[2])
    return packed.decode("utf-16" if packed.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1", "replace")
