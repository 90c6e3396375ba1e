"""Dynamics: how what a market states as points may move, and together with what. Nothing moves unless said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ...checks import between, named, not_negative, one_of, tidy
from ...errors import InvalidValue
from ...money import EXACT, add_up, exact
from ..utilisation import Points, check_whole, expected_rate, points

USE, PAYOUT, DEMAND, LEAVING = "utilisation", "payout", "demand", "leaving"
"""Names of the factors that are neither a share nor a provider."""


@frozen(kw_only=True)
class ShareMotion:
    """A share price that follows geometric Brownian motion around its stated price and growth.

    ``S(t) = stated(t) * exp(v * W(t) - v**2 * t / 2)``, so its mean is what the market states for the day
    (Black and Scholes 1973; Hull, Options, Futures, and Other Derivatives, chapter 14).

    Attributes:
        symbol: The share.
        volatility: Standard deviation a year of its logarithm: 0.6 for 60 %.
        source: Whether it is an assumption, and where its figure comes from, with the date; may be empty.
    """

    symbol: str = field(validator=named)
    volatility: Decimal = field(converter=exact, validator=between(0, 10))
    source: str = field(default="", validator=tidy)


@frozen(kw_only=True)
class TokenMotion:
    """A provider's prices that move in steps, as list prices of one model do, with a drift in between if stated.

    ``p(t) = stated(t) * (1 + drift_rate)**t * Y(1) ... Y(N(t))``: steps come at random, ``N(t)`` is Poisson with
    `steps_a_year`; the logarithm of a step ``Y`` is normal with mean ``ln(1 + step_rate)`` and standard deviation
    `step_spread` (Merton 1976, without diffusion). Every model of the provider moves alike.

    Attributes:
        provider: As models name it, such as ``anthropic``.
        drift_rate: A year, evenly over actual days: -0.25 is 25 % down; 0 leaves steps alone to move prices.
        steps_a_year: How many are expected; 0 is none.
        step_rate: The middle one of steps: 0.1 is 10 % up, -0.3 is 30 % down.
        step_spread: Standard deviation of a step's logarithm; 0 makes every step alike.
        source: Whether it is an assumption, and where its figures come from, with the date; may be empty.
    """

    provider: str = field(validator=named)
    drift_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(Decimal("-0.9999"), 1000))
    steps_a_year: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 366))
    step_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(Decimal("-0.9999"), 1000))
    step_spread: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 10))
    source: str = field(default="", validator=tidy)


def _rising(instance: Triangle, attribute: Any, value: Decimal) -> None:
    not_negative(instance, attribute, instance.low)
    if not instance.low <= instance.likely <= value:
        said = f"{instance.low}, {instance.likely}, {value}"
        raise InvalidValue("Triangle", said, "must rise: low, likely, high")


@frozen(kw_only=True)
class Triangle:
    """A rate between two ends, likeliest at a third: the triangular distribution.

    Attributes:
        low: No less than this.
        likely: Its mode.
        high: No more than this.
    """

    low: Decimal = field(converter=exact)
    likely: Decimal = field(converter=exact)
    high: Decimal = field(converter=exact, validator=_rising)

    @property
    def mean(self) -> Decimal:
        """The expected rate: a third of the sum of the three."""
        return EXACT.divide(add_up([self.low, self.likely, self.high]), Decimal(3))


def _rates(instance: object, attribute: Any, value: Points) -> None:
    for rate, _ in value:
        not_negative(instance, attribute, rate)
    check_whole(instance, attribute, value)


@frozen(kw_only=True)
class Cases:
    """Rates with their probabilities.

    Attributes:
        points: Each rate with its probability; probabilities add up to 1.
    """

    points: Points = field(converter=points, validator=_rates)

    @property
    def mean(self) -> Decimal:
        """The expected rate."""
        return expected_rate(self.points)


Distribution = Triangle | Cases


@frozen(kw_only=True)
class Correlation:
    """How far two factors move together: the correlation of the normal numbers from which both are drawn.

    Of a provider it is the sizes of price steps, never their days, so they need a spread; more of ``leaving`` is to
    leave sooner. What is drawn once moves with all of a price's way over its time.

    Attributes:
        first: A symbol, a provider, ``utilisation``, ``payout``, ``demand`` or ``leaving``.
        second: Another.
        rate: From -1 to 1.
    """

    first: str = field(validator=named)
    second: str = field(validator=named)
    rate: Decimal = field(converter=exact, validator=between(-1, 1))


def _each_once(instance: Dynamics, attribute: Any, value: tuple[Correlation, ...]) -> None:
    names = [*(share.symbol for share in instance.shares), *(token.provider for token in instance.tokens)]
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue("Dynamics", name, "moves in two ways", "keep one")
        if name in (USE, PAYOUT, DEMAND, LEAVING):
            raise InvalidValue("Dynamics", name, "is the name of a factor of its own", "give the share another name")
    pairs = [frozenset((entry.first, entry.second)) for entry in value]
    for entry, pair in zip(value, pairs, strict=True):
        if len(pair) == 1 or pairs.count(pair) > 1:
            said = f"{entry.first} and {entry.second}"
            raise InvalidValue("Dynamics.correlations", said, "must be two factors, and each pair said once")


def _at_most_all(instance: Dynamics, attribute: Any, value: Distribution | None) -> None:
    if value is not None:
        most = value.high if isinstance(value, Triangle) else max(rate for rate, _ in value.points)
        between(0, 1)(instance, attribute, most)


@frozen(kw_only=True)
class Dynamics:
    """How what is uncertain may move; what is not named stays as the market and the assumptions state it.

    Attributes:
        shares: How share prices move.
        tokens: How providers' prices move.
        utilisation: Share of token allowances that is used, drawn once a path; None is as the assumptions say, drawn
            from their distribution if they state one.
        payout: Payout of target bonuses, drawn once for each bonus; None is as the assumptions say.
        demand: Tokens that are needed, as a share of what the allowance buys on `as_of`, drawn once a path; above 1 an
            allowance runs dry. None is the utilisation.
        correlations: Pairs of factors that move together; all others are independent.
        options_at: Whether options are exercised at each ``vesting``, or at the ``expected term``, midway between
            vesting and expiry (SEC SAB 107). Only where the share moves: else an option is what the market says.
        leaving: Whether, where the assumptions state a `leave_rate`, the day of leaving is ``drawn``, at the same rate
            on every day, or the odds of staying weigh every path alike (``as odds``).
        source: Whether they are assumptions, and where the figures come from, with the date; may be empty.
    """

    shares: tuple[ShareMotion, ...] = ()
    tokens: tuple[TokenMotion, ...] = ()
    utilisation: Distribution | None = field(default=None, validator=_at_most_all)
    payout: Distribution | None = None
    demand: Distribution | None = None
    options_at: Literal["vesting", "expected term"] = field(
        default="vesting", validator=one_of("vesting", "expected term")
    )
    correlations: tuple[Correlation, ...] = field(default=(), validator=_each_once)
    leaving: Literal["drawn", "as odds"] = field(default="drawn", validator=one_of("drawn", "as odds"))
    source: str = field(default="", validator=tidy)
