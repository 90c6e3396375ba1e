"""Keys of the token allowance and of the facts that price it: read, written back, and refused with the way out."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from compkit.errors import FileProblems, InvalidValue, Problem
from compkit.files import format_offer, parse_offer, read_assumptions
from compkit.files.nodes import parse_yaml
from compkit.files.shape_amount import format_amount, parse_amount
from compkit.market import Capacity, Contract, IndexDrift, IndexValue, Scenario, VolumeStep
from compkit.money import Money
from compkit.pay import (
    Basket,
    BasketPart,
    CapacitySlice,
    CreditsPer,
    FixedQuantity,
    MoneyPer,
    ShareOfBase,
    ShareOfTargetCash,
    Successor,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation.facts import Facts
from compkit.valuation.utilisation import UtilisationOdds, UtilisationPath

from ..samples import usd
from .picture import ACME

DAY = date(2026, 11, 20)
HEAD = "format: compkit/assumptions/1\n"
TOP = ACME[: ACME.index("\ntokens:")] + "\ntokens:\n"
AMOUNTS: list[tuple[str, Any]] = [
    ("amount: 50 % of base", ShareOfBase(rate="0.5")),
    ("amount: 50 % of base\nbase: current", ShareOfBase(rate="0.5", follows_raises=True)),
    ("amount: 10 % of target cash", ShareOfTargetCash(rate="0.1")),
    ("amount: 1500 per month", MoneyPer(money=usd(1500), per="month")),
    ("amount: 12.50 EUR per day", MoneyPer(money=Money("12.50", "EUR"), per="day")),
    ("amount: 70 a week", MoneyPer(money=usd(70), per="week")),
    (
        "amount: 100 per tool and month\ntools: [editor, agent]",
        MoneyPer(money=usd(100), per="month", tools=("editor", "agent")),
    ),
    ("amount: 20 EUR a tool and year\ntools: [editor]", MoneyPer(money=Money(20, "EUR"), tools=("editor",))),
    ("amount: 5000 credits per month\ncredit: 0.01\nspend_at: openai", CreditsPer(credits=5000, price=usd("0.01"))),
    (
        "amount: 2.5 credits a day\ncredit: 4 EUR\nspend_at: openai",
        CreditsPer(credits="2.5", price=Money(4, "EUR"), per="day"),
    ),
]
QUANTITIES: list[tuple[str, Any]] = [
    ("amount: 60 bn tokens per year", TokensPer(mtok=60_000)),
    ("amount: 250000 tokens a day", TokensPer(mtok="0.25", per="day")),
    ("amount: 1.5 M tokens per week", TokensPer(mtok="1.5", per="week")),
    ("amount: 0.1 % of the capacity acme-factory", CapacitySlice(share="0.001", capacity="acme-factory")),
    ("amount: 0.25 of the capacity O'Neil's, no. 2", CapacitySlice(share="0.25", capacity="O'Neil's, no. 2")),
]


def read(text: str) -> TokenAllowance:
    """The allowance of an offer; what is written from it reads the same."""
    lines = "".join(f"  {line}\n" for line in text.split("\n"))
    offer = parse_offer(parse_yaml(TOP + lines, "o.yaml").data)
    assert parse_offer(format_offer(offer)) == offer
    return offer.package.tokens[0]


def refused(text: str) -> list[Problem]:
    """The problems of an allowance."""
    lines = "".join(f"  {line}\n" for line in text.split("\n"))
    with pytest.raises(FileProblems) as caught:
        parse_offer(parse_yaml(TOP + lines, "o.yaml").data)
    return list(caught.value.problems)


def facts(tmp_path: Path, text: str) -> Facts:
    """The facts of a file."""
    (tmp_path / "x.yaml").write_text(HEAD + text, encoding="utf-8")
    return read_assumptions(tmp_path / "x.yaml")


def problem(tmp_path: Path, text: str) -> str:
    """The one problem of a file, as it is printed, without its line."""
    with pytest.raises(FileProblems) as caught:
        facts(tmp_path, text)
    (found,) = caught.value.problems
    return str(evolve_line(found))


def evolve_line(found: Problem) -> Problem:
    """A problem without its line."""
    return Problem(file=found.file, path=found.path, value=found.value, rule=found.rule, fix=found.fix)


class TestAmounts:
    """Every form of amount is one line of text, with the keys it needs beside it."""

    @pytest.mark.parametrize(("text", "amount"), AMOUNTS)
    def test_money(self, text: str, amount: Any) -> None:
        """Read, and written back to the same."""
        assert read(f"{text}\nwhen_prices_change: fixed money").amount == amount

    @pytest.mark.parametrize(("text", "amount"), QUANTITIES)
    def test_quantity(self, text: str, amount: Any) -> None:
        """Read, and written back to the same."""
        assert read(f"{text}\nwhen_prices_change: fixed quantity\nbasket: openai/gpt-6-sol").amount == amount

    @pytest.mark.parametrize(
        "text", [text.partition("\n")[0].removeprefix("amount: ") for text, _ in AMOUNTS + QUANTITIES]
    )
    def test_text(self, text: str) -> None:
        """What is written of an amount is read as the same amount."""
        said = parse_amount(text)
        assert parse_amount(format_amount(said)) == said


class TestTerms:
    """Keys of the terms."""

    QUANTITY = "amount: 6 bn tokens per year\nwhen_prices_change: fixed quantity\nbasket: a/b\n"
    MONEY = "amount: 1500 per month\nwhen_prices_change: fixed money\n"

    def test_unused(self) -> None:
        """A mapping of rule, share, cap and last day; a plain word where there are no terms."""
        found = read(
            self.MONEY + "unused: {rule: carries over 3 months, share: 50 %, at_most: 4500.50, until: 2028-12-31}"
        )
        terms = (found.rollover_months, found.rollover_share, found.rollover_cap, found.rollover_until)
        assert terms == (3, Decimal("0.5"), Decimal("4500.50"), date(2028, 12, 31))
        assert read(self.MONEY + "unused: {rule: carries over, share: 25 %}").rollover_months is None
        assert read(self.MONEY + "unused: carries over 1 month").rollover_months == 1

    def test_reviews(self) -> None:
        """Days on which the amount is looked at again."""
        assert read(self.MONEY + "reviewed_on: [2027-07-01, 2028-01-01]").reviews_on == (
            date(2027, 7, 1),
            date(2028, 1, 1),
        )

    def test_successors(self) -> None:
        """In order, with a ratio of work of 1 unless said."""
        text = (
            "successors: [{model: a/b, by: c/d, from: 2027-07-01, work_ratio: 2.5}, "
            "{model: c/d, by: e/f, from: 2028-01-01}]"
        )
        assert read(self.QUANTITY + text).successors == (
            Successor(model="a/b", by="c/d", from_on=date(2027, 7, 1), work_ratio="2.5"),
            Successor(model="c/d", by="e/f", from_on=date(2028, 1, 1)),
        )

    def test_indexed(self) -> None:
        """The index with its base date."""
        rule = read(
            "amount: 1500 per month\nwhen_prices_change: {rule: indexed, index: CPI-U, base_on: 2026-10-01}"
        ).rule
        assert (rule.index, rule.base_on) == ("CPI-U", date(2026, 10, 1))  # type: ignore[union-attr]

    def test_basket_with_ratio(self) -> None:
        """A part of a basket may stand for promised tokens at a ratio."""
        basket = read(
            "amount: 6 bn tokens per year\nwhen_prices_change: fixed quantity\n"
            "basket: {a/b: 60 %, c/d: {share: 40 %, work_ratio: 0.8}}"
        ).basket
        assert basket is not None
        assert [part.work_ratio for part in basket.parts] == [1, Decimal("0.8")]

    def test_twice_in_a_basket(self) -> None:
        """A basket that names a model twice has no form in a file, and is refused rather than cut short."""
        parts = (BasketPart(model="a/b", share="0.5"), BasketPart(model="a/b", share="0.5", work_ratio=2))
        allowance = TokenAllowance(amount=TokensPer(mtok=1), rule=FixedQuantity(), basket=Basket(parts))
        offer = parse_offer(parse_yaml(ACME, "o.yaml").data)
        twice = evolve(offer, package=evolve(offer.package, tokens=(allowance,)))
        with pytest.raises(InvalidValue, match="names a model twice"):
            format_offer(twice)


FIXED = "when_prices_change: fixed money"
BOUGHT = "when_prices_change: fixed quantity\nbasket: a/b"


class TestRefused:
    """Each message names the place, the value and the way out, as a person reads it."""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                f"amount: 60 gazillion tokens per year\n{BOUGHT}",
                "tokens.amount: not a number of tokens in a period: '60 gazillion tokens per year': "
                "say 60 bn tokens per year: thousand, million, bn or tn, per year, month, week or day",
            ),
            (
                f"amount: 5000 points per month\n{FIXED}",
                "tokens.amount: not an amount of money, tokens, credits or capacity in a period: "
                "'5000 points per month': say 50 % of base, 10 % of target cash, 1500 per month, "
                "100 per tool and month, 5000 credits per month, 60 bn tokens per year, or 0.1 % of the capacity NAME",
            ),
            (
                f"amount: 100 per tool\n{FIXED}",
                "tokens.amount: not an amount per tool in a period: '100 per tool': "
                "say 100 per tool and month: per year, month, week or day",
            ),
            (
                f"amount: 5000 credits\n{FIXED}",
                "tokens.amount: not a number of credits in a period: '5000 credits': "
                "say 5000 credits per month: per year, month, week or day",
            ),
            (
                f"amount: 100 per month\ntools: [editor]\n{FIXED}",
                "tokens.tools: goes with amounts per tool, and only there: "
                "say 100 per tool and month in amount, or leave it out",
            ),
            (
                f"amount: 100 per tool and month\n{FIXED}",
                "tokens.tools: is needed by amounts per tool: say the tools, such as [editor, agent]",
            ),
            (
                f"amount: 100 per tool and month\ntools: []\n{FIXED}",
                "tokens.tools: is needed by amounts per tool: say the tools, such as [editor, agent]",
            ),
            (
                f"amount: 100 per tool and month\ntools: [editor, editor]\n{FIXED}",
                "tokens.tools: is named twice: 'editor': keep one",
            ),
            (
                f"amount: 5000 credits per month\nspend_at: openai\n{FIXED}",
                "tokens.credit: is needed by credits: say what one is good for at the provider, such as 0.01",
            ),
            (
                f"amount: 100 per month\ncredit: 0.01\n{FIXED}",
                "tokens.credit: goes with credits, and only there: '0.01': "
                "say 5000 credits per month in amount, or leave it out",
            ),
            (
                f"amount: 5000 credits per month\ncredit: 0\nspend_at: openai\n{FIXED}",
                "tokens.credit: must be above 0: '0'",
            ),
            (
                f"amount: 5000 credits per month\ncredit: 0.01\n{FIXED}",
                "tokens: credits are good at one provider: 'any provider': name it",
            ),
            (
                f"amount: 110 % of the capacity plant\n{BOUGHT}",
                "tokens.amount: must be from 0 to 1: '110 % of the capacity plant'",
            ),
            (
                f"amount: 6 bn tokens per year\n{BOUGHT}\nmix: {{fresh_input: 100 %}}",
                "tokens.mix.output: is missing: say output: Output, thinking included; say 0 % if there is none",
            ),
            (
                "amount: 100 per month\nwhen_prices_change: {rule: indexed, index: CPI}",
                "tokens.when_prices_change.base_on: is needed by indexed: "
                "say the day on which the money was set, such as 2027-01-11",
            ),
            (
                f"amount: 6 bn tokens per year\n{BOUGHT}\nsuccessors: [{{model: a/x, by: c/d, from: 2028-01-01}}]",
                "tokens.successors: is not in the basket by 2028-01-01, so nothing takes its place: 'a/x': "
                "name a model of a/b",
            ),
            (
                f"amount: 100 per month\n{FIXED}\nreviewed_on: [2028-01-01, 2027-06-01]",
                "tokens.reviewed_on: review days must rise: '2028-01-01, 2027-06-01': "
                "say each once, the first one first",
            ),
            (
                f"amount: 100 per month\n{FIXED}\nunused: {{rule: expires, share: 50 %}}",
                "tokens.unused: what expires has no share, cap or last day: 'expires': "
                "say that it carries over, or leave its terms out",
            ),
            (
                f"amount: 100 per month\n{FIXED}\nunused: {{rule: carries over, at_most: -3}}",
                "tokens.unused: must not be negative: '-3'",
            ),
        ],
    )
    def test_allowance(self, text: str, message: str) -> None:
        """One problem, word for word."""
        (found,) = refused(text)
        assert str(evolve_line(found)) == message

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            (
                "steps: [{above: 100000, discount: 10 %}, {above: 50000, discount: 20 %}]",
                "contracts[0].steps: must be above the step before, USD 100000: 'USD 50000': say steps by rising spend",
            ),
            ("discount: 10 %, ratchet: true", "contracts[0].ratchet: goes with a lock: 'true': say locked_on"),
            ("discount: 10 %, steps_on: the excess", "contracts[0].steps_on: goes with steps: 'the excess': say steps"),
            (
                "discount: 10 %, shortfall: 50 %",
                "contracts[0].shortfall: goes with a commitment: '50 %': say commitment",
            ),
            (
                "discount: 10 %, overage_discount: 5 %",
                "contracts[0].overage_discount: goes with a commitment: '5 %': say commitment",
            ),
            (
                "from: 2026-01-01",
                "contracts[0]: says no price: 'openai': say a discount, steps, stated prices, a lock or a commitment",
            ),
            (
                "discount: 10 %, steps: [{above: 0, discount: 10 %}]",
                "contracts[0]: says a discount and steps: 'openai': say one of them",
            ),
            (
                "prices: {output: 3}",
                "contracts[0]: stated prices need the model they are for: 'openai': say model: openai/...",
            ),
        ],
    )
    def test_contract(self, tmp_path: Path, terms: str, message: str) -> None:
        """Terms of a contract that contradict or miss one another."""
        text = f"contracts:\n  - {{provider: openai, on: 2026-11-20, source: c1, {terms}}}\n"
        assert problem(tmp_path, text) == message

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "expect: {token_utilisation: {20 %: 50 %, 80 %: 40 %}}\n",
                "expect.token_utilisation: probabilities add up to 0.90, not 1: '0.20: 0.50, 0.80: 0.40': "
                "name every case",
            ),
            (
                "expect: {token_utilisation: [20 %, 140 %]}\n",
                "expect.token_utilisation[1]: must be from 0 % to 100 %: '140 %'",
            ),
            (
                "expect: {token_utilisation: {120 %: 100 %}}\n",
                "expect.token_utilisation.120 %: must be from 0 % to 100 %: '120 %'",
            ),
            (
                "expect: {token_utilisation: []}\n",
                "expect.token_utilisation: says nothing: "
                "say 40 %, or a rate for each month of service, such as [20 %, 40 %]",
            ),
            (
                "expect: {token_utilisation: half}\n",
                "expect.token_utilisation: not a share that is used: 'half': say 40 %, by month of service "
                "[20 %, 40 %], or with probabilities {20 %: 0.3, 40 %: 0.7}",
            ),
            ("expect: {resale_haircut: 150 %}\n", "expect.resale_haircut: must be from 0 to 1: '150 %'"),
            (
                "indices: {CPI: 315.6}\n",
                "indices.CPI: must be a value with its day and source: '315.6': "
                "say {value: 315.6, on: 2026-10-01, source: BLS}",
            ),
            (
                "indices: {CPI: [{value: 1, on: 2026-01-01, source: x}, {value: 2, on: 2026-01-01, source: x}]}\n",
                "indices: value: is said twice: 'CPI on 2026-01-01': keep one",
            ),
            (
                "capacities: {plant: 5000}\n",
                "capacities.plant: must be keys and values: '5000': say {mtok_a_month: ..., on: ..., source: ...}",
            ),
            (
                "contracts:\n  - {provider: a, discount: 10 %, on: 2026-11-20, source: c1}\n"
                "  - {provider: a, discount: 20 %, from: 2027-01-01, on: 2026-11-20, source: c2}\n",
                "contracts: contract with a: two contracts hold at once: c1 and c2: '2027-01-01': end one first",
            ),
        ],
    )
    def test_facts(self, tmp_path: Path, text: str, message: str) -> None:
        """Expectations, indices, capacities and contracts that contradict one another."""
        assert problem(tmp_path, text) == message


class TestFacts:
    """Facts that price an allowance."""

    def test_contract(self, tmp_path: Path) -> None:
        """Every key of a contract."""
        text = (
            "contracts:\n"
            "  - {provider: a, parts: [output, batch], steps_on: the excess, expected_spend: 200000, "
            "commitment: 150000, shortfall: 50 %, overage_discount: 5 %, "
            "steps: [{above: 0, discount: 5 %}, {above: 100000, discount: 10 %}], "
            "from: 2026-01-01, until: 2027-12-31, on: 2026-11-20, source: c1}\n"
            "  - {provider: b, locked_on: 2026-01-01, ratchet: true, on: 2026-11-20, source: c2}\n"
        )
        assert facts(tmp_path, text).contracts == (
            Contract(
                provider="a",
                parts=("output", "batch"),
                steps=(
                    VolumeStep(above=usd(0), discount_rate="0.05"),
                    VolumeStep(above=usd(100_000), discount_rate="0.1"),
                ),
                on_the_excess=True,
                expected_spend=usd(200_000),
                commitment=usd(150_000),
                shortfall_rate="0.5",
                overage_discount_rate="0.05",
                from_on=date(2026, 1, 1),
                until_on=date(2027, 12, 31),
                on=DAY,
                source="c1",
            ),
            Contract(provider="b", locked_on=date(2026, 1, 1), ratchet=True, on=DAY, source="c2"),
        )

    def test_indices_and_capacities(self, tmp_path: Path) -> None:
        """Values of an index, one or several, and what a capacity makes, with its owner's cost where it is said."""
        text = (
            "indices:\n  CPI: [{value: 300, on: 2026-01-01, source: BLS}, "
            "{value: 309.5, on: 2026-10-01, source: BLS}]\n"
            "  wages: {value: 100, on: 2026-01-01, source: ONS}\n"
            "capacities:\n  plant: {mtok_a_month: 5000000, cost_per_mtok: 0.08 EUR, on: 2026-11-20, source: ops}\n"
        )
        found = facts(tmp_path, text)
        assert found.indices == (
            IndexValue(index="CPI", value=300, on=date(2026, 1, 1), source="BLS"),
            IndexValue(index="CPI", value="309.5", on=date(2026, 10, 1), source="BLS"),
            IndexValue(index="wages", value=100, on=date(2026, 1, 1), source="ONS"),
        )
        made = Capacity(name="plant", mtok_a_month=5_000_000, cost_per_mtok=Money("0.08", "EUR"), on=DAY, source="ops")
        assert found.capacities == (made,)

    @pytest.mark.parametrize(
        ("said", "used"),
        [
            ("40 %", Decimal("0.4")),
            ("[20 %, 0.3, 50 %]", UtilisationPath(("0.2", "0.3", "0.5"))),
            ("{20 %: 50 %, 80 %: 0.3, 100 %: 20 %}", UtilisationOdds((("0.2", "0.5"), ("0.8", "0.3"), (1, "0.2")))),
        ],
    )
    def test_utilisation(self, tmp_path: Path, said: str, used: Any) -> None:
        """One rate, a list by month of service, or rates with their probabilities; and the resale haircut."""
        found = facts(tmp_path, f"expect: {{token_utilisation: {said}, resale_haircut: 30 %}}\n").expect
        assert (found.token_utilisation, found.resale_haircut) == (used, Decimal("0.3"))

    def test_index_drift(self, tmp_path: Path) -> None:
        """A scenario in which indices go on."""
        found = facts(tmp_path, "scenarios: {wages up: {indices_a_year: 3 %}}\n").scenarios
        assert found == (Scenario(name="wages up", moves=(IndexDrift(rate="0.03"),)),)

    def test_two_contracts_of_an_offer(self) -> None:
        """A lock and a discount with one provider, both stated by one offer, are two facts and no contradiction."""
        lock = Contract(provider="a", locked_on=DAY, on=DAY, source="c1")
        discount = Contract(provider="a", discount_rate="0.1", on=DAY, source="c2")
        assert Facts().over({"Acme": Facts(contracts=(lock, discount))}).contracts == (lock, discount)
