"""The audit: who uses what they were given, what it brings, and when the money runs out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..errors import OutputRefused
from .common import (
    AMOUNTS,
    AS_OF,
    PRICES,
    assumptions_option,
    main,
    maybe_day,
    print_json,
    print_report,
    progress,
    refuse_existing,
    request,
    with_options,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..workforce.audit.audit import Audit, AuditTerms
    from ..workforce.roster import Roster

_IDENTITIES = click.Choice(["email", "user_id", "api_key", "project"])
_levers = with_options(
    (
        click.option("--cache-share", metavar="RATE", help="Lever: share of input read from a cache, such as 80 %."),
        click.option("--route-to", default="", metavar="PROVIDER/MODEL", help="Lever: a cheaper model ..."),
        click.option("--route-share", metavar="RATE", help="... and the share of dearer models' tokens that go there."),
        click.option("--work-ratio", default="1", metavar="N", help="Tokens there for one here, for the same work."),
        click.option("--batch-share", metavar="RATE", help="Lever: share of standard requests that can wait."),
        click.option("--shorter-input", metavar="RATE", help="Lever: how much shorter input would be."),
        click.option("--long-share", metavar="RATE", help="Lever: share of tokens in long-context requests today."),
    )
)


@main.command()
@click.argument("file", metavar="ROSTER")
@click.option("--usage", required=True, multiple=True, metavar="FILE", help="A usage export, or a folder; repeat.")
@click.option("--policy", required=True, metavar="FILE", help="A policy file; its section tokens counts.")
@AS_OF
@click.option("--start", callback=maybe_day, metavar="DATE", help="First day of the year; else 1 January.")
@assumptions_option("Exchange rates and other facts.")
@PRICES
@click.option("--currency", default="USD", show_default=True, metavar="CODE", help="Of the usage.")
@click.option("--by", multiple=True, metavar="COLUMN", help="department, cost_center, level, ...; repeat for more.")
@click.option("--key", default="", metavar="COLUMN", help="Column of identities; else email, or employee_id.")
@click.option("--identity", multiple=True, type=_IDENTITIES, help="Kind that is looked up; else email and user_id.")
@click.option("--outcome", multiple=True, metavar="COLUMN", help="commits, pull_requests, ...; else all there are.")
@click.option("--outcomes", "table", metavar="FILE", help="A table of outcomes by employee id, instead of the usage's.")
@_levers
@click.option(
    "--hide-below", default=5, show_default=True, type=click.IntRange(1, 100_000), help="Fewest people shown."
)
@click.option("--no-names", is_flag=True, help="Groups only: no id is shown or written.")
@click.option("--xlsx", metavar="FILE", help="Write the tables here. INTERNAL.")
@click.option("--force", is_flag=True, help="Overwrite the tables.")
@AMOUNTS
def audit(file: str, *, as_of: date, xlsx: str | None, force: bool, as_json: bool, **options: Any) -> None:
    """Say who used what they were granted, what came of it, and when money runs out. INTERNAL."""
    from ..documents.auditdata import audit_data
    from ..documents.auditreport import build_audit_report

    if xlsx:
        refuse_existing(xlsx, force=force)
        if not xlsx.casefold().endswith(".xlsx"):
            raise OutputRefused(xlsx, "several tables are written as .xlsx", "name it so")
    found, warnings = _audited(file, as_of, options)
    if xlsx:
        _write(found, xlsx)
    if as_json:
        print_json(audit_data(found) | {"warnings": list(warnings)})
        return
    print_report(build_audit_report(found))
    for warning in warnings:
        click.echo(f"! {warning}")
    if xlsx:
        click.echo(f"Wrote {xlsx} (internal: it shows what people use).")


def _audited(file: str, as_of: date, options: dict[str, Any]) -> tuple[Audit, tuple[str, ...]]:
    from ..files.auditdesk import AuditRequest, open_audit
    from ..files.outcomes import read_outcomes
    from ..workforce.audit.audit import audit as audit_of

    asked = AuditRequest(
        roster=file,
        usage=options["usage"],
        policy=options["policy"],
        facts=request({**options, "as_of": as_of}),
        key=options["key"],
        identities=options["identity"] or ("email", "user_id"),
    )
    terms = _terms(options)
    own = read_outcomes(options["table"], terms.outcomes or ()) if options["table"] else None
    show = progress("audit: step {} of 4", every=1)
    desk = open_audit(asked, progress=show)
    found = audit_of(desk.roster, desk.usage, desk.policy, as_of, market=desk.market, terms=terms, outcomes=own)
    if show:
        show(4)
        click.echo("\r\x1b[K", err=True, nl=False)
    shown = desk.warnings if terms.names else ()
    return found, (*shown, *_strangers(own, desk.roster))


def _strangers(outcomes: pd.DataFrame | None, roster: Roster) -> Iterator[str]:
    """How many rows of outcomes are of nobody in the roster."""
    if outcomes is not None:
        count = int((~outcomes["employee_id"].isin(roster.people["employee_id"])).sum())
        if count:
            yield f"{count:,} rows of outcomes are of nobody in the roster, and left out"


def _terms(options: dict[str, Any]) -> AuditTerms:
    from ..files.fields import parse_number, parse_rate
    from ..workforce.audit.audit import AuditTerms
    from ..workforce.audit.levers import LeverTerms

    names = ("cache_share", "route_share", "batch_share", "shorter_input", "long_share")
    if bool(options["route_to"]) != (options["route_share"] is not None):
        raise click.UsageError("--route-to and --route-share go together")
    rates = {name: parse_rate(options[name]) for name in names if options[name] is not None}
    return AuditTerms(
        currency=options["currency"],
        start=options["start"],
        by=options["by"] or ("department",),
        outcomes=options["outcome"] or None,
        levers=LeverTerms(route_to=options["route_to"], work_ratio=parse_number(options["work_ratio"]), **rates),
        hide_below=options["hide_below"],
        names=not options["no_names"],
    )


def _write(found: Audit, path: str) -> None:
    from ..documents.auditdata import audit_frames
    from ..files.bulkbook import write_tables

    if sys.stderr.isatty():
        click.echo(f"\r\x1b[Kwriting {path} ...\r", err=True, nl=False)
    write_tables(audit_frames(found), path)
