"""Digital employees as a table."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import FileProblems
from compkit.files.agents import read_agents
from compkit.files.templates import template

HEAD = (
    "name,department,cost_center,model,start_on,agents,per_person,runs_a_day,working_days,turns_a_run,"
    "context_tokens,cache_read,output_tokens,growth\n"
)


def agents(tmp_path, row, *, head=HEAD, **options):
    """The agents of a table of one row."""
    path = tmp_path / "agents.csv"
    path.write_text(head + row + "\n", encoding="utf-8")
    return read_agents(path, **options)


class TestReadAgents:
    """A row agents of one kind: whose they are, on which model, and their work."""

    def test_row(self, tmp_path):
        """10 x 5 x 200 x 10 x 10,000 tokens are 1,000 million a year; ids keep their zeros."""
        (found,) = agents(tmp_path, "Readers,Robots,0900,north/one,2027-01-01,10,,5,200,10,9000,0 %,1000,20 %")
        assert (found.department, found.cost_center, found.model) == ("Robots", "0900", "north/one")
        assert (found.start_on, found.per_person) == (date(2027, 1, 1), None)
        assert [round(found.workload.mtok(year), 9) for year in (1, 2)] == [1000, 1200]

    def test_per_person(self, tmp_path):
        """Half a workload of one agent for each person."""
        (found,) = agents(
            tmp_path, "R,Robots,,north/one,2027-01-01,,0.5,5,200,10,9000,0 %,1000,", departments={"Robots"}
        )
        assert (found.per_person, found.workload.agents) == (Decimal("0.5"), 1)

    def test_sample(self):
        """The sample reads."""
        assert [of.workload.name for of in read_agents(template("rosters/agents.csv"))] == [
            "Night test runner",
            "Ticket reader",
            "Second pair of eyes",
        ]

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("R,Robots,,north/one,2027-01-01,,,5,200,10,9000,0 %,1000,", "column agents.*is not said"),
            ("R,Robotz,,north/one,2027-01-01,,1,5,200,10,9000,0 %,1000,", "column department.*did you mean Robots"),
            ("R,Robots,,north/one,2027-01-01,-1,,5,200,10,9000,0 %,1000,", "column agents.*above 0"),
            ("R,Robots,,north/one,2027-01-01,1,,5,400,10,9000,0 %,1000,", "column working_days.*from 0 to 366"),
            ("R,Robots,,north/one,2027-01-01,1,,5,200,10,9000,85,1000,", "column cache_read.*needs its sign"),
            ("R,Robots,,one,2027-01-01,1,,5,200,10,9000,0 %,1000,", "column model"),
            ("R,Robots,,north/one,someday,1,,5,200,10,9000,0 %,1000,", "column start_on"),
            ("R,,,north/one,2027-01-01,1,,5,200,10,9000,0 %,1000,", "column department"),
            ("", "no row below its headings"),
        ],
    )
    def test_wrong(self, tmp_path, row, words):
        """Named by row and column, with the way out."""
        with pytest.raises(FileProblems, match=words):
            agents(tmp_path, row, departments={"Robots", "Sales"})

    def test_column(self, tmp_path):
        """A column that means nothing is refused: misspelt growth would be none."""
        head = HEAD.replace("growth", "growht")
        with pytest.raises(FileProblems, match=r"column growht.*did you mean growth"):
            agents(tmp_path, "R,Robots,,north/one,2027-01-01,1,,5,200,10,9000,0 %,1000,20 %", head=head)
