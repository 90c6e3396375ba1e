"""Letters in bulk: one template, many offers, one at a time in memory; what fails is listed and stops nothing else.

One process does it all: reading an offer takes as long as writing its letter, and starting others took longer than
they saved on two processors for a thousand letters.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from ..documents.data import decimal_text
from ..documents.fingerprint import mark
from ..documents.jurisdictionparts import LETTER
from ..errors import CompkitError, FileProblems, OutputRefused
from ..market.prices import PriceBook
from ..valuation.facts import Facts
from ..valuation.value import Valuation, value
from .assumptions import read_assumptions
from .desk import Request, price_book
from .documents import write_pressed
from .letterpress import LetterPress, open_press
from .offers import OfferFile, iter_offers
from .text import slug, write_bytes

MANIFEST = "manifest.csv"
_COLUMNS = (
    "file",
    "document",
    "sha256",
    "offer_number",
    "version",
    "promises_sha256",
    "template",
    "currency",
    "months",
    "as_promised_without_tokens",
    "as_promised_with_guaranteed_tokens",
    "as_promised_with_all_tokens",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@frozen(kw_only=True)
class LetterJob:
    """What a run writes.

    Attributes:
        request: Facts and horizon of the valuations.
        folder: Where the letters go.
        format: ``docx``, ``pdf`` or ``md``.
        template: An own template; None is the one that comes with compkit.
        agreement: An own template of what is signed apart.
        locale: How figures and days are written; empty is as the jurisdiction of each offer has it.
        force: Whether letters that somebody has edited are overwritten.
    """

    request: Request
    folder: str
    format: str = "docx"
    template: str | None = None
    agreement: str | None = None
    locale: str = ""
    force: bool = False


@frozen(kw_only=True)
class LetterResult:
    """What became of one offer.

    Attributes:
        source: The offer's file, as the user named it.
        rows: The lines of the manifest: the letter, then what is signed apart; empty if it failed.
        problem: Why there is no letter; empty if there is one.
    """

    source: str
    rows: tuple[dict[str, str], ...] = field(default=())
    problem: str = ""


@frozen(kw_only=True)
class LetterRun:
    """What became of a run.

    Attributes:
        manifest: The file that lists the letters.
        written: How many letters there are.
        failed: Offers without a letter, with the reason.
    """

    manifest: Path
    written: int
    failed: tuple[LetterResult, ...]


def write_letters(
    source: str | Path | Iterable[str | Path], job: LetterJob, *, progress: Callable[[int], object] | None = None
) -> LetterRun:
    """Write the letter of every offer into a folder, with a manifest.

    Args:
        source: Offer files, a folder of them, or several of both.
        job: What is written, and where.
        progress: Called with the number of offers done, after each.

    Raises:
        CompkitError: If the template or the facts of all offers are wrong; a single offer that is wrong only fails.
        OutputRefused: If the manifest cannot be written.
    """
    rows: list[dict[str, str]] = []
    failed: list[LetterResult] = []
    for count, result in enumerate(_results(iter_offers(source), job), 1):
        if result.problem:
            failed.append(result)
        else:
            rows.extend(result.rows)
        if progress is not None:
            progress(count)
    manifest = Path(job.folder) / MANIFEST
    write_bytes(manifest, manifest_csv(rows))
    written = sum(row["document"] == LETTER for row in rows)
    return LetterRun(manifest=manifest, written=written, failed=tuple(failed))


def manifest_csv(rows: Iterable[dict[str, str]]) -> bytes:
    """The manifest as CSV; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: f"'{said}" if said.startswith(_FORMULA) else said for name, said in row.items()})
    return text.getvalue().encode()


def bulk_name(found: OfferFile, format: str) -> str:  # noqa: A002 - as the option
    """File name of a letter among many: the offer number and the candidate, as plain slugs."""
    return f"{slug(found.offer.offer_number)}-{slug(found.offer.candidate.name)}.{format}"


def _results(found: Iterable[OfferFile | FileProblems], job: LetterJob) -> Iterator[LetterResult]:
    """What became of each offer, in the order of the offers."""
    worker = _Worker(job)
    for task in _tasks(found, job):
        yield task if isinstance(task, LetterResult) else worker.write(*task)


def _tasks(found: Iterable[OfferFile | FileProblems], job: LetterJob) -> Iterator[LetterResult | tuple[OfferFile, str]]:
    """Each offer with the name of its letter; one that cannot be read, or has another one's name, has failed."""
    taken: dict[str, str] = {}
    for read in found:
        if isinstance(read, FileProblems):
            yield LetterResult(source=read.problems[0].file, problem=str(read))
            continue
        name = bulk_name(read, job.format)
        other = taken.setdefault(name.casefold(), read.path)
        if other is not read.path:
            words = f"{name} is the letter of {other} already: give each offer its own number"
            yield LetterResult(source=read.path, problem=words)
        else:
            yield read, name


class _Worker:
    """Writes letters: facts, price list and template are read once."""

    def __init__(self, job: LetterJob) -> None:
        self._job = job
        given = job.request.assumptions
        self._facts: Facts = read_assumptions(given) if given else Facts()
        self._book: PriceBook = price_book(job.request, self._facts)
        self._press: LetterPress = open_press(job.format, job.template, agreement=job.agreement, locale=job.locale)

    def write(self, found: OfferFile, name: str) -> LetterResult:
        """The letter of an offer, or why there is none."""
        try:
            path = inside(self._job.folder, name)
            valuation = self._value(found)
            pressed = self._press.build(found.offer, valuation)
            paths = write_pressed(path, pressed, force=self._job.force)
        except CompkitError as error:
            return LetterResult(source=found.path, problem=str(error))
        documents = {LETTER: pressed.letter, **pressed.apart}
        same = {"template": self._press.template} | _mark_columns(found)
        rows = [
            {"file": file.name, "document": name, "sha256": hashlib.sha256(data).hexdigest()} | same
            for file, (name, data) in zip(paths, documents.items(), strict=True)
        ]
        rows[0] |= _figures(valuation)
        return LetterResult(source=found.path, rows=tuple(rows))

    def _value(self, found: OfferFile) -> Valuation:
        request = self._job.request
        facts = self._facts.over({found.offer.offer_number: found.facts})
        market = facts.market(self._book, as_of=request.as_of, announced=request.announced)
        given = facts.assumptions(as_of=request.as_of, horizon_months=request.horizon_months)
        return value(found.offer.package, market, given)


def inside(folder: str | Path, name: str) -> Path:
    """A file of a folder.

    Raises:
        OutputRefused: If it would lie elsewhere, by its name or by a link.
    """
    path = Path(folder) / name
    if os.path.dirname(os.path.realpath(path)) != os.path.realpath(folder):
        raise OutputRefused(path, "it would lie outside its folder", "remove the link, or rename the offer")
    return path


def _mark_columns(found: OfferFile) -> dict[str, str]:
    own = mark(found.offer)
    return {"offer_number": own.number, "version": own.version, "promises_sha256": own.fingerprint}


def _figures(valuation: Valuation) -> dict[str, str]:
    """Totals as promised, of all months."""
    return {
        "currency": valuation.currency,
        "months": str(valuation.assumptions.horizon_months),
        "as_promised_without_tokens": decimal_text(valuation.total(tokens="none").amount),
        "as_promised_with_guaranteed_tokens": decimal_text(valuation.total(tokens="guaranteed").amount),
        "as_promised_with_all_tokens": decimal_text(valuation.total().amount),
    }
