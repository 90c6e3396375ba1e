"""Planning on paper: what meets a target and mixes at equal cost; figures worked by hand."""

from decimal import Decimal

import pytest

from compkit.documents.mixreport import build_mix_report, mix_data
from compkit.documents.planparts import Unmet
from compkit.documents.planreport import Rival, build_solve_report, solve_data
from compkit.documents.table import render
from compkit.errors import InvalidValue
from compkit.pay import BaseSalary, FixedMoney, Package, SignOnBonus, TokenAllowance
from compkit.pay.amounts import MoneyPer
from compkit.valuation.gap import Scope
from compkit.valuation.mixes import mix_now, mixes_at_equal_cost
from compkit.valuation.solve import Fit, Match, Reach, solve
from compkit.valuation.terms import Change
from compkit.valuation.value import value

from ..samples import START, acme, assume, globex, market, usd
from ..valuation.test_mixes import plain

EXPECTED = assume(bonus_payout="0.9", token_utilisation="0.4")
BEFORE = value(acme(), market(), EXPECTED)


def found(term, target, package=None, **scope):
    """The solution in the worked example's market."""
    change = term if isinstance(term, Change) else Change(term=term)
    asked = Scope(**scope)
    return solve(package or acme(), change=change, target=target, market=market(), assumptions=EXPECTED, scope=asked)


def printed(report):
    """Its lines; none wider than the page."""
    lines = [line for line, _ in render(report)]
    assert max(map(len, lines)) <= 96
    return lines


def row(lines, label):
    """The cells of the first row with a label."""
    return next(line for line in lines if line.startswith(label))[len(label) :].split()


class TestSolveReport:
    """`build_solve_report`."""

    def test_one_term(self):
        """Acme without tokens is 1,620,000 with 3,200 shares at 125; 1,500,000 takes 2,240, one less is 125 less."""
        lines = printed(build_solve_report([found("shares", Reach(usd(1_500_000)))], before=BEFORE))
        assert "What reaches USD 1,500,000.00, as promised, without tokens, over 4 years" in lines
        assert row(lines, "New-hire grant, shares") == ["3,200", "2,240", "1", "1,500,000.00", "1,499,875.00"]
        assert "INTERNAL: shows expected cost" in lines

    def test_before_and_after(self):
        """Three numbers now and then: tokens cost 40 % of what is promised, bonus 90 %; business tokens are worth 0."""
        lines = printed(build_solve_report([found("shares", Reach(usd(1_500_000)))], before=BEFORE))
        assert row(lines, "RSU") == ["400,000", "280,000"] * 3
        assert row(lines, "Target bonus") == ["150,000"] * 2 + ["135,000"] * 4
        assert row(lines, "AI tokens") == ["500,000"] * 2 + ["200,000"] * 2 + ["0"] * 2
        assert row(lines, "Without tokens") == ["1,620,000", "1,500,000"] + ["1,605,000", "1,485,000"] * 2
        assert row(lines, "With all tokens")[:2] == ["2,120,000", "2,000,000"]

    def test_tables_add_up_as_printed(self):
        """Components add up to the total without tokens, and with the tokens to the total with all."""
        solution = found("base salary", Reach(usd("1777777.77")), tokens="all")
        lines = printed(build_solve_report([solution], before=BEFORE))
        cells = {label: [int(cell.replace(",", "")) for cell in row(lines, label)] for label in _ADDENDS + _SUMS}
        assert [sum(column) for column in zip(*(cells[label] for label in _ADDENDS), strict=True)] == cells[_SUMS[0]]
        both = [a + b for a, b in zip(cells["Without tokens"], cells["AI tokens"], strict=True)]
        assert both == cells["With all tokens"]

    def test_cents_of_tokens_add_up_too(self):
        """400,000.40 of base and 4,000.40 of tokens are 404,000.80: printed 400,001, 4,000 and 404,001."""
        tokens = (TokenAllowance(amount=MoneyPer(money=usd("1000.10")), rule=FixedMoney()),)
        salary = BaseSalary(amount=usd("100000.10"))
        package = Package(start_on=START, currency="USD", salary=salary, tokens=tokens)
        solution = found("sign-on", Reach(usd(500_000)), package)
        lines = printed(build_solve_report([solution], before=value(package, market(), EXPECTED)))
        labels = ("Base salary", "Without tokens", "AI tokens", "With all tokens")
        assert [row(lines, label)[0] for label in labels] == ["400,001", "400,001", "4,000", "404,001"]

    def test_guaranteed_tokens(self):
        """Acme's are guaranteed for its first year: 125,000 of 500,000."""
        lines = printed(build_solve_report([found("shares", Reach(usd(1_500_000)))], before=BEFORE))
        assert row(lines, "  of which guaranteed") == ["125,000"] * 2 + ["50,000"] * 2 + ["0"] * 2
        assert row(lines, "With guaranteed tokens")[:2] == ["1,745,000", "1,625,000"]

    def test_rates_are_per_cent(self):
        """A bonus is a share of base: 150,000 a point of 15; 170,000 is 17 %."""
        lines = printed(build_solve_report([found("bonus", Reach(usd(1_640_000)))], before=BEFORE))
        assert row(lines, "Target bonus, of base")[:6] == ["15", "%", "17", "%", "0.01", "%"]

    def test_side_by_side(self):
        """Several terms are numbered, each with a column of its own; what cannot be done says why."""
        solutions = [found(term, Reach(usd(1_700_000))) for term in ("base salary", "shares", "sign-on")]
        report = build_solve_report(solutions, before=BEFORE, unmet=[Unmet("tokens", "does not move this total")])
        lines = printed(report)
        assert "ANY ONE OF THESE, alone" in lines
        assert [line[:2] for line in lines if line[:1].isdigit()] == ["1 ", "2 ", "3 "]
        assert "! tokens: does not move this total" in lines
        assert any(line.split() == ["now", "with", "1", "with", "2", "with", "3"] for line in lines)

    def test_a_budget(self):
        """The step beside a budget is one more."""
        lines = printed(build_solve_report([found("shares", Fit(usd(1_500_100)))], before=BEFORE))
        assert any("What stays within USD 1,500,100.00" in line for line in lines)
        assert any("one step more" in line for line in lines)

    def test_a_rival(self):
        """Its name and total, and what it did not tell: Globex is 1,683,000 without tokens and benefits."""
        rival = Rival("Globex", value(globex(), market(), EXPECTED))
        lines = printed(build_solve_report([found("sign-on", Match(rival.valuation))], before=BEFORE, rival=rival))
        assert any("What matches Globex's USD 1,683,000.00" in line for line in lines)
        assert any("Not told by Globex, so left out of the totals on both sides: benefits." in line for line in lines)
        assert row(lines, "Sign-on, USD")[1] == "133,000"

    def test_what_follows_base(self):
        """What is a share of base follows it, by name."""
        text = " ".join(printed(build_solve_report([found("base salary", Reach(usd(1_700_000)))], before=BEFORE)))
        assert "follows it: Target bonus and AI token allowance." in " ".join(text.split())

    def test_the_one_that_is_named(self):
        """A named allowance stands under its own name."""
        tokens = [TokenAllowance(name=n, amount=MoneyPer(money=usd(100)), rule=FixedMoney()) for n in ("A", "Bé 🦊")]
        package = Package(start_on=START, currency="USD", salary=BaseSalary(amount=usd(100_000)), tokens=tuple(tokens))
        solution = found(Change(term="tokens", name="Bé 🦊"), Reach(usd(412_000)), package, tokens="all")
        lines = printed(build_solve_report([solution], before=value(package, market(), EXPECTED)))
        assert row(lines, "Bé 🦊, USD a year")[:2] == ["100", "2,900"]


_ADDENDS = ["Base salary  ", "Target bonus", "Sign-on", "RSU", "Benefits"]
_SUMS = ["Without tokens", "AI tokens", "With all tokens"]


class TestSolveData:
    """`solve_data`."""

    def test_shape(self):
        """Versioned, internal, amounts as text."""
        data = solve_data([found("shares", Reach(usd(1_500_000)))], before=BEFORE, unmet=[Unmet("tokens", "why")])
        assert (data["format"], data["internal"], data["currency"]) == ("compkit/solution/1", True, "USD")
        assert data["target"] == {"kind": "reach", "amount": "1500000", "rival": None}
        assert data["unmet"] == [{"asked": "tokens", "reason": "why"}]
        (one,) = data["solutions"]
        assert (one["before"], one["amount"], one["unit"]) == ("3200", "2240", "shares")
        assert Decimal(one["after"]["totals"]["face"]["without_tokens"]) == Decimal(one["reached"]) == 1_500_000
        assert Decimal(one["after"]["components"]["RSU"]["cost"]) == 280_000

    def test_kinds(self):
        """A budget and a rival say so."""
        rival = Rival("Globex", value(globex(), market(), EXPECTED))
        assert solve_data([found("shares", Fit(usd(1_500_100)))], before=BEFORE)["target"]["kind"] == "fit"
        data = solve_data([found("sign-on", Match(rival.valuation))], before=BEFORE, rival=rival)
        assert (data["target"]["kind"], data["target"]["rival"]) == ("match", "Globex")
        assert data["left_out"] == ["Not told by Globex, so left out of the totals on both sides: benefits."]


def mixed(package, *mixes, **more):
    """Mixes at round prices, and the package as it is."""
    given = assume()
    now = mix_now(value(package, market(), given))
    return mixes_at_equal_cost(package, mixes=mixes, market=market(), assumptions=given, **more), now


class TestMixReport:
    """`build_mix_report`."""

    def test_by_hand(self):
        """400,000 as 60/15/20/5: base 60,000, bonus 25 % of it, 80,000 / 125 = 640 shares, tokens 5,000 a year."""
        mixes, now = mixed(plain(), "60/15/20/5", "100/0/0/0", budget=usd(400_000))
        lines = printed(build_mix_report(mixes, now=now))
        assert "Mixes that all cost USD 400,000 over 4 years, everything included" in lines
        assert row(lines, "Base salary, USD a year") == ["100,000", "60,000", "100,000"]
        assert row(lines, "Bonus, of base") == ["0", "%", "25", "%", "0", "%"]
        assert row(lines, "Equity, shares") == ["1", "640", "0"]
        assert row(lines, "AI tokens, USD a year") == ["1", "5,000", "0"]
        assert row(lines, "Bonus  ")[:3] == ["0", "60,000", "0"]
        assert row(lines, "With all tokens")[1:3] == ["400,000", "400,000"]
        assert any("Every mix meets the budget exactly." in line for line in lines)

    def test_limits(self):
        """A term outside its limit is marked, and the limit named."""
        limits = {"base salary": (Decimal(70_000), Decimal(90_000))}
        mixes, now = mixed(plain(), "60/15/20/5", "75/15/5/5", budget=usd(400_000), limits=limits)
        lines = printed(build_mix_report(mixes, now=now))
        assert row(lines, "Base salary, USD a year") == ["100,000", "60,000", "*", "75,000"]
        assert "* 60/15/20/5, Base salary: 60000 USD a year is below 70000" in lines

    def test_what_cannot_be_had(self):
        """It says why."""
        mixes, now = mixed(plain(), "60/15/20/5")
        lines = printed(build_mix_report(mixes, now=now, unmet=[Unmet("0/100/0/0", "base is the rest")]))
        assert "! 0/100/0/0: base is the rest" in lines

    def test_all_else(self):
        """A sign-on is none of the four: it stays, and stands apart."""
        package = plain()
        with_more = Package(
            start_on=START,
            currency="USD",
            salary=package.salary,
            bonus=package.bonus,
            equity=package.equity,
            tokens=package.tokens,
            sign_on=(SignOnBonus(amount=usd(10_000), paid_on=START),),
        )
        mixes, now = mixed(with_more, "60/15/20/5", budget=usd(410_000))
        lines = printed(build_mix_report(mixes, now=now))
        assert row(lines, "All else") == ["10,000"] * 6
        assert row(lines, "Without tokens")[1] == "390,000"

    def test_data(self):
        """Versioned, internal; the package as it is beside the mixes."""
        mixes, now = mixed(plain(), "60/15/20/5", budget=usd(400_000))
        data = mix_data(mixes, now=now)
        assert (data["format"], data["internal"], data["budget"]) == ("compkit/mixes/1", True, "400000")
        (one,) = data["mixes"]
        assert one["shares"] == {"base": "0.60", "bonus": "0.15", "equity": "0.20", "tokens": "0.05"}
        assert one["within_limits"] is True
        assert {term["term"]: term["after"] for term in one["terms"]}["shares"] == "640"
        assert data["now"]["totals"]["cost"]["with_all_tokens"] == "400129.00"


class TestMixNow:
    """The mix of a package as it is."""

    def test_by_hand(self):
        """Acme expects 1,000,000, 150,000, 400,000 and 500,000 of 2,050,000: 48.78, 7.32, 19.51 and 24.39 %."""
        assert mix_now(value(acme(), market(), assume())).shares.label == "48.78/7.32/19.51/24.39"

    def test_no_base(self):
        """A package whose base costs nothing has no mix."""
        package = Package(start_on=START, currency="USD", sign_on=(SignOnBonus(amount=usd(1), paid_on=START),))
        with pytest.raises(InvalidValue, match="base salary costs nothing"):
            mix_now(value(package, market(), assume()))
