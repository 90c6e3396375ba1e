"""Posting files and files of rules: read whole, or refused with every problem and its way out."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compkit.documents.posting import RateRange, TokenBudget
from compkit.errors import FileProblems, InvalidValue
from compkit.files.policy import read_bands
from compkit.files.postingrules import read_posting_rules
from compkit.files.postings import read_posting
from compkit.files.templates import FILES, sample_file, template
from tests.samples import usd

SMALL = """\
format: compkit/posting/1
number: R-1
title: Engineer
employer: Acme
about: You build things.
places:
  - {name: "Denver, CO", code: US-CO, city: Denver}
posted_on: 2026-12-01
"""


def read(tmp_path: Path, more: str = "", text: str = SMALL):
    """The posting of a file with these lines."""
    path = tmp_path / "posting.yaml"
    path.write_text(text + more, "utf-8")
    return read_posting(path)


class TestReadPosting:
    """`read_posting`."""

    def test_sample(self) -> None:
        """The sample: 235,000 to 320,000 in San Francisco, a bonus of 10 to 20 %, tokens of 60,000 to 150,000."""
        sample = read_posting(template("postings/engineer.yaml"))
        assert [(pay.minimum, pay.maximum) for pay in sample.pay] == [
            (usd(235_000), usd(320_000)),
            (usd(200_000), usd(280_000)),
        ]
        assert sample.bonus == RateRange(minimum="0.1", maximum="0.2")
        assert sample.tokens is not None and sample.tokens.maximum == usd(150_000)
        assert sample.deadline == date(2027, 1, 31) and not sample.open_until_filled

    def test_samples_by_name(self) -> None:
        """Both can be started from by a short name."""
        assert {"posting", "posting-rules"} <= set(FILES)
        assert sample_file("posting") == template("postings/engineer.yaml")
        assert sample_file("posting-rules") == template("postings/rules.yaml")

    def test_small(self, tmp_path: Path) -> None:
        """What is not stated is not there."""
        small = read(tmp_path)
        assert (small.pay, small.bonus, small.tokens, small.deadline) == ((), None, None, None)

    def test_until_filled(self, tmp_path: Path) -> None:
        """The words for no deadline."""
        assert read(tmp_path, "deadline: open until filled\n").open_until_filled

    def test_one_range(self, tmp_path: Path) -> None:
        """A single range needs no dash, and may be in its own currency."""
        (pay,) = read(tmp_path, "pay: {minimum: 35.50 EUR, maximum: 40 EUR, per: hour}\n").pay
        assert (str(pay.minimum), pay.per) == ("EUR 35.50", "hour")

    def test_tokens_counted(self, tmp_path: Path) -> None:
        """With a model the figures are millions of its tokens."""
        line = "tokens: {minimum: 500, maximum: 800, per: month, model: openai/gpt-6-sol, rule: fixed quantity}\n"
        assert read(tmp_path, line).tokens == TokenBudget(
            minimum=Decimal(500), maximum=Decimal(800), per="month", model="openai/gpt-6-sol", rule="fixed quantity"
        )

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (
                "pay: {maximum: 260000}\n",
                "pay.minimum (line 9): is missing: say minimum: Lowest; a range has both ends",
            ),
            (
                "pay: {minimum: 200000}\n",
                "pay.maximum (line 9): is missing: say maximum: Highest; a range has both ends",
            ),
            (
                "pay: {minimum: 260000, maximum: 200000}\n",
                "is below the minimum, USD 260000: '200000': exchange",
            ),
            ("pay: {minimum: 1, maximum: 2, per: annum}\n", "pay.per (line 9): must be one of year, month, week, day"),
            ("pay: {minimum: 1, maximum: 2 EUR}\n", "USD and EUR do not mix"),
            ("pay: {minimum: up to 5, maximum: 2}\n", "pay.minimum (line 9): not a number: 'up to 5'"),
            ("pay: up to 260000\n", "pay (line 9): must be keys and values"),
            ("bonus: {minimum: 15, maximum: 20 %}\n", "bonus.minimum (line 9): a rate needs its sign"),
            ("tokens: {minimum: 5 USD, maximum: 6, model: a/b}\n", "is money, and model counts tokens"),
            ("equity: {minimum: 5}\n", "equity.maximum"),
            ("deadline: soon\n", "deadline (line 9): not a day"),
            ("salary: 5\n", "salary (line 9): unknown key"),
            ("apply_page: acme.example\n", "apply_page (line 9): is no address of a page"),
        ],
    )
    def test_refused(self, tmp_path: Path, more: str, said: str) -> None:
        """With place, value and way out."""
        with pytest.raises(FileProblems) as caught:
            read(tmp_path, more)
        assert said in str(caught.value)

    def test_every_problem(self, tmp_path: Path) -> None:
        """All problems at once."""
        text = SMALL.replace("US-CO", "Colorado").replace("title: Engineer\n", "")
        with pytest.raises(FileProblems) as caught:
            read(tmp_path, "workplace: moon\n", text=text)
        assert {problem.path for problem in caught.value.problems} >= {"title", "places[0].code", "workplace"}

    def test_hostile(self, tmp_path: Path) -> None:
        """A title that could hide what it says is refused."""
        with pytest.raises(FileProblems, match="bidirectional override"):
            read(tmp_path, text=SMALL.replace("title: Engineer", 'title: "Engi\\u202eneer"'))

    def test_no_mapping(self, tmp_path: Path) -> None:
        """A file that is no mapping names the sample to start from."""
        with pytest.raises(FileProblems, match="compkit new FILE --from posting"):
            read(tmp_path, text="- 1\n")

    def test_bands(self, tmp_path: Path) -> None:
        """With the sample bands: L6 from 208,000 to 312,000, in Austin times 0.95, that is 197,600 to 296,400."""
        path = tmp_path / "posting.yaml"
        austin = SMALL.replace("Denver, CO", "Austin, TX").replace("US-CO", "US-TX")
        path.write_text(austin + "level: L6\n", "utf-8")
        made = read_posting(path, bands=read_bands(template("bands.yaml")))
        assert [(pay.minimum, pay.maximum) for pay in made.pay] == [(usd("197600.00"), usd("296400.00"))]
        assert made.tokens == TokenBudget(minimum=usd(60_000), maximum=usd(150_000))

    def test_sample_with_bands(self) -> None:
        """The sample's own figures lie in the sample bands."""
        sample = template("postings/engineer.yaml")
        assert read_posting(sample, bands=read_bands(template("bands.yaml"))) == read_posting(sample)

    def test_no_factor(self, tmp_path: Path) -> None:
        """A place without a factor is refused with those that have one."""
        path = tmp_path / "posting.yaml"
        path.write_text(SMALL + "level: L6\n", "utf-8")
        with pytest.raises(InvalidValue, match=r"has no place factor.*Austin, TX"):
            read_posting(path, bands=read_bands(template("bands.yaml")))


class TestReadRules:
    """`read_posting_rules`."""

    def test_own(self, tmp_path: Path) -> None:
        """A file of one's own rules, and what is wrong with one."""
        path = tmp_path / "rules.yaml"
        path.write_text(template("postings/rules.yaml").read_text("utf-8"), "utf-8")
        assert read_posting_rules(path) == read_posting_rules()
        path.write_text(path.read_text("utf-8").replace("what: deadline", "what: dead line"), "utf-8")
        with pytest.raises(FileProblems, match="did you mean deadline"):
            read_posting_rules(path)

    def test_source_needed(self, tmp_path: Path) -> None:
        """A rule without source or date is none."""
        path = tmp_path / "rules.yaml"
        text = "format: compkit/posting-rules/1\nwide_from: 60 %\nrules:\n  - {place: US-CO, name: a, law: b}\n"
        path.write_text(text, "utf-8")
        with pytest.raises(FileProblems) as caught:
            read_posting_rules(path)
        missing = {problem.path for problem in caught.value.problems}
        assert {"rules[0].source", "rules[0].read_on", "rules[0].in_force_on"} <= missing
