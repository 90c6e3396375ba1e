"""To begin: a new offer file, and the schema of one."""

from __future__ import annotations

import click

from .common import main, print_json, refuse_existing


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--from", "sample", default="acme", show_default=True, metavar="SAMPLE", help="Sample to start from.")
@click.option("--policy", metavar="FILE", help="Fill the token allowance from this policy, for the role of --level.")
@click.option("--level", metavar="LEVEL", help="Level of the role.")
@click.option("--family", metavar="NAME", help="Job family: the department, where --department says none.")
@click.option("--place", metavar="NAME", help="Location of the role; the sample's if not said.")
@click.option("--department", metavar="NAME", help="Department of the role; the sample's if not said.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def new(file: str, sample: str, force: bool, **options: str | None) -> None:
    """Start a file from a commented sample; - prints it.

    A FILE that ends in .xlsx is an intake workbook: one row an offer, with the sample as an example to overwrite.
    A sample is an offer or one of the files beside it, such as assumptions, policy, workload or usage; a wrong name
    lists them all. With --policy, the tokens of a new offer are those that the policy gives its role.
    """
    from ..files.templates import FILES, sample_file, sample_names
    from ..files.text import write_bytes

    known = (*sample_names(), *FILES)
    if sample not in known:
        raise click.BadParameter(f"{sample!r} is no sample: say one of {', '.join(known)}", param_hint="--from")
    if any(options.values()):
        data = _filled(file, sample, options)
    else:
        data = _intake(sample) if file.casefold().endswith(".xlsx") else sample_file(sample).read_bytes()
    if file == "-":
        click.echo(data.decode(), nl=False)
        return
    refuse_existing(file, force=force)
    write_bytes(file, data)
    following = "" if sample in FILES else f" Next: compkit check {file}"
    click.echo(f"Wrote {file} from the sample {sample}.{following}")


def _filled(file: str, sample: str, options: dict[str, str | None]) -> bytes:
    """A sample offer with the tokens of a policy."""
    from ..files.newoffer import fill_offer
    from ..files.policy import read_token_policy
    from ..files.templates import sample_file, sample_names

    policy, level = options["policy"], options["level"]
    if policy is None or level is None:
        raise click.UsageError("--policy and --level go together; --family, --place and --department go with them")
    if sample not in sample_names() or file.casefold().endswith(".xlsx"):
        raise click.UsageError(f"--policy fills one offer, a YAML file from one of: {', '.join(sample_names())}")
    text = sample_file(sample).read_text("utf-8")
    department = options["department"] or options["family"] or ""
    place = options["place"] or ""
    return fill_offer(text, read_token_policy(policy), level=level, place=place, department=department).encode()


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
    policy, workload, factory, context, posting, posting-rules, jurisdiction and merit.
    """
    from ..files.schemas import file_schema

    print_json(file_schema(kind))
