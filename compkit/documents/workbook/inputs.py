"""Inputs: the few assumptions that can be changed in the workbook, each a defined name that formulas use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from attrs import field, frozen

from ...market.market import Market
from ...money import Money
from ...pay.entitlements import Expectation
from ...pay.units import Options, Shares
from ...valuation.compare import Comparison
from ...valuation.value import Valuation
from .names import defined_name
from .styles import PERCENT, UNIT_PRICE


@frozen(kw_only=True)
class Input:
    """One yellow cell.

    Attributes:
        name: Defined name.
        label: Heading over it.
        issued: Its value when the workbook was made.
        form: Number format.
        low: Least value that is taken.
        high: Greatest value that is taken.
        hint: What to enter, in words.
    """

    name: str
    label: str
    issued: Decimal
    form: str
    low: int
    high: int
    hint: str


@frozen
class Inputs:
    """All inputs of a workbook, and which of them each offer uses.

    Attributes:
        cells: In the order in which they are shown.
        by_use: Defined name by offer and use: an expectation, or ``share`` and its symbol.
    """

    cells: tuple[Input, ...]
    by_use: Mapping[tuple[str, str], str] = field(repr=False)

    def expected(self, offer: str, expectation: Expectation) -> str | None:
        """Defined name of an expected factor; None where it is paid in full."""
        return None if expectation == "in full" else self.by_use[offer, expectation]

    def share(self, offer: str, symbol: str) -> str:
        """Defined name of a share price."""
        return self.by_use[offer, f"share {symbol}"]


PRICE_CHANGE = "token_price_change"
"""Defined name of the input that moves every token price."""
_T = TypeVar("_T")


def spot(market: Market, symbol: str) -> Money:
    """The share price that moves cost and value to the employee: the stated one after the market's own moves."""
    return market.share_price(symbol, market.as_of)


def inputs_of(comparison: Comparison) -> Inputs:
    """The inputs that any offer's expected cost or value depends on; one for all offers that agree."""
    return _Collector(comparison).collected()


class _Collector:
    def __init__(self, comparison: Comparison) -> None:
        self._offers = comparison.valuations
        self._cells: list[Input] = []
        self._by_use: dict[tuple[str, str], str] = {}

    def collected(self) -> Inputs:
        self._expected("bonus", "Bonus payout", lambda v: v.assumptions.bonus_payout, high=10)
        self._expected("commission", "Commission payout", lambda v: v.assumptions.commission_payout, high=10)
        if self._with("tokens"):
            self._expected("tokens", "Tokens used", lambda v: v.assumptions.utilisation, high=1)
            hint = "0 % is as issued; -40 % is a fall by two fifths. Promised money stays."
            self._add("Token price change", "", Decimal(0), "+0.##%;-0.##%;0%", -1, 1000, hint)
        for symbol in dict.fromkeys(symbol for v in self._offers.values() for symbol in _symbols(v)):
            self._share(symbol)
        return Inputs(tuple(self._cells), self._by_use)

    def _with(self, expectation: Expectation) -> dict[str, Valuation]:
        return {
            name: valuation
            for name, valuation in self._offers.items()
            if any(line.row.expectation == expectation for line in valuation.lines)
        }

    def _expected(self, use: Expectation, label: str, issued: Callable[[Valuation], Decimal], *, high: int) -> None:
        hint = f"From 0 % to {high * 100} %."
        values = {name: issued(valuation) for name, valuation in self._with(use).items()}
        for value, names in _grouped(values).items():
            name = self._add(label, _for(names, values), value, PERCENT, 0, high, hint)
            self._by_use |= {(offer, use): name for offer in names}

    def _share(self, symbol: str) -> None:
        prices = {name: spot(v.market, symbol) for name, v in self._offers.items() if symbol in _symbols(v)}
        hint = "Price of a share, before any stated growth. What is promised stays at the price as issued."
        for price, names in _grouped(prices).items():
            whose = f", {price.currency}{_for(names, prices)}"
            name = self._add(f"{symbol} share", whose, price.amount, UNIT_PRICE, 0, 10**9, hint)
            self._by_use |= {(offer, f"share {symbol}"): name for offer in names}

    def _add(self, label: str, whose: str, issued: Decimal, form: str, low: int, high: int, hint: str) -> str:
        words = f"share {label.removesuffix(' share')}" if label.endswith(" share") else label.lower()
        name = defined_name(words, (cell.name for cell in self._cells))
        self._cells.append(
            Input(name=name, label=label + whose, issued=issued, form=form, low=low, high=high, hint=hint)
        )
        return name


def _for(names: list[str], everyone: Mapping[str, object]) -> str:
    """Whose input it is, where not all offers share it."""
    return "" if len(names) == len(everyone) else f": {', '.join(names)}"


def _grouped(values: Mapping[str, _T]) -> dict[_T, list[str]]:
    """Offers by the value they share."""
    found: dict[_T, list[str]] = {}
    for name, value in values.items():
        found.setdefault(value, []).append(name)
    return found


def _symbols(valuation: Valuation) -> list[str]:
    units = (line.row.unit for line in valuation.lines)
    return list(dict.fromkeys(unit.symbol for unit in units if isinstance(unit, (Shares, Options))))
