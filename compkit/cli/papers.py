"""Papers for employees and candidates beside the letter: statement, revision, amend, summary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidValue
from .common import (
    AMOUNTS,
    AS_OF,
    MONTHS,
    PRICES,
    F,
    assumptions_option,
    day,
    json_option,
    main,
    maybe_day,
    print_json,
    request,
    with_options,
)

if TYPE_CHECKING:
    from ..documents.letterrules import LetterRules
    from ..files.desk import Desk
    from ..pay.ledgerbook import Ledger
    from ..pay.offer import Offer
    from ..valuation.value import Valuation


_facts = with_options((assumptions_option("What shares and currencies are worth."), PRICES))
"""Options of every paper that prints prices."""


def _output(forms: str) -> Callable[[F], F]:
    """Where a paper goes, and as what."""
    words = f"Write it here, {forms}; else it is printed as Markdown."
    return with_options(
        (
            click.option("-o", "--output", metavar="FILE", help=words),
            click.option("--template", metavar="FILE", help=f"Your own template: {forms}."),
            click.option("--force", is_flag=True, help="Overwrite a file that somebody has edited."),
        )
    )


_LOCALE = click.option(
    "--locale", default="", metavar="LOCALE", help="How figures and days are written, such as de_DE."
)
_EFFECTIVE = "First day on which it holds."


def _done(
    name: str,
    options: dict[str, Any],
    rules: LetterRules,
    *,
    markdown: Callable[[str], str],
    word: Callable[[bytes], bytes] | None = None,
    data: Callable[[], dict[str, Any]] | None = None,
) -> None:
    """Write the paper or print it; with ``--json``, print its data or where it was written."""
    from ..files.papers import paper_text, write_paper

    path, own = None, options["template"]
    if options["output"]:
        given: dict[str, Any] = {"own": own, "paper": rules.jurisdiction.paper, "force": options["force"]}
        path = write_paper(name, options["output"], markdown=markdown, word=word, **given)
    if options["as_json"]:
        shown = own if path is None or path.suffix.casefold() == ".md" else None  # a Word template makes no text
        said: dict[str, Any] = data() if data else {"text": paper_text(name, markdown, own=shown)}
        print_json(said | ({name: str(path)} if path else {}))
    elif path:
        click.echo(f"Wrote {path}.")
    else:
        click.echo(paper_text(name, markdown, own=own), nl=False)


def _rules(offer: Offer, options: dict[str, Any]) -> LetterRules:
    """The rules of the offer's jurisdiction, with figures and days as asked."""
    from ..documents.letterrules import LetterRules
    from ..documents.papers import check_own
    from ..files.jurisdictions import offer_jurisdiction

    check_own(offer)  # before its place is asked for
    return LetterRules(jurisdiction=offer_jurisdiction(offer), locale=options["locale"])


def _one(file: str, options: dict[str, Any]) -> tuple[Desk, Offer, Valuation]:
    """The desk of one offer, the offer, and its valuation."""
    from ..files.desk import open_desk

    desk = open_desk([file], request(options))
    name, valuation = desk.only()
    return desk, desk.offers[name], valuation


@main.command()
@click.argument("file", metavar="OFFER")
@click.option("--usage", metavar="FILE", help="What was used of the tokens: CSV, Excel, YAML or JSON.")
@click.option("--as-of", callback=day, metavar="DATE", help="Day of the statement; what comes before it is delivered.")
@MONTHS
@_facts
@_LOCALE
@_output(".docx or .md")
@AMOUNTS
def statement(file: str, **options: Any) -> None:
    """Write an employee's total rewards statement: promised, delivered, ahead, tokens used."""
    from ..documents.statement import build_statement, build_statement_markdown, statement_data
    from ..files.ledgers import read_ledgers

    desk, offer, valuation = _one(file, options)
    if options["as_of"] <= offer.package.start_on:
        rule = f"must be after the first day of work, {offer.package.start_on}: a statement is for an employee"
        raise InvalidValue("--as-of", options["as_of"], rule, "say a later day, or write compkit summary")
    rules = _rules(offer, options)
    found: tuple[Ledger, ...] = ()
    if options["usage"]:
        found = read_ledgers(options["usage"], offer.package, market=desk.market, until=options["as_of"])
    _done(
        "statement",
        options,
        rules,
        markdown=lambda text: build_statement_markdown(offer, valuation, ledgers=found, rules=rules, template=text),
        word=lambda data: build_statement(offer, valuation, ledgers=found, rules=rules, template=data),
        data=lambda: statement_data(offer, valuation, ledgers=found, rules=rules),
    )


@main.command()
@click.argument("old", metavar="OLD_OFFER")
@click.argument("new", metavar="NEW_OFFER")
@click.option("--effective", callback=maybe_day, metavar="DATE", help=f"{_EFFECTIVE} The new offer's raise, if none.")
@click.option("--promotion", is_flag=True, help="The position changes too.")
@click.option("--as-of", callback=day, metavar="DATE", help="Day of the letter.")
@_LOCALE
@_output(".docx or .md")
@json_option("The text, or where it was written, for machines.")
def revision(old: str, new: str, *, effective: date | None, promotion: bool, as_of: date, **options: Any) -> None:
    """Write a salary revision letter, with or without promotion."""
    from ..documents.revision import RevisionTerms, build_revision, build_revision_markdown

    before, after = _alone(old), _alone(new)
    terms = RevisionTerms(effective_on=effective, on=as_of, promotion=promotion)
    rules = _rules(after, options)
    _done(
        "revision",
        options,
        rules,
        markdown=lambda text: build_revision_markdown(before, after, terms, template=text, rules=rules),
        word=lambda data: build_revision(before, after, terms, template=data, rules=rules),
    )


def _alone(file: str) -> Offer:
    """The one offer of a file."""
    from ..files.desk import only_file
    from ..files.offers import read_offers

    readings = read_offers([file])
    readings.check()
    return only_file(readings.files).offer


@main.command()
@click.argument("old", metavar="OLD_OFFER")
@click.argument("new", metavar="NEW_OFFER")
@click.option("--effective", callback=maybe_day, metavar="DATE", help=f"{_EFFECTIVE} The first day that is free.")
@click.option("--agreed", is_flag=True, help="The employee agrees by signing: guarantee and notice need not end first.")
@click.option("--as-of", callback=day, metavar="DATE", help="Day of the letter, on which notice is given.")
@_facts
@_LOCALE
@_output(".docx or .md")
@json_option("The text, or where it was written, for machines.")
def amend(old: str, new: str, *, effective: date | None, agreed: bool, **options: Any) -> None:
    """Write the amendment of a token allowance: before, after, notice, a worked example."""
    from ..documents.amendment import AmendmentTerms, build_amendment, build_amendment_markdown
    from ..files.desk import open_desk

    before, desk = _alone(old), open_desk([new], request(options))
    after, market = desk.only_offer(), desk.market
    terms, rules = AmendmentTerms(effective_on=effective, agreed=agreed), _rules(after, options)
    _done(
        "amendment",
        options,
        rules,
        markdown=lambda text: build_amendment_markdown(before, after, market, terms, template=text, rules=rules),
        word=lambda data: build_amendment(before, after, market, terms, template=data, rules=rules),
    )


@main.command()
@click.argument("file", metavar="OFFER")
@click.option("--model", multiple=True, metavar="PROVIDER/MODEL", help="Show what money for tokens buys at it; repeat.")
@AS_OF
@MONTHS
@_facts
@_LOCALE
@_output(".md")
@json_option("The text, or where it was written, for machines.")
def summary(file: str, **options: Any) -> None:
    """Write the candidate's page for e-mail: ten lines and one table, with and without tokens."""
    from ..documents.summary import build_summary

    desk, offer, valuation = _one(file, options)
    rules = _rules(offer, options)
    _done(
        "summary",
        options,
        rules,
        markdown=lambda text: build_summary(offer, valuation, models=desk.models, rules=rules, template=text),
    )
