"""To begin: a new offer file, and the schema of one."""

from __future__ import annotations

import click

from .common import main, print_json, refuse_existing


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--from", "sample", default="acme", show_default=True, metavar="SAMPLE", help="Sample to start from.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def new(file: str, sample: str, force: bool) -> None:
    """Start a file from a commented sample; - prints it.

    A FILE that ends in .xlsx is an intake workbook: one row an offer, with the sample as an example to overwrite.
    A sample is an offer or one of the files beside it, such as assumptions, policy, workload or usage; a wrong name
    lists them all.
    """
    from ..files.templates import FILES, sample_file, sample_names
    from ..files.text import write_bytes

    known = (*sample_names(), *FILES)
    if sample not in known:
        raise click.BadParameter(f"{sample!r} is no sample: say one of {', '.join(known)}", param_hint="--from")
    data = _intake(sample) if file.casefold().endswith(".xlsx") else sample_file(sample).read_bytes()
    if file == "-":
        click.echo(data.decode(), nl=False)
        return
    refuse_existing(file, force=force)
    write_bytes(file, data)
    following = "" if sample in FILES else f" Next: compkit check {file}"
    click.echo(f"Wrote {file} from the sample {sample}.{following}")


def _intake(sample: str) -> bytes:
    """An intake workbook with a sample offer as its example."""
    from ..files.intakewrite import format_intake
    from ..files.offers import read_offer
    from ..files.templates import sample_file, sample_names

    if sample not in sample_names():
        raise click.BadParameter(
            f"{sample!r} is no offer: an .xlsx holds offers, such as {', '.join(sample_names())}", param_hint="--from"
        )
    return format_intake([read_offer(sample_file(sample))], is_example=True)


@main.command()
@click.argument("kind", metavar="[FORMAT]", default="offer")
def schema(kind: str) -> None:
    """Print the JSON Schema of a file format.

    Editors and applicant systems check files by it. FORMAT is one of offer (if none is said), assumptions, bands,
    policy, workload, factory, context, posting, posting-rules and jurisdiction.
    """
    from ..files.schemas import file_schema

    print_json(file_schema(kind))
