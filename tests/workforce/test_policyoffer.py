"""What a token policy says to an offer: the allowance held beside the one of its rule."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from compkit.errors import InvalidValue, MissingFact
from compkit.pay import (
    BaseSalary,
    Basket,
    Candidate,
    Employer,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Offer,
    Package,
    Role,
    ShareOfBase,
    ShareOfTargetCash,
    SignOnBonus,
    TargetBonus,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation.value import value
from compkit.workforce.policy.offer import allowance_for_offer, check_tokens, offer_fte
from compkit.workforce.policy.tokenpolicy import ApprovedProviders, TokenPolicy, TokenRule
from tests.samples import START, assume, market, usd

HALF = TokenAllowance(amount=ShareOfBase(rate="0.5"), rule=FixedMoney())
YEARLY = TokenAllowance(amount=MoneyPer(money=usd(125_000)), rule=FixedMoney())
SOL = TokenAllowance(amount=TokensPer(mtok=60_000), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol"))
SIGN_ON = (SignOnBonus(amount=usd(1000), paid_on=START),)
ROLE = Role(title="Staff Engineer", level="L6", location="Austin, TX")


def offer(*tokens: TokenAllowance, role: Role = ROLE, **changes: Any) -> Offer:
    """An offer of 250,000 a year with some allowances."""
    salary = BaseSalary(amount=usd(250_000))
    parts: dict[str, Any] = {"start_on": START, "currency": "USD", "salary": salary, "tokens": tokens}
    package = Package(**{**parts, **changes})
    return Offer(
        offer_number="A-1", package=package, employer=Employer(name="Acme"), candidate=Candidate(name="Sam"), role=role
    )


def policy(allowance: TokenAllowance | None = HALF, **changes: Any) -> TokenPolicy:
    """A policy with one rule, for L6."""
    return TokenPolicy(**{"rules": (TokenRule(allowance=allowance, level="L6"),), **changes})


def found(of: Offer, by: TokenPolicy, **facts: Any) -> list[tuple[str, str]]:
    """Severity and reason of each finding."""
    findings = check_tokens(of, by, **facts)
    assert all(finding.element == "tokens" for finding in findings)
    return [(finding.severity, finding.reason) for finding in findings]


class TestFigures:
    """Money a year as promised."""

    def test_as_given(self) -> None:
        """Half of base where half of base is due: nothing; days and the name are the offer's own."""
        assert found(offer(HALF), policy()) == []
        own = evolve(HALF, name="Tokens", guaranteed_until=date(2028, 1, 10), starts_on=date(2027, 2, 1))
        assert found(offer(own), policy()) == []

    def test_more(self) -> None:
        """60 % of 250,000 is 150,000, 25,000 above 125,000: a warning that names rule and figures."""
        more = evolve(HALF, amount=ShareOfBase(rate="0.6"))
        (figure, terms) = found(offer(more), policy())
        above = "USD 25,000 above what the token policy's rule for L6 gives: USD 125,000"
        assert figure == ("warning", f"token allowance a year USD 150,000, {above}")
        assert terms[0] == "info" and terms[1].endswith("in how the amount is stated")

    def test_less(self) -> None:
        """Less is told, no more."""
        less = evolve(YEARLY, amount=MoneyPer(money=usd(100_000)))
        ((severity, reason),) = found(offer(less), policy(YEARLY))[:1]
        assert severity == "info" and "USD 25,000 below" in reason

    def test_terms(self) -> None:
        """The same money under other terms is told, with the terms."""
        other = evolve(HALF, rollover_months=3, overage="needs approval")
        ((severity, reason),) = found(offer(other), policy())
        assert severity == "info"
        assert reason.endswith("rule for L6 gives it in how long what is unused stays; use above it")

    def test_part_time(self) -> None:
        """Four days of five: 125,000 x 0.8 = 100,000 is as given, and so is half of base, which follows by itself."""
        salary = BaseSalary(amount=usd(250_000), fte="0.8")
        assert found(offer(evolve(YEARLY, amount=MoneyPer(money=usd(100_000))), salary=salary), policy(YEARLY)) == []
        assert found(offer(HALF, salary=salary), policy()) == []

    def test_hours(self) -> None:
        """30 paid hours of 40 are three quarters; more than 40 are full time."""
        hours = [BaseSalary(amount=usd(100), per="hour", hours_per_week=hours) for hours in (30, 50)]
        assert [offer_fte(offer(salary=salary)) for salary in hours] == [Decimal("0.75"), 1]
        assert offer_fte(offer(salary=None, sign_on=SIGN_ON)) == 1

    def test_target_cash(self) -> None:
        """A tenth of target cash, 250,000 x 1.2, is 30,000, also beside an offer that has no such share."""
        tenth = TokenAllowance(amount=ShareOfTargetCash(rate="0.1"), rule=FixedMoney())
        own = offer(evolve(YEARLY, amount=MoneyPer(money=usd(30_000))), bonus=(TargetBonus(rate="0.2"),))
        assert [reason for _, reason in found(own, policy(tenth)) if "USD" in reason] == []

    def test_quantity(self) -> None:
        """60,000 million at 0.5468 are 32,808: above 30,000; without a price, an error."""
        own, by = offer(SOL), policy(evolve(YEARLY, amount=MoneyPer(money=usd(30_000))))
        reasons = [reason for _, reason in found(own, by, valuation=value(own.package, market(), assume()))]
        assert "USD 32,808, USD 2,808 above" in reasons[0]
        with pytest.raises(MissingFact):
            check_tokens(own, by)


class TestNone:
    """Where one side gives nothing."""

    def test_offer(self) -> None:
        """An offer without tokens is told what is due."""
        ((severity, reason),) = found(offer(), policy())
        assert (severity, reason) == (
            "info",
            "no token allowance, where the token policy's rule for L6 gives USD 125,000 a year",
        )

    def test_policy(self) -> None:
        """Tokens that no rule gives are unusual."""
        ((severity, reason),) = found(offer(HALF), policy(None))
        assert severity == "warning" and reason.endswith("and the token policy's rule for L6 gives none")
        ((severity, reason),) = found(offer(HALF), TokenPolicy())
        assert severity == "warning" and "no rule of the token policy is for L6, Staff Engineer, Austin, TX" in reason
        assert found(offer(), TokenPolicy()) == []

    def test_no_salary(self) -> None:
        """A share of pay cannot be told without pay."""
        ((severity, reason),) = found(offer(salary=None, sign_on=SIGN_ON), policy())
        assert severity == "warning" and "states no base salary" in reason

    def test_told(self) -> None:
        """Nothing is said of another company's offer."""
        told = evolve(offer(HALF), status="as_told", told_on=date(2026, 11, 20))
        assert found(told, TokenPolicy()) == []


class TestProviders:
    """Where an offer's tokens are bought."""

    def test_not_approved(self) -> None:
        """A provider that the role's place does not approve."""
        lists = (ApprovedProviders(providers=("mistral",)), ApprovedProviders(place="Berlin", providers=("openai",)))
        own = evolve(HALF, providers=("openai",))
        by = policy(providers=lists)
        reason = "AI token allowance is for openai; the token policy approves mistral for Austin, TX"
        assert ("warning", reason) in found(offer(own), by)
        in_berlin = found(offer(own, role=evolve(ROLE, location="Berlin")), by)
        assert not any("approves" in reason for _, reason in in_berlin)


class TestAllowanceForOffer:
    """What a new offer is filled with."""

    def test_part_time(self) -> None:
        """An amount is times FTE."""
        salary = BaseSalary(amount=usd(250_000), fte="0.8")
        assert allowance_for_offer(offer(salary=salary), policy(YEARLY)).amount == MoneyPer(money=usd(100_000))

    def test_none(self) -> None:
        """Without a rule it is an error that lists those there are."""
        with pytest.raises(InvalidValue, match=r"no rule is for it.*got 'L5.*rules of the policy: L6"):
            allowance_for_offer(offer(role=evolve(ROLE, level="L5")), policy())
        with pytest.raises(InvalidValue, match=r"the rule L6 gives none"):
            allowance_for_offer(offer(), policy(None))
