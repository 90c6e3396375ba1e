"""Errors cross from one process to another, as workers of any engine send them: class, fields and message stay."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from compkit import errors
from compkit.errors import (
    CompkitError,
    CurrencyMismatch,
    FileProblems,
    InvalidValue,
    MissingFact,
    OutputRefused,
    Problem,
    UnknownModel,
)

PROBLEMS = (
    Problem(file="a.yaml", path="salary", value="18o000", rule="is no number", fix="say 180000", line=3),
    Problem(file="b.yaml", path="", value="", rule="is empty"),
)
SAMPLES = (
    CompkitError("as it is"),
    InvalidValue("BaseSalary.amount", "Zoë \n" * 30, "must be positive", "say 1"),
    InvalidValue("fte", None, "is needed"),
    CurrencyMismatch("USD", "EUR"),
    MissingFact("price of ACME", "shares:\n  ACME: 1", to="the policy file"),
    MissingFact("price of ACME"),
    UnknownModel("acme/x", (name for name in ("acme/y", "acme/z")), hint="it ended"),
    OutputRefused("out/x.xlsx", "it exists already", "name a new one"),
    FileProblems(PROBLEMS),
)
"""At least one of each class, some with fields that are not in the message and others that come from it."""

WAYS = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{
        f"pickle {number}": lambda error, number=number: pickle.loads(pickle.dumps(error, number))
        for number in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}


def told(error):
    """All that an error says."""
    return type(error), vars(error), error.args, str(error), repr(error), isinstance(error, OSError)


class TestRoundTrip:
    """Rule: an error that was copied or sent says what it said."""

    def test_every_class(self):
        """There is a sample of every error of compkit; a new class needs one."""
        classes = {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, CompkitError)}
        assert {type(sample) for sample in SAMPLES} == classes

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
    def test_same(self, error, way):
        """Class, fields and message are the same, by copy and by every protocol of pickle."""
        assert told(WAYS[way](error)) == told(error)

    def test_note(self):
        """A note that somebody added stays."""
        error = FileProblems(PROBLEMS)
        error.add_note("in part 7")
        assert pickle.loads(pickle.dumps(error)).__notes__ == ["in part 7"]

    def test_from_worker(self):
        """What a worker process raises is caught here as what it is."""
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            sent = pool.submit(refuse, PROBLEMS).exception()
        assert isinstance(sent, FileProblems)
        assert sent.problems == PROBLEMS


def refuse(problems):
    """Raise, in whichever process."""
    raise FileProblems(problems)
