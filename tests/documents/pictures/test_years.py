"""Bars by year and component: each as high as its amount, and the sums are Python's."""

import re
from decimal import Decimal

import pytest
from attrs import evolve

from compkit.documents.figures import whole
from compkit.documents.pictures.slide import Box
from compkit.documents.pictures.stacks import Group, Piece, Stack, draw_stacks
from compkit.documents.pictures.years import years_picture
from compkit.documents.words import COMPONENT_NAMES

from ...samples import acme, globex
from .reading import compared, described, marks, pictures, texts

PIECE = re.compile(r"(.+), (.+): (.+) USD (-?[\d,]+)$")


def amounts(picture):
    """Height and amount of every mark, by offer, group and part."""
    found = {}
    for mark in marks(picture):
        name, group, part, amount = PIECE.fullmatch(mark.told).groups()
        found[name, group, part] = (mark, Decimal(amount.replace(",", "")))
    return found


class TestYears:
    """Issue: "stacked bars by year and component"."""

    @pytest.mark.parametrize("number", ["face", "cost", "worth"])
    def test_amounts(self, number):
        """Every component, year and offer is Python's amount; tokens stand apart by standing."""
        comparison = compared("Acme", "Globex")
        found = amounts(years_picture(comparison, number, reader="employer"))
        for (name, year, part), (_, amount) in found.items():
            components = [c for c, words in COMPONENT_NAMES.items() if words == part] or ["tokens"]
            expected = comparison.amount(name, number, year=year, components=components)
            if components == ["tokens"]:
                sure = comparison.amount(name, number, year=year, components=components, tokens="guaranteed")
                expected = sure if part.endswith("guaranteed") else expected - sure
            assert whole(expected) == whole(amount)
        printed = {key[:2] for key in found}
        assert printed == {(name, year) for name in comparison.names for year in comparison.year_labels}

    def test_heights(self):
        """One unit of height is the same money in every bar, to a hundredth of a unit."""
        found = amounts(years_picture(compared("Acme", "Globex"), "face", reader="employer"))
        base, money = found["Acme", "year 1", "Base salary"]
        for mark, amount in found.values():
            assert mark.height == pytest.approx(base.height * float(amount / money), abs=0.02)

    def test_stacked_without_gaps(self):
        """A part begins where the one below it ends."""
        found = amounts(years_picture(compared("Acme"), "face", reader="employer"))
        parts = [mark for (_, year, _), (mark, _) in found.items() if year == "year 1"]
        for below, above in zip(parts, parts[1:], strict=False):
            assert above.y + above.height == pytest.approx(below.y, abs=0.02)

    def test_totals(self):
        """Above each bar its total, in brackets without tokens: 250,000 + 37,500 + 40,000 + 100,000 + 7,500."""
        shown = texts(years_picture(compared("Acme"), "face", reader="employer"))
        assert shown.count("560K") == 1
        assert shown.count("(435K)") == 1

    def test_without_tokens(self):
        """Offers without tokens have no brackets, and no legend of tokens."""
        picture = years_picture(compared("Acme", "Globex", tokens=()), "face", reader="employer")
        assert not [text for text in texts(picture) if text.startswith(("(", "AI tokens"))]

    def test_standing(self):
        """Tokens are guaranteed up to a day: Acme's in year one, by policy afterwards; stripes tell them apart."""
        found = amounts(years_picture(compared("Acme"), "face", reader="employer"))
        assert ("Acme", "year 1", "AI tokens, guaranteed") in found
        later, _ = found["Acme", "year 3", "AI tokens, if the policy stays"]
        assert later.fill == "#FFFFFF"

    def test_too_many_years(self):
        """Forty bars are no picture: then a bar is the whole of an offer."""
        comparison = compared(*[f"Employer {n}" for n in range(8)], months=60)
        picture = years_picture(comparison, "face", reader="employer")
        assert {key[1] for key in amounts(picture)} == {"5 years"}

    def test_described(self):
        """For those who hear it: every total and its parts."""
        assert "Acme, year 1: USD 560,000, 435,000 without tokens (Base salary 250,000," in described(
            years_picture(compared("Acme"), "face", reader="candidate")
        )


class TestStacks:
    """Whatever the amounts."""

    def test_below_zero(self):
        """What is below 0 hangs from the axis, and the rest stands on it."""
        pieces = tuple(
            Piece(label=str(n), amount=Decimal(n), shown=f"USD {n}", colour="1B4F72") for n in (100, -50, 0, 25)
        )
        group = Group(label="all", stacks=(Stack(name="A", group="all", pieces=pieces, without=None),))
        rects = [node for node in draw_stacks([group], Box(0, 0, 600, 400), "USD") if node.tag == "rect"]
        sizes = [{name: float(value) for name, value in node.attributes if name in "yheight"} for node in rects]
        axis = sizes[0]["y"] + sizes[0]["height"]
        assert sizes[1]["y"] == pytest.approx(axis, abs=0.02)
        assert sizes[1]["height"] == pytest.approx(sizes[0]["height"] / 2, abs=0.02)
        assert sizes[3]["y"] + sizes[3]["height"] == pytest.approx(sizes[0]["y"], abs=0.02)

    def test_nothing(self):
        """Tokens for business use alone are worth nothing to the employee: a picture with totals of 0."""
        tokens = tuple(evolve(one, use="business", personal_share=0) for one in globex().tokens)
        nothing = compared("Acme", salary=None, bonus=(), sign_on=(), equity=(), benefits=(), tokens=tokens)
        picture = years_picture(nothing, "worth", reader="candidate")
        assert not marks(picture)
        assert texts(picture).count("(0)") == 4


class TestNumbers:
    """Three numbers, never one; two for a candidate."""

    def test_amounts(self):
        """Each number over the whole horizon is Python's."""
        comparison = compared("Acme", "Globex")
        found = amounts(pictures(comparison)["numbers", ""])
        for number, words in (("face", "as promised"), ("cost", "expected cost"), ("worth", "to the employee")):
            for name in comparison.names:
                sums = sum(amount for (n, group, _), (_, amount) in found.items() if (n, group) == (name, words))
                assert abs(sums - comparison.amount(name, number)) <= 3  # whole units of six parts

    def test_candidate(self):
        """A candidate has two of them."""
        found = amounts(pictures(compared("Acme"), "candidate")["numbers", ""])
        assert {group for _, group, _ in found} == {"as promised", "to the employee"}
        assert acme().bonus[0].rate == Decimal("0.15")  # a target of 37,500 a year, whatever the payout is
        assert found["Acme", "to the employee", "Target bonus"][1] == 150_000
