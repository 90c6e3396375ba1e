"""The model chosen on the first sheet: what an offer's tokens cost there, and whether they may be spent there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...pay.units import CapacityShare, TokenClaim
from .inputs import AS_PROMISED, MODEL
from .pen import at, literal_text
from .prices import SHEET as PRICES
from .tokenparts import Part, models_of, price_of

if TYPE_CHECKING:
    from .book import Book

NEVER, UNLIMITED = "-", '"unlimited"'
"""What stands where tokens cannot be had, and, inside a formula, where they cost nothing."""


class Chosen:
    """Formulas of one offer's tokens at the model that is chosen; as promised, at the models that it names."""

    def __init__(self, book: Book, offer: int) -> None:
        """For an offer by its number, from 1."""
        self._book = book
        self._offer = offer
        self._has_choice = bool(book.prices.choices)
        self._own = self._reference()

    def _reference(self) -> str:
        """The model that money is counted at where none is chosen: the first compared one that it may buy."""
        book = self._book
        basket = book.comparison.reference(book.names[self._offer - 1])
        return basket.models[0] if basket and len(basket.models) == 1 and basket.models[0] in models_of(book) else ""

    def name(self, parts: list[Part]) -> str:
        """A formula of the chosen model's name; nothing where there is none to name."""
        own = self._own
        words = f"Counted at {own}" if own else "No model chosen on Compare"
        words = words if parts[0].is_money else "At the promised models"
        if not self._book.prices.choices:
            return literal_text(words) if own or not parts[0].is_money else ""
        return f'IF({MODEL}="{AS_PROMISED}",{literal_text(words)},"Chosen: "&{MODEL})'

    def price(self, part: Part) -> str:
        """Today's price of a part's tokens at the chosen model; nothing where each day has moved to its own."""
        book = self._book
        table, market = book.prices, book.comparison.valuations[book.names[self._offer - 1]].market
        if not part.is_money:
            unit = part.row.unit
            assert isinstance(unit, (TokenClaim, CapacityShare)) and part.row.on is not None
            cell = table.basket(market, unit, part.row.on, "list")
            return "" if market.moves else cell + table.rate(table.currency_of(unit), self._book.comparison.currency)
        own = self._own
        stated = price_of(book, own, part) if own else literal_text(NEVER)
        if not table.choices:
            return stated if own else ""
        letter = at(table.choice_column("list", part.day, part.mix), 1)[:-1]
        first, last = table.choice_top, table.choice_top + table.choice_count - 1
        column, names = (f"{PRICES}!${of}${first}:${of}${last}" for of in (letter, "A"))
        return f'IF({MODEL}="{AS_PROMISED}",{stated},INDEX({column},MATCH({MODEL},{names},0)))'

    def allowed(self, parts: list[Part], formula: Callable[[list[Part]], str]) -> str:
        """A sum over the parts that may be spent on the chosen model; a dash where none may."""
        by_test: dict[str, list[Part]] = {}
        for part in parts:
            if self._has_choice or part.may_use(self._own):
                by_test.setdefault(self._may_use(part), []).append(part)
        nothing = f'"{NEVER}"' if len(by_test) == 1 else "0"
        terms = [f"IF({test},{formula(some)},{nothing})" if test else formula(some) for test, some in by_test.items()]
        return "+".join(terms) if len(terms) == 1 else f"IFERROR({'+'.join(terms)},{UNLIMITED})"

    def _may_use(self, part: Part) -> str:
        """A test whether a part may be spent on the chosen model; nothing where it may be spent anywhere."""
        if not part.allowance.providers or not self._has_choice:
            return ""
        known = [f"{provider}/*" for provider in part.allowance.providers]
        known += [AS_PROMISED] if not part.is_money or not self._own or part.may_use(self._own) else []
        return f"{'+'.join(f'COUNTIFS({MODEL},{literal_text(words)})' for words in known)}>0"
