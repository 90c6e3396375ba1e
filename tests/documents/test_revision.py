"""The salary revision letter: old, new, difference, the year, and what follows base."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import assume as suppose, given, strategies as st

from compkit import testing
from compkit.documents.revision import RevisionTerms, build_revision, build_revision_context, build_revision_markdown
from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.pay import BaseSalary, Raise, ShareOfBase
from compkit.pay.terms import EmploymentTerms, TokenTerms
from compkit.valuation.revised import Revision
from compkit.valuation.value import value
from compkit.valuation.views import View, cells

from ..samples import START, acme, assume, market, usd
from .papers import GB, GERMAN, GOLDEN, MARKDOWN, US, WORD, hostile_offer, offer, plain, told, word_text, words

DAY = date(2028, 7, 15)
TODAY = date(2028, 6, 1)
RAISED = BaseSalary(amount=usd(250_000), paid="semimonthly", raises=(Raise(on=DAY, rate="0.08"),))


def raised(**changes):
    """The sample with a raise of 8 % on 2028-07-15."""
    return offer(acme(salary=RAISED), **changes)


def letter(old=None, new=None, **options) -> str:
    """The letter of the sample in Markdown."""
    rules = options.pop("rules", US)
    terms = RevisionTerms(on=TODAY, **options)
    return build_revision_markdown(
        old or offer(acme()), new or raised(), terms, template=MARKDOWN("revision"), rules=rules
    )


class TestFigures:
    """Worked by hand: 250,000 + 8 % = 270,000 from 2028-07-15."""

    def test_golden(self):
        """The whole text of the sample, as kept."""
        assert letter() == (GOLDEN / "revision.md").read_text(encoding="utf-8")

    def test_by_hand(self):
        """6 months and 14 of 31 days at 250,000 / 12: 134,408.60; 17 / 31 and 5 months at 22,500: 124,838.71."""
        found = Revision(old=acme(), new=acme(salary=RAISED), effective_on=DAY)
        assert (found.before, found.after) == (usd(250_000), usd(270_000))
        assert (found.difference, found.rate) == (usd(20_000), Decimal("0.08"))
        assert (found.earned_before, found.earned_after) == (usd("134408.60"), usd("124838.71"))
        assert found.unchanged == usd(250_000)

    def test_follows(self):
        """15 % of 270,000 is 40,500; 3 % is 8,100; tokens of starting base stay at 125,000."""
        rows = {row["name"]: (row["before"], row["after"]) for row in context()["follows"]}
        assert rows == {
            "Target bonus, at target": ("USD 37,500 (15%)", "USD 40,500 (15%)"),
            "401(k) match, at most": ("USD 7,500", "USD 8,100"),
            "AI token allowance": ("USD 125,000", "USD 125,000"),
        }

    def test_tokens_that_follow(self):
        """Half of base as it stands: 125,000 becomes 135,000."""
        tokens = (evolve(acme().tokens[0], amount=ShareOfBase(rate="0.5", follows_raises=True)),)
        said = context(offer(acme(tokens=tokens)), offer(acme(tokens=tokens, salary=RAISED)))
        assert [row["after"] for row in said["follows"] if "token" in row["name"]] == ["USD 135,000"]
        assert any("goes by pay and changes with it" in note for note in said["notes"])

    def test_a_cut(self):
        """Less is said as less; 0.004 per cent is no zero."""
        cut = offer(acme(salary=BaseSalary(amount=usd(249_990))))
        assert context(new=cut, effective_on=DAY)["difference"] == "USD 10 a year less, less than 0.01%."

    @given(st.data())
    def test_year_is_the_valuation(self, data):
        """What the year comes to is the valuation's base salary of that calendar year, to the cent, for any raise."""
        currency = data.draw(testing.currencies())
        base = data.draw(testing.base_salaries(currency, plain=True))
        on = data.draw(testing.dates(date(2027, 1, 12), date(2029, 12, 31)))
        rate = data.draw(st.sampled_from(["0.03", "-0.1", "0.0001", "1.5"]))
        old = evolve(acme(), salary=base, bonus=(), sign_on=(), equity=(), tokens=(), benefits=(), currency=currency)
        new = evolve(old, salary=evolve(base, raises=(Raise(on=on, rate=rate),)))
        suppose(old.salary.annual() != new.salary.annual(on))
        found = Revision(old=old, new=new, effective_on=on)
        earned = cells(value(new, market(), assume(horizon_months=60)), View(kind="calendar"))
        exact = earned[str(on.year), "base salary", True]["face"]
        assert found.earned_before + found.earned_after == Money(exact, currency)
        assert found.before + found.difference == found.after

    @given(st.data())
    def test_any_offer(self, data):
        """Any package with a salary gives a letter without a hole."""
        package = data.draw(testing.packages("USD", start_on=START))
        suppose(package.salary is not None)
        on = data.draw(testing.dates(date(2027, 1, 12), date(2040, 12, 31)))
        base = package.salary
        before = [step for step in base.raises if step.on < on]
        higher = evolve(base, raises=(*before, Raise(on=on, amount=base.amount * 7)))
        suppose(evolve(package, salary=higher).salary.annual(on) != base.annual(on) and on not in before)
        old, new = offer(package), offer(evolve(package, salary=higher))
        if [one for one in package.tokens if hasattr(one.amount, "rate")] or on in [step.on for step in base.raises]:
            return
        told(letter(old, new, effective_on=on), new)


def context(old=None, new=None, **options):
    """What the letter of the sample says."""
    rules = options.pop("rules", US)
    return build_revision_context(
        old or offer(acme()), new or raised(), RevisionTerms(on=TODAY, **options), rules=rules
    )


class TestPromotion:
    """With and without promotion, and never by accident."""

    def test_with(self):
        """Title and level before and after; the title of the letter says it."""
        role = evolve(offer(acme()).role, title="Principal Engineer", level="L7")
        said = context(new=raised(role=role), promotion=True)
        assert said["title"] == "Promotion and revision of base salary"
        assert [row["after"] for row in said["changes"]] == ["Principal Engineer", "L7", "USD 270,000"]

    def test_refused(self):
        """A new title without the word, and the word without a new title."""
        role = evolve(offer(acme()).role, title="Principal Engineer")
        with pytest.raises(InvalidValue, match="say --promotion, or keep the position"):
            context(new=raised(role=role))
        with pytest.raises(InvalidValue, match="needs a new title or level"):
            context(promotion=True)

    def test_part_time(self):
        """Working time and pay frequency stand beside the salary where they change."""
        half = offer(acme(salary=BaseSalary(amount=usd(260_000), fte="0.5", paid="monthly")))
        rows = {row["name"]: row["after"] for row in context(new=half, effective_on=DAY)["changes"]}
        assert rows == {"Base salary a year": "USD 130,000", "Part of full time": "50%", "Paid": "monthly"}


class TestBeside:
    """What stands beside the salary: the words of the place, and terms that go with working time."""

    def test_place(self):
        """What tokens are is said in the words of the place, where they follow base salary."""
        said = {name: context(rules=rules)["notes"] for name, rules in (("us", US), ("gb", GB))}
        assert said["us"][-1] == US.jurisdiction.tokens.compensation
        assert said["gb"][-1] == GB.jurisdiction.tokens.tool_budget
        none = acme(tokens=())
        notes = context(offer(none), offer(evolve(none, salary=RAISED)))["notes"]
        assert not any("allowance" in note for note in notes)

    def test_figures_of_a_locale(self):
        """Two hundred and seventy thousand, from the fifteenth of July, as Germans write them."""
        said = context(rules=GERMAN)
        assert said["changes"][0]["after"] == "270.000\xa0USD"
        assert said["effective_on"] == "15. Juli 2028"

    def test_working_time(self):
        """Hours, days, employment and overtime rules stand with the salary where they change."""
        role = evolve(offer(acme()).role, overtime="exempt")
        old = offer(acme(), role=role, terms=EmploymentTerms(hours_per_week=40, working_days="Monday to Friday"))
        less = {"hours_per_week": 20, "working_days": "Monday and Tuesday"}
        part = evolve(role, employment="part-time", overtime="non-exempt")
        new = raised(role=part, terms=EmploymentTerms(**less))
        rows = {row["name"]: (row["before"], row["after"]) for row in context(old, new)["changes"]}
        assert rows == {
            "Base salary a year": ("USD 250,000", "USD 270,000"),
            "Hours of work a week": ("40", "20"),
            "Days of work": ("Monday to Friday", "Monday and Tuesday"),
            "Employment": ("full-time", "part-time"),
            "Overtime rules": ("exempt", "non-exempt"),
        }

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"terms": EmploymentTerms(holiday_days=20)}, "does not say it.*holiday_days"),
            ({"terms": EmploymentTerms(tokens=TokenTerms(outputs="company"))}, "tokens.*compkit amend"),
            ({"role": evolve(offer(acme()).role, location="Denver, CO")}, "location.*write an offer letter"),
        ],
    )
    def test_nothing_hidden(self, changes, rule):
        """All other terms stay as they are: a letter that would not say a change is refused."""
        with pytest.raises(InvalidValue, match=rule):
            context(new=raised(**changes))


class TestRefused:
    """Two people, two currencies, another change, no change, a wrong day."""

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"candidate": evolve(offer(acme()).candidate, name="Robin Other")}, "candidate: must be that of the old"),
            ({"employer": evolve(offer(acme()).employer, name="Globex")}, "employer: must be that of the old"),
            ({"status": "as_told", "told_on": TODAY}, "told by the candidate"),
            ({"package": evolve(acme(salary=RAISED), currency="EUR")}, "currency"),
            ({"package": acme(salary=RAISED, sign_on=())}, "sign_on.*take it from the old offer"),
            ({"package": acme(salary=RAISED, tokens=())}, "tokens.*compkit amend"),
            ({"package": acme(salary=RAISED, bonus=())}, "bonus"),
            ({"package": acme()}, "does not change.*look at both offers"),
            ({"package": acme(salary=None, bonus=(), tokens=(), benefits=())}, "needs the base salary"),
        ],
    )
    def test_offers(self, changes, rule):
        """Each is named, with the way out."""
        with pytest.raises(InvalidValue, match=rule):
            context(new=evolve(raised(), **changes))

    @pytest.mark.parametrize(
        ("day", "rule"), [(START, "after the first day of work"), (date(2028, 1, 1), "say 2028-07-15")]
    )
    def test_day(self, day, rule):
        """A day before the job, or another than the new offer says."""
        with pytest.raises(InvalidValue, match=rule):
            context(effective_on=day)

    def test_no_day(self):
        """A new salary without a day needs one."""
        with pytest.raises(InvalidValue, match="does not say from which day"):
            context(new=offer(acme(salary=BaseSalary(amount=usd(270_000), paid="semimonthly"))))


class TestSameWords:
    """Word and Markdown say the same, and nothing internal."""

    def test_every_text(self):
        """Every text of the context, names typed by enemies included."""
        hostile = hostile_offer()
        pairs = [(offer(acme()), raised()), (hostile, evolve(hostile, package=evolve(hostile.package, salary=RAISED)))]
        for old, new in pairs:
            said = words(context(old, new))
            word = word_text(build_revision(old, new, RevisionTerms(on=TODAY), rules=US, template=WORD("revision")))
            assert [line for line in said if line not in word] == []
            assert [line for line in said if line not in plain(letter(old, new))] == []
            assert "R-2210-SECRET" not in word

    def test_same_bytes(self):
        """Writing twice gives the same file."""
        said = {"rules": US, "template": WORD("revision")}
        one, other = (build_revision(offer(acme()), raised(), RevisionTerms(on=TODAY), **said) for _ in range(2))
        assert one == other
