"""Read and written: offers, assumptions and prices as files, and the only rooms that touch a disk.

Reading gives domain values or one error with every problem of a file, each with its place, value and way out.
What is written is read back as the same value, and no file is ever half-written.
"""

from .assumptions import read_assumptions
from .offers import (
    OfferFile,
    Readings,
    format_offer,
    iter_offers,
    parse_offer,
    read_offer,
    read_offer_file,
    read_offers,
    write_offer,
)
from .policy import read_bands, read_policy
from .prices import read_prices, write_prices
from .schema import offer_schema
from .templates import sample_names, template
from .text import read_text, slug, write_bytes

__all__ = [
    "OfferFile",
    "Readings",
    "format_offer",
    "iter_offers",
    "offer_schema",
    "parse_offer",
    "read_assumptions",
    "read_bands",
    "read_offer",
    "read_offer_file",
    "read_offers",
    "read_policy",
    "read_prices",
    "read_text",
    "sample_names",
    "slug",
    "template",
    "write_bytes",
    "write_offer",
    "write_prices",
]
