"""The charts: components stacked, a bar an offer and year or an offer, native, so that Excel draws from the cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from ..palette import COMPONENT_COLOURS, INK, LINE
from . import byyear
from .pen import Pen, at

if TYPE_CHECKING:
    from .book import Book
    from .page import Page

_ROWS, _TALL_ROWS, CM_A_ROW = 17, 24, 0.5
_CM_A_CHARACTER = 0.187
_WIDEST_COLUMN = 12


def write(page: Page, row: int) -> int:
    """Draw the years below the tables, as wide as the page; gives the last row the chart covers."""
    place = byyear.place(page.book)
    words = "The number chosen, over all years" if place.whole else "The number and years chosen above"
    chart = _stacked(page.book, place, words)
    _size(chart, page.pen, 2, page.last, bars=place.last - place.first + 1)
    page.pen.sheet.add_chart(chart, at(2, row))
    return row + int(chart.height / CM_A_ROW)


def offers(book: Book, pen: Pen, row: int) -> None:
    """Draw the offers over the whole horizon, below the tables by year."""
    place = byyear.offers_place(book)
    chart = _stacked(book, place, f"The offers over {book.length}, in the number chosen on Compare")
    _size(chart, pen, 1, min(place.total, _WIDEST_COLUMN), bars=place.last - place.first + 1)
    pen.sheet.add_chart(chart, at(1, row))


def _stacked(book: Book, place: byyear.Place, words: str) -> BarChart:
    """A bar a row, its components stacked in their colours."""
    series = [
        (book.label(component, short=True), column, COMPONENT_COLOURS[component])
        for component, column in place.columns.items()
    ]
    sheet, rows = book.workbook[byyear.SHEET], (place.label, place.first, place.last)
    return stacked(sheet, rows, series, titles=(words, place.axis, book.comparison.currency))


def stacked(
    sheet: Worksheet,
    rows: tuple[int, int, int],
    columns: Iterable[tuple[str, int, str]],
    *,
    titles: tuple[str, str, str],
) -> BarChart:
    """A bar a row of a table, its columns stacked.

    Args:
        sheet: That holds the table.
        rows: Column of the bars' labels, first row and last row.
        columns: Name, column and colour of each part of a bar.
        titles: Of the chart, of the axis of bars and of the axis of amounts.
    """
    label, first, last = rows
    chart = BarChart(gapWidth=45, overlap=100)
    chart.type, chart.grouping = "col", "stacked"
    chart.title = _title(titles[0], 13)
    chart.y_axis.title, chart.x_axis.title = _title(titles[2], 9), _title(titles[1], 9)
    chart.x_axis.txPr = chart.y_axis.txPr = chart.legend.txPr = RichText(p=[_paragraph(9)])
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines.spPr = "#,##0", _line(LINE)
    chart.x_axis.number_format = "General"
    chart.legend.position = "b"
    chart.legend.overlay = False
    chart.layout = Layout(manualLayout=ManualLayout())
    for name, column, colour in columns:
        series = Series(Reference(sheet, min_col=column, min_row=first, max_row=last))
        series.tx = SeriesLabel(v=name)
        series.spPr = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill="FFFFFF"))
        series.invertIfNegative = False
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=label, min_row=first, max_row=last))
    return chart


def _size(chart: BarChart, pen: Pen, first: int, last: int, *, bars: int) -> None:
    """As wide as columns of a sheet, and taller where bars are many."""
    chart.width = breadth(pen, first, last)
    chart.height = (_ROWS if bars <= byyear.MANY_BARS else _TALL_ROWS) * CM_A_ROW


def breadth(pen: Pen, first: int, last: int) -> float:
    """Centimetres that columns of a sheet take."""
    return _CM_A_CHARACTER * sum(pen.width(column) + 0.7 for column in range(first, last + 1))


def _title(words: str, size: int) -> Title:
    paragraph = _paragraph(size, bold=True)
    paragraph.r = [RegularTextRun(rPr=paragraph.pPr.defRPr, t=words)]
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _paragraph(size: int, *, bold: bool = False) -> Paragraph:
    look = CharacterProperties(sz=100 * size, b=bold, solidFill=INK)
    return Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)


def _line(colour: str) -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=colour))
