"""Widths: text is cut before it could meet what stands beside it."""

import pytest
from hypothesis import given, strategies as st

from compkit.documents.pictures.measure import fitted, width, wrapped

_MEASURE = """([font, texts]) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return texts.map((text) => pen.measureText(text).width);
}"""
SAMPLES = [
    *(
        "Restricted stock 0123456789",
        "WWW MMM %%% @@@",
        "illicit fiji, i.e. 1,111.11",
        "USD 1,590,000 (K)",
        "Zoë Ærøskøbing",
    ),
    *(
        "anthropic/claude-opus-5-5",
        "Übermäßig ŵëłčŏmĕ",
        "Щи да каша",
        "Ωμέγα",
        "株式会社アクメ",
        "شركة النور",
        "Quokka & Co. <x>",
    ),
]


class TestWidth:
    """A measure that no usual font exceeds."""

    @pytest.mark.parametrize("font", ["DejaVu Sans", "Liberation Sans", "Noto Sans", "sans-serif", "system-ui"])
    @pytest.mark.parametrize("weight", ["normal", "bold"])
    def test_against_a_browser(self, browser, font, weight):
        """No text is wider in a browser than measured here."""
        page = browser.new_page()
        found = page.evaluate(_MEASURE, [f"{weight} 100px '{font}'", SAMPLES])
        page.close()
        wider = [
            (text, there, width(text, 100, bold=weight == "bold"))
            for text, there in zip(SAMPLES, found, strict=True)
            if there > width(text, 100, bold=weight == "bold")
        ]
        assert not wider

    @given(st.text(), st.floats(12, 400))
    def test_fitted(self, text, room):
        """What is fitted fits, and begins as the text does."""
        found = fitted(text, room, 12)
        assert width(found, 12) <= room or found == "…"
        assert found == text or found.endswith("…")

    def test_isolate_is_closed(self):
        """A name from the right that is cut is still closed, so that what follows stays where it was."""
        assert fitted("\u2068" + "ש" * 40 + "\u2069", 60, 12).endswith("\u2069…")

    def test_wrapped(self):
        """Whole words to a line; the last line ends in an ellipsis where more would follow."""
        assert wrapped("one two three four", 60, 12, most=5) == ["one two", "three", "four"]
        assert wrapped("one two three four", 60, 12, most=2) == ["one two", "three f…"]
