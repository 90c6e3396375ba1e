"""A template, checked before it is used: fields that do not exist, fields that it leaves out, and faults, with places.

Nothing is rendered: the template's tree is read, each name with the list over which its loop goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from ..errors import InvalidValue
from .docx import as_markdown, as_word
from .letterfields import PLAIN, steps
from .paperfields import PAPER_FIELDS
from .sandbox import TemplateFault, compiled, near_line, parsed, sandbox
from .table import Report, Text
from .wordtemplate import opened, plain_lines, text_parts

if TYPE_CHECKING:
    from jinja2 import nodes

Kind = Literal["fault", "unknown", "unused"]
Scope = Mapping[str, str | None]
"""What a loop's own names stand for; None where nobody can say."""


@frozen(kw_only=True)
class TemplateFinding:
    """One thing that was found in a template.

    Attributes:
        kind: ``fault``, ``unknown`` field, or ``unused`` field.
        name: The field; empty for a fault.
        words: What is wrong, or what the field would print.
        place: The part of the file and line; empty for an unused field.
        near: Text of the template there.
    """

    kind: Kind
    name: str = ""
    words: str = ""
    place: str = ""
    near: str = ""


@frozen(kw_only=True)
class TemplateCheck:
    """What was found in a template.

    Attributes:
        file: Its name.
        paper: What it is a template of, such as ``letter``.
        findings: Faults and unknown fields in the order of the text, then unused fields.
        used: Fields that it prints.
    """

    file: str
    paper: str
    findings: tuple[TemplateFinding, ...]
    used: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether the paper can be written with it; unused fields are allowed."""
        return all(finding.kind == "unused" for finding in self.findings)


@frozen
class _Use:
    """A name where a template uses it."""

    path: str
    line: int


def check_word_template(template: bytes, *, file: str = "", paper: str = "letter") -> TemplateCheck:
    """What is wrong with a Word template of a paper, one of ``PAPER_FIELDS``.

    Raises:
        InvalidValue: If it is no Word document, or there is no such paper.
    """
    environment = {"finalize": as_word, "autoescape": True}
    parts = [(name.rpartition("/")[2], source, plain_lines(source)) for name, source in text_parts(opened(template))]
    return _checked(parts, environment, file, paper)


def check_text_template(template: str, *, file: str = "", paper: str = "letter") -> TemplateCheck:
    """What is wrong with a Markdown template of a paper, one of ``PAPER_FIELDS``.

    Raises:
        InvalidValue: If there is no such paper.
    """
    options = {"finalize": as_markdown, "trim_blocks": True, "lstrip_blocks": True}
    return _checked([("", template, template.splitlines())], options, file, paper)


def build_template_report(check: TemplateCheck) -> Report:
    """A check as text: what keeps the paper from being written, then what it will not say."""
    return Report(tuple(_blocks(check)))


def _blocks(check: TemplateCheck) -> Iterator[Text]:
    yield Text(check.file, "title")
    for finding in check.findings:
        if finding.kind != "unused":
            near = f"\nnear “{finding.near}”" if finding.near else ""
            yield Text(f"{finding.place}: {finding.words}{near}", "warning", indent=2)
    if check.passes:
        article, most = "an" if check.paper[0] in "aeiou" else "a", len(PAPER_FIELDS[check.paper])
        yield Text(f"ok: {article} {check.paper} can be written with it; it uses {len(check.used)} of {most} fields.")
    unused = [finding for finding in check.findings if finding.kind == "unused"]
    left_out = [f"{finding.name}: {finding.words}" for finding in unused if not finding.name.startswith(PLAIN)]
    plain = [finding.name for finding in unused if finding.name.startswith(PLAIN)]
    if left_out:
        yield Text(f"Not used, so the {check.paper} will not say it:\n" + "\n".join(left_out), "note", indent=2)
    if plain:
        yield Text(f"Also there, for sentences of your own: {', '.join(plain)}", "note", indent=2)


def template_data(check: TemplateCheck) -> dict[str, Any]:
    """A check as ``compkit/template/1``."""
    findings = [{name: getattr(finding, name) for name in _COLUMNS} for finding in check.findings]
    about = {"file": check.file, "paper": check.paper, "passes": check.passes}
    return {"format": "compkit/template/1", **about, "findings": findings}


_COLUMNS = ("kind", "name", "words", "place", "near")


def _checked(
    parts: Sequence[tuple[str, str, list[str]]],
    options: Mapping[str, object],
    file: str,
    paper: str,
) -> TemplateCheck:
    fields = _fields(paper)
    known = {step for path in fields for step in steps(path)}
    used: dict[str, None] = {}
    findings: list[TemplateFinding] = []
    for part, source, lines in parts:
        try:
            compiled(source, sandbox(**options))
            found = list(_uses(parsed(source, sandbox(**options)), {}))
        except TemplateFault as fault:
            place, near = _place(part, fault.line), near_line(lines, fault.line)
            findings.append(TemplateFinding(kind="fault", words=str(fault), place=place, near=near))
            continue
        used |= {step: None for use in found for step in steps(use.path)}
        for use in dict.fromkeys(use for use in found if use.path not in known):
            findings.append(_unknown(use, part, lines, known))
    findings += [
        TemplateFinding(kind="unused", name=path, words=words) for path, words in fields.items() if path not in used
    ]
    return TemplateCheck(
        file=file, paper=paper, findings=tuple(findings), used=tuple(path for path in fields if path in used)
    )


def _fields(paper: str) -> Mapping[str, str]:
    if paper not in PAPER_FIELDS:
        raise InvalidValue("template", paper, "is no paper with templates", f"say one of {', '.join(PAPER_FIELDS)}")
    return PAPER_FIELDS[paper]


def _unknown(use: _Use, part: str, lines: list[str], known: Iterable[str]) -> TemplateFinding:
    guesses = get_close_matches(use.path, list(known), n=1)
    guess = f": did you mean {guesses[0]}?" if guesses else ""
    return TemplateFinding(
        kind="unknown",
        name=use.path,
        words=f"{use.path} is not a field{guess}",
        place=_place(part, use.line),
        near=near_line(lines, use.line),
    )


def _place(part: str, line: int) -> str:
    """Where in the file: the part of a Word file and its paragraph, or the line of a text."""
    if part:
        return f"{part}, paragraph {max(line - 1, 1)}" if line else part
    return f"line {line}" if line else "the template"


def _uses(node: nodes.Node, scope: Scope) -> Iterator[_Use]:
    """Every name that a tree uses, with its loops put in."""
    from jinja2 import nodes

    if isinstance(node, nodes.For):
        yield from _uses(node.iter, scope)
        inside = {**scope, **_targets(node.target, _path(node.iter, scope))}
        for child in [*node.body, *([node.test] if node.test else [])]:
            yield from _uses(child, inside)
        for child in node.else_:
            yield from _uses(child, scope)
        return
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        path = _path(node, scope)
        if path is not None:
            yield _Use(path, node.lineno)
        return
    for child in node.iter_child_nodes():
        yield from _uses(child, scope)


def _targets(target: nodes.Node, path: str | None) -> dict[str, str | None]:
    from jinja2 import nodes

    own: dict[str, str | None] = {"loop": None}
    if isinstance(target, nodes.Name):
        return own | {target.name: None if path is None else f"{path}[]"}
    return own | {name.name: None for name in target.find_all(nodes.Name)}


def _path(node: nodes.Node, scope: Scope) -> str | None:
    """The path of an expression that names a field; None for anything else."""
    from jinja2 import nodes

    match node:
        case nodes.Name():
            return scope.get(node.name, node.name)
        case nodes.Getattr():
            return _below(_path(node.node, scope), node.attr)
        case nodes.Getitem(arg=nodes.Const(value=str() as name)):
            return _below(_path(node.node, scope), name)
        case nodes.Getitem(arg=nodes.Slice()):
            return _path(node.node, scope)
        case nodes.Getitem():
            path = _path(node.node, scope)
            return None if path is None else f"{path}[]"
        case nodes.Filter(name="first" | "last", node=nodes.Node() as inner):
            path = _path(inner, scope)
            return None if path is None else f"{path}[]"
    return None


def _below(path: str | None, name: str) -> str | None:
    return None if path is None else f"{path}.{name}"
