"""Letters in bulk: every good one is written, every bad one is listed, none leaves its folder."""

import csv
import hashlib
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from compkit.errors import FileProblems, OutputRefused
from compkit.files.desk import Request
from compkit.files.letterrun import LetterJob, inside, manifest_csv, write_letters
from compkit.files.offers import read_offer
from compkit.files.templates import template
from compkit.files.verify import verify_letter

DAY = date(2026, 11, 20)
SAMPLE = template("offers/acme.yaml").read_text("utf-8")


def job(folder, **options):
    """A run with the sample facts."""
    request = Request(as_of=DAY, assumptions=str(template("assumptions.yaml")))
    return LetterJob(request=request, folder=str(folder), **options)


def offers(folder: Path, **changed: str) -> Path:
    """Sample offers by name, each with its own number and a replacement in its text."""
    folder.mkdir(exist_ok=True)
    for count, (name, change) in enumerate(changed.items()):
        old, _, new = change.partition("=>")
        text = SAMPLE.replace("ACME-2026-0417", f"ACME-{count}")
        (folder / f"{name}.yaml").write_text(text.replace(old, new) if old else text, "utf-8")
    return folder


@pytest.mark.parametrize("form", ["docx", "pdf", "md"])
def test_all_are_written(form, tmp_path):
    """Each letter lies in the folder, is listed with its hash, and agrees with its offer."""
    source = offers(tmp_path / "in", a="", b="amount: 250000=>amount: 260000", c="")
    counts: list[int] = []
    run = write_letters(source, job(tmp_path / "out", format=form), progress=counts.append)
    assert (run.written, run.failed, counts) == (3, (), [1, 2, 3])
    rows = list(csv.DictReader(run.manifest.read_text("utf-8").splitlines()))
    assert [row["file"] for row in rows] == [f"ACME-{n}-Sam-Sample.{form}" for n in range(3)]
    assert {row["document"] for row in rows} == {"letter"}
    for row, name in zip(rows, "abc", strict=True):
        path = tmp_path / "out" / row["file"]
        assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        verdict = verify_letter(path, read_offer(source / f"{name}.yaml"))
        assert verdict.agrees and row["promises_sha256"] == verdict.offer.fingerprint
    # by hand: 4 years of 250,000 + 37,500 + 100,000 + 7,500, and 40,000 once; tokens 125,000 a year
    assert rows[0]["as_promised_without_tokens"] == "1620000.00"
    assert rows[0]["as_promised_with_guaranteed_tokens"] == "1745000.00"
    assert rows[0]["as_promised_with_all_tokens"] == "2120000.00"


def test_as_one_by_one(tmp_path):
    """A letter of many has the bytes of the same letter alone."""
    from compkit.files.desk import open_desk
    from compkit.files.documents import write_letter

    source = offers(tmp_path / "in", a="", b="")
    write_letters(source, job(tmp_path / "out"))
    desk = open_desk([str(source / "b.yaml")], job(tmp_path).request)
    ((name, valuation),) = desk.valuations().items()
    (alone,) = write_letter(desk.offers[name], valuation, tmp_path / "alone.docx")
    assert alone.read_bytes() == (tmp_path / "out" / "ACME-1-Sam-Sample.docx").read_bytes()


def test_failures_leave_the_others(tmp_path):
    """A broken file, a missing field, a told offer and a second of one number fail; the others are written."""
    source = offers(
        tmp_path / "in",
        a="",
        b="salary:=>salry:",
        c="expires_on: 2026-12-04=>",
        d="ACME-3=>ACME-0",
        e="ACME-4=>acme-0",
        f="",
    )
    run = write_letters(source, job(tmp_path / "out"))
    assert run.written == 2
    problems = {Path(result.source).stem: result.problem for result in run.failed}
    assert sorted(problems) == ["b", "c", "d", "e"]
    assert "salry" in problems["b"] and "expires_on" in problems["c"]
    assert "is the letter of" in problems["d"] and "is the letter of" in problems["e"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "ACME-0-Sam-Sample.docx",
        "ACME-5-Sam-Sample.docx",
        "manifest.csv",
    ]


def test_names_stay_inside(tmp_path):
    """Numbers and names that are paths become plain words; a link to elsewhere is refused."""
    source = offers(tmp_path / "in", a="ACME-0=>../../etc/passwd", b="Sam Sample=>/root/.ssh")
    run = write_letters(source, job(tmp_path / "out"))
    assert run.written == 2
    assert {path.parent for path in tmp_path.rglob("*.docx")} == {tmp_path / "out"}
    elsewhere = tmp_path / "elsewhere.docx"
    (tmp_path / "out" / "link.docx").symlink_to(elsewhere)
    for name in ("link.docx", "../x.docx", "/x.docx"):
        with pytest.raises(OutputRefused, match="outside its folder"):
            inside(tmp_path / "out", name)
    (tmp_path / "out" / "ACME-2-Sam-Sample.docx").symlink_to(elsewhere)
    run = write_letters(offers(tmp_path / "more", x="", y="", z=""), job(tmp_path / "out"))
    assert [Path(result.source).stem for result in run.failed] == ["z"]
    assert not elsewhere.exists()


def test_edited_letters_stay(tmp_path):
    """A letter that somebody has edited is a failure of its own, and stays; --force overwrites it."""
    source = offers(tmp_path / "in", a="", b="")
    write_letters(source, job(tmp_path / "out", format="md"))
    edited = tmp_path / "out" / "ACME-0-Sam-Sample.md"
    edited.write_text("mine", "utf-8")
    run = write_letters(source, job(tmp_path / "out", format="md"))
    assert run.written == 1 and "last saved by somebody else" in run.failed[0].problem
    assert edited.read_text("utf-8") == "mine"
    assert write_letters(source, job(tmp_path / "out", format="md", force=True)).written == 2


def test_a_wrong_template_is_one_error(tmp_path):
    """It stops the run before the first letter."""
    own = tmp_path / "own.md"
    own.write_text("{% include 'x' %}", "utf-8")
    with pytest.raises(Exception, match="include is not allowed"):
        write_letters(offers(tmp_path / "in", a=""), job(tmp_path / "out", format="md", template=str(own)))
    with pytest.raises(FileProblems, match="cannot be read"):
        write_letters(tmp_path / "in", job(tmp_path / "out", template=str(tmp_path / "none.docx")))
    assert not (tmp_path / "out").exists()


def test_manifest_is_no_formula():
    """A number that a spreadsheet would compute is shown as text."""
    row = dict.fromkeys(("file", "sha256", "version", "promises_sha256", "template", "currency", "months"), "x")
    text = manifest_csv([row | {"offer_number": '=HYPERLINK("http://x")'}]).decode()
    assert "\"'=HYPERLINK" in text


def test_template_is_read_once(tmp_path, monkeypatch):
    """However many letters there are, the template's text is compiled once."""
    from compkit.documents import wordtemplate

    count: list[str] = []
    real = wordtemplate.compiled
    monkeypatch.setattr(wordtemplate, "compiled", lambda source, env: (count.append(source), real(source, env))[1])
    write_letters(offers(tmp_path / "in", a="", b="", c=""), job(tmp_path / "out"))
    with ZipFile(template("letters/us.docx")) as parts:
        texts = [name for name in parts.namelist() if name.startswith(("word/document", "word/header", "word/footer"))]
    assert len(count) == len(texts) == 3
