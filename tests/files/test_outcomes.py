"""Tables of outcomes: columns that are named, by employee; every problem is told."""

import pandas as pd
import pytest

from compkit.errors import FileProblems, InvalidValue
from compkit.files.outcomes import read_outcomes


def table(tmp_path, *lines):
    """A CSV file."""
    path = tmp_path / "tickets.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


class TestReadOutcomes:
    """`read_outcomes`."""

    def test_columns(self, tmp_path):
        """Only what is named is read; an empty cell is 0; ids keep their zeros."""
        path = table(tmp_path, "employee id,date,Closed tickets,note", "007,2027-01-02,3,a", "008,2027-01-03,,b")
        found = read_outcomes(path, ["closed tickets"])
        assert found.columns.tolist() == ["employee_id", "on", "closed tickets"]
        assert found["employee_id"].tolist() == ["007", "008"] and found["closed tickets"].tolist() == [3, 0]
        assert found["on"].iloc[0] == pd.Timestamp(2027, 1, 2)

    def test_without_days(self, tmp_path):
        """Days are not needed."""
        found = read_outcomes(table(tmp_path, "employee id,tickets", "7,3"), ["tickets"])
        assert found.columns.tolist() == ["employee_id", "tickets"]

    @pytest.mark.parametrize(
        "lines",
        [
            ("employee id,tickets", "7,3.5"),
            ("employee id,tickets", "7,-3"),
            ("employee id,tickets", ",3"),
            ("employee id,bugs", "7,3"),
            ("employee id,date,tickets", "7,,3"),
        ],
    )
    def test_problems(self, tmp_path, lines):
        """Half a ticket, a negative one, nobody's, a column that is not there, a day that is missing."""
        with pytest.raises(FileProblems):
            read_outcomes(table(tmp_path, *lines), ["tickets"])

    def test_nothing_named(self, tmp_path):
        """Without a column there is nothing to read."""
        with pytest.raises(InvalidValue, match="names no column"):
            read_outcomes(table(tmp_path, "employee id,tickets"), [])
