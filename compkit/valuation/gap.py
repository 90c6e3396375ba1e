"""What would close the gap: the base, sign-on, shares or tokens, each alone, that make one offer equal another."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from ..money import EXACT, Money
from ..pay.entitlements import Number
from ..pay.oneoffs import SignOnBonus
from ..pay.package import Package
from .search import Point, crossing
from .terms import Change, Term as Term, dial
from .value import Valuation, value
from .views import View, by_year, years

TERMS: tuple[Term, ...] = ("base salary", "sign-on", "shares", "tokens")
"""Terms that can close a gap, in the order of printing."""

_PROBE = 100_000


@frozen(kw_only=True)
class Scope:
    """Over which total two offers are made equal.

    Attributes:
        number: ``face``, ``cost`` or ``worth``.
        tokens: ``all``, ``guaranteed`` or ``none``.
        year_one: Only the first year of service, as opposed to the whole horizon.
    """

    number: Number = "face"
    tokens: Literal["all", "guaranteed", "none"] = "none"
    year_one: bool = False

    def total(self, valuation: Valuation) -> Decimal:
        """The total of a valuation in this scope, unrounded."""
        if not self.year_one:
            return valuation.total(self.number, tokens=self.tokens).amount
        view = View()
        return by_year(valuation, view, self.number, tokens=self.tokens)[years(valuation, view)[0].label]


@frozen(kw_only=True)
class Closing:
    """How much more of one term makes an offer equal another.

    Attributes:
        term: What is raised, alone; all else stays, and what is a share of it follows.
        amount: How much, rounded up: whole units of `unit`.
        unit: ``USD a year``, ``USD``, ``shares``, or ``M tokens a year``.
        reached: The offer's total then, unrounded.
    """

    term: Term
    amount: Decimal
    unit: str
    reached: Decimal


def close_gap(behind: Valuation, target: Decimal, scope: Scope) -> tuple[Closing, ...]:
    """What closes the gap from an offer up to a target total, each term alone; empty if there is no gap.

    Totals are linear in each term, so one revaluation gives the slope and the answer, and two more prove it: the
    answer reaches the target, and one unit less does not. A slice of a capacity is left out: it has no whole units.

    Args:
        behind: The offer to raise.
        target: The total to reach, in its currency.
        scope: Which total.
    """
    if scope.total(behind) >= target:
        return ()
    found = (_closing(behind, target, scope, term) for term in TERMS)
    return tuple(closing for closing in found if closing is not None)


def _closing(behind: Valuation, target: Decimal, scope: Scope, term: Term) -> Closing | None:
    change = _change(behind, term)
    if change is None:
        return None
    raised, unit, most = change
    kept = frozenset(line.row.component for line in behind.lines) | ({term} & {"sign-on", "tokens"})

    def reach(amount: int) -> Decimal:
        lines = value(raised(Decimal(amount)), behind.market, behind.assumptions)
        return scope.total(evolve(lines, lines=tuple(x for x in lines.lines if x.row.component in kept)))

    found = crossing(reach, target, Point(0, scope.total(behind)), high=most, probe=_PROBE)
    return None if found is None else Closing(term=term, amount=Decimal(found.steps), unit=unit, reached=found.total)


_Change = tuple[Callable[[Decimal], Package], str, int]


def _change(behind: Valuation, term: Term) -> _Change | None:
    """The package with more of a term, the unit of the amount and its most; None if there is nothing to raise."""
    package = behind.package
    if term == "sign-on":
        return lambda amount: _more_sign_on(package, amount, behind), behind.currency, 10**15
    found = dial(package, Change(term=term), first_day=behind.start)
    if found is None or found.a_year is None:
        return None
    more = found.a_year
    most = int(EXACT.divide(found.high - found.now, more))
    return lambda amount: found.put(EXACT.add(found.now, EXACT.multiply(amount, more))), found.unit_a_year, most


def _more_sign_on(package: Package, amount: Decimal, behind: Valuation) -> Package:
    """A further instalment, paid on the first day that counts."""
    bonus = SignOnBonus(amount=Money(amount, behind.currency), paid_on=behind.start)
    return evolve(package, sign_on=(*package.sign_on, bonus), unknown=package.unknown - {"sign_on"})


def tie(first: Valuation, second: Valuation, number: Number = "face") -> Decimal | None:
    """What a promised unit of money in tokens must be worth for two offers to be equal over the horizon.

    The fraction x with ``cash_1 + x * tokens_1 = cash_2 + x * tokens_2``; None if no x of 0 or more does that.
    """
    cash = second.total(number, tokens="none") - first.total(number, tokens="none")
    tokens = first.total(number, components=["tokens"]) - second.total(number, components=["tokens"])
    if not tokens.amount:
        return None
    found = EXACT.divide(cash.amount, tokens.amount)
    return found if found >= 0 else None
