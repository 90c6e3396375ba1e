"""Break-evens with odds; worked by hand, checked by `value`, and the odds against closed forms."""

from datetime import date
from decimal import Decimal
from math import exp, log, sqrt
from statistics import NormalDist

import pytest
from attrs import evolve

from compkit.errors import InvalidValue
from compkit.market import ExchangeRate, OptionPricing, ShareMove, TokenPriceChange
from compkit.pay import Basket, BasketPart, BetterOfBoth, Collar, Package
from compkit.valuation.breakeven import equal_utilisation
from compkit.valuation.simulation.dynamics import Cases, Dynamics, ShareMotion, TokenMotion
from compkit.valuation.simulation.tieodds import tie_odds
from compkit.valuation.value import value

from ...samples import INPUT_ONLY, START, TODAY, assume, price_row, usd
from .cases import cash, money, north, offer, options, quantity, stock

MOVES = Dynamics(
    shares=(ShareMotion(symbol="ACME", volatility="0.4"),),
    tokens=(TokenMotion(provider="north", steps_a_year=1, step_rate="0.5"),),
)
YEARS = (date(2031, 1, 11) - TODAY).days / 365


def ties(first, second, number="worth", dynamics=MOVES, market=None, given=None, **more):
    """Break-evens of two offers, A and B."""
    return tie_odds({"A": first, "B": second}, market or north(), given or assume(), dynamics, number, **more)


def where(*args, **options):
    """The factors at the ties."""
    return [found.at for found in ties(*args, **options)]


class TestShares:
    """The spot at which two offers are equal."""

    def test_stock_against_cash(self):
        """40,000 of cash over 1,000 shares is 40 a share; the odds above are N(-(ln 0.4 + s^2 / 2) / s)."""
        (found,) = ties(offer(equity=(stock(1000),)), offer(sign_on=cash(40_000)))
        spread = 0.4 * sqrt(YEARS)
        assert (found.at, found.stated, found.unit, found.above) == (40, 100, "USD", "A")
        assert float(found.odds_above) == pytest.approx(NormalDist().cdf(-(log(0.4) + spread**2 / 2) / spread))

    def test_options_on_both_sides_of_the_strike(self):
        """100 shares against 5,000 cash and 300 options at 100: equal at 50, and where 25,000 = 200 p, at 125."""
        first = offer(equity=(stock(100),))
        found = ties(first, offer(sign_on=cash(5_000), equity=(options(300, 100),)))
        assert [(tie.at, tie.above) for tie in found] == [(50, "A"), (125, "B")]

    def test_beyond_every_bend(self):
        """30,000 cash against 100 options at 50: equal far above, at 350."""
        assert where(offer(sign_on=cash(30_000)), offer(equity=(options(100, 50),))) == [350]

    def test_growth(self):
        """A share that doubles every year reaches its strike from a lower spot; the total there is nothing."""
        market = north(shares=(evolve(north().shares[0], growth_rate=1),))
        (found,) = ties(offer(sign_on=cash(30_000)), offer(equity=(options(100, 50),)), market=market)
        moved = evolve(market, moves=(ShareMove(symbol="ACME", price=found.at),))
        total = value(offer(equity=(options(100, 50),)), moved, assume()).total("worth").amount
        assert abs(total - 30_000) < Decimal("1e-15")

    def test_by_a_model(self):
        """Values that bend everywhere are met to far below a cent."""
        pricing = OptionPricing(method="black-scholes", rate="0.04", volatility={"ACME": "0.6"})
        market, grant = north(options=pricing), offer(equity=(options(100, 50),))
        (found,) = ties(offer(sign_on=cash(3_000)), grant, market=market)
        moved = evolve(market, moves=(ShareMove(symbol="ACME", price=found.at),))
        assert abs(value(grant, moved, assume()).total("worth").amount - 3_000) < Decimal("1e-6")

    def test_nobody_said_how_it_moves(self):
        """A tie without odds."""
        (found,) = ties(offer(equity=(stock(1000),)), offer(sign_on=cash(40_000)), dynamics=Dynamics())
        assert (found.at, found.odds_above) == (40, None)

    def test_never_equal(self):
        """Ahead at any price, or equal at all of them: no tie."""
        assert where(offer(sign_on=cash(1), equity=(stock(10),)), offer(equity=(stock(10),))) == []
        assert where(offer(equity=(stock(10),)), offer(equity=(stock(10),))) == []

    def test_in_another_currency(self):
        """The second counts in the currency of the first: EUR 40,000 at 1.25 are 50 dollars a share."""
        euros = Package(
            start_on=START, currency="EUR", sign_on=(evolve(cash(1)[0], amount=evolve(usd(40_000), currency="EUR")),)
        )
        market = north(rates=(ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="x"),))
        assert where(offer(equity=(stock(1000),)), euros, market=market) == [50]


class TestTokens:
    """The multiple of token prices at which two offers cost the same."""

    def test_quantity_against_money(self):
        """120,000 a year for 10,000 M is 12 a million, 1.2 times; above it is one step or more, 1 - e^-t."""
        found = {tie.kind: tie for tie in ties(offer(tokens=money(120_000)), offer(tokens=quantity()), "cost")}
        tie = found["token prices"]
        assert (tie.at, tie.price, tie.stated, tie.above) == (Decimal("1.2"), usd("12.0"), 1, "B")
        assert float(tie.odds_above) == pytest.approx(1 - exp(-YEARS))
        assert "utilisation" not in found  # at any use they are as far apart, but at none

    def test_collar(self):
        """Between 8 and 12 a million the money moves; 110,000 is met at 11, 130,000 never."""
        collar = offer(tokens=quantity(rule=Collar(down_rate="0.2", up_rate="0.2")))
        assert where(offer(tokens=money(110_000)), collar, "cost") == [Decimal("1.1")]
        assert where(offer(tokens=money(130_000)), collar, "cost") == []

    def test_better_of_both(self):
        """It never costs less than 100,000, and 150,000 at 15 a million."""
        both = offer(tokens=quantity(rule=BetterOfBoth()))
        assert where(offer(tokens=money(150_000)), both, "cost") == [Decimal("1.5")]
        assert where(offer(tokens=money(90_000)), both, "cost") == []

    def test_half_of_a_basket(self):
        """A collar on half north, half south at 10 each: 110,000 is met when north alone costs 12, south as it is."""
        half = [BasketPart(model=model, share="0.5", mix=INPUT_ONLY) for model in ("north/one", "south/one")]
        collar = Collar(down_rate="0.05", up_rate="0.1")
        second = offer(tokens=quantity(rule=collar, basket=Basket(tuple(half))))
        market = north(price_row(price=10), price_row("south/one", 10))
        found = ties(offer(tokens=money(110_000)), second, "cost", market=market)
        assert {(tie.factor, tie.at, tie.price) for tie in found} == {
            ("north", Decimal("1.2"), None),
            ("south", Decimal("1.2"), None),
        }
        assert where(offer(tokens=money(110_001)), second, "cost", market=market) == []

    def test_is_a_tie(self):
        """Valued at the multiple, both cost the same."""
        first, second = offer(tokens=money(77_777)), offer(tokens=quantity())
        (tie,) = ties(first, second, "cost")
        moved = evolve(north(), moves=(TokenPriceChange(rate=tie.at - 1, provider="north"),))
        one, other = (value(package, moved, assume()).total("cost").amount for package in (first, second))
        assert abs(one - other) < Decimal("1e-15")

    def test_worth_of_business_tokens(self):
        """They are worth nothing to the employee, so no price makes two offers equal."""
        assert where(offer(tokens=money(120_000)), offer(tokens=quantity())) == []


class TestUse:
    """The share of tokens used at which two offers cost the same."""

    def test_by_hand(self):
        """100,000 of cash against 400,000 of tokens: equal at a quarter; of the cases 0.7 lie above."""
        moves = Dynamics(utilisation=Cases(points=((0, "0.3"), ("0.5", "0.7"))))
        first, second = offer(sign_on=cash(100_000)), offer(tokens=money(100_000))
        (tie,) = ties(first, second, "cost", dynamics=moves, given=assume(token_utilisation="0.4"))
        assert (tie.factor, tie.at, tie.stated, tie.above) == ("utilisation", Decimal("0.25"), Decimal("0.4"), "B")
        assert tie.odds_above == Decimal("0.7")
        valued = [value(package, north(), assume()) for package in (first, second)]
        assert tie.at == equal_utilisation(*valued)

    def test_at_full_use(self):
        """An end of the range is a tie too; above all of it there is none."""
        assert where(offer(sign_on=cash(400_000)), offer(tokens=money(100_000)), "cost") == [1]
        assert where(offer(sign_on=cash(400_001)), offer(tokens=money(100_000)), "cost") == []


class TestRefused:
    """Two offers, no more and no fewer."""

    def test_one(self):
        """Named in the error."""
        with pytest.raises(InvalidValue, match="needs two offers"):
            tie_odds({"A": offer(sign_on=cash(1))}, north(), assume(), MOVES)
