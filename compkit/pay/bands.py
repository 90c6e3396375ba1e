"""Pay bands: what a job may pay, and where a figure stands in its band.

Terms and formulas are the standard ones of base-pay administration (The WorldatWork Handbook of Compensation,
Benefits and Total Rewards; Milkovich, Newman and Gerhart, Compensation, chapter on pay structures).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

from attrs import evolve, field, frozen

from ..checks import not_negative, positive, tidy
from ..errors import CurrencyMismatch, InvalidValue
from ..money import Money, add_up, exact, exactly, is_money

Element = Literal["base", "bonus", "equity", "equity units", "tokens"]
ELEMENTS: tuple[Element, ...] = ("base", "bonus", "equity", "equity units", "tokens")
"""What has a band, in the order of a report."""


def _ordered(instance: Any, attribute: Any, value: Any) -> None:
    """Minimum, midpoint, maximum, and some width."""
    kind, low, middle = type(instance).__name__, instance.minimum, instance.midpoint
    if not low < value:
        raise InvalidValue(f"{kind}.minimum", low, f"must be below the maximum, {value}", "exchange the two")
    if not low <= middle <= value:
        raise InvalidValue(f"{kind}.midpoint", middle, f"must be from the minimum, {low}, to the maximum, {value}")


def _one_currency(instance: Any, attribute: Any, value: Money) -> None:
    for other in (instance.minimum, instance.midpoint):
        if other.currency != value.currency:
            raise CurrencyMismatch(other.currency, value.currency)


@frozen(kw_only=True)
class PayBand:
    """A range of money a year: base salary at full time, a yearly grant value, or a token allowance.

    Attributes:
        minimum: Lowest pay of the job.
        midpoint: Pay of someone fully proficient; the reference point of the compa-ratio.
        maximum: Highest pay of the job.
        level: Level in the employer's ladder, or empty.
        family: Job family, or empty.
        place: Place of work, or empty for every place.
    """

    minimum: Money = field(validator=[is_money, not_negative])
    midpoint: Money = field(validator=[is_money, positive])
    maximum: Money = field(validator=[is_money, positive, _one_currency, _ordered])
    level: str = field(default="", validator=tidy)
    family: str = field(default="", validator=tidy)
    place: str = field(default="", validator=tidy)

    @classmethod
    @exactly
    def from_midpoint(cls, midpoint: Money, *, spread: Decimal | int | str, **job: str) -> PayBand:
        """A band around its midpoint with a range spread: minimum = midpoint / (1 + spread / 2), to the cent.

        The midpoint is exactly the middle (WorldatWork: range minimum from midpoint and spread).

        Args:
            midpoint: The middle.
            spread: Range spread, 0.5 where the maximum is half above the minimum.
            job: Level, family and place.

        >>> str(PayBand.from_midpoint(Money("250000", "USD"), spread="0.5").minimum)
        'USD 200000.00'
        """
        rate = _above_zero("spread", spread)
        minimum = Money(midpoint.amount / (1 + rate / 2), midpoint.currency).rounded()
        return cls(minimum=minimum, midpoint=midpoint, maximum=midpoint * 2 - minimum, **job)

    @classmethod
    @exactly
    def from_half_width(cls, midpoint: Money, half_width: Decimal | int | str, **job: str) -> PayBand:
        """A band of ``midpoint x (1 - half_width)`` to ``midpoint x (1 + half_width)``, to the cent (WorldatWork).

        Args:
            midpoint: The middle.
            half_width: 0.2 for 80 % to 120 % of the midpoint.
            job: Level, family and place.
        """
        rate = _above_zero("half_width", half_width)
        if rate > 1:
            raise InvalidValue(
                "half_width", rate, "must be no more than 1", "say 0.2 for 80 % to 120 % of the midpoint"
            )
        minimum = (midpoint * (1 - rate)).rounded()
        return cls(minimum=minimum, midpoint=midpoint, maximum=midpoint * 2 - minimum, **job)

    def at_place(
        self, factor: Decimal | int | str, *, floor: Decimal | int | str = 0, place: str | None = None
    ) -> PayBand:
        """The band at a place: each figure times the higher of its geographic factor and the floor, to the cent.

        A geographic pay differential as a factor of a national structure (WorldatWork, geographic pay policies).

        Args:
            factor: Pay of the place over pay of the structure, 0.9 for 10 % less.
            floor: Lowest factor that is ever applied.
            place: The place; the band's own if None.
        """
        applied = max(_above_zero("factor", factor), exact(floor))
        scaled = {name: (getattr(self, name) * applied).rounded() for name in ("minimum", "midpoint", "maximum")}
        return evolve(self, place=self.place if place is None else place, **scaled)


@frozen(kw_only=True)
class NumberBand:
    """A range of plain numbers: a bonus rate (0.15 for 15 % of base), or units of a grant.

    Attributes:
        minimum: Lowest.
        midpoint: Reference point.
        maximum: Highest.
    """

    minimum: Decimal = field(converter=exact, validator=not_negative)
    midpoint: Decimal = field(converter=exact, validator=positive)
    maximum: Decimal = field(converter=exact, validator=[positive, _ordered])


Band = PayBand | NumberBand
Figure = Money | Decimal
"""What stands in a band: money in a `PayBand`, a plain number in a `NumberBand`."""


def _above_zero(name: str, value: Decimal | int | str) -> Decimal:
    number = exact(value)
    if number <= 0:
        raise InvalidValue(name, value, "must be above 0")
    return number


def _in(band: Band, figure: Figure) -> Decimal:
    """The number of a figure on the scale of a band."""
    if isinstance(band, NumberBand):
        if isinstance(figure, Money):
            raise InvalidValue("figure", figure, "must be a plain number, as its band is")
        return exact(figure)
    if not isinstance(figure, Money):
        raise InvalidValue("figure", figure, "must be Money, as its band is", 'say Money("125", "USD")')
    if figure.currency != band.minimum.currency:
        raise CurrencyMismatch(figure.currency, band.minimum.currency)
    return figure.amount


@exactly
def compa_ratio(pay: Figure, band: Band) -> Decimal:
    """Pay against the midpoint: ``pay / midpoint``; 1 is at the midpoint (WorldatWork).

    Raises:
        CurrencyMismatch: If pay and band are in two currencies.

    >>> compa_ratio(Money("250000", "USD"), PayBand.from_midpoint(Money("200000", "USD"), spread="0.5"))
    Decimal('1.25')
    """
    return _in(band, pay) / _in(band, band.midpoint)


@exactly
def range_penetration(pay: Figure, band: Band) -> Decimal:
    """How far into its band a figure reaches: 0 at the minimum, 1 at the maximum (WorldatWork).

    ``(pay - minimum) / (maximum - minimum)``; below 0 or above 1 outside the band, never clipped.

    >>> range_penetration(Money("80000", "USD"), PayBand.from_half_width(Money("80000", "USD"), "0.125"))
    Decimal('0.5')

    Raises:
        CurrencyMismatch: If pay and band are in two currencies.
    """
    low, high = _in(band, band.minimum), _in(band, band.maximum)
    return (_in(band, pay) - low) / (high - low)


@exactly
def range_spread(band: Band) -> Decimal:
    """How wide a band is: ``maximum / minimum - 1`` (WorldatWork).

    Raises:
        InvalidValue: If the minimum is 0, for then there is no such rate.
    """
    low = _in(band, band.minimum)
    if not low:
        raise InvalidValue(
            "band.minimum", band.minimum, "has no spread above 0", "compare maximum and midpoint instead"
        )
    return _in(band, band.maximum) / low - 1


@exactly
def range_overlap(lower: Band, higher: Band) -> Decimal:
    """The part of the higher band that the lower one reaches into; negative where there is a gap between them.

    ``(maximum of the lower - minimum of the higher) / (maximum of the higher - minimum of the higher)`` (WorldatWork).

    Raises:
        CurrencyMismatch: If the bands are in two currencies.
    """
    low, high = _in(higher, higher.minimum), _in(higher, higher.maximum)
    return (_in(higher, lower.maximum) - low) / (high - low)


@exactly
def midpoint_progression(lower: Band, higher: Band) -> Decimal:
    """The step from one level to the next: ``midpoint of the higher / midpoint of the lower - 1`` (WorldatWork).

    Raises:
        CurrencyMismatch: If the bands are in two currencies.
    """
    return _in(higher, higher.midpoint) / _in(higher, lower.midpoint) - 1


@exactly
def group_compa_ratio(people: Iterable[tuple[Money, PayBand]]) -> Decimal:
    """Compa-ratio of a group: the sum of pay over the sum of midpoints, not the mean of ratios (WorldatWork).

    Args:
        people: Pay and band of each.

    Raises:
        InvalidValue: If there is nobody.
        CurrencyMismatch: If they are not all in one currency.
    """
    pairs = list(people)
    if not pairs:
        raise InvalidValue("people", "nobody", "a group needs at least one person")
    first = pairs[0][1]
    return add_up(_in(first, pay) for pay, _ in pairs) / add_up(_in(first, band.midpoint) for _, band in pairs)


@frozen(kw_only=True)
class OfferBands:
    """The bands of a job, element by element; level, family and place are those of its base band.

    Attributes:
        base: Base salary a year at full time.
        bonus: Target bonus as a fraction of base; None if it has no band.
        equity: Value of grants a year: each grant divided by its vesting years.
        equity_units: Units granted, all grants together.
        tokens: Token allowance, money a year.
    """

    base: PayBand
    bonus: NumberBand | None = None
    equity: PayBand | None = None
    equity_units: NumberBand | None = None
    tokens: PayBand | None = None

    def band(self, element: Element) -> Band | None:
        """The band of an element, if it has one."""
        found: Band | None = getattr(self, element.replace(" ", "_"))
        return found

    @property
    def key(self) -> tuple[str, str, str]:
        """Level, family and place, in any spelling of capitals."""
        return self.base.level.casefold(), self.base.family.casefold(), self.base.place.casefold()

    @property
    def label(self) -> str:
        """Level, family and place in words."""
        said = [word for word in (self.base.level, self.base.family, self.base.place) if word]
        return ", ".join(said) or "every job"
