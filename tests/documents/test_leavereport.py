"""The leaving report as a candidate reads it: every figure and day, and no expected cost."""

import json
from datetime import date

from compkit.documents.cash_clauses import retention
from compkit.documents.leavereport import build_leaving_report, build_leaving_table, leaving_data
from compkit.documents.table import render
from compkit.documents.voice import US
from compkit.pay import RetentionBonus
from compkit.valuation import leave, leave_by_half_year, value

from ..samples import START, acme, assume, globex, market, usd


def text(report):
    """The lines as a pipe gets them."""
    return [line.rstrip() for line, _ in render(report)]


def acme_on(*day):
    """The first offer of the worked example, left on a day."""
    return leave(value(acme(), market(), assume()), date(*day))


def squeezed(lines):
    """Lines with single blanks, to compare words and figures and not widths."""
    return [" ".join(line.split()) for line in lines]


class TestOneDay:
    """14 full months from 11 January 2027."""

    LINES = squeezed(text(build_leaving_report(acme_on(2028, 3, 31), as_of="2026-11-20")))

    def test_title(self):
        """The day, the service and the day of the prices."""
        words = " ".join(self.LINES[:3])
        assert "If the last day of work is 2028-03-31: 14 full months of service from 2027-01-11." in words
        assert "Prices as of 2026-11-20." in words

    def test_paid_and_vested(self):
        """14 21/31 months of 20,833.33; 15 % of what 2027 earned; 3 % match; a quarter and a sixteenth of 3,200."""
        for row in (
            "Base salary 305,780",
            "Target bonus last paid 2028-03-15 36,492",
            "Sign-on paid 2027-01-29 40,000",
            "401(k) match (Benefits) 9,173",
            "Cash paid, total 391,445",
            "New-hire grant (RSU) 800 100,000",
            "Kept, without tokens 491,445",
        ):
            assert row in self.LINES

    def test_forfeited(self):
        """2,400 shares at 125, and 15 % of the 62,500 earned in 2028."""
        assert "New-hire grant (RSU) next due 2028-04-11 2,400 300,000" in self.LINES
        assert "Target bonus next due 2029-03-15 9,375" in self.LINES
        assert "Forfeited 309,375" in self.LINES

    def test_tokens(self):
        """14 monthly releases of 10,416.67 and 21 of 31 days of one; it and the three before are still open."""
        words = " ".join(self.LINES)
        assert "can be used until the last day of work, 2028-03-31. Released since the start: USD 152,890." in words
        assert "What is then unused of the last USD 38,306 ends." in words

    def test_owed_back_is_taken_off(self):
        """Leaving on 10 July 2027 owes 6 of 12 months of the sign-on: 125,000 + 3,750 + 40,000 - 20,000."""
        lines = squeezed(text(build_leaving_report(acme_on(2027, 7, 10))))
        assert "Owed back: Sign-on paid 2027-01-29 -20,000" in lines
        assert "Kept, without tokens 148,750" in lines

    def test_printed_figures_add_up(self):
        """On any day the printed rows add up to what is printed as kept."""
        for day in (date(2027, 5, 17), date(2027, 11, 3), date(2029, 2, 28)):
            lines = text(build_leaving_report(leave(value(acme(), market(), assume()), day)))
            table = lines[: next(i for i, line in enumerate(lines) if line.startswith("FORFEITED"))]
            amounts = {
                line.split("  ")[0]: int(line.split()[-1].replace(",", "")) for line in table if line[-1:].isdigit()
            }
            kept = amounts.pop("Kept, without tokens")
            assert sum(amount for label, amount in amounts.items() if label[:10] in _PRINTED) == kept

    def test_a_quantity_of_tokens(self):
        """60,000 million a year, two monthly releases by 28 February: 10 bn, at 0.5468 per million 5,468."""
        found = leave(value(globex(), market(), assume()), date(2027, 2, 28))
        words = " ".join(squeezed(text(build_leaving_report(found))))
        assert "8.2 bn tokens (USD 4,492 at the price basis)" in words

    def test_no_expected_cost(self):
        """A candidate may read it."""
        words = " ".join(self.LINES).casefold()
        assert all(word not in words for word in ("cost", "utilisation", "payout", "load"))


_PRINTED = {
    label[:10] for label in ("Base salary", "Target bonus", "Sign-on", "401(k) match", "New-hire grant", "Owed back:")
}


class TestByHalfYear:
    """One row a half-year."""

    def test_rows(self):
        """After half a year 20,000 of the sign-on is owed back; after a year the cliff has vested."""
        found = leave_by_half_year(value(acme(), market(), assume()))
        lines = squeezed(text(build_leaving_table(found)))
        assert "2027-07-11 6 months 169,442 0 20,000 149,442 418,851 62,836" in lines
        assert "2028-01-11 12 months 298,192 100,000 0 398,192 337,601 125,336" in lines

    def test_without_tokens(self):
        """An offer without tokens has no such column."""
        lines = text(build_leaving_table(leave_by_half_year(value(acme(tokens=()), market(), assume()))))
        assert not any("AI tokens" in line for line in lines)


class TestData:
    """The same for machines."""

    def test_amounts_are_text(self):
        """Exact, and no float anywhere."""
        found = leaving_data(acme_on(2027, 7, 10))
        assert found["totals"] == {
            "paid": "168750.00",
            "vested": "0",
            "forfeited": "418750.00",
            "owed_back": "20000.00",
            "kept_without_tokens": "148750.00",
        }
        assert found["owed_back"][0]["on"] == "2027-01-29"
        assert found["tokens"][0]["open_at_most_amount"] == "41666.67"
        json.loads(json.dumps(found), parse_float=lambda number: 1 / 0)


class TestLetter:
    """The clause says what the report counts."""

    def test_retention_that_is_repaid(self):
        """From the payment on, not from the first day."""
        bonus = RetentionBonus(amount=usd(50_000), paid_on=date(2029, 1, 11), clawback_months=10)
        words = str(retention(bonus, START, US))
        assert "within 10 months of that payment, you repay it less 1/10 for each full month served" in words

    def test_retention_that_is_not(self):
        """Nothing is said of what does not apply."""
        assert "repay" not in str(retention(RetentionBonus(amount=usd(1), paid_on=date(2029, 1, 11)), START, US))
