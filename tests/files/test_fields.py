"""Single values of files."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from compkit.dates import MonthDay
from compkit.errors import InvalidValue
from compkit.files import fields
from compkit.files.fields import Sum
from compkit.files.shape_amount import Said, format_amount, parse_amount
from compkit.money import Money

Parser = Callable[[Any], Any]


def problem(parse: Parser, value: object) -> InvalidValue:
    """The refusal of a value."""
    with pytest.raises(InvalidValue) as caught:
        parse(value)
    return caught.value


class TestNumber:
    """A number is plain digits; what could be read in two ways is refused with the way out."""

    @pytest.mark.parametrize(
        ("value", "number"),
        [("250000", "250000"), ("1234.50", "1234.50"), ("-5", "-5"), (" 0 ", "0"), (7, "7"), (Decimal("0.1"), "0.1")],
    )
    def test_read(self, value: object, number: str) -> None:
        """Text, and from Python Decimal and int."""
        assert str(fields.parse_number(value)) == number

    @pytest.mark.parametrize(
        ("value", "rule", "fix"),
        [
            ("250,000", "digits must not be grouped", "say 250000"),
            ("1,250,000.50", "digits must not be grouped", "say 1250000.50"),
            ("250 000", "digits must not be grouped", "say 250000"),
            ("250_000", "digits must not be grouped", "say 250000"),
            ("250'000", "digits must not be grouped", "say 250000"),
            ("1.250.000,50", "the decimal sign is a point", "say 1250000.50"),
            ("0,15", "the decimal sign is a point", "say 0.15"),
            ("18o000", "not a number", "say plain digits, such as 250000 or 0.5"),
            ("012", "must not begin with 0", "say 12"),
            ("1e5", "not a number", "say plain digits, such as 250000 or 0.5"),
            ("NaN", "not a number", "say plain digits, such as 250000 or 0.5"),
            ("٣", "not a number", "say plain digits, such as 250000 or 0.5"),
            ("9" * 101, "not a number", "say plain digits, such as 250000 or 0.5"),
            (0.1, "a float does not hold money exactly", 'say Decimal("0.1") or "0.1"'),
            (True, "must be a number", ""),
            (None, "must be a number", ""),
            ([1], "must be a number", ""),
            (Decimal("NaN"), "must be a number", ""),
            (Decimal("1e999999999"), "must be a number", ""),
        ],
    )
    def test_refused(self, value: object, rule: str, fix: str) -> None:
        """Each with its rule and its way out."""
        error = problem(fields.parse_number, value)
        assert (error.rule, error.fix) == (rule, fix)

    @given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
    def test_inverse(self, number: Decimal) -> None:
        """What is written is read back."""
        assert fields.parse_number(fields.format_number(number)) == number


class TestSum:
    """An amount is in the file's currency unless it names its own."""

    def test_currency_of_its_own(self) -> None:
        """After the amount."""
        assert fields.parse_sum("1500.50 EUR") == Sum(Decimal("1500.50"), "EUR")
        assert fields.parse_sum("1500") == Sum(Decimal(1500))
        assert fields.parse_sum(Money("5", "JPY")) == Sum(Decimal(5), "JPY")
        assert fields.format_sum(Sum(Decimal("1500.50"), "EUR")) == "1500.50 EUR"

    @pytest.mark.parametrize(
        ("text", "fix"),
        [("$250000", "say 250000, or 250000 USD"), ("EUR 15", "say 15, or 15 EUR"), ("1 XYZ", "say USD")],
    )
    def test_refused(self, text: str, fix: str) -> None:
        """A sign or code before the amount, and a code that is none."""
        assert problem(fields.parse_sum, text).fix.startswith(fix)


class TestRate:
    """A rate is ``15 %`` or ``0.15``; a bare 15 could be either, and so could a bare 1."""

    @pytest.mark.parametrize(
        ("text", "rate"),
        [
            ("15 %", "0.15"),
            ("15%", "0.15"),
            ("0.15", "0.15"),
            ("100 %", "1"),
            ("+30 %", "0.3"),
            ("-25 %", "-0.25"),
            ("0", "0"),
        ],
    )
    def test_read(self, text: str, rate: str) -> None:
        """Percent and fraction."""
        assert fields.parse_rate(text) == Decimal(rate)

    @pytest.mark.parametrize("text", ["15", "1.5", "1", "-2"])
    def test_ambiguous(self, text: str) -> None:
        """Refused, with both ways to say it."""
        error = problem(fields.parse_rate, text)
        assert error.rule == "a rate needs its sign"
        assert error.fix == f"say {text} %, or a fraction such as 0.15"

    @pytest.mark.parametrize("text", ["15 % of base", "15 percent", "%", "1,5 %", 0.15])
    def test_refused(self, text: object) -> None:
        """What is no rate."""
        problem(fields.parse_rate, text)

    def test_share(self) -> None:
        """Where shares add up to 1, a bare 1 is the whole; a bare 60 is still refused."""
        assert fields.parse_share("1") == fields.parse_share("100 %") == 1
        problem(fields.parse_share, "60")

    @given(st.decimals(-10, 10, places=9))
    def test_inverse(self, rate: Decimal) -> None:
        """Percent is exact."""
        assert fields.parse_rate(fields.format_rate(rate)) == rate

    def test_digits(self) -> None:
        """No zeros are left at the end."""
        assert [fields.format_rate(Decimal(text)) for text in ("0.5", "0.150", "1", "0")] == [
            "50 %",
            "15 %",
            "100 %",
            "0 %",
        ]

    @given(st.fractions(0, 1, max_denominator=999))
    def test_fractions(self, share: Fraction) -> None:
        """A share of a grant may be a third, which no percent says."""
        assert fields.parse_fraction(fields.format_fraction(share)) == share
        assert fields.format_fraction(Fraction(1, 3)) == "1/3"
        assert fields.format_fraction(Fraction(1, 16)) == "6.25 %"


class TestDays:
    """A day is year-month-day and nothing else."""

    def test_read(self) -> None:
        """Text, and from Python a date."""
        assert fields.parse_day("2028-02-29") == fields.parse_day(date(2028, 2, 29)) == date(2028, 2, 29)

    @pytest.mark.parametrize(
        "text", ["11.01.2027", "01/11/2027", "2027-1-11", "11-01-2027", "20270111", "2027-01-11T00:00", 5]
    )
    def test_other_orders(self, text: object) -> None:
        """Day-month and month-day cannot be told apart, so neither is read."""
        assert problem(fields.parse_day, text).rule == "not a day"

    def test_no_such_day(self) -> None:
        """2027 has no 29 February; a moment is no day."""
        assert problem(fields.parse_day, "2027-02-29").rule == "no such day"
        problem(fields.parse_day, datetime(2027, 1, 11))  # noqa: DTZ001

    def test_month_day(self) -> None:
        """Month-day."""
        assert fields.parse_month_day("02-29") == MonthDay(2, 29)
        assert problem(fields.parse_month_day, "15.03").fix == "say month-day, such as 03-15"
        assert problem(fields.parse_month_day, "02-30").rule == "no such day of the year"

    def test_months(self) -> None:
        """A length of time names its unit."""
        assert [fields.parse_months(text) for text in ("12 months", "1 month", "4 years")] == [12, 1, 48]
        assert problem(fields.parse_months, 12).rule == "not a length of time"


class TestWords:
    """Choices suggest the near one; text from people is made safe once."""

    def test_choice(self) -> None:
        """The near one is suggested, a far one is not."""
        leaf = fields.choice("fixed money", "fixed quantity")
        assert problem(leaf.parse, "fixed mony").fix == "did you mean fixed money?"
        assert problem(leaf.parse, "x").fix == ""

    @pytest.mark.parametrize("text", ["A/B \\ C", "O'Neil", "🎉 Zoë", "no", "1.10", "=1+1", "李小龙"])
    def test_text(self, text: str) -> None:
        """Slashes, apostrophes and emoji are names."""
        assert fields.parse_text(text) == text

    @pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "a\u202eb", "\ud800", True, None, 1.5])
    def test_refused_text(self, text: object) -> None:
        """Control characters, bidirectional overrides, lone surrogates, and what is no text."""
        problem(fields.parse_text, text)

    def test_text_that_would_change(self) -> None:
        """Text that would be read back differently is not written."""
        problem(fields.format_text, " Acme ")

    def test_flag_count_model(self) -> None:
        """The other single values."""
        assert [fields.parse_flag(said) for said in (True, "no", "Yes")] == [True, False, True]
        problem(fields.parse_flag, "maybe")
        assert fields.parse_count("60") == 60
        assert problem(fields.parse_count, "1.5").rule == "must be a whole number"
        assert fields.parse_model("openai/gpt-6-sol") == "openai/gpt-6-sol"
        problem(fields.parse_model, "gpt-6-sol")


class TestAmount:
    """An allowance is a share of base, money a period, or tokens a period."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("50 % of base", Said("base", Decimal("0.5"))),
            ("1500 per month", Said("money", Sum(Decimal(1500)), "month")),
            ("2000 USD per month", Said("money", Sum(Decimal(2000), "USD"), "month")),
            ("125000 a year", Said("money", Sum(Decimal(125000)), "year")),
            ("60 bn tokens per year", Said("tokens", Decimal(60000), "year")),
            ("60 billion tokens per year", Said("tokens", Decimal(60000), "year")),
            ("1.5 tn tokens a year", Said("tokens", Decimal(1_500_000), "year")),
            ("5 trillion tokens a year", Said("tokens", Decimal(5_000_000), "year")),
            ("100 M tokens per week", Said("tokens", Decimal(100), "week")),
            ("100 million tokens per week", Said("tokens", Decimal(100), "week")),
            ("500 thousand tokens per day", Said("tokens", Decimal("0.5"), "day")),
            ("500000 tokens per day", Said("tokens", Decimal("0.5"), "day")),
        ],
    )
    def test_read(self, text: str, said: Said) -> None:
        """Every form, and each is read back as it is written."""
        assert parse_amount(text) == said
        assert parse_amount(format_amount(said)) == said

    @pytest.mark.parametrize(
        "text", ["1500", "50 %", "60 bn tokens", "60 bn per year", "1500 per fortnight", "50 of base", "x"]
    )
    def test_refused(self, text: str) -> None:
        """What does not say its unit or its period."""
        problem(parse_amount, text)
