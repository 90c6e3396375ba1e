"""Whether a provider's use counts as billed or by its tokens: one rule for every report of money.

A provider counts as billed where each of its rows with tokens states a bill; then what it bills without tokens counts
too. Of any other provider the tokens count at prices, all of them, and what it bills is left out and told: part bill
and part price is no figure that can be compared, and a bill that stands in rows of its own would count twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from ...market.market import Stage
from ...market.prices import KINDS

if TYPE_CHECKING:
    import pandas as pd

Basis = Literal["billed", "list", "contract"]
"""As the source bills it, or tokens at list or at contract prices."""

BASIS_WORDS: Mapping[Basis, str] = {
    "billed": "as billed",
    "list": "tokens at list prices",
    "contract": "tokens at contract prices",
}
"""How each is printed."""

NO_PROVIDER = "no provider"
"""How use is called that names none."""


def provider_bases(rows: Iterable[tuple[str, bool, bool]], *, stage: Stage) -> dict[str, Basis]:
    """The basis of each provider, by name.

    Args:
        rows: Of each row of use, or of each kind of row: provider, whether it has tokens, whether it states a bill.
        stage: Prices of the tokens of a provider that does not count as billed.

    >>> provider_bases([("a", True, True), ("a", False, False), ("b", True, True), ("b", True, False)], stage="list")
    {'a': 'billed', 'b': 'list'}
    """
    held = sorted(set(rows))
    unbilled = {provider for provider, has_tokens, is_billed in held if has_tokens and not is_billed}
    return {provider: stage if provider in unbilled else "billed" for provider, _, _ in held}


def frame_bases(frame: pd.DataFrame, *, stage: Stage) -> dict[str, Basis]:
    """The basis of each provider of rows of use."""
    kinds = frame[["provider"]].assign(tokens=has_tokens(frame), billed=frame["billed"].notna().to_numpy())
    distinct = kinds.drop_duplicates().itertuples(index=False, name=None)
    return provider_bases(((str(name), bool(tokens), bool(bill)) for name, tokens, bill in distinct), stage=stage)


def has_tokens(frame: pd.DataFrame) -> Any:
    """Whether each row of use has tokens."""
    return (frame[list(KINDS)].to_numpy() != 0).any(axis=1)


def is_billed(frame: pd.DataFrame, bases: Mapping[str, Basis]) -> Any:
    """Whether each row of use is of a provider that counts as billed."""
    names = [name for name, basis in bases.items() if basis == "billed"]
    return frame["provider"].astype(str).isin(names).to_numpy()


def basis_words(bases: Mapping[str, Basis]) -> str:
    """Which basis is shown, in words; by provider where they differ.

    >>> basis_words({"a": "billed", "b": "list", "c": "billed"})
    'as billed for a, c; tokens at list prices for b'
    """
    found: dict[Basis, list[str]] = {}
    for provider, basis in sorted(bases.items()):
        found.setdefault(basis, []).append(provider or NO_PROVIDER)
    if len(found) == 1:
        return BASIS_WORDS[next(iter(found))]
    said = (f"{words} for {', '.join(found[basis])}" for basis, words in BASIS_WORDS.items() if basis in found)
    return "; ".join(said) or "no use"
