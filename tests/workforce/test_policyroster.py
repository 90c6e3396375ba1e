"""A token policy on a roster: equal to one look-up a person, with one look-up for each kind of job."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from compkit.errors import CurrencyMismatch, MissingFact
from compkit.market import ExchangeRate
from compkit.pay import (
    Basket,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    ShareOfBase,
    ShareOfTargetCash,
    TokenAllowance,
    TokensPer,
)
from compkit.pay.tokens import annual_money
from compkit.valuation.offerpolicy import TokenCap
from compkit.workforce.policy import roster as policyroster
from compkit.workforce.policy.roster import apply_policy, policy_findings
from compkit.workforce.policy.tokenpolicy import ApprovedProviders, TokenPolicy, TokenRule
from compkit.workforce.roster import GRANTS, MILLION, Roster
from tests.samples import TODAY, market, usd

HALF_OF_BASE = TokenAllowance(amount=ShareOfBase(rate="0.5"), rule=FixedMoney())
A_TENTH_OF_CASH = TokenAllowance(amount=ShareOfTargetCash(rate="0.1"), rule=FixedMoney())
MONTHLY = TokenAllowance(amount=MoneyPer(money=usd(1500), per="month"), rule=FixedMoney())
OWN = TokenAllowance(amount=MoneyPer(money=usd(7)), rule=FixedMoney(), name="Own")
TOOLS = TokenAllowance(amount=MoneyPer(money=usd(100), per="month", tools=("editor", "agent")), rule=FixedMoney())
SOL = TokenAllowance(amount=TokensPer(mtok=60_000), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol"))

JOBS = (("L5", "L6"), ("Engineering", "Sales"), ("Austin, TX", "Berlin", ""), ("Search", "Ads"))
RULES = (
    TokenRule(allowance=MONTHLY),
    TokenRule(allowance=HALF_OF_BASE, level="L6"),
    TokenRule(allowance=TOOLS, place="TX", prorate="none"),
    TokenRule(allowance=None, level="L5", department="Ads"),
    TokenRule(allowance=SOL, family="Sales", place="Berlin"),
)


def roster(*rows: Mapping[str, Any], allowances: Mapping[str, TokenAllowance] | None = None) -> Roster:
    """People in US dollars: 200,000 a year at full time, without a bonus, unless a row says else."""
    usual = {
        "department": "Search",
        "cost_center": "",
        "account": "",
        "family": "Engineering",
        "level": "L5",
        "place": "",
        "manager": "",
        "currency": "USD",
        "start_date": "",
        "start_on": pd.Timestamp(2027, 1, 11),
        "base": 20_000_000,
        "fte": MILLION,
        "bonus": 0,
        "tokens": "",
    }
    people = [{**usual, "employee_id": f"E{number}", **row} for number, row in enumerate(rows)]
    return Roster(
        people=pd.DataFrame(people, columns=["employee_id", *usual]).drop(columns="start_date"),
        grants=pd.DataFrame(columns=list(GRANTS)),
        allowances=allowances or {},
    )


def people(job: tuple[str, ...], fte: int, tokens: str) -> dict[str, Any]:
    """A row of the roster."""
    return {**dict(zip(policyroster.JOB, job, strict=True)), "fte": fte, "tokens": tokens}


ROWS = st.builds(
    people,
    st.tuples(*map(st.sampled_from, JOBS)),
    st.sampled_from((MILLION, 800_000, 333_333)),
    st.sampled_from(("", "", "Own")),
)


class TestApply:
    """What `apply_policy` gives."""

    @given(st.lists(ROWS, max_size=12), st.sampled_from(("keep", "override")))
    def test_as_one_by_one(self, rows: list[dict[str, Any]], own: Any) -> None:
        """Law: each person gets what `allowance_for` gives, or keeps what the roster states."""
        policy = TokenPolicy(rules=RULES, own_allowances=own, notice_days=30)
        before = roster(*rows, allowances={"Own": OWN})
        after = apply_policy(policy, before, TODAY)
        for number, row in enumerate(rows):
            tokens = after.package(f"E{number}").tokens
            if row["tokens"] and own == "keep":
                assert tokens == (OWN,)
                continue
            job = {name: row[name] for name in policyroster.JOB}
            expected = policy.allowance_for(**job, fte=Decimal(row["fte"]) / MILLION, on=TODAY)
            assert tokens == (() if expected is None else (expected,))

    def test_names(self) -> None:
        """An allowance is named after its rule, with the part of full time that makes it another one."""
        rows: list[dict[str, Any]] = [
            {"level": "L6"},
            {"level": "L6", "fte": 800_000},
            {},
            {"fte": 800_000},
            {"tokens": "everyone"},
        ]
        after = apply_policy(
            TokenPolicy(rules=RULES[:2]), roster(*rows, allowances={"everyone": OWN, "spare": OWN}), TODAY
        )
        assert list(after.people["tokens"]) == ["L6", "L6", "everyone (2)", "everyone, 80 % of full time", "everyone"]
        assert set(after.allowances) == {"L6", "everyone", "everyone (2)", "everyone, 80 % of full time"}

    def test_categories(self) -> None:
        """Columns may hold texts in any way that pandas does."""
        before = roster({"level": "L6"}, {})
        frame = before.people.astype({"level": "category", "tokens": "category", "place": "string"})
        after = apply_policy(TokenPolicy(rules=RULES), Roster(people=frame, grants=before.grants), TODAY)
        assert list(after.people["tokens"]) == ["L6", "everyone"]

    def test_look_ups(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """One look-up for each kind of job that rules tell apart, however many people and words there are."""
        asked: list[object] = []
        own = TokenPolicy.rule

        def counted(policy: TokenPolicy, job: Any, on: date) -> TokenRule | None:
            asked.append(job)
            return own(policy, job, on)

        monkeypatch.setattr(TokenPolicy, "rule", counted)
        rows = [
            {"level": f"L{5 + number % 4}", "department": f"D{number}", "fte": (5 + number % 2) * 100_000}
            for number in range(600)
        ]
        apply_policy(TokenPolicy(rules=RULES), roster(*rows), TODAY)
        assert len(asked) == 3  # L5, L6 and any other

    def test_nobody(self) -> None:
        """A roster without people, and a policy without rules."""
        assert len(apply_policy(TokenPolicy(rules=RULES), roster(), TODAY)) == 0
        assert list(apply_policy(TokenPolicy(), roster({}), TODAY).people["tokens"]) == [""]


class TestFindings:
    """Whose allowance is over a cap."""

    def test_share_of_base(self) -> None:
        """Half of 200,000 is at a cap of 100,000, and half of 200,000.02 is over it; at 80 % it is under."""
        rows = [
            {"level": "L6"},
            {"level": "L6", "base": 20_000_002},
            {"level": "L6", "base": 20_000_002, "fte": 800_000},
        ]
        policy = TokenPolicy(rules=RULES, caps=(TokenCap(annual=usd(100_000), approver="cto"),))
        (found,) = policy_findings(policy, apply_policy(policy, roster(*rows), TODAY))
        assert (found.severity, found.approver, found.employee_ids) == ("block", "cto", ("E1",))
        assert found.reason == "token allowance a year is over the cap of USD 100,000"

    @given(
        base=st.integers(1, 10**9),
        fte=st.integers(1, MILLION),
        bonus=st.integers(0, MILLION),
        cap=st.integers(0, 10**6),
        allowance=st.sampled_from((HALF_OF_BASE, A_TENTH_OF_CASH, MONTHLY, TOOLS)),
    )
    def test_as_the_package(self, base: int, fte: int, bonus: int, cap: int, allowance: TokenAllowance) -> None:
        """Law: somebody is over a cap just where the allowance of the ordinary package is."""
        policy = TokenPolicy(caps=(TokenCap(annual=usd(cap)),))
        own = roster({"base": base, "fte": fte, "bonus": bonus, "tokens": "x"}, allowances={"x": allowance})
        annual = annual_money(allowance, own.package("E0").pay_base)
        assert annual is not None
        assert bool(policy_findings(policy, own)) == (annual.amount > cap)

    def test_share_of_target_cash(self) -> None:
        """A tenth of 200,000 and a bonus of 20 % is 24,000; without the bonus 20,000."""
        own = roster({"bonus": 200_000, "tokens": "x"}, {"tokens": "x"}, allowances={"x": A_TENTH_OF_CASH})
        at, under = (
            policy_findings(TokenPolicy(caps=(TokenCap(annual=usd(cap)),)), own) for cap in (24_000, "23999.99")
        )
        assert at == () and under[0].employee_ids == ("E0",)

    def test_tool(self) -> None:
        """100 a month for each of two tools is 1,200 for one of them, and nothing for a third."""
        own = roster({"tokens": "x"}, {}, allowances={"x": TOOLS})
        caps = [TokenCap(annual=usd(1199), tool="editor"), TokenCap(annual=usd(1200), tool="agent")]
        caps += [TokenCap(annual=usd(0), tool="chat"), TokenCap(annual=usd(0), provider="openai")]
        (found,) = policy_findings(TokenPolicy(caps=tuple(caps)), own)
        assert (found.cap, found.employee_ids) == (caps[0], ("E0",))
        assert "for editor" in found.reason

    def test_quantity(self) -> None:
        """60,000 million at 0.5468, the agentic mix of 2, 0.2 and 10, are 32,808 a year; without a price, an error."""
        own = roster({"tokens": "x"}, allowances={"x": SOL})
        over, under = (TokenPolicy(caps=(TokenCap(annual=usd(cap)),)) for cap in ("32807.99", "32808"))
        assert policy_findings(over, own, market=market())
        assert not policy_findings(under, own, market=market())
        with pytest.raises(MissingFact, match="a price for the tokens"):
            policy_findings(over, own)

    def test_currencies(self) -> None:
        """Half of EUR 200,000 at 1.16 is USD 116,000; without a rate it is an error."""
        own = roster({"tokens": "x", "currency": "EUR"}, allowances={"x": HALF_OF_BASE})
        rate = ExchangeRate(base="EUR", quote="USD", rate=Decimal("1.16"), on=TODAY, source="test")
        over, under = (TokenPolicy(caps=(TokenCap(annual=usd(cap)),)) for cap in ("115999.99", "116000"))
        assert policy_findings(over, own, market=market(rates=(rate,)))
        assert not policy_findings(under, own, market=market(rates=(rate,)))
        with pytest.raises(CurrencyMismatch):
            policy_findings(over, own)

    def test_providers(self) -> None:
        """Whoever works where the allowance's provider is not approved."""
        own = roster({"tokens": "x", "place": "Berlin"}, {"tokens": "x"}, allowances={"x": SOL})
        lists = (ApprovedProviders(providers=("openai",)), ApprovedProviders(place="Berlin", providers=("mistral",)))
        (found,) = policy_findings(TokenPolicy(providers=lists), own)
        assert (found.severity, found.employee_ids) == ("warning", ("E0",))
        assert found.reason == "x is for openai, which is not approved for Berlin"
