"""What an own AI factory's tokens cost by kind, and beside it what the same tokens cost on the market.

The factory of `test_factory`: two servers at 43,800 each a year, half busy, 1,000 tokens out or 4,000 in a second.
Busy for 2 x 8760 x 3600 x 0.5 = 31,536,000 server seconds, so capital is 87,600 / 31,536,000 = 0.0027777... a second:
2.7778 a million out, and a quarter of it a million in.
"""

from decimal import Decimal
from typing import Any

import pytest

from compkit.errors import UnknownModel
from compkit.market import ExchangeRate, FactoryModel
from compkit.market.factorysheet import FactorySheet, factory_sheet
from compkit.pay import TokenMix
from tests.samples import TODAY, market, price_row, usd

from .test_factory import HALF, factory

HALF_CACHED = TokenMix(name="half from a cache", fresh_input=0, cache_read="0.5", output="0.5")
MODEL = FactoryModel(model="llama-4", output=1000, fresh_input=4000, mix=HALF)


def sheet(*listed: str, facts: dict[str, Any] | None = None, **changes: Any) -> FactorySheet:
    """The factory beside models at 10, at 0, at 10 in euros, and at an unknown price of input."""
    rows = (
        price_row("north/one", 10),
        price_row("north/free", 0),
        price_row("north/euro", 10, currency="EUR"),
        price_row("north/old", 10, until_on=TODAY),
    )
    made = factory(**{"models": (MODEL,), **changes})
    return factory_sheet(made, market(*rows, **(facts or {})), listed=listed)


class TestKinds:
    """One kind at a time."""

    def test_kinds(self) -> None:
        """Output costs four times what input costs, in every part; the mix is their average."""
        (found,) = sheet().models
        kinds = dict(found.kinds)
        assert list(kinds) == ["fresh_input", "output"]
        assert round(kinds["output"].capital.amount, 4) == Decimal("2.7778")
        for part in ("energy", "capital", "staff", "other", "marginal", "per_mtok"):
            one, four = (getattr(kinds[kind], part).amount for kind in ("fresh_input", "output"))
            assert abs(one * 4 - four) < Decimal("1e-20")
            assert abs(getattr(found.cost, part).amount * 2 - one - four) < Decimal("1e-20")

    def test_unknown_kinds_are_left_out(self) -> None:
        """A kind whose speed is not stated has no row; it is not free."""
        (found,) = sheet(models=(FactoryModel(model="m", output=1000),)).models
        assert [kind for kind, _ in found.kinds] == ["output"]


class TestBeside:
    """Market models beside it."""

    def test_same_mix(self) -> None:
        """At 10: an hour of work adds 10 kW x 1.25 x 0.75 x 0.10 = 0.9375, so 0.2604 a million out and 0.0651 in.

        That is 0.1628 of the mix, 1.63 % of 10. The mix runs at 1,600 a second: 4,204.8 million a month, 42,048 at 10.
        """
        (found,) = sheet("north/one", "north/one").models
        (beside,) = found.listed
        assert (beside.per_mtok, beside.a_month) == (usd(10), usd(42_048))
        assert round(beside.marginal_rate or 0, 6) == Decimal("0.016276")
        assert round((beside.full_rate or 0) * 10, 12) == round(found.cost.per_mtok.amount, 12)

    def test_free(self) -> None:
        """Over a list price of 0 there is no rate."""
        (beside,) = sheet("north/free").models[0].listed
        assert (beside.per_mtok, beside.full_rate, beside.marginal_rate) == (usd(0), None, None)

    def test_other_currency(self) -> None:
        """Converted where the rate is known; else told as it is, and not compared."""
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.1", on=TODAY, source="test")
        (known,) = sheet("north/euro", facts={"rates": (rate,)}).models[0].listed
        assert known.per_mtok == usd(11)
        (unknown,) = sheet("north/euro").models[0].listed
        assert unknown.per_mtok is not None
        assert (unknown.per_mtok.currency, unknown.full_rate, unknown.a_month) == ("EUR", None, None)
        assert unknown.missing == "exchange rate from EUR to USD"

    def test_unknown_kind(self) -> None:
        """A market model without a price of a kind is told, not counted as free."""
        cached = FactoryModel(model="m", output=1000, cache_read=9000, mix=HALF_CACHED)
        (beside,) = sheet("north/one", models=(cached,)).models[0].listed
        assert beside.per_mtok is None
        assert beside.missing.startswith("price of cache read of north/one")

    def test_refused(self) -> None:
        """A model that the book does not hold, or no longer."""
        with pytest.raises(UnknownModel, match="nearest: north/one"):
            sheet("north/on")
        with pytest.raises(UnknownModel, match="none in force on 2026-11-20"):
            sheet("north/old")
