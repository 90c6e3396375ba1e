"""LiteLLM's spend logs (a row a request) and its daily spend tables, as CSV or as the JSON of ``/spend/logs``.

``prompt_tokens`` includes what was read from a cache and written to one; in spend logs both stand in the JSON of
``metadata``, under ``additional_usage_values``. ``spend`` is in US dollars. Columns as of LiteLLM's database schema
(github.com/BerriAI/litellm, ``LiteLLM_SpendLogs`` and ``LiteLLM_DailyUserSpend``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InvalidValue
from ...market.prices import KINDS
from ...market.usageshapes import convert_usage
from .columns import Table, tables
from .found import Found, typed_raw
from .values import in_dollars, named_model

if TYPE_CHECKING:
    import pandas as pd

NEEDED = frozenset({"spend", "prompt_tokens", "completion_tokens"})
"""Columns that every such table has."""

_CACHED = {"cache_read_input_tokens": "cache_read", "cache_creation_input_tokens": "cache_write"}
_SPECIAL = r'"(?:cache[a-z_]*|ephemeral_1h_input|audio|image)_tokens"[ \t\r\n]*:[ \t\r\n]*[1-9]'
"""Metadata that counts tokens apart; all other rows are converted by the column."""
_EMAIL = r'"user_api_key_user_email"[ \t\r\n]*:[ \t\r\n]*"([^"]+)"'
_OWN_CACHE = "answered from LiteLLM's own cache, and not by a provider"
_FAILED = "failed, without tokens and without money"
_APART = "has audio or image tokens, whose prices are others than those of text"


def litellm_csv(path: str | Path, found: Found) -> None:
    """Rows of a CSV file."""
    for table in tables(path, found):
        add_table(table)


def litellm_json(values: list[Any], found: Found) -> None:
    """Rows of JSON, which stand alone or in pages, as the same table."""
    import pandas as pd

    held = [row for value in values for row in (value["data"] if isinstance(value.get("data"), list) else [value])]
    rows = [row for row in held if isinstance(row, Mapping)]
    if len(rows) < len(held):
        found.refuse("data", "must hold objects alone")
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    index = pd.RangeIndex(1, len(rows) + 1)
    add_table(Table(pd.DataFrame(cells, columns=names, index=index, dtype="str"), found))


def _cell(value: Any) -> str:
    """A value as a cell of a table."""
    if value is None:
        return ""
    return json.dumps(value, default=str) if isinstance(value, (dict, list)) else str(value)


def add_table(table: Table) -> None:
    """Convert rows, and keep them."""
    in_dollars(table.found.settings.currency, "spend")
    day = next((name for name in ("startTime", "start_time", "date") if table.has(name)), None)
    if day is None or not NEEDED.issubset(table.frame.columns):
        missing = sorted({*NEEDED, *(() if day else ("startTime",))} - set(table.frame.columns))
        table.found.refuse("row 1", f"the column {missing[0]} is missing", "is it a spend log of LiteLLM?")
        return
    columns = {"on": table.days(day), **_kinds(table), "billed": table.billionths("spend"), **_names(table)}
    columns["requests"] = table.counts("api_requests") if table.has("api_requests") else 1
    own = {"tool": "litellm", "source_file": table.found.file, "currency": table.found.settings.currency}
    frame = table.frame[[]].assign(**columns, **own, source_row=table.frame.index)
    frame = frame.assign(reason=_reasons(table, frame))
    if not table.found.problems:
        table.found.chunks.append(typed_raw(frame))


def _names(table: Table) -> dict[str, Any]:
    """Who, which model, and what identifies the row."""
    import pandas as pd

    model, told = table.text("model"), table.found.settings.provider
    pairs = table.text("custom_llm_provider") + "\x1f" + model
    provider, named = (
        pd.Series(table.each("model", pairs, part), index=model.index, dtype="str")
        for part in (lambda pair: _provider(pair, told), lambda pair: named_model(_provider(pair, told), _model(pair)))
    )
    request = table.text("request_id", "id")
    key = ("litellm\x1f" + request).where(request != "", "")
    return {
        **_people(table),
        "provider": provider,
        "model": named,
        "key": key,
    }


def _provider(pair: str, told: str) -> str:
    """The provider of a pair of provider and model: as its column says, or the model's name, or as told."""
    provider, model = pair.split("\x1f", 1)
    return provider or model.rpartition("/")[0].partition("/")[0] or told


def _model(pair: str) -> str:
    return pair.split("\x1f", 1)[1]


def _people(table: Table) -> dict[str, Any]:
    """The nearest identity to a person, and its kind."""
    import pandas as pd

    email = _emails(table)
    user = table.text("user", "user_id", "end_user", "end_user_id")
    key, team = table.text("api_key"), table.text("team_id")
    person = email.where(email != "", user.where(user != "", key.where(key != "", team)))
    kind = pd.Series("project", index=person.index).where(key == "", "api_key").where(user == "", "user_id")
    kind = kind.where(~(person.str.contains("@") & ((email != "") | (user != ""))), "email")
    return {"person": person, "person_kind": kind.where(person != "", "none")}


def _emails(table: Table) -> pd.Series[Any]:
    """The address of the key's owner, where metadata has one."""
    metadata = table.text("metadata")
    holds = metadata.str.contains('"user_api_key_user_email"', regex=False)
    return metadata[holds].str.extract(_EMAIL, expand=False).reindex(metadata.index).fillna("")


def _kinds(table: Table) -> dict[str, Any]:
    """Kinds of tokens: by the column, but for rows whose metadata counts some of them apart."""
    prompt, output = table.counts("prompt_tokens"), table.counts("completion_tokens")
    beside = {kind: table.counts(name) for name, kind in _CACHED.items()}
    fresh = prompt - beside["cache_read"] - beside["cache_write"]
    kinds = {**dict.fromkeys(KINDS, prompt * 0), **beside, "fresh_input": fresh, "output": output}
    special = table.text("metadata").str.contains(_SPECIAL)
    table.refuse(
        "prompt_tokens",
        prompt[(fresh < 0) & ~special],
        "must include the tokens read from a cache and written to one",
        "is the input counted without its cached part?",
    )
    if special.any():
        _convert_special(table, kinds, special)
    return kinds


def _convert_special(table: Table, kinds: dict[str, Any], special: pd.Series[Any]) -> None:
    """One by one, as a LiteLLM answer counts them."""
    import pandas as pd

    rows = {row: _converted(table, kinds, row, text) for row, text in table.text("metadata")[special].items()}
    for kind in KINDS:
        own = pd.Series({row: counts[kind] for row, counts in rows.items()}, dtype="int64")
        kinds[kind] = own.reindex(special.index).fillna(kinds[kind]).astype("int64")


def _converted(table: Table, kinds: Mapping[str, Any], row: Any, text: str) -> dict[str, int]:
    prompt = sum(int(kinds[kind].loc[row]) for kind in ("fresh_input", "cache_read", "cache_write"))
    output = int(kinds["output"].loc[row])
    plain = {**dict.fromkeys(KINDS, 0), "fresh_input": prompt, "output": output}
    try:
        usage = {**usage_values(text), "prompt_tokens": prompt, "completion_tokens": output}
        return convert_usage("litellm", usage).by_kind()
    except InvalidValue as error:
        if "prices of its own" not in error.rule:
            table.found.refuse_value(f"row {row}, column metadata", error)
        return plain


def usage_values(text: str) -> dict[str, Any]:
    """What metadata counts beside the prompt and the completion.

    Raises:
        InvalidValue: If it is no JSON object.
    """
    try:
        data = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise InvalidValue("", text[:60], "is not JSON", "export the table again") from None
    for name in ("additional_usage_values", "usage_object"):
        found = data.get(name) if isinstance(data, Mapping) else None
        if isinstance(found, Mapping) and found:
            return {key: value for key, value in found.items() if key != "total_tokens"}
    return {}


def _reasons(table: Table, frame: pd.DataFrame) -> Any:
    """Why rows are left out."""
    import pandas as pd

    tokens = frame[list(KINDS)].sum(axis=1)
    failed = (table.text("status") == "failure") & (tokens == 0) & (frame["billed"].fillna(0) == 0)
    apart = table.text("metadata").str.contains(r'"(?:audio|image)_tokens"[ \t\r\n]*:[ \t\r\n]*[1-9]')
    reason = pd.Series("", index=frame.index).where(~failed, _FAILED).where(~apart, _APART)
    return reason.where(table.text("cache_hit").str.lower() != "true", _OWN_CACHE)
