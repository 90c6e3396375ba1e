"""What a column of a table may mean, and how its heading is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from ...errors import InvalidValue
from ..fields import parse_currency

Kind = Literal["text", "id", "number", "count", "money", "rate", "share", "day", "months", "currency", "flag", "model"]
"""Kind of a field's values: ids are text whose zeros count; money is a `Sum`, whose currency may be empty."""

Units = Mapping[str, "re.Pattern[str]"]
"""Units that headings may name, with the words they are named by."""

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
"""Signs of currencies in headings; ¥ may be yen or renminbi and is none of them."""
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


@frozen(kw_only=True)
class Field:
    """A field that the columns of a table are matched to.

    Attributes:
        name: Its name, as the values of a row are asked for.
        kind: Kind of its values.
        synonyms: Other headings that mean it, in small letters; units and currencies are left out of them.
        required: Whether a table must have it, and a row must say it.
        help: What it is, in a few words, for the message when it is missing.
    """

    name: str
    kind: Kind = "text"
    synonyms: tuple[str, ...] = ()
    required: bool = False
    help: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means it, as `plain_words` gives them."""
        return tuple(dict.fromkeys(map(plain_words, (self.name, *self.synonyms))))


@frozen(kw_only=True)
class Heading:
    """A heading of a column, taken apart.

    Attributes:
        text: As it stands there.
        words: Its words without unit and currency, in small letters.
        unit: Name of the unit that it names; may be empty.
        currency: ISO 4217 code of the currency that it names; may be empty.
    """

    text: str
    words: str
    unit: str = ""
    currency: str = ""


def plain_words(text: str) -> str:
    """Words in small letters, apart from how they are joined.

    >>> plain_words("Base_Salary "), plain_words("cache-read")
    ('base salary', 'cache read')
    """
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("_", " ")))


def parse_heading(text: str, units: Units) -> Heading:
    """A heading with its unit and currency taken out.

    >>> parse_heading("Base salary (EUR)", {}).words, parse_heading("Base salary (EUR)", {}).currency
    ('base salary', 'EUR')
    """
    rest, unit = text, ""
    for name, words in units.items():
        if words.search(rest):
            rest, unit = words.sub(" ", rest, count=1), name
            break
    currency, rest = _currency(rest)
    return Heading(text=text, words=plain_words(rest), unit=unit, currency=currency)


def _currency(text: str) -> tuple[str, str]:
    """The currency that a heading names, and the rest; ``ALL`` and ``TOP`` are currencies, and words too."""
    for sign, code in _SIGNS.items():
        if sign in text:
            return code, text.replace(code, " ").replace(sign, " ")
    last = text.replace("_", " ").split()[-1:] if text != text.upper() else []
    for word in (*(part.strip() for part in _BRACKETS.findall(text)), *last):
        if is_currency(word):
            return word, re.sub(rf"{word}(?=[)\]\s]*$)|(?<=[(\[]){word}", " ", text)
    return "", text


def is_currency(word: str) -> bool:
    """Whether a word is a currency code of ISO 4217."""
    try:
        return bool(parse_currency(word))
    except InvalidValue:
        return False
