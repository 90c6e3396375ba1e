"""The odds report and its data, from a study put together by hand: what is printed is what it holds."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve

from compkit.documents.dynamicswords import distribution_words, dynamics_words
from compkit.documents.oddsdata import odds_data
from compkit.documents.oddsfigures import Scale, finest
from compkit.documents.oddsreport import build_odds_report
from compkit.documents.oddssentences import odds_sentences
from compkit.documents.table import render
from compkit.money import Money
from compkit.pay import Basket
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.simulation.dynamics import Cases, Correlation, Dynamics, ShareMotion, TokenMotion, Triangle
from compkit.valuation.simulation.odds import DryOdds, Duel, OfferOdds, Simulation, Spread, Total
from compkit.valuation.simulation.replay import Replay, ReplayDay, ReplayedAllowance
from compkit.valuation.simulation.sensitivity import Bar, End
from compkit.valuation.simulation.study import OddsStudy
from compkit.valuation.simulation.tieodds import TieOdds
from compkit.valuation.views import View

DAY = date(2026, 11, 20)
QUANTILES = ("p10", "p25", "p50", "p75", "p90", "mean")
KEYS = [
    Total(number, tokens, year)
    for number in ("cost", "worth")
    for tokens in ("all", "guaranteed", "none")
    for year in ("", "year 1")
]


def spread(first, error=0):
    """Quantiles a hundred thousand apart, from the first on."""
    amounts = {name: Decimal(first + 100_000 * i) for i, name in enumerate(QUANTILES)}
    return Spread(**amounts, mean_error=Decimal(error))


def offer(name, first, **changes):
    """An offer whose totals all spread alike."""
    parts = {"worthless": None, "cost_at_risk": Decimal(77_000), "dry": ()}
    spreads = {key: spread(first, error=4_321) for key in KEYS}
    return OfferOdds(name=name, year_labels=("year 1",), spreads=spreads, **{**parts, **changes})


def duel(tokens, wins, year=None, number="worth", ties="0"):
    """How often A is above B."""
    return Duel(first="A", second="B", number=number, tokens=tokens, year=year, wins=Decimal(wins), ties=Decimal(ties))


def simulation(**changes):
    """A at a million, B at half of it, whose equity is worthless in a fifth of the futures."""
    dry = DryOdds(allowance="Agents", odds=Decimal("0.25"), p10=DAY, p50=date(2027, 1, 1), p90=date(2027, 2, 1))
    parts = {
        "as_of": DAY,
        "currency": "USD",
        "paths": 10_000,
        "seed": 1,
        "generator": "dice",
        "dynamics": Dynamics(shares=(ShareMotion(symbol="ACME", volatility="0.4"),)),
        "assumptions": Assumptions(as_of=DAY, horizon_months=12),
        "view": View(),
        "year_labels": ("year 1",),
        "offers": {"A": offer("A", 1_000_000), "B": offer("B", 500_000, worthless=Decimal("0.2"), dry=(dry,))},
        "duels": tuple(
            duel(tokens, wins, year, number, ties)
            for number in ("cost", "worth")
            for year in (None, "year 1")
            for tokens, wins, ties in (("all", "0.674", "0.1"), ("guaranteed", "0.999", "0"), ("none", "0.001", "0"))
        ),
    }
    return Simulation(**{**parts, **changes})


def bar(kind, factor, low, high, **changes):
    """A bar between two totals."""
    inputs = changes.pop("inputs", (Decimal("0.5"), Decimal("1.5")))
    ends = (
        End(probability=Decimal(p), input=i, total=Decimal(t))
        for p, i, t in zip(("0.1", "0.9"), inputs, (low, high), strict=True)
    )
    return Bar(kind=kind, factor=factor, low=next(ends), high=next(ends), stated=Decimal(5_000), **changes)


BARS = (
    bar("share price", "ACME", -500_000, 1_500_000, unit="USD", inputs=(Decimal("31.595449"), Decimal("254.775"))),
    bar("token prices", "north", 0, 250_000),
    bar("leaving", "leaving", 0, 10_000, inputs=(DAY, None)),
    bar("payout", "payout", 5_000, 5_000),
)


def tie(**changes):
    """Equal at a share price of 86.6875."""
    parts = {"kind": "share price", "factor": "ACME", "first": "A", "second": "B", "number": "worth", "tokens": "all"}
    figures = {
        "at": Decimal("86.6875"),
        "stated": Decimal(125),
        "unit": "USD",
        "above": "A",
        "odds_above": Decimal("0.52"),
    }
    return TieOdds(**{**parts, **figures, **changes})


TIES = (
    tie(),
    tie(kind="token prices", factor="north", at=Decimal("1.2"), stated=Decimal(1), unit="", price=Money("12", "USD")),
    tie(kind="token prices", factor="south", at=Decimal("0.5"), stated=Decimal(1), unit="", odds_above=None),
    tie(kind="utilisation", factor="utilisation", at=Decimal("0.3084"), stated=None, unit=""),
)


def past(*prices):
    """An allowance of 100,000 a year of money at these prices."""
    days = tuple(
        ReplayDay(
            on=date(2026, 1 + i, 1),
            per_mtok=Money(price, "USD"),
            pays=Money(100_000, "USD"),
            mtok=100_000 / Decimal(price),
        )
        for i, price in enumerate(prices)
    )
    return ReplayedAllowance(allowance="Agents", basket=Basket.of("north/one"), days=days)


def study(**changes):
    """Everything about A and B."""
    parts = {
        "simulation": simulation(),
        "number": "worth",
        "stated": {"A": Decimal(1_111_111), "B": Decimal(555_555)},
        "bars": {"A": BARS, "B": ()},
        "pair_bars": {("A", "B"): BARS},
        "ties": {("A", "B"): TIES},
    }
    return OddsStudy(**{**parts, **changes})


def printed(found, width=96):
    """The report as lines."""
    return [line.rstrip() for line, _ in render(build_odds_report(found), width=width)]


def row(found, label, width=96):
    """The cells of the first row with a label."""
    return next(line for line in printed(found, width) if line.strip().startswith(label)).split()


class TestSentences:
    """What is read first."""

    def test_two_offers(self):
        """Who is ahead, how wide it spreads, what is lost, what turns it."""
        assert list(odds_sentences(study())) == [
            "A is ahead of B in 67 % (equal in 10 %) of the futures, with all tokens; without any, in < 1 %.",
            "The middle half of the futures brings A 1,100,000 to 1,300,000 and B 600,000 to 800,000 USD, all tokens "
            "counted.",
            "B's equity ends worthless in 20 % of the futures.",
            "What moves A against B most is the share price of ACME.",
        ]

    def test_equal_offers(self):
        """Two that are always equal are said to be; nothing is said of ties where there are none."""
        tied, apart = (
            simulation(duels=tuple(evolve(one, wins=Decimal(0), ties=Decimal(ties)) for one in simulation().duels))
            for ties in ("1", "0")
        )
        said = next(odds_sentences(study(simulation=tied)))
        assert said == "A is ahead of B in 0 % (equal in 100 %) of the futures, with and without tokens."
        assert "equal" not in next(odds_sentences(study(simulation=apart)))

    def test_few_but_far(self):
        """Where another has the higher mean, that is said: the likelier is not the better on average."""
        far = {key: evolve(one, mean=Decimal(9_000_000)) for key, one in offer("B", 500_000).spreads.items()}
        offers = {"A": offer("A", 1_000_000), "B": evolve(offer("B", 500_000), spreads=far)}
        found = study(simulation=simulation(offers=offers))
        assert next(odds_sentences(found)).endswith("On average B comes to more: few futures, but far ones.")
        near = {key: evolve(one, mean=Decimal(1_517_000)) for key, one in offers["B"].spreads.items()}
        offers["B"] = evolve(offers["B"], spreads=near)  # 17,000 more, where two errors of 4,321 leave 17,284 in doubt
        assert "On average" not in next(odds_sentences(study(simulation=simulation(offers=offers))))

    def test_one_offer_without_equity(self):
        """Only what there is."""
        found = study(
            simulation=simulation(offers={"A": offer("A", 1_000_000)}, duels=()), pair_bars={}, ties={}, bars={"A": ()}
        )
        assert len(list(odds_sentences(found))) == 1


class TestTables:
    """Each figure at its place; amounts no finer than the futures can tell."""

    def test_totals(self):
        """In thousands, as stated beside the quantiles."""
        assert row(study(), "A  ") == ["A", "1,000", "1,100", "1,200", "1,300", "1,400", "1,500", "1,111"]

    def test_duels(self):
        """All, guaranteed, no tokens, by year; ties said below."""
        found = study()
        assert "".join(row(found, "A above B")) == "AaboveB67%>99%<1%67%"
        assert "Equal to the cent: A and B in 10 %." in " ".join(printed(found))

    def test_duels_by_year(self):
        """Odds stand in the column of their year; a year that one of the two has not is a dash."""
        only_second = evolve(offer("B", 500_000), year_labels=("year 0", "year 1"))
        found = simulation(year_labels=("year 0", "year 1"), offers={"A": offer("A", 1_000_000), "B": only_second})
        for key in KEYS:
            only_second.spreads[key._replace(year="year 0")] = spread(0)
        assert "".join(row(study(simulation=found), "A above B")) == "AaboveB67%>99%<1%-67%"

    def test_risks_and_dry(self):
        """No equity is none; the days as they are."""
        lines = printed(study())
        at = lines.index(next(line for line in lines if line.startswith("WHAT CAN GO WRONG")))
        assert lines[at + 4].split() == ["A", "none", "1,500", "1,400", "77"]
        assert row(study(), "B: Agents")[2:] == ["25", "%", "2026-11-20", "2027-01-01", "2027-02-01"]

    def test_tornado(self):
        """Inputs in their units; what does not move it is named below."""
        found = study()
        assert row(found, "ACME share price")[3:] == [
            "USD",
            "31.60",
            "USD",
            "254.78",
            "-500",
            "+1,500",
            "2,000",
            "██████",
        ]
        assert row(found, "north token prices")[3:8] == ["-50", "%", "+50", "%", "0"]
        assert "2026-11-20" in row(found, "leaving") and "never" in row(found, "leaving")
        assert "Does not move it: payout." in " ".join(printed(found))

    def test_ends(self):
        """For which time, and that a price is at its quantile of the end of it from the first day on, if one moves."""
        words = " ".join(printed(study()))
        assert "Over 1 year, one factor at a time, all else as stated, where it is" in words
        assert "A price is at its P10 or P90 of the end of the horizon, from the first day on." in words
        of_payout = study(pair_bars={("A", "B"): (evolve(BARS[-1], low=BARS[0].low),)}, ties={})
        assert "A price is at" not in " ".join(printed(of_payout))

    def test_nothing_moves(self):
        """Said, as opposed to an empty table."""
        found = study(pair_bars={("A", "B"): (BARS[-1],)})
        assert "Nothing that is drawn moves A less B, to the employee." in printed(found)

    def test_ties(self):
        """A price, a price of tokens with its change, a change alone, a rate; - where nobody said how it moves."""
        lines = " ".join(" ".join(printed(study())).partition("WHERE TWO ARE EQUAL")[2].split())
        assert "ACME share price USD 86.69 USD 125.00 A 52 %" in lines
        assert "north token prices 12.00 (+20 %) 10.00 A 52 %" in lines
        assert "south token prices -50 % as stated A -" in lines
        assert "utilisation 30.8 % - A 52 %" in lines

    def test_never_equal(self):
        """A pair without a tie is named."""
        assert "Equal at no value of one factor alone: A and B." in printed(study(ties={("A", "B"): ()}))

    def test_replay(self):
        """Days in a table with what came of it; an unmoved price in a line."""
        moved, still = past("10", "8"), past("5", "5")
        found = study(replays={"A": Replay(as_of=DAY, allowances=(moved, still), unknown=("x: no price",))})
        lines = printed(found)
        assert "A year buys 25 % more tokens than on the first day." in lines
        assert "A: Agents, at north/one: USD 5.00 a million since 2026-01-01." in lines
        assert "! A: not replayed: x: no price" in lines

    @pytest.mark.parametrize("width", [80, 120])
    @pytest.mark.parametrize("number", ["worth", "cost"])
    def test_fits(self, width, number):
        """No line is wider than the terminal."""
        assert max(map(len, printed(study(number=number), width))) <= width

    def test_assumes(self):
        """Paths, seed, generator, dynamics and what is held, in words."""
        found = study(held=("use of tokens",), idle=("X",))
        words = " ".join(printed(found))
        for said in (
            "10,000 paths, seed 1; dice.",
            "volatility 40 % a year",
            "not drawn: use of tokens.",
            "no weight here: X.",
        ):
            assert said in words


class TestFigures:
    """Scale and step."""

    def test_finest(self):
        """The power of ten at or below the standard error; whole units where it is exact."""
        assert finest([spread(0, 4_321), spread(0, 12)]) == 1000
        assert finest([spread(0)]) == 1

    def test_scale(self):
        """In thousands with the decimals that a finer step leaves."""
        assert Scale(True, "USD").shown(Decimal(352_940), Decimal(100)) == "352.9"
        assert Scale(False, "USD").shown(Decimal(352_940), Decimal(100)) == "352,900"


class TestWords:
    """Dynamics in words."""

    def test_all(self):
        """Every part, each in a line, with its source."""
        found = dynamics_words(
            Dynamics(
                shares=(ShareMotion(symbol="ACME", volatility="0.4", source="closes"),),
                tokens=(
                    TokenMotion(provider="a", drift_rate="-0.1"),
                    TokenMotion(provider="b", steps_a_year="1.5", step_rate="0.1", step_spread="0.3"),
                    TokenMotion(provider="c"),
                ),
                utilisation=Triangle(low="0.4", likely="0.7", high=1),
                payout=Cases(points=((0, "0.3"), (1, "0.7"))),
                demand=Cases(points=(("1.2", 1),)),
                options_at="expected term",
                leaving="as odds",
                correlations=(Correlation(first="ACME", second="a", rate="0.30"),),
                source="the team",
            ),
            idle=("c",),
        )
        assert found == (
            "ACME share price: volatility 40 % a year around its stated growth (closes).",
            "a prices: -10 % a year.",
            "b prices: 1.5 steps a year, the middle one +10 %, spread 30 %.",
            "Use of token allowances: 40 % to 100 %, likeliest 70 %, drawn once a future.",
            "Payout of target bonuses: 0 % (odds 30 %) or 100 % (odds 70 %), drawn for each bonus.",
            "Tokens needed, of what an allowance buys today: 120 %.",
            "Leaving counts by its odds, as in a valuation, and is not drawn.",
            "Options are exercised at their expected term, midway between vesting and expiry.",
            "ACME and a move together at 0.3; all others independently.",
            "Source: the team.",
        )

    def test_certain(self):
        """One rate is that rate."""
        assert distribution_words(Cases(points=(("0.5", 1),))) == "50 %"


class TestData:
    """The same for machines."""

    def test_values(self):
        """Decimal strings; a day of leaving is a day."""
        data = odds_data(study())
        assert data["offers"]["A"]["spreads"][0]["p10"] == "1000000"
        assert data["offers"]["A"]["bars"][2]["p10"] == {"input": "2026-11-20", "total": "0"}
        assert data["offers"]["A"]["stated"] == "1111111"
        assert data["duels"][0]["wins"] == "0.674"
        assert data["break_evens"][1]["per_mtok"] == "12"
        assert data["offers"]["B"]["runs_dry"][0]["odds"] == "0.25"
