"""`compkit tokens`: promises, grid, context, prices in stages and break-evens; and what a candidate does not see."""

import json

from compkit.files.templates import template

from .test_cli import DAY, FACTS, run

ACME, QUOKKA, RHEIN = (str(template(f"offers/{name}.yaml")) for name in ("acme", "quokka", "rhein"))
CONTRACT = """format: compkit/assumptions/1
shares: {ACME: {price: 125.00, on: 2026-11-20, source: test}}
contracts:
  - {provider: openai, discount: 12 %, commitment: 1000000, expected_spend: 1000000, on: 2026-11-01, source: "c 4711"}
expect: {token_utilisation: 40 %}
"""


class TestTokens:
    """What the tokens of offers buy, and whether they pay."""

    def test_promises_and_grid(self):
        """USD 125,000 buys 228,602.78 M tokens at 0.5468; the dearest and cheapest model are marked."""
        printed = run("tokens", ACME, *FACTS, *DAY, "--models", "openai/gpt-6-sol,mistral/mistral-large-4").output
        assert "Acme: USD 125,000 a year, fixed money; released monthly, in advance" in printed
        assert "228.6 bn" in printed
        assert "0.5468" in printed

    def test_amplification(self):
        """50,000 expected over 250,000 is 20 %; a claim of ten times the output covers 900 / 50 = 18 times."""
        claim = ("--claim", "10", "--claimed-by", "the sponsor, 2026-03")
        printed = run("tokens", ACME, *FACTS, *DAY, *claim).output
        assert "output must rise by 20 % at the expected use" in printed
        assert "10 times the output (the sponsor, 2026-03), 18.0 times what is needed" in printed

    def test_without_assumptions(self):
        """Tokens need no share price; what that leaves out is said."""
        result = run("tokens", ACME, *DAY, "--models", "openai/gpt-6-sol")
        assert result.exit_code == 0
        assert "! Acme: equity left out of shares and hires: no share price of ACME" in result.output

    def test_beside_developers(self):
        """134,873 M tokens a year are 81.1 times 32 M a week of 52 weeks."""
        printed = run("tokens", ACME, *FACTS, *DAY, "--models", "anthropic/claude-opus-5-5").output
        assert "134.9 bn" in printed
        assert "81.1" in printed
        assert "Jellyfish" in printed

    def test_built_in_scenarios(self):
        """All of them, with their sources; one by its name; a provider's rise by its own."""
        printed = run("tokens", ACME, *FACTS, *DAY, "--scenarios", "all,openai +10 % from 2027-07-01").output
        for name in ("list flat", "same capability -90 % a year", "free tier", "openai +10 % from 2027-07-01"):
            assert name in printed
        assert "a16z" in printed
        assert "unlimited" in printed

    def test_stages(self, tmp_path):
        """12 % off 0.5468 is 0.481184; with 1,000,000 committed of a spend of 880,000 all of the list is paid."""
        (tmp_path / "a.yaml").write_text(CONTRACT)
        args = ("tokens", ACME, *DAY, "--assumptions", str(tmp_path / "a.yaml"), "--models", "openai/gpt-6-sol")
        (prices,) = json.loads(run(*args, "--json").stdout)["prices"]
        assert (prices["list"], prices["contract"], prices["effective"]) == ("0.5468", "0.481184", "0.5468")
        assert "c 4711; 12 % off the whole card" in run(*args).output

    def test_candidate_sees_no_contract(self, tmp_path):
        """No contract price, utilisation, expected cost or break-even reaches a candidate."""
        (tmp_path / "a.yaml").write_text(CONTRACT)
        args = ("tokens", ACME, *DAY, "--assumptions", str(tmp_path / "a.yaml"), "--models", "openai/gpt-6-sol")
        for printed in (run(*args, "--for", "candidate").output, run(*args, "--for", "candidate", "--json").output):
            assert "228" in printed
            for secret in ("4711", "0.481", "INTERNAL", "break", "expected cost", "40 %"):
                assert secret not in printed

    def test_json(self):
        """Versioned; money as decimal strings."""
        data = json.loads(run("tokens", ACME, QUOKKA, RHEIN, *FACTS, *DAY, "--json").stdout)
        assert data["format"] == "compkit/tokens/1"
        assert data["break_evens"]["Acme"]["needed_rate"] == "0.20"
        assert {pair["first"] for pair in data["pairs"]} >= {"Quokka"}

    def test_own_factory(self, tmp_path):
        """A factory named by the assumptions is a provider like any other; its cost stands apart from list prices."""
        (tmp_path / "factory.yaml").write_bytes(template("factory.yaml").read_bytes())
        facts = CONTRACT.replace("contracts:", "factories: [factory.yaml]\ncontracts:")
        (tmp_path / "a.yaml").write_text(facts)
        args = ("tokens", ACME, *DAY, "--assumptions", str(tmp_path / "a.yaml"))
        printed = run(*args, "--models", "acme-factory/llama-4,openai/gpt-6-sol").output
        assert "acme-factory/llama-4: full cost of the own factory." in printed


class TestRefused:
    """Each names the place, the value and the way out."""

    def test_unknown_model(self):
        """The nearest ids are offered."""
        result = run("tokens", ACME, *FACTS, *DAY, "--models", "openai/gpt-6-sl")
        assert result.exit_code == 1
        assert "openai/gpt-6-sol" in result.stderr

    def test_no_model(self):
        """Money that names no model needs one to be compared at."""
        result = run("tokens", ACME, *DAY)
        assert result.exit_code == 1
        assert "say --models" in result.stderr

    def test_claim_is_a_number(self):
        """A word is none."""
        result = run("tokens", ACME, *DAY, "--models", "openai/gpt-6-sol", "--claim", "ten")
        assert result.exit_code == 2
        assert "not a number" in result.stderr

    def test_unknown_scenario(self):
        """Built-in ones are named, too."""
        result = run("tokens", ACME, *FACTS, *DAY, "--scenarios", "doom")
        assert result.exit_code == 1
        assert "free tier" in result.stderr
