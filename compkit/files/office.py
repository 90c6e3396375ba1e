"""PDF of a Word document by LibreOffice, where it is installed: for a company's own Word template."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ..errors import OutputRefused

NAMES = ("soffice", "libreoffice")
"""Commands by which LibreOffice is found."""

_OPTIONS = ",".join(
    f'"{name}":{{"type":"{kind}","value":"{value}"}}'
    for name, kind, value in (
        ("SelectPdfVersion", "long", "2"),
        ("PDFUACompliance", "boolean", "true"),
        ("UseTaggedPDF", "boolean", "true"),
        ("ExportBookmarks", "boolean", "true"),
    )
)
_FILTER = f"pdf:writer_pdf_Export:{{{_OPTIONS}}}"
"""PDF/A-2, tagged, PDF/UA where the document allows it."""


def office_command() -> str | None:
    """LibreOffice's command, or None where it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def office_pdf(document: bytes, path: str | Path, *, seconds: int = 120) -> bytes:
    """A Word document as PDF.

    Args:
        document: The Word file's bytes.
        path: Where the PDF is to be written, for the error.
        seconds: Most seconds that it may take.

    Raises:
        OutputRefused: If LibreOffice is not installed, or wrote nothing.
    """
    command = office_command()
    if command is None:
        fix = "install LibreOffice, write it as .docx, or leave --template out"
        raise OutputRefused(path, "a PDF of a Word template needs LibreOffice, which was not found", fix)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "letter.docx").write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # beside one that is open
        words = [command, profile, "--headless", "--convert-to", _FILTER, "--outdir", name, f"{name}/letter.docx"]
        try:
            subprocess.run(words, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - no shell, own file
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OutputRefused(path, f"LibreOffice failed: {error}", "write it as .docx") from None
        made = folder / "letter.pdf"
        if not made.is_file():  # it ends with 0 even then
            raise OutputRefused(path, "LibreOffice wrote nothing", "write it as .docx, and open it there")
        return made.read_bytes()
