"""Numbers, money, dates and counts in words: the only place where a document rounds and formats.

Locale formats need the extra ``word`` (Babel), imported where it is used. Texts for people who write offer files
keep the forms of those files: `percent` and `day` without a locale give ``15 %`` and ``11 January 2027``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from functools import cache

from ..dates import MonthDay
from ..errors import InvalidValue
from ..money import EXACT, Money, minor_units

LOCALE = "en_US"
"""Locale where none is said."""

_NUMBER_PATTERN = re.compile(r"[#0,.]+")
"""Where the number stands in a locale's pattern of percents."""

_MONTHS = "January February March April May June July August September October November December".split()
_SCALES = ((Decimal(10**6), "tn"), (Decimal(10**3), "bn"))
_NUMBER_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
_RANK_WORDS = ". first second third fourth fifth sixth seventh eighth ninth tenth".split()


def rounded(value: Decimal | int, decimals: int = 0) -> Decimal:
    """A number to some decimals, halves away from zero, never a negative zero.

    >>> rounded(Decimal("-0.4")), rounded(Decimal("2.345"), 2)
    (Decimal('0'), Decimal('2.35'))
    """
    result = Decimal(value).quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    return result if result else abs(result)


def number(value: Decimal | int, decimals: int | None = None, *, locale: str = LOCALE) -> str:
    """A number with its thousands grouped; every digit it has where `decimals` is None.

    >>> number(Decimal("1234.50")), number(Decimal("1234.5"), 0), number(Decimal("1234.5"), 2, locale="de_DE")
    ('1,234.5', '1,235', '1.234,50')
    """
    from babel.numbers import format_decimal

    if decimals is None:
        decimals = decimals_of(Decimal(value))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(EXACT):
        return format_decimal(rounded(value, decimals), format=pattern, locale=locale)


def money(amount: Money, decimals: int | None = None, *, locale: str = LOCALE) -> str:
    r"""Money with its currency's code; cents only where it is not whole, unless `decimals` says how many.

    >>> money(Money("250000", "USD")), money(Money("10416.67", "USD")), money(Money("0.5", "USD"), 0)
    ('USD 250,000', 'USD 10,416.67', 'USD 1')
    >>> money(Money("10416.67", "EUR"), locale="de_DE")
    '10.416,67\xa0EUR'
    """
    if decimals is None:
        cents = minor_units(amount.currency)
        value = rounded(amount.amount, cents)
        decimals = 0 if value == value.to_integral_value() else cents
    return _with_currency(amount.currency, number(amount.amount, decimals, locale=locale), locale)


def unit_price(price: Money, least: int = 0, *, locale: str = LOCALE) -> str:
    """A unit price with every digit it has and `least` decimals; unit prices are never rounded.

    >>> unit_price(Money("0.54680", "USD")), unit_price(Money("125", "USD"), 2)
    ('USD 0.5468', 'USD 125.00')
    """
    shown = number(price.amount, max(least, decimals_of(price.amount)), locale=locale)
    return _with_currency(price.currency, shown, locale)


@cache
def _is_currency_last(locale: str) -> bool:
    from babel import Locale

    return str(Locale.parse(locale).currency_formats["standard"].pattern).partition(";")[0].rstrip().endswith("\xa4")


def _with_currency(currency: str, shown: str, locale: str) -> str:
    """A number with its currency's code, on the side on which the locale writes it."""
    return f"{shown}\xa0{currency}" if _is_currency_last(locale) else f"{currency} {shown}"


def per_mtok(price: Money, *, locale: str = LOCALE) -> str:
    """A price of tokens, never rounded.

    >>> per_mtok(Money("10.00", "USD"))
    'USD 10 per million tokens'
    """
    return f"{unit_price(price, locale=locale)} per million tokens"


def percent(rate: Decimal, decimals: int | None = None, *, locale: str | None = None) -> str:
    """A rate in percent, as offer files write it, or as a locale does.

    >>> percent(Decimal("0.15")), percent(Decimal("0.834"), locale="en_US"), percent(Decimal(1) / 3, 1)
    ('15 %', '83.4%', '33.3 %')
    """
    hundredths = EXACT.multiply(rate, Decimal(100))
    if locale is None:
        return f"{number(hundredths, decimals)} %"
    from babel import Locale

    pattern = str(Locale.parse(locale).percent_formats[None].pattern)
    return _NUMBER_PATTERN.sub(number(hundredths, decimals, locale=locale), pattern, count=1)


def few_digits(share: Fraction) -> Decimal | None:
    """An exact share as a decimal, to be said in percent; None where it has more than six decimals, or no end.

    >>> few_digits(Fraction(1, 16)), few_digits(Fraction(1, 3))
    (Decimal('0.062500'), None)
    """
    millionths = share * 10**6
    return EXACT.scaleb(Decimal(millionths.numerator), -6) if millionths.denominator == 1 else None


def day(on: date, *, locale: str | None = None) -> str:
    """A date in words: for texts as in ``11 January 2027``, or as a locale writes it.

    >>> day(date(2027, 1, 11)), day(date(2027, 1, 11), locale="en_US")
    ('11 January 2027', 'January 11, 2027')
    """
    if locale is None:
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    from babel.dates import format_date

    return format_date(on, format="long", locale=locale)


def month_day(on: MonthDay, *, locale: str | None = None) -> str:
    """A day of every year in words.

    >>> month_day(MonthDay(3, 15)), month_day(MonthDay(3, 15), locale="en_US")
    ('15 March', 'March 15')
    """
    if locale is None:
        return f"{on.day} {_MONTHS[on.month - 1]}"
    from babel.dates import format_skeleton

    return format_skeleton("MMMMd", date(2000, on.month, on.day), locale=locale)


def ordinal(rank: int) -> str:
    """A rank in English.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    last = 0 if rank % 100 in (11, 12, 13) else rank % 10
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def rank_in_words(rank: int) -> str:
    """A small rank as a word, a larger one in figures.

    >>> rank_in_words(2), rank_in_words(21)
    ('second', '21st')
    """
    return _RANK_WORDS[rank] if 0 < rank < len(_RANK_WORDS) else ordinal(rank)


def count(how_many: int, noun: str, *, locale: str = LOCALE) -> str:
    """A number of things in English.

    >>> count(1, "month"), count(12, "month"), count(3200, "unit")
    ('1 month', '12 months', '3,200 units')
    """
    shown = f"{how_many:,}" if locale == LOCALE else number(how_many, locale=locale)
    return f"{shown} {noun}" + ("" if how_many == 1 else "s")


def in_words(how_many: int) -> str:
    """A small number as a word, a larger one in figures.

    >>> in_words(2), in_words(40)
    ('two', '40')
    """
    return _NUMBER_WORDS[how_many] if 0 <= how_many < len(_NUMBER_WORDS) else f"{how_many:,}"


def listed(items: Iterable[str], *, last: str = "and", locale: str = LOCALE) -> str:
    """Things in a row, with ``and`` or ``or`` before the last.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], last="or")
    ('a, b, and c', 'a or b')
    """
    from babel.lists import format_list

    return format_list(list(items), style="or" if last == "or" else "standard", locale=locale)


def tokens_in_words(mtok: Decimal | Fraction | None, decimals: int | None = None, *, locale: str = LOCALE) -> str:
    """A quantity of tokens, given in millions; None is what a price of 0 buys.

    Args:
        mtok: Millions of tokens.
        decimals: Decimals of the millions; None gives whole tokens exactly.
        locale: Of the numbers.

    >>> tokens_in_words(Decimal(5000)), tokens_in_words(Decimal("0.25")), tokens_in_words(None)
    ('5,000 million tokens (5 bn)', '250,000 tokens', 'unlimited tokens')
    """
    if mtok is None:
        return "unlimited tokens"
    if isinstance(mtok, Fraction):
        mtok = EXACT.divide(Decimal(mtok.numerator), Decimal(mtok.denominator))
    mtok = rounded(mtok, 6 if decimals is None else decimals)
    if mtok < 1:
        return f"{number(mtok * 10**6, locale=locale)} tokens"
    for scale, name in _SCALES:
        if mtok >= scale:
            large = EXACT.divide(mtok, scale)
            short = number(large if decimals is None else rounded(large, 1), locale=locale)
            return f"{number(mtok, locale=locale)} million tokens ({short} {name})"
    return f"{number(mtok, locale=locale)} million tokens"


def apportioned(amounts: Sequence[Decimal], decimals: int = 0, *, to: Decimal | None = None) -> tuple[Decimal, ...]:
    """Rounded parts that add up to their rounded sum, so that a printed table adds up as printed.

    Every part is first rounded down, then the units left go to the largest remainders, ties to the earlier part;
    a part that is already round stays as it is.

    Args:
        amounts: Parts, of either sign.
        decimals: Decimals to print.
        to: What the parts shall add up to: the sum rounded up or down; to the nearest if None.

    >>> apportioned([Decimal("33.4"), Decimal("33.3"), Decimal("33.3"), Decimal("-5.5")])
    (Decimal('34'), Decimal('33'), Decimal('33'), Decimal('-5'))

    Raises:
        InvalidValue: If `to` is not the sum rounded up or down.
    """
    step = Decimal(1).scaleb(-decimals)
    with localcontext(EXACT):
        target = rounded(sum(amounts, Decimal(0)), decimals) if to is None else to
        parts = [amount.quantize(step, rounding=ROUND_FLOOR) for amount in amounts]
        left = (target - sum(parts, Decimal(0))) / step
        order = sorted(range(len(parts)), key=lambda i: (parts[i] - amounts[i], i))
        if not 0 <= left <= sum(part != amount for part, amount in zip(parts, amounts, strict=True)):
            raise InvalidValue("apportioned", target, f"parts that sum to {sum(amounts)} cannot add up to this")
        for i in order[: int(left)]:
            parts[i] += step
    return tuple(part if part else abs(part) for part in parts)


def decimals_of(value: Decimal) -> int:
    """Decimals that a number needs, without trailing zeros."""
    exponent = value.normalize(EXACT).as_tuple().exponent
    assert isinstance(exponent, int)  # amounts are finite
    return max(-exponent, 0)
