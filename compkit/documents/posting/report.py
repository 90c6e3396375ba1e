"""What a check of a posting found, as a report and as data: each thing that is asked, how it stands, and who asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..table import Block, Report, Style, Text
from .check import PostingCheck, PostingFinding, Status
from .rules import PostingRule
from .text import facts

NOT_ADVICE = "Not legal advice: have counsel review. Laws change, and cities have rules of their own."

_STYLES: dict[Status, Style] = {"missing": "warning", "look": "warning", "later": "plain", "met": "plain"}
_INDENT = 9


def build_posting_report(check: PostingCheck) -> Report:
    """The report that `compkit posting --check` prints."""
    posting = check.posting
    title = f"POSTING {posting.number}: {posting.title}\n{facts(posting)}\nChecked as of {check.as_of}."
    blocks: list[Block] = [Text(title, "title")]
    blocks += [Text(_finding(finding), _STYLES[finding.status], indent=_INDENT) for finding in check.findings]
    blocks += _rest(check)
    blocks.append(Text(_verdict(check), "plain" if check.passes else "warning"))
    blocks.append(Text(NOT_ADVICE, "note"))
    return Report(tuple(blocks))


def _finding(finding: PostingFinding) -> str:
    fix = f": {finding.fix}" if finding.fix else ""
    lines = [f"{finding.status:<8} {finding.what}: {finding.words}{fix}."]
    if finding.status == "met":
        names = ", ".join(_code(rule) for rule, _ in finding.asked_by)
        return lines[0] + f"\n{' ' * _INDENT}Asked by {names}." if names else lines[0]
    lines += [f"{' ' * _INDENT}{_code(rule)}: {ask.words} ({rule.law})" for rule, ask in finding.asked_by]
    return "\n".join(lines)


def _code(rule: PostingRule) -> str:
    return rule.place if rule.checked else f"{rule.place} (not checked at its source)"


def _rest(check: PostingCheck) -> Iterator[Block]:
    if check.rules:
        yield Text("RULES", "heading")
    yield from (Text(_rule(rule), "note") for rule in check.rules)
    for rule in check.coming:
        yield Text(f"From {rule.in_force_on}: {_code(rule)}, {rule.name}, {rule.law}.", "plain")
    if check.unknown:
        names = ", ".join(check.unknown)
        yield Text(f"compkit knows no rule of {names}; there may be one.", "warning")


def _rule(rule: PostingRule) -> str:
    """A rule with its law, for whom it holds, and its source."""
    note = f" {rule.note}" if rule.note else ""
    read = f"read on {rule.read_on}" if rule.checked else "not checked at its source"
    whom = "every employer" if rule.employees <= 1 else f"employers of {rule.employees} people or more"
    return f"{rule.place}: {rule.name}. {rule.law}; for {whom}; {read}.{note}\n{rule.source}"


def _verdict(check: PostingCheck) -> str:
    missing = [finding.what for finding in check.findings if finding.status == "missing"]
    looked = [finding.what for finding in check.findings if finding.status == "look"]
    judged = f" To judge: {', '.join(looked)}." if looked else ""
    if missing:
        return f"Missing: {', '.join(missing)}.{judged}"
    return f"Nothing that these rules ask for is missing.{judged}"


def posting_check_data(check: PostingCheck) -> dict[str, Any]:
    """The check as ``compkit/posting-check/1``."""
    return {
        "format": "compkit/posting-check/1",
        "number": check.posting.number,
        "title": check.posting.title,
        "as_of": str(check.as_of),
        "places": list(check.places),
        "passes": check.passes,
        "findings": [_finding_data(finding) for finding in check.findings],
        "rules": [_rule_data(rule) for rule in check.rules],
        "coming": [_rule_data(rule) for rule in check.coming],
        "places_without_a_known_rule": list(check.unknown),
        "note": NOT_ADVICE,
    }


def _finding_data(finding: PostingFinding) -> dict[str, Any]:
    asked = [
        {"place": rule.place, "law": rule.law, "says": ask.words, "before_interview": ask.before_interview}
        for rule, ask in finding.asked_by
    ]
    return {
        "what": finding.what,
        "status": finding.status,
        "words": finding.words,
        "fix": finding.fix,
        "asked_by": asked,
    }


def _rule_data(rule: PostingRule) -> dict[str, Any]:
    return {
        "place": rule.place,
        "name": rule.name,
        "law": rule.law,
        "source": rule.source,
        "read_on": str(rule.read_on),
        "in_force_on": str(rule.in_force_on),
        "checked": rule.checked,
        "employees": rule.employees,
        "note": rule.note,
    }
