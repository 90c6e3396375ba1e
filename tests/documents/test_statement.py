"""The total rewards statement: what was delivered and what is ahead is the promise, each part once."""

import io
from datetime import date, timedelta
from decimal import Decimal
from zipfile import ZipFile

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.statement import (
    build_statement,
    build_statement_context,
    build_statement_markdown,
    statement_data,
)
from compkit.errors import InvalidValue, MissingFact
from compkit.money import add_up
from compkit.pay import Offer
from compkit.pay.ledger import ledger
from compkit.pay.package import entitlements
from compkit.pay.terms import EmploymentTerms, TokenTerms
from compkit.pay.usage import Usage
from compkit.pay.vesting import Acceleration, accelerated
from compkit.valuation.delivered import delivered
from compkit.valuation.value import Valuation, value

from ..samples import START, acme, assume, globex, market, sol
from .papers import GB, GERMAN, GOLDEN, MARKDOWN, US, WORD, hostile_offer, offer, plain, told, word_text, words

DAY = date(2028, 3, 20)


def valued(package, on=DAY, **changes) -> Valuation:
    """A package valued on a day after its start."""
    return value(package, evolve(market(**changes), as_of=on), assume(as_of=on))


def booked(package, *uses, until=DAY, priced="as stated"):
    """The ledger of the first allowance."""
    rows = [Usage(on=on, quantity=quantity, priced=priced) for on, quantity in uses]
    return ledger(package.tokens[0], rows, package=package, until=until)


USES = ((date(2027, 2, 1), Decimal(9000)), (date(2027, 6, 30), Decimal("12500.50")))


def statement(made: Offer | None = None) -> str:
    """The statement of the sample in Markdown, with a ledger."""
    made = made or offer(acme())
    return build_statement_markdown(
        made, valued(made.package), ledgers=[booked(made.package, *USES)], rules=US, template=MARKDOWN("statement")
    )


class TestDelivered:
    """Delivered and ahead are the whole promise, no part twice."""

    @given(st.data())
    def test_nothing_lost(self, data):
        """As promised, delivered and ahead add up to all entitlements up to the same day, for any package."""
        package = data.draw(testing.packages(start_on=date(2020, 5, 17)))
        on = data.draw(testing.dates(date(2020, 5, 18), date(2026, 1, 1)))
        found = value(package, data.draw(testing.markets(package, as_of=on)), assume(as_of=on))
        rows = [row for row in entitlements(package, until=found.until) if row.on is not None]
        for component in {row.component for row in rows}:
            whole = add_up(row.quantity for row in rows if row.component == component)
            behind = add_up(part.row.quantity for part in delivered(found) if part.row.component == component)
            ahead = add_up(line.row.quantity for line in found.lines if line.row.component == component)
            assert behind + ahead == whole

    def test_before_the_first_day(self):
        """Nothing has been delivered to someone who has not started."""
        assert delivered(value(acme(), market(), assume())) == ()

    def test_by_hand(self):
        """Acme from 2027-01-11 by 2028-01-10: a year less a day of salary, the sign-on, no bonus, no share."""
        sums = {}
        for part in delivered(valued(acme(), on=date(2028, 1, 11))):
            sums[part.row.component] = sums.get(part.row.component, 0) + part.face
        assert sums == {"base salary": 250_000, "sign-on": 40_000, "benefits": 7_500, "tokens": 125_000}


class TestStatement:
    """What an employee reads."""

    def test_golden(self):
        """The whole text of the sample, as kept."""
        assert statement() == (GOLDEN / "statement.md").read_text(encoding="utf-8")

    def test_totals_by_hand(self):
        """One year and a day of vesting: 800 of 3,200 shares at 125 are 100,000; a bonus of 2027 at target."""
        context = build_statement_context(offer(acme()), valued(acme()), rules=US)
        cells = {row["label"]: row["amount"] for row in context["delivered"]}
        assert (cells["New-hire grant"], cells["Sign-on"]) == ("100,000", "40,000")
        parts = [int(cells[label].replace(",", "")) for label in cells if not label.startswith("Total")]
        assert sum(parts) == int(cells["Total with tokens"].replace(",", ""))
        (grant,) = context["grants"]
        assert (grant["granted"], grant["vested"], grant["ahead"]) == ("3,200", "800", "2,400")

    def test_ahead_is_the_valuation(self):
        """The total of the table by year is the valuation's, to the unit."""
        found = valued(acme())
        (table,) = build_statement_context(offer(acme()), found, rules=US)["year_tables"]
        cells = {row["label"]: row["cells"][-1] for row in table["lines"]}
        assert int(cells["Total with all tokens"].replace(",", "")) == round(found.total("face").amount)

    def test_tokens(self):
        """Granted, used, expired and left are the ledger's, and conserve."""
        found = booked(acme(), *USES)
        (said,) = build_statement_context(offer(acme()), valued(acme()), ledgers=[found], rules=US)["ledgers"]
        cells = [row["text"] for row in said["rows"]]
        assert cells[:2] == ["USD 156,250", "USD 21,500.50"]
        assert found.total("granted") == found.total("used") + found.total("expired") + found.balance

    def test_same_words(self):
        """Every text of the context stands in Word and in Markdown, names typed by enemies included."""
        for made in (offer(acme()), hostile_offer()):
            found = valued(made.package)
            ledgers = [booked(made.package, *USES)]
            given = {"ledgers": ledgers, "rules": US}
            said = words(build_statement_context(made, found, **given) | {"signed_by": ""})  # nobody signs it
            word = word_text(build_statement(made, found, template=WORD("statement"), **given))
            text = plain(build_statement_markdown(made, found, template=MARKDOWN("statement"), **given))
            assert [line for line in said if line not in word] == []
            assert [line for line in said if line not in text] == []

    @given(st.data())
    def test_any_offer(self, data):
        """Any offer of an employee gives a statement without a hole, whose totals are the valuation's."""
        on = date(2026, 6, 30)
        package = data.draw(testing.packages("USD", start_on=date(2024, 2, 29), indexed=False))
        made = evolve(offer(acme()), package=package)
        found = value(package, data.draw(testing.markets(package, as_of=on)), assume(as_of=on))
        context = build_statement_context(made, found, rules=US)
        told(build_statement_markdown(made, found, rules=US, template=MARKDOWN("statement")), made)
        total = next(row for row in context["delivered"][::-1] if row["is_total"])
        exact = add_up(part.face for part in delivered(found))
        assert abs(int(total["amount"].replace(",", "")) - exact) <= 1

    def test_expectations_change_nothing(self):
        """Payout, utilisation, leaving and load leave the statement as it is: it is for the employee."""
        other = evolve(
            assume(as_of=DAY), bonus_payout="0.777", token_utilisation="0.1337", leave_rate="0.2", employer_load="0.3"
        )
        made = offer(acme())
        found = value(made.package, evolve(market(), as_of=DAY), other)
        ledgers = [booked(made.package, *USES)]
        assert (
            build_statement_markdown(made, found, ledgers=ledgers, rules=US, template=MARKDOWN("statement"))
            == statement()
        )

    def test_refused(self):
        """Before the first day, for another company's offer, and with a ledger that is internal or of another day."""
        made = offer(acme())
        with pytest.raises(InvalidValue, match="must be after the first day of work, 2027-01-11"):
            build_statement_context(made, value(acme(), market(), assume()), rules=US)
        heard = evolve(made, status="as_told", issued_on=None, expires_on=None, told_on=DAY)
        with pytest.raises(InvalidValue, match="told by the candidate"):
            build_statement_context(heard, valued(acme()), rules=US)
        with pytest.raises(InvalidValue, match="contract prices"):
            build_statement_context(made, valued(acme()), ledgers=[booked(acme(), *USES, priced="contract")], rules=US)
        with pytest.raises(InvalidValue, match="up to 2028-03-20"):
            build_statement_context(
                made, valued(acme()), ledgers=[booked(acme(), until=DAY - timedelta(days=1))], rules=US
            )
        with pytest.raises(InvalidValue, match="another package"):
            build_statement_context(made, valued(acme(sign_on=())), rules=US)

    def test_faster_vesting(self):
        """What speeds vesting up stands under the grants, in Word too."""
        (grant,) = acme().equity
        vesting = accelerated(grant.vesting, [Acceleration(trigger="change in control")], start_on=START)
        made = offer(acme(equity=(evolve(grant, vesting=vesting),)))
        found = valued(made.package)
        said = "New-hire grant: On change in control, all units not yet vested vest at once."
        assert said in build_statement_context(made, found, rules=US)["waiting"]
        assert said in word_text(build_statement(made, found, rules=US, template=WORD("statement")))
        assert build_statement_context(offer(acme()), valued(acme()), rules=US)["waiting"] == []

    def test_place(self):
        """What tokens are is said in the words of the place; a word that the offer says itself wins."""
        budget = offer(acme(), terms=EmploymentTerms(tokens=TokenTerms(wording="tool budget")))
        notes = {
            name: " ".join(build_statement_context(made, valued(acme()), rules=rules)["notes"])
            for name, made, rules in (("us", offer(acme()), US), ("gb", offer(acme()), GB), ("own", budget, US))
        }
        assert "part of the total compensation offered to you" in notes["us"]
        assert all("part of the total compensation" not in notes[name] for name in ("gb", "own"))
        assert all("is not compensation" in notes[name].casefold() for name in ("own",))
        assert GB.jurisdiction.tokens.tool_budget in notes["gb"]

    def test_figures_of_a_locale(self):
        """Figures and days as Germans write them: 156.250 and 19. März 2028; the language stays that of the text."""
        ledgers = [booked(acme(), *USES)]
        context = build_statement_context(offer(acme()), valued(acme()), ledgers=ledgers, rules=GERMAN)
        assert context["ledgers"][0]["rows"][0]["text"] == "156.250\xa0USD"
        assert context["delivered_head"] == "Delivered by 19. März 2028"
        word = build_statement(offer(acme()), valued(acme()), rules=GERMAN, template=WORD("statement"))
        assert "<dc:language>en-GB</dc:language>" in ZipFile(io.BytesIO(word)).read("docProps/core.xml").decode()

    def test_internal_price(self):
        """A price of an own factory, at which a quantity of tokens would count, is never printed."""
        made = offer(evolve(globex(), unknown=frozenset()))
        found = value(made.package, evolve(market(evolve(sol(), stage="factory")), as_of=DAY), assume(as_of=DAY))
        with pytest.raises(MissingFact, match="internal"):
            build_statement_context(made, found, rules=US)

    def test_data(self):
        """For machines: decimal text, as promised, and nothing that is the employer's own."""
        data = statement_data(offer(acme()), valued(acme()), ledgers=[booked(acme(), *USES)], rules=US)
        assert data["format"] == "compkit/statement/1"
        assert {part["name"]: part["amount"] for part in data["delivered"]}["Sign-on"] == "40000.00"
        assert data["grants"] == [{"name": "New-hire grant", "symbol": "ACME", "granted": 3200, "vested": 800}]
        assert data["tokens"][0]["used"] == "21500.50"
        assert "cost" not in str(data)
