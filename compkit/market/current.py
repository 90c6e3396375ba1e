"""Models that people compare today: a short list, chosen by hand from genai-prices 0.2.3 as of 2026-11-20."""

from __future__ import annotations

from .prices import PriceBook

CURRENT_MODELS = tuple(
    """
    anthropic/claude-opus-5-5 anthropic/claude-sonnet-5-5 anthropic/claude-haiku-5-5 anthropic/claude-opus-5
    anthropic/claude-sonnet-5 anthropic/claude-fable-5-2 anthropic/claude-haiku-4-5
    openai/gpt-6-sol openai/gpt-6-luna openai/gpt-6-astra openai/gpt-6.1-sol openai/gpt-6.1-terra openai/gpt-5.6-sol
    openai/gpt-5.5 openai/gpt-5-mini
    google/gemini-4-argon google/gemini-3.8-flash google/gemini-3.7-flash google/gemini-3.5-flash-lite
    google/gemini-2.5-pro
    mistral/mistral-large-4 mistral/mistral-medium-3-5 mistral/devstral-2512
    x-ai/grok-4.7 x-ai/grok-4.6 deepseek/deepseek-v4-pro deepseek/deepseek-v4-flash moonshotai/kimi-k3
    moonshotai/kimi-k3.1-pro zai/GLM-5.3 zai/GLM-5.3-Flash minimax/minimax-m3 meta/muse-spark-1.3
    """.split()
)
"""Names as ``provider/model``; `current_models` keeps those that a book holds."""


def current_models(book: PriceBook, most: int = 30) -> tuple[str, ...]:
    """Of the short list what a book holds; of a small book without any of it, what it has."""
    known = [model for model in CURRENT_MODELS if model in book.by_model]
    return tuple((known or list(book.models))[:most])
