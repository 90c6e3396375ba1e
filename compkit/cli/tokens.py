"""Tokens: how many come with the job, what they buy at each provider, whether they are enough, and whether they pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidValue
from .common import fact_options, main, print_json, print_report, request

if TYPE_CHECKING:
    from ..files.desk import Desk
    from ..valuation.breakeven import ClaimedMultiple
    from ..valuation.tokencase import TokenCase
    from ..valuation.value import Valuation
    from ..valuation.workstudy import WorkloadStudy


def _listed(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Names, separated by commas or given by repeating the option."""
    return tuple(dict.fromkeys(name.strip() for text in texts for name in text.split(",") if name.strip()))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@click.option(
    "--models", "model", multiple=True, callback=_listed, metavar="A,B", help="Models, provider/model, by commas."
)
@click.option(
    "--scenarios",
    "scenario",
    multiple=True,
    callback=_listed,
    metavar="A,B",
    help="Scenarios of the assumptions or built-in ones, by commas; all for every built-in one.",
)
@click.option("--workload", metavar="FILE", help="What the work needs: coverage, the month it runs dry, savings.")
@click.option("--context", metavar="FILE", help="Published figures of what developers use, instead of compkit's own.")
@click.option("--claim", metavar="TIMES", help="Output that tokens are claimed to make of a person's, such as 10.")
@click.option("--claimed-by", default="stated on the command line", metavar="WHO", help="Who claims it.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["employer", "candidate"]),
    default="employer",
    show_default=True,
    help="A candidate sees promises, list prices and coverage; no contract price, expected cost or break-even.",
)
@fact_options
def tokens(files: tuple[str, ...], **options: Any) -> None:
    """Show what the tokens of offers buy at each provider, whether they are enough, and whether they pay."""
    from ..files.context import read_context
    from ..files.desk import open_desk
    from ..valuation.tokencase import token_case

    desk = open_desk(files, request(options))
    _check_models(desk)
    valuations, left_out = desk.token_valuations()
    case = token_case(valuations, models=desk.models, scenarios=desk.scenarios(), claimed=_claim(options))
    context = read_context(options["context"])
    internal = options["reader"] == "employer"
    study = _study(options["workload"], valuations, case)
    if options["as_json"]:
        from ..documents.tokensreport import tokens_data
        from ..documents.workloaddata import workload_data

        more = {"left_out": list(left_out), "workload": None if study is None else workload_data(study)}
        print_json(tokens_data(case, context=context, more=more, internal=internal))
        return
    from ..documents.tokensreport import build_tokens_report
    from ..documents.workloadreport import workload_blocks

    blocks = () if study is None else workload_blocks(study)
    print_report(build_tokens_report(case, context=context, more=blocks, left_out=left_out, internal=internal))


def _study(path: str | None, valuations: dict[str, Valuation], case: TokenCase) -> WorkloadStudy | None:
    """The work of a workload file against the tokens of the offers, at the models of the grid."""
    if path is None:
        return None
    from ..files.workload import read_workload
    from ..valuation.workstudy import study_workload

    return study_workload(valuations, read_workload(path), models=case.grid.models)


def _claim(options: dict[str, Any]) -> ClaimedMultiple | None:
    from ..files.fields import parse_number
    from ..valuation.breakeven import ClaimedMultiple

    if options["claim"] is None:
        return None
    try:
        return ClaimedMultiple(multiple=parse_number(options["claim"]), source=options["claimed_by"])
    except InvalidValue as error:
        raise click.BadParameter(f"{error.value!r} {error.rule}", param_hint="--claim") from None


def _check_models(desk: Desk) -> None:
    """Refuse to compare at no model at all."""
    if not desk.models and not any(a.basket for offer in desk.offers.values() for a in offer.package.tokens):
        fix = "say --models openai/gpt-6-sol,google/gemini-4-argon, or models: in the assumptions file"
        raise InvalidValue("--models", "nothing", "the offers name no model", fix)
