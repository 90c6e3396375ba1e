"""Assumptions files: all that is not the promise."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compkit.errors import FileProblems, Problem
from compkit.files import read_assumptions
from compkit.market import (
    Contract,
    ExchangeRate,
    Illiquidity,
    OptionPricing,
    RateCard,
    Scenario,
    ShareMove,
    SharePrice,
    TokenPriceChange,
    TokenPriceDrift,
    TokenPriceLevel,
    UseModel,
)
from compkit.money import Money
from compkit.valuation.facts import Expectations, Facts

from .picture import ASSUMPTIONS

DAY = date(2026, 11, 20)
HEAD = "format: compkit/assumptions/1\n"


def facts_of(tmp_path: Path, text: str) -> Facts:
    """The facts of a file."""
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    return read_assumptions(tmp_path / "x.yaml")


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    """All problems of a file."""
    with pytest.raises(FileProblems) as caught:
        facts_of(tmp_path, text)
    return list(caught.value.problems)


class TestPicture:
    """The file of the worked example is read as it stands."""

    def test_facts(self, tmp_path: Path) -> None:
        """Shares in US dollars, expectations and four scenarios in order."""
        assert facts_of(tmp_path, ASSUMPTIONS) == Facts(
            shares=(
                SharePrice(symbol="ACME", price=Money("125", "USD"), on=DAY, source="Nasdaq close"),
                SharePrice(symbol="GLBX", price=Money("80", "USD"), on=DAY, source="Nasdaq close"),
            ),
            expect=Expectations(
                bonus_payout="0.9",
                token_utilisation="0.4",
                share_growth=0,
                discount_rate=0,
                leave_rate=0,
                employer_load=0,
            ),
            scenarios=(
                Scenario(name="list"),
                Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),)),
                Scenario(name="down 40 %", moves=(TokenPriceChange(rate="-0.4"),)),
                Scenario(name="down 25 % a year", moves=(TokenPriceDrift(rate="-0.25"),)),
            ),
        )

    def test_nothing_said(self, tmp_path: Path) -> None:
        """What is not said is not guessed."""
        assert facts_of(tmp_path, HEAD) == Facts()
        assert facts_of(tmp_path, HEAD).expect.said() == {}


class TestFacts:
    """Every kind of fact, each with its day and source."""

    def test_currencies_of_shares(self, tmp_path: Path) -> None:
        """A share's own currency, beside its price or as a key, else the file's."""
        text = (
            "currency: GBP\nshares:\n  A: {price: 1, on: 2026-11-20, source: x}\n"
            "  B: {price: 2 EUR, on: 2026-11-20, source: x, growth: 5 %}\n"
            "  C: {price: 3, currency: JPY, on: 2026-11-20, source: x}\n"
        )
        shares = facts_of(tmp_path, HEAD + text).shares
        assert [str(share.price) for share in shares] == ["GBP 1", "EUR 2", "JPY 3"]
        assert shares[1].growth_rate == Decimal("0.05")

    def test_rates_and_models(self, tmp_path: Path) -> None:
        """Exchange rates, models to compare at, and a file of prices."""
        text = (
            "exchange_rates:\n  - {from: EUR, to: USD, rate: 1.16, on: 2026-11-20, source: ECB}\n"
            "models: [openai/gpt-6-sol, a/b]\ntoken_prices: prices.csv\n"
        )
        facts = facts_of(tmp_path, HEAD + text)
        assert facts.rates == (ExchangeRate(base="EUR", quote="USD", rate="1.16", on=DAY, source="ECB"),)
        assert facts.models == ("openai/gpt-6-sol", "a/b")
        assert facts.token_prices == "prices.csv"

    def test_contracts(self, tmp_path: Path) -> None:
        """A discount on all of a provider, or stated prices of a model; a price left out is unknown, 0 is free."""
        text = (
            "contracts:\n  - {provider: openai, discount: 12 %, until: 2027-12-31, on: 2026-11-20, source: c1}\n"
            "  - {provider: a, model: a/b, prices: {fresh_input: 1.5, output: 0}, from: 2027-01-01, "
            "on: 2026-11-20, source: c2}\n"
        )
        assert facts_of(tmp_path, HEAD + text).contracts == (
            Contract(provider="openai", discount_rate="0.12", until_on=date(2027, 12, 31), on=DAY, source="c1"),
            Contract(
                provider="a",
                model="a/b",
                card=RateCard(fresh_input="1.5", output=0),
                from_on=date(2027, 1, 1),
                on=DAY,
                source="c2",
            ),
        )

    @pytest.mark.parametrize(
        ("said", "scenario"),
        [
            ("", Scenario(name="s")),
            (
                "{token_prices: +5 %, from: 2027-07-01, provider: openai}",
                Scenario(name="s", moves=(TokenPriceChange(rate="0.05", from_on=date(2027, 7, 1), provider="openai"),)),
            ),
            ("{model: openai/gpt-6-sol}", Scenario(name="s", moves=(UseModel(model="openai/gpt-6-sol"),))),
            ("{per_mtok: 150}", Scenario(name="s", moves=(TokenPriceLevel(per_mtok=150),))),
            ("{per_mtok: 0}", Scenario(name="s", moves=(TokenPriceLevel(per_mtok=0),))),
            ("{shares: -50 %}", Scenario(name="s", moves=(ShareMove(rate="-0.5"),))),
            (
                "{shares: {ACME: -50 %, GLBX: 200.00}}",
                Scenario(name="s", moves=(ShareMove(symbol="ACME", rate="-0.5"), ShareMove(symbol="GLBX", price=200))),
            ),
            ("{share_growth: 5 %}", Scenario(name="s", moves=(ShareMove(growth_rate="0.05"),))),
            ("{announced: true}", Scenario(name="s", announced=True)),
            (
                "{token_prices: -10 %, model: a/b}",
                Scenario(name="s", moves=(UseModel(model="a/b"), TokenPriceChange(rate="-0.1"))),
            ),
        ],
    )
    def test_scenarios(self, tmp_path: Path, said: str, scenario: Scenario) -> None:
        """Every move, and another model before what its prices do."""
        assert facts_of(tmp_path, f"{HEAD}scenarios:\n  s: {said}\n").scenarios == (scenario,)


class TestOptions:
    """How options are valued, and what cannot be sold."""

    def test_method(self, tmp_path: Path) -> None:
        """Every parameter; what is not said keeps its default."""
        text = (
            "options: {method: black-scholes, rate: 4 %, volatility: {QUOK: 60 %}, dividend_yield: {QUOK: 0 %}, "
            "term: contractual}\n"
        )
        assert facts_of(tmp_path, HEAD + text).options == OptionPricing(
            method="black-scholes",
            rate="0.04",
            volatility={"QUOK": "0.6"},
            dividend_yield={"QUOK": 0},
            term="contractual",
        )
        text = "options: {method: lattice, rate: 4 %, exercise_multiple: 2.2, exit_rate: 5 %, steps: 100}\n"
        assert facts_of(tmp_path, HEAD + text).options == OptionPricing(
            method="lattice", rate="0.04", exercise_multiple="2.2", exit_rate="0.05", steps=100
        )

    def test_illiquidity(self, tmp_path: Path) -> None:
        """A haircut, or Finnerty's discount up to a day."""
        text = "illiquidity:\n  A: 20 %\n  B: {volatility: 30 %, dividend_yield: 1 %, liquid_on: 2031-01-01}\n"
        assert facts_of(tmp_path, HEAD + text).illiquidity == (
            Illiquidity(symbol="A", haircut_rate="0.2"),
            Illiquidity(symbol="B", volatility="0.3", dividend_yield="0.01", liquid_on=date(2031, 1, 1)),
        )

    def test_preferred_price(self, tmp_path: Path) -> None:
        """Beside the price of a common share, in its currency."""
        text = "shares:\n  A: {price: 3 EUR, preferred_price: 12, on: 2026-11-20, source: x}\n"
        (share,) = facts_of(tmp_path, HEAD + text).shares
        assert share.preferred == Money("12", "EUR")

    def test_every_problem(self, tmp_path: Path) -> None:
        """Each with its place, beside those of other sections."""
        text = (
            "options: {method: black, rate: 4, volatility: {A: 60, B: 5 %}, exit_rate: 120 %, steps: x}\n"
            "illiquidity: {A: 120 %, B: {volatility: 30 %}, C: 20}\nmodels: [x]\n"
        )
        assert {problem.path for problem in problems_of(tmp_path, HEAD + text)} == {
            "options.method",
            "options.rate",
            "options.volatility.A",
            "options.exit_rate",
            "options.steps",
            "illiquidity.A",
            "illiquidity.B.liquid_on",
            "illiquidity.C",
            "models[0]",
        }


class TestProblems:
    """Every problem at once, with place and way out."""

    def test_all_at_once(self, tmp_path: Path) -> None:
        """From every section."""
        text = (
            "shares:\n  ACME: {price: -1, on: 2026-11-20, source: x}\n  QUOK: {price: 1, on: 20.11.2026}\n"
            "exchange_rates: [{from: EURO, to: USD, rate: 0, on: 2026-11-20, source: ECB}]\n"
            "contracts: [{provider: openai, on: 2026-11-20, source: x}]\nmodels: [gpt-6]\n"
            "expect:\n  bonus_payout: 90\n  leave_rate: 120 %\n  token_use: 40 %\n"
            "scenarios:\n  s: {token_price: 5 %, provider: openai}\n  t: {shares: {ACME: half}}\n"
        )
        assert [(problem.path, problem.line) for problem in problems_of(tmp_path, HEAD + text)] == [
            ("shares.ACME.price", 3),
            ("shares.QUOK.on", 4),
            ("shares.QUOK.source", 4),
            ("exchange_rates[0].from", 5),
            ("exchange_rates[0].rate", 5),
            ("contracts[0]", 6),
            ("models[0]", 7),
            ("expect.bonus_payout", 9),
            ("expect.leave_rate", 10),
            ("expect.token_use", 11),
            ("scenarios.s.token_price", 13),
            ("scenarios.t.shares.ACME", 14),
        ]

    @pytest.mark.parametrize(
        ("text", "path", "rule"),
        [
            ("expect: {token_utilisation: 140 %}", "expect.token_utilisation", "must be from 0 to 1"),
            ("expect: {discount: -5 %}", "expect.discount", "must be from 0 to 10"),
            (
                "shares: {A: {price: 1 EUR, currency: USD, on: 2026-11-20, source: x}}",
                "shares.A.currency",
                "the price is in EUR",
            ),
            ("shares: [A]", "shares", "must be names with what they hold"),
            ("scenarios: {s: {from: 2027-01-01}}", "scenarios.s.from", "goes with token_prices, and only there"),
            ("scenarios: {s: {shares: {A: 5 EUR}}}", "scenarios.s.shares.A", "not a number"),
            ("share: {}", "share", "unknown key"),
        ],
    )
    def test_each(self, tmp_path: Path, text: str, path: str, rule: str) -> None:
        """Limits, contradictions and forms."""
        (problem,) = problems_of(tmp_path, f"{HEAD}{text}\n")
        assert (problem.path, problem.rule) == (path, rule)

    def test_format(self, tmp_path: Path) -> None:
        """A file says what it is; an offer is not an assumptions file."""
        assert problems_of(tmp_path, "shares: {}\n")[0].path == "format"
        assert problems_of(tmp_path, "format: compkit/offer/1\n")[0].rule == "must be one of compkit/assumptions/1"

    def test_not_a_mapping(self, tmp_path: Path) -> None:
        """A file that is no mapping."""
        assert problems_of(tmp_path, "[1]\n")[0].rule == "must be keys and values"


class TestYearsToCome:
    """Expected refreshers and assumed events: assumptions, so they stand in this file and in no offer."""

    def _read(self, tmp_path, text):
        path = tmp_path / "assumptions.yaml"
        path.write_text("format: compkit/assumptions/1\n" + text, "utf-8")
        return read_assumptions(path)

    def test_refreshers(self, tmp_path):
        """Amount, schedule, first year and growth, in the file's currency unless said."""
        said = "currency: EUR\nrefreshers: {amount: 60000, vesting: 4y/quarterly, first_year: 3, growth: 3 %}\n"
        policy = self._read(tmp_path, said).refreshers
        assert (str(policy.amount), policy.vesting.name) == ("EUR 60000", "4y/quarterly")
        assert (policy.first_year, str(policy.growth_rate)) == (3, "0.03")

    def test_refreshers_with_a_schedule_that_does_not_exist(self, tmp_path):
        """Named with its place."""
        with pytest.raises(FileProblems, match=r"refreshers\.vesting"):
            self._read(tmp_path, "refreshers: {amount: 60000, vesting: 4y/sometimes}\n")

    def test_events(self, tmp_path):
        """Names with their days, and into the assumptions of a valuation."""
        facts = self._read(tmp_path, "events: {IPO: 2029-06-30}\n")
        assert facts.events == (("IPO", date(2029, 6, 30)),)
        assert facts.assumptions(as_of=date(2026, 11, 20)).events == facts.events
