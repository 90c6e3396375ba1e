"""The page for e-mail: ten lines and one table, with and without tokens; a work budget is never worth 0."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.summary import LINES, build_summary, build_summary_context
from compkit.errors import InvalidValue, MissingFact
from compkit.market import Contract, PriceBook
from compkit.pay import Candidate
from compkit.valuation.value import value

from ..samples import TODAY, acme, assume, globex, market, sol
from .papers import GERMAN, GOLDEN, MARKDOWN, US, hostile_offer, offer, plain, told, words

MODELS = ("openai/gpt-6-sol",)


def page(made, found=None, models=MODELS, rules=US) -> str:
    """The page of an offer."""
    found = found or value(made.package, market(), assume())
    return build_summary(made, found, models=models, rules=rules, template=MARKDOWN("summary"))


class TestPage:
    """What a candidate reads."""

    def test_golden(self):
        """The whole text of the sample, as kept."""
        assert page(offer(acme())) == (GOLDEN / "summary.md").read_text(encoding="utf-8")

    def test_what_tokens_buy(self):
        """USD 125,000 at 0.5468 per million: 228,603 million tokens; a budget for work, not cash, never worth 0."""
        text = page(offer(acme()))
        assert "228,603 million tokens (228.6 bn) of openai/gpt-6-sol (USD 0.5468 per million tokens)" in text
        assert "a budget for your work, not cash" in text
        assert "worth 0" not in text

    def test_no_model(self):
        """Money that no model is named for buys tokens at the price of the day."""
        assert "It buys tokens at the price on the day of use." in page(offer(acme()), models=())

    def test_personal_share(self):
        """A tenth for personal use is said, and of a quantity the price at which it is stated."""
        made = offer(evolve(globex(), unknown=frozenset()))
        text = page(made)
        assert "10% of the tokens are for your personal use; the rest is a budget for your work" in text
        assert "USD 0.5468 per million tokens is the list price of November 20, 2026" in text

    def test_totals_are_the_valuation(self):
        """With and without tokens, guaranteed or all: 1,620,000, 1,745,000 and 2,120,000, as the valuation says."""
        found = value(acme(), market(), assume())
        (table,) = build_summary_context(offer(acme()), found, rules=US)["year_tables"]
        cells = {row["label"]: int(row["cells"][-1].replace(",", "")) for row in table["lines"]}
        for label, tokens in (
            ("Total without tokens", "none"),
            ("Total with guaranteed tokens", "guaranteed"),
            ("Total with all tokens", "all"),
        ):
            assert cells[label] == found.total("face", tokens=tokens).amount
        assert cells["Total with all tokens"] == 2_120_000

    @given(st.data())
    def test_any_offer(self, data):
        """Ten lines at most, no hole, no "worth 0", and totals that are the valuation's within the rounding."""
        made = data.draw(testing.offers("USD", as_told=False))
        place = data.draw(testing.markets(made.package, as_of=TODAY))
        found = value(made.package, place, assume())
        context = build_summary_context(made, found, rules=US)
        assert len(context["lines"]) <= LINES
        text = page(made, found, models=())
        told(text, made)
        assert "worth 0" not in text
        last = context["year_tables"][-1]["lines"][-1]["cells"][-1]
        assert abs(int(last.replace(",", "")) - found.total("face").amount) <= 5

    def test_every_text(self):
        """Every text stands in the page as typed."""
        for made in (offer(acme()), hostile_offer()):
            found = value(made.package, market(), assume())
            said = words(build_summary_context(made, found, models=MODELS, rules=US))
            text = plain(page(made))
            missing = [line for line in said if line not in text]
            assert set(missing) <= {" ".join(made.candidate.address.split()), *made.employer.address.splitlines()} | {
                made.employer.signed_by
            }

    def test_figures_of_a_locale(self):
        """Figures and days as Germans write them; still ten lines and one table."""
        text = page(offer(acme()), rules=GERMAN)
        assert "- **Base salary:** 250.000\xa0USD a year" in text and "- **First day:** 11. Januar 2027" in text
        assert sum(line.startswith("- **") for line in text.splitlines()) == LINES
        assert text.count("|---|") == 1

    def test_expectations_change_nothing(self):
        """Payout, utilisation, leaving, load, contracts and growth are the employer's: the page is the same."""
        given = assume(bonus_payout="0.777", token_utilisation="0.1337", leave_rate="0.2", employer_load="0.3")
        secret = Contract(provider="openai", discount_rate="0.1337", on=TODAY, source="contract-secret")
        shares = tuple(evolve(share, growth_rate="0.1337") for share in market().shares)
        found = value(acme(), market(contracts=(secret,), shares=shares, name="SECRET"), given)
        assert page(offer(acme()), found) == page(offer(acme()))


class TestRefused:
    """Not from another company's offer, and with no price that is internal."""

    def test_told(self):
        """Another company's offer."""
        heard = evolve(offer(acme()), status="as_told", issued_on=None, expires_on=None, told_on=date(2026, 11, 18))
        with pytest.raises(InvalidValue, match="told by the candidate"):
            page(heard)

    def test_internal_price(self):
        """A price of an own factory is never printed."""
        book = PriceBook((evolve(sol(), stage="factory"),))
        made = offer(evolve(globex(), unknown=frozenset()))
        found = value(made.package, market(*book.rows), assume())
        with pytest.raises(MissingFact, match="internal"):
            page(made, found)

    @pytest.mark.parametrize("name", ["Sam\u202eelpmaS", "Sam\x1b[31m", "Sam\x00", " "])
    def test_names(self, name):
        """A name with control or bidi characters never gets as far as a page."""
        with pytest.raises(InvalidValue):
            Candidate(name=name)
