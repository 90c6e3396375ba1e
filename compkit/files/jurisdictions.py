"""Jurisdiction files: the rules of letters that come with compkit, or those of a folder of one's own.

Not legal advice: every rule names its source and whether it was read; have counsel review.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..documents.jurisdiction import Jurisdiction
from ..documents.jurisdictionplace import jurisdiction_id
from ..errors import FileProblems, InvalidValue, Problem
from ..pay.offer import Offer
from .nodes import read_document
from .places import Place, raise_problems
from .shape_jurisdiction import JurisdictionShape
from .templates import templates_folder

FOLDER = "jurisdictions"
SUFFIX = ".yaml"


def jurisdictions(folder: str | Path | None = None) -> tuple[Jurisdiction, ...]:
    """Every jurisdiction of a folder, by id; those that come with compkit without one.

    Each has the rules of what it lies within, too.

    Raises:
        FileProblems: With every problem of the first file that has any.
    """
    found = _folder(folder)
    return _all(found, _stamp(found))


def read_jurisdiction(id: str, folder: str | Path | None = None) -> Jurisdiction:  # noqa: A002 - as files name it
    """A jurisdiction by its id, such as ``us-ca``, with the rules of what it lies within.

    Raises:
        InvalidValue: If there is none of that id, with the ids there are.
        FileProblems: With every problem of its file.
    """
    known = {one.id: one for one in jurisdictions(folder)}
    if id.casefold() not in known:
        raise InvalidValue("jurisdiction", id, "has no file", f"say one of {', '.join(known)}")
    return known[id.casefold()]


def offer_jurisdiction(offer: Offer, folder: str | Path | None = None) -> Jurisdiction:
    """The jurisdiction whose rules an offer's letter follows: as it states, else by its place of work.

    Raises:
        InvalidValue: If neither leads to one jurisdiction; nothing is guessed.
        FileProblems: With every problem of a jurisdiction file.
    """
    known = jurisdictions(folder)
    return read_jurisdiction(jurisdiction_id(offer, known), folder)


def _folder(folder: str | Path | None) -> Path:
    return templates_folder() / FOLDER if folder is None else Path(folder)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Names and times of the files of a folder, so that one that was changed is read again."""
    return tuple(
        (path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stem)
    )


@lru_cache(maxsize=4)
def _all(folder: Path, stamp: tuple[tuple[str, int], ...]) -> tuple[Jurisdiction, ...]:
    own = {one.id: one for one in (_own(folder / name) for name, _ in stamp)}
    return tuple(_whole(one, own, folder) for one in own.values())


def _own(path: Path) -> Jurisdiction:
    """The jurisdiction of a file, without the rules of what it lies within."""
    here = Place.top(read_document(path))
    made: Jurisdiction = here.build(JurisdictionShape, path.stem)
    raise_problems(here.problems)
    return made


def _whole(one: Jurisdiction, own: dict[str, Jurisdiction], folder: Path, below: tuple[str, ...] = ()) -> Jurisdiction:
    """A jurisdiction with the rules of everything it lies within."""
    if not one.within:
        return one
    if one.within not in own or one.within in (*below, one.id):
        rule = "lies within itself" if one.within in own else "has no file beside it"
        file = str(folder / f"{one.id}{SUFFIX}")
        fix = f"say one of {', '.join(name for name in own if name != one.id)}"
        raise FileProblems([Problem(file=file, path="within", value=one.within, rule=rule, fix=fix)])
    return one.inside(_whole(own[one.within], own, folder, (*below, one.id)))
