"""Price files: CSV, YAML and JSON, each row with its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from compkit import testing
from compkit.errors import FileProblems, Problem
from compkit.files import read_prices, write_prices
from compkit.files.prices import format_csv
from compkit.market import LongContextTier, PriceBook, RateCard, TokenPrice, list_prices

SUFFIXES = ("csv", "yaml", "json")


def row(**changes: object) -> TokenPrice:
    """A price of everything that a row can say."""
    said: dict[str, object] = {
        "model": "a/b",
        "card": RateCard(fresh_input="3", cache_read="0.30", output=0),
        "tiers": (
            LongContextTier(above_tokens=200_000, card=RateCard(fresh_input=6)),
            LongContextTier(above_tokens=500_000, card=RateCard(output="12.5")),
        ),
        "batch": RateCard(cache_write="1", cache_write_1h="2"),
        "currency": "EUR",
        "from_on": date(2026, 1, 1),
        "until_on": date(2026, 7, 1),
        "announced": True,
        "stage": "contract",
        "source": 'price page, "pro" plan\nnote',
        "source_version": "2",
        "checked_on": date(2026, 1, 2),
        **changes,
    }
    return TokenPrice(**said)  # type: ignore[arg-type]


def problems_of(tmp_path: Path, text: str, suffix: str = "csv") -> list[Problem]:
    """All problems of a price file."""
    (tmp_path / f"x.{suffix}").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblems) as caught:
        read_prices(tmp_path / f"x.{suffix}")
    return list(caught.value.problems)


class TestRoundTrip:
    """Reading what was written gives the same book."""

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_every_field(self, tmp_path: Path, suffix: str) -> None:
        """Everything that a row can say, and a row that says the least."""
        least = TokenPrice(model="c/d", card=RateCard(), from_on=date(2026, 1, 1), source="x")
        book = PriceBook([row(), least])
        write_prices(book, tmp_path / f"x.{suffix}")
        assert read_prices(tmp_path / f"x.{suffix}") == book

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @given(book=testing.price_books())
    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_any(self, tmp_path: Path, suffix: str, book: PriceBook) -> None:
        """Any book."""
        write_prices(book, tmp_path / f"x.{suffix}")
        assert read_prices(tmp_path / f"x.{suffix}") == book

    def test_the_list(self, tmp_path: Path) -> None:
        """The whole list, as a nightly run pins it."""
        book = list_prices(as_of=date(2026, 11, 20))
        write_prices(book, tmp_path / "x.csv")
        assert read_prices(tmp_path / "x.csv") == book
        assert len(book.rows) > 1000

    @pytest.mark.parametrize("source", ["=1+1", "+x", "-x", "@SUM(A1)", "'x", "'=x", "=cmd|'/c calc'!A0", "''"])
    def test_formulas(self, tmp_path: Path, source: str) -> None:
        """Text that a spreadsheet may take for a formula is written as text, and read back as it was."""
        book = PriceBook([row(source=source)])
        text = format_csv(book)
        cells = [cell.strip('"') for cell in text.replace("\n", ",").split(",")]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
        write_prices(book, tmp_path / "x.csv")
        assert read_prices(tmp_path / "x.csv") == book


class TestReading:
    """What people's own tables look like."""

    def test_short_table(self, tmp_path: Path) -> None:
        """Few columns in any order, a byte order mark and Windows line ends; an empty price is unknown, not zero."""
        text = (
            "\ufefffrom_on,source,model,output,cache_read\r\n2026-01-01,page,a/b,10,\r\n\r\n2026-01-01,page,a/c,0,1\r\n"
        )
        (tmp_path / "x.csv").write_bytes(text.encode())
        first, second = read_prices(tmp_path / "x.csv").rows
        assert (first.card.output, first.card.cache_read, first.card.fresh_input) == (10, None, None)
        assert second.card.output == Decimal(0)
        assert (first.currency, first.stage, first.announced) == ("USD", "list", False)

    def test_formula_is_text(self, tmp_path: Path) -> None:
        """Formula-looking text in a file is text, and in a number's place no number."""
        good = "model,from_on,source\na/b,2026-01-01,=HYPERLINK(1)\n"
        (tmp_path / "x.csv").write_text(good)
        assert read_prices(tmp_path / "x.csv").rows[0].source == "=HYPERLINK(1)"
        (problem,) = problems_of(tmp_path, "model,from_on,source,output\na/b,2026-01-01,x,=1+1\n")
        assert (problem.path, problem.rule) == ("row 2, column output", "not a number")


class TestProblems:
    """Every problem comes at once, with its row and column."""

    def test_all_at_once(self, tmp_path: Path) -> None:
        """Numbers, days, models and required columns."""
        text = (
            "model,from_on,until_on,output,fresh_input,currency,source\n"
            "a/b,2026-01-01,,-1,NaN,USD,x\n"
            'b,01.02.2026,,1e3,"1,000",USD,x\n'
            ",2026-01-01,,1,1,XXX,\n"
            "a/c,2026-01-01,2025-01-01,1,1,USD,x\n"
        )
        found = problems_of(tmp_path, text)
        assert [(problem.path, problem.rule, problem.line) for problem in found] == [
            ("row 2, column fresh_input", "not a number", 2),
            ("row 2, column output", "must not be negative", 2),
            ("row 3, column model", "must be provider/model", 3),
            ("row 3, column from_on", "not a day", 3),
            ("row 3, column output", "not a number", 3),
            ("row 3, column fresh_input", "digits must not be grouped", 3),
            ("row 4, column currency", "is not an ISO 4217 code", 4),
            ("row 4, column model", "is missing", 4),
            ("row 4, column source", "is missing", 4),
            ("row 5", "must end after it begins on 2026-01-01", 5),
        ]

    def test_overlap(self, tmp_path: Path) -> None:
        """Two rows of a model in force on one day are refused, naming both rows; next to each other they are fine."""
        text = "model,from_on,until_on,output,source\na/b,2026-03-01,,1,x\na/b,2026-01-01,2026-03-01,1,x\n"
        (tmp_path / "good.csv").write_text(text)
        assert len(read_prices(tmp_path / "good.csv").rows) == 2
        (problem,) = problems_of(tmp_path, text.replace("2026-03-01,1", "2026-03-02,1"))
        assert problem.path == "row 2"
        assert problem.rule == "a/b: two rows overlap: from 2026-01-01 and from 2026-03-01 (row 3)"

    @pytest.mark.parametrize(
        ("text", "path", "rule"),
        [
            ("model,from_on,sorce\na/b,2026-01-01,x\n", "row 1", "unknown column"),
            ("model,from_on\na/b,2026-01-01\n", "row 1", "column source is missing"),
            ("model;from_on;source\n", "", "its columns are not separated by commas"),
            ("model,model,from_on,source\n", "", "column model appears twice"),
            ("", "", "is empty"),
            ("model,from_on,source\na/b,2026-01-01,x,y\n", "row 2", "has 4 cells, the header 3"),
            ('model,from_on,source\na/b,2026-01-01,"x\n', "", "is not CSV: unexpected end of data"),
            (
                "model,from_on,source,long_context_output\na/b,2026-01-01,x,5\n",
                "row 2, column long_context_above",
                "is missing",
            ),
            (
                "model,from_on,source,long_context_above\na/b,2026-01-01,x,-5\n",
                "row 2, column long_context_above",
                "must be above 0",
            ),
        ],
    )
    def test_tables(self, tmp_path: Path, text: str, path: str, rule: str) -> None:
        """Tables that are none, and rows that do not fit."""
        problem = problems_of(tmp_path, text)[0]
        assert (problem.path, problem.rule) == (path, rule)

    def test_yaml(self, tmp_path: Path) -> None:
        """In YAML the place is the row and key, with its line."""
        text = (
            "format: compkit/prices/1\nprices:\n  - model: a/b\n    from_on: 2026-01-01\n    source: x\n    outptu: 1\n"
            "    batch: {output: -1}\n  - {model: a/c, from_on: 2026-01-01, source: x, output: 1.5.0}\n  - 5\n"
        )
        found = problems_of(tmp_path, text, "yaml")
        assert [(problem.path, problem.line, problem.rule) for problem in found[:3]] == [
            ("prices[0].outptu", 6, "unknown key"),
            ("prices[0].batch.output", 7, "must not be negative"),
            ("prices[1].output", 8, "not a number"),
        ]
        assert found[3].path == "prices[2]"

    @pytest.mark.parametrize("text", ["prices: []\n", "format: compkit/prices/1\n", "[1]\n"])
    def test_not_prices(self, tmp_path: Path, text: str) -> None:
        """A YAML file that is no file of prices."""
        assert len(problems_of(tmp_path, text, "yaml")) == 1
