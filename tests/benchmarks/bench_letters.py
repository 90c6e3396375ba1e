"""Word letters from a template that is read once, against a plain docxtpl loop: paired, interleaved ratios.

Run: ``python -m tests.benchmarks.bench_letters``. Both sides get the same contexts; the plain loop does what the
documentation of docxtpl shows: open, render, save. The median of the ratios is printed, and must be 2 at least.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from typing import Any

from docxtpl import DocxTemplate

from compkit.documents.docx import Properties, as_word
from compkit.documents.letter import build_letter_context
from compkit.documents.sandbox import sandbox
from compkit.documents.wordtemplate import WordTemplate
from tests.documents.test_letter import OFFERS, TODAY, US, WORD, valued

PAIRS = 15
PROPERTIES = Properties(title="t", author="a", on=TODAY)


def plain(context: dict[str, Any]) -> bytes:
    """A letter as docxtpl writes it, the template read each time."""
    document = DocxTemplate(io.BytesIO(WORD))
    document.render(dict(context), jinja_env=sandbox(finalize=as_word), autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def ratio(name: str) -> float:
    """Median of plain over compiled, letter by letter in turn."""
    context = build_letter_context(OFFERS[name], valued(OFFERS[name].package), rules=US)
    word = WordTemplate(WORD)
    plain(context), word.render(context, properties=PROPERTIES)
    ratios = []
    for _ in range(PAIRS):
        slow = seconds(lambda: plain(context))
        ratios.append(slow / seconds(lambda: word.render(context, properties=PROPERTIES)))
    return statistics.median(ratios)


if __name__ == "__main__":
    for offer in ("listed", "start-up"):
        found = ratio(offer)
        print(f"{offer}: a template read once is {found:.1f} times as fast as a plain loop")
        assert found >= 2
