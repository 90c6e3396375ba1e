"""One letter in three forms: the same words in each, in the way of the locale, and nothing of the employer's own."""

import io
import re
import shutil
import subprocess
from tempfile import NamedTemporaryFile
from zipfile import ZipFile

import pytest
from attrs import evolve

from compkit.documents.fingerprint import find_marks, mark
from compkit.errors import InvalidValue
from compkit.files.letterpress import FORMATS
from compkit.market import Capacity, Contract, OptionPricing, RateCard
from compkit.pay import Approval, Basket, BasketPart, Benefit, Candidate, Offer, TokenMix
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value

from .letteroffers import COMPLETE, SOL, TODAY, contexts, documents, market, money, valued
from .papers import plain, word_text, words

NEEDED = {"pdf": "pdftotext"}
SECRET = "7319"
"""Digits that occur in no figure of the letters."""

every_form = pytest.mark.parametrize("form", FORMATS)


def tool(command: str, data: bytes, *more: str) -> str:
    """What a program says about a PDF."""
    return subprocess.run([command, *more], input=data, capture_output=True, check=True).stdout.decode()


def needs(form: str) -> None:
    """Skip a PDF that nothing here can read."""
    if form in NEEDED and not shutil.which(NEEDED[form]):
        pytest.skip(f"{NEEDED[form]} is not installed")


def seen(form: str, data: bytes) -> str:
    """All that a reader sees of a document."""
    if form == "docx":
        return word_text(data)
    if form == "md":
        return plain(data.decode())
    pages = [tool("pdftotext", data, "-", "-")]
    for height in ("648", "698"):  # US letter and A4 without header and footer, for a sentence that goes over a page
        body = ("-x", "0", "-y", "70", "-W", "612", "-H", height, "-r", "72")
        pages.append(tool("pdftotext", data, *body, "-", "-"))
    return "".join(pages)


def squeezed(text: str) -> str:
    """A text without blanks and marks of direction: a PDF does not keep where they are."""
    return re.sub(r"[\s\u202a-\u202e\u2066-\u2069]", "", text)


def printed(context: dict) -> list[str]:
    """Every text that a document prints; plain values are for own templates."""
    return words({name: part for name, part in context.items() if name != "values"})


class TestSameWords:
    """Every figure and clause of the context stands in each form, in what is signed apart too."""

    @every_form
    @pytest.mark.parametrize("law", COMPLETE)
    def test_every_text(self, law: str, form: str) -> None:
        """As typed, under the rules of each jurisdiction."""
        needs(form)
        made = documents(COMPLETE[law], form)
        said = contexts(COMPLETE[law])
        assert list(made) == list(said)
        for name, context in said.items():
            text = squeezed(seen(form, made[name]))
            assert len(printed(context)) > (80 if name == "letter" else 14)
            assert [one for one in printed(context) if squeezed(one) not in text] == [], name

    @every_form
    def test_same_bytes(self, form: str) -> None:
        """The same offer gives the same files; another one gives others."""
        for law in ("us", "us-ca", "us-co"):
            assert documents(COMPLETE[law], form) == documents(COMPLETE[law], form)
        first, other = documents(COMPLETE["us-ca"], form), documents(COMPLETE["us"], form)
        assert first["letter"] != other["letter"] and len(first) == 2 and len(other) == 1


class TestMark:
    """The mark changes with a promise and its terms, and with nothing else."""

    @every_form
    def test_expectations(self, form: str) -> None:
        """Another assumption leaves every byte as it is."""
        made = COMPLETE["us-ca"]
        other = valued(made, token_utilisation="0.31", leave_rate="0.17", employer_load="0.4", discount_rate="0.08")
        assert documents(made, form) == documents(made, form, valuation=other)

    def test_terms(self) -> None:
        """Every term of employment, of tokens and of equity is a promise: changing one changes the mark."""
        made = COMPLETE["us-ca"]
        terms = made.terms
        tokens, equity = terms.tokens, terms.equity
        changed = (
            evolve(terms, conditions=("You sign.",)),
            evolve(terms, holiday_days="21"),
            evolve(terms, tokens=evolve(tokens, outputs="employee")),
            evolve(terms, tokens=evolve(tokens, logs_months=13)),
            evolve(terms, tokens=evolve(tokens, usage_logs="content")),
            evolve(terms, tokens=evolve(tokens, wording="compensation")),
            evolve(terms, equity=evolve(equity, plan="2025 Plan")),
            evolve(terms, equity=evolve(equity, exercise_window="10 years")),
            evolve(terms, equity=evolve(equity, approved_on=None)),
            evolve(terms, equity=evolve(equity, fully_diluted=60_000_001)),
        )
        prints = {mark(evolve(made, terms=one)).fingerprint for one in (terms, *changed)}
        assert len(prints) == len(changed) + 1

    @every_form
    def test_in_every_document(self, form: str) -> None:
        """The letter and what is signed apart carry the mark of the offer."""
        needs(form)
        for law in ("us-ca", "us-co"):
            for data in documents(COMPLETE[law], form).values():
                text = " ".join(seen(form, data).split())
                assert find_marks(text)[0].fingerprint == mark(COMPLETE[law]).fingerprint


def secret_offer(law: str):
    """An offer with a mark in every field that is the employer's own, or no promise."""
    made = COMPLETE[law]
    mix = TokenMix(name="agentic", fresh_input="0.16", cache_read="0.834", output="0.006", source=f"Geheim {SECRET}")
    basket = Basket((BasketPart(model=SOL, share=1, mix=mix),))
    currency = made.package.currency
    package = evolve(
        made.package,
        tokens=tuple(evolve(one, basket=basket) for one in made.package.tokens),
        equity=tuple(evolve(one, claimed_value=money(7319, currency), refresher=True) for one in made.package.equity),
        benefits=(Benefit(name="Health insurance", cost=money(9600, currency), value=money(7319, currency)),),
    )
    approval = Approval(by=f"Geheim Approver {SECRET}", on=TODAY)
    role = evolve(made.role, cost_center=f"R-{SECRET}-Geheim")
    return evolve(made, package=package, approvals=(approval,), role=role)


def secret_valuation(made):
    """Facts and assumptions with a mark in every field of the employer's own."""
    rate, currency = f"0.{SECRET}", made.package.currency
    facts = market(currency)
    contracts = (
        Contract(provider="openai", discount_rate=rate, on=TODAY, source=f"Geheim contract {SECRET}"),
        Contract(
            provider="openai",
            model=SOL,
            card=RateCard(fresh_input="1.7319", cache_read="0.17319", output="9.7319"),
            on=TODAY,
            source=f"Geheim card {SECRET}",
        ),
    )
    plant = Capacity(
        name=f"Geheim factory {SECRET}",
        mtok_a_month=SECRET,
        cost_per_mtok=money(rate, currency),
        on=TODAY,
        source=f"Geheim factory {SECRET}",
    )
    facts = evolve(
        facts,
        contracts=contracts,
        capacities=(plant,),
        shares=tuple(evolve(share, growth_rate=rate) for share in facts.shares),
        options=OptionPricing(exit_rate=rate),
        name=f"Geheim scenario {SECRET}",
    )
    names = (
        "bonus_payout",
        "commission_payout",
        "token_utilisation",
        "resale_haircut",
        "discount_rate",
        "leave_rate",
        "employer_load",
    )
    expected = Assumptions(as_of=TODAY, **dict.fromkeys(names, rate))
    return value(made.package, facts, expected)


def everything(form: str, data: bytes) -> str:
    """Every part of a document, hidden or not: text, metadata, and what stands in it without being shown."""
    if form == "docx":
        with ZipFile(io.BytesIO(data)) as parts:
            text = "".join(name + parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        return text + word_text(data)
    if form == "md":
        return data.decode()
    found = data.decode("latin-1")
    for command, more in (("pdftotext", ("-", "-")), ("pdfinfo", ("-",)), ("pdfinfo", ("-meta", "-"))):
        found += tool(command, data, *more) if shutil.which(command) else ""
    if shutil.which("qpdf"):
        with NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            opened = ["qpdf", "--qdf", "--object-streams=disable", file.name, "-"]
            found += subprocess.run(opened, capture_output=True, check=True).stdout.decode("latin-1")
    return found


def secrets(form: str, data: bytes) -> list[str]:
    """Marks that are found, each with what stands around it; not those that a hash has by chance."""
    text = re.sub(r"\b[0-9a-f]{32,}\b", "", everything(form, data))
    if form == "pdf":  # numbers of drawing and of fonts are no words
        text = "\n".join(line for line in text.splitlines() if not re.fullmatch(r"[-\d\s.]*[a-zA-Z*']{0,3}", line))
        return re.findall(r".{0,30}(?:Geheim|\b(?:0[.,])?7[.,]?319\b|73[.,]19).{0,30}", readable(text))
    return re.findall(rf".{{0,30}}(?:Geheim|7[.,]?319|73[.,]19|{SECRET}).{{0,30}}", text)


def readable(text: str) -> str:
    """The lines of a PDF that are text: compressed streams and fonts are noise in which any digits occur."""
    return "\n".join(line for line in text.splitlines() if line.isprintable() or not line.isascii())


class TestSecrets:
    """DESIGN section 2: a candidate document holds nothing that is the employer's own."""

    @every_form
    @pytest.mark.parametrize("law", ["us-ca", "us-co", "gb"])
    def test_none(self, law: str, form: str) -> None:
        """No planted mark is in any part of the letter or of what is signed apart."""
        made = secret_offer(law)
        valuation = secret_valuation(made)
        assert SECRET in str(valuation) and str(made).count(SECRET) >= 5  # they are there to be found
        for name, data in documents(made, form, valuation=valuation).items():
            assert secrets(form, data) == [], name

    @every_form
    def test_they_would_be_found(self, form: str) -> None:
        """The search finds a mark that is printed, in each form and in what is signed apart."""
        needs(form)
        made = evolve(COMPLETE["us-ca"], candidate=Candidate(name=f"Sam Geheim {SECRET}"))
        for data in documents(made, form).values():
            assert secrets(form, data)

    @every_form
    def test_same_bytes(self, form: str) -> None:
        """The marks change nothing at all but for what is claimed of a grant, which the mark of the offer covers."""
        made = secret_offer("us-ca")
        claimed = tuple(evolve(one, claimed_value=money(7319, "USD")) for one in COMPLETE["us-ca"].package.equity)
        package = evolve(COMPLETE["us-ca"].package, equity=claimed)
        usual = evolve(COMPLETE["us-ca"], package=package)
        assert documents(made, form, valuation=secret_valuation(made)) == documents(usual, form)


ENGLISH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}"
NOT_ENGLISH = rf"{ENGLISH}|(?:January|February|March|May|June|July|October|December) \d"
LOCALES = {
    # money, day, share; and what is no figure or day of that locale
    "de_DE": ("200.000 USD", "11. Januar 2027", "15 %", rf"\d,\d{{3}}\b(?! USD)|(?<!\d )USD \d|\d%|{NOT_ENGLISH}"),
    "fr_FR": ("200 000 USD", "11 janvier 2027", "15 %", rf"\d,\d{{3}}\b(?! USD)|(?<!\d )USD \d|\d%|{NOT_ENGLISH}"),
    "ja_JP": ("USD 200,000", "2027年1月11日", "15%", rf"{NOT_ENGLISH}|USD \d{{4}}"),
    "en_GB": ("USD 200,000", "11 January 2027", "15%", rf"{ENGLISH}|USD \d{{4}}"),
}


def written(made: Offer, form: str, locale: str = "") -> dict[str, bytes] | str:
    """The documents; or why there is no PDF, where no font here has a character."""
    try:
        return documents(made, form, locale)
    except InvalidValue as refused:
        if form != "pdf" or "no font has" not in str(refused):
            raise
        return str(refused)


class TestLocale:
    """Figures and days are written as the locale writes them, in every place; sentences stay English."""

    @every_form
    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("law", ["us", "us-ca"])
    def test_every_place(self, law: str, locale: str, form: str) -> None:
        """Money, days and shares so, and no figure or day in the American way is left."""
        needs(form)
        made = COMPLETE[law]
        plan = evolve(made.terms.equity, strike_basis="fair market value" * (law == "us-ca"))
        made = evolve(made, terms=evolve(made.terms, equity=plan))
        amount, day, share, wrong = LOCALES[locale]
        found = written(made, form, locale)
        if isinstance(found, str):
            assert locale == "ja_JP"
            pytest.skip("no font here has Japanese characters")
        for name, data in found.items():
            text = " ".join(re.sub(r"[\u202f\u00a0]", " ", seen(form, data)).split())
            if name == "letter":
                assert amount in text and share in text
            assert squeezed(day) in squeezed(text)
            text = re.sub(r"version of [\d-]+|\bpromises [0-9a-f ]{64,70}", "", text)
            assert re.findall(rf".{{0,40}}(?:{wrong}).{{0,20}}", text) == []

    @pytest.mark.parametrize(("law", "day"), [("us", "January 11, 2027"), ("gb", "11 January 2027")])
    def test_default(self, law: str, day: str) -> None:
        """Without one it is that of the jurisdiction."""
        assert day in documents(COMPLETE[law], "md")["letter"].decode()


NAMES = ["שלום כהן", "سامي نموذج", "山田太郎", "김샘플", "Zoë Łukasz Đỗ"]


@every_form
@pytest.mark.parametrize("name", NAMES)
def test_other_scripts(name: str, form: str) -> None:
    """A name is printed as it is typed, from right to left too; a PDF without a font for it is refused by its sign."""
    needs(form)
    made = evolve(COMPLETE["us-ca"], candidate=Candidate(name=name))
    found = written(made, form)
    if isinstance(found, str):
        assert re.search(rf"no font has [{name}] \(U\+[0-9A-F]{{4}}", found)
        return
    for data in found.values():
        text = squeezed(seen(form, data))
        assert squeezed(name) in text or (form == "pdf" and squeezed(name[::-1]) in text)
