"""Bonuses with a part by the person's own result."""

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.workforce.merit.ownshare import bonus_payout, bonus_payouts

from .people import person

MILLIONTHS = st.integers(0, 1_000_000)


def own(share: int, factor: int, **changes: object) -> dict[str, object]:
    """A row of people with a bonus in two parts."""
    return person(1, own_share=share, own_factor=factor, **changes)


class TestPayout:
    """Payout = target x (company x (1 - own share) + own x own share)."""

    def test_by_hand(self):
        """200,000 x 15 % = 30,000; 60 % of it by 110 % is 19,800, and 40 % of it by 50 % is 6,000."""
        assert bonus_payout(Money(30_000, "USD"), company="1.1", own="0.5", own_share="0.4") == Money("25800.00", "USD")
        assert bonus_payouts(pd.DataFrame([own(400_000, 500_000)]), company="1.1").tolist() == [2_580_000]

    def test_without_columns(self):
        """Nobody has a part of their own: all goes by the company."""
        assert bonus_payouts(pd.DataFrame([person(1)]), company="0.9").tolist() == [2_700_000]

    @given(
        base=st.integers(1, 10**12),
        bonus=st.integers(0, 10_000_000),
        fte=st.integers(1, 10**6),
        share=MILLIONTHS,
        factor=st.integers(0, 3_000_000),
        company=st.integers(0, 3_000_000),
    )
    def test_columns(self, base, bonus, fte, share, factor, company):
        """Columns give what the single rule gives, to the cent."""
        row = own(share, factor, base=base, bonus=bonus, fte=fte)
        target = Money.from_minor(base, "USD") * Money.from_minor(bonus * fte, "USD").amount * "0.0000000001"
        rates = {"company": company, "own": factor, "own_share": share}
        said = {name: f"{value // 10**6}.{value % 10**6:06d}" for name, value in rates.items()}
        expected = bonus_payout(target, **said)
        assert bonus_payouts(pd.DataFrame([row]), company=said["company"]).tolist() == [expected.minor]

    def test_refused(self):
        """A share above 1 and a negative factor are refused, with whose they are."""
        with pytest.raises(InvalidValue, match="own_share of E1"):
            bonus_payouts(pd.DataFrame([own(1_000_001, 0)]), company=1)
        with pytest.raises(InvalidValue, match="own_factor of E1"):
            bonus_payouts(pd.DataFrame([own(0, -1)]), company=1)
        with pytest.raises(InvalidValue, match="own_share"):
            bonus_payout(Money(1, "USD"), company=1, own_share="1.5")
