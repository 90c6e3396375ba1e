"""Money, exact decimals and the one kernel that splits whole units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import total_ordering, wraps
from typing import Any, TypeVar

from attrs import field, frozen

from .errors import CurrencyMismatch, InvalidValue

F = TypeVar("F", bound=Callable[..., Any])

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Arithmetic of promises and prices, whatever context the caller has set: products of what files hold are exact."""

MOST_DIGITS = 70
"""Digits of a number, and of its whole part; past this even exact arithmetic would round."""

POWER = Context(prec=28)
"""For powers only: growth and discount are assumptions, and 60 digits of one would only be slow."""

# ISO 4217 minor units that differ from 2 (list one of the standard, 2024-06 amendment); all other codes have 2.
_MINOR_UNITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ "
    "GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
    "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW "
    "ZWG".split()
)


def exact(value: Decimal | int | str) -> Decimal:
    """A decimal number from what can hold one exactly; a float is refused, since 0.1 is not a tenth there.

    >>> exact("1234.50")
    Decimal('1234.50')

    Raises:
        InvalidValue: On floats, booleans, NaN, infinities and text that is no number.
    """
    if type(value) is Decimal:
        number = value
    elif isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        rule = "a float does not hold money exactly" if isinstance(value, float) else "must be a Decimal, int or text"
        raise InvalidValue("number", value, rule, 'say Decimal("0.1") or "0.1"')
    else:
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise InvalidValue("number", value, "is not a number") from None
    if not number.is_finite():
        raise InvalidValue("number", value, "must be finite: NaN and infinity are not amounts")
    if number.adjusted() >= MOST_DIGITS or len(number.as_tuple().digits) > MOST_DIGITS:
        raise InvalidValue("number", value, f"must have no more than {MOST_DIGITS} digits, so that sums stay exact")
    return number


def maybe_exact(value: Decimal | int | str | None) -> Decimal | None:
    """`exact`, with None left as it is."""
    return None if value is None else exact(value)


def exactly(function: F) -> F:
    """Run a function in the context `EXACT`, whatever decimal context its caller has set."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        with localcontext(EXACT):
            return function(*args, **kwargs)

    return run  # type: ignore[return-value]


@exactly
def add_up(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum, 0 of nothing."""
    return sum(numbers, start=Decimal(0))


def minor_units(currency: str) -> int:
    """Decimals of a currency's smallest unit, as ISO 4217 lists them: USD 2, JPY 0, KWD 3."""
    return _MINOR_UNITS.get(currency, 2)


def known_currency(instance: object, attribute: Any, value: str) -> None:
    """A currency code of ISO 4217."""
    if value not in _CURRENCIES:
        raise InvalidValue("currency", value, "is not an ISO 4217 code", "say USD, EUR, GBP ...")


def half_up(number: Fraction) -> int:
    """The nearest whole number, halves away from zero on the positive side.

    >>> half_up(Fraction(5, 2))
    3
    """
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


@total_ordering
@frozen(order=False)
class Money:
    """An amount of one currency.

    Adding, subtracting and comparing need the same currency; multiplying takes exact numbers only.

    Attributes:
        amount: Decimal, in units of the currency (not cents); any number of decimals.
        currency: ISO 4217 code.

    >>> Money("250000", "USD") * "0.5"
    Money(amount=Decimal('125000.0'), currency='USD')
    """

    amount: Decimal = field(converter=exact)
    currency: str = field(validator=known_currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> Money:
        """Whole minor units (cents) as money."""
        return cls(EXACT.scaleb(Decimal(units), -minor_units(currency)), currency)

    @property
    def is_whole(self) -> bool:
        """Whether the amount is whole minor units of its currency."""
        scaled = self.amount.scaleb(minor_units(self.currency), context=EXACT)
        return scaled == scaled.to_integral_value()

    @property
    def minor(self) -> int:
        """The amount in whole minor units.

        Raises:
            InvalidValue: If it is not whole.
        """
        if not self.is_whole:
            raise InvalidValue("money", self, "is not whole minor units")
        return int(self.amount.scaleb(minor_units(self.currency), context=EXACT))

    def rounded(self) -> Money:
        """The same money to whole minor units, halves up."""
        step = Decimal(1).scaleb(-minor_units(self.currency))
        return Money(self.amount.quantize(step, context=EXACT), self.currency)

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money):
            raise InvalidValue("money", other, "only money adds to money or compares with it")
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> Money:
        return Money(EXACT.minus(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int | str) -> Money:
        return Money(EXACT.multiply(self.amount, exact(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:f}"


def is_money(instance: object, attribute: Any, value: Any) -> None:
    """Money, and no bare number: a number has no currency."""
    if not isinstance(value, Money):
        name = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValue(name, value, "must be Money", 'say Money("125", "USD")')


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, in `currency` also where there is nothing to add."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def apportion(units: int, weights: Sequence[int | Fraction | Decimal]) -> tuple[int, ...]:
    """Split whole units (cents, shares, credits) by weights; the parts add up to `units` exactly.

    Largest remainder (Hamilton): each part is first rounded down, then the units left go to the largest
    remainders, ties to the earlier part. Negative totals are split as their opposites.

    >>> apportion(100, [1, 1, 1])
    (34, 33, 33)

    Raises:
        InvalidValue: If a weight is negative or all are zero.
    """
    if units < 0:
        return tuple(-part for part in apportion(-units, weights))
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if any(share < 0 for share in shares) or whole == 0:
        raise InvalidValue("weights", list(weights), "must be zero or above, and one of them above zero")
    exact_parts = [units * share / whole for share in shares]
    parts = [part.numerator // part.denominator for part in exact_parts]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact_parts[i], i))
    for i in order[: units - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
