"""A roster opened for one study of its people, and the letters of a merit cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..documents.letterrules import LetterRules
from ..documents.revision import RevisionTerms, build_revision, build_revision_markdown
from ..errors import InvalidValue
from ..pay.offer import Employer
from ..workforce.roster import Roster
from .fields import parse_number
from .jurisdictions import offer_jurisdiction
from .papers import write_paper
from .text import slug

if TYPE_CHECKING:
    from ..workforce.merit.letters import MeritLetter
    from ..workforce.merit.plan import MeritPlan


def open_people(
    file: str,
    *,
    as_of: date,
    currency: str = "",
    grants: str | None = None,
    policy: str | None = None,
    extra: Sequence[str] = (),
) -> Roster:
    """A roster with the allowances of a policy.

    Args:
        file: The roster.
        as_of: Day whose policy rules count.
        currency: Of pay, unless the table says it.
        grants: A table of grants of its own.
        policy: A policy file, whose section ``tokens`` gives allowances.
        extra: Further columns that are kept as texts, where there are any.

    Raises:
        FileProblems: With the problems of the first file that has any.
    """
    from .rosterdesk import open_roster

    return open_roster(file, as_of=as_of, grants=grants, policy=policy, currency=currency, extra=extra).roster


def with_variable(roster: Roster) -> Roster:
    """The roster with its column ``variable``, plain amounts a year at full time, as whole smallest units.

    Raises:
        InvalidValue: If one is no amount, or has more decimals than its currency; with whose it is.
    """
    from ..money import Money

    people = roster.people
    if "variable" not in people.columns:
        return roster

    def units(person: str, said: Any, currency: str) -> int:
        try:
            return Money(parse_number(said or "0"), currency).minor
        except InvalidValue as error:
            raise InvalidValue(f"variable of {person}", said, error.rule, error.fix) from None

    columns = (people[name].tolist() for name in ("employee_id", "variable", "currency"))
    made = [units(str(person), said, str(code)) for person, said, code in zip(*columns, strict=True)]
    return evolve(roster, people=people.assign(variable=made))


def write_merit_letters(
    plan: MeritPlan,
    employer: Employer,
    folder: str | Path,
    *,
    on: date,
    suffix: str = ".docx",
    force: bool = False,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Write the letter of each person with a raise or a lump sum, under the rules of where they work; how many.

    Args:
        plan: The cycle.
        employer: Who writes.
        folder: Where to; made if it is not there.
        on: Day of the letters.
        suffix: ``.docx`` or ``.md``.
        force: Whether letters that somebody edited may be replaced.
        progress: Told how many are written.

    Raises:
        InvalidValue: If a name or a job title is missing, a place has no known rules, or two letters would have one
            file name.
        OutputRefused: If a letter cannot be written.
    """
    from ..workforce.merit.letters import merit_letters

    names: dict[str, str] = {}
    for number, letter in enumerate(merit_letters(plan, employer), 1):
        name, person = slug(letter.old.offer_number, longest=80), letter.employee_id
        if name.casefold() in names:
            fix = "write their letters to another folder"
            raise InvalidValue("employee_id", person, f"has the file name of {names[name.casefold()]}'s letter", fix)
        names[name.casefold()] = person
        Path(folder).mkdir(parents=True, exist_ok=True)
        _write(Path(folder) / f"{name}{suffix}", letter, on=on, force=force)
        if progress:
            progress(number)
    return len(names)


def _write(path: Path, letter: MeritLetter, *, on: date, force: bool) -> None:
    old, new, rules = letter.old, letter.new, LetterRules(jurisdiction=offer_jurisdiction(letter.new))
    terms = RevisionTerms(on=on, effective_on=letter.effective_on, lump_sum=letter.lump_sum)
    write_paper(
        "revision",
        path,
        markdown=lambda text: build_revision_markdown(old, new, terms, template=text, rules=rules),
        word=lambda data: build_revision(old, new, terms, template=data, rules=rules),
        paper=rules.jurisdiction.paper,
        force=force,
    )
