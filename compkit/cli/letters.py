"""Letters: write one or a thousand, check a template, verify a letter against its offer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .common import common, json_option, main, print_json, print_report, progress, request

PAPERS = ("letter", "agreement", "statement", "revision", "amendment", "summary")
"""What can have an own template."""


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="OFFER...")
@common
@click.option("-o", "--output", metavar="FILE", help="A .docx, .pdf or .md file; else named after the offer number.")
@click.option("--out", metavar="DIR", help="Write the letters of many offers here, with a manifest.")
@click.option("--format", "form", type=click.Choice(["docx", "pdf", "md"]), help="Word, PDF or Markdown.")
@click.option("--template", metavar="FILE", help="Your own template: .docx, .md or .typ.")
@click.option("--agreement", metavar="FILE", help="Your own template of what is signed apart: .docx, .md or .typ.")
@click.option("--locale", default="", metavar="LOCALE", help="How figures and days are written, such as de_DE.")
@click.option("--force", is_flag=True, help="Overwrite a letter that somebody has edited.")
def letter(files: tuple[str, ...], output: str | None, out: str | None, **options: Any) -> None:
    """Write offer letters, as Word, PDF or Markdown."""
    if output is not None and out is not None:
        raise click.UsageError("say -o for one letter or --out for many, not both")
    if out is not None:
        _many(files, out, options)
        return
    if len(files) > 1 or Path(files[0]).is_dir():
        raise click.UsageError("say --out DIR for the letters of several offers")
    _one(files[0], output, options)


def _one(file: str, output: str | None, options: dict[str, Any]) -> None:
    from ..files.desk import open_desk
    from ..files.documents import letter_name, write_letter
    from ..files.letterpress import letter_format

    form = letter_format(output, options["form"]) if output is not None else options["form"] or "docx"
    desk = open_desk([file], request(options))
    valuations = desk.valuations()
    if len(valuations) != 1:
        raise click.UsageError(f"{file} holds {len(valuations)} offers: say --out DIR for all their letters")
    ((name, valuation),) = valuations.items()
    offer = desk.offers[name]
    target = output or letter_name(offer, form)
    paths = write_letter(
        offer,
        valuation,
        target,
        format=form,
        template=options["template"],
        agreement=options["agreement"],
        locale=options["locale"],
        force=options["force"],
    )
    path, *apart = (str(path) for path in paths)
    if options["as_json"]:
        print_json({"letter": path, "signed_apart": apart})
        return
    click.echo(f"Wrote {path} (for {offer.candidate.name}), as of {valuation.market.as_of}.")
    for beside in apart:
        click.echo(f"Wrote {beside}, which is signed apart.")


def _many(files: tuple[str, ...], out: str, options: dict[str, Any]) -> None:
    from ..files.letterrun import LetterJob, write_letters

    job = LetterJob(
        request=request(options),
        folder=out,
        format=options["form"] or "docx",
        template=options["template"],
        agreement=options["agreement"],
        locale=options["locale"],
        force=options["force"],
    )
    run = write_letters(list(files), job, progress=progress("{} letters", every=10))
    failed = [{"file": result.source, "problem": result.problem} for result in run.failed]
    if options["as_json"]:
        print_json({"manifest": str(run.manifest), "written": run.written, "failed": failed})
    else:
        letters = "1 letter" if run.written == 1 else f"{run.written:,} letters"
        click.echo(f"Wrote {letters} to {out}, listed in {run.manifest}.")
        for result in failed:
            click.echo(f"No letter for {result['file']}: {result['problem']}", err=True)
    if failed:
        raise SystemExit(1)


@main.group()
def template() -> None:
    """Work with templates of your own."""


@template.command("check")
@click.argument("file", metavar="FILE")
@click.option("--for", "paper", type=click.Choice(PAPERS), default="letter", help="What it is a template of; a letter.")
@json_option("Findings for machines.")
def check_template(file: str, paper: str, as_json: bool) -> None:
    """Check a template, .docx or .md: unknown and unused fields, and faults, with their places."""
    from ..documents.templatecheck import build_template_report, template_data
    from ..files.letterpress import read_template_check

    found = read_template_check(file, paper)
    if as_json:
        print_json(template_data(found))
    else:
        print_report(build_template_report(found))
    if not found.passes:
        raise SystemExit(1)


@main.command()
@click.argument("letter", metavar="LETTER")
@click.argument("offer", metavar="OFFER")
@json_option("The finding for machines.")
def verify(letter: str, offer: str, as_json: bool) -> None:
    """Say whether a letter and its offer file still agree; exit 1 if they do not."""
    from ..files.offers import read_offer
    from ..files.verify import verify_letter

    verdict = verify_letter(letter, read_offer(offer))
    if as_json:
        carried = verdict.document
        print_json(
            {
                "format": "compkit/verify/1",
                "agrees": verdict.agrees,
                "findings": list(verdict.findings),
                "offer": str(verdict.offer),
                "document": str(carried) if carried else None,
            }
        )
    else:
        for words in verdict.findings:
            click.echo(words)
    if not verdict.agrees:
        raise SystemExit(1)
