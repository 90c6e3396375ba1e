"""Offers of the worked example for pages, with everything internal marked so that it can be searched for."""

from datetime import date

from attrs import evolve

from compkit.documents.page import build_page, page_odds
from compkit.files.pages import page_parts
from compkit.market import Capacity, Contract, RateCard, Scenario, ShareMove, SharePrice, TokenPriceChange, UseModel
from compkit.pay import Approval, Basket, Candidate, CapacitySlice, Employer, FixedQuantity, Offer, Role, TokenAllowance
from compkit.valuation.compare import compare
from compkit.valuation.simulation.dynamics import Cases, Dynamics, ShareMotion, TokenMotion, Triangle
from compkit.valuation.value import value

from ...samples import TODAY, acme, assume, globex, market, price_row, sol, usd

SECRETS = (
    *("37193", "0.3719", "88371", "77131", "0.09173", "23717", "15731", "0.06311", "12917", "17331", "31177"),
    *("SECRET", "Approver", "CC-4711", "acme-factory", "0.07771", "44119", "73113", "61379", "90117"),
)
"""Marked figures and words; each is planted in one internal field, and none of them in anything promised."""

ROLE = Role(title="Staff Engineer", location="Austin", cost_center="CC-4711 SECRET")


def offer(package, name="Acme, Inc.", number="A-1", **changes):
    """An offer of a package."""
    parts = {"offer_number": number, "employer": Employer(name=name), "candidate": Candidate(name="Sam"), "role": ROLE}
    return Offer(package=package, **{**parts, **changes})


def secret_market():
    """Contracts, an own factory and a capacity, all with marked figures."""
    factory = price_row("acme-factory/llama", card=RateCard(fresh_input="0.44119", cache_read="0.73113", output="1"))
    contracts = (
        Contract(provider="openai", discount_rate="0.17331", on=TODAY, source="SECRET contract"),
        Contract(provider="north", locked_on=TODAY, ratchet=True, on=TODAY, source="SECRET lock"),
    )
    capacity = Capacity(name="pool", mtok_a_month="1000", cost_per_mtok=usd("0.07771"), on=TODAY, source="operations")
    north = price_row("north/one", card=RateCard(fresh_input="3", cache_read="0.3", output="9"))
    rows = (sol(), north, evolve(factory, stage="factory"))
    return market(*rows, contracts=contracts, capacities=(capacity,), shares=shares())


def shares():
    """Shares with a marked growth."""
    return tuple(
        SharePrice(symbol=symbol, price=usd(price), on=TODAY, source="Nasdaq", growth_rate="0.12917")
        for symbol, price in (("ACME", 125), ("GLBX", 80))
    )


def secret_assumptions():
    """Every expectation, marked."""
    return assume(
        bonus_payout="0.88371",
        commission_payout="0.77131",
        token_utilisation="0.37193",
        resale_haircut="0.15731",
        discount_rate="0.06311",
        leave_rate="0.09173",
        employer_load="0.23717",
    )


def secret_dynamics():
    """How things move, with marked rates and sources."""
    return Dynamics(
        shares=(ShareMotion(symbol="ACME", volatility="0.4", source="SECRET desk"),),
        tokens=(
            TokenMotion(provider="openai", steps_a_year=1, step_rate="-0.2", step_spread="0.3", source="SECRET desk"),
        ),
        utilisation=Triangle(low="0.1", likely="0.31177", high="0.9"),
        payout=Triangle(low="0.2", likely="0.61379", high="1.4"),
        demand=Cases(points=(("0.90117", "0.5"), ("1.2", "0.5"))),
        source="SECRET study",
    )


def slice_of_pool():
    """A part of a capacity whose own cost is internal."""
    return TokenAllowance(
        name="Pool",
        amount=CapacitySlice(share="0.01", capacity="pool"),
        rule=FixedQuantity(),
        basket=Basket.of("north/one"),
    )


def secret_comparison():
    """Two offers, everything internal marked; scenarios, too."""
    facts, given = secret_market(), secret_assumptions()
    first = acme(tokens=(*acme().tokens, slice_of_pool()))
    return compare(
        {"Acme": value(first, facts, given), "Globex": value(globex(), facts, given)},
        models=["openai/gpt-6-sol", "acme-factory/llama"],
        scenarios=[
            Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),), source="SECRET source"),
            Scenario(name="own SECRET factory", moves=(UseModel(model="acme-factory/llama"),)),
            Scenario(name="shares halve", moves=(ShareMove(rate="-0.5"),)),
        ],
    )


def secret_offers(comparison):
    """The offers, approved by somebody marked."""
    approvals = (Approval(by="Approver SECRET", on=date(2026, 11, 1)),)
    first, second = comparison.names
    return {
        first: offer(comparison.valuations[first].package, approvals=approvals),
        second: offer(comparison.valuations[second].package, "Globex", "G-1", status="as_told", told_on=TODAY),
    }


def secret_page(reader):
    """The page of all that, for a reader."""
    comparison = secret_comparison()
    odds = page_odds(comparison, secret_dynamics(), reader=reader, paths=300, seed=7)
    return build_page(comparison, parts=page_parts(), reader=reader, offers=secret_offers(comparison), odds=odds)
