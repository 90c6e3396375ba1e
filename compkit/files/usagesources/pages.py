"""Exports in pages of time buckets, as OpenAI and Anthropic give them: rows with their places, and what is covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ...errors import InvalidValue
from .found import Found, Page
from .values import key_of, moment_of

_NEVER_NAMES = {"object", "amount"}


@frozen(kw_only=True)
class Buckets:
    """How a source names the parts of a page.

    Attributes:
        source: Name of the source.
        begins: Key of a bucket's first moment.
        ends: Key of the first moment after it.
    """

    source: str
    begins: str
    ends: str


@frozen(kw_only=True)
class BucketRow:
    """A row of a bucket.

    Attributes:
        record: The row as the source gives it.
        path: Its place.
        number: Its number in the file, from 1.
        begins: First moment of its bucket, in UTC.
        ends: First moment after.
        key: What it is about.
    """

    record: Mapping[str, Any] = field(repr=False)
    path: str
    number: int
    begins: datetime
    ends: datetime
    key: str


def page_path(pages: list[Any], number: int) -> str:
    """The place of a page's entries: pages are counted only where a file holds several."""
    return f"[{number}].data" if len(pages) > 1 else "data"


def entries_of(found: Found, page: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a page's ``data``, each with its place."""
    for number, entry in enumerate(page["data"]):
        if isinstance(entry, Mapping):
            yield f"{path}[{number}]", entry
        else:
            found.refuse(f"{path}[{number}]", "must be an object", value=entry)


def bucket_rows(found: Found, pages: list[Any], shape: Buckets) -> Iterator[BucketRow]:
    """The rows of all buckets of all pages; what each page covers is kept for the check of what is missing."""
    for number, page in enumerate(pages):
        spans: list[tuple[datetime, datetime]] = []
        groups: set[str] = set()
        for path, bucket in entries_of(found, page, page_path(pages, number)):
            span = _span(found, bucket, path, shape)
            if span is not None:
                spans.append(span)
                for row in _rows(found, bucket, path, shape, span):
                    groups |= _names(row.record).keys()
                    yield row
        begins, ends = (min(spans)[0], max(end for _, end in spans)) if spans else (None, None)
        more = page.get("has_more") is True
        found.pages.append(Page(shape.source, begins, ends, more, found.file, frozenset(spans), frozenset(groups)))


def _span(found: Found, bucket: Mapping[str, Any], path: str, shape: Buckets) -> tuple[datetime, datetime] | None:
    try:
        begins, ends = (moment_of(bucket.get(key), key) for key in (shape.begins, shape.ends))
        if ends <= begins:
            raise InvalidValue(shape.ends, str(ends), f"must be after {shape.begins}")
    except InvalidValue as error:
        found.refuse_value(path, error)
        return None
    return begins, ends


def _rows(
    found: Found, bucket: Mapping[str, Any], path: str, shape: Buckets, span: tuple[datetime, datetime]
) -> Iterator[BucketRow]:
    results = bucket.get("results")
    if not isinstance(results, list):
        found.refuse(f"{path}.results", "must be a list", "is the answer whole?", value=results or "")
        return
    for number, record in enumerate(results):
        place = f"{path}.results[{number}]"
        if not isinstance(record, Mapping):
            found.refuse(place, "must be an object", value=record)
            continue
        key = key_of(shape.source, *span, *(f"{name}={value}" for name, value in sorted(_names(record).items())))
        yield BucketRow(record=record, path=place, number=found.next_row(), begins=span[0], ends=span[1], key=key)


def _names(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a row is grouped by: its values that are no counts."""
    return {
        name: value
        for name, value in record.items()
        if name not in _NEVER_NAMES and (isinstance(value, (str, bool)) and not isinstance(value, Decimal))
    }
