"""``compkit page --figures`` and ``compkit compare --bars``."""

import json

from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

OFFERS = [str(template(name)) for name in ("acme", "quokka", "rhein")]
FACTS = ["--assumptions", str(template("assumptions.yaml")), "--as-of", "2026-11-21"]


def run(*words):
    """A run of the command line."""
    return CliRunner().invoke(main, [*words, *FACTS])


class TestFigures:
    """Issue: "the same pictures as SVG files (`--figures DIR`)"."""

    def test_beside_the_page(self, tmp_path):
        """The page, then its pictures, for the same reader."""
        words = [*OFFERS, "-o", str(tmp_path / "o.html"), "--paths", "200", "--figures", str(tmp_path / "f")]
        found = run("page", *words)
        assert found.exit_code == 0, found.output
        written = sorted(path.name for path in (tmp_path / "f").iterdir())
        assert f"Wrote {len(written)} pictures to {tmp_path / 'f'} (for the candidate)." in found.output
        assert "years-expected-cost.svg" not in written
        assert {"numbers.svg", "tokens-bought.svg", "fan-to-the-employee.svg", "tornado-Acme.svg"} <= set(written)
        assert not [path for path in (tmp_path / "f").iterdir() if b"INTERNAL" in path.read_bytes()]

    def test_machines(self, tmp_path):
        """For machines: every file."""
        words = [OFFERS[0], "-o", str(tmp_path / "o.html"), "--paths", "200", "--figures", str(tmp_path), "--json"]
        figures = json.loads(run("page", *words).output)["figures"]
        assert {*figures, str(tmp_path / "o.html")} == {str(path) for path in tmp_path.iterdir()}

    def test_all_or_nothing(self, tmp_path):
        """Where the page was edited, no picture is written; where a picture was, no page."""
        page, folder = tmp_path / "o.html", tmp_path / "f"
        words = ["page", OFFERS[0], "-o", str(page), "--paths", "200", "--figures", str(folder)]
        page.write_text("mine")
        assert run(*words).exit_code == 1
        assert not folder.exists()
        page.unlink()
        folder.mkdir()
        (folder / "numbers.svg").write_text("mine")
        assert run(*words).exit_code == 1
        assert not page.exists()


class TestBars:
    """Issue: "in the terminal a compact bar view"."""

    def test_in_a_pipe(self):
        """Plain text, a line a year and offer, and no wider than a report."""
        found = run("compare", *OFFERS, "--bars")
        assert found.exit_code == 0, found.output
        lines = found.output.splitlines()
        assert lines[0] == "BY YEAR OF SERVICE, as promised"
        assert len([line for line in lines if line[9:].startswith(("Acme", "Quokka", "Rheinquell"))]) == 15
        assert max(map(len, lines)) <= 96
        assert "\x1b" not in found.output

    def test_number(self):
        """--number chooses which; expected cost says that it is internal."""
        assert "INTERNAL" in run("compare", *OFFERS, "--bars", "--number", "cost").output
