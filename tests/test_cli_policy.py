"""A token policy on the command line: new offers filled from it, and offers checked against it."""

import json

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

DAY = ("--as-of", "2026-11-20")
FACTS = ("--assumptions", str(template("assumptions.yaml")))
BANDS = ("--bands", str(template("bands.yaml")))
POLICY = ("--policy", str(template("policy.yaml")))


def run(*words):
    """One run of the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def tokens(path):
    """What the check says of the tokens of an offer: severity and reason."""
    policy = path.parent / "policy.yaml"  # the sample's, without the limits that need pay bands
    lines = template("policy.yaml").read_text("utf-8").splitlines()
    policy.write_text("\n".join(line for line in lines if "of: compa" not in line and "of: range" not in line), "utf-8")
    data = json.loads(run("check", path, "--policy", policy, *DAY, *FACTS, "--json").stdout)
    (offer,) = data["offers"]
    return [(found["severity"], found["reason"]) for found in offer["findings"] if found["element"] == "tokens"]


class TestNew:
    """`compkit new --policy --level`."""

    @pytest.mark.parametrize(
        ("words", "amount"),
        [
            (["--level", "L6"], "50 % of base"),
            (["--level", "L4"], "1500 per month"),
            (["--level", "L4", "--family", "Founding Engineer"], "20 bn tokens per month"),
            (["--level", "L4", "--place", "Berlin", "--department", "Ads", "--family", "x"], "1500 per month"),
        ],
    )
    def test_fills(self, tmp_path, words, amount):
        """What it writes holds what the policy gives, keeps its comments, and passes the check."""
        path = tmp_path / "offer.yaml"
        result = run("new", path, *POLICY, *words)
        assert result.exit_code == 0, result.output
        text = path.read_text("utf-8")
        assert f"amount: {amount} " in text and "# fixed money | fixed quantity | better of both" in text
        assert ("department: Ads" in text) == ("Ads" in words)
        assert tokens(path) in ([], [("block", tokens(path)[0][1])] if amount.startswith("20 bn") else [])

    def test_no_rule(self, tmp_path):
        """A role that gets none is an error that lists the rules, and nothing is written."""
        path = tmp_path / "offer.yaml"
        result = run("new", path, *POLICY, "--level", "Intern", "--place", "Berlin")
        assert result.exit_code == 1
        assert "the rule Intern, Berlin gives none" in result.stderr and "everyone; L6" in result.stderr
        assert not path.exists()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ([*POLICY], "--policy and --level go together"),
            (["--level", "L6"], "--policy and --level go together"),
            (["--place", "Berlin"], "--policy and --level go together"),
            ([*POLICY, "--level", "L6", "--from", "bands"], "--policy fills one offer"),
        ],
    )
    def test_wrong_words(self, words, said):
        """The command is wrong, and says why."""
        result = run("new", "-", *words)
        assert result.exit_code == 2
        assert said in " ".join(result.stderr.split())

    def test_workbook(self, tmp_path):
        """An intake workbook holds many offers."""
        result = run("new", tmp_path / "x.xlsx", *POLICY, "--level", "L6")
        assert result.exit_code == 2 and "fills one offer" in " ".join(result.stderr.split())

    def test_without_tokens(self, tmp_path):
        """A policy that says nothing of tokens says how to say it."""
        path = tmp_path / "policy.yaml"
        path.write_text("format: compkit/policy/1\ncurrency: USD\n", "utf-8")
        result = run("new", "-", "--policy", path, "--level", "L6")
        assert result.exit_code == 1 and "compkit new FILE --from policy" in result.stderr

    def test_told(self):
        """Another company's offer is filled by no policy."""
        result = run("new", "-", "--from", "rhein", *POLICY, "--level", "L6")
        assert result.exit_code == 1 and "another company's offer" in result.stderr


class TestCheck:
    """`compkit check --policy` where the policy says who gets which tokens."""

    @pytest.fixture
    def acme(self, tmp_path):
        """A copy of the sample, and how to change it."""

        def change(old, new):
            text = template("acme").read_text("utf-8")
            assert old in text
            path = tmp_path / "acme.yaml"
            path.write_text(text.replace(old, new, 1), "utf-8")
            return path

        return change

    def test_in_order(self, acme):
        """Acme's half of base is what L6 gets."""
        assert tokens(acme("L6", "L6")) == []

    def test_more(self, acme):
        """60 % of 250,000 is 150,000: 25,000 above; a warning, which does not stop the offer."""
        path = acme("amount: 50 % of base", "amount: 60 % of base")
        (figure, _) = tokens(path)
        assert figure[0] == "warning"
        assert "USD 150,000, USD 25,000 above what the token policy's rule for L6 gives: USD 125,000" in figure[1]
        result = run("check", path, *POLICY, *DAY, *FACTS, *BANDS)
        assert result.exit_code == 0, result.output
        assert "USD 25,000 above what the token policy's rule for L6 gives" in " ".join(result.output.split())

    def test_other_level(self, acme):
        """The same tokens at L5 are above the 18,000 of everyone."""
        ((severity, reason), *_) = tokens(acme("level: L6", "level: L5"))
        assert severity == "warning" and "rule for everyone gives: USD 18,000" in reason

    def test_terms(self, acme):
        """Other terms are told."""
        ((severity, reason),) = tokens(acme("overage: needs approval", "overage: stops"))
        assert severity == "info" and reason.endswith("in use above it")

    def test_tool_cap(self, acme):
        """A cap of the section keeps an offer from going out: 1,001 a month for one tool is 12,012 a year."""
        path = acme("amount: 50 % of base", "amount: 1001 per tool and month\n    tools: [code editor, chat]")
        path.write_text(path.read_text("utf-8").replace("    base: at start", "    # base: at start"), "utf-8")
        reasons = [reason for severity, reason in tokens(path) if severity == "block"]
        assert reasons == ["token allowance a year for code editor USD 12,012 is over the cap of USD 12,000"]

    def test_schema(self):
        """The policy file has a JSON Schema of its own."""
        assert json.loads(run("schema", "policy").stdout)["title"] == "compkit policy"
        assert json.loads(run("schema").stdout)["title"] == "compkit offer"
