"""Bars on the terminal: in colour where it has colours, in blocks where it can show them, else in letters."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.text import Text

    from ..documents.bars import Line, Look
    from ..pay.entitlements import Number
    from ..valuation.compare import Comparison

_STYLES = {"title": "bold cyan", "total": "bold", "note": "dim", "warning": "yellow", "plain": ""}
_PIPED = 96


def print_bars(comparison: Comparison, number: Number) -> None:
    """The years of offers as bars: as wide as the terminal, plain in a pipe."""
    from ..documents.bars import build_bars, fits_encoding

    has_blocks = fits_encoding(sys.stdout.encoding)
    if not sys.stdout.isatty():
        for line in build_bars(comparison, number=number, width=_PIPED, look="blocks" if has_blocks else "letters"):
            click.echo("".join(part.text for part in line).rstrip())
        return
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    has_colours = console.color_system in ("256", "truecolor") and not console.no_color
    look: Look = "letters" if not has_blocks else "colour" if has_colours else "blocks"
    for line in build_bars(comparison, number=number, width=min(max(console.width, 60), 140), look=look):
        console.print(_styled(line))


def _styled(line: Line) -> Text:
    from rich.text import Text

    text = Text()
    for part in line:
        text.append(part.text, style=f"#{part.colour}" if part.colour else _STYLES[part.style])
    return text
