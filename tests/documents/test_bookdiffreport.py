"""Two price books compared, as a person reads it and as data."""

import json
from decimal import Decimal

from compkit.documents.bookdiffreport import book_difference_data, build_book_difference
from compkit.documents.table import render
from compkit.market import PriceBook, RateCard
from compkit.market.bookdiff import compare_books

from ..samples import TODAY, price_row


def compared(first, second):
    """Two books of rows on the day of the samples."""
    return compare_books(PriceBook(first), PriceBook(second), on=TODAY)


def lines(difference):
    """The report's lines without runs of blanks."""
    report = build_book_difference(difference, first="a.csv", second="list")
    return [" ".join(line.split()) for line, _ in render(report)]


def models(count, price):
    """Rows of many models."""
    return [price_row(f"north/m{n:04}", price) for n in range(count)]


class TestReport:
    """The text."""

    def test_small(self):
        """Names of the books, the day, a summary, and each price that differs under its model."""
        second = price_row(card=RateCard(fresh_input="12.5", cache_read=1, output=10))
        found = lines(compared([price_row(), price_row("a/x")], [second, price_row("a/x"), price_row("b/x")]))
        assert found[:3] == ["PRICES COMPARED as in force on 2026-11-20", "first: a.csv", "second: list"]
        words = "Models in both: 2. Different: 1, of which 1 in a price that both state. The same: 1."
        assert words in " ".join(found)
        assert "ALL CHANGES BY MODEL USD per million tokens" in found
        start = found.index("north/one")
        assert found[start + 1 : start + 3] == ["fresh input 10.00 12.50 +25.0 %", "cache read ? 1.00"]
        assert "Only in the second (1): b/x" in found
        assert not any("Only in the first" in line or "LARGEST" in line for line in found)

    def test_largest_first(self):
        """Where much differs, the ten largest changes stand above."""
        first, second = models(20, 10), [price_row(f"north/m{n:04}", 10 + n) for n in range(20)]
        found = lines(compared(first, second))
        start = found.index("LARGEST CHANGES USD per million tokens") + 3
        assert found[start : start + 2] == [
            "north/m0019, fresh input 10.00 29.00 +190.0 %",
            "north/m0019, output 10.00 29.00 +190.0 %",
        ]
        assert found[start + 10] == ""

    def test_two_currencies(self):
        """Each price with its currency, and no rate."""
        found = lines(compared([price_row()], [price_row(currency="EUR")]))
        assert "fresh input 10.00 USD 10.00 EUR other currency" in found
        assert "ALL CHANGES BY MODEL per million tokens" in found

    def test_a_change_too_small_to_print(self):
        """Is not printed as none."""
        found = lines(compared([price_row(price="10")], [price_row(price="10.0001")]))
        assert "output 10.00 10.0001 under 0.1 %" in found

    def test_nothing_in_both(self):
        """Says how models are matched."""
        assert any(line.startswith("No model has a price in both") for line in lines(compared([], [price_row()])))

    def test_two_thousand(self):
        """What only one book has is named in part and counted; what changed is listed whole."""
        first = [*models(2000, 10), *(price_row(f"old/m{n:03}") for n in range(324))]
        found = lines(compared(first, models(2000, 11)))
        text = " ".join(found)
        assert "Only in the first (324): old/m000, " in text
        assert "old/m011 and 312 more; --json lists all" in text
        assert "old/m012" not in text
        assert found.count("output 10.00 11.00 +10.0 %") == 2000


class TestData:
    """``compkit/price-difference/1``."""

    def test_shape(self):
        """Figures as text; unknown is null, never 0."""
        first, second = price_row(card=RateCard(fresh_input=2, output=1)), price_row(card=RateCard(fresh_input=3))
        data = book_difference_data(compared([first], [second, price_row("a/x")]), first="one", second="two")
        assert json.loads(json.dumps(data)) == {
            "format": "compkit/price-difference/1",
            "on": "2026-11-20",
            "first": "one",
            "second": "two",
            "same": 0,
            "changed": [
                {
                    "model": "north/one",
                    "kind": "fresh input",
                    "first_per_mtok": "2",
                    "second_per_mtok": "3",
                    "first_currency": "USD",
                    "second_currency": "USD",
                    "change_rate": "0.50",
                },
                {
                    "model": "north/one",
                    "kind": "output",
                    "first_per_mtok": "1",
                    "second_per_mtok": None,
                    "first_currency": "USD",
                    "second_currency": "USD",
                    "change_rate": None,
                },
            ],
            "only_first": [],
            "only_second": ["a/x"],
        }
        assert Decimal(data["changed"][0]["change_rate"]) == Decimal("0.5")
