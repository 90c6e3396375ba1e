"""How the cells of an intake workbook look: named styles beside those of every workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from .. import palette
from ..workbook.styles import DAY, FONT, add_styles
from .columns import Column

TEXT = "@"
_NUMBERS = ("number", "money", "rate", "rate of base", "months")
_THIN = Side(style="thin", color=palette.LINE)
_STRONG = Side(style="medium", color=palette.INK)
REQUIRED_FILL = "FFE08A"
MISSING_FILL = "F8D7DA"


def _style(name: str, fill: str = "", align: str | None = None, **font: Any) -> NamedStyle:
    style = NamedStyle(name=f"compkit intake {name}")
    style.font = Font(name=FONT, **{"size": 10, "color": palette.INK, **font})
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    indent = 1 if align else 0
    style.alignment = Alignment(horizontal=align, vertical="top", wrap_text=align != "right", indent=indent)
    return style


def _head(name: str, fill: str, align: str) -> NamedStyle:
    style = _style(name, fill, align, bold=True)
    style.alignment = Alignment(horizontal=align, vertical="bottom", wrap_text=True, indent=1)
    style.border = Border(bottom=_STRONG, left=_THIN, right=_THIN)
    return style


def add_intake_styles(workbook: Workbook) -> None:
    """All named styles."""
    add_styles(workbook)
    for name, fill in (("required", REQUIRED_FILL), ("optional", palette.HEAD_FILL)):
        workbook.add_named_style(_head(f"head {name}", fill, "left"))
        workbook.add_named_style(_head(f"head {name} right", fill, "right"))
    for align, end in (("left", ""), ("right", " right")):
        for style in (
            _style(f"cell{end}", align=align),
            _style(f"example{end}", align=align, italic=True, color=palette.QUIET),
        ):
            style.border = Border(bottom=Side(style="hair", color=palette.LINE))
            workbook.add_named_style(style)
    notice = _style("notice", bold=True, color=palette.TOKENS_INK)
    notice.alignment = Alignment(vertical="center")
    workbook.add_named_style(notice)
    workbook.add_named_style(_style("group", palette.INK, "left", bold=True, color="FFFFFF"))


def side(column: Column) -> str:
    """What the styles of a column of numbers end with: they stand at the right."""
    return " right" if column.form in _NUMBERS else ""


def blank_format(column: Column) -> str:
    """Number format of a column's empty cells: text stays the text that was typed, a day stays a day."""
    match column.form:
        case "day" | "day or words":
            return DAY
        case "money":
            return "#,##0.00"
        case "rate" | "rate of base":
            return "0.00%"
        case "number" | "months":
            return "General"
        case _:
            return TEXT


def number_format(column: Column, value: object) -> str:
    """Number format of a filled cell: a number shows all its digits."""
    if not isinstance(value, Decimal):
        return TEXT if isinstance(value, str) else blank_format(column)
    is_rate = column.form in ("rate", "rate of base")
    digits = -int((value.scaleb(2) if is_rate else value).normalize().as_tuple().exponent)
    if is_rate:
        return "0" + ("." + "0" * digits if digits > 0 else "") + "%"
    if column.form != "money":
        return "General"
    return "#,##0" if digits <= 0 else "#,##0." + "0" * max(2, digits)
