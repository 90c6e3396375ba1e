"""Models as usage names them: a provider bills a release by its day, and a price list may leave the day out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from attrs import evolve

from .export import UsageExport

_RELEASE = re.compile(r"(?P<model>.+)[-@]20\d{2}(?P<dash>-?)\d{2}(?P=dash)\d{2}", re.ASCII)
_WITHOUT_DAY = ("{}", "{}-0", "{}-latest")
"""Names of a model without its day, the likeliest first: ``gpt-5``, ``claude-sonnet-4-0``, ``claude-3-5-haiku-latest``.
These are what OpenAI and Anthropic call their own aliases of dated releases (platform.openai.com/docs/models,
docs.anthropic.com/en/docs/about-claude/models)."""


def listed_model(model: str, known: Collection[str]) -> str:
    """The name by which a price book knows a model of a usage export; as it stands where the book does not.

    A release with prices of its own has a row of its own, and that goes first. Nothing but the day is left out.

    Args:
        model: ``provider/model``, as the export says.
        known: Models of the book.

    >>> listed_model("openai/gpt-5-2025-08-07", {"openai/gpt-5"})
    'openai/gpt-5'
    >>> listed_model("openai/gpt-4o-2024-05-13", {"openai/gpt-4o", "openai/gpt-4o-2024-05-13"})
    'openai/gpt-4o-2024-05-13'
    >>> listed_model("openai/gpt-5-codex", {"openai/gpt-5"})
    'openai/gpt-5-codex'
    """
    if model in known or not (release := _RELEASE.fullmatch(model)):
        return model
    names = (form.format(release["model"]) for form in _WITHOUT_DAY)
    return next((name for name in names if name in known), model)


def listed_models(models: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Model of the book by model of the usage, of those whose names differ: what ``aliases`` take."""
    found = {model: listed_model(model, known) for model in models}
    return {model: name for model, name in found.items() if name != model}


def with_listed_models(export: UsageExport, known: Collection[str]) -> UsageExport:
    """The export, each model by the name that the book knows it by; what was renamed is said in its warnings.

    Args:
        export: The usage.
        known: Models of the book.
    """
    column = export.frame["model"]
    names = listed_models(map(str, column.cat.categories), known)
    if not names:
        return export
    renamed = column.astype(object).replace(names).astype("category")
    told = ", ".join(f"{model} as {name.rpartition('/')[2]}" for model, name in sorted(names.items()))
    note = f"priced without the day of their release, which the price list does not tell apart: {told}"
    return evolve(export, frame=export.frame.assign(model=renamed), warnings=(*export.warnings, note))
