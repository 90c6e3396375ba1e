"""The fingerprint of an offer: it follows every promise, and nothing else."""

import json
from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given

from compkit.documents.fingerprint import INTERNAL, Mark, find_marks, fingerprint, mark, promises
from compkit.files.offers import format_offer, parse_offer
from compkit.money import Money
from compkit.pay import Approval, Basket, BasketPart, Benefit
from compkit.testing import offers
from tests.documents.test_letter import OFFERS, TODAY, offer, startup, usd
from tests.samples import acme

LISTED, STARTUP = OFFERS["listed"], OFFERS["start-up"]


def test_internal_fields_do_not_count():
    """Cost center, approvals, status and the worth of a benefit may change; the letter still holds."""
    approval = Approval(by="Pat Secret", on=TODAY)
    changed = (
        evolve(LISTED, role=evolve(LISTED.role, cost_center="R-9")),
        evolve(LISTED, approvals=(approval,)),
        evolve(LISTED, status="issued"),
    )
    assert {fingerprint(made) for made in changed} == {fingerprint(LISTED)}
    dear, cheap = (Benefit(name="Health", cost=usd(9600), value=usd(worth)) for worth in (9600, 1))
    assert fingerprint(offer(startup(benefits=(dear,)))) == fingerprint(offer(startup(benefits=(cheap,))))


def test_nothing_internal_is_in_the_text():
    """The text that is hashed holds none of the internal fields."""
    text = json.dumps(promises(LISTED))
    assert "R-2210-SECRET" not in text and "cost_center" not in text and "approvals" not in text
    assert "Sam Sample" in text and '"250000"' in text


@pytest.mark.parametrize(
    "change",
    [
        lambda made: evolve(made, offer_number="ACME-2"),
        lambda made: evolve(made, issued_on=date(2026, 11, 21)),
        lambda made: evolve(made, expires_on=date(2026, 12, 5)),
        lambda made: evolve(made, candidate=evolve(made.candidate, name="Sam Simple")),
        lambda made: evolve(made, role=evolve(made.role, overtime="non-exempt")),
        lambda made: evolve(
            made, package=evolve(made.package, salary=evolve(made.package.salary, amount=usd(250_001)))
        ),
        lambda made: evolve(made, package=evolve(made.package, tokens=())),
        lambda made: evolve(
            made, package=evolve(made.package, tokens=(evolve(made.package.tokens[0], notice_days=61),))
        ),
        lambda made: evolve(made, package=evolve(made.package, equity=(evolve(made.package.equity[0], name="RSUs"),))),
    ],
)
def test_every_promise_counts(change):
    """Another name, day, amount or term is another fingerprint."""
    assert fingerprint(change(LISTED)) != fingerprint(LISTED)


def test_known_value():
    """The text is canonical: what is hashed is this, worked by hand for the employer alone."""
    assert promises(LISTED)["employer"] == {
        "is": "Employer",
        "name": "Acme Robotics, Inc.",
        "address": "500 Example Way\nAustin, TX 78701",
        "signed_by": "Pat Sample, VP People",
    }
    assert "status" not in promises(LISTED) and "jurisdiction" not in promises(LISTED)  # as no offer says them


@given(made=offers())
def test_a_file_keeps_it(made):
    """An offer written and read again has its fingerprint; so have equal offers."""
    assert fingerprint(parse_offer(format_offer(made))) == fingerprint(made)


def test_numbers_by_value():
    """15.0 and 15.00 are one promise, 15.01 is another."""
    amounts = [Money(Decimal(text), "USD") for text in ("250000", "250000.00", "250000.01")]
    prints = [fingerprint(offer(acme(salary=evolve(LISTED.package.salary, amount=amount)))) for amount in amounts]
    assert prints[0] == prints[1] != prints[2]


def test_internal_names_exist():
    """A field that is left out exists: a new name of it would put it back in unseen."""
    import attrs

    import compkit.pay as pay

    for name in INTERNAL:
        kind, _, attribute = name.partition(".")
        assert attribute in {found.name for found in attrs.fields(getattr(pay, kind))}


def test_mark_is_found_again():
    """A mark in a text is found, over a line break too; a text without one has none."""
    own = mark(LISTED)
    broken = str(own).replace(", promises", ",\n promises")
    assert find_marks(f"Offer of employment\nOffer here. {broken} Page 1") == (own,)
    assert find_marks("Offer ACME, version of 2026-11-20, promises nothing") == ()
    assert isinstance(own, Mark) and len(own.fingerprint) == 64


def test_source_of_a_mix_is_no_promise():
    """A mix that is the usual one but for its source, which is internal, leaves the promises as they are."""
    part = BasketPart(model="openai/gpt-6-sol", share=1)
    other = evolve(part, mix=evolve(part.mix, source="somebody measured it"))
    prints = {
        fingerprint(offer(acme(tokens=(evolve(LISTED.package.tokens[0], basket=Basket((one,))),))))
        for one in (part, other)
    }
    assert part != other and len(prints) == 1


def test_work_ratio_is_a_promise():
    """How many tokens of a model stand for a promised one changes what the letter prints, so it changes the mark."""
    part = BasketPart(model="openai/gpt-6-sol", share=1)
    prints = {
        fingerprint(offer(acme(tokens=(evolve(LISTED.package.tokens[0], basket=Basket((one,))),))))
        for one in (part, evolve(part, work_ratio="0.8"))
    }
    assert len(prints) == 2
