"""A posting as one HTML page that needs nothing else: its style and its JSON-LD stand in it; it prints on paper."""

from __future__ import annotations

from collections.abc import Iterator

from .elements import body_lines, html_text
from .jsonld import build_posting_jsonld, json_text
from .posting import Posting
from .text import facts, reference

_STYLE = """\
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5a6775; --line: #d5dbe1; --link: #0b5394; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf0; --soft: #a9b4bf; --line: #3b4650; --link: #8fc1f0; --paper: #14191e; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p, ul, table { margin: 0 0 .8rem; }
ul { padding-left: 1.25rem; }
.facts { margin: 0; font-weight: 600; }
.reference { color: var(--soft); font-size: .9rem; }
table { width: 100%; border-collapse: collapse; border-top: 1px solid var(--line); }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 400; color: var(--soft); width: 38%; }
td { font-weight: 600; }
a { color: var(--link); }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --link: #000; --paper: #fff; }
  @page { margin: 2cm; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  tr, li { break-inside: avoid; }
}"""


def build_posting_html(posting: Posting) -> str:
    """The posting as a page, with its JSON-LD; text of people is shown as typed and is never markup."""
    title = html_text(f"{posting.title} · {posting.employer}")
    data = json_text(build_posting_jsonld(posting))
    head = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLE}\n</style>",
        f'<script type="application/ld+json">\n{data}\n</script>',
        "</head>",
    ]
    body = ["<body>", "<main>", *_opening(posting), *body_lines(posting), "</main>", "</body>", "</html>"]
    return "\n".join([*head, *body]) + "\n"


def _opening(posting: Posting) -> Iterator[str]:
    yield f"<h1>{html_text(posting.title)}</h1>"
    yield f'<p class="facts">{html_text(facts(posting))}</p>'
    yield f'<p class="reference">{html_text(reference(posting))}</p>'
