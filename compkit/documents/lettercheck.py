"""What a letter still needs: missing fields, refused terms, documents signed apart, and duties, by jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from ..errors import Problem
from ..pay.offer import Offer
from .jurisdiction import Jurisdiction
from .jurisdictioncheck import check_jurisdiction, duties, separate_documents
from .table import Report, Text

NOT_ADVICE = "Not legal advice; have counsel review."


@frozen(kw_only=True)
class LetterCheck:
    """Whether a letter can be written from an offer under the rules of a jurisdiction.

    Attributes:
        file: The offer's file as the user named it.
        offer: The offer.
        jurisdiction: Whose rules the letter follows; None where no rules can be told.
        problems: What keeps it from being written, each with its place and the way out.
        apart: Titles of documents that are signed apart, with the reason.
        due: What the employer has to do beside the letter.
    """

    file: str
    offer: Offer
    jurisdiction: Jurisdiction | None
    problems: tuple[Problem, ...]
    apart: tuple[str, ...] = field(default=())
    due: tuple[str, ...] = field(default=())


def letter_problems(offer: Offer, jurisdiction: Jurisdiction, *, file: str = "") -> tuple[Problem, ...]:
    """What keeps a letter from being written: each missing field and refused term once, by its place in the file.

    Args:
        offer: The offer.
        jurisdiction: Whose rules the letter follows.
        file: The offer's file as the user named it; the offer number if empty.
    """
    file = file or offer.offer_number
    if offer.is_told:
        rule = "told by the candidate: no letter is written from it"
        return (Problem(file=file, path="status", value=offer.status, rule=rule),)
    found = (*check_jurisdiction(offer, jurisdiction, file=file), *_blanks(offer, file))
    problems: dict[tuple[str, str], Problem] = {}
    for problem in found:
        problems.setdefault((problem.path, problem.value), problem)
    return tuple(problems.values())


def _blanks(offer: Offer, file: str) -> Iterator[Problem]:
    """What every letter needs, whatever the jurisdiction says."""
    needed = (
        ("issued_on", offer.issued_on, "the day of the letter, such as issued_on: 2026-11-20"),
        ("expires_on", offer.expires_on, "the last day to accept, such as expires_on: 2026-12-04"),
        ("employer.signed_by", offer.employer.signed_by.strip(), "name and title, such as signed_by: Pat Sample, CEO"),
        ("role.location", offer.role.location.strip(), "the place of work, such as location: Austin, TX"),
        (
            "salary",
            offer.package.salary,
            "how much and how often, such as salary: {amount: 250000, paid: monthly}",
        ),
    )
    for path, is_there, example in needed:
        if not is_there:
            rule = "a letter needs it and it is missing"
            yield Problem(file=file, path=path, value="", rule=rule, fix=f"add {example}")


def check_offer_letter(offer: Offer, jurisdiction: Jurisdiction, *, file: str = "") -> LetterCheck:
    """Everything that a letter needs and does not have; each field is named once.

    Args:
        offer: The offer.
        jurisdiction: Whose rules the letter follows.
        file: The offer's file as the user named it; the offer number if empty.
    """
    return LetterCheck(
        file=file or offer.offer_number,
        offer=offer,
        jurisdiction=jurisdiction,
        problems=letter_problems(offer, jurisdiction, file=file),
        apart=tuple(f"{one.title}: {one.why} ({one.source})" for one in separate_documents(offer, jurisdiction)),
        due=tuple(f"{duty.text} ({duty.source})" for duty in duties(offer, jurisdiction)),
    )


def build_letter_check(check: LetterCheck) -> Report:
    """The report that ``compkit check --letter`` prints for one offer."""
    return Report((Text("\n".join(_lines(check)), indent=6),))


def _lines(check: LetterCheck) -> Iterator[str]:
    where = check.jurisdiction.name if check.jurisdiction else "no jurisdiction"
    count = len(check.problems)
    state = "nothing is missing" if not count else f"{count} problem{'' if count == 1 else 's'}"
    yield f"{check.file}: letter under {where}: {state}"
    for problem in check.problems:
        yield f"  {problem.path}: {problem.rule}{': ' + problem.fix if problem.fix else ''}"
    for words in check.apart:
        yield f"  signed apart: {words}"
    for words in check.due:
        yield f"  also due: {words}"
    yield f"  {NOT_ADVICE}"


def letter_check_data(check: LetterCheck) -> dict[str, Any]:
    """The check of one letter, as plain data."""
    names = ("file", "path", "value", "rule", "fix", "line")
    return {
        "file": check.file,
        "offer_number": check.offer.offer_number,
        "jurisdiction": check.jurisdiction.id if check.jurisdiction else None,
        "problems": [{name: getattr(problem, name) for name in names} for problem in check.problems],
        "signed_apart": list(check.apart),
        "also_due": list(check.due),
        "note": NOT_ADVICE,
    }
