"""The odds of offers as a report: who is ahead how often, how wide each total spreads, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from ..money import exactly
from ..pay.offer import Offer
from ..valuation.compare import LeftOut
from ..valuation.simulation.odds import Counted, Simulation
from ..valuation.simulation.study import OddsStudy
from . import figures
from .dynamicswords import dynamics_words, expectations_drawn
from .format import rounded
from .oddsfigures import Scale, chance, finest
from .oddsparts import replay_blocks, tie_table, tornado
from .oddssentences import odds_sentences, odds_title
from .table import Block, Group, Report, Row, Table, Text
from .words import NUMBER_NAMES, expected_words, span

_QUANTILES = ("p10", "p25", "p50", "p75", "p90", "mean")
_READ = (
    "P10: one future in ten comes to no more; P50: half of them; P90: one in ten comes to more. As stated: what "
    "compkit compare says, with nothing drawn."
)


@exactly
def build_odds_report(study: OddsStudy, *, offers: Mapping[str, Offer] | None = None) -> Report:
    """The report that `compkit odds` prints. For the employer: it shows expected cost.

    Args:
        study: The odds.
        offers: The offers by name, for numbers and people.
    """
    return Report(tuple(_blocks(study, offers or {})))


def _blocks(study: OddsStudy, offers: Mapping[str, Offer]) -> Iterator[Block]:
    found = study.simulation
    scale = _scale(study)
    yield Text(f"{odds_title(found, offers)}\n{_when(study)}", "title")
    yield Text("\n".join(f"  {n}. {words}" for n, words in enumerate(odds_sentences(study), 1)), indent=5)
    yield _totals(study, scale)
    if len(found.names) > 1:
        yield _duels(study)
    if len(found.year_labels) > 1:
        yield _by_year(study, scale)
    yield _risks(found, scale)
    if any(offer.dry for offer in found.offers.values()):
        yield _dry(study)
    for name, bars in study.bars.items() if len(found.names) == 1 else ():
        yield from tornado(study, name, None, bars, scale)
    for (first, second), bars in study.pair_bars.items():
        yield from tornado(study, first, second, bars, scale)
    yield from tie_table(study)
    yield from replay_blocks(study.replays)
    yield Text(_assumed(study), "note", indent=2)


def _scale(study: OddsStudy) -> Scale:
    """In thousands where the totals are known to no more, or so large that a row would not fit a line."""
    found = study.simulation
    spreads = [found.spread(name, study.number) for name in found.names]
    is_large = max(spread.p90 for spread in spreads) >= _LARGE
    return Scale(is_large or finest(spreads) >= 1000, found.currency)


_LARGE = 1_000_000


# totals


def _when(study: OddsStudy) -> str:
    found = study.simulation
    length = span(found.assumptions.horizon_months)
    drawn = f"{found.paths:,} futures drawn, seed {found.seed}"
    opening = f"As of {found.as_of}. {found.currency}, before tax, {NUMBER_NAMES[study.number]}. {length} of service."
    return f"{opening} {drawn}. INTERNAL: shows expected cost."


def _totals(study: OddsStudy, scale: Scale) -> Table:
    found, number = study.simulation, study.number
    counted = [(name, tokens) for name in found.names for tokens in _worth_a_row(study, name)]
    spreads = [found.spread(name, number, tokens=tokens) for name, tokens in counted]
    step = finest(spreads)
    rows = []
    for (name, tokens), spread in zip(counted, spreads, strict=True):
        cells = tuple(scale.shown(getattr(spread, quantile), step) for quantile in _QUANTILES)
        if tokens == "all":
            rows.append(Row(name, (*cells, scale.shown(study.stated[name], step))))
        else:
            rows.append(Row("  without tokens", (*cells, ""), "note"))
    rounding = f" Rounded to what {found.paths:,} futures can tell." if step > 1 else ""
    return Table(
        title=f"WHAT EACH COMES TO, {span(found.assumptions.horizon_months)}",
        unit=f"{scale.unit}, {NUMBER_NAMES[number]}",
        groups=(*(Group("", (name.upper() if name != "mean" else name,)) for name in _QUANTILES), _STATED),
        rows=tuple(rows),
        foot=_READ + rounding + _left_out(found.left_out),
    )


_STATED = Group("", ("as stated",))


def _worth_a_row(study: OddsStudy, name: str) -> tuple[Counted, ...]:
    """With all tokens, and without them where that is another total, and one at all."""
    every, none = (study.simulation.spread(name, study.number, tokens=tokens) for tokens in ("all", "none"))
    return ("all", "none") if none.p90 and none != every else ("all",)


def _left_out(entries: Iterable[LeftOut]) -> str:
    words = [
        f" {entry.component.capitalize()}: not told by {figures.joined(entry.untold_by)}, so left out on every side."
        for entry in entries
    ]
    return "".join(words)


def _by_year(study: OddsStudy, scale: Scale) -> Table:
    found, number = study.simulation, study.number
    cells = {
        (name, year): found.spread(name, number, year=year)
        for name in found.names
        for year in found.offers[name].year_labels
    }
    step = finest(cells.values())

    def shown(name: str, year: str) -> tuple[str, ...]:
        spread = cells.get((name, year))
        return ("-",) * 3 if spread is None else tuple(scale.shown(getattr(spread, p), step) for p in _THREE)

    return Table(
        title=f"BY {found.view.label.upper()}, with all tokens",
        unit=f"{scale.unit}, {NUMBER_NAMES[number]}",
        groups=tuple(Group(name, ("P10", "P50", "P90")) for name in found.names),
        rows=tuple(
            Row(year, tuple(cell for name in found.names for cell in shown(name, year))) for year in found.year_labels
        ),
        foot="Each year by itself: quantiles do not add up.",
    )


def _duels(study: OddsStudy) -> Table:
    found, number = study.simulation, study.number
    verb = "above" if number == "worth" else "dearer than"
    rows, ties = [], []
    for first, second in combinations(found.names, 2):
        whole = [found.odds(first, second, number, tokens=tokens) for tokens in ("all", "guaranteed", "none")]
        cells = (*(chance(duel.wins) for duel in whole), *_duel_years(study, first, second))
        rows.append(Row(f"{first} {verb} {second}", cells))
        ties += [f"{first} and {second} in {chance(whole[0].ties)}"] if rounded(whole[0].ties, 2) else []
    return Table(
        title="HOW OFTEN ONE IS AHEAD" if number == "worth" else "HOW OFTEN ONE COSTS MORE",
        unit=f"of {found.paths:,} futures, {NUMBER_NAMES[number]}",
        groups=(
            Group(span(found.assumptions.horizon_months), ("all\ntokens", "guaranteed\ntokens", "no\ntokens")),
            Group("all tokens, by year", found.year_labels),
        ),
        rows=tuple(rows),
        foot=(f"Equal to the cent: {figures.joined(ties)}. " if ties else "")
        + "Both offers under the same prices, future by future.",
    )


def _duel_years(study: OddsStudy, first: str, second: str) -> Iterator[str]:
    """Odds year by year; a dash where one of the two has no such year."""
    found = study.simulation
    for year in found.year_labels:
        both = all(year in found.offers[name].year_labels for name in (first, second))
        yield chance(found.odds(first, second, study.number, year=year).wins) if both else "-"


# what can go wrong


_THREE = ("p10", "p50", "p90")


def _risks(found: Simulation, scale: Scale) -> Table:
    spreads = {name: found.spread(name, "cost") for name in found.names}
    step = finest(spreads.values())
    rows = [
        Row(
            name,
            (
                "none" if offer.worthless is None else chance(offer.worthless),
                scale.shown(spreads[name].mean, step),
                scale.shown(spreads[name].p90, step),
                scale.shown(offer.cost_at_risk, step),
            ),
        )
        for name, offer in found.offers.items()
    ]
    return Table(
        title="WHAT CAN GO WRONG",
        unit=f"{scale.unit}; INTERNAL",
        groups=(
            Group("equity", ("ends worthless",)),
            Group("expected cost, all tokens", ("mean", "P90", "at risk")),
        ),
        rows=tuple(rows),
        foot="Worthless: every share and option is worth 0 on the day it counts, whoever still holds it. At risk: what "
        "one future in ten costs, or more, above the mean.",
    )


def _dry(study: OddsStudy) -> Table:
    found = study.simulation
    rows = [
        Row(f"{name}: {dry.allowance}", (chance(dry.odds), *(str(day or "-") for day in (dry.p10, dry.p50, dry.p90))))
        for name, offer in found.offers.items()
        for dry in offer.dry
    ]
    missing = [
        f"{name}: {dry.allowance}: {dry.missing} not known; say --model."
        for name, offer in found.offers.items()
        for dry in offer.dry
        if dry.missing
    ]
    asked = [] if found.dynamics.demand is not None else [_NO_DEMAND]
    spent = [f"Money that names no model is spent at {study.spent_at}."] if study.spent_at else []
    return Table(
        title="DO THE TOKENS LAST?",
        unit="where they do not: the day",
        groups=(Group("", ("run dry",)), *(Group("", (words,)) for words in _BY)),
        rows=tuple(rows),
        foot=" ".join(["The first day within the horizon on which something is missing.", *spent, *asked, *missing]),
    )


_BY = ("one in ten\nby", "half\nby", "nine in ten\nby")


_NO_DEMAND = "Nobody said how many are needed: what is expected to be used is taken; say demand: under dynamics."


# what it assumes


def _assumed(study: OddsStudy) -> str:
    found = study.simulation
    lines = [*dynamics_words(found.dynamics, idle=study.idle), *expectations_drawn(found.dynamics, found.assumptions)]
    if study.held:
        lines.append(f"As stated, not drawn: {figures.joined(study.held)}.")
    if study.idle:
        lines.append(f"Said for other offers, and of no weight here: {figures.joined(study.idle)}.")
    lines.append(expected_words(found.assumptions))
    lines.append(f"{found.paths:,} paths, seed {found.seed}; {found.generator}.")
    lines.append("The same seed gives the same figures. Assumptions are not forecasts.")
    return "WHAT IS DRAWN\n" + "\n".join(lines)
