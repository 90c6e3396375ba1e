"""Usage exports as providers, gateways and cost tools give them, each kind read in a module of its own.

Every row of an export becomes a row of one tidy frame or is counted with the reason why not; a figure that is none
refuses the file. Nothing is fetched: the files are ones that somebody saved.
"""

from .reading import SOURCES, likely_usage_source, read_usage_export

__all__ = ["SOURCES", "likely_usage_source", "read_usage_export"]
