"""The command line: a thin face over the library. Daily commands first; exit code 1 for input, 2 for the command."""

from . import begin, budget, factory, ledger, letters, mix, offers, papers, plan, posting, prices, roster, tokens, watch
from .common import main

__all__ = [
    "begin",
    "budget",
    "factory",
    "ledger",
    "letters",
    "main",
    "mix",
    "offers",
    "papers",
    "plan",
    "posting",
    "prices",
    "roster",
    "tokens",
    "watch",
]
