"""The fields of each paper are those of its context: neither more nor less."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve

from compkit.documents.agreement import build_agreement_context
from compkit.documents.amendment import AmendmentTerms, build_amendment_context
from compkit.documents.jurisdictioncheck import separate_documents
from compkit.documents.letterfields import field_paths
from compkit.documents.letterrules import LetterRules
from compkit.documents.paperfields import PAPER_FIELDS
from compkit.documents.revision import RevisionTerms, build_revision_context
from compkit.documents.statement import build_statement_context
from compkit.documents.summary import build_summary_context
from compkit.documents.table import render
from compkit.documents.templatecheck import build_template_report, check_text_template, check_word_template
from compkit.errors import InvalidValue
from compkit.files.jurisdictions import read_jurisdiction
from compkit.files.offers import read_offer
from compkit.files.templates import template
from compkit.pay import BaseSalary, Basket, FixedQuantity, Raise, TokenAllowance, TokensPer
from compkit.pay.ledger import ledger
from compkit.pay.usage import Usage
from compkit.pay.vesting import Acceleration, accelerated
from compkit.valuation.value import value

from ..samples import START, acme, assume, market, usd
from .papers import MARKDOWN, US, WORD, offer

LATER = date(2028, 3, 20)
FASTER = Acceleration(trigger="change of control")
ADDRESS = {"draft_mark": "", "company_address[]": "", "candidate_address[]": ""}


def agreement():
    """California, with a sign-on bonus that is owed back."""
    made = read_offer(template("quokka"))
    rules = LetterRules(jurisdiction=read_jurisdiction("us-ca"))
    (document,) = separate_documents(made, rules.jurisdiction)
    return build_agreement_context(made, document, rules=rules)


def statement():
    """An employee with equity that can vest faster and tokens used."""
    package = acme()
    package = evolve(
        package,
        equity=tuple(
            evolve(grant, vesting=accelerated(grant.vesting, [FASTER], start_on=START)) for grant in package.equity
        ),
    )
    found = value(package, evolve(market(), as_of=LATER), assume(as_of=LATER))
    uses = [Usage(on=date(2027, 2, 1), quantity=Decimal(9000), priced="list")]
    booked = ledger(package.tokens[0], uses, package=package, until=LATER)
    return build_statement_context(offer(package), found, ledgers=[booked], rules=US)


def revision():
    """A raise, with one more planned after it, and tokens that follow base."""
    raises = (Raise(on=date(2028, 7, 15), rate="0.08"), Raise(on=date(2029, 7, 15), rate="0.03"))
    new = acme(salary=BaseSalary(amount=usd(250_000), paid="semimonthly", raises=raises))
    day = date(2028, 6, 1)
    terms = RevisionTerms(on=day, effective_on=date(2028, 7, 15))
    return build_revision_context(offer(acme()), offer(new), terms, rules=US)


def amendment():
    """A quantity becomes smaller, agreed by signing."""
    tokens = TokenAllowance(amount=TokensPer(mtok="240000"), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol"))
    fewer = evolve(tokens, amount=TokensPer(mtok="120000"))
    old, new = (offer(acme(tokens=(allowance,))) for allowance in (tokens, fewer))
    today = evolve(market(), as_of=date(2027, 12, 1))
    terms = AmendmentTerms(effective_on=date(2028, 1, 1), agreed=True)
    return build_amendment_context(old, new, today, terms, rules=US)


def summary():
    """The page of the sample."""
    return build_summary_context(offer(acme()), value(acme(), market(), assume()), rules=US)


CONTEXTS = {
    "agreement": agreement,
    "statement": statement,
    "revision": revision,
    "amendment": amendment,
    "summary": summary,
}


def test_every_paper():
    """No paper is left out; the letter has a test of its own."""
    assert set(CONTEXTS) | {"letter"} == set(PAPER_FIELDS)


@pytest.mark.parametrize("paper", CONTEXTS)
def test_fields_are_those_of_the_context(paper):
    """A rich context has every field, and no other."""
    assert set(field_paths(CONTEXTS[paper]())) == set(PAPER_FIELDS[paper])


SPARED = {
    "statement": {"signed_by"},
    "summary": {"company_address[]", "candidate", "candidate_address[]", "signed_by"},
}
"""Fields that a paper has no need of: nobody signs a statement, and an e-mail has no addresses."""


@pytest.mark.parametrize("paper", CONTEXTS)
def test_own_templates_pass(paper):
    """The templates that come with compkit print every field but those that another one says too."""
    checks = [check_text_template(MARKDOWN(paper), paper=paper)]
    if paper != "summary":  # an e-mail, and only Markdown
        checks.append(check_word_template(WORD(paper), paper=paper))
    for check in checks:
        assert check.passes
        assert {finding.name for finding in check.findings} == {"offer_number"} | SPARED.get(paper, set())


def test_of_another_paper():
    """A statement's template is none of a letter: its fields are unknown there, and the report says of what."""
    check = check_text_template(MARKDOWN("statement"))
    assert not check.passes
    assert "promises" in {finding.name for finding in check.findings if finding.kind == "unknown"}
    text = "\n".join(line for line, _ in render(build_template_report(check_text_template("", paper="agreement"))))
    assert "ok: an agreement can be written with it; it uses 0 of 16 fields" in text


def test_unknown_paper():
    """A paper without templates is refused with those there are."""
    with pytest.raises(InvalidValue, match="say one of letter, agreement, statement, revision, amendment, summary"):
        check_text_template("", paper="posting")
