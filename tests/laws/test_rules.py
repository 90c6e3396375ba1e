"""DESIGN section 5: the worked table of price-change rules, end to end, and the laws of its rules."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.market import IndexDrift, IndexValue, Market, PriceBook, Scenario, TokenPriceChange
from compkit.money import EXACT, Money
from compkit.pay import (
    Basket,
    BetterOfBoth,
    Collar,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    Package,
    PriceBasis,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation import Assumptions, value
from compkit.valuation.tokenline import token_year

from ..samples import INPUT_ONLY, price_row, usd

START, AS_OF = date(2027, 1, 1), date(2026, 11, 20)
BASKET = Basket.of("north/one", INPUT_ONLY)
MONEY, TOKENS = MoneyPer(money=usd(100_000)), TokensPer(mtok=10_000)
COLLAR = Collar(down_rate="0.2", up_rate="0.2")
INDEXED = Indexed(index="CPI", base_on=date(2026, 1, 1))
INDICES = tuple(
    IndexValue(index="CPI", value=v, on=on, source="t") for v, on in ((100, date(2026, 1, 1)), (110, date(2026, 11, 1)))
)


def year(amount: Any, rule: Any, change: str, **terms: Any) -> tuple[Money, Money, Money, Decimal | None]:
    """Face, cost, and what `token_year` says is paid and got, in the first year under a price change."""
    basis = PriceBasis(per_mtok=usd(10), on=AS_OF)
    tokens = TokenAllowance(amount=amount, rule=rule, basket=BASKET, basis=basis, **terms)
    market = Market(as_of=AS_OF, book=PriceBook((price_row(price=10),)), indices=INDICES)
    moved = Scenario(name="moved", moves=(TokenPriceChange(rate=change),)).apply(market)
    package = Package(start_on=START, currency="USD", tokens=(tokens,))
    found = value(package, moved, Assumptions(as_of=AS_OF, horizon_months=12))
    got = token_year(found, moved, basket=None)
    return found.total("face"), found.total("cost"), got.pays, got.mtok


class TestTable:
    """DESIGN: "USD 100,000 a year, basis 10 per million tokens, so 10,000 million tokens"."""

    @pytest.mark.parametrize(
        ("rule", "change", "cost", "mtok"),
        [
            (FixedMoney(), "-0.4", 100_000, 16_667),
            (FixedMoney(), "0.5", 100_000, 6_667),
            (FixedQuantity(), "-0.4", 60_000, 10_000),
            (FixedQuantity(), "0.5", 150_000, 10_000),
            (COLLAR, "-0.4", 80_000, 13_333),  # the money stops at 80,000, which buys 80,000 / 6
            (COLLAR, "0.5", 120_000, 8_000),  # 120,000 / 15
            (BetterOfBoth(), "-0.4", 100_000, 16_667),
            (BetterOfBoth(), "0.5", 150_000, 10_000),
            (INDEXED, "-0.4", 110_000, 18_333),  # 100,000 x 110 / 100, at 6
            (INDEXED, "0.5", 110_000, 7_333),  # at 15
        ],
    )
    @pytest.mark.parametrize("amount", [MONEY, TOKENS])
    @pytest.mark.parametrize("release", ["monthly", "quarterly", "yearly"])
    def test_row(self, amount: Any, release: str, rule: Any, change: str, cost: int, mtok: int) -> None:
        """Promised as money or as tokens at the basis, each row of the table through value() and token_year."""
        face, spent, pays, got = year(amount, rule, change, release=release)
        assert face == usd(100_000)
        assert spent.rounded() == pays.rounded() == usd(cost)
        assert got is not None
        assert abs(got - mtok) < Decimal("0.5")

    @pytest.mark.parametrize("rule", [FixedMoney(), FixedQuantity(), COLLAR, BetterOfBoth()])
    def test_unmoved(self, rule: Any) -> None:
        """At the basis itself every rule costs its face and buys the quantity."""
        face, cost, pays, mtok = year(MONEY, rule, "0")
        assert (face, cost, pays) == (usd(100_000),) * 3
        assert mtok == 10_000

    @pytest.mark.parametrize(
        ("rule", "cost", "unlimited"),
        [(FixedMoney(), 100_000, True), (FixedQuantity(), 0, False), (COLLAR, 80_000, True)],
    )
    def test_free_tier(self, rule: Any, cost: int, unlimited: bool) -> None:
        """DESIGN: "A price of 0 buys unlimited, never a division"; a fixed quantity stays one and costs nothing."""
        _, spent, _, mtok = year(MONEY, rule, "-1")
        assert (spent, mtok is None) == (usd(cost), unlimited)

    def test_index_after_today(self) -> None:
        """The index drifts from `as_of` only in a scenario: 21 % a year is about 10 % in half a year, face unmoved."""
        tokens = TokenAllowance(amount=MONEY, rule=INDEXED, release="yearly")
        market = Market(as_of=START, book=PriceBook(()), indices=INDICES)
        moved = Scenario(name="drift", moves=(IndexDrift(rate="0.21"),)).apply(market)
        package = Package(start_on=START, currency="USD", tokens=(tokens,))
        found = value(package, moved, Assumptions(as_of=START, horizon_months=24))
        assert [line.cost for line in found.lines] == [110_000, 133_100]
        assert found.total("face") == usd(200_000)


ONE_MOVE = st.builds(TokenPriceChange, rate=testing.rates("-1", "9"))


@st.composite
def allowances(draw: Any, rule: Any) -> tuple[Package, Market]:
    """Money or tokens of any basket under a rule, at any basis, in a market that may be under any change."""
    basket = draw(testing.baskets())
    basis = PriceBasis(per_mtok=Money(draw(testing.rates("0.01", "150", places=2)), "USD"), on=AS_OF)
    amount = draw(
        st.one_of(
            st.builds(TokensPer, mtok=testing.rates("0.001", "1000", places=3)),
            testing.money("USD").map(lambda money: MoneyPer(money=money)),
        )
    )
    tokens = TokenAllowance(amount=amount, rule=rule, basket=basket, basis=basis)
    market = Market(as_of=AS_OF, book=draw(testing.price_books(basket.models)))
    moved = Scenario(name="x", moves=(draw(ONE_MOVE),)).apply(market)
    return Package(start_on=START, currency="USD", tokens=(tokens,)), moved


def total_cost(package: Package, market: Market) -> Decimal:
    """Cost of a year, all of it used."""
    return value(package, market, Assumptions(as_of=AS_OF, horizon_months=12)).total("cost").amount


def under(package: Package, rule: Any) -> Package:
    """The same promise under another rule."""
    return evolve(package, tokens=(evolve(package.tokens[0], rule=rule),))


class TestLaws:
    """Issue: "collar cost stays in its bounds; better-of is at least both"."""

    @given(st.data(), testing.rates(), testing.rates("0", "2"))
    def test_collar(self, data: Any, down: Decimal, up: Decimal) -> None:
        """The year's cost lies between (1 - down) and (1 + up) times its face."""
        package, market = data.draw(allowances(Collar(down_rate=down, up_rate=up)))
        face = value(package, market, Assumptions(as_of=AS_OF, horizon_months=12)).total("face").amount
        low, high = EXACT.multiply(face, 1 - down), EXACT.multiply(face, 1 + up)
        assert low <= total_cost(package, market) <= high

    @given(st.data())
    def test_better_of_both(self, data: Any) -> None:
        """Better of both costs at least what the fixed quantity costs, and at least its face, the fixed money."""
        package, market = data.draw(allowances(BetterOfBoth()))
        cost = total_cost(package, market)
        assert cost >= total_cost(under(package, FixedQuantity()), market)
        face = value(package, market, Assumptions(as_of=AS_OF, horizon_months=12)).total("face").amount
        assert cost >= face

    @given(st.data())
    def test_better_of_both_gets_at_least_both(self, data: Any) -> None:
        """In tokens too: at least the quantity, and at least what the money buys; unlimited is the most."""
        package, market = data.draw(allowances(BetterOfBoth()))
        got = {}
        for rule in (BetterOfBoth(), FixedQuantity()):
            found = value(under(package, rule), market, Assumptions(as_of=AS_OF, horizon_months=12))
            year_ = token_year(found, market, basket=None)
            got[type(rule)] = year_.mtok
        best, plain = got[BetterOfBoth], got[FixedQuantity]
        assert plain is not None
        price = market.token_price(package.tokens[0].basket, START).amount  # type: ignore[arg-type]
        face = value(package, market, Assumptions(as_of=AS_OF, horizon_months=12)).total("face").amount
        least = max(plain, face / price if price else plain) * (1 - Decimal("1e-20"))
        assert best is None or best >= least

    @given(st.data(), testing.rates(), testing.rates("0", "2"))
    def test_wide_collar_is_a_quantity(self, data: Any, down: Decimal, up: Decimal) -> None:
        """A wider collar never moves cost away from the fixed quantity's; one without limits is the quantity."""
        package, market = data.draw(allowances(Collar(down_rate=down, up_rate=up)))
        exact = total_cost(under(package, FixedQuantity()), market)
        wider = total_cost(under(package, Collar(down_rate=1, up_rate=10**9)), market)
        assert wider == exact
        own = total_cost(package, market)
        wide = total_cost(under(package, Collar(down_rate=(1 + down) / 2, up_rate=up + 1)), market)
        assert abs(wide - exact) <= abs(own - exact)
