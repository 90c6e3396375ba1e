"""The command line: a thin face over the library. Daily commands first; exit code 1 for input, 2 for the command."""

from . import begin, offers, prices
from .common import main

__all__ = ["begin", "main", "offers", "prices"]
