"""All that a page knows, as plain data: rows, prices and the settings it opens with. What is not here cannot leak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import CompkitError, InvalidValue
from ...market.current import current_models
from ...market.market import Market
from ...market.moves import UseModel
from ...market.scenarios import Scenario
from ...money import exactly, minor_units
from ...pay.baskets import Basket, provider_of
from ...pay.offer import Offer
from ...valuation.compare import Comparison
from ...valuation.views import View, years
from ..figures import joined
from ..palette import COMPONENT_COLOURS
from ..words import COMPONENT_NAMES, NUMBER_NAMES, expected_words, span
from .baskets import Baskets
from .days import Days
from .numbers import figure
from .odds import PageOdds, odds_data
from .offers import about, fixed_totals, left_out, terms_data, waiting
from .presets import presets
from .reader import DEFINITIONS, NUMBERS, Reader, known_reader, market_for, one_market
from .rows import Rows
from .settings import start_settings
from .tokens import candid, tokens_data
from .units import Units

FORMAT = "compkit/page/1"

_VIEWS = {
    "service": View(),
    "calendar": View(kind="calendar"),
    "delivered": View(kind="calendar", basis="delivered"),
}


@exactly
def page_data(
    comparison: Comparison,
    *,
    reader: Reader = "candidate",
    offers: Mapping[str, Offer] | None = None,
    odds: PageOdds | None = None,
) -> dict[str, Any]:
    """What a page knows, as ``compkit/page/1``; decimals are text.

    Args:
        comparison: The offers, all valued in one market under the same assumptions.
        reader: ``candidate`` leaves out expected cost and all that goes into it, or ``employer``.
        offers: The offers behind the comparison, by its names.
        odds: The odds of these offers for the same reader, by `page_odds`; None leaves them out.

    Raises:
        InvalidValue: If the offers are valued in different markets or under different assumptions, or the odds are of
            other offers or for another reader.
        MissingFact: If a candidate's page needs a price that is internal.
    """
    market = market_for(one_market(comparison), known_reader(reader))
    if odds is not None and odds.reader != reader:
        raise InvalidValue("odds of the page", odds.reader, f"must be for the page's reader, the {reader}")
    given = comparison.baseline.assumptions
    what_ifs = list(_candid(comparison, market, reader))
    rows, units, baskets, days = _collected(comparison, market, reader, what_ifs)
    listed_units = units.data()  # collects the baskets in which claims settle
    models = _models(comparison, market, baskets, reader, what_ifs)
    known, unknown = presets(what_ifs, market, symbols=units.symbols, models=models)
    return _frame(comparison, reader) | {
        "announced": market.announced,
        "days": days.data(),
        "shares": units.shares(given),
        "option_pricing": units.option_pricing(),
        "rates": units.rates(),
        "models": [_model(comparison, market, model) for model in models],
        "baskets": baskets.data(models),
        "units": listed_units,
        "offers": [_offer(comparison, name, rows[name], models, (offers or {}).get(name)) for name in comparison.names],
        "settings": start_settings(market, given, units.symbols, reader),
        "presets": known,
        "presets_left_out": unknown,
        "simulation": None if odds is None else odds_data(odds, comparison),
    }


def _collected(
    comparison: Comparison, market: Market, reader: Reader, scenarios: list[Scenario]
) -> tuple[dict[str, Rows], Units, Baskets, Days]:
    """The rows of every offer, and what they are made of."""
    delivered = [(line.row, line.row.on) for v in comparison.valuations.values() for line in v.lines]
    days = Days(market.as_of, (on for _, on in delivered if on is not None))
    priced_on = (on for row, on in delivered if row.component == "tokens" and on is not None)
    baskets = Baskets(market, days=days, priced_on=priced_on, reader=reader, scenarios=scenarios)
    units = Units(market, comparison.currency, days, baskets, reader)
    places: dict[str, Any] = {"days": days, "units": units, "baskets": baskets, "reader": reader}
    return {name: Rows(comparison, name, **places) for name in comparison.names}, units, baskets, days


def _frame(comparison: Comparison, reader: Reader) -> dict[str, Any]:
    """What the page says of itself: for whom, of which day, in which words."""
    given, mix = comparison.baseline.assumptions, comparison.mix
    return {
        "format": FORMAT,
        "for": reader,
        "title": ", ".join(comparison.names),
        "as_of": str(given.as_of),
        "currency": comparison.currency,
        "minor": minor_units(comparison.currency),
        "horizon_months": given.horizon_months,
        "span": span(given.horizon_months),
        "numbers": [
            {"id": number, "name": NUMBER_NAMES[number], "definition": DEFINITIONS[reader][number]}
            for number in NUMBERS[reader]
        ],
        "components": [
            {"id": part, "name": COMPONENT_NAMES[part], "colour": COMPONENT_COLOURS[part]}
            for part in comparison.components
        ],
        "views": [{"id": key, "name": _words(view), "years": years} for key, view, years in _views(comparison)],
        "mix": {
            "name": mix.name,
            "shares": {kind: figure(share) for kind, share in mix.shares().items() if share},
            "source": mix.source,
        },
        "notes": list(_notes(comparison, reader)),
    }


def _views(comparison: Comparison) -> Iterator[tuple[str, View, list[str]]]:
    """Ways to cut time, by their names on the page; the comparison's own first where it is none of the usual."""
    own = {} if comparison.view in _VIEWS.values() else {"own": comparison.view}
    for key, view in (own | _VIEWS).items():
        labels = {year.label for valuation in comparison.valuations.values() for year in years(valuation, view)}
        yield key, view, sorted(labels, key=lambda label: (len(label), label))


def _words(view: View) -> str:
    return view.label if view.basis == "earned" else f"{view.label}, by day of delivery"


def _models(
    comparison: Comparison, market: Market, baskets: Baskets, reader: Reader, scenarios: list[Scenario]
) -> list[str]:
    """Models to choose from: those that are compared first, then those of scenarios, then current ones."""
    moved = [move.model for scenario in scenarios for move in scenario.moves if isinstance(move, UseModel)]
    named = [*comparison.models, *moved, *current_models(market.book)]
    return baskets.choices(model for model in named if _is_listed(model, market, reader))


def _is_listed(model: str, market: Market, reader: Reader) -> bool:
    """Whether a reader may see the price of a model: for a candidate only a list price."""
    return candid(Basket.of(model), market, reader) is not None


def _model(comparison: Comparison, market: Market, model: str) -> dict[str, Any]:
    """A model, and its list price of the compared mix on the day of the page; null where the mix has none."""
    try:
        price = market.convert(market.token_price(Basket.of(model, comparison.mix), market.as_of), comparison.currency)
    except CompkitError:
        price = None
    return {
        "id": model,
        "provider": provider_of(model),
        "compared": model in comparison.models,
        "price": None if price is None else figure(price.amount),
    }


def _candid(comparison: Comparison, market: Market, reader: Reader) -> Iterator[Scenario]:
    """Scenarios that a reader may see: for a candidate none that moves to a model whose price is internal."""
    for scenario in comparison.scenarios:
        models = [move.model for move in scenario.moves if isinstance(move, UseModel)]
        if all(_is_listed(model, market, reader) for model in models):
            yield scenario


def _offer(comparison: Comparison, name: str, rows: Rows, models: list[str], offer: Offer | None) -> dict[str, Any]:
    valuation = comparison.valuations[name]
    return about(name, offer, valuation) | {
        "kinds": rows.kinds,
        "rows": rows.rows,
        "years": {key: rows.years(view, labels) for key, view, labels in _views(comparison)},
        "tokens": tokens_data(comparison, name, models),
        "totals": fixed_totals(valuation),
        "terms": terms_data(valuation),
        "waiting": waiting(valuation),
    }


def _notes(comparison: Comparison, reader: Reader) -> Iterator[str]:
    """Sentences for the foot of the page."""
    given = comparison.baseline.assumptions
    yield f"Amounts are in {comparison.currency}, before tax, over {span(given.horizon_months)}."
    if "tokens" in comparison.components:
        yield "Tokens stand apart from cash and equity: every total is shown with and without them."
    yield from left_out(comparison)
    if given.events:
        yield f"Events assumed: {joined(f'{name} on {day}' for name, day in given.events)}."
    if reader == "employer":
        yield expected_words(given)
    yield "This page is no offer and promises nothing: the offer letter holds."
