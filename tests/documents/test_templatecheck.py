"""A template checked: what does not exist, what is left out, and where."""

import pytest

from compkit.documents.letterfields import LETTER_FIELDS, field_paths
from compkit.documents.table import render
from compkit.documents.templatecheck import (
    build_template_report,
    check_text_template,
    check_word_template,
    template_data,
)
from tests.documents.letteroffers import COMPLETE, contexts
from tests.documents.test_letter import MARKDOWN, OFFERS, WORD, context, retagged


def test_fields_are_those_of_the_context():
    """What the check knows is what a letter has: neither more nor less."""
    said = [*map(context, OFFERS.values()), *(contexts(made)["letter"] for made in COMPLETE.values())]
    found = {path for one in said for path in field_paths(one)}
    assert found == set(LETTER_FIELDS)


@pytest.mark.parametrize("check", [check_word_template(WORD), check_text_template(MARKDOWN)])
def test_own_templates_pass(check):
    """The templates that come with compkit use every field but those that another one says too, and plain values."""
    assert check.passes
    plain = {path for path in LETTER_FIELDS if path.startswith("values.")}
    assert {finding.name for finding in check.findings} == {"offer_number", "expires_on"} | plain


def test_unknown_field_in_markdown():
    """A misspelt name, with its line, the words around it and the nearest name."""
    check = check_text_template("# {{ title }}\n\nDear {{ candidat }},\n")
    (finding,) = [found for found in check.findings if found.kind == "unknown"]
    assert (finding.name, finding.place) == ("candidat", "line 3")
    assert finding.near == "Dear {{ candidat }}," and finding.words.endswith("did you mean candidate?")
    assert not check.passes and check.used == ("title",)


def test_unknown_field_in_a_loop():
    """A name is followed through its loops."""
    text = (
        "{% for g in grants %}{{ g.titel }}{% for line in g.vesting %}{{ line.pairs[0].date }}{{ loop.index }}"
        "{% endfor %}{% endfor %}{{ (summary|first).text }}{{ summary[0]['name'] }}{{ row.name }}"
    )
    names = [found.name for found in check_text_template(text).findings if found.kind == "unknown"]
    assert names == ["grants[].titel", "grants[].vesting[].pairs[].date", "row.name"]


def test_unknown_field_in_word():
    """In Word the place is the part and the paragraph, with its text."""
    check = check_word_template(retagged("{{ opening }}", "Welcome to {{ compani }}!"))
    (finding,) = [found for found in check.findings if found.kind == "unknown"]
    assert finding.near.startswith("Welcome to {{ compani }}!")
    assert finding.place.startswith("document.xml, paragraph ")
    (other,) = [f for f in check_word_template(retagged("{{ mark }}", "{{ marc }}")).findings if f.kind == "unknown"]
    assert other.place.startswith("footer1.xml") and other.near == "{{ marc }}"


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("Dear\n{{ candidate }\n", "unexpected '}'", "{{ candidate }"),
        ("a\nb {% for x in summary %}\n", "", ""),
        ("Pay:\n\n{{ range(3) }} dollars\n", "call is not allowed", "{{ range(3) }} dollars"),
        ("{% include 'x' %}", "include is not allowed: files cannot be included", "{% include 'x' %}"),
    ],
)
def test_faults(text, words, near):
    """A fault of syntax, and code, are found before anything is rendered."""
    (fault,) = [finding for finding in check_text_template(text).findings if finding.kind == "fault"]
    assert words in fault.words and near in fault.near


def test_report_and_data():
    """The report says all three; the data too."""
    check = check_text_template("Dear {{ candidat }}", file="own.md")
    text = "\n".join(line for line, _ in render(build_template_report(check)))
    assert "candidat is not a field: did you mean candidate?" in text and "near “Dear {{ candidat }}”" in text
    assert "Not used" in text and "mark: offer number" in text and "ok:" not in text
    data = template_data(check)
    assert data["passes"] is False and data["findings"][0]["kind"] == "unknown"
