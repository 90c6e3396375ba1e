"""Jurisdictions: whose rules a letter follows, what it must say, what it may not say, and where that stands."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from compkit import testing
from compkit.documents.jurisdiction import Jurisdiction
from compkit.documents.jurisdictioncheck import (
    check_jurisdiction,
    duties,
    missing_fields,
    refused_terms,
    separate_documents,
)
from compkit.documents.jurisdictionclauses import jurisdiction_clauses, token_tax, token_wording
from compkit.documents.jurisdictionfields import CONDITIONS, FIELDS, field_text, is_stated
from compkit.documents.jurisdictionparts import LETTER, PAYMENT, SECTIONS, placeholders
from compkit.documents.jurisdictionplace import jurisdiction_id
from compkit.errors import FileProblems, InvalidValue
from compkit.files import format_offer, offer_schema, read_offer, sample_names, template
from compkit.files.jurisdictions import jurisdictions, offer_jurisdiction, read_jurisdiction
from compkit.files.nodes import parse_yaml, read_document
from compkit.files.offers import parse_offer
from compkit.files.templates import templates_folder
from compkit.pay import Benefit, Offer, Relocation, RetentionBonus, Role, SignOnBonus
from compkit.pay.terms import WORDINGS, EmploymentTerms, EquityTerms, TokenTerms
from tests.samples import usd

from .picture import ACME

KNOWN = jurisdictions()
IDS = [one.id for one in KNOWN]
TOKENS = TokenTerms(outputs="company", usage_logs="totals", logs_months=12)
"""What every place asks for where tokens are promised."""

SECTION = {
    "position": "role.location hours_per_week working_days hours_may_vary other_places work_abroad continuous_from "
    "ends_on probation probation_terms",
    "salary": "payday payment_method",
    "pay": "overtime_pay",
    "equity": "equity.plan equity.approved_on equity.exercise_window equity.strike_basis equity.fully_diluted "
    "equity.fully_diluted_on",
    "benefits": "holiday_days holiday_rules other_paid_leave sick_pay pension social_security training "
    "required_training",
    "terms": "notice_from_employer notice_from_employee ending_procedure collective_agreement discipline grievance "
    "noncompete noncompete_agreement conditions",
}
"""What is said of each term of employment, and in which section; New York's employer stands beside its payday."""


def offer(location: str = "Austin, TX", terms: EmploymentTerms | None = None, **package: Any) -> Offer:
    """The worked example, somewhere, with other parts of its package."""
    made = parse_offer(parse_yaml(ACME, "acme.yaml").data)
    role = evolve(made.role, location=location)
    said = terms or EmploymentTerms()
    if said.tokens == TokenTerms():
        said = evolve(said, tokens=TOKENS)
    return evolve(made, role=role, package=evolve(made.package, **package), terms=said)


def sign_on(months: int, repayment: str = "prorated by month", paid_on: date = date(2027, 1, 29)) -> SignOnBonus:
    """A sign-on bonus that is owed back for some months from the first day, 11 January 2027."""
    return SignOnBonus(amount=usd(40_000), paid_on=paid_on, clawback_months=months, repayment=repayment)  # type: ignore[arg-type]


class TestData:
    """The files that come with compkit."""

    def test_which(self) -> None:
        """Issue: US general, four states, the United Kingdom, the EU; and Germany within the EU."""
        assert set(IDS) == {"us", "us-ca", "us-ny", "us-co", "us-wa", "gb", "eu", "eu-de"}

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_sources(self, one: Jurisdiction) -> None:
        """Every rule has a source with the day it was read; one that was not read says so and has no address."""
        assert one.sources
        for source in one.sources:
            assert source.on <= date(2026, 12, 31)
            assert (source.checked == "no") == (not source.url)
            assert source.url.startswith(("https://", "http://")) or source.checked == "no"

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_says_what_it_is(self, one: Jurisdiction) -> None:
        """Every file says that it is not legal advice."""
        assert one.review == "Not legal advice; have counsel review."

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_clauses_of_documents(self, one: Jurisdiction) -> None:
        """A clause stands in the letter or in a document of the file; each such document has clauses."""
        documents = {document.id for document in one.separate}
        assert {clause.document for clause in one.clauses} == {"letter", *documents}

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_what_is_required_is_printed(self, one: Jurisdiction) -> None:
        """Every required term of employment is printed by a clause: nothing is asked for and then left out.

        What is said of tokens stands with their promise.
        """
        printed = {found for clause in one.clauses for found in placeholders(clause.text)}
        terms = {rule.path for rule in one.required if rule.path.startswith("terms.")}
        assert {path for path in terms if not path.startswith("terms.tokens.")} <= printed

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_every_term_is_printed(self, one: Jurisdiction) -> None:
        """A letter leaves out nothing that an offer says of its terms, wherever the work is."""
        printed = {found for clause in one.clauses if clause.document == LETTER for found in placeholders(clause.text)}
        terms = {path for path in FIELDS if path.startswith("terms.") and not path.startswith("terms.tokens")}
        assert terms - printed == {"terms.equity"}

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_sections(self, one: Jurisdiction) -> None:
        """A clause is printed in the section that its fields belong to."""
        fits = {f"terms.{path}": section for section, paths in SECTION.items() for path in paths.split()}
        fits["role.location"] = fits.pop("terms.role.location")
        for clause in one.clauses:
            fields = [path for path in placeholders(clause.text) if path in fits]
            if clause.document == LETTER and fields:
                assert {fits[path] for path in fields} == {clause.section}, clause.id
        used = {clause.section for clause in one.clauses if clause.document == LETTER}
        assert used == set(SECTIONS)

    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_section_is_said(self, one: Jurisdiction) -> None:
        """Every clause of a letter says its section in the file; one of another document has none."""
        data = read_document(templates_folder() / "jurisdictions" / f"{one.id}.yaml").data
        for clause in data.get("clauses", ()):
            assert ("section" in clause) != ("document" in clause), clause["id"]

    def test_fields_are_keys_of_the_file(self) -> None:
        """Every path that a rule may name is one of the offer file's own, by its JSON Schema."""
        schema = offer_schema()
        for path in FIELDS:
            place: Any = schema
            for step in path.split("."):
                place = _property(schema, place, step)
            assert place["description"]

    def test_nothing_internal(self) -> None:
        """No clause can print what the employer keeps for itself."""
        assert not {"role.cost_center", "approvals", "assumptions", "status"} & FIELDS

    def test_states_have_the_rules_of_the_whole(self) -> None:
        """California asks for all that the United States ask for; New York prints its own payday."""
        whole, part = (read_jurisdiction(name) for name in ("us", "us-ca"))
        assert {rule.path for rule in whole.required} <= {rule.path for rule in part.required}
        assert {clause.id for clause in whole.clauses} <= {clause.id for clause in part.clauses}
        ids = {clause.id for clause in read_jurisdiction("us-ny").clauses}
        assert "pay-notice" in ids
        assert "payday" not in ids


def _property(schema: Any, place: Any, step: str) -> Any:
    """A key of a shape in a JSON Schema, in any of its forms."""
    forms = [place, *place.get("anyOf", ())]
    shapes = [schema["$defs"][form["$ref"].rpartition("/")[2]] if "$ref" in form else form for form in forms]
    return next(shape["properties"][step] for shape in shapes if step in shape.get("properties", {}))


class TestPlace:
    """`jurisdiction_id`: as stated, else by the place of work, never by a guess."""

    @pytest.mark.parametrize(
        ("location", "expected"),
        [
            ("Austin, TX", "us"),
            ("Austin, TX 78701", "us"),
            ("500 Example Way, Austin, TX 78701, USA", "us"),
            ("San Francisco, CA", "us-ca"),
            ("san francisco, ca 94105", "us-ca"),
            ("Fresno, CA, USA", "us-ca"),
            ("Fresno, California", "us-ca"),
            ("Fresno, CA 93650", "us-ca"),
            ("Arlington, VA 22201-1234", "us"),
            ("New York, NY", "us-ny"),
            ("Denver, CO", "us-co"),
            ("Seattle, Washington", "us-wa"),
            ("Washington, DC", "us"),
            ("London", "gb"),
            ("Leeds, UK", "gb"),
            ("Oxford, England", "gb"),
            ("Berlin", "eu-de"),
            ("Berlin (Mitte), Germany", "eu-de"),
            ("Hamburg, Deutschland", "eu-de"),
            ("Lyon, France", "eu"),
            ("Paris", "eu"),
        ],
    )
    def test_found(self, location: str, expected: str) -> None:
        """All known parts together leave one jurisdiction."""
        assert jurisdiction_id(offer(location), KNOWN) == expected

    @pytest.mark.parametrize(
        ("location", "said"),
        [
            ("", "does not say whose rules hold"),
            ("Remote", "not known"),
            ("Remote (US)", "not known"),
            ("USA", "may be us or us-ca"),
            ("EU", "may be eu or eu-de"),
            ("CA", "may be us-ca or another place"),
            ("Wilmington, DE", "may be eu-de or us or another place"),
            ("Berlin, CT", "contradicts itself"),
            ("Toronto, CA", "may be us-ca or another place"),
            ("Bogota, CO", "may be us-co or another place"),
            ("Perth, WA", "may be us-wa or another place"),
            ("Washington", "may be us or us-wa or another place"),
            ("Georgia", "may be us or another place"),
            ("London, Ontario", "not known"),
            ("London, CA", "contradicts itself"),
            ("Paris, TX", "contradicts itself"),
            ("Belfast, UK", "may be gb or another place"),
            ("Belfast, Northern Ireland", "not known"),
            ("Bozeman, MT", "not known"),
            ("Helena, Montana, USA", "may be us or"),
            ("London / New York", "not known"),
            ("Tokyo", "not known"),
        ],
    )
    def test_refused(self, location: str, said: str) -> None:
        """What is missing, unknown, ambiguous or contradictory is refused, with the way out."""
        with pytest.raises(InvalidValue) as error:
            jurisdiction_id(offer(location), KNOWN)
        assert error.value.name == "role.location"
        assert said in error.value.rule
        assert "jurisdiction" in error.value.fix

    @pytest.mark.parametrize(
        ("stated", "expected"),
        [("US", "us"), ("us-ca", "us-ca"), ("US-CA", "us-ca"), ("UK", "gb"), ("DE", "eu-de"), ("California", "us-ca")],
    )
    def test_stated_wins(self, stated: str, expected: str) -> None:
        """A stated jurisdiction wins over the place of work, in any case."""
        assert jurisdiction_id(evolve(offer("Toronto, CA"), jurisdiction=stated), KNOWN) == expected

    def test_stated_unknown(self) -> None:
        """One without rules is refused, with those there are: not even a place that is known helps."""
        with pytest.raises(InvalidValue, match="say one of eu, eu-de, gb, us, us-ca") as error:
            jurisdiction_id(evolve(offer("Austin, TX"), jurisdiction="Ontario"), KNOWN)
        assert error.value.name == "jurisdiction"


class TestMissingFields:
    """`missing_fields`: every field by name, with where to put it."""

    def test_complete(self) -> None:
        """The sample offer has all that a letter in Texas needs."""
        sample = read_offer(template("acme"))
        assert check_jurisdiction(sample, offer_jurisdiction(sample)) == ()

    def test_by_name(self) -> None:
        """Without the plan, the last day to accept and the overtime status, each of the three is named."""
        made = offer()
        made = evolve(made, expires_on=None, role=evolve(made.role, overtime=""))
        problems = missing_fields(made, read_jurisdiction("us"), file="acme.yaml")
        assert [problem.path for problem in problems] == ["expires_on", "role.overtime", "terms.equity.plan"]
        assert problems[1].fix == "say overtime: exempt, or overtime: non-exempt"
        assert "29 CFR 541.600" in problems[1].rule
        assert {problem.file for problem in problems} == {"acme.yaml"}

    def test_only_where_it_applies(self) -> None:
        """An offer without equity needs no plan; one with a fixed term needs its end."""
        plain = offer(equity=())
        assert missing_fields(plain, read_jurisdiction("us")) == ()
        fixed = evolve(plain, role=evolve(plain.role, employment="fixed-term"))
        assert [problem.path for problem in missing_fields(fixed, read_jurisdiction("us"))] == ["terms.ends_on"]

    def test_new_york(self) -> None:
        """New York's notice names the payday, the address and the telephone number."""
        made = evolve(offer("New York, NY", equity=()), employer=evolve(offer().employer, address=""))
        paths = [problem.path for problem in missing_fields(made, read_jurisdiction("us-ny"))]
        assert paths == ["terms.payday", "employer.address", "terms.employer_phone"]

    def test_great_britain(self) -> None:
        """Section 1 asks, among others, for hours, holiday, sick pay, pension, notice, probation and training."""
        asked = {problem.path for problem in missing_fields(offer("London"), read_jurisdiction("gb"))}
        words = "hours_per_week working_days holiday_days sick_pay pension notice_from_employer probation training"
        assert {f"terms.{word}" for word in words.split()} < asked
        assert "terms.probation_terms" not in asked  # asked for where there is a probation

    def test_none_is_an_answer(self) -> None:
        """A term that does not exist is stated: it is not missing, and a statement says so."""
        terms = EmploymentTerms(probation_months=0, training="none", collective_agreement="None")
        made = offer("Paris", terms)
        asked = {problem.path for problem in missing_fields(made, read_jurisdiction("eu"))}
        assert not {"terms.probation", "terms.training", "terms.collective_agreement"} & asked
        said = {clause["name"]: clause["text"] for clause in jurisdiction_clauses(made, read_jurisdiction("eu"))}
        assert said["Probation"] == "There is no probationary period."
        assert said["Collective agreements"] == "No collective agreement applies."

    def test_hours_of_an_hourly_salary(self) -> None:
        """An hourly salary states its hours, and nobody has to say them twice."""
        made = offer("Paris")
        hourly = evolve(made.package.salary, amount=usd(60), per="hour", hours_per_week=Decimal(30))  # type: ignore[arg-type]
        asked = {problem.path for problem in missing_fields(offer("Paris", salary=hourly), read_jurisdiction("eu"))}
        assert "terms.hours_per_week" not in asked

    @given(testing.offers(as_told=False))
    def test_any(self, drawn: Offer) -> None:
        """Whatever is said to be missing is not stated, and what is stated is never said to be missing."""
        for one in KNOWN:
            asked = {problem.path for problem in missing_fields(drawn, one)}
            assert not any(is_stated(drawn, path) for path in asked)
            needed = {rule.path for rule in one.required if rule.when == "always"}
            assert {path for path in needed if not is_stated(drawn, path)} <= asked


class TestCalifornia:
    """California: repayment of a sign-on bonus goes into a separate agreement, and other repayment is refused."""

    LAW = read_jurisdiction("us-ca")

    def refused(self, **package: Any) -> list[str]:
        """Paths of what is refused."""
        return [problem.path for problem in refused_terms(offer("San Francisco, CA", **package), self.LAW)]

    def test_prorated(self) -> None:
        """Prorated over twelve months is allowed; all of it back is not."""
        assert self.refused(sign_on=(sign_on(12),)) == []
        assert self.refused(sign_on=(sign_on(12), sign_on(12, "in full"))) == ["sign_on[1].repay"]
        assert self.refused(sign_on=(sign_on(0, "in full"),)) == []  # nothing is ever owed back

    def test_two_years(self) -> None:
        """Two years from payment: paid on 29 January 2027, 24 months from 11 January 2027 are within, 25 are not."""
        assert self.refused(sign_on=(sign_on(24),)) == []
        assert self.refused(sign_on=(sign_on(25),)) == ["sign_on[0].repay_if_leaving_within"]
        assert self.refused(sign_on=(sign_on(24, paid_on=date(2027, 1, 11)),)) == []
        early = sign_on(24, paid_on=date(2027, 1, 10))  # to 11 January 2029, a day more than two years
        assert self.refused(sign_on=(early,)) == ["sign_on[0].repay_if_leaving_within"]

    def test_other_payments(self) -> None:
        """Relocation and retention payments are never owed back."""
        moved = Relocation(amount=usd(9_000), paid_on=date(2027, 1, 29), clawback_months=12)
        stayed = RetentionBonus(amount=usd(9_000), paid_on=date(2028, 1, 29), clawback_months=12)
        expected = ["relocation[0].repay_if_leaving_within", "retention[0].repay_if_leaving_within"]
        assert self.refused(relocation=(moved,), retention=(stayed,)) == expected
        assert self.refused(relocation=(evolve(moved, clawback_months=0),)) == []

    def test_noncompete(self) -> None:
        """No agreement not to compete, with the law that says so and the way out."""
        made = offer("San Francisco, CA", EmploymentTerms(noncompete_months=1))
        (problem,) = refused_terms(made, self.LAW)
        assert (problem.path, problem.value, problem.fix) == ("terms.noncompete", "1 month", "leave noncompete out")
        assert "section 16600" in problem.rule

    def test_separate_agreement(self) -> None:
        """The agreement has five business days, counsel, no interest, and the figures; the letter has none of them."""
        made = offer("San Francisco, CA", sign_on=(sign_on(12),))
        (document,) = separate_documents(made, self.LAW)
        text = " ".join(clause["text"] for clause in jurisdiction_clauses(made, self.LAW, document=document.id))
        assert "five business days" in text
        assert "attorney" in text
        assert "No interest" in text
        # twelve months from 11 January 2027: the last day on which leaving costs anything is 10 January 2028
        assert "If, on or before January 10, 2028, you resign" in text
        assert "one for each completed month of the 12 months from your first day, January 11, 2027" in text
        assert "sign-on bonus of USD 40,000 on January 29, 2027" in text
        letter = jurisdiction_clauses(made, self.LAW)
        assert "40,000" not in str(letter)
        assert [clause["text"] for clause in letter if clause["name"] == "Agreed apart"]

    def test_each_instalment(self) -> None:
        """Every instalment that is owed back is in the agreement; one that is not is not."""
        made = offer("San Francisco, CA", sign_on=(sign_on(12), sign_on(6), sign_on(0)))
        clauses = jurisdiction_clauses(made, self.LAW, document="sign-on-repayment")
        assert [clause["name"] for clause in clauses].count("Repayment") == 2

    def test_not_needed(self) -> None:
        """Without repayment there is no second document."""
        assert separate_documents(offer("San Francisco, CA", sign_on=(sign_on(0),)), self.LAW) == ()
        assert separate_documents(offer(sign_on=(sign_on(12),)), read_jurisdiction("us")) == ()


class TestOtherStates:
    """New York, Colorado and Washington."""

    def test_trapped_at_work(self) -> None:
        """New York's limit of repayment applies to work that begins on or after 19 December 2026."""
        law = read_jurisdiction("us-ny")
        made = offer("New York, NY", sign_on=(sign_on(12),))
        assert "When nothing is owed back" in [clause["name"] for clause in jurisdiction_clauses(made, law)]
        bare = {"start_on": date(2026, 12, 18), "equity": (), "tokens": (), "sign_on": (sign_on(12),)}
        early = evolve(offer("New York, NY", **bare), expires_on=date(2026, 12, 4))
        assert "When nothing is owed back" not in [clause["name"] for clause in jurisdiction_clauses(early, law)]

    @pytest.mark.parametrize(
        ("law", "amount", "expected"),
        [
            ("us-co", "130013.99", ["noncompete-pay"]),
            ("us-co", "130014", []),
            ("us-wa", "126858.83", ["noncompete-pay"]),
            ("us-wa", "126858.84", []),
        ],
    )
    def test_noncompete_by_pay(self, law: str, amount: str, expected: list[str]) -> None:
        """A covenant needs the pay of 2026: USD 130,014 in Colorado, more than USD 126,858.83 in Washington."""
        made = offer(terms=EmploymentTerms(noncompete_months=12))
        assert made.package.salary is not None
        paid = evolve(made, package=evolve(made.package, salary=evolve(made.package.salary, amount=usd(amount))))
        rules = read_jurisdiction(law)
        named = [
            rule.id for problem in refused_terms(paid, rules) for rule in rules.refused if rule.why in problem.rule
        ]
        assert named == expected

    def test_washington_eighteen_months(self) -> None:
        """More than eighteen months are refused; from 30 June 2027 any is."""
        law = read_jurisdiction("us-wa")
        for months, refused in ((18, 0), (19, 1)):
            assert len(refused_terms(offer(terms=EmploymentTerms(noncompete_months=months)), law)) == refused
        bare = {"start_on": date(2027, 6, 30), "equity": (), "tokens": (), "sign_on": ()}
        (problem,) = refused_terms(offer(terms=EmploymentTerms(noncompete_months=1), **bare), law)
        assert "House Bill 1155" in problem.rule

    def test_colorado_notice(self) -> None:
        """A covenant needs a notice of its own that names the agreement and its section."""
        law = read_jurisdiction("us-co")
        bare = offer("Denver, CO", EmploymentTerms(noncompete_months=12), equity=())
        assert [problem.path for problem in missing_fields(bare, law)] == ["terms.noncompete_agreement"]
        named = evolve(bare, terms=evolve(bare.terms, noncompete_agreement="section 4 of the NDA"))
        (document,) = separate_documents(named, law)
        assert "It is in section 4 of the NDA" in jurisdiction_clauses(named, law, document=document.id)[0]["text"]


class TestGermanyAndEu:
    """The directive, and Germany within it."""

    def test_probation(self) -> None:
        """Directive, article 8: six months at most."""
        for months, refused in ((6, 0), (7, 1)):
            made = offer("Paris", EmploymentTerms(probation_months=months))
            assert len(refused_terms(made, read_jurisdiction("eu"))) == refused

    def test_germany(self) -> None:
        """Nachweisgesetz: the addresses of both parties, and how a claim against a dismissal is made."""
        made = offer("Berlin")
        made = evolve(made, candidate=evolve(made.candidate, address=""))
        asked = {problem.path for problem in missing_fields(made, read_jurisdiction("eu-de"))}
        assert {"candidate.address", "terms.ending_procedure", "terms.pension", "terms.social_security"} <= asked


class TestClauses:
    """`jurisdiction_clauses`: filled, without a blank."""

    def test_at_will_or_notice(self) -> None:
        """Employment is at will only where no notice and no fixed term is stated."""
        law = read_jurisdiction("us")

        def names(terms: EmploymentTerms) -> set[str]:
            return {clause["name"] for clause in jurisdiction_clauses(offer(terms=terms), law)}

        assert "At will" in names(EmploymentTerms())
        assert "At will" not in names(EmploymentTerms(notice_from_employee="2 weeks"))
        assert "Notice from you" in names(EmploymentTerms(notice_from_employee="2 weeks"))
        assert "At will" not in names(EmploymentTerms(ends_on=date(2028, 1, 10)))
        assert "At will" in names(EmploymentTerms(notice_from_employer="none", notice_from_employee="none"))

    @pytest.mark.parametrize(("law", "said"), [("gb", "the statutory minimum"), ("eu", "the law of the country of")])
    def test_no_notice_agreed(self, law: str, said: str) -> None:
        """Where no notice is agreed on one side the statement says what holds there, and what is agreed elsewhere."""
        terms = EmploymentTerms(notice_from_employer="3 months", notice_from_employee="none")
        clauses = jurisdiction_clauses(offer(terms=terms), read_jurisdiction(law))
        texts = {clause["name"]: clause["text"] for clause in clauses}
        assert "3 months" in texts["Notice from the Company"]
        assert said in texts["Notice from you"]

    def test_no_benefits(self) -> None:
        """Employment Rights Act 1996, sections 1(4)(da) and 2(1): that there are no other benefits is said."""
        law = read_jurisdiction("gb")
        lunch = Benefit(name="Lunch", cost=usd(900), value=usd(900))
        for benefits, said in (((), True), ((lunch,), False)):
            clauses = jurisdiction_clauses(offer("London", benefits=benefits), law)
            assert ("Benefits" in {clause["name"] for clause in clauses}) == said

    @given(testing.offers(as_told=False))
    def test_exclusive(self, drawn: Offer) -> None:
        """No letter says that grants were approved and are yet to be, or that employment is at will and has notice."""
        for one in KNOWN:
            said = [clause["text"] for clause in jurisdiction_clauses(drawn, one)]
            approved = [text for text in said if "approved the grants on" in text or "subject to approval by" in text]
            assert len(approved) == bool(drawn.package.equity)
            at_will = any(text.startswith("Your employment is at will") for text in said)
            assert at_will <= (not drawn.terms.has_notice and drawn.terms.ends_on is None)

    def test_board(self) -> None:
        """Grants are subject to approval until the board has approved them."""
        law = read_jurisdiction("us")
        approved = EmploymentTerms(equity=EquityTerms(approved_on=date(2026, 11, 18)))
        texts = [clause["text"] for clause in jurisdiction_clauses(offer(terms=approved), law)]
        assert "The Company's board of directors approved the grants on November 18, 2026." in texts
        assert not any("subject to approval" in text for text in texts)
        assert any("subject to approval" in clause["text"] for clause in jurisdiction_clauses(offer(), law))

    @pytest.mark.parametrize(("law", "expected"), [("us", "November 20, 2026"), ("gb", "20 November 2026")])
    def test_locale(self, law: str, expected: str) -> None:
        """Days are written as the jurisdiction's locale writes them."""
        assert field_text(offer(), "issued_on", locale=read_jurisdiction(law).locale) == expected

    @given(testing.offers(as_told=False))
    def test_any(self, drawn: Offer) -> None:
        """No clause has a blank, a placeholder or `None`; texts of the offer appear as they are, braces and all."""
        said = json.dumps(format_offer(drawn), ensure_ascii=False)
        blanks = [name for name in ("{{ terms", "{{ payment", "None") if name not in said]
        for one in KNOWN:
            for document in ("letter", *(paper.id for paper in one.separate)):
                for clause in jurisdiction_clauses(drawn, one, document=document):
                    assert clause["text"].strip()
                    assert not any(name in clause["text"] for name in blanks)

    def test_called_none(self) -> None:
        """Somebody of that name is printed: only a term of employment is said to be none."""
        made = offer("San Francisco, CA", sign_on=(sign_on(12),))
        made = evolve(made, candidate=evolve(made.candidate, name="None"))
        names = [
            c["name"] for c in jurisdiction_clauses(made, read_jurisdiction("us-ca"), document="sign-on-repayment")
        ]
        assert "Parties" in names

    def test_braces_of_a_person(self) -> None:
        """A text with braces is printed and never filled in."""
        made = offer("Paris", EmploymentTerms(training="{{ salary.amount }}"))
        texts = [clause["text"] for clause in jurisdiction_clauses(made, read_jurisdiction("eu"))]
        assert "{{ salary.amount }}" in texts


class TestTokens:
    """Tax class as text by jurisdiction, and two wordings."""

    @pytest.mark.parametrize(
        ("law", "use", "said"),
        [
            ("us", "business", "section 132(d) of the Internal Revenue Code"),
            ("us-ca", "personal", "taxable income to you"),
            ("gb", "business", "section 316 of the Income Tax (Earnings and Pensions) Act 2003"),
            ("gb", "incidental", "insignificant"),
            ("gb", "personal", "taxable benefit"),
            ("eu", "business", "the law of the country of work"),
            ("eu-de", "business", "the law of the country of work"),
        ],
    )
    def test_tax(self, law: str, use: str, said: str) -> None:
        """US working condition fringe, UK exemption for work supplies, EU neutral."""
        (allowance,) = offer().package.tokens
        share = Decimal("0.1") if use == "personal" else Decimal(0)
        changed = evolve(allowance, use=use, personal_share=share)  # type: ignore[arg-type]
        assert said in token_tax(changed, read_jurisdiction(law))

    def test_wordings(self) -> None:
        """In Great Britain tokens are a budget for tools unless asked otherwise; elsewhere part of the pay."""
        assert "not remuneration" in token_wording(read_jurisdiction("gb"))
        assert "total reward" in token_wording(read_jurisdiction("gb"), "compensation")
        assert "not wages" in token_wording(read_jurisdiction("us"))
        assert "budget for tools" in token_wording(read_jurisdiction("us"), "tool budget")

    @pytest.mark.parametrize("wording", WORDINGS)
    @pytest.mark.parametrize("one", KNOWN, ids=IDS)
    def test_no_wages(self, one: Jurisdiction, wording: str) -> None:
        """Issue: not wages, not part of base; nothing is counted in that is counted from wages."""
        said = token_wording(one, wording)
        always = ("not cash", "not wages", "not part of", "as far as the law allows", "minimum wage", "overtime")
        assert all(words in said for words in always)
        assert "severance" in said or "redundancy pay" in said
        assert ("not pensionable" in said) == (not one.id.startswith("us"))

    def test_uk_practice(self) -> None:
        """ITEPA 2003, sections 316 and 228A: only for the work, private use insignificant, no pay given up for it."""
        said = token_wording(read_jurisdiction("gb"), "tool budget")
        assert "only so that you can do your work" in said
        assert "must stay insignificant" in said
        assert "You give up no pay for it" in said

    @pytest.mark.parametrize("law", IDS)
    def test_required(self, law: str) -> None:
        """Where tokens are promised the letter says whose the results are and what is logged; nowhere else."""
        asked = {"terms.tokens.outputs", "terms.tokens.usage_logs"}
        bare = evolve(offer(), terms=EmploymentTerms())
        without = evolve(bare, package=evolve(bare.package, tokens=()))
        found = [{problem.path for problem in missing_fields(made, read_jurisdiction(law))} for made in (bare, without)]
        assert [paths & asked for paths in found] == [asked, set()]
        assert not asked & {problem.path for problem in missing_fields(offer(), read_jurisdiction(law))}

    def test_logs_of_the_law(self) -> None:
        """GDPR, article 13: who is logged is told what is collected and for how long it is kept."""
        for law in ("gb", "eu", "eu-de"):
            (rule,) = (rule for rule in read_jurisdiction(law).required if rule.path == "terms.tokens.usage_logs")
            assert (rule.source.section, rule.source.checked) == ("article 13(1)(c) and (2)(a)", "text")

    def test_personal_use_is_no_tool_budget(self) -> None:
        """Personal use is refused as a tool budget; where that is the usual wording, another one must be said."""
        (allowance,) = offer().package.tokens
        personal = evolve(allowance, use="personal", personal_share=Decimal("0.1"))
        for law in IDS:
            for wording, use, refused in (
                ("tool budget", personal, ["terms.tokens.wording"]),
                ("tool budget", allowance, []),
                ("compensation", personal, []),
            ):
                terms = EmploymentTerms(tokens=evolve(TOKENS, wording=wording))  # type: ignore[arg-type]
                made = offer(terms=terms, tokens=(use,))
                paths = [problem.path for problem in refused_terms(made, read_jurisdiction(law))]
                assert [path for path in paths if "tokens" in path] == refused
        british = missing_fields(offer(tokens=(personal,)), read_jurisdiction("gb"))
        assert "terms.tokens.wording" in {problem.path for problem in british}

    def test_logs_as_printed(self) -> None:
        """A clause may print what is logged, with how long it is kept."""
        assert field_text(offer(), "terms.tokens.usage_logs", locale="en_US") == "totals kept 12 months"
        bare = evolve(offer(), terms=EmploymentTerms())
        assert field_text(bare, "terms.tokens.usage_logs", locale="en_US") == ""


class TestDuties:
    """What the employer has to do beside the letter."""

    def test_by_condition(self) -> None:
        """Exempt positions have a salary to check; non-exempt ones in California a notice to give."""
        law = read_jurisdiction("us-ca")
        exempt = offer("San Francisco, CA")
        hourly = evolve(exempt, role=evolve(exempt.role, overtime="non-exempt"))
        assert "USD 70,304" in " ".join(duty.text for duty in duties(exempt, law))
        assert "wage-notice" in {duty.id for duty in duties(hourly, law)}
        assert "wage-notice" not in {duty.id for duty in duties(exempt, law)}


class TestFiles:
    """Jurisdictions of a folder of one's own."""

    OWN = """\
format: compkit/jurisdiction/1
review: Not legal advice; have counsel review.
name: Ontario
language: en
locale: en_CA
currency: CAD
paper: us-letter
places: [Ontario]
required:
  - field: terms.payday
    why: it is our rule
    add: "terms: {payday: the last day of the month}"
    source: {law: Our handbook, on: 2026-11-21, checked: no}
clauses:
  - {id: payday, name: Payday, text: "You are paid on {{ terms.payday }}."}
"""

    def test_own(self, tmp_path: Path) -> None:
        """A company adds a jurisdiction as a file."""
        (tmp_path / "ca-on.yaml").write_text(self.OWN, "utf-8")
        made = offer("London, Ontario", EmploymentTerms(payday="the last day of the month"))
        law = offer_jurisdiction(made, tmp_path)
        assert law.id == "ca-on"
        (clause,) = jurisdiction_clauses(made, law)
        assert clause == {"name": "Payday", "text": "You are paid on the last day of the month."}

    @pytest.mark.parametrize(
        ("old", "new", "path", "said"),
        [
            ("field: terms.payday", "field: terms.pay_day", "required[0].field", "is no path of an offer file"),
            ("{{ terms.payday }}", "{{ terms.pay_day }}", "clauses[0].text", "is no path of an offer file"),
            ("{{ terms.payday }}", "{{ role.cost_center }}", "clauses[0].text", "is no path of an offer file"),
            ("{{ terms.payday }}", "{% include 'x' %}", "clauses[0].text", "braces that are no placeholder"),
            ("name: Payday,", "name: Payday, when: sometimes,", "clauses[0].when", "must be one of always"),
            (
                "name: Payday,",
                "name: Payday, section: bonus,",
                "clauses[0].section",
                "must be one of position, salary, pay",
            ),
            ("checked: no", "checked: text", "required[0].source.url", "is where it was checked"),
            ("currency: CAD", "currency: CAX", "currency", "CAX"),
            ("places: [Ontario]", "within: ca", "within", "has no file beside it"),
            ("places: [Ontario]", "within: ca-on", "within", "lies within itself"),
            ("review: Not legal advice; have counsel review.\n", "", "review", "is missing"),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, path: str, said: str) -> None:
        """Each mistake in a file is named at its place."""
        assert old in self.OWN
        (tmp_path / "ca-on.yaml").write_text(self.OWN.replace(old, new, 1), "utf-8")
        with pytest.raises(FileProblems) as error:
            jurisdictions(tmp_path)
        assert error.value.problems[0].path == path
        assert said in str(error.value)

    def test_unknown(self) -> None:
        """One without a file is refused with those there are."""
        with pytest.raises(InvalidValue, match="say one of eu, eu-de"):
            read_jurisdiction("mars")


@pytest.mark.parametrize("name", [name for name in sample_names() if name != "rhein"])
def test_samples_have_one(name: str) -> None:
    """Every sample that a letter can be written from leads to one jurisdiction."""
    assert offer_jurisdiction(read_offer(template(name))).id in IDS


def test_conditions_are_used() -> None:
    """Every placeholder of a payment and every condition is known to some file or offered to own ones."""
    assert all(payment.startswith("payment.") for payment in PAYMENT)
    assert {clause.when for one in KNOWN for clause in one.clauses} <= CONDITIONS.keys()
    assert Role(title="x").overtime == ""
