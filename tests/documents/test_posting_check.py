"""What laws ask of a posting: each rule of its places, merged so that the strictest counts."""

import json
from datetime import date
from decimal import Decimal
from urllib.parse import urlparse

import pytest
from hypothesis import given, strategies as st

from compkit.documents.posting import (
    Ask,
    EquityTerms,
    PayRange,
    PostingPlace,
    PostingRule,
    PostingRules,
    build_posting_report,
    check_posting,
    posting_check_data,
)
from compkit.documents.posting.rules import ASKS
from compkit.documents.table import render
from compkit.errors import InvalidValue
from compkit.files.postingrules import read_posting_rules
from tests.documents.test_posting import DENVER, posting
from tests.samples import usd

RULES = read_posting_rules()
DAY = date(2026, 12, 1)


def place(code):
    """A place by its code."""
    return PostingPlace(name=code, code=code)


def found(checked):
    """Status of each thing that is asked."""
    return {finding.what: finding.status for finding in checked.findings}


def asked_by(checked, what):
    """Codes of the places that ask for something."""
    return [rule.place for finding in checked.findings if finding.what == what for rule, _ in finding.asked_by]


def rule(code="US-CO", **changes):
    """A rule that asks for a pay range."""
    parts = {
        "place": code,
        "name": "A law",
        "law": "section 1",
        "source": "https://law.example",
        "read_on": date(2026, 1, 1),
        "in_force_on": date(2026, 1, 1),
        "checked": True,
        "asks": (Ask(what="pay range", words="It states it."),),
    }
    return PostingRule(**{**parts, **changes})


def rules(*listed):
    """Rules that flag a spread of 60 %."""
    return PostingRules(wide_from="0.6", rules=listed)


class TestData:
    """The rules that come with compkit."""

    def test_places(self):
        """The places that a posting of this library is made for, and more."""
        places = [entry.place for entry in RULES.rules]
        assert {"US-CO", "US-WA", "US-NY", "US-CA", "US-IL", "US-NJ", "EU"} <= set(places)
        assert {"US-MN", "US-VT", "US-MD", "US-MA", "US-DC", "US-HI"} <= set(places)

    def test_sources(self):
        """Each has a source that can be opened, and the day on which it was read."""
        for entry in RULES.rules:
            assert urlparse(entry.source).scheme == "https", entry.place
            assert entry.read_on >= date(2026, 11, 21)

    def test_every_rule_asks_for_pay(self):
        """All of them ask for the range: C.R.S. 8-5-201, RCW 49.58.110, Labor Law 194-b, Labor Code 432.3 and so on."""
        assert all(entry.asks_for("pay range") for entry in RULES.rules)

    @pytest.mark.parametrize(
        ("code", "what"),
        [
            # C.R.S. 8-5-201(2); 7 CCR 1103-18, rule 11.1.1 (A) to (E)
            ("US-CO", {"pay range", "closed range", "other pay", "benefits", "deadline", "how to apply"}),
            # RCW 49.58.110(1)
            ("US-WA", {"pay range", "closed range", "other pay", "benefits"}),
            # Labor Law 194-b(1)(a)
            ("US-NY", {"pay range", "closed range", "job description"}),
            # Labor Code 432.3(c)
            ("US-CA", {"pay range"}),
            # 820 ILCS 112/5
            ("US-IL", {"pay range", "other pay", "benefits"}),
            # P.L.2024, c.91
            ("US-NJ", {"pay range", "closed range", "other pay", "benefits"}),
            # Directive (EU) 2023/970, article 5(1)
            ("DE", {"pay range"}),
        ],
    )
    def test_asks(self, code, what):
        """What each law asks for, and nothing else."""
        checked = check_posting(posting(places=(place(code),)), RULES, as_of=DAY)
        assert set(found(checked)) == what

    @pytest.mark.parametrize(
        ("code", "employees"),
        [("US-CO", 1), ("US-WA", 15), ("US-NY", 4), ("US-CA", 15), ("US-IL", 15), ("US-NJ", 10), ("US-MN", 30)],
    )
    def test_size(self, code, employees):
        """From how many people on the law holds; an employer whose size is not told counts as large enough."""
        for count, holds in ((employees, True), (employees - 1, False), (None, True)):
            sample = posting(places=(place(code),), employees=count)
            assert bool(check_posting(sample, RULES, as_of=DAY).rules) is holds


class TestReach:
    """Which rules hold for a posting."""

    def test_strictest(self):
        """Of California, Colorado and New York together: what any of them asks for, once, with who asks."""
        sample = posting(places=(place("US-CA"), DENVER, place("US-NY")))
        checked = check_posting(sample, RULES, as_of=DAY)
        assert asked_by(checked, "pay range") == ["US-CA", "US-CO", "US-NY"]
        assert asked_by(checked, "deadline") == ["US-CO"]
        assert asked_by(checked, "job description") == ["US-NY"]
        assert found(checked) == {
            "pay range": "met",
            "closed range": "met",
            "other pay": "look",
            "benefits": "missing",
            "job description": "met",
            "deadline": "missing",
            "how to apply": "missing",
        }
        assert not checked.passes

    def test_further_place(self):
        """A place that is named at the check counts like its own."""
        assert asked_by(check_posting(posting(), RULES, ("US-WA",), as_of=DAY), "benefits") == ["US-CO", "US-WA"]

    def test_whole_country(self):
        """A job open in the whole country meets the rules of each of its parts."""
        sample = posting(workplace="remote", places=(place("US"),))
        checked = check_posting(sample, RULES, as_of=DAY)
        assert {entry.place for entry in checked.rules} == {
            entry.place for entry in RULES.rules if entry.place.startswith("US-") and entry.in_force_on <= DAY
        }
        assert checked.unknown == ()

    def test_supervisor(self):
        """New York and Illinois: work elsewhere that reports there (194-b(1)(a), 820 ILCS 112/10)."""
        sample = posting(places=(place("US-TX"),), reports_to=("US-NY", "US-IL", "US-CA"))
        assert [entry.place for entry in check_posting(sample, RULES, as_of=DAY).rules] == ["US-IL", "US-NY"]

    def test_remote_anywhere(self):
        """Colorado and Washington: a remote job of an employer with people there, wherever applicants may live."""
        told = {"places": (place("US-TX"),), "employed_in": ("US-CO", "US-WA", "US-NY")}
        remote = check_posting(posting(workplace="remote", **told), RULES, as_of=DAY)
        assert [entry.place for entry in remote.rules] == ["US-CO", "US-WA"]
        assert check_posting(posting(**told), RULES, as_of=DAY).rules == ()

    def test_not_yet(self):
        """A law that is not in force is told with its day: Delaware from 26 September 2027."""
        sample = posting(places=(place("US-DE"),))
        checked = check_posting(sample, RULES, as_of=date(2027, 9, 25))
        assert checked.rules == () and [entry.place for entry in checked.coming] == ["US-DE"]
        assert [entry.place for entry in check_posting(sample, RULES, as_of=date(2027, 9, 26)).rules] == ["US-DE"]

    def test_unknown(self):
        """A place without a known rule is named: that is not the same as no rule."""
        assert check_posting(posting(places=(place("US-TX"), place("JP"))), RULES).unknown == ("US-TX", "JP")

    def test_no_code(self):
        """A place that is no code is refused."""
        with pytest.raises(InvalidValue, match=r"is no code of ISO 3166.*US-CO"):
            check_posting(posting(), RULES, ("Colorado",))

    def test_before_interview(self):
        """The directive lets pay be told before the interview; beside Colorado it is to be in the posting."""
        untold = posting(pay=(), places=(place("DE"),))
        alone = check_posting(untold, RULES, as_of=DAY)
        assert found(alone)["pay range"] == "later" and alone.passes
        both = check_posting(untold, RULES, ("US-CO",), as_of=DAY)
        assert found(both)["pay range"] == "missing"
        assert asked_by(both, "pay range") == ["US-CO", "EU"]

    @given(st.sets(st.sampled_from([entry.place for entry in RULES.rules if entry.place != "EU"]), min_size=1))
    def test_more_places_never_ask_less(self, codes):
        """Together, places ask for all that each of them asks for alone."""
        together = check_posting(posting(pay=()), RULES, tuple(sorted(codes)), as_of=DAY)
        for code in codes:
            alone = check_posting(posting(pay=()), RULES, (code,), as_of=DAY)
            assert set(found(alone)) <= set(found(together))
            for what, status in found(alone).items():
                assert status != "missing" or found(together)[what] == "missing"


class TestStanding:
    """How a posting stands to what is asked."""

    @pytest.mark.parametrize(
        "words",
        [
            "Earn up to USD 300,000.",
            "Pay up to $300k for the best.",
            "From $120,000 on.",
            "$250k+ for the right person",
            "EUR 90,000 and up",
            "USD 100,000 or more",
            "A competitive salary.",
            "Pay depending on experience",
            "as much as £90,000",
        ],
    )
    def test_open_end(self, words):
        """Words that leave an end open stand beside the closed range: to be looked at."""
        checked = check_posting(posting(about=words), RULES, as_of=DAY)
        assert found(checked)["closed range"] == "look"

    @pytest.mark.parametrize(
        "words",
        [
            "10+ years of building",
            "up to 6% of pay",
            "from $100,000 to $120,000",
            "up to 20 days",
            "a team of 5 or more",
        ],
    )
    def test_no_open_end(self, words):
        """Ordinary words are no open end."""
        assert found(check_posting(posting(about=words), RULES, as_of=DAY))["closed range"] == "met"

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({}, "missing"),
            ({"open_until_filled": True}, "met"),
            ({"deadline": date(2026, 12, 31)}, "met"),
            ({"deadline": date(2026, 12, 1)}, "met"),
        ],
    )
    def test_deadline(self, changes, status):
        """Colorado: the last day, or that there is none (7 CCR 1103-18, rule 11.1.3)."""
        assert found(check_posting(posting(**changes), RULES, as_of=DAY))["deadline"] == status

    def test_over(self):
        """A deadline that is over is to be looked at."""
        checked = check_posting(posting(deadline=DAY), RULES, as_of=date(2026, 12, 2))
        assert found(checked)["deadline"] == "look"

    @pytest.mark.parametrize("changes", [{"how_to_apply": "Write to us."}, {"apply_page": "https://a.example/"}])
    def test_how_to_apply(self, changes):
        """Words or a page."""
        assert found(check_posting(posting(**changes), RULES, as_of=DAY))["how to apply"] == "met"

    @pytest.mark.parametrize("changes", [{"other_pay": ("None.",)}, {"equity": EquityTerms(words="Options.")}])
    def test_other_pay(self, changes):
        """Some other pay, or that there is none, is a description."""
        assert found(check_posting(posting(**changes), RULES, as_of=DAY))["other pay"] == "met"

    def test_complete(self):
        """A posting that says it all lacks nothing in any place of the data."""
        full = posting(other_pay=("None.",), benefits=("Health care",), apply_to="a@b.example", open_until_filled=True)
        codes = tuple(entry.place for entry in RULES.rules)
        checked = check_posting(full, RULES, codes, as_of=date(2028, 1, 1))
        assert checked.passes and set(found(checked)) == set(ASKS)
        assert set(found(checked).values()) == {"met"}


class TestWidth:
    """A stated width is a flag of compkit, not a law."""

    @pytest.mark.parametrize(("high", "flagged"), [(159_999, False), (160_000, True), (300_000, True)])
    def test_threshold(self, high, flagged):
        """100,000 to 160,000 is a spread of exactly 60 %."""
        pay = (PayRange(minimum=usd(100_000), maximum=usd(high)),)
        checked = check_posting(posting(pay=pay), RULES, as_of=DAY)
        assert ("width" in found(checked)) is flagged
        assert found(checked).get("width", "look") == "look"

    def test_says_that_it_is_no_law(self):
        """The finding says so."""
        pay = (PayRange(minimum=usd(100_000), maximum=usd(200_000)),)
        (width,) = (f for f in check_posting(posting(pay=pay), RULES, as_of=DAY).findings if f.what == "width")
        assert "the maximum is 100 % above the minimum" in width.words
        assert "No law names a width" in width.fix

    @pytest.mark.parametrize(
        ("amount", "per", "flagged"),
        [(200_000, "hour", True), (90, "year", True), (90, "hour", False), (9_000, "month", False)],
    )
    def test_unit(self, amount, per, flagged):
        """USD 200,000 an hour is 416 million a year: a wrong unit, most likely."""
        pay = (PayRange(minimum=usd(amount), maximum=usd(amount), per=per),)
        assert ("unit" in found(check_posting(posting(pay=pay), RULES, as_of=DAY))) is flagged

    @given(low=st.integers(20_000, 1_000_000), spread=st.decimals("0", "1.2", places=3))
    def test_any(self, low, spread):
        """Flagged exactly from the threshold on."""
        pay = (PayRange(minimum=usd(low), maximum=usd(low * (1 + spread))),)
        assert ("width" in found(check_posting(posting(pay=pay), RULES, as_of=DAY))) is (spread >= Decimal("0.6"))


class TestRules:
    """What a rule may be."""

    @pytest.mark.parametrize(
        ("build", "said"),
        [
            (lambda: rules(rule(), rule()), "has two rules"),
            (lambda: rule(asks=()), "asks for nothing"),
            (lambda: rule(asks=(Ask(what="benefits", words="a"), Ask(what="benefits", words="b"))), "stands twice"),
            (lambda: rule("Colorado"), "no code of ISO 3166"),
            (lambda: Ask(what="salary", words="a"), "must be one of pay range"),
        ],
    )
    def test_refused(self, build, said):
        """Each with what is wrong."""
        with pytest.raises(InvalidValue, match=said):
            build()


class TestReport:
    """The check as it is read."""

    def text(self, checked):
        """The report as plain text."""
        return "\n".join(line for line, _ in render(build_posting_report(checked)))

    def test_who_asks(self):
        """What is missing names each law that asks for it, with its own words and its section."""
        text = self.text(check_posting(posting(), RULES, as_of=DAY))
        assert "missing  deadline: no last day to apply is told: say deadline: a day, or open until filled." in text
        assert "US-CO: It names the last day to apply" in text
        assert "C.R.S. 8-5-201; 7 CCR 1103-18, rule" in text
        assert "Missing: benefits, deadline, how to apply. To judge: other pay." in text
        assert "Not legal advice: have counsel review." in text

    def test_not_checked(self):
        """A rule that was not confirmed at its source says so wherever it is named."""
        text = self.text(check_posting(posting(pay=()), rules(rule(checked=False)), as_of=DAY))
        assert text.count("not checked at its source") == 2

    def test_data(self):
        """The same as data."""
        data = json.loads(json.dumps(posting_check_data(check_posting(posting(), RULES, as_of=DAY))))
        assert data["format"] == "compkit/posting-check/1" and data["passes"] is False
        assert data["findings"][0]["what"] == "pay range"
        assert data["findings"][0]["asked_by"][0]["place"] == "US-CO"
        assert data["rules"][0]["source"].startswith("https://")
