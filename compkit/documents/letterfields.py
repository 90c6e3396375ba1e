"""The names that a letter's template may use, and what each prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SECTIONS = {
    "position_terms": " on the work",
    "pay_terms": " on pay",
    "equity_terms": " on equity",
    "benefits_terms": " on benefits and leave",
    "terms": " on all else",
}
_VALUES = {
    "role": "title of the position",
    "level": "its level",
    "department": "its department",
    "manager": "the manager",
    "location": "place of work",
    "employment": "full-time, part-time, fixed-term or intern",
    "start_on": "first day",
    "base_salary": "base salary a year",
    "paid": "how often it is paid",
    "bonus_at_target": "bonuses a year at target",
    "sign_on": "sign-on bonuses",
    "granted_units": "units granted",
}
_ANCHORS = ("company_signature", "company_date", "candidate_signature", "candidate_date")

PLAIN = "values."
"""Begins the names of plain values: a template that has the sentences of compkit needs none of them."""

LETTER_FIELDS: dict[str, str] = {
    "title": "what the document is",
    "mark": "offer number, version and fingerprint; it belongs into the footer",
    "offer_number": "the employer's own number",
    "draft_mark": "says that a draft is no offer; empty once it is issued",
    "issued_on": "day of the letter",
    "expires_on": "last day to accept",
    "company": "name of the employer",
    "company_address[]": "lines of its address",
    "signed_by": "name and title of who signs",
    "candidate": "name of the candidate",
    "candidate_address[]": "lines of the candidate's address",
    "opening": "first sentence",
    "summary[].name": "the offer on a few lines: what",
    "summary[].text": "the offer on a few lines: how much",
    "position[]": "paragraphs on the work",
    "salary[]": "sentences on the base salary",
    "cash[].name": "bonus and other cash: what",
    "cash[].text": "bonus and other cash: its terms",
    "grants[].name": "equity: which grant",
    "grants[].paragraphs[]": "equity: its terms",
    "grants[].vesting[].pairs[].day": "vesting table: day",
    "grants[].vesting[].pairs[].units": "vesting table: units",
    "allowances[].name": "AI tokens: which allowance",
    "allowances[].terms[].name": "AI tokens: which term",
    "allowances[].terms[].text": "AI tokens: the term",
    "allowances[].examples[].change": "worked example: how the price moves",
    "allowances[].examples[].price": "worked example: price per million tokens",
    "allowances[].examples[].money": "worked example: in money",
    "allowances[].examples[].tokens": "worked example: in tokens",
    "benefits[].name": "benefits: what",
    "benefits[].text": "benefits: its terms",
    "currency": "currency of the table by year",
    "year_tables[].head[]": "table by year: head of a column",
    "year_tables[].lines[].label": "table by year: name of a row",
    "year_tables[].lines[].is_total": "table by year: whether a row is a total",
    "year_tables[].lines[].cells[]": "table by year: amounts",
    "notes[]": "what the table by year assumes",
    "price_rows[].model": "prices of tokens: model, or allowance with a price basis of its own",
    "price_rows[].kind": "prices of tokens: kind of token",
    "price_rows[].price": "prices of tokens: money per million tokens",
    "price_rows[].since": "prices of tokens: first day of the price",
    "price_rows[].source": "prices of tokens: source, its version, day of checking",
    **{
        f"{section}[].{part}": f"clauses of the jurisdiction{about}: {what}"
        for section, about in _SECTIONS.items()
        for part, what in (("name", "name"), ("text", "sentences"))
    },
    "apart[]": "titles of documents that are signed apart",
    "acceptance": "how to accept",
    **{f"{PLAIN}{name}": f"plain value: {what}" for name, what in _VALUES.items()},
    **{f"anchors.{name}": f"where to sign, for signing services: {name.replace('_', ' ')}" for name in _ANCHORS},
}
"""Names, ``[]`` after each list, and what they print."""


def field_paths(context: Any, path: str = "") -> dict[str, None]:
    """The names of a context: every path at which a text or a mark stands, in order."""
    if isinstance(context, Mapping):
        parts = ((f"{path}.{name}" if path else name, value) for name, value in context.items())
    elif isinstance(context, list | tuple):
        parts = ((f"{path}[]", value) for value in context)
    else:
        return {path: None}
    return {name: None for below, value in parts for name in field_paths(value, below)}


def steps(path: str) -> list[str]:
    """A path and everything above it, the top first.

    >>> steps("summary[].name")
    ['summary', 'summary[]', 'summary[].name']
    """
    found: list[str] = []
    for name in path.split("."):
        plain = name.removesuffix("[]")
        found.append(f"{found[-1]}.{plain}" if found else plain)
        if name != plain:
            found.append(f"{found[-1]}[]")
    return found
