"""Statements, revisions, amendments and summaries onto the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..errors import OutputRefused
from .documents import write_untouched
from .letterpress import marked
from .templates import template


def paper_text(name: str, build: Callable[[str], str]) -> str:
    """A paper as Markdown.

    Args:
        name: Of its template, such as ``statement``.
        build: Makes the text from the template.
    """
    return build(template(f"letters/{name}.md").read_text("utf-8"))


def write_paper(
    name: str,
    path: str | Path,
    *,
    markdown: Callable[[str], str],
    word: Callable[[bytes], bytes] | None = None,
    force: bool = False,
) -> Path:
    """Write a paper as Word or Markdown, by the path's suffix.

    Args:
        name: Of its templates, such as ``statement``.
        path: The file.
        markdown: Makes the text from the Markdown template.
        word: Makes the document from the Word template; None if there is none.
        force: Whether a file that somebody edited may be replaced.

    Raises:
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    suffix = Path(path).suffix.casefold()
    if suffix == ".md":
        data = marked(paper_text(name, markdown).encode())
    elif suffix == ".docx" and word is not None:
        data = word(template(f"letters/{name}.docx").read_bytes())
    else:
        forms = ".md" if word is None else ".docx or .md"
        raise OutputRefused(path, f"a {name} is {forms}, not {suffix or 'without suffix'}", f"name a {forms} file")
    return write_untouched(path, data, force=force)
