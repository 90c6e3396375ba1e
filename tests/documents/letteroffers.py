"""Complete offers under every jurisdiction that comes with compkit, and facts to value them; all names are invented."""

from datetime import date
from typing import Any

from attrs import evolve

from compkit.documents.agreement import build_agreement_context
from compkit.documents.jurisdictioncheck import separate_documents
from compkit.documents.letter import LetterRules, build_letter_context
from compkit.files.jurisdictions import offer_jurisdiction
from compkit.files.letterpress import PressedLetter, open_press
from compkit.market import ExchangeRate, Market, PriceBook, RateCard, SharePrice, TokenPrice
from compkit.money import Money
from compkit.pay import (
    AS_LONG_AS_EMPLOYED,
    BaseSalary,
    Basket,
    Benefit,
    Candidate,
    Commission,
    Employer,
    EmployerMatch,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Offer,
    Package,
    Raise,
    Relocation,
    RestrictedStock,
    RetentionBonus,
    Role,
    ShareOfBase,
    SignOnBonus,
    StockOptions,
    TargetBonus,
    TokenAllowance,
    TokensPer,
    Vesting,
)
from compkit.pay.terms import EmploymentTerms, EquityTerms, TokenTerms
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import Valuation, value

TODAY = date(2026, 11, 20)
START = date(2027, 1, 11)
SOL = "openai/gpt-6-sol"


def money(amount: object, currency: str) -> Money:
    """An amount in a currency."""
    return Money(str(amount), currency)


def market(currency: str, **changes: Any) -> Market:
    """Prices of a model, of two shares and of dollars, in the currency of an offer."""
    card = RateCard(fresh_input="2", cache_read="0.2", output="10")
    row = TokenPrice(model=SOL, card=card, from_on=date(2026, 1, 1), source="price list", checked_on=date(2026, 11, 19))
    parts: dict[str, Any] = {
        "as_of": TODAY,
        "book": PriceBook((row,)),
        "shares": (
            SharePrice(symbol="NRDL", price=money(50, currency), on=TODAY, source="closing price"),
            SharePrice(symbol="FIRM", price=money("4.10", currency), on=date(2026, 9, 30), source="valuation"),
        ),
        "rates": tuple(
            ExchangeRate(base="USD", quote=quote, rate=rate, on=TODAY, source="central bank")
            for quote, rate in (("EUR", "0.86"), ("GBP", "0.76"))
        ),
    }
    return Market(**{**parts, **changes})


def valued(made: Offer, **changes: Any) -> Valuation:
    """An offer's package, over four years."""
    return value(made.package, market(made.package.currency), Assumptions(as_of=TODAY, **changes))


def stock(units: int = 3200) -> RestrictedStock:
    """Shares over four years."""
    return RestrictedStock(
        symbol="NRDL", units=units, vesting_start_on=START, vesting=Vesting.parse("4y/1y-cliff/quarterly")
    )


def options(currency: str, kind: Any) -> StockOptions:
    """Options over four years."""
    return StockOptions(
        symbol="FIRM",
        units=40_000,
        strike=money("4.10", currency),
        kind=kind,
        vesting_start_on=START,
        vesting=Vesting.parse("4y/1y-cliff/monthly"),
        expires_on=date(2036, 11, 19),
    )


def half_of_base(**changes: Any) -> TokenAllowance:
    """Half of base in tokens of one model."""
    given: dict[str, Any] = {
        "amount": ShareOfBase(rate="0.5"),
        "rule": FixedMoney(),
        "basket": Basket.of(SOL),
        "release": "monthly",
        "rollover_months": 3,
        "guaranteed_until": date(2028, 1, 10),
        "notice_days": 60,
    }
    return TokenAllowance(**{**given, **changes})


def by_quantity(**changes: Any) -> TokenAllowance:
    """20 bn tokens a month of one model."""
    given: dict[str, Any] = {
        "name": "Agent tokens",
        "amount": TokensPer(mtok="20000", per="month"),
        "rule": FixedQuantity(),
        "basket": Basket.of(SOL),
        "release": "monthly",
        "guaranteed_until": AS_LONG_AS_EMPLOYED,
    }
    return TokenAllowance(**{**given, **changes})


EQUITY = EquityTerms(plan="2024 Equity Incentive Plan", approved_on=date(2026, 11, 18))
OPTIONS = evolve(
    EQUITY,
    exercise_window="90 days",
    strike_basis="fair market value on 18 November 2026 by an independent valuation",
    fully_diluted=60_000_000,
    fully_diluted_on=date(2026, 11, 18),
)
TOKENS = TokenTerms(outputs="company", usage_logs="totals", logs_months=12)
EUROPE: dict[str, Any] = {
    "hours_per_week": "40",
    "working_days": "Monday to Friday, with breaks and rest as the law says",
    "hours_may_vary": "none",
    "overtime_pay": "none",
    "other_places": "none",
    "work_abroad": "none",
    "probation_months": 6,
    "probation_terms": "Notice in it is two weeks on either side.",
    "notice_from_employer": "3 months",
    "notice_from_employee": "3 months",
    "ending_procedure": "Notice is given in writing.",
    "holiday_days": "30",
    "holiday_rules": "The leave year runs from 1 January.",
    "other_paid_leave": "none",
    "sick_pay": "none",
    "pension": "none",
    "social_security": "Contributions go to the national social security office.",
    "training": "none",
    "required_training": "none",
    "collective_agreement": "none",
    "payday": "the last working day of the month",
    "payment_method": "bank transfer",
    "discipline": "The rules and the procedure are in the handbook.",
    "grievance": "Write to the People Director.",
    "equity": EQUITY,
    "tokens": TOKENS,
}


def offer(number: str, place: str, package: Package, terms: EmploymentTerms, **role: Any) -> Offer:
    """An issued offer of Noordelijk Robotics."""
    return Offer(
        offer_number=number,
        status="issued",
        employer=Employer(
            name="Noordelijk Robotics", address=f"500 Example Way\n{place}", signed_by="Pat Sample, VP People"
        ),
        candidate=Candidate(name="Sam Sample", address="12 Test Street"),
        role=Role(**{"title": "Staff Engineer", "level": "L6", "manager": "Lee Sample", "location": place} | role),
        issued_on=TODAY,
        expires_on=date(2026, 12, 4),
        package=package,
        terms=terms,
    )


def package(currency: str, **parts: Any) -> Package:
    """Salary, bonus, sign-on, stock, tokens and benefits in a currency."""
    given: dict[str, Any] = {
        "salary": BaseSalary(amount=money(200_000, currency), paid="monthly"),
        "bonus": (TargetBonus(rate="0.15"),),
        "sign_on": (SignOnBonus(amount=money(40_000, currency), paid_on=date(2027, 1, 29), clawback_months=12),),
        "equity": (stock(),),
        "tokens": (half_of_base(),),
        "benefits": (Benefit(name="Health insurance", cost=money(9600, currency), value=money(9600, currency)),),
    }
    return Package(start_on=START, currency=currency, **{**given, **parts})


def _american(**terms: Any) -> EmploymentTerms:
    return EmploymentTerms(**{"equity": EQUITY, "tokens": TOKENS, "holiday_days": "20"} | terms)


def _austin() -> Offer:
    paid = package(
        "USD",
        salary=BaseSalary(
            amount=money(200_000, "USD"), paid="semimonthly", raises=(Raise(on=date(2028, 1, 11), rate="0.03"),)
        ),
        relocation=(Relocation(amount=money(8000, "USD"), paid_on=date(2027, 2, 15), clawback_months=24),),
        retention=(RetentionBonus(amount=money(20_000, "USD"), paid_on=date(2029, 1, 31)),),
        benefits=(EmployerMatch(name="401(k) match", rate="0.5", cap_rate="0.06"),),
    )
    depends = ("You sign the confidentiality agreement.", "A background check is completed.")
    return offer("NRDL-TX-1", "Austin, TX", paid, _american(conditions=depends), overtime="exempt")


def _california() -> Offer:
    parts = (
        SignOnBonus(amount=money(30_000, "USD"), paid_on=date(2027, 1, 29), clawback_months=12),
        SignOnBonus(amount=money(10_000, "USD"), paid_on=date(2028, 1, 31)),
    )
    paid = package("USD", sign_on=parts, equity=(options("USD", "ISO"),), tokens=(by_quantity(use="incidental"),))
    terms = _american(equity=OPTIONS, tokens=evolve(TOKENS, outputs="by use"))
    return offer("NRDL-CA-1", "San Francisco, CA", paid, terms, overtime="exempt")


def _new_york() -> Offer:
    paid = package(
        "USD",
        bonus=(),
        commission=Commission(target=money(60_000, "USD"), quota=money(1_200_000, "USD"), paid="quarterly"),
        salary=BaseSalary(amount=money(200_000, "USD"), paid="semimonthly"),
        tokens=(half_of_base(use="personal", personal_share="0.1"),),
    )
    terms = _american(payday="the 15th and the last day of the month", employer_phone="+1 212 555 0100")
    return offer("NRDL-NY-1", "New York, NY", paid, terms, overtime="exempt", title="Account Executive")


def _not_competing(number: str, place: str) -> Offer:
    terms = _american(noncompete_months=12, noncompete_agreement="section 4 of the Confidentiality Agreement")
    return offer(number, place, package("USD"), terms, overtime="exempt")


def _london() -> Offer:
    paid = package("GBP", equity=(options("GBP", "EMI"),), tokens=(by_quantity(),))
    pension = "You are enrolled in the Example Pension, which Example Pensions Ltd provides."
    british = {"hours_per_week": "37.5", "working_days": "Monday to Friday, 9:00 to 17:30", "holiday_days": "33"}
    terms = EmploymentTerms(
        **EUROPE
        | british
        | {"continuous_from": START, "pension": pension, "sick_pay": "Statutory sick pay is paid.", "equity": OPTIONS}
    )
    return offer("NRDL-GB-1", "London", paid, terms)


def _continental(number: str, place: str, **terms: Any) -> Offer:
    tokens = half_of_base(amount=MoneyPer(money=money(1500, "EUR"), per="month"), basket=None)
    return offer(number, place, package("EUR", tokens=(tokens,)), EmploymentTerms(**EUROPE | terms))


COMPLETE: dict[str, Offer] = {
    "us": _austin(),
    "us-ca": _california(),
    "us-ny": _new_york(),
    "us-co": _not_competing("NRDL-CO-1", "Denver, CO"),
    "us-wa": _not_competing("NRDL-WA-1", "Seattle, WA"),
    "gb": _london(),
    "eu": _continental("NRDL-FR-1", "Paris"),
    "eu-de": _continental(
        "NRDL-DE-1",
        "Berlin",
        ending_procedure="Notice needs written form; a claim against a dismissal must be brought within three weeks.",
    ),
}
"""By the id of the jurisdiction."""


def rules(made: Offer, locale: str = "") -> LetterRules:
    """The rules of an offer's place."""
    return LetterRules(jurisdiction=offer_jurisdiction(made), locale=locale)


def contexts(made: Offer, locale: str = "") -> dict[str, dict[str, Any]]:
    """What the letter and each document beside it say, by their ids."""
    given = rules(made, locale)
    apart = {
        one.id: build_agreement_context(made, one, rules=given) for one in separate_documents(made, given.jurisdiction)
    }
    return {"letter": build_letter_context(made, valued(made), rules=given), **apart}


def pressed(made: Offer, form: str, locale: str = "", valuation: Valuation | None = None) -> PressedLetter:
    """The letter and what is signed apart, in one form."""
    return open_press(form, locale=locale).build(made, valuation or valued(made))


def documents(made: Offer, form: str, locale: str = "", valuation: Valuation | None = None) -> dict[str, bytes]:
    """The same, by their ids."""
    found = pressed(made, form, locale, valuation)
    return {"letter": found.letter, **found.apart}
