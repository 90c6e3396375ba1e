"""Sums of tokens priced: all groups at once, or one combination at a time where 64 bits might not hold them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
from hypothesis import given, strategies as st

from compkit.market.prices import KINDS
from compkit.workforce.usage.combinations import Combination
from compkit.workforce.usage.cost import TokenRate
from compkit.workforce.usage.grouped import TokenSums, group_costs

PRICES = st.none() | st.decimals(0, 10**6, places=4) | st.sampled_from([Decimal(1250), Decimal("0.3333")])
TOKENS = st.integers(0, 10**6) | st.integers(0, 10**17)


def met(number, prices, unpriced=""):
    """A combination with prices of its own."""
    return Combination(date(2027, 1, 1), f"acme/{number}", "standard", 0, unpriced, TokenRate(prices, unpriced))


class TestCosts:
    """Costs of groups."""

    @given(
        st.lists(st.tuples(*[PRICES] * len(KINDS), st.sampled_from(["", "", "has no price"])), min_size=1, max_size=4),
        st.data(),
    )
    def test_as_fractions(self, rates, data):
        """Property: ``sum(tokens * price)``, half up, once a group, whatever the size; without a price it is 0."""
        several = [met(number, tuple(prices), why) for number, (*prices, why) in enumerate(rates)]
        one = st.tuples(st.integers(0, len(several) - 1), *[TOKENS] * len(KINDS))
        rows = data.draw(st.lists(one, max_size=6))
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        sums = [np.array([row[kind] for row in rows], dtype=np.int64) for kind in range(1, len(KINDS) + 1)]
        expected = []
        for number, *tokens in rows:
            *prices, why = rates[number]
            whole = sum(Fraction(price or 0) * of for price, of in zip(prices, tokens, strict=True))
            expected.append(0 if why else floor(whole + Fraction(1, 2)))
        assert group_costs(sums, numbers, several).tolist() == expected


class TestMembers:
    """Who is in which group."""

    @given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 99)), max_size=9)))
    def test_sums(self, batches):
        """Property: each person and combination has the tokens of its rows, however these came."""
        sums, expected = TokenSums(), {}
        for rows in batches:
            persons, combinations, tokens = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
            sums.add(persons, combinations, [tokens] * len(KINDS))
            for person, combination, of in rows:
                expected[person, combination] = expected.get((person, combination), 0) + of
        members = zip(*(column.tolist() for column in sums.members()), strict=True)
        for column in sums.tokens:
            assert dict(zip(members, column.tolist(), strict=True)) == expected
            members = zip(*(own.tolist() for own in sums.members()), strict=True)
