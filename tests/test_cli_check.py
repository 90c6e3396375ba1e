"""`compkit check` with bands and a policy, as a person uses it."""

import json
import shutil
import zipfile

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

DAY = ("--as-of", "2026-11-20")
FACTS = ("--assumptions", str(template("assumptions.yaml")))
BANDS = ("--bands", str(template("bands.yaml")))
POLICY = ("--policy", str(template("policy.yaml")))
APPROVED = "\napprovals:\n  - {by: cto, on: 2026-11-19, for: tokens}\n"


@pytest.fixture
def quokka(tmp_path):
    """Quokka's offer, whose tokens are over the cap of the sample policy: 240,000 million a year at list price."""
    return shutil.copy(template("quokka"), tmp_path / "quokka.yaml")


def run(*words):
    """One run of the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


class TestBandsAndPolicy:
    """Standings and findings, and the exit code a script can use."""

    def test_in_order(self):
        """Acme in its bands: 250,000 over 247,000, and (250,000 - 197,600) / 98,800."""
        result = run("check", template("acme"), *BANDS, *POLICY, *FACTS, *DAY)
        assert result.exit_code == 0, result.output
        assert "INTERNAL" in result.output and "As of 2026-11-20" in result.output
        (base,) = (line for line in result.output.splitlines() if line.startswith("Base salary"))
        assert base.split()[-8:] == ["250,000", "197,600", "247,000", "296,400", "101.2", "%", "53.0", "%"]
        assert "Nothing found." in result.output

    def test_missing_approval(self, quokka):
        """Exit code 1, who must approve, and which offer must not go out; with the approval, 0."""
        result = run("check", quokka, *BANDS, *POLICY, *FACTS, *DAY)
        assert result.exit_code == 1
        assert "Chief Technology Officer (cto) must approve" in " ".join(result.output.split())
        assert "Not to go out yet: QUOK-0031." in result.output
        with open(quokka, "a", encoding="utf-8") as file:
            file.write(APPROVED)
        result = run("check", quokka, *BANDS, *POLICY, *FACTS, *DAY)
        assert result.exit_code == 0, result.output
        assert "approved by Chief Technology Officer (cto) on 2026-11-19" in " ".join(result.output.split())

    def test_told_is_for_information(self):
        """Another company's offer stands in our bands, and nothing blocks it."""
        result = run("check", template("rhein"), *BANDS, *POLICY, *FACTS, *DAY)
        assert result.exit_code == 0
        assert "another company's offer" in result.output

    def test_json(self, quokka):
        """Amounts and ratios as decimal strings; the exit code is the same."""
        result = run("check", template("acme"), quokka, *BANDS, *POLICY, *FACTS, *DAY, "--json")
        assert result.exit_code == 1
        data = json.loads(result.stdout)
        assert (data["format"], data["passes"]) == ("compkit/findings/1", False)
        acme, other = data["offers"]
        assert acme["passes"] and not other["passes"]
        assert acme["elements"][1] == {
            "element": "bonus",
            "currency": None,
            "offer": "0.15",
            "minimum": "0.1",
            "midpoint": "0.15",
            "maximum": "0.2",
            "compa_ratio": "1",
            "range_penetration": "0.5",
        }
        (finding,) = other["findings"]
        assert (finding["severity"], finding["element"], finding["approver"]) == ("block", "tokens", "cto")

    def test_same_bytes(self):
        """The same input prints the same."""
        words = ("check", template("acme"), *BANDS, *POLICY, *FACTS, *DAY)
        assert run(*words).output == run(*words).output

    def test_level_without_bands(self, tmp_path):
        """Blocks, and says which levels there are."""
        path = tmp_path / "offer.yaml"
        path.write_text(template("acme").read_text("utf-8").replace("level: L6", "level: L9"), "utf-8")
        result = run("check", path, *BANDS, *FACTS, *DAY)
        assert result.exit_code == 1
        assert "levels with bands: L5, L6" in " ".join(result.output.split())

    def test_share_price_only_where_it_is_needed(self, tmp_path):
        """Bands of base alone need no assumptions; bands of equity say which line to add."""
        path = tmp_path / "bands.yaml"
        path.write_text(
            "format: compkit/bands/1\ncurrency: USD\nbands:\n  - base: {midpoint: 250000, spread: 50 %}\n", "utf-8"
        )
        assert run("check", template("acme"), "--bands", path, *DAY).exit_code == 0
        result = run("check", template("acme"), *BANDS, *DAY)
        assert result.exit_code == 1
        assert "Acme needs a fact that was not given" in result.stderr and "ACME: {price:" in result.stderr

    def test_limit_on_a_ratio_needs_bands(self):
        """A limit that cannot be judged does not pass unseen."""
        result = run("check", template("acme"), *POLICY, *FACTS, *DAY)
        assert result.exit_code == 1
        assert "compa-ratio" in result.stderr and "--bands FILE" in result.stderr

    def test_bad_policy(self, tmp_path, monkeypatch):
        """Every problem with its place, as text and as JSON."""
        path = tmp_path / "policy.yaml"
        path.write_text(
            template("policy.yaml").read_text("utf-8").replace("approver: cfo}", "approver: cfoo}"), "utf-8"
        )
        result = run("check", template("acme"), "--policy", path, *FACTS, *DAY)
        assert result.exit_code == 1
        assert "policy.yaml: 2 problems" in result.stderr and "did you mean cfo?" in result.stderr
        monkeypatch.setattr("sys.argv", ["compkit", "check", "--json"])
        found = json.loads(run("check", template("acme"), "--policy", path, *DAY, "--json").stdout)
        assert [problem["path"] for problem in found["problems"]] == [
            "approvals.limits[2].approver",
            "approvals.limits[5].approver",
        ]

    def test_facts_need_something_to_check(self):
        """Assumptions alone are a mistake in the command."""
        result = run("check", template("acme"), *FACTS)
        assert result.exit_code == 2
        assert "--assumptions goes with --bands or --policy" in result.stderr

    def test_without_either(self):
        """As before: one line a file."""
        result = run("check", template("acme"), *DAY)
        assert result.exit_code == 0
        assert result.output.endswith("ok (Acme Robotics, Inc., ACME-2026-0417)\n")


class TestApprovalsStayInside:
    """DESIGN section 2: a candidate document holds no bands and no approvals."""

    def test_letter_is_the_same(self, tmp_path):
        """Letters with and without approvals are alike, and name no approver."""
        path = tmp_path / "acme.yaml"
        path.write_text(
            template("acme").read_text("utf-8") + "approvals: [{by: zz-approver, on: 2026-11-19}]\n", "utf-8"
        )
        for suffix in ("md", "docx"):
            for name, source in (("with", path), ("without", template("acme"))):
                assert run("letter", source, *FACTS, *DAY, "-o", tmp_path / f"{name}.{suffix}").exit_code == 0
        assert (tmp_path / "with.md").read_bytes() == (tmp_path / "without.md").read_bytes()
        with zipfile.ZipFile(tmp_path / "with.docx") as book:
            assert not any(b"zz-approver" in book.read(name) for name in book.namelist())
