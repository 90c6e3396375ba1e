"""Parts of the odds report: what moves a total, where two offers are equal, and the past replayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from ..valuation.simulation.replay import Replay, ReplayedAllowance
from ..valuation.simulation.sensitivity import Bar, End
from ..valuation.simulation.study import OddsStudy
from ..valuation.simulation.tieodds import TieOdds
from . import figures
from .format import rounded
from .oddsfigures import Scale, chance, multiple_words, rate_words
from .table import Block, Group, Row, Table, Text
from .words import NUMBER_NAMES, span

_BAR = 6
"""Characters of the widest bar."""


def factor_words(kind: str, factor: str) -> str:
    """``ACME share price``, ``openai token prices``, ``utilisation``."""
    return f"{factor} {kind}" if kind in ("share price", "token prices") else factor


def _input(bar: Bar, end: End) -> str:
    if isinstance(end.input, date) or end.input is None:
        return "never" if end.input is None else str(end.input)
    if bar.kind == "share price":
        return f"{bar.unit} {figures.price(rounded(end.input, 2))}"
    return multiple_words(end.input) if bar.kind == "token prices" else rate_words(end.input)


def tornado(study: OddsStudy, first: str, second: str | None, bars: tuple[Bar, ...], scale: Scale) -> Iterator[Block]:
    """What moves a total, or the difference of two, the widest first; what does not move it is named."""
    moving = [bar for bar in bars if bar.width]
    still = [factor_words(bar.kind, bar.factor) for bar in bars if not bar.width]
    foot = f"Does not move it: {figures.joined(still)}. " if still else ""
    name = first if second is None else f"{first} less {second}"
    if not moving:
        if still:
            yield Text(f"Nothing that is drawn moves {name}, {NUMBER_NAMES[study.number]}.", "note")
        return
    widest = moving[0].width
    yield Table(
        title=f"WHAT MOVES {name}",
        unit=f"{scale.unit}, {NUMBER_NAMES[study.number]}, all tokens",
        groups=(
            Group("the factor at its", ("P10", "P90")),
            Group("the total then", ("at P10", "at P90")),
            Group("", ("apart by", "")),
        ),
        rows=tuple(_bar_row(bar, widest, second, scale) for bar in moving),
        foot=foot + _ends(study, moving, _total(moving[0].stated, second, scale)),
    )


def _ends(study: OddsStudy, moving: list[Bar], stated: str) -> str:
    """What the ends of bars are."""
    length = span(study.simulation.assumptions.horizon_months)
    words = f"Over {length}, one factor at a time, all else as stated, where it is {stated}."
    if not any(bar.kind in ("share price", "token prices") for bar in moving):
        return words
    return f"{words} A price is at its P10 or P90 of the end of the horizon, from the first day on."


def _bar_row(bar: Bar, widest: Decimal, second: str | None, scale: Scale) -> Row:
    length = max(int(rounded(bar.width * _BAR / widest)), 1)
    totals = (_total(bar.low.total, second, scale), _total(bar.high.total, second, scale))
    picture = ("█" * length).ljust(_BAR)
    cells = (_input(bar, bar.low), _input(bar, bar.high), *totals, scale.shown(bar.width), picture)
    return Row(factor_words(bar.kind, bar.factor), cells)


def _total(amount: Decimal, second: str | None, scale: Scale) -> str:
    return scale.shown(amount) if second is None else scale.signed(amount)


# break-evens


def tie_table(study: OddsStudy) -> Iterator[Block]:
    """Where each two offers are equal, and the odds beyond."""
    rows: list[Row] = []
    for (first, second), ties in study.ties.items():
        if ties and len(study.ties) > 1:
            rows.append(Row(f"{first} and {second}", ("", "", "", ""), "total"))
        rows += [_tie_row(tie, "  " if len(study.ties) > 1 else "") for tie in ties]
    never = [" and ".join(pair) for pair, ties in study.ties.items() if not ties]
    foot = f"Equal at no value of one factor alone: {figures.joined(never)}. " if never else ""
    if not rows:
        if never:
            yield Text(foot.strip(), "note")
        return
    verb = "ahead" if study.number == "worth" else "dearer"
    yield Table(
        title="WHERE TWO ARE EQUAL",
        unit=f"{NUMBER_NAMES[study.number]}, all tokens",
        groups=(
            Group("", ("equal at",)),
            Group("", ("as stated",)),
            Group("", (f"{verb}\nabove that",)),
            Group("", ("odds to\nend above",)),
        ),
        rows=tuple(rows),
        foot=f"{foot}One factor alone, all else as stated. Odds at the end of the horizon; - where it is not drawn.",
    )


def _tie_row(tie: TieOdds, indent: str) -> Row:
    label = indent + factor_words(tie.kind, tie.factor)
    return Row(label, (_tie_at(tie, tie.at), _tie_at(tie, tie.stated), tie.above, chance(tie.odds_above)))


def _tie_at(tie: TieOdds, at: Decimal | None) -> str:
    if at is None:
        return "-"
    if tie.kind == "share price":
        return f"{tie.unit} {figures.price(rounded(at, 2))}"
    if tie.kind != "token prices":
        return rate_words(at)
    if tie.price is None:
        return multiple_words(at)
    per_mtok = tie.price.amount / tie.at * at if tie.at else tie.price.amount
    return f"{figures.price(rounded(per_mtok, 4))} ({multiple_words(at)})" if at != 1 else figures.price(per_mtok)


# replay


def replay_blocks(replays: Mapping[str, Replay]) -> Iterator[Block]:
    """The tokens of offers on the days of the past on which their prices changed; what did not move in a line each."""
    still, unknown = [], []
    for name, replayed in replays.items():
        for found in replayed.allowances:
            if len({day.per_mtok for day in found.days}) > 1:
                yield _replay_table(name, found)
            else:
                still.append(_unmoved(name, found))
        unknown += [f"! {name}: not replayed: {words}" for words in replayed.unknown]
    if still:
        yield Text("UNMOVED IN THE PAST\n" + "\n".join(still), indent=2)
    if replays:
        yield Text(_BOOK, "note")
    if unknown:
        yield Text("\n".join(unknown), "warning", indent=2)


_BOOK = (
    "The past is what the source of the price book recorded, at list prices: before a model was sold it holds the "
    "model's first price. What is promised is the same on every day."
)


def _unmoved(name: str, found: ReplayedAllowance) -> str:
    first = found.days[0]
    price = f"{first.per_mtok.currency} {figures.price(first.per_mtok.amount)} a million since {first.on}"
    return f"{name}: {found.allowance}, at {found.basket.label}: {price}."


def _replay_table(name: str, found: ReplayedAllowance) -> Table:
    rows = [
        Row(str(day.on), (figures.price(day.per_mtok.amount), figures.whole(day.pays.amount), figures.tokens(day.mtok)))
        for day in found.days
    ]
    currency = found.days[0].pays.currency
    heads = (f"{currency} a million", f"{currency} a year", "tokens a year")
    return Table(
        title=f"{name}: {found.allowance} IN THE PAST",
        unit=found.basket.label,
        groups=tuple(Group("", (head,)) for head in heads),
        rows=tuple(rows),
        foot=_went(found),
    )


def _went(found: ReplayedAllowance) -> str:
    """What the changes of price made of a year."""
    if pays := found.pays_change_rate:
        return f"A year costs {_more_or_less(pays, 'more', 'less')} than on the first day."
    if mtok := found.mtok_change_rate:
        return f"A year buys {_more_or_less(mtok, 'more', 'fewer')} tokens than on the first day."
    return "In the end a year costs and buys what it did on the first day."


def _more_or_less(rate: Decimal, more: str, less: str) -> str:
    return f"{rate_words(abs(rate))} {more if rate > 0 else less}"
