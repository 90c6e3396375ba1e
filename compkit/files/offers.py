"""Offer files: YAML, JSON and intake workbooks to offers and back.

Every problem of a file comes in one error, with its place.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from attrs import fields, frozen

from ..errors import FileProblems, InvalidValue, Problem
from ..pay.offer import Offer
from ..pay.package import PARTS, Package
from ..pay.terms import EmploymentTerms
from ..valuation.facts import Facts
from .assumptions import build_facts
from .emit import to_yaml
from .fields import Currency, Day, Text, choice, parse_currency
from .nodes import Document, read_document
from .places import Place, keys_and_values, raise_problems
from .shape import (
    ApprovalShape,
    BonusShape,
    CandidateShape,
    CommissionShape,
    EmployerShape,
    RelocationShape,
    RetentionShape,
    RoleShape,
    SalaryShape,
    SignOnShape,
)
from .shape_grants import (
    BenefitShape,
    MatchShape,
    OptionShape,
    StockShape,
    benefit_of,
    build_benefit,
    build_grant,
    grant_of,
)
from .shape_terms import TermsShape
from .shape_tokens import TokensShape
from .structure import BROKEN, converter, key
from .text import refused, write_bytes

FORMAT = "compkit/offer/1"
UNKNOWN = "unknown"
SUFFIXES = (".yaml", ".yml", ".json")
"""Suffixes of offer files in a folder."""
WORKBOOK = ".xlsx"
"""Suffix of an intake workbook; in a folder it is not looked for, as comparisons may lie there too."""
_WORKBOOK = re.compile(r"\.xlsx(#.+)?\Z", re.IGNORECASE | re.DOTALL)
"""An intake workbook, or one offer of it."""

_MAPPING = "<mapping>"


@frozen(kw_only=True)
class OfferShape:
    """An offer. Money is in `currency`, gross; what a share, a token or a euro is worth stands in the assumptions."""

    format: Annotated[str, choice(FORMAT)] = key(f"Always {FORMAT}.")
    offer_number: Text = key("The employer's own number; names the letter.")
    status: Annotated[str, choice("draft", "issued", "as_told")] = key(
        "draft, issued, or as_told: another company's offer, as the candidate tells it.", "draft"
    )
    currency: Currency = key("ISO 4217 code of every amount that names no other.")
    issued_on: Day | None = key("Day of issue.", None)
    told_on: Day | None = key("Day on which the candidate told us; only with status as_told.", None)
    expires_on: Day | None = key("Last day to accept.", None)
    start_on: Day = key("First day of work.")
    jurisdiction: Text = key("Whose rules the letter follows, such as US; else the location's.", "")
    employer: EmployerShape = key("Who makes the offer.")
    candidate: CandidateShape = key("To whom.")
    role: RoleShape = key("For which work.")
    salary: Any = key("Base salary.", None, part=(SalaryShape,))
    bonus: Any = key("Target bonuses.", None, part=(BonusShape,))
    commission: Any = key("Sales commission.", None, part=(CommissionShape,))
    sign_on: Any = key("Sign-on instalments.", None, part=(SignOnShape,))
    retention: Any = key("Retention bonuses.", None, part=(RetentionShape,))
    relocation: Any = key("Relocation payments.", None, part=(RelocationShape,))
    equity: Any = key("Grants of restricted stock and options.", None, part=(StockShape, OptionShape))
    tokens: Any = key("Token allowances.", None, part=(TokensShape,))
    benefits: Any = key("Benefits and employer matches.", None, part=(BenefitShape, MatchShape))
    terms: TermsShape | None = key("Terms of employment beside the pay, for letters and written statements.", None)
    approvals: tuple[ApprovalShape, ...] = key("Approvals given so far. Internal: never in a letter.", ())
    assumptions: Any = key("What the offer states itself, in the shape of an assumptions file.", None)

    def build(self, here: Place) -> Any:
        """The offer, from its parts."""
        parts, unknown = _parts(here, told=self.status == "as_told")
        approvals = here.at("approvals")
        package = here.make(Package, start_on=self.start_on, currency=self.currency, unknown=unknown, **parts)
        return here.make(
            Offer,
            package=package,
            offer_number=self.offer_number,
            status=self.status,
            issued_on=self.issued_on,
            told_on=self.told_on,
            expires_on=self.expires_on,
            jurisdiction=self.jurisdiction,
            approvals=tuple(given.build(approvals.at(n)) for n, given in enumerate(self.approvals)),
            terms=EmploymentTerms() if self.terms is None else _below(here, "terms", self.terms),
            **{name: _below(here, name, getattr(self, name)) for name in ("employer", "candidate", "role")},
        )


ONLY_ONE = ("salary", "commission")
"""Parts of which an offer has at most one."""

_SHAPES = {attribute.name: attribute.metadata["part"] for attribute in fields(OfferShape) if attribute.metadata["part"]}


def _below(here: Place, name: str, shape: Any) -> Any:
    return BROKEN if shape is BROKEN else shape.build(here.at(name))


def _parts(here: Place, *, told: bool) -> tuple[dict[str, Any], Any]:
    """The parts of the package, and those that nobody told us."""
    parts: dict[str, Any] = {}
    unknown: list[str] = []
    refused_some = False
    for name in PARTS:
        place = here.at(name)
        if place.data != UNKNOWN:
            parts[name] = _part(place, name)
        elif told:
            unknown.append(name)
        else:
            rule = "may be unknown only in an offer that is as_told"
            place.refuse(rule, "say what is promised, or leave it out if nothing is")
            refused_some = True
    return parts, BROKEN if refused_some else frozenset(unknown)


def _part(place: Place, name: str) -> Any:
    if name in ONLY_ONE:
        return None if place.data is None else place.build(_SHAPES[name][0])
    special = {"equity": build_grant, "benefits": build_benefit}.get(name)
    return tuple(special(entry) if special is not None else entry.build(_SHAPES[name][0]) for entry in place.entries())


# reading


@frozen
class OfferFile:
    """An offer that was read.

    Attributes:
        path: The file, as the user named it; of an intake workbook, with the offer's number.
        offer: The offer.
        facts: What the offer states itself in its own `assumptions`.
    """

    path: str
    offer: Offer
    facts: Facts


@frozen
class Readings:
    """Many files, read: the good offers and the problems apart.

    Attributes:
        files: Offers without a problem.
        problems: Everything wrong with the others.
    """

    files: tuple[OfferFile, ...]
    problems: tuple[Problem, ...]

    def check(self) -> None:
        """Raise what is wrong.

        Raises:
            FileProblems: Listing every problem of every file.
        """
        if self.problems:
            raise FileProblems(self.problems)


def read_offer(path: str | Path) -> Offer:
    """The offer in a YAML or JSON file, or the only one of an intake workbook (.xlsx); ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    return read_offer_file(path).offer


def read_offer_file(path: str | Path) -> OfferFile:
    """The offer in a file together with what it states of its own assumptions.

    Raises:
        FileProblems: With every problem of the file.
    """
    first, *others = read_offer_files(path)
    if others:
        raise refused(str(path), f"holds {len(others) + 1} offers where one is wanted", f"say {first.path}, or another")
    return first


def read_offer_files(path: str | Path) -> tuple[OfferFile, ...]:
    """The offer in a YAML or JSON file, or every offer of an intake workbook (.xlsx), in the order of its rows.

    Of a workbook, ``offers.xlsx#ACME-7`` is the one offer of that number.

    Raises:
        FileProblems: With every problem of the file.
    """
    if _WORKBOOK.search(str(path)):
        from .intake import read_intake

        return read_intake(path)
    offer, facts = understand(read_document(path))
    return (OfferFile(str(path), offer, facts),)


def parse_offer(mapping: Mapping[str, Any]) -> Offer:
    """An offer from plain data with the keys of an offer file; numbers are Decimal, int or text, never float.

    Raises:
        FileProblems: With every problem.
    """
    return understand(Document(_MAPPING, mapping))[0]


def understand(document: Document) -> tuple[Offer, Facts]:
    """The offer that a file's data says, with what it states of its own assumptions.

    Raises:
        FileProblems: With every problem.
    """
    top = keys_and_values(document, "start from a sample: compkit new FILE")
    here = top.in_currency(_currency(document.data))
    offer = here.build(OfferShape)
    facts = build_facts(here.at("assumptions"))
    raise_problems(top.problems)
    return offer, facts


def _currency(data: Mapping[str, Any]) -> str:
    """The file's currency, if it is one; if not, its own problem says so."""
    try:
        return parse_currency(data.get("currency"))
    except InvalidValue:
        return ""


def read_offers(
    source: str | Path | Iterable[str | Path], *, progress: Callable[[int], object] | None = None
) -> Readings:
    """Every offer of a folder, a file, or a list of files; a bad file does not stop the others.

    An intake workbook (.xlsx) holds many offers; with a problem in any of its cells it gives none of them.

    Args:
        source: A folder (its YAML and JSON files, sorted), one file, or several of both.
        progress: Called with the number of files read so far, after each.
    """
    files: list[OfferFile] = []
    problems: list[Problem] = []
    for count, found in enumerate(iter_offers(source), 1):
        if progress is not None:
            progress(count)
        if isinstance(found, FileProblems):
            problems.extend(found.problems)
        else:
            files.append(found)
    return Readings(tuple(files), tuple(problems))


def iter_offers(source: str | Path | Iterable[str | Path]) -> Iterator[OfferFile | FileProblems]:
    """As `read_offers`, one file at a time, so that a long list needs no more memory than its longest file."""
    for path in _paths(source):
        if isinstance(path, FileProblems):
            yield path
            continue
        try:
            yield from read_offer_files(path)
        except FileProblems as error:
            yield error


def _paths(source: str | Path | Iterable[str | Path]) -> Iterator[str | Path | FileProblems]:
    if not isinstance(source, (str, Path)):
        for one in source:
            yield from _paths(one)
        return
    folder = Path(source)
    if str(source) == "-" or not folder.is_dir():
        yield source
        return
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.casefold() in SUFFIXES and path.is_file())
    except OSError as error:
        yield refused(str(source), f"cannot be read: {error.strerror}", "look at its permissions")
        return
    yield from found
    if not found:
        yield refused(str(source), "holds no offer file", f"files of offers end in {', '.join(SUFFIXES)}")


# writing


def format_offer(offer: Offer) -> dict[str, Any]:
    """An offer as the mapping of its file; `parse_offer` gives the same offer back.

    Raises:
        InvalidValue: If a text would not be read back as it is.
    """
    package, currency = offer.package, offer.package.currency
    parts: dict[str, Any] = dict.fromkeys(package.unknown, UNKNOWN)
    parts |= {name: _part_of(getattr(package, name), currency) for name in PARTS if getattr(package, name)}
    shape = OfferShape(
        format=FORMAT,
        offer_number=offer.offer_number,
        status=offer.status,
        currency=currency,
        issued_on=offer.issued_on,
        told_on=offer.told_on,
        expires_on=offer.expires_on,
        start_on=package.start_on,
        jurisdiction=offer.jurisdiction,
        employer=EmployerShape.of(offer.employer),
        candidate=CandidateShape.of(offer.candidate),
        role=RoleShape.of(offer.role),
        approvals=tuple(ApprovalShape.of(approval) for approval in offer.approvals),
        terms=TermsShape.of(offer.terms),
        **parts,
    )
    return _plain(converter().unstructure(shape))  # type: ignore[no-any-return]


def _part_of(part: Any, currency: str) -> Any:
    if isinstance(part, tuple):
        return [_part_of(entry, currency) for entry in part]
    shape: Any = _WRITERS[type(part).__name__]
    return converter().unstructure(shape(part, currency))


_WRITERS: dict[str, Any] = {
    "BaseSalary": SalaryShape.of,
    "TargetBonus": BonusShape.of,
    "Commission": CommissionShape.of,
    "SignOnBonus": SignOnShape.of,
    "RetentionBonus": RetentionShape.of,
    "Relocation": RelocationShape.of,
    "RestrictedStock": grant_of,
    "StockOptions": grant_of,
    "TokenAllowance": TokensShape.of,
    "Benefit": benefit_of,
    "EmployerMatch": benefit_of,
}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def write_offer(offer: Offer, path: str | Path) -> None:
    """Write an offer as YAML, or as JSON or an intake workbook if the name says so; ``-`` is standard output.

    Raises:
        OutputRefused: If the file cannot be written.
        InvalidValue: If a text would not be read back as it is.
    """
    if str(path).casefold().endswith(WORKBOOK):
        from .intakewrite import write_offers

        write_offers([offer], path)
        return
    data = format_offer(offer)
    is_json = str(path).casefold().endswith(".json")
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n" if is_json else to_yaml(data)
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        write_bytes(path, text.encode())
