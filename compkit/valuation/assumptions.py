"""What is expected of the things that nobody promised. Every default is the absence of a guess, and is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import between, not_negative
from ..errors import InvalidValue
from ..market.illiquidity import Illiquidity
from ..money import exact
from .utilisation import Utilisation, UtilisationPath, is_utilisation, used_rate, utilisation


def one_each(instance: object, attribute: Any, value: tuple[Illiquidity, ...]) -> None:
    """No share twice."""
    symbols = [entry.symbol for entry in value]
    for symbol in symbols:
        if symbols.count(symbol) > 1:
            raise InvalidValue("illiquidity", symbol, "is said twice", "keep one")


def sorted_events(events: Mapping[str, date] | Iterable[tuple[str, date]]) -> tuple[tuple[str, date], ...]:
    """Events with their days, by name."""
    return tuple(sorted(dict(events).items()))


@frozen(kw_only=True)
class Assumptions:
    """How a valuation is made.

    Attributes:
        as_of: Today; shares and tokens are priced on it.
        horizon_months: Months that count, from the package's start, or from `as_of` where it has already begun.
        bonus_payout: Expected payout of target bonuses, 0.9 for 90 % of target.
        commission_payout: Expected payout of commission at target.
        token_utilisation: Expected share of token allowances that is used: a rate, a path by month of service, or a
            distribution; None counts as 1 and prints "100 % assumed".
        resale_haircut: By how much less than its price a token for personal use sells; in worth only, 0.
        discount_rate: Discount a year on what is worth to the employee; 0.
        leave_rate: Chance a year of leaving; the odds of still being there apply to cost and worth.
        employer_load: Payroll taxes and the like on cash, as a fraction; in cost only.
        illiquidity: What shares that cannot be sold are worth less to the employee, by share; none.
        events: Days assumed for events for which vesting waits, by name; what waits for any other counts nowhere.
    """

    as_of: date
    horizon_months: int = field(default=48, validator=between(1, 600))
    bonus_payout: Decimal = field(default=Decimal(1), converter=exact, validator=between(0, 10))
    commission_payout: Decimal = field(default=Decimal(1), converter=exact, validator=between(0, 10))
    token_utilisation: Utilisation | None = field(default=None, converter=utilisation, validator=is_utilisation)
    resale_haircut: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    discount_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 10))
    leave_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    employer_load: Decimal = field(default=Decimal(0), converter=exact, validator=not_negative)
    illiquidity: tuple[Illiquidity, ...] = field(default=(), validator=one_each)
    events: tuple[tuple[str, date], ...] = field(default=(), converter=sorted_events)

    @property
    def utilisation(self) -> Decimal:
        """The share of tokens that is counted as used, where it is the same every month; 1 of a path, which varies."""
        if isinstance(self.token_utilisation, UtilisationPath):
            return Decimal(1)
        return used_rate(self.token_utilisation, self.as_of, self.as_of)

    def illiquid(self, symbol: str) -> Illiquidity | None:
        """Why a share is worth less than its price; None if it can be sold."""
        return next((entry for entry in self.illiquidity if entry.symbol == symbol), None)
