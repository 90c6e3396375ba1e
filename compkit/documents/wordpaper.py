"""The paper of a Word template: the same lines on US letter or on A4."""

from __future__ import annotations

import io

from ..errors import InvalidValue

_MILLIMETRES = {"a4": ("210", "297"), "us-letter": ("215.9", "279.4")}
"""Width and height: ISO 216, and 8.5 by 11 inches."""

_EMU = 36_000
"""English Metric Units a millimetre, in which Word files count lengths."""


def on_paper(template: bytes, paper: str) -> bytes:
    """A template on other paper: its lines stay as wide, and its side margins make up the difference.

    Args:
        template: A Word file with US letter or A4 pages.
        paper: ``us-letter`` or ``a4``.

    Raises:
        InvalidValue: If there is no such paper.
    """
    from decimal import Decimal

    from docx import Document
    from docx.shared import Emu

    if paper not in _MILLIMETRES:
        raise InvalidValue("paper", paper, "is not known", f"say one of {', '.join(_MILLIMETRES)}")
    width, height = (Emu(int(Decimal(length) * _EMU)) for length in _MILLIMETRES[paper])
    document = Document(io.BytesIO(template))
    for section in document.sections:
        assert section.page_width and section.left_margin and section.right_margin  # every template states them
        lines = section.page_width - section.left_margin - section.right_margin
        section.page_width, section.page_height = width, height
        section.left_margin = section.right_margin = Emu((width - lines) // 2)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
