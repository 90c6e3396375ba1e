"""The chart: components stacked, a bar an offer and year, native, so that Excel draws it from the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from ..palette import COMPONENT_COLOURS, INK, LINE
from . import byyear
from .pen import at

if TYPE_CHECKING:
    from .page import Page

_ROWS, _TALL_ROWS, _CM_A_ROW = 17, 24, 0.5
_CM_A_CHARACTER = 0.187


def write(page: Page, row: int) -> int:
    """Draw it below the tables, as wide as the page; gives the last row it covers."""
    sheet = page.book.workbook[byyear.SHEET]
    place = byyear.place(page.book)
    chart = BarChart(gapWidth=45, overlap=100)
    chart.type, chart.grouping = "col", "stacked"
    words = "As promised" if place.whole else f"As promised, by {page.book.comparison.view.label}"
    chart.title = _title(words, 13)
    chart.y_axis.title, chart.x_axis.title = _title(page.book.comparison.currency, 9), _title(place.axis, 9)
    chart.x_axis.txPr = chart.y_axis.txPr = chart.legend.txPr = RichText(p=[_paragraph(9)])
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines.spPr = "#,##0", _line(LINE)
    chart.x_axis.number_format = "General"
    chart.legend.position = "b"
    chart.legend.overlay = False
    chart.layout = Layout(manualLayout=ManualLayout())
    for component, column in place.columns.items():
        values = Reference(sheet, min_col=column, min_row=place.first, max_row=place.last)
        series = Series(values)
        series.tx = SeriesLabel(v=page.book.label(component, short=True))
        series.spPr = GraphicalProperties(solidFill=COMPONENT_COLOURS[component], ln=LineProperties(solidFill="FFFFFF"))
        series.invertIfNegative = False
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=place.label, min_row=place.first, max_row=place.last))
    chart.width = _CM_A_CHARACTER * sum(page.pen.width(c) + 0.7 for c in range(2, page.last + 1))
    rows = _ROWS if place.last - place.first < byyear.MANY_BARS else _TALL_ROWS
    chart.height = rows * _CM_A_ROW
    page.pen.sheet.add_chart(chart, at(2, row))
    return row + rows


def _title(words: str, size: int) -> Title:
    paragraph = _paragraph(size, bold=True)
    paragraph.r = [RegularTextRun(rPr=paragraph.pPr.defRPr, t=words)]
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _paragraph(size: int, *, bold: bool = False) -> Paragraph:
    look = CharacterProperties(sz=100 * size, b=bold, solidFill=INK)
    return Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)


def _line(colour: str) -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=colour))
