"""`compkit prices compare` and `compkit prices import`, with right and wrong input."""

import json
from datetime import date

import click
import pytest

from compkit.cli.prices import prices_import
from compkit.files import read_prices, write_prices
from compkit.files.pricesources import SOURCES
from compkit.market import PriceBook

from .samples import price_row
from .test_cli import run

ON = ("--on", "2026-11-20")
CHECKED = ("--checked-on", "2026-11-20")
LITELLM = {
    "north/one": {
        "litellm_provider": "north",
        "mode": "chat",
        "input_cost_per_token": 1.25e-05,
        "output_cost_per_token": 1e-05,
    },
    "paint": {"litellm_provider": "north", "mode": "image_generation"},
    "draw": {"litellm_provider": "north", "mode": "image_generation"},
}


@pytest.fixture
def litellm(tmp_path):
    """A LiteLLM file with one model and two that are for images."""
    (tmp_path / "litellm.json").write_text(json.dumps(LITELLM))
    return tmp_path / "litellm.json"


@pytest.fixture
def book(tmp_path):
    """A price file in which the model costs 10."""
    write_prices(PriceBook([price_row()]), tmp_path / "book.csv")
    return tmp_path / "book.csv"


class TestImport:
    """`compkit prices import`."""

    def test_writes_what_it_says(self, litellm, tmp_path):
        """Rows, day and what was left out in groups; the file reads back."""
        out = tmp_path / "prices.csv"
        result = run("prices", "import", litellm, "--from", "litellm", *CHECKED, "--version", "1.109.1", "-o", out)
        assert result.exit_code == 0
        words = " ".join(result.output.split())
        assert f"Wrote {out}: 1 rows of 1 models from litellm, as saved on 2026-11-20." in words
        assert "ENTRIES LEFT OUT: 2" in words
        assert "is for image generation, not text 2 paint" in words
        (row,) = read_prices(out).rows
        assert (row.card.fresh_input, row.stated_by, row.from_on) == (12.5, "LiteLLM 1.109.1", date(2026, 11, 20))

    @pytest.mark.parametrize("suffix", ["yaml", "json", "xlsx"])
    def test_other_files(self, litellm, tmp_path, suffix):
        """By suffix."""
        out = tmp_path / f"prices.{suffix}"
        assert run("prices", "import", litellm, "--from", "litellm", *CHECKED, "-o", out).exit_code == 0
        assert read_prices(out).models == ("north/one",)

    def test_json(self, litellm, tmp_path):
        """Everything that was left out, one by one."""
        out = tmp_path / "prices.csv"
        found = json.loads(run("prices", "import", litellm, "--from", "litellm", *CHECKED, "-o", out, "--json").stdout)
        assert (found["format"], found["rows"], found["checked_on"]) == ("compkit/price-import/1", 1, "2026-11-20")
        assert [left["entry"] for left in found["skipped"]] == ["paint", "draw"]

    def test_does_not_overwrite(self, litellm, book):
        """Unless forced."""
        command = ("prices", "import", litellm, "--from", "litellm", *CHECKED, "-o", book)
        before = book.read_bytes()
        assert run(*command).exit_code == 1
        assert book.read_bytes() == before
        assert run(*command, "--force").exit_code == 0
        assert book.read_bytes() != before

    def test_wrong_file_writes_nothing(self, book, tmp_path):
        """A file of another kind, or with a negative price, is one message and no file."""
        out = tmp_path / "out.csv"
        (tmp_path / "bad.json").write_text(json.dumps({"m": {**LITELLM["north/one"], "input_cost_per_token": -1}}))
        result = run("prices", "import", tmp_path / "bad.json", "--from", "litellm", *CHECKED, "-o", out)
        assert result.exit_code == 1
        assert "m.input_cost_per_token (line 1): must not be negative: '-1'" in result.stderr
        assert run("prices", "import", tmp_path / "bad.json", "--from", "openrouter", "-o", out).exit_code == 1
        assert run("prices", "import", tmp_path / "none.json", "--from", "litellm", "-o", out).exit_code == 1
        assert run("prices", "import", book, "--from", "elsewhere", "-o", out).exit_code == 2
        assert run("prices", "import", book, "--from", "litellm", "-o", "-").exit_code == 2
        assert not out.exists()

    def test_sources(self):
        """The option knows every source there is, and tables of anybody."""
        (option,) = (param for param in prices_import.params if param.name == "source")
        assert isinstance(option.type, click.Choice)
        assert tuple(option.type.choices) == (*SOURCES, "table")

    def test_refused_where_prices_are_read(self, litellm, tmp_path):
        """Given as a price file, it is refused with this command, and the command works as printed."""
        result = run("prices", "list", "--prices", litellm)
        command = f"compkit prices import {litellm} --from litellm -o prices.csv"
        assert result.exit_code == 1
        assert command in result.stderr


class TestCompare:
    """`compkit prices compare`."""

    def test_file_with_source(self, book, litellm):
        """10 in the file, 12.5 in LiteLLM's: 25 % up; output is the same."""
        result = run("prices", "compare", book, f"litellm:{litellm}", *ON)
        assert result.exit_code == 0
        words = " ".join(result.output.split())
        assert f"first: {book} second: litellm:{litellm}" in words
        assert "north/one fresh input 10.00 12.50 +25.0 %" in words
        assert " output " not in words

    def test_list(self, book):
        """`list` is genai-prices; its models are counted, not all named."""
        words = " ".join(run("prices", "compare", book, "list", *ON).output.split())
        assert "Only in the first (1): north/one" in words
        assert "more; --json lists all" in words

    def test_json(self, book, litellm):
        """Versioned; rates are fractions."""
        found = json.loads(run("prices", "compare", book, f"litellm:{litellm}", *ON, "--json").stdout)
        assert found["format"] == "compkit/price-difference/1"
        assert [(change["kind"], change["change_rate"]) for change in found["changed"]] == [("fresh input", "0.25")]

    def test_the_day(self, book, litellm):
        """A file's prices in force on the day; another source's file counts as saved then."""
        found = json.loads(run("prices", "compare", book, f"litellm:{litellm}", "--on", "2019-12-31", "--json").stdout)
        assert (found["only_first"], found["only_second"]) == ([], ["north/one"])

    @pytest.mark.parametrize("name", ["none.csv", "litellm:none.json", "litellm:", "elsewhere:x"])
    def test_no_such_book(self, book, name):
        """One message, exit code 1."""
        result = run("prices", "compare", book, name, *ON)
        assert result.exit_code == 1
        assert "cannot be read" in result.stderr


def test_help_is_tidy():
    """Every command in one line of its own."""
    printed = run("prices", "--help").output
    for name in ("compare", "export", "import", "list", "show"):
        assert f"\n  {name}" in printed
