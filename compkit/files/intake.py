"""Intake workbooks: offers that people filled in as rows of Excel, read by the rules of offer files, and written.

Each row becomes the mapping that an offer file gives; a problem of that mapping is told at the cell it came from.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from attrs import frozen

from ..checks import clean
from ..documents.intake import OFFER_NUMBER, SheetPlan, sheet_plan
from ..documents.intake.offercolumns import OFFERS, PART_WORDS
from ..errors import FileProblems, InvalidValue
from .fields import near
from .intakecells import parse_parts
from .intakesheets import Notes, Row, Spot, Table, tables
from .nodes import Document, below
from .offers import FORMAT, UNKNOWN, OfferFile, understand
from .sheets import Sheet, read_sheets
from .text import file_name, refused

LIMIT = 20_000_000
"""Most bytes of an intake workbook."""

_CHOSEN = re.compile(r"(.+\.xlsx)#(.+)", re.IGNORECASE | re.DOTALL)
"""An offer of a workbook, by its number."""
_BEGIN = "compkit new offers.xlsx begins an intake workbook"


@frozen
class _Draft:
    """An offer as its rows say it.

    Attributes:
        row: Its row on the sheet of offers.
        data: The mapping of its file.
        cells: Where each path of the mapping stands.
    """

    row: Row
    data: dict[str, Any]
    cells: dict[str, Spot]

    def spot(self, path: str) -> Spot:
        """The cell of a path, or the nearest one outside it."""
        while path and path not in self.cells:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.cells.get(path, self.row.spot)


def read_intake(path: str | Path) -> tuple[OfferFile, ...]:
    """Every offer of an intake workbook, in the order of its rows; or one, by its number: ``offers.xlsx#ACME-7``.

    The path of each is that of the workbook with the offer's number.

    Raises:
        FileProblems: With every problem of the workbook, each with its sheet, cell and way out.
    """
    chosen = _CHOSEN.fullmatch(str(path))
    found = _read(chosen[1] if chosen else path)
    if chosen is None:
        return found
    numbers = {read.offer.offer_number: read for read in found}
    if chosen[2] not in numbers:
        guess = near(chosen[2], [number.casefold() for number in numbers])
        meant = [number for number in numbers if number.casefold() == guess] or list(numbers)
        raise refused(chosen[1], "holds no offer of this number", f"say {' or '.join(meant[:5])}", value=chosen[2])
    return (numbers[chosen[2]],)


def _read(path: str | Path) -> tuple[OfferFile, ...]:
    file = file_name(path)
    sheets = read_sheets(path, limit=LIMIT)
    if not any(sheet_plan(sheet.name) is OFFERS for sheet in sheets):
        raise _other_kind(file, sheets)
    notes = Notes(file)
    found = tables(sheets, notes)
    drafts = _drafts(found, notes)
    read = [_understood(draft, notes, file) for draft in drafts.values()]
    if not drafts and not notes.found:
        spot = found["Offers"].spot if "Offers" in found else Spot(0, 1, 1, "Offers")
        notes.refuse(spot, "there is no offer below the headings", "fill in one row an offer")
    if notes.found:
        raise FileProblems(notes.problems)
    return tuple(offer for offer in read if offer is not None)


def _other_kind(file: str, sheets: tuple[Sheet, ...]) -> FileProblems:
    """What a workbook is that holds no offers, as far as its sheets tell."""
    names = {sheet.name for sheet in sheets}
    heads = {text.strip().casefold() for sheet in sheets[:1] for text in (sheet.rows[:1] or ((),))[0]}
    if {"Compare", "Inputs", "Schedule"} <= names:
        fix = f"give the files of the offers that it compares; {_BEGIN}"
        return refused(file, "is a comparison workbook, which is written and not read", fix)
    if "model" in heads:
        return refused(file, "holds token prices, not offers", f"give it as --prices; {_BEGIN}")
    return refused(file, "has no sheet Offers", _BEGIN, value=", ".join(sheet.name for sheet in sheets))


# rows to mappings


def _drafts(found: dict[str, Table], notes: Notes) -> dict[str, _Draft]:
    """An offer for each row of the sheet of offers, with the rows of all other sheets in it, by offer number."""
    drafts: dict[str, _Draft] = {}
    offers = found.get("Offers")
    for row in offers.rows if offers else ():
        number = _number(row)
        if number in drafts:
            first = drafts[number].row.cells["offer_number"].address
            rule = f"this offer number stands twice, first in {first}"
            notes.refuse(row.cells["offer_number"], rule, "give each offer its own", row.number)
        else:
            drafts[number or row.spot.address] = _draft(row)
    for table in found.values():
        if table.plan.part_names != ("",):
            for row in table.rows:
                _attach(row, table.plan, drafts, notes)
    for draft in drafts.values():
        _untold(draft, notes)
    return drafts


def _number(row: Row) -> str:
    """The offer number as an offer has it."""
    try:
        return clean(row.number)
    except InvalidValue:
        return row.number


def _draft(row: Row) -> _Draft:
    data: dict[str, Any] = {"format": FORMAT}
    cells: dict[str, Spot] = {}
    for key, spot in row.cells.items():
        *groups, _ = key.split(".")
        for depth in range(len(groups)):
            cells.setdefault(".".join(groups[: depth + 1]), spot)
        cells[key] = spot
    for key in ("employer", "candidate", "role"):
        data[key] = {}
    for key, value in row.data.items():
        _put(data, key, value)
    return _Draft(row, data, cells)


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    """A value at a key with points, in mappings that are made on the way."""
    *groups, name = key.split(".")
    for group in groups:
        data = data.setdefault(group, {})
    data[name] = value


def _attach(row: Row, plan: SheetPlan, drafts: dict[str, _Draft], notes: Notes) -> None:
    """Put a row into the offer that it belongs to."""
    spot = row.cells.get("offer_number", row.spot)
    number = _number(row)
    draft = drafts.get(number)
    if draft is None:
        if not number:
            notes.refuse(spot, "is missing", f"say the {OFFER_NUMBER.lower()} that the row belongs to")
        else:
            guess = near(number, [known.casefold() for known in drafts])
            meant = next((known for known in drafts if known.casefold() == guess), "")
            fix = f"did you mean {meant}?" if meant else "add the offer there, or correct the number"
            notes.refuse(spot, "is the number of no offer on the sheet Offers", fix, number)
        return
    data = {key: value for key, value in row.data.items() if key != "offer_number"}
    part = _part(row, plan, data, notes)
    if part:
        _append(draft, part, data, row)


def _part(row: Row, plan: SheetPlan, data: dict[str, Any], notes: Notes) -> str:
    """The list that a row belongs to; what only another kind has is refused and taken out."""
    kind = data.get("kind")
    if plan.parts:
        data.pop("kind", None)
        if kind not in plan.parts:
            kinds = ", ".join(plan.parts)
            notes.refuse(
                row.cells["kind"], f"must be one of {kinds}" if kind else "is missing", f"say {kinds}", kind or ""
            )
            return ""
    for column in plan.columns:
        if column.key in data and column.needs and kind not in column.needs and _is_kind(plan, kind):
            data.pop(column.key)
            rule = f"is only for {' and '.join(column.needs)}, and the row's kind is {kind}"
            notes.refuse(row.cells[column.key], rule, "leave it empty, or change the kind")
    return plan.parts.get(str(kind), plan.part)


def _is_kind(plan: SheetPlan, kind: Any) -> bool:
    return any(column.key == "kind" and kind in column.choices for column in plan.columns)


def _append(draft: _Draft, part: str, data: dict[str, Any], row: Row) -> None:
    *groups, name = part.split(".")
    holder = draft.data
    for group in groups:
        holder = holder.setdefault(group, {})
    entries = holder.setdefault(name, [])
    path = below(part, len(entries))
    said: dict[str, Any] = {}
    for key, value in data.items():
        _put(said, key, value)
    entries.append(said)
    draft.cells[path] = row.spot
    for key, spot in row.cells.items():
        draft.cells.setdefault(f"{path}.{key.partition('.')[0]}", spot)
        draft.cells[f"{path}.{key}"] = spot


def _untold(draft: _Draft, notes: Notes) -> None:
    """Say of parts that nobody told us that they are unknown."""
    text = draft.data.pop("unknown", None)
    if text is None:
        return
    spot = draft.cells["unknown"]
    try:
        parts = parse_parts(text, PART_WORDS)
    except InvalidValue as error:
        notes.refuse(spot, error.rule, error.fix, error.value.strip("'\""))
        return
    for part in parts:
        if draft.data.get(part):
            where = draft.spot(f"{part}[0]").address
            notes.refuse(spot, f"says that {part} is not told, and {where} tells it", "leave out one of the two")
        else:
            draft.data[part] = UNKNOWN
            draft.cells[part] = spot


# mappings to offers


def _understood(draft: _Draft, notes: Notes, file: str) -> OfferFile | None:
    refused_before = set(notes.found)
    try:
        offer, facts = understand(Document(file, draft.data))
    except FileProblems as error:
        for problem in error.problems:
            spot = draft.spot(problem.path)
            if spot not in refused_before:
                notes.refuse(spot, problem.rule, problem.fix, problem.value)
        return None
    return OfferFile(f"{file}#{offer.offer_number}", offer, facts)
