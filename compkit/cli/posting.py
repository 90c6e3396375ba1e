"""A job posting as text, page or data, and what laws ask of it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from .common import day, json_option, main, print_json, print_report, refuse_existing

if TYPE_CHECKING:
    from ..documents.posting import Posting, PostingCheck

_FORMATS = ("markdown", "html", "json-ld")
_SUFFIXES = {".md": "markdown", ".html": "html", ".htm": "html", ".json": "json-ld", ".jsonld": "json-ld"}


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--bands", metavar="FILE", help="Pay bands for what the posting does not state; only their ends leave.")
@click.option("--format", "kind", type=click.Choice(_FORMATS), help="By the suffix of the output; else markdown.")
@click.option("--check", is_flag=True, help="Say what laws of its places ask of it; exit code 1 if it lacks something.")
@click.option("--place", "places", multiple=True, metavar="CODE", help="With --check: a further place, such as US-CO.")
@click.option("--rules", metavar="FILE", help="Rules of places from a file, instead of those that come with compkit.")
@click.option("-o", "--output", metavar="FILE", help="Write it here: .md, .html, .json or .jsonld; else it is printed.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.option("--as-of", callback=day, metavar="DATE", help="Today, year-month-day.")
@json_option("For machines: the check with --check, else the JSON-LD.")
def posting(
    file: str,
    bands: str | None,
    kind: str | None,
    check: bool,
    places: tuple[str, ...],
    rules: str | None,
    output: str | None,
    force: bool,
    as_of: date,
    as_json: bool,
) -> None:
    """Write a job posting with its pay range, or check it against the laws of its places."""
    from ..documents.posting import check_posting
    from ..files.policy import read_bands
    from ..files.postingrules import read_posting_rules
    from ..files.postings import read_posting

    if (places or rules) and not check:
        raise click.UsageError("--place and --rules go with --check")
    if check and (output or kind):
        raise click.UsageError("--check writes no posting: leave out --output and --format")
    read = read_posting(file, bands=read_bands(bands) if bands else None)
    found = check_posting(read, read_posting_rules(rules), places, as_of=as_of)
    if check:
        _print_check(found, as_json=as_json)
        return
    text = _text(read, "json-ld" if as_json and kind is None else kind or _kind(output))
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text, force=force)
    _warn(found)


def _print_check(found: PostingCheck, *, as_json: bool) -> None:
    from ..documents.posting import build_posting_report, posting_check_data

    if as_json:
        print_json(posting_check_data(found))
    else:
        print_report(build_posting_report(found))
    if not found.passes:
        raise SystemExit(1)


def _kind(output: str | None) -> str:
    """The format by the suffix of a file; Markdown where it is printed."""
    if output is None:
        return "markdown"
    suffix = PurePath(output).suffix.casefold()
    if suffix not in _SUFFIXES:
        raise click.BadParameter(f"{output!r}: a posting is {', '.join(_SUFFIXES)}; or say --format", param_hint="-o")
    return _SUFFIXES[suffix]


def _text(posting: Posting, kind: str) -> str:
    from ..documents.posting import build_posting_html, build_posting_jsonld, build_posting_markdown, json_text

    if kind == "json-ld":
        return json_text(build_posting_jsonld(posting)) + "\n"
    return build_posting_html(posting) if kind == "html" else build_posting_markdown(posting)


def _write(output: str, text: str, *, force: bool) -> None:
    from ..files.text import write_bytes

    refuse_existing(output, force=force)
    write_bytes(output, text.encode())
    click.echo(f"Wrote {output}.", err=True)


def _warn(found: PostingCheck) -> None:
    """Say on standard error what is missing, so that nothing goes out unseen."""
    missing = [finding.what for finding in found.findings if finding.status == "missing"]
    if missing:
        click.echo(f"Missing by the rules of its places: {', '.join(missing)}. See --check.", err=True)
