"""Which jurisdiction's rules a letter follows: as the offer states it, else by its place of work, never by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import InvalidValue
from ..pay.offer import Offer
from .jurisdiction import Jurisdiction

ELSEWHERE = ""
"""Stands for any place whose rules are not known."""

_ZIP_CODE = re.compile(r"(?<=^[a-z]{2})\s+\d{5}(-\d{4})?$", re.ASCII)
"""After the two letters of a state; they then are no country's."""


def jurisdiction_id(offer: Offer, known: Iterable[Jurisdiction]) -> str:
    """The id of the jurisdiction whose rules an offer's letter follows; a stated one wins over the place of work.

    A place is read by its parts between commas. The last part must be known, and all known parts together must leave
    one jurisdiction: ``San Francisco, CA`` does, ``CA`` alone may be Canada, and ``London, Ontario`` is not known.

    Raises:
        InvalidValue: If a stated one is not known, or the place is missing, unknown or ambiguous.
    """
    listed = tuple(known)
    return _stated(offer.jurisdiction, listed) if offer.jurisdiction.strip() else _by_place(offer.role.location, listed)


def _stated(said: str, known: tuple[Jurisdiction, ...]) -> str:
    for one in known:
        if _plain(said) in (one.id, *map(_plain, one.aliases)):
            return one.id
    raise InvalidValue("jurisdiction", said, "has no rules here", f"say one of {_choice(known)}, or add its file")


def _by_place(location: str, known: tuple[Jurisdiction, ...]) -> str:
    parts = {_plain(part): bool(_ZIP_CODE.search(_bare(part))) for part in location.split(",") if part.strip()}
    if not parts:
        raise InvalidValue("role.location", location, "does not say whose rules hold", f"say {_STATE_IT}")
    table = _table(known)
    if next(reversed(parts)) not in table:
        rule = "is a place whose rules are not known"
        raise InvalidValue("role.location", location, rule, f"say {_STATE_IT}: {_choice(known)}")
    possible = (table[part] - ({ELSEWHERE} if has_zip else set()) for part, has_zip in parts.items() if part in table)
    left = frozenset.intersection(*possible)
    if len(left) == 1 and ELSEWHERE not in left:
        return next(iter(left))
    raise InvalidValue("role.location", location, _ambiguous(left), f"say {_STATE_IT}: {_choice(known)}")


_STATE_IT = "whose rules hold in jurisdiction"


def _ambiguous(left: frozenset[str]) -> str:
    names = [name or "another place" for name in sorted(left, key=lambda name: (not name, name))]
    return f"may be {' or '.join(names)}" if names else "contradicts itself"


def _table(known: tuple[Jurisdiction, ...]) -> dict[str, frozenset[str]]:
    """The jurisdictions in which each name of a place may lie."""
    table: dict[str, frozenset[str]] = {}

    def add(names: Iterable[str], *ids: str) -> None:
        for name in map(_plain, names):
            table[name] = table.get(name, frozenset()) | frozenset(ids)

    for one in known:
        add(one.places, one.id)
        add(one.shared_places, one.id, ELSEWHERE)
        add(one.regions, one.id)
    return table


def _plain(name: str) -> str:
    """A name without case, a remark in brackets, and a ZIP code after a state's two letters."""
    return _ZIP_CODE.sub("", _bare(name))


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", name).strip().casefold()


def _choice(known: tuple[Jurisdiction, ...]) -> str:
    return ", ".join(sorted(one.id for one in known))
