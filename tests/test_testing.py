"""The public strategies: valid objects only, and the awkward ones among them."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings, strategies as st

from compkit import testing
from compkit.dates import MonthDay
from compkit.pay import (
    BaseSalary,
    BetterOfBoth,
    Collar,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    Package,
    Raise,
    RestrictedStock,
    ShareOfBase,
    StockOptions,
    TokensPer,
)
from compkit.valuation.value import value

EAGER = settings(
    max_examples=3000,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
"""Looks long for an example, and takes the first: a smaller one would prove nothing more."""


@pytest.mark.parametrize(
    ("strategy", "wanted"),
    [
        (testing.dates(), lambda day: (day.month, day.day) == (2, 29)),
        (testing.dates(), lambda day: (day + timedelta(days=1)).day == 1 and day.day == 30),
        (testing.month_days(), lambda day: day == MonthDay(2, 29)),
        (testing.names(), lambda name: "'" in name),
        (testing.names(), lambda name: "/" in name),
        (testing.names(), lambda name: "🚀" in name),
        (testing.names(), lambda name: "李" in name),
        (testing.names(), lambda name: name.startswith("=")),
        (testing.prices(), lambda price: price == 0),
        (testing.base_salaries(), lambda salary: salary.per == "hour" and salary.raises),
        (testing.token_mixes(), lambda mix: mix.batch_share and mix.long_context_share),
        (testing.baskets(), lambda basket: len(basket.parts) == 3),
        (testing.packages(), lambda package: len(package.tokens) == 2),
        (testing.packages(), lambda package: package.salary is None),
        (testing.offers(), lambda offer: offer.package.unknown),
        (testing.offers(), lambda offer: offer.status == "issued"),
    ],
)
def test_awkward_ones(strategy, wanted):
    """They are among the examples."""
    assert wanted(find(strategy, wanted, settings=EAGER))


def test_leap_days_are_common():
    """29 February is drawn far more often than the 1 of 1,461 days that it is."""
    drawn = []

    @given(testing.dates())
    def collect(day: date) -> None:
        drawn.append(day)

    collect()
    assert sum((day.month, day.day) == (2, 29) for day in drawn) > len(drawn) / 20


@pytest.mark.parametrize("amount", [MoneyPer, ShareOfBase, TokensPer])
@pytest.mark.parametrize("rule", [FixedMoney, FixedQuantity, Collar, BetterOfBoth, Indexed])
def test_every_allowance(amount, rule):
    """Every form of amount comes with every price-change rule."""
    found = find(
        testing.token_allowances(), lambda a: isinstance(a.amount, amount) and isinstance(a.rule, rule), settings=EAGER
    )
    assert isinstance(found.rule, rule)


def test_limits():
    """A plain salary has no raises, a package in one currency no other, real models can be asked for."""

    @given(testing.base_salaries("JPY", plain=True), testing.baskets(("openai/gpt-6-sol",)), testing.packages("EUR"))
    def check(salary: BaseSalary, basket, package: Package) -> None:
        assert (salary.amount.currency, salary.per, salary.fte, salary.raises) == ("JPY", "year", 1, ())
        assert basket.models == ("openai/gpt-6-sol",)
        assert "USD" not in str(package)

    check()


@given(st.data())
def test_markets_hold_every_price(data):
    """Whatever a package needs, its market has; so has any scenario on it."""
    package = data.draw(testing.packages())
    market = data.draw(testing.markets(package))
    moved = data.draw(testing.scenarios(market)).apply(market)
    assert value(package, moved, data.draw(testing.assumptions(market.as_of))).currency == package.currency


def test_grants_of_both_kinds():
    """Stock and options, and raises by rate and by amount."""
    for kind in (RestrictedStock, StockOptions):
        assert find(testing.equity_grants(), lambda grant, kind=kind: isinstance(grant, kind), settings=EAGER)
    for field in ("rate", "amount"):

        def has(salary: BaseSalary, field: str = field) -> bool:
            return any(getattr(one, field) is not None for one in salary.raises)

        salary = find(testing.base_salaries(), has, settings=EAGER)
        assert isinstance(salary.raises[0], Raise)


def test_nobody_else_imports_hypothesis():
    """Users without hypothesis can use all of compkit but this module."""
    code = (
        "import sys, compkit, compkit.pay, compkit.market, compkit.valuation.value, compkit.valuation.totals\n"
        "sys.exit('hypothesis' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
