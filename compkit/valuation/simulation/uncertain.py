"""What is drawn: the factors of dynamics and assumptions together, and their figures on a run of paths."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...dates import add_months
from ...errors import InvalidValue
from ..assumptions import Assumptions
from ..utilisation import UtilisationOdds
from .draws import Draws, Paths, mixtures
from .dynamics import DEMAND, LEAVING, PAYOUT, USE, Cases, Distribution, Dynamics
from .motions import ShareWalk, TokenWalk, spread_out, steps_between

if TYPE_CHECKING:
    from .draws import Flags, Floats, Multiple


@frozen(kw_only=True)
class Uncertain:
    """Everything that is drawn.

    Attributes:
        dynamics: How prices move.
        draws: Random numbers.
        horizon: Time steps over which a factor counts that is drawn once a path.
        use: Distribution of the share of tokens that is used; None if it is not drawn.
        leave_rate: Chance a year of leaving; 0 if leaving is not drawn.
    """

    dynamics: Dynamics
    draws: Draws
    horizon: range
    use: Distribution | None
    leave_rate: Decimal
    symbols: frozenset[str] = field(init=False)
    providers: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "symbols", frozenset(share.symbol for share in self.dynamics.shares))
        object.__setattr__(self, "providers", frozenset(token.provider for token in self.dynamics.tokens))

    @classmethod
    def of(cls, dynamics: Dynamics, assumptions: Assumptions, seed: int) -> Uncertain:
        """What dynamics say, and what the assumptions state as a distribution or as odds.

        Raises:
            InvalidValue: If a correlation names what does not move, or the correlations contradict one another.
        """
        stated = assumptions.token_utilisation
        odds = Cases(points=stated.points) if isinstance(stated, UtilisationOdds) else None
        end = add_months(assumptions.as_of, assumptions.horizon_months)
        found = cls(
            dynamics=dynamics,
            draws=Draws(seed, mixtures(dynamics.correlations)),
            horizon=steps_between(0, (end - assumptions.as_of).days),
            use=dynamics.utilisation or odds,
            leave_rate=assumptions.leave_rate if dynamics.leaving == "drawn" else Decimal(0),
        )
        found._check_names()
        return found

    def _check_names(self) -> None:
        alike = {token.provider for token in self.dynamics.tokens if not (token.step_spread and token.steps_a_year)}
        known = sorted({*self.symbols, *self.providers}) + list(self._rates())
        for entry in self.dynamics.correlations:
            for name in (entry.first, entry.second):
                if name not in known:
                    rule = f"does not move, so nothing moves with it; what moves: {', '.join(known) or 'nothing'}"
                    raise InvalidValue("Correlation", name, rule, "say how it moves, or leave the correlation out")
                if name in alike:
                    rule = "has no steps of different size, and sizes are what moves together"
                    raise InvalidValue("Correlation", name, rule, "say steps a year and their spread")

    def _rates(self) -> Iterator[str]:
        """Names of the factors that are neither a share nor a provider."""
        drawn = {
            USE: self.use is not None,
            PAYOUT: self.dynamics.payout is not None,
            DEMAND: self.dynamics.demand is not None,
            LEAVING: bool(self.leave_rate),
        }
        yield from (name for name, is_drawn in drawn.items() if is_drawn)


class Scene:
    """The figures of a run of paths; prices are asked for in order of their days.

    Args:
        uncertain: What is drawn.
        paths: The paths.
    """

    def __init__(self, uncertain: Uncertain, paths: Paths) -> None:
        self.paths = paths
        self._given, self._draws = uncertain, uncertain.draws
        dynamics = uncertain.dynamics
        self._walks: dict[str, ShareWalk | TokenWalk] = {
            **{share.symbol: ShareWalk(share, self._draws, paths) for share in dynamics.shares},
            **{token.provider: TokenWalk(token, self._draws, paths) for token in dynamics.tokens},
        }
        self._day = 0
        self._multiples: dict[str, Floats] = {}
        self._once: dict[object, Floats] = {}

    def multiple(self, name: str, day: int) -> Floats:
        """What a symbol's or provider's stated price of a day is multiplied by."""
        if day != self._day:
            self._day, self._multiples = day, {}
        if name not in self._multiples:
            self._multiples[name] = self._walks[name].at(day)
        return self._multiples[name]

    def on(self, day: int) -> Multiple:
        """The multiples of a day, by name."""
        return lambda name: self.multiple(name, day)

    @property
    def use(self) -> Floats:
        """Share of token allowances that is used."""
        assert self._given.use is not None  # columns ask only where it is drawn
        return self._rate(USE, self._given.use, self._given.horizon)

    @property
    def demand(self) -> Floats:
        """Tokens needed, as a share of what an allowance buys on `as_of`."""
        assert self._given.dynamics.demand is not None
        return self._rate(DEMAND, self._given.dynamics.demand, self._given.horizon)

    def payout(self, steps: range) -> Floats:
        """Payout of a target bonus that is earned over time steps."""
        assert self._given.dynamics.payout is not None
        return self._rate(PAYOUT, self._given.dynamics.payout, steps)

    def stays(self, odds: Decimal) -> Flags:
        """Whether somebody has not left by a day until which the odds of staying are `odds`."""
        if LEAVING not in self._once:
            self._once[LEAVING] = self._draws.once(LEAVING, self._given.horizon, self.paths)
        return self._once[LEAVING] <= float(odds)

    def _rate(self, name: str, distribution: Distribution, steps: range) -> Floats:
        key = (name, steps)
        if key not in self._once:
            self._once[key] = spread_out(distribution, self._draws.once(name, steps, self.paths))
        return self._once[key]
