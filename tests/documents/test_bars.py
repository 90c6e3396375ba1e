"""Bars for a terminal: as long as their amounts, within the width, and no cell without an entry in the legend."""

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.bars import build_bars, fits_encoding
from compkit.documents.figures import whole
from compkit.documents.palette import COMPONENT_COLOURS
from compkit.documents.table import columns_of
from compkit.documents.words import COMPONENT_NAMES
from compkit.valuation.compare import compare
from compkit.valuation.value import value

from .pictures.reading import NAMES, compared


def printed(comparison, **options):
    """Lines as text."""
    return ["".join(part.text for part in line).rstrip() for line in build_bars(comparison, **options)]


class TestBars:
    """Issue: "in the terminal a compact bar view"."""

    @pytest.mark.parametrize("width", [80, 96, 120])
    @pytest.mark.parametrize("look", ["colour", "blocks", "letters"])
    def test_width(self, width, look):
        """No line is wider than the terminal, however long or wide the names are."""
        lines = printed(compared(*NAMES[:4], months=72), width=width, look=look)
        assert max(map(columns_of, lines)) <= width
        assert len([line for line in lines if line.endswith(("0", "2", "8"))]) >= 28  # 24 years of offers, 4 totals

    def test_figures(self):
        """Beside each bar its total without tokens, then the tokens, as Python has them."""
        comparison = compared("Acme", "Globex")
        lines = [line for line in printed(comparison) if line.startswith(("year 1", "4 years"))]
        for line, year in zip(lines, ("year 1", None), strict=True):
            cash, tokens = (comparison.amount("Acme", year=year, components=part) for part in _halves(comparison))
            assert whole(cash) in line.split()
            assert line.endswith(whole(tokens))

    def test_lengths(self):
        """Base salaries of 250,000 and 235,000: cells in that proportion, to one of them."""
        lines = printed(compared("Acme", "Globex"), width=120, look="letters")
        first, second = [line.count("S") for line in lines if line.count("S") > 4][:2]
        assert second == pytest.approx(first * 235 / 250, abs=1)

    def test_standing(self):
        """Tokens that are guaranteed and those by policy look different: Acme's year one and its year three."""
        lines = printed(compared("Acme"), look="letters")
        one, three = (next(line for line in lines if line.startswith(year)) for year in ("year 1", "year 3"))
        assert ("TT" in one, "tt" in one) == (True, False)
        assert ("TT" in three, "tt" in three) == (False, True)

    def test_legend(self):
        """Each component has its name beside its cell, and in colour its own colour."""
        lines = build_bars(compared("Acme", "Globex"), look="colour")
        spans = [part for line in lines[:5] for part in line]
        for part, name in zip(spans, spans[1:], strict=False):
            label = name.text.strip()
            if part.colour and label in COMPONENT_NAMES.values():
                (component,) = [c for c, words in COMPONENT_NAMES.items() if words == label]
                assert part.colour == COMPONENT_COLOURS[component]
        assert "Base salary" in {part.text.strip() for part in spans}

    def test_letters_alone(self):
        """Where a terminal shows no blocks, the view is ASCII, as far as names are."""
        assert all(line.isascii() for line in printed(compared("Acme", "Globex"), look="letters"))
        assert not fits_encoding("cp1252")
        assert fits_encoding("utf-8")

    def test_without_tokens(self):
        """No column of tokens where nobody has any."""
        heads = printed(compared("Acme", tokens=()))[:6]
        assert not [line for line in heads if "token" in line]

    def test_internal(self):
        """Expected cost says that it is internal."""
        assert printed(compared("Acme"), number="cost")[-1] == "INTERNAL: shows expected cost."

    @given(testing.offers(as_told=False), st.data())
    def test_any_offer(self, made, data):
        """Any offer has bars within the width."""
        facts = data.draw(testing.markets(made.package))
        valuation = value(made.package, facts, data.draw(testing.assumptions(facts.as_of)))
        comparison = compare({made.employer.name: valuation})
        for number in ("face", "cost", "worth"):
            lines = printed(comparison, number=number, width=120)
            assert max(map(columns_of, lines)) <= 120


def _halves(comparison):
    """Components without tokens, and tokens."""
    return [part for part in comparison.components if part != "tokens"], ["tokens"]
