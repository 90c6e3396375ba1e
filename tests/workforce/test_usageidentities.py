"""Who used it: by a stated key; nobody who is not found is dropped."""

import sys
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.workforce.usage.export import BILLION, usage_export
from compkit.workforce.usage.identities import match_people, unmatched_total


def used(person, kind="email", output=1, **fields):
    """A row of use."""
    return {"on": "2026-01-01", "person": person, "person_kind": kind, "model": "a/b", "output": output, **fields}


class TestMatch:
    """Identities meet the roster by a stated key."""

    def test_addresses_whatever_their_capitals(self):
        """Ada@Example.com is ada@example.com; the rest is listed, most tokens first."""
        rows = [used("Ada@Example.com"), used("bob@example.com", output=5, billed=BILLION), used("", "none", 9)]
        matched = match_people(usage_export(rows), {"ADA@example.com": "0007"})
        assert matched.frame["employee_id"].astype("object").fillna("").tolist() == ["0007", "", ""]
        assert [(one.person, one.person_kind, one.rows, one.tokens, one.billed) for one in matched.unmatched] == [
            ("", "none", 1, 9, None),
            ("bob@example.com", "email", 1, 5, Money(1, "USD")),
        ]
        assert matched.employees == 1
        assert unmatched_total(matched, "USD") == (2, 14, Money(1, "USD"))

    def test_ids_as_they_stand(self):
        """Capitals of an id may count; only the stated kinds of key are looked up."""
        rows = [used("User-1", "user_id"), used("user-1", "user_id"), used("User-1", "api_key")]
        known = {"User-1": "7"}
        assert len(match_people(usage_export(rows), known, by="user_id").unmatched) == 2
        assert len(match_people(usage_export(rows), known, by=("user_id", "api_key")).unmatched) == 1
        assert len(match_people(usage_export(rows), known).unmatched) == 3

    def test_large_sums(self):
        """Tokens and bills of a stranger are exact where 64 bits no longer hold them; no bill is none, not zero."""
        rows = [used("x", output=2**62, fresh_input=3, billed=2**62) for _ in range(3)]
        one, other = match_people(usage_export([*rows, used("y", billed=None)]), {}).unmatched
        assert (one.rows, one.tokens, one.billed) == (3, 3 * (2**62 + 3), Money(Decimal(3 * 2**62).scaleb(-9), "USD"))
        assert (other.person, other.rows, other.tokens, other.billed) == ("y", 1, 1, None)

    def test_many_strangers(self):
        """No pandas for each of them: ten times as many cost few more calls a head."""

        def calls(count):
            export, told = usage_export([used(f"u{number}") for number in range(count)]), Counter()
            sys.setprofile(lambda frame, event, _: told.update([event]))
            try:
                match_people(export, {})
            finally:
                sys.setprofile(None)
            return told["call"]

        assert calls(1_000) - calls(100) < 900 * 40

    def test_a_key_stands_for_one(self):
        """One key of two employees is refused; two keys of one are not."""
        with pytest.raises(InvalidValue, match="stands for two employees, 1 and 2"):
            match_people(usage_export([]), {"a@x.com": "1", "A@x.com": "2"})
        assert match_people(usage_export([used("b@x.com")]), {"a@x.com": "1", "b@x.com": "1"}).unmatched == ()

    @pytest.mark.parametrize(("known", "by"), [({"": "1"}, "email"), ({}, "name"), ({}, ())])
    def test_broken_keys(self, known, by):
        """Empty keys, and kinds that are none."""
        with pytest.raises(InvalidValue):
            match_people(usage_export([]), known, by)

    @given(
        people=st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 100)), max_size=12),
        known=st.sets(st.sampled_from("abcdef")),
    )
    def test_no_token_is_lost(self, people, known):
        """Matched and unmatched tokens are all tokens."""
        export = usage_export([used(f"{name}@x.com", output=count) for name, count in people])
        matched = match_people(export, {f"{name}@x.com": name for name in known})
        found = matched.frame[matched.frame["employee_id"].notna()]
        assert int(found["output"].sum()) == sum(count for name, count in people if name in known)
        assert sum(one.tokens for one in matched.unmatched) == sum(c for name, c in people if name not in known)
        assert len(matched.frame) == len(people)
