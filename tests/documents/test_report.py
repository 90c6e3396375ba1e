"""The comparison as text: the golden page, and what must hold for any number of offers."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from compkit.documents import figures
from compkit.documents.report import build_report
from compkit.documents.sentences import sentences
from compkit.documents.table import Group, Report, Row, Table, Text, render
from compkit.documents.valuereport import build_value_report
from compkit.documents.words import short_names, span
from compkit.market import RateCard, Scenario, TokenPriceChange
from compkit.pay import BaseSalary, Candidate, Employer, Offer, Role, StockOptions, Vesting
from compkit.pay.vesting import Acceleration, accelerated
from compkit.valuation import View, compare, value
from compkit.valuation.refreshers import RefresherPolicy

from ..samples import START, acme, assume, globex, market, price_row, sol, usd

GOLDEN = Path(__file__).parents[1] / "golden"
EXPECTED = assume(bonus_payout="0.9", token_utilisation="0.4")


def opus():
    """anthropic/claude-opus-5-5 as listed on 2026-11-20: the agentic mix of it costs 0.9268."""
    return price_row("anthropic/claude-opus-5-5", card=RateCard(fresh_input="4", cache_read="0.2", output="20"))


def argon():
    """google/gemini-4-argon with the doubling announced for 2026-12-01."""
    now = price_row("google/gemini-4-argon", card=RateCard(fresh_input="2", cache_read="0.1", output="10"))
    day = date(2026, 12, 1)
    return evolve(now, until_on=day), evolve(now, card=now.card.times(Decimal(2)), from_on=day, announced=True)


def offers():
    """The two offers with their people."""
    sam, role = Candidate(name="Sam Sample"), Role(title="Staff Engineer")
    return {
        "Acme": Offer(
            offer_number="ACME-2026-0417",
            package=acme(),
            employer=Employer(name="Acme Robotics, Inc."),
            candidate=sam,
            role=role,
        ),
        "Globex": Offer(
            offer_number="GLOBEX-HEARD-1",
            package=globex(),
            employer=Employer(name="Globex Corporation"),
            candidate=sam,
            role=role,
            status="as_told",
            told_on=date(2026, 11, 18),
        ),
    }


def comparison(**sides):
    """The worked example, or other offers, at three models and three scenarios."""
    prices = market(sol(), opus(), *argon())
    changes = {"up 30 %": "0.3", "down 40 %": "-0.4"}
    return compare(
        {
            name: value(package, prices, EXPECTED)
            for name, package in (sides or {"Acme": acme(), "Globex": globex()}).items()
        },
        models=["anthropic/claude-opus-5-5", "openai/gpt-6-sol", "google/gemini-4-argon"],
        scenarios=[Scenario(name=name, moves=(TokenPriceChange(rate=rate),)) for name, rate in changes.items()],
    )


def text_of(report, width=96):
    """A report as plain text."""
    return "\n".join(line.rstrip() for line, _ in render(report, width=width)) + "\n"


class TestComparison:
    """What `compkit compare` prints."""

    def test_golden(self):
        """Word for word; every figure in it is that of the worked example."""
        printed = text_of(build_report(comparison(), offers=offers()))
        assert printed == (GOLDEN / "compare.txt").read_text("utf-8")

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
    def test_any_number_of_offers_fits(self, count):
        """No line is wider than the page, and every offer is there."""
        sides = {f"Employer {n}": acme(salary=BaseSalary(amount=usd(200_000 + n))) for n in range(count)}
        lines = text_of(build_report(comparison(**sides))).splitlines()
        assert max(map(len, lines)) <= 96
        for name in sides:
            assert any(name in line for line in lines)

    def test_columns_add_up_as_printed(self):
        """A printed table is apportioned to its printed total, also where cents would not round to it."""
        odd = acme(salary=BaseSalary(amount=usd("99999.99")), benefits=())
        lines = text_of(build_report(comparison(Odd=odd))).splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("AS PROMISED"))
        cells = {line[:28].strip(): line[28:].split() for line in lines[start + 4 : start + 14] if line.strip("─ ")}
        numbers = {label: [int(cell.replace(",", "")) for cell in row] for label, row in cells.items() if row}
        parts = [row for label, row in numbers.items() if label.startswith(("Base", "Target", "Sign", "RSU"))]
        assert [sum(column) for column in zip(*parts, strict=True)] == numbers["Total without tokens"]
        both = zip(numbers["Total without tokens"], numbers["AI tokens"], strict=True)
        assert [a + b for a, b in both] == numbers["Total with all tokens"]

    def test_a_claimed_value_is_shown_and_not_counted(self):
        """A claimed value of private stock stands beside ours, never instead of it."""
        grant = evolve(globex().equity[0], claimed_value=usd(1_000_000))
        printed = text_of(build_report(comparison(Globex=globex(equity=(grant,)))))
        assert "Claimed by Globex for New-hire grant: USD 1,000,000; not counted" in printed
        assert "480,000" in printed

    def test_faster_vesting(self):
        """What speeds vesting up is said of each offer: counted as assumed, or counted nowhere."""
        (grant,) = acme().equity
        vesting = accelerated(grant.vesting, [Acceleration(trigger="change in control")], start_on=START)
        sides = {"Acme": acme(equity=(evolve(grant, vesting=vesting),)), "Plain": acme()}
        printed = " ".join(text_of(build_report(comparison(**sides))).split())
        said = "Acme: Not counted: New-hire grant vests all units not yet vested at once on change in control."
        assert said in printed
        assert "Plain: Not counted" not in printed


class TestSentences:
    """The three sentences that open a comparison."""

    def test_one_offer(self):
        """There is nobody to lead."""
        assert sentences(comparison(Acme=acme())) == (
            "Acme promises USD 1,620,000 over 4 years without tokens, 2,120,000 with all of them.",
        )

    def test_three_offers_name_the_second(self):
        """With three, the lead is over the second by name."""
        found = sentences(comparison(Acme=acme(benefits=()), Globex=globex(), Third=acme(sign_on=(), benefits=())))
        assert found[0].startswith("Without tokens Globex promises 93,000 more than Acme over 4 years")

    def test_equal_offers(self):
        """Equal is said, not a lead of nothing."""
        found = sentences(comparison(One=acme(), Two=acme()))
        assert found[0].startswith("Without tokens One and Two promise the same over 4 years")
        assert found[2] == "The two are equal without tokens."


class TestValueReport:
    """What `compkit value` prints."""

    def test_shows_year_totals_and_bases(self):
        """Year one, the definitions, and how each price came about."""
        side = value(acme(), market(), EXPECTED)
        printed = " ".join(text_of(build_value_report(side, offer=offers()["Acme"], lines=True)).split())
        assert "435,000" in printed  # year one: 250,000 + 37,500 + 40,000 + 100,000 + 7,500
        assert "Target total cash, a year: annual base salary, target bonus and commission" in printed
        assert "ACME at USD 125.00 (test, 2026-11-20) a share" in printed
        assert "40 % used; 0 % for personal use" in printed

    def test_calendar_years(self):
        """A view names its years."""
        printed = text_of(build_value_report(value(acme(), market(), EXPECTED), view=View.parse("calendar")))
        assert "BY CALENDAR YEAR" in printed
        assert "2031" in printed

    def test_what_was_not_told(self):
        """It is named, never zero."""
        printed = text_of(build_value_report(value(globex(), market(), EXPECTED)))
        assert "Not told, and not counted: benefits." in printed


class TestRefreshers:
    """Grants that are only expected stand apart from what is promised, and change no total."""

    def test_stack_by_year(self):
        """60,000 on the first anniversary over four years by quarters: 15,000 in each of years two to four."""
        policy = RefresherPolicy(amount=usd(60_000), vesting=Vesting.parse("4y/quarterly"), first_year=2)
        side = value(acme(), market(), EXPECTED)
        printed = text_of(build_value_report(side, refreshers=policy))
        assert re.search(r"Refresher of 2028-01-11 +0 +15,000 +15,000 +15,000\n", printed)
        assert re.search(r"Refreshers, expected +0 +15,000 +30,000 +45,000\n", printed)
        plain = text_of(build_value_report(side))
        assert printed.startswith(plain.split("HOW EACH PRICE")[0])


class TestNames:
    """Short names for offers."""

    def offer(self, employer, number="1"):
        """An offer by an employer."""
        return evolve(offers()["Acme"], employer=Employer(name=employer), offer_number=number)

    def test_first_word_of_the_employer(self):
        """Without its legal form."""
        found = short_names({"a": self.offer("Acme Robotics, Inc."), "b": self.offer("Globex Corporation")})
        assert found == {"a": "Acme", "b": "Globex"}

    def test_alike_names_say_more(self):
        """Two of one group, then two of one employer."""
        pair = {"a": self.offer("Acme Robotics GmbH"), "b": self.offer("Acme Space Ltd")}
        assert short_names(pair) == {"a": "Acme Robotics", "b": "Acme Space"}
        twice = {"a": self.offer("Acme", "A-1"), "b": self.offer("Acme", "A-2")}
        assert short_names(twice) == {"a": "Acme A-1", "b": "Acme A-2"}

    def test_spans(self):
        """Whole years in years."""
        assert [span(n) for n in (12, 48, 30)] == ["1 year", "4 years", "30 months"]


class TestFigures:
    """Figures as tables print them."""

    def test_forms(self):
        """Whole, signed, prices and tokens."""
        assert figures.whole(Decimal("1590000.5")) == "1,590,001"
        assert figures.signed(Decimal("-0.2")) == "0"
        assert figures.signed(Decimal(15000)) == "+15,000"
        assert figures.price(Decimal("0.5468")) == "0.5468"
        assert figures.price(Decimal(125)) == "125.00"
        assert [figures.tokens(Decimal(n)) for n in (5, 60_000, 2_500_000)] == ["5.0 M", "60.0 bn", "2.5 tn"]
        assert figures.tokens(None) == "unlimited"


class TestTable:
    """Rendering."""

    def test_wide_characters_keep_columns(self):
        """An emoji and a Han character take two columns of a terminal each."""
        table = Table(
            title="T", groups=(Group("", ("n",)),), rows=(Row("a", ("1",)), Row("東京🙂", ("22",)), Row("Zoë", ("3",)))
        )
        lines = [line for line, _ in render(Report((table,)))][3:]
        assert [len(line) for line in lines] == [96, 93, 96]

    def test_paragraphs_wrap(self):
        """Long words stay whole."""
        lines = [line for line, _ in render(Report((Text("word " * 40),)), width=40)]
        assert max(map(len, lines)) <= 40


class TestOptions:
    """Each output names the method by which options are valued."""

    def test_method_in_the_head(self):
        """Only where there are options."""
        grant = StockOptions(
            symbol="ACME",
            units=480,
            strike=usd(100),
            vesting_start_on=START,
            vesting=Vesting.parse("4y/1y-cliff/monthly"),
            expires_on=date(2036, 1, 1),
        )
        printed = text_of(build_report(comparison(Acme=acme(equity=(grant,)))))
        assert "Options by intrinsic value." in printed
        assert "12,000" in printed  # 480 options of 125 - 100
        assert "Options by" not in text_of(build_report(comparison()))
