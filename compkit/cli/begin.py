"""To begin: a new offer file, and the schema of one."""

from __future__ import annotations

import click

from ..errors import OutputRefused
from .common import (
    main,
    print_json,
)


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--from", "sample", default="acme", show_default=True, metavar="SAMPLE", help="Sample to start from.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def new(file: str, sample: str, force: bool) -> None:
    """Start a file from a commented sample; - prints it.

    A sample is an offer or one of the files beside it, such as assumptions, policy, workload or usage; a wrong name
    lists them all.
    """
    from pathlib import Path

    from ..files.templates import FILES, sample_file, sample_names
    from ..files.text import write_bytes

    known = (*sample_names(), *FILES)
    if sample not in known:
        raise click.BadParameter(f"{sample!r} is no sample: say one of {', '.join(known)}", param_hint="--from")
    data = sample_file(sample).read_bytes()
    if file == "-":
        click.echo(data.decode(), nl=False)
        return
    if Path(file).exists() and not force:
        raise OutputRefused(file, "it exists", "use --force, or name another file")
    write_bytes(file, data)
    following = "" if sample in FILES else f" Next: compkit check {file}"
    click.echo(f"Wrote {file} from the sample {sample}.{following}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the offer file, for editors and applicant systems."""
    from ..files.schema import offer_schema

    print_json(offer_schema())
