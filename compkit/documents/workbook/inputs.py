"""Inputs: what can be changed in the workbook, each a defined name that formulas use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from attrs import evolve, field, frozen

from ...market.market import Market
from ...money import Money
from ...pay.entitlements import Expectation
from ...pay.units import Options, Shares
from ...valuation.basis import utilisation_words
from ...valuation.compare import Comparison
from ...valuation.utilisation import UtilisationPath
from ...valuation.value import Valuation
from ..words import NUMBER_NAMES
from .names import defined_name
from .styles import DAY, PERCENT, UNIT_PRICE
from .yearviews import views_of


@frozen(kw_only=True)
class Input:
    """One yellow cell.

    Attributes:
        name: Defined name.
        label: Heading over it.
        issued: Its value when the workbook was made.
        form: Number format.
        low: Least number that is taken.
        high: Greatest number that is taken.
        choices: Formula of the list it is chosen from; empty for numbers and days.
        hint: What to enter, in words.
        is_main: Whether it stands on the first sheet; the others stand on the sheet of inputs.
    """

    name: str
    label: str
    issued: Decimal | date | str
    form: str = "General"
    low: Decimal | int = 0
    high: int = 1
    choices: str = ""
    hint: str
    is_main: bool = False


AS_OF, MODEL, PRICE_CHANGE, NUMBER, YEARS = (
    "as_of",
    "token_model",
    "token_price_change",
    "number_shown",
    "years_shown",
)
"""Defined names of inputs that there is one of."""
AS_PROMISED = "as promised"
"""The choice of no other model: every promise at its own models, whatever tokens its money buys."""
_RARE = (
    ("discount_rate", "Discount a year", "On value to the employee only."),
    ("leave_rate", "Leaving a year", "Staying odds apply to expected cost and value to the employee."),
    ("employer_load", "Employer load", "On cash other than benefits, in expected cost only."),
    ("resale_haircut", "Resale haircut", "On tokens for personal use, in value to the employee only."),
)
_T = TypeVar("_T")


@frozen
class Inputs:
    """All inputs of a workbook, and which of them each offer uses.

    Attributes:
        cells: In the order in which they are shown.
        by_use: Defined name by offer and use: an expectation, ``share`` or ``growth`` and a symbol, ``rate`` and two
            currencies.
    """

    cells: tuple[Input, ...]
    by_use: Mapping[tuple[str, str], str] = field(repr=False)

    def expected(self, offer: str, expectation: Expectation) -> str | None:
        """Defined name of an expected factor; None where it is paid in full."""
        return None if expectation == "in full" else self.by_use[offer, expectation]

    def of(self, offer: str, use: str) -> str:
        """Defined name of what an offer uses."""
        return self.by_use[offer, use]

    def convert(self, offer: str, market: Market, currency: str, target: str) -> str:
        """What turns an amount of one currency into another, to be written after it; nothing for the same one."""
        if currency == target:
            return ""
        fact = market.rate_fact(currency, target)
        return f"{'*' if fact.base == currency else '/'}{self.by_use[offer, f'rate {fact.base} {fact.quote}']}"


def spot(market: Market, symbol: str) -> Money:
    """The share price that moves cost and value to the employee: the stated one after the market's own moves."""
    return market.share_price(symbol, market.as_of)


def inputs_of(comparison: Comparison, models: str) -> Inputs:
    """The inputs that any offer's expected cost or value depends on; one for all offers that agree.

    Args:
        comparison: The offers.
        models: Formula of the list of models, or empty where no price of tokens moves anything.
    """
    return _Collector(comparison, models).collected()


class _Collector:
    def __init__(self, comparison: Comparison, models: str) -> None:
        self._comparison = comparison
        self._models = models
        self._offers = comparison.valuations
        self._cells: list[Input] = []
        self._by_use: dict[tuple[str, str], str] = {}

    def collected(self) -> Inputs:
        self._shown()
        if self._models:
            hint = "As promised, or one model for the tokens of every promise; what money buys there is on Tokens."
            cell = Input(name=MODEL, label="Model of the tokens", issued=AS_PROMISED, choices=self._models, hint=hint)
            self._one(evolve(cell, is_main=True))
        if self._with("tokens"):
            hint = "0 % is as issued; -40 % is a fall by two fifths. Promised money stays."
            cell = Input(name=PRICE_CHANGE, label="Token price change", issued=Decimal(0), low=-1, high=1000, hint=hint)
            self._one(evolve(cell, form="+0.##%;-0.##%;0%", is_main=True))
            self._tokens_used()
        self._expected("bonus", "Bonus payout", lambda v: v.assumptions.bonus_payout)
        self._expected("commission", "Commission payout", lambda v: v.assumptions.commission_payout)
        symbols = list(dict.fromkeys(symbol for v in self._offers.values() for symbol in _symbols(v)))
        for symbol in symbols:
            self._share(symbol)
        self._quiet(symbols)
        return Inputs(tuple(self._cells), self._by_use)

    def _shown(self) -> None:
        """Which number and which years the tables by year show."""
        names = '"' + ",".join(NUMBER_NAMES.values()) + '"'
        hint = "The number that the tables by year show; the three stand side by side above them."
        cell = Input(name=NUMBER, label="Number by year", issued=NUMBER_NAMES["face"], choices=names, hint=hint)
        self._one(evolve(cell, is_main=True))
        views = views_of(self._comparison)
        listed = '"' + ",".join(view.name for view in views) + '"'
        hint = "How the tables by year cut time. Named totals stay in years of service."
        self._one(Input(name=YEARS, label="Years", issued=views[0].name, choices=listed, hint=hint, is_main=True))

    def _quiet(self, symbols: list[str]) -> None:
        """What is changed more rarely, on the sheet of inputs."""
        as_of = self._comparison.baseline.assumptions.as_of
        hint = "Growth, discount and staying odds run from this day; prices stay as chosen."
        self._one(Input(name=AS_OF, label="As of", issued=as_of, form=DAY, hint=hint))
        for symbol in symbols:
            growth = {n: v.market.share_growth(symbol) for n, v in self._offers.items() if symbol in _symbols(v)}
            label = f"{symbol} growth a year"
            cell = Input(name=f"growth {symbol}", label=label, issued=Decimal(0), low=-1, high=10, hint="A year.")
            self._each(f"growth {symbol}", evolve(cell, form=PERCENT), growth)
        for use, label, hint in _RARE:
            if use != "resale_haircut" or self._with("tokens"):
                high = 1 if use in ("leave_rate", "resale_haircut") else 10
                cell = Input(name=use, label=label, issued=Decimal(0), form=PERCENT, high=high, hint=hint)
                self._each(use, cell, {name: getattr(v.assumptions, use) for name, v in self._offers.items()})
        self._rates()

    def _rates(self) -> None:
        """Exchange rates that anything is converted at."""
        found: dict[tuple[str, str], dict[str, Decimal]] = {}
        for name, valuation in self._offers.items():
            for rate in valuation.market.rates:
                found.setdefault((rate.base, rate.quote), {})[name] = rate.rate
        for (base, quote), rates in found.items():
            label, hint = f"{quote} for 1 {base}", "Promises stay at the rate as issued."
            cell = Input(name=f"rate {base} {quote}", label=label, issued=Decimal(1), high=10**9, hint=hint)
            self._each(f"rate {base} {quote}", evolve(cell, form=UNIT_PRICE), rates)

    def _with(self, expectation: Expectation) -> dict[str, Valuation]:
        return {
            name: valuation
            for name, valuation in self._offers.items()
            if any(line.row.expectation == expectation for line in valuation.lines)
        }

    def _tokens_used(self) -> None:
        """The share of tokens that is used; where it is a path, 100 % of the path."""
        values = {name: (v.assumptions.utilisation, _path(v)) for name, v in self._with("tokens").items()}
        for (rate, path), names in _grouped(values).items():
            label = "Tokens used" + (", of the path" if path else "") + _for(names, values)
            hint = "From 0 % to 100 %." + (f" 100 % is as stated: {path}." if path else "")
            cell = Input(name="tokens used", label=label, issued=rate, form=PERCENT, hint=hint, is_main=True)
            self._keep(cell, "tokens", names)

    def _expected(self, use: Expectation, label: str, issued: Callable[[Valuation], Decimal]) -> None:
        values = {name: issued(valuation) for name, valuation in self._with(use).items()}
        cell = Input(name=label, label=label, issued=Decimal(1), high=10, hint="From 0 % to 1000 %.", is_main=True)
        self._each(use, evolve(cell, form=PERCENT), values)

    def _share(self, symbol: str) -> None:
        prices = {name: spot(v.market, symbol) for name, v in self._offers.items() if symbol in _symbols(v)}
        hint = "Price of a share, before any growth. What is promised stays at the price as issued."
        for price, names in _grouped(prices).items():
            label = f"{symbol} share, {price.currency}{_for(names, prices)}"
            cell = Input(name=f"share {symbol}", label=label, issued=price.amount, high=10**9, hint=hint, is_main=True)
            self._keep(evolve(cell, form=UNIT_PRICE), f"share {symbol}", names)

    def _each(self, use: str, like: Input, values: Mapping[str, Decimal]) -> None:
        """One input for all offers whose value is the same."""
        for value, names in _grouped(values).items():
            self._keep(evolve(like, label=like.label + _for(names, values), issued=value), use, names)

    def _one(self, cell: Input) -> None:
        self._cells.append(cell)

    def _keep(self, cell: Input, use: str, names: list[str]) -> None:
        """An input under a name of its own."""
        words = cell.name if cell.name.startswith(("share ", "rate ")) else cell.name.lower()
        cell = evolve(cell, name=defined_name(words, (other.name for other in self._cells)))
        self._cells.append(cell)
        self._by_use |= {(offer, use): cell.name for offer in names}


def _path(valuation: Valuation) -> str:
    stated = valuation.assumptions.token_utilisation
    return utilisation_words(stated) if isinstance(stated, UtilisationPath) else ""


def _for(names: list[str], everyone: Mapping[str, object]) -> str:
    """Whose input it is, where not all offers share it."""
    return "" if len(names) == len(everyone) else f": {', '.join(names)}"


def _grouped(values: Mapping[str, _T]) -> dict[_T, list[str]]:
    """Offers by the value they share."""
    found: dict[_T, list[str]] = {}
    for name, value in values.items():
        found.setdefault(value, []).append(name)
    return found


def _symbols(valuation: Valuation) -> list[str]:
    return list(dict.fromkeys(_of_units(valuation)))


def _of_units(valuation: Valuation) -> Iterator[str]:
    for line in valuation.lines:
        if isinstance(line.row.unit, (Shares, Options)):
            yield line.row.unit.symbol
