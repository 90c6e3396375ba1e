"""Offer files: everything that a package can promise, and every problem of a file at once."""

import io
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from compkit.dates import MonthDay
from compkit.errors import FileProblems, OutputRefused, Problem
from compkit.files import format_offer, iter_offers, parse_offer, read_offer, read_offers, write_offer
from compkit.files.nodes import parse_yaml
from compkit.files.offers import OfferFile, read_offer_file
from compkit.money import Money
from compkit.pay import (
    AGENTIC,
    AS_LONG_AS_EMPLOYED,
    CHAT,
    BaseSalary,
    Basket,
    BasketPart,
    BetterOfBoth,
    Collar,
    Commission,
    EmployerMatch,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    Offer,
    Package,
    PriceBasis,
    Raise,
    Relocation,
    RestrictedStock,
    RetentionBonus,
    ShareOfBase,
    SignOnBonus,
    StockOptions,
    TargetBonus,
    TokenAllowance,
    TokenMix,
    TokensPer,
    Vesting,
    VestingStep,
)

from .picture import ACME, ASSUMPTIONS, GLOBEX, HEAD, SALARY

START = date(2027, 1, 11)


def usd(amount: object) -> Money:
    """US dollars."""
    return Money(str(amount), "USD")


def offer_of(text: str) -> Offer:
    """The offer that YAML text says."""
    return parse_offer(parse_yaml(text, "x.yaml").data)


def package_of(parts: str) -> Package:
    """The package of an offer with these parts."""
    return offer_of(HEAD + parts).package


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    """All problems of a file."""
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblems) as caught:
        read_offer(tmp_path / "x.yaml")
    return list(caught.value.problems)


def tokens_of(terms: str, *, amount: str = "1500 per month", rule: str = "fixed money") -> TokenAllowance:
    """The allowance of an offer with these terms."""
    text = f"tokens:\n  amount: {amount}\n  when_prices_change: {rule}\n"
    (allowance,) = package_of(SALARY + text + "".join(f"  {line}\n" for line in terms.splitlines())).tokens
    return allowance


class TestPicture:
    """The two files of the worked example are read as they stand."""

    def test_acme(self) -> None:
        """A listed company: half of base in tokens, by fixed money."""
        offer = offer_of(ACME)
        assert (offer.offer_number, offer.status, offer.issued_on) == ("ACME-2026-0417", "draft", date(2026, 11, 20))
        assert offer.role.cost_center == "R-2210"
        assert offer.package == Package(
            start_on=START,
            currency="USD",
            salary=BaseSalary(amount=usd(250_000), paid="semimonthly"),
            bonus=(TargetBonus(rate="0.15", performance_year="calendar", paid_on=MonthDay(3, 15)),),
            sign_on=(SignOnBonus(amount=usd(40_000), paid_on=date(2027, 1, 29), clawback_months=12),),
            equity=(
                RestrictedStock(
                    name="New-hire grant",
                    symbol="ACME",
                    value=usd(400_000),
                    converted_at="125",
                    converted_on=date(2026, 11, 20),
                    vesting_start_on=START,
                    vesting=Vesting.parse("4y/1y-cliff/quarterly"),
                ),
            ),
            tokens=(
                TokenAllowance(
                    amount=ShareOfBase(rate="0.5"),
                    rule=FixedMoney(),
                    rollover_months=3,
                    overage="needs approval",
                    guaranteed_until=date(2028, 1, 10),
                    notice_days=60,
                ),
            ),
            benefits=(EmployerMatch(name="401(k) match", rate="0.5", cap_rate="0.06"),),
        )

    def test_globex(self) -> None:
        """As told: a fixed quantity, a tenth for personal use, and benefits that nobody told."""
        offer = offer_of(GLOBEX)
        assert offer.is_told
        assert offer.told_on == date(2026, 11, 18)
        assert offer.package.unknown == {"benefits"}
        assert offer.package.bonus == (TargetBonus(rate="0.2"),)
        assert [paid.amount.amount for paid in offer.package.sign_on] == [50_000, 25_000]
        assert offer.package.tokens == (
            TokenAllowance(
                name="Agent tokens",
                amount=TokensPer(mtok=60_000),
                rule=FixedQuantity(),
                basket=Basket.of("openai/gpt-6-sol"),
                use="personal",
                personal_share="0.1",
                guaranteed_until=date(2029, 1, 10),
            ),
        )

    @pytest.mark.parametrize("text", [ACME, GLOBEX])
    @pytest.mark.parametrize("suffix", [".yaml", ".json"])
    def test_round_trip(self, tmp_path: Path, text: str, suffix: str) -> None:
        """Reading what was written gives the same offer."""
        offer = offer_of(text)
        write_offer(offer, tmp_path / f"x{suffix}")
        assert read_offer(tmp_path / f"x{suffix}") == offer


class TestCash:
    """Salary, bonus and other cash, whole."""

    def test_salary(self) -> None:
        """Hourly pay, part time, planned raises, another currency."""
        hourly = package_of("salary: {amount: 61.5, per: hour, hours_per_week: 37.5, paid: weekly}").salary
        assert hourly == BaseSalary(amount=usd("61.5"), per="hour", hours_per_week="37.5", paid="weekly")
        raised = package_of(
            "salary:\n  amount: 100000 EUR\n  fte: 80 %\n  raises:\n"
            "    - {on: 2028-01-01, rate: 3 %}\n    - {on: 2029-01-01, amount: 110000 EUR}\n"
        ).salary
        assert raised == BaseSalary(
            amount=Money("100000", "EUR"),
            fte="0.8",
            raises=(Raise(on=date(2028, 1, 1), rate="0.03"), Raise(on=date(2029, 1, 1), amount=Money("110000", "EUR"))),
        )

    @pytest.mark.parametrize(
        ("said", "bonus"),
        [
            ("{target: 20000}", TargetBonus(amount=usd(20_000))),
            ("{target: 10 % of base, first_year: full}", TargetBonus(rate="0.1", first_year="full")),
            ("{target: 10 % of base, first_year: none}", TargetBonus(rate="0.1", first_year="none")),
            (
                "{target: 10 % of base, first_year: guaranteed}",
                TargetBonus(rate="0.1", first_year="full", guaranteed="first year"),
            ),
            ("{target: 10 % of base, guaranteed: always}", TargetBonus(rate="0.1", guaranteed="always")),
            (
                "{name: Plan, target: 10 % of base, performance_year: fiscal:10-01, paid_on: 12-15}",
                TargetBonus(name="Plan", rate="0.1", performance_year=MonthDay(10, 1), paid_on=MonthDay(12, 15)),
            ),
        ],
    )
    def test_bonus(self, said: str, bonus: TargetBonus) -> None:
        """Every target, first year, guarantee and performance year; one as a mapping, several as a list."""
        assert package_of(f"{SALARY}bonus: {said}").bonus == (bonus,)
        assert package_of(f"{SALARY}bonus:\n  - {said}\n  - {{target: 5}}").bonus == (bonus, TargetBonus(amount=usd(5)))

    def test_commission(self) -> None:
        """Target, quota and how often."""
        said = package_of(f"{SALARY}commission: {{target: 100000, quota: 2000000, paid: monthly}}").commission
        assert said == Commission(target=usd(100_000), quota=usd(2_000_000), paid="monthly")

    def test_one_offs(self) -> None:
        """Retention, relocation, and a sign-on that is owed back in full."""
        package = package_of(
            "sign_on: {amount: 5000, paid_on: 2027-02-01, repay_if_leaving_within: 2 years, repay: in full}\n"
            "retention: {name: Stay, amount: 9000, paid_on: 2029-01-01, service_from: 2027-06-01}\n"
            "relocation: [{amount: 8000, paid_on: 2027-01-05}]\n"
        )
        day = date(2027, 2, 1)
        assert package.sign_on == (SignOnBonus(amount=usd(5000), paid_on=day, clawback_months=24, repayment="in full"),)
        assert package.retention == (
            RetentionBonus(name="Stay", amount=usd(9000), paid_on=date(2029, 1, 1), service_from=date(2027, 6, 1)),
        )
        assert package.relocation == (Relocation(amount=usd(8000), paid_on=date(2027, 1, 5)),)


class TestEquity:
    """Grants with every schedule."""

    def test_options(self) -> None:
        """Strike, kind and expiry; a claimed value beside."""
        (grant,) = package_of(
            "equity:\n  kind: option\n  option_type: ISO\n  symbol: QUOK\n  units: 4800\n  strike: 1.90\n"
            "  expires_on: 2036-10-19\n  granted_on: 2026-10-20\n  vesting_start_on: 2027-01-11\n"
            "  vesting: 4y/1y-cliff/monthly\n  refresher: true\n  claimed_value: 90000 EUR\n"
        ).equity
        assert grant == StockOptions(
            kind="ISO",
            symbol="QUOK",
            units=4800,
            strike=usd("1.9"),
            expires_on=date(2036, 10, 19),
            granted_on=date(2026, 10, 20),
            vesting_start_on=START,
            vesting=Vesting.parse("4y/1y-cliff/monthly"),
            refresher=True,
            claimed_value=Money("90000", "EUR"),
        )

    def test_own_schedule(self) -> None:
        """Shares with times after the start or days of their own, thirds among them."""
        rsu = "equity:\n  kind: rsu\n  symbol: A\n  units: 90\n  rounding: up\n  vesting_start_on: 2027-01-11\n"
        steps = "[{share: 1/3, after: 12 months}, {share: 1/3, after: 2 years}, {share: 1/3, on: 2030-03-01}]"
        expected = (
            VestingStep(share=Fraction(1, 3), after_months=12),
            VestingStep(share=Fraction(1, 3), after_months=24),
            VestingStep(share=Fraction(1, 3), on=date(2030, 3, 1)),
        )
        for said, name in ((steps, "own schedule"), (f"{{name: Thirds, steps: {steps}}}", "Thirds")):
            offer = offer_of(f"{HEAD}{rsu}  vesting: {said}\n")
            assert offer.package.equity[0].vesting == Vesting(name=name, steps=expected)
            assert parse_offer(format_offer(offer)) == offer


BASIS = "price_basis: {per_mtok: 10, on: 2026-11-20}\n"
MODEL = "basket: {a/b: 100 %}\n"
TOKENS = "60 bn tokens per year"


class TestTokens:
    """A token allowance with every term."""

    def test_defaults(self) -> None:
        """What is not said is the default of the domain."""
        assert tokens_of("") == TokenAllowance(amount=MoneyPer(money=usd(1500), per="month"), rule=FixedMoney())

    def test_follows_raises(self) -> None:
        """A share of the current base follows raises."""
        assert tokens_of("base: current", amount="50 % of base").amount == ShareOfBase(rate="0.5", follows_raises=True)

    @pytest.mark.parametrize(
        ("said", "rule"),
        [
            ("fixed money", FixedMoney()),
            ("fixed quantity", FixedQuantity()),
            ("better of both", BetterOfBoth()),
            ("{rule: collar, down: 20 %, up: 150 %}", Collar(down_rate="0.2", up_rate="1.5")),
            ("{rule: indexed, index: CPI, base_on: 2027-01-01}", Indexed(index="CPI", base_on=date(2027, 1, 1))),
        ],
    )
    def test_rules(self, said: str, rule: object) -> None:
        """All five price-change rules."""
        allowance = tokens_of(BASIS + MODEL, amount=TOKENS, rule=said)
        assert allowance.rule == rule
        assert allowance.basis == PriceBasis(per_mtok=usd(10), on=date(2026, 11, 20))

    def test_baskets(self) -> None:
        """A mix for all models, or one for each; a bare model is the whole basket."""
        both = "basket: {a/b: 60 %, c/d: {share: 40 %, mix: agentic}}\nmix: chat\n"
        assert tokens_of(both, amount=TOKENS, rule="fixed quantity").basket == Basket(
            (BasketPart(model="a/b", share="0.6", mix=CHAT), BasketPart(model="c/d", share="0.4", mix=AGENTIC))
        )
        assert tokens_of("basket: a/b\n", amount=TOKENS, rule="fixed quantity").basket == Basket.of("a/b")

    def test_own_mix(self) -> None:
        """Shares by kind, with batch and long-context shares."""
        mix = "mix: {name: ours, cache_read: 80 %, output: 20 %, batch: 50 %, long_context: 10 %, source: our logs}\n"
        own = TokenMix(
            name="ours",
            fresh_input=0,
            cache_read="0.8",
            output="0.2",
            batch_share="0.5",
            long_context_share="0.1",
            source="our logs",
        )
        assert tokens_of(MODEL + mix).basket == Basket.of("a/b", own)

    @pytest.mark.parametrize(
        ("terms", "expected"),
        [
            ("released: weekly, in arrears", {"release": "weekly", "in_advance": False}),
            ("released: quarterly", {"release": "quarterly", "in_advance": True}),
            ("unused: expires", {"rollover_months": 0}),
            ("unused: carries over", {"rollover_months": None}),
            ("unused: carries over 1 month", {"rollover_months": 1}),
            ("use: incidental", {"use": "incidental"}),
            ("use: 10 %", {"use": "personal", "personal_share": Decimal("0.1")}),
            ("use: 10 % personal", {"use": "personal", "personal_share": Decimal("0.1")}),
            ("use: {personal: 100 %}", {"use": "personal", "personal_share": Decimal(1)}),
            ("use: {business: 100 %}", {"use": "business"}),
            ("spend_at: mistral", {"providers": ("mistral",)}),
            ("spend_at: [openai, mistral]", {"providers": ("openai", "mistral")}),
            (f"spend_at: basket\n{MODEL}", {"providers": ()}),
            ("transfer: donate", {"transfer": "donate"}),
            ("overage: charged to the team", {"overage": "charged to the team"}),
            ("on_leaving: 30 days after the last day", {"wind_down_days": 30}),
            ("guaranteed_until: as long as employed", {"guaranteed_until": AS_LONG_AS_EMPLOYED}),
            ("notice_days: 0", {"notice_days": 0}),
            (
                "starts_on: 2027-04-01\nends_on: 2029-03-31",
                {"starts_on": date(2027, 4, 1), "ends_on": date(2029, 3, 31)},
            ),
        ],
    )
    def test_terms(self, terms: str, expected: dict[str, Any]) -> None:
        """Each term becomes the field it names."""
        allowance = tokens_of(terms)
        assert {name: getattr(allowance, name) for name in expected} == expected

    def test_a_provider_named_like_a_word(self) -> None:
        """A list names providers only, so that even `basket` can be one, and is written back as one."""
        offer = offer_of(
            f"{HEAD}{SALARY}tokens: {{amount: 5 per day, when_prices_change: fixed money, spend_at: [basket]}}"
        )
        assert offer.package.tokens[0].providers == ("basket",)
        assert parse_offer(format_offer(offer)) == offer


class TestProblems:
    """Every problem of a file comes at once, each with its place, value, way out and line."""

    def test_all_at_once(self, tmp_path: Path) -> None:
        """From every section; two bad fields of one class are two problems."""
        found = problems_of(
            tmp_path,
            HEAD.replace("2027-01-11", "11.01.2027").replace("X Corp", "X\\u200f")
            + "salary:\n  amount: 18o000\n  fte: 3\n"
            "  hours_per_week: 40\nbonus: {target: 15 %, first_year: prorataed}\nsign_on:\n"
            "  - {amount: -5, paid_on: 2027-01-29, repay_if_leaving_within: 100 months}\n",
        )
        assert [(problem.path, problem.value, problem.line) for problem in found] == [
            ("start_on", "11.01.2027", 4),
            ("salary.amount", "18o000", 9),
            ("salary.fte", "3", 10),
            ("salary.hours_per_week", "40", 11),
            ("bonus.target", "15 %", 12),
            ("bonus.first_year", "prorataed", 12),
            ("sign_on[0].amount", "-5", 14),
            ("sign_on[0].repay_if_leaving_within", "100 months", 14),
        ]
        assert all(problem.rule and problem.file.endswith("x.yaml") for problem in found)

    def test_text(self, tmp_path: Path) -> None:
        """As a person reads it."""
        (tmp_path / "acme.yaml").write_text(ACME.replace("250000\n", "18o000\n").replace("cliff/q", "cliff/kw"))
        with pytest.raises(FileProblems) as caught:
            read_offer(tmp_path / "acme.yaml")
        assert str(caught.value) == (
            f"{tmp_path}/acme.yaml: 2 problems\n"
            "  salary.amount (line 30): not a number: '18o000': say plain digits, such as 250000 or 0.5\n"
            "  equity[0].vesting (line 54): is not a vesting schedule: '4y/1y-cliff/kwuarterly': say one of "
            "4y/1y-cliff/monthly, 4y/1y-cliff/quarterly, 5/15/40/40, 33/33/22/12, 1y/quarterly, or a list of shares"
        )

    def test_shares_of_vesting(self, tmp_path: Path) -> None:
        """Shares that add up to 0.99 are refused, not repaired."""
        steps = ", ".join(f"{{share: {share} %, after: {n} years}}" for n, share in enumerate((33, 33, 21, 12), 1))
        rsu = "equity:\n  - {kind: rsu, symbol: A, units: 100, vesting_start_on: 2027-01-11, vesting: "
        (problem,) = problems_of(tmp_path, f"{HEAD}{rsu}[{steps}]}}\n")
        assert (problem.path, problem.line) == ("equity[0].vesting", 9)
        assert problem.rule == "shares add up to 0.99, not 1"
        assert "33/33/22/12" in problem.fix

    @pytest.mark.parametrize(
        ("steps", "path", "rule"),
        [
            ("[{share: 100 %}]", "[0]", "needs months after the vesting start or a day, not both"),
            ("[{share: 120 %, after: 1 year}, {share: x, on: 2028}]", "[0].share", "must be from 0 to 1"),
            ("[{share: 0, after: 1 year}, {share: 90 %, after: 2 years}]", "", "shares add up to 0.9, not 1"),
            ("{name: Own, steps: [{share: 50 %, after: 1 year}]}", "", "shares add up to 0.5, not 1"),
        ],
    )
    def test_own_schedules(self, tmp_path: Path, steps: str, path: str, rule: str) -> None:
        """A schedule of one's own is checked step by step, and as a whole."""
        rsu = "equity: {kind: rsu, symbol: A, units: 100, vesting_start_on: 2027-01-11, vesting: "
        found = problems_of(tmp_path, f"{HEAD}{rsu}{steps}}}\n")
        assert (f"equity.vesting{path}", rule) in [(problem.path, problem.rule) for problem in found]

    @pytest.mark.parametrize(
        ("parts", "path", "rule", "fix"),
        [
            ("basket: {a/b: 60 %, c/d: 39 %}", "basket", "shares add up to 0.99, not 1", ""),
            ("basket: {a/b: 60}", "basket.a/b", "a rate needs its sign", "say 60 %, or a fraction such as 0.15"),
            ("basket: {gpt: 100 %}", "basket.gpt", "must be provider/model", "such as openai/gpt-6-sol"),
            (f"{MODEL}  mix: {{output: 99 %}}", "mix", "shares must add up to 1, not 0.99", "name every kind"),
            (f"{MODEL}  mix: agntic", "mix", "must be one of agentic, chat", "did you mean agentic?"),
            ("mix: chat", "mix", "needs a basket", "say which models, in what shares"),
            ("spend_at: basket", "spend_at", "needs a basket", "say which models, in what shares"),
            ("spend_at: any aproved provider", "spend_at", "is not a provider", "did you mean any approved provider?"),
            ("use: {business: 80 %, personal: 10 %}", "use", "shares add up to 0.9, not 1", "name both uses"),
            ("use: private", "use", "must be one of business, incidental", ""),
            ("use: {personal: 10}", "use.personal", "a rate needs its sign", "say 10 %, or a fraction such as 0.15"),
            (
                "base: current",
                "base",
                "goes with a share of base, and only there",
                "say 50 % of base in amount, or leave it out",
            ),
            (
                "unused: carry over",
                "unused",
                "must be one of expires, carries over, carries over 3 months",
                "did you mean carries over?",
            ),
            ("notice_days: 2 months", "notice_days", "not a number", "say plain digits, such as 250000 or 0.5"),
            ("starts_on: 2028-01-01\n  ends_on: 2027-12-31", "", "must not end before it starts on 2028-01-01", ""),
        ],
    )
    def test_tokens(self, tmp_path: Path, parts: str, path: str, rule: str, fix: str) -> None:
        """Each broken term is one problem at its own place."""
        text = f"tokens:\n  amount: 1500 per month\n  when_prices_change: fixed money\n  {parts}\n"
        (problem,) = problems_of(tmp_path, HEAD + SALARY + text)
        assert (problem.path, problem.rule, problem.fix) == (f"tokens.{path}".rstrip("."), rule, fix)

    @pytest.mark.parametrize(
        ("rule", "path", "said"),
        [
            ("collar", "", "needs its limits"),
            ("indexed", "", "needs its index"),
            ("{rule: collar, down: 20 %}", ".up", "is needed by collar"),
            ("{rule: fixed money, up: 20 %}", ".up", "is not a term of fixed money"),
            ("fixd money", "", "must be one of fixed money, fixed quantity, collar, better of both, indexed"),
        ],
    )
    def test_price_rules(self, tmp_path: Path, rule: str, path: str, said: str) -> None:
        """A rule with its terms, no more and no less."""
        text = f"tokens:\n  amount: 1500 per month\n  when_prices_change: {rule}\n"
        (problem,) = problems_of(tmp_path, HEAD + SALARY + text)
        assert (problem.path, problem.rule) == (f"tokens.when_prices_change{path}", said)

    def test_a_quantity_needs_a_basket(self, tmp_path: Path) -> None:
        """A rule of the domain over several fields is a problem of the component."""
        text = f"tokens: [{{amount: {TOKENS}, when_prices_change: fixed quantity}}]\n"
        (problem,) = problems_of(tmp_path, HEAD + SALARY + text)
        assert (problem.path, problem.rule, problem.line) == ("tokens[0]", "needs a basket", 9)

    def test_keys(self, tmp_path: Path) -> None:
        """A misspelt key is met with the near one, and that one is not also missing; a missing key is one."""
        grant = "equity:\n  - kind: rsu\n    symbol: A\n    units: 5\n    vestng: 1y/quarterly\n"
        found = problems_of(tmp_path, HEAD + grant + "salry: 5\nxyzzy: 1\n")
        assert [(problem.path, problem.rule, problem.fix[:40]) for problem in found[:3]] == [
            ("equity[0].vesting_start_on", "is missing", "say vesting_start_on: Day from which vest"[:40]),
            ("equity[0].vestng", "unknown key", "did you mean vesting?"),
            ("salry", "unknown key", "did you mean salary?"),
        ]
        assert found[3].fix.startswith("the keys here are format, offer_number")

    def test_no_follow_up_problems(self, tmp_path: Path) -> None:
        """A misspelt share is one problem; that the shares do not add up without it is not another."""
        text = (
            f"tokens: {{amount: 5 per day, when_prices_change: fixed money, {MODEL.strip()}, mix: {{outptu: 100 %}}}}"
        )
        assert [problem.path for problem in problems_of(tmp_path, HEAD + SALARY + text)] == ["tokens.mix.outptu"]

    @pytest.mark.parametrize(
        ("text", "path", "rule"),
        [
            ("salary: 250000\n", "salary", "must be keys and values"),
            ("salary: [1]\n", "salary", "must be keys and values"),
            ("equity: rsu\n", "equity", "must be keys and values"),
            ("salary: {amount: 1, raises: {on: 2028-01-01}}\n", "salary.raises", "must be a list"),
            ("salary: {amount: }\n", "salary.amount", "must be an amount"),
            ("salary: {amount: [1, 2]}\n", "salary.amount", "must be an amount"),
            (SALARY + "bonus: yes\n", "bonus", "must be keys and values"),
            (
                SALARY + "bonus: {target: 5, first_year: guaranteed, guaranteed: none}\n",
                "bonus.guaranteed",
                "contradicts first_year: guaranteed",
            ),
            (
                SALARY + "tokens: {amount: 5 a day, when_prices_change: fixed money, basket: [a/b]}\n",
                "tokens.basket",
                "must be models with their shares",
            ),
            ("bonus: {target: 5}\n", "salary", "is needed by bonus Target bonus"),
            ("", "", "promises nothing"),
            (SALARY + "benefits: [{name: Car, cost: 5}]\n", "benefits[0].value", "is missing"),
            (SALARY + "benefits: [{name: Car, cost: 5, value: 5 EUR}]\n", "benefits[0]", "USD and EUR do not mix"),
            (SALARY + "told_on: 2027-01-01\n", "told_on", "goes with status as_told, and only there"),
            (
                SALARY + "issued_on: 2027-01-02\nexpires_on: 2027-01-01\n",
                "expires_on",
                "must not be before it is issued",
            ),
            (SALARY + "benefits: unknown\n", "benefits", "may be unknown only in an offer that is as_told"),
        ],
    )
    def test_wrong_form(self, tmp_path: Path, text: str, path: str, rule: str) -> None:
        """A value of another form, and the rules of whole offers."""
        problem = problems_of(tmp_path, HEAD + text)[0]
        assert problem.path == path
        assert problem.rule.startswith(rule)

    def test_kind_of_grant(self, tmp_path: Path) -> None:
        """A kind that is none is met with the near one; keys are then those of the kind that it resembles."""
        text = (
            "equity: {kind: optoin, symbol: A, units: 1, strike: 1, expires_on: 2030-01-01, "
            "vesting_start_on: 2027-01-11, vesting: 1y/quarterly}"
        )
        (problem,) = problems_of(tmp_path, HEAD + text)
        assert (problem.path, problem.fix) == ("equity.kind", "did you mean option?")

    def test_duplicates_and_others(self, tmp_path: Path) -> None:
        """A key that appears twice does not hide the other problems."""
        found = problems_of(tmp_path, HEAD + "salary: {amount: x}\nsalary: {amount: 1}\n")
        assert [(problem.path, problem.line) for problem in found] == [("salary.amount", 8), ("salary", 9)]

    @pytest.mark.parametrize("text", ["[1, 2]\n", "just text\n", "5\n"])
    def test_not_an_offer(self, tmp_path: Path, text: str) -> None:
        """A file that is no mapping."""
        (problem,) = problems_of(tmp_path, text)
        assert problem.rule == "must be keys and values"

    def test_format(self, tmp_path: Path) -> None:
        """A later format, or none, is not guessed at."""
        assert problems_of(tmp_path, HEAD.replace("/1", "/2") + SALARY)[0].rule == "must be one of compkit/offer/1"
        assert problems_of(tmp_path, HEAD.split("\n", 1)[1] + SALARY)[0].rule == "is missing"

    def test_json_has_lines(self, tmp_path: Path) -> None:
        """Problems of a JSON file have their lines too."""
        write_offer(offer_of(ACME), tmp_path / "a.json")
        text = (tmp_path / "a.json").read_text().replace('"250000"', '"25o000"')
        (tmp_path / "a.json").write_text(text)
        with pytest.raises(FileProblems) as caught:
            read_offer(tmp_path / "a.json")
        (problem,) = caught.value.problems
        assert '"25o000"' in text.splitlines()[problem.line - 1]


class TestMapping:
    """A script gives a mapping without a file; floats are refused where money is meant."""

    def base(self, **changes: Any) -> dict[str, Any]:
        """A valid mapping of Python values."""
        return {
            "format": "compkit/offer/1",
            "offer_number": "X-1",
            "currency": "USD",
            "start_on": START,
            "employer": {"name": "X"},
            "candidate": {"name": "Sam"},
            "role": {"title": "Engineer", "level": 6},
            "salary": {"amount": Decimal("250000.00"), "fte": Decimal("0.8")},
            **changes,
        }

    def test_python_values(self) -> None:
        """Decimal, int, Money and date are taken; so are tuples."""
        offer = parse_offer(self.base(sign_on=({"amount": usd(5), "paid_on": START},)))
        assert offer.package.salary == BaseSalary(amount=usd(250_000), fte="0.8")
        assert offer.package.sign_on == (SignOnBonus(amount=usd(5), paid_on=START),)
        assert offer.role.level == "6"

    @pytest.mark.parametrize("amount", [250000.0, float("nan"), float("inf")])
    def test_floats(self, amount: float) -> None:
        """A float does not hold money exactly."""
        with pytest.raises(FileProblems, match="a float does not hold money exactly") as caught:
            parse_offer(self.base(salary={"amount": amount}))
        assert caught.value.problems[0].path == "salary.amount"
        assert caught.value.problems[0].file == "<mapping>"

    def test_nan(self) -> None:
        """NaN is not an amount."""
        with pytest.raises(FileProblems, match=r"salary.amount: must be an amount"):
            parse_offer(self.base(salary={"amount": Decimal("NaN")}))

    def test_not_a_mapping(self) -> None:
        """Something else."""
        with pytest.raises(FileProblems, match="must be keys and values"):
            parse_offer([1])  # type: ignore[arg-type]

    def test_the_mapping_stays(self) -> None:
        """Looking for all problems does not change what was given."""
        mapping = self.base(salary={"amount": "x", "ftee": "80 %"})
        with pytest.raises(FileProblems):
            parse_offer(mapping)
        assert mapping == self.base(salary={"amount": "x", "ftee": "80 %"})


class TestNames:
    """Names are people's own."""

    @pytest.mark.parametrize("name", ["A/B", "O'Neil", "Zoë 🎉", "no", "=cmd|'/c calc'!A0", "null", "李小龙", "1.10"])
    def test_kept(self, tmp_path: Path, name: str) -> None:
        """Slashes, emoji and words that YAML might take for something else come back as they are."""
        data = format_offer(offer_of(ACME))
        data["candidate"]["name"] = name
        offer = parse_offer(data)
        write_offer(offer, tmp_path / "x.yaml")
        assert read_offer(tmp_path / "x.yaml").candidate.name == name

    @pytest.mark.parametrize("name", ["a\x07b", "\x1b[2J", "a\u202eb", "\ud800"])
    def test_refused(self, name: str) -> None:
        """Control characters and bidirectional overrides are refused with their place."""
        data = format_offer(offer_of(ACME))
        data["candidate"]["name"] = name
        with pytest.raises(FileProblems) as caught:
            parse_offer(data)
        assert caught.value.problems[0].path == "candidate.name"
        assert str(caught.value).isprintable() or "\n" in str(caught.value)
        assert "\x1b" not in str(caught.value)


class TestMany:
    """Many files: the good offers and the problems apart."""

    def fill(self, folder: Path) -> None:
        """Two good files, a bad one, and one that is no offer."""
        (folder / "b.yaml").write_text(ACME)
        (folder / "a.yml").write_text(GLOBEX)
        (folder / "c.json").write_text('{"format": 1}')
        (folder / "notes.txt").write_text("x")

    def test_folder(self, tmp_path: Path) -> None:
        """A folder's files in order; other files are left alone."""
        self.fill(tmp_path)
        readings = read_offers(tmp_path)
        assert [file.path for file in readings.files] == [f"{tmp_path}/a.yml", f"{tmp_path}/b.yaml"]
        assert {problem.file for problem in readings.problems} == {f"{tmp_path}/c.json"}
        assert len(readings.problems) > 3

    def test_files(self, tmp_path: Path) -> None:
        """Files as named, in the order given; a missing one is a problem."""
        self.fill(tmp_path)
        readings = read_offers([tmp_path / "b.yaml", f"{tmp_path}/nope.yaml", tmp_path / "a.yml"])
        assert [file.offer.offer_number for file in readings.files] == ["ACME-2026-0417", "GLOBEX-HEARD-1"]
        assert [problem.file for problem in readings.problems] == [f"{tmp_path}/nope.yaml"]
        assert [file.offer.status for file in read_offers(str(tmp_path / "b.yaml")).files] == ["draft"]

    def test_empty_folder(self, tmp_path: Path) -> None:
        """A folder without an offer is a problem, not nothing."""
        assert "holds no offer file" in read_offers(tmp_path).problems[0].rule

    def test_one_at_a_time(self, tmp_path: Path) -> None:
        """The generator reads a file only when it is asked for."""
        self.fill(tmp_path)
        found = iter_offers([tmp_path / "b.yaml", tmp_path / "c.json"])
        assert isinstance(next(found), OfferFile)
        (tmp_path / "c.json").unlink()
        assert "no such file" in str(next(found))


class TestOwnAssumptions:
    """An offer may state facts itself; they are checked with it and kept apart from it."""

    def section(self) -> str:
        """The assumptions of the worked example, as a section."""
        return "assumptions:\n" + "".join(f"  {line}\n" for line in ASSUMPTIONS.splitlines())

    def test_facts(self, tmp_path: Path) -> None:
        """Facts stand beside the offer."""
        (tmp_path / "x.yaml").write_text(ACME + self.section())
        read = read_offer_file(tmp_path / "x.yaml")
        assert read.offer == offer_of(ACME)
        assert [share.symbol for share in read.facts.shares] == ["ACME", "GLBX"]

    def test_problems(self, tmp_path: Path) -> None:
        """Their problems are the file's."""
        text = (ACME + self.section()).replace("price: 80.00", "price: 8o.00").replace("125.00\n", "12x\n")
        assert [problem.path for problem in problems_of(tmp_path, text)] == [
            "equity[0].converted_at",
            "assumptions.shares.GLBX.price",
        ]


class TestWriting:
    """Offers are written whole, readable, and to standard output too."""

    def test_yaml_is_readable(self) -> None:
        """Plain values without quotes, standard schedules by name, and only what is said."""
        out = io.StringIO()
        original, sys.stdout = sys.stdout, out
        try:
            write_offer(offer_of(ACME), "-")
        finally:
            sys.stdout = original
        text = out.getvalue()
        assert "salary:\n  amount: 250000\n  paid: semimonthly\n" in text
        assert "bonus:\n  - target: 15 % of base\n    performance_year: calendar\n    paid_on: 03-15\n" in text
        assert "    vesting: 4y/1y-cliff/quarterly\n" in text
        assert "  - amount: 50 % of base\n    when_prices_change: fixed money\n" in text
        assert '"' not in text

    def test_folder_that_cannot_be(self, tmp_path: Path) -> None:
        """A place that cannot be written ends in an error and no file."""
        (tmp_path / "file").write_text("x")
        with pytest.raises(OutputRefused):
            write_offer(offer_of(ACME), tmp_path / "file" / "x.yaml")

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """``-`` reads YAML, or JSON if it begins with a brace."""
        feed: Callable[[str], object] = lambda text: monkeypatch.setattr(  # noqa: E731
            sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()))
        )
        feed(ACME)
        assert read_offer("-").offer_number == "ACME-2026-0417"
        feed('{"a": 1,\n "b": }')
        with pytest.raises(FileProblems, match=r"<standard input>: 1 problem\n.*line 2.*is not JSON"):
            read_offer("-")
