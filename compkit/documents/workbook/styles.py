"""How cells look: named styles, defined once a workbook, and number formats."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from ...money import minor_units
from .. import palette

FONT = "Arial"
WHOLE = "#,##0;-#,##0;0"
SIGNED = "+#,##0;-#,##0;0"
PERCENT = "0.##%"
FACTOR = "0.0000"
UNIT_PRICE = "#,##0.00####"
TOKEN_PRICE = "#,##0.0000##"
QUANTITY = "#,##0.######"
DAY = "yyyy-mm-dd"
MTOK = '[>=1000]#,##0.0," bn";#,##0.0" M"'
COUNT = "0"


def cents(currency: str) -> str:
    """Amounts with the decimals of a currency: none for yen, three for dinars."""
    digits = minor_units(currency)
    plain = "#,##0" + ("." + "0" * digits if digits else "")
    return f"{plain};-{plain};{'0.' + '0' * digits if digits else '0'}"


_THIN, _THICK = Side(style="thin", color=palette.LINE), Side(style="medium", color=palette.INK)


def _style(name: str, **parts: object) -> NamedStyle:
    """A named style: size, bold, colour, fill, alignment, lines above and below, number format, whether it is free."""
    style = NamedStyle(name=f"compkit {name}")
    style.font = Font(
        name=FONT,
        size=parts.get("size", 10),
        bold=bool(parts.get("bold")),
        italic=bool(parts.get("italic")),
        color=parts.get("ink", palette.INK),
    )
    if "fill" in parts:
        style.fill = PatternFill("solid", fgColor=parts["fill"])
    style.alignment = Alignment(
        horizontal=parts.get("align"),
        vertical=parts.get("vertical", "center"),
        wrap_text=bool(parts.get("wrap")),
        indent=parts.get("indent", 0),
    )
    style.border = Border(top=parts.get("top"), bottom=parts.get("bottom"), **_boxed(bool(parts.get("box"))))
    style.number_format = parts.get("format", "General")
    style.protection = Protection(locked=not parts.get("free"))
    return style


_YELLOW = {"bold": True, "ink": palette.INPUT_INK, "fill": palette.INPUT_FILL}


def _boxed(box: bool) -> dict[str, Side]:
    return {"left": _THIN, "right": _THIN} if box else {}


def _all() -> list[NamedStyle]:
    right = {"align": "right"}
    return [
        _style("text"),
        _style("wrapped", wrap=True),
        _style("title", size=16, bold=True),
        _style("title wrapped", size=16, bold=True, wrap=True),
        _style("lead", size=11, bold=True, wrap=True),
        _style("sentence", size=11, wrap=True),
        _style("note", size=9, ink=palette.QUIET, wrap=True, vertical="top"),
        _style("after", align="left", indent=1),
        _style("after wrapped", wrap=True, align="left", indent=1),
        _style("after quiet", ink=palette.QUIET, wrap=True, align="left", indent=1),
        _style("head after", ink=palette.QUIET, vertical="bottom", wrap=True, bottom=_THIN, align="left", indent=1),
        _style("quiet", ink=palette.QUIET),
        _style("quiet wrapped", ink=palette.QUIET, wrap=True, vertical="top"),
        _style("quiet right", size=9, ink=palette.QUIET, **right),
        _style("section", size=12, bold=True),
        _style("internal", size=10, bold=True, ink=palette.INTERNAL, **right),
        _style("group", bold=True, fill=palette.HEAD_FILL, align="center", wrap=True),
        _style("head", ink=palette.QUIET, align="right", vertical="bottom", wrap=True, bottom=_THIN),
        _style("head left", ink=palette.QUIET, vertical="bottom", wrap=True, bottom=_THIN),
        _style("label", wrap=True),
        _style("label quiet", ink=palette.QUIET, wrap=True),
        _style("label tokens", bold=True, ink=palette.TOKENS_INK, wrap=True),
        _style("label total", bold=True, wrap=True, top=_THIN),
        _style("label last", bold=True, wrap=True, top=_THIN, bottom=_THICK),
        _style("number", format=WHOLE, **right),
        _style("number quiet", format=WHOLE, ink=palette.QUIET, **right),
        _style("number tokens", format=WHOLE, bold=True, ink=palette.TOKENS_INK, **right),
        _style("number total", format=WHOLE, bold=True, top=_THIN, **right),
        _style("number last", format=WHOLE, bold=True, top=_THIN, bottom=_THICK, **right),
        _style("input", **_YELLOW, top=_THIN, bottom=_THIN, box=True, free=True),
        _style("good", bold=True, ink=palette.GOOD_INK, fill=palette.GOOD_FILL, align="center"),
        _style("right", **right),
        _style("right wrapped", wrap=True, ink=palette.QUIET, **right),
    ]


def add_styles(workbook: Workbook) -> None:
    """All named styles, and the font of cells that have none."""
    workbook._named_styles["Normal"].font = Font(name=FONT, size=10, color=palette.INK)
    for style in _all():
        workbook.add_named_style(style)
