"""Usage of many people: whole numbers in one frame, exact totals, and nothing that is left out in silence."""

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.workforce.usage.export import (
    BILLION,
    LEFT_OUT_COLUMNS,
    OUTCOME_COLUMNS,
    USAGE_COLUMNS,
    UsageExport,
    empty,
    exact_total,
    typed,
    usage_export,
)

ROW = {"on": "2026-01-01", "person": "ada", "person_kind": "user_id", "model": "acme/a", "output": 5}


class TestFrame:
    """The tidy frame holds no fractions."""

    def test_types(self):
        """Days, texts and whole numbers; what is not stated is missing, not zero."""
        export = usage_export([ROW])
        assert {name: str(kind) for name, kind in export.frame.dtypes.items()} == dict(USAGE_COLUMNS)
        assert not any(kind.startswith("float") for kind in USAGE_COLUMNS.values())
        assert export.frame[["requests", "billed"]].isna().all(axis=None)
        assert (export.tokens["output"], export.billed) == (5, None)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda frame: frame.drop(columns="model"), "a column is missing"),
            (lambda frame: frame.assign(output=[0.5]), "must be of type int64"),
            (lambda frame: frame.assign(output=[-1]), "must not hold negative counts"),
            (lambda frame: frame.assign(service=pd.Series(["slow"], dtype="category")), "service must be standard or"),
        ],
    )
    def test_other_frames_are_refused(self, change, words):
        """A frame is whole, or it is none."""
        frame = change(usage_export([ROW]).frame)
        with pytest.raises(InvalidValue, match=words):
            UsageExport(frame=frame, outcomes=empty(OUTCOME_COLUMNS), left_out=empty(LEFT_OUT_COLUMNS))

    def test_empty(self):
        """No rows are an export too."""
        export = usage_export([])
        assert (sum(export.tokens.values()), export.billed, export.left_out_sums) == (0, None, ())

    def test_left_out_is_summed_by_reason(self):
        """Most rows first."""
        columns = {
            "source_file": ["f"] * 3,
            "source_row": [1, 2, 3],
            "reason": ["b", "a", "b"],
            "fresh_input": [1, 2, 4],
            **{kind: [0, 0, 8] for kind in ("cache_write", "cache_write_1h", "cache_read", "output")},
            "requests": [None] * 3,
            "billed": [BILLION, None, BILLION // 2],
        }
        left = typed(columns, LEFT_OUT_COLUMNS)
        export = UsageExport(frame=empty(USAGE_COLUMNS), outcomes=empty(OUTCOME_COLUMNS), left_out=left)
        first, second = export.left_out_sums
        assert (first.reason, first.rows, first.tokens, first.billed) == ("b", 2, 37, Money("1.5", "USD"))
        assert (second.reason, second.rows, second.tokens) == ("a", 1, 2)


class TestExactTotal:
    """Sums of billionths are exact beyond 64 bits."""

    @given(values=st.lists(st.one_of(st.none(), st.integers(-(2**63) + 1, 2**63 - 1)), max_size=20))
    def test_any_numbers(self, values):
        """As Python's own sum, with what is missing left out."""
        assert exact_total(pd.Series(values, dtype="Int64")) == sum(value for value in values if value is not None)
