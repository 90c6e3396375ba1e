"""The three sentences of the first page as live formulas: who leads without tokens, with them, and where the tie is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pen import Formula, literal_text

if TYPE_CHECKING:
    from .book import Book
    from .page import Page

_AMOUNT = '"#,##0"'


def lines(page: Page) -> list[tuple[Formula, int]]:
    """Formulas of the sentences, each with about as many characters as it shows."""
    book = page.book
    longest = max(len(name) for name in book.names)
    if len(book.names) == 1:
        found = [_alone(page)]
    elif len(book.names) == 2:
        found = [_without(page), _with(page), _tie(page)]
    else:
        found = [_first_of(page), _first_with(page), _tie(page)]
    named = 2 if len(book.names) < 3 else 4
    room = (90 + 2 * longest, 110 + named * longest, 80 + len(book.who) + 2 * longest)
    return [(Formula(text), length) for text, length in zip(found, room, strict=False)][: count(book)]


def count(book: Book) -> int:
    """How many sentences there are: one for a single offer, no tie where nobody promises tokens."""
    return 1 if len(book.names) == 1 else 2 + book.has_tokens


def _text(amount: str) -> str:
    return f"TEXT({amount},{_AMOUNT})"


def _alone(page: Page) -> str:
    name, cells = page.heads[1], page.cells
    cash, everything = cells[1, "face", "without"], cells[1, "face", "all"]
    some = cells[1, "face", "with guaranteed"]
    start = f'{name}&" promises "&{_text(cash)}&{literal_text(f" over {page.book.length} without tokens")}'
    if not page.book.has_tokens:
        return f'{start}&"."'
    return f'{start}&", "&{_text(everything)}&" with all of them, "&{_text(some)}&" with only the guaranteed ones."'


def _more(page: Page, key: str) -> str:
    """``Globex promises 93,000 more``, or that both promise the same."""
    one, other = page.cells[1, "face", key], page.cells[2, "face", key]
    leader = f"IF({one}<{other},{page.heads[2]},{page.heads[1]})"
    more = f'{leader}&" promises "&{_text(f"ABS({one}-{other})")}&" more"'
    return f'IF(ABS({one}-{other})<0.5,"both promise the same",{more})'


def _average(page: Page, one: str, other: str) -> str:
    years = page.book.comparison.baseline.assumptions.horizon_months / 12
    amount = _text(f"ABS({one}-{other})/{years!r}")
    return f'IF(ABS({one}-{other})<0.5,".",", "&{amount}&" a year on average.")'


def _without(page: Page) -> str:
    over = literal_text(f" over {page.book.length}")
    one, other = page.cells[1, "face", "without"], page.cells[2, "face", "without"]
    start = '"Without tokens "&' if page.book.has_tokens else ""
    return f"{start}{_more(page, 'without')}&{over}&{_average(page, one, other)}"


def _with(page: Page) -> str:
    if not page.book.has_tokens:
        return '"No offer promises tokens."'
    only = '"; with only the guaranteed ones "'
    return f'"With all tokens as promised "&{_more(page, "all")}&{only}&{_more(page, "with guaranteed")}&"."'


def _leader(page: Page, key: str, rank: int) -> str:
    return f"INDEX({page.leads['names']},MATCH({rank},{page.leads[f'{key} rank']},0))"


def _margin(page: Page, key: str) -> str:
    """How far the first is ahead of the second, by name; that they tie where two are first."""
    amounts, ranks = page.leads[key], page.leads[f"{key} rank"]
    second = f"INDEX({amounts},MATCH(2,{ranks},0))"
    ahead = f'{_text(f"MAX({amounts})-{second}")}&" more than "&{_leader(page, key, 2)}'
    return f'IFERROR({ahead},"as much as another")'


def _first_of(page: Page) -> str:
    key = "without"
    start = "Without tokens " if page.book.has_tokens else ""
    over = literal_text(f" over {page.book.length}, ")
    most = f'{_leader(page, key, 1)}&" promises the most, "&{_text(f"MAX({page.leads[key]})")}'
    return f'{literal_text(start)}&{most}&{over}&{_margin(page, key)}&"."'


def _first_with(page: Page) -> str:
    if not page.book.has_tokens:
        return '"No offer promises tokens."'

    def most(key: str) -> str:
        return f'{_leader(page, key, 1)}&" promises the most, "&{_margin(page, key)}'

    return (
        f'"With all tokens as promised "&{most("all")}&"; with only the guaranteed ones "&{most("with guaranteed")}&"."'
    )


def _tie(page: Page) -> str:
    """What one unit of promised tokens must be worth for the baseline and its strongest rival to be equal."""
    comparison = page.book.comparison
    pair = comparison.pair()
    if pair is None or not page.book.has_tokens:
        return ""
    one, other = (page.book.names.index(name) + 1 for name in pair)
    cash = "-".join(page.cells[offer, "face", "without"] for offer in (other, one))
    tokens = "-".join(page.cells[offer, "face", "tokens"] for offer in (one, other))
    two = f'{page.heads[one]}&" and "&{page.heads[other]}' if len(page.book.names) > 2 else '"The two"'
    unit = f"1 {comparison.currency} of promised tokens"
    at_value = f'TEXT(({cash})/({tokens}),"0.000")'
    equal = f'{literal_text(f" are equal if {page.book.who} values {unit} at ")}&{at_value}&" {comparison.currency}."'
    never = literal_text(f" are equal at no value of {unit}.")
    ties = f"IF(ABS({tokens})<0.005,FALSE,({cash})/({tokens})>=0)"
    return f"{two}&IF({ties},{equal},{never})"
