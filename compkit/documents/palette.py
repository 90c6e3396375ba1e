"""Colours, said once for every output that draws: a component has the same colour on the terminal, a page and a chart.

Cash is blue, equity purple, benefits green and tokens orange; within a family the lightness tells components apart,
so that no reading depends on hue alone (blue and orange are the pair that every common colour blindness keeps apart).
"""

from __future__ import annotations

from ..pay.entitlements import Component

COMPONENT_COLOURS: dict[Component, str] = {
    "base salary": "1B4F72",
    "guaranteed bonus": "0E7C9B",
    "target bonus": "2E86C1",
    "commission": "5DADE2",
    "sign-on": "85C1E9",
    "retention": "AED6F1",
    "relocation": "D6EAF8",
    "RSU": "8E6BBF",
    "options": "C5AEE0",
    "benefits": "4E9A7B",
    "tokens": "E69F00",
}
"""Six hexadecimal digits, red, green and blue, by component."""

INK = "1F2A36"
QUIET = "6B7785"
TOKENS_INK = "9C6500"
INTERNAL = "B03A2E"
INPUT_FILL = "FFF2CC"
INPUT_INK = "1F4E79"
GOOD_FILL = "E2F3E6"
GOOD_INK = "1E7B34"
HEAD_FILL = "EEF2F7"
LINE = "C3CCD6"
