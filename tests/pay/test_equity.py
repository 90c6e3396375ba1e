"""Grants of whole units."""

from datetime import date

import pytest

from compkit.errors import InvalidValue
from compkit.pay import Options, Package, RestrictedStock, Shares, StockOptions, Vesting, VestingStep

from ..samples import START, rows, usd

TERMS = {"symbol": "ACME", "vesting_start_on": START, "vesting": Vesting.parse("4y/1y-cliff/quarterly")}


def grant_rows(grant, until=date(2040, 1, 1)):
    return rows(Package(start_on=START, currency="USD", equity=(grant,)), until)


class TestRestrictedStock:
    """A value is converted once, at its stated price; from then on only shares count."""

    def test_value_converts(self):
        """400,000 at 125.00 is 3,200 shares."""
        assert RestrictedStock(value=usd(400_000), converted_at="125.00", **TERMS).granted_units == 3200

    @pytest.mark.parametrize(("rounding", "units"), [("down", 66), ("nearest", 67), ("up", 67)])
    def test_rounding(self, rounding, units):
        """1,000 at 15 is 66.67 shares."""
        grant = RestrictedStock(value=usd(1000), converted_at=15, rounding=rounding, **TERMS)
        assert grant.granted_units == units

    def test_earned_since_the_vesting_before(self):
        """The cliff is earned from the vesting start, each later vest from the one before; delivered on the day."""
        found = grant_rows(RestrictedStock(units=3200, **TERMS))
        assert found[0].earned == (START, date(2028, 1, 11)) and found[0].on == date(2028, 1, 11)
        assert found[1].earned == (date(2028, 1, 11), date(2028, 4, 11))
        assert found[0].unit == Shares("ACME")

    def test_last_vest_is_in(self):
        """Four years hold the vest on the fourth anniversary."""
        assert sum(row.quantity for row in grant_rows(RestrictedStock(units=3200, **TERMS), date(2031, 1, 11))) == 3200

    def test_cut_within_a_vest(self):
        """By 11 July 2027, 181 of 365 days of the cliff's 800: 396.7, in whole shares 397."""
        assert [row.quantity for row in grant_rows(RestrictedStock(units=3200, **TERMS), date(2027, 7, 11))] == [397]

    def test_vesting_on_the_start(self):
        """What vests on the vesting start itself is earned the day before."""
        at_once = Vesting(name="at once", steps=(VestingStep(share=1, on=START),))
        (row,) = grant_rows(RestrictedStock(units=5, symbol="A", vesting_start_on=START, vesting=at_once))
        assert row.quantity == 5 and row.earned == (date(2027, 1, 10), START)

    def test_refreshers_recur(self):
        """A listed refresher is recurring pay, a new-hire grant is not."""
        for refresher in (True, False):
            found = grant_rows(RestrictedStock(units=16, refresher=refresher, **TERMS))
            assert all(row.recurring is refresher for row in found)

    @pytest.mark.parametrize(
        ("fields", "rule"),
        [
            ({}, "units or a value"),
            ({"units": 1, "value": usd(1), "converted_at": 1}, "units or a value"),
            ({"value": usd(1)}, "share price that converts"),
            ({"units": 1, "converted_at": 1}, "share price that converts"),
            ({"value": usd(1), "converted_at": 2}, "no whole share"),
            ({"units": 0}, "whole number"),
            ({"units": -1}, "whole number"),
            ({"units": 1.5}, "whole number"),
            ({"units": True}, "whole number"),
            ({"value": usd(1), "converted_at": 0}, "above 0"),
            ({"units": 1, "name": " "}, "blank"),
        ],
    )
    def test_refused(self, fields, rule):
        """Units or a value with its price, in whole shares."""
        with pytest.raises(InvalidValue, match=rule):
            RestrictedStock(**{**TERMS, **fields})


class TestStockOptions:
    """Strike and expiry belong to the unit."""

    def test_rows(self):
        """The unit knows its strike; tranches are whole options."""
        options = StockOptions(units=1600, strike=usd("2.50"), expires_on=date(2037, 1, 11), **TERMS)
        found = grant_rows(options)
        assert {row.unit for row in found} == {Options("ACME", "2.50", "USD", date(2037, 1, 11))}
        assert [row.quantity for row in found] == [400] + [100] * 12
        assert {row.component for row in found} == {"options"}

    def test_expires_after_the_last_vesting(self):
        """An option that expires before it vests is refused; on its last vesting it is not."""
        with pytest.raises(InvalidValue, match="last vesting on 2031-01-11"):
            StockOptions(units=16, strike=usd(1), expires_on=date(2031, 1, 10), **TERMS)
        assert StockOptions(units=16, strike=usd(1), expires_on=date(2031, 1, 11), **TERMS)

    @pytest.mark.parametrize("fields", [{"strike": usd(0)}, {"kind": "RSU"}, {"units": 0}])
    def test_refused(self, fields):
        """A strike above 0, a known kind, at least one option."""
        with pytest.raises(InvalidValue):
            StockOptions(**{"units": 1, "strike": usd(1), "expires_on": date(2040, 1, 1), **TERMS, **fields})
