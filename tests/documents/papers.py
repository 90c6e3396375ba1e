"""What the tests of papers share: offers, templates, and a document's text as a reader sees it."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from compkit.documents.letterrules import LetterRules
from compkit.files.jurisdictions import read_jurisdiction
from compkit.pay import Benefit, Candidate, Employer, Offer, Role

from ..samples import acme, usd

TEMPLATES = Path(__file__).parents[2] / "templates" / "letters"
GOLDEN = Path(__file__).parents[1] / "golden"
HOSTILE = "O'Neil & <Sons> {{x}} {_{y}_} {% if %} </w:t> *A|B* =1+1 😀/Zoë"
US, GB = (LetterRules(jurisdiction=read_jurisdiction(place)) for place in ("us", "gb"))
GERMAN = LetterRules(jurisdiction=read_jurisdiction("eu-de"), locale="de_DE")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def MARKDOWN(name: str) -> str:  # noqa: N802 - a template, as a constant with a name
    """A Markdown template."""
    return (TEMPLATES / f"{name}.md").read_text(encoding="utf-8")


def WORD(name: str) -> bytes:  # noqa: N802
    """A Word template."""
    return (TEMPLATES / f"{name}.docx").read_bytes()


def offer(package, **changes: Any) -> Offer:
    """An issued offer to one person, with an internal cost center."""
    parts: dict[str, Any] = {
        "offer_number": "ACME-2026-0417",
        "employer": Employer(
            name="Acme Robotics, Inc.", address="500 Example Way\nAustin, TX 78701", signed_by="Pat Sample, VP People"
        ),
        "candidate": Candidate(name="Sam Sample", address="12 Test Street, Austin, TX 78704"),
        "role": Role(title="Staff Engineer", level="L6", cost_center="R-2210-SECRET", location="Austin, TX"),
        "issued_on": date(2026, 11, 20),
        "expires_on": date(2026, 12, 4),
        "status": "issued",
    }
    return Offer(package=package, **{**parts, **changes})


def hostile_offer(**changes: Any) -> Offer:
    """Names that try to be code, markup and formulas."""
    package = acme(benefits=(Benefit(name=HOSTILE, cost=usd(1200), value=usd(1200)),), **changes)
    return offer(
        package,
        offer_number=HOSTILE,
        role=Role(title=HOSTILE, location=HOSTILE),
        employer=Employer(name=HOSTILE, signed_by=HOSTILE, address=HOSTILE),
        candidate=Candidate(name=HOSTILE, address=HOSTILE),
    )


def words(said: Any) -> list[str]:
    """Every text of a context, but those that only steer a template."""
    if isinstance(said, dict):
        return [text for part in said.values() for text in words(part)]
    if isinstance(said, list):
        return [text for part in said for text in words(part)]
    return [said] if isinstance(said, str) else []


def plain(text: str) -> str:
    """Markdown as it is shown: escapes undone."""
    return re.sub(r"\\([\\`*<\[|~])", r"\1", text)


def word_text(document: bytes) -> str:
    """All that a reader sees: paragraphs of body, header and footer, one a line."""
    lines = []
    with ZipFile(io.BytesIO(document)) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name):
                for paragraph in ElementTree.fromstring(parts.read(name)).iter(f"{W}p"):
                    lines.append("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
    return "\n".join(lines)


def told(text: str, made: Offer) -> None:
    """No hole: no tag, None or nan, beyond what people typed."""
    for typed in (made.candidate.name, made.employer.name, made.role.title):
        text = text.replace(typed, "")
    assert not re.search(r"\{\{|\{%|\bNone\b|\bnan\b|Decimal\(|Fraction\(", text)
