"""On which basis use counts: by provider, one rule for the audit and for the review of spend."""

import pytest

from compkit.workforce.spending.spending import spending
from compkit.workforce.usage.basis import basis_words, frame_bases, has_tokens, is_billed, provider_bases
from compkit.workforce.usage.export import usage_export
from compkit.workforce.usage.lines import use_lines

from .spendcases import market, used

ROWS = (
    used("2027-06-01", "E1", 1, billed=9),
    used("2027-06-01", "E1", 0, billed=20),
    used("2027-06-01", "E1", 1, model="south/x", billed=1),
    used("2027-06-01", "E2", 1, model="south/x"),
    used("2027-06-01", "E2", 0, model="south/fee", billed=3),
    used("2027-06-01", "E2", 0, model="west/fee", billed=3),
)


class TestBases:
    """A provider counts as billed where each of its rows with tokens states a bill."""

    def test_by_hand(self):
        """North is billed, subscription and all; a row of south has no bill; west bills money alone."""
        frame = usage_export(ROWS).frame
        bases = frame_bases(frame, stage="list")
        assert bases == {"north": "billed", "south": "list", "west": "billed"}
        assert is_billed(frame, bases).tolist() == [True, True, False, False, False, True]
        assert has_tokens(frame).tolist() == [True, False, True, True, False, False]

    def test_rows_and_lines_agree(self):
        """Rows, as the audit sees them, and their sums, as spend does, have the same bases."""
        frame = usage_export(ROWS).frame
        lines = use_lines(frame, market())
        assert spending(lines, currency="USD").bases == frame_bases(frame, stage="contract")

    def test_nothing_used(self):
        """A row of nothing decides nothing; no rows are no provider."""
        assert provider_bases([("a", False, False)], stage="list") == {"a": "billed"}
        assert frame_bases(usage_export([]).frame, stage="list") == {}


@pytest.mark.parametrize(
    ("bases", "words"),
    [
        ({"a": "billed", "b": "billed"}, "as billed"),
        ({"a": "contract"}, "tokens at contract prices"),
        ({"a": "contract", "": "billed"}, "as billed for no provider; tokens at contract prices for a"),
        ({}, "no use"),
    ],
)
def test_words(bases, words):
    """Which basis is shown is said once where it is one, and by provider where it is not."""
    assert basis_words(bases) == words


def test_stated_basis():
    """Whoever asks for one basis gets it for every provider."""
    found = spending(use_lines(usage_export(ROWS).frame, market()), currency="USD", basis="list")
    assert set(found.bases.values()) == {"list"}
    assert found.total == 10 and sum(one.rows for one in found.uncounted) == 5  # north/one alone has a price
