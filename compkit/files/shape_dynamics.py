"""Shape of the dynamics: how share prices, token prices, use and payout may move, as an assumptions file says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..valuation.simulation.dynamics import (
    DEMAND,
    LEAVING,
    PAYOUT,
    USE,
    Cases,
    Correlation,
    Dynamics,
    ShareMotion,
    TokenMotion,
    Triangle,
)
from .fields import Leaf, Number, Rate, Share, Text, choice, format_rate, parse_number, parse_rate
from .places import Place
from .structure import BROKEN, key

OPTIONS_AT = ("vesting", "expected term")
LEAVING_AS = ("drawn", "as odds")
FACTORS = (USE, PAYOUT, DEMAND, LEAVING)
"""Names of factors that are neither a share nor a provider."""

_ENDS = ("low", "likely", "high")
_MOST = {USE: Decimal(1), PAYOUT: Decimal(10), DEMAND: Decimal(100)}
"""The highest rate of a distribution: no more than all is used, a payout as in `Assumptions`, demand in reason."""

_FORMS = "say {low: 40 %, likely: 70 %, high: 100 %}, with probabilities {40 %: 0.3, 100 %: 0.7}, or one rate, 70 %"


@frozen(kw_only=True)
class ShareMotionShape:
    """How one share's price may move, around its stated price and growth."""

    volatility: Rate = key("A year, such as 45 %: the standard deviation of the price's logarithm.")
    source: Text = key("Where the figure comes from, or that it is an assumption.", "")

    def build(self, here: Place, symbol: str) -> Any:
        """The motion."""
        return here.make(ShareMotion, symbol=symbol, volatility=self.volatility, source=self.source)


@frozen(kw_only=True)
class TokenMotionShape:
    """How one provider's prices may move: a drift, and steps as list prices take them."""

    drift: Rate | None = key("A year, evenly, such as -10 %.", None)
    steps_a_year: Number | None = key("How many steps are expected a year, such as 1.5.", None)
    step: Rate | None = key("The middle one of steps, such as -10 %.", None)
    step_spread: Rate | None = key("Standard deviation of a step's logarithm, such as 40 %.", None)
    source: Text = key("Where the figures come from, or that they are assumptions.", "")

    def build(self, here: Place, provider: str) -> Any:
        """The motion."""
        if (self.drift, self.steps_a_year) == (None, None):
            fix = "say drift: -10 %, or steps_a_year: 1.5 with step: -10 %"
            here.refuse("moves nothing: no drift, and no steps", fix, value=provider)
        elif self.steps_a_year is None and (self.step, self.step_spread) != (None, None):
            here.at("steps_a_year").refuse("is missing", "say how many steps are expected a year, such as 1.5")
        said = {"drift_rate": self.drift, "steps_a_year": self.steps_a_year, "step_rate": self.step}
        given = {name: value for name, value in (said | {"step_spread": self.step_spread}).items() if value is not None}
        return here.make(TokenMotion, _TOKEN_KEYS, provider=provider, source=self.source, **given)


_TOKEN_KEYS = {"drift_rate": "drift", "step_rate": "step"}


@frozen(kw_only=True)
class TriangleShape:
    """A rate between two ends, likeliest at a third."""

    low: Rate = key("No less than this.")
    likely: Rate = key("The likeliest.")
    high: Rate = key("No more than this.")

    def build(self, here: Place) -> Any:
        """The triangle."""
        return here.make(Triangle, low=self.low, likely=self.likely, high=self.high)


Spread = TriangleShape | dict[Rate, Share] | Rate | None
"""The forms of a distribution, for the schema: which of them a mapping has, its keys say."""


def _parse_correlation(value: object) -> Decimal:
    """A number from -1 to 1, or a rate."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return parse_rate(value)
    return parse_number(value)


Correlated = Annotated[Decimal, Leaf(_parse_correlation, str, {"type": ["string", "number"]})]


@frozen(kw_only=True)
class CorrelationShape:
    """Two factors that move together, or against each other."""

    between: tuple[Text, ...] = key("Two of: a share's symbol, a provider, utilisation, payout, demand, leaving.")
    rate: Correlated = key("From -1 to 1, such as 0.3.")

    def build(self, here: Place) -> Any:
        """The correlation."""
        if len(self.between) != 2:
            said = ", ".join(map(str, self.between))
            return here.at("between").refuse("must be two factors", "say [ACME, openai]", value=said)
        first, second = self.between
        return here.make(Correlation, first=first, second=second, rate=self.rate)


@frozen(kw_only=True)
class DynamicsShape:
    """How what is uncertain may move; what is not named stays as stated."""

    source: Text = key("Where the figures come from, or that they are assumptions.", "")
    shares: Any = key("How share prices move, by symbol.", None)
    tokens: Any = key("How token prices move, by provider.", None)
    utilisation: Any = key("Share of token allowances that is used: low, likely and high, or rates with odds.", None)
    payout: Any = key("Payout of target bonuses, in the same forms.", None)
    demand: Any = key("Tokens that are needed, as a share of what an allowance buys today, in the same forms.", None)
    options_at: Annotated[str, choice(*OPTIONS_AT)] = key("When options are exercised.", OPTIONS_AT[0])
    leaving: Annotated[str, choice(*LEAVING_AS)] = key(
        "Whether the day of leaving is drawn at the expected leave rate, or its odds are taken.", LEAVING_AS[0]
    )
    correlations: Any = key("Pairs that move together; all others are independent.", None)

    def build(self, here: Place) -> Any:
        """The dynamics."""
        shares = tuple(_motions(here.at("shares"), ShareMotionShape, "ACME", "{volatility: 45 %}"))
        tokens = tuple(_motions(here.at("tokens"), TokenMotionShape, "openai", "{drift: -10 %}"))
        known = self._factors(here)
        return here.make(
            Dynamics,
            source=self.source,
            shares=shares,
            tokens=tokens,
            utilisation=_distribution(here.at(USE), _MOST[USE]),
            payout=_distribution(here.at(PAYOUT), _MOST[PAYOUT]),
            demand=_distribution(here.at(DEMAND), _MOST[DEMAND]),
            options_at=self.options_at,
            leaving=self.leaving,
            correlations=tuple(_correlations(here.at("correlations"), known)),
        )

    def _factors(self, here: Place) -> list[str]:
        """Names of all that moves here; how many are used and who leaves may move by the expectations, too."""
        names = [str(name) for of in ("shares", "tokens") for name in _names(here.at(of))]
        return [*names, USE, LEAVING, *(of for of in (PAYOUT, DEMAND) if here.at(of).data is not None)]


def _names(here: Place) -> tuple[Any, ...]:
    return tuple(here.data) if isinstance(here.data, Mapping) else ()


def _motions(here: Place, shape: Any, of: str, sample: str) -> Iterator[Any]:
    """What a mapping from names holds, each built with its name."""
    if here.data is None:
        return
    if not isinstance(here.data, Mapping):
        yield here.refuse("must be names with how each moves", f"say {{{of}: {sample}}}")
        return
    for name in here.data:
        place = here.at(name)
        if name in FACTORS:
            yield place.refuse("is the name of a factor of its own", "call it otherwise", value=name)
        elif isinstance(place.data, Mapping):
            yield place.build(shape, str(name))
        else:
            yield place.refuse("must say how it moves", f"say {name}: {sample}")


def _distribution(here: Place, most: Decimal) -> Any:
    """A triangle, cases with their probabilities, or a single rate; None where nothing is said."""
    data = here.data
    if data is None or data is BROKEN:
        return data
    if not isinstance(data, Mapping):
        return _certain(here, most)
    if set(data) & set(_ENDS):
        made = here.build(TriangleShape)
        return made if made is BROKEN or _are_within(here, made, most) else BROKEN
    return _cases(here, most)


def _are_within(here: Place, made: Triangle, most: Decimal) -> bool:
    """Whether all three rates of a triangle are; each noted that is not."""
    outside = [name for name in _ENDS if not _within(here.at(name), getattr(made, name), most)]
    return not outside


def _certain(here: Place, most: Decimal) -> Any:
    """One rate, for sure."""
    try:
        rate = parse_rate(here.data)
    except InvalidValue as error:
        fix = _FORMS if error.rule.startswith(("not a number", "must be")) else error.fix
        return here.refuse(error.rule, fix)
    return here.make(Cases, points=((rate, Decimal(1)),)) if _within(here, rate, most) else BROKEN


def _cases(here: Place, most: Decimal) -> Any:
    """Rates with their probabilities."""
    if not here.data:
        return here.refuse("says nothing", _FORMS, value="")
    made = here.shape(dict[Rate, Share])
    if made is BROKEN or BROKEN in made or BROKEN in made.values():
        return BROKEN
    if len(made) < len(here.data):
        return here.refuse("names a rate twice", "add their probabilities up", value=", ".join(map(str, here.data)))
    places = [here.at(words).holding(words) for words in here.data]
    outside = [rate for place, rate in zip(places, made, strict=True) if not _within(place, rate, most)]
    return BROKEN if outside else here.make(Cases, points=tuple(made.items()))


def _within(place: Place, rate: Decimal, most: Decimal) -> bool:
    """Whether a rate is neither negative nor above the most; noted where it is not."""
    if 0 <= rate <= most:
        return True
    place.refuse(f"must be from 0 % to {format_rate(most)}")
    return False


def _correlations(here: Place, known: list[str]) -> Iterator[Any]:
    """The pairs, each of factors that move."""
    for place in here.entries():
        if not isinstance(place.data, Mapping):
            yield place.refuse("must say two factors and a rate", "say {between: [ACME, openai], rate: 0.3}")
            continue
        made = place.build(CorrelationShape)
        for name in () if made is BROKEN else (made.first, made.second):
            if name not in known:
                made = place.at("between").refuse("does not move", f"what moves is {', '.join(known)}", value=name)
        yield made
