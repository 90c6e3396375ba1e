"""The ledger of a token allowance: what was granted, used, carried over and lost, from an offer and a usage export."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidValue
from .common import PRICES, assumptions_option, day, json_option, main, maybe_day, print_json, print_report, request

if TYPE_CHECKING:
    from ..files.desk import Desk
    from ..market.market import Stage
    from ..pay.allowance import TokenAllowance
    from ..pay.ledgerbook import Ledger
    from ..pay.ledgergrants import FteChange
    from ..pay.package import Package
    from ..pay.usage import OverageApproval


def _dated(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[tuple[date | None, str], ...]:
    """``DATE=...``; a word without a day stands alone."""
    found: list[tuple[date | None, str]] = []
    for text in texts:
        on, sign, said = (part.strip() for part in text.partition("="))
        if not sign and param.name == "approved" and on == "all":
            found.append((None, on))
        elif sign and said:
            found.append((day(ctx, param, on), said))
        else:
            fix = "2027-03-01=80 %" if param.name == "fte" else "all, or a day and an amount, 2027-03-01=5000"
            raise click.BadParameter(f"{text!r} is not understood: say {fix}")
    return tuple(found)


@main.command(name="ledger")
@click.argument("file", metavar="OFFER")
@click.option("--usage", required=True, metavar="FILE", help="What was used: CSV, Excel, YAML or JSON.")
@click.option("--allowance", metavar="NAME", help="Which allowance, where the offer has several.")
@click.option("--tool", metavar="NAME", help="Which tool, where each has the amount for itself.")
@click.option(
    "--until", callback=maybe_day, metavar="DATE", help="Last day that counts; that of the usage if not said."
)
@click.option("--left-on", callback=maybe_day, metavar="DATE", help="Last day of work.")
@click.option(
    "--fte", multiple=True, callback=_dated, metavar="DATE=RATE", help="Working time from a day on: 80 %; repeat."
)
@click.option(
    "--approved",
    multiple=True,
    callback=_dated,
    metavar="all|DATE=AMOUNT",
    help="Approved use beyond the allowance, all or so much from a day on; repeat.",
)
@click.option("--contract-prices", is_flag=True, help="Price tokens at contract prices; the report is then INTERNAL.")
@assumptions_option("Exchange rates and contracts.")
@PRICES
@click.option("--as-of", callback=day, metavar="DATE", help="Today, year-month-day; printed where tokens are priced.")
@json_option("For machines; quantities are decimal strings.")
def ledger_command(file: str, *, as_json: bool, **options: Any) -> None:
    """Book use against a token allowance: granted, carried over, used, expired, beyond it."""
    from ..documents.ledgerreport import build_ledger_report, ledger_data
    from ..files.desk import open_desk

    desk = open_desk([file], request(options))
    offer = desk.only_offer()
    allowance = _allowance(offer.package, options["allowance"])
    found = _ledger(desk, offer.package, allowance, options)
    priced = options["as_of"] if any(row.priced != "as stated" for row in found.usage) else ""
    if as_json:
        print_json(ledger_data(found, offer=offer, as_of=priced))
    else:
        print_report(build_ledger_report(found, offer=offer, as_of=priced))


def _allowance(package: Package, name: str | None) -> TokenAllowance:
    """The allowance asked for, or the only one."""
    names = ", ".join(allowance.name for allowance in package.tokens)
    if not names:
        raise InvalidValue("tokens", None, "the offer has no token allowance")
    found = [allowance for allowance in package.tokens if name in (None, allowance.name)]
    if not found:
        raise InvalidValue("--allowance", name, "is not an allowance of the offer", f"say one of {names}")
    if len(found) > 1:
        raise InvalidValue("--allowance", name, "the offer has several", f"say one of {names}")
    return found[0]


def _ledger(desk: Desk, package: Package, allowance: TokenAllowance, options: dict[str, Any]) -> Ledger:
    from ..files.ledgers import index_of, read_use
    from ..pay.ledger import ledger
    from ..valuation.usagecost import priced_usage

    rows = read_use(options["usage"], allowance, package)
    stage: Stage = "contract" if options["contract_prices"] else "list"
    usage = priced_usage(rows, allowance, package=package, market=desk.market, stage=stage)
    last = options["until"] or max([package.start_on, *(row.on for row in usage)])
    if last == date.max:
        raise InvalidValue("last day", last, "is the last day there is", "look at the year")
    return ledger(
        allowance,
        usage,
        package=package,
        until=last + timedelta(days=1),
        left_on=options["left_on"],
        fte=_fte(options["fte"]),
        approved=_approved(options["approved"]),
        tool=options["tool"] or "",
        index=index_of(allowance, desk.market),
    )


def _fte(said: tuple[tuple[date, str], ...]) -> tuple[FteChange, ...]:
    from ..files.fields import parse_share
    from ..pay.ledgergrants import FteChange

    return tuple(FteChange(on=on, rate=_parsed("--fte", rate, parse_share)) for on, rate in sorted(said))


def _approved(said: tuple[tuple[date | None, str], ...]) -> bool | tuple[OverageApproval, ...]:
    from ..files.fields import parse_number
    from ..pay.usage import OverageApproval

    if any(on is None for on, _ in said):
        return True
    return tuple(
        OverageApproval(on=on, quantity=_parsed("--approved", amount, parse_number))
        for on, amount in said
        if on is not None
    )


def _parsed(option: str, text: str, parse: Any) -> Any:
    try:
        return parse(text)
    except InvalidValue as error:
        raise InvalidValue(option, text, error.rule, error.fix) from None
