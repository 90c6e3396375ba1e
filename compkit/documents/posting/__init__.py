"""Postings: what the public reads about a job and its pay, as Markdown, a page and data, and what laws ask of it."""

from .bands import with_bands
from .check import PostingCheck, PostingFinding, check_posting
from .jsonld import build_posting_jsonld, json_text
from .markdown import build_posting_markdown
from .page import build_posting_html
from .posting import PayRange, Posting, PostingPlace
from .report import build_posting_report, posting_check_data
from .rules import Ask, PostingRule, PostingRules
from .terms import EquityTerms, RateRange, TokenBudget

__all__ = [
    "Ask",
    "EquityTerms",
    "PayRange",
    "Posting",
    "PostingCheck",
    "PostingFinding",
    "PostingPlace",
    "PostingRule",
    "PostingRules",
    "RateRange",
    "TokenBudget",
    "build_posting_html",
    "build_posting_jsonld",
    "build_posting_markdown",
    "build_posting_report",
    "check_posting",
    "json_text",
    "posting_check_data",
    "with_bands",
]
