"""A posting as schema.org `JobPosting`, the data that job search reads (schema.org 30.1).

Values of `unitText` and `employmentType` and the word TELECOMMUTE are those that Google's guide to job postings names;
schema.org itself leaves them open.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ...errors import InvalidValue
from ...money import Money
from .elements import body_lines
from .posting import PayRange, Posting, PostingPlace
from .text import incentive_rows, token_amount

_UNITS = {"year": "YEAR", "month": "MONTH", "week": "WEEK", "day": "DAY", "hour": "HOUR"}
_EMPLOYMENT = {"full-time": "FULL_TIME", "part-time": "PART_TIME", "fixed-term": "TEMPORARY", "intern": "INTERN"}

# Only texts hold these where they stand, since `json.dumps` with an indent puts every brace of the structure at the
# end or the beginning of a line. Escaped they mean the same (RFC 8259, section 7), and nothing in a text can end the
# script element, begin a comment, or be taken for a mark of a template engine.
_UNSAFE = re.compile(r"[<>&\u2028\u2029]|\{(?=[{%#])|\}(?=\})")


def build_posting_jsonld(posting: Posting) -> dict[str, Any] | list[dict[str, Any]]:
    """The posting as JSON-LD; where pay differs by place, one `JobPosting` for each pay range, in a list.

    Raises:
        InvalidValue: If no pay range is told: a salary that is not there is not put as zero or left to guess.
    """
    if not posting.pay:
        raise InvalidValue("pay", "nothing", "is not told, and the data needs it", "state it, or use --bands FILE")
    found = [_job(posting, pay) for pay in posting.pay]
    return found[0] if len(found) == 1 else found


def json_text(data: Any) -> str:
    """Data as JSON that may stand inside a script element of a page."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _job(posting: Posting, pay: PayRange) -> dict[str, Any]:
    number = {"@type": "PropertyValue", "name": posting.employer, "value": posting.number}
    job = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": "\n".join(body_lines(posting)),
        "identifier": number,
        "datePosted": posting.posted_on.isoformat(),
        "validThrough": posting.deadline.isoformat() if posting.deadline else None,
        "employmentType": _EMPLOYMENT[posting.employment],
        "hiringOrganization": _given({"@type": "Organization", "name": posting.employer}, sameAs=posting.employer_page),
        **_where(posting, posting.at(pay)),
        "baseSalary": _salary(pay),
        "incentiveCompensation": _incentives(posting),
        "jobBenefits": _benefits(posting),
        "responsibilities": "\n".join(posting.duties),
        "qualifications": "\n".join(posting.requirements),
        "applicationContact": _contact(posting),
    }
    return {name: value for name, value in job.items() if value}


def _given(data: dict[str, Any], **more: str) -> dict[str, Any]:
    """Data with what else is not empty."""
    return data | {name: value for name, value in more.items() if value}


def _salary(pay: PayRange) -> dict[str, Any]:
    ends = {"minValue": _number(pay.minimum), "maxValue": _number(pay.maximum)}
    amount = {"value": _number(pay.minimum)} if pay.is_fixed else ends
    value = {"@type": "QuantitativeValue", **amount, "unitText": _UNITS[pay.per]}
    return {"@type": "MonetaryAmount", "currency": pay.minimum.currency, "value": value}


def _number(money: Money) -> int | float:
    """An amount as a JSON number, which schema.org asks for here; its digits are those of the amount.

    Raises:
        InvalidValue: If a number of JSON would not hold its digits.
    """
    amount = money.amount
    if amount == int(amount):
        return int(amount)
    digits = f"{amount.normalize():f}"
    if repr(float(digits)) != digits:
        raise InvalidValue("pay", money, "has more digits than a pay range needs", "round it to whole cents")
    return float(digits)


# where


def _where(posting: Posting, places: tuple[PostingPlace, ...]) -> dict[str, Any]:
    """Where the work is done, or from where it may be done."""
    if posting.workplace == "remote":
        living = [_area(place) for place in places]
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": living}
    return {"jobLocation": [{"@type": "Place", "address": _address(place)} for place in places]}


def _area(place: PostingPlace) -> dict[str, Any]:
    if place.city:
        kind = "AdministrativeArea"
    elif place.region:
        kind = "State"
    else:
        kind = "Country"
    return {"@type": kind, "name": place.name}


def _address(place: PostingPlace) -> dict[str, Any]:
    return _given(
        {"@type": "PostalAddress"},
        streetAddress=place.street,
        addressLocality=place.city,
        postalCode=place.postal_code,
        addressRegion=place.region,
        addressCountry=place.country,
    )


# what else


def _incentives(posting: Posting) -> str:
    """Bonus, equity and other pay in words, as the text has them."""
    words = " ".join(posting.equity.words.split()) if posting.equity else ""
    return "; ".join((*(f"{name}: {how}" for name, how in incentive_rows(posting)), *((words,) if words else ())))


def _benefits(posting: Posting) -> str:
    """Benefits, and the token budget, which is one of them and no pay."""
    budget = (f"AI token budget of {token_amount(posting.tokens)}",) if posting.tokens else ()
    return "; ".join((*posting.benefits, *budget))


def _contact(posting: Posting) -> dict[str, Any] | None:
    given = _given({"@type": "ContactPoint"}, email=posting.apply_to, url=posting.apply_page)
    return given if len(given) > 1 else None
