"""The desk: one run of the command line, from files to valuations and a comparison. No output of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve, field, frozen

from ..documents.words import short_names
from ..errors import InvalidValue, MissingFact
from ..market.factory import AiFactory, with_factories
from ..market.listing import list_prices
from ..market.market import Market
from ..market.moves import UseModel
from ..market.prices import PriceBook
from ..market.scenarios import Scenario
from ..market.tokenscenarios import TOKEN_SCENARIOS, provider_increase
from ..pay.offer import Offer
from ..pay.package import Package
from ..valuation.assumptions import Assumptions
from ..valuation.compare import Comparison, compare
from ..valuation.facts import Facts
from ..valuation.value import Valuation, value
from ..valuation.views import View
from .assumptions import read_assumptions
from .factory import read_factory
from .fields import parse_day, parse_rate
from .offers import OfferFile, read_offers
from .prices import read_prices
from .text import refused

_INCREASE = re.compile(r"(\S+) (\+\d+(?:\.\d+)? %) from (\d{4}-\d{2}-\d{2})")
"""A rise of one provider's prices, as `provider_increase` names it."""


@frozen(kw_only=True)
class Request:
    """What a run asks for.

    Attributes:
        as_of: Today.
        assumptions: Assumptions file; None is none.
        prices: Price file that stands instead of the list; None is the list, or what the assumptions name.
        announced: Whether announced price changes are applied.
        horizon_months: Months that count.
        models: Models at which tokens are compared; empty leaves it to the assumptions and offers.
        scenarios: Names of scenarios to show; empty is all of the assumptions.
        currency: In which to compare; None is the first offer's.
        view: How time is cut into years.
    """

    as_of: date
    assumptions: str | None = None
    prices: str | None = None
    announced: bool = False
    horizon_months: int = 48
    models: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    currency: str | None = None
    view: View = field(factory=View)


@frozen(kw_only=True)
class Desk:
    """Offers on the desk with the facts that value them.

    Attributes:
        request: What was asked for.
        files: The offers with their paths.
        names: Short name of each offer, by path.
        facts: All facts: the assumptions file, then what offers state themselves.
        market: The market of these facts.
        given: The assumptions of these facts.
        factories: Own factories; their prices are in the market, and internal.
    """

    request: Request
    files: tuple[OfferFile, ...]
    names: dict[str, str]
    facts: Facts
    market: Market
    given: Assumptions
    factories: tuple[AiFactory, ...] = ()

    @property
    def offers(self) -> dict[str, Offer]:
        """Offers by short name."""
        return {self.names[file.path]: file.offer for file in self.files}

    def valuations(self) -> dict[str, Valuation]:
        """Every offer valued, by short name.

        Raises:
            MissingFact: Naming the offer, if it needs a price that was not given.
        """
        return {name: self._value(name, offer.package) for name, offer in self.offers.items()}

    def only_offer(self) -> Offer:
        """The one offer of a run that takes one.

        Raises:
            FileProblems: If there are several, as in a folder or an intake workbook.
        """
        return only_file(self.files).offer

    def only(self) -> tuple[str, Valuation]:
        """The one offer of a run that takes one, by its short name, valued.

        Raises:
            FileProblems: If there are several, as in a folder or an intake workbook.
            MissingFact: If it needs a price that was not given.
        """
        self.only_offer()
        ((name, valuation),) = self.valuations().items()
        return name, valuation

    def _value(self, name: str, package: Package) -> Valuation:
        try:
            return value(package, self.market, self.given)
        except MissingFact as error:
            error.args = (f"{name} needs a fact that was not given\n{error.args[0]}",)
            raise

    def token_valuations(self) -> tuple[dict[str, Valuation], tuple[str, ...]]:
        """Every offer valued for its tokens, which need no share price; and what was left out, in words."""
        known = {share.symbol for share in self.market.shares}
        found, left_out = {}, []
        for name, offer in self.offers.items():
            package = offer.package
            missing = sorted({grant.symbol for grant in package.equity} - known)
            if missing:
                package = evolve(package, equity=(), unknown=package.unknown | {"equity"})
                words = f"equity left out of shares and hires: no share price of {', '.join(missing)}"
                left_out.append(f"{name}: {words} (see --assumptions)")
            found[name] = self._value(name, package)
        return found, tuple(left_out)

    def comparison(self) -> Comparison:
        """The offers side by side, as the request asks."""
        return compare(
            self.valuations(),
            currency=self.request.currency,
            view=self.request.view,
            scenarios=self.scenarios(),
            models=self.models,
        )

    @property
    def models(self) -> tuple[str, ...]:
        """Models at which tokens are compared: asked for, else those of the assumptions."""
        return self.request.models or self.facts.models

    def scenarios(self) -> list[Scenario]:
        """The scenarios asked for, else those of the assumptions.

        A name may also be a built-in token price scenario, a model (all work on it), a rise of one provider such as
        ``openai +10 % from 2027-07-01``, or ``all`` for every built-in one.
        """
        return named_scenarios(self.facts, self.request.scenarios)


def only_file(files: Sequence[OfferFile]) -> OfferFile:
    """The one offer of those that were read.

    Raises:
        FileProblems: If there are several, as in a folder or an intake workbook.
    """
    if len(files) != 1:
        path = files[0].path
        rule = f"one offer is wanted, and there are {len(files)}"
        raise refused(path.partition("#")[0], rule, f"say one, such as {path}")
    return files[0]


def _made(name: str, known: Iterable[str]) -> Scenario:
    """A scenario that its own name states."""
    if match := _INCREASE.fullmatch(name):
        return provider_increase(match[1], parse_rate(match[2]), parse_day(match[3]))
    if "/" in name:
        return Scenario(name=name, moves=(UseModel(model=name),))
    raise InvalidValue("--scenario", name, "is not a scenario", f"known: {', '.join(known)}")


def open_desk(paths: Iterable[str], request: Request, *, progress: Callable[[int], object] | None = None) -> Desk:
    """Read everything that a run needs; `progress` is called with the number of offers read so far.

    Raises:
        FileProblems: Listing every problem of every file.
    """
    readings = read_offers(list(paths), progress=progress)
    readings.check()
    files = readings.files
    facts = read_assumptions(request.assumptions) if request.assumptions else Facts()
    names = short_names({file.path: file.offer for file in files})
    facts = facts.over({names[file.path]: file.facts for file in files})
    market = facts.market(price_book(request, facts), as_of=request.as_of, announced=request.announced)
    factories = tuple(read_factory(Path(request.assumptions or ".").parent / path) for path in facts.factories)
    market = with_factories(market, factories)
    given = facts.assumptions(as_of=request.as_of, horizon_months=request.horizon_months)
    return Desk(request=request, files=files, names=names, facts=facts, market=market, given=given, factories=factories)


def named_scenarios(facts: Facts, names: Iterable[str] = ()) -> list[Scenario]:
    """Scenarios by their names; those of the assumptions if none is named.

    Args:
        facts: Of the assumptions.
        names: Also built-in ones, ``all`` of them, a model on which all work goes, or a rise of one provider.

    Raises:
        InvalidValue: If a name is none of these.
    """
    own = {scenario.name: scenario for scenario in facts.scenarios}
    known = own | {scenario.name: scenario for scenario in TOKEN_SCENARIOS if scenario.name not in own}
    found: dict[str, Scenario] = {}
    for name in list(names) or own:
        wanted = TOKEN_SCENARIOS if name == "all" else (known.get(name) or _made(name, known),)
        found |= {scenario.name: scenario for scenario in wanted}
    return list(found.values())


def price_book(request: Request, facts: Facts) -> PriceBook:
    """The price file that the option names, else the one that the assumptions name, else the list.

    Raises:
        FileProblems: If a price file cannot be read.
    """
    if request.prices:
        return read_prices(request.prices)
    if facts.token_prices != "list":
        folder = Path(request.assumptions or ".").parent
        return read_prices(folder / facts.token_prices)
    return list_prices(as_of=request.as_of)
