"""Models as usage names them: the day of a release is left out where the price book leaves it out, and said."""

from datetime import date

import pytest

from compkit.market.listing import list_prices
from compkit.workforce.usage.export import usage_export
from compkit.workforce.usage.modelnames import listed_model, with_listed_models

KNOWN = frozenset(list_prices(as_of=date(2026, 11, 20)).by_model)


class TestListedModel:
    """Rule: its own name, else that without the day of its release, else as it stands."""

    @pytest.mark.parametrize(
        ("said", "listed"),
        [
            ("openai/gpt-5-2025-08-07", "openai/gpt-5"),
            ("openai/gpt-5-mini-2025-08-07", "openai/gpt-5-mini"),
            ("anthropic/claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"),
            ("anthropic/claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4-5"),
            ("anthropic/claude-opus-4-20250514", "anthropic/claude-opus-4-0"),
            ("anthropic/claude-3-5-haiku-20241022", "anthropic/claude-3-5-haiku-latest"),
        ],
    )
    def test_releases(self, said, listed):
        """Names as the two providers' usage reports write them."""
        assert listed_model(said, KNOWN) == listed

    @pytest.mark.parametrize(
        "said",
        [
            "openai/gpt-4o-2024-05-13",  # a row of its own: it is dearer than openai/gpt-4o
            "openai/gpt-5-turbo-2025-08-07",  # no such model: unknown is never another one
            "openai/gpt-5-2025-0807",
            "openai/gpt-5-20250807-preview",
            "somebody/gpt-5-2025-08-07",
            "",
        ],
    )
    def test_left_alone(self, said):
        """A release with a price of its own keeps it, and nothing but a day at the end is left out."""
        assert listed_model(said, KNOWN) == said


class TestWithListedModels:
    """Rule: rows keep everything but the name, and the reader is told."""

    def test_renamed(self):
        """Two names of one model become one; the note names both."""
        rows = [
            {"on": "2026-10-01", "model": "openai/gpt-5-2025-08-07", "output": 5},
            {"on": "2026-10-01", "model": "openai/gpt-5", "output": 7},
            {"on": "2026-10-01", "model": "acme/own", "output": 1},
        ]
        found = with_listed_models(usage_export(rows), KNOWN)
        assert found.frame["model"].tolist() == ["openai/gpt-5", "openai/gpt-5", "acme/own"]
        assert found.frame["output"].tolist() == [5, 7, 1]
        assert found.warnings == (
            "priced without the day of their release, which the price list does not tell apart: "
            "openai/gpt-5-2025-08-07 as gpt-5",
        )

    def test_nothing_to_do(self):
        """An export that the book knows is handed back as it is."""
        export = usage_export([{"on": "2026-10-01", "model": "openai/gpt-5", "output": 7}])
        assert with_listed_models(export, KNOWN) is export
