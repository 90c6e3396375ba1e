"""Options by a named method, what cannot be sold, and the words that say so."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue, MissingFact
from compkit.market import ExchangeRate, Illiquidity, OptionPricing, Scenario, ShareMove, SharePrice
from compkit.market.illiquidity import finnerty
from compkit.market.lattice import lattice
from compkit.market.options import black_scholes
from compkit.money import Money
from compkit.pay import Package, RestrictedStock, StockOptions, Vesting
from compkit.valuation.basis import basis, promise_basis
from compkit.valuation.totals import annual_grants
from compkit.valuation.value import value

from ..samples import TODAY, assume, market, usd

YEAR = timedelta(days=365)
VESTING = Vesting.parse("100/0")
BLACK_SCHOLES = OptionPricing(method="black-scholes", rate="0.04", volatility={"QUOK": "0.6"})
LATTICE = OptionPricing(
    method="lattice", rate="0.04", volatility={"QUOK": "0.6"}, exercise_multiple=2, exit_rate="0.05", steps=50
)


def quok(**changes):
    """Its common share at 3.40."""
    parts = {"symbol": "QUOK", "price": usd("3.40"), "on": TODAY, "source": "409A"}
    return SharePrice(**{**parts, **changes})


def grant(**changes):
    """1,000 options at 2, all vesting in 365 days, ten times 365 days to expiry."""
    parts = {"symbol": "QUOK", "units": 1000, "strike": usd(2), "vesting": VESTING}
    dates = {"vesting_start_on": TODAY, "expires_on": TODAY + 10 * YEAR}
    return StockOptions(**{**parts, **dates, **changes})


def shares(**changes):
    """1,000 shares, all vesting in 365 days."""
    parts = {"symbol": "QUOK", "units": 1000, "vesting_start_on": TODAY, "vesting": VESTING}
    return RestrictedStock(**{**parts, **changes})


def valued(pricing=None, *, equity=None, share=None, facts=None, **given):
    """The valuation of one grant."""
    package = Package(start_on=TODAY, currency="USD", equity=(equity or grant(),))
    pricing = pricing or OptionPricing()
    return value(package, facts or market(shares=(share or quok(),), options=pricing), assume(**given))


def amounts(found):
    """As promised, expected cost, to the employee."""
    return [found.total(number).amount for number in ("face", "cost", "worth")]


def said(found):
    """The basis of the only line."""
    return basis(found, found.lines[0])


def call(years, **changes):
    """One option of the grant by Black-Scholes-Merton."""
    parts = {"spot": "3.40", "strike": 2, "rate": "0.04", "dividend_yield": 0, "volatility": "0.6"}
    return black_scholes(years=years, **{**parts, **changes}).call


class TestMethods:
    """Intrinsic unless a model is named; the three numbers use the same one."""

    def test_intrinsic(self):
        """1,000 x (3.40 - 2)."""
        assert amounts(valued()) == [1400] * 3
        assert said(valued()) == "intrinsic value: QUOK at USD 3.40 (409A, 2026-11-20) less strike USD 2"

    def test_expected_term(self):
        """Midway between one year and ten: 5.5 years."""
        assert amounts(valued(BLACK_SCHOLES)) == [1000 * call("5.5")] * 3

    def test_tranche_by_tranche(self):
        """Four yearly quarters over ten years have 5.5, 6, 6.5 and 7 years: 6.25 on average, as SAB 107 says."""
        yearly = grant(vesting=Vesting.parse("25/25/25/25"))
        terms = [found.row.on for found in valued(BLACK_SCHOLES, equity=yearly).lines]
        ends = TODAY + 10 * YEAR
        years = [((day - TODAY).days + (ends - TODAY).days) / Decimal(730) for day in terms]
        assert [round(term, 2) for term in years] == [Decimal(term) for term in ("5.5", "6", "6.5", "7")]
        assert amounts(valued(BLACK_SCHOLES, equity=yearly))[0] == 250 * sum(call(term) for term in years)

    def test_contractual_term(self):
        """Ten years."""
        pricing = OptionPricing(
            method="black-scholes",
            rate="0.04",
            volatility={"QUOK": "0.6"},
            dividend_yield={"QUOK": "0.02"},
            term="contractual",
        )
        assert amounts(valued(pricing)) == [1000 * call(10, dividend_yield="0.02")] * 3

    def test_lattice(self):
        """To expiry, vesting after a year."""
        plain = lattice(
            spot="3.40",
            strike=2,
            years=10,
            vests_in=1,
            rate="0.04",
            dividend_yield=0,
            volatility="0.6",
            exercise_multiple=2,
            exit_rate="0.05",
            steps=50,
        )
        assert amounts(valued(LATTICE)) == [1000 * plain] * 3

    def test_strike_in_another_currency(self):
        """A strike of 1.60 EUR at 1.25 is 2 USD."""
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="ECB")
        facts = market(shares=(quok(),), rates=(rate,), options=BLACK_SCHOLES)
        euro = grant(strike=Money("1.60", "EUR"))
        assert amounts(valued(facts=facts, equity=euro)) == [1000 * call("5.5")] * 3

    def test_scenario_moves_cost_and_worth(self):
        """Half the share price: the promise stays, the rest is the option at 1.70; growth moves a model not at all."""
        facts = market(shares=(quok(),), options=BLACK_SCHOLES)
        half = Scenario(name="x", moves=(ShareMove(rate="-0.5"),)).apply(facts)
        assert amounts(valued(facts=half)) == [1000 * call("5.5"), *[1000 * call("5.5", spot="1.70")] * 2]
        grown = Scenario(name="x", moves=(ShareMove(growth_rate="0.5"),)).apply(facts)
        assert amounts(valued(facts=grown)) == [1000 * call("5.5")] * 3


def test_total_direct_compensation():
    """A grant divided by its vesting years counts its tranches as valued, each at its own term."""
    yearly = valued(BLACK_SCHOLES, equity=grant(vesting=Vesting.parse("25/25/25/25")))
    assert annual_grants(yearly) == yearly.total("face") * "0.25"


class TestPresentValue:
    """Model values are present values: never grown nor discounted again; staying odds still apply."""

    def test_neither_grown_nor_discounted(self):
        """Growth and discount touch the intrinsic value: (3.74 - 2) / 1.25; of a model they leave the value alone."""
        share = quok(growth_rate="0.1")
        assert amounts(valued(share=share, discount_rate="0.25")) == [1400, 1740, 1392]
        found = valued(BLACK_SCHOLES, share=share, discount_rate="0.25")
        assert amounts(found) == [1000 * call("5.5")] * 3
        assert said(found).endswith("; a value of today, so neither grown nor discounted")

    def test_staying(self):
        """10 % leave within the year before vesting."""
        whole = 1000 * call("5.5")
        assert amounts(valued(BLACK_SCHOLES, leave_rate="0.1")) == [
            whole,
            whole * Decimal("0.9"),
            whole * Decimal("0.9"),
        ]


class TestMissing:
    """What a model needs and nobody stated is an error with the lines to paste."""

    def test_black_scholes(self):
        """Rate and volatility, both at once."""
        with pytest.raises(MissingFact, match="rate and volatility for options on QUOK by black-scholes") as caught:
            valued(OptionPricing(method="black-scholes"))
        assert caught.value.paste == "options:\n  method: black-scholes\n  rate: 0 %\n  volatility: {QUOK: 0 %}"

    def test_other_symbol(self):
        """A volatility of another share is none."""
        with pytest.raises(MissingFact, match="missing: volatility for options on QUOK"):
            valued(OptionPricing(method="black-scholes", rate="0.04", volatility={"ACME": "0.3"}))

    def test_lattice(self):
        """The exercise multiple is no guess of ours."""
        with pytest.raises(MissingFact, match="exercise multiple") as caught:
            valued(OptionPricing(method="lattice", rate="0.04", volatility={"QUOK": "0.6"}))
        assert caught.value.paste.endswith("\n  exercise_multiple: 0.00")

    @pytest.mark.parametrize(
        "fields",
        [
            {"method": "black"},
            {"rate": 4},
            {"volatility": {"QUOK": 60}},
            {"volatility": {"QUOK": 0.6}},
            {"dividend_yield": {"QUOK": "-0.1"}},
            {"term": "short"},
            {"exercise_multiple": "0.5"},
            {"exit_rate": 2},
            {"steps": 0},
        ],
    )
    def test_refused(self, fields):
        """Unknown names, percents where fractions are meant, floats."""
        with pytest.raises(InvalidValue):
            OptionPricing(**fields)


class TestBasis:
    """Every line names its method with all its parameters."""

    def test_black_scholes(self):
        """Share, strike, volatility, rate, dividends and term."""
        found = valued(BLACK_SCHOLES)
        assert promise_basis(found, found.lines[0].row) == (
            "Black-Scholes-Merton value today: QUOK at USD 3.40 (409A, 2026-11-20), strike USD 2, volatility 60 %, "
            "rate 4 %, dividend yield 0 %, 5.50 years midway from vesting to expiry"
        )

    def test_lattice(self):
        """And when it is exercised."""
        assert said(valued(LATTICE)).endswith(
            "10.00 years to expiry, exercised at 2 times the strike, 5 % leaving a year after vesting, 50 steps"
        )

    def test_hidden_haircut(self):
        """A future share that is discounted but not grown says so."""
        assert said(valued(equity=shares(), discount_rate="0.1")).endswith(
            "; value discounted at 10 % a year though the share is held at today's price"
        )
        assert said(valued(discount_rate="0.1")).endswith("though the share is held at today's price")

    def test_growth(self):
        """A stated growth is said, and then the discount hides nothing."""
        found = valued(equity=shares(), share=quok(growth_rate="0.05"), discount_rate="0.1")
        assert said(found).endswith("a share; growing 5 % a year; value discounted at 10 % a year")

    def test_often_quoted(self):
        """The preferred price is shown as what is often quoted; it changes no amount."""
        found = valued(share=quok(preferred=usd(12)))
        assert amounts(found) == [1400] * 3
        assert said(found).endswith(
            "; the grant as often quoted: 1000 at USD 12.00 a preferred share, USD 12000.00, which is not its value"
        )

    def test_preferred_in_the_same_currency(self):
        """Both prices of a share are in one currency."""
        with pytest.raises(InvalidValue, match="in the currency of the price, USD"):
            quok(preferred=Money(12, "EUR"))


class TestIlliquidity:
    """What cannot be sold is worth less to the employee, and costs the employer the same."""

    HAIRCUT = Illiquidity(symbol="QUOK", haircut_rate="0.2")

    @pytest.mark.parametrize(("equity", "whole"), [(shares(), 3400), (grant(), 1400)])
    def test_haircut(self, equity, whole):
        """A fifth off shares and options, in worth alone; in the words too."""
        found = valued(equity=equity, illiquidity=(self.HAIRCUT,))
        assert amounts(found) == [whole, whole, whole * Decimal("0.8")]
        assert said(found).endswith("; value less 20 % since it cannot be sold (stated)")

    def test_model_value(self):
        """A model's value is not discounted for time, yet for what cannot be sold."""
        found = valued(BLACK_SCHOLES, illiquidity=(self.HAIRCUT,), discount_rate="0.1")
        assert amounts(found)[2] == 800 * call("5.5")

    def test_finnerty(self):
        """From vesting in a year to a sale in three: Finnerty's discount for two years at 30 %, 9.60 %."""
        unsold = Illiquidity(symbol="QUOK", volatility="0.3", liquid_on=TODAY + 3 * YEAR)
        found = valued(equity=shares(), illiquidity=(unsold,))
        assert amounts(found) == [3400, 3400, 3400 * (1 - finnerty(years=2, volatility="0.3"))]
        assert said(found).endswith(
            "; value less 9.6 % since it cannot be sold until 2029-11-19 (Finnerty, volatility 30 %)"
        )

    def test_other_share(self):
        """Another share is untouched."""
        found = valued(equity=shares(), illiquidity=(Illiquidity(symbol="ACME", haircut_rate="0.2"),))
        assert amounts(found) == [3400] * 3

    def test_said_twice(self):
        """Two entries of one share contradict one another."""
        with pytest.raises(InvalidValue, match="said twice"):
            assume(illiquidity=(self.HAIRCUT, self.HAIRCUT))


def test_expiry_before_vesting_is_no_term():
    """The package itself refuses it, so no term is negative."""
    with pytest.raises(InvalidValue, match="last vesting"):
        grant(expires_on=date(2027, 1, 1))
