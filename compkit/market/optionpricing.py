"""How options are priced: a named method with its parameters, and nothing that is not stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, maybe, one_of
from ..errors import InvalidValue, MissingFact
from ..money import EXACT, exact, maybe_exact
from .lattice import MOST_STEPS, STEPS, lattice
from .options import black_scholes

Method = Literal["intrinsic", "black-scholes", "lattice"]
METHODS: tuple[Method, ...] = ("intrinsic", "black-scholes", "lattice")

Term = Literal["expected", "contractual"]
TERMS: tuple[Term, ...] = ("expected", "contractual")

BySymbol = tuple[tuple[str, Decimal], ...]


def by_symbol(rates: Mapping[str, Decimal | int | str] | Iterable[tuple[str, Decimal | int | str]]) -> BySymbol:
    """Rates by symbol, as pairs in order of the symbols."""
    pairs = rates.items() if isinstance(rates, Mapping) else rates
    return tuple(sorted((symbol, exact(rate)) for symbol, rate in pairs))


def _each_between(low: int, high: int) -> Any:
    def check(instance: object, attribute: Any, value: BySymbol) -> None:
        for symbol, rate in value:
            if not low <= rate <= high:
                name = f"{type(instance).__name__}.{attribute.name}"
                raise InvalidValue(name, rate, f"must be from {low} to {high} for {symbol}", "say 0.6 for 60 %")

    return check


@frozen(kw_only=True)
class OptionPricing:
    """The method by which options are valued.

    Values by a model are present values: they are neither grown nor discounted again (DESIGN section 2).

    Attributes:
        method: ``intrinsic``, the share less the strike on the day of vesting; ``black-scholes``, by Black, Scholes and
            Merton; or ``lattice``, by Hull and White.
        rate: Risk-free rate a year, continuously compounded; a model needs it.
        volatility: A year, by symbol; a model needs it.
        dividend_yield: A year, continuously compounded, by symbol; none is 0.
        term: Over which Black-Scholes-Merton runs: ``expected`` is midway between vesting and expiry, tranche by
            tranche (SEC SAB 107), ``contractual`` to expiry. A lattice always runs to expiry.
        exercise_multiple: Share price over strike at which a vested option is exercised; a lattice needs it.
        exit_rate: Chance a year of leaving once vested, on a lattice.
        steps: Steps of a lattice.
    """

    method: Method = field(default="intrinsic", validator=one_of(*METHODS))
    rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(-1, 1)))
    volatility: BySymbol = field(default=(), converter=by_symbol, validator=_each_between(0, 10))
    dividend_yield: BySymbol = field(default=(), converter=by_symbol, validator=_each_between(0, 1))
    term: Term = field(default="expected", validator=one_of(*TERMS))
    exercise_multiple: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(1, 1000)))
    exit_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    steps: int = field(default=STEPS, validator=between(1, MOST_STEPS))

    @property
    def is_model(self) -> bool:
        """Whether values are present values of a model."""
        return self.method != "intrinsic"

    def risks(self, symbol: str) -> tuple[Decimal, Decimal, Decimal]:
        """Rate, volatility and dividend yield of a share.

        Raises:
            MissingFact: With the lines to paste, if the method needs what was not stated.
        """
        volatility = dict(self.volatility).get(symbol)
        missing = [name for name, value in (("rate", self.rate), ("volatility", volatility)) if value is None]
        if self.method == "lattice" and self.exercise_multiple is None:
            missing.append("exercise multiple")
        if self.rate is None or volatility is None or missing:
            raise MissingFact(f"{' and '.join(missing)} for options on {symbol} by {self.method}", self._paste(symbol))
        return self.rate, volatility, dict(self.dividend_yield).get(symbol, Decimal(0))

    def _paste(self, symbol: str) -> str:
        lines = f"options:\n  method: {self.method}\n  rate: 0 %\n  volatility: {{{symbol}: 0 %}}"
        return lines + ("\n  exercise_multiple: 0.00" if self.method == "lattice" else "")

    def years(self, vests_in: Decimal, expires_in: Decimal) -> Decimal:
        """Years over which the model runs for a tranche."""
        if self.method == "lattice" or self.term == "contractual":
            return expires_in
        return EXACT.divide(EXACT.add(vests_in, expires_in), Decimal(2))

    def price(self, symbol: str, *, spot: Decimal, strike: Decimal, vests_in: Decimal, expires_in: Decimal) -> Decimal:
        """What an option is worth today, by the model, in the currency of spot and strike.

        Raises:
            MissingFact: If the model needs what was not stated.
        """
        rate, volatility, dividend_yield = self.risks(symbol)
        years = self.years(vests_in, expires_in)
        if self.method == "lattice":
            assert self.exercise_multiple is not None
            return lattice(
                spot=spot,
                strike=strike,
                years=years,
                vests_in=vests_in,
                rate=rate,
                dividend_yield=dividend_yield,
                volatility=volatility,
                exercise_multiple=self.exercise_multiple,
                exit_rate=self.exit_rate,
                steps=self.steps,
            )
        return black_scholes(
            spot=spot, strike=strike, years=years, rate=rate, dividend_yield=dividend_yield, volatility=volatility
        ).call
