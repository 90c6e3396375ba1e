"""Checks of fields, and the text from people."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from attrs import field, frozen
from hypothesis import given, strategies as st

from compkit import testing
from compkit.checks import between, clean, maybe, named, not_negative, one_of, positive, whole_cents
from compkit.errors import InvalidValue
from compkit.market import SharePrice
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    Benefit,
    Commission,
    MoneyPer,
    PriceBasis,
    Raise,
    RestrictedStock,
    SignOnBonus,
    StockOptions,
    TargetBonus,
    Vesting,
)

from .samples import TODAY, usd


@frozen(kw_only=True)
class Checked:
    """One field a check."""

    above: int = field(default=1, validator=positive)
    not_below: Money = field(default=usd(0), validator=not_negative)
    rate: Decimal = field(default=Decimal(0), validator=between(0, 1))
    choice: str = field(default="a", validator=one_of("a", "b"))
    cash: Money | None = field(default=None, validator=whole_cents)
    name: str = field(default="x", validator=named)
    perhaps: int | None = field(default=None, validator=maybe(positive))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"above": 0}, "above 0"),
        ({"not_below": usd("-0.01")}, "must not be negative"),
        ({"rate": Decimal("1.0001")}, "from 0 to 1"),
        ({"rate": Decimal("-0.1")}, "from 0 to 1"),
        ({"choice": "c"}, "one of a, b"),
        ({"cash": usd("0.001")}, "whole cents"),
        ({"name": " \n"}, "blank"),
        ({"name": " x"}, "clean"),
        ({"perhaps": 0}, "above 0"),
    ],
)
def test_refused(change, rule):
    """Each check names the field, the value and the rule."""
    with pytest.raises(InvalidValue, match=rule) as caught:
        Checked(**change)
    (name,) = change
    assert caught.value.name == f"Checked.{name}"


def test_bounds_are_included():
    """Bounds belong to the range; None passes where a value may be missing."""
    assert Checked(rate=Decimal(1), not_below=usd(0), cash=usd("0.01"), perhaps=None)


class TestClean:
    """Refuse control characters, surrogates, bidi overrides; NFC."""

    @pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\ud800", "\ue000"])
    def test_control_characters(self, char):
        """They can hide what a reader sees, or drive a terminal."""
        with pytest.raises(InvalidValue, match=f"U\\+{ord(char):04X}"):
            clean(f"a{char}b")

    @pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200f", "\u061c"])
    def test_bidirectional_overrides(self, char):
        """They reorder what a reader sees."""
        with pytest.raises(InvalidValue, match="bidirectional"):
            clean(f"a{char}b")

    @pytest.mark.parametrize("name", ["O'Neil", "AC/DC", "🚀", "李小龙", "Müller & Söhne", "שלום", "line\nline"])
    def test_names_are_kept(self, name):
        """Apostrophes, slashes, emoji and any script are names."""
        assert clean(name) == name

    def test_composed(self):
        """Two spellings of one letter become one."""
        assert clean("Zoe\u0308") == "Zoë"

    @given(st.text())
    def test_once_is_enough(self, text):
        """What is clean stays as it is, and is NFC."""
        try:
            found = clean(text)
        except InvalidValue:
            return
        assert clean(found) == found == unicodedata.normalize("NFC", found)

    @given(testing.names())
    def test_strategy_gives_clean_names(self, name):
        """The public strategy for names gives what a field accepts."""
        assert Checked(name=name).name == name


_VESTING = {"vesting_start_on": TODAY, "vesting": Vesting.parse("1y/quarterly")}
_MONEY_FIELDS = [
    ("BaseSalary", lambda value: BaseSalary(amount=value)),
    ("Raise", lambda value: BaseSalary(amount=usd(1), raises=(Raise(on=TODAY, amount=value),))),
    ("TargetBonus", lambda value: TargetBonus(amount=value)),
    ("Commission", lambda value: Commission(target=value)),
    ("SignOnBonus", lambda value: SignOnBonus(amount=value, paid_on=TODAY)),
    ("RestrictedStock", lambda value: RestrictedStock(symbol="A", value=value, converted_at=1, **_VESTING)),
    (
        "StockOptions",
        lambda value: StockOptions(symbol="A", units=1, strike=value, expires_on=date(2040, 1, 1), **_VESTING),
    ),
    ("MoneyPer", lambda value: MoneyPer(money=value)),
    ("PriceBasis", lambda value: PriceBasis(per_mtok=value, on=TODAY)),
    ("Benefit", lambda value: Benefit(name="x", cost=value, value=usd(1))),
    ("SharePrice", lambda value: SharePrice(symbol="A", price=value, on=TODAY, source="test")),
]


@pytest.mark.parametrize(("name", "build"), _MONEY_FIELDS, ids=[name for name, _ in _MONEY_FIELDS])
@pytest.mark.parametrize("value", [125.0, 125, "125", Decimal(125)], ids=["float", "int", "text", "Decimal"])
def test_money_fields_take_money_only(name, build, value):
    """Where money is meant, a bare number is refused: it has no currency, and a float is not exact."""
    with pytest.raises(InvalidValue, match=name):
        build(value)
    assert build(usd(125))


@pytest.mark.parametrize(("name", "build"), _MONEY_FIELDS, ids=[name for name, _ in _MONEY_FIELDS])
def test_money_fields_refuse_negative_amounts(name, build):
    """Nothing promised or priced is negative."""
    with pytest.raises(InvalidValue, match=name):
        build(usd(-125))
