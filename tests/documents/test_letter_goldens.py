"""The letters of every jurisdiction as a candidate reads them, whole, with what is signed apart.

After a change that is meant: ``python -m tests.documents.test_letter_goldens`` writes them anew; read the difference.
"""

import re
from itertools import combinations

import pytest

from compkit.files.jurisdictions import jurisdictions, offer_jurisdiction

from .letteroffers import COMPLETE, contexts, documents
from .papers import GOLDEN

FOLDER = GOLDEN / "letters"


def texts() -> dict[str, str]:
    """Every letter and every document beside one, by the name of its file."""
    return {
        f"{law}.md" if name == "letter" else f"{law}-{name}.md": data.decode()
        for law, made in COMPLETE.items()
        for name, data in documents(made, "md").items()
    }


TEXTS = texts()
LETTERS = [f"{law}.md" for law in COMPLETE]


def sentences(text: str) -> list[str]:
    """Sentences of a letter's clauses; those of tables and headings are not among them."""
    lines = [line for line in text.splitlines() if line and line[0] not in "|#-_" and "<!--" not in line]
    plain = [re.sub(r"^\*\*[^*]+\*\* ", "", line) for line in lines]
    return [said.strip() for line in plain for said in re.split(r"(?<=[a-z]\.) ", line) if len(said) > 25]


def test_every_jurisdiction() -> None:
    """Each that comes with compkit has its letter here, under its own rules."""
    assert set(COMPLETE) == {one.id for one in jurisdictions()}
    assert {law: offer_jurisdiction(made).id for law, made in COMPLETE.items()} == {law: law for law in COMPLETE}
    assert {"us-ca-sign-on-repayment.md", "us-co-noncompete-notice.md"} == set(TEXTS) - set(LETTERS)


@pytest.mark.parametrize("name", TEXTS)
def test_golden(name: str) -> None:
    """The whole text, as kept."""
    assert TEXTS[name] == (FOLDER / name).read_text("utf-8")


def test_no_other_goldens() -> None:
    """Every file there is one of these."""
    assert {path.name for path in FOLDER.iterdir()} == set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
class TestReading:
    """What an editor would mark."""

    def test_nothing_twice(self, name: str) -> None:
        """No sentence stands twice, and none within another."""
        said = sentences(TEXTS[name])
        assert len(said) > 3
        assert [one for one, other in combinations(said, 2) if one == other] == []

    def test_no_bare_words(self, name: str) -> None:
        """Every clause ends as a sentence, begins with a capital, and has no blank, doubled sign or raw term."""
        for line in TEXTS[name].splitlines():
            if clause := re.fullmatch(r"\*\*([^*]+)\.\*\* (.+)", line):
                assert re.match(r"[“A-Z0-9]", clause[2]) and clause[2].endswith("."), line
            assert not re.search(r"\.\.|,,| ,| \.(?!\d)|(?<!There is )\bnone\b|  [a-z]|\{|\}", line), line

    def test_place_of_work_once(self, name: str) -> None:
        """The position says it, so no clause does again."""
        assert TEXTS[name].count("place of work is") == (name in LETTERS)


@pytest.mark.parametrize("law", COMPLETE)
class TestNoContradiction:
    """Clauses that exclude one another do not stand in one letter."""

    def test_at_will_or_notice(self, law: str) -> None:
        """At will in the US, notice elsewhere."""
        text = TEXTS[f"{law}.md"]
        assert ("at will" in text) != ("The notice that the Company gives you" in text)
        assert ("at will" in text) == law.startswith("us")

    def test_approval(self, law: str) -> None:
        """Grants were approved, or are yet to be."""
        assert ("approved the grants" in TEXTS[f"{law}.md"]) != ("subject to approval" in TEXTS[f"{law}.md"])

    def test_price_basis(self, law: str) -> None:
        """The table refers to a price basis only where there is one."""
        text = TEXTS[f"{law}.md"]
        assert ("at the price basis above" in text) != ("There is none: the allowance is" in text)

    def test_wages(self, law: str) -> None:
        """What tokens are is said once for an allowance: in its row, in the words of the place."""
        assert TEXTS[f"{law}.md"].count("not cash and not wages") == 1

    def test_payday_stands_with_the_salary(self, law: str) -> None:
        """A regular payday and the way of payment are no other cash."""
        before, _, after = TEXTS[f"{law}.md"].partition("## Bonus and other cash")
        assert "regular payday" not in after and "You are paid by" not in after
        assert ("regular payday" in before) == (law in ("gb", "eu", "eu-de"))

    def test_names_of_clauses(self, law: str) -> None:
        """No two clauses of one section have one name."""
        for document in contexts(COMPLETE[law]).values():
            for section, said in document.items():
                if section.endswith("terms") or section == "cash":
                    names = [clause["name"] for clause in said]
                    assert len(names) == len(set(names)), section


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for golden, words in TEXTS.items():
        (FOLDER / golden).write_text(words, encoding="utf-8")
