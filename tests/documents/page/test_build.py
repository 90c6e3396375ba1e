"""The page as a file: nothing in it can inject, load or run, and the same input gives the same bytes."""

import base64
import hashlib
import json
import re

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.documents.page import build_page, page_odds
from compkit.documents.page.build import json_text
from compkit.errors import InvalidValue
from compkit.files.pages import SCRIPTS, page_parts
from compkit.files.templates import templates_folder
from compkit.pay import Candidate, Employer, Role
from compkit.valuation.compare import compare
from compkit.valuation.value import value

from ...samples import acme, assume, globex, market
from .offers import offer, secret_assumptions, secret_dynamics, secret_market, secret_page

MOST_BYTES = 400_000
"""Issue: "The file stays under 400 kB for five offers over four years"."""

NASTY = (
    "</script><script>window.broken=1</script>",
    "<img src=x onerror=window.broken=1>",
    "<!--<script>",
    "line\u2028and\u2029more",
    "\"'`${window.broken=1}{{data}}{{script}}",
    "🚀 Rocket & Söhne",
    "שלום עולם",
    "&lt;b&gt;",
)


def plain():
    """The worked example."""
    return compare({"Acme": value(acme(), market(), assume()), "Globex": value(globex(), market(), assume())})


def named(name):
    """One offer in which every text is a name."""
    package = acme(
        sign_on=(),
        equity=tuple(evolve(grant, name=name) for grant in acme().equity),
        tokens=tuple(evolve(allowance, name=name) for allowance in acme().tokens),
        benefits=tuple(evolve(benefit, name=name) for benefit in acme().benefits),
    )
    comparison = compare({name: value(package, market(), assume())})
    role, employer = Role(title=name, location=name), Employer(name=name)
    made = offer(package, role=role, employer=employer, candidate=Candidate(name=name), offer_number=name)
    return comparison, {name: made}


def data_of(page):
    """The data of a page, as its own script reads it."""
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def opened(browser, page, tmp_path):
    """A page opened from a file, with all that it printed, asked for and broke."""
    path = tmp_path / "offers.html"
    path.write_text(page, encoding="utf-8")
    view, events = browser.new_page(), []
    view.on("console", lambda message: events.append(message.text))
    view.on("pageerror", lambda error: events.append(str(error)))
    view.on("request", lambda request: events.append(request.url))
    view.on("dialog", lambda dialog: events.append(dialog.message))
    view.goto(path.as_uri())
    assert events[0] == path.as_uri()  # the file itself
    return view, events[1:]


class TestInjection:
    """Issue: "Names and text from offers can't inject anything"."""

    @pytest.mark.parametrize("name", NASTY)
    def test_text_stays_text(self, name):
        """A name stands in the data as it is, and the file has the tags of its frame, no more."""
        comparison, offers = named(name)
        page = build_page(comparison, parts=page_parts(), offers=offers)
        assert data_of(page)["offers"][0]["name"] == name
        assert data_of(page)["offers"][0]["employer"] == name
        clean = build_page(plain(), parts=page_parts())
        for tag in ("<script", "</script", "<img", "<!--", "<b"):
            assert page.count(tag) == clean.count(tag)
        written = page.partition('id="data">')[2].partition("</script>")[0]
        assert not set(written) & {"\u2028", "\u2029"}

    @pytest.mark.parametrize("name", NASTY)
    def test_in_a_browser(self, browser, name, tmp_path):
        """A browser runs none of it, and shows the name."""
        comparison, offers = named(name)
        view, events = opened(browser, build_page(comparison, parts=page_parts(), offers=offers), tmp_path)
        assert view.evaluate("window.broken") is None
        assert not events
        shown = view.inner_text("body")
        assert all(word in shown for word in name.split())
        view.close()

    @given(st.text())
    def test_json(self, text):
        """Any text survives, without a character that ends a tag or a line."""
        written = json_text({"text": text})
        assert json.loads(written) == {"text": text}
        assert not set(written) & set("<>&\u2028\u2029")

    def test_template_that_ends_its_tag(self):
        """A template that would end its own tag is refused."""
        with pytest.raises(InvalidValue, match="end the tag"):
            build_page(plain(), parts=evolve(page_parts(), drawing=('const a = "</script>";',)))


class TestParts:
    """The templates: scripts by noun, inlined in a stated order."""

    def test_all_inlined(self):
        """Every script of the folder is in some page, once; the frame and the style stand beside them."""
        folder = templates_folder() / "pages"
        named = [f"{kind}/{name}.js" for kind, names in SCRIPTS.items() for name in names]
        found = [path.relative_to(folder).as_posix() for path in folder.rglob("*.*")]
        assert sorted(found) == sorted([*named, "offers.css", "offers.html"])

    def test_lean(self):
        """Lines of comment and indentation stay behind; what stands within a line is kept."""
        text = "/* About\n it. */\n\nconst one = 1; // kept\n  /** Says. */\n  // gone\n  const two = '/* kept */';\n"
        parts = evolve(page_parts(), drawing=(text,))
        (script,) = re.findall(r"<script>(.*?)</script>", build_page(plain(), parts=parts), re.DOTALL)
        assert script.endswith("const one = 1; // kept\nconst two = '/* kept */';\n")

    def test_one_line_texts(self):
        """No text of a script spans lines: else taking indentation away would change it."""
        for script in (*page_parts().engine, *page_parts().drawing, *page_parts().spending):
            assert not [line for line in script.splitlines() if line.count("`") % 2]

    def test_code_size(self):
        """Style and script of a candidate's page stay below 120,000 bytes: most of the 400 kB is for offers."""
        page = build_page(plain(), parts=page_parts())
        code = "".join(re.findall(r"<(?:style|script)>(.*?)</", page, re.DOTALL))
        assert 50_000 < len(code.encode()) < 120_000


class TestPolicy:
    """Issue: "no network ... strict content policy"."""

    def test_hashes(self):
        """The policy allows the one script and the one style by their hashes, and nothing else."""
        page = build_page(plain(), parts=page_parts())
        (said,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        said = said.replace("&#x27;", "'")
        assert said.startswith("default-src 'none'; ")
        for tag in ("script", "style"):
            (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            mark = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{mark}'" in said

    def test_nothing_from_elsewhere(self):
        """No address, no style attribute, no handler: nothing that the policy would have to stop."""
        page = build_page(plain(), parts=page_parts())
        frame = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
        assert not re.search(r"\s(src|href)=\"(?!#)", frame)
        assert not re.search(r"\s(style|on\w+)=", frame)
        assert not re.search(r"https?://(?!www\.w3\.org/)", page)

    def test_quiet(self, browser, tmp_path):
        """In a browser it prints no error and asks for nothing but itself."""
        for reader in ("candidate", "employer"):
            view, events = opened(browser, secret_page(reader), tmp_path)
            assert not events
            view.close()


class TestBytes:
    """What is written."""

    def test_repeats(self):
        """The same input gives the same text."""
        assert secret_page("employer") == secret_page("employer")

    @pytest.mark.parametrize("reader", ["candidate", "employer"])
    def test_size(self, reader):
        """Five offers over four years stay below 400 kB, with odds of every pair and weekly tokens."""
        assert len(five(reader).encode()) < MOST_BYTES

    @given(testing.offers(as_told=False), st.data())
    def test_any_offer(self, made, data):
        """Any offer has a page, for both readers."""
        facts = data.draw(testing.markets(made.package))
        given_ = data.draw(testing.assumptions(facts.as_of))
        comparison = compare({"One": value(made.package, facts, given_)})
        for reader in ("candidate", "employer"):
            page = build_page(comparison, parts=page_parts(), reader=reader, offers={"One": made})
            assert data_of(page)["offers"][0]["employer"] == made.employer.name


def five(reader):
    """A page of five offers, with odds."""
    facts, given_ = secret_market(), secret_assumptions()
    both = [acme(), globex(unknown=set())]
    weekly = [evolve(one, tokens=tuple(evolve(each, release="weekly") for each in one.tokens)) for one in both]
    valuations = {f"Employer {n}": value(weekly[n % 2], facts, given_) for n in range(5)}
    comparison = compare(valuations, models=["openai/gpt-6-sol", "north/one"])
    odds = page_odds(comparison, secret_dynamics(), reader=reader, paths=300, seed=1)
    return build_page(comparison, parts=page_parts(), reader=reader, odds=odds)
