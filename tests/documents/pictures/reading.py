"""Pictures read back: marks with what they say, and lines of text."""

import xml.etree.ElementTree as ET

from attrs import frozen

from compkit.documents.page import page_odds
from compkit.documents.pictures import build_pictures
from compkit.valuation.compare import compare
from compkit.valuation.value import value

from ...samples import acme, assume, globex, market
from ..page.offers import secret_dynamics

SVG = "{http://www.w3.org/2000/svg}"
NAMES = (
    "Zoë O'Neil & Søns <Globex> International Holdings",
    "شركة النور",
    "🚀 Rocket",
    "株式会社アクメ",
    "x\x00\u202ey",
)


@frozen
class Mark:
    """A block of a picture."""

    told: str
    x: float
    y: float
    width: float
    height: float
    fill: str


def root(picture):
    """A picture as a tree: it is read by a parser that refuses what is not well formed."""
    return ET.fromstring(picture.svg)


def marks(picture):
    """Blocks that say a figure."""
    found = []
    for rect in root(picture).iter(f"{SVG}rect"):
        title = rect.find(f"{SVG}title")
        if title is not None:
            sizes = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
            found.append(Mark(title.text, *sizes, rect.get("fill")))
    return found


def texts(picture):
    """Every line of text as shown."""
    return [node.text if node.find(f"{SVG}title") is None else shown(node) for node in words(picture)]


def words(picture):
    """Every text element."""
    return list(root(picture).iter(f"{SVG}text"))


def shown(node):
    """What is drawn of a text that says more when pointed at."""
    return node.find(f"{SVG}title").tail


def described(picture):
    """The words for those who hear the picture."""
    return root(picture).find(f"{SVG}desc").text


def compared(*names, months=48, **changes):
    """Offers by name: the two of the worked example in turn."""
    packages = [acme(**changes), globex(unknown=set(), **changes)]
    given = assume(horizon_months=months, token_utilisation="0.4", bonus_payout="0.9")
    found = {name: value(packages[n % 2], market(), given) for n, name in enumerate(names)}
    return compare(found, models=["openai/gpt-6-sol"])


def pictures(comparison, reader="employer"):
    """Every picture of a comparison, with odds, by name and offer."""
    odds = page_odds(comparison, secret_dynamics(), reader=reader, paths=200, seed=1)
    return {(found.name, found.of): found for found in build_pictures(comparison, reader=reader, odds=odds)}
