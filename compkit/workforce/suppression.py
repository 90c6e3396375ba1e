"""Which groups of a table are hidden, so that no figure of a few people is printed or can be computed from others.

One rule for every table of people: of an audit, whose groups count heads, and of pay equity, whose groups count women
and men.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

Counts = tuple[int, ...]
"""How many people of each kind a group has: heads alone, or women and men."""

Name = TypeVar("Name", bound=Any)
"""What a group is called: text or a number, so that groups of one size have an order."""


def is_small(counts: Counts, smallest: int) -> bool:
    """Whether there are some, but too few, of a kind. Where there is nobody, nobody's figure can show."""
    return any(0 < count < smallest for count in counts)


def hidden(groups: Mapping[Name, Counts], *, smallest: int, also: Collection[Name] = ()) -> frozenset[Name]:
    """Names of the groups to hide in a table whose total is known.

    Small groups are hidden, and then the smallest of the others, until what is hidden together is at least two groups
    with people of every kind, and is no small group itself: else the total less the rest would show it. A group that
    lacks a kind compares nothing and hides nobody.

    Args:
        groups: People of each group, by kind; all groups have the same kinds.
        smallest: Fewest people of a kind of whom a figure may show.
        also: Groups that are hidden for another reason.
    """
    out = {name for name, counts in groups.items() if is_small(counts, smallest) or name in also}
    compared = sum(all(groups[name]) for name in out)
    together = _added(groups[name] for name in out)
    others = [name for name, counts in groups.items() if name not in out and all(counts)]
    for name in sorted(others, key=lambda name: (sum(groups[name]), name)):
        if not out or (compared >= 2 and not is_small(together, smallest)):
            break
        out.add(name)
        compared, together = compared + 1, _added((together, groups[name]))
    return frozenset(out)


def _added(counts: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True)))
