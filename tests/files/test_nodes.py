"""YAML and JSON to plain data."""

import json
import time
from typing import Any, ClassVar

import pytest
from hypothesis import given, strategies as st

from compkit.errors import FileProblems
from compkit.files.emit import to_yaml
from compkit.files.nodes import MAX_NODES, Document, parse_json, parse_yaml

MEGABYTE = 1_000_000


def yaml(text: str) -> Document:
    """A document of YAML text."""
    return parse_yaml(text, "x.yaml")


class TestPlainScalars:
    """Every plain value stays the text that was written; only null, true and false have a meaning."""

    @pytest.mark.parametrize(
        "text",
        ["no", "yes", "on", "Off", "1.10", "012", "0x1F", "1e5", "2027-01-11", "12:30", ".inf", "1_000", "=", "NaN"],
    )
    def test_stay_text(self, text: str) -> None:
        """What other readers of YAML turn into numbers, dates or booleans survives."""
        assert yaml(f"a: {text}").data == {"a": text}

    @pytest.mark.parametrize(
        ("text", "value"), [("", None), ("~", None), ("null", None), ("true", True), ("False", False)]
    )
    def test_meanings(self, text: str, value: object) -> None:
        """The core schema of YAML 1.2."""
        assert yaml(f"a: {text}").data == {"a": value}

    def test_quotes(self) -> None:
        """Quoted words are text always."""
        assert yaml("a: 'null'\nb: \"true\"").data == {"a": "null", "b": "true"}


class TestPlaces:
    """Every place knows its line."""

    TEXT = "a: 1\n\nlist:\n  - x: 1\n  -\n    x: 2\n    y: {z: 3}\n"
    LINES: ClassVar = {
        "": 1,
        "a": 1,
        "list": 3,
        "list[0]": 4,
        "list[0].x": 4,
        "list[1]": 6,
        "list[1].x": 6,
        "list[1].y.z": 7,
    }

    def test_yaml(self) -> None:
        """Keys and entries of lists."""
        assert yaml(self.TEXT).lines.items() >= self.LINES.items()

    def test_json(self) -> None:
        """JSON too."""
        document = parse_json('{\n"a": 1,\n"list": [{"x": "\\n"},\n{"y": {\n"z": 3}}]}', "x.json")
        expected = {"a": 2, "list": 3, "list[0].x": 3, "list[1]": 4, "list[1].y.z": 5}
        assert document.lines.items() >= expected.items()
        assert document.data == {"a": "1", "list": [{"x": "\n"}, {"y": {"z": "3"}}]}


class TestRefused:
    """What no offer needs is refused with its line."""

    @pytest.mark.parametrize(
        ("text", "rule", "line"),
        [
            ("", "is empty", 0),
            ("# only a comment\n", "is empty", 0),
            ("a: 1\n---\nb: 2\n", "second document", 2),
            ("a: &x 1\n", "anchors and aliases", 1),
            ("a: 1\nb: *x\n", "anchors and aliases", 2),
            ("a: !!python/object:os.system x\n", "tags are refused", 1),
            ("a: 1\n[1, 2]: 3\n", "a key must be plain text", 2),
            ("a: 1\n b: 2\n", "is not YAML", 2),
            ("a: [1, 2\n", "is not YAML", 2),
            ("a: 1\nb: x\x07y\n", "is not YAML", 2),
            ('a: 1\n"\\e[31m": 2\n', "control character U\\+001B", 2),
            ("a: " + "x" * 60_000, "has a line of more than", 1),
        ],
    )
    def test_yaml(self, text: str, rule: str, line: int) -> None:
        """One clear problem, at its line."""
        with pytest.raises(FileProblems, match=rule) as caught:
            yaml(text)
        assert [problem.line for problem in caught.value.problems] == [line]

    def test_duplicate_keys(self) -> None:
        """Both lines are named, and the rest of the file is still read."""
        document = yaml("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")
        assert [str(problem) for problem in document.problems] == [
            "b.c (line 4): this key appears twice, on lines 3 and 4: keep one",
            "a (line 5): this key appears twice, on lines 1 and 5: keep one",
        ]
        assert document.data == {"a": "1", "b": {"c": "1"}}

    def test_a_dotted_key_is_not_a_duplicate(self) -> None:
        """Only keys of one mapping are compared, even where their paths read alike."""
        assert yaml("a.b: 1\na: {b: 2}").problems == ()

    def test_duplicate_keys_of_json(self) -> None:
        """JSON too."""
        document = parse_json('{"a": 1,\n"a": 2}', "x.json")
        assert [problem.rule for problem in document.problems] == ["this key appears twice, on lines 1 and 2"]

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
    def test_numbers_that_are_none(self, number: str) -> None:
        """NaN is not an amount."""
        (problem,) = parse_json(f'{{"a": [1,\n{number}]}}', "x.json").problems
        assert (problem.path, problem.line, problem.value) == ("a[1]", 2, number)

    @pytest.mark.parametrize(("text", "rule"), [("", "is empty"), ('{"a": }', "is not JSON"), ("{} {}", "is not JSON")])
    def test_json(self, text: str, rule: str) -> None:
        """One clear problem."""
        with pytest.raises(FileProblems, match=rule):
            parse_json(text, "x.json")

    def test_numbers_of_json_stay_text(self) -> None:
        """No float is ever made."""
        assert parse_json('{"a": 0.1, "b": 250000, "c": 1E400}', "x").data == {"a": "0.1", "b": "250000", "c": "1E400"}


BOMBS: dict[str, str] = {
    "nested lists": "[" * MEGABYTE,
    "nested dashes": "- " * (MEGABYTE // 2),
    "nested mappings": "{a: " * (MEGABYTE // 4),
    "wide list": "- a\n" * (MEGABYTE // 4),
    "many keys": "".join(f"k{n}: 1\n" for n in range(90_000)),
    "laughs": "a: &a [x, x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)),
    "tag": "!" * MEGABYTE,
    "question marks": "? " * (MEGABYTE // 2),
}


class TestBombs:
    """A hostile file ends in a refusal, in bounded time and depth."""

    @pytest.mark.parametrize("name", BOMBS)
    def test_yaml(self, name: str) -> None:
        """Depth, number of values, aliases and long lines have limits."""
        start = time.perf_counter()
        with pytest.raises(FileProblems):
            yaml(BOMBS[name])
        assert time.perf_counter() - start < 20

    @pytest.mark.parametrize("text", ["[" * MEGABYTE, "[" * 500 + "]" * 500, "[" + "1," * MEGABYTE + "1]"])
    def test_json(self, text: str) -> None:
        """JSON has the same limits."""
        with pytest.raises(FileProblems, match=r"nested deeper|holds more than"):
            parse_json(text, "x.json")

    def test_a_full_file(self) -> None:
        """The limit is far above a real file: ten thousand keys are read."""
        assert len(yaml("".join(f"k{n}: 1\n" for n in range(MAX_NODES // 2))).data) == MAX_NODES // 2


def _texts() -> st.SearchStrategy[str]:
    odd = [
        "no",
        "null",
        "-",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "\\",
        "é",
        "🎉",
        "%",
        "@x",
        "a:",
        "\u2028",
        "{",
        "[]",
        "1.10",
    ]
    return st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(odd))


class TestEmit:
    """What is written is read back as the same data."""

    @given(
        st.dictionaries(
            st.text("abc é:#-'", min_size=1).filter(lambda key: key == key.strip()),
            st.recursive(
                st.one_of(_texts(), st.booleans(), st.none()),
                lambda inner: st.one_of(
                    st.lists(inner, max_size=3), st.dictionaries(st.text("xyz", min_size=1), inner)
                ),
                max_leaves=8,
            ),
            min_size=1,
        )
    )
    def test_round_trip(self, data: dict[str, Any]) -> None:
        """Whatever the text, in lists and mappings."""
        assert yaml(to_yaml(data)).data == data
        assert parse_json(json.dumps(data), "x").data == data
