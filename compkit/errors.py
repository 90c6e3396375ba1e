"""What can go wrong, each with the place, the value and the way out.

Every error that compkit raises on purpose is a `CompkitError`; the command line turns it into one message
and exit code 1. Import from here only to catch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class CompkitError(Exception):
    """Base of everything compkit raises on purpose; it crosses from process to process with its fields and message."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[CompkitError], args: tuple[object, ...]) -> CompkitError:
    """An error with its message; `__init__` is not called, for it takes fields and not the message."""
    error = kind.__new__(kind)
    error.args = args
    return error


class InvalidValue(CompkitError, ValueError):
    """A value breaks a rule of the domain.

    Attributes:
        name: What was being set, such as ``BaseSalary.amount``.
        value: The value received, as text.
        rule: The rule it breaks, in words.
        fix: What to write instead; empty if the rule says it.
    """

    def __init__(self, name: str, value: object, rule: str, fix: str = "") -> None:
        self.name = name
        self.value = _short(value)
        self.rule = rule
        self.fix = fix
        super().__init__(f"{name}: {rule}, got {self.value}" + (f": {fix}" if fix else ""))


class CurrencyMismatch(CompkitError, ValueError):
    """Two currencies met where one was needed; nothing is converted without a stated rate.

    Attributes:
        left: One currency, ISO 4217.
        right: The other.
    """

    def __init__(self, left: str, right: str) -> None:
        self.left = left
        self.right = right
        super().__init__(f"{left} and {right} do not mix: convert one at a stated exchange rate first")


class MissingFact(CompkitError, LookupError):
    """A price, share price or exchange rate is needed and was not given; unknown is never zero.

    Attributes:
        what: The fact, in words.
        paste: Lines to add, or empty.
    """

    def __init__(self, what: str, paste: str = "", *, to: str = "the assumptions file") -> None:
        self.what = what
        self.paste = paste
        lines = f"\nadd to {to}:\n{paste}" if paste else ""
        super().__init__(f"missing: {what}{lines}")


class UnknownModel(MissingFact):
    """A model id that the price book does not hold.

    Attributes:
        model: The id asked for.
        near: The nearest ids that exist, best first.
    """

    def __init__(self, model: str, near: Iterable[str] = (), hint: str = "") -> None:
        self.model = model
        self.near = tuple(near)
        guess = f"; nearest: {', '.join(self.near)}" if self.near else ""
        CompkitError.__init__(self, f"no token price for model {_short(model)}{guess}" + (f"; {hint}" if hint else ""))
        self.what = f"token price of {model}"
        self.paste = ""


class AggregateUsage(UserWarning):
    """A sum of requests is priced as if it were one: long-context prices hold for single requests."""


class OutputRefused(CompkitError, OSError):
    """A file was not written, and nothing was left half-written.

    Attributes:
        path: The file, as the user named it.
        reason: Why not.
        fix: The way out.
    """

    def __init__(self, path: object, reason: str, fix: str = "") -> None:
        self.path = str(path)
        self.reason = reason
        self.fix = fix
        CompkitError.__init__(self, f"{self.path}: not written: {reason}" + (f": {fix}" if fix else ""))

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in one place of one file.

    Attributes:
        file: The file as the user named it, or ``<mapping>``.
        path: The place inside, such as ``equity[0].vesting``; empty for the whole file.
        value: The value found, as text; empty if nothing was there.
        rule: What is wrong, in words.
        fix: The way out; may be empty.
        line: Line in the file, counted from 1; 0 if unknown.
    """

    file: str
    path: str
    value: str
    rule: str
    fix: str = ""
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.path or '(file)'}" + (f" (line {self.line})" if self.line else "")
        what = self.rule + (f": {_short(self.value)}" if self.value else "")
        return f"{where}: {what}" + (f": {self.fix}" if self.fix else "")


class FileProblems(CompkitError, ValueError):
    """Everything wrong with one or more files, in one error.

    Attributes:
        problems: Each with its place, value and way out; never empty.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self._text())

    def _text(self) -> str:
        lines: list[str] = []
        for file in dict.fromkeys(problem.file for problem in self.problems):
            own = [problem for problem in self.problems if problem.file == file]
            lines.append(f"{file}: {len(own)} problem{'s' if len(own) > 1 else ''}")
            lines += [f"  {problem}" for problem in own]
        return "\n".join(lines)


def _short(value: object, limit: int = 60) -> str:
    """A value for a message: quoted if text, cut if long, control characters made visible."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    if not isinstance(value, (str, bytes, type(None))):
        text = str(value)
    return text if len(text) <= limit else text[: limit - 3] + "..."
