"""Planning: the value of one term that reaches a total, matches a rival offer or fits a budget."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve, field, frozen

from ..errors import CurrencyMismatch, InvalidValue
from ..market.market import Market
from ..money import EXACT, Money, exactly, is_money
from ..pay.entitlements import Component
from ..pay.package import Package
from .assumptions import Assumptions
from .gap import Scope
from .search import Point, crossing
from .terms import Change, Dial, Term, dial
from .value import Valuation, value

_PROBE = 10_000_000


@frozen
class Reach:
    """The least of a term with which the total is not below an amount.

    Attributes:
        total: The total to reach, in the package's currency.
    """

    total: Money = field(validator=is_money)


@frozen
class Match:
    """The least of a term with which the package is not behind a rival offer.

    Components that either side did not tell are left out on both. A rival in another currency is converted.

    Attributes:
        rival: The offer to match, with the same day and horizon.
    """

    rival: Valuation


@frozen
class Fit:
    """The most of a term with which the total is not above a budget.

    Attributes:
        budget: The most that the total may be, in the package's currency.
    """

    budget: Money = field(validator=is_money)


Target = Reach | Match | Fit


@frozen(kw_only=True)
class Solution:
    """The value of one term that meets a target, with its proof.

    Attributes:
        change: The term that was changed.
        unit: What it is counted in: ``USD a year``, ``of base``, ``shares``, ``M tokens a month``.
        step: The smallest step that can be promised: a cent, a share, 0.01 %.
        before: The term's value in the package as given; 0 where it has none.
        amount: The value found; whole steps.
        valuation: The package with it, valued.
        target: The total that was asked for.
        reached: The total with it, in the scope.
        beside: The total with one step less, or with one step more where a budget was to be fitted.
        scope: Which total.
    """

    change: Change
    unit: str
    step: Decimal
    before: Decimal
    amount: Decimal
    valuation: Valuation
    target: Money
    reached: Money
    beside: Money
    scope: Scope

    @property
    def package(self) -> Package:
        """The package with the value found."""
        return self.valuation.package


@exactly
def solve(
    package: Package,
    *,
    change: Change | Term,
    target: Target,
    market: Market,
    assumptions: Assumptions,
    scope: Scope | None = None,
) -> Solution:
    """The value of one term that meets a target; all else stays, and what is a share of the term follows.

    Whole cents, whole shares, whole tokens, rates to 0.01 %. The answer is proved by revaluing it and the step beside
    it: the least value that reaches a total, or the largest that fits a budget.

    Args:
        package: What is promised now.
        change: The term, alone or with the name of the bonus, grant or allowance; the first of them if only named.
        target: `Reach` a total, `Match` a rival, or `Fit` a budget.
        market: What units are worth.
        assumptions: How it is valued.
        scope: Which total: the number, with all or no tokens, over the horizon or in year one; as promised, with all
            tokens, over the horizon if None.

    Raises:
        InvalidValue: If the package has no such term, the term does not move the total, the target is met without
            it, or no value that can be promised meets it.
        CurrencyMismatch: If the target is in another currency than the package.
        MissingFact: If a price or rate is needed and not given.
    """
    wanted = change if isinstance(change, Change) else Change(term=change)
    task = _Task(package, wanted, target, market, assumptions, scope or Scope(tokens="all"))
    return task.solution()


class _Task:
    """One question, with the valuations that were needed to answer it."""

    def __init__(
        self, package: Package, change: Change, target: Target, market: Market, given: Assumptions, scope: Scope
    ) -> None:
        self._change, self._scope, self._currency = change, scope, package.currency
        self._market, self._given = market, given
        self._known: dict[int, Valuation] = {}
        self._dial = changeable(package, change, given)
        self._is_budget = isinstance(target, Fit)
        self._left_out: frozenset[Component] = frozenset()
        if isinstance(target, Match):
            rival = _rival(target.rival, package.currency, market, given)
            self._left_out = rival.package.unknown_components | self._dial.put(self._least).unknown_components
            self._goal = self._total(rival)
        else:
            self._goal = _goal(target, package.currency)

    def solution(self) -> Solution:
        found = self._search()
        steps, beside = (found - 1, found) if self._is_budget else (found, found - 1)
        return Solution(
            change=self._change,
            unit=self._dial.unit,
            step=self._dial.step,
            before=self._dial.now,
            amount=self._amount(steps),
            valuation=self._valued(steps),
            target=self._money(self._goal),
            reached=self._money(self._at(steps)),
            beside=self._money(self._at(beside)),
            scope=self._scope,
        )

    def _search(self) -> int:
        """Steps at which the target is first reached, or a budget first passed."""
        first = self._steps(self._dial.low)
        low, high = Point(first, self._at(first)), self._steps(self._dial.high)
        if low.total > self._goal or (low.total == self._goal and not self._is_budget):
            words = "is passed without it" if self._is_budget else "is reached without it"
            raise self._refused(f"{words}: {self._said(low.steps)}")
        found = crossing(self._at, self._goal, low, high=high, probe=_PROBE, above=self._is_budget)
        if found is None:
            raise self._out_of_reach(low, high)
        return found.steps

    def _out_of_reach(self, low: Point, high: int) -> InvalidValue:
        if self._at(min(high, low.steps + _PROBE)) <= low.total:
            total = f"{self._scope.number}, tokens: {self._scope.tokens}"
            return self._refused(f"cannot be met: the term does not move this total ({total})")
        return self._refused(f"is out of reach: {self._said(high)}")

    def _refused(self, rule: str) -> InvalidValue:
        fix = "ask for another total, or change another term"
        return InvalidValue(f"solve {self._change.term}", self._money(self._goal).rounded(), rule, fix)

    @property
    def _least(self) -> Decimal:
        """A value at which the term is there at all."""
        return self._dial.now or self._dial.step

    def _said(self, steps: int) -> str:
        amount = f"{self._amount(steps).normalize():f} {self._dial.unit}"
        return f"with {amount} the total is {self._money(self._at(steps)).rounded()}"

    def _money(self, amount: Decimal) -> Money:
        return Money(amount, self._currency)

    def _steps(self, amount: Decimal) -> int:
        return int(EXACT.divide(amount, self._dial.step))

    def _amount(self, steps: int) -> Decimal:
        return EXACT.multiply(Decimal(steps), self._dial.step)

    def _valued(self, steps: int) -> Valuation:
        if steps not in self._known:
            self._known[steps] = value(self._dial.put(self._amount(steps)), self._market, self._given)
        return self._known[steps]

    def _at(self, steps: int) -> Decimal:
        return self._total(self._valued(steps))

    def _total(self, valuation: Valuation) -> Decimal:
        kept = tuple(line for line in valuation.lines if line.row.component not in self._left_out)
        return self._scope.total(evolve(valuation, lines=kept))


def changeable(package: Package, change: Change, given: Assumptions) -> Dial:
    """How a term of a package is changed.

    Raises:
        InvalidValue: If the package has nothing of the kind.
    """
    first_day = max(package.start_on, given.as_of)
    found = dial(package, change, first_day=first_day)
    if found is None:
        raise InvalidValue(f"solve {change.term}", "nothing", "the package has none to change", _GIVE[change.term])
    return found


_GIVE: dict[Term, str] = {
    "base salary": "give a base salary",
    "bonus": "give a target bonus, if only of 0 % of base",
    "shares": "give a grant with its symbol and vesting, if only of one share",
}


def _goal(target: Reach | Fit, currency: str) -> Decimal:
    money = target.total if isinstance(target, Reach) else target.budget
    if money.currency != currency:
        raise CurrencyMismatch(money.currency, currency)
    return money.amount


def _rival(rival: Valuation, currency: str, market: Market, given: Assumptions) -> Valuation:
    """The rival in the package's currency, if it is of the same day and horizon."""
    days = (rival.assumptions.as_of, rival.assumptions.horizon_months)
    if days != (given.as_of, given.horizon_months):
        rule = f"must have the same as_of and horizon: {given.as_of}, {given.horizon_months} months"
        raise InvalidValue("Match.rival", f"{days[0]}, {days[1]} months", rule)
    if rival.currency == currency:
        return rival
    return value(evolve(rival.package, currency=currency), market, rival.assumptions)
