"""The amendment of a token allowance: before, after, notice kept, and figures under each rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import assume as suppose, given, strategies as st

from compkit import testing
from compkit.documents.amendment import (
    AmendmentTerms,
    build_amendment,
    build_amendment_context,
    build_amendment_markdown,
)
from compkit.errors import InvalidValue
from compkit.money import add_up
from compkit.pay import (
    AS_LONG_AS_EMPLOYED,
    Basket,
    Collar,
    FixedQuantity,
    MoneyPer,
    PriceBasis,
    ShareOfBase,
    TokenAllowance,
    TokensPer,
)
from compkit.pay.package import entitlements
from compkit.pay.terms import EmploymentTerms, TokenTerms
from compkit.valuation.amended import Amendment, at_price, earliest_change

from ..samples import START, acme, market, usd
from .papers import GB, GERMAN, GOLDEN, MARKDOWN, US, WORD, hostile_offer, offer, plain, told, word_text, words

TODAY = date(2027, 12, 1)
MARKET = evolve(market(), as_of=TODAY)
OLD = TokenAllowance(
    amount=TokensPer(mtok="240000"),
    rule=FixedQuantity(),
    basket=Basket.of("openai/gpt-6-sol"),
    guaranteed_until=date(2028, 1, 10),
    notice_days=60,
)
NEW = evolve(
    OLD,
    amount=MoneyPer(money=usd(10_000), per="month"),
    rule=Collar(down_rate="0.2", up_rate="0.2"),
    basis=PriceBasis(per_mtok=usd("0.5"), on=TODAY, source="price list"),
)


def having(*tokens, **changes):
    """The sample offer with other allowances."""
    return offer(acme(tokens=tokens), **changes)


def context(old=None, new=None, **options):
    """What the amendment of the sample says."""
    rules = options.pop("rules", US)
    return build_amendment_context(
        old or having(OLD), new or having(NEW), MARKET, AmendmentTerms(**options), rules=rules
    )


def letter(old=None, new=None, **options) -> str:
    """The amendment of the sample in Markdown."""
    said = {"template": MARKDOWN("amendment"), "rules": options.pop("rules", US)}
    return build_amendment_markdown(old or having(OLD), new or having(NEW), MARKET, AmendmentTerms(**options), **said)


class TestFigures:
    """A quantity of 240 bn becomes USD 120,000 at 0.5, collared by 20 %."""

    def test_golden(self):
        """The whole text of the sample, as kept."""
        assert letter() == (GOLDEN / "amendment.md").read_text(encoding="utf-8")

    def test_example(self):
        """At 0.5 it is 120,000 for 240,000 M; at 0.3 the floor of 0.4 holds: 96,000; at 0.65 the cap 0.6: 144,000."""
        (allowance,) = context()["allowances"]
        before, after = allowance["examples"]
        assert [row["money"] for row in before["rows"]] == ["USD 72,000", "USD 120,000", "USD 156,000"]
        assert [row["money"] for row in after["rows"]] == ["USD 96,000", "USD 120,000", "USD 144,000"]
        assert [row["price"] for row in after["rows"]] == ["USD 0.3", "USD 0.5", "USD 0.65"]

    def test_less_money(self):
        """Half of base becomes 40 %: 25,000 a year less, 20 %."""
        money = acme().tokens[0]
        fewer = evolve(money, amount=ShareOfBase(rate="0.4"))
        (allowance,) = context(having(money), having(fewer))["allowances"]
        assert allowance["difference"] == "That is USD 25,000 a year less, 20%."

    @given(st.data())
    def test_year_is_the_promise(self, data):
        """What is granted in the year of the change is the old promise up to the day and the new one after it."""
        old = data.draw(testing.token_allowances(start_on=START, indexed=False))
        new = evolve(data.draw(testing.token_allowances(start_on=START, indexed=False)), name=old.name)
        suppose(old != new)
        on = data.draw(testing.dates(date(2027, 1, 12), date(2032, 12, 31)))
        one, other = acme(tokens=(old,)), acme(tokens=(new,))
        found = Amendment(old=one, new=other, notice_on=TODAY, agreed=True, effective_on=on)
        begin, end = found.year
        for package, start, until in ((one, begin, on), (other, on, end)):
            rows = [row.during(start, until) for row in entitlements(package, until=end) if row.component == "tokens"]
            said = [parts for first, _, parts in found.granted(old.name) if first == start and start < until]
            exact = add_up(row.quantity for row in rows if row is not None)
            assert add_up(quantity for parts in said for quantity in parts.values()) == exact

    @given(st.data())
    def test_any_allowance(self, data):
        """Any change by agreement gives a letter without a hole."""
        old = data.draw(testing.token_allowances(start_on=START))
        new = evolve(data.draw(testing.token_allowances(start_on=START)), name=old.name)
        suppose(old != new)
        one, other = having(old), having(new)
        place = data.draw(testing.markets(acme(tokens=(old, evolve(new, name=f"{new.name} 2"))), as_of=TODAY))
        on = data.draw(testing.dates(date(2027, 1, 12), date(2032, 12, 31)))
        terms, said = AmendmentTerms(effective_on=on, agreed=True), {"rules": US, "template": MARKDOWN("amendment")}
        told(build_amendment_markdown(one, other, place, terms, **said), other)


def logging(usage_logs, **more):
    """The sample offer with terms beside its allowance."""
    said = TokenTerms(outputs="company", usage_logs=usage_logs, logs_months=12, **more)
    return having(OLD, terms=EmploymentTerms(tokens=said))


class TestStanding:
    """What an allowance is in law: outputs, usage logs, wording and tax."""

    def test_logs_alone(self):
        """Where only the logs change, the letter says that, with notice, and needs no example in figures."""
        said = context(logging("totals"), logging("content"))
        (allowance,) = said["allowances"]
        (row,) = allowance["changes"]
        assert row["name"] == "Usage logs"
        assert "how many tokens you use" in row["before"] and "with their text" in row["after"]
        assert allowance["examples"] == [] and allowance["difference"] == ""
        assert said["effective_on"] == "January 30, 2028"

    def test_logs_need_notice(self):
        """They are terms of the allowance: the guarantee holds for them too."""
        with pytest.raises(InvalidValue, match="cannot be changed before 2028-01-30"):
            context(logging("totals"), logging("content"), effective_on=date(2028, 1, 2))

    def test_wording(self):
        """From compensation to a tool budget, in the words of the place."""
        (allowance,) = context(logging("totals"), logging("totals", wording="tool budget"))["allowances"]
        words_of = US.jurisdiction.tokens
        assert allowance["changes"] == [
            {"name": "What it is", "before": words_of.compensation, "after": words_of.tool_budget}
        ]

    def test_usual_wording(self):
        """To state the wording that holds anyway changes nothing."""
        with pytest.raises(InvalidValue, match="do not change"):
            context(logging("totals"), logging("totals", wording="compensation"))

    def test_use(self):
        """Another use is another tax treatment."""
        (allowance,) = context(having(OLD), having(evolve(OLD, use="personal", personal_share="0.1")))["allowances"]
        names = [row["name"] for row in allowance["changes"]]
        assert "Use" in names and "Tax" in names

    def test_place(self):
        """The note says what tokens are where the work is done."""
        assert context(rules=US)["notes"][-1] == US.jurisdiction.tokens.compensation
        assert context(rules=GB)["notes"][-1] == GB.jurisdiction.tokens.tool_budget

    def test_figures_of_a_locale(self):
        """Prices and days as Germans write them."""
        said = context(rules=GERMAN)
        assert said["effective_on"] == "30. Januar 2028"
        assert said["allowances"][0]["examples"][1]["rows"][1]["money"] == "120.000\xa0USD"

    @pytest.mark.parametrize(
        "changes",
        [
            {"role": evolve(offer(acme()).role, title="Principal Engineer")},
            {"terms": EmploymentTerms(holiday_days=20)},
        ],
    )
    def test_nothing_hidden(self, changes):
        """All other terms stay as they are: a letter that would not say a change is refused."""
        with pytest.raises(InvalidValue, match="this paper does not say it"):
            context(new=having(NEW, **changes))


class TestNotice:
    """No change before the guarantee ends or the notice runs out, unless the employee agrees."""

    def test_earliest(self):
        """Guaranteed until 2028-01-10; 60 days from 2027-12-01 end on 2028-01-30: the later holds."""
        assert earliest_change(OLD, acme(), TODAY) == date(2028, 1, 30)
        assert earliest_change(OLD, acme(), date(2027, 2, 1)) == date(2028, 1, 11)
        assert earliest_change(evolve(OLD, guaranteed_until=AS_LONG_AS_EMPLOYED), acme(), TODAY) == date.max

    def test_default_is_the_earliest(self):
        """Without a day, the first on which it may change."""
        assert context()["effective_on"] == "January 30, 2028"

    @pytest.mark.parametrize("early", [date(2028, 1, 10), date(2028, 1, 29)])
    def test_too_early(self, early):
        """The way out names the day and the agreement."""
        with pytest.raises(InvalidValue, match=r"until 2028-01-10.*--effective 2028-01-30 or later.*--agreed"):
            context(effective_on=early)
        assert context(effective_on=early, agreed=True)["acceptance"].startswith("This change needs your agreement.")

    def test_for_ever(self):
        """What is guaranteed as long as employed changes by agreement only."""
        forever = having(evolve(OLD, guaranteed_until=AS_LONG_AS_EMPLOYED))
        for options in ({}, {"effective_on": date(2040, 1, 1)}):
            with pytest.raises(InvalidValue, match=r"guaranteed as long as the employee is employed.*--agreed"):
                context(forever, **options)
        assert context(forever, effective_on=date(2028, 1, 1), agreed=True)

    @given(st.data())
    def test_never_within_a_guarantee(self, data):
        """For any terms, no amendment by notice is before the guarantee's end or the notice's."""
        old = evolve(OLD, guaranteed_until=data.draw(testing.dates(START)), notice_days=data.draw(st.integers(0, 400)))
        on = TODAY + timedelta(days=data.draw(st.integers(0, 2000)))
        safe = max(old.guaranteed_until, TODAY + timedelta(days=old.notice_days - 1))
        if on > safe:
            Amendment(old=acme(tokens=(old,)), new=acme(tokens=(NEW,)), notice_on=TODAY, effective_on=on)
            return
        with pytest.raises(InvalidValue, match="cannot be changed before"):
            Amendment(old=acme(tokens=(old,)), new=acme(tokens=(NEW,)), notice_on=TODAY, effective_on=on)


class TestRefused:
    """Nothing but tokens changes, and something does."""

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"package": acme(tokens=(OLD,))}, "do not change"),
            ({"package": acme(tokens=(NEW,), sign_on=())}, "sign_on.*take it from the old offer"),
            ({"package": acme(tokens=(evolve(NEW, name="Other"),))}, "must be the allowances of the old offer"),
            ({"package": acme(tokens=())}, "must be the allowances of the old offer"),
            ({"candidate": evolve(offer(acme()).candidate, name="Robin Other")}, "candidate"),
        ],
    )
    def test_offers(self, changes, rule):
        """Each is named, with the way out."""
        with pytest.raises(InvalidValue, match=rule):
            context(new=evolve(having(NEW), **changes))


class TestSameWords:
    """Word and Markdown say the same."""

    @pytest.mark.parametrize("agreed", [False, True])
    def test_every_text(self, agreed):
        """Every text of the context, names typed by enemies included."""
        hostile = hostile_offer(tokens=(OLD,))
        pairs = [
            (having(OLD), having(NEW)),
            (hostile, evolve(hostile, package=evolve(hostile.package, tokens=(NEW,)))),
        ]
        for old, new in pairs:
            said = words(context(old, new, agreed=agreed))
            word = word_text(
                build_amendment(old, new, MARKET, AmendmentTerms(agreed=agreed), rules=US, template=WORD("amendment"))
            )
            assert [line for line in said if line not in word] == []
            assert [line for line in said if line not in plain(letter(old, new, agreed=agreed))] == []


class TestAtPrice:
    """A year of an allowance at a price."""

    def test_by_hand(self):
        """240,000 M at 0.25 cost 60,000; at 0 they are without limit and free."""
        assert at_price(OLD, acme().pay_base, usd("0.25")) == (usd(60_000), Decimal(240_000))
        money, mtok = at_price(OLD, acme().pay_base, usd(0))
        assert (money, mtok) == (usd(0), None)
