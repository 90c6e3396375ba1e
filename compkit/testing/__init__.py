"""Hypothesis strategies for packages, offers, prices and markets, so that a script can be tested with any of them.

Every strategy gives valid objects only, and goes out of its way for awkward ones: 29 February, month ends, names
with apostrophes, slashes and emoji, currencies without cents, prices of 0.

    from hypothesis import given, strategies as st
    from compkit import testing

    @given(st.data())
    def test_my_report(data):
        package = data.draw(testing.packages())
        market = data.draw(testing.markets(package))
        ...

Needs hypothesis (the extra `test`); no other module of compkit imports it.
"""

from .cash import base_salaries, benefits, commissions, relocations, retention_bonuses, sign_on_bonuses, target_bonuses
from .equity import (
    accelerations,
    equity_grants,
    granted_vestings,
    restricted_stock,
    stock_options,
    vesting_terms,
    vestings,
)
from .offers import offers, packages
from .tokens import MODELS, baskets, price_rules, token_allowances, token_mixes
from .values import CURRENCIES, currencies, dates, money, month_days, names, prices, rates
from .work import factories, workloads
from .worth import assumptions, markets, price_books, rate_cards, scenarios, utilisations

__all__ = [
    "CURRENCIES",
    "MODELS",
    "accelerations",
    "assumptions",
    "base_salaries",
    "baskets",
    "benefits",
    "commissions",
    "currencies",
    "dates",
    "equity_grants",
    "factories",
    "granted_vestings",
    "markets",
    "money",
    "month_days",
    "names",
    "offers",
    "packages",
    "price_books",
    "price_rules",
    "prices",
    "rate_cards",
    "rates",
    "relocations",
    "restricted_stock",
    "retention_bonuses",
    "scenarios",
    "sign_on_bonuses",
    "stock_options",
    "target_bonuses",
    "token_allowances",
    "token_mixes",
    "utilisations",
    "vesting_terms",
    "vestings",
    "workloads",
]
