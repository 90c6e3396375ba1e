"""Replay: tokens at the prices of the past; worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.market import Contract, TokenPriceChange
from compkit.pay import Basket, BasketPart, Collar
from compkit.valuation.simulation.replay import replay

from ...samples import INPUT_ONLY, TODAY, price_row, usd
from .cases import cash, money, north, offer, quantity

FIRST, SECOND = date(2025, 5, 1), date(2026, 3, 1)
ROWS = (
    price_row(price=20, from_on=FIRST, until_on=SECOND),
    price_row(price=10, from_on=SECOND, until_on=TODAY + timedelta(days=9)),
    price_row(price=5, from_on=TODAY + timedelta(days=9), announced=True),
)


def days(package, rows=ROWS, **options):
    """Day, price, money and tokens a year of the only allowance."""
    found = replay(package, north(*rows), mix=INPUT_ONLY, **options)
    assert (found.unknown, found.as_of) == ((), TODAY)
    (only,) = found.allowances
    return [(day.on, day.per_mtok, day.pays, day.mtok) for day in only.days]


class TestReplay:
    """Each day on which a price changed, today as the last, and nothing of the future."""

    def test_quantity_moves_in_money(self):
        """10,000 M cost 200,000 at 20 and 100,000 at 10."""
        assert days(offer(tokens=quantity())) == [
            (FIRST, usd(20), usd(200_000), 10_000),
            (SECOND, usd(10), usd(100_000), 10_000),
            (TODAY, usd(10), usd(100_000), 10_000),
        ]

    def test_money_buys_more(self):
        """100,000 bought 5,000 M at 20 and 10,000 M at 10."""
        found = days(offer(tokens=money(100_000)), models=("north/one",))
        assert [(pays, mtok) for _, _, pays, mtok in found] == [(usd(100_000), m) for m in (5_000, 10_000, 10_000)]

    def test_rule(self):
        """A collar of 20 % on a basis of 10 settles at 12 when the price was 20."""
        found = days(offer(tokens=quantity(rule=Collar(down_rate="0.2", up_rate="0.2"))))
        assert [pays for _, _, pays, _ in found] == [usd(120_000), usd(100_000), usd(100_000)]

    def test_changes(self):
        """Half the money; the same tokens."""
        (only,) = replay(offer(tokens=quantity()), north(*ROWS)).allowances
        assert (only.pays_change_rate, only.mtok_change_rate) == (Decimal("-0.5"), 0)

    def test_first_day(self):
        """Within a price it begins with that price; before the book knows any, where it does."""
        middle = date(2025, 9, 1)
        assert [day for day, *_ in days(offer(tokens=quantity()), first=middle)] == [middle, SECOND, TODAY]
        assert days(offer(tokens=quantity()), first=date(2001, 1, 1))[0][0] == FIRST

    def test_only_prices_that_matter(self):
        """A change of another model, or of a kind that the mix does not use, is no day."""
        other = price_row("north/two", 3, from_on=date(2026, 1, 1))
        assert len(days(offer(tokens=quantity()), (*ROWS, other))) == 3

    def test_basket(self):
        """Of two models it begins on the first day on which both have a price."""
        half = [BasketPart(model=model, share="0.5", mix=INPUT_ONLY) for model in ("north/one", "north/two")]
        rows = (*ROWS, price_row("north/two", 30, from_on=date(2026, 1, 1)))
        found = days(offer(tokens=quantity(basket=Basket(tuple(half)))), rows)
        assert [(day, price) for day, price, *_ in found[:2]] == [(date(2026, 1, 1), usd(25)), (SECOND, usd(20))]

    def test_list_prices_as_they_were(self):
        """Contracts, what-ifs and announced prices are of today and later, and move no day of the past."""
        contract = Contract(provider="north", discount_rate="0.5", on=TODAY, source="test")
        moved = north(*ROWS, contracts=(contract,), moves=(TokenPriceChange(rate="0.3"),), announced=True)
        assert replay(offer(tokens=quantity()), moved) == replay(offer(tokens=quantity()), north(*ROWS))

    def test_free(self):
        """A price of nothing buys without limit, and has no rate of change."""
        rows = (price_row(price=0, from_on=FIRST, until_on=SECOND), price_row(price=10, from_on=SECOND))
        assert days(offer(tokens=money(100)), rows, models=("north/one",))[0][3] is None
        (only,) = replay(offer(tokens=quantity()), north(*rows)).allowances
        assert only.pays_change_rate is None


class TestUnknown:
    """What cannot be replayed is said, and stops nothing else."""

    def test_no_model(self):
        """Money that names none, and none was given for it."""
        found = replay(offer(tokens=money(1, providers=("south",))), north(*ROWS), models=("north/one",))
        assert found.allowances == ()
        assert found.unknown == ("AI token allowance names no model, and no model was given for it",)

    def test_unknown_model(self):
        """Named with the reason."""
        found = replay(offer(tokens=money(1)), north(*ROWS), models=("north/on",))
        assert "north/on: no token price for model 'north/on'; nearest: north/one" in found.unknown[0]

    def test_no_tokens(self):
        """Nothing to replay, and nothing wrong."""
        found = replay(offer(sign_on=cash(1)), north())
        assert (found.allowances, found.unknown) == ((), ())

    def test_future(self):
        """A first day after today is refused."""
        with pytest.raises(InvalidValue, match="must not be after"):
            replay(offer(tokens=quantity()), north(), first=TODAY + timedelta(days=1))
