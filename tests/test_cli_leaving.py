"""`compkit value OFFER --leave-on`: with a day, without one, for machines, and with a day that is none."""

import json

from compkit.files.templates import template

from .test_cli import DAY, FACTS, run

ACME = str(template("offers/acme.yaml"))


class TestLeaveOn:
    """What leaving means."""

    def test_one_day(self):
        """The last day of work, with its totals."""
        printed = run("value", ACME, *FACTS, *DAY, "--leave-on", "2027-07-10").output
        assert "If the last day of work is 2027-07-10: 6 full months of service from 2027-01-11." in printed
        assert "Owed back: Sign-on" in printed

    def test_by_half_year(self):
        """Without a day, a table; eight half-years in 48 months."""
        printed = run("value", ACME, *FACTS, *DAY, "--leave-on").output
        assert "LEAVING BY HALF-YEAR" in printed
        assert "2031-01-11   48 months" in printed

    def test_json(self):
        """Versioned; one entry a day."""
        one = json.loads(run("value", ACME, *FACTS, *DAY, "--leave-on", "2027-07-10", "--json").stdout)
        assert one["format"] == "compkit/leaving/1"
        assert [entry["totals"]["owed_back"] for entry in one["leaving"]] == ["20000.00"]
        every = json.loads(run("value", ACME, *FACTS, *DAY, "--json", "--leave-on").stdout)
        assert len(every["leaving"]) == 8

    def test_no_day(self):
        """What is no day is refused, with the form to use."""
        result = run("value", ACME, *FACTS, *DAY, "--leave-on", "July")
        assert result.exit_code == 2
        assert "say year-month-day" in result.output

    def test_before_the_first_day(self):
        """Exit 1, with the first day of work."""
        result = run("value", ACME, *FACTS, *DAY, "--leave-on", "2026-12-31")
        assert result.exit_code == 1
        assert "first day of work on 2027-01-11" in result.output


class TestFiscalYears:
    """`--year` names fiscal years by their end or start, or lists years of weeks."""

    def test_named_by_their_start(self):
        """The year from October 2026 is FY 2027 by its end and FY 2026 by its start."""
        ends, starts = (
            run("value", ACME, *FACTS, *DAY, "--year", f"fiscal:10{tail}").output for tail in ("", ":start")
        )
        assert "FY 2026" not in ends
        assert "NAMED BY ITS START" in starts
        assert "FY 2026" in starts

    def test_weeks(self):
        """A list of first days."""
        days = "2026-09-27,2027-09-26,2028-09-24"
        printed = run("value", ACME, *FACTS, *DAY, "--months", "12", "--year", f"fiscal-weeks:{days}").output
        assert "BY FISCAL YEAR OF 52 OR 53 WEEKS" in printed
        assert "FY 2028" in printed
