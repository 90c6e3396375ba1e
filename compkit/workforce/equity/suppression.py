"""Which groups of a table are hidden, so that no figure of a few people is printed or can be computed from others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

SMALLEST = 10
"""Fewer women, or fewer men, than this are a small group, unless said otherwise.

Directive (EU) 2023/970 sets no number: its Article 12(3) leaves to Member States how pay of an identifiable worker is
protected.
"""

Counts = tuple[int, int]


def is_small(counts: Counts, smallest: int) -> bool:
    """Whether there are some, but too few, women or men. Where there is nobody, nobody's pay can show."""
    return any(0 < count < smallest for count in counts)


def hidden(groups: Mapping[str, Counts], *, smallest: int, also: Collection[str] = ()) -> frozenset[str]:
    """Names of the groups to hide in a table whose total is known.

    Small groups are hidden, and then the smallest of the others, until what is hidden together is at least two groups
    with women and men, and is no small group itself: else the total less the rest would show it. A group without women,
    or without men, has no gap and hides nobody.

    Args:
        groups: Women and men of each group.
        smallest: Fewest women, and fewest men, of whom a figure may show.
        also: Groups that are hidden for another reason.
    """
    out = [name for name, counts in groups.items() if is_small(counts, smallest) or name in also]
    others = [name for name, counts in groups.items() if name not in out and all(counts)]
    kept = sorted(others, key=lambda name: (sum(groups[name]), name))
    while out and kept and (_compared(groups, out) < 2 or is_small(_together(groups, out), smallest)):
        out.append(kept.pop(0))
    return frozenset(out)


def _compared(groups: Mapping[str, Counts], names: Collection[str]) -> int:
    """How many groups have women and men."""
    return sum(all(groups[name]) for name in names)


def _together(groups: Mapping[str, Counts], names: Collection[str]) -> Counts:
    return sum(groups[name][0] for name in names), sum(groups[name][1] for name in names)
