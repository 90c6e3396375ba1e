"""Job postings: what is said, that it is the same in each output, and that nothing typed can become markup."""

import json
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from compkit.documents.posting import (
    EquityTerms,
    PayRange,
    Posting,
    PostingPlace,
    RateRange,
    TokenBudget,
    build_posting_html,
    build_posting_jsonld,
    build_posting_markdown,
    json_text,
    with_bands,
)
from compkit.documents.posting.posting import PERIODS
from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.files.postings import read_posting
from compkit.files.templates import template
from compkit.money import Money
from compkit.pay.bands import NumberBand, OfferBands, PayBand
from compkit.pay.structure import PayStructure, PlaceFactor
from tests.samples import usd

GOLDEN = Path(__file__).parents[1] / "golden" / "posting.md"
VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text("utf-8"))["types"]
DENVER = PostingPlace(name="Denver, CO", code="US-CO", city="Denver")
BERLIN = PostingPlace(name="Berlin", code="DE", city="Berlin")

HOSTILE = [
    "</script><script>alert(1)</script>",
    "{{ config }} {% for x in y %} {# no #}",
    "<img src=x onerror=alert(1)> & \"quoted\" 'too'",
    "**bold** _it_ `code` [link](javascript:alert(1)) ~~no~~ | pipe # $x$",
    "<!-- a comment --> ]]> &lt; &#123; \\",
    "Zoë מפתחת 工程师 😀",
    "1. Lead + build - run",
    "=cmd|' /C calc'!A0",
    "- a dash",
    "+ a plus",
    "# a heading, C# #",
]


def posting(**changes):
    """A small posting: USD 200,000 to 260,000 a year in Denver."""
    parts = {
        "number": "R-1",
        "title": "Engineer",
        "employer": "Acme",
        "about": "You build things.",
        "places": (DENVER,),
        "pay": (PayRange(minimum=usd(200_000), maximum=usd(260_000)),),
        "posted_on": date(2026, 12, 1),
    }
    return Posting(**{**parts, **changes})


TEXTS = ("number", "title", "employer", "about", "how_to_apply", "closing")


def everywhere(words):
    """A posting with the same words in every text that people write."""
    told = dict.fromkeys(TEXTS, words)
    lists = dict.fromkeys(("duties", "requirements", "other_pay", "benefits"), (words,))
    more = {
        "places": (PostingPlace(name=words, code="US-CO", city=words, street=words),),
        "equity": EquityTerms(words=words),
        "tokens": TokenBudget(minimum=usd(1), maximum=usd(2), words=words),
    }
    return posting(**told, **lists, **more)


class Reader(HTMLParser):
    """What a browser would see: the texts, the elements, and the data of scripts."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.texts, self.scripts = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note an element with its attributes."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Note a text, apart where it is data."""
        (self.scripts if self.elements and self.elements[-1][0] == "script" else self.texts).append(data)


def shown_markdown(text):
    """The words that a reader of rendered Markdown sees, without elements."""
    from markdown_it import MarkdownIt

    return " ".join("".join(Reader(MarkdownIt("commonmark").enable("table").render(text)).texts).split())


def same_kind(value, ranges):
    """Whether a value is of one of the types that schema.org expects of a property."""
    if isinstance(value, dict):
        return any(kind in ranges for kind in VOCABULARY[value["@type"]]["is"])
    if isinstance(value, str):
        return bool({"Text", "URL", "Date", "DateTime"} & set(ranges))
    return "Number" in ranges and not isinstance(value, bool)


def check_vocabulary(node):
    """Every type and property of the data is one of schema.org, and every value is of a type expected there."""
    known = VOCABULARY[node["@type"]]["properties"]
    for name, value in node.items():
        if name.startswith("@"):
            continue
        assert name in known, f"{node['@type']} has no {name}"
        for entry in value if isinstance(value, list) else [value]:
            assert same_kind(entry, known[name]), f"{name}: {entry!r} is none of {known[name]}"
            if isinstance(entry, dict):
                check_vocabulary(entry)


class TestRange:
    """A pay range has both ends, in order, in one currency, for a named time."""

    def test_upside_down(self):
        """The maximum is not below the minimum."""
        with pytest.raises(InvalidValue, match=r"is below the minimum, USD 200.* exchange the two"):
            PayRange(minimum=usd(200), maximum=usd(100))

    @pytest.mark.parametrize("per", ["annum", "YEAR", "fortnight", ""])
    def test_unit(self, per):
        """A wrong unit is refused."""
        with pytest.raises(InvalidValue, match="must be one of year, month, week, day, hour"):
            PayRange(minimum=usd(1), maximum=usd(2), per=per)

    @pytest.mark.parametrize(("low", "high"), [(None, usd(2)), (usd(1), None)])
    def test_open_end(self, low, high):
        """An end is never open."""
        with pytest.raises((InvalidValue, AttributeError)):
            PayRange(minimum=low, maximum=high)

    def test_currencies(self):
        """Both ends are in one currency."""
        with pytest.raises(CurrencyMismatch):
            PayRange(minimum=usd(1), maximum=Money("2", "EUR"))

    def test_zero(self):
        """Nothing is no pay."""
        with pytest.raises(InvalidValue, match="must be above 0"):
            PayRange(minimum=usd(0), maximum=usd(2))

    @pytest.mark.parametrize(
        ("places", "said"),
        [
            ((("Denver, CO",),), "Berlin' has no pay range|has no pay range"),
            ((("Denver, CO",), ("Denver, CO", "Berlin")), "has two pay ranges"),
            (((), ("Berlin",)), "has two pay ranges"),
            ((("Denver, CO", "Berlin", "Oslo"),), "is no place of the posting"),
        ],
    )
    def test_each_place_once(self, places, said):
        """One range for all places, or exactly one for each."""
        pay = tuple(PayRange(minimum=usd(1), maximum=usd(2), places=names) for names in places)
        with pytest.raises(InvalidValue, match=said):
            posting(places=(DENVER, BERLIN), pay=pay)


class TestTerms:
    """Bonus, equity and tokens are ranges too."""

    @pytest.mark.parametrize(
        ("build", "said"),
        [
            (lambda: RateRange(minimum="0.2", maximum="0.1"), "is below the minimum"),
            (lambda: EquityTerms(), "says nothing"),
            (lambda: EquityTerms(minimum=usd(1)), "needs the other end"),
            (lambda: EquityTerms(maximum=usd(1)), "needs the other end"),
            (lambda: TokenBudget(minimum=usd(2), maximum=usd(1)), "is below the minimum"),
            (lambda: TokenBudget(minimum=usd(1), maximum="2"), "same kind"),
            (lambda: TokenBudget(minimum="1", maximum="2"), "say which model's tokens"),
            (lambda: TokenBudget(minimum=usd(1), maximum=usd(2), model="openai/x"), "only there"),
            (lambda: TokenBudget(minimum=usd(1), maximum=usd(2), rule="none"), "must be one of fixed money"),
        ],
    )
    def test_refused(self, build, said):
        """A broken range or half a range is refused with the way out."""
        with pytest.raises(InvalidValue, match=said):
            build()


class TestPosting:
    """What a posting may hold."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"title": "Engineer\nat night"}, "must be on one line"),
            ({"title": "Engineer\u2028at night"}, "must be on one line"),
            ({"title": "Engi\u202eneer"}, "bidirectional override"),
            ({"title": "Engi\x07neer"}, "control character"),
            ({"duties": ("a\tb",)}, "must be on one line"),
            ({"places": ()}, "names no place"),
            ({"places": (DENVER, DENVER)}, "stands twice"),
            ({"apply_page": "javascript:alert(1)"}, "no address of a page"),
            ({"apply_page": 'https://a.example/"><b>'}, "no address of a page"),
            ({"apply_to": "me@"}, "no e-mail address"),
            ({"reports_to": ("Colorado",)}, "no code of ISO 3166"),
            ({"workplace": "anywhere"}, "must be one of on-site, hybrid, remote"),
            ({"deadline": date(2026, 11, 30)}, "is before the day of posting"),
            ({"deadline": date(2027, 1, 1), "open_until_filled": True}, "keep one of them"),
        ],
    )
    def test_refused(self, changes, said):
        """Each with what is wrong."""
        with pytest.raises(InvalidValue, match=said):
            posting(**changes)


class TestGolden:
    """The sample posting, word for word."""

    def test_markdown(self):
        """As kept in tests/golden/posting.md."""
        assert build_posting_markdown(read_posting(template("postings/engineer.yaml"))) == GOLDEN.read_text("utf-8")

    def test_same_words(self):
        """The page shows the same words as the Markdown, and its data holds the same figures."""
        sample = read_posting(template("postings/engineer.yaml"))
        page = Reader(build_posting_html(sample))
        markdown = "".join(shown_markdown(build_posting_markdown(sample)).split())
        assert len(markdown) > 1000
        assert "".join("".join(page.texts).split()).endswith(markdown)
        data = json.loads("".join(page.scripts))
        ends = [(job["baseSalary"]["value"]["minValue"], job["baseSalary"]["value"]["maxValue"]) for job in data]
        assert ends == [(235_000, 320_000), (200_000, 280_000)]

    def test_nothing_internal(self):
        """Level, family, size and where people work are not in any output."""
        sample = posting(level="L99", family="Secretfam", employees=987_654, employed_in=("ZW",), reports_to=("ZM",))
        outputs = [build_posting_markdown(sample), build_posting_html(sample), json_text(build_posting_jsonld(sample))]
        for text in outputs:
            for secret in ("L99", "Secretfam", "987654", "987,654", "ZW", "ZM"):
                assert secret not in text


class TestWords:
    """What the text says."""

    def test_token_budget(self):
        """Beside the salary range, a work budget, not cash, and with what holds when prices change."""
        budget = TokenBudget(minimum="500", maximum="500", model="openai/gpt-6-sol", per="month", rule="fixed quantity")
        text = build_posting_markdown(posting(tokens=budget))
        assert "| AI token budget, beside base salary | 500 million tokens of openai/gpt-6-sol a month |" in text
        assert "it is not cash and not part of base salary" in text
        assert "The number of tokens stays the same when their price changes." in text
        assert "It is a work budget" in text

    def test_fixed_pay(self):
        """Equal ends are one amount, in the text and as one value in the data."""
        fixed = posting(pay=(PayRange(minimum=usd("35.50"), maximum=usd("35.50"), per="hour"),))
        assert "| Base pay | USD 35.50 an hour |" in build_posting_markdown(fixed)
        value = build_posting_jsonld(fixed)["baseSalary"]["value"]
        assert value == {"@type": "QuantitativeValue", "value": 35.5, "unitText": "HOUR"}

    def test_until_filled(self):
        """No deadline is said in words, and the data has no last day."""
        open_one = posting(open_until_filled=True)
        assert "applications are taken on an ongoing basis" in build_posting_markdown(open_one)
        assert "validThrough" not in build_posting_jsonld(open_one)

    def test_bare(self):
        """What is not told has no heading."""
        text = build_posting_markdown(posting(pay=()))
        assert [line for line in text.splitlines() if line.startswith("##")] == ["## About the job"]

    @pytest.mark.parametrize("tokens", [None, TokenBudget(minimum=usd(1), maximum=usd(2))])
    def test_no_placeholder(self, tokens):
        """No output holds a blank of a template or of the program."""
        sample = posting(tokens=tokens, equity=EquityTerms(words="Options."))
        for text in (build_posting_markdown(sample), build_posting_html(sample)):
            for mark in ("{{", "}}", "None", "nan", "NaN", "[]", "()"):
                assert mark not in text


class TestHostile:
    """Text of people is shown as typed, and is never markup, an end of a script or a mark of a template."""

    @pytest.mark.parametrize("words", HOSTILE)
    def test_html(self, words):
        """Only compkit's own elements; the words as typed; the data as typed."""
        usual = {tag for tag, _ in Reader(build_posting_html(everywhere("x"))).elements}
        page = build_posting_html(everywhere(words))
        read = Reader(page)
        assert {tag for tag, _ in read.elements} == usual
        assert not any(name.startswith("on") for _, attrs in read.elements for name in attrs)
        assert "".join(read.texts).count(words) >= len(TEXTS) + 4 + 3
        assert json.loads("".join(read.scripts))["title"] == words
        assert page.count("</script") == 1
        assert "{{" not in page and "{%" not in page and "{#" not in page

    @pytest.mark.parametrize("words", HOSTILE)
    def test_markdown(self, words):
        """Rendered, it is the words as typed."""
        text = build_posting_markdown(everywhere(words))
        assert shown_markdown(text).count(" ".join(words.split())) >= len(TEXTS) + 4 + 3
        assert not any(mark in text for mark in ("{{", "{%", "{#", "<script", "<img"))

    @given(words=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"]), min_size=1))
    def test_any_title(self, words):
        """Whatever is accepted as a title is shown as typed by the page and told as typed by its data."""
        try:
            sample = posting(title=words)
        except InvalidValue:
            return
        read = Reader(build_posting_html(sample))
        assert words in "".join(read.texts)
        assert json.loads("".join(read.scripts))["title"] == words


class TestData:
    """The data is schema.org's JobPosting, of types and properties that are there."""

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"workplace": "remote"},
            {"workplace": "remote", "places": (PostingPlace(name="Germany", code="DE"),)},
            {"workplace": "remote", "places": (PostingPlace(name="Colorado", code="US-CO"),)},
            {
                "places": (PostingPlace(name="A", code="DE", city="B", street="C 1", postal_code="1"),),
                "employer_page": "https://acme.example",
                "deadline": date(2027, 1, 1),
                "bonus": RateRange(minimum="0.1", maximum="0.1"),
                "equity": EquityTerms(words="Options."),
                "tokens": TokenBudget(minimum=usd(1), maximum=usd(2)),
                "benefits": ("Health care",),
                "duties": ("Work",),
                "requirements": ("Skill",),
                "apply_page": "https://acme.example/a?b=c&d",
                "apply_to": "jobs@acme.example",
            },
        ],
    )
    def test_vocabulary(self, changes):
        """Every type, property and value is one that schema.org 30.1 publishes."""
        check_vocabulary(build_posting_jsonld(posting(**changes)))

    def test_vocabulary_can_fail(self):
        """A property that schema.org does not have is found."""
        job = build_posting_jsonld(posting())
        with pytest.raises(AssertionError, match="JobPosting has no salary"):
            check_vocabulary(job | {"salary": 1})
        with pytest.raises(AssertionError, match="is none of"):
            check_vocabulary(job | {"jobLocation": "Denver"})

    def test_models(self):
        """The strict models of schema.org in schema_org-py accept it, where they are installed."""
        schema_org = pytest.importorskip("schema_org")

        def built(value, name=""):
            if isinstance(value, list):
                return [built(entry, name) for entry in value]
            if name in ("datePosted", "validThrough"):
                return date.fromisoformat(value)
            if not isinstance(value, dict):
                return value
            parts = {key: built(entry, key) for key, entry in value.items() if not key.startswith("@")}
            return getattr(schema_org, value["@type"])(**parts)

        for job in build_posting_jsonld(read_posting(template("postings/engineer.yaml"))):
            assert built(job).to_jsonld()["baseSalary"] == job["baseSalary"]

    def test_on_site(self):
        """A place has its address; its code is split into country and region."""
        job = build_posting_jsonld(posting())
        address = {"@type": "PostalAddress", "addressLocality": "Denver", "addressRegion": "CO", "addressCountry": "US"}
        assert job["jobLocation"] == [{"@type": "Place", "address": address}]
        assert "jobLocationType" not in job and "applicantLocationRequirements" not in job

    def test_remote(self):
        """A remote job has no place, but where its holder may live."""
        job = build_posting_jsonld(posting(workplace="remote", places=(PostingPlace(name="Colorado", code="US-CO"),)))
        assert job["jobLocationType"] == "TELECOMMUTE"
        assert job["applicantLocationRequirements"] == [{"@type": "State", "name": "Colorado"}]
        assert "jobLocation" not in job

    def test_tokens_are_no_salary(self):
        """The token budget is among the benefits, never in the salary or the incentives."""
        job = build_posting_jsonld(posting(tokens=TokenBudget(minimum=usd(777), maximum=usd(888))))
        assert "777" in job["jobBenefits"]
        assert "777" not in json.dumps(job["baseSalary"]) and "incentiveCompensation" not in job

    def test_needs_pay(self):
        """Without pay there is no data, rather than a salary of zero."""
        with pytest.raises(InvalidValue, match=r"is not told, and the data needs it.*--bands"):
            build_posting_jsonld(posting(pay=()))

    @given(
        low=st.decimals("0.01", "9999999.99", places=2),
        more=st.decimals("0", "9999999.99", places=2),
        per=st.sampled_from(PERIODS),
    )
    def test_ranges(self, low, more, per):
        """For any range: both ends exactly as stated, in order, with a unit, in the text and in the data."""
        pay = PayRange(minimum=usd(low), maximum=usd(low + more), per=per)
        sample = posting(pay=(pay,))
        data = json.loads(json_text(build_posting_jsonld(sample)), parse_float=Decimal, parse_int=Decimal)
        value = data["baseSalary"]["value"]
        ends = (value["value"], value["value"]) if more == 0 else (value["minValue"], value["maxValue"])
        assert ends == (low, low + more)
        assert value["unitText"] == per.upper()
        assert data["baseSalary"]["currency"] == "USD"
        assert build_posting_markdown(sample).count("USD ") == (1 if more == 0 else 2)


class TestBands:
    """Bands give their ends and nothing else."""

    BANDS = OfferBands(
        base=PayBand(minimum=usd(208_000), midpoint=usd(261_111), maximum=usd(312_000), level="L6"),
        bonus=NumberBand(minimum="0.1", midpoint="0.13579", maximum="0.2"),
        equity=PayBand(minimum=usd(60_000), midpoint=usd(98_765), maximum=usd(150_000)),
        tokens=PayBand(minimum=usd(50_000), midpoint=usd(87_654), maximum=usd(90_000)),
    )
    STRUCTURE = PayStructure(bands=(BANDS,), places=(PlaceFactor("Denver, CO", "0.9"), PlaceFactor("Berlin", "1")))

    def test_filled(self):
        """Each place with its factor: 208,000 x 0.9 = 187,200 and 312,000 x 0.9 = 280,800 in Denver."""
        made = with_bands(posting(level="L6", pay=(), places=(DENVER, BERLIN)), self.STRUCTURE)
        assert [(pay.minimum, pay.maximum, pay.places) for pay in made.pay] == [
            (usd("187200.00"), usd("280800.00"), ("Denver, CO",)),
            (usd("208000.00"), usd("312000.00"), ("Berlin",)),
        ]
        assert made.bonus == RateRange(minimum="0.1", maximum="0.2")
        assert made.equity == EquityTerms(minimum=usd(60_000), maximum=usd(150_000))
        assert made.tokens == TokenBudget(minimum=usd(50_000), maximum=usd(90_000))

    def test_no_midpoint(self):
        """No midpoint, factor or level leaves: 261,111 x 0.9 = 234,999.90."""
        made = with_bands(posting(level="L6", pay=(), places=(DENVER, BERLIN)), self.STRUCTURE)
        for text in (build_posting_markdown(made), build_posting_html(made)):
            plain = text.replace(",", "")
            for secret in ("261111", "234999", "13.579", "98765", "87654", "L6"):
                assert secret not in plain

    def test_stated_stays(self):
        """What the posting states is kept; a range outside its band is not in good faith."""
        inside = PayRange(minimum=usd(190_000), maximum=usd(270_000))
        assert with_bands(posting(level="L6", pay=(inside,)), self.STRUCTURE).pay == (inside,)
        outside = PayRange(minimum=usd(190_000), maximum=usd(290_000))
        with pytest.raises(InvalidValue, match=r"leaves the pay band of the job, USD 187200.00 to USD 280800.00"):
            with_bands(posting(level="L6", pay=(outside,)), self.STRUCTURE)

    def test_same_everywhere(self):
        """Places that agree share one range."""
        flat = PayStructure(bands=(self.BANDS,))
        (pay,) = with_bands(posting(level="L6", pay=(), places=(DENVER, BERLIN)), flat).pay
        assert pay.places == ()

    def test_differ(self):
        """A bonus that differs between places is to be stated."""
        base = PayBand(minimum=usd(1), midpoint=usd(2), maximum=usd(3), level="L6", place="Berlin")
        both = PayStructure(bands=(self.BANDS, OfferBands(base=base)))
        with pytest.raises(InvalidValue, match="state bonus in the posting"):
            with_bands(posting(level="L6", pay=(), places=(DENVER, BERLIN)), both)

    def test_no_band(self):
        """A job without a band is refused with those that there are."""
        with pytest.raises(InvalidValue, match="no pay band covers it"):
            with_bands(posting(level="L7", pay=()), self.STRUCTURE)
