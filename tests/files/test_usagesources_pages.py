"""Usage exports in pages: every row keeps its day, person, model and class; its buckets are disjoint.

Shapes: platform.openai.com/docs/api-reference/usage (and OpenAI's OpenAPI document 2.3.0, which says that
``input_tokens`` includes cached and cache-write tokens); platform.claude.com/docs/en/api/admin/usage_report. Figures
are invented.
"""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from compkit.files.usagesources import read_usage_export
from compkit.money import Money

from .usagesamples import (
    DAY,
    NOV_1,
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


class TestOpenAi:
    """OpenAI's organization usage."""

    def test_cached_input_is_taken_out(self, tmp_path):
        """1,000 of input with 800 cached and 50 written are 150 fresh."""
        export = read(tmp_path, openai_page(openai_row(input_cache_write_tokens=50)))
        assert kinds(export) == [[150, 50, 0, 800, 500]]
        assert export.sources == ("openai",)
        assert export.frame["requests"].tolist() == [5]
        assert export.billed is None

    def test_day_is_utc(self, tmp_path):
        """The second before midnight is the day before."""
        pages = openai_page(openai_row(), start=NOV_1 - 3600, width=3600)
        assert read(tmp_path, pages).frame["on"].dt.date.tolist() == [date(2024, 10, 31)]

    @pytest.mark.parametrize(
        ("fields", "service"),
        [
            ({}, "standard"),
            ({"batch": True}, "batch"),
            ({"batch": None, "service_tier": "flex"}, "flex"),
            ({"service_tier": "default"}, "standard"),
        ],
    )
    def test_service(self, tmp_path, fields, service):
        """A batch and a tier are service classes."""
        assert rows(read(tmp_path, openai_page(openai_row(**fields))), "service", "model") == [
            (service, "openai/gpt-5")
        ]

    def test_unknown_tier_is_said(self, tmp_path):
        """A tier that nobody knows is read as standard, with a warning."""
        export = read(tmp_path, openai_page(openai_row(service_tier="scale")))
        assert export.warnings == ("the service tier scale is read as standard (1 row)",)

    @pytest.mark.parametrize(
        ("fields", "person"),
        [
            ({}, ("user-ada", "user_id")),
            ({"user_id": None, "api_key_id": "key_1", "project_id": "p"}, ("key_1", "api_key")),
            ({"user_id": None, "project_id": "p"}, ("p", "project")),
            ({"user_id": None}, ("", "none")),
        ],
    )
    def test_nearest_identity(self, tmp_path, fields, person):
        """A user counts before a key, a key before a project."""
        assert rows(read(tmp_path, openai_page(openai_row(**fields))), "person", "person_kind") == [person]

    def test_audio_is_left_out_and_counted(self, tmp_path):
        """What has a price of its own is no text; its tokens are still counted."""
        export = read(tmp_path, openai_page(openai_row(), openai_row(user_id="u", input_audio_tokens=7)))
        (left,) = export.left_out_sums
        assert (left.rows, left.tokens, len(export.frame)) == (1, 1500, 1)

    def test_images_count_no_tokens(self, tmp_path):
        """Usage of another endpoint in a page is left out by name."""
        image = {"object": "organization.usage.images.result", "images": 3, "num_model_requests": 1}
        export = read(tmp_path, openai_page(openai_row(), image))
        assert [(left.reason, left.rows) for left in export.left_out_sums] == [("counts no tokens", 1)]

    def test_cached_above_input(self, tmp_path):
        """Contradictory counts are refused with their place."""
        ((path, value, rule, fix),) = refused(tmp_path, openai_page(openai_row(), openai_row(input_cached_tokens=1001)))
        assert (path, value) == ("data[0].results[1].input_tokens", "1000")
        assert rule == "must include input_cached_tokens (1001)"
        assert fix == "is the input counted without its cached part?"

    @pytest.mark.parametrize(
        ("fields", "key", "rule"),
        [
            ({"output_tokens": -1}, "output_tokens", "must not be negative"),
            ({"output_tokens": None}, "output_tokens", "is missing"),
            ({"input_tokens": 1.5}, "input_tokens", "must be a whole number of tokens"),
            ({"num_model_requests": "5"}, "num_model_requests", "must be a whole number of tokens"),
            ({"input_tokens": 10**19}, "fresh_input", "is more than a row can hold"),
            ({"num_model_requests": 10**19}, "num_model_requests", "is more than a row can hold"),
            ({"model": 5}, "model", "must be text"),
        ],
    )
    def test_no_count(self, tmp_path, fields, key, rule):
        """What is no count is told with its key."""
        ((path, _, told, _),) = refused(tmp_path, openai_page(openai_row(**fields)))
        assert (path, told) == (f"data[0].results[0].{key}", rule)

    def test_broken_buckets(self, tmp_path):
        """Buckets without a time, or without results, are told."""
        page = openai_page(openai_row())
        page["data"] += [{"start_time": None, "end_time": 5, "results": []}, {"start_time": 1, "end_time": 5}, 7]
        told = [(path, rule) for path, _, rule, _ in refused(tmp_path, page)]
        assert told == [
            ("data[1].start_time", "is missing"),
            ("data[2].results", "must be a list"),
            ("data[3]", "must be an object"),
        ]

    def test_many_problems_are_counted(self, tmp_path):
        """The first ones are told in full."""
        told = refused(tmp_path, openai_page(*[openai_row(output_tokens=-1) for _ in range(30)]))
        assert len(told) == 21
        assert told[-1][2] == "and 10 more problems"

    def test_costs_are_money_alone(self, tmp_path):
        """Costs are of a model by their line item, and no tokens."""
        amounts = [("gpt-5, cached input", 0.06), ("gpt-image-1 image, output", 1e-9), ("web search", 2)]
        results = [
            {"object": "organization.costs.result", "amount": {"value": value, "currency": "usd"}, "line_item": item}
            for item, value in amounts
        ]
        export = read(tmp_path, openai_page(*results))
        assert rows(export, "model", "billed") == [
            ("openai/gpt-5", "60000000"),
            ("openai/gpt-image-1", "1"),
            ("web search", "2000000000"),
        ]
        assert export.billed == Money("2.060000001", "USD")

    def test_costs_in_another_currency(self, tmp_path):
        """One export has one currency."""
        cost = {"object": "organization.costs.result", "amount": {"value": 1, "currency": "eur"}}
        ((path, value, rule, fix),) = refused(tmp_path, openai_page(cost))
        assert (path, value, rule) == ("data[0].results[0].currency", "EUR", "is not USD")
        assert fix == 'read it apart, with currency="EUR"'
        assert read(tmp_path, openai_page(cost), currency="EUR").billed == Money(1, "EUR")


class TestAnthropic:
    """Anthropic's usage report by message."""

    def test_kinds_stand_side_by_side(self, tmp_path):
        """Nothing is taken out of the uncached input; the cache's life is told."""
        export = read(tmp_path, anthropic_page(anthropic_row()))
        assert kinds(export) == [[1500, 500, 1000, 200, 70]]
        assert rows(export, "on", "person", "person_kind", "model", "requests") == [
            ("2026-08-01", "apikey_1", "api_key", "anthropic/claude-sonnet-4-5", "<NA>")
        ]

    @pytest.mark.parametrize(("tier", "service"), [("batch", "batch"), ("priority_on_demand", "priority")])
    def test_service(self, tmp_path, tier, service):
        """A tier is a service class."""
        assert rows(read(tmp_path, anthropic_page(anthropic_row(service_tier=tier))), "service") == [(service,)]

    def test_what_the_frame_does_not_hold_is_said(self, tmp_path):
        """Long contexts, speed and searches have prices of their own."""
        special = anthropic_row(
            context_window="200k-1M", speed="fast", server_tool_use={"web_search_requests": 3}, account_id="user_1"
        )
        export = read(tmp_path, anthropic_page(anthropic_row(), special))
        assert [text.partition(":")[0].partition(" are")[0] for text in export.warnings] == [
            "long contexts (200k-1M)",
            "speed fast",
            "web searches",
        ]
        assert rows(export, "person_kind") == [("api_key",), ("user_id",)]

    @pytest.mark.parametrize("key", ["service_tier", "speed", "account_id"])
    def test_no_text(self, tmp_path, key):
        """What is no text where one stands is told."""
        told = refused(tmp_path, anthropic_page(anthropic_row(**{key: {}})))
        assert [(path, rule) for path, _, rule, _ in told] == [(f"data[0].results[0].{key}", "must be text")]

    def test_missing_key(self, tmp_path):
        """A row without its input is of another shape."""
        ((path, _, rule, _),) = refused(tmp_path, anthropic_page({"output_tokens": 5}))
        assert (path, rule) == ("data[0].results[0].uncached_input_tokens", "is missing")


class TestClaudeCode:
    """Anthropic's Claude Code report."""

    def test_record(self, tmp_path):
        """1,025 cents are 10.25 dollars; outcomes stand apart from tokens."""
        export = read(tmp_path, claude_code_page(claude_code_record()))
        assert kinds(export) == [[100, 50, 0, 10_000, 35]]
        assert rows(export, "person", "person_kind", "tool") == [("ada@example.com", "email", "claude-code")]
        assert export.billed == Money("10.25", "USD")
        outcome = export.outcomes.iloc[0]
        assert outcome[["sessions", "lines_added", "lines_removed", "commits", "pull_requests"]].tolist() == [
            5,
            1543,
            892,
            12,
            2,
        ]

    def test_subscribers_are_not_billed(self, tmp_path):
        """What a subscriber's use would cost is no bill."""
        export = read(tmp_path, claude_code_page(claude_code_record(customer_type="subscription")))
        assert export.billed is None
        assert export.warnings == ("the estimated cost of a subscriber is no bill, and is left out (1 row)",)

    def test_key_and_no_models(self, tmp_path):
        """A key is an actor too; a record without models has outcomes alone."""
        robot = {"type": "api_actor", "api_key_name": "ci"}
        export = read(tmp_path, claude_code_page(claude_code_record(actor=robot, model_breakdown=[])))
        assert len(export.frame) == 0
        assert export.outcomes["person_kind"].tolist() == ["api_key"]

    def test_currency_without_cents(self, tmp_path):
        """Minor units are the currency's: 1,025 yen are 1,025 yen."""
        record = claude_code_record()
        record["model_breakdown"][0]["estimated_cost"] = {"currency": "JPY", "amount": 1025}
        assert read(tmp_path, claude_code_page(record), currency="JPY").billed == Money(1025, "JPY")

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"actor": None}, "data[0].actor.type"),
            ({"actor": {"type": []}}, "data[0].actor.type"),
            ({"date": "yesterday"}, "data[0].date"),
            ({"core_metrics": None}, "data[0].core_metrics"),
            ({"model_breakdown": None}, "data[0].model_breakdown"),
            ({"model_breakdown": [4]}, "data[0].model_breakdown[0]"),
            ({"model_breakdown": [{}]}, "data[0].model_breakdown[0].tokens"),
        ],
    )
    def test_broken_record(self, tmp_path, fields, path):
        """Every problem has its place."""
        assert [place for place, *_ in refused(tmp_path, claude_code_page(claude_code_record(**fields)))] == [path]


class TestPages:
    """Pages of one export, in one file or several."""

    def test_missing_page_is_said(self, tmp_path):
        """A page that says that more follow is not the last."""
        export = read(tmp_path, openai_page(openai_row(), has_more=True))
        (warning,) = export.warnings
        assert warning.endswith("says that more pages follow, and none is here: use after 2024-11-02 is missing")

    def test_next_page_is_there(self, tmp_path):
        """A later page in the same file, or another, goes on."""
        pages = [openai_page(openai_row(), has_more=True), openai_page(openai_row(), start=NOV_1 + DAY)]
        assert read(tmp_path, pages).warnings == ()
        folder = tmp_path / "pages"
        folder.mkdir()
        for number, page in enumerate(pages):
            written(folder, f"{number}.json", page)
        assert read_usage_export(folder).warnings == ()

    def test_claude_code_has_pages_within_a_day(self, tmp_path):
        """The last page of a day says that none follows."""
        other = claude_code_record(actor={"type": "user_actor", "email_address": "bob@example.com"})
        first = claude_code_page(claude_code_record(), has_more=True)
        assert "more pages follow" in read(tmp_path, first).warnings[-1]
        both = read(tmp_path, [first, claude_code_page(other)])
        assert (len(both.frame), any("more pages" in text for text in both.warnings)) == (2, False)

    def test_a_row_that_stands_twice_counts_once(self, tmp_path):
        """The same page saved twice gives the same tokens, and the doubles are listed."""
        pages = [openai_page(openai_row()), openai_page(openai_row(), next_page="x")]
        export = read(tmp_path, pages)
        assert sum(export.tokens.values()) == 1500
        assert [(left.reason, left.rows, left.tokens) for left in export.left_out_sums] == [
            ("stands twice, with the same figures", 1, 1500)
        ]

    def test_outcomes_that_stand_twice_count_once(self, tmp_path):
        """Outcomes too."""
        export = read(tmp_path, [claude_code_page(claude_code_record()), claude_code_page(claude_code_record())])
        assert export.outcomes["commits"].tolist() == [12]

    def test_other_figures_are_refused(self, tmp_path):
        """Nobody knows which of two is right."""
        ((path, _, rule, fix),) = refused(
            tmp_path, [openai_page(openai_row()), openai_page(openai_row(output_tokens=9))]
        )
        assert path == "row 2"
        assert rule.endswith("row 1, with other figures")
        assert fix == "keep the later of the two exports"

    def test_buckets_over_one_another(self, tmp_path):
        """Hours beside their day would count twice."""
        hour = openai_page(openai_row(), start=NOV_1 + 3600, width=3600)
        ((_, _, rule, _),) = refused(tmp_path, [openai_page(openai_row()), hour])
        assert rule.startswith("its bucket 2024-11-01 01:00:00+00:00 to 2024-11-01 02:00:00+00:00 lies in")

    def test_two_groupings(self, tmp_path):
        """By user and by model, the same use stands twice."""
        by_user = written(tmp_path, "u.json", openai_page(openai_row(model=None)))
        by_model = written(tmp_path, "m.json", openai_page(openai_row(user_id=None)))
        (warning,) = read_usage_export([by_user, by_model]).warnings
        assert warning.endswith("hold the same days grouped in two ways: the same use may count twice")

    def test_two_sources_of_one_use(self, tmp_path):
        """Claude Code by key stands in the report by message as well."""
        one = written(tmp_path, "a.json", anthropic_page(anthropic_row(), day="2026-09-01", after="2026-09-02"))
        two = written(tmp_path, "c.json", claude_code_page(claude_code_record()))
        warning = read_usage_export([one, two]).warnings[-1]
        assert warning.startswith("anthropic and claude-code both tell use of anthropic from 2026-09-01 to 2026-09-01")


counts = st.integers(0, 10**12)


class TestTotals:
    """Conservation: what a source counts is in the frame or among what is left out."""

    @given(data=st.lists(st.tuples(counts, counts, counts, counts, st.booleans()), min_size=1, max_size=6))
    def test_openai(self, tmp_path_factory, data):
        """Tokens by kind before and after agree, audio or not."""
        results = [
            openai_row(
                user_id=f"u{number}",
                input_tokens=fresh + read_ + write,
                input_cached_tokens=read_,
                input_cache_write_tokens=write,
                output_tokens=output,
                output_audio_tokens=int(audio),
            )
            for number, (fresh, read_, write, output, audio) in enumerate(data)
        ]
        export = read(tmp_path_factory.mktemp("p"), openai_page(*results))
        left = export.left_out
        for kind, position in {"fresh_input": 0, "cache_read": 1, "cache_write": 2, "output": 3}.items():
            assert export.tokens[kind] + int(left[kind].sum()) == sum(row[position] for row in data)
        assert len(export.frame) + len(left) == len(data)
