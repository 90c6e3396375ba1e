"""FOCUS 1.2 cost and usage rows as CSV: one row a kind of token, which its meter or SKU names.

Rows of use whose unit is tokens and whose meter names a kind count as that kind; other rows of use stand as money
without tokens. Charges that are no use (tax, credits, purchases) are left out, and corrections with negative quantities
too. ``BilledCost`` is what stands as billed. Columns as of focus.finops.org (FOCUS 1.2); words of meters as of Amazon
Bedrock's usage types and Azure's meters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InvalidValue
from ...market.prices import KINDS
from ...money import EXACT
from .columns import Table, tables
from .found import Found, typed_raw
from .values import MOST_COUNT, check_currency, number_of

if TYPE_CHECKING:
    import pandas as pd

NEEDED = frozenset({"ChargePeriodStart", "BilledCost", "BillingCurrency"})
"""Columns without which a file is no FOCUS export."""

_METERS = ("SkuMeter", "SkuId", "SkuPriceId", "ChargeDescription")
_HOUR, _WRITE = r"1[-_ ]?h(?:our)?", r"cache[-_ ]?(?:write|creation)"
_WORDS = (
    ("cache_write_1h", rf"{_HOUR}[-_ ]?{_WRITE}|{_WRITE}\w*[-_ ]?{_HOUR}"),
    ("cache_write", _WRITE),
    ("cache_read", r"cache[-_ ]?(?:read|hit)|cached|cchd"),
    ("output", r"output|outp\b|completion|generated"),
    ("fresh_input", r"input|inp\b|prompt"),
)
"""Kinds by the words of meters, the narrowest first."""
_UNIT = re.compile(r"(?:(\d[\d,]*)\s*)?(k|m|thousand|million)?\s*tokens?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6}
_PROVIDERS = {"amazon web services": "aws", "microsoft": "azure", "microsoft azure": "azure", "google cloud": "google"}
_EFFECTIVE = "EffectiveCost is another than BilledCost, which is what stands as billed"
_PERSON_TAGS = ("user_email", "email", "user", "user_id", "owner", "employee", "employee_id", "created_by")
_MODEL_TAGS = ("model", "model_name", "model_id")


def focus_csv(path: str | Path, found: Found) -> None:
    """Rows of a FOCUS file."""
    for table in tables(path, found):
        add_table(table)


def add_table(table: Table) -> None:
    """Convert rows, and keep them."""
    found = table.found
    table.each(
        "BillingCurrency",
        table.text("BillingCurrency"),
        lambda text: check_currency(text, found.settings.currency, "BillingCurrency"),
    )
    kinds, is_token = _kinds(table)
    billed = table.billionths("BilledCost")
    columns = {"on": table.days("ChargePeriodStart"), **kinds, "billed": billed, **_names(table), **_people(table)}
    own = {"tool": "focus", "source_file": found.file, "currency": found.settings.currency, "requests": None}
    frame = table.frame[[]].assign(**columns, **own, source_row=table.frame.index)
    frame = frame.assign(reason=_reasons(table, frame))
    _note(table, frame, is_token)
    if not found.problems:
        found.chunks.append(typed_raw(frame))


def _names(table: Table) -> dict[str, Any]:
    import pandas as pd

    who = table.text("ProviderName", "PublisherName", "ServiceProviderName")
    provider = pd.Series(table.each("ProviderName", who, provider_of), index=who.index, dtype="str")
    tagged = table.each("Tags", table.text("Tags"), lambda text: _tag(text, _MODEL_TAGS))
    told = table.text("x_Model", "x_ModelName", "x_AIModel", "x_ModelId")
    meter = table.text(*_METERS)
    from_meter = pd.Series(table.each("SkuMeter", meter, model_of), index=meter.index, dtype="str")
    model = told.where(told != "", pd.Series(tagged, index=told.index, dtype="str"))
    model = model.where(model != "", from_meter)
    return {"provider": provider, "model": (provider + "/" + model).where((provider != "") & (model != ""), model)}


def provider_of(name: str) -> str:
    """The provider as price lists name it.

    >>> provider_of("Microsoft"), provider_of("OpenAI")
    ('azure', 'openai')
    """
    folded = name.casefold()
    return _PROVIDERS.get(folded, folded.replace(" ", "-"))


def model_of(meter: str) -> str:
    """What a meter names before the kind of token: usually the model.

    >>> model_of("gpt-5 cached input tokens"), model_of("Claude-Sonnet-4.5-output-tokens"), model_of("Storage")
    ('gpt-5', 'Claude-Sonnet-4.5', 'Storage')
    """
    at = [match.start() for _, words in _WORDS if (match := re.search(words, meter, re.IGNORECASE))]
    return meter[: min(at)].strip(" -_.,:/") or meter if at else meter


def kind_of(meter: str) -> str:
    """The kind of token that a meter names; empty if it names none.

    >>> kind_of("USE1-Nova-cache-read-input-token-count"), kind_of("gpt 5 Outp glbl"), kind_of("hours")
    ('cache_read', 'output', '')
    """
    return next((kind for kind, words in _WORDS if re.search(words, meter, re.IGNORECASE)), "")


def unit_of(unit: str) -> int:
    """How many tokens a unit is; 0 if it is none of tokens.

    >>> unit_of("Tokens"), unit_of("1K Tokens"), unit_of("1,000 tokens"), unit_of("Hours")
    (1, 1000, 1000, 0)
    """
    match = _UNIT.fullmatch(unit.strip())
    if not match:
        return 0
    return int((match[1] or "1").replace(",", "")) * _FACTORS[(match[2] or "").casefold()]


def _kinds(table: Table) -> tuple[dict[str, Any], pd.Series[Any]]:
    """Tokens in the column of the row's kind, and which rows are of tokens."""
    import pandas as pd

    meter, index = table.text(*_METERS), table.frame.index
    kind = pd.Series(table.each("SkuMeter", meter, kind_of), index=index, dtype="str")
    unit = pd.Series(table.each("ConsumedUnit", table.text("ConsumedUnit"), unit_of), index=index, dtype="int64")
    is_token = (unit > 0) & (kind != "")
    quantity = _tokens(table, unit.where(is_token, 0))
    return {name: quantity.where(kind == name, 0) for name in KINDS}, is_token


def _tokens(table: Table, unit: pd.Series[Any]) -> pd.Series[Any]:
    """Whole tokens of quantities in units of tokens; by the column where the quantities are whole numbers."""
    import pandas as pd

    text = table.text("ConsumedQuantity").where(unit > 0, "0")
    try:
        numbers = pd.to_numeric(text)
        if numbers.dtype == "int64" and int(abs(numbers).max() if len(numbers) else 0) * int(unit.max()) < MOST_COUNT:
            return numbers * unit
    except (ValueError, TypeError):
        pass
    pairs = text + "\x1f" + unit.astype("str")
    made = table.each("ConsumedQuantity", pairs, lambda pair: _whole(*pair.split("\x1f")))
    return pd.Series([0 if count is None else count for count in made], index=text.index, dtype="int64")


def _whole(text: str, unit: str) -> int:
    tokens = EXACT.multiply(number_of(text or None, "ConsumedQuantity"), int(unit))
    if tokens != tokens.to_integral_value() or abs(tokens) > MOST_COUNT:
        raise InvalidValue("ConsumedQuantity", text, "is no whole number of tokens", "look at ConsumedUnit")
    return int(tokens)


def _people(table: Table) -> dict[str, Any]:
    """Somebody that the tags name, or the sub-account."""
    import pandas as pd

    tagged = table.each("Tags", table.text("Tags"), lambda text: _tag(text, _PERSON_TAGS))
    person = pd.Series(tagged, index=table.frame.index, dtype="str").fillna("")
    account = table.text("SubAccountId", "SubAccountName")
    kind = pd.Series("project", index=person.index).where(person == "", "user_id")
    kind = kind.where(~person.str.contains("@"), "email")
    person = person.where(person != "", account)
    return {"person": person, "person_kind": kind.where(person != "", "none")}


def _tag(text: str, names: tuple[str, ...]) -> str:
    """The first of these tags that is filled, whatever its capitals; a prefix such as ``user:`` is left out."""
    if not text:
        return ""
    try:
        tags = json.loads(text)
    except (ValueError, RecursionError):
        tags = None
    if not isinstance(tags, Mapping):
        raise InvalidValue("Tags", text, "is not a JSON object", "export the file again")
    plain = {re.sub(r"[-_ ]+", "_", str(name).rpartition(":")[2].casefold()): tag for name, tag in tags.items()}
    return next((str(plain[name]).strip() for name in names if plain.get(name)), "")


def _reasons(table: Table, frame: pd.DataFrame) -> Any:
    """Why rows are left out: what is no use, and what is taken back."""
    import pandas as pd

    category = table.text("ChargeCategory")
    negative = (frame[list(KINDS)] < 0).any(axis=1)
    wrong = negative & (table.text("ChargeClass") != "Correction") & category.isin(["", "Usage"])
    table.refuse("ConsumedQuantity", table.text("ConsumedQuantity")[wrong], "must not be negative but in a Correction")
    reason = pd.Series("", index=frame.index).where(~negative, "corrects an earlier period by a negative quantity")
    return reason.where(category.isin(["", "Usage"]), "is a charge of category " + category + ", and no use")


def _note(table: Table, frame: pd.DataFrame, is_token: pd.Series[Any]) -> None:
    alone = (frame["reason"] == "") & ~is_token
    if alone.any():
        meter = table.text(*_METERS)[alone].iloc[0] or "no meter"
        text = f"no tokens by unit and meter ({meter}, say): they stand as money alone"
        table.found.notes[text] += int(alone.sum())
    if table.has("EffectiveCost"):
        differ = (frame["reason"] == "") & (table.billionths("EffectiveCost") != frame["billed"]).fillna(True)
        table.found.notes[_EFFECTIVE] += int(differ.sum())
