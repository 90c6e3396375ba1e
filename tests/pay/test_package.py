"""Package and entitlements: everything promised, as dated rows; and the offer around it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.dates import add_months
from compkit.errors import InvalidValue
from compkit.pay import (
    COMPONENTS,
    Accrual,
    BaseSalary,
    Candidate,
    Cash,
    Commission,
    DayClock,
    Employer,
    Entitlement,
    Offer,
    Package,
    Role,
    SignOnBonus,
    TargetBonus,
    entitlements,
)
from compkit.pay.units import decimals

from ..samples import START, TODAY, acme, globex, usd


class TestPackage:
    """A package promises something, and what depends on a salary has one."""

    def test_empty(self):
        """Nothing is no package; one that is all unknown neither."""
        for unknown in ((), ("salary",)):
            with pytest.raises(InvalidValue, match="promises nothing"):
                Package(start_on=START, currency="USD", unknown=unknown)

    @pytest.mark.parametrize(
        "parts", [{"bonus": (TargetBonus(rate="0.1"),)}, {"commission": Commission(target=usd(1))}]
    )
    def test_needs_a_salary(self, parts):
        """A bonus and a commission are earned as the salary is."""
        with pytest.raises(InvalidValue, match=r"Package\.salary"):
            Package(start_on=START, currency="USD", **parts)

    def test_unknown_parts(self):
        """A part is given or unknown, never both, and has a known name."""
        assert globex().unknown_components == {"benefits"}
        with pytest.raises(InvalidValue, match="both given and unknown"):
            acme(unknown={"salary"})
        with pytest.raises(InvalidValue, match="must be one of"):
            acme(unknown={"parking"})

    def test_tokens_start_with_the_package(self):
        """An allowance starts on the first day of work or later; one before it is named, with its day."""
        for days, refused in ((-1, True), (0, False), (30, False)):
            allowance = evolve(acme().tokens[0], starts_on=START + timedelta(days=days))
            if refused:
                with pytest.raises(InvalidValue, match=r"AI token allowance must .* 2027-01-11, got 2027-01-10"):
                    acme(tokens=(allowance,))
            else:
                assert acme(tokens=(allowance,)).tokens == (allowance,)

    def test_currency(self):
        """Its currency is one."""
        with pytest.raises(InvalidValue, match="ISO 4217"):
            Package(start_on=START, currency="Dollar", salary=BaseSalary(amount=usd(1)))


class TestEntitlements:
    """Rows in order of delivery, cut by what is earned."""

    def test_until_is_after_the_start(self):
        """A horizon of nothing is refused."""
        with pytest.raises(InvalidValue, match="after the package starts"):
            entitlements(acme(), until=START)

    @given(testing.packages(), st.integers(1, 1500))
    def test_rows(self, package, days):
        """Rows are in order of delivery, hold something, end by the horizon, and are whole smallest units."""
        until = package.start_on + timedelta(days=days)
        found = entitlements(package, until=until)
        assert [row.on for row in found] == sorted(row.on for row in found)
        for row in found:
            assert row.component in COMPONENTS
            assert row.quantity > 0
            assert row.earned[0] < row.earned[1] <= until
            assert row.quantity.scaleb(decimals(row.unit)) % 1 == 0

    @given(testing.packages(), st.integers(1, 900), st.integers(1, 600))
    def test_a_longer_horizon_only_adds(self, package, days, more):
        """What is earned by a day does not depend on how far one looks."""
        first = package.start_on + timedelta(days=days)
        near, far = (entitlements(package, until=first + timedelta(days=n)) for n in (0, more))

        def earned(found):
            totals = {}
            for row in found:
                if (part := row.during(date.min, first)) is not None:
                    key = (row.component, row.name, row.unit)
                    totals[key] = totals.get(key, 0) + part.quantity
            return {key: amount for key, amount in totals.items() if amount}

        assert earned(far) == earned(near)

    def test_nothing_is_remembered_across_packages(self):
        """Same input, same output, whatever was expanded before: 1 after 1.00 is written as 2 before 2.00."""

        def expand(amount):
            paid = SignOnBonus(amount=usd(amount), paid_on=START)
            (row,) = entitlements(Package(start_on=START, currency="USD", sign_on=(paid,)), until=date(2028, 1, 1))
            return row.quantity.as_tuple().exponent

        cents_first, whole_second = expand("1.00"), expand("1")
        whole_first, cents_second = expand("2"), expand("2.00")
        assert (cents_first, whole_first) == (cents_second, whole_second)


class TestEntitlement:
    """What is earned by a day is rounded half up; every split is a difference of that one function."""

    def _row(self, **changes):
        parts = {
            "component": "retention",
            "name": "x",
            "on": date(2027, 12, 31),
            "earned": (date(2027, 1, 1), date(2027, 1, 4)),
            "quantity": Decimal("0.05"),
            "unit": Cash("USD"),
        }
        return Entitlement(**{**parts, **changes})

    def test_evenly_by_days(self):
        """5 cents over three days are 1.67, 3.33, 5 cents: 2, 3, 5 in whole cents."""
        days = [date(2027, 1, day) for day in (1, 2, 3, 4, 5)]
        assert [self._row().quantity_by(day) for day in days] == [Decimal(n) / 100 for n in (0, 2, 3, 5, 5)]

    def test_by_its_accrual(self):
        """Where it has one, the accrual says how it is earned."""
        first_two = DayClock(date(2027, 1, 1), date(2027, 1, 3))
        row = self._row(quantity=Decimal("0.04"), accrual=Accrual(first_two, Fraction(2)))
        assert [row.quantity_by(date(2027, 1, day)) for day in (2, 3, 4)] == [
            Decimal("0.02"),
            Decimal("0.04"),
            Decimal("0.04"),
        ]

    def test_parts_add_up(self):
        """Cut anywhere, the parts are the whole."""
        cut = date(2027, 1, 2)
        parts = [self._row().during(*period) for period in ((date.min, cut), (cut, date.max))]
        assert sum(part.quantity for part in parts) == Decimal("0.05")
        assert self._row().during(date(2027, 1, 4), date.max) is None

    def test_runs_forward(self):
        """Earned before it begins is refused."""
        with pytest.raises(InvalidValue, match="forward"):
            self._row(earned=(date(2027, 1, 4), date(2027, 1, 4)))


class TestOffer:
    """Package plus the people and dates around it."""

    def _offer(self, **changes):
        parts = {
            "offer_number": "A-1",
            "package": acme(),
            "employer": Employer(name="Acme"),
            "candidate": Candidate(name="Sam O'Neil 🚀"),
            "role": Role(title="Engineer"),
        }
        return Offer(**{**parts, **changes})

    def test_as_told(self):
        """Only an offer as told has a day on which it was told, and unknown parts."""
        assert self._offer(package=globex(), status="as_told", told_on=TODAY).is_told
        assert not self._offer().is_told
        with pytest.raises(InvalidValue, match="may be unknown only"):
            self._offer(package=globex())
        for fields in ({"status": "as_told"}, {"told_on": TODAY}):
            with pytest.raises(InvalidValue, match="told_on"):
                self._offer(**fields)

    def test_expires_after_issue(self):
        """An offer does not expire before it is issued."""
        with pytest.raises(InvalidValue, match="before it is issued"):
            self._offer(issued_on=TODAY, expires_on=TODAY - timedelta(days=1))

    @pytest.mark.parametrize("name", ["", "Sam\x1b[31m", "\u202eSam", " Sam"])
    def test_names_are_clean(self, name):
        """Control characters and blanks are refused in names and offer numbers."""
        with pytest.raises(InvalidValue):
            Candidate(name=name)
        with pytest.raises(InvalidValue):
            self._offer(offer_number=name)

    @given(testing.offers())
    def test_any_offer(self, offer):
        """The public strategy gives offers that expand."""
        assert offer.is_told or not offer.package.unknown
        assert entitlements(offer.package, until=add_months(offer.package.start_on, 600))
