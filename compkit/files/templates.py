"""Templates that come with compkit: sample offers, letters. In the wheel they lie in the package, else beside it."""

from __future__ import annotations

from pathlib import Path

from ..errors import InvalidValue

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED, _CHECKOUT = _PACKAGE / "templates", _PACKAGE.parent / "templates"


def templates_folder() -> Path:
    """The folder of all templates."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def template(name: str) -> Path:
    """The file of a template by its name, such as ``offers/acme.yaml``; a sample offer by its short name, ``acme``.

    Raises:
        InvalidValue: If there is none of that name, with the names there are.
    """
    for known in (name, f"offers/{name}.yaml"):
        if known in template_names():
            return templates_folder() / known
    raise InvalidValue("template", name, "is not a template", f"say one of {', '.join(template_names())}")


def template_names() -> tuple[str, ...]:
    """Names of all templates, sorted."""
    folder = templates_folder()
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(name for name in found if not name.rpartition("/")[2].startswith(".")))


FILES = (
    *("assumptions", "bands", "policy", "workload", "factory", "context", "usage", "posting", "posting-rules"),
    *("roster", "grants", "roster-bands", "merit", "hires", "attrition", "agents"),
)
"""Samples of the files beside offers."""

_IN_FOLDERS = {
    "posting": "postings/engineer.yaml",
    "posting-rules": "postings/rules.yaml",
    "roster": "rosters/roster.csv",
    "grants": "rosters/grants.csv",
    "roster-bands": "rosters/bands.yaml",
    **{name: f"rosters/{name}.csv" for name in ("hires", "attrition", "agents")},
}


def sample_names() -> tuple[str, ...]:
    """Short names of the sample offers, sorted."""
    names = (name.removeprefix("offers/") for name in template_names() if name.startswith("offers/"))
    return tuple(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


def sample_file(sample: str) -> Path:
    """The file of a sample by its short name: an offer, or one of `FILES`."""
    if sample in _IN_FOLDERS:
        return template(_IN_FOLDERS[sample])
    names = (f"{sample}.yaml", f"{sample}.csv") if sample in FILES else (f"offers/{sample}.yaml",)
    return template(next((name for name in names if name in template_names()), names[0]))
