"""Pay equity as a report, a table and data: what Article 9(1) of Directive (EU) 2023/970 lists. No figure of a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..money import EXACT, exactly
from ..workforce.equity.gaps import PayGap, Quartile
from ..workforce.equity.report import MEASURES, TOTALS, CategoryGaps, EquityReport
from .format import rounded
from .table import Block, Group, Report, Row, Table, Text

if TYPE_CHECKING:
    import pandas as pd

HIDDEN = "hidden"
NOTHING = "-"
MEASURE_NAMES = {
    "base": "Base salary",
    "variable": "Variable pay",
    "tokens": "AI tokens, in kind",
    "variable with tokens": "Variable and tokens",
    "without tokens": "All pay, tokens out",
    "with tokens": "All pay, tokens in",
}
LAW = "Directive (EU) 2023/970 of 10 May 2023"
_FLAG = (
    "Not explained by this report: a gap is no finding of discrimination. Where objective, gender-neutral criteria do "
    f"not justify it and it is not remedied within six months of the report, Article 10(1) of {LAW} asks for a joint "
    "pay assessment."
)


@exactly
def build_equity_report(found: EquityReport) -> Report:
    """The report that `compkit pay-equity` prints."""
    return Report(tuple(_blocks(found)))


def _blocks(found: EquityReport) -> Iterator[Block]:
    others = f", {found.others:,} of another gender or none stated" if found.others else ""
    title = f"PAY EQUITY: {found.women:,} women, {found.men:,} men{others}"
    yield Text(f"{title}\nEmployed on {found.rules.as_of}, in {found.currency}. {LAW}, Article 9(1).", "title")
    yield _gaps(found)
    yield _receiving(found)
    for name in TOTALS:
        yield _quartiles(name, found.quartiles[name])
    yield _categories(found)
    yield from _flags(found)
    yield Text("\n".join(_terms(found)), "note")


def _gaps(found: EquityReport) -> Table:
    rows = (Row(MEASURE_NAMES[name], _cells(found.gaps[name])) for name in MEASURES)
    return Table(
        title="(a) to (d) GENDER PAY GAP",
        unit="of men's pay; above 0 women are paid less",
        groups=tuple(Group("", (name,)) for name in ("mean", "median", "women\ncounted", "men\ncounted")),
        rows=tuple(rows),
    )


def _cells(gap: PayGap | None) -> tuple[str, ...]:
    if gap is None:
        return (HIDDEN,) * 4
    return _percent(gap.mean), _percent(gap.median), f"{gap.women:,}", f"{gap.men:,}"


def _percent(rate: Fraction | None) -> str:
    return NOTHING if rate is None else f"{rounded(_decimal(rate) * 100, 1):f} %"


def _decimal(rate: Fraction) -> Decimal:
    return EXACT.divide(Decimal(rate.numerator), Decimal(rate.denominator))


def _receiving(found: EquityReport) -> Table:
    rows = (
        Row(MEASURE_NAMES[name], (HIDDEN,) * 2 if one is None else (_percent(one.women), _percent(one.men)))
        for name, one in found.receiving.items()
    )
    return Table(title="(e) WHO RECEIVES IT", groups=_plain("of women", "of men"), rows=tuple(rows))


def _quartiles(name: str, bands: Sequence[Quartile] | None) -> Table:
    rows = [
        Row(band.name.capitalize(), (_percent(band.share(band.women)), _percent(band.share(band.men))))
        for band in bands or ()
    ]
    said = rows or [Row("All four", (HIDDEN,) * 2)]
    return Table(
        title=f"(f) QUARTILE PAY BANDS, {MEASURE_NAMES[name]}", groups=_plain("women", "men"), rows=tuple(said)
    )


def _plain(*names: str) -> tuple[Group, ...]:
    return tuple(Group("", (name,)) for name in names)


def _categories(found: EquityReport) -> Table | Text:
    if found.categories is None:
        return Text("(g) By category: the roster has no column category, so this part is missing.", "warning")
    return Table(
        title="(g) MEAN GAP BY CATEGORY OF WORKERS",
        unit="of men's pay",
        groups=_plain(*(MEASURE_NAMES[name].replace(", ", "\n").replace(" ", "\n", 1) for name in MEASURES)),
        rows=tuple(Row(category.name or "(none stated)", tuple(_means(category))) for category in found.categories),
    )


def _means(category: CategoryGaps) -> Iterator[str]:
    for name in MEASURES:
        gap = category.gaps[name]
        flag = " *" if name in category.flagged else ""
        yield HIDDEN if gap is None else _percent(gap.mean) + flag


def _flags(found: EquityReport) -> Iterator[Text]:
    if found.flagged:
        named = "; ".join(category.name for category in found.flagged)
        yield Text(f"* 5 % or more, in either direction: {named}. {_FLAG}", "warning")
    elif found.categories is not None:
        yield Text("No category whose figures show has a gap of 5 % or more.", "plain")


def _terms(found: EquityReport) -> Iterator[str]:
    yield (
        "Pay is a year at full time. It moves as pay an hour does wherever full time is the same hours for everybody; "
        "where it is not, this report does not see it."
    )
    if found.target_only:
        yield "Variable pay is the target bonus: the roster has no column variable that says what was paid."
    if found.converted:
        yield (
            f"Pay in {', '.join(found.converted)} is converted to {found.currency} at the stated exchange rates: a gap "
            "between people paid in two currencies moves with the rate."
        )
    yield (
        "Variable pay and tokens are compared among those who receive them. Tokens count at their own price. Whether a "
        "budget of tokens for work is pay is for the law of the Member State, so both are shown. Grants of equity are "
        "not counted."
    )
    yield (
        f"Hidden: figures of fewer than {found.rules.smallest} women or men, quartile bands of fewer people, sums of "
        "which a part is hidden, and as many other categories as keep a hidden one from being computed."
    )


# for machines


@exactly
def equity_data(found: EquityReport) -> dict[str, Any]:
    """The same as ``compkit/pay-equity/1``: rates as decimal strings to four decimals; what is hidden is ``hidden``."""
    return {
        "format": "compkit/pay-equity/1",
        "law": f"{LAW}, Article 9(1)",
        "as_of": str(found.rules.as_of),
        "currency": found.currency,
        "converted_from": list(found.converted),
        "smallest_group": found.rules.smallest,
        "women": found.women,
        "men": found.men,
        "others": found.others,
        "variable_is_target": found.target_only,
        "gaps": {name: _gap_data(gap) for name, gap in found.gaps.items()},
        "receiving": {
            name: HIDDEN if one is None else {"women": _rate(one.women), "men": _rate(one.men)}
            for name, one in found.receiving.items()
        },
        "quartiles": {name: _bands_data(bands) for name, bands in found.quartiles.items()},
        "categories": None if found.categories is None else [_category_data(one) for one in found.categories],
    }


def _gap_data(gap: PayGap | None) -> Any:
    if gap is None:
        return HIDDEN
    return {"mean": _rate(gap.mean), "median": _rate(gap.median), "women": gap.women, "men": gap.men}


def _rate(rate: Fraction | None) -> str | None:
    """To four decimals: more would let figures of people be worked back."""
    return None if rate is None else f"{rounded(_decimal(rate), 4):f}"


def _bands_data(bands: Sequence[Quartile] | None) -> Any:
    if bands is None:
        return HIDDEN
    return [
        {"band": band.name, "women": _rate(band.share(band.women)), "men": _rate(band.share(band.men))}
        for band in bands
    ]


def _category_data(category: CategoryGaps) -> dict[str, Any]:
    gaps = {name: _gap_data(gap) for name, gap in category.gaps.items()}
    return {"category": category.name, "gaps": gaps, "flagged": list(category.flagged)}


@exactly
def equity_frame(found: EquityReport) -> pd.DataFrame:
    """A row a gap for a table: everybody's and each category's, by measure; what is hidden is empty, and says so."""
    import pandas as pd

    groups: list[tuple[str, Any, tuple[str, ...]]] = [("(everybody)", found.gaps, ())]
    groups += [(one.name or "(none stated)", one.gaps, one.flagged) for one in found.categories or ()]
    rows = [
        _row(name, measure, gaps[measure], measure in flags) for name, gaps, flags in groups for measure in MEASURES
    ]
    return pd.DataFrame(rows, dtype=object)


def _row(name: str, measure: str, gap: PayGap | None, is_flagged: bool) -> dict[str, Any]:
    return {
        "group": name,
        "of": MEASURE_NAMES[measure],
        "mean_gap_rate": None if gap is None or gap.mean is None else rounded(_decimal(gap.mean), 4),
        "median_gap_rate": None if gap is None or gap.median is None else rounded(_decimal(gap.median), 4),
        "women": None if gap is None else gap.women,
        "men": None if gap is None else gap.men,
        "note": HIDDEN if gap is None else "5 % or more; not explained by this report" if is_flagged else "",
    }
