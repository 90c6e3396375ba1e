"""Headcount plans as tables."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import FileProblems
from compkit.files.hires import read_hires
from compkit.money import Money

HEAD = "count,start_on,department,level,base,currency,fte,bonus,tokens\n"


def plan(tmp_path, *rows, head=HEAD, **options):
    """A plan of rows."""
    path = tmp_path / "hires.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return read_hires(path, **options)


class TestReadHires:
    """Columns as of a roster, and how many."""

    def test_rows(self, tmp_path):
        """Rates and days as offers write them; what is empty is left as it is."""
        (five, one) = plan(
            tmp_path,
            "5,2027-07-01,Robots,L5,120000,USD,80 %,15 %,half of base",
            "1,2027-08-01,O'Neil & <Söhne> 😀,,90000,EUR,,,",
        )
        assert (five.count, five.start_on, five.level) == (5, date(2027, 7, 1), "L5")
        assert (five.base, five.fte, five.bonus) == (Money(120_000, "USD"), Decimal("0.8"), Decimal("0.15"))
        assert (one.department, one.fte, one.tokens) == ("O'Neil & <Söhne> 😀", 1, "")

    def test_currency(self, tmp_path):
        """Said once for all, or refused."""
        head = "count,start_on,department,base\n"
        assert plan(tmp_path, "1,2027-07-01,Robots,1", head=head, currency="EUR")[0].base == Money(1, "EUR")
        with pytest.raises(FileProblems, match="has no currency"):
            plan(tmp_path, "1,2027-07-01,Robots,1", head=head)

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("0,2027-07-01,Robots,L5,1,USD,,,", "above 0"),
            ("x,2027-07-01,Robots,L5,1,USD,,,", "column count"),
            ("1,someday,Robots,L5,1,USD,,,", "column start_on"),
            ('1,2027-07-01,Robots,L5,"250,000",USD,,,', "column base"),
            ("1,2027-07-01,Robots,L5,1,USD,,15,", "column bonus"),
            ("1,2027-07-01,,L5,1,USD,,,", "department"),
        ],
    )
    def test_wrong(self, tmp_path, row, words):
        """Named by row and column."""
        with pytest.raises(FileProblems, match=words):
            plan(tmp_path, row)
