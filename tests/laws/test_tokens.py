"""Laws of the token allowance: what moves with token prices, and what never does."""

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.market import (
    Contract,
    Market,
    Scenario,
    TokenPriceChange,
    TokenPriceDrift,
    TokenPriceLevel,
    tokens_bought,
)
from compkit.money import EXACT, Money
from compkit.pay import (
    BetterOfBoth,
    Collar,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Package,
    PriceBasis,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value

BASES = testing.rates("0.01", "150", places=2)
MOVES = st.one_of(
    st.builds(TokenPriceChange, rate=testing.rates("-1", "3"), from_on=st.none() | testing.dates()),
    st.builds(TokenPriceDrift, rate=testing.rates("-0.5", "1", places=2)),
    st.builds(TokenPriceLevel, per_mtok=testing.prices()),
)
SCENARIOS = st.builds(Scenario, name=st.just("what if"), moves=st.lists(MOVES, min_size=1, max_size=3).map(tuple))


@st.composite
def priced(draw, rule, *, amount=None, based=True):
    """A package of one allowance under a rule, with a basis or at list, and a market for it."""
    start = draw(testing.dates())
    basket = draw(testing.baskets())
    tokens = TokenAllowance(
        amount=amount or draw(st.builds(TokensPer, mtok=testing.rates("0.001", "1000", places=3))),
        rule=rule,
        basket=basket,
        basis=PriceBasis(per_mtok=Money(draw(BASES), "USD"), on=start) if based else None,
        release=draw(st.sampled_from(["monthly", "quarterly", "yearly"])),
    )
    package = Package(start_on=start, currency="USD", tokens=(tokens,))
    return package, Market(as_of=start, book=draw(testing.price_books(basket.models)))


def costs(package, market):
    """Cost of every line, all of it used."""
    return [line.cost for line in value(package, market, Assumptions(as_of=market.as_of, horizon_months=24)).lines]


class TestFace:
    """Design: "a price change or a scenario moves cost, worth and the tokens bought, never face"."""

    @given(st.data())
    def test_never_moves(self, data):
        """Not the face of any line of any package, whatever the scenario."""
        package = data.draw(testing.packages())
        market = data.draw(testing.markets(package))
        moved = data.draw(testing.scenarios(market)).apply(market)
        given_ = data.draw(testing.assumptions(market.as_of))
        one, other = (value(package, facts, given_) for facts in (market, moved))
        assert [(line.row, line.face) for line in one.lines] == [(line.row, line.face) for line in other.lines]
        assert one.total("face") == other.total("face")

    @given(st.data(), st.booleans(), SCENARIOS)
    def test_of_tokens(self, data, based, scenario):
        """Not of tokens promised by quantity either, at their basis or at the list price of the day."""
        package, market = data.draw(priced(FixedQuantity(), based=based))
        contract = Contract(provider="north", discount_rate="0.3", on=market.as_of, source="test")
        given_ = Assumptions(as_of=market.as_of, horizon_months=12)
        for facts in (scenario.apply(market), evolve(market, contracts=(contract,)), evolve(market, announced=True)):
            assert value(package, facts, given_).total("face") == value(package, market, given_).total("face")

    @given(st.data())
    def test_nor_under_other_expectations(self, data):
        """Expectations move cost and worth; as promised is as promised."""
        package = data.draw(testing.packages())
        market = data.draw(testing.markets(package))
        one, other = (data.draw(testing.assumptions(market.as_of, horizon_months=30)) for _ in range(2))
        assert value(package, market, one).total("face") == value(package, market, other).total("face")


class TestFixedMoney:
    """Issue: "a fixed-money allowance costs the same at any price"."""

    @given(st.data(), SCENARIOS)
    def test_same_cost(self, data, scenario):
        """Promised as money or as tokens at a basis, at list or under any token scenario."""
        package, market = data.draw(priced(FixedMoney()))
        assert costs(package, scenario.apply(market)) == costs(package, market)
        assert all(line.face == line.cost for line in value(package, market, Assumptions(as_of=market.as_of)).lines)

    @given(testing.money(), testing.prices(), testing.rates("0.01", "3"))
    def test_buys_in_inverse_proportion(self, money, price, rate):
        """Up by a rate, the same money buys 1 / (1 + rate) of the tokens; at a price of 0, without limit."""
        before = tokens_bought(money, Money(price, "USD"))
        after = tokens_bought(money, Money(price * (1 + rate), "USD"))
        if not price:
            assert before is after is None
        else:
            assert abs(EXACT.multiply(after, 1 + rate) - before) <= before * Decimal("1e-50")


class TestPublicRecord:
    """Issue: up 5 % and 30 %, fixed money buys 1/1.05 and 1/1.30 of the tokens; "the other way round" for quantity."""

    @pytest.mark.parametrize("rate", ["0.05", "0.30"])
    @given(st.data())
    def test_increase(self, rate, data):
        """The cost of fixed money stays; that of a fixed quantity is 1.05 and 1.30 times as much."""
        change = Scenario(name="up", moves=(TokenPriceChange(rate=rate),))
        package, market = data.draw(priced(FixedMoney(), amount=MoneyPer(money=Money(250_000, "USD"))))
        basket = package.tokens[0].basket
        assert costs(package, change.apply(market)) == costs(package, market)
        before, after = (facts.token_price(basket, facts.as_of) for facts in (market, change.apply(market)))
        assert after == before * (1 + Decimal(rate))
        package, market = data.draw(priced(FixedQuantity()))
        times = [EXACT.multiply(cost, 1 + Decimal(rate)) for cost in costs(package, market)]
        assert costs(package, change.apply(market)) == times


class TestFixedQuantity:
    """Design: fixed quantity costs what the tokens cost: f(p) = p."""

    @given(st.data(), testing.rates("-1", "3"))
    def test_in_proportion(self, data, rate):
        """Prices times 1 + rate, cost times 1 + rate, to the last digit; a free tier costs nothing."""
        package, market = data.draw(priced(FixedQuantity()))
        moved = Scenario(name="x", moves=(TokenPriceChange(rate=rate),)).apply(market)
        assert costs(package, moved) == [EXACT.multiply(cost, 1 + rate) for cost in costs(package, market)]


class TestCollar:
    """Design: ``f(p) = min(max(p, basis * (1 - down)), basis * (1 + up))``."""

    @given(st.data(), testing.rates(), testing.rates("0", "2"), SCENARIOS)
    def test_stays_within_its_bounds(self, data, down, up, scenario):
        """Cost of every release lies between the floor and the cap, and is the price where that lies between."""
        package, market = data.draw(priced(Collar(down_rate=down, up_rate=up)))
        moved = scenario.apply(market)
        allowance = package.tokens[0]
        basis = allowance.basis.per_mtok.amount
        for line in value(package, moved, Assumptions(as_of=market.as_of, horizon_months=12)).lines:
            assert basis * (1 - down) <= line.cost_price <= basis * (1 + up)
            price = moved.token_price(allowance.basket, line.row.on).amount
            if basis * (1 - down) <= price <= basis * (1 + up):
                assert line.cost_price == price


class TestBetterOfBoth:
    """Design: the better of the fixed money and the fixed quantity."""

    @given(st.data(), SCENARIOS)
    def test_at_least_both(self, data, scenario):
        """Never less than either, and always one of them."""
        package, market = data.draw(priced(BetterOfBoth()))
        moved = scenario.apply(market)
        allowance = package.tokens[0]
        for line in value(package, moved, Assumptions(as_of=market.as_of, horizon_months=12)).lines:
            price = moved.token_price(allowance.basket, line.row.on).amount
            assert line.cost_price == max(price, allowance.basis.per_mtok.amount)


class TestAnyPrice:
    """Issue: "0 is a price, unknown is not"."""

    @given(st.data(), testing.prices())
    def test_level(self, data, level):
        """Every kind of token at one price: a million of any basket costs that, 150 or nothing."""
        basket = data.draw(testing.baskets())
        market = Market(as_of=data.draw(testing.dates()), book=data.draw(testing.price_books(basket.models)))
        moved = Scenario(name="tier", moves=(TokenPriceLevel(per_mtok=level),)).apply(market)
        assert moved.token_price(basket, market.as_of) == Money(level, "USD")
