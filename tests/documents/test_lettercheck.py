"""`compkit check --letter`: what a letter still needs, by name, with where to put it and where the rule stands."""

import json

import pytest

from compkit.files.templates import template

from ..test_cli import run

ACME, QUOKKA, RHEIN = (str(template(f"offers/{name}.yaml")) for name in ("acme", "quokka", "rhein"))


@pytest.fixture
def faulty(tmp_path):
    """Quokka's offer with a sign-on bonus that is owed back in full, and without its terms of employment."""
    text = template("offers/quokka.yaml").read_text("utf-8")
    text = text[: text.index("\nterms:")].replace("repay: prorated by month", "repay: in full")
    path = tmp_path / "quokka.yaml"
    path.write_text(text, "utf-8")
    return path


class TestLetterCheck:
    """Nothing is written; every problem is named with its place, its rule and the way out."""

    def test_complete(self):
        """The sample has all that US rules ask for; what is due beside the letter is said."""
        result = run("check", "--letter", ACME)
        assert result.exit_code == 0
        assert "letter under United States: nothing is missing" in result.output
        assert "Form I-9" in result.output
        assert "Not legal advice; have counsel review." in result.output

    def test_complete_in_california(self):
        """So has the other; the repayment of its sign-on bonus goes into a document of its own."""
        result = run("check", "--letter", QUOKKA)
        assert result.exit_code == 0
        assert "letter under California: nothing is missing" in result.output
        assert "signed apart: Sign-on Bonus Repayment Agreement" in " ".join(result.output.split())

    def test_california(self, faulty):
        """Full repayment of a sign-on bonus is refused there; the repayment goes into a document of its own."""
        result = run("check", "--letter", faulty)
        assert result.exit_code == 1
        words = " ".join(result.output.split())
        assert "sign_on[0].repay: what is owed back of a sign-on bonus must fall with service" in words
        assert "say repay: prorated by month" in words
        assert "signed apart: Sign-on Bonus Repayment Agreement" in words
        assert "known from a summary" in words

    def test_missing_field(self, faulty):
        """With the lines to add."""
        words = " ".join(run("check", "--letter", faulty).output.split())
        assert "terms.equity.exercise_window: is missing" in words
        assert "terms.tokens.usage_logs: is missing" in words
        assert "exercise_window: 90 days" in words

    def test_told(self):
        """Another company's offer has no letter of ours."""
        result = run("check", "--letter", RHEIN)
        assert result.exit_code == 0
        assert "told by the candidate: no letter is written from it" in result.output

    def test_json(self, faulty):
        """Versioned; problems with path, rule and fix."""
        data = json.loads(run("check", "--letter", faulty, "--json").stdout)
        assert data["format"] == "compkit/letter-check/1"
        (offer,) = data["offers"]
        assert offer["jurisdiction"] == "us-ca"
        assert {problem["path"] for problem in offer["problems"]} >= {"sign_on[0].repay", "terms.equity.plan"}
