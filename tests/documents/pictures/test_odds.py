"""Fans, odds and tornadoes: what they show is what the simulation holds."""

import re
from decimal import Decimal

import pytest
from attrs import evolve

from compkit.documents.figures import whole
from compkit.documents.page import page_odds
from compkit.documents.pictures import duel_picture, fan_picture, tornado_picture
from compkit.documents.pictures.scale import tight

from ...documents.test_oddsreport import BARS, simulation
from ..page.offers import secret_dynamics
from .reading import SVG, compared, described, marks, pictures, root, texts, words


class TestFan:
    """Issue: "fan chart of the simulation"."""

    def test_bands(self):
        """A band at the end is as high as its quantiles are apart; both bands have the same scale."""
        comparison = compared("Acme", "Globex")
        odds = page_odds(comparison, secret_dynamics(), reader="employer", paths=200, seed=1)
        picture = fan_picture(odds.simulation, reader="employer")
        bands = [path for path in root(picture).iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
        assert len(bands) == 4
        scales = []
        for path, (low, high) in zip(bands, [("p10", "p90"), ("p25", "p75")] * 2, strict=True):
            name = path.find(f"{SVG}title").text.partition(",")[0]
            spread = odds.simulation.spread(name, "worth", through="year 4")
            points = re.findall(r"([\d.]+) ([\d.]+)", path.get("d"))
            top, bottom = float(points[4][1]), float(points[5][1])
            scales.append((bottom - top) / float(getattr(spread, high) - getattr(spread, low)))
        assert scales == pytest.approx([scales[0]] * 4, rel=1e-3)
        assert f"Acme: through year 1 USD {whole(odds.simulation.spread('Acme', through='year 1').p10)}" in described(
            picture
        )


class TestDuels:
    """Issue: "odds that A beats B"."""

    def test_shares(self):
        """67.4 % ahead, 10 % equal, 22.6 % behind: bars in that proportion, and whole percents that add up."""
        picture = duel_picture(simulation(), reader="employer")
        bars = [mark for mark in marks(picture) if mark.told.startswith("with all tokens")]
        whole_width = sum(bar.width for bar in bars)
        assert [bar.width / whole_width for bar in bars] == pytest.approx([0.674, 0.1, 0.226], abs=1e-4)
        shown = texts(picture)
        assert ("67 %" in shown, "equal 10 %" in shown, "23 %" in shown) == (True, True, True)
        assert "< 1 %" in shown

    def test_alone(self):
        """One offer has no rival."""
        assert ("odds-to-the-employee", "") not in pictures(compared("Acme"))


class TestTornado:
    """Issue: "tornado"; the widest first, from P10 to P90."""

    def test_ends(self):
        """Each bar runs from its low total to its high one; what moves nothing is left out."""
        moving = [bar for bar in BARS if bar.width]
        picture = tornado_picture(simulation(), "A", BARS, reader="employer")
        found = marks(picture)
        said = described(picture)
        for bar in moving:
            assert all(f"gives USD {whole(end.total)}" in said for end in (bar.low, bar.high))
        first = [mark for mark in found if mark.told.partition(",")[0] == found[0].told.partition(",")[0]]
        span = max(m.x + m.width for m in first) - min(m.x for m in first)
        widest = max(bar.width for bar in moving)
        second = [mark for mark in found if mark not in first]
        labels = {mark.told.partition(",")[0] for mark in second}
        assert len(labels) == len(moving) - 1
        for label in labels:
            own = [mark for mark in second if mark.told.partition(",")[0] == label]
            reach = max(m.x + m.width for m in own) - min(m.x for m in own)
            (bar,) = [bar for bar in moving if bar.factor in label and bar is not moving[0]]
            ends = [Decimal(0), bar.low.total - bar.stated, bar.high.total - bar.stated]
            assert reach == pytest.approx(span * float((max(ends) - min(ends)) / widest), rel=0.02, abs=0.05)

    def test_sides(self):
        """The lower total stands left of its bar and the higher one right, whichever end of the factor it is."""
        turned = [bar for bar in BARS if bar.width][:1]
        turned = [*turned, evolve(turned[0], factor="turned", low=turned[0].high, high=turned[0].low)]
        picture = tornado_picture(simulation(), "A", turned, reader="employer")
        low, high = (tight(end.total) for end in (turned[0].low, turned[0].high))
        places = {low: [], high: []}
        for node in words(picture):
            if node.get("font-weight") == "bold" and node.text in places:
                places[node.text].append(float(node.get("x")))
        assert len(places[low]) == len(places[high]) == 2
        assert max(places[low]) < min(mark.x for mark in marks(picture))
        assert min(places[high]) > max(mark.x + mark.width for mark in marks(picture))

    def test_still(self):
        """Where nothing moves a total there is no picture."""
        still = [bar for bar in BARS if not bar.width]
        assert tornado_picture(simulation(), "A", still, reader="employer") is None
