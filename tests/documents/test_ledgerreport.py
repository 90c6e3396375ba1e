"""The ledger as printed and as data: figures add up, terms are said, and contract prices are INTERNAL."""

from datetime import date
from decimal import Decimal

from attrs import evolve

from compkit.documents.ledgerreport import build_ledger_report, ledger_data, terms_sentence, unit_words
from compkit.documents.table import render
from compkit.pay.allowance import TokenAllowance
from compkit.pay.amounts import MoneyPer, TokensPer
from compkit.pay.baskets import Basket
from compkit.pay.ledger import ledger
from compkit.pay.ledgergrants import FteChange
from compkit.pay.package import Package
from compkit.pay.rules import FixedMoney, FixedQuantity
from compkit.pay.usage import Usage

from ..samples import usd

START = date(2027, 1, 1)


def allowance(**terms):
    """USD 100 a month."""
    return TokenAllowance(**{"amount": MoneyPer(money=usd(100), per="month"), "rule": FixedMoney(), **terms})


def booked(tokens, *uses, until=date(2027, 3, 1), priced="as stated", **options):
    """A ledger of two months."""
    package = Package(start_on=START, currency="USD", tokens=(tokens,))
    rows = [Usage(on=date(2027, m, d), quantity=q, priced=priced, tool="Agent") for m, d, q in uses]
    return ledger(tokens, rows, package=package, until=until, **options)


def printed(found, **options):
    """The report as text."""
    return "\n".join(line for line, _ in render(build_ledger_report(found, **options)))


class TestReport:
    """What a person reads."""

    def test_periods_and_totals(self):
        """30 of 100, then 200 of 170: 30 beyond; all figures with cents."""
        text = printed(booked(allowance(rollover_months=1), (1, 10, 30), (2, 10, 200)))
        lines = {line.split("   ")[0]: line.split()[3:] for line in text.split("\n") if line.startswith("2027")}
        assert lines == {
            "2027-01-01 to 2027-01-31": ["100.00", "-", "30.00", "-", "70.00", "-"],
            "2027-02-01 to 2027-02-28": ["100.00", "70.00", "170.00", "-", "-", "30.00"],
        }
        assert "Utilisation: 100.0 %, 200.00 of 200.00 USD granted." in text
        assert "Beyond the allowance, refused, as use stops there: 30.00 USD." in text
        assert "Balance on 2027-02-28: 0.00 USD." in text

    def test_pace(self):
        """5 a day is said to be a straight line, with the day on which it runs dry."""
        text = printed(booked(allowance(), (1, 10, 155), until=date(2027, 2, 1)))
        assert "At the pace so far, 5.00 USD a calendar day (a straight line, assumed), it runs dry on" in text
        assert "2027-02-21" in text

    def test_lasts(self):
        """So is that it lasts."""
        assert "it does not run dry" in printed(booked(allowance(), (1, 10, 31)))
        assert "before it ends on 2027-12-31" in printed(
            booked(allowance(ends_on=date(2027, 12, 31)), (1, 10, 31))
        ).replace("\n    ", " ")

    def test_tokens(self):
        """Millions of tokens with the digits that they need, and the basket in the heading."""
        tokens = allowance(amount=TokensPer(mtok=50, per="month"), rule=FixedQuantity(), basket=Basket.of("a/b"))
        text = printed(booked(tokens, (1, 10, "12.5")))
        assert "million tokens of a/b" in text
        assert "12.5" in text
        assert "50.0" in text

    def test_leaving(self):
        """The last day and the change of working time are said."""
        found = booked(allowance(), left_on=date(2027, 2, 14), fte=[FteChange(on=date(2027, 2, 1), rate="0.8")])
        text = printed(found)
        assert "Last day of work: 2027-02-14" in text
        assert "Working time from 2027-02-01: 80 %" in text
        assert "pace" not in text

    def test_nothing(self):
        """An allowance that has not begun prints, too."""
        assert "Balance on 2027-02-28: 0.00 USD." in printed(booked(allowance(starts_on=date(2027, 6, 1))))

    def test_lines_fit(self):
        """No line is wider than the page."""
        text = printed(booked(allowance(rollover_months=None, rollover_cap=90), (1, 10, 30)))
        assert max(map(len, text.split("\n"))) <= 96


class TestWhoReads:
    """A candidate may read it unless contract prices are in it."""

    def test_list_prices(self):
        """List prices are public; that they were used is said, with the day."""
        text = printed(booked(allowance(), (1, 10, 30), priced="list"), as_of=date(2027, 3, 1))
        assert "INTERNAL" not in text
        assert "list prices of their day as known on 2027-03-01" in text.replace("\n", " ")

    def test_contract_prices(self):
        """It says INTERNAL first, and so does the data."""
        found = booked(allowance(), (1, 10, 30), priced="contract")
        assert printed(found).startswith("INTERNAL: priced at contract prices.")
        assert ledger_data(found)["internal"] is True
        assert ledger_data(booked(allowance()))["internal"] is False


class TestTerms:
    """The terms in one sentence."""

    def test_every_form(self):
        """Rollover with all its limits."""
        full = allowance(
            rollover_months=3,
            rollover_share="0.5",
            rollover_cap=2500,
            rollover_until=date(2027, 12, 31),
            overage="charged to the team",
            wind_down_days=30,
        )
        assert terms_sentence(full) == (
            "Released monthly, in advance; 50 % of what is unused carries over for 3 months, at most 2,500 into a "
            "period, until 2027-12-31 at the latest, the oldest used first; use beyond it is charged to the team; what "
            "is left on the last day of work can be used for 30 days more."
        )
        assert "what a quarter leaves unused expires" in terms_sentence(allowance(release="quarterly"))
        assert "carries over without limit" in terms_sentence(evolve(full, rollover_months=None))


class TestData:
    """What a machine reads."""

    def test_shape(self):
        """Versioned, decimal text, every period with its law."""
        data = ledger_data(booked(allowance(), (1, 10, 130)))
        assert data["format"] == "compkit/ledger/1"
        assert (data["unit"], data["last_day"], data["balance"]) == ("USD", "2027-02-28", "0.00")
        assert data["overage_by_outcome"]["refused"] == "30.00"
        for period in data["periods"]:
            figures = {name: Decimal(period[name]) for name in period if name not in ("from", "to", "overages")}
            assert figures["granted"] + figures["carried_in"] == (
                figures["used"] + figures["expired"] + figures["carried_out"]
            )
        assert data["periods"][0]["overages"] == [{"on": "2027-01-10", "quantity": "30.00", "outcome": "refused"}]
        assert unit_words(booked(allowance()).unit) == "USD"
