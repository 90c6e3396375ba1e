"""Levers: what tokens of the last month would have cost otherwise, worked by hand at round prices."""

from datetime import date

import pytest

from compkit.errors import InvalidValue, UnknownModel
from compkit.market import LongContextTier, PriceBook, RateCard
from compkit.workforce.audit.levers import LeverTerms, lever_study
from tests.workforce.audits import AS_OF, MARKET, export, price, usd, use

MILLION = 10**6
ROWS = [
    use(1, fresh_input=80 * MILLION, cache_read=20 * MILLION, output=10 * MILLION),  # 80 + 2 + 100 = 182
    use(1, fresh_input=10 * MILLION, service="batch"),  # 5
    use(1, fresh_input=2 * MILLION, output=1 * MILLION, model="openai/small"),  # 1 + 2 = 3
    use(1, output=7, model="openai/unknown"),
    use(1, fresh_input=MILLION, on="2026-12-31"),  # before the month
]


def study(book=MARKET.book, rows=ROWS, **terms):
    """The study of a month."""
    return lever_study(export(rows).frame, book, LeverTerms(**terms), AS_OF)


def saves(**terms):
    """What the one lever that is stated saves."""
    (lever,) = study(**terms).levers
    return lever.saves


class TestLevers:
    """Each alone."""

    def test_month(self):
        """The month before today; what has no price is told; what is not stated is not looked at."""
        found = study()
        assert (found.begin, found.end) == (date(2027, 1, 1), AS_OF)
        assert found.cost == usd(190) and found.unpriced == 7 and found.levers == ()

    def test_cache(self):
        """Half of 100 million is 50: 30 more are read at 0.1 instead of 1, and so on for each model and class."""
        # at standard prices 27 = 30 * 0.9, as a batch 2.25 = 5 * (0.5 - 0.05), of the small one 0.4
        assert saves(cache_share="0.5") == usd("29.65")
        assert saves(cache_share="0.2") == usd("1.06")  # batch: 2 * 0.45 = 0.9; small: 0.4 * 0.4 = 0.16
        assert saves(cache_share=0) == usd(0)

    def test_routing(self):
        """Half the work of the dear model at the small one, 1.5 tokens for one; the batch has no price there."""
        # there: 80 * 0.5 + 20 * 0.1 + 10 * 2 = 62, times 1.5 is 93; half of 182 - 93 is 44.5
        (lever,) = study(route_to="openai/small", route_share="0.5", work_ratio="1.5").levers
        assert lever.saves == usd("44.5") and lever.cost == usd(182) and lever.left_out == 10 * MILLION
        assert lever.assumption == "50 % of the tokens of dearer models go to openai/small, at 1.5 for one"

    def test_never_to_a_dearer_model(self):
        """Work that would cost more there stays: three tokens for one are 186."""
        assert saves(route_to="openai/small", route_share=1, work_ratio=3) == usd(0)
        with pytest.raises(UnknownModel):
            saves(route_to="openai/none", route_share=1)

    def test_batch(self):
        """A quarter of 182 less 40 + 1 + 50 at batch prices; the small model has none."""
        (lever,) = study(batch_share="0.25").levers
        assert lever.saves == usd("22.75") and lever.left_out == 3 * MILLION

    def test_only_standard_requests_wait(self):
        """What has to go first does not go as a batch: at 2 instead of 1 it stays so."""
        dear, low = RateCard(fresh_input=2), RateCard(fresh_input="0.5")
        book = PriceBook((price("openai/gpt-6-sol", 1, 10, priority=dear, batch=low),))
        rows = [use(1, fresh_input=MILLION, service="priority"), use(1, fresh_input=MILLION)]
        (lever,) = study(book, rows, batch_share=1).levers
        assert lever.saves == usd("0.5")

    def test_shorter_input(self):
        """A tenth of 80 + 2 + 5 + 1."""
        assert saves(shorter_input="0.1") == usd("8.8")

    def test_long_context(self):
        """Above the bound input costs twice and output 15: 160 + 2 + 150 less 182 is 130; a tenth of it is 13."""
        tier = LongContextTier(above_tokens=200_000, card=RateCard(fresh_input=2, output=15))
        book = PriceBook((price("openai/gpt-6-sol", 1, 10, tiers=(tier,)), price("openai/small", "0.5", 2)))
        rows = [row for row in ROWS if row.get("service") != "batch"]
        (lever,) = study(book, rows, long_share="0.1").levers
        assert lever.saves == usd(13)

    def test_shares(self):
        """A share is from 0 to 1."""
        with pytest.raises(InvalidValue):
            LeverTerms(cache_share="1.1")
