"""Samples of usage exports, with invented figures, and the reading of what a test writes."""

import json

import pytest

from compkit.errors import FileProblems
from compkit.files.usagesources import read_usage_export

DAY = 86_400
NOV_1 = 1_730_419_200
"""2024-11-01 00:00 UTC, the day of the example in OpenAI's API reference."""


def written(folder, name, data):
    """A file of text as it stands, or of data as JSON."""
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def read(folder, data, name="x.json", **options):
    """The export of one file."""
    return read_usage_export(written(folder, name, data), **options)


def _text(value):
    """A cell as text; days without their time."""
    return str(value).removesuffix(" 00:00:00")


def rows(export, *columns):
    """Columns of an export as tuples."""
    return list(zip(*(map(_text, export.frame[name].tolist()) for name in columns), strict=True))


def kinds(export):
    """Tokens of each row in the order of the kinds."""
    return export.frame[["fresh_input", "cache_write", "cache_write_1h", "cache_read", "output"]].to_numpy().tolist()


def refused(folder, data, name="x.json", **options):
    """Path, value, rule and way out of every problem."""
    with pytest.raises(FileProblems) as caught:
        read(folder, data, name, **options)
    return [(found.path, found.value, found.rule, found.fix) for found in caught.value.problems]


def openai_row(**fields):
    """A result of OpenAI's usage, in the shape of the example in its API reference."""
    return {
        "object": "organization.usage.completions.result",
        "input_tokens": 1000,
        "output_tokens": 500,
        "input_cached_tokens": 800,
        "num_model_requests": 5,
        "project_id": None,
        "user_id": "user-ada",
        "api_key_id": None,
        "model": "gpt-5",
        "batch": False,
        **fields,
    }


def openai_page(*results, start=NOV_1, width=DAY, **fields):
    """A page with one bucket."""
    bucket = {"object": "bucket", "start_time": start, "end_time": start + width, "results": list(results)}
    return {"object": "page", "data": [bucket], "has_more": False, "next_page": None, **fields}


def anthropic_row(**fields):
    """A result of Anthropic's usage report by message, in the shape of its API reference."""
    return {
        "uncached_input_tokens": 1500,
        "cache_creation": {"ephemeral_1h_input_tokens": 1000, "ephemeral_5m_input_tokens": 500},
        "cache_read_input_tokens": 200,
        "output_tokens": 70,
        "server_tool_use": {"web_search_requests": 0},
        "api_key_id": "apikey_1",
        "workspace_id": "wrkspc_1",
        "model": "claude-sonnet-4-5",
        "service_tier": "standard",
        "context_window": "0-200k",
        **fields,
    }


def anthropic_page(*results, day="2026-08-01", after="2026-08-02", **fields):
    """A page with one bucket."""
    bucket = {"starting_at": f"{day}T00:00:00Z", "ending_at": f"{after}T00:00:00Z", "results": list(results)}
    return {"data": [bucket], "has_more": False, "next_page": None, **fields}


def claude_code_record(**fields):
    """A record of the Claude Code report, in the shape of its API reference."""
    tokens = {"input": 100, "output": 35, "cache_read": 10_000, "cache_creation": 50}
    return {
        "date": "2026-09-01T00:00:00Z",
        "actor": {"type": "user_actor", "email_address": "ada@example.com"},
        "organization_id": "org-1",
        "customer_type": "api",
        "terminal_type": "vscode",
        "core_metrics": {
            "num_sessions": 5,
            "lines_of_code": {"added": 1543, "removed": 892},
            "commits_by_claude_code": 12,
            "pull_requests_by_claude_code": 2,
        },
        "tool_actions": {"edit_tool": {"accepted": 45, "rejected": 5}},
        "model_breakdown": [
            {"model": "claude-opus-4-5", "tokens": tokens, "estimated_cost": {"currency": "USD", "amount": 1025}}
        ],
        **fields,
    }


def claude_code_page(*records, **fields):
    """A page of records."""
    return {"data": list(records), "has_more": False, "next_page": None, **fields}
