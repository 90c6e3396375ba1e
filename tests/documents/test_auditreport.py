"""The audit as printed, as data and as tables: what stands in it, and what never does."""

import json
from decimal import Decimal

from compkit.documents.auditdata import audit_data, audit_frames
from compkit.documents.auditreport import build_audit_report
from compkit.documents.table import render
from compkit.valuation.offerpolicy import TokenCap
from compkit.workforce.audit.levers import LeverTerms
from compkit.workforce.audit.outcomes import MEASURES
from compkit.workforce.policy.tokenpolicy import TokenPolicy
from tests.workforce.audits import ALARMS, audited, came, usd, use, worker

PEOPLE = [worker(f"-secret-{n}", department="A" if n < 3 else "B", family="Dev") for n in range(4)]
ROWS = [
    use("-secret-0", 3_100, on="2027-01-08", output=1_000_000),
    use("-secret-1", 31_000, on="2027-01-25"),
    use("-secret-2", 20_000),
    use("-secret-9", 1),
]
MADE = [came("-secret-0", commits=31), came("-secret-1", commits=1)]
POLICY = TokenPolicy(alarms=ALARMS, caps=(TokenCap(annual=usd(30_000), tool="editor"), TokenCap(annual=usd(30_000))))


def made(**terms):
    """The audit of four people, two of them in departments of their own size."""
    return audited(PEOPLE, ROWS, MADE, policy=POLICY, **terms)


def printed(found):
    """Its text, with blanks made one."""
    lines = [" ".join(line.split()) for line, _ in render(build_audit_report(found), width=140)]
    return "\n".join(lines)


class TestReport:
    """`build_audit_report`."""

    def test_figures(self):
        """Groups, and everybody; the loudest level with its people; the sentence with every ranking."""
        text = printed(made())
        assert "AUDIT OF TOKEN USE, 4 people, 3 with use, INTERNAL" in text
        # granted a twelfth of 182,500 each; 54,100 used by three people; in 31 of 365 days that is 636,984 a year
        assert "A 3 45,625 46,500 54,100 636,984 235,484 58.2 % 58.2 %" in text
        assert "B 1 15,208 15,500 0 0 0 0.0 % 0.0 %" in text
        assert "Alarm levels, the loudest first: alarm: 1; concern: 1; over: 2." in text
        assert "ALARM: 1 people, the best paid first" in text and "E-secret-3" in text
        assert "department A: the year's 547,500 runs out on" in text
        assert "cap of USD 30,000 a year: 1 have passed it, 3 are over it at the pace of a year" in text
        assert text.count(MEASURES) == 4  # families, the alarm, lean producers and burners
        assert "! the roster does not know 1 identities" in text and "No lever was stated" in text

    def test_places(self):
        """Lean producers and burners by name."""
        text = printed(made())
        assert "LEAN PRODUCERS: 1 people" in text and "BURNERS: 1 people" in text

    def test_names_hidden(self):
        """No id in the text, in the data or in any table."""
        found = made(names=False, hide_below=4, levers=LeverTerms(cache_share="0.5"))
        tables = audit_frames(found)
        assert "secret" not in printed(found) and "Names are hidden." in printed(found)
        assert "secret" not in json.dumps(audit_data(found))
        assert "People" not in tables and not any("secret" in table.to_csv() for table in tables.values())
        assert "(smaller groups) 4" in printed(found)


class TestData:
    """`audit_data`."""

    def test_strings(self):
        """Amounts are decimal strings; it says itself again after JSON."""
        data = audit_data(made(levers=LeverTerms(shorter_input="0.1")))
        assert json.loads(json.dumps(data)) == data
        assert data["format"] == "compkit/audit/1"
        company = data["company"]
        assert (company["used"], company["people"], company["granted"]) == ("54100.00", 4, "60833.32")
        assert company["alarms"] == {"over": 2, "concern": 1, "alarm": 1}
        first = data["people"][0]
        assert (first["employee_id"], first["used_USD"], first["pay_share"]) == ("E-secret-0", "3100.00", "0.10")
        assert data["outcomes"]["measures"] == MEASURES
        assert data["outcomes"]["families"][0]["total"] == 32
        assert data["levers"]["levers"][0]["name"] == "shorter input"
        assert data["rows"]["unmatched"] == 1 and data["gaps"] == []


class TestFrames:
    """`audit_frames`."""

    def test_sheets(self):
        """A row a person and a group, amounts exact."""
        tables = audit_frames(made())
        assert list(tables) == ["People", "Groups", "Outcomes", "Levers"]
        assert tables["People"]["used_USD"].tolist()[:2] == [Decimal(3_100), Decimal(31_000)]
        assert tables["Groups"]["group"].tolist() == ["", "A", "B"]
        assert tables["Outcomes"]["note"].tolist() == [MEASURES]
