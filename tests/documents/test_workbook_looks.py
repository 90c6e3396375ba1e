"""How the comparison workbook is to handle: what is locked and free, comments, charts, and words on what stays."""

import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from attrs import evolve
from openpyxl import Workbook, load_workbook

from compkit.documents.workbook import build_workbook
from compkit.documents.workbook.inputs import MODEL, YEARS
from compkit.documents.workbook.pen import lines_of, wide
from compkit.market import Scenario, TokenPriceDrift
from compkit.pay.entitlements import COMPONENTS
from compkit.valuation import Comparison, compare, value

from ..samples import acme, assume, market
from .conftest import Office
from .workbooks import formula_cells, formulas, full, full_market, input_cell, many, set_inputs, values

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts(file: bytes) -> dict[str, bytes]:
    """The parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def yellow(book: Workbook) -> set[str]:
    """Addresses of the input cells: those of their style."""
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.has_style)
    return {f"{cell.parent.title}!{cell.coordinate}" for cell in cells if cell.style == "compkit input"}


class TestProtection:
    """Formulas are locked without a password; all that does not change them is free."""

    @staticmethod
    def check(book: Workbook) -> None:
        """Every sheet is protected, without a password, and selecting, filtering, sorting and widths are free."""
        for sheet in book:
            held = sheet.protection
            assert held.sheet and not held.password, sheet.title
            free = ("selectLockedCells", "selectUnlockedCells", "autoFilter", "sort", "formatColumns", "formatRows")
            assert not any(getattr(held, part) for part in free), sheet.title
        security = book.security
        assert security is None or not security.lockStructure

    def test_flags(self, full_file: bytes) -> None:
        """So the file says."""
        self.check(formulas(full_file))

    def test_flags_after_libreoffice(self, office: Office, full_file: bytes) -> None:
        """So LibreOffice reads it: what it writes back is protected and free in the same way, cell by cell."""
        file = office.calculated([full_file])[0]
        book = load_workbook(file)
        assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
        assert not any(sheet.protection.selectLockedCells or sheet.protection.sort for sheet in book)
        for address in yellow(formulas(full_file)):
            sheet, cell = address.split("!")
            assert not book[sheet][cell].protection.locked, address
        assert all(cell.protection.locked for cell in formula_cells(book))

    def test_inputs_are_free(self, full_file: bytes) -> None:
        """Every named input and every row for models of one's own can be changed; every formula cannot."""
        book = formulas(full_file)
        free = yellow(book)
        for name, defined in book.defined_names.items():
            if ":" not in defined.attr_text and not name.endswith("_index"):
                cell = input_cell(book, name)
                assert f"{cell.parent.title}!{cell.coordinate}" in free, name
                assert not cell.protection.locked, name
        assert sum(address.startswith("Prices!") for address in free) >= 12 * 7
        assert sum(address.startswith("Tokens!") for address in free) >= 12
        assert all(cell.protection.locked for cell in formula_cells(book))


class TestComments:
    """Comments on terms: few, whole, the same every time, and still there after the values were filled in."""

    def found(self, book: Workbook) -> dict[tuple[str, str], str]:
        """Texts by sheet and term."""
        cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment)
        return {(cell.parent.title, str(cell.value).strip()): cell.comment.text for cell in cells}

    def test_terms(self, full_file: bytes) -> None:
        """The three numbers, guaranteed tokens, the model, odds of staying and the named totals are explained once."""
        found = self.found(formulas(full_file))
        for place in (
            ("Compare", "As promised"),
            ("Compare", "Expected cost"),
            ("Compare", "To the employee"),
            ("Compare", "Total with guaranteed tokens"),
            ("Compare", "Model of the tokens"),
            ("Schedule", "Odds of staying"),
            ("Acme", "Target total cash"),
            ("Acme", "Total direct compensation"),
            ("Tokens", "Change a year"),
        ):
            assert found[place], place
        assert "accounting expense" in found["Compare", "Expected cost"]
        assert len(found) < 40

    def test_room(self, full_file: bytes) -> None:
        """Each is as high as its words need: 17 points a line of 44 characters."""
        drawings = [content.decode() for name, content in parts(full_file).items() if name.endswith(".vml")]
        sizes = [
            tuple(map(float, size))
            for text in drawings
            for size in re.findall(r"width:([\d.]+)px;height:([\d.]+)px", text)
        ]
        texts = [text for _, text in sorted(self.found(formulas(full_file)).items())]
        assert len(sizes) == len(texts)
        assert sum(height for _, height in sizes) == sum(16 + 17 * lines_of(text, 44) for text in texts)
        assert all(
            width == 300 and max(map(wide, text.split())) < 44 for (width, _), text in zip(sizes, texts, strict=True)
        )

    def test_same_bytes(self) -> None:
        """Built twice, every part is the same, comments and drawings too."""
        one, other = (parts(build_workbook(full())) for _ in range(2))
        assert one == other
        assert any(name.startswith("xl/comments/") for name in one)


class TestCharts:
    """Two native stacked charts: years on Compare, whole offers on By year."""

    def charts(self, file: bytes) -> list[ElementTree.Element]:
        """Both, as XML."""
        found = [content for name, content in sorted(parts(file).items()) if name.startswith("xl/charts/chart")]
        return [ElementTree.fromstring(content) for content in found]

    def words(self, chart: ElementTree.Element) -> list[str]:
        """Titles of the chart and its axes."""
        return ["".join(run.text or "" for run in title.iter(f"{_DRAWING}t")) for title in chart.iter(f"{_CHART}title")]

    def test_titles_and_units(self, full_file: bytes) -> None:
        """Each has a title, a title for both axes, the unit, and stacked bars."""
        years, offers = self.charts(full_file)
        assert self.words(years) == ["The number and years chosen above", "Year, as chosen", "USD"]
        assert self.words(offers) == [
            "The offers over 4 years, in the number chosen on Compare",
            "Offer, 4 years",
            "USD",
        ]
        for chart in (years, offers):
            assert [g.get("val") for g in chart.iter(f"{_CHART}grouping")] == ["stacked"]
            assert [g.get("val") for g in chart.iter(f"{_CHART}delete")] == ["0", "0"]

    def test_one_colour_a_component(self, full_file: bytes) -> None:
        """A component has the same colour in both."""
        years, offers = (
            [fill.get("val") for fill in chart.iter(f"{_DRAWING}srgbClr") if fill.get("val") != "FFFFFF"]
            for chart in self.charts(full_file)
        )
        assert [colour for colour in years if colour in offers] == years

    def test_offers(self, full_file: bytes) -> None:
        """The second shows the cells that add up to each offer's total with all tokens."""
        chart, sheet = self.charts(full_file)[1], values(full_file)["By year"]
        columns = [ref.text or "" for val in chart.iter(f"{_CHART}val") for ref in val.iter(f"{_CHART}f")]
        totals = [0.0, 0.0, 0.0]
        for reference in columns:
            for place, (cell,) in enumerate(sheet[reference.split("!")[1].replace("$", "")]):
                totals[place] += float(cell.value)
        comparison = full()
        assert totals == pytest.approx([float(comparison.amount(name)) for name in comparison.names])
        assert len(columns) == len(set(comparison.components) & set(COMPONENTS))


class TestYears:
    """Years that a view does not have show nothing."""

    def test_hidden(self, full_file: bytes) -> None:
        """Their headings say "-", and a rule paints what stands under them like the paper."""
        book = formulas(full_file)
        for title in ("Compare", "By year", "Acme"):
            rules = [rule for found in book[title].conditional_formatting for rule in found.rules]
            assert any(rule.formula[0].endswith('="-"') and rule.dxf.font.color.rgb == "00FFFFFF" for rule in rules)

    def test_long_choices_have_room(self, full_file: bytes) -> None:
        """What is chosen from a list spans two columns and shrinks where that is still too narrow."""
        book = formulas(full_file)
        for name in (MODEL, YEARS):
            cell = input_cell(book, name)
            assert any(cell.coordinate in merged for merged in book["Compare"].merged_cells.ranges)
            assert cell.alignment.shrink_to_fit


class TestNotes:
    """Every assumption and definition in words, and what no formula moves."""

    def words(self, comparison: Comparison) -> dict[str, str]:
        """Names and what stands beside them."""
        rows = values(build_workbook(comparison))["Notes"].iter_rows(values_only=True)
        return {str(row[0]): " ".join(str(cell) for cell in row[1:] if cell is not None) for row in rows if row[0]}

    def test_inputs(self) -> None:
        """Nothing that is an input is said to be fixed."""
        found = self.words(full())
        assert "an input on Inputs" in found["Discount a year, on value to the employee"]
        assert "an input on Compare" in found["Bonus payout, of target"]
        assert not any("fixed in this workbook" in words for words in found.values())

    def test_what_stays(self) -> None:
        """Exchange rates of promises, moved markets and the gap are said to stay; what is not there is not said."""
        found = self.words(full())
        assert "rate as issued" in found["Exchange rates"]
        assert "Option values" not in found and "Market drift" not in found
        drift = Scenario(name="drift", moves=(TokenPriceDrift(rate=Decimal("-0.25")),)).apply(full_market())
        assert "worked out on 20 November 2026" in self.words(full(world=drift))["Market drift"]


NAMES = ("é" * 80, "👩‍🚀 and co", "'quoted'", "[a]:b*c", "History")


class TestAnyOffers:
    """One offer or ten, and names that nobody expects."""

    @pytest.mark.parametrize("offers", [1, 2, 3, 10])
    def test_pages(self, offers: int) -> None:
        """Compare prints on one page, whatever the number of offers; no cell is an error."""
        book = values(build_workbook(many(offers)))
        setup = book["Compare"].page_setup
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                assert not [cell for cell in row if isinstance(cell, str) and cell.startswith("#")], sheet.title

    def test_names(self, office: Office) -> None:
        """Their tokens, charts and comments survive, in LibreOffice too."""
        comparison = compare({name: value(acme(), market(), assume()) for name in NAMES}, models=["openai/gpt-6-sol"])
        file = build_workbook(comparison)
        fresh = office(set_inputs(file, {}))
        assert fresh["Checks"]["B4"].value == "all agree"
        bought = [row[2] for row in fresh["Tokens"].iter_rows(values_only=True) if row[0] == "openai/gpt-6-sol"]
        assert bought == pytest.approx([125_000 / 0.5468] * len(NAMES))

    def test_many_models_of_one_allowance(self) -> None:
        """An allowance whose name is a wildcard counts its own rows only."""
        star, other = (evolve(acme().tokens[0], name=name) for name in ("*", "other"))
        comparison = compare({"A": value(acme(tokens=(star, other)), market(), assume())}, models=["openai/gpt-6-sol"])
        rows = values(build_workbook(comparison))["Tokens"].iter_rows(values_only=True)
        assert {row[0]: row[2] for row in rows if row[0] in ("*", "other")} == pytest.approx(
            {"*": 125_000, "other": 125_000}
        )
