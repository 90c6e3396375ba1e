"""The README is true: its Python example prints what it says, and its commands are the ones that exist."""

import contextlib
import io
import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), flags=re.DOTALL)


def test_python_example_prints_its_figures():
    """The example's own output stands in the block after it, word for word (genai-prices as pinned there)."""
    import genai_prices

    if genai_prices.__version__ != "0.2.3":
        pytest.skip(f"figures are of genai-prices 0.2.3, not {genai_prices.__version__}")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(_blocks("python")[0], "README.md", "exec"), {})
    assert printed.getvalue() == _blocks("text")[0]


def test_python_example_is_ten_lines_of_code():
    """Short enough to be read: at most a dozen lines, imports and line breaks included."""
    assert len([line for line in _blocks("python")[0].splitlines() if line.strip()]) <= 12


def test_commands_exist():
    """Every `compkit` command that the README names is a command."""
    from compkit.cli import main

    named = set(re.findall(r"compkit ([\w-]+)", README.read_text("utf-8"))) - {"plans", "import"}
    assert {"compare", "value", "check", "new", "letter", "workbook", "prices", "schema"} <= named
    unknown = {name for name in named if name not in main.commands and name not in {"is", "gives"}}
    assert not unknown


def test_example_of_odds_runs():
    """The lines on odds run as they stand, where there are two offers, a market and assumptions.

    The mean of a share is what the market states, so the middle one of all futures is below the offer as stated.
    """
    from decimal import Decimal

    import compkit

    samples = README.parent / "templates"
    facts = compkit.read_assumptions(samples / "assumptions.yaml")
    acme, globex = (compkit.read_offer(samples / "offers" / f"{name}.yaml").package for name in ("acme", "quokka"))
    today = acme.start_on
    market = facts.market(compkit.list_prices(as_of=today), as_of=today)
    given = facts.assumptions(as_of=today, horizon_months=48)
    names = {"acme": acme, "globex": globex, "market": market, "given": given}
    printed = io.StringIO()
    (code,) = [block for block in _blocks("python") if "simulate(" in block]
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), names)
    middle, wins = map(Decimal, printed.getvalue().split())
    assert 0 < wins < 1
    assert middle < compkit.value(acme, market, given).total("worth").amount


class TestManyPeople:
    """The rows on many people run as they are written, on the samples that come with compkit."""

    SAMPLES = ("policy.yaml", "assumptions.yaml", "merit.yaml", "roster-bands.yaml", "hires.csv", "attrition.csv")
    COMMANDS = "roster check|budget|audit|spend|merit|pay-equity"

    def test_rows_run(self, tmp_path, monkeypatch):
        """Each command prints a report; the roster is the sample, and usage is a week of one of its people."""
        from click.testing import CliRunner

        from compkit.cli import main

        monkeypatch.chdir(tmp_path)
        for name in (*self.SAMPLES, "agents.csv"):
            assert CliRunner().invoke(main, ["new", name, "--from", Path(name).stem]).exit_code == 0
        assert CliRunner().invoke(main, ["new", "people.csv", "--from", "roster"]).exit_code == 0
        Path("exports").mkdir()
        use = "date,user_id,model,output tokens\n2026-11-02,00037,openai/gpt-6-sol,1000000\n"
        Path("exports/use.csv").write_text(use, "utf-8")
        rows = re.findall(rf"`compkit ((?:{self.COMMANDS}) people\.xlsx[^`]*)`", README.read_text("utf-8"))
        assert len(rows) >= 7
        for row in rows:
            day = [] if row.startswith("roster") else ["--as-of", "2026-11-20"]
            words = row.replace("people.xlsx", "people.csv").split()
            result = CliRunner().invoke(main, [*words, *day])
            assert result.exit_code == 0, f"{row}: {result.output}{result.stderr}"
            Path("budget.xlsx").unlink(missing_ok=True)
