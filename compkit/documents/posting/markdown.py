"""A posting as Markdown (CommonMark with tables), for e-mail, boards and repositories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .posting import Posting
from .text import Bullets, Link, Paragraph, Part, Rows, facts, reference, sections

# Characters with a meaning inside a line. Braces have none in Markdown: a template engine behind it may see one.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~]|&(?=#?\w+;)|(?<=\{)[%#]|#(?=#*\s*$)")
_LINE_START = re.compile(r"^([-+=#]|\d{1,9}(?=[.)]))")


def build_posting_markdown(posting: Posting) -> str:
    """The posting as Markdown; text of people is shown as typed, whatever marks it holds."""
    lines = [f"# {_escaped(posting.title)}", "", _escaped(facts(posting)), "", _escaped(reference(posting)), ""]
    for section in sections(posting):
        lines += [f"## {_escaped(section.heading)}", ""]
        for part in section.parts:
            lines += [*_lines(part), ""]
    return "\n".join(lines).rstrip() + "\n"


def _lines(part: Part) -> Iterator[str]:
    match part:
        case Paragraph(text):
            yield _escaped(text)
        case Bullets(entries):
            yield from (f"- {_escaped(entry)}" for entry in entries)
        case Link():
            yield f"{part.label} <{part.target if not part.target.startswith('mailto:') else part.shown}>."
        case Rows(rows):
            yield "| | |"
            yield "|---|---|"
            yield from (f"| {_escaped(name)} | {_escaped(words)} |" for name, words in rows)


def _escaped(text: str) -> str:
    """Text whose characters Markdown takes for themselves; a ``<`` is an entity, safe in lax readers too."""
    marked = _SPECIAL.sub(lambda found: "&lt;" if found[0] == "<" else f"\\{found[0]}", text)
    return _LINE_START.sub(_start, marked)


def _start(found: re.Match[str]) -> str:
    """The start of a line that would begin a list or a heading; of a number, its point is escaped."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
