"""Single values of files: text to value, and back to the same text. Each refusal says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Annotated, Any

from attrs import field, frozen

from ..checks import clean
from ..dates import MonthDay
from ..errors import InvalidValue
from ..money import EXACT, Money, known_currency

LONGEST_NUMBER = 100
"""Most characters of a number: far more than any amount, far fewer than it takes to slow the arithmetic."""

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([,_' \u00a0\u202f\u2019]\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})*,\d+|[+-]?\d+,\d+", re.ASCII)
_CODE = r"[A-Z]{3}"
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


@frozen(eq=False)
class Leaf:
    """How a single value of a file is read, written and described.

    Attributes:
        parse: From what a file or a mapping holds to the value; raises `InvalidValue`.
        format: From the value to what a file holds; the inverse.
        schema: The value in words of JSON Schema.
    """

    parse: Callable[[Any], Any]
    format: Callable[[Any], Any]
    schema: Mapping[str, Any] = field(factory=dict)


# numbers


def _text_of(value: object, wanted: str) -> str:
    """The text of a single value; everything else is refused in words."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        raise InvalidValue("", value, "a float does not hold money exactly", 'say Decimal("0.1") or "0.1"')
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= LONGEST_NUMBER:
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_NUMBER:
        return str(value)
    raise InvalidValue("", _shown(value), f"must be {wanted}")


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            return str(value)


def near(word: str, known: list[str]) -> str:
    """The known word that a misspelt one most likely means, or empty.

    >>> near("vestng", ["symbol", "vesting"])
    'vesting'
    """
    return next(iter(get_close_matches(word.casefold(), known, n=1, cutoff=0.6)), "")


def parse_number(value: object) -> Decimal:
    """A plain decimal number: ``250000`` or ``1234.50``, exact.

    Raises:
        InvalidValue: On floats, grouped digits (``250,000``), exponents, NaN and text that is no number.
    """
    text = _text_of(value, "a number")
    if _NUMBER.fullmatch(text) and len(text) <= LONGEST_NUMBER:
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        raise InvalidValue("", text, "digits must not be grouped", f"say {re.sub('[^0-9.+-]', '', text)}")
    if _DECIMAL_COMMA.fullmatch(text):
        raise InvalidValue("", text, "the decimal sign is a point", f"say {text.replace('.', '').replace(',', '.')}")
    if re.fullmatch(r"[+-]?0\d+(\.\d+)?", text, re.ASCII):
        raise InvalidValue("", text, "must not begin with 0", f"say {text.lstrip('+-0') or '0'}")
    raise InvalidValue("", text, "not a number", "say plain digits, such as 250000 or 0.5")


def format_number(value: Decimal) -> str:
    """A number as plain digits."""
    return f"{value:f}"


@frozen
class Sum:
    """An amount as a file states it: in the file's currency unless it names its own.

    Attributes:
        amount: The number.
        currency: ISO 4217 code, or empty.
    """

    amount: Decimal
    currency: str = ""

    @classmethod
    def of(cls, money: Money, currency: str) -> Sum:
        """Money in a file whose currency is `currency`."""
        return cls(money.amount, "" if money.currency == currency else money.currency)


def parse_sum(value: object) -> Sum:
    """An amount, ``250000``, or with a currency of its own, ``1500 EUR``."""
    if isinstance(value, Money):
        return Sum(value.amount, value.currency)
    text = _text_of(value, "an amount")
    if match := re.fullmatch(rf"(.*\S)\s+({_CODE})", text):
        return Sum(parse_number(match[1]), parse_currency(match[2]))
    if match := re.fullmatch(rf"({_CODE}|[$€£¥])\s*([\d.]+)", text):
        code = _SIGNS.get(match[1], match[1])
        raise InvalidValue("", text, "a currency stands after its amount", f"say {match[2]}, or {match[2]} {code}")
    return Sum(parse_number(text))


def format_sum(value: Sum) -> str:
    """The inverse of `parse_sum`."""
    return f"{format_number(value.amount)} {value.currency}".strip()


def parse_currency(value: object) -> str:
    """An ISO 4217 code."""
    text = _text_of(value, "an ISO 4217 code")
    known_currency(None, None, text)
    return text


def parse_rate(value: object) -> Decimal:
    """A rate with its sign, ``15 %``, or as a fraction, ``0.15``; a bare ``15`` or ``1`` could be either.

    Raises:
        InvalidValue: If it is neither, or could be both.
    """
    number = _percent_or_number(value)
    if number is not None:
        return number
    number = parse_number(value)
    if abs(number) >= 1:
        said = format_number(number)
        raise InvalidValue("", said, "a rate needs its sign", f"say {said} %, or a fraction such as 0.15")
    return number


def parse_share(value: object) -> Decimal:
    """A share from 0 to 1: ``60 %`` or ``0.6``, and a bare ``1`` is the whole."""
    number = _percent_or_number(value)
    if number is None and parse_number(value) == 1:
        return Decimal(1)
    return parse_rate(value) if number is None else number


def _percent_or_number(value: object) -> Decimal | None:
    text = _text_of(value, "a rate, such as 15 % or 0.15")
    if not text.endswith("%"):
        return None
    return parse_number(text[:-1].strip()).scaleb(-2, context=EXACT)


def format_rate(value: Decimal) -> str:
    """A rate in percent, exact: ``15 %``."""
    return f"{short_digits(value.scaleb(2, context=EXACT))} %"


def short_digits(value: Decimal) -> str:
    """Plain digits without zeros at the end of the decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_fraction(value: object) -> Fraction:
    """A share that may be a fraction, such as ``1/3``."""
    if isinstance(value, Fraction):
        return value
    text = _text_of(value, "a share, such as 25 %, 0.25 or 1/4")
    if match := re.fullmatch(r"(\d{1,9})\s*/\s*(\d{1,9})", text, re.ASCII):
        if int(match[2]):
            return Fraction(int(match[1]), int(match[2]))
        raise InvalidValue("", text, "must not divide by 0")
    return Fraction(parse_share(value))


def format_fraction(value: Fraction) -> str:
    """Percent where that is exact, else ``1/3``."""
    twos_and_fives = value.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives > 1:
        return f"{value.numerator}/{value.denominator}"
    return format_rate(EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))


def parse_count(value: object) -> int:
    """A whole number."""
    number = parse_number(value)
    if number != int(number):
        raise InvalidValue("", format_number(number), "must be a whole number")
    return int(number)


# days


def parse_day(value: object) -> date:
    """A day as year-month-day: ``2027-01-11``."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = _text_of(value, "a day, such as 2027-01-11")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise InvalidValue("", text, "not a day", "say year-month-day, such as 2027-01-11")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("", text, "no such day", "look at the month and its length") from None


def parse_month_day(value: object) -> MonthDay:
    """A day that comes every year, as month-day: ``03-15``."""
    if isinstance(value, MonthDay):
        return value
    text = _text_of(value, "a day of the year, such as 03-15")
    if not (match := re.fullmatch(r"(\d{2})-(\d{2})", text, re.ASCII)):
        raise InvalidValue("", text, "not a day of the year", "say month-day, such as 03-15")
    return MonthDay(int(match[1]), int(match[2]))


def parse_months(value: object) -> int:
    """Whole months: ``12 months`` or ``4 years``."""
    text = _text_of(value, "a length of time, such as 12 months")
    if match := re.fullmatch(r"(\d{1,4}) (month|year)s?", text, re.ASCII):
        return int(match[1]) * (12 if match[2] == "year" else 1)
    raise InvalidValue("", text, "not a length of time", "say its unit: 12 months, or 4 years")


def format_months(value: int) -> str:
    """The inverse of `parse_months`."""
    return f"{value} month" if value == 1 else f"{value} months"


# words


def parse_text(value: object) -> str:
    """Text of people, made safe by `compkit.checks.clean`."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (bool, float)) or value is None:
        raise InvalidValue("", _shown(value), "must be text", "write it in quotes")
    return _text_of(value, "text")


def format_text(value: str) -> str:
    """The text itself.

    Raises:
        InvalidValue: If it would not be read back as it is.
    """
    if clean(value) != value:
        raise InvalidValue("text", value, "cannot be written as it is", "make it clean: see compkit.checks.clean")
    return value


def parse_flag(value: object) -> bool:
    """True or false; the text ``yes`` and ``no`` too."""
    known = {"yes": True, "true": True, "no": False, "false": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in known:
        return known[value.strip().casefold()]
    raise InvalidValue("", _shown(value), "must be true or false")


def parse_model(value: object) -> str:
    """A model as ``provider/model``."""
    text = parse_text(value)
    provider, _, model = text.partition("/")
    if not (provider and model):
        raise InvalidValue("", text, "must be provider/model", "such as openai/gpt-6-sol")
    return text


def choice(*options: str) -> Leaf:
    """One of the named options; a near miss is met with the option it most likely means."""

    def parse(value: object) -> str:
        text = _text_of(value, f"one of {', '.join(options)}")
        if text in options:
            return text
        guess = near(text, list(options))
        raise InvalidValue("", text, f"must be one of {', '.join(options)}", f"did you mean {guess}?" if guess else "")

    return Leaf(parse, str, {"enum": list(options)})


def words(parse: Callable[[Any], Any], format: Callable[[Any], Any], pattern: str = "") -> Leaf:  # noqa: A002
    """A value that is written as text."""
    return Leaf(parse, format, {"type": "string", **({"pattern": pattern} if pattern else {})})


def _digits(parse: Callable[[Any], Any], format: Callable[[Any], Any], pattern: str) -> Leaf:  # noqa: A002
    return Leaf(parse, format, {"type": ["string", "number"], "pattern": pattern})


_DIGITS = r"[+-]?(0|[1-9]\d*)(\.\d+)?"
_DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"

Number = Annotated[Decimal, _digits(parse_number, format_number, f"^{_DIGITS}$")]
Stated = Annotated[Sum, _digits(parse_sum, format_sum, rf"^{_DIGITS}( +{_CODE})?$")]
Currency = Annotated[str, words(parse_currency, str, f"^{_CODE}$")]
Rate = Annotated[Decimal, _digits(parse_rate, format_rate, rf"^{_DIGITS} *%?$")]
Share = Annotated[Decimal, _digits(parse_share, format_rate, rf"^{_DIGITS} *%?$")]
Part = Annotated[Fraction, _digits(parse_fraction, format_fraction, rf"^({_DIGITS} *%?|\d+ */ *\d+)$")]
Count = Annotated[int, Leaf(parse_count, int, {"type": ["integer", "string"], "pattern": r"^\d+$"})]
Day = Annotated[date, words(parse_day, date.isoformat, _DAY_PATTERN)]
DayOfYear = Annotated[MonthDay, words(parse_month_day, str, r"^\d{2}-\d{2}$")]
Months = Annotated[int, words(parse_months, format_months, r"^\d+ (month|year)s?$")]
Text = Annotated[str, Leaf(parse_text, format_text, {"type": ["string", "number"]})]
Flag = Annotated[bool, Leaf(parse_flag, bool, {"type": ["boolean", "string"]})]
Model = Annotated[str, words(parse_model, format_text, "^[^/]+/.+$")]
