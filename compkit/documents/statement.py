"""Total rewards statement for an employee: what was promised, what was delivered, what is ahead, tokens used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ..dates import day_before
from ..errors import InvalidValue
from ..money import Money, add_up, exactly
from ..pay.entitlements import COMPONENTS, Component
from ..pay.equity import Grant, RestrictedStock
from ..pay.ledgerbook import OUTCOMES, Ledger
from ..pay.offer import Offer
from ..pay.units import CapacityShare, TokenMoney, TokenUnit
from ..valuation.delivered import Delivered, delivered
from ..valuation.value import Valuation
from ..valuation.views import View, cells
from . import format as say
from .clauses import Clause
from .data import decimal_text
from .equity_clauses import faster
from .ledgerreport import is_internal, terms_sentence, unit_words
from .letterrules import LetterRules
from .notes import price_notes
from .papers import check_own, on_one_line, paper_docx, paper_markdown, parties, row, standing
from .promises import promise_lines
from .voice import Voice
from .yearly import Row, year_tables

_OUTCOMES = {
    "refused": "beyond it, refused",
    "approved": "beyond it, approved",
    "awaiting approval": "beyond it, awaiting approval",
    "charged to the team": "beyond it, charged to your team",
}


def build_statement(
    offer: Offer, valuation: Valuation, *, ledgers: Sequence[Ledger] = (), template: bytes, rules: LetterRules
) -> bytes:
    """The statement as a Word document.

    Args:
        offer: What was promised, and to whom.
        valuation: Of the offer's package on a day after the first day of work.
        ledgers: Of its token allowances up to that day; empty leaves use out.
        template: A Word template, such as ``templates/letters/statement.docx``.
        rules: Whose law decides the words on tokens, and how figures and days are written.

    Raises:
        InvalidValue: As `build_statement_context`.
    """
    context = build_statement_context(offer, valuation, ledgers=ledgers, rules=rules)
    return paper_docx(context, template=template, on=valuation.assumptions.as_of, rules=rules)


def build_statement_markdown(
    offer: Offer, valuation: Valuation, *, ledgers: Sequence[Ledger] = (), template: str, rules: LetterRules
) -> str:
    """The statement as Markdown, with the same sentences as in Word.

    Raises:
        InvalidValue: As `build_statement_context`.
    """
    return paper_markdown(build_statement_context(offer, valuation, ledgers=ledgers, rules=rules), template=template)


@exactly
def build_statement_context(
    offer: Offer, valuation: Valuation, *, ledgers: Sequence[Ledger] = (), rules: LetterRules
) -> dict[str, Any]:
    """All that a statement says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        InvalidValue: If the offer is another company's, the employee has not started yet, or a ledger is of another
            package, of another day, or priced at contract prices.
    """
    _check(offer, valuation, ledgers)
    as_of, voice = valuation.assumptions.as_of, rules.voice
    context = parties(offer, voice, title="Total rewards statement", on=as_of) | {
        "opening": _opening(offer, valuation, voice),
        "promises": list(_promises(offer, as_of, voice)),
        "delivered_head": f"Delivered by {voice.day(day_before(as_of))}",
        "delivered": [
            {"label": found.label, "amount": voice.number(found.amounts[0], 0), "is_total": found.is_total}
            for found in _rows(valuation)
        ],
        "grants": [_grant(grant, valuation, voice) for grant in offer.package.equity],
        "waiting": [*_waiting(valuation, voice), *_faster(offer, voice)],
        "year_tables": year_tables(valuation, voice),
        "currency": valuation.currency,
        "ledgers": [_ledger(ledger, voice) for ledger in ledgers],
        "notes": list(_notes(offer, valuation, ledgers, rules)),
    }
    return on_one_line(context)


def _check(offer: Offer, valuation: Valuation, ledgers: Sequence[Ledger]) -> None:
    check_own(offer, valuation)
    as_of = valuation.assumptions.as_of
    if as_of <= offer.package.start_on:
        rule = f"must be after the first day of work, {offer.package.start_on}: a statement is for an employee"
        raise InvalidValue("as_of", as_of, rule, "say a later day, or write a summary of the offer")
    for ledger in ledgers:
        if ledger.package != offer.package or ledger.until != as_of:
            rule = f"must be of the offer's package, up to {as_of}"
            raise InvalidValue(f"ledger of {ledger.allowance.name}", ledger.until, rule)
        if is_internal(ledger):
            rule = "is priced at contract prices, which no employee may see"
            raise InvalidValue(f"ledger of {ledger.allowance.name}", "contract", rule, "price it at list prices")


def _opening(offer: Offer, valuation: Valuation, voice: Voice) -> str:
    as_of = valuation.assumptions.as_of
    return (
        f"This statement shows what {offer.employer.name} promised you, what has been delivered up to "
        f"{voice.day(day_before(as_of))}, and what is ahead from {voice.day(as_of)}. It promises nothing "
        "new: your agreements hold."
    )


def _promises(offer: Offer, on: date, voice: Voice) -> Iterator[Clause]:
    yield row("Position", offer.role.title)
    yield row("First day", voice.day(offer.package.start_on))
    yield from promise_lines(offer.package, voice, on=on)


# delivered


def _rows(valuation: Valuation) -> Iterator[Row]:
    """A row a promise, rounded so that they add up; tokens apart, with a total without and with them."""
    sums = _by_promise(delivered(valuation)).items()
    cash = _rounded((label, amount) for (component, label), amount in sums if component != "tokens")
    tokens = _rounded((label, amount) for (component, label), amount in sums if component == "tokens")
    without = add_up(row.amounts[0] for row in cash)
    yield from cash
    yield Row("Total without tokens" if valuation.package.tokens else "Total", (without,), is_total=True)
    if valuation.package.tokens:
        yield from tokens
        yield Row("Total with tokens", (add_up([without, *(row.amounts[0] for row in tokens)]),), is_total=True)


def _rounded(parts: Iterable[tuple[str, Decimal]]) -> list[Row]:
    """Rows of whole units of currency that add up to their rounded sum."""
    found = list(parts)
    shown = say.apportioned([amount for _, amount in found])
    return [Row(label, (amount,)) for (label, _), amount in zip(found, shown, strict=True)]


def _by_promise(parts: Sequence[Delivered]) -> dict[tuple[Component, str], Decimal]:
    """Amounts as promised by component and name, in the order in which components are printed."""
    found: dict[tuple[Component, str], list[Decimal]] = {}
    for part in sorted(parts, key=lambda part: COMPONENTS.index(part.row.component)):
        if "face" in part.row.counts:
            found.setdefault((part.row.component, _label(part)), []).append(part.face)
    return {key: add_up(amounts) for key, amounts in found.items()}


def _label(part: Delivered) -> str:
    name, component = part.row.name, part.row.component
    if component == "tokens" and "token" not in name.casefold():
        return f"AI tokens: {name}"
    return f"{name}, at target" if component in ("target bonus", "commission") else name


def _grant(grant: Grant, valuation: Valuation, voice: Voice) -> dict[str, str]:
    """Units granted, vested before the day, ahead on days, and waiting for events."""
    events = dict(valuation.assumptions.events)
    tranches = [(tranche.on, int(tranche.units)) for tranche in grant.tranches(events)]
    vested = sum(units for on, units in tranches if on < valuation.start)
    waits = sum(units for _, units in grant.waiting(events))
    later = sorted(on for on, _ in tranches if on >= valuation.start)
    return {
        "name": grant.name,
        "kind": ("restricted stock units of " if isinstance(grant, RestrictedStock) else "options on ") + grant.symbol,
        "granted": voice.number(grant.granted_units),
        "vested": voice.number(vested),
        "ahead": voice.number(grant.granted_units - vested - waits),
        "next_on": voice.day(later[0]) if later else "-",
    }


def _waiting(valuation: Valuation, voice: Voice) -> Iterator[str]:
    events = dict(valuation.assumptions.events)
    for grant in valuation.package.equity:
        for event, units in grant.waiting(events):
            yield f"{grant.name}: {voice.count(units, 'unit')} wait for {event} and count nowhere above or below."


def _faster(offer: Offer, voice: Voice) -> Iterator[str]:
    """What speeds the vesting of each grant up."""
    for grant in offer.package.equity:
        yield from (f"{grant.name}: {sentence}" for sentence in faster(grant, voice))


# tokens


def _ledger(ledger: Ledger, voice: Voice) -> dict[str, Any]:
    """The ledger of an allowance in four lines, and its terms."""
    show = _shown(ledger, voice)
    tool = f", {ledger.tool}" if ledger.tool else ""
    rows = [
        row("Granted", show(ledger.total("granted"))),
        row("Used", show(ledger.total("used"))),
        row("Expired", show(ledger.total("expired"))),
        row(f"Left on {voice.day(day_before(ledger.until))}", show(ledger.balance)),
    ]
    beyond = ((outcome, ledger.overage_that_is(outcome)) for outcome in OUTCOMES)
    rows += [row(f"Used {_OUTCOMES[outcome]}", show(quantity)) for outcome, quantity in beyond if quantity]
    return {
        "name": f"{ledger.allowance.name}{tool}",
        "unit": unit_words(ledger.unit),
        "rows": rows,
        "terms": terms_sentence(ledger.allowance),
    }


def _shown(ledger: Ledger, voice: Voice) -> Any:
    return lambda quantity: _quantity(ledger.unit, quantity, voice)


def _quantity(unit: TokenUnit, quantity: Decimal, voice: Voice) -> str:
    if isinstance(unit, TokenMoney):
        return voice.money(Money(quantity, unit.currency))
    return voice.number(quantity) if isinstance(unit, CapacityShare) else voice.tokens(quantity)


# notes


def _notes(offer: Offer, valuation: Valuation, ledgers: Sequence[Ledger], rules: LetterRules) -> Iterator[str]:
    voice = rules.voice
    start, until = voice.day(valuation.start), voice.day(day_before(valuation.until))
    yield f"Amounts are in {valuation.currency}, as promised, before tax, and rounded so that each table adds up."
    yield (
        "Salary, commission, benefits and AI tokens count as delivered by days; a bonus, a payment made once and a "
        "vesting count once their day is over. What was paid, your payslips say."
    )
    if valuation.package.bonus or valuation.package.commission:
        yield "Bonus and commission count at target, which is no promise to pay unless they are guaranteed."
    yield f"Ahead, year 1 begins on {start}, and the table ends on {until}; it counts on your staying employed."
    yield from price_notes(valuation, voice)
    if valuation.package.tokens:
        yield f"AI tokens count at their price basis. {standing(offer, rules)}"
    if ledgers:
        yield "Tokens granted are whole releases; the table of what was delivered counts them by days."
    if any(usage.priced == "list" for ledger in ledgers for usage in ledger.usage):
        yield "Tokens used were priced at the list prices of their day."


# for machines


@exactly
def statement_data(
    offer: Offer, valuation: Valuation, *, ledgers: Sequence[Ledger] = (), rules: LetterRules
) -> dict[str, Any]:
    """A statement as ``compkit/statement/1``; amounts are decimal text, as promised, unrounded.

    Raises:
        InvalidValue: As `build_statement_context`.
    """
    _check(offer, valuation, ledgers)
    return {
        "format": "compkit/statement/1",
        "offer_number": offer.offer_number,
        "employer": offer.employer.name,
        "candidate": offer.candidate.name,
        "as_of": str(valuation.assumptions.as_of),
        "currency": valuation.currency,
        "promised": [dict(line) for line in _promises(offer, valuation.assumptions.as_of, rules.voice)],
        "delivered": [
            {"component": component, "name": label, "amount": decimal_text(amount)}
            for (component, label), amount in _by_promise(delivered(valuation)).items()
        ],
        "ahead": [
            {"year": year, "component": part, "guaranteed": sure, "amount": decimal_text(amounts["face"])}
            for (year, part, sure), amounts in cells(valuation, View()).items()
        ],
        "grants": [_grant_data(grant, valuation) for grant in offer.package.equity],
        "tokens": [_ledger_data(ledger) for ledger in ledgers],
    }


def _grant_data(grant: Grant, valuation: Valuation) -> dict[str, Any]:
    events, start = dict(valuation.assumptions.events), valuation.start
    vested = sum(int(tranche.units) for tranche in grant.tranches(events) if tranche.on < start)
    return {"name": grant.name, "symbol": grant.symbol, "granted": grant.granted_units, "vested": vested}


def _ledger_data(ledger: Ledger) -> dict[str, Any]:
    totals = {name: decimal_text(ledger.total(name)) for name in ("granted", "used", "expired", "overage")}
    names = {"allowance": ledger.allowance.name, "tool": ledger.tool, "unit": unit_words(ledger.unit)}
    return names | totals | {"left": decimal_text(ledger.balance)}
