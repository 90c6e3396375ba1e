"""Usage that tools count: ccusage on one machine, LiteLLM as a gateway. Rows become disjoint kinds, or are listed.

Shapes: ccusage's JSON output (ccusage.com/guide/json-output; newer releases say ``period`` for ``date``); LiteLLM's
database schema (github.com/BerriAI/litellm, ``LiteLLM_SpendLogs``, ``LiteLLM_DailyUserSpend``), where the counts of
caches stand in ``metadata.additional_usage_values``. The first ccusage day is of a published test sample (csusage
0.2.2, ``copilot_cli__focused_daily_json.snap``); all other figures are invented.
"""

import csv
import io
import json
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.files.usagesources import read_usage_export
from compkit.money import Money

from .usagesamples import kinds, read, refused, rows, written

BREAKDOWN = {
    "cacheCreationTokens": 30,
    "cacheReadTokens": 20,
    "cost": 0.0033625,
    "inputTokens": 163,
    "modelName": "claude-opus-4.6",
    "outputTokens": 94,
}


def day(*breakdowns, **fields):
    """A record of ccusage: sums of its breakdowns."""
    names = ("cacheCreationTokens", "cacheReadTokens", "inputTokens", "outputTokens")
    sums = {name: sum(part[name] for part in breakdowns) for name in names}
    return {"date": "2026-01-03", "modelBreakdowns": list(breakdowns), "totalCost": 1, **sums, **fields}


def without_date(record):
    """The same record, for another key of its day."""
    return {name: value for name, value in record.items() if name != "date"}


class TestCcusage:
    """ccusage's daily and session reports."""

    def test_daily(self, tmp_path):
        """Input is fresh alone; the cost is what ccusage worked out, exactly as written."""
        export = read(tmp_path, {"daily": [day(BREAKDOWN)], "totals": {}})
        assert kinds(export) == [[163, 30, 0, 20, 94]]
        assert rows(export, "on", "model", "billed", "person_kind") == [
            ("2026-01-03", "anthropic/claude-opus-4.6", "3362500", "none")
        ]

    @pytest.mark.parametrize(
        ("report", "on", "person"),
        [
            ({"daily": [{**without_date(day(BREAKDOWN)), "period": "2026-02-01"}]}, "2026-02-01", ""),
            ({"daily": [{**day(BREAKDOWN), "date": "20260201"}]}, "2026-02-01", ""),
            ({"projects": {"site": [day(BREAKDOWN)]}}, "2026-01-03", "site"),
            (
                {"sessions": [{**day(BREAKDOWN), "date": "2026-03-04", "sessionId": "s", "projectPath": "/p"}]},
                "2026-03-04",
                "/p",
            ),
        ],
    )
    def test_other_reports(self, tmp_path, report, on, person):
        """Projects and sessions are read too; a day may be written without hyphens."""
        assert rows(read(tmp_path, report), "on", "person") == [(on, person)]

    def test_session_stands_on_its_last_day(self, tmp_path):
        """A session's days are not told apart."""
        last = {"sessionId": "s", "lastActivity": "2025-03-15T23:30:00.000-05:00"}
        record = {**without_date(day(BREAKDOWN)), **last}
        export = read(tmp_path, {"sessions": [record]})
        assert rows(export, "on") == [("2025-03-16",)]
        assert export.warnings == ("a whole session stands on its last day (1 row)",)

    def test_models_of_makers(self, tmp_path):
        """A model's maker is known by its name, or told, or left open."""
        names = ("gpt-5.4", "o4-mini", "gemini-3", "GLM-5.2")
        report = {"daily": [day(*({**BREAKDOWN, "modelName": name} for name in names))]}
        assert rows(read(tmp_path, report), "model") == [
            ("openai/gpt-5.4",),
            ("openai/o4-mini",),
            ("google/gemini-3",),
            ("GLM-5.2",),
        ]
        assert rows(read(tmp_path, report, provider="zai"), "model")[3] == ("zai/GLM-5.2",)

    def test_without_breakdown(self, tmp_path):
        """The day itself, of the one model that it used."""
        record = {**day(BREAKDOWN), "modelsUsed": ["claude-opus-4.6"], "totalCost": 2}
        del record["modelBreakdowns"]
        assert rows(read(tmp_path, {"daily": [record]}), "model", "billed") == [
            ("anthropic/claude-opus-4.6", "2000000000")
        ]

    def test_machines_of_two_people_are_not_doubles(self, tmp_path):
        """The same day and model on two machines are two rows."""
        files = [
            written(tmp_path, name, {"daily": [day(BREAKDOWN)], "totals": {"of": name}})
            for name in ("a.json", "b.json")
        ]
        assert len(read_usage_export(files).frame) == 2

    @pytest.mark.parametrize(
        ("report", "path", "rule"),
        [
            ({"daily": [day(BREAKDOWN, inputTokens=164)]}, "daily[0].inputTokens", "must be the sum of its parts, 163"),
            ({"daily": [day({**BREAKDOWN, "cost": "x"})]}, "daily[0].modelBreakdowns[0].cost", "is not a number"),
            ({"daily": [4]}, "daily[0]", "must be an object"),
            ({"daily": [without_date(day(BREAKDOWN))]}, "daily[0].date", "is missing"),
            ({"projects": {"a": 4}}, "projects.a", "must be a list"),
        ],
    )
    def test_broken(self, tmp_path, report, path, rule):
        """Contradictions are told with their place."""
        assert [found[0:3:2] for found in refused(tmp_path, report)] == [(path, rule)]

    def test_other_shapes_of_ccusage(self, tmp_path):
        """Reports without days and models are refused with the way out."""
        ((_, _, rule, _),) = refused(tmp_path, {"monthly": [], "totals": {}})
        assert rule.endswith("take ccusage daily --json")
        codex = {"date": "2026-01-03", "inputTokens": 5, "cachedInputTokens": 3, "outputTokens": 1, "costUSD": 1}
        assert "Codex" in refused(tmp_path, {"daily": [codex]})[0][2]

    def test_dollars(self, tmp_path):
        """Ccusage states US dollars."""
        ((_, _, rule, _),) = refused(tmp_path, {"daily": [day(BREAKDOWN)]}, currency="EUR")
        assert rule == "the source states US dollars"


def log(**fields):
    """A row of LiteLLM's spend logs."""
    return {
        "request_id": "r1",
        "call_type": "acompletion",
        "api_key": "hash",
        "spend": 1.2e-05,
        "prompt_tokens": 100,
        "completion_tokens": 7,
        "total_tokens": 107,
        "startTime": "2026-06-21T16:11:19.369Z",
        "model": "gpt-5",
        "custom_llm_provider": "openai",
        "user": "ada@example.com",
        "metadata": {"status": "success", "additional_usage_values": {}},
        "cache_hit": "False",
        **fields,
    }


def cached(**fields):
    """Metadata with counts of their own."""
    return {"additional_usage_values": fields}


def as_csv(records):
    """The same rows as a database exports them."""
    text = io.StringIO()
    names = list(dict.fromkeys(name for record in records for name in record))
    table = csv.DictWriter(text, names)
    table.writeheader()
    for record in records:
        table.writerow({k: json.dumps(v) if isinstance(v, dict) else v for k, v in record.items()})
    return text.getvalue()


class TestLiteLlm:
    """LiteLLM's spend logs: JSON and CSV are one table."""

    @pytest.mark.parametrize("name", ["x.json", "x.csv"])
    def test_both_forms(self, tmp_path, name):
        """Cached input is taken out of the prompt, whichever form the rows have."""
        records = [
            log(),
            log(request_id="r2", metadata=cached(cache_read_input_tokens=60, cache_creation_input_tokens=10)),
            log(request_id="r3", metadata=cached(prompt_tokens_details={"cached_tokens": 5})),
        ]
        export = read(tmp_path, records if name == "x.json" else as_csv(records), name)
        assert kinds(export) == [[100, 0, 0, 0, 7], [30, 10, 0, 60, 7], [95, 0, 0, 5, 7]]
        assert (
            rows(export, "on", "person", "person_kind", "model", "requests", "billed")
            == [("2026-06-21", "ada@example.com", "email", "openai/gpt-5", "1", "12000")] * 3
        )

    def test_one_hour_writes(self, tmp_path):
        """The cache's life is told in the details."""
        details = {"cache_creation_tokens": 10, "cache_creation_token_details": {"ephemeral_1h_input_tokens": 4}}
        export = read(tmp_path, [log(metadata=cached(prompt_tokens_details=details))])
        assert kinds(export) == [[90, 6, 4, 0, 7]]

    def test_pages_and_lines(self, tmp_path):
        """Rows may stand in pages, or one a line."""
        assert len(read(tmp_path, {"data": [log(), log(request_id="r2")], "total": 2}).frame) == 2
        lines = "\n".join(json.dumps(log(request_id=str(number))) for number in range(3))
        assert len(read(tmp_path, lines, "x.jsonl").frame) == 3

    @pytest.mark.parametrize(
        ("fields", "person"),
        [
            ({"user": "", "end_user": "bob"}, ("bob", "user_id")),
            ({"user": None}, ("hash", "api_key")),
            ({"user": None, "api_key": "", "team_id": "t@1"}, ("t@1", "project")),
            ({"user": None, "api_key": ""}, ("", "none")),
            ({"metadata": {"user_api_key_user_email": "eve@example.com"}}, ("eve@example.com", "email")),
        ],
    )
    def test_nearest_identity(self, tmp_path, fields, person):
        """An address of metadata counts before a user, a user before a key."""
        assert rows(read(tmp_path, [log(**fields)]), "person", "person_kind") == [person]

    @pytest.mark.parametrize(
        ("fields", "model"),
        [
            ({"custom_llm_provider": "", "model": "azure/gpt-5"}, ("azure", "azure/gpt-5")),
            ({"custom_llm_provider": "azure", "model": "azure/gpt-5"}, ("azure", "azure/gpt-5")),
            ({"custom_llm_provider": None}, ("", "gpt-5")),
        ],
    )
    def test_models(self, tmp_path, fields, model):
        """A provider stands once before its model."""
        assert rows(read(tmp_path, [log(**fields)]), "provider", "model") == [model]

    def test_left_out(self, tmp_path):
        """What no provider answered, what failed and what is no text is listed with its tokens."""
        records = [
            log(),
            log(request_id="r2", cache_hit="True"),
            log(request_id="r3", status="failure", prompt_tokens=0, completion_tokens=0, spend=0),
            log(request_id="r4", metadata=cached(prompt_tokens_details={"audio_tokens": 40})),
            log(),
        ]
        export = read(tmp_path, records)
        assert {left.reason.partition(",")[0]: (left.rows, left.tokens) for left in export.left_out_sums} == {
            "answered from LiteLLM's own cache": (1, 107),
            "failed": (1, 0),
            "has audio or image tokens": (1, 107),
            "stands twice": (1, 107),
        }

    def test_daily_table(self, tmp_path):
        """The daily tables have columns of their own for caches and requests."""
        text = (
            "id,user_id,date,api_key,model,custom_llm_provider,prompt_tokens,completion_tokens,"
            "cache_read_input_tokens,cache_creation_input_tokens,spend,api_requests\n"
            "1,ada,2026-06-21,k,gpt-5,openai,1000,5,600,100,0.25,12\n"
        )
        export = read(tmp_path, text, "x.csv")
        assert kinds(export) == [[300, 100, 0, 600, 5]]
        assert rows(export, "person", "requests", "billed", "source_row") == [("ada", "12", "250000000", "2")]

    def test_rows_are_counted_as_the_file_does(self, tmp_path):
        """Empty lines count, so that a place is found in an editor."""
        text = as_csv([log(), log(request_id="r2")]).replace("\r\n", "\n").replace("\nr2", "\n\nr2")
        assert rows(read(tmp_path, text, "x.csv"), "source_row") == [("2",), ("4",)]

    @pytest.mark.parametrize(
        ("fields", "column", "rule"),
        [
            ({"prompt_tokens": -1}, "row 3, column prompt_tokens", "must not be negative"),
            ({"prompt_tokens": "1.5"}, "row 3, column prompt_tokens", "is not a whole number"),
            ({"prompt_tokens": 10**20}, "row 3, column prompt_tokens", "is not a whole number"),
            ({"spend": "a lot"}, "row 3, column spend", "is not a number"),
            ({"spend": "inf"}, "row 3, column spend", "is not a number"),
            ({"spend": "1e300"}, "row 3, column spend", "is more than a row can hold"),
            ({"startTime": "2026-13-01"}, "row 3, column startTime", "no such time"),
            ({"startTime": ""}, "row 3, column startTime", "is missing"),
            ({"metadata": '{"cached_tokens": 5'}, "row 3, column metadata", "is not JSON"),
            ({"metadata": cached(cache_read_input_tokens=101)}, "row 3, column metadata.prompt_tokens", "must include"),
        ],
    )
    def test_broken_cells(self, tmp_path, fields, column, rule):
        """Each with its row and column."""
        ((path, _, told, _),) = refused(tmp_path, as_csv([log(), log(request_id="r2", **fields)]), "x.csv")
        assert path == column
        assert told.startswith(rule)

    def test_moments_in_other_zones(self, tmp_path):
        """A moment with an offset is of its day in UTC."""
        export = read(tmp_path, as_csv([log(startTime="2026-06-21 23:30:00-05:00")]), "x.csv")
        assert rows(export, "on") == [("2026-06-22",)]

    def test_halves_go_up(self, tmp_path):
        """Half a billionth is one, which binary fractions would round to an even number."""
        texts = ["0.0000000005", "2.5e-9", "-5e-10", "0.00000000049999999999999999"]
        export = read(tmp_path, as_csv([log(request_id=text, spend=text) for text in texts]), "x.csv")
        assert export.frame["billed"].tolist() == [1, 3, -1, 0]

    @given(spends=st.lists(st.decimals(-2000, 2000, places=12, allow_nan=False), min_size=1, max_size=8))
    def test_money_is_exact(self, tmp_path_factory, spends):
        """Every amount is rounded half up to a billionth, however it is written."""
        texts = [form(spend) for spend in spends for form in (str, lambda one: f"{one:e}")]
        records = [log(request_id=str(number), spend=text) for number, text in enumerate(texts)]
        export = read(tmp_path_factory.mktemp("p"), as_csv(records), "x.csv")
        expected = [int(Decimal(text).scaleb(9).to_integral_value(ROUND_HALF_UP)) for text in texts]
        assert export.frame["billed"].tolist() == expected
        assert export.billed == Money(Decimal(sum(expected)).scaleb(-9), "USD")


class TestScale:
    """CSV is converted by the column."""

    def test_no_python_by_the_row(self, tmp_path):
        """Four times the rows of the same days, people and models take as many calls."""

        def calls(count):
            path = written(tmp_path, f"{count}.csv", as_csv([log(request_id=f"r{n:05}") for n in range(count)]))
            counted = Counter()
            sys.setprofile(lambda frame, event, arg: counted.update([event == "call"]))
            try:
                read_usage_export(path)
            finally:
                sys.setprofile(None)
            return counted[True]

        calls(500)
        assert calls(2000) <= calls(499) + 50
