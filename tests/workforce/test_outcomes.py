"""Outcomes per money and tokens, beside peers of the same family."""

from decimal import Decimal

import pandas as pd
import pytest

from compkit.errors import InvalidValue
from compkit.workforce.audit.outcomes import PLACES
from tests.workforce.audits import audited, came, usd, use, worker

FOUR = [worker(n, family="Dev") for n in (1, 2, 3, 4)]
ROWS = [use(1, 100, output=1_000_000), use(2, 1000), use(3, 1000, output=2_000_000), use(4, 100, output=500_000)]
MADE = [came(1, commits=40, lines_added=7), came(2, commits=40), came(3, commits=1), came(4, commits=1)]


class TestOutcomes:
    """What came of the use."""

    def test_by_hand(self):
        """40 commits for 100 are 400 a thousand; 40 for a million tokens are 40 a million."""
        found = audited(FOUR, ROWS, MADE).people
        assert found["commits"].tolist() == [40, 40, 1, 1]
        assert found["commits_per_thousand"].tolist() == [400_000, 40_000, 1_000, 10_000]
        assert found["commits_per_mtok"].fillna(-1).tolist() == [40_000, -1, 500, 2_000]
        assert found["commits_place"].tolist() == ["lean producer", "heavy producer", "burner", "idle"]
        assert found["commits_quarter"].tolist() == [4, 3, 1, 2]
        assert "lines_added" in found.columns and "sessions" not in found.columns

    def test_peers(self):
        """Quartiles of 1, 10, 40 and 400 stand at 3/4, 1 1/2 and 2 1/4 of the order: 7.75, 25 and 130."""
        (one, _) = sorted(audited(FOUR, ROWS, MADE).peers, key=lambda own: own.outcome)
        assert (one.outcome, one.family, one.people, one.total) == ("commits", "Dev", 4, 82)
        assert one.per_thousand == (Decimal("7.750"), Decimal(25), Decimal(130))
        assert one.per_mtok == (Decimal("1.250"), Decimal(2), Decimal(21))  # of 0.5, 2 and 40
        assert one.places == dict.fromkeys(PLACES, 1)
        assert one.use == usd("6475.806451613")  # between 100 and 1,000 times 365 / 31

    def test_a_value_at_a_quartile(self):
        """Of 10, 20, 30, 40 and 50 the quartiles are 20, 30 and 40: each is in the quarter below."""
        people = [worker(n, family="Dev") for n in range(5)]
        found = audited(people, [use(n, 1000) for n in range(5)], [came(n, commits=10 * n + 10) for n in range(5)])
        assert found.people["commits_quarter"].tolist() == [1, 1, 2, 3, 4]

    def test_own_family_only(self):
        """Peers are of the same family; too few of them are not told."""
        people = [worker(n, family="Dev" if n < 4 else "Legal") for n in (1, 2, 3, 4)]
        found = audited(people, ROWS, MADE, hide_below=3)
        assert {one.family for one in found.peers} == {"Dev"}
        own = found.people.set_index("employee_id").loc["E4"]
        assert own["commits_place"] == "" and own["commits_quarter"] == 0
        assert all(one.per_mtok is None for one in found.peers)  # two of three used tokens

    def test_own_table(self):
        """A table of one's own without days, strangers left out; a column that is none is refused."""
        table = pd.DataFrame({"employee_id": ["E1", "E9", "E1"], "tickets": [2, 5, 3], "note": ["a", "b", "c"]})
        found = audited(FOUR, ROWS, table=table)
        assert found.outcomes == ("tickets",) and found.people["tickets"].tolist() == [5, 0, 0, 0]
        for wanted in ("note", "pull_requests"):
            with pytest.raises(InvalidValue):
                audited(FOUR, ROWS, table=table, outcomes=(wanted,))
        with pytest.raises(InvalidValue, match="employee_id"):
            audited(FOUR, ROWS, table=table.drop(columns="employee_id"))

    def test_days_count(self):
        """Outcomes of other days than the year's so far do not count."""
        found = audited(FOUR, ROWS, [*MADE, came(1, commits=9, on="2026-12-31"), came(1, commits=9, on="2027-02-01")])
        assert found.people["commits"].tolist() == [40, 40, 1, 1]
