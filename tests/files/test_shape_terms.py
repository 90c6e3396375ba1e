"""Terms of tokens in an offer file: read, refused with the way out, and written back."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from compkit.errors import FileProblems, InvalidValue
from compkit.files import format_offer, offer_schema, parse_offer, write_offer
from compkit.files.fields import Leaf
from compkit.files.nodes import parse_yaml
from compkit.files.offers import read_offer
from compkit.files.shape_terms import Logs, UsageLogs
from compkit.pay.terms import USAGE_LOGS, TokenTerms

from .picture import ACME

LEAF: Leaf = next(note for note in Logs.__metadata__ if isinstance(note, Leaf))  # type: ignore[attr-defined]


def told(**tokens: Any) -> TokenTerms:
    """The terms of tokens of the worked example, with these keys."""
    return parse_offer({**parse_yaml(ACME, "acme.yaml").data, "terms": {"tokens": tokens}}).terms.tokens


class TestUsageLogs:
    """`totals kept 12 months`: what is seen, and for how long that is kept."""

    @pytest.mark.parametrize(
        ("text", "sees", "months"),
        [
            ("totals kept 12 months", "totals", 12),
            ("requests kept 1 month", "requests", 1),
            ("content kept 2 years", "content", 24),
        ],
    )
    def test_read(self, text: str, sees: str, months: int) -> None:
        """Years are twelve months each."""
        assert told(usage_logs=text) == TokenTerms(usage_logs=sees, logs_months=months)  # type: ignore[arg-type]

    @given(st.sampled_from(USAGE_LOGS), st.integers(1, 120))
    def test_inverse(self, sees: str, months: int) -> None:
        """What is written is read back."""
        said = UsageLogs(sees, months)
        assert LEAF.parse(LEAF.format(said)) == said == LEAF.parse(said)

    @pytest.mark.parametrize(
        ("text", "rule", "fix"),
        [
            ("everything kept 12 months", "must begin with one of totals, requests, content", "totals kept 12 months"),
            ("12 months", "must begin with one of totals, requests, content", "totals kept 12 months"),
            ("totals", "does not say for how long they are kept", "say totals kept 12 months"),
            ("content kept", "does not say for how long they are kept", "say content kept 12 months"),
            ("requests kept 90 days", "not a length of time", "say requests kept 12 months"),
            ("requests kept forever", "not a length of time", "say requests kept 12 months"),
        ],
    )
    def test_refused(self, text: str, rule: str, fix: str) -> None:
        """Each mistake says what to write instead."""
        with pytest.raises(InvalidValue) as error:
            LEAF.parse(text)
        assert rule in error.value.rule
        assert fix in error.value.fix

    @pytest.mark.parametrize("wrong", [None, 12.5, True, ["totals"]])
    def test_no_text(self, wrong: object) -> None:
        """What is no text is refused in words."""
        with pytest.raises(InvalidValue):
            LEAF.parse(wrong)


class TestTokenTerms:
    """`terms.tokens`."""

    def test_read(self) -> None:
        """All three keys; each may be left out."""
        whole = told(outputs="by use", usage_logs="totals kept 12 months", wording="tool budget")
        assert whole == TokenTerms(outputs="by use", usage_logs="totals", logs_months=12, wording="tool budget")
        assert told() == TokenTerms()

    @pytest.mark.parametrize(
        ("tokens", "path", "said"),
        [
            ({"outputs": "employees"}, "terms.tokens.outputs", "did you mean employee?"),
            ({"wording": "tool-budget"}, "terms.tokens.wording", "did you mean tool budget?"),
            ({"usage_logs": "totals kept 121 months"}, "terms.tokens.usage_logs", "must be from 1 to 120"),
            ({"usage_logs": "totals kept 0 months"}, "terms.tokens.usage_logs", "must be from 1 to 120"),
            ({"usage_logs": "totals"}, "terms.tokens.usage_logs", "does not say for how long"),
            ({"output": "company"}, "terms.tokens.output", "did you mean outputs?"),
        ],
    )
    def test_refused(self, tokens: dict[str, Any], path: str, said: str) -> None:
        """Each mistake is named once, at its place, with the way out."""
        with pytest.raises(FileProblems) as error:
            told(**tokens)
        (problem,) = error.value.problems
        assert problem.path == path
        assert said in str(problem)

    def test_every_problem(self) -> None:
        """All problems are told at once."""
        with pytest.raises(FileProblems) as error:
            told(outputs="ours", usage_logs="all", wording="gift")
        paths = {problem.path for problem in error.value.problems}
        assert paths == {f"terms.tokens.{name}" for name in ("outputs", "usage_logs", "wording")}

    def test_written(self, tmp_path: Any) -> None:
        """Files and intake workbooks hold them, and give them back; nothing is written where nothing is said."""
        keys = {"outputs": "employee", "usage_logs": "content kept 1 month", "wording": "compensation"}
        data = {**parse_yaml(ACME, "acme.yaml").data, "terms": {"tokens": keys}}
        offer = parse_offer(data)
        assert format_offer(offer)["terms"] == {"tokens": keys}
        for name in ("offer.yaml", "offer.json", "offer.xlsx"):
            write_offer(offer, tmp_path / name)
            assert read_offer(tmp_path / name) == offer
        assert "terms" not in format_offer(parse_offer(parse_yaml(ACME, "acme.yaml").data))

    def test_schema(self) -> None:
        """The schema names the words and the form of the phrase."""
        said = json.dumps(offer_schema()["$defs"]["TokenTermsShape"])
        assert all(f'"{word}"' in said for word in ("company", "by use", "employee", "compensation", "tool budget"))
        assert "(totals|requests|content) kept" in said
