"""All pictures: well formed, repeatable, readable for everybody, and a candidate's hold no secret."""

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.page import page_odds
from compkit.documents.pictures import build_pictures
from compkit.errors import InvalidValue
from compkit.valuation.compare import compare
from compkit.valuation.value import value

from ..page.offers import SECRETS, secret_comparison, secret_dynamics
from .reading import NAMES, SVG, compared, described, pictures, root, texts

_TEXTS = """() => [...document.querySelectorAll("text")].map((node) => {
  const { left, top, right, bottom } = node.getBoundingClientRect();
  return [node.lastChild.textContent, left, top, right, bottom];
})"""


def secret_pictures(reader):
    """Pictures of offers in which everything internal is marked."""
    comparison = secret_comparison()
    odds = page_odds(comparison, secret_dynamics(), reader=reader, paths=200, seed=1)
    return build_pictures(comparison, reader=reader, odds=odds)


def held(text):
    """Marks in a text, whether as a rate or in percent."""
    figures = text.replace(".", "").replace(",", "")
    return [secret for secret in SECRETS if secret in text or secret.replace("0.", "").lstrip("0") in figures]


class TestReaders:
    """DESIGN, section 2: a candidate's picture contains neither cost nor its inputs."""

    def test_candidate(self):
        """No mark of anything internal is in any byte, nor a word of it."""
        for picture in secret_pictures("candidate"):
            found = picture.svg.decode()
            assert not held(found)
            for word in ("INTERNAL", "expected cost", "payout", "utilis", "leav" + "e rate", "load"):
                assert word not in found, (picture.name, word)

    def test_secrets_are_there_to_be_found(self):
        """The employer's hold some of them, so that the search above can fail."""
        found = "".join(picture.svg.decode() for picture in secret_pictures("employer"))
        assert len(held(found)) >= 4

    def test_internal(self):
        """Every picture of the employer that shows what is expected says that it is internal, seen and heard."""
        for picture in secret_pictures("employer"):
            shows = picture.name not in ("years-as-promised", "tokens-bought", "tokens-cost")
            assert ("INTERNAL" in described(picture)) is (shows or "factory" in described(picture)), picture.name
            assert any(text.startswith("INTERNAL") for text in texts(picture)) is ("INTERNAL" in described(picture))

    def test_odds_of_another(self):
        """Odds for another reader are refused."""
        comparison = secret_comparison()
        odds = page_odds(comparison, secret_dynamics(), reader="employer", paths=100, seed=1)
        with pytest.raises(InvalidValue, match="must be for the candidate"):
            build_pictures(comparison, reader="candidate", odds=odds)
        with pytest.raises(InvalidValue, match="is not a reader"):
            build_pictures(comparison, reader="boss")


class TestFiles:
    """What every picture has."""

    def test_repeats(self):
        """The same input gives the same bytes."""
        assert secret_pictures("employer") == secret_pictures("employer")

    @pytest.mark.parametrize("reader", ["candidate", "employer"])
    def test_parts(self, reader):
        """16 to 9, a title and words for those who hear it, the day, a light ground, and no link or script."""
        for picture in pictures(compared(*NAMES[:3]), reader).values():
            tree = root(picture)
            assert tree.get("viewBox") == "0 0 1280 720"
            assert tree.find(f"{SVG}title").text
            assert "As of 2026-11-20" in described(picture)
            assert tree.get("aria-labelledby") == f"{picture.name}-title {picture.name}-words"
            assert tree.find(f"{SVG}rect").get("fill") == "#FFFFFF"
            tags = {node.tag.removeprefix(SVG) for node in tree.iter()}
            assert tags <= {"svg", "title", "desc", "rect", "text", "line", "path", "circle"}
            assert not [name for node in tree.iter() for name in node.attrib if "href" in name or name.startswith("on")]

    def test_names(self):
        """A long name is shortened where it is drawn and stands whole in the words."""
        picture = pictures(compared(*NAMES, months=72))["years-as-promised", ""]
        assert NAMES[0] in described(picture)
        assert "\x00" not in picture.svg.decode()

    @given(testing.offers(as_told=False), st.data())
    def test_any_offer(self, made, data):
        """Any offer has its pictures, for both readers, and each is well formed."""
        facts = data.draw(testing.markets(made.package))
        given_ = data.draw(testing.assumptions(facts.as_of))
        comparison = compare({made.employer.name: value(made.package, facts, given_)}, models=facts.book.models)
        for reader in ("candidate", "employer"):
            for picture in build_pictures(comparison, reader=reader):
                assert root(picture).find(f"{SVG}title").text


class TestLooks:
    """No text is cut or meets another, in the browser's own fonts."""

    @pytest.mark.parametrize("months", [12, 72])
    @pytest.mark.parametrize("count", [1, 2, 5, 12])
    def test_apart(self, browser, count, months):
        """Every line of text is inside the slide and overlaps no other."""
        names = [*NAMES, *(f"Employer {n}" for n in range(7))][:count]
        view = browser.new_page(viewport={"width": 1280, "height": 720})
        for picture in pictures(compared(*names, months=months)).values():
            view.set_content(f"<body style='margin:0'>{picture.svg.decode().partition('?>')[2]}</body>")
            boxes = view.evaluate(_TEXTS)
            for text, left, top, right, bottom in boxes:
                assert -1 <= left <= right <= 1281, (picture.name, text)
                assert -1 <= top <= bottom <= 721, (picture.name, text)
            assert not list(met(boxes)), picture.name
        view.close()


def met(boxes):
    """Lines of text that overlap by more than a shared edge."""
    for at, (one, left, top, right, bottom) in enumerate(boxes):
        for other, x, y, x2, y2 in boxes[at + 1 :]:
            if min(right, x2) - max(left, x) > 1 and min(bottom, y2) - max(top, y) > 4:
                yield one, other
