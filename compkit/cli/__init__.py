"""The command line: a thin face over the library. Daily commands first; exit code 1 for input, 2 for the command."""

from . import (
    audit,
    begin,
    budget,
    factory,
    ledger,
    letters,
    mix,
    offers,
    papers,
    people,
    plan,
    posting,
    prices,
    roster,
    spend,
    tokens,
    watch,
)
from .common import main

__all__ = [
    "audit",
    "begin",
    "budget",
    "factory",
    "ledger",
    "letters",
    "main",
    "mix",
    "offers",
    "papers",
    "people",
    "plan",
    "posting",
    "prices",
    "roster",
    "spend",
    "tokens",
    "watch",
]
