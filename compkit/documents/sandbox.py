"""Templates that people edit, run so that they can only print: no code, no files, no endless loop.

A template says what stands where: names, attributes, conditions, loops over lists of the context, and a few filters.
Everything else of Jinja2 is refused before it runs, and what runs is counted, so that a template ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sized
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..errors import InvalidValue

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes
    from jinja2.runtime import Context

MOST_ROUNDS = 20_000
"""Most rounds of all loops of one document together: a letter of fifty years has fewer than a thousand."""

MOST_CHARACTERS = 20_000_000
"""Most characters of one rendered part."""

MOST_SOURCE = 5_000_000
"""Most characters of a template's own text; a letter of ten pages has some 200,000 in Word."""

BUDGET = "compkit budget"
"""Under which the rounds left stand among the names of a run: no name of a template has a blank."""

FILTERS = ("upper", "lower", "capitalize", "title", "trim", "length", "first", "last")
"""Filters of Jinja2 that a template may use, beside `join`."""

_ALLOWED = frozenset(
    "Template Output TemplateData Name Const Getattr Getitem Slice For If CondExpr Compare Operand And Or Not Filter "
    "Test Concat Pair List Tuple".split()
)
"""Kinds of node that a template may consist of."""

_WORDS = {
    "Call": "calls are code: a template prints fields, such as {{ company }}",
    "Include": "files cannot be included: paste the text",
    "Import": "files cannot be imported: paste the text",
    "FromImport": "files cannot be imported: paste the text",
    "Extends": "files cannot be extended: paste the text",
    "Macro": "macros are code: repeat the text",
    "Assign": "a template computes nothing: print the field itself",
    "AssignBlock": "a template computes nothing: print the field itself",
}


@frozen
class TemplateFault(Exception):
    """What is wrong with a template, and in which of its lines.

    Attributes:
        words: What is wrong.
        line: Line of its source, from 1; 0 if unknown.
    """

    words: str
    line: int = 0

    def __str__(self) -> str:
        return self.words


class Budget:
    """Rounds of loops that a run has left."""

    def __init__(self) -> None:
        self.left = MOST_ROUNDS

    def spend(self, rounds: int) -> None:
        """Take rounds away.

        Raises:
            TemplateFault: If there are not as many left.
        """
        self.left -= rounds
        if self.left < 0:
            raise TemplateFault(f"its loops go round more than {MOST_ROUNDS:,} times: loop over one list at a time")


def sandbox(**options: Any) -> Environment:
    """A Jinja2 environment without code, without guesses: an unknown name is an error, never an empty text."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, **options)
    environment.globals.clear()
    own = {"join": _join, _COUNTED: _counted()}
    environment.filters = {name: environment.filters[name] for name in FILTERS} | own
    return environment


def parsed(source: str, environment: Environment) -> nodes.Template:
    """The tree of a template, if it does nothing but print.

    Raises:
        TemplateFault: If its syntax is wrong, or it does more.
    """
    from jinja2 import TemplateSyntaxError

    if len(source) > MOST_SOURCE:
        raise TemplateFault(f"it is longer than {MOST_SOURCE:,} characters")
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        raise TemplateFault(error.message or "its syntax is wrong", error.lineno) from None
    except RecursionError:
        raise TemplateFault("it is nested too deep") from None
    _only_prints(tree)
    return tree


def compiled(source: str, environment: Environment) -> Template:
    """A template that is ready to be rendered often.

    Raises:
        TemplateFault: If its syntax is wrong, or it does more than print.
    """
    from jinja2 import TemplateError, nodes

    tree = parsed(source, environment)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
    try:
        return environment.from_string(tree)
    except TemplateError as error:
        raise TemplateFault(str(error), getattr(error, "lineno", 0) or 0) from None
    except (RecursionError, SyntaxError):
        raise TemplateFault("it is nested too deep") from None


def rendered(template: Template, context: Mapping[str, Any], *, budget: Budget | None = None) -> str:
    """What a template prints.

    Args:
        template: Of `compiled`.
        context: Dicts, lists and texts.
        budget: What is left of the rounds, where several parts make one document.

    Raises:
        TemplateFault: If it names what does not exist, or would not end.
    """
    from jinja2 import TemplateError

    pieces: list[str] = []
    size = 0
    try:
        for piece in template.generate({**context, BUDGET: budget or Budget()}):
            size += len(piece)
            if size > MOST_CHARACTERS:
                raise TemplateFault(f"it prints more than {MOST_CHARACTERS:,} characters")
            pieces.append(piece)
    except (TemplateError, TemplateFault, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise TemplateFault(str(error), _line_of(error)) from None
    return "".join(pieces)


def printable(value: object) -> str:
    """A field as text.

    Raises:
        TemplateFault: If it is no text or number, so that a letter never shows a list or a blank.
    """
    from jinja2 import Undefined

    if isinstance(value, str | int | Undefined) and not isinstance(value, bool):
        return str(value)
    kind = "a list" if isinstance(value, list) else "a group of fields" if isinstance(value, dict) else "not a text"
    raise TemplateFault(f"a tag names {kind}: name one of its fields")


def refused_template(fault: TemplateFault, near: str, fix: str) -> InvalidValue:
    """The error for a template, with the text near the place."""
    place = f" near “{near}”" if near else ""
    return InvalidValue("letter template", str(fault), f"cannot be filled in{place}", fix)


def near_line(lines: Collection[str], line: int, *, longest: int = 80) -> str:
    """The text of a line and, while that is short, of those after it."""
    found = ""
    for text in list(lines)[max(line - 1, 0) :] if line else ():
        found = " ".join(f"{found} {text}".split())
        if len(found) >= longest // 2:
            break
    return found if len(found) <= longest else f"{found[:longest]}…"


_COUNTED = "compkit_counted"


def _counted() -> Callable[..., Any]:
    """The filter over which every loop goes: what it returns is as long as it says, and was paid for."""
    from jinja2 import pass_context

    @pass_context
    def counted(context: Context, items: Any) -> Any:
        listed = items if isinstance(items, Sized) else list(items)
        context[BUDGET].spend(len(listed) + 1)
        return listed

    return counted


def _join(items: Iterable[Any], between: str = "") -> str:
    """Texts in a row, of a length that a letter can have."""
    texts = [str(item) for item in items]
    if sum(map(len, texts)) + len(between) * len(texts) > MOST_CHARACTERS // 100:
        raise TemplateFault("joins to a text that is too long")
    return between.join(texts)


def _only_prints(tree: nodes.Template) -> None:
    from jinja2 import nodes

    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if isinstance(node, nodes.EvalContext | nodes.ContextReference) or kind not in _ALLOWED:
            words = _WORDS.get(kind, "a template only prints fields")
            raise TemplateFault(f"{kind.lower()} is not allowed: {words}", node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise TemplateFault("a recursive loop is not allowed", node.lineno)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise TemplateFault(f"{node.attr} is not a field", node.lineno)


def _line_of(error: BaseException) -> int:
    """The line of the template where rendering stopped."""
    line, trace = getattr(error, "lineno", None), error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line or 0
