"""What the tokens of offers buy at each model, and what promised quantities of them cost there, at list prices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...money import exactly
from ...valuation.basis import percent
from ...valuation.compare import Comparison
from ...valuation.tokenline import ModelPrice
from .. import figures
from ..palette import COMPONENT_COLOURS
from .rows import Cell, Column, Row, draw_rows
from .scale import tight
from .scope import cut_words
from .slide import Key, Picture, Slide
from .svg import isolated

_COLOUR = COMPONENT_COLOURS["tokens"]
MOST_COLUMNS, MOST_MODELS = 6, 18
_PRICES = "INTERNAL: shows prices that are no list prices. Not for the candidate."
_WORK = "Tokens of two models do not do the same work; no ratio is assumed."


@exactly
def token_pictures(comparison: Comparison) -> tuple[Picture, ...]:
    """What token money buys at each compared model, and what token quantities cost there; none without either.

    Args:
        comparison: The offers as the reader may see them: see `scope.for_reader`.
    """
    if "tokens" not in comparison.components or not comparison.models:
        return ()
    lines = comparison.token_lines
    money = [name for name, line in lines.items() if line.money.amount]
    quantity = [name for name, line in lines.items() if line.mtok]
    found = []
    if money:
        found.append(_picture(comparison, money, buys=True))
    if quantity:
        found.append(_picture(comparison, quantity, buys=False))
    return tuple(found)


def _picture(comparison: Comparison, names: list[str], *, buys: bool) -> Picture:
    prices = [found for found in comparison.model_prices if found.from_on is None]
    rows = [_row(comparison, found, names[:MOST_COLUMNS], buys=buys) for found in prices[:MOST_MODELS]]
    columns = [Column(name, _promised(comparison, name, buys=buys)) for name in names[:MOST_COLUMNS]]
    promised = (f"{isolated(column.name)}: {column.note} a year." for column in columns)
    cut = (cut_words(len(columns), len(names)), cut_words(len(rows), len(prices), "models"))
    what = "the token money of a year buys" if buys else "the promised tokens of a year cost"
    slide = Slide(
        name="tokens-bought" if buys else "tokens-cost",
        title=f"What {what} at each model",
        subtitle=_unit(comparison, prices, buys=buys),
        legend=(Key("tokens bought" if buys else f"{comparison.currency} a year", _COLOUR),),
        foot=" ".join([*_foot(comparison, prices), *filter(None, cut)]),
        told=(*promised, *(cell.told for row in rows for cell in row.cells)),
        internal="" if _are_listed(prices) else _PRICES,
    )
    return slide.draw(draw_rows(columns, rows, slide.box, _COLOUR))


def _promised(comparison: Comparison, name: str, *, buys: bool) -> str:
    line = comparison.token_lines[name]
    return f"{comparison.currency} {figures.whole(line.money.amount)}" if buys else figures.tokens(line.mtok)


def _are_listed(prices: list[ModelPrice]) -> bool:
    return all(found.row.stage == "list" for found in prices)


def _unit(comparison: Comparison, prices: list[ModelPrice], *, buys: bool) -> str:
    what = "tokens a year (M million, bn thousand million)" if buys else f"{comparison.currency} a year"
    return f"{what}; beside each model {prices[0].per_mtok.currency} a million tokens of the mix"


def _row(comparison: Comparison, found: ModelPrice, names: list[str], *, buys: bool) -> Row:
    here = comparison.baseline.market.convert(found.per_mtok, comparison.currency).amount
    cell = _bought if buys else _costs
    cells = tuple(cell(comparison, name, found.model, here) for name in names)
    return Row(label=found.model, note=figures.price(found.per_mtok.amount), cells=cells)


def _bought(comparison: Comparison, name: str, model: str, price: Decimal) -> Cell:
    who = isolated(name)
    if not comparison.may_spend(name, model):
        return Cell(amount=None, shown="not there", told=f"{who}: the money cannot be spent at {model}.")
    if not price:
        return Cell(amount=None, shown="unlimited", told=f"{who} at {model}: unlimited.", endless=True)
    mtok = comparison.token_lines[name].money.amount / price
    shown = figures.tokens(mtok)
    return Cell(amount=mtok, shown=shown, told=f"{who} at {model}: {shown} tokens.")


def _costs(comparison: Comparison, name: str, model: str, price: Decimal) -> Cell:
    cost = comparison.token_lines[name].mtok * price
    told = f"{isolated(name)} at {model}: {comparison.currency} {figures.whole(cost)}."
    return Cell(amount=cost, shown=tight(cost), told=told)


def _foot(comparison: Comparison, prices: list[ModelPrice]) -> Iterator[str]:
    mix = comparison.mix
    shares = ", ".join(f"{percent(share)} {kind.replace('_', ' ')}" for kind, share in mix.shares().items() if share)
    sources = figures.joined(dict.fromkeys(isolated(found.row.stated_by) for found in prices))
    stages = figures.joined(dict.fromkeys(found.row.stage for found in prices)).capitalize()
    yield f"As of {comparison.baseline.market.as_of}. {stages} prices ({sources}), before any discount."
    yield f"Mix {mix.name}: {shares} ({mix.source}). A year on average, if all tokens are used. {_WORK}"
