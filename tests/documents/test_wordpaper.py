"""A Word template on other paper: another page, the same lines."""

import io

import pytest
from docx import Document
from docx.shared import Mm

from compkit.documents.wordpaper import on_paper
from compkit.errors import InvalidValue

from .papers import WORD

TWIP = 635
"""English Metric Units in a twentieth of a point, to which Word rounds lengths."""


def lines(section):
    """Width of the text."""
    return section.page_width - section.left_margin - section.right_margin


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", "210", "297"), ("us-letter", "215.9", "279.4")])
def test_page_and_lines(paper, width, height):
    """A4 is 210 by 297 mm (ISO 216), US letter 8.5 by 11 inches; lines stay as wide, to a twip on each side."""
    before = Document(io.BytesIO(WORD("us"))).sections[0]
    after = Document(io.BytesIO(on_paper(WORD("us"), paper))).sections[0]
    assert abs(after.page_width - Mm(float(width))) <= TWIP
    assert abs(after.page_height - Mm(float(height))) <= TWIP
    assert abs(lines(after) - lines(before)) <= 2 * TWIP
    assert after.left_margin == after.right_margin


def test_there_and_back():
    """To A4 and back to US letter: the page that it was."""
    again = Document(io.BytesIO(on_paper(on_paper(WORD("us"), "a4"), "us-letter"))).sections[0]
    first = Document(io.BytesIO(WORD("us"))).sections[0]
    assert (again.page_width, again.page_height) == (first.page_width, first.page_height)


def test_unknown_paper():
    """Another paper is refused with those there are."""
    with pytest.raises(InvalidValue, match="say one of a4, us-letter"):
        on_paper(WORD("us"), "a5")
