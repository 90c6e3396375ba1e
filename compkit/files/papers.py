"""Statements, revisions, amendments and summaries onto the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..documents.wordpaper import on_paper
from ..errors import OutputRefused
from .documents import write_untouched
from .letterpress import marked, template_bytes
from .templates import template
from .text import read_text, refused


def paper_text(name: str, build: Callable[[str], str], *, own: str | Path | None = None) -> str:
    """A paper as Markdown.

    Args:
        name: Of its template, such as ``statement``.
        build: Makes the text from the template.
        own: An own template; None is the one that comes with compkit.

    Raises:
        FileProblems: If the own template is not Markdown, or cannot be read.
    """
    return build(read_text(_template(name, ".md", own)))


def _template(name: str, suffix: str, own: str | Path | None) -> Path:
    """The own template, which must be of the paper's form, or the one that comes with compkit."""
    if own is None:
        return template(f"letters/{name}{suffix}")
    if Path(own).suffix.casefold() != suffix:
        raise refused(str(own), f"is no template of a {suffix} {name}", f"one ends in {suffix}")
    return Path(own)


def write_paper(
    name: str,
    path: str | Path,
    *,
    markdown: Callable[[str], str],
    word: Callable[[bytes], bytes] | None = None,
    own: str | Path | None = None,
    paper: str = "us-letter",
    force: bool = False,
) -> Path:
    """Write a paper as Word or Markdown, by the path's suffix.

    Args:
        name: Of its templates, such as ``statement``.
        path: The file.
        markdown: Makes the text from the Markdown template.
        word: Makes the document from the Word template; None if there is none.
        own: An own template, of the same form as the file; None is the one that comes with compkit.
        paper: ``us-letter`` or ``a4``, for the Word template that comes with compkit; an own one keeps its paper.
        force: Whether a file that somebody edited may be replaced.

    Raises:
        FileProblems: If the own template is of another form, or cannot be read.
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    suffix = Path(path).suffix.casefold()
    if suffix == ".md":
        data = marked(paper_text(name, markdown, own=own).encode())
    elif suffix == ".docx" and word is not None:
        given = template_bytes(_template(name, ".docx", own))
        data = word(on_paper(given, paper) if own is None else given)
    else:
        forms = ".md" if word is None else ".docx or .md"
        raise OutputRefused(path, f"a {name} is {forms}, not {suffix or 'without suffix'}", f"name a {forms} file")
    return write_untouched(path, data, force=force)
