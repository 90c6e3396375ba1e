"""The price watch as printed and as data."""

import json
from datetime import date

from compkit.documents.table import render
from compkit.documents.watchreport import build_watch_report, watch_data
from compkit.pay import BetterOfBoth, Collar, FixedQuantity
from compkit.valuation.watch import PriceWatch, watch_prices
from tests.samples import INPUT_ONLY, price_row
from tests.valuation.test_watch import BASIS, MONEY, MOVED_ON, SINCE, TOKENS, history, valued, watched


def printed(watch: PriceWatch, **options: object) -> list[str]:
    """Its lines."""
    return [line.rstrip() for line, _ in render(build_watch_report(watch, **options))]  # type: ignore[arg-type]


def line(watch: PriceWatch, start: str) -> str:
    """The first line that begins so, its blanks made one."""
    return next(" ".join(text.split()) for text in printed(watch) if text.strip().startswith(start))


class TestReport:
    """`build_watch_report`."""

    def test_money(self) -> None:
        """The money stays and stands with its allowance; the tokens change."""
        found = watched(*history(10, 6))
        assert printed(found)[0] == "Token prices moved for 1 open offer since 2026-09-01."
        assert "MOVED, 2026-09-01 to 2026-11-20" in "\n".join(printed(found))
        assert line(found, "Acme") == "Acme: AI token allowance for USD 100,000"
        assert line(found, "north/one") == "north/one 10.00 6.00 -40 % 10.0 bn to 16.7 bn"

    def test_quantity(self) -> None:
        """The tokens stay; the money changes."""
        found = watched(*history(10, 6), amount=TOKENS, rule=FixedQuantity())
        assert line(found, "Acme") == "Acme: AI token allowance for 10.0 bn tokens"
        assert line(found, "north/one") == "north/one 10.00 6.00 -40 % USD 100,000 to 60,000"

    def test_both(self) -> None:
        """A collar moves both: one line each."""
        rule = Collar(down_rate="0.2", up_rate="0.2")
        text = printed(watched(*history(10, 6), amount=MONEY, rule=rule, basis=BASIS))
        here = next(number for number, words in enumerate(text) if words.startswith("  north/one"))
        assert text[here].endswith("10.0 bn to 13.3 bn")
        assert text[here + 1].endswith("USD 100,000 to 80,000")
        assert text[here - 1] == "Acme: AI token allowance"

    def test_announced_by_day(self) -> None:
        """Every announced change has its day, and is said to be one that may be cancelled."""
        found = watched(*history(10, 6, 20))
        assert "a change is announced for 1." in printed(found)[0]
        assert "may cancel" in "\n".join(printed(found))
        assert line(found, "2027-03-01") == "2027-03-01 north/one 6.00 20.00 +233.3 % 16.7 bn to 5.0 bn"

    def test_free_and_from_free(self) -> None:
        """A price of 0 buys unlimited tokens; from 0 there is no rate."""
        assert line(watched(*history(10, 0)), "north/one").endswith("-100 % 10.0 bn to unlimited")
        assert line(watched(*history(0, 10)), "north/one").endswith("from 0 unlimited to 10.0 bn")

    def test_nothing_moved(self) -> None:
        """It says so, and what was looked at."""
        text = printed(watched(*history(10, 10)))
        assert text[0] == "Token prices moved for no open offer since 2026-09-01."
        assert "  Acme: north/one" in text

    def test_not_known_and_not_looked_at(self) -> None:
        """What could not be told is told."""
        text = " ".join(printed(watched(price_row(from_on=MOVED_ON)), closed=["Globex (expired on 2026-11-01)"]))
        assert "! not known: Acme, north/one: no token price" in text
        assert "- not looked at: Globex (expired on 2026-11-01)" in text

    def test_several_offers(self) -> None:
        """Each allowance once, with its models under it; no line wider than 96."""
        rows = [*history(10, 6), *history(1, 2, model="south/two")]
        offers = {name: valued(*rows, basket=None) for name in ("Acme", "O'Neil 🚀")}
        found = watch_prices(offers, since=SINCE, models=("north/one", "south/two"), mix=INPUT_ONLY)
        text = printed(found)
        assert [sum(words.startswith(name) for words in text) for name in offers] == [1, 1]
        assert text[0].startswith("Token prices moved for 2 open offers")
        assert max(map(len, text)) <= 96


class TestData:
    """`watch_data`."""

    def test_figures(self) -> None:
        """Decimal strings, days, and the change."""
        rule = BetterOfBoth()
        data = json.loads(json.dumps(watch_data(watched(*history(10, 15), amount=MONEY, rule=rule, basis=BASIS))))
        assert (data["format"], data["since"], data["as_of"]) == ("compkit/price-watch/1", "2026-09-01", "2026-11-20")
        (move,) = data["moves"]
        assert (move["kind"], move["price_change_rate"], move["pays_more_a_year"]) == ("moved", "0.50", "50000")
        assert move["after"] == {
            "on": "2026-11-20",
            "per_mtok": "15",
            "pays_a_year": "150000",
            "mtok_a_year": "10000",
        }

    def test_unlimited_and_closed(self) -> None:
        """Unlimited is a word, its change null; offers not looked at are listed."""
        data = watch_data(watched(*history(10, 0)), closed=["Globex (expired)"])
        (move,) = data["moves"]
        assert (move["after"]["mtok_a_year"], move["mtok_more_a_year"]) == ("unlimited", None)
        assert data["not_looked_at"] == ["Globex (expired)"]
        assert data["unknown"] == []

    def test_announced(self) -> None:
        """From its day on."""
        (move,) = watch_data(watched(*history(10, 10, 20)))["moves"]
        assert (move["kind"], move["after"]["on"]) == ("announced", str(date(2027, 3, 1)))
