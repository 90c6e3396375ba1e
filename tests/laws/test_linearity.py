"""Laws of worth: "Value is quantity times price. Nothing else computes value" (design, section 1)."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from compkit import testing
from compkit.dates import add_months
from compkit.market import Market, Scenario, ShareMove, TokenPriceLevel
from compkit.money import EXACT, Money
from compkit.pay import (
    NUMBERS,
    Basket,
    FixedQuantity,
    Package,
    RestrictedStock,
    SignOnBonus,
    TokenAllowance,
    TokensPer,
    Vesting,
)
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value

from ..samples import TODAY, assume, market

TINY = Decimal("1e-40")


def amounts(package, facts, given):
    """The three totals."""
    found = value(package, facts, given)
    return [found.total(number).amount for number in NUMBERS]


def close(one, other):
    """Equal but for the last of 60 digits."""
    return all(abs(a - b) <= TINY * max(1, abs(a)) for a, b in zip(one, other, strict=True))


def plus(one, other):
    """Number by number, in 60 digits."""
    return [EXACT.add(a, b) for a, b in zip(one, other, strict=True)]


def promise(start, units, mtok, cash):
    """Shares, tokens and cash of given quantities."""
    vesting = Vesting.parse("1y/quarterly")
    return Package(
        start_on=start,
        currency="USD",
        equity=(RestrictedStock(symbol="ACME", units=units, vesting_start_on=start, vesting=vesting),),
        tokens=(
            TokenAllowance(
                amount=TokensPer(mtok=mtok),
                rule=FixedQuantity(),
                basket=Basket.of("openai/gpt-6-sol"),
                use="personal",
                personal_share="0.3",
            ),
        ),
        sign_on=(SignOnBonus(amount=Money(cash, "USD"), paid_on=start),),
    )


class TestQuantity:
    """Issue: "value is linear in quantity"."""

    @given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.integers(2, 9), testing.dates())
    def test_times(self, units, mtok, cash, times, start):
        """Times as much of everything, multiples of its releases, is times as much of each number."""
        given_ = assume(as_of=start, horizon_months=12, token_utilisation="0.4", employer_load="0.07")
        facts = market(as_of=start)
        one = promise(start, 4 * units, 12 * mtok, cash)
        many = promise(start, 4 * units * times, 12 * mtok * times, cash * times)
        assert amounts(many, facts, given_) == [amount * times for amount in amounts(one, facts, given_)]

    @given(st.data())
    def test_two_packages_are_their_sum(self, data):
        """Two lists of entitlements side by side are worth both: nothing depends on what else is promised."""
        whole = data.draw(testing.packages(currency="USD"))
        facts = data.draw(testing.markets(whole))
        given_ = data.draw(testing.assumptions(facts.as_of))
        both = [[Decimal(0)] * 3, [Decimal(0)] * 3]
        for line in value(whole, facts, given_).lines:
            side = both[line.row.component in ("RSU", "options", "tokens")]
            for i, number in enumerate(NUMBERS):
                side[i] = EXACT.add(side[i], EXACT.multiply(line.row.quantity, line.price(number)))
        assert close(plus(*both), amounts(whole, facts, given_))

    @given(st.data())
    def test_every_line(self, data):
        """Every amount of every line is its quantity times a price that rows of the same unit and day share."""
        package = data.draw(testing.packages())
        facts = data.draw(testing.markets(package))
        found = value(package, facts, data.draw(testing.assumptions(facts.as_of)))
        prices = {}
        for line in found.lines:
            assert [line.face, line.cost, line.worth] == [
                EXACT.multiply(line.row.quantity, line.price(number)) for number in NUMBERS
            ]
            row = line.row
            same = (row.component, row.unit, row.on, row.counts, row.expectation, row.personal_share)
            assert prices.setdefault(same, (line.face_price, line.cost_price, line.worth_price)) == (
                line.face_price,
                line.cost_price,
                line.worth_price,
            )


class TestUnitPrice:
    """Issue: "value is linear in unit price"."""

    @given(testing.prices(), testing.prices(), testing.dates(), st.data())
    def test_tokens(self, one, other, start, data):
        """A fixed quantity at the sum of two prices costs, and is worth, the sum of both."""
        tokens = TokenAllowance(
            amount=TokensPer(mtok="1234.567"),
            rule=FixedQuantity(),
            basket=data.draw(testing.baskets()),
            use="personal",
            personal_share="0.3",
        )
        package = Package(start_on=start, currency="USD", tokens=(tokens,))
        facts = Market(as_of=start, book=data.draw(testing.price_books(tokens.basket.models)))
        given_ = data.draw(testing.assumptions(start))

        def at(price):
            moved = Scenario(name="x", moves=(TokenPriceLevel(per_mtok=price),)).apply(facts)
            return amounts(package, moved, given_)[1:]

        assert close(at(one + other), plus(at(one), at(other)))

    @given(testing.prices(), testing.prices(), st.data())
    def test_shares(self, one, other, data):
        """So do shares, whatever growth, staying and discount."""
        package = promise(TODAY, 1000, 1, 1)
        given_ = data.draw(testing.assumptions(TODAY))
        package = Package(start_on=TODAY, currency="USD", equity=package.equity)

        def at(price):
            moved = Scenario(name="x", moves=(ShareMove(symbol="ACME", price=price),)).apply(market())
            return amounts(package, moved, given_)[1:]

        assert close(at(one + other), plus(at(one), at(other)))


class TestHorizon:
    """Design: rows are "cut by earned, never by on"."""

    @given(st.data(), st.integers(1, 36), st.integers(1, 36))
    def test_longer_is_never_less(self, data, months, more):
        """More months never promise less, and no price of a line depends on them."""
        package = data.draw(testing.packages())
        facts = data.draw(testing.markets(package, as_of=package.start_on - timedelta(days=1)))
        near, far = (
            value(package, facts, Assumptions(as_of=facts.as_of, horizon_months=n)) for n in (months, months + more)
        )
        assert near.until == add_months(package.start_on, months)
        assert near.total("face") <= far.total("face")
        assert near.total("worth") <= far.total("worth")
