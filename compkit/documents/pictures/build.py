"""All pictures of a comparison that a reader may see, by the names of their files."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import InvalidValue
from ...valuation.compare import Comparison
from ...valuation.simulation.odds import Moving
from ..page.odds import PageOdds
from ..page.reader import NUMBERS, Reader, known_reader
from .duels import duel_picture
from .fan import fan_picture
from .numbers import numbers_picture
from .scope import for_reader
from .slide import Picture
from .tokens import token_pictures
from .tornado import tornado_picture
from .years import years_picture


def build_pictures(
    comparison: Comparison, *, reader: Reader = "candidate", odds: PageOdds | None = None
) -> tuple[Picture, ...]:
    """The pictures of a page as SVG, in their order: years, numbers, tokens, then the odds.

    Args:
        comparison: The offers; a picture shows at most a dozen.
        reader: ``candidate``, whose pictures hold no expected cost and nothing of what goes into it, or ``employer``.
        odds: The odds of these offers for the same reader, by `page_odds`; None leaves them out.

    Raises:
        InvalidValue: If the reader is none, or the odds are of other offers or for another reader.
        MissingFact: If a candidate's picture needs a price that is internal.
    """
    known_reader(reader)
    if odds is not None and (odds.reader != reader or odds.simulation.names != comparison.names):
        rule = f"must be for the {reader}, of {', '.join(comparison.names)}"
        raise InvalidValue("odds of the pictures", f"{odds.reader}: {', '.join(odds.simulation.names)}", rule)
    return tuple(_pictures(for_reader(comparison, reader), reader, odds))


def _pictures(shown: Comparison, reader: Reader, odds: PageOdds | None) -> Iterator[Picture]:
    yield from (years_picture(shown, number, reader=reader) for number in NUMBERS[reader])
    yield numbers_picture(shown, reader=reader)
    yield from token_pictures(shown)
    if odds is not None:
        yield from (found for found in _of_odds(odds) if found is not None)


def _of_odds(odds: PageOdds) -> Iterator[Picture | None]:
    found, reader, idle = odds.simulation, odds.reader, _idle(odds)
    numbers: tuple[Moving, ...] = ("worth",) if reader == "candidate" else ("worth", "cost")
    for moving in numbers:
        yield fan_picture(found, moving, reader=reader, idle=idle)
        yield duel_picture(found, moving, reader=reader, idle=idle)
    for name, bars in odds.bars.items():
        yield tornado_picture(found, name, bars, reader=reader)


def _idle(odds: PageOdds) -> frozenset[str]:
    """Symbols that no offer holds: what is drawn of them is no part of any picture."""
    held = {bar.factor for bars in odds.bars.values() for bar in bars}
    return frozenset(share.symbol for share in odds.simulation.dynamics.shares) - held
