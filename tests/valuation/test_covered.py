"""Offers against a workload: how far each offer's own releases reach at each model.

The work is 1,200 million tokens a year, 100 a month, all of them fresh input; a million costs 10 at north/one, 5 at
south/two.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compkit.errors import InvalidValue
from compkit.market import Capacity, ExchangeRate
from compkit.money import Money
from compkit.pay import (
    Basket,
    BasketPart,
    CapacitySlice,
    Collar,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    PriceBasis,
    Successor,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation import Valuation, Workload, value
from compkit.valuation.covered import OfferCoverage, cover_offers, named_models
from tests.samples import INPUT_ONLY, START, TODAY, acme, assume, market, price_row, usd

WORK = Workload(
    name="reading",
    agents=1,
    runs_a_day=1,
    working_days=100,
    turns_a_run=1,
    context_tokens=12_000_000,
    cache_read_rate=0,
    output_tokens=0,
)
MODELS = ("north/one", "south/two")
ONE = Basket.of("north/one", INPUT_ONLY)
QUANTITY: dict[str, Any] = {"rule": FixedQuantity(), "basket": ONE}


def money(amount: object, per: Any = "month", **terms: Any) -> TokenAllowance:
    """Money for tokens, released monthly in advance unless said otherwise."""
    return TokenAllowance(**{"amount": MoneyPer(money=usd(amount), per=per), "rule": FixedMoney(), **terms})


def valued(*allowances: TokenAllowance, **facts: Any) -> Valuation:
    """An offer with allowances of the tests' models."""
    book = (price_row("north/one", 10), price_row("south/two", 5))
    return value(acme(tokens=allowances, equity=()), market(*book, **facts), assume())


def covered(*allowances: TokenAllowance, **facts: Any) -> dict[str, OfferCoverage]:
    """Coverage by model of one offer."""
    cells = cover_offers({"Acme": valued(*allowances, **facts)}, WORK, MODELS)
    return {cell.model: cell for cell in cells}


def rate(cell: OfferCoverage) -> Decimal | None:
    """Share of the need that is covered."""
    return cell.found.covered_rate if cell.found else None


class TestMoney:
    """Money comes as it is released, in the offer's currency."""

    def test_monthly(self) -> None:
        """500 a month buys 50 of 100 million at 10, and all 100 at 5; dry from the first month, 11 January."""
        found = covered(money(500))
        one, two = found["north/one"], found["south/two"]
        assert (one.standing, rate(one)) == ("here", Decimal("0.5"))
        assert one.found is not None
        assert (one.found.dry_month, one.found.dry_on, one.found.short_mtok) == (1, START, 600)
        assert two.found is not None
        assert (rate(two), two.found.dry_month, two.found.dry_on) == (1, None, None)
        assert one.granted == usd(6000)

    def test_yearly(self) -> None:
        """6,000 on the first day buys six months at 10: dry from the seventh, 11 July."""
        found = covered(money(6000, "year", release="yearly"))["north/one"].found
        assert found is not None
        assert (found.covered_rate, found.dry_month, found.dry_on) == (Decimal("0.5"), 7, date(2027, 7, 11))

    def test_in_arrears(self) -> None:
        """The year begins with the first release, on the last day of the first month."""
        cell = covered(money(500, in_advance=False))["north/one"]
        assert cell.found is not None
        assert cell.found.dry_on == date(2027, 2, 10)
        assert [release == usd(500) for release in cell.released] == [True] * 12

    def test_daily_is_grouped_by_month(self) -> None:
        """1 a day: 31 in the month from 11 January, 28 in that from 11 February."""
        cell = covered(money(1, "day", release="daily"))["north/one"]
        assert cell.released[:2] == (usd(31), usd(28))
        assert cell.granted == usd(365)

    def test_guarantee_cuts_a_release(self) -> None:
        """A release that the guarantee cuts in two still counts whole."""
        cell = covered(money(500, guaranteed_until=date(2027, 1, 20)))["north/one"]
        assert cell.released[0] == usd(500)

    def test_other_currency(self) -> None:
        """Euros at 1.2 a piece are dollars of the offer."""
        facts = {"rates": (ExchangeRate(base="EUR", quote="USD", rate="1.2", on=TODAY, source="test"),)}
        euros = TokenAllowance(amount=MoneyPer(money=Money("500", "EUR"), per="month"), rule=FixedMoney())
        cell = covered(euros, **facts)["north/one"]
        assert (cell.granted, rate(cell)) == (usd(7200), Decimal("0.6"))

    def test_providers(self) -> None:
        """Money of one provider is not allowed at another; at the other model of its basket it is at equal money."""
        found = covered(money(500, providers=("south",)))
        assert (found["north/one"].standing, found["north/one"].found) == ("not allowed", None)
        named = covered(money(500, basket=ONE))
        assert [named[model].standing for model in MODELS] == ["here", "at equal money"]

    def test_part(self) -> None:
        """Of two allowances, only those count that may be used at the model."""
        found = covered(money(500, name="any"), money(500, name="south", providers=("south",)))
        assert (found["north/one"].standing, found["north/one"].granted) == ("in part", usd(6000))
        assert (found["south/two"].standing, found["south/two"].granted) == ("here", usd(12_000))


class TestQuantity:
    """A promised quantity counts at its own models only."""

    def test_own_model(self) -> None:
        """60 of 100 million a month; nothing at the other model."""
        found = covered(TokenAllowance(amount=TokensPer(mtok=60, per="month"), **QUANTITY))
        assert (found["north/one"].standing, found["north/one"].granted) == ("here", 720)
        assert rate(found["north/one"]) == Decimal("0.6")
        assert (found["south/two"].standing, found["south/two"].found) == ("not its model", None)

    def test_basket(self) -> None:
        """Of a basket of 60 % and 40 %, each model's part counts there."""
        parts = [BasketPart(model=m, share=s, mix=INPUT_ONLY) for m, s in zip(MODELS, ("0.6", "0.4"), strict=True)]
        terms = {**QUANTITY, "basket": Basket(tuple(parts))}
        found = covered(TokenAllowance(amount=TokensPer(mtok=100, per="month"), **terms))
        assert [found[model].granted for model in MODELS] == [720, 480]
        assert {found[model].standing for model in MODELS} == {"in part"}

    def test_collar(self) -> None:
        """Basis 20, price 10, down a fifth at most: 60 million settle at 16, which buys 96 at 10."""
        basis = PriceBasis(per_mtok=usd(20), on=TODAY)
        terms = {**QUANTITY, "rule": Collar(down_rate="0.2", up_rate="0.2"), "basis": basis}
        found = covered(TokenAllowance(amount=TokensPer(mtok=60, per="month"), **terms))["north/one"]
        assert (found.granted, rate(found)) == (96 * 12, Decimal("0.96"))

    def test_capacity(self) -> None:
        """A hundredth of 5,000 million a month is 50 of 100 a month."""
        made = Capacity(name="factory", mtok_a_month=5000, on=TODAY, source="test")
        found = covered(
            TokenAllowance(amount=CapacitySlice(share="0.01", capacity="factory"), **QUANTITY), capacities=(made,)
        )
        assert (found["north/one"].granted, rate(found["north/one"])) == (600, Decimal("0.5"))

    def test_successor(self) -> None:
        """From July on two tokens of the other model stand for each: six releases here, six there, doubled."""
        change = Successor(model="north/one", by="south/two", from_on=date(2027, 7, 11), work_ratio=2)
        found = covered(TokenAllowance(amount=TokensPer(mtok=60, per="month"), successors=(change,), **QUANTITY))
        assert [found[model].granted for model in MODELS] == [360, 720]
        assert found["south/two"].released[:7] == (0, 0, 0, 0, 0, 0, 120)

    def test_money_beside(self) -> None:
        """Beside a quantity, money counts as what it buys: 60 and 500 / 10 make 110 million a month."""
        found = covered(money(500, name="more"), TokenAllowance(amount=TokensPer(mtok=60, per="month"), **QUANTITY))
        assert (found["north/one"].standing, found["north/one"].granted) == ("here", 1320)
        assert (found["south/two"].standing, found["south/two"].granted) == ("in part", usd(6000))


class TestWithout:
    """Where there is nothing to cover with, or nothing is known."""

    def test_no_tokens(self) -> None:
        """An offer without tokens covers nothing, and is not an error."""
        assert {cell.standing for cell in covered().values()} == {"no tokens"}

    def test_not_known(self) -> None:
        """A model without a price is told, and stops no other."""
        cells = cover_offers({"Acme": valued(money(500))}, WORK, ("north/three", "north/one"))
        assert [cell.standing for cell in cells] == ["not known", "here"]
        assert cells[0].missing == "token price of north/three"

    def test_named_models(self) -> None:
        """Models asked for, each once; else those of the offers; else the way out."""
        assert named_models({}, ["a/b", "c/d", "a/b"]) == ("a/b", "c/d")
        assert named_models({"Acme": valued(money(500, basket=ONE))}) == ("north/one",)
        with pytest.raises(InvalidValue, match="no offer names a model, got 'nothing': name one"):
            named_models({"Acme": valued(money(500))})
