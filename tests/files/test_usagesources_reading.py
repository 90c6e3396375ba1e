"""Reading exports: a file is known by its content, and what cannot be read is refused with a way out."""

import pytest

from compkit.errors import FileProblems
from compkit.files.usagesources import SOURCES, read_usage_export, reading
from compkit.money import Money

from .usagesamples import (
    anthropic_page,
    anthropic_row,
    claude_code_page,
    claude_code_record,
    kinds,
    openai_page,
    openai_row,
    read,
    refused,
    rows,
    written,
)

TABLE = (
    "Date,User Email,Provider,Model,Input tokens,Output tokens,Cost (USD)\n2026-01-01,a@x.com,OpenAI,gpt-5,100,20,0.5\n"
)


class TestContent:
    """What a file is, its content says."""

    @pytest.mark.parametrize(
        ("data", "source"),
        [
            (openai_page(openai_row()), "openai"),
            (anthropic_page(anthropic_row()), "anthropic"),
            (claude_code_page(claude_code_record()), "claude-code"),
        ],
    )
    def test_told_or_found(self, tmp_path, data, source):
        """A source that is told must be the one that is found."""
        assert read(tmp_path, data).sources == (source,)
        assert read(tmp_path, data, source=source).sources == (source,)
        other = "litellm"
        ((_, _, rule, fix),) = refused(tmp_path, data, source=other)
        assert (rule, fix) == (f"is not an export of {other}", f'say source="{source}"')

    def test_unknown_is_met_with_candidates(self, tmp_path):
        """Every source is named with what it is."""
        ((_, _, rule, fix),) = refused(tmp_path, {"data": [{"what": 1}], "has_more": False})
        assert rule == "is no usage export that is known"
        assert all(f"{name}: {what}" in fix for name, what in SOURCES.items())

    def test_several_in_one(self, tmp_path):
        """Values of two sources in one file are not told apart."""
        ((_, _, rule, _),) = refused(tmp_path, [openai_page(openai_row()), anthropic_page(anthropic_row())])
        assert rule == "is several exports in one"

    def test_no_such_source(self, tmp_path):
        """A name that is none is refused with the names."""
        ((_, _, rule, fix),) = refused(tmp_path, {}, source="open-ai")
        assert rule == "no such source: open-ai"
        assert "openai" in fix

    def test_folder(self, tmp_path):
        """A folder's files are read together, by name."""
        folder = tmp_path / "exports"
        folder.mkdir()
        written(folder, "a.json", openai_page(openai_row()))
        written(folder, "b.csv", TABLE)
        export = read_usage_export(folder)
        assert export.sources == ("openai", "table")
        assert len(export.frame) == 2
        (folder / "notes.txt").write_text("x")
        with pytest.raises(FileProblems, match=r"holds a file that is no export: notes\.txt"):
            read_usage_export(folder)


class TestRefusals:
    """Bad files are refused with the way out, never with a traceback."""

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("", "is empty"),
            ("  ", "is not JSON: Expecting value"),
            ('{"data": [', "is not JSON: Expecting value"),
            ('{"data": []}\n{"data"', "is not JSON: Expecting ':' delimiter"),
            ('{"a": 1, "a": 2}', "a key appears twice: a"),
            ('{"a": NaN}', "NaN is not a number"),
            ("[" * 100_000, "is nested too deeply"),
            ('{"a": ' + "9" * 5000 + "}", "holds a number that is too long"),
            ('{"a": "\\ud800"}', "holds half a character, \\ud800"),
            ("4", "is no usage export that is known"),
            ("[]", "is no usage export that is known"),
            ("{}", "is no usage export that is known"),
        ],
    )
    def test_json(self, tmp_path, text, rule):
        """What is no JSON, or none that is known."""
        assert [found[2] for found in refused(tmp_path, text)] == [rule]

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("", "is empty"),
            ("date;model\n1;2\n", "its columns are not separated by commas"),
            ("request_id,spend,prompt_tokens,completion_tokens\n1,2,3,4\n", "the column startTime is missing"),
            (TABLE.splitlines()[0], "holds no usage"),
            (TABLE + "2026-01-01,a@x.com,OpenAI,gpt-5,-100,20,0.5\n", "must not be negative"),
            (TABLE + "2026-01-01,a@x.com,OpenAI,gpt-5,many,20,0.5\n", "not a number"),
            (TABLE + "2026-01-01,a@x.com,OpenAI,gpt-5,1,20,0.5 EUR\n", "the heading says USD"),
            (TABLE + "2026-01-01,a\x07@x.com,OpenAI,gpt-5,1,20,0.5\n", "control character U+0007 is refused"),
            ("date,model\n2026-01-01,gpt-5\n", "no column counts tokens or money"),
        ],
    )
    def test_tables(self, tmp_path, text, rule):
        """What is no table, or none of usage."""
        assert any(found[2].startswith(rule) for found in refused(tmp_path, text, "x.csv"))

    def test_ragged_csv(self, tmp_path):
        """A row with too many cells is told with its line."""
        text = (
            "request_id,spend,prompt_tokens,completion_tokens,startTime\n"
            + "1,2,3,4,2026-01-01\n" * 2
            + "1,2,3,4,5,6\n"
        )
        ((_, _, rule, _),) = refused(tmp_path, text, "x.csv")
        assert rule == "is not CSV: Expected 5 fields in line 4, saw 6"

    def test_not_utf8(self, tmp_path):
        """Another encoding is told."""
        (tmp_path / "x.csv").write_bytes("date,café\n".encode("latin-1"))
        with pytest.raises(FileProblems, match="is not UTF-8 text"):
            read_usage_export(tmp_path / "x.csv")

    def test_too_long(self, tmp_path, monkeypatch):
        """A file has a limit, which is told with its length."""
        monkeypatch.setattr(reading, "LIMIT", 10)
        ((_, value, rule, fix),) = refused(tmp_path, TABLE, "x.csv")
        assert (value, rule) == (f"{len(TABLE)} bytes", "is longer than 10 bytes")
        assert fix.startswith("split it")

    def test_copies(self, tmp_path):
        """The same content under two names would count twice."""
        files = [written(tmp_path, name, TABLE) for name in ("a.csv", "b.csv")]
        with pytest.raises(FileProblems, match="is the same as"):
            read_usage_export(files)

    def test_missing(self, tmp_path):
        """A file that is not there, a folder without files, a list of none."""
        for path, rule in (
            (tmp_path / "no.json", "cannot be read"),
            (tmp_path, "is a folder without files"),
            ([], "names no file"),
        ):
            with pytest.raises(FileProblems, match=rule):
                read_usage_export(path)

    def test_days_without_use(self, tmp_path):
        """A page without rows alone is no usage; beside others it is a day without use."""
        empty = openai_page()
        assert refused(tmp_path, empty)[0][2] == "holds no usage"
        assert len(read(tmp_path, [empty, openai_page(openai_row(), start=0)]).frame) == 1


class TestTable:
    """Tables of one's own, by synonyms."""

    def test_synonyms(self, tmp_path):
        """Headings have names of their own; the currency stands in one."""
        export = read(tmp_path, TABLE, "x.csv")
        assert kinds(export) == [[100, 0, 0, 0, 20]]
        assert rows(export, "on", "person", "person_kind", "model", "source_row") == [
            ("2026-01-01", "a@x.com", "email", "openai/gpt-5", "2")
        ]
        assert export.billed == Money("0.5", "USD")

    def test_input_beside_caches_is_doubtful(self, tmp_path):
        """Input could include what was cached: somebody says which."""
        text = "date,user,model,input tokens,cached input tokens,output\n2026-01-01,ada,openai/gpt-5,100,80,5\n"
        ((path, _, rule, fix),) = refused(tmp_path, text, "x.csv")
        assert (path, rule) == ("column input tokens", "could include the cached tokens or not")
        assert fix == "map it to all_input if it includes the cached tokens, to fresh_input if not"
        assert kinds(read(tmp_path, text, "x.csv", mapping={"input tokens": "all_input"})) == [[20, 0, 0, 80, 5]]
        assert kinds(read(tmp_path, text, "x.csv", mapping={"input tokens": "fresh_input"})) == [[100, 0, 0, 80, 5]]
        few = text.replace("100", "10")
        told = refused(tmp_path, few, "x.csv", mapping={"input tokens": "all_input"})
        assert told[0][2] == "must include the tokens read from a cache and written to one"

    def test_parquet(self, tmp_path):
        """Other forms of table are read by the same fields."""
        import pandas as pd

        frame = pd.DataFrame({"date": ["2026-01-01"], "user": ["ada"], "output": [5], "service": ["batch"]})
        frame.to_parquet(tmp_path / "x.parquet")
        assert rows(read_usage_export(tmp_path / "x.parquet"), "person_kind", "service") == [("user_id", "batch")]
