"""Groups that are hidden: none of them is small alone, or can be computed from the others."""

from hypothesis import given, strategies as st

from compkit.workforce.suppression import hidden, is_small


class TestHidden:
    """Small groups are hidden, and what would show them."""

    def test_second(self):
        """One small group alone would be the total less the others, so the next smallest is hidden with it."""
        groups = {"a": (3, 30), "b": (40, 40), "c": (12, 15), "d": (90, 90)}
        assert hidden(groups, smallest=10) == {"a", "c"}

    def test_together_still_small(self):
        """Two groups with 3 and 4 women are together as small as one; a group without women hides nobody."""
        groups = {"a": (3, 30), "b": (4, 12), "c": (40, 40), "d": (90, 90), "e": (0, 11), "f": (0, 0)}
        assert hidden(groups, smallest=10) == {"a", "b", "c"}
        assert hidden({"a": (20, 20), "b": (0, 0), "c": (40, 40)}, smallest=10, also=["a"]) == {"a", "c"}

    def test_nothing_small(self):
        """Nothing is hidden without need; a group without women shows nobody's pay."""
        assert not hidden({"a": (10, 10), "b": (0, 30)}, smallest=10)

    @given(
        st.dictionaries(st.text("abcdefg", min_size=1, max_size=2), st.tuples(*[st.integers(0, 25)] * 2), max_size=7),
        st.integers(1, 12),
    )
    def test_law(self, groups, smallest):
        """What is hidden holds every small group; it is no small group and no single one, unless no gap shows."""
        out = hidden(groups, smallest=smallest)
        assert all(name in out for name, counts in groups.items() if is_small(counts, smallest))
        if out and any(all(counts) for name, counts in groups.items() if name not in out):
            together = tuple(sum(groups[name][n] for name in out) for n in (0, 1))
            assert sum(all(groups[name]) for name in out) >= 2 and not is_small(together, smallest)

    def test_heads(self):
        """Of heads alone: 3 under 5 takes the next smallest with it, 3 and 2 are enough together."""
        sizes = {"a": (3,), "b": (9,), "c": (7,)}
        assert hidden(sizes, smallest=5) == {"a", "c"}
        assert hidden(sizes | {"d": (2,)}, smallest=5) == {"a", "d"}
        assert hidden({0: (1,), 1: (2,)}, smallest=5) == {0, 1}
        assert not hidden({0: (5,), 1: (6,)}, smallest=5)

    def test_ties(self):
        """Of groups alike the first by name goes."""
        assert hidden({"c": (7,), "b": (7,), "a": (1,)}, smallest=5) == {"a", "b"}
