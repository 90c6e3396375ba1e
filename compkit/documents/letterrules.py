"""The rules under which a letter or another paper is written: whose law, and how figures and days look."""

from __future__ import annotations

from attrs import frozen

from .jurisdiction import Jurisdiction
from .voice import Voice


@frozen(kw_only=True)
class LetterRules:
    """Under which rules a letter or another paper is written, and how it writes figures and days.

    Attributes:
        jurisdiction: Whose rules it follows.
        locale: How figures and days are written, such as ``de_DE``; empty is the jurisdiction's.
    """

    jurisdiction: Jurisdiction
    locale: str = ""

    @property
    def voice(self) -> Voice:
        """How figures and days are written."""
        return Voice(locale=self.locale or self.jurisdiction.locale)

    @property
    def language(self) -> str:
        """Language and territory of the text, such as ``en-GB``: the clauses', however figures look."""
        return f"{self.jurisdiction.language}-{self.jurisdiction.locale.partition('_')[2]}".rstrip("-")
