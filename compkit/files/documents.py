"""Documents onto the disk: letters and workbooks, never over a file that somebody has edited since."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents.budgetbook import build_budget_workbook
from ..documents.docx import SAVED_BY
from ..documents.fingerprint import find_marks
from ..documents.spendbook import build_spend_workbook
from ..documents.workbook import build_workbook
from ..errors import OutputRefused
from ..pay.offer import Offer
from ..valuation.compare import Comparison
from ..valuation.facts import Facts
from ..valuation.value import Valuation
from .letterpress import PressedLetter, letter_format, open_press
from .text import slug, write_bytes
from .verify import pdf_words

if TYPE_CHECKING:
    from ..workforce.budget import Budget
    from ..workforce.spending.review import SpendReview

_MARK = re.compile(rb"\n<!-- compkit (\w{64}) -->\n\Z")


def write_workbook(
    comparison: Comparison,
    path: str | Path,
    *,
    offers: Mapping[str, Offer] | None = None,
    facts: Facts | None = None,
    force: bool = False,
) -> Path:
    """Write the comparison workbook. Internal: it shows expected cost.

    Raises:
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    return write_untouched(path, build_workbook(comparison, offers=offers, facts=facts), force=force)


def write_budget_workbook(budget: Budget, path: str | Path, *, force: bool = False) -> Path:
    """Write the workbook of a workforce's budget. Internal: it shows expected cost.

    Raises:
        InvalidValue: If the budget has more lines than a workbook is made of.
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    return write_untouched(path, build_budget_workbook(budget), force=force)


def write_spend_workbook(found: SpendReview, path: str | Path, *, force: bool = False) -> Path:
    """Write the workbook of a review of token spend. Internal: it shows what was spent.

    Raises:
        InvalidValue: If it has more months and groups than a workbook is made of.
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    return write_untouched(path, build_spend_workbook(found), force=force)


def write_letter(
    offer: Offer,
    valuation: Valuation,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - as the option
    template: str | Path | None = None,
    agreement: str | Path | None = None,
    locale: str = "",
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the offer letter, as Word, PDF or Markdown by the path's suffix, and beside it what is signed apart.

    Args:
        offer: What is offered, and to whom.
        valuation: Of the offer's package.
        path: A .docx, .pdf or .md file.
        format: ``docx``, ``pdf`` or ``md``, where the suffix does not say it.
        template: An own template; None is the one that comes with compkit. A PDF of a .docx needs LibreOffice.
        agreement: An own template of what is signed apart.
        locale: How figures and days are written, such as ``de_DE``; empty is as the jurisdiction has it.
        force: Overwrite a letter that somebody has edited.

    Returns:
        The letter's path, then those of the documents beside it.

    Raises:
        FileProblems: If the offer lacks what a letter needs, has terms that are refused there, or is another
            company's as told.
        OutputRefused: If a file cannot be written, or was edited since and `force` is not given.
    """
    press = open_press(letter_format(path, format), template, agreement=agreement, locale=locale)
    return write_pressed(path, press.build(offer, valuation), force=force)


def write_pressed(path: str | Path, pressed: PressedLetter, *, force: bool) -> tuple[Path, ...]:
    """Write a letter, and beside it what is signed apart; nothing at all if one of the files was edited.

    Raises:
        OutputRefused: If a file cannot be written, or was edited since and `force` is not given.
    """
    files = pressed_files(path, pressed)
    if not force:
        for file in files:
            check_untouched(file)
    return tuple(write_untouched(file, data, force=True) for file, data in files.items())


def pressed_files(path: str | Path, pressed: PressedLetter) -> dict[Path, bytes]:
    """The files of a letter: its own, then those of what is signed apart."""
    return {Path(path): pressed.letter} | {beside(path, name): data for name, data in pressed.apart.items()}


def beside(path: str | Path, document: str) -> Path:
    """Where a document lies that goes with a letter: ``offer.docx`` has ``offer-sign-on-repayment.docx`` beside it."""
    letter = Path(path)
    return letter.with_name(f"{letter.stem}-{slug(document)}{letter.suffix}")


def letter_name(offer: Offer, format: str = "docx") -> str:  # noqa: A002 - as the option
    """File name of an offer's letter: its number as a plain slug, which never leaves its folder."""
    return f"{slug(offer.offer_number)}.{format}"


def check_untouched(path: str | Path) -> None:
    """Refuse to overwrite a document that somebody edited: one that another program saved last.

    Raises:
        OutputRefused: If the file exists and was last saved by something other than compkit.
    """
    file = Path(path)
    if not file.is_file():
        return
    saved_by = _saved_by(file)
    if saved_by != SAVED_BY:
        raise OutputRefused(path, f"it was last saved by {saved_by}", "use --force, or write elsewhere")


def _saved_by(file: Path) -> str:
    data = file.read_bytes()
    if file.suffix.casefold() in (".md", ".html", ".htm", ".svg"):
        match = _MARK.search(data)
        own = match is not None and hashlib.sha256(data[: match.start()]).hexdigest().encode() == match[1]
        return SAVED_BY if own else "somebody else"
    if file.suffix.casefold() == ".pdf":
        own = data.startswith(b"%PDF-") and data.count(b"%%EOF") == 1 and bool(find_marks(pdf_words(data)))
        return SAVED_BY if own else "another program"
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            core = parts.read("docProps/core.xml")
            app = parts.read("docProps/app.xml") if "docProps/app.xml" in parts.namelist() else b""
    except (zipfile.BadZipFile, KeyError):
        return "another program"
    names = [match.decode(errors="replace") for match in _names(core, app)]
    return SAVED_BY if names == [SAVED_BY] else names[-1] if names else "another program"


def _names(core: bytes, app: bytes) -> Iterator[bytes]:
    """Who saved it last, then the application if it is not one that leaves that name alone."""
    for match in re.findall(rb"<cp:lastModifiedBy>([^<]*)</cp:lastModifiedBy>", core):
        yield match or b"another program"
    for match in re.findall(rb"<Application>([^<]*)</Application>", app):
        if match.startswith(b"LibreOffice"):
            yield match


def write_untouched(path: str | Path, data: bytes, *, force: bool) -> Path:
    """Write a document, if nobody has edited the one that is there.

    Raises:
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    if not force:
        check_untouched(path)
    write_bytes(path, data)
    return Path(path)
