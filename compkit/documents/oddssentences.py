"""The sentences that open the odds: who is ahead how often, how wide totals spread, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..pay.offer import Offer
from ..valuation.simulation.odds import Counted, Duel, Simulation
from ..valuation.simulation.study import OddsStudy
from . import figures
from .format import rounded
from .oddsfigures import Scale, chance, finest
from .words import offer_number


def odds_title(found: Simulation, offers: Mapping[str, Offer]) -> str:
    """The offers by name and number, and for whom they are."""
    people = list(dict.fromkeys(offer.candidate.name for offer in offers.values()))
    names = [f"{name} ({offer_number(offers[name])})" if name in offers else name for name in found.names]
    title = names[0] if len(names) == 1 else f"{names[0]} against {figures.joined(names[1:])}"
    return f"Odds: {title}{', for ' + figures.joined(people) if people else ''}"


def odds_sentences(study: OddsStudy) -> Iterator[str]:
    """What a reader should know first: who is ahead, how wide it spreads, what is lost, and what turns it."""
    found = study.simulation
    if len(found.names) > 1:
        yield _ahead(study)
    spreads = {name: found.spread(name, study.number) for name in found.names}
    step, plain = finest(spreads.values()), Scale(False, found.currency)
    halves = []
    for name, one in spreads.items():
        low, high = (plain.shown(amount, step) for amount in (one.p25, one.p75))
        halves.append(f"{name} {low} to {high}" if low != high else f"{name} just {low}")
    yield f"The middle half of the futures brings {figures.joined(halves)} {found.currency}, all tokens counted."
    lost = [
        f"{name}'s equity ends worthless in {chance(offer.worthless)}"
        for name, offer in found.offers.items()
        if offer.worthless is not None and rounded(offer.worthless, 2)
    ]
    if lost:
        yield f"{figures.joined(lost)} of the futures."
    if (words := _turning(study)) is not None:
        yield words


def _ahead(study: OddsStudy) -> str:
    """How often the offer with the highest median is ahead of each other one."""
    found, number = study.simulation, study.number
    best = max(found.names, key=lambda name: found.spread(name, number).p50)
    verb, than = ("is ahead", "of") if number == "worth" else ("costs more", "than")
    others = [name for name in found.names if name != best]
    every, none = (
        [chance(found.odds(best, name, number, tokens=tokens).wins) for name in others] for tokens in _ALL_OR_NONE
    )
    equal = [_equal(found.odds(best, name, number)) for name in others]
    said = zip(others, every, equal, strict=True)
    parts = figures.joined(f"{than} {name} in {odds}{tied}" for name, odds, tied in said)
    tail = "with and without tokens" if every == none else f"with all tokens; without any, in {figures.joined(none)}"
    return f"{best} {verb} {parts} of the futures, {tail}.{_on_average(study, best)}"


def _equal(duel: Duel) -> str:
    """How often neither is ahead, if that is not rare: else two equal offers would look like a lost one."""
    return f" (equal in {chance(duel.ties)})" if rounded(duel.ties, 2) else ""


def _on_average(study: OddsStudy, best: str) -> str:
    """Whether another offer has the higher mean, by more than chance: a few very good futures weigh more than many."""
    found, number = study.simulation, study.number
    spreads = {name: found.spread(name, number) for name in found.names}
    highest = max(spreads, key=lambda name: spreads[name].mean)
    doubt = _SURE * (spreads[highest].mean_error + spreads[best].mean_error)
    if spreads[highest].mean - spreads[best].mean <= doubt:
        return ""
    return f" On average {highest} comes to more: few futures, but far ones."


_SURE = 2
"""Standard errors that two means must be apart to say which is higher."""

_ALL_OR_NONE: tuple[Counted, ...] = ("all", "none")


def _turning(study: OddsStudy) -> str | None:
    """What moves the first two offers against each other most, or a single offer."""
    widest = next(iter([*study.pair_bars.values(), *study.bars.values()]), ())
    if not widest or not widest[0].width:
        return None
    who = " against ".join(study.simulation.names[:2])
    bar = widest[0]
    name = bar.factor if bar.kind in ("utilisation", "payout", "leaving") else f"the {bar.kind} of {bar.factor}"
    return f"What moves {who} most is {name}."
