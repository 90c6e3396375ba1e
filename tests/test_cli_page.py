"""``compkit page``."""

import json

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

OFFERS = [str(template(name)) for name in ("acme", "quokka", "rhein")]
FACTS = ["--assumptions", str(template("assumptions.yaml")), "--as-of", "2026-11-21"]


def run(*words):
    """A run of the command line."""
    return CliRunner().invoke(main, ["page", *words, *FACTS])


class TestPage:
    """Issue: "compkit page OFFER... -o offers.html [--for candidate|employer]"."""

    def test_candidate(self, tmp_path):
        """The sample offers give a candidate's page, which is said."""
        path = tmp_path / "offers.html"
        found = run(*OFFERS, "-o", str(path), "--paths", "300")
        assert found.exit_code == 0, found.output
        assert found.output == f"Wrote {path} (for the candidate), as of 2026-11-21.\n"
        assert b"INTERNAL" not in path.read_bytes().partition(b'id="data">')[0]

    def test_employer(self, tmp_path):
        """An employer's page is internal, and says so; odds repeat with their seed."""
        path = tmp_path / "offers.html"
        words = [*OFFERS, "-o", str(path), "--for", "employer", "--paths", "300", "--seed", "3"]
        assert "internal: it shows expected cost" in run(*words).output
        first = path.read_bytes()
        assert run(*words).exit_code == 0
        assert path.read_bytes() == first
        assert b'"paths":300,"seed":3' in first

    def test_machines(self, tmp_path):
        """For machines: where it is, for whom, and how large."""
        path = tmp_path / "offers.html"
        said = json.loads(run(*OFFERS[:1], "-o", str(path), "--paths", "300", "--json").output)
        assert said == {"page": str(path), "for": "candidate", "bytes": path.stat().st_size}

    def test_years(self, tmp_path):
        """The view that was asked for comes first."""
        path = tmp_path / "offers.html"
        assert run(OFFERS[0], "-o", str(path), "--paths", "300", "--year", "fiscal:10").exit_code == 0
        assert b'"views":[{"id":"own","name":"fiscal year from 10-01"' in path.read_bytes()

    def test_edited(self, tmp_path):
        """A page that somebody edited stays, with the way out."""
        path = tmp_path / "offers.html"
        path.write_text("mine")
        found = run(OFFERS[0], "-o", str(path), "--paths", "300")
        assert found.exit_code == 1
        assert "--force" in found.output
        assert path.read_text() == "mine"

    @pytest.mark.parametrize("words", [["--paths", "5"], ["--for", "everybody"]])
    def test_wrong_options(self, words):
        """What the command does not know is refused as such."""
        assert run(OFFERS[0], *words).exit_code == 2
