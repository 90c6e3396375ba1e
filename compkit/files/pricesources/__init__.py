"""Price books from elsewhere: files of LiteLLM, of llm-prices and of OpenRouter, each read in a module of its own.

Every entry of such a file becomes a price or is named with the reason why not; a figure that is no price refuses the
file. Nothing is fetched: the file is one that somebody saved. Tables of anybody, whose columns have names of their own,
are read by `import_table`.
"""

from .imported import ImportedPrices, LeftOut
from .reading import SOURCES, import_prices, likely_source
from .report import build_import_report, import_data
from .table import TableTerms, import_table

__all__ = [
    "SOURCES",
    "ImportedPrices",
    "LeftOut",
    "TableTerms",
    "build_import_report",
    "import_data",
    "import_prices",
    "import_table",
    "likely_source",
]
