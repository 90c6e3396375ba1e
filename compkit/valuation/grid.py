"""The price grid: what each offer's tokens cost and come to at each model, under each scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ..errors import InvalidValue, MissingFact
from ..market.market import Market
from ..market.prices import priced
from ..market.scenarios import Scenario, with_stated
from ..money import Money, exactly
from ..pay.baskets import Basket, TokenMix
from .gridcell import GridCell, Known, cells_of
from .tokenline import mix_of, token_line
from .value import Valuation


@frozen(kw_only=True)
class PriceGrid:
    """Offers by models by scenarios, tidy: offers as given, models by price, scenarios as given.

    Attributes:
        as_of: Day of the prices.
        offers: Names, as given.
        models: Models, the cheapest first; those without a price for the mix last.
        scenarios: Names, as given, the market as stated first.
        mix: How tokens split by kind where an allowance names no mix.
        prices: Price of a million tokens of the mix on `as_of`, as listed, by model; None if it has none.
        cells: One an offer, model and scenario.
    """

    as_of: date
    offers: tuple[str, ...]
    models: tuple[str, ...]
    scenarios: tuple[str, ...]
    mix: TokenMix
    prices: Mapping[str, Money | None]
    cells: tuple[GridCell, ...] = field(repr=False)
    _by_place: dict[tuple[str, str, str], GridCell] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        found = {(cell.offer, cell.model, cell.scenario): cell for cell in self.cells}
        object.__setattr__(self, "_by_place", found)

    def cell(self, offer: str, model: str, scenario: str | None = None) -> GridCell:
        """One cell.

        Args:
            offer: Name of the offer.
            model: ``provider/model``.
            scenario: Name of the scenario; the first if None.

        Raises:
            InvalidValue: If the grid has no such cell.
        """
        place = (offer, model, scenario or self.scenarios[0])
        if place not in self._by_place:
            known = f"it has {', '.join(self.offers)}; {', '.join(self.models)}; {', '.join(self.scenarios)}"
            raise InvalidValue("PriceGrid.cell", ", ".join(place), "is not in the grid", known)
        return self._by_place[place]


@exactly
def price_grid(
    valuations: Mapping[str, Valuation],
    *,
    models: Iterable[str] = (),
    scenarios: Iterable[Scenario] = (),
    mix: TokenMix | None = None,
) -> PriceGrid:
    """What each offer's tokens cost and come to at each model, under each scenario.

    A promised quantity stays with its own models; at another model stands what the same money would buy there. A
    scenario that moves all work to one model does so in every column. No ratio of work between models is assumed.

    With one cell the grid is `value` again: `pays` times the years is the expected cost of the tokens at list prices,
    all of them used, nobody leaving; and where the promise is ``here``, it is `token_year`.

    Args:
        valuations: By name, all of one day.
        models: Models to compare, ``provider/model``; those that the offers name if none is given.
        scenarios: What-ifs; the market as stated goes before them unless one of them has no moves.
        mix: Where an allowance names none; the first that an offer states if None, else the agentic one.

    Raises:
        InvalidValue: If there is no offer or no model, or the days differ.
        UnknownModel: If a book does not hold a model on the day.
        MissingFact: If a promise itself cannot be priced.
    """
    if not valuations:
        raise InvalidValue("price_grid", "nothing", "needs at least one offer")
    first = next(iter(valuations.values()))
    market, mix = first.market, mix or mix_of(token_line(valuation) for valuation in valuations.values())
    prices = _prices(valuations, tuple(dict.fromkeys(models)) or _named(valuations), mix)
    what_ifs = _what_ifs(market, scenarios)
    known = {id(valuation.market): Known() for valuation in valuations.values()}
    cells = (cells_of(name, v, prices, what_ifs, mix, known[id(v.market)]) for name, v in valuations.items())
    return PriceGrid(
        as_of=market.as_of,
        offers=tuple(valuations),
        models=tuple(prices),
        scenarios=tuple(scenario.name for scenario in what_ifs),
        mix=mix,
        prices=prices,
        cells=tuple(cell for found in cells for cell in found),
    )


def _what_ifs(market: Market, scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """The scenarios, the market as stated before them; each name once."""
    found = with_stated(scenarios, market)
    names = [scenario.name for scenario in found]
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue("price_grid scenarios", name, "is named twice", "give each scenario its own name")
    return found


def _named(valuations: Mapping[str, Valuation]) -> tuple[str, ...]:
    """The models that the offers name."""
    baskets = (a.basket for valuation in valuations.values() for a in valuation.package.tokens if a.basket)
    return tuple(dict.fromkeys(model for basket in baskets for model in basket.models))


def _prices(valuations: Mapping[str, Valuation], models: tuple[str, ...], mix: TokenMix) -> dict[str, Money | None]:
    """Each model's listed price of the mix, the cheapest first, unknown ones last; every book must hold every model."""
    first = next(iter(valuations.values()))
    if not models:
        raise InvalidValue("price_grid models", "nothing", "no offer names a model", "say models=[...], provider/model")
    for name, valuation in valuations.items():
        if valuation.market.as_of != first.market.as_of:
            rule = f"must be of the same day as the first offer, {first.market.as_of}"
            raise InvalidValue(f"price_grid {name}", valuation.market.as_of, rule)
        for model in models:
            valuation.market.book.price(model, valuation.market.as_of)
    found = {model: _listed(first.market, model, mix) for model in models}
    order = sorted(models, key=lambda model: (found[model] is None, _in_dollars(first.market, found[model]), model))
    return {model: found[model] for model in order}


def _listed(market: Market, model: str, mix: TokenMix) -> Money | None:
    try:
        return priced(Basket.of(model, mix), [market.book.price(model, market.as_of)])
    except MissingFact:
        return None


def _in_dollars(market: Market, price: Money | None) -> Decimal:
    """For sorting: in one currency where the rate is known, else as it is."""
    if price is None:
        return Decimal(0)
    try:
        return market.convert(price, "USD").amount
    except MissingFact:
        return price.amount
