"""Terms of employment: what each may hold, and how they agree with the offer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from compkit import testing
from compkit.errors import InvalidValue
from compkit.pay import BaseSalary, Candidate, Employer, Offer, Role
from compkit.pay.terms import TEXTS, EmploymentTerms, EquityTerms, TokenTerms
from tests.samples import START, acme, usd


def offer() -> Offer:
    """The offer of the worked example, without any terms."""
    return Offer(
        offer_number="1",
        package=acme(),
        employer=Employer(name="Acme"),
        candidate=Candidate(name="Sam"),
        role=Role(title="Engineer"),
    )


class TestEmploymentTerms:
    """`EmploymentTerms`: all optional, none of it a guess."""

    def test_nothing_is_assumed(self) -> None:
        """Without a word, nothing is stated: no hours, no probation, no notice."""
        terms = EmploymentTerms()
        assert (terms.hours_per_week, terms.probation_months, terms.holiday_days) == (None, None, None)
        assert not terms.has_notice
        assert not terms.has_probation
        assert not any(getattr(terms, name) for name in TEXTS)

    def test_no_notice(self) -> None:
        """Notice that is said to be none is no notice, in any case; notice on one side is."""
        assert not EmploymentTerms(notice_from_employer="None", notice_from_employee="none").has_notice
        assert EmploymentTerms(notice_from_employer="none", notice_from_employee="1 month").has_notice

    def test_no_probation_is_stated(self) -> None:
        """0 months is a statement that there is none; None says nothing."""
        assert EmploymentTerms(probation_months=0) != EmploymentTerms()
        assert not EmploymentTerms(probation_months=0).has_probation
        assert EmploymentTerms(probation_months=3).has_probation

    @pytest.mark.parametrize(
        "wrong",
        [
            {"hours_per_week": "0"},
            {"hours_per_week": "168.01"},
            {"probation_months": 37},
            {"probation_months": -1},
            {"holiday_days": "367"},
            {"noncompete_months": 61},
            {"conditions": ("",)},
        ],
    )
    def test_refused(self, wrong: dict[str, Any]) -> None:
        """A week has 168 hours, a year 366 days, and a condition is not blank."""
        with pytest.raises(InvalidValue, match=next(iter(wrong))):
            EmploymentTerms(**wrong)

    def test_clean(self) -> None:
        """Texts are clean: nothing that hides or reorders what a reader sees."""
        with pytest.raises(InvalidValue, match="bidirectional override"):
            EmploymentTerms(payday="the 15th\u202e")

    def test_exact(self) -> None:
        """Hours are exact decimals, never floats."""
        assert EmploymentTerms(hours_per_week="37.5").hours_per_week == Decimal("37.5")
        with pytest.raises((InvalidValue, TypeError)):
            EmploymentTerms(hours_per_week=37.5)  # type: ignore[arg-type]


class TestEquityTerms:
    """`EquityTerms`."""

    def test_count_with_its_day(self) -> None:
        """A count of shares is of a day."""
        EquityTerms(fully_diluted=84_000_000, fully_diluted_on=date(2026, 11, 18))
        for half in ({"fully_diluted": 84_000_000}, {"fully_diluted_on": date(2026, 11, 18)}):
            with pytest.raises(InvalidValue, match="fully_diluted"):
                EquityTerms(**half)  # type: ignore[arg-type]


class TestTokenTerms:
    """`TokenTerms`."""

    def test_nothing_is_assumed(self) -> None:
        """Without a word nobody owns the results, nothing is known of logs, and the place's wording holds."""
        said = EmploymentTerms().tokens
        assert (said.outputs, said.usage_logs, said.logs_months, said.wording) == ("", "", None, "")

    def test_logs_with_their_time(self) -> None:
        """Logs are kept for some whole months, one month to ten years; without logs there is no such time."""
        for months in (1, 120):
            assert TokenTerms(usage_logs="totals", logs_months=months).logs_months == months
        wrong: list[dict[str, Any]] = [
            {"usage_logs": "totals"},
            {"logs_months": 12},
            {"usage_logs": "totals", "logs_months": 0},
            {"usage_logs": "totals", "logs_months": 121},
        ]
        for said in wrong:
            with pytest.raises(InvalidValue, match="logs_months"):
                TokenTerms(**said)

    @pytest.mark.parametrize("name", ["outputs", "usage_logs", "wording"])
    def test_known_words(self, name: str) -> None:
        """Each is one of its words."""
        with pytest.raises(InvalidValue, match=f"TokenTerms.{name}.*must be one of"):
            TokenTerms(**{name: "everything"})  # type: ignore[arg-type]


class TestOffer:
    """`Offer.terms` agree with the package."""

    def test_fixed_term(self) -> None:
        """A fixed term ends on the first day at the earliest; the first day alone is a term of one day."""
        assert evolve(offer(), terms=EmploymentTerms(ends_on=START)).terms.ends_on == START
        with pytest.raises(InvalidValue, match="ends_on must not be before the first day, 2027-01-11"):
            evolve(offer(), terms=EmploymentTerms(ends_on=date(2027, 1, 10)))

    def test_earlier_service(self) -> None:
        """Service that counts begins on the first day at the latest."""
        assert evolve(offer(), terms=EmploymentTerms(continuous_from=START)).terms.continuous_from == START
        with pytest.raises(InvalidValue, match="continuous_from must not be after the first day"):
            evolve(offer(), terms=EmploymentTerms(continuous_from=date(2027, 1, 12)))

    def test_hours(self) -> None:
        """An hourly salary states the hours; terms may repeat them and not contradict them."""
        plain = offer()
        hourly = evolve(
            plain,
            package=evolve(plain.package, salary=BaseSalary(amount=usd("60"), per="hour", hours_per_week="30")),
        )
        assert plain.hours_per_week is None
        assert hourly.hours_per_week == 30
        assert evolve(plain, terms=EmploymentTerms(hours_per_week=40)).hours_per_week == 40
        assert evolve(hourly, terms=EmploymentTerms(hours_per_week=30)).hours_per_week == 30
        with pytest.raises(InvalidValue, match="contradicts the salary's 30 hours a week"):
            evolve(hourly, terms=EmploymentTerms(hours_per_week=40))

    @given(testing.offers())
    def test_any(self, drawn: Offer) -> None:
        """Terms that were drawn never contradict their package."""
        salary = drawn.package.salary
        hours = salary.hours_per_week if salary else None
        assert drawn.terms.hours_per_week in (None, hours) or hours is None
        assert drawn.terms.ends_on is None or drawn.terms.ends_on >= drawn.package.start_on
