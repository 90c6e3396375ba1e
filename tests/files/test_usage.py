"""Usage exports: every column, every kind of file, and every problem with its row and column."""

import json
from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import FileProblems
from compkit.files.usage import MOST_PROBLEMS, read_usage
from compkit.market.usage import TokenUsage
from compkit.money import Money

HEAD = "on,tool,model,fresh_input,cache_read,output,requests,mtok,amount,currency\n"


@pytest.fixture
def read(tmp_path):
    """Reads a text as a file of a name."""

    def run(text, name="usage.csv", **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_usage(path, **options).rows

    return run


def problems(read, text, name="usage.csv"):
    """Problems of a text, as a person reads them."""
    with pytest.raises(FileProblems) as caught:
        read(text, name)
    return [str(problem) for problem in caught.value.problems]


class TestRead:
    """What a row may say."""

    def test_tokens_by_kind(self, read):
        """Disjoint kinds of one model, of so many requests."""
        (row,) = read(HEAD + "2027-01-29,Agent,openai/gpt-6-sol,160,834,6,3,,,\n")
        assert row.tokens == TokenUsage(fresh_input=160, cache_read=834, output=6, requests=3)
        assert (row.on, row.model, row.place) == (date(2027, 1, 29), "openai/gpt-6-sol", "row 2")

    def test_amounts(self, read):
        """Money in its column's currency, its own, or the one that the reader is told."""
        text = "date,amount,currency\n2027-01-29,12.50,EUR\n2027-01-29,12.50 GBP,\n2027-01-29,12.50,\n"
        assert [row.amount for row in read(text, currency="USD")] == [Money("12.5", c) for c in ("EUR", "GBP", "USD")]

    def test_millions_of_tokens(self, read):
        """Plain millions, with or without their model."""
        assert read("on,mtok\n2027-01-29,1.5\n")[0].mtok == Decimal("1.5")

    def test_share_months(self, read):
        """A slice of a capacity."""
        assert read("on,share_months\n2027-01-29,0.0005\n")[0].share_months == Decimal("0.0005")

    def test_text_is_text(self, read):
        """Apostrophes, slashes and emoji are names; what a spreadsheet would take for a formula is text."""
        text = "on,mtok,tool,team\n2027-01-29,1,O'Brien's tool / β 🚀,'=SUM(A1)\n"
        (row,) = read(text)
        assert (row.tool, row.team) == ("O'Brien's tool / β 🚀", "=SUM(A1)")

    def test_blank_lines(self, read):
        """Empty lines are nothing, and rows are counted with them."""
        assert [row.place for row in read("on,mtok\n\n2027-01-29,1\n,\n2027-01-30,1\n")] == ["row 3", "row 5"]

    def test_json(self, read):
        """The same columns as keys."""
        rows = [{"on": "2027-01-29", "model": "a/b", "output": 5}, {"date": "2027-01-30", "amount": "2.5 USD"}]
        found = read(json.dumps({"format": "compkit/usage/1", "usage": rows}), "usage.json")
        assert [row.on.day for row in found] == [29, 30]
        assert found[0].tokens == TokenUsage(output=5)

    def test_excel(self, tmp_path):
        """Days and numbers as Excel holds them: 0.1 is a tenth."""
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in (["date", "amount", "currency", "tool"], [date(2027, 1, 29), 0.1, "USD", "Agent"]):
            book.active.append(row)
        book.save(tmp_path / "usage.xlsx")
        (row,) = read_usage(tmp_path / "usage.xlsx").rows
        assert (row.on, row.amount, row.tool) == (date(2027, 1, 29), Money("0.1", "USD"), "Agent")


class TestProblems:
    """All at once, each with its place and the way out."""

    def test_all_at_once(self, read):
        """A misspelt column, grouped digits, a day that is none, a credit note and a missing model."""
        text = 'on,modle,output,amount,currency\n2027-01-29,,,"1,250.00",USD\n29/01/2027,,,5,USD\n'
        text += "2027-01-30,,,-5,USD\n2027-01-31,,500,,\n"
        assert problems(read, text) == [
            "row 1 (line 1): unknown column: 'modle': did you mean model?",
            "row 2, column amount (line 2): digits must not be grouped: '1,250.00': say 1250.00",
            "row 3, column on (line 3): not a day: '29/01/2027': say year-month-day, such as 2027-01-11",
            "row 4, column amount (line 4): must not be negative: '-5': "
            "take a credit note off the use that it corrects",
            "row 5, column model (line 5): is missing: tokens by kind are priced by their model",
        ]

    def test_two_ways(self, read):
        """Money as billed and tokens to be priced would count twice."""
        text = HEAD + "2027-01-29,Agent,a/b,160,834,6,3,,5,USD\n2027-01-29,Agent,,,,,,,,\n"
        found = problems(read, text)
        assert "must say its use in one way: 'amount and tokens': keep one of amount" in found[0]
        assert "'nothing'" in found[1]

    def test_currency(self, read):
        """Two currencies, or none."""
        found = problems(read, "on,amount,currency\n2027-01-29,5 EUR,USD\n2027-01-29,5,\n")
        assert "the amount is in EUR" in found[0]
        assert found[1] == "row 3, column currency (line 3): is missing: say the currency of the amount"

    def test_tokens_are_whole(self, read):
        """Half a token is a wrong column."""
        (found,) = problems(read, "on,model,output\n2027-01-29,a/b,1.5\n")
        assert "column output (line 2): must be a whole number" in found

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "is empty"),
            ("on;mtok\n2027-01-29;1\n", "not separated by commas"),
            ("mtok\n1\n", "column on is missing"),
            ("on,mtok,mtok\n2027-01-29,1,1\n", "appears twice"),
            ("on,date,mtok\n2027-01-29,2027-01-29,1\n", "appears twice"),
            ("on,mtok\n2027-01-29,1,2\n", "has 3 cells, the header 2"),
            ("on,mtok\n,1\n", "column on (line 2): is missing"),
            ("on,mtok,user\n2027-01-29,1,x\n", "unknown column"),
            ('on,mtok\n"2027-01-29,1\n', "is not CSV"),
        ],
    )
    def test_as_a_whole(self, read, text, words):
        """What is wrong with the table itself."""
        assert any(words in problem for problem in problems(read, text))

    @pytest.mark.parametrize(
        "text",
        ["[]", "{}", '{"format": "compkit/usage/1"}', '{"format": "compkit/usage/1", "usage": [5]}'],
    )
    def test_json_that_is_none(self, read, text):
        """JSON of another shape is refused in words."""
        assert problems(read, text, "usage.json")

    def test_not_thousands(self, read):
        """A column that is wrong in every row is told some times, and counted."""
        found = problems(read, "on,mtok\n" + "29.01.2027,1\n" * 1000)
        assert len(found) == MOST_PROBLEMS + 1
        assert "and 950 more problems" in found[-1]

    def test_no_file(self, tmp_path):
        """A file that is not there."""
        with pytest.raises(FileProblems, match="cannot be read"):
            read_usage(tmp_path / "none.csv")
