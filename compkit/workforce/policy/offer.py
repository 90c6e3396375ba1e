"""An offer beside the token policy: whether its token allowance is the one that the policy gives for its role."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from ...errors import InvalidValue
from ...money import EXACT, Money
from ...pay.allowance import TokenAllowance
from ...pay.amounts import SHARES_OF_PAY
from ...pay.offer import Offer
from ...valuation.offercheck import NAMES, Finding, Severity, said
from ...valuation.offerfigures import FULL_TIME_HOURS, OfferFigures
from ...valuation.value import Valuation
from .tokenpolicy import Job, TokenPolicy, TokenRule

_TERMS = {
    "amount": "how the amount is stated",
    "rule": "what happens when prices change",
    "basket": "the basket",
    "providers": "where it is spent",
    "release": "how often it is released",
    "in_advance": "release in advance or in arrears",
    "rollover_months": "how long what is unused stays",
    "rollover_share": "the share of what is unused that stays",
    "rollover_cap": "the most that carries over",
    "use": "business or personal use",
    "personal_share": "the share of personal use",
    "transfer": "giving it on",
    "overage": "use above it",
    "wind_down_days": "the time after leaving",
    "notice_days": "notice of a change",
}
"""Terms that a policy sets, in words; days and names are an offer's own."""


def offer_fte(offer: Offer) -> Decimal:
    """Full-time equivalent of an offer: as stated, or paid hours of 40 a week; full time where no salary is told."""
    salary = offer.package.salary
    if salary is None:
        return Decimal(1)
    if salary.hours_per_week is None:
        return salary.fte
    return min(Decimal(1), EXACT.divide(salary.hours_per_week, Decimal(FULL_TIME_HOURS)))


def rule_for(offer: Offer, policy: TokenPolicy) -> TokenRule | None:
    """The rule of an offer's role on its first day of work; None if there is none."""
    return policy.rule(Job.of(offer.role), offer.package.start_on)


def allowance_for_offer(offer: Offer, policy: TokenPolicy) -> TokenAllowance:
    """The allowance that a policy gives for an offer's role and FTE on its first day of work.

    Raises:
        InvalidValue: If it gives none, with the rules that there are.
    """
    rule = rule_for(offer, policy)
    allowance = None if rule is None else policy.given(rule, offer_fte(offer))
    if allowance is None:
        label = Job.of(offer.role).label
        why = "no rule is for it" if rule is None else f"the rule {rule.label} gives none"
        rules = "; ".join(rule.label for rule in policy.rules) or "none yet"
        fix = f"rules of the policy: {rules}"
        raise InvalidValue("token policy", label, f"gives no allowance on {offer.package.start_on}: {why}", fix)
    return allowance


def check_tokens(offer: Offer, policy: TokenPolicy, *, valuation: Valuation | None = None) -> tuple[Finding, ...]:
    """What a token policy says to an offer; its caps are for `check_offer`. Nothing of another company's offer.

    Args:
        offer: The offer.
        policy: The policy; the rule on the first day of work counts.
        valuation: Of the offer's package, where tokens or other currencies need a price.

    Raises:
        MissingFact: If tokens need a price that was not given.
        CurrencyMismatch: If two allowances are in two currencies, and no exchange rate was given.
    """
    if offer.is_told or "tokens" in offer.package.unknown:
        return ()
    case = OfferFigures(offer=offer, valuation=valuation)
    return tuple(_Beside(case, policy, rule_for(offer, policy)).all())


@frozen
class _Beside:
    """An offer's allowances beside the one of its rule."""

    case: OfferFigures
    policy: TokenPolicy
    rule: TokenRule | None

    def all(self) -> Iterator[Finding]:
        """Every finding."""
        offer = self.case.offer
        expected = None if self.rule is None else self.policy.given(self.rule, offer_fte(offer))
        yield from self._figure(expected)
        if expected is not None and len(offer.package.tokens) == 1:
            yield from self._terms(offer.package.tokens[0], expected)
        for allowance in offer.package.tokens:
            yield from self._providers(allowance)

    def _figure(self, expected: TokenAllowance | None) -> Iterator[Finding]:
        """More than the rule gives is unusual; less, or none, is told."""
        held = self.case.offer.package.tokens
        if expected is None:
            if held:
                yield _finding("warning", f"{self._held()}, and {self._none()}")
            return
        if isinstance(expected.amount, SHARES_OF_PAY) and self.case.offer.package.salary is None:
            yield _finding("warning", f"{self._by_rule} a share of pay, and the offer states no base salary")
            return
        given = self.case.allowance(expected)
        if not held:
            yield _finding("info", f"no token allowance, where {self._by_rule} {said(given)} a year")
            return
        figure = self._annual()
        if figure != given:
            side, severity = _ABOVE if figure > given else _BELOW
            gap = said(Money(abs((figure - given).amount), given.currency))
            yield _finding(severity, f"{self._held()}, {gap} {side} what {self._by_rule}: {said(given)}")

    def _annual(self) -> Money:
        figure = self.case.tokens()
        assert figure is not None  # tokens are told
        return figure

    def _held(self) -> str:
        return f"{NAMES['tokens']} {said(self._annual())}"

    @property
    def _by_rule(self) -> str:
        assert self.rule is not None  # only where there is one
        return f"the token policy's rule for {self.rule.label} gives"

    def _none(self) -> str:
        if self.rule is not None:
            return f"{self._by_rule} none"
        return f"no rule of the token policy is for {Job.of(self.case.offer.role).label}"

    def _terms(self, held: TokenAllowance, expected: TokenAllowance) -> Iterator[Finding]:
        other = [words for name, words in _TERMS.items() if getattr(held, name) != getattr(expected, name)]
        if other:
            yield _finding("info", f"token allowance is not as {self._by_rule} it in {'; '.join(other)}")

    def _providers(self, allowance: TokenAllowance) -> Iterator[Finding]:
        place = self.case.offer.role.location
        strange = self.policy.not_approved(allowance, place)
        if strange:
            approved = ", ".join(self.policy.approved(place))
            where = f" for {place}" if place else ""
            reason = f"{allowance.name} is for {', '.join(strange)}; the token policy approves {approved}{where}"
            yield _finding("warning", reason)


_ABOVE: tuple[str, Severity] = ("above", "warning")
_BELOW: tuple[str, Severity] = ("below", "info")


def _finding(severity: Severity, reason: str) -> Finding:
    return Finding(severity=severity, element="tokens", reason=reason)
