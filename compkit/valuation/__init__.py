"""Promised times worth: values a package in a market, adds up under named totals and views, and compares offers."""

from .assumptions import Assumptions
from .basis import basis, promise_basis
from .compare import Comparison, LeftOut, Outcome, compare
from .facts import Expectations, Facts
from .gap import Closing, Scope, close_gap, tie
from .leaving import forfeited
from .tokenline import ModelPrice, TokenLine, TokenYear, token_line
from .totals import NamedTotal, named_totals
from .value import Line, Valuation, value
from .views import View, Year, by_year, cells, years

__all__ = [
    "Assumptions",
    "Closing",
    "Comparison",
    "Expectations",
    "Facts",
    "LeftOut",
    "Line",
    "ModelPrice",
    "NamedTotal",
    "Outcome",
    "Scope",
    "TokenLine",
    "TokenYear",
    "Valuation",
    "View",
    "Year",
    "basis",
    "by_year",
    "cells",
    "close_gap",
    "compare",
    "forfeited",
    "named_totals",
    "promise_basis",
    "tie",
    "token_line",
    "value",
    "years",
]
