"""From what files give to one export: rows that stand twice, pages that are missing, use told by two sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ...checks import clean
from ...errors import FileProblems, InvalidValue, Problem
from ...market.prices import KINDS
from ...workforce.usage.export import LEFT_OUT_COLUMNS, OUTCOME_COLUMNS, USAGE_COLUMNS, UsageExport, typed
from .found import RAW_COLUMNS, Found, Page, raw_frame

if TYPE_CHECKING:
    import pandas as pd

TWICE = "stands twice, with the same figures"
_FIGURES = (*KINDS, "requests", "billed")
_PAIRS = (frozenset({"openai", "openai-costs"}),)
"""Sources that tell different things of the same use."""


def assemble(files: Sequence[Found], currency: str, sources: Iterable[str]) -> UsageExport:
    """One export of what files give.

    Raises:
        FileProblems: If a row stands twice with different figures, or buckets lie over one another.
    """
    raw = _joined([*(chunk for found in files for chunk in found.chunks), *map(raw_frame, files)])
    _check_text(raw)
    raw = _without_doubles(raw)
    pages = [page for found in files for page in found.pages]
    _check_buckets(pages)
    kept = raw["reason"] == ""
    frame = raw.loc[kept, list(USAGE_COLUMNS)].reset_index(drop=True)
    left = raw.loc[~kept, list(LEFT_OUT_COLUMNS)].reset_index(drop=True)
    told = tuple(sources)
    return UsageExport(
        frame=_trimmed(frame),
        outcomes=_outcomes(files),
        left_out=_trimmed(left),
        currency=currency,
        sources=told,
        warnings=(*_notes(files), *_missing(pages), *_groupings(pages), *_overlaps(frame)),
    )


def _joined(chunks: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows of all chunks; texts that repeat are held once."""
    import pandas as pd

    held = [chunk for chunk in chunks if len(chunk)] or chunks[:1]
    columns = {}
    for name in RAW_COLUMNS:
        parts = [chunk[name] for chunk in held]
        if parts[0].dtype == "category":
            columns[name] = pd.Series(pd.api.types.union_categoricals(parts, sort_categories=True))
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _check_text(raw: pd.DataFrame) -> None:
    """Refuse names with control characters and the like: they are printed."""
    for name in ("person", "provider", "model", "tool"):
        for number, text in enumerate(raw[name].cat.categories):
            try:
                clean(text)
            except InvalidValue as error:
                row = raw[raw[name].cat.codes == number].iloc[0]
                path = f"row {row['source_row']}, {name}"
                raise FileProblems(
                    [Problem(file=row["source_file"], path=path, value=error.value, rule=error.rule, fix=error.fix)]
                ) from None


def _trimmed(frame: pd.DataFrame) -> pd.DataFrame:
    """Without texts that no row has."""
    texts = frame.select_dtypes("category")
    return frame.assign(**{str(name): column.cat.remove_unused_categories() for name, column in texts.items()})


def _without_doubles(raw: pd.DataFrame) -> pd.DataFrame:
    """Rows about the same thing with the same figures count once; with other figures they are refused."""
    named = raw["key"] != ""
    twice = named & raw["key"].duplicated(keep=False)
    if not twice.any():
        return raw
    doubles = raw[twice]
    figures = doubles[list(_FIGURES)].fillna(-1).astype("int64")
    first = figures.groupby(doubles["key"], sort=False).transform("first")
    other = (figures != first).any(axis=1)
    if other.any():
        _refuse_doubles(doubles, other)
    later = named & raw["key"].duplicated()
    reason = raw["reason"].astype("str").where(~later, TWICE).astype("category")
    return raw.assign(reason=reason)


def _refuse_doubles(doubles: pd.DataFrame, other: pd.Series[Any]) -> None:
    problems = []
    for _, row in doubles[other].head(20).iterrows():
        first = doubles[doubles["key"] == row["key"]].iloc[0]
        rule = f"stands in {first['source_file']}, row {first['source_row']}, with other figures"
        path = f"row {row['source_row']}"
        fix = "keep the later of the two exports"
        problems.append(Problem(file=str(row["source_file"]), path=path, value="", rule=rule, fix=fix))
    raise FileProblems(problems)


def _outcomes(files: Sequence[Found]) -> pd.DataFrame:
    """Outcomes of all files; a record that stands twice counts once."""
    import numpy as np

    columns: dict[str, Any] = {
        name: [value for found in files for value in found.outcomes[name]] for name in (*OUTCOME_COLUMNS, "key")
    }
    seen = set()
    at = [index for index, key in enumerate(columns["key"]) if not (key in seen or seen.add(key))]  # type: ignore[func-returns-value]
    kept: dict[str, Any] = {name: [values[index] for index in at] for name, values in columns.items()}
    kept["on"] = np.array(kept["on"], dtype="datetime64[D]")
    return typed(kept, OUTCOME_COLUMNS)


def _check_buckets(pages: Iterable[Page]) -> None:
    """Buckets of one source that lie over one another would count the same use twice."""
    spans = sorted({(page.source, *span, page.file) for page in pages for span in page.spans})
    for earlier, later in zip(spans, spans[1:], strict=False):
        if earlier[0] == later[0] and later[1] < earlier[2] and earlier[1:3] != later[1:3]:
            rule = f"its bucket {later[1]} to {later[2]} lies in {earlier[1]} to {earlier[2]} of {earlier[3]}"
            fix = "keep one width of buckets: the same use would count twice"
            raise FileProblems([Problem(file=later[3], path="", value="", rule=rule, fix=fix)])


def _notes(files: Sequence[Found]) -> Iterator[str]:
    counted: Counter[str] = Counter()
    for found in files:
        counted.update(found.notes)
    return (f"{text} ({count:,} row{'s' if count > 1 else ''})" for text, count in sorted(counted.items()) if count)


def _missing(pages: Sequence[Page]) -> Iterator[str]:
    """Pages that say that more follow, where none does."""
    for page in pages:
        if page.has_more and not any(_follows(other, page) for other in pages if other is not page):
            after = f"after {_day(page.ends)}" if page.ends else "after it"
            yield f"{page.file}: says that more pages follow, and none is here: use {after} is missing"


def _follows(other: Page, page: Page) -> bool:
    """Whether a page goes on where another ends; of Claude Code, which has pages within a day, its last one."""
    if other.source != page.source or other.ends is None:
        return False
    if page.source == "claude-code":
        return other.ends == page.ends and not other.has_more
    return page.ends is not None and other.begins >= page.ends


def _day(moment: date) -> date:
    """The day of a moment or day."""
    return moment.date() if isinstance(moment, datetime) else moment


def _groupings(pages: Sequence[Page]) -> Iterator[str]:
    """The same buckets grouped in two ways, in two files, are the same use twice."""
    groups: dict[tuple[str, Any], dict[frozenset[str], str]] = {}
    for page in pages:
        for span in page.spans:
            groups.setdefault((page.source, span), {}).setdefault(page.groups, page.file)
    told = {tuple(sorted(files.values())) for files in groups.values() if len(files) > 1}
    for files in sorted(told):
        yield f"{' and '.join(files)} hold the same days grouped in two ways: the same use may count twice"


def _overlaps(frame: pd.DataFrame) -> Iterator[str]:
    """Use of one provider that two sources tell of the same days."""
    held = frame[frame["provider"] != ""].groupby(["provider", "tool"], observed=True)["on"].agg(["min", "max"])
    for provider, spans in held.groupby(level="provider", observed=True):
        tools = list(zip(spans.index.get_level_values("tool"), spans["min"], spans["max"], strict=True))
        for number, (tool, begins, ends) in enumerate(tools):
            for other, first, last in tools[number + 1 :]:
                if first <= ends and begins <= last and frozenset({tool, other}) not in _PAIRS:
                    yield (
                        f"{tool} and {other} both tell use of {provider} from {max(first, begins).date()} to "
                        f"{min(last, ends).date()}: if it is the same, it counts twice; read one of them"
                    )
