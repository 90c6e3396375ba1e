"""Formulas of the totals that have names, over the schedule and the annual rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...pay.entitlements import Component, Number
from ...valuation.totals import NamedTotal
from .pen import literal

if TYPE_CHECKING:
    from .book import Book

_FIRM: tuple[Component, ...] = ("base salary", "guaranteed bonus", "sign-on")


def formulas(book: Book, offer: int, number: Number, total: NamedTotal) -> tuple[str | None, str | None]:
    """Formulas of a named total and of the tokens beside it; None where tokens have no place beside it."""
    of, years = book.schedule.total, literal(book.comparison.valuations[book.names[offer - 1]].years)
    tokens, first_tokens = of(number, offer, "tokens"), of(number, offer, "tokens", service=1)
    match total.name:
        case "Guaranteed cash, year one":
            return "+".join(of(number, offer, part, service=1) for part in _FIRM), first_tokens
        case "Target total cash, a year":
            return book.rates[offer][0], None
        case "Total direct compensation, a year":
            return book.rates[offer][1], None
        case "Year one":
            return of(number, offer, service=1, cash=True), first_tokens
        case "Average a year":
            return f"{of(number, offer, cash=True)}/{years}", f"{tokens}/{years}"
        case "Recurring only":
            return of(number, offer, recurring=True, cash=True), tokens
        case _:
            return literal(total.amount.amount), None if total.tokens is None else literal(total.tokens.amount)
