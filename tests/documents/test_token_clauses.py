"""Clauses of the token allowance in a letter: the words of each form, and what no candidate may read."""

import io
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest

from compkit.documents.letter import build_letter, build_letter_markdown
from compkit.documents.token_clauses import token_terms
from compkit.documents.token_prices import example_rows
from compkit.documents.voice import US as VOICE
from compkit.market import Capacity, Contract, IndexValue, Market, PriceBook, RateCard, VolumeStep
from compkit.pay import (
    Basket,
    BasketPart,
    CapacitySlice,
    CreditsPer,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    PriceBasis,
    ShareOfBase,
    ShareOfTargetCash,
    Successor,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation import Assumptions, UtilisationOdds, UtilisationPath, value

from ..samples import TODAY, acme, market, price_row, sol, usd
from .test_letter import MARKDOWN, US, WORD, offer

SOL = Basket.of("openai/gpt-6-sol")
BASIS = PriceBasis(per_mtok=usd("0.55"), on=TODAY)
INDEX = Indexed(index="CPI-U", base_on=date(2026, 10, 1))
PLANT = CapacitySlice(share="0.001", capacity="acme-factory")
JULY = date(2027, 7, 1)
OUTPUT = "5000000.4711"


def world(**changes: Any) -> Market:
    """Prices, an index and a capacity, and what is the employer's own."""
    secret = Capacity(
        name="acme-factory", mtok_a_month=OUTPUT, cost_per_mtok=usd("0.0777"), on=TODAY, source="SECRET-OPS"
    )
    contracts = (
        Contract(
            provider="openai",
            steps=(VolumeStep(above=usd(0), discount_rate="0.1337"),),
            expected_spend=usd("987654"),
            commitment=usd("876543"),
            on=TODAY,
            source="SECRET-STEPS",
        ),
        Contract(
            provider="openai",
            model="openai/gpt-6-sol",
            card=RateCard(fresh_input="1.3579"),
            on=TODAY,
            source="SECRET-CARD",
        ),
    )
    parts: dict[str, Any] = {
        "book": PriceBook((sol(), price_row("openai/gpt-7", card=sol().card))),
        "indices": (IndexValue(index="CPI-U", value=300, on=date(2026, 10, 1), source="BLS"),),
        "capacities": (secret,),
        "contracts": contracts,
    }
    return Market(**{"as_of": TODAY, "shares": market().shares, **parts, **changes})


SECRETS = (
    "0.0777",
    "4711",
    "SECRET",
    "1.3579",
    "0.1337",
    "13.37",
    "987654",
    "987,654",
    "876543",
    "876,543",
    "0.4321",
    "43.21",
)


def clauses(amount: Any, rule: Any = None, **terms: Any) -> dict[str, str]:
    """The clauses of an allowance by their names."""
    allowance = TokenAllowance(amount=amount, rule=rule or FixedMoney(), **terms)
    valuation = value(acme(tokens=(allowance,)), world(), Assumptions(as_of=TODAY))
    return {term["name"]: term["text"] for term in token_terms(allowance, valuation, VOICE)}


QUANTITY: dict[str, Any] = {"rule": FixedQuantity(), "basket": SOL}


class TestAmount:
    """What is promised, as promised and a year."""

    @pytest.mark.parametrize(
        ("amount", "terms", "words"),
        [
            (
                MoneyPer(money=usd(100), per="month", tools=("Editor", "Agent")),
                {},
                "USD 100 a month for each of Editor and Agent, together USD 2,400 a year.",
            ),
            (MoneyPer(money=usd(100), tools=("Editor",)), {}, "USD 100 a year for Editor."),
            (
                MoneyPer(money=usd(100), per="month", tools=("Editor",)),
                {},
                "USD 100 a month for Editor, which is USD 1,200 a year.",
            ),
            (
                MoneyPer(money=usd(5), per="day", tools=("Editor", "Agent")),
                {},
                "USD 5 a day for each of Editor and Agent, together USD 3,650 a year of 365 days.",
            ),
            (MoneyPer(money=usd(70), per="week"), {}, "USD 70 a week, which is USD 3,650 a year of 365 days."),
            (
                CreditsPer(credits=5000, price=usd("0.01")),
                {"providers": ("openai",)},
                "5,000 credits a month, each good for USD 0.01, which is USD 600 a year.",
            ),
            (
                ShareOfTargetCash(rate="0.1"),
                {},
                "10% of your target total cash at the start (base salary, target bonus and commission): "
                "USD 28,750 a year.",
            ),
            (PLANT, QUANTITY, "0.1% of the monthly output of acme-factory."),
            (TokensPer(mtok=60_000), QUANTITY, "60,000 million tokens (60 bn) a year."),
        ],
    )
    def test_words(self, amount: Any, terms: dict[str, Any], words: str) -> None:
        """Each form; target cash of 250,000 and 15 % is 287,500."""
        assert clauses(amount, **terms)["Amount"] == words

    @pytest.mark.parametrize(
        ("release", "words"),
        [
            (
                "monthly",
                "at the start of each month from January 11, 2027: 0.1% of a month's output of acme-factory a month.",
            ),
            (
                "quarterly",
                "at the start of each quarter from January 11, 2027: 0.3% of a month's output of acme-factory "
                "a quarter.",
            ),
        ],
    )
    def test_release_of_a_capacity(self, release: Any, words: str) -> None:
        """A candidate reads parts of a month's output, not share-months."""
        assert clauses(PLANT, **QUANTITY, release=release)["Release"] == f"Released {words}"


class TestTerms:
    """Terms in words."""

    @pytest.mark.parametrize(
        ("amount", "terms", "words"),
        [
            (CreditsPer(credits=5000, price=usd("0.01")), {"providers": ("openai",), "rollover_cap": 300}, "USD 300"),
            (ShareOfBase(rate="0.5"), {"rollover_cap": 9000}, "USD 9,000"),
            (PLANT, {**QUANTITY, "rollover_cap": "0.002"}, "0.2% of a month's output"),
            (TokensPer(mtok=600), {**QUANTITY, "rollover_cap": 90}, "90 million tokens"),
            (
                TokensPer(mtok=600),
                {"basket": SOL, "basis": BASIS, "rollover_cap": 90},
                "USD 90",
            ),
        ],
    )
    def test_cap(self, amount: Any, terms: dict[str, Any], words: str) -> None:
        """The most that is carried, in money with its currency, in tokens, or in output."""
        said = clauses(amount, rollover_months=2, **terms)["Unused tokens"]
        assert said == (
            f"What is not used in its month carries over for 2 months, then lapses. No more than {words} is carried "
            "into any month."
        )

    def test_rollover_share_and_last_day(self) -> None:
        """A share of what is unused, until a day."""
        terms = {"rollover_months": None, "rollover_share": "0.5", "rollover_until": date(2028, 12, 31)}
        assert clauses(ShareOfBase(rate="0.5"), **terms)["Unused tokens"] == (
            "50% of what is not used in its month carries over without limit while you stay employed. "
            "Nothing carried over can be used after December 31, 2028."
        )

    def test_reviews(self) -> None:
        """A review promises no change."""
        said = clauses(ShareOfBase(rate="0.5"), reviews_on=(JULY, date(2028, 1, 1)))
        assert said["Review and retired models"] == (
            "The Company looks at the amount again on July 1, 2027 and January 1, 2028; a review promises no change."
        )
        assert "Review and retired models" not in clauses(ShareOfBase(rate="0.5"))

    @pytest.mark.parametrize(
        ("ratio", "words"), [("0.8", "with 0.8 of its tokens for each of the old ones"), (1, "token for token")]
    )
    def test_successor(self, ratio: Any, words: str) -> None:
        """What takes the place of a model, from when, at which ratio."""
        change = Successor(model="openai/gpt-6-sol", by="openai/gpt-7", from_on=JULY, work_ratio=ratio)
        said = clauses(TokensPer(mtok=60_000), **QUANTITY, successors=(change,))["Review and retired models"]
        assert said == f"From July 1, 2027 openai/gpt-7 takes the place of openai/gpt-6-sol, {words}."

    def test_indexed(self) -> None:
        """What moves the money and what does not."""
        assert clauses(MoneyPer(money=usd(1500), per="month"), INDEX)["If token prices change"] == (
            "The money follows the index CPI-U from its value on October 1, 2026: if the index rises by 10%, so does "
            "the money. Token prices move only how many tokens it buys."
        )

    def test_capacity(self) -> None:
        """A share of what is made is no number of tokens."""
        assert clauses(PLANT, **QUANTITY)["If token prices change"] == (
            "The share of acme-factory stays the same. How many tokens that is depends on what acme-factory makes, "
            "and what they are worth on the price of such tokens."
        )

    def test_work_ratio(self) -> None:
        """What stands for one promised token is said, since the price that is printed counts it."""
        two = Basket((BasketPart(model="openai/gpt-6-sol", share=1, work_ratio="0.8"),))
        said = clauses(TokensPer(mtok=60_000), FixedQuantity(), basket=two)["Where"]
        assert said.startswith("Tokens of openai/gpt-6-sol (0.8 of its tokens for each promised token).")

    def test_credits_without_basis(self) -> None:
        """Credits are good for money."""
        said = clauses(CreditsPer(credits=5, price=usd(1)), providers=("openai",))["Price basis"]
        assert said == (
            "There is none: the allowance is credits, which are good for money; it buys tokens at the provider's price "
            "on the day of use."
        )

    @pytest.mark.parametrize(("amount", "rule"), [(PLANT, FixedQuantity()), (MoneyPer(money=usd(1500)), INDEX)])
    def test_no_example(self, amount: Any, rule: Any) -> None:
        """No example where prices alone do not say what the allowance is."""
        allowance = TokenAllowance(amount=amount, rule=rule, basket=SOL)
        assert example_rows(allowance, value(acme(tokens=(allowance,)), world(), Assumptions(as_of=TODAY)), VOICE) == []


LETTERS = {
    "capacity": TokenAllowance(amount=PLANT, use="personal", personal_share="0.2", transfer="resell", **QUANTITY),
    "quantity": TokenAllowance(amount=TokensPer(mtok=60_000), **QUANTITY),
    "indexed": TokenAllowance(amount=ShareOfTargetCash(rate="0.1"), rule=INDEX, basket=SOL),
    "credits": TokenAllowance(
        amount=CreditsPer(credits=5000, price=usd("0.01")), rule=FixedMoney(), providers=("openai",), basket=SOL
    ),
}


class TestSecrets:
    """DESIGN: "A candidate document does not contain cost, utilisation, ... contract and factory prices"."""

    @pytest.mark.parametrize("name", LETTERS)
    @pytest.mark.parametrize("used", ["0.4321", UtilisationPath(("0.4321",)), UtilisationOdds((("0.4321", 1),))])
    def test_letter(self, name: str, used: Any) -> None:
        """None of the planted figures and sources, in Word with all its parts or in Markdown."""
        made = offer(acme(tokens=(LETTERS[name],)))
        given = Assumptions(as_of=TODAY, token_utilisation=used, resale_haircut="0.1337")
        valuation = value(made.package, world(), given)
        with ZipFile(io.BytesIO(build_letter(made, valuation, rules=US, template=WORD))) as parts:
            everything = "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
        everything += build_letter_markdown(made, valuation, rules=US, template=MARKDOWN)
        assert "acme-factory" in everything or name != "capacity"
        assert not [secret for secret in SECRETS if secret in everything]

    @pytest.mark.parametrize("name", LETTERS)
    def test_same_letter(self, name: str) -> None:
        """Other contracts, another cost of the capacity and another utilisation give the same letter, word for word."""
        made = offer(acme(tokens=(LETTERS[name],)))
        same = Capacity(name="acme-factory", mtok_a_month=OUTPUT, on=TODAY, source="other")
        plain = world(contracts=(), capacities=(same,))
        letters = {
            build_letter_markdown(made, value(made.package, market, given), rules=US, template=MARKDOWN)
            for market, given in (
                (world(), Assumptions(as_of=TODAY, token_utilisation="0.4321", resale_haircut="0.1337")),
                (plain, Assumptions(as_of=TODAY)),
            )
        }
        assert len(letters) == 1
