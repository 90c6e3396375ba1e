"""Templates that people edit only print: no code, no files, no endless loop, no endless text."""

import io
import time
import zipfile

import pytest

from compkit.documents import sandbox
from compkit.documents.docx import Properties, TextTemplate, render_docx, render_text
from compkit.errors import InvalidValue
from tests.documents.test_letter import TODAY, WORD, retagged

CONTEXT = {"company": "Acme", "rows": [{"name": "a"}, {"name": "b"}], "many": ["x"] * 300}


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in range(10**9) %}{{ x }}{% endfor %}",
        "{{ ''.__class__ }}",
        "{{ company.__class__.__mro__ }}",
        "{{ company['__class__'] }}",
        "{{ rows.append(1) }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 'x' * 10 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as x %}",
        "{% from '/etc/passwd' import x %}",
        "{% extends '/etc/passwd' %}",
        "{% macro f() %}{{ f() }}{% endmacro %}",
        "{% set x = company %}",
        "{% set x %}{{ company }}{% endset %}",
        "{% filter upper %}x{% endfilter %}",
        "{% for row in rows recursive %}{{ loop(rows) }}{% endfor %}",
        "{{ lipsum }}",
        "{{ rows|map('upper') }}",
        "{{ company|safe }}",
        "{{ company|center(1000000000) }}",
        "{{ company|default('') }}",
        "{{ company.upper }}",
        "{{ rows }}",
        "{{ rows[0] }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ loop }}",
    ],
)
def test_refused(text):
    """Code, files, arithmetic and what is no text are refused in Markdown and in Word, in little time."""
    begin = time.perf_counter()
    with pytest.raises(InvalidValue, match="letter template: cannot be filled in"):
        render_text(text, CONTEXT)
    with pytest.raises(InvalidValue, match="letter template: cannot be filled in"):
        render_docx(retagged("{{ opening }}", text.replace("'", "&apos;")), CONTEXT, properties=properties())
    assert time.perf_counter() - begin < 2


def properties():
    """Of a document of no importance."""
    return Properties(title="t", author="a", on=TODAY)


def test_nested_loops_end():
    """Loops in loops are counted together: 300 rounds each, and the third goes too far."""
    loops = "{% for a in many %}" * 12 + "x" + "{% endfor %}" * 12
    begin = time.perf_counter()
    with pytest.raises(InvalidValue, match="go round more than 20,000 times"):
        render_text(loops, CONTEXT)
    assert time.perf_counter() - begin < 2


def test_rounds_are_counted_for_each_document(monkeypatch):
    """A template may be used again and again: each document has all rounds."""
    template = TextTemplate("{% for a in many %}{{ a }}{% endfor %}")
    monkeypatch.setattr(sandbox, "MOST_ROUNDS", 301)
    assert [len(template.render(CONTEXT)) for _ in range(3)] == [300] * 3
    monkeypatch.setattr(sandbox, "MOST_ROUNDS", 300)
    with pytest.raises(InvalidValue, match="go round"):
        template.render(CONTEXT)


def test_size_is_limited(monkeypatch):
    """What is printed ends, too."""
    monkeypatch.setattr(sandbox, "MOST_CHARACTERS", 1000)
    with pytest.raises(InvalidValue, match="prints more than 1,000 characters"):
        render_text("{% for a in many %}0123456789{% endfor %}", CONTEXT)
    with pytest.raises(InvalidValue, match="too long"):
        render_text("{{ many|join('and') }}", CONTEXT)


def test_depth_is_limited():
    """A template nested a thousandfold is an error, not a crash."""
    for text in ("{% if a %}" * 3000 + "{% endif %}" * 3000, "{{ " + "(" * 5000 + "a" + ")" * 5000 + " }}"):
        with pytest.raises(InvalidValue, match="cannot be filled in"):
            render_text(text, CONTEXT)


def test_what_templates_need():
    """Fields, conditions, loops and a few filters work."""
    text = (
        "{% for row in rows if row.name != 'x' %}{{ loop.index }}{{ row.name|upper }}{{ ', ' if not loop.last }}"
        "{% else %}none{% endfor %}{% if company is defined and many|length > 2 %} {{ many[:2]|join('-') }}{% endif %}"
    )
    assert render_text(text, CONTEXT) == "1A,2B x-x"


def test_error_shows_the_nearby_text():
    """A fault is found by the words around it: in Markdown by its line, in Word by its paragraph."""
    with pytest.raises(InvalidValue, match=r"near “Dear {{ candidat }}, welcome."):
        render_text("# Offer\n\nDear {{ candidat }}, welcome.\n", CONTEXT)
    broken = retagged("{{ opening }}", "Your pay is {{ salery }} a year")
    with pytest.raises(InvalidValue, match=r"near “Your pay is {{ salery }} a year"):
        render_docx(broken, {**CONTEXT, **dict.fromkeys(TEXTS, "x"), **EMPTY}, properties=properties())
    with pytest.raises(InvalidValue, match=r"near “Your pay is {{ salery a year"):
        render_docx(retagged("{{ opening }}", "Your pay is {{ salery a year"), CONTEXT, properties=properties())


TEXTS = ("candidate", "title", "issued_on")
EMPTY = {"company_address": [], "candidate_address": [], "draft_mark": ""}


def test_a_bomb_is_no_template():
    """A Word file that unpacks to a hundred times what a letter has is refused before it is unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 60_000_000)
    assert len(packed.getvalue()) < 100_000
    with pytest.raises(InvalidValue, match="unpacks to more than 50,000,000 bytes"):
        render_docx(packed.getvalue(), CONTEXT, properties=properties())


def test_entities_are_not_read():
    """An entity of a file in a template stays unread."""
    with zipfile.ZipFile(io.BytesIO(WORD)) as source:
        footer = source.read("word/footer1.xml").decode()
    assert footer.startswith("<?xml")
    head, _, body = footer.partition("?>")
    evil = f'{head}?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{body.replace("{{ mark }}", "&e;")}'
    with pytest.raises(InvalidValue, match="is not a Word document"):
        render_docx(replaced(WORD, "word/footer1.xml", evil.encode()), CONTEXT, properties=properties())
    with pytest.raises(InvalidValue, match="is not a Word document"):
        render_docx(replaced(WORD, "word/document.xml", b"<w:document"), CONTEXT, properties=properties())


def replaced(document: bytes, name: str, data: bytes) -> bytes:
    """A document with another part."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.namelist():
            target.writestr(part, data if part == name else source.read(part))
    return changed.getvalue()


def test_short_tables_stay_whole():
    """In Word every row of a short table but its last keeps with the next; long tables may be cut between rows."""
    from xml.etree import ElementTree

    from tests.documents.test_letter import OFFERS, W, word

    with zipfile.ZipFile(io.BytesIO(word(OFFERS["start-up"]))) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
    short = [rows for table in body.iter(f"{W}tbl") if len(rows := table.findall(f"{W}tr")) <= 8]
    assert len(short) >= 3
    for rows in short:
        assert all(p.find(f"{W}pPr/{W}keepNext") is not None for row in rows[:-1] for p in row.iter(f"{W}p"))
