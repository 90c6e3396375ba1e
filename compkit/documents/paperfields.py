"""The names that templates of papers beside the letter may use, and what each prints."""

from __future__ import annotations

from collections.abc import Mapping

from .letterfields import LETTER_FIELDS

_PARTIES = {
    "title": "what the document is",
    "offer_number": "the employer's own number",
    "mark": "offer number, version and fingerprint; it belongs into the footer",
    "draft_mark": "says that the offer is a draft; empty once it is issued",
    "issued_on": "day of the document",
    "company": "name of the employer",
    "company_address[]": "lines of its address",
    "signed_by": "name and title of who signs",
    "candidate": "name of the candidate or employee",
    "candidate_address[]": "lines of their address",
}
_OPENING = {"opening": "first sentence"}
_NOTES = {"notes[]": "what the figures mean and assume"}
_EFFECTIVE = {"effective_on": "first day on which it holds"}
_CLOSING = {"closing": "last sentence"}
_YEARS = {name: LETTER_FIELDS[name] for name in LETTER_FIELDS if name == "currency" or name.startswith("year_tables[]")}

AGREEMENT_FIELDS: dict[str, str] = {
    **_PARTIES,
    "clauses[].name": "clause: name",
    "clauses[].text": "clause: sentences",
    **{name: words for name, words in LETTER_FIELDS.items() if name.startswith("anchors.")},
}
"""Of a document that goes with the letter and is signed apart."""

STATEMENT_FIELDS: dict[str, str] = {
    **_PARTIES,
    **_OPENING,
    "promises[].name": "what was promised: what",
    "promises[].text": "what was promised: how much",
    "delivered_head": "what was delivered: head of the column, with the day",
    "delivered[].label": "what was delivered: name of a row",
    "delivered[].amount": "what was delivered: amount",
    "delivered[].is_total": "what was delivered: whether a row is a total",
    "grants[].name": "equity in units: which grant",
    "grants[].kind": "equity in units: of what",
    "grants[].granted": "equity in units: granted",
    "grants[].vested": "equity in units: vested",
    "grants[].ahead": "equity in units: ahead",
    "grants[].next_on": "equity in units: next day of vesting",
    "waiting[]": "units that wait for an event, and what speeds vesting up",
    "ledgers[].name": "AI tokens: which allowance, in which tool",
    "ledgers[].unit": "AI tokens: unit",
    "ledgers[].rows[].name": "AI tokens: granted, used, expired, left",
    "ledgers[].rows[].text": "AI tokens: how many",
    "ledgers[].terms": "AI tokens: terms of the allowance",
    **_YEARS,
    **_NOTES,
}
"""Of the total rewards statement."""

REVISION_FIELDS: dict[str, str] = {
    **_PARTIES,
    **_EFFECTIVE,
    **_OPENING,
    "changes[].name": "what changes: what",
    "changes[].before": "what changes: before",
    "changes[].after": "what changes: after",
    "difference": "by how much base salary changes",
    "planned[]": "a lump sum with its day, and raises that are planned already",
    "year": "the year in which it changes",
    "proration[].name": "base salary of that year: part of the year",
    "proration[].text": "base salary of that year: amount",
    "proration[].is_total": "base salary of that year: whether a row is a total",
    "follows[].name": "what follows base salary: what",
    "follows[].before": "what follows base salary: before",
    "follows[].after": "what follows base salary: after",
    **_NOTES,
    **_CLOSING,
}
"""Of the salary revision letter."""

AMENDMENT_FIELDS: dict[str, str] = {
    **_PARTIES,
    **_EFFECTIVE,
    **_OPENING,
    "allowances[].name": "which allowance",
    "allowances[].changes[].name": "terms that change: which",
    "allowances[].changes[].before": "terms that change: before",
    "allowances[].changes[].after": "terms that change: after",
    "allowances[].difference": "by how much a year changes; empty where nothing is compared",
    "allowances[].notice[]": "sentences on notice and guarantee",
    "allowances[].year": "the year in which it changes",
    "allowances[].granted[].name": "granted in that year: part of the year",
    "allowances[].granted[].text": "granted in that year: how much",
    "allowances[].examples[].name": "worked example: before or after, from which price",
    "allowances[].examples[].rows[].change": "worked example: how the price moves",
    "allowances[].examples[].rows[].price": "worked example: price per million tokens",
    "allowances[].examples[].rows[].money": "worked example: in money",
    "allowances[].examples[].rows[].tokens": "worked example: in tokens",
    **_NOTES,
    **_CLOSING,
    "acceptance": "sentence by which the employee agrees; empty where notice is enough",
}
"""Of the amendment of a token allowance."""

SUMMARY_FIELDS: dict[str, str] = {
    **_PARTIES,
    **_OPENING,
    "lines[].name": "the offer on ten lines: what",
    "lines[].text": "the offer on ten lines: how much",
    **_YEARS,
    "tokens[].name": "AI tokens: which allowance",
    "tokens[].text": "AI tokens: what it is and buys",
    **_NOTES,
}
"""Of the candidate's page for e-mail."""

PAPER_FIELDS: Mapping[str, Mapping[str, str]] = {
    "letter": LETTER_FIELDS,
    "agreement": AGREEMENT_FIELDS,
    "statement": STATEMENT_FIELDS,
    "revision": REVISION_FIELDS,
    "amendment": AMENDMENT_FIELDS,
    "summary": SUMMARY_FIELDS,
}
"""Every paper that can have an own template, with its fields."""
