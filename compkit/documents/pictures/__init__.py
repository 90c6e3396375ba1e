"""Pictures: the figures of a comparison and of its odds as SVG, one slide each, for programs that show slides.

`build_pictures` gives all that a reader may see, by file name; a candidate's hold neither expected cost nor anything
that goes into it. Text stays text, every mark says its figure, and the same input gives the same bytes.
"""

from .build import build_pictures
from .duels import duel_picture
from .fan import fan_picture
from .numbers import numbers_picture
from .slide import Picture
from .tokens import token_pictures
from .tornado import tornado_picture
from .years import years_picture

__all__ = [
    "Picture",
    "build_pictures",
    "duel_picture",
    "fan_picture",
    "numbers_picture",
    "token_pictures",
    "tornado_picture",
    "years_picture",
]
