"""Offers as an intake workbook that is read back as the same offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..documents.intake import SHEETS, Column, SheetPlan, build_intake
from ..documents.intake.build import Cell
from ..documents.intake.offercolumns import PART_WORDS
from ..errors import InvalidValue, OutputRefused
from ..pay.offer import Offer
from ..valuation.facts import Facts
from .intakecells import format_cell
from .offers import UNKNOWN, OfferFile, format_offer
from .text import write_bytes


def write_offers(offers: Iterable[Offer | OfferFile], path: str | Path) -> None:
    """Write offers as an intake workbook (.xlsx), which `read_offers` reads as the same offers.

    Args:
        offers: In the order of the rows. An offer that was read with assumptions of its own is refused: a workbook
            has no place for them.
        path: The file.

    Raises:
        InvalidValue: If an offer says what a workbook cannot, or two have the same number.
        OutputRefused: If the file cannot be written.
    """
    if not str(path).casefold().endswith(".xlsx"):
        raise OutputRefused(path, "many offers in one file need .xlsx", "write_offer writes one as .yaml or .json")
    write_bytes(path, format_intake(offers))


def format_intake(offers: Iterable[Offer | OfferFile], *, is_example: bool = False) -> bytes:
    """The bytes of `write_offers`.

    Args:
        offers: In the order of the rows.
        is_example: Whether the rows look like an example that people overwrite.

    Raises:
        InvalidValue: If an offer says what a workbook cannot, or two have the same number.
        OutputRefused: If openpyxl is not installed.
    """
    rows: dict[str, list[dict[str, Cell]]] = {plan.name: [] for plan in SHEETS}
    numbers: set[str] = set()
    for offer in map(_plain, offers):
        number = offer.offer_number
        if number in numbers:
            raise InvalidValue("offer_number", number, "two offers have the same number", "give each its own")
        numbers.add(number)
        _add(rows, format_offer(offer), number)
    try:
        return build_intake(rows, is_example=is_example)
    except ModuleNotFoundError:
        raise OutputRefused("an intake workbook", "it needs openpyxl", "pip install compkit[excel]") from None


def _plain(given: Offer | OfferFile) -> Offer:
    if isinstance(given, Offer):
        return given
    if given.facts != Facts():
        rule = "states assumptions of its own, for which a workbook has no place"
        raise InvalidValue("offers", given.path, rule, "move them to an assumptions file")
    return given.offer


def _add(rows: dict[str, list[dict[str, Cell]]], data: Mapping[str, Any], number: str) -> None:
    """One offer's rows, on every sheet."""
    rest = {name: value for name, value in data.items() if name != "format"}
    unknown = [word for word, part in PART_WORDS.items() if rest.get(part) == UNKNOWN]
    rest = {name: value for name, value in rest.items() if value != UNKNOWN or name not in PART_WORDS.values()}
    for plan in reversed(SHEETS):
        entries = [{"unknown": ", ".join(unknown)} | rest] if plan.name == "Offers" else list(_entries(rest, plan))
        for entry in entries:
            if plan.name != "Offers":
                entry["offer_number"] = number
            rows[plan.name].append(_row(entry, plan))


def _entries(rest: dict[str, Any], plan: SheetPlan) -> Iterator[dict[str, Any]]:
    """The entries of a sheet's lists, taken out of the offer."""
    kinds = {part: kind for kind, part in plan.parts.items()}
    for part in plan.part_names:
        *groups, name = part.split(".")
        holder: Any = rest
        for group in groups:
            holder = holder.get(group) or {}
        if groups and name in holder:
            rest[groups[0]] = {key: value for key, value in holder.items() if key != name}
        found = holder.get(name) or ()
        rest.pop(part, None)
        for entry in [found] if isinstance(found, Mapping) else found:
            yield {**entry, "kind": kinds[part]} if kinds else dict(entry)


def _row(entry: Mapping[str, Any], plan: SheetPlan) -> dict[str, Cell]:
    """An entry as cells by title; what has no column is refused rather than lost."""
    said = {key: value for key, value in _flat(entry, plan, "") if value not in (None, "")}
    lost = sorted(said.keys() - {column.key for column in plan.columns})
    if lost:
        raise InvalidValue("offers", lost[0], f"the sheet {plan.name} has no column for it", "write .yaml instead")
    columns = {key: _column(plan, key, value) for key, value in said.items()}
    return {columns[key].title: format_cell(columns[key], value) for key, value in said.items()}


def _flat(entry: Mapping[str, Any], plan: SheetPlan, above: str) -> Iterator[tuple[str, Any]]:
    """Values by keys with points, as deep as the sheet has columns for them."""
    known = {column.key for column in plan.columns}
    for name, value in entry.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping) and key not in known:
            yield from _flat(value, plan, f"{key}.")
        else:
            yield key, value


def _column(plan: SheetPlan, key: str, value: Any) -> Column:
    """The column of a key; a target has two, of which a share of base goes into the first."""
    found = [column for column in plan.columns if column.key == key]
    is_rate = isinstance(value, str) and value.endswith(" of base")
    return next((column for column in found if (column.form == "rate of base") == is_rate), found[0])
