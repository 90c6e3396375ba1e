"""The graph of conditions of an Open Cap Format v1 object, walked one path at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ...checks import between, maybe, named, not_negative, one_of
from ...errors import InvalidValue
from .instalments import Events, Instalment
from .periods import MOST_INSTALMENTS, POLICIES, START_DAY, Clock, Period, counted, policy_of

TRIGGERS = ("start", "absolute", "relative", "event")


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _trigger_fields(instance: Condition, attribute: Any, value: str) -> None:
    wanted = {
        "absolute": instance.on is not None,
        "relative": instance.every is not None and instance.relative_to is not None,
    }
    if not wanted.get(value, True):
        raise InvalidValue(f"condition {instance.id}", value, "lacks its date, or its period and base")


def _one_amount(instance: Condition, attribute: Any, value: Fraction | None) -> None:
    if (value is None) == (instance.portion is None):
        raise InvalidValue(f"condition {instance.id}", value, "needs a portion or a quantity, not both")


@frozen(kw_only=True)
class Condition:
    """A condition of Open Cap Format v1 (type ``VestingCondition``): when it is met, units vest.

    Attributes:
        id: Its name; of an event condition, the name of the event.
        portion: Share of the grant, or of what has not vested if `remainder`; None if `quantity` is given.
        remainder: Whether the portion is of what has not vested.
        quantity: Units; None if `portion` is given.
        on: Day of an absolute condition.
        every: Period of a relative condition.
        count: How many times its period passes, vesting each time.
        cliff_count: Occurrences up to this one vest on it; 0 for none.
        day_of_month: Day of the month on which it falls.
        relative_to: Id of the condition from which the period counts.
        trigger: ``start``, ``absolute``, ``relative`` or ``event``.
        following: Ids of conditions that can come next, first come first.
        description: In words.
    """

    id: str = field(validator=named)
    portion: Fraction | None = field(default=None, validator=maybe(between(0, 1)))
    remainder: bool = False
    quantity: Fraction | None = field(default=None, validator=[maybe(not_negative), _one_amount])
    on: date | None = None
    every: Period | None = None
    count: int = field(default=1, validator=counted(1, MOST_INSTALMENTS))
    cliff_count: int = field(default=0, validator=counted(0))
    day_of_month: str = field(default=START_DAY, converter=policy_of, validator=one_of(*POLICIES))
    relative_to: str | None = None
    trigger: str = field(validator=[one_of(*TRIGGERS), _trigger_fields])
    following: tuple[str, ...] = field(default=(), converter=_ids)
    description: str = ""

    def amount(self, grant: Fraction, vested: Fraction) -> Fraction:
        """Exact units that vest each time it is met."""
        if self.portion is None:
            return self.quantity or Fraction(0)
        return self.portion * (grant - vested if self.remainder else grant)

    def total(self, grant: Fraction, vested: Fraction) -> Fraction:
        """Exact units of all its occurrences; of a remainder, each time of what is then left."""
        if self.remainder and self.portion is not None:
            return (grant - vested) * (1 - (1 - self.portion) ** self.count)
        return self.amount(grant, vested) * self.count


@frozen
class Graph:
    """Conditions that point only onward.

    Attributes:
        conditions: In the order of the object.
    """

    conditions: tuple[Condition, ...]

    def __getitem__(self, name: str) -> Condition:
        """The condition of an id."""
        return next(condition for condition in self.conditions if condition.id == name)

    @property
    def roots(self) -> tuple[str, ...]:
        """Conditions that follow no other."""
        later = {name for condition in self.conditions for name in condition.following}
        return tuple(condition.id for condition in self.conditions if condition.id not in later)

    @property
    def events(self) -> tuple[str, ...]:
        """Ids of its event conditions."""
        return tuple(condition.id for condition in self.conditions if condition.trigger == "event")

    def most(self, grant: Fraction) -> Fraction:
        """Exact units of the path that vests most.

        More vested before a condition is never less vested after it, so each needs only the most before it.
        """
        before = dict.fromkeys(self.roots, Fraction(0))
        best = Fraction(0)
        for condition in in_order(self.conditions):
            vested = before[condition.id]
            vested += condition.total(grant, vested)
            best = max(best, vested)
            for name in condition.following:
                before[name] = max(before.get(name, vested), vested)
        return best

    def promises(self, name: str) -> bool:
        """Whether a condition, or any that can come after it, vests something."""
        ahead, seen = [name], {name}
        while ahead:
            condition = self[ahead.pop()]
            if condition.portion or condition.quantity:
                return True
            ahead += [following for following in condition.following if following not in seen]
            seen.update(condition.following)
        return False

    def walk(self, grant: Fraction, start_on: date, events: Events) -> Iterator[Instalment]:
        """Exact units along the one path taken: of the conditions that can come next, the earliest met.

        Ties go by list order. A condition is met on its own day, or on the day the one before it is met if that is
        later. While a condition repeats, an event among its next ones that happens between two of its days ends it.
        Where only events can come next and none has happened, the path that is hoped for goes on without days.
        """
        return _Walk(self, grant, Clock.at(start_on), events).run()

    def folded(self, condition: Condition) -> int:
        """Instalments that a condition lumps together, if it is the cliff of the even run that follows it; else 1.

        Twelve months that vest 12/48 before 36 times one month that vest 1/48 are twelve instalments: allocated
        first, then collapsed.
        """
        run = self[condition.following[0]] if len(condition.following) == 1 else None
        if run is None or run.every is None or condition.every is None or condition.count > 1 or run.remainder:
            return 1
        if run.relative_to != condition.id or run.every.kind != condition.every.kind or condition.remainder:
            return 1
        if not run.portion or not condition.portion or not run.every.length or run.count == 1:
            return 1
        times = condition.portion / run.portion
        return int(times) if times.denominator == 1 and times * run.every.length == condition.every.length else 1


class _Walk:
    """One walk along a graph."""

    def __init__(self, graph: Graph, grant: Fraction, start: Clock, events: Events) -> None:
        self._graph, self._grant, self._start, self._events = graph, grant, start, events
        self._vested = Fraction(0)
        self._met: dict[str, Clock] = {}

    def run(self) -> Iterator[Instalment]:
        """Instalments in the order of the path."""
        names, reached, awaited = self._graph.roots, self._start.day, ""
        while names:
            name = "" if awaited else self._earliest(names, reached)
            if not name:
                name = self._hoped(names)
                if self._graph[name].trigger == "event":
                    awaited = name
            condition = self._graph[name]
            if awaited:
                yield from self._undated(condition, awaited)
            else:
                days = self._days(condition, reached)
                yield from self._dated(condition, days)
                reached = days[-1] if days else reached
            names = condition.following

    def _due(self, condition: Condition, reached: date) -> date | None:
        """First day on which a condition is met; None while it waits for an event."""
        match condition.trigger:
            case "start":
                return max(self._start.day, reached)
            case "absolute":
                return max(condition.on or reached, reached)
            case "event":
                happened = self._events.get(condition.id)
                return None if happened is None else max(happened, reached)
            case _:
                clock = self._clock(condition, 1)
                return None if clock is None else max(clock.day, reached)

    def _clock(self, condition: Condition, times: int) -> Clock | None:
        base = self._met.get(condition.relative_to or "")
        if base is None or condition.every is None:
            return None
        return base.after(condition.every, times, condition.day_of_month)

    def _earliest(self, names: tuple[str, ...], reached: date) -> str:
        """Which comes next; empty if all wait, or if all that is left to come in time ends a hope for nothing."""
        days = [(day, n) for n, name in enumerate(names) if (day := self._due(self._graph[name], reached)) is not None]
        if not days:
            return ""
        name = names[min(days)[1]]
        ends = not self._graph.promises(name) and any(self._graph.promises(other) for other in names)
        hoping = all(self._events.get(other) is None for other in names if self._graph[other].trigger == "event")
        return "" if ends and hoping and len(days) < len(names) else name

    def _hoped(self, names: tuple[str, ...]) -> str:
        """The next condition where none has a day: one that vests something by itself before one that ends all."""

        def rank(name: str) -> tuple[bool, bool]:
            return not self._graph.promises(name), self._graph[name].remainder

        return min(names, key=rank)

    def _days(self, condition: Condition, reached: date) -> list[date]:
        """Days on which a condition is met; the place from which others step is noted."""
        first = self._due(condition, reached)
        assert first is not None  # it was chosen for its day
        self._met[condition.id] = Clock.at(self._start.origin, first)
        if condition.trigger != "relative":
            return [first]
        days = []
        for times in range(1, condition.count + 1):
            clock = self._clock(condition, times)
            assert clock is not None
            if times > 1 and self._ended(condition, max(clock.day, reached)):
                break
            days.append(max(clock.day, reached))
            self._met[condition.id] = clock if clock.day >= reached else Clock.at(self._start.origin, reached)
        return days

    def _ended(self, condition: Condition, day: date) -> bool:
        events = [name for name in condition.following if self._graph[name].trigger == "event"]
        return any(name in self._events and self._events[name] < day for name in events)

    def _dated(self, condition: Condition, days: list[date]) -> Iterator[Instalment]:
        parts, cliff = self._graph.folded(condition), condition.cliff_count
        for n, day in enumerate(days, 1):
            amount = condition.amount(self._grant, self._vested)
            self._vested += amount
            on = days[min(cliff, len(days)) - 1] if n < cliff else day
            yield from (Instalment(amount / parts, on) for _ in range(parts))

    def _undated(self, condition: Condition, event: str) -> Iterator[Instalment]:
        for _ in range(condition.count):
            amount = condition.amount(self._grant, self._vested)
            self._vested += amount
            yield Instalment(amount, None, event)


def graph_of(conditions: tuple[Condition, ...]) -> Graph:
    """A graph of conditions, checked.

    Raises:
        InvalidValue: If an id is there twice or not at all, or conditions go round in a circle.
    """
    names = [condition.id for condition in conditions]
    if not names:
        raise InvalidValue("vesting_conditions", "", "has no conditions", "say at least one")
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue("vesting_conditions", name, "is the id of two conditions")
    for condition in conditions:
        for name in (*condition.following, *([condition.relative_to] if condition.relative_to else [])):
            if name not in names:
                raise InvalidValue(f"condition {condition.id}", name, "is the id of no condition")
    graph = Graph(conditions)
    _check_onward(graph)
    return graph


def in_order(conditions: tuple[Condition, ...]) -> list[Condition]:
    """Conditions, each after all that it can follow.

    Raises:
        InvalidValue: If some go round in a circle.
    """
    left, ordered = {condition.id: condition for condition in conditions}, []
    while left:
        later = {name for condition in left.values() for name in condition.following}
        ready = [condition for name, condition in left.items() if name not in later]
        if not ready:
            raise InvalidValue("next_condition_ids", ", ".join(left), "go round in a circle")
        ordered += ready
        for condition in ready:
            del left[condition.id]
    return ordered


def _check_onward(graph: Graph) -> None:
    """Every condition steps from one that comes before it."""
    before: dict[str, set[str]] = {name: set() for name in graph.roots}
    for condition in in_order(graph.conditions):
        for name in condition.following:
            before.setdefault(name, set()).update(before[condition.id], {condition.id})
        base = condition.relative_to
        if base and base not in before[condition.id]:
            raise InvalidValue(f"condition {condition.id}", base, "is not met before what is relative to it")
