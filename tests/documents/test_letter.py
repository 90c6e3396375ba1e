"""The offer letter: whole, the same in Word and Markdown, and silent about what is the employer's own."""

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.documents.letter import LetterRules, build_letter, build_letter_context, build_letter_markdown
from compkit.documents.lettercheck import letter_problems
from compkit.documents.yearly import promised_by_year
from compkit.errors import FileProblems, InvalidValue
from compkit.files.jurisdictions import offer_jurisdiction, read_jurisdiction
from compkit.market import Contract, Market, PriceBook, RateCard, SharePrice, TokenPrice
from compkit.money import Money
from compkit.pay import (
    AS_LONG_AS_EMPLOYED,
    CHAT,
    BaseSalary,
    Basket,
    BasketPart,
    Benefit,
    BetterOfBoth,
    Candidate,
    Collar,
    Commission,
    Employer,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Offer,
    Package,
    PriceBasis,
    Raise,
    Relocation,
    RestrictedStock,
    RetentionBonus,
    Role,
    ShareOfBase,
    SignOnBonus,
    StockOptions,
    TargetBonus,
    TokenAllowance,
    TokensPer,
    Vesting,
)
from compkit.pay.terms import EmploymentTerms, EquityTerms, TokenTerms
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import Valuation, value
from tests.documents import letteroffers
from tests.samples import acme, usd

TEMPLATES = Path(__file__).parents[2] / "templates" / "letters"
WORD = (TEMPLATES / "us.docx").read_bytes()
MARKDOWN = (TEMPLATES / "us.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 20)
START = date(2027, 2, 1)
HOSTILE = "O'Neil & <Sons> {{x}} {_{y}_} *A|B* 😀/Zoë"
SECRETS = ("R-2210-SECRET", "contract-secret", "0.777", "77.7", "13.37", "0.1337", "SECRET-SCENARIO")


def token_price(model: str, fresh: str, read: str, output: str) -> TokenPrice:
    """A list price of the small book below."""
    card = RateCard(fresh_input=fresh, cache_read=read, output=output)
    return TokenPrice(model=model, card=card, from_on=date(2026, 1, 1), source="price list", source_version="2026-11")


# openai/gpt-6-sol at the agentic mix: 0.16 * 2 + 0.834 * 0.2 + 0.006 * 10 = 0.5468
BOOK = PriceBook((token_price("openai/gpt-6-sol", "2", "0.2", "10"), token_price("anthropic/claude", "5", "0.5", "25")))


def market(**changes: Any) -> Market:
    """Prices, with a contract that no candidate may see."""
    secret = Contract(provider="openai", discount_rate="0.1337", on=TODAY, source="contract-secret")
    parts: dict[str, Any] = {
        "book": BOOK,
        "contracts": (secret,),
        "shares": (
            SharePrice(symbol="ACME", price=usd(125), on=TODAY, source="Nasdaq close", growth_rate="0.1337"),
            SharePrice(symbol="TINY", price=usd("4.10"), on=date(2026, 9, 30), source="409A valuation"),
        ),
        "name": "SECRET-SCENARIO",
    }
    return Market(as_of=TODAY, **{**parts, **changes})


def valued(package: Package, **changes: Any) -> Valuation:
    """A valuation with expectations that no candidate may see."""
    given: dict[str, Any] = {"bonus_payout": "0.777", "token_utilisation": "0.1337", "leave_rate": "0.1337"}
    assumptions = Assumptions(as_of=TODAY, employer_load="0.777", discount_rate="0.1337", **{**given, **changes})
    return value(package, market(), assumptions)


TERMS = EmploymentTerms(
    equity=EquityTerms(
        plan="2024 Equity Incentive Plan",
        approved_on=date(2026, 11, 18),
        exercise_window="90 days",
        strike_basis="fair market value on 2026-11-18 by an independent valuation",
    ),
    tokens=TokenTerms(outputs="company", usage_logs="totals", logs_months=12),
)


def rules(made: Offer, locale: str = "") -> LetterRules:
    """The rules of an offer's place."""
    return LetterRules(jurisdiction=offer_jurisdiction(made), locale=locale)


def offer(package: Package, **changes: Any) -> Offer:
    """An offer with all that a US letter needs."""
    parts: dict[str, Any] = {
        "offer_number": "ACME-2026-0417",
        "employer": Employer(
            name="Acme Robotics, Inc.", address="500 Example Way\nAustin, TX 78701", signed_by="Pat Sample, VP People"
        ),
        "candidate": Candidate(name="Sam Sample", address="12 Test Street, Austin, TX 78704"),
        "role": Role(
            title="Staff Engineer",
            level="L6",
            department="Robot Perception",
            cost_center="R-2210-SECRET",
            manager="Lee Sample",
            location="Austin, TX",
            overtime="exempt",
        ),
        "issued_on": TODAY,
        "expires_on": date(2026, 12, 4),
        "terms": TERMS,
    }
    return Offer(package=package, **{**parts, **changes})


def startup(**changes: Any) -> Package:
    """Options, several sign-ons, a fixed quantity of tokens, a collar, and everything beside."""
    parts: dict[str, Any] = {
        "salary": BaseSalary(amount=usd(185_000), raises=(Raise(on=date(2028, 2, 1), rate="0.03"),)),
        "bonus": (TargetBonus(rate="0.1", guaranteed="first year"),),
        "commission": Commission(target=usd(30_000), quota=usd(1_200_000)),
        "sign_on": (
            SignOnBonus(amount=usd(15_000), paid_on=date(2027, 2, 28), clawback_months=12, repayment="in full"),
            SignOnBonus(amount=usd("10000.50"), paid_on=date(2028, 2, 29)),
        ),
        "retention": (RetentionBonus(amount=usd(20_000), paid_on=date(2029, 1, 31)),),
        "relocation": (
            Relocation(amount=usd(8000), paid_on=date(2027, 2, 15), clawback_months=24, repayment="prorated by day"),
        ),
        "equity": (
            StockOptions(
                symbol="TINY",
                units=40_000,
                strike=usd("1.25"),
                kind="ISO",
                vesting_start_on=START,
                vesting=Vesting.parse("4y/1y-cliff/monthly"),
                expires_on=date(2037, 1, 31),
            ),
            RestrictedStock(symbol="TINY", units=1001, vesting_start_on=START, vesting=Vesting.parse("5/15/40/40")),
        ),
        "tokens": (quantity(), collar()),
        "benefits": (Benefit(name="Health insurance", cost=usd(9600), value=usd(9600)),),
    }
    return Package(start_on=START, currency="USD", **{**parts, **changes})


def quantity(**changes: Any) -> TokenAllowance:
    """60 bn tokens a year of two models."""
    parts = (
        BasketPart(model="openai/gpt-6-sol", share="0.7"),
        BasketPart(model="anthropic/claude", share="0.3", mix=CHAT),
    )
    terms: dict[str, Any] = {
        "name": "Agent tokens",
        "amount": TokensPer(mtok="60000"),
        "rule": FixedQuantity(),
        "basket": Basket(parts),
        "use": "personal",
        "personal_share": "0.1",
        "release": "quarterly",
        "rollover_months": None,
        "wind_down_days": 30,
        "guaranteed_until": date(2029, 1, 31),
        "notice_days": 90,
    }
    return TokenAllowance(**{**terms, **changes})


def collar(**changes: Any) -> TokenAllowance:
    """USD 500 a month at 0.5 per million tokens, within 20 % of that price."""
    terms: dict[str, Any] = {
        "name": "Own project credits",
        "amount": MoneyPer(money=usd(500), per="month"),
        "rule": Collar(down_rate="0.2", up_rate="0.2"),
        "basket": Basket.of("openai/gpt-6-sol"),
        "basis": PriceBasis(per_mtok=usd("0.5"), on=TODAY, source="price list 2026-11"),
        "transfer": "donate",
        "ends_on": date(2028, 1, 31),
    }
    return TokenAllowance(**{**terms, **changes})


def hostile() -> Offer:
    """Names that try to be code, markup and paths."""
    package = acme(benefits=(Benefit(name=HOSTILE, cost=usd(1200), value=usd(1200)),))
    role = Role(title=HOSTILE, location="Austin, TX", overtime="exempt")
    employer = Employer(name=HOSTILE, signed_by=HOSTILE)
    return offer(package, role=role, employer=employer, candidate=Candidate(name=HOSTILE), offer_number=HOSTILE)


US = LetterRules(jurisdiction=read_jurisdiction("us"))
OFFERS = {"listed": offer(acme()), "start-up": offer(startup(), status="issued"), "hostile": hostile()}
everyone = pytest.mark.parametrize("name", OFFERS)


def word(made: Offer) -> bytes:
    """The letter in Word."""
    return build_letter(made, valued(made.package), rules=rules(made), template=WORD)


def markdown(made: Offer) -> str:
    """The letter in Markdown."""
    return build_letter_markdown(made, valued(made.package), rules=rules(made), template=MARKDOWN)


def context(made: Offer) -> dict[str, Any]:
    """What both say."""
    return build_letter_context(made, valued(made.package), rules=rules(made))


def word_text(document: bytes) -> str:
    """All that a reader sees: paragraphs of body, header and footer, one a line."""
    lines = []
    with ZipFile(io.BytesIO(document)) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name):
                for paragraph in ElementTree.fromstring(parts.read(name)).iter(f"{W}p"):
                    lines.append("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
    return "\n".join(lines)


def grids(document: bytes) -> list[ElementTree.Element]:
    """The column widths of every table."""
    with ZipFile(io.BytesIO(document)) as parts:
        return list(ElementTree.fromstring(parts.read("word/document.xml")).iter(f"{W}tblGrid"))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def markdown_text(text: str) -> str:
    """Markdown as it is shown: escapes undone."""
    return re.sub(r"\\([\\`*<\[|~])", r"\1", text)


def printed(said: dict[str, Any]) -> list[str]:
    """Every text that a letter prints; plain values are for own templates."""
    return texts({name: part for name, part in said.items() if name != "values"})


def texts(said: Any) -> list[str]:
    """Every text of a context."""
    if isinstance(said, dict):
        return [text for part in said.values() for text in texts(part)]
    if isinstance(said, list):
        return [text for part in said for text in texts(part)]
    return [said] if isinstance(said, str) else []


class TestSameWords:
    """One context: every sentence and figure stands in Word and in Markdown."""

    @everyone
    def test_every_text_in_both(self, name):
        """Nothing of the context is lost in either, names typed by enemies included."""
        in_word, in_markdown = word_text(word(OFFERS[name])), markdown_text(markdown(OFFERS[name]))
        said = printed(context(OFFERS[name]))
        assert len(said) > 80
        assert [text for text in said if text not in in_word] == []
        assert [text for text in said if text not in in_markdown] == []

    @pytest.mark.parametrize("name", ["listed", "start-up"])
    def test_no_blanks(self, name):
        """No tag, None or nan is left, and no sentence has a hole."""
        for text in (word_text(word(OFFERS[name])), markdown(OFFERS[name])):
            assert not re.search(r"\{\{|\{%|\bNone\b|\bnan\b|  [a-z]| ,| \.(?!\d)", text)

    def test_hostile_names_stay_text(self):
        """A name is printed as typed; in Markdown it is no HTML and ends no table cell."""
        assert word_text(word(hostile())).count(HOSTILE) >= 6
        assert "<Sons>" not in markdown(hostile()).replace("\\<Sons>", "")
        assert re.search(r"^\| Position \| O'Neil .*\\\|B.* \|$", markdown(hostile()), re.MULTILINE)

    def test_draft_mark(self):
        """A draft says so, an issued offer does not."""
        assert "Draft" in word_text(word(OFFERS["listed"]))
        assert "Draft" not in word_text(word(OFFERS["start-up"])) + markdown(OFFERS["start-up"])


class TestCandidateOnly:
    """DESIGN section 2: a candidate document holds nothing that is the employer's own."""

    @pytest.mark.parametrize("name", ["listed", "start-up"])
    def test_no_secret_in_any_part(self, name):
        """Cost center, contract, payout, utilisation, load, leave rate and discount are in no part, hidden or not."""
        with ZipFile(io.BytesIO(word(OFFERS[name]))) as parts:
            everything = "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
        for secret in SECRETS:
            assert secret not in everything + markdown(OFFERS[name])

    def test_expectations_change_nothing(self):
        """Another payout, utilisation or contract gives the same letter, byte for byte."""
        made = OFFERS["start-up"]
        other = value(made.package, market(contracts=(), name="as stated"), Assumptions(as_of=TODAY))
        assert build_letter(made, other, rules=rules(made), template=WORD) == word(made)

    def test_metadata(self):
        """Title and author are the offer's; the day is the day of issue, not today."""
        with ZipFile(io.BytesIO(word(OFFERS["listed"]))) as parts:
            core = parts.read("docProps/core.xml").decode()
            assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "Offer of employment ACME-2026-0417" in core
        assert "<dc:creator>Acme Robotics, Inc.</dc:creator>" in core
        assert "<cp:lastModifiedBy>compkit</cp:lastModifiedBy>" in core
        assert re.findall(r">(\d{4}-\d\d-\d\d)T", core) == ["2026-11-20", "2026-11-20"]
        assert "python-docx" not in core

    def test_same_input_same_bytes(self):
        """Writing twice gives the same file."""
        assert word(offer(acme())) == word(offer(acme()))


class TestRefused:
    """A letter with a blank is never written."""

    def test_all_missing_fields_at_once(self):
        """Each missing field has its place in the offer file and what to add."""
        bare = offer(
            acme(salary=None, bonus=(), tokens=(), benefits=()),
            issued_on=None,
            expires_on=None,
            employer=Employer(name="Acme", signed_by=""),
            role=Role(title="Engineer"),
            jurisdiction="us",
        )
        paths = ["issued_on", "expires_on", "employer.signed_by", "role.location", "role.overtime", "salary"]
        problems = letter_problems(bare, offer_jurisdiction(bare), file="acme.yaml")
        assert [problem.path for problem in problems] == paths
        assert all(problem.fix and problem.file == "acme.yaml" for problem in problems)
        with pytest.raises(FileProblems, match=r"ACME-2026-0417: 6 problems\n  issued_on: .*issued_on: 2026-11-20"):
            build_letter(bare, valued(bare.package), rules=rules(bare), template=WORD)

    def test_complete_offer_has_no_problem(self):
        """Nothing is asked for that is there."""
        assert [letter_problems(made, offer_jurisdiction(made)) for made in OFFERS.values()] == [(), (), ()]

    def test_told_by_the_candidate(self):
        """Another company's offer never becomes a letter, in either form."""
        told = offer(acme(), status="as_told", told_on=TODAY)
        for build, template in ((build_letter, WORD), (build_letter_markdown, MARKDOWN)):
            with pytest.raises(FileProblems, match="told by the candidate: no letter is written from it"):
                build(told, valued(told.package), rules=rules(told), template=template)

    def test_valuation_of_another_package(self):
        """The figures must be those of the offer."""
        with pytest.raises(InvalidValue, match="another package"):
            build_letter_markdown(offer(acme()), valued(startup()), rules=US, template=MARKDOWN)

    @pytest.mark.parametrize(
        "text", ["{{ salery }}", "{% for x in %}", "{{ title.__class__.__mro__ }}", "{{ salary.append('x') }}"]
    )
    def test_template_faults(self, text):
        """An unknown name, a broken tag and an attempt at code are errors that say where to look."""
        with pytest.raises(InvalidValue, match=r"letter template: cannot be filled in.*us\.docx"):
            build_letter_markdown(offer(acme()), valued(acme()), rules=US, template=text)

    def test_word_template_faults(self):
        """So in Word: bytes that are no document, and a name that does not exist."""
        with pytest.raises(InvalidValue, match="not a Word document"):
            build_letter(offer(acme()), valued(acme()), rules=US, template=b"plain text")
        with pytest.raises(InvalidValue, match="'opening_line' is undefined"):
            build_letter(
                offer(acme()), valued(acme()), rules=US, template=retagged("{{ opening }}", "{{ opening_line }}")
            )

    def test_outside_the_us(self):
        """An offer under other rules needs no overtime status and promises no employment at will."""
        made = letteroffers.COMPLETE["eu-de"]
        assert made.role.overtime == ""
        text = build_letter_markdown(made, letteroffers.valued(made), rules=rules(made), template=MARKDOWN)
        assert "at will" not in text and "I-9" not in text and "exempt" not in text
        assert "at will" in markdown(OFFERS["listed"])


def retagged(old: str, new: str) -> bytes:
    """The Word template with another tag."""
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(WORD)) as source, ZipFile(changed, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(old.encode(), new.encode()))
    return changed.getvalue()


class TestListedCompany:
    """The worked example: salary 250,000, half of base in tokens by fixed money, RSUs for 400,000 at 125."""

    def test_sentences(self):
        """All four components, with their terms."""
        text = markdown(OFFERS["listed"])
        for sentence in (
            "Your base salary is USD 250,000 a year, paid semimonthly.",
            "Your target is 15% of base salary, which is USD 37,500 a year at target on your starting salary.",
            "It is paid on the first March 15 after the performance year.",
            "The bonus is discretionary",
            "you repay it less 1/12 for each full month served.",
            "You will be granted 3,200 restricted stock units of ACME",
            "USD 400,000 divided by the share price of USD 125.00, rounded down",
            "25% after 12 months, then 6.25% every 3 months until all has vested after 48 months.",
            "50% of your starting base salary: USD 125,000 a year.",
            "At any provider the Company approves.",
            "If prices fall by 40%, it buys 166.7% of the tokens that it buys today; if they rise by 30%, 76.9%.",
            "What is not used in its month carries over for 3 months, then lapses.",
            "For the Company's business only. It cannot be transferred, sold or paid out.",
            "Guaranteed until January 10, 2028. After that the Company may change or end it with notice of 60 days.",
            "it is not part of base salary and, as far as the law allows, does not count for overtime, severance or",
            "at most USD 7,500 a year on your starting salary.",
            "This offer is open until December 4, 2026.",
        ):
            assert sentence in text

    def test_year_table(self):
        """Worked by hand: 250,000 + 37,500 + 40,000 + 100,000 + 7,500 = 435,000, and 125,000 of tokens."""
        (table,) = context(OFFERS["listed"])["year_tables"]
        cells = {row["label"]: row["cells"] for row in table["lines"]}
        assert table["head"] == ["Year 1", "Year 2", "Year 3", "Year 4", "4 years"]
        assert cells["Total without tokens"] == ["435,000", "395,000", "395,000", "395,000", "1,620,000"]
        assert cells["AI tokens, guaranteed"] == ["125,000", "0", "0", "0", "125,000"]
        assert cells["Total with guaranteed tokens"] == ["560,000", "395,000", "395,000", "395,000", "1,745,000"]
        assert cells["Total with all tokens"] == ["560,000", "520,000", "520,000", "520,000", "2,120,000"]

    def test_vesting_table(self):
        """800 shares on the first anniversary, then 200 a quarter: 13 days, 3,200 shares."""
        pairs = [pair for line in context(OFFERS["listed"])["grants"][0]["vesting"] for pair in line["pairs"]]
        units = {pair["day"]: int(pair["units"].replace(",", "")) for pair in pairs if pair["day"]}
        assert len(units) == 13 and sum(units.values()) == 3200
        assert units["January 11, 2028"] == 800 and units["January 11, 2031"] == 200

    def test_basket_of_fixed_money(self):
        """With a basket, the money is said in tokens too: 125,000 / 0.5468 = 228,602.8 million."""
        allowance = TokenAllowance(
            amount=ShareOfBase(rate="0.5"), rule=FixedMoney(), basket=Basket.of("openai/gpt-6-sol")
        )
        text = markdown(offer(acme(tokens=(allowance,))))
        assert "USD 0.5468 per million tokens, the list price of November 20, 2026 (price list 2026-11)." in text
        assert "USD 125,000 buys 228,603 million tokens (228.6 bn) at that price." in text
        assert "| 40% lower | USD 0.32808 | USD 125,000 | 381,005 million tokens (381 bn) |" in text
        assert "| 30% higher | USD 0.71084 | USD 125,000 | 175,848 million tokens (175.8 bn) |" in text


class TestStartUp:
    """Options, several sign-ons, tokens by quantity and by a collar."""

    @pytest.mark.parametrize(
        "sentence",
        [
            "You will be granted 40,000 options (intended to be incentive stock options, ISO), each to buy one share "
            "of TINY at an exercise price of USD 1.25. They expire on January 31, 2037.",
            "25% after 12 months, then 1/48 of the grant every month until all has vested after 48 months.",
            "5% after 12 months, 15% after 24 months, 40% after 36 months, and 40% after 48 months.",
            "On February 1, 2028 it changes by 3% to USD 190,550 a year.",
            "The first is USD 15,000 on February 28, 2027, if you are then employed. If you leave the Company within "
            "12 months of your first day, you repay it in full. The second is USD 10,000.50 on February 29, 2028, if "
            "you are then employed. Once it is paid, nothing of it is owed back.",
            "you repay the share of those 24 months that is not served, counted in days.",
            "With base salary that is USD 215,000 a year on target, 86% of it base salary.",
            "60,000 million tokens (60 bn) a year.",
            "of each quarter from February 1, 2027: 15,000 million tokens (15 bn) a quarter.",
            "Tokens of openai/gpt-6-sol (70%) and anthropic/claude (30%).",
            "the mix “agentic”: 16% fresh input, 83.4% cache read, 0.6% output.",
            "The number of tokens stays the same, whatever they cost",
            "and 10% of it for your personal use.",
            "can be used for 30 days after your last day.",
            "USD 500 a month, which is 12,000 million tokens (12 bn) a year for USD 6,000 at the price basis.",
            "USD 0.5 per million tokens, the price basis of this offer of November 20, 2026 (price list 2026-11).",
            "| 40% lower | USD 0.3 | USD 4,800 | 16,000 million tokens (16 bn) |",
            "| 30% higher | USD 0.65 | USD 7,200 | 11,077 million tokens (11.1 bn) |",
            "A share of TINY counts at USD 4.10 on September 30, 2026 (409A valuation), with no growth",
        ],
    )
    def test_sentence(self, sentence):
        """Each term in words; figures worked by hand: the collar's limits are 12,000 M at 0.4 and at 0.6."""
        assert sentence in markdown(OFFERS["start-up"])

    @pytest.mark.parametrize(
        ("allowance", "sentence"),
        [
            (collar(rule=BetterOfBoth()), "| 30% higher | USD 0.65 | USD 7,800 | 12,000 million tokens (12 bn) |"),
            (collar(rule=BetterOfBoth()), "| 40% lower | USD 0.3 | USD 6,000 | 20,000 million tokens (20 bn) |"),
            (collar(guaranteed_until=AS_LONG_AS_EMPLOYED), "Guaranteed as long as you are employed."),
            (
                collar(notice_days=30),
                "a policy, not a guarantee: the Company may change or end it with notice of 30 days.",
            ),
            (
                quantity(amount=TokensPer(mtok="10", per="day")),
                "10 million tokens a day, which is 3,650 million",
            ),
            (quantity(in_advance=False, release="yearly"), "Released at the end of each year from"),
            (quantity(release="weekly", amount=TokensPer(mtok="7", per="week")), ": 7 million tokens a week."),
            (quantity(release="monthly", ends_on=date(2027, 10, 15)), ": 5,000 million tokens (5 bn) a month."),
            (collar(use="incidental", transfer="resell"), "incidental personal use is tolerated. You may resell it."),
            (collar(providers=("openai", "azure")), "Tokens of openai/gpt-6-sol, bought at openai or azure."),
        ],
    )
    def test_other_terms(self, allowance, sentence):
        """Every choice of an allowance has its own words."""
        assert sentence in markdown(offer(startup(tokens=(allowance,))))

    def test_release_that_varies_is_a_range(self):
        """A share of base that follows a raise within the first year is not one figure a month."""
        salary = BaseSalary(amount=usd(120_000), raises=(Raise(on=date(2027, 8, 1), rate="0.1"),))
        allowance = TokenAllowance(amount=ShareOfBase(rate="0.1", follows_raises=True), rule=FixedMoney())
        text = markdown(offer(startup(salary=salary, tokens=(allowance,))))
        assert "from USD 1,000 to USD 1,100 a month in the first year." in text

    def test_hourly_pay(self):
        """45 an hour for 40 hours over 52 weeks is 93,600."""
        salary = BaseSalary(amount=usd(45), per="hour", hours_per_week="40", paid="biweekly")
        text = markdown(offer(startup(salary=salary)))
        assert "USD 45 an hour for 40 hours a week, which is USD 93,600 over a year of 52 weeks, paid every two" in text


class TestYearTable:
    """A printed table adds up: down its columns and along its rows."""

    @given(
        cents=st.integers(1_000_000, 30_000_000),
        start=st.dates(date(2026, 12, 1), date(2028, 12, 31)),
        months=st.integers(1, 84),
    )
    def test_adds_up_as_printed(self, cents, start, months):
        """Every total is the sum of the printed rows above it, and within a unit a row of the exact one."""
        package = acme(start, salary=BaseSalary(amount=Money(Decimal(cents) / 100, "USD")))
        valuation = value(package, market(), Assumptions(as_of=TODAY, horizon_months=months))
        rows = promised_by_year(valuation)
        parts = [row.amounts for row in rows if not row.is_total]
        totals = {row.label: row.amounts for row in rows if row.is_total}
        assert totals["Total with all tokens"] == tuple(map(sum, zip(*parts, strict=True)))
        without = sum(totals["Total without tokens"])
        assert abs(without - valuation.total(tokens="none").amount) <= Decimal("0.5")
        assert abs(sum(totals["Total with all tokens"]) - valuation.total().amount) <= Decimal("1.5")

    def test_many_years(self):
        """Seven years stand in two tables, the sum of all in the second; each has its own columns in Word."""
        made = offer(acme())
        long = valued(made.package, horizon_months=84)
        first, second = build_letter_context(made, long, rules=US)["year_tables"]
        assert first["head"] == [f"Year {n}" for n in range(1, 6)]
        assert second["head"] == ["Year 6", "Year 7", "7 years"]
        letter = build_letter(made, long, rules=US, template=WORD)
        assert "7 years" in word_text(letter)
        widths = [[int(column.get(f"{W}w") or 0) for column in grid] for grid in grids(letter)]
        assert [len(grid) for grid in widths[-2:]] == [6, 4]
        assert all(len(set(grid[1:])) == 1 and sum(grid) <= 6.5 * 1440 for grid in widths[-2:])

    def test_without_tokens(self):
        """An offer without tokens has one total and no section on them."""
        text = markdown(offer(acme(tokens=())))
        assert "AI token" not in text and "**Total** |" in text

    def test_exchange_rate_is_said(self):
        """Pay in another currency counts at a rate that the letter names."""
        from compkit.market import ExchangeRate

        rate = ExchangeRate(base="EUR", quote="USD", rate="1.16", on=TODAY, source="ECB")
        package = acme(sign_on=(SignOnBonus(amount=Money(1000, "EUR"), paid_on=date(2027, 1, 29)),))
        valuation = value(package, evolve(market(), rates=(rate,)), Assumptions(as_of=TODAY))
        text = build_letter_markdown(offer(package), valuation, rules=US, template=MARKDOWN)
        assert "One EUR counts as USD 1.16 on November 20, 2026 (ECB)." in text
        assert "EUR 1,000 on January 29, 2027" in text and "| Sign-on bonus | 1,160 |" in text
