"""The page's engine against Python: the same figures to the cent, for generated offers and settings."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.page import page_data
from compkit.market import Contract, OptionPricing, RateCard, Scenario, UseModel
from compkit.money import Money
from compkit.pay import (
    NUMBERS,
    Basket,
    FixedQuantity,
    Package,
    StockOptions,
    TokenAllowance,
    TokenMix,
    TokensPer,
    Vesting,
)
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.compare import compare
from compkit.valuation.tokenline import token_year
from compkit.valuation.totals import named_totals
from compkit.valuation.value import value

from ...samples import START, TODAY, acme, assume, market, price_row
from .cases import compared, differences, employer_data, engine_cells, moved, python_cells


def near(amount):
    """A decimal but for the last digits of a double, and well within a cent."""
    return pytest.approx(float(amount), rel=1e-12, abs=1e-4)


class TestCells:
    """Issue: "the same formula as Python, tested to the cent against Python"."""

    @given(st.data())
    def test_as_stated(self, engine, data):
        """A page opens with what Python says: every cell of every view."""
        comparison = data.draw(compared())
        known = employer_data(comparison)
        (offer,) = engine.figures(known, known["settings"])
        assert not differences(engine_cells(offer), python_cells(comparison.baseline))

    @given(st.data())
    def test_moved(self, engine, data):
        """Whatever is set, each cell is what Python makes of the same model, prices and expectations."""
        comparison = data.draw(compared())
        known = employer_data(comparison)
        settings, valuation = data.draw(moved(comparison, known))
        (offer,) = engine.figures(known, settings)
        assert not differences(engine_cells(offer), python_cells(valuation))

    @given(st.data())
    def test_candidate(self, candid_engine, data):
        """A candidate's page is Python's face, and worth where nothing is expected: list prices, no growth."""
        comparison = data.draw(compared())
        known = page_data(comparison, reader="candidate")
        (offer,) = candid_engine.figures(known, known["settings"])
        stated, given_ = comparison.baseline, comparison.baseline.assumptions
        plain = Assumptions(as_of=given_.as_of, horizon_months=given_.horizon_months, illiquidity=given_.illiquidity)
        shares = tuple(evolve(share, growth_rate=None) for share in stated.market.shares)
        there = value(stated.package, evolve(stated.market, shares=shares, contracts=()), plain)
        assert not differences(engine_cells(offer), python_cells(there, ("face", "worth")))


class TestContracts:
    """What an employer pays follows list prices as far as contracts let it."""

    @pytest.mark.parametrize(
        ("change", "price"),
        [
            ("0", 9),  # half output at the lower of 8 locked and 10 listed, half input at the lower of 10 and 20
            ("-0.2", 9),  # output meets the lock
            ("-0.5", 7.5),  # output falls to 5, input to 10 meets its lock
            ("-0.9", 1.5),  # both follow the list: 1 and 2
            ("2", 9),
        ],
    )
    def test_ratchet(self, engine, change, price):
        """A lock with a ratchet bends kind by kind where the list price falls below the locked one."""
        half = TokenMix(name="half", fresh_input="0.5", output="0.5")
        rows = [
            price_row(card=RateCard(fresh_input="10", output="8"), until_on=date(2026, 6, 1)),
            price_row(card=RateCard(fresh_input="20", output="10"), from_on=date(2026, 6, 1)),
        ]
        lock = Contract(provider="north", locked_on=date(2026, 1, 1), ratchet=True, on=TODAY, source="test")
        allowance = TokenAllowance(
            amount=TokensPer(mtok="100", per="year"), rule=FixedQuantity(), basket=Basket.of("north/one", half)
        )
        package = Package(start_on=START, currency="USD", tokens=(allowance,))
        facts = market(*rows, contracts=(lock,))
        known = employer_data(compare({"North": value(package, facts, assume(horizon_months=12))}))
        (offer,) = engine.figures(known, known["settings"] | {"token_change": change})
        assert offer["totals"]["cost"]["all"] == pytest.approx(100 * price)
        (_, _, line), *_ = known["baskets"][0]["prices"][""][0]["steps"]
        assert [factor for factor, _ in line] == ["0", "0.5", "0.8", "1", "2"]


class TestTotals:
    """Totals of offers: by number and tokens, and those that have names."""

    @given(st.data())
    def test_totals(self, engine, data):
        """With all, the guaranteed and no tokens, and every named total under every number, as Python has them."""
        comparison = data.draw(compared())
        known = employer_data(comparison)
        settings, valuation = data.draw(moved(comparison, known))
        (offer,) = engine.figures(known, settings)
        for number in NUMBERS:
            for tokens, amount in offer["totals"][number].items():
                assert amount == near(valuation.total(number, tokens=tokens).amount)
            for total in named_totals(valuation, number):
                found = next(each for each in offer["named"] if each["name"] == total.name)
                assert found["definition"] == total.definition
                assert found["amounts"][number] == near(total.amount.amount)
                assert (found["tokens"] is None) == (total.tokens is None)
                if total.tokens is not None:
                    assert found["tokens"][number] == near(total.tokens.amount)

    @given(st.data())
    def test_tokens(self, engine, data):
        """What a year of tokens costs and comes to, at the model chosen and at each one compared."""
        comparison = data.draw(compared())
        known = employer_data(comparison)
        settings, valuation = data.draw(moved(comparison, known))
        (offer,) = engine.figures(known, settings)
        assert (offer["tokens"] is None) == ("tokens" not in comparison.components)
        if offer["tokens"] is None:
            return
        basket = comparison.reference("North")
        places = [(offer["tokens"], valuation.market)]
        for found in offer["tokens"]["models"]:
            there = Scenario(name=found["id"], moves=(UseModel(model=found["id"]),)).apply(valuation.market)
            places.append((found, there))
        for found, there in places:
            year = token_year(comparison.baseline, there, basket=basket)
            assert found["pays"] == near(year.pays.amount)
            assert (found["mtok"] is None) == (year.mtok is None)
            assert found["mtok"] is None or found["mtok"] == near(year.mtok)


class TestPresets:
    """Issue: "Presets for the named scenarios"."""

    @given(st.data())
    def test_scenarios(self, engine, data):
        """A preset is its scenario; a scenario that settings cannot express is left out and named."""
        comparison = data.draw(compared())
        valuation = comparison.baseline
        scenario = data.draw(testing.scenarios(valuation.market))
        known = employer_data(evolve(comparison, scenarios=(scenario,)))
        if not known["presets"]:
            assert known["presets_left_out"] == [scenario.name]
            return
        changes = known["presets"][0]["settings"]
        settings = engine.run("([start, changes]) => engine.merged(start, changes)", [known["settings"], changes])
        (offer,) = engine.figures(known, settings)
        there = value(valuation.package, scenario.apply(valuation.market), valuation.assumptions)
        assert not differences(engine_cells(offer), python_cells(there))


class TestWords:
    """Issue: "Every figure explains itself on hover or tap: its basis"."""

    def test_basis(self, engine):
        """A component says what was promised, then what is expected under the settings."""
        given_ = assume(bonus_payout="0.9", token_utilisation="0.4", leave_rate="0.05")
        known = employer_data(compare({"Acme": value(acme(), market(), given_)}, models=["openai/gpt-6-sol"]))
        settings = known["settings"] | {"token_change": "0.3", "model": "openai/gpt-6-sol"}
        settings["shares"] = {"ACME": {"price": "150", "growth": "0.05"}}

        def said(component, number="cost"):
            return engine.run("(given) => engine.basis(...given)", [known, settings, 0, component, number])

        assert said("target bonus") == ["Target bonus: USD as promised.", "Pays 90 % of target.", "5 % leave a year."]
        assert said("RSU")[1:] == ["Set here: ACME at USD 150.", "ACME grows 5 % a year.", "5 % leave a year."]
        prices = ["All tokens on openai/gpt-6-sol.", "Token prices +30 %.", "5 % leave a year."]
        assert said("tokens")[1:] == ["40 % of the tokens are used.", *prices]
        assert said("tokens", "worth")[1] == "0 % counts for personal use."
        assert said("options") == []

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            ("face", []),
            ("cost", ["Load of 20 % on cash."]),
            ("worth", ["Value discounted at 5 % a year."]),
        ],
    )
    def test_number(self, engine, number, words):
        """Each number names only what goes into it: a promise nothing, cost the load, value the discount."""
        given_ = assume(discount_rate="0.05", employer_load="0.2")
        known = employer_data(compare({"Acme": value(acme(), market(), given_)}))
        script = f"(given) => engine.basis(given, given.settings, 0, 'base salary', '{number}')"
        assert engine.run(script, known) == ["Base salary: USD as promised.", *words]

    def test_days(self, engine):
        """A day by its number is the day."""
        known = employer_data(compare({"Acme": value(acme(), market(), assume())}))
        found = engine.run("(data) => data.days.map((_, day) => engine.dayText(data, day))", known)
        assert found == [str(TODAY + timedelta(days=days)) for days in known["days"]]


class TestSettings:
    """Settings are values: nothing that the page opens with changes under a reader's hand."""

    def test_start(self, engine):
        """A start is a copy; merging changes neither side, and keeps shares that a preset does not name."""
        known = employer_data(compare({"Acme": value(acme(), market(), assume())}))
        script = """(data) => {
            const settings = engine.start(data);
            settings.shares.ACME.price = "1";
            const merged = engine.merged(settings, { model: "a/b", shares: { GLBX: { price: "2", growth: "0" } } });
            return [data.settings.shares.ACME.price, settings.model, merged.model, Object.keys(merged.shares)];
        }"""
        assert engine.run(script, known) == ["125", "", "a/b", ["ACME", "GLBX"]]


class TestNumbers:
    """What the page rounds, it rounds as Python does."""

    @pytest.mark.parametrize(
        ("amount", "places", "whole"),
        [(1.005, 2, 101), (-1.005, 2, -101), (0.004999, 2, 0), (-0.001, 2, 0), (2.5, 0, 3), (1.0005, 3, 1001)],
    )
    def test_halves(self, engine, amount, places, whole):
        """Halves go away from zero, also where a double holds a little less than the half."""
        assert engine.run("([amount, places]) => engine.minor(amount, places)", [amount, places]) == whole

    @given(days=st.integers(0, 3650), strike=testing.rates("0.01", "5000", places=2))
    def test_black_scholes(self, engine, days, strike):
        """An option far in or out of the money, near or far from expiry, is worth what Python says, to ten decimals."""
        expires = TODAY + timedelta(days=366 + days)
        grant = StockOptions(
            symbol="ACME",
            units=4,
            strike=Money(strike, "USD"),
            expires_on=expires,
            vesting_start_on=TODAY,
            vesting=Vesting.parse("1y/quarterly"),
        )
        pricing = OptionPricing(method="black-scholes", rate="0.04", volatility={"ACME": "0.5"})
        package = Package(start_on=TODAY, currency="USD", equity=(grant,))
        valuation = value(package, market(options=pricing), assume(horizon_months=12))
        known = employer_data(compare({"North": valuation}))
        (offer,) = engine.figures(known, known["settings"])
        assert offer["totals"]["worth"]["all"] == pytest.approx(float(valuation.total("worth").amount), abs=1e-9)
