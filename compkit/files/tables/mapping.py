"""Which column means which field: by its own name, a stated synonym, or because somebody said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ...errors import InvalidValue
from ..fields import near
from .field import Field, Heading, Units, parse_heading, plain_words
from .grid import Grid, GridRow

_HEAD = GridRow(1, 0, ())


@frozen(kw_only=True)
class ColumnUse:
    """What a column is used for.

    Attributes:
        heading: Its heading, taken apart.
        number: Its place among the columns, from 0.
        field: The field it means; None where it is not used.
        how: Why, in words.
    """

    heading: Heading
    number: int
    field: Field | None = None
    how: str = "is not used"

    @property
    def words(self) -> str:
        """What it is used for, in one line."""
        name = self.heading.text
        if self.field is None:
            return f"{name}: {self.how}"
        units = [part for part in (self.heading.currency, self.heading.unit) if part]
        read_in = f", in {' '.join(units)}" if units else ""
        return f"{name} = {self.field.name} ({self.how}{read_in})"


def describe(mapping: Sequence[ColumnUse]) -> tuple[str, ...]:
    """The use of each column in words, a line each, what is used first."""
    return tuple(use.words for use in sorted(mapping, key=lambda use: use.field is None))


def match_columns(
    grid: Grid, fields: Sequence[Field], *, told: Mapping[str, str], units: Units, doubtful: Mapping[str, str]
) -> tuple[ColumnUse, ...]:
    """The use of each column; what is missing, doubtful or told wrongly is noted as a problem.

    Args:
        grid: The table.
        fields: What columns may mean.
        told: Field by heading, as somebody said; an empty text leaves the column out.
        units: Units that headings may name.
        doubtful: Headings that could mean two things, in plain words, each with what to do.
    """
    meaning = _meanings(fields)
    _check_told(grid, fields, told)
    said = {plain_words(heading) or heading: name for heading, name in told.items()}
    names = {field.name: field for field in fields}
    found = []
    for number, text in enumerate(grid.headings):
        heading = parse_heading(text, units)
        if (own := plain_words(text) or text) in said:
            use = names.get(said[own])
            found.append(
                ColumnUse(heading=heading, number=number, field=use, how="as told" if use else "left out, as told")
            )
            continue
        use = meaning.get(plain_words(text)) or meaning.get(heading.words)
        if use is None and heading.words in doubtful:
            grid.at(_HEAD, text).refuse("could mean two things", doubtful[heading.words], value="")
        how = "" if use is None else "by its name" if heading.words == plain_words(use.name) else "a synonym"
        found.append(ColumnUse(heading=heading, number=number, field=use, how=how or "is not used"))
    _check_used(grid, fields, found)
    return tuple(found)


def _meanings(fields: Sequence[Field]) -> dict[str, Field]:
    """Field by heading.

    Raises:
        InvalidValue: If a heading means two fields.
    """
    meaning: dict[str, Field] = {}
    for field in fields:
        for heading in field.headings:
            if heading in meaning:
                raise InvalidValue("fields", heading, f"means {meaning[heading].name} and {field.name}", "keep one")
            meaning[heading] = field
    return meaning


def _check_told(grid: Grid, fields: Sequence[Field], told: Mapping[str, str]) -> None:
    names, headings = [field.name for field in fields], {plain_words(text) or text for text in grid.headings}
    for heading, name in told.items():
        if (plain_words(heading) or heading) not in headings:
            fix = f"the columns are {', '.join(filter(None, grid.headings))}"
            grid.at(_HEAD, heading).refuse("is no column of the table, but something is said of it", fix, value="")
        if name and name not in names:
            guess = near(name, names)
            fix = f"did you mean {guess}?" if guess else f"the fields are {', '.join(names)}"
            grid.at(_HEAD, heading).refuse("is told to mean what is no field", fix, value=name)


def _check_used(grid: Grid, fields: Sequence[Field], found: Sequence[ColumnUse]) -> None:
    for field in fields:
        using = [use.heading.text for use in found if use.field is field]
        if len(using) > 1:
            fix = f"say which: map the others to nothing, such as '{using[1]}='"
            grid.at(_HEAD, using[0]).refuse(f"and {', '.join(using[1:])} both mean {field.name}", fix, value="")
        if field.required and not using:
            words = f", {field.help}" if field.help else ""
            grid.at(_HEAD, field.name).refuse(f"is missing{words}", _way_out(grid, field), value="")


def _way_out(grid: Grid, field: Field) -> str:
    return "; ".join(_ways_out(grid, field))


def _ways_out(grid: Grid, field: Field) -> Iterator[str]:
    if field.synonyms:
        yield f"any of these headings means it: {', '.join((field.name, *field.synonyms[:6]))}"
    guess = near(field.name, [plain_words(text) for text in grid.headings])
    example = next(
        (text for text in grid.headings if plain_words(text) == guess), next(filter(None, grid.headings), "")
    )
    yield f"or map a column to it, such as '{example}={field.name}'"
