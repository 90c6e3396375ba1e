"""What a page knows: for a candidate nothing of expected cost, for the employer all that moves."""

import json
from datetime import date

import pytest
from attrs import evolve

from compkit.documents.page import page_data, page_odds
from compkit.errors import InvalidValue, MissingFact
from compkit.files.pages import page_parts
from compkit.market import Scenario, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from compkit.pay import Basket, FixedQuantity, TokenAllowance, TokensPer
from compkit.valuation.compare import compare
from compkit.valuation.value import value
from compkit.valuation.views import View

from ...samples import acme, assume, globex, market
from .offers import SECRETS, secret_assumptions, secret_comparison, secret_dynamics, secret_market, secret_page


@pytest.fixture(scope="module")
def candidate_page():
    """A candidate's page of offers in which everything internal is marked."""
    return secret_page("candidate")


WORDS = (
    *("expected cost", '"cost"', "cost(", ".cost", "cost_at_risk", "at risk", "spent", "spending", "internal"),
    *("utilisation", "tokens used", "are used.", "by_month", "runs dry"),
    *("payout", "of target", "leave", "leaving", "staying", "contract", "factory"),
    *('"load', "load on cash", "load of", "payroll"),
)
"""Words of expected cost, of its inputs and of their controls, as code, data and people have them."""


class TestCandidate:
    """Design: "A candidate document does not contain cost, utilisation, payout, staying odds, load ..."."""

    @pytest.mark.parametrize("secret", SECRETS)
    def test_no_secret(self, candidate_page, secret):
        """No marked figure or word of an internal field stands anywhere in the file."""
        assert secret not in candidate_page

    @pytest.mark.parametrize("secret", ["37193", "88371", "09173", "23717", "17331", "acme-factory", "SECRET"])
    def test_marks_are_found(self, secret):
        """The same search finds them where they may stand, so it would find a leak."""
        shown = secret_page("employer")
        if secret == "17331":  # a discount shows as the price that is paid: 0.5468 less 17.331 %
            secret = "0.452034092"
        assert secret in shown

    @pytest.mark.parametrize("word", WORDS)
    def test_no_word(self, candidate_page, word):
        """Issue: "in no script, data or link": the file has not even the code or the words for it, in any case."""
        assert word not in candidate_page.casefold()

    @pytest.mark.parametrize("word", WORDS)
    def test_words_are_found(self, word):
        """The same search finds each of them where it may stand: the employer's page, or what only that is made of."""
        assert word in (secret_page("employer") + "".join(page_parts().spending)).casefold()

    def test_no_word_of_internal_inputs(self, candidate_page):
        """No key of the data names an internal input, and no number but the two that a candidate sees."""
        data = json.loads(candidate_page.split('id="data">')[1].split("</script>")[0])
        assert [number["id"] for number in data["numbers"]] == ["face", "worth"]
        assert {*data["settings"]} == {
            *(
                "model",
                "token_change",
                "providers",
                "moves",
                "announced",
                "index_moves",
                "shares",
                "discount",
                "haircut",
            )
        }
        assert all(len(step) == 2 for step in _steps(data))
        assert not any("own" in unit for unit in data["units"])
        assert {*data["simulation"]["fan"]} == {"worth"}
        assert not {"dry", "cost_at_risk"} & {*data["simulation"]}
        assert {duel["number"] for duel in data["simulation"]["duels"]} == {"worth"}

    def test_starts_where_nothing_is_expected(self, candidate_page):
        """Discount, haircut and growth start at none: what a reader expects is the reader's own."""
        data = json.loads(candidate_page.split('id="data">')[1].split("</script>")[0])
        assert (data["settings"]["discount"], data["settings"]["haircut"]) == ("0", "0")
        assert {share["growth"] for share in data["settings"]["shares"].values()} == {"0"}
        assert {share["growth"] for share in data["shares"].values()} == {"0"}

    def test_says_nothing_of_internal(self, candidate_page):
        """Only the employer's page says INTERNAL."""
        assert "INTERNAL" not in candidate_page.split('id="data">')[0]
        assert "INTERNAL" in secret_page("employer")

    def test_internal_price(self):
        """A quantity of own tokens without a price basis has no price that a candidate may see: refused, with lines."""
        own = TokenAllowance(
            amount=TokensPer(mtok="100", per="year"), rule=FixedQuantity(), basket=Basket.of("acme-factory/llama")
        )
        valuation = value(acme(tokens=(own,)), secret_market(), secret_assumptions())
        comparison = compare({"Acme": valuation})
        assert page_data(comparison, reader="employer")["baskets"]
        with pytest.raises(MissingFact, match="factory price is internal"):
            page_data(comparison, reader="candidate")


def _steps(data):
    for basket in data["baskets"]:
        for parts in basket["prices"].values():
            for part in parts:
                yield from part["steps"]


class TestEmployer:
    """An employer's page holds every input that its sliders move."""

    def test_settings(self):
        """It opens with the assumptions."""
        settings = page_data(secret_comparison(), reader="employer")["settings"]
        assert settings["utilisation"] == "0.37193"
        assert (settings["payout"], settings["leave_rate"], settings["load"]) == ("0.88371", "0.09173", "0.23717")
        assert settings["shares"]["ACME"] == {"price": "125", "growth": "0.12917"}

    def test_presets(self):
        """Scenarios are settings; a candidate has those that name no internal price."""
        known = page_data(secret_comparison(), reader="employer")
        assert [preset["name"] for preset in known["presets"]] == ["up 30 %", "own SECRET factory", "shares halve"]
        assert known["presets"][0]["settings"] == {"moves": [{"rate": "0.3", "provider": None, "from": None}]}
        assert known["presets"][1]["settings"] == {"model": "acme-factory/llama"}
        assert known["presets"][2]["settings"]["shares"]["ACME"] == {"price": "62.5", "growth": "0.12917"}
        assert known["presets_left_out"] == []
        candidate = page_data(secret_comparison(), reader="candidate")
        assert [preset["name"] for preset in candidate["presets"]] == ["up 30 %", "shares halve"]

    def test_other_moves(self):
        """One price for every kind, a rise from a day and announced prices are settings; an unknown model is not."""
        scenarios = [
            Scenario(name="free", moves=(TokenPriceLevel(per_mtok=0),)),
            Scenario(name="rise", moves=(TokenPriceChange(rate="0.1", provider="openai", from_on=date(2026, 12, 20)),)),
            Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),)),
            Scenario(name="announced", announced=True),
            Scenario(name="elsewhere", moves=(UseModel(model="nobody/knows"),)),
        ]
        known = page_data(evolve(secret_comparison(), scenarios=tuple(scenarios)), reader="employer")
        assert [preset["settings"] for preset in known["presets"]] == [
            {"moves": [{"level": "0"}]},
            {"moves": [{"rate": "0.1", "provider": "openai", "from": 30}]},
            {"moves": [{"a_year": "-0.25"}]},
            {"announced": True},
        ]
        assert known["presets_left_out"] == ["elsewhere"]


class TestFrame:
    """What the page says of itself."""

    def test_views(self):
        """Years of service, calendar years, as earned and as delivered; another view of the comparison comes first."""
        data = page_data(compare({"Acme": value(acme(), market(), assume())}))
        assert [view["id"] for view in data["views"]] == ["service", "calendar", "delivered"]
        data = page_data(compare({"Acme": value(acme(), market(), assume())}, view=View.parse("fiscal:10")))
        assert [view["id"] for view in data["views"]] == ["own", "service", "calendar", "delivered"]
        assert data["views"][0]["years"] == ["FY 2027", "FY 2028", "FY 2029", "FY 2030", "FY 2031"]

    def test_rows_add_up(self):
        """The parts of a row over the years of a view are the row."""
        data = page_data(compare({"Acme": value(acme(), market(), assume())}))
        (offer,) = data["offers"]
        for years in offer["years"].values():
            for (_, _, quantity), parts in zip(offer["rows"], years, strict=True):
                if isinstance(parts, list):
                    assert sum(round(float(part) * 10**6) for _, part in parts) == round(float(quantity) * 10**6)

    def test_one_market(self):
        """Offers valued under different assumptions cannot share sliders: refused."""
        two = {
            "Acme": value(acme(), market(), assume()),
            "Globex": value(globex(), market(), assume(discount_rate="0.1")),
        }
        with pytest.raises(InvalidValue, match="same assumptions"):
            page_data(compare(two))

    def test_unknown_reader(self):
        """A reader is one of two."""
        with pytest.raises(InvalidValue, match="candidate or employer"):
            page_data(compare({"Acme": value(acme(), market(), assume())}), reader="everybody")

    def test_odds_of_another_reader(self):
        """An employer's odds never get onto a candidate's page."""
        comparison = secret_comparison()
        odds = page_odds(comparison, secret_dynamics(), reader="employer", paths=100, seed=1)
        with pytest.raises(InvalidValue, match="the candidate"):
            page_data(comparison, reader="candidate", odds=odds)
        renamed = evolve(comparison, valuations={"One": comparison.baseline})
        with pytest.raises(InvalidValue, match="must be of"):
            page_data(renamed, reader="employer", odds=odds)
