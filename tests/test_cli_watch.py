"""`compkit prices watch`: the nightly job, what it skips, and what it refuses."""

import json
from pathlib import Path

import pytest

from compkit.files.templates import template

from .test_cli import run

SINCE = ("--since", "2026-09-01")
DAY = ("--as-of", "2026-11-20")
PRICES = """\
model,currency,from_on,until_on,fresh_input,cache_read,output,source
anthropic/claude-opus-5-5,USD,2026-01-01,2026-10-01,10,10,10,test
anthropic/claude-opus-5-5,USD,2026-10-01,2027-03-01,6,6,6,test
anthropic/claude-opus-5-5,USD,2027-03-01,,12,12,12,test
"""


@pytest.fixture
def prices(tmp_path: Path) -> tuple[str, str]:
    """A price file in which one model fell from 10 to 6 and will rise to 12."""
    path = tmp_path / "prices.csv"
    path.write_text(PRICES, encoding="utf-8")
    return "--prices", str(path)


def sample(name: str, folder: Path, file: str = "", **changes: str) -> str:
    """A sample offer with changes of its text."""
    text = template(name).read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    path = folder / (file or f"{name}.yaml")
    path.write_text(text, encoding="utf-8")
    return str(path)


class TestWatch:
    """What it tells."""

    def test_quantity(self, prices, tmp_path):
        """240,000 million tokens a year at 10, 6 and 12; no share price is needed."""
        offer = sample("quokka", tmp_path, "O'Neil 🚀.yaml")
        result = run("prices", "watch", offer, *SINCE, *DAY, *prices)
        assert result.exit_code == 0, result.output
        lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
        assert "anthropic/claude-opus-5-5 10.00 6.00 -40 % USD 2,400,000 to 1,440,000" in lines
        assert "2027-03-01 anthropic/claude-opus-5-5 6.00 12.00 +100 % USD 1,440,000 to 2,880,000" in lines

    def test_same_input_same_output(self, prices, tmp_path):
        """A nightly job can compare its outputs."""
        words = ("prices", "watch", sample("quokka", tmp_path), *SINCE, *DAY, *prices, "--json")
        first, second = run(*words), run(*words)
        assert first.stdout == second.stdout
        assert first.stderr == ""
        data = json.loads(first.stdout)
        assert [move["kind"] for move in data["moves"]] == ["moved", "announced"]
        assert data["moves"][0]["pays_more_a_year"] == "-960000.00"

    def test_models(self, prices, tmp_path):
        """Money goes where it is asked for; else to the models of the assumptions; else nobody knows."""
        words = ("prices", "watch", sample("acme", tmp_path), *SINCE, *DAY, *prices)
        asked = run(*words, "--model", "anthropic/claude-opus-5-5").stdout
        assert "12.5 bn to 20.8 bn" in asked
        facts = tmp_path / "facts.yaml"
        facts.write_text("format: compkit/assumptions/1\nmodels: [anthropic/claude-opus-5-5]\n", encoding="utf-8")
        assert run(*words, "--assumptions", str(facts)).stdout == asked
        assert "names no model: say at which to look" in " ".join(run(*words).stdout.split())

    def test_closed(self, prices, tmp_path):
        """An offer whose last day to accept is past is not looked at; one of today is."""
        offer = sample("acme", tmp_path)
        (last,) = [words.split()[1] for words in Path(offer).read_text("utf-8").splitlines() if "expires_on:" in words]
        words = ("prices", "watch", offer, *SINCE, *prices, "--model", "anthropic/claude-opus-5-5")
        late = run(*words, "--as-of", "2026-12-31")
        assert late.exit_code == 0
        assert f"- not looked at: Acme (expired on {last})" in late.stdout
        assert "As of 2026-12-31" in late.stdout
        assert "not looked at" not in run(*words, "--as-of", last).stdout

    def test_one_unknown_stops_no_other(self, prices, tmp_path):
        """A model that nobody sells is told, and the other offers are looked at."""
        other = sample("quokka", tmp_path, "other.yaml", **{"claude-opus-5-5": "claude-9"})
        result = run("prices", "watch", sample("quokka", tmp_path), other, *SINCE, *DAY, *prices)
        assert result.exit_code == 0
        assert "anthropic/claude-9" in result.stdout
        assert "-40 %" in result.stdout

    def test_nothing_moved(self, prices, tmp_path):
        """The exit code is 0 all the same."""
        words = ("--since", "2026-11-01", "--months", "1")
        result = run("prices", "watch", sample("quokka", tmp_path), *words, *DAY, *prices)
        assert result.exit_code == 0
        assert result.stdout.startswith("Token prices moved for no open offer since 2026-11-01.")


class TestRefused:
    """What it refuses, in one message."""

    @pytest.mark.parametrize("since", ["2026-11-20", "2027-01-01"])
    def test_since_is_not_before(self, since, prices, tmp_path):
        """The earlier day is before today."""
        result = run("prices", "watch", sample("quokka", tmp_path), "--since", since, *DAY, *prices)
        assert result.exit_code == 1
        assert result.stderr.startswith("error: --since: must be before the day of the watch, 2026-11-20")

    def test_no_offer_no_day_no_file(self, prices, tmp_path):
        """Each says what is missing."""
        assert run("prices", "watch", *SINCE).exit_code == 2
        assert "--since" in run("prices", "watch", sample("quokka", tmp_path)).stderr
        assert "is not a day" in run("prices", "watch", "x.yaml", "--since", "yesterday").stderr
        missing = run("prices", "watch", str(tmp_path / "a/b.yaml"), *SINCE, *DAY, *prices, "--json")
        assert missing.exit_code == 1
        assert json.loads(missing.stdout)["problems"][0]["file"].endswith("b.yaml")

    def test_empty(self, prices, tmp_path):
        """An empty file is named."""
        empty = tmp_path / "empty.yaml"
        empty.write_text("", encoding="utf-8")
        result = run("prices", "watch", str(empty), *SINCE, *DAY, *prices)
        assert result.exit_code == 1
        assert "is empty" in result.stderr
