"""Mixes: the four components of a package in other proportions, at equal expected cost, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import evolve, field, frozen

from ..checks import between
from ..errors import CurrencyMismatch, InvalidValue
from ..market.market import Market
from ..money import EXACT, Money, apportion, exact, exactly
from ..pay.entitlements import Component, Number
from ..pay.package import Package
from .assumptions import Assumptions
from .gap import Scope
from .search import Point, crossing
from .solve import Fit, changeable, solve
from .terms import Change, Dial, Term
from .value import Valuation, value

Part = Literal["base", "bonus", "equity", "tokens"]
PARTS: dict[Part, tuple[Component, ...]] = {
    "base": ("base salary",),
    "bonus": ("guaranteed bonus", "target bonus"),
    "equity": ("RSU", "options"),
    "tokens": ("tokens",),
}
"""The four components, with the kinds of rows that belong to each."""

_TERMS: dict[Part, Term] = {"base": "base salary", "bonus": "bonus", "equity": "shares", "tokens": "tokens"}
_COST = Scope(number="cost", tokens="all")


def _whole(instance: MixShares, attribute: Any, value: Decimal) -> None:
    whole = sum((getattr(instance, part) for part in PARTS), Decimal(0))
    if whole != 1:
        raise InvalidValue("MixShares", instance.label, f"shares add up to {whole}, not 1", "say such as 60/10/20/10")


@frozen(kw_only=True)
class MixShares:
    """Shares of the four components in what they cost together; they add up to 1 exactly.

    Attributes:
        base: Share of base salary; above 0, since the other terms rest on it.
        bonus: Share of target and guaranteed bonus.
        equity: Share of shares and options.
        tokens: Share of token allowances.
    """

    base: Decimal = field(converter=exact, validator=between(Decimal("0.0001"), 1))
    bonus: Decimal = field(converter=exact, validator=between(0, 1))
    equity: Decimal = field(converter=exact, validator=between(0, 1))
    tokens: Decimal = field(converter=exact, validator=[between(0, 1), _whole])

    @classmethod
    def parse(cls, text: str) -> MixShares:
        """Base, bonus, equity and tokens in per cent: ``60/10/20/10``.

        Raises:
            InvalidValue: If the text is not four numbers that add up to 100.
        """
        parts = text.split("/")
        if len(parts) != len(PARTS):
            raise InvalidValue("mix", text, "must be four numbers", "base/bonus/equity/tokens, such as 60/10/20/10")
        shares = (EXACT.divide(exact(part.strip()), Decimal(100)) for part in parts)
        return cls(**dict(zip(PARTS, shares, strict=True)))

    @property
    def label(self) -> str:
        """The shares in per cent, ``60/10/20/10``."""
        return "/".join(f"{(getattr(self, part) * 100).normalize():f}" for part in PARTS)


def vary(start: MixShares, *, give: Part, take: Part, step: Decimal | str, times: int) -> tuple[MixShares, ...]:
    """Mixes that move share from one component to another, step by step, the start first; it ends where `give` does.

    >>> [mix.label for mix in vary(MixShares.parse("60/10/20/10"), give="equity", take="tokens", step="0.1", times=5)]
    ['60/10/20/10', '60/10/10/20', '60/10/0/30']
    """
    found, size = [start], exact(step)
    if not size > 0 or give == take:
        raise InvalidValue("vary", f"{give} to {take} by {size}", "needs two components and a step above 0")
    for _ in range(times):
        left = EXACT.subtract(getattr(found[-1], give), size)
        if left < 0 or (give == "base" and not left):
            break
        found.append(evolve(found[-1], **{give: left, take: EXACT.add(getattr(found[-1], take), size)}))
    return tuple(found)


@frozen(kw_only=True)
class Moved:
    """A term that a mix changed.

    Attributes:
        term: Which.
        unit: What it is counted in.
        before: Its value in the package as given; 0 where it had none.
        after: Its value in the mix.
        limit: The limit that it breaks, in words; empty if none.
    """

    term: Term
    unit: str
    before: Decimal
    after: Decimal
    limit: str = ""


@frozen(kw_only=True)
class Mix:
    """One mix of the four components at the budget.

    Attributes:
        shares: Shares that were asked for.
        valuation: The package, valued.
        budget: Expected cost that was asked for, over the horizon.
        moved: What was changed.
    """

    shares: MixShares
    valuation: Valuation
    budget: Money
    moved: tuple[Moved, ...]

    @property
    def package(self) -> Package:
        """The package in this mix."""
        return self.valuation.package

    @property
    def left(self) -> Money:
        """What is left of the budget: less than the smallest step of base salary costs, and never negative."""
        return self.budget - self.valuation.total("cost")

    @property
    def is_within(self) -> bool:
        """Whether every term is within the stated limits."""
        return not any(term.limit for term in self.moved)

    def amount(self, number: Number, part: Part | None = None) -> Money:
        """One of the three numbers of one component; of all that is not one of the four if None."""
        if part is not None:
            return self.valuation.total(number, components=PARTS[part])
        four = [component for components in PARTS.values() for component in components]
        return self.valuation.total(number) - self.valuation.total(number, components=four)


@exactly
def mix_now(valuation: Valuation) -> Mix:
    """The mix of a package as it is: shares of what the four cost together, to 0.01 %; nothing moved.

    Raises:
        InvalidValue: If base salary costs nothing.
    """
    costs = [valuation.total("cost", components=components).amount for components in PARTS.values()]
    if not costs[0]:
        raise InvalidValue("mixes", costs[0], "base salary costs nothing", "value a package with a base salary")
    points = dict(zip(PARTS, apportion(10_000, costs), strict=True))
    shares = MixShares(**{part: Decimal(number).scaleb(-4) for part, number in points.items()})
    return Mix(shares=shares, valuation=valuation, budget=valuation.total("cost"), moved=())


Limits = Mapping[Term, tuple[Decimal, Decimal]]


@exactly
def mixes_at_equal_cost(
    package: Package,
    *,
    mixes: Iterable[MixShares | str],
    market: Market,
    assumptions: Assumptions,
    budget: Money | None = None,
    limits: Limits | None = None,
) -> tuple[Mix, ...]:
    """The package in other proportions of base, bonus, equity and tokens, all at the same expected cost.

    The first bonus, grant and allowance of the package are changed; one-offs, benefits and all others stay, and what
    is a share of base follows it. Shares are of what the four cost together. Bonus, equity and tokens are set to the
    largest value within their share (0.01 %, a whole share, a cent); base salary, in whole cents, takes what is left,
    so that no mix is above the budget and each is below it by less than a cent of base costs.

    Args:
        package: What is promised now, with a term of each component that shall have a share.
        mixes: Shares, or texts such as ``60/10/20/10``; `vary` makes a row of them.
        market: What units are worth.
        assumptions: How cost is expected.
        budget: Expected cost over the horizon, everything included; that of the package itself if None.
        limits: The least and the most of a term, each in its own unit; a mix outside says so and is kept.

    Raises:
        InvalidValue: If a component has nothing to change, cannot have its share, or the budget is too small.
        CurrencyMismatch: If the budget is in another currency than the package.
    """
    if budget is not None and budget.currency != package.currency:
        raise CurrencyMismatch(budget.currency, package.currency)
    most = budget or value(package, market, assumptions).total("cost")
    shares = [MixShares.parse(mix) if isinstance(mix, str) else mix for mix in mixes]
    return tuple(_Blend(package, mix, most, market, assumptions).mix(limits or {}) for mix in shares)


class _Blend:
    """One mix, set component by component, base salary first as a guess and last for good."""

    def __init__(self, package: Package, shares: MixShares, budget: Money, market: Market, given: Assumptions) -> None:
        self._start, self._shares, self._budget = package, shares, budget
        self._market, self._given = market, given

    def mix(self, limits: Limits) -> Mix:
        four, package = self._four(), self._start
        for part in PARTS:
            package = self._set(package, part, getattr(self._shares, part) * four)
        fit = Fit(self._budget)
        change = Change(term="base salary")
        found = solve(package, change=change, target=fit, market=self._market, assumptions=self._given, scope=_COST)
        moved = tuple(self._moved(found.package, part, limits) for part in PARTS if self._has(found.package, part))
        return Mix(shares=self._shares, valuation=found.valuation, budget=self._budget, moved=moved)

    def _four(self) -> Decimal:
        """What the four may cost together: the budget less all else, some of which follows base salary.

        All else costs ``fixed + slope * base``, and base is its share of the four.
        """
        base = changeable(self._start, Change(term="base salary"), self._given)
        low, high = (self._value(base.put(base.now * factor)) for factor in (1, 2))
        costs = [valuation.total("cost", components=PARTS["base"]).amount for valuation in (low, high)]
        if costs[0] == costs[1]:
            raise InvalidValue("mixes", costs[0], "base salary costs nothing", "value a package with a base salary")
        others = [self._others(valuation) for valuation in (low, high)]
        slope = (others[1] - others[0]) / (costs[1] - costs[0])
        four = (self._budget.amount - others[0] + slope * costs[0]) / (1 + slope * self._shares.base)
        if four <= 0:
            rule = f"is less than what stays costs, {others[0].quantize(Decimal(1))} {self._budget.currency}"
            raise InvalidValue("mixes budget", self._budget, rule, "give a larger budget")
        return four

    def _others(self, valuation: Valuation) -> Decimal:
        four = [component for components in PARTS.values() for component in components]
        return (valuation.total("cost") - valuation.total("cost", components=four)).amount

    def _set(self, package: Package, part: Part, goal: Decimal) -> Package:
        """The package with the first term of a component at the most that costs no more than a goal."""
        change = Change(term=_TERMS[part])
        if not goal and not self._has(package, part):
            return package
        found = changeable(package, change, self._given)

        def costs(steps: int) -> Decimal:
            amount = found.step * steps
            return self._value(found.put(amount)).total("cost", components=PARTS[part]).amount

        low = int(found.low / found.step)
        first, most = Point(low, costs(low)), int(found.high / found.step)
        if first.total > goal:
            rule = f"cannot be {goal:,.0f} of cost in {self._shares.label}: what stays costs {first.total:,.0f}"
            raise InvalidValue(f"mixes {part}", self._shares.label, rule, "give it a larger share")
        passed = crossing(costs, goal, first, high=most, probe=10_000_000, above=True)
        if passed is None:
            rule = "cannot have this share: the term does not move its cost, or not that far"
            raise InvalidValue(f"mixes {part}", self._shares.label, rule, "check the assumptions, or give it no share")
        return found.put(found.step * (passed.steps - 1))

    def _has(self, package: Package, part: Part) -> bool:
        """Whether a package, or the one as given, has anything of a component."""
        names = {"base": "salary"}
        return any(getattr(one, names.get(part, part)) for one in (package, self._start))

    def _moved(self, package: Package, part: Part, limits: Limits) -> Moved:
        before, after = self._now(self._start, part), self._now(package, part)
        one = before or after
        assert one is not None  # one of them has it
        amount, term = after.now if after else Decimal(0), _TERMS[part]
        limit = _broken(amount, limits[term], one.unit) if term in limits else ""
        return Moved(term=term, unit=one.unit, before=before.now if before else Decimal(0), after=amount, limit=limit)

    def _now(self, package: Package, part: Part) -> Dial | None:
        names = {"base": "salary"}
        if not getattr(package, names.get(part, part)):
            return None
        return changeable(package, Change(term=_TERMS[part]), self._given)

    def _value(self, package: Package) -> Valuation:
        return value(package, self._market, self._given)


def _broken(amount: Decimal, limit: tuple[Decimal, Decimal], unit: str) -> str:
    low, high = limit
    if low <= amount <= high:
        return ""
    side = f"below {low}" if amount < low else f"above {high}"
    return f"{amount.normalize():f} {unit} is {side}"
