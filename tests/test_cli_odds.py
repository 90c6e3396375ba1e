"""`compkit odds`: what a person reads first, what machines get, and what is refused with a way out."""

import json
from pathlib import Path

import pytest

from compkit.files.templates import template

from .test_cli import DAY, FACTS, run

ACME, QUOKKA, RHEIN = (str(template(f"offers/{name}.yaml")) for name in ("acme", "quokka", "rhein"))
FEW = ("--paths", "400")
HEAD = "format: compkit/assumptions/1\nshares: {ACME: {price: 125.00, on: 2026-11-20, source: test}}\n"
TOKENS = """format: compkit/offer/1
offer_number: T-1
status: draft
currency: USD
start_on: 2027-01-11
employer: {name: "O'Token🤖, Inc."}
candidate: {name: Zoë D'Arc}
role: {title: Engineer, location: "Austin, TX", employment: full-time}
tokens:
  - name: Agent tokens
    amount: 10 bn tokens per month
    basket: {anthropic/claude-opus-5-5: 100 %}
    when_prices_change: fixed quantity
    released: monthly, in advance
    spend_at: basket
    use: business
    unused: expires
"""
STEPS = "dynamics: {tokens: {anthropic: {steps_a_year: 1, step: -10 %, step_spread: 30 %}}}\n"


def odds(*words):
    """One run on the day of the samples, with few paths."""
    return run("odds", *words, *DAY, *FEW)


def facts(tmp_path: Path, text: str) -> tuple[str, str]:
    """An assumptions file."""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    return "--assumptions", str(tmp_path / "a.yaml")


@pytest.fixture
def tokens_only(tmp_path):
    """An offer of tokens and nothing else, of an employer with an apostrophe and an emoji."""
    (tmp_path / "tokens.yaml").write_text(TOKENS, encoding="utf-8")
    return str(tmp_path / "tokens.yaml")


class TestPrints:
    """The report of the samples: two currencies, options, three kinds of tokens."""

    def test_whole(self):
        """Sentences first, then every table, then what it assumes."""
        result = odds(ACME, QUOKKA, RHEIN, *FACTS)
        assert result.exit_code == 0, result.output
        headings = (
            "Odds: Acme (ACME-2026-0417) against Quokka",
            "400 futures drawn, seed 1. INTERNAL: shows",
            "1. Acme is ahead of Quokka in ",
            "Quokka's equity ends worthless in ",
            "WHAT EACH COMES TO, 4 years",
            "Benefits: not told by Rheinquell",
            "HOW OFTEN ONE IS AHEAD",
            "Acme above Rheinquell",
            "BY YEAR OF SERVICE, with all tokens",
            "WHAT CAN GO WRONG",
            "DO THE TOKENS LAST?",
            "WHAT MOVES Acme less Quokka",
            "WHERE TWO ARE EQUAL",
            "WHAT IS DRAWN",
            "QUOK share price: volatility 80 % a year",
            "Source: assumptions of the team",
            "400 paths, seed 1; Philox",
        )
        printed = " ".join(result.output.split())
        places = [printed.index(heading) for heading in headings]
        assert places == sorted(places)

    def test_break_even(self):
        """Acme less Quokka is 122,600 as stated: 3,200 shares of ACME at 125 - 38.3125 = 86.69 make them equal."""
        printed = odds(ACME, QUOKKA, *FACTS).output
        assert "USD 86.69" in printed and "USD 3.81" in printed

    def test_cost(self):
        """In cost it is the dearer one that is asked for, and use and token prices make break-evens."""
        printed = odds(ACME, QUOKKA, *FACTS, "--number", "cost").output
        assert "HOW OFTEN ONE COSTS MORE" in printed
        assert "0.8339 (-10 %)" in printed and "30.8 %" in printed

    def test_same_seed_same_words(self):
        """Twice the same; another seed gives other figures."""
        one, two, other = (odds(ACME, *FACTS, "--seed", seed).output for seed in (7, 7, 8))
        assert one == two != other
        assert "seed 7" in one

    def test_one_offer(self):
        """No duels and no break-evens; what moves its own total."""
        printed = odds(QUOKKA, *FACTS).output
        assert "WHAT MOVES Quokka  " in printed and "Over 4 years, one factor at a time" in printed
        assert "HOW OFTEN" not in printed and "WHERE TWO" not in printed

    def test_replay(self):
        """The tokens at past prices; what did not move in a line."""
        printed = odds(QUOKKA, RHEIN, *FACTS, "--replay").output
        assert "Rheinquell: Provider credits IN THE PAST" in printed
        assert "UNMOVED IN THE PAST\nQuokka: Agent tokens, at anthropic/claude-opus-5-5: USD 0.9268" in printed
        assert "IN THE PAST" not in odds(QUOKKA, *FACTS).output

    def test_years_and_currency(self):
        """Calendar years, in euros."""
        printed = odds(ACME, RHEIN, *FACTS, "--year", "calendar", "--currency", "EUR").output
        assert "BY CALENDAR YEAR" in printed and "EUR thousand" in printed

    def test_help(self):
        """It stands among the commands for planning."""
        assert "odds" in run("--help").output.partition("Plan:")[2].partition("Tokens:")[0]


class TestTokensOnly:
    """An offer of tokens alone, with a name that is awkward to print."""

    def test_prints(self, tokens_only, tmp_path):
        """No equity: none; nothing to the employee, all of it cost."""
        result = odds(tokens_only, *facts(tmp_path, HEAD + STEPS), "--number", "cost")
        assert result.exit_code == 0, result.output
        assert "O'Token" in result.output
        assert "As stated, not drawn: use of tokens and that everybody stays." in result.output
        row = next(line for line in result.output.splitlines() if line.startswith("O'Token🤖 ") and "none" in line)
        assert row.split()[1] == "none"

    def test_nothing_moves_it(self, tokens_only, tmp_path):
        """Business tokens are worth nothing to the employee, whatever they cost: said, not left blank."""
        printed = odds(tokens_only, *facts(tmp_path, HEAD + STEPS)).output
        assert "Nothing that is drawn moves O'Token🤖, to the employee." in printed

    def test_beside_another(self, tokens_only, tmp_path):
        """Against an offer with shares; a share of a third one is of no weight."""
        moves = STEPS.replace("dynamics: {", "dynamics: {shares: {ACME: {volatility: 40 %}, X: {volatility: 4 %}}, ")
        result = odds(tokens_only, ACME, *facts(tmp_path, HEAD + moves))
        assert result.exit_code == 0, result.output
        assert "of no weight here: X." in result.output


class TestJson:
    """For machines."""

    def test_data(self):
        """Versioned; no float; every total with its quantiles, duels, bars and break-evens."""
        text = odds(ACME, QUOKKA, *FACTS, "--replay", "--json").stdout
        data = json.loads(text, parse_float=lambda number: pytest.fail(f"float {number}"))
        assert (data["format"], data["paths"], data["seed"], data["currency"]) == ("compkit/odds/1", 400, 1, "USD")
        spread = next(s for s in data["offers"]["Acme"]["spreads"] if (s["number"], s["tokens"]) == ("worth", "all"))
        assert float(spread["p10"]) < float(spread["p50"]) < float(spread["p90"])
        tie = next(tie for tie in data["break_evens"] if tie["factor"] == "ACME")
        assert (tie["at"], tie["stated"], tie["above"]) == ("86.6875", "125.00", "Acme")
        assert data["dynamics"]["shares"]["QUOK"]["volatility"] == "0.80"
        assert data["replays"]["Quokka"]["allowances"][0]["days"][-1]["on"] == "2026-11-20"

    def test_refusal(self):
        """A refusal is data too."""
        data = json.loads(odds(ACME, "--json").stdout)
        assert data["format"] == "compkit/problems/1"


class TestRefused:
    """One message with place, value and way out; never a traceback."""

    @pytest.mark.parametrize("dynamics", ["", "dynamics:\n", "dynamics: {}\n", "dynamics: {options_at: vesting}\n"])
    def test_nothing_moves(self, tmp_path, dynamics):
        """Without dynamics there are no odds; the lines to paste name the shares and providers of the offers."""
        quok = HEAD.replace("}}\n", "}, QUOK: {price: 3.40, on: 2026-11-02, source: 409A}}\n")
        result = odds(ACME, QUOKKA, *facts(tmp_path, quok + dynamics))
        assert result.exit_code == 1
        assert "nothing is drawn, so there are no odds" in result.stderr
        for line in ("dynamics:", "    ACME: {volatility: 0 %}", "    QUOK: {volatility: 0 %}", "    anthropic: {"):
            assert line in result.stderr

    def test_what_it_says_to_paste_is_read(self, tmp_path):
        """The lines as they stand, and they give odds."""
        known = facts(tmp_path, HEAD)
        result = odds(ACME, *known)
        pasted = result.stderr.partition("add to the assumptions file:\n")[2]
        assert odds(ACME, *facts(tmp_path, HEAD + pasted)).exit_code == 0

    def test_expectations_are_enough(self, tmp_path):
        """An empty section draws what the assumptions state as odds: use, and who leaves."""
        for expect, words in (
            ("token_utilisation: {20 %: 0.5, 60 %: 0.5}", "Use of token allowances, as expected: 20 % (odds 50 %)"),
            ("leave_rate: 10 %", "Leaving: the day is drawn, at 10 % a year"),
        ):
            result = odds(ACME, *facts(tmp_path, f"{HEAD}expect: {{{expect}}}\ndynamics: {{}}\n"))
            assert result.exit_code == 0, result.output
            assert words in result.output

    def test_missing_price(self, tmp_path):
        """The offer is named, with the lines to paste."""
        result = odds(QUOKKA, *facts(tmp_path, HEAD + STEPS))
        assert result.exit_code == 1
        assert "Quokka needs a fact" in result.stderr and "QUOK: {price: 0.00" in result.stderr

    def test_bad_file(self, tmp_path):
        """Every problem of the section at its place."""
        text = "dynamics:\n  shares: {ACME: {volatility: 45}}\n  utilisation: 400 %\n"
        result = odds(ACME, *facts(tmp_path, HEAD + text))
        assert result.exit_code == 1
        assert "dynamics.shares.ACME.volatility (line 4): a rate needs its sign" in result.stderr
        assert "dynamics.utilisation (line 5): must be from 0 % to 100 %" in result.stderr

    def test_contradicting_correlations(self, tmp_path):
        """Three shares cannot each move against the others."""
        pairs = ", ".join(f"{{between: [{a}, {b}], rate: -0.9}}" for a, b in (("ACME", "B"), ("ACME", "C"), ("B", "C")))
        shares = ", ".join(f"{name}: {{volatility: 40 %}}" for name in ("ACME", "B", "C"))
        result = odds(ACME, *facts(tmp_path, f"{HEAD}dynamics: {{shares: {{{shares}}}, correlations: [{pairs}]}}\n"))
        assert result.exit_code == 1
        assert "B" in result.stderr and "C" in result.stderr

    def test_unknown_model(self):
        """A model without a price is refused, as `compare` does, and not passed over."""
        result = odds(ACME, *FACTS, "--model", "openai/gpt-6-sole")
        assert result.exit_code == 1
        assert "no token price for model 'openai/gpt-6-sole'" in result.stderr

    def test_bad_odds(self, tmp_path):
        """Cases are said as they were written, and not as Python holds them."""
        result = odds(ACME, *facts(tmp_path, HEAD + "dynamics: {payout: {20 %: 0.3, 60 %: 0.6}}\n"))
        assert "probabilities add up to 0.9, not 1: '0.20: 0.3, 0.60: 0.6'" in result.stderr

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--paths", "10"), "100<=x<="),
            (("--paths", "many"), "not a valid integer"),
            (("--seed", "x"), "not a valid integer"),
            (("--number", "face"), "'worth', 'cost'"),
        ],
    )
    def test_options(self, words, said):
        """Exit code 2 for the command itself."""
        result = run("odds", ACME, *FACTS, *DAY, *words)
        assert result.exit_code == 2
        assert said in result.stderr
