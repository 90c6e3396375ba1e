"""Planning: the value of one term that reaches a total, matches a rival offer or fits a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import FileProblems, InvalidValue, OutputRefused, Problem
from .common import fact_options, main, print_json, print_report, request

if TYPE_CHECKING:
    from ..documents.planparts import Unmet
    from ..documents.planreport import Rival
    from ..files.desk import Desk
    from ..files.offers import OfferFile
    from ..money import Money
    from ..valuation.solve import Solution, Target
    from ..valuation.terms import Change, Term
    from ..valuation.value import Valuation

Asked = TypeVar("Asked")
Found = TypeVar("Found")

TERMS: dict[str, Term] = {
    "base": "base salary",
    "bonus": "bonus",
    "sign-on": "sign-on",
    "units": "shares",
    "tokens": "tokens",
}
_NAMED = ("bonus", "units", "tokens")


def bad_option(error: InvalidValue, hint: str = "") -> click.BadParameter:
    """What a value library refuses, as an error of the command line."""
    fix = f": {error.fix}" if error.fix else ""
    return click.BadParameter(f"{error.value} {error.rule}{fix}", param_hint=hint or None)


def understood(parse: Callable[[str], Found], text: str, hint: str = "") -> Found:
    """The text of an option as a value."""
    try:
        return parse(text)
    except InvalidValue as error:
        raise bad_option(error, hint) from None


def _changes(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[Change, ...]:
    return tuple(dict.fromkeys(_change(text) for text in texts))


def _change(text: str) -> Change:
    """A term, alone or with the name of a bonus, grant or allowance: ``units:New-hire grant``."""
    from ..files.fields import near
    from ..valuation.terms import Change

    word, colon, name = (part.strip() for part in text.partition(":"))
    if word not in TERMS:
        guess = near(word, list(TERMS))
        tail = f"; did you mean {guess}?" if guess else ""
        raise click.BadParameter(f"{word!r} is no term: say one of {', '.join(TERMS)}{tail}")
    if colon and (word not in _NAMED or not name):
        raise click.BadParameter(f"{text!r}: a name goes with {', '.join(_NAMED)} only, such as units:New-hire grant")
    return Change(term=TERMS[word], name=name)


def sum_option(ctx: click.Context, param: click.Parameter, text: str | None) -> Any:
    """An amount, with a currency of its own if it names one."""
    from ..files.fields import parse_sum

    return None if text is None else understood(parse_sum, text)


# one term that meets a target


@main.command()
@click.argument("file", metavar="OFFER")
@click.option(
    "--change",
    "changes",
    multiple=True,
    required=True,
    callback=_changes,
    metavar="TERM[:NAME]",
    help="base, bonus, sign-on, units or tokens; the first of its kind unless named. Repeat for more, each alone.",
)
@click.option("--reach", callback=sum_option, metavar="AMOUNT", help="The least that reaches this total: 1700000.")
@click.option("--match", metavar="RIVAL", help="The least that is not behind this other offer file.")
@click.option("--fit", callback=sum_option, metavar="AMOUNT", help="The most that stays within this budget.")
@click.option(
    "--number",
    type=click.Choice(["face", "cost", "worth"]),
    default="face",
    show_default=True,
    help="Which total: as promised, expected cost, or to the employee.",
)
@click.option(
    "--tokens",
    type=click.Choice(["all", "guaranteed", "none"]),
    default="all",
    show_default=True,
    help="Which AI tokens the total counts.",
)
@click.option("--year-one", is_flag=True, help="The total of the first year, instead of the horizon.")
@click.option("--write", metavar="FILE", help="Write the offer with the value found as a draft: .yaml or .json.")
@click.option("--force", is_flag=True, help="Overwrite the file to write.")
@fact_options
def solve(file: str, changes: tuple[Change, ...], match: str | None, **options: Any) -> None:
    """Find the base, bonus or units that reach a total or fit a budget.

    Or that match a rival offer; a sign-on or tokens, too. All else stays. INTERNAL: shows expected cost.
    """
    from ..documents.planreport import build_solve_report, solve_data

    _check_solve(changes, match, options)
    desk = one_offer_each([file] if match is None else [file, match], options)
    valuations = desk.valuations()
    before = valuations[desk.names[desk.files[0].path]]
    rival = None if match is None else _rival(desk, valuations)
    found, unmet = find_each(changes, _label, _solver(before, _target(before, rival, options), options))
    refuse_if_none(file, found, unmet)
    offer = desk.files[0].offer
    words = _write(desk.files[0], found[0], options) if options["write"] else ""
    if options["as_json"]:
        print_json(solve_data(found, before=before, rival=rival, unmet=unmet))
    else:
        print_report(build_solve_report(found, before=before, offer=offer, rival=rival, unmet=unmet))
    if words:
        click.echo(words if options["as_json"] else f"\n{words}", err=options["as_json"])


def _check_solve(changes: Sequence[Change], match: str | None, options: dict[str, Any]) -> None:
    """What the options must agree on."""
    if [match, options["reach"], options["fit"]].count(None) != 2:
        raise click.UsageError("say what to meet, one of --reach AMOUNT, --match RIVAL and --fit AMOUNT")
    if options["write"] and len(changes) > 1:
        raise click.UsageError("--write takes one --change: each is found alone, so each is an offer of its own")


def one_offer_each(paths: list[str], options: dict[str, Any]) -> Desk:
    """The files, one offer each."""
    from ..files.desk import open_desk

    desk = open_desk(paths, request(options))
    if len(desk.files) != len(paths):
        raise InvalidValue("OFFER", ", ".join(paths), "must be one offer each, not a folder of them", "name a file")
    return desk


def _rival(desk: Desk, valuations: dict[str, Valuation]) -> Rival:
    from ..documents.planreport import Rival

    name = desk.names[desk.files[1].path]
    return Rival(name, valuations[name])


def _target(before: Valuation, rival: Rival | None, options: dict[str, Any]) -> Target:
    from ..valuation.solve import Fit, Match, Reach

    if rival is not None:
        return Match(rival.valuation)
    kind = Reach if options["reach"] is not None else Fit
    return kind(in_offer_currency(options["reach"] or options["fit"], before))


def in_offer_currency(stated: Any, before: Valuation) -> Money:
    """An amount of the command line, in the offer's currency unless it names its own."""
    from ..money import Money

    return Money(stated.amount, stated.currency or before.currency)


def _solver(before: Valuation, target: Target, options: dict[str, Any]) -> Callable[[Change], Solution]:
    from ..valuation.gap import Scope
    from ..valuation.solve import solve as solve_one

    scope = Scope(number=options["number"], tokens=options["tokens"], year_one=options["year_one"])
    market, given = before.market, before.assumptions

    def find(change: Change) -> Solution:
        return solve_one(before.package, change=change, target=target, market=market, assumptions=given, scope=scope)

    return find


def _label(change: Change) -> str:
    return f"{change.term}: {change.name}" if change.name else change.term


def find_each(
    asked: Iterable[Asked], label: Callable[[Asked], str], find: Callable[[Asked], Found]
) -> tuple[list[Found], list[Unmet]]:
    """What is found for each that was asked for, and why the others cannot be had: one stops no other."""
    from ..documents.planparts import Unmet

    found, unmet = [], []
    for one in asked:
        try:
            found.append(find(one))
        except InvalidValue as error:
            unmet.append(Unmet(label(one), _reason(error, label(one))))
    return found, unmet


def _reason(error: InvalidValue, asked: str) -> str:
    """Rule and way out; of what, unless that is just what was asked for."""
    subject = error.name.partition(" ")[2] or error.name
    words = error.rule if asked.startswith(subject) else f"{subject}: {error.rule}"
    return f"{words}: {error.fix}" if error.fix else words


def refuse_if_none(file: str, found: Sequence[object], unmet: Sequence[Unmet]) -> None:
    """An error with every reason, if nothing at all was found."""
    if not found:
        raise FileProblems([Problem(file=file, path=one.asked, value="", rule=one.reason) for one in unmet])


def _write(source: OfferFile, solution: Solution, options: dict[str, Any]) -> str:
    """Write the offer with its new package as a draft, and say so."""
    from pathlib import Path

    from attrs import evolve

    from ..files.offers import SUFFIXES, write_offer

    path, offer = Path(options["write"]), source.offer
    if path.suffix.casefold() not in SUFFIXES:
        raise OutputRefused(path, "an offer file is YAML or JSON", f"end its name in {', '.join(SUFFIXES)}")
    if offer.is_told:
        raise OutputRefused(path, "another company's offer, as told, is not ours to draft", "leave --write out")
    if path.exists() and not options["force"]:
        raise OutputRefused(path, "it exists already", "choose another name, or use --force")
    write_offer(evolve(offer, package=solution.package, status="draft", approvals=()), path)
    return f"Wrote {path}: a draft of {offer.offer_number}, its dates as they were, without approvals.{_own(source)}"


def _own(source: OfferFile) -> str:
    from ..valuation.facts import Facts

    return "" if source.facts == Facts() else f" The assumptions inside {source.path} are not in it."
