"""Figures of odds: chances in percent, and amounts no finer than the number of futures can tell."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from ..valuation.basis import percent
from ..valuation.simulation.odds import Spread
from . import figures
from .format import rounded

_THOUSAND = Decimal(1000)


def chance(odds: Decimal | None) -> str:
    """Odds in whole percent: ``67 %``; what is possible and rare is no 0 and no 100.

    >>> chance(Decimal("0.674")), chance(Decimal("0.001")), chance(Decimal("0.999")), chance(Decimal(0))
    ('67 %', '< 1 %', '> 99 %', '0 %')
    """
    if odds is None:
        return "-"
    shown = rounded(odds, 2)
    if odds > 0 and not shown:
        return "< 1 %"
    if odds < 1 and shown == 1:
        return "> 99 %"
    return percent(shown)


def rate_words(rate: Decimal) -> str:
    """A rate that may be the result of a formula, to a tenth of a percent.

    >>> rate_words(Decimal("0.7")), rate_words(Decimal("0.38729"))
    ('70 %', '38.7 %')
    """
    return percent(rounded(rate, 3))


def multiple_words(multiple: Decimal) -> str:
    """A multiple of what is stated as a change of it.

    >>> multiple_words(Decimal("1.2")), multiple_words(Decimal("0.385")), multiple_words(Decimal(1))
    ('+20 %', '-62 %', 'as stated')
    """
    change = rounded((multiple - 1) * 100)
    return f"{change:+,f} %" if change else "as stated"


def finest(spreads: Iterable[Spread]) -> Decimal:
    """To what a number of paths can tell a total: the power of ten at or below the standard error of its mean."""
    worst = max((spread.mean_error for spread in spreads), default=Decimal(0))
    return Decimal(1).scaleb(worst.adjusted()) if worst >= 1 else Decimal(1)


@frozen
class Scale:
    """In what a report prints amounts: in thousands where no path could tell more, so that a row fits a line.

    Attributes:
        in_thousands: Whether it does.
        currency: ISO 4217 code.
    """

    in_thousands: bool
    currency: str

    @property
    def unit(self) -> str:
        """``USD thousand``, or the currency alone."""
        return f"{self.currency} thousand" if self.in_thousands else self.currency

    def shown(self, amount: Decimal, step: Decimal = Decimal(1)) -> str:
        """An amount, to a step of the currency.

        >>> Scale(True, "USD").shown(Decimal(1234567), Decimal(10000)), Scale(False, "USD").shown(Decimal("12.6"))
        ('1,230', '13')
        """
        amount = rounded(amount / step) * step
        if not self.in_thousands:
            return figures.whole(amount)
        places = max(3 - step.adjusted(), 0) if step > 1 else 0
        return f"{rounded(amount / _THOUSAND, places):,f}"

    def signed(self, amount: Decimal) -> str:
        """A difference, with its sign."""
        return figures.signed(amount / _THOUSAND if self.in_thousands else amount)
