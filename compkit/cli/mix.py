"""Planning: other mixes of base salary, bonus, equity and tokens at equal expected cost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidValue
from .common import fact_options, main, print_json, print_report
from .plan import (
    TERMS,
    bad_option,
    find_each,
    in_offer_currency,
    one_offer_each,
    refuse_if_none,
    sum_option,
    understood,
)

if TYPE_CHECKING:
    from ..valuation.mixes import Limits, Mix, MixShares, Part
    from ..valuation.terms import Term
    from ..valuation.value import Valuation

_PARTS: tuple[Part, ...] = ("base", "bonus", "equity", "tokens")
_NO_LIMIT = Decimal(10) ** 15


def _mixes(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[MixShares, ...]:
    from ..valuation.mixes import MixShares

    return tuple(understood(MixShares.parse, text) for text in texts)


def _step(ctx: click.Context, param: click.Parameter, text: str) -> Decimal:
    from ..files.fields import parse_rate

    return understood(parse_rate, text)


@main.command()
@click.argument("file", metavar="OFFER")
@click.option("--mix", "mixes", multiple=True, callback=_mixes, metavar="60/10/20/10", help="Base/bonus/equity/tokens.")
@click.option("--less", type=click.Choice(_PARTS), help="Move cost from here, step by step ...")
@click.option("--more", type=click.Choice(_PARTS), help="... to here, beginning with the first --mix or the offer's.")
@click.option("--by", "step", default="5 %", show_default=True, callback=_step, metavar="RATE", help="Size of a step.")
@click.option("--times", default=4, show_default=True, type=click.IntRange(1, 20), help="Number of steps.")
@click.option(
    "--budget", callback=sum_option, metavar="AMOUNT", help="Expected cost of every mix; the offer's if left out."
)
@click.option("--limit", "limits", multiple=True, metavar="PART=LOW..HIGH", help="base=200000..300000, bonus=..20 %.")
@fact_options
def mix(file: str, **options: Any) -> None:
    """Show other mixes of the four components at equal expected cost.

    Side by side, as three numbers; what breaks a --limit is marked. INTERNAL: shows expected cost.
    """
    from ..documents.mixreport import build_mix_report, mix_data
    from ..valuation.mixes import mix_now, mixes_at_equal_cost

    _check_mix(options)
    desk = one_offer_each([file], options)
    (before,) = desk.valuations().values()
    now = mix_now(before)
    budget = now.budget if options["budget"] is None else in_offer_currency(options["budget"], before)
    limits = _limits(options["limits"], before)

    def find(shares: MixShares) -> Mix:
        market, given = before.market, before.assumptions
        (one,) = mixes_at_equal_cost(
            before.package, mixes=[shares], market=market, assumptions=given, budget=budget, limits=limits
        )
        return one

    found, unmet = find_each(_wanted(now, options), lambda shares: shares.label, find)
    refuse_if_none(file, found, unmet)
    if options["as_json"]:
        print_json(mix_data(found, now=now, unmet=unmet))
    else:
        print_report(build_mix_report(found, now=now, offer=desk.files[0].offer, unmet=unmet))


def _check_mix(options: dict[str, Any]) -> None:
    """What the options must agree on."""
    if (options["less"] is None) != (options["more"] is None):
        raise click.UsageError("--less and --more go together: from where to where cost moves")
    if not (options["mixes"] or options["less"] or options["budget"]):
        raise click.UsageError("say which mixes: --mix 60/10/20/10, or --less equity --more tokens, or --budget AMOUNT")


def _wanted(now: Mix, options: dict[str, Any]) -> list[MixShares]:
    """The mixes asked for, in order, each once; the offer's own only where its budget changes."""
    from ..valuation.mixes import vary

    asked = list(options["mixes"])
    start = asked[0] if asked else now.shares
    if options["less"]:
        try:
            asked += vary(
                start, give=options["less"], take=options["more"], step=options["step"], times=options["times"]
            )
        except InvalidValue as error:
            raise bad_option(error, "--less, --more, --by") from None
    found = {shares.label: shares for shares in asked or [start]}
    if options["budget"] is None and not options["mixes"]:
        found.pop(now.shares.label, None)
    if not found:
        rule, fix = f"has less than a step to give: the mix is {start.label}", "make --by smaller"
        raise InvalidValue("--less", options["less"], rule, fix)
    return list(found.values())


def _limits(texts: Iterable[str], before: Valuation) -> Limits:
    """Least and most of a term by name, each in the unit that the offer states it in."""
    found: dict[Term, tuple[Decimal, Decimal]] = {}
    for text in texts:
        part, equals, limit = (word.strip() for word in text.partition("="))
        low, dots, high = (word.strip() for word in limit.partition(".."))
        if part not in _PARTS or not equals or not dots or not (low or high):
            parts = ", ".join(_PARTS)
            raise click.BadParameter(f"{text!r}: say PART=LOW..HIGH, of {parts}; leave one end out for no limit there")
        found |= _limit("shares" if part == "equity" else TERMS[part], low, high, before)
    return found


def _limit(term: Term, low: str, high: str, before: Valuation) -> dict[Term, tuple[Decimal, Decimal]]:
    from ..files.fields import parse_number, parse_rate
    from ..valuation.solve import changeable
    from ..valuation.terms import Change

    unit = changeable(before.package, Change(term=term), before.assumptions).unit
    parse, hint = parse_rate if unit.startswith("of ") else parse_number, f"--limit of {term}"
    ends = understood(parse, low, hint) if low else Decimal(0), understood(parse, high, hint) if high else _NO_LIMIT
    if ends[0] > ends[1]:
        raise click.BadParameter(f"{low}..{high}: the least comes first", param_hint="--limit")
    return {term: ends}
