"""The page as one file: data, style and script put into the frame, and a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from attrs import frozen

from ...errors import InvalidValue
from ...pay.offer import Offer
from ...valuation.compare import Comparison
from .data import page_data
from .odds import PageOdds
from .reader import INTERNAL, Reader

_PLACE = re.compile(r"\{\{(\w+)\}\}")
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*$|//[^\n]*$)", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
_UNSAFE = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@frozen(kw_only=True)
class PageParts:
    """The templates of a page, as text.

    Attributes:
        frame: HTML with the places ``{{policy}}``, ``{{title}}``, ``{{internal}}``, ``{{style}}``, ``{{data}}`` and
            ``{{script}}``.
        style: CSS.
        engine: The scripts that calculate, each after those that it needs.
        drawing: The scripts that draw; they come after the engine.
        spending: The scripts of what the employer expects to pay, which no candidate's page has; they come last.
    """

    frame: str
    style: str
    engine: tuple[str, ...]
    drawing: tuple[str, ...]
    spending: tuple[str, ...]

    def script(self, reader: Reader) -> str:
        """The one script of a reader's page."""
        spending = self.spending if reader == "employer" else ()
        return "\n".join(('"use strict";', *self.engine, *self.drawing, *spending))


def build_page(
    comparison: Comparison,
    *,
    parts: PageParts,
    reader: Reader = "candidate",
    offers: Mapping[str, Offer] | None = None,
    odds: PageOdds | None = None,
) -> str:
    """The page as HTML: one file that needs no other, and no network. The same input gives the same text.

    Args:
        comparison: The offers, all valued in one market under the same assumptions.
        parts: The templates, such as those of ``templates/pages``.
        reader: ``candidate``, whose file holds no expected cost and nothing of what goes into it, or ``employer``.
        offers: The offers behind the comparison, by its names.
        odds: The odds of these offers for the same reader, by `page_odds`; None leaves them out.

    Raises:
        InvalidValue: If the offers are valued in different markets or under different assumptions, or a template would
            end its tag early.
        MissingFact: If a candidate's page needs a price that is internal.
    """
    data = page_data(comparison, reader=reader, offers=offers, odds=odds)
    style, script = _closed(parts.style, "style"), _closed(parts.script(reader), "script")
    said = {
        "policy": escape(policy(style=style, script=script)),
        "title": escape(data["title"]),
        "internal": escape(INTERNAL) if reader == "employer" else "",
        "style": style,
        "data": json_text(data),
        "script": script,
    }
    return _PLACE.sub(lambda match: said[match[1]] if match[1] in said else match[0], parts.frame)


def policy(*, style: str, script: str) -> str:
    """A content security policy: this style and this script, pictures within the file, and nothing from anywhere."""
    return (
        f"default-src 'none'; script-src '{_fingerprint(script)}'; style-src '{_fingerprint(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _fingerprint(text: str) -> str:
    """SHA-256 of what stands between the tags, as a policy names it (W3C, Content Security Policy Level 3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def json_text(data: Any) -> str:
    """Data as JSON that no HTML parser can mistake for a tag, nor a script for the end of a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "".join(_UNSAFE.get(char, char) for char in text)


def _closed(text: str, tag: str) -> str:
    """Text of a template for between tags, as lean as it can be; one that would end them early is refused."""
    if re.search(rf"</{tag}|<!--", text, re.IGNORECASE):
        raise InvalidValue(f"template of the page's {tag}", f"</{tag}", "would end the tag that it stands in")
    return _lean(text.replace("\r\n", "\n"))


def _lean(text: str) -> str:
    """A script or style without lines of comment and indentation, which a page need not carry.

    Only whole lines go, so that nothing within a line is ever mistaken; no text of a template spans lines.
    """
    return _INDENT.sub("", _COMMENT.sub("", text))
