"""Comparing offers: what leads, what is left out, under which prices, and what would close the gap."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue, MissingFact
from compkit.market import ExchangeRate, Scenario, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from compkit.money import Money
from compkit.pay import BaseSalary, FixedMoney, MoneyPer, Package, TokenAllowance
from compkit.testing import markets, packages
from compkit.valuation import Scope, View, compare, value

from ..samples import START, TODAY, acme, assume, globex, market, price_row, sol, usd

EXPECTED = assume(bonus_payout="0.9", token_utilisation="0.4")


def both(**options):
    """The two offers of the worked example."""
    return compare(
        {"Acme": value(acme(), market(), EXPECTED), "Globex": value(globex(), market(), EXPECTED)}, **options
    )


class TestTotals:
    """Design section 2: three numbers, with and without tokens; figures of the worked example, checked by hand."""

    def test_without_tokens(self):
        """1,590,000 and 1,683,000: Acme's match is left out, since Globex did not tell its benefits."""
        found = both()
        assert found.amount("Acme", tokens="none") == 1_590_000
        assert found.amount("Globex", tokens="none") == 1_683_000

    def test_guaranteed_and_all_tokens(self):
        """Acme's 125,000 of year one are guaranteed, Globex's two years of 60,000 M at 0.5468."""
        found = both()
        assert found.amount("Acme", tokens="guaranteed") == 1_590_000 + 125_000
        assert found.amount("Globex", tokens="guaranteed") == 1_683_000 + 2 * 60_000 * Decimal("0.5468")
        assert found.amount("Acme") == 2_090_000
        assert found.amount("Globex") == 1_683_000 + 4 * 60_000 * Decimal("0.5468")

    def test_years_add_up(self):
        """Every view splits the same total."""
        for text in ("service", "calendar", "fiscal:10", "fiscal:04-06"):
            found = both(view=View.parse(text))
            for name in found.names:
                split = sum(found.amount(name, "cost", year=label) for label in found.year_labels)
                assert split == found.amount(name, "cost")

    @given(data=st.data(), package=packages())
    def test_an_offer_against_itself_differs_by_nothing(self, data, package):
        """Comparing an offer with itself differs by 0 everywhere."""
        prices = data.draw(markets(package))
        side = value(package, prices, assume(as_of=prices.as_of))
        found = compare({"one": side, "other": side})
        for number in ("face", "cost", "worth"):
            for year in (None, *found.year_labels):
                for tokens in ("none", "guaranteed", "all"):
                    one, other = (found.amount(name, number, year=year, tokens=tokens) for name in found.names)
                    assert one == other
        assert found.closings("one", "other", Scope(tokens="all")) == ()

    def test_components_in_the_order_of_printing(self):
        """Tokens last, nothing that nobody promises."""
        assert both().components == ("base salary", "target bonus", "sign-on", "RSU", "tokens")


class TestLeftOut:
    """A part that somebody did not tell is left out on every side, with a line saying so."""

    def test_says_who_and_what(self):
        """Acme's match is 7,500 a year: half of 6 % of 250,000."""
        (entry,) = both().left_out
        assert (entry.component, entry.untold_by) == ("benefits", ("Globex",))
        assert entry.amounts == {"Acme": usd(7_500)}

    def test_told_parts_stay(self):
        """Nothing is left out when everything is told."""
        found = compare({"Acme": value(acme(), market(), EXPECTED)})
        assert found.left_out == ()
        assert "benefits" in found.components


class TestCurrencies:
    """Amounts in another currency are converted at the stated rate, or refused."""

    def euro(self):
        """EUR 100,000 a year and nothing else."""
        return Package(start_on=START, currency="EUR", salary=BaseSalary(amount=Money(100_000, "EUR")))

    def test_at_the_stated_rate(self):
        """EUR 400,000 over four years at 1.16 are USD 464,000; and back again."""
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.16", on=TODAY, source="ECB")
        prices = market(rates=(rate,))
        sides = {"Acme": value(acme(), prices, EXPECTED), "Rhein": value(self.euro(), prices, EXPECTED)}
        assert compare(sides).amount("Rhein") == 464_000
        assert compare(sides, currency="EUR").amount("Rhein") == 400_000

    def test_no_rate_is_an_error_that_shows_the_lines(self):
        """Mixed currencies without a rate."""
        sides = {"Acme": value(acme(), market(), EXPECTED), "Rhein": value(self.euro(), market(), EXPECTED)}
        with pytest.raises(MissingFact, match=r"exchange_rates:\s+- \{from: EUR, to: USD"):
            compare(sides)


class TestScenarios:
    """A scenario moves cost, worth and tokens bought, never the face; offers are ranked under each."""

    def scenarios(self):
        """The worked example's."""
        return (
            Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),)),
            Scenario(name="down 40 %", moves=(TokenPriceChange(rate="-0.4"),)),
        )

    def test_money_and_quantity(self):
        """125,000 buys 228,602.8 M at 0.5468; 30 % up it buys that over 1.3 and 60,000 M cost 42,650.4."""
        found = both(scenarios=self.scenarios()).outcomes()
        acme_up, globex_up = found["up 30 %"]["Acme"].tokens, found["up 30 %"]["Globex"].tokens
        assert acme_up.pays == usd(125_000)
        assert acme_up.mtok.quantize(Decimal("0.1")) == (125_000 / (Decimal("0.5468") * Decimal("1.3"))).quantize(
            Decimal("0.1")
        )
        assert globex_up.pays == usd("42650.4")
        assert globex_up.mtok == 60_000
        assert found["down 40 %"]["Globex"].tokens.pays == usd("19684.8")

    def test_rank_follows_the_number_asked_for(self):
        """To the employee Globex leads under every price; in expected cost Acme does, as stated."""
        found = both(scenarios=self.scenarios())
        assert {name: o.rank for name, o in found.outcomes("worth")["as stated"].items()} == {"Acme": 2, "Globex": 1}
        assert {name: o.rank for name, o in found.outcomes("cost")["as stated"].items()} == {"Acme": 1, "Globex": 2}

    def test_a_free_tier_buys_without_limit(self):
        """A price of 0 buys unlimited tokens, and costs nothing as a quantity; never a division."""
        free = Scenario(name="free", moves=(TokenPriceLevel(per_mtok=0),))
        found = both(scenarios=(free,)).outcomes()["free"]
        assert found["Acme"].tokens.mtok is None
        assert found["Acme"].tokens.pays == usd(125_000)
        assert found["Globex"].tokens.pays == usd(0)

    def test_another_model_for_the_same_tokens(self):
        """At twice the price a quantity costs twice as much, and the face stays."""
        dear = price_row("north/dear", card=sol().card.times(Decimal(2)))
        prices = market(sol(), dear)
        side = value(globex(), prices, EXPECTED)
        found = compare({"Globex": side}, scenarios=(Scenario(name="dear", moves=(UseModel(model="north/dear"),)),))
        assert found.outcomes()["dear"]["Globex"].tokens.pays == usd("65616")
        assert found.amount("Globex", components=["tokens"]) == 4 * 32_808

    def test_drift_is_priced_release_by_release(self):
        """Prices that fall all the time buy more than today's, and less than the last day's."""
        drift = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),))
        bought = both(scenarios=(drift,)).outcomes()["drift"]["Acme"].tokens.mtok
        today = 125_000 / Decimal("0.5468")
        assert today < bought < today / Decimal("0.75") ** 4 / Decimal("0.75")


class TestClosingTheGap:
    """What would make the two equal, each term alone; figures of the worked example."""

    def test_four_years_without_tokens(self):
        """93,000 / 4 / 1.15 = 20,217.4 of base (the bonus follows), 93,000 at once, 93,000 / 125 = 744 shares."""
        found = {c.term: c for c in both().closings("Acme", "Globex", Scope())}
        assert {term: c.amount for term, c in found.items()} == {
            "base salary": 20_218,
            "sign-on": 93_000,
            "shares": 744,
        }
        assert found["base salary"].unit == "USD a year"

    def test_year_one(self):
        """62,900 / 1.15 = 54,695.7 of base; a quarter of the shares vests in year one: 62,900 / 125 * 4, whole."""
        found = {c.term: c.amount for c in both().closings("Acme", "Globex", Scope(year_one=True))}
        assert found["base salary"] == 54_696
        assert found["sign-on"] == 62_900
        assert found["shares"] == 2_016  # 504 of them vest in year one: 503.2 are needed

    def test_tokens_close_a_gap_with_tokens(self):
        """Globex promises a quantity: 275,768 / (4 * 0.5468) = 126,082.7 M tokens a year."""
        found = {c.term: c for c in both().closings("Globex", "Acme", Scope(tokens="all"))}
        assert found["tokens"].amount == 126_083
        assert found["tokens"].unit == "M tokens a year"

    def test_what_it_says_is_enough_and_no_more(self):
        """Each answer reaches the target; one unit less does not."""
        found = both()
        target = found.amount("Globex", tokens="none")
        for closing in found.closings("Acme", "Globex", Scope()):
            assert closing.reached >= target
        raised = acme(salary=BaseSalary(amount=usd(250_000 + 20_217)), benefits=())
        assert value(raised, market(), EXPECTED).total(tokens="none").amount < target

    def test_nothing_to_close(self):
        """The leader has no gap."""
        assert both().closings("Globex", "Acme", Scope()) == ()

    def test_an_offer_without_tokens_or_shares(self):
        """Tokens are added as fixed money; there is no grant to raise."""
        bare = Package(start_on=START, currency="USD", salary=BaseSalary(amount=usd(100_000)))
        rich = Package(
            start_on=START,
            currency="USD",
            salary=BaseSalary(amount=usd(100_000)),
            tokens=(TokenAllowance(amount=MoneyPer(money=usd(10_000)), rule=FixedMoney()),),
        )
        found = compare({"Bare": value(bare, market(), EXPECTED), "Rich": value(rich, market(), EXPECTED)})
        closings = {c.term: c.amount for c in found.closings("Bare", "Rich", Scope(tokens="all"))}
        assert closings == {"base salary": 10_000, "sign-on": 40_000, "tokens": 10_000}


class TestTie:
    """What a promised dollar of tokens must be worth for the two to be equal."""

    def test_worked_example(self):
        """93,000 / (500,000 - 131,232) = 0.2522."""
        assert both().tie("Acme", "Globex").quantize(Decimal("0.0001")) == Decimal("0.2522")

    def test_no_value_of_tokens_ties(self):
        """An offer ahead in cash and in tokens is ahead at any value."""
        richer = acme(salary=BaseSalary(amount=usd(900_000)))
        found = compare({"Rich": value(richer, market(), EXPECTED), "Globex": value(globex(), market(), EXPECTED)})
        assert found.tie("Rich", "Globex") is None


class TestRefused:
    """What cannot be compared."""

    def test_nothing(self):
        """At least one offer."""
        with pytest.raises(InvalidValue, match="at least one offer"):
            compare({})

    def test_other_days(self):
        """Valuations of different days do not stand side by side."""
        later = market(as_of=date(2026, 12, 1))
        sides = {
            "Acme": value(acme(), market(), assume()),
            "Globex": value(globex(), later, assume(as_of=date(2026, 12, 1))),
        }
        with pytest.raises(InvalidValue, match="same as_of"):
            compare(sides)


class TestModels:
    """The same tokens at each provider."""

    def test_announced_prices_are_marked_and_apart(self):
        """An announced change within the horizon follows the price in force."""
        now = evolve(sol(), until_on=date(2026, 12, 1))
        then = evolve(sol(), card=sol().card.times(Decimal(2)), from_on=date(2026, 12, 1), announced=True)
        side = value(acme(), market(now, then), EXPECTED)
        found = compare({"Acme": side}, models=["openai/gpt-6-sol"]).model_prices
        assert [(m.per_mtok, m.from_on) for m in found] == [
            (usd("0.5468"), None),
            (usd("1.0936"), date(2026, 12, 1)),
        ]

    def test_models_that_offers_name_are_added(self):
        """Without being asked for."""
        assert both().models == ("openai/gpt-6-sol",)
