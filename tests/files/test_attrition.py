"""Attrition as a table."""

from decimal import Decimal

import pytest

from compkit.errors import FileProblems
from compkit.files.attrition import read_attrition
from compkit.files.templates import template
from compkit.workforce.attrition import AttritionRate

from ..workforce.people import person, roster


def rates(tmp_path, text, **options):
    """The rates of a table."""
    path = tmp_path / "attrition.csv"
    path.write_text(text, encoding="utf-8")
    return read_attrition(path, **options)


class TestReadAttrition:
    """A rate a year or a month, of everybody who has the labels of the row."""

    def test_rows(self, tmp_path):
        """Percent or fractions; what is empty is any."""
        found = rates(tmp_path, "level,department,a_year,a_month\n,,8 %,\nL4,O'Neil & <Söhne> 😀,,0.01\n")
        assert found == (
            AttritionRate(rate="0.08"),
            AttritionRate(rate="0.01", per="month", level="L4", department="O'Neil & <Söhne> 😀"),
        )

    def test_sample(self):
        """The sample reads, and the more labels a row names, the closer it is."""
        found = read_attrition(template("rosters/attrition.csv"))
        assert [rate.rate for rate in found] == [Decimal(rate) for rate in ("0.08", "0.12", "0.015", "0.2")]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("level,a_year\nL5,8\n", "row 2, column a_year.*needs its sign"),
            ("level,a_year\nL5,-8 %\n", "from 0 to 1"),
            ("level,a_year\nL5,108 %\n", "1"),
            ("level,a_year\nL9,8 %\n", "row 2, column level.*no level of the roster.*say one of L5"),
            ("level,a_year\nL5,\n", "needs a rate a year or a month"),
            ("level,a_year,a_month\nL5,8 %,1 %\n", "has a rate a year and a month"),
            ("level,a_year\nL5,8 %\nL5,9 %\n", "row 3.*same people as row 2"),
            ("levle,a_year\nL5,8 %\n", "column levle.*no column of this table.*did you mean level"),
            ("level,a_year\n", "no row below its headings"),
            ("", "is empty"),
        ],
    )
    def test_wrong(self, tmp_path, text, words):
        """Named by row and column, with the way out; a column that means nothing would make a row everybody's."""
        with pytest.raises(FileProblems, match=words):
            rates(tmp_path, text, roster=roster([person(1)]))
