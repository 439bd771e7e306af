"""Full-text search over the library: the only package that knows Whoosh."""

from __future__ import annotations

from reader.index.completing import Completion
from reader.index.index import NOT_BUILT, Index
from reader.index.query import Problem
from reader.index.ranking import SORTS
from reader.index.results import Found, Hit, Results

__all__ = ["NOT_BUILT", "SORTS", "Completion", "Found", "Hit", "Index", "Problem", "Results"]
