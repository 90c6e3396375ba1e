"""What a package has delivered before a day: the part of its promises that a valuation of an employee leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import frozen

from ..money import EXACT
from ..pay.entitlements import Entitlement
from ..pay.package import entitlements
from .value import CONTINUOUS, Valuation


@frozen(kw_only=True)
class Delivered:
    """An entitlement, or the part of one, that was delivered.

    Attributes:
        row: The entitlement, cut to that part.
        price: Price of a unit as promised, in the valuation's currency.
    """

    row: Entitlement
    price: Decimal

    @property
    def face(self) -> Decimal:
        """As promised, unrounded."""
        return EXACT.multiply(self.row.quantity, self.price)


def delivered(valuation: Valuation) -> tuple[Delivered, ...]:
    """All that was delivered before the valuation's first day, in order of delivery.

    With the valuation's lines it is all that the package promises before the end of the horizon, each part once:
    salary, commission, benefits and tokens as earned by days, every other row once its day of delivery is over.
    Shares and options count at the prices of the day of the valuation.
    """
    if valuation.start <= valuation.package.start_on:
        return ()
    events = dict(valuation.assumptions.events)
    rows = entitlements(valuation.package, until=valuation.until, events=events)
    return tuple(Delivered(row=row, price=_price(row, valuation)) for row in _behind(rows, valuation.start))


def _behind(rows: tuple[Entitlement, ...], start: date) -> Iterator[Entitlement]:
    for row in rows:
        if row.component in CONTINUOUS:
            part = row.during(date.min, start)
            if part is not None and part.quantity:
                yield part
        elif row.on is not None and row.on < start:
            yield row


def _price(row: Entitlement, valuation: Valuation) -> Decimal:
    """The price as promised; none where a row counts for another number, such as a benefit's worth."""
    if "face" not in row.counts:
        return Decimal(0)
    market = valuation.market
    price = market.unit_price(row.unit, valuation.assumptions.as_of, stated=True)
    return market.convert(price, valuation.currency).amount
