"""The token policy: which rule is whose, what part-time work does to it, and what is refused."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.errors import InvalidValue
from compkit.pay import (
    BaseSalary,
    Basket,
    CapacitySlice,
    CreditsPer,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Package,
    Role,
    ShareOfBase,
    ShareOfTargetCash,
    TokenAllowance,
    TokensPer,
    entitlements,
)
from compkit.pay.tokens import annual_money
from compkit.workforce.policy.tokenpolicy import ApprovedProviders, Job, TokenPolicy, TokenRule, prorated
from tests.samples import TODAY, usd

HALF = Decimal("0.5")
SOL = Basket.of("openai/gpt-6-sol")


def money(amount: object, **changes: Any) -> TokenAllowance:
    """An allowance of US dollars a year."""
    return TokenAllowance(amount=MoneyPer(money=usd(amount)), rule=FixedMoney(), **changes)


def rule(amount: object, **changes: Any) -> TokenRule:
    """A rule that gives US dollars a year."""
    return TokenRule(allowance=money(amount), **changes)


def figure(policy: TokenPolicy, on: date = TODAY, **job: Any) -> Decimal | None:
    """The money a year that a job gets."""
    found = policy.allowance_for(on=on, **job)
    assert found is None or isinstance(found.amount, MoneyPer)
    return None if found is None else found.amount.money.amount


class TestMostSpecific:
    """Level goes before family, family before place, place before department."""

    POLICY = TokenPolicy(
        rules=(
            rule(1),
            rule(2, department="Search"),
            rule(3, place="TX"),
            rule(4, place="Austin, TX"),
            rule(5, family="Engineering", place="TX"),
            rule(6, level="L6"),
            rule(7, level="L6", department="Search"),
            rule(8, level="L6", place="Berlin"),
        )
    )

    @pytest.mark.parametrize(
        ("job", "expected"),
        [
            ({}, 1),
            ({"level": "L5"}, 1),
            ({"department": "Search"}, 2),
            ({"department": "search", "place": "Dallas, TX"}, 3),
            ({"place": "austin, tx"}, 4),
            ({"place": "Austin, TX", "family": "Engineering"}, 5),
            ({"level": "l6", "place": "Austin, TX", "family": "Engineering"}, 6),
            ({"level": "L6", "department": "Search"}, 7),
            ({"level": "L6", "department": "Search", "place": "Berlin"}, 8),
        ],
    )
    def test_wins(self, job: dict[str, str], expected: int) -> None:
        """In any spelling of capitals; the whole place goes before a part of it."""
        assert figure(self.POLICY, **job) == expected

    def test_role(self) -> None:
        """An offer's family is its department, or else its title, as in pay bands."""
        policy = TokenPolicy(rules=(rule(1, family="Staff Engineer"), rule(2, family="Search")))
        role = Role(title="Staff Engineer", department="Search", location="Berlin")
        assert policy.rule(Job.of(role), TODAY) == policy.rules[1]
        assert policy.rule(Job.of(evolve(role, department="Ads")), TODAY) == policy.rules[0]

    def test_nobody(self) -> None:
        """No rule gives no allowance, and neither does a rule that says none."""
        policy = TokenPolicy(rules=(rule(1, level="L6"), TokenRule(allowance=None, level="Intern")))
        assert figure(policy) is None
        assert figure(policy, level="Intern") is None
        assert figure(TokenPolicy()) is None

    @pytest.mark.parametrize(
        ("day", "expected"),
        [(date(2026, 12, 31), 1), (date(2027, 1, 1), 2), (date(2027, 12, 31), 2), (date(2028, 1, 1), None)],
    )
    def test_days(self, day: date, expected: int | None) -> None:
        """First and last day of a rule are its own."""
        rules = (
            rule(1, until_on=date(2026, 12, 31)),
            rule(2, from_on=date(2027, 1, 1), until_on=date(2027, 12, 31)),
        )
        assert figure(TokenPolicy(rules=rules), day) == expected

    def test_ties(self) -> None:
        """Two rules for the same jobs on one day are refused; days that do not overlap are not."""
        with pytest.raises(InvalidValue, match=r"has two rules for one day, got 'l6': keep one"):
            TokenPolicy(
                rules=(rule(1, level="L6", until_on=date(2027, 1, 1)), rule(2, level="l6", from_on=date(2027, 1, 1)))
            )
        TokenPolicy(
            rules=(rule(1, level="L6", until_on=date(2026, 12, 31)), rule(2, level="L6", from_on=date(2027, 1, 1)))
        )

    def test_backwards(self) -> None:
        """A rule must not end before it begins."""
        with pytest.raises(InvalidValue, match="must not end before it begins on 2027-01-01"):
            rule(1, from_on=date(2027, 1, 1), until_on=date(2026, 12, 31))


class TestProrate:
    """Part-time jobs get their part of an amount, once."""

    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            (MoneyPer(money=usd("1500"), per="month"), MoneyPer(money=usd("1200"), per="month")),
            (MoneyPer(money=usd("0.01")), MoneyPer(money=usd("0.01"))),  # 0.8 of a cent is a whole one
            (CreditsPer(credits="7", price=usd("0.01")), CreditsPer(credits="5.6", price=usd("0.01"))),
            (ShareOfBase(rate=HALF), ShareOfBase(rate=HALF)),
            (ShareOfTargetCash(rate=HALF), ShareOfTargetCash(rate=HALF)),
        ],
    )
    def test_four_days_of_five(self, amount: Any, expected: Any) -> None:
        """Money and credits are times 0.8; a share of pay stays, for pay is times 0.8 already."""
        allowance = TokenAllowance(amount=amount, rule=FixedMoney(), providers=("openai",))
        policy = TokenPolicy(rules=(TokenRule(allowance=allowance),))
        found = policy.allowance_for(fte="0.8", on=TODAY)
        assert found is not None and found.amount == expected

    def test_quantities(self) -> None:
        """Tokens and slices too; a third of a million and one tokens is 333,334 whole ones."""
        third = Decimal("0.333333")
        tokens = TokenAllowance(amount=TokensPer(mtok="1.000001"), rule=FixedQuantity(), basket=SOL)
        part = prorated(tokens, third)
        assert part is not None and part.amount == TokensPer(mtok="0.333333")
        piece = evolve(tokens, amount=CapacitySlice(share="0.001", capacity="plant"))
        part = prorated(piece, HALF)
        assert part is not None and part.amount == CapacitySlice(share="0.0005", capacity="plant")

    def test_nothing_left(self) -> None:
        """Less than half a cent is no allowance."""
        assert prorated(money("0.01"), Decimal("0.4")) is None

    def test_none(self) -> None:
        """A rule may give everybody all of it."""
        assert figure(TokenPolicy(rules=(rule(1000, prorate="none"),)), fte=HALF) == 1000

    def test_none_of_a_share(self) -> None:
        """A share of pay cannot but follow pay, so a rule that says otherwise is refused."""
        allowance = TokenAllowance(amount=ShareOfBase(rate=HALF), rule=FixedMoney())
        with pytest.raises(InvalidValue, match="follows FTE already"):
            TokenRule(allowance=allowance, prorate="none")

    @given(testing.token_allowances("USD", date(2027, 1, 11)), st.integers(1, 10))
    def test_never_doubles(self, allowance: TokenAllowance, tenths: int) -> None:
        """Law: a part-time package gets FTE times what full time gets a year, not FTE squared."""
        fte = Decimal(tenths) / 10
        policy = TokenPolicy(rules=(TokenRule(allowance=allowance),))
        part = policy.allowance_for(fte=fte, on=TODAY)
        if part is None:
            return

        def annual(own: TokenAllowance, share: Decimal) -> Fraction | None:
            salary = BaseSalary(amount=usd(100_000), fte=share)
            package = Package(start_on=date(2027, 1, 11), currency="USD", salary=salary, tokens=(own,))
            found = annual_money(own, package.pay_base)
            return None if found is None else Fraction(found.amount)

        whole, own = annual(allowance, Decimal(1)), annual(part, fte)
        if whole is None or own is None:
            assert whole is own
            return
        periods = {"year": 1, "month": 12, "week": 53, "day": 365}[getattr(allowance.amount, "per", "year")]
        tools = max(len(getattr(allowance.amount, "tools", ())), 1)
        step = Fraction(allowance.basis.per_mtok.amount) / 10**6 if allowance.basis else Fraction(0)
        assert abs(own - whole * Fraction(fte)) <= periods * max(tools * Fraction(1, 100), step) + Fraction(1, 50)

    @pytest.mark.parametrize("fte", ["0", "1.1", "-0.5"])
    def test_fte(self, fte: str) -> None:
        """Is above 0 and up to 1."""
        with pytest.raises(InvalidValue, match="above 0 and up to 1"):
            TokenPolicy().allowance_for(fte=fte, on=TODAY)

    def test_entitlements(self) -> None:
        """Half-time on 100,000 with half of base: 100,000 x 0.5 x 0.5 = 25,000 in the first year, not 12,500."""
        allowance = TokenAllowance(amount=ShareOfBase(rate=HALF), rule=FixedMoney())
        policy = TokenPolicy(rules=(TokenRule(allowance=allowance),))
        own = policy.allowance_for(fte=HALF, on=TODAY)
        assert own is not None
        salary = BaseSalary(amount=usd(100_000), fte=HALF)
        package = Package(start_on=date(2027, 1, 1), currency="USD", salary=salary, tokens=(own,))
        rows = [row for row in entitlements(package, until=date(2028, 1, 1)) if row.component == "tokens"]
        assert sum(row.quantity for row in rows) == 25_000


class TestProviders:
    """Where tokens may be bought, by place."""

    LISTS = (
        ApprovedProviders(providers=("openai", "mistral")),
        ApprovedProviders(place="Berlin", providers=("mistral",)),
    )

    def test_by_place(self) -> None:
        """A place's own list goes before the one for all; without any, every provider is approved."""
        policy = TokenPolicy(providers=self.LISTS)
        assert policy.approved("Berlin, DE") == ("mistral",)
        assert policy.approved("Austin, TX") == ("openai", "mistral")
        assert policy.not_approved(money(1, providers=("openai", "mistral")), "berlin") == ("openai",)
        assert policy.not_approved(money(1), "Berlin") == ()
        assert TokenPolicy().not_approved(money(1, providers=("x",)), "Berlin") == ()

    def test_basket(self) -> None:
        """The models of a basket are bought at their providers."""
        allowance = TokenAllowance(amount=TokensPer(mtok=1), rule=FixedQuantity(), basket=SOL)
        assert TokenPolicy(providers=self.LISTS).not_approved(allowance, "Berlin") == ("openai",)

    def test_rules(self) -> None:
        """A policy does not give what it does not approve."""
        own = TokenRule(allowance=money(1, providers=("openai",)), place="Berlin")
        with pytest.raises(InvalidValue, match=r"is not an approved provider.*'openai'.*say one of mistral"):
            TokenPolicy(rules=(own,), providers=self.LISTS)

    def test_twice(self) -> None:
        """One list for each place."""
        with pytest.raises(InvalidValue, match=r"has two lists of providers, got 'every place'"):
            TokenPolicy(providers=(self.LISTS[0], self.LISTS[0]))


class TestNotice:
    """The policy's notice is for allowances that say none."""

    def test_notice(self) -> None:
        """30 days of an allowance stay; one without gets the policy's 60."""
        rules = (rule(1), TokenRule(allowance=money(2, notice_days=30), level="L6"))
        policy = TokenPolicy(rules=rules, notice_days=60)
        found = [policy.allowance_for(level=level, on=TODAY) for level in ("", "L6")]
        assert [own and own.notice_days for own in found] == [60, 30]
