"""Published figures on what developers use: each with source and date, and refused without."""

from datetime import date
from pathlib import Path

import pytest

from compkit.errors import FileProblems
from compkit.files.context import read_context

OWN = """\
format: compkit/context/1
figures:
  - {name: us, value: 10, unit: USD a month, source: own, on: 2026-01-01}
"""


class TestReadContext:
    """`read_context`."""

    def test_sample(self) -> None:
        """Median and top tenth of tokens a week, as Jellyfish published them, and spend a month."""
        figures = {figure.name: figure for figure in read_context()}
        assert (figures["median developer"].value, figures["median developer"].on) == (32, date(2026, 5, 7))
        assert figures["developer of the top tenth"].value == 225
        assert {figure.unit for figure in figures.values()} >= {"million tokens a week", "USD a month"}
        assert all(figure.source for figure in figures.values())

    def test_own(self, tmp_path: Path) -> None:
        """A file of one's own figures instead."""
        path = tmp_path / "own.yaml"
        path.write_text(OWN, "utf-8")
        assert [(figure.name, figure.value) for figure in read_context(path)] == [("us", 10)]

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("source: own, ", "", "figures[0].source (line 3): is missing"),
            (", on: 2026-01-01", "", "figures[0].on (line 3): is missing"),
            ("USD a month", "tokens", "figures[0].unit (line 3): must be one of million tokens a week"),
            ("value: 10", "value: -1", "figures[0].value (line 3): must not be negative"),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, said: str) -> None:
        """A figure without source, date or unit is none."""
        path = tmp_path / "own.yaml"
        path.write_text(OWN.replace(old, new), "utf-8")
        with pytest.raises(FileProblems) as caught:
            read_context(path)
        assert said in str(caught.value)
