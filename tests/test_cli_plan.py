"""`compkit solve` and `compkit mix` as a person uses them: right input, wrong input, and what is left on the disk."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from compkit import read_offer
from compkit.files.templates import template

from .test_cli import DAY, FACTS, run

ACME, QUOKKA, RHEIN = (str(template(f"offers/{name}.yaml")) for name in ("acme", "quokka", "rhein"))
HARD_NAME = "O'Neil 🦊 offer.yaml"


def solved(*words, offer=ACME):
    """One run of `compkit solve` on the sample facts."""
    return run("solve", offer, *FACTS, *DAY, *words)


def mixed(*words, offer=ACME):
    """One run of `compkit mix` on the sample facts."""
    return run("mix", offer, *FACTS, *DAY, *words)


def refused(result, code, *words):
    """What went wrong stands in one message: without a traceback, with the way out."""
    assert result.exit_code == code, result.output
    for part in words:
        assert part in " ".join(result.output.split())
    return result


class TestSolve:
    """`compkit solve`."""

    def test_reach(self):
        """Acme promises 1,620,000 in all without tokens; 63,000 more make its sign-on of 40,000 one of 103,000."""
        result = solved("--change", "sign-on", "--reach", "1683000", "--tokens", "none")
        assert result.exit_code == 0, result.output
        assert "What reaches USD 1,683,000.00, as promised, without tokens, over 4 years" in result.output
        (row,) = (line for line in result.output.splitlines() if line.startswith("Sign-on, USD"))
        assert row.split()[2:] == ["40,000", "103,000", "0.01", "1,683,000.00", "1,682,999.99"]

    def test_side_by_side(self):
        """Several changes, each alone and once; one that cannot do it does not stop the others."""
        words = [word for term in ("base", "units", "base", "tokens") for word in ("--change", term)]
        data = json.loads(solved(*words, "--reach", "1700000", "--tokens", "none", "--json").stdout)
        assert [one["term"] for one in data["solutions"]] == ["base salary", "shares"]
        (unmet,) = data["unmet"]
        assert unmet["asked"] == "tokens"
        assert "does not move this total" in unmet["reason"]

    def test_match(self):
        """A rival in another currency is converted: 1.16 dollars a euro; what it did not tell is left out."""
        data = json.loads(solved("--change", "units", "--match", ACME, "--json", offer=RHEIN).stdout)
        assert data["target"]["kind"] == "match"
        assert data["target"]["amount"].startswith("1801724.1379")  # 2,120,000 less 30,000 of benefits, by 1.16
        assert data["target"]["rival"] == "Acme"

    def test_two_versions_of_one_offer(self, tmp_path):
        """Offers of one employer and number are told apart by their files."""
        shutil.copy(ACME, tmp_path / "v1.yaml")
        assert solved("--change", "base", "--reach", "2200000", "--write", tmp_path / "v2.yaml").exit_code == 0
        result = solved("--change", "base", "--match", tmp_path / "v2.yaml", offer=tmp_path / "v1.yaml")
        assert result.exit_code == 0, result.output
        assert "261,904.77" in result.output

    def test_fit_under_expected_cost(self):
        """A budget is met from below; one share more is above it."""
        data = json.loads(solved("--change", "units", "--fit", "1800000", "--number", "cost", "--json").stdout)
        (one,) = data["solutions"]
        assert one["amount"] == "3160"  # 1,805,000 less 40 shares of 125
        assert (one["reached"], one["beside"]) == ("1800000.00", "1800125.00")

    def test_year_one(self):
        """250,000, 37,500, 40,000 and 7,500 without shares; 10,000 more are the first 80 of 320 shares."""
        words = ("--change", "units", "--reach", "345000", "--tokens", "none", "--year-one", "--json")
        assert json.loads(solved(*words).stdout)["solutions"][0]["amount"] == "320"

    def test_by_name(self):
        """A grant is named as in the file."""
        assert solved("--change", "units: New-hire grant", "--reach", "2200000").exit_code == 0


class TestWrite:
    """`compkit solve --write`."""

    def test_a_draft(self, tmp_path):
        """The file holds the offer with the new term, as a draft without approvals, and reads back."""
        source, target = tmp_path / HARD_NAME, tmp_path / f"new {HARD_NAME}"
        shutil.copy(ACME, source)
        result = solved("--change", "base", "--reach", "2200000", "--write", target, offer=source)
        assert f"Wrote {target}: a draft of ACME-2026-0417" in result.output
        before, after = read_offer(source), read_offer(target)
        assert (before.status, after.status, after.approvals) == ("issued", "draft", ())
        assert f"{after.package.salary.amount.amount}" == "261904.77"
        assert after.package.equity == before.package.equity

    def test_no_overwriting(self, tmp_path):
        """A file that is there stays, unless --force."""
        target = tmp_path / "new.json"
        target.write_text("mine")
        words = ("--change", "base", "--reach", "2200000", "--write", target)
        refused(solved(*words), 1, "it exists already", "--force")
        assert target.read_text() == "mine"
        assert solved(*words, "--force").exit_code == 0
        assert read_offer(target).status == "draft"

    def test_json_stays_json(self, tmp_path):
        """With --json the words about the file are no part of the data."""
        result = solved("--change", "base", "--reach", "2200000", "--write", tmp_path / "a.yaml", "--json")
        assert json.loads(result.stdout)["format"] == "compkit/solution/1"
        assert "Wrote" in result.stderr

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("--change", "base", "--change", "bonus", "--write", "a.yaml"), 2, "an offer of its own"),
            (("--change", "base", "--write", "a.docx"), 1, "end its name in .yaml"),
            (("--change", "base", "--write", "-"), 1, "end its name in .yaml"),
        ],
    )
    def test_refused(self, words, code, said, tmp_path, monkeypatch):
        """One change a file, and a file that is an offer's."""
        monkeypatch.chdir(tmp_path)
        refused(solved(*words, "--reach", "2200000"), code, said)
        assert list(tmp_path.iterdir()) == []

    def test_a_rival_is_not_drafted(self, tmp_path):
        """Another company's offer is not ours to write."""
        words = ("--change", "base", "--reach", "2000000", "--write", tmp_path / "a.yaml")
        refused(solved(*words, offer=RHEIN), 1, "not ours to draft")

    def test_approvals_go(self, tmp_path):
        """What was approved were other terms."""
        source, target = tmp_path / "a.yaml", tmp_path / "b.yaml"
        text = template("offers/acme.yaml").read_text("utf-8")
        source.write_text(text + "\napprovals:\n  - {by: finance, on: 2026-11-01}\n", "utf-8")
        assert solved("--change", "base", "--reach", "2200000", "--write", target, offer=source).exit_code == 0
        assert len(read_offer(source).approvals) == 1
        assert read_offer(target).approvals == ()


class TestSolveRefused:
    """What `compkit solve` cannot do, and the way out."""

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("--change", "salary", "--reach", "5"), 2, "say one of base, bonus, sign-on, units, tokens"),
            (("--change", "bse", "--reach", "5"), 2, "did you mean base?"),
            (("--change", "", "--reach", "5"), 2, "is no term"),
            (("--change", "base:x", "--reach", "5"), 2, "a name goes with bonus, units, tokens"),
            (("--change", "units:", "--reach", "5"), 2, "a name goes with"),
            (("--change", "base"), 2, "one of --reach AMOUNT, --match RIVAL and --fit AMOUNT"),
            (("--change", "base", "--reach", "5", "--fit", "5"), 2, "one of --reach"),
            (("--reach", "5"), 2, "--change"),
            (("--change", "base", "--reach", "1,700,000"), 2, "say 1700000"),
            (("--change", "base", "--reach", "much"), 2, "not a number"),
            (("--change", "base", "--reach", "1700000 EUR"), 1, "EUR and USD do not mix"),
            (("--change", "units:Other", "--reach", "9000000"), 1, "it has: New-hire grant"),
            (("--change", "bonus", "--reach", "50000000"), 1, "is out of reach: with 10 of base"),
            (("--change", "units", "--fit", "1000"), 1, "is passed without it: with 0 shares"),
            (("--change", "base", "--match", "nobody.yaml"), 1, "nobody.yaml: 1 problem (file): cannot be read"),
        ],
    )
    def test_refused(self, words, code, said):
        """An unknown term, a wrong target, one in another currency, out of reach, or a rival that is not there."""
        refused(solved(*words), code, said)

    def test_every_reason(self):
        """If no change can do it, each says why, also as data."""
        words = ("--change", "units", "--change", "bonus", "--fit", "1000")
        refused(solved(*words), 1, "acme.yaml: 2 problems", "shares: is passed", "bonus: is passed")
        problems = json.loads(solved(*words, "--json").stdout)["problems"]
        assert [problem["path"] for problem in problems] == ["shares", "bonus"]

    def test_nothing_to_change(self):
        """An offer without a bonus is told what to give."""
        refused(solved("--change", "bonus", "--reach", "5000000", offer=QUOKKA), 1, "give a target bonus")

    def test_a_folder(self):
        """One offer at a time."""
        result = run("solve", Path(ACME).parent, *FACTS, *DAY, "--change", "base", "--reach", "5")
        refused(result, 1, "not a folder", "name a file")

    def test_an_empty_file(self, tmp_path):
        """An empty offer is refused with the way to begin."""
        path = tmp_path / "empty.yaml"
        path.write_text("")
        refused(solved("--change", "base", "--reach", "5", offer=path), 1, "empty.yaml", "compkit new")

    def test_a_missing_fact(self):
        """Without the share price it says what to add."""
        refused(run("solve", ACME, *DAY, "--change", "base", "--reach", "5"), 1, "share price of ACME")


class TestMix:
    """`compkit mix`."""

    def test_mixes(self):
        """Every mix costs what the offer costs, to less than a cent of base a year."""
        data = json.loads(mixed("--mix", "60/10/20/10", "--mix", "50/0/0/50", "--json").stdout)
        assert data["format"] == "compkit/mixes/1"
        assert data["budget"] == "1805000.00"
        for one in data["mixes"]:
            left = 1_805_000 - Decimal(one["totals"]["cost"]["with_all_tokens"])
            assert 0 <= left < Decimal("0.1")

    def test_step_by_step(self):
        """Beginning with the offer's own mix, which stands as offered; or with the first that is named."""
        printed = mixed("--less", "base", "--more", "tokens", "--times", "2").output
        assert "as offered" in printed
        data = json.loads(mixed("--less", "equity", "--more", "tokens", "--mix", "60/10/20/10", "--json").stdout)
        shares = [(one["shares"]["equity"], one["shares"]["tokens"]) for one in data["mixes"]]
        assert shares[:3] == [("0.20", "0.10"), ("0.15", "0.15"), ("0.10", "0.20")]
        assert len(shares) == 5

    def test_the_offers_own_mix_at_another_budget(self):
        """All else follows: the four cost what the budget leaves."""
        data = json.loads(mixed("--budget", "1500000", "--json").stdout)
        (one,) = data["mixes"]
        assert one["shares"] == data["now"]["shares"]
        assert one["totals"]["cost"]["with_all_tokens"].startswith(("1499999.9", "1500000"))

    def test_limits(self):
        """What is outside is marked, and kept; a rate may be a per cent."""
        printed = mixed("--mix", "60/10/20/10", "--limit", "base=200000..240000", "--limit", "bonus=..15 %").output
        assert "260,090 *" in printed
        assert "* 60/10/20/10, Bonus: 0.1851 of base is above 0.15" in printed
        words = ("--mix", "50/10/20/20", "--limit", "equity=..3000", "--limit", "base=200000..", "--json")
        assert json.loads(mixed(*words).stdout)["mixes"][0]["within_limits"] is True

    def test_one_that_cannot_be_had(self):
        """It says why, beside those that can; without equity none has a share of it."""
        printed = " ".join(mixed("--mix", "60/10/20/10", "--mix", "60/0/30/10", offer=QUOKKA).output.split())
        assert "! 60/10/20/10: bonus: the package has none to change: give a target bonus" in printed
        assert "60/0/30/10" in printed

    def test_no_equity(self, tmp_path):
        """A package without a grant cannot give shares a part."""
        text = template("offers/acme.yaml").read_text("utf-8")
        start, end = text.index("# 3. Equity"), text.index("# 4. AI tokens")
        path = tmp_path / HARD_NAME
        path.write_text(text[:start] + text[end:], "utf-8")
        refused(mixed("--mix", "60/10/20/10", offer=path), 1, "shares: the package has none to change: give a grant")
        assert mixed("--mix", "70/10/0/20", offer=path).exit_code == 0

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            ((), 2, "say which mixes: --mix 60/10/20/10"),
            (("--less", "base"), 2, "--less and --more go together"),
            (("--less", "base", "--more", "base"), 2, "needs two components"),
            (("--less", "base", "--more", "shares"), 2, "'shares' is not one of"),
            (("--less", "base", "--more", "tokens", "--by", "5"), 2, "say 5 %"),
            (("--less", "base", "--more", "tokens", "--by", "0 %"), 2, "a step above 0"),
            (("--less", "equity", "--more", "tokens", "--by", "50 %"), 1, "make --by smaller"),
            (("--mix", ""), 2, "must be four numbers"),
            (("--mix", "60/10/20"), 2, "must be four numbers"),
            (("--mix", "60/10/20/5"), 2, "add up to 0.95, not 1"),
            (("--mix", "60/10/20/1O"), 2, "is not a number"),
            (("--mix", "0/50/25/25"), 2, "must be from 0.0001 to 1"),
            (("--mix", "60/10/20/10", "--budget", "1000"), 1, "give a larger budget"),
            (("--mix", "60/10/20/10", "--budget", "1000000 EUR"), 1, "EUR and USD do not mix"),
            (("--mix", "60/10/20/10", "--limit", "base=3"), 2, "say PART=LOW..HIGH"),
            (("--mix", "60/10/20/10", "--limit", "wage=1..3"), 2, "base, bonus, equity, tokens"),
            (("--mix", "60/10/20/10", "--limit", "base=.."), 2, "say PART=LOW..HIGH"),
            (("--mix", "60/10/20/10", "--limit", "base=9..3"), 2, "the least comes first"),
            (("--mix", "60/10/20/10", "--limit", "bonus=..25"), 2, "say 25 %"),
        ],
    )
    def test_refused(self, words, code, said):
        """Mixes, steps, budgets and limits that are none."""
        refused(mixed(*words), code, said)


def test_help_lists_both():
    """They stand under Plan, after the commands of every day."""
    printed = run("--help").output
    plan = printed[printed.index("Plan:") : printed.index("Tokens:")]
    assert "solve" in plan
    assert "mix" in plan
