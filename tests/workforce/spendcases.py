"""Usage, prices and people for tests of spend, with round figures."""

from datetime import date

import pandas as pd

from compkit.market import Market, PriceBook, RateCard, TokenPrice
from compkit.workforce.spending.spending import spending
from compkit.workforce.usage.export import BILLION, usage_export
from compkit.workforce.usage.identities import match_people
from compkit.workforce.usage.lines import use_lines, with_groups
from tests.workforce.people import person, roster

YEAR = date(2027, 1, 1)
M = 10**6


def staff(**changes):
    """Ada and Bob pay from cost centre 100, Cy from 200; all there since 2020."""
    since = {"start_on": pd.Timestamp(2020, 1, 1), "tokens": "", **changes}
    rows = [person(1, **since), person(2, **since), person(3, cost_center="200", account="007", **since)]
    return roster(rows)


def priced(model="north/one", price="10", **changes):
    """A price row: input and output alike."""
    own = RateCard(fresh_input=price, output=price)
    return TokenPrice(model=model, **{"card": own, "from_on": date(2020, 1, 1), "source": "test", **changes})


def market(*rows, as_of=date(2027, 12, 31), **changes):
    """A market of these prices."""
    return Market(as_of=as_of, book=PriceBook(rows or (priced(), priced("north/two", "20"))), **changes)


def used(on, who, mtok=1, model="north/one", billed=None, **changes):
    """A row of use: millions of fresh input, and dollars billed."""
    bill = None if billed is None else int(billed * BILLION)
    row = {"on": on, "person": who, "person_kind": "user_id", "model": model, "fresh_input": int(mtok * M)}
    return {**row, "provider": model.partition("/")[0], "billed": bill, **changes}


def lines(*rows, people=None, prices=None, by=("month", "cost_center", "account")):
    """Use, grouped and priced."""
    people = people or staff()
    ids = {name: name for name in people.people["employee_id"]}
    matched = match_people(usage_export(rows), ids, "user_id")
    return use_lines(with_groups(matched, people), prices or market(), by=by)


def spent(*rows, basis=None, **options):
    """Use, counted."""
    return spending(lines(*rows, **options), currency="USD", basis=basis)
