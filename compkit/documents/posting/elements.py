"""The text of a posting as plain HTML elements, for the page and for the description in its data."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .posting import Posting
from .text import Bullets, Link, Paragraph, Part, Rows, sections


def body_lines(posting: Posting) -> Iterator[str]:
    """All below the title as plain elements, without classes or style."""
    for section in sections(posting):
        yield f"<h2>{html_text(section.heading)}</h2>"
        for part in section.parts:
            yield from _lines(part)


def _lines(part: Part) -> Iterator[str]:
    match part:
        case Paragraph(text):
            yield f"<p>{html_text(text)}</p>"
        case Bullets(entries):
            yield from ("<ul>", *(f"<li>{html_text(entry)}</li>" for entry in entries), "</ul>")
        case Link():
            yield f'<p>{part.label} <a href="{html_text(part.target)}">{html_text(part.shown)}</a>.</p>'
        case Rows(rows):
            yield "<table>"
            yield from (f'<tr><th scope="row">{html_text(n)}</th><td>{html_text(words)}</td></tr>' for n, words in rows)
            yield "</table>"


def html_text(text: str) -> str:
    """Text in HTML: marks and quotes as entities, and braces too, which a template engine behind it might read."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")
