"""SVG as nodes: whatever a text holds, the file is well formed and says it."""

import xml.etree.ElementTree as ET

from hypothesis import given, strategies as st

from compkit.documents.pictures.svg import element, isolated, plain, words


class TestEscaping:
    """Names and text from offers can't inject anything, nor break the file."""

    @given(st.text())
    def test_any_text(self, text):
        """Any text is read back as it was, without the characters that XML has no place for."""
        kept = "".join(char for char in text if char in "\t\n\r" or 0x20 <= ord(char) < 0xD800 or _high(char))
        read = ET.fromstring(str(element("text", text, kind=text)))
        assert (read.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")
        assert read.get("kind") == kept.replace("\r\n", "\n").translate(dict.fromkeys(map(ord, "\t\n\r"), " "))

    def test_tags(self):
        """What looks like a tag stays text."""
        node = words(1, 2, "</text><script>alert('1')</script> & \"so\"", size=10)
        assert "<script" not in str(node)
        assert ET.fromstring(str(node)).text == "</text><script>alert('1')</script> & \"so\""

    def test_marks_that_turn_text(self):
        """A name cannot turn the text around it: overrides go, and one from the right is isolated."""
        assert plain("a\u202eb\u2066 c\n d") == "ab c d"
        assert isolated("Acme") == "Acme"
        assert isolated("شركة") == "\u2068شركة\u2069"


def _high(char):
    return 0xE000 <= ord(char) <= 0xFFFD or ord(char) >= 0x10000
